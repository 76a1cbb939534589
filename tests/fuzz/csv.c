/*
 * Tables as spreadsheets write them, below a byte that chooses what their rows
 * are: cells lie in the table, their places are found again; each row becomes a
 * map of values.
 */
#include "read/column.h"
#include "room.h"

static const struct shape *
shape_of(uint8_t byte)
{
	size_t kinds = 0;
	while (record_kinds[kinds].name != NULL)
		kinds++;
	size_t i = byte % (kinds + 2);
	return i < kinds ? &record_kinds[i]
	    : i == kinds ? &person_shape : &organisation_shape;
}

static void
check_cells(const struct fuzz *fuzz, const struct csv *csv)
{
	uint32_t number = 0, at = 0;
	for (size_t r = 0; r < csv->count; r++) {
		const struct csv_row *row = &csv->rows[r];
		FUZZ_ASSERT(row->number > number && row->count > 0);
		number = row->number;
		for (uint32_t c = 0; c < row->count; c++) {
			const struct csv_cell *cell = &row->cells[c];
			size_t column;
			FUZZ_ASSERT(cell->text.at[cell->text.len] == '\0');
			FUZZ_ASSERT(utf8_check(cell->text) == cell->text.len);
			FUZZ_ASSERT(cell->span.source == fuzz->source);
			FUZZ_ASSERT(fuzz_is_place(&fuzz->sources, cell->span));
			FUZZ_ASSERT(cell->span.start >= at);
			at = cell->span.end;
			if (cell->span.start < cell->span.end)
				FUZZ_ASSERT(csv_find(csv, cell->span,
						&column) == row &&
				    column == c);
		}
		FUZZ_ASSERT(row->cells[row->count - 1].text.len > 0);
	}
}

static void
check_rows(struct fuzz *fuzz, const struct csv *csv,
    const struct shape *shape)
{
	struct columns columns;
	if (columns_find(&columns, fuzz->arena, shape,
		room_corpus()->programme, csv, NULL, &fuzz->diags) != 0) {
		FUZZ_ASSERT(csv->count == 0 || fuzz->diags.count > 0);
		return;
	}
	FUZZ_ASSERT(columns.header < csv->count);
	for (size_t r = columns.header + 1; r < csv->count; r++)
		fuzz_check_value(&fuzz->sources,
		    columns_map(&columns, fuzz->arena, &csv->rows[r],
			&fuzz->diags));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct csv csv;
	if (size == 0)
		return 0;
	fuzz_open(&fuzz, NULL, 0);
	int status = csv_parse(&csv, fuzz.arena, &fuzz.sources, fuzz.source,
	    (struct text){ (const char *)data + 1, size - 1 }, &fuzz.diags);
	FUZZ_ASSERT(status == 0 || fuzz.diags.count > 0);
	if (status == 0) {
		check_cells(&fuzz, &csv);
		check_rows(&fuzz, &csv, shape_of(data[0]));
	}
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	fuzz_close(&fuzz);
	return 0;
}
