/*
 * How the tag files of bags are written: RFC 8493, clause by clause, and what
 * older versions had otherwise.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/normal.h"
#include "publish/bag_text.h"

#define BYTES(s) ((struct text){ (s), sizeof(s) - 1 })

static void
assert_text(struct text text, const char *want)
{
	assert_int_equal(text.len, strlen(want));
	assert_memory_equal(text.at, want, text.len);
}

static void
lines_end_in_three_ways(void **state)
{
	static const char *const want[] = { "a", "b", "", "c", "d" };
	struct text rest = BYTES("a\nb\r\n\nc\rd"), line;
	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_true(bag_line_next(&rest, &line));
		assert_text(line, want[i]);
	}
	assert_false(bag_line_next(&rest, &line));
	/* A line end at the end begins no line. */
	rest = BYTES("a\r\n");
	assert_true(bag_line_next(&rest, &line));
	assert_false(bag_line_next(&rest, &line));
}

static void
a_declaration_is_exact(void **state)
{
	static const struct {
		struct text bytes;
		unsigned version; /* 0: a fault, or unknown */
		bool fault;
	} cases[] = {
#define SECOND "\nTag-File-Character-Encoding: UTF-8"
		{ BYTES("BagIt-Version: 1.0" SECOND "\n"), 100, false },
		{ BYTES("BagIt-Version: 1.0" SECOND), 100, false },
		{ BYTES("BagIt-Version: 0.97\r" SECOND "\r\n"), 97, false },
		{ BYTES("BagIt-Version: 0.93\rTag-File-Character-Encoding: "
			"UTF-16\r"), 93, false },
		{ BYTES("BagIt-Version: 0.92" SECOND), 0, false },
		{ BYTES("BagIt-Version: 1.1" SECOND), 0, false },
		{ BYTES("BagIt-Version: 2.0" SECOND), 0, false },
		{ BYTES("BagIt-Version: .97" SECOND), 0, true },
		{ BYTES("BagIt-Version: 1" SECOND), 0, true },
		{ BYTES("BagIt-Version: 1.0 " SECOND), 0, true },
		{ BYTES("BagIt-Version : 1.0" SECOND), 0, true },
		{ BYTES("BagIt-Version:  1.0" SECOND), 0, true },
		{ BYTES("BagIt-Version:1.0" SECOND), 0, true },
		{ BYTES("bagit-version: 1.0" SECOND), 0, true },
		{ BYTES("\xEF\xBB\xBF" "BagIt-Version: 1.0" SECOND), 0, true },
		{ BYTES("BagIt-Version: 1.0\n"), 0, true },
		{ BYTES("BagIt-Version: 1.0\n" SECOND), 0, true },
		{ BYTES("BagIt-Version: 1.0" SECOND " "), 0, true },
		{ BYTES("BagIt-Version: 1.0" SECOND "\n\n"), 0, true },
		{ BYTES("BagIt-Version: 1.0\nTag-File-Character-Encoding: "),
		    0, true },
		{ BYTES("BagIt-Version: 99999999999.0" SECOND), 0, true },
		{ BYTES(""), 0, true },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct bag_declaration declaration;
		struct text where;
		const char *fault = bag_declaration_parse(
		    cases[i].bytes, &declaration, &where);
		assert_int_equal(fault != NULL, cases[i].fault);
		assert_in_range((uintptr_t)where.at,
		    (uintptr_t)cases[i].bytes.at,
		    (uintptr_t)cases[i].bytes.at + cases[i].bytes.len);
		if (fault == NULL)
			assert_int_equal(bag_version(&declaration),
			    cases[i].version);
	}
}

