/* What stands in a feed of Atom, whatever its bulletins say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "render/feed.h"

static void
expect_title(const char *title, const char *wanted)
{
	struct buf out = BUF_INIT, element = BUF_INIT;
	struct feed_entry entry = { .id = "urn:x",
		.title = title,
		.href = "record/x.html",
		.day = "2010-10-15",
		.updated = "2010-10-15",
		.author = "",
		.summary = "" };
	struct feed feed = { .id = "urn:y",
		.title = "通报",
		.subtitle = "",
		.language = "zh-CN",
		.author = "办公室",
		.self = "feed.xml",
		.home = "index.html",
		.day = "2010-10-15",
		.entries = &entry,
		.count = 1 };
	feed_put_atom(&out, &feed);
	buf_printf(&element, "<title>%s</title>\n", wanted);
	assert_non_null(strstr(strstr(out.at, "<entry>"), element.at));
	buf_free(&out);
	buf_free(&element);
}

static void
test_titles(void **state)
{
	(void)state;
	expect_title("关于点评的通报", "关于点评的通报");
	expect_title("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;");
	expect_title("一\t二\n三", "一\t二\n三");
}

/* XML 1.0, 2.2: no way of writing them is well-formed. */
static void
test_what_xml_has_not(void **state)
{
	(void)state;
	expect_title("a\1b\rc", "a b c");
	expect_title("a\uFFFE\uFFFFb\uFFFD", "a  b\uFFFD");
	expect_title("\uFFFF", " ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_what_xml_has_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
