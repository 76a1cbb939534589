/* Text as it is read: marks and what nobody sees are left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/reading.h"

static void
reads_as(const char *source, const char *wanted)
{
	struct arena *arena = arena_new();
	struct reading reading = { .text = text_of(source) };
	reading_make(&reading, arena, text_of(source), true);
	assert_int_equal(reading.text.len, strlen(wanted));
	assert_memory_equal(reading.text.at, wanted, strlen(wanted));
	arena_free(arena);
}

static void
test_marks(void **state)
{
	(void)state;
	reads_as("王*明*", "王明");
	reads_as("**王**_明_", "王明");
	reads_as("王`明`", "王明");
	reads_as("[王](http://a.cn)明", "王明");
	reads_as("[王][r]明", "王明");
	reads_as("![王](a.png \"b\")明", "!王明");
	reads_as("王\\\n明", "王\n明");
	reads_as("> 王\n> 明", " 王\n 明");
	reads_as("<b>王</b>明", "王明");
	reads_as("王 < 明", "王 < 明");
}

/* CommonMark 0.30, 6.3: pairs of brackets, <…>, titles, escapes, a line's end. */
static void
test_addresses(void **state)
{
	(void)state;
	reads_as("[王](a(b)c)明", "王明");
	reads_as("[王](a((b)c)d)明", "王明");
	reads_as("[王](a\\)b)明", "王明");
	reads_as("[王](<a)b>)明", "王明");
	reads_as("[王](a \"b)c\")明", "王明");
	reads_as("[王](a 'b)c')明", "王明");
	reads_as("[王](a (b\\)c))明", "王明");
	reads_as("[王](\na\n\"b)\" )明", "王明");
	reads_as("[王](a\r\n\"b)\"\r\n)明", "王明");
	reads_as("[王]()明", "王明");
	reads_as("王[明](a(b)c)", "王明");
	reads_as("[王][a\\]b]明", "王明");
	/* Titles and labels go on on the next line, not behind a blank one. */
	reads_as("[王](a \"b\nc)d\")明", "王明");
	reads_as("[王](a 'b\r\nc')明", "王明");
	reads_as("[王](a (b\\\nc))明", "王明");
	reads_as("[王][a\nb]明", "王明");
	reads_as("[王](a \"b\n \nc\")明", "王(a \"b\n \nc\")明");
	reads_as("[王](a \"b\r\n\r\nc\")明", "王(a \"b\r\n\r\nc\")明");
	reads_as("[王][a\n\nb]明", "王a\n\nb明");
	reads_as("[王](<a\nb>)明", "王(<a\nb>)明");
	reads_as("[王](<a\\\nb>)明", "王(<a\nb>)明");
	reads_as("[王](a \"b\n", "王(a \"b\n");
	/* No links: the shortest that may be one. */
	reads_as("[王](a b)明)", "王明)");
	reads_as("[王](a\n\nb)明", "王(a\n\nb)明");
	reads_as("[王](a \"b)明", "王明");
	reads_as("[王](a(b明", "王(a(b明");
	reads_as("[王](a\\", "王(a");
	reads_as("[王](<a", "王(<a");
}

static void
test_entities(void **state)
{
	(void)state;
	reads_as("王&#26126;", "王明");
	reads_as("王&#x660E;&#X4eAE;", "王明亮");
	reads_as("王&nbsp;明", "王明");
	reads_as("A&amp;B & C", "A&amp;B & C");
	reads_as("&#xD800;&#0;&#99999999999999999999;&#x;", "&#xD800;&#0;"
		 "&#99999999999999999999;&#x;");
}

static void
test_unseen(void **state)
{
	(void)state;
	reads_as("王\xE2\x80\x8B明", "王明");
	reads_as("王\xC2\xAD明", "王明");
	reads_as("王\xEF\xB8\x80明", "王明");
	reads_as("王&#8203;明", "王明");
	reads_as("“王”明", "“王”明");
	reads_as("王\xC2\xA0明\xE2\x80\x83亮", "王 明 亮");
	reads_as("王&#8194;明", "王 明");
	reads_as("Ｗａｎｇ，９。", "Wang，9。");
	/* Fillers, selectors, marks of music, controls. */
	reads_as("王\u3164明\uFFA0亮", "王明亮");
	reads_as("王\u180B明\u115F亮", "王明亮");
	reads_as("王\U0001D173明\U000E0FFF亮", "王明亮");
	reads_as("王\1明\x7F亮\xC2\x81", "王明亮");
	reads_as("王\f明\v亮\xC2\x85", "王 明 亮 ");
	reads_as("王\u2800明、亮", "王 明、亮");
}

