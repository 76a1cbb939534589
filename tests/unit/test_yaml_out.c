/*
 * YAML as it is written reads back as what was meant: whatever the text, plain
 * or quoted, in brackets or not; judged by libyaml by way of read/yaml.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "read/yaml.h"
#include "render/yaml.h"

#define ROUNDS 20000

static void
assert_text(const char *text, bool brackets, const char *want)
{
	struct buf buf = BUF_INIT;
	yaml_put_text(&buf, text_of(text), brackets);
	assert_string_equal(buf.at, want);
	buf_free(&buf);
}

static void
test_plain_where_it_can_be(void **state)
{
	(void)state;
	assert_text("点评", false, "点评");
	assert_text("2010-10-12", false, "2010-10-12");
	assert_text("a b", false, "a b");
	assert_text("12:30", false, "12:30");
	assert_text("讲师、班主任", true, "讲师、班主任");
	assert_text("no", false, "no");
	assert_text("a, b", false, "a, b");
	assert_text("“五带头”好", true, "\"“五带头”好\"");
}

static void
test_quoted_where_it_must_be(void **state)
{
	(void)state;
	assert_text("", false, "\"\"");
	assert_text("~", false, "\"~\"");
	assert_text("null", false, "\"null\"");
	assert_text("a: b", false, "\"a: b\"");
	assert_text("a:", false, "\"a:\"");
	assert_text("a #b", false, "\"a #b\"");
	assert_text("- a", false, "\"- a\"");
	assert_text("a, b", true, "\"a, b\"");
	assert_text("[a]", false, "\"[a]\"");
	assert_text(" a", false, "\" a\"");
	assert_text("a ", false, "\"a \"");
	assert_text("a\nb", false, "\"a\\nb\"");
	assert_text("a\"b\\", false, "a\"b\\");
	assert_text("\"a\\", false, "\"\\\"a\\\\\"");
	assert_text("\xEF\xBB\xBF" "a", false, "\"\\uFEFFa\"");
	assert_text("\x7F", false, "\"\\x7F\"");
}

/* Pieces that mean something to YAML, or to us. */
static const char *const pieces[] = { "a", "点", "评", " ", "  ", ":", ": ",
	"#", " #", "-", "- ", "?", "? ", ",", "[", "]", "{", "}", "&", "*", "!",
	"|", ">", "'", "\"", "%", "@", "`", "\\", "\n", "\n\n", "\r", "\t", "~",
	"null", "---", "...", "<<", "=", "0", "1e3", "：", "“", "”", "，", "　",
	"😀", "\xC2\x85", "\xE2\x80\xA8", "\xEF\xBB\xBF", "\x7F", "\x01",
	"\xC2\xA0", "\xF0\xA0\x80\x80", "yes", "\xE2\x80\x8B", "【", "】",
	"—", "、", "﹕", "∶", "︰", "–", "−", "﹣", "；", "。" };

static const char *
random_text(struct arena *arena)
{
	struct buf buf = BUF_INIT;
	for (int n = rand() % 7; n > 0; n--)
		buf_puts(&buf,
		    pieces[(size_t)rand() % (sizeof(pieces) / sizeof(*pieces))]);
	const char *text = arena_copy(arena, buf.at, buf.len);
	buf_free(&buf);
	return text;
}

/* Keys that are written are the schema's and the names of grades. */
static const char *const keys[] = { "id", "编号", "not-yet", "优 秀", "b",
	"2" };

static struct value *
random_value(struct arena *arena, int depth)
{
	int kind = depth == 0 ? 0 : rand() % 4;
	if (kind < 2)
		return value_string(arena, random_text(arena));
	struct value *made = kind == 2 ? value_list(arena) : value_map(arena);
	for (int n = rand() % 4; n > 0; n--) {
		struct value *child = random_value(arena, depth - 1);
		if (kind == 2)
			value_add(arena, made, child);
		else
			value_set(arena, made, keys[rand() % 6], child);
	}
	return made;
}

static void
assert_same(const struct value *a, const struct value *b)
{
	assert_int_equal(a->kind, b->kind);
	if (a->kind == VALUE_TEXT) {
		assert_string_equal(a->text.at, b->text.at);
		/* Not taken for nothing. */
		assert_false(b->plain &&
		    (b->text.len == 0 || text_is(b->text, "~") ||
			text_is(b->text, "null")));
		return;
	}
	assert_int_equal(value_count(a), value_count(b));
	for (size_t i = 0; i < value_count(a); i++) {
		if (a->kind == VALUE_LIST) {
			assert_same(value_item(a, i), value_item(b, i));
			continue;
		}
		assert_string_equal(a->map.entries[i].key.at,
		    b->map.entries[i].key.at);
		assert_same(a->map.entries[i].value, b->map.entries[i].value);
	}
}

