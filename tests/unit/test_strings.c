/*
 * Words of a language: by key, filled in, of the schema; layers of themes'
 * files, and what is wrong in them.  That the shipped languages say the same
 * and nothing in vain is for tests/site/words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "folder.h"
#include "model/rules.h"
#include "model/words.h"
#include "strings_room.h"

static struct {
	struct arena *arena;
	char root[FOLDER_ROOM];
	struct sources sources;
	struct diags diags;
	struct site site;
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	sources_init(&room.sources, room.arena);
	diags_init(&room.diags, room.arena);
	room.site = (struct site){ .language = "zh-CN", .theme = "own" };
	return folder_open(room.root, "strings");
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	return folder_close(room.root);
}

static void
put(const char *path, const char *text)
{
	folder_put(room.arena, room.root, path, text_of(text));
}

/* The repository's words, with those of the folder's own/ over them. */
static const struct strings *
load(const char *language)
{
	const struct theme_folder folders[] = {
		{ "themes/default", "themes/default" },
		{ arena_printf(room.arena, "%s/own", room.root), "own" },
	};
	room.site.language = language;
	return strings_load(room.arena, &room.site, folders, 2, &room.sources,
	    &room.diags);
}

static void
assert_fault(enum rule_id rule, const char *message)
{
	const struct diag *d = room.diags.first;
	assert_non_null(d);
	assert_ptr_equal(d->rule, &rules[rule]);
	assert_string_equal(d->message, message);
}

/* ---- filling in ---- */

static const char *
fill(const char *text)
{
	struct strings *strings = strings_new(room.arena, "en");
	strings_set(strings, TEXT_LIT("k"), text_of(text), SPAN_NONE);
	return strings_fill(
	    room.arena, strings, "k", "a", "1", "name", "{a}", NULL);
}

static void
test_fill(void **state)
{
	(void)state;
	assert_string_equal(fill("{a}{name} {a}"), "1{a} 1");
	assert_string_equal(fill("plain"), "plain");
	assert_string_equal(fill(""), "");
	/* What is not given stays, as does what is no place at all. */
	assert_string_equal(fill("{b}{a"), "{b}{a");
	assert_string_equal(fill("}{}{aa}{a}"), "}{}{aa}1");
}

static void
test_later_words_win(void **state)
{
	(void)state;
	struct strings *strings = strings_new(room.arena, "en");
	strings_set(strings, TEXT_LIT("k"), TEXT_LIT("one"), SPAN_NONE);
	strings_set(strings, TEXT_LIT("l"), TEXT_LIT("two"), SPAN_NONE);
	strings_set(strings, TEXT_LIT("k"), TEXT_LIT("three"), SPAN_NONE);
	assert_int_equal(strings->count, 2);
	assert_string_equal(strings_get(strings, "k"), "three");
	assert_string_equal(strings_get(strings, "l"), "two");
}

/* ---- the schema's ---- */

static void
test_schema(void **state)
{
	(void)state;
	const struct shape *review = kind_find(TEXT_LIT("review"));
	const struct shape *waiver = kind_find(TEXT_LIT("waiver"));
	const struct field *round = field_find(review, TEXT_LIT("round"));
	const struct strings *zh = load("zh-CN"), *en = load("en");
	assert_string_equal(strings_kind(zh, review), "点评");
	assert_string_equal(strings_kind(en, review), "Review");
	/* A word of its own, or the one for all kinds. */
	const struct field *own = field_find(review, TEXT_LIT("subject"));
	const struct field *shared = field_find(waiver, TEXT_LIT("subject"));
	assert_string_equal(strings_field(zh, own), "点评对象");
	assert_string_equal(strings_field(zh, shared), "对象");
	assert_string_equal(strings_field(en, own), "Reviewed");
	assert_string_equal(strings_field(en, shared), "Subject");
	assert_string_equal(
	    strings_choice(zh, round, TEXT_LIT("interim")), "适时");
	assert_string_equal(
	    strings_choice(en, round, TEXT_LIT("interim")), "Interim");
	assert_string_equal(
	    strings_choice(en, round, TEXT_LIT("never")), "never");
}

static void
test_schema_by_file(void **state)
{
	(void)state;
	put("own/strings.zh-CN.yaml",
	    "kind.review: 评议\nfield.review.reviewer: 评议人\n");
	const struct strings *zh = load("zh-CN");
	const struct shape *review = kind_find(TEXT_LIT("review"));
	assert_string_equal(strings_kind(zh, review), "评议");
	assert_string_equal(strings_field(zh,
	    field_find(review, TEXT_LIT("reviewer"))), "评议人");
	assert_string_equal(strings_get(zh, "kind.review"), "评议");
	assert_string_equal(strings_get(zh, "kind.reply"), "整改回复");
}

/* The word that a part of the schema goes by is no word in vain. */
static void
word_use(const struct strings *en, struct table *used, const char *key,
    const char *wider)
{
	const char *found =
	    table_get(&en->by_key, text_of(key)) != NULL ? key : wider;
	table_add(used, text_of(found), (void *)found);
}

static void
choices_use(const struct strings *en, struct table *used,
    const struct field *field)
{
	for (const char *const *c = field->choices; c != NULL && *c != NULL;
	     c += 2)
		word_use(en, used,
		    arena_printf(
			room.arena, "choice.%s.%s", field->name, *c),
		    "");
}