static void
test_hyphens(void **state)
{
	(void)state;
	reads_as("bai\u2010ruo\u2011xi", "bai-ruo-xi");
	reads_as("bai－ruo﹣xi\u22121", "bai-ruo-xi-1");
	reads_as("白—若–溪", "白—若–溪"); /* dashes part words */
}

static void
test_letters(void **state)
{
	(void)state;
	reads_as("Zoë, Zoe\u0308", "Zoe, Zoe");
	reads_as("白\u0332若\u0332溪", "白若溪");
	reads_as("Ångström×ÆǪß", "Angstrom×ÆOß");
}

/* The dot of a name comes from many keyboards. */
static void
test_dots(void **state)
{
	(void)state;
	reads_as("阿里•买提", "阿里·买提");
	reads_as("阿里・买提", "阿里·买提");
	reads_as("阿里･买提", "阿里·买提");
	reads_as("阿里‧买提", "阿里·买提");
	reads_as("阿里⋅买∙提", "阿里·买·提");
	reads_as("阿里&#x387;买提", "阿里·买提");
	reads_as("阿里&middot;买提", "阿里·买提");
	reads_as("阿里&centerdot;买&CenterDot;提", "阿里·买·提");
	reads_as("阿里&bull;买&bullet;提&sdot;江", "阿里·买·提·江");
	reads_as("阿里．买﹒提", "阿里·买·提");
	reads_as("阿里\u2024买提", "阿里·买提");
	reads_as("アカ、カ。", "アカ、カ。");
}

/* As texts have them that were copied from a PDF, or from other sets. */
static void
test_alike(void **state)
{
	(void)state;
	reads_as("⽩若溪、⾼⽂", "白若溪、高文");
	reads_as("⻩、⻢、⻓", "黄、马、长");
	reads_as("\uF9E1、\uFA19", "李、神");
	reads_as("\U0002F800、\U0002F8C8、\U0002FA1D", "丽、敏、\U0002A600");
	reads_as("\U0002F7FF\U0002FA1E\U0002FA20",
	    "\U0002F7FF\U0002FA1E\U0002FA20");
	reads_as("\u2E9A\u2FDF\uFA0E", "\u2E9A\u2FDF\uFA0E");
}

/* As some systems write them: a letter, then what stands on it. */
static void
test_composed(void **state)
{
	(void)state;
	reads_as("Jose\u0301 Di\u0301az", "Jose Diaz");
	reads_as("e\u0323\u0302, e\u200D\u0301", "e, e");
	reads_as("*e*\u0301", "e");
	reads_as("か\u3099は\u309A、がぱ", "かは、かは");
	reads_as("\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글");
	reads_as("\uAC00\u11A8\u11A8", "각\u11A8");
	reads_as("x\u0301\u0302, \u0301", "x, ");
}

/* What is apart for a reader stays apart. */
static void
test_apart(void **state)
{
	(void)state;
	reads_as("王\n* 明", "王\n* 明");
	reads_as("|王|明*|", "|王|明|");
	reads_as("王*\n\n明", "王\n\n明");
}

static void
test_places(void **state)
{
	struct arena *arena = arena_new();
	struct reading reading;
	(void)state;
	assert_true(
	    reading_make(&reading, arena, TEXT_LIT("a*b*&#99;d"), true));
	assert_int_equal(reading.text.len, 4);
	assert_int_equal(reading.places[0], 0);
	assert_int_equal(reading.places[1], 2);
	assert_int_equal(reading.places[2], 4);
	assert_int_equal(reading.places[3], 9);
	assert_int_equal(reading.places[4], 10);
	assert_false(reading_make(&reading, arena, TEXT_LIT("a*b"), false));
	assert_false(reading_make(&reading, arena, TEXT_LIT("王明"), true));
	assert_false(reading_make(&reading, arena, TEXT_LIT(""), true));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_unseen),
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_composed),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
