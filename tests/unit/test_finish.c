/*
 * Finishing a PDF: what is not as cairo writes it is refused, whatever it is,
 * and nothing is appended then.  tests/print/pdfa judges what comes out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <cairo-pdf.h>
#include "render/print/finish.h"
#include "render/print/pdf.h"

static const struct metadata metadata = { .title = "标题 <&> \x01(\\)",
	.date = "2010-10-15" };

static cairo_status_t
put(void *closure, const unsigned char *bytes, unsigned len)
{
	buf_put(closure, (const char *)bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

/* Two pages, of which one is empty; `tag`: around a line, or NULL. */
static struct buf
draw(const char *tag)
{
	struct buf drawn = BUF_INIT;
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(put,
	    &drawn, 100, 100);
	cairo_t *cr = cairo_create(surface);
	cairo_move_to(cr, 10, 10);
	cairo_line_to(cr, 20, 20);
	if (tag != NULL)
		cairo_tag_begin(cr, tag, NULL);
	cairo_stroke(cr);
	if (tag != NULL)
		cairo_tag_end(cr, tag);
	cairo_show_page(cr);
	cairo_show_page(cr);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return drawn;
}

static int
finish_with(struct buf *pdf, const struct buf *bytes, const char *alt)
{
	struct arena *arena = arena_new();
	struct drawn drawn = { .bytes = *bytes,
		.turned = (bool[]){ false, true }, .page_count = 2,
		.alts = &alt, .alt_count = alt != NULL };
	int result = finish_pdf(pdf, arena, &drawn, &metadata);
	arena_free(arena);
	return result;
}

static int
finish(struct buf *pdf, const struct buf *bytes)
{
	return finish_with(pdf, bytes, NULL);
}

static bool
has(const struct buf *pdf, const char *words)
{
	return memmem(pdf->at, pdf->len, words, strlen(words)) != NULL;
}

static void
test_same_bytes(void **state)
{
	struct buf drawn = draw("P"), one = BUF_INIT, two = BUF_INIT;
	(void)state;
	buf_puts(&two, "before");
	assert_int_equal(finish(&one, &drawn), 0);
	assert_int_equal(finish(&two, &drawn), 0);
	assert_true(text_equal(buf_text(&one), text_from(buf_text(&two), 6)));
	assert_true(has(&one, "/S /Document"));
	assert_true(has(&one, "/Marked true"));
	/* Of the title what XML can't hold is gone, in both places. */
	assert_true(has(&one, "/Title <feff680798980020003c0026003e00200028"));
	assert_true(has(&one, "标题 &lt;&amp;&gt; (\\)<"));
	buf_free(&drawn);
	buf_free(&one);
	buf_free(&two);
}

/* No part of a file is one, nor is a file with a byte that is another. */
static void
test_others_are_refused(void **state)
{
	struct buf drawn = draw("P"), pdf = BUF_INIT;
	struct text whole = buf_text(&drawn);
	(void)state;
	for (size_t len = 0; len + 8 < whole.len; len++) {
		struct buf part = BUF_INIT;
		buf_putt(&part, text_cut(whole, 0, len));
		assert_int_equal(finish(&pdf, &part), -1);
		assert_int_equal(pdf.len, 0);
		buf_free(&part);
	}
	for (size_t i = 0; i < whole.len; i++) {
		char was = drawn.at[i];
		drawn.at[i] = (char)(was ^ 0x15);
		finish(&pdf, &drawn); /* or not: but within bounds */
		drawn.at[i] = was;
		buf_clear(&pdf);
	}
	buf_free(&drawn);
	buf_free(&pdf);
}

static void
test_figure_needs_its_alt(void **state)
{
	struct buf drawn = draw("Figure"), pdf = BUF_INIT;
	(void)state;
	assert_int_equal(finish(&pdf, &drawn), -1);
	assert_int_equal(pdf.len, 0);
	assert_int_equal(finish_with(&pdf, &drawn, "三季度 19"), 0);
	assert_true(has(&pdf, "/Alt <feff4e09"));
	buf_free(&drawn);
	buf_free(&pdf);
}

static void
test_without_text(void **state)
{
	struct buf drawn = draw(NULL), pdf = BUF_INIT;
	(void)state;
	assert_int_equal(finish(&pdf, &drawn), 0);
	assert_false(has(&pdf, "/Marked true"));
	assert_true(has(&pdf, "/Rotate 90"));
	buf_free(&drawn);
	buf_free(&pdf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_others_are_refused),
		cmocka_unit_test(test_figure_needs_its_alt),
		cmocka_unit_test(test_without_text),
	};
	return cmocka_run_group_tests_name("finish", tests, NULL, NULL);
}