static void
fields_use(const struct strings *en, struct table *used,
    const struct shape *shape)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		word_use(en, used,
		    arena_printf(
			room.arena, "field.%s.%s", shape->name, f->name),
		    arena_printf(room.arena, "field.%s", f->name));
		choices_use(en, used, f);
		if (f->shape != NULL)
			fields_use(en, used, f->shape);
	}
}

static void
test_schema_words_are_all_used(void **state)
{
	(void)state;
	const struct strings *en = load("en");
	struct table used;
	table_init(&used, room.arena);
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		word_use(en, &used,
		    arena_printf(room.arena, "kind.%s", k->name), "");
		fields_use(en, &used, k);
	}
	/* The programme's page says whom a form is for and who may review. */
	for (const struct field *f = form_shape.fields; f->name != NULL; f++) {
		choices_use(en, &used, f);
		for (const struct field *inner =
			 f->shape == NULL ? NULL : f->shape->fields;
		     inner != NULL && inner->name != NULL; inner++)
			choices_use(en, &used, inner);
	}
	for (size_t i = 0; i < en->count; i++) {
		struct text key = text_of(en->items[i]->key);
		if ((text_starts(key, "kind.") || text_starts(key, "field.") ||
			text_starts(key, "choice.")) &&
		    table_get(&used, key) == NULL)
			fail_msg("%s is used nowhere", key.at);
	}
}

/* ---- files ---- */

static void
test_layers(void **state)
{
	(void)state;
	put("own/strings.zh-CN.yaml", "ledger: 述职台账\nextra: |\n  多一句\n");
	put("own/strings.en.yaml", "ledger: Book\n");
	const struct strings *zh = load("zh-CN");
	assert_string_equal(strings_get(zh, "ledger"), "述职台账");
	assert_string_equal(strings_get(zh, "home"), "首页");
	/* A block of text is no line of its own. */
	assert_string_equal(strings_get(zh, "extra"), "多一句");
	assert_string_equal(strings_get(load("en"), "ledger"), "Book");
	assert_null(room.diags.first);
}

/* en-GB and zh-TW stand on English and Chinese, with or without a file. */
static void
test_variants(void **state)
{
	(void)state;
	put("own/strings.en-GB.yaml", "ledger: The ledger\n");
	assert_string_equal(strings_get(load("en-GB"), "ledger"), "The ledger");
	assert_string_equal(strings_get(load("en-GB"), "home"), "Home");
	assert_string_equal(strings_get(load("zh-TW"), "home"), "首页");
	assert_null(room.diags.first);
}

static void
test_other_languages(void **state)
{
	(void)state;
	put("own/strings.de.yaml", "home: Startseite\n");
	const struct strings *de = load("de");
	assert_string_equal(strings_get(de, "home"), "Startseite");
	assert_string_equal(strings_get(de, "ledger"), "Ledger");
	assert_null(room.diags.first);
	assert_null(load("fr"));
	assert_fault(RULE_LANGUAGE_UNKNOWN,
	    "there are no words for the language “fr”");
}

static void
test_faults(void **state)
{
	(void)state;
	const struct theme_folder none = { "/nowhere", "nowhere" };
	assert_null(strings_load(room.arena, &room.site, &none, 1,
	    &room.sources, &room.diags));
	assert_fault(RULE_SYSTEM,
	    "themes/default/strings.*.yaml, the program's own words, is not "
	    "installed");
	diags_init(&room.diags, room.arena);
	put("own/strings.zh-CN.yaml", "ledger: [a, b]\n");
	assert_null(load("zh-CN"));
	assert_fault(RULE_FIELD_TYPE, "“ledger” takes a text, not a list");
	diags_init(&room.diags, room.arena);
	put("own/strings.zh-CN.yaml", "ledger: a\nledger: b\n");
	load("zh-CN");
	assert_ptr_equal(room.diags.first->rule, &rules[RULE_YAML_DUPLICATE]);
	diags_init(&room.diags, room.arena);
	put("own/strings.zh-CN.yaml", "ledger: \xff\n");
	assert_null(load("zh-CN"));
	assert_fault(RULE_FILE_UTF8, "the file is not UTF-8");
}

/* A program whose English file lost a word of the schema says which. */
static void
test_incomplete(void **state)
{
	(void)state;
	put("own/strings.en.yaml", "kind.plan: Plan\n");
	const struct theme_folder own = {
		arena_printf(room.arena, "%s/own", room.root), "own" };
	room.site.language = "en";
	assert_null(strings_load(room.arena, &room.site, &own, 1,
	    &room.sources, &room.diags));
	assert_fault(RULE_SYSTEM,
	    "themes/default/strings.en.yaml, the program's own, has no "
	    "“field.plan.kind”");
}

/* ---- days ---- */

static void
test_days(void **state)
{
	(void)state;
	const struct strings *en = load("en");
	assert_string_equal(
	    date_words(room.arena, en, "2010-01-05"), "5\u00a0January 2010");
	assert_string_equal(
	    date_words(room.arena, en, "2010-12-31"), "31\u00a0December 2010");
	assert_string_equal(date_words(room.arena, en, ""), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, room_open, room_close)
		TEST(test_fill),
		TEST(test_later_words_win),
		TEST(test_schema),
		TEST(test_schema_by_file),
		TEST(test_schema_words_are_all_used),
		TEST(test_layers),
		TEST(test_variants),
		TEST(test_other_languages),
		TEST(test_faults),
		TEST(test_incomplete),
		TEST(test_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