static void
a_line_of_a_manifest_is_taken_apart(void **state)
{
	struct bag_listing l;
	(void)state;
	assert_true(bag_listing_parse(BYTES("0aF1  data/a b"), &l));
	assert_text(l.digest, "0aF1");
	assert_text(l.path, "data/a b");
	assert_false(l.star || l.dot);
	assert_true(bag_listing_parse(BYTES("00\tdata/a "), &l));
	assert_text(l.path, "data/a ");
	assert_true(bag_listing_parse(BYTES("00 *././data/a"), &l));
	assert_text(l.path, "data/a");
	assert_true(l.star && l.dot);
	assert_false(bag_listing_parse(BYTES("xy data/a"), &l));
	assert_false(bag_listing_parse(BYTES("00"), &l));
	assert_false(bag_listing_parse(BYTES("00  "), &l));
	assert_false(bag_listing_parse(BYTES(" 00 data/a"), &l));
	/* sha512sum's own escape of a line end. */
	assert_false(bag_listing_parse(BYTES("\\00 data/a\\nb"), &l));
}

static void
a_line_of_fetch_is_taken_apart(void **state)
{
	static const char *const wrong[] = { "", "http://h/a", "http://h/a -",
		"http://h/a x data/a", "http://h/a -1 data/a", "a - data/a",
		"/a - data/a", ":x - data/a", "1a:b - data/a", "http: - data/a",
		"http://h/a 99999999999999999999 data/a" };
	struct bag_fetching f;
	(void)state;
	assert_null(bag_fetching_parse(
	    BYTES("https://h/a%20b\t 12 data/a b"), &f));
	assert_text(f.url, "https://h/a%20b");
	assert_text(f.path, "data/a b");
	assert_true(f.known);
	assert_int_equal(f.length, 12);
	assert_null(bag_fetching_parse(BYTES("urn:x - ./data/a"), &f));
	assert_text(f.path, "data/a");
	assert_false(f.known);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_non_null(bag_fetching_parse(text_of(wrong[i]), &f));
}

static void
an_element_is_taken_apart(void **state)
{
	static const struct {
		const char *line, *label, *value;
		bool now, before; /* it is one since 1.0, was before */
	} cases[] = {
		{ "Bag-Count: 1 of 2", "Bag-Count", "1 of 2", true, true },
		{ "Two Words:\tx: y ", "Two Words", "x: y", true, true },
		{ "A:  b", "A", "b", true, true },
		{ "A: ", "A", "", true, true },
		{ "A : b", "A", "b", false, true },
		{ "A:b", "A", "b", false, true },
		{ "A:", "A", "", false, true },
		{ ": b", NULL, NULL, false, false },
		{ "no colon", NULL, NULL, false, false },
	};
	struct bag_element e;
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text line = text_of(cases[i].line);
		assert_int_equal(bag_element_parse(line, 100, &e) == NULL,
		    cases[i].now);
		assert_int_equal(bag_element_parse(line, 97, &e) == NULL,
		    cases[i].before);
		if (cases[i].label == NULL)
			continue;
		assert_text(e.label, cases[i].label);
		assert_text(e.value, cases[i].value);
	}
}

static void
an_oxum_is_two_numbers(void **state)
{
	static const char *const wrong[] = { "", "1", "1.", ".1", "1.2.3",
		"-1.2", "1 .2", "99999999999999999999.1" };
	uint64_t octets, files;
	(void)state;
	assert_true(bag_oxum_parse(BYTES("279164409832.1198"), &octets,
	    &files));
	assert_int_equal(octets, 279164409832);
	assert_int_equal(files, 1198);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(bag_oxum_parse(text_of(wrong[i]), &octets,
		    &files));
}

static void
paths_are_encoded_for_three_characters_only(void **state)
{
	struct arena *arena = arena_new();
	struct buf out = BUF_INIT;
	struct text path = BYTES("data/100%\r\n 通报~%0A");
	(void)state;
	bag_path_put(&out, path);
	assert_text(buf_text(&out), "data/100%25%0D%0A 通报~%250A");
	assert_text(bag_path_read(arena, buf_text(&out), true),
	    "data/100%\r\n 通报~%0A");
	/* Others stay as they are; before 1.0 the percent sign itself did. */
	assert_text(bag_path_read(arena, BYTES("%7Ea%0d%2"), true),
	    "%7Ea\r%2");
	assert_text(bag_path_read(arena, BYTES("%25%0a"), false), "%25\n");
	buf_free(&out);
	arena_free(arena);
}