static void
test_random_values_read_back(void **state)
{
	(void)state;
	srand(20101015);
	for (int round = 0; round < ROUNDS; round++) {
		struct arena *arena = arena_new();
		struct value *map = value_map(arena);
		value_set(arena, map, "a", random_value(arena, 3));
		value_set(arena, map, "b", random_value(arena, 1));
		struct buf out = BUF_INIT;
		struct origins origins = { .arena = arena };
		struct diags diags;
		struct sources sources;
		yaml_put_fields(&out, &origins, map, 0);
		buf_puts(&out, "c: end\n");
		sources_init(&sources, arena);
		uint32_t source = sources_add(&sources, "a.yaml");
		source_at(&sources, source)->text = buf_text(&out);
		diags_init(&diags, arena);
		struct value *back = yaml_parse(arena, buf_text(&out),
		    (struct span){ source, 0, (uint32_t)out.len }, &diags);
		if (back == NULL) {
			print_error("%s\n", out.at);
			diags_print(&diags, &sources, (struct diag_style){ 0 },
			    stderr);
		}
		if (diags.count > 0) {
			print_error("%s\n", out.at);
			diags_print(&diags, &sources, (struct diag_style){ 0 }, stderr);
		}
		assert_int_equal(diags.count, 0);
		assert_non_null(back);
		assert_int_equal(value_count(back), 3);
		assert_same(value_get(map, "a"), value_get(back, "a"));
		assert_same(value_get(map, "b"), value_get(back, "b"));
		buf_free(&out);
		arena_free(arena);
	}
}

static void
test_items_and_style(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf out = BUF_INIT;
	struct origins origins = { .arena = arena };
	struct value *map = value_map(arena), *list = value_list(arena),
		     *item = value_map(arena), *words = value_list(arena);
	value_set(arena, map, "编号", value_string(arena, "a"));
	value_set(arena, item, "内容", value_string(arena, "x: y"));
	value_add(arena, words, value_string(arena, "一"));
	value_add(arena, words, value_string(arena, "二,三"));
	value_set(arena, item, "措施", words);
	value_add(arena, list, item);
	value_set(arena, map, "问题", list);
	yaml_put_item(&out, &origins, map, 0);
	assert_string_equal(out.at,
	    "- 编号: a\n"
	    "  问题:\n"
	    "    - 内容: \"x: y\"\n"
	    "      措施: [一, \"二,三\"]\n");
	buf_free(&out);
	arena_free(arena);
}

/* A fault in what was written leads to the cell it was made from. */
static void
test_origins(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf out = BUF_INIT;
	struct origins origins = { .arena = arena };
	struct value *map = value_map(arena), *list = value_list(arena);
	map->span = (struct span){ 1, 10, 11 };
	list->span = (struct span){ 1, 20, 30 };
	for (uint32_t i = 0; i < 3; i++) {
		struct value *word = value_printf(arena, "w%u", (unsigned)i);
		word->span = (struct span){ 1, 20 + i, 21 + i };
		value_add(arena, list, word);
	}
	value_set(arena, map, "a", list);
	struct value *last = value_string(arena, "z");
	last->span = (struct span){ 1, 40, 41 };
	value_set(arena, map, "b", last);
	yaml_put_item(&out, &origins, map, 2);
	for (const char *p = "w0w1w2z"; *p != '\0'; p += 2) {
		char word[3] = { p[0], p[0] == 'w' ? p[1] : '\0', '\0' };
		uint32_t at = (uint32_t)(strstr(out.at, word) - out.at);
		uint32_t want = p[0] == 'z' ? 40 : 20 + (uint32_t)(p[1] - '0');
		assert_int_equal(origin_find(&origins, at)->span.start, want);
		if (p[0] == 'z')
			break;
	}
	assert_int_equal(origin_find(&origins, 0)->span.start, 10);
	buf_free(&out);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_where_it_can_be),
		cmocka_unit_test(test_quoted_where_it_must_be),
		cmocka_unit_test(test_random_values_read_back),
		cmocka_unit_test(test_items_and_style),
		cmocka_unit_test(test_origins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
