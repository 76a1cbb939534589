/*
 * What stands in a feed of Atom, whatever its bulletins say; how many pages a
 * sitemap lists.
 */
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

/* ---- sitemaps ---- */

static size_t
count_of(const struct buf *buf, const char *what)
{
	size_t count = 0;
	for (const char *at = buf->at; (at = strstr(at, what)) != NULL; at++)
		count++;
	return count;
}

/* An edition of so many pages. */
static struct plan
plan_of(struct arena *arena, size_t count)
{
	struct plan plan = { .count = count,
		.pages = ARENA_ARRAY(arena, struct page, count) };
	for (size_t i = 0; i < count; i++)
		plan.pages[i].path = i + 1 < count ? "a.html" : "点.html";
	return plan;
}

/* Sitemaps 0.9: no more than 50,000 addresses, and an index of several. */
static void
test_sitemaps(void **state)
{
	struct arena *arena = arena_new();
	struct buf buf = BUF_INIT;
	struct plan plan = plan_of(arena, 50000);
	(void)state;
	assert_int_equal(sitemap_count(&plan), 1);
	sitemap_put(&buf, arena, &plan, "https://a.cn/b/", 0);
	assert_int_equal(count_of(&buf, "<loc>"), 50000);
	assert_non_null(
	    strstr(buf.at, "<loc>https://a.cn/b/%E7%82%B9.html</loc>"));
	plan = plan_of(arena, 100001);
	assert_int_equal(sitemap_count(&plan), 3);
	for (size_t i = 0; i < 3; i++) {
		buf_clear(&buf);
		sitemap_put(&buf, arena, &plan, "https://a.cn/b/", i);
		assert_int_equal(
		    count_of(&buf, "<loc>"), i < 2 ? 50000 : 1);
		assert_int_equal(count_of(&buf, "%E7%82%B9"), i == 2);
	}
	buf_clear(&buf);
	sitemap_put_index(&buf, arena, &plan, "https://a.cn/b/");
	assert_non_null(strstr(buf.at, "<sitemapindex xmlns="));
	assert_non_null(strstr(buf.at,
	    "<sitemap><loc>https://a.cn/b/sitemap-1.xml</loc>\n</sitemap>\n"));
	assert_non_null(strstr(buf.at, "b/sitemap-3.xml</loc>"));
	assert_int_equal(count_of(&buf, "<loc>"), 3);
	plan = plan_of(arena, 0);
	assert_int_equal(sitemap_count(&plan), 1);
	buf_free(&buf);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_what_xml_has_not),
		cmocka_unit_test(test_sitemaps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
