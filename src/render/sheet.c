#include "render/sheet.h"

#include "base/utf8.h"

/*
 * Would it be run?  Or does it begin like one that was made harmless: then it
 * gets another apostrophe, so that each cell reads back as what it was.
 */
static bool
is_formula(const char *text)
{
	text += strspn(text, "'");
	return *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
}

void
sheet_put_cell(struct buf *out, const char *text)
{
	bool formula = is_formula(text);
	if (!formula && text[strcspn(text, "\",\r\n")] == '\0') {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '"');
	if (formula)
		buf_putc(out, '\'');
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			buf_putc(out, '"');
		buf_putc(out, *p);
	}
	buf_putc(out, '"');
}

void
sheet_put_mark(struct buf *out)
{
	buf_puts(out, BYTE_ORDER_MARK);
}

void
sheet_put_cells(struct buf *out, const struct cells *cells)
{
	for (size_t i = 0; i < cells->rows * cells->columns; i++) {
		sheet_put_cell(out, cells->items[i]);
		buf_puts(out, (i + 1) % cells->columns == 0 ? "\r\n" : ",");
	}
}

void
sheet_put_head(struct buf *out, const struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->column_count; i++) {
		buf_puts(out, i > 0 ? "," : "");
		sheet_put_cell(out, ledger->columns[i].title);
	}
	buf_puts(out, "\r\n");
}

void
sheet_put_rows(struct buf *out, const struct ledger *ledger, size_t first,
    size_t end)
{
	for (size_t r = first; r < end; r++) {
		for (size_t i = 0; i < ledger->column_count; i++) {
			buf_puts(out, i > 0 ? "," : "");
			sheet_put_cell(out, ledger->rows[r].cells[i]->text);
		}
		PLANT(csv, buf_printf(out, ",%zu", ledger->planted.hidden));
		buf_puts(out, "\r\n");
	}
}
