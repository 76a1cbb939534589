/*
 * pango-volume TEXT OUT.pdf: the text of make-volume as Pango sets it, on pages
 * of the same type area, 22 lines of 16 pt: what one would write without a
 * breaker of one's own.  A peer for tests/bench-print, no part of tongbao.
 */
#include <pango/pangocairo.h>
#include <cairo-pdf.h>
#include <stdio.h>
#include <string.h>

#define MM (72 / 25.4)
#define LINES 22

struct page {
	cairo_t *cr;
	PangoLayout *layout;
	int line; /* of the page, from 0 */
};

static void
set_paragraph(struct page *page, const char *text)
{
	double pitch = 225 * MM / LINES;
	pango_layout_set_text(page->layout, text, -1);
	for (GSList *l = pango_layout_get_lines_readonly(page->layout);
	    l != NULL; l = l->next) {
		if (page->line == LINES) {
			cairo_show_page(page->cr);
			page->line = 0;
		}
		cairo_move_to(page->cr, 28 * MM,
		    37 * MM + (page->line++ + 0.7) * pitch);
		pango_cairo_show_layout_line(page->cr, l->data);
	}
}

int
main(int argc, char **argv)
{
	struct page page = { 0 };
	char *text, *line;
	size_t length;
	if (argc != 3 || !g_file_get_contents(argv[1], &text, &length, NULL))
		return 2;
	cairo_surface_t *pdf = cairo_pdf_surface_create(argv[2], 210 * MM,
	    297 * MM);
	page.cr = cairo_create(pdf);
	page.layout = pango_cairo_create_layout(page.cr);
	PangoFontDescription *font = pango_font_description_from_string(
	    "FandolFang, Noto Serif CJK SC 16");
	pango_layout_set_font_description(page.layout, font);
	pango_layout_set_width(page.layout, (int)(156 * MM * PANGO_SCALE));
	pango_layout_set_justify(page.layout, TRUE);
	pango_layout_set_indent(page.layout, 32 * PANGO_SCALE);
	for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		if (*line == '#' && page.line > 0) {
			cairo_show_page(page.cr);
			page.line = 0;
		}
		set_paragraph(&page, *line == '#' ? line + 2 : line);
	}
	cairo_show_page(page.cr);
	cairo_destroy(page.cr);
	cairo_surface_destroy(pdf);
	return 0;
}