static void
paths_that_lead_out_are_known(void **state)
{
	static const char *const out[] = { "", "/a", "~", "~/a", "~root/a",
		"..", "../a", "data/../../a", "data/..", "C:\\a", "c:a",
		"\\\\host\\a", "\\a", "data\\..\\..\\a", "%HomeDrive%\\a" };
	static const char *const in[] = { "data/a", "data/..a", "data/a..",
		"data/~a", "data/...", "data/a:b", "data/%a%", "%7Ea", "-a" };
	(void)state;
	for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++)
		assert_non_null(bag_path_fault(text_of(out[i])));
	for (size_t i = 0; i < sizeof(in) / sizeof(*in); i++)
		assert_null(bag_path_fault(text_of(in[i])));
	assert_non_null(bag_path_fault(BYTES("data/a\0b")));
}

static void
names_that_not_every_system_has_are_known(void **state)
{
	static const char *const bad[] = { "data/Thumbs.db", ".DS_Store",
		"data/._a", "data/NUL", "data/con.txt", "data/Com1.x/a",
		"data/a:b", "data/a?", "data/a\nb", "data/a.", "data/a /b" };
	static const char *const good[] = { "data/a", "data/.a", "data/con1",
		"data/console.txt", "data/com0", "data/通报 (1).html" };
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_non_null(bag_path_trouble(text_of(bad[i])));
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_null(bag_path_trouble(text_of(good[i])));
}

static void
paths_are_cleaned(void **state)
{
	struct arena *arena = arena_new();
	struct text path = BYTES("./a//b/./c/");
	(void)state;
	assert_true(bag_path_clean(arena, &path));
	assert_text(path, "a/b/c");
	path = BYTES("././/");
	assert_false(bag_path_clean(arena, &path));
	arena_free(arena);
}

static void
manifests_are_known_by_their_names(void **state)
{
	struct text algorithm;
	(void)state;
	assert_true(bag_is_manifest(BYTES("manifest-sha512.txt"), false,
	    &algorithm));
	assert_text(algorithm, "sha512");
	assert_true(bag_is_manifest(BYTES("tagmanifest-md5.txt"), true,
	    &algorithm));
	assert_false(bag_is_manifest(BYTES("tagmanifest-md5.txt"), false,
	    &algorithm));
	assert_false(bag_is_manifest(BYTES("manifest-.txt"), false,
	    &algorithm));
	assert_false(bag_is_manifest(BYTES("manifest-a/b.txt"), false,
	    &algorithm));
	assert_false(bag_is_manifest(BYTES("manifest.txt"), false,
	    &algorithm));
}

static void
letters_are_composed(void **state)
{
	struct arena *arena = arena_new();
	struct text normal;
	(void)state;
	assert_int_equal(normal_text(arena, BYTES("Nu\xCC\x81n"), false,
			     &normal), 0);
	assert_text(normal, "N\xC3\xBAn");
	assert_int_equal(normal_text(arena, BYTES("NU\xCC\x81N通"), true,
			     &normal), 0);
	assert_text(normal, "n\xC3\xBAn通");
	assert_int_equal(normal_text(arena, BYTES("AbC"), true, &normal), 0);
	assert_text(normal, "abc");
	assert_int_equal(normal_text(arena, BYTES("AbC"), false, &normal), 0);
	assert_text(normal, "AbC");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_in_three_ways),
		cmocka_unit_test(a_declaration_is_exact),
		cmocka_unit_test(a_line_of_a_manifest_is_taken_apart),
		cmocka_unit_test(a_line_of_fetch_is_taken_apart),
		cmocka_unit_test(an_element_is_taken_apart),
		cmocka_unit_test(an_oxum_is_two_numbers),
		cmocka_unit_test(paths_are_encoded_for_three_characters_only),
		cmocka_unit_test(paths_that_lead_out_are_known),
		cmocka_unit_test(names_that_not_every_system_has_are_known),
		cmocka_unit_test(paths_are_cleaned),
		cmocka_unit_test(manifests_are_known_by_their_names),
		cmocka_unit_test(letters_are_composed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
