/*
 * Fields as bytes and back: of every kind of record, every field with some
 * value that it takes.  Whatever the bytes are, what comes back has the kinds
 * that the schema says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "chance.h"
#include "model/field_pack.h"

/* Three words of each vocabulary. */
static void
programme_make(struct programme *programme)
{
	static struct term terms[] = { { .id = "one" }, { .id = "two" },
		{ .id = "三" } };
	*programme = (struct programme){ .title = "" };
	for (size_t v = 0; v < VOCABULARY__MAX; v++)
		programme->terms[v] = (struct term_list){ terms, 3, 3 };
}

static const char *
some_word(void)
{
	static const char *const words[] = { "one", "two", "三", "", "other" };
	return words[chance_of(5)];
}

static struct value *some_field(struct arena *arena, const struct field *field);

static struct value *
some_map(struct arena *arena, const struct shape *shape)
{
	struct value *map = value_map(arena);
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		if (chance_of(3) > 0)
			value_set_literal(
			    arena, map, f->name, some_field(arena, f));
	return map;
}

static struct value *
some_counts(struct arena *arena)
{
	struct value *map = value_map(arena);
	value_set(arena, map, "two", value_integer(arena, 3));
	value_set(arena, map, "unknown", value_integer(arena, 0));
	return map;
}

static struct value *
some_item(struct arena *arena, const struct field *field)
{
	size_t choices = 0;
	switch (field->type) {
	case FIELD_INTEGER:
		return value_integer(arena, (int64_t)chance_of(1000) - 500);
	case FIELD_BOOLEAN:
		return value_bool(arena, chance_of(2) == 0);
	case FIELD_CHOICE:
		while (field->choices[choices] != NULL)
			choices++;
		return value_string(arena,
		    chance_of(4) == 0 ? some_word()
				   : field->choices[chance_of(choices)]);
	case FIELD_MAP:
		return some_map(arena, field->shape);
	case FIELD_COUNTS:
		return some_counts(arena);
	case FIELD_SCOPE:
		return chance_of(2) == 0 ? value_string(arena, "root/masses")
				      : some_counts(arena);
	default:
		return value_string(arena, some_word());
	}
}

static struct value *
some_field(struct arena *arena, const struct field *field)
{
	if ((field->flags & FIELD_LIST) == 0)
		return some_item(arena, field);
	struct value *list = value_list(arena);
	for (size_t n = chance_of(4); n > 0; n--)
		value_add(arena, list, some_item(arena, field));
	return list;
}

static struct value **
some_fields(struct arena *arena, const struct shape *shape)
{
	struct value **fields =
	    ARENA_ARRAY(arena, struct value *, field_count(shape));
	for (size_t i = 0; shape->fields[i].name != NULL; i++)
		if (chance_of(4) > 0)
			fields[i] = some_field(arena, &shape->fields[i]);
	return fields;
}

static void
assert_same(const struct shape *shape, struct value *const *a,
    struct value *const *b)
{
	for (size_t i = 0; shape->fields[i].name != NULL; i++) {
		struct buf one = BUF_INIT, other = BUF_INIT;
		assert_int_equal(a[i] != NULL, b[i] != NULL);
		if (a[i] == NULL)
			continue;
		value_put_json(&one, a[i]);
		value_put_json(&other, b[i]);
		assert_string_equal(one.at, other.at);
		buf_free(&one);
		buf_free(&other);
	}
}

static void fields_assert(const struct shape *shape,
    struct value *const *fields);

static void
item_assert(const struct field *field, const struct value *value)
{
	static const enum value_kind kinds[] = {
		[FIELD_TEXT] = VALUE_TEXT, [FIELD_DATE] = VALUE_TEXT,
		[FIELD_INTEGER] = VALUE_INTEGER, [FIELD_BOOLEAN] = VALUE_BOOL,
		[FIELD_CHOICE] = VALUE_TEXT, [FIELD_TERM] = VALUE_TEXT,
		[FIELD_ORGANISATION] = VALUE_TEXT, [FIELD_PERSON] = VALUE_TEXT,
		[FIELD_SUBJECT] = VALUE_TEXT, [FIELD_RECORD] = VALUE_TEXT,
		[FIELD_PROBLEM] = VALUE_TEXT, [FIELD_MAP] = VALUE_MAP,
		[FIELD_COUNTS] = VALUE_MAP,
	};
	struct value *parts[FIELDS_MOST] = { NULL };
	assert_non_null(value);
	if (field->type == FIELD_SCOPE)
		return;
	assert_int_equal(value->kind, kinds[field->type]);
	for (size_t i = 0; field->type == FIELD_COUNTS && i < value->map.count;
	     i++)
		assert_int_equal(
		    value->map.entries[i].value->kind, VALUE_INTEGER);
	if (field->type != FIELD_MAP)
		return;
	for (size_t i = 0; field->shape->fields[i].name != NULL; i++)
		parts[i] = value_get(value, field->shape->fields[i].name);
	fields_assert(field->shape, parts);
}

static void
fields_assert(const struct shape *shape, struct value *const *fields)
{
	for (size_t i = 0; shape->fields[i].name != NULL; i++) {
		const struct field *field = &shape->fields[i];
		if (fields[i] == NULL)
			continue;
		if ((field->flags & FIELD_LIST) == 0) {
			item_assert(field, fields[i]);
			continue;
		}
		assert_int_equal(fields[i]->kind, VALUE_LIST);
		for (size_t j = 0; j < fields[i]->list.count; j++)
			item_assert(field, fields[i]->list.items[j]);
	}
}

/* What is read of bytes that are cut, then of bytes that are others. */
static void
spoil(struct arena *arena, const struct programme *programme,
    const struct shape *shape, struct text bytes)
{
	size_t len = chance_of(bytes.len);
	struct text cut = { memcpy(malloc(len + 1), bytes.at, len), len };
	struct unpack from = { .bytes = cut };
	unpack_fields(&from, arena, programme, shape);
	assert_true(unpack_failed(&from));
	free((char *)cut.at);
	((char *)bytes.at)[chance_of(bytes.len)] ^= (char)(1 << chance_of(8));
	from = (struct unpack){ .bytes = bytes };
	struct value **fields = unpack_fields(&from, arena, programme, shape);
	if (!from.failed)
		fields_assert(shape, fields);
}

static void
fields_come_back(void **state)
{
	(void)state;
	struct programme programme;
	programme_make(&programme);
	for (size_t round = 0; round < chance_rounds(5000); round++)
		for (size_t k = 0; record_kinds[k].name != NULL; k++) {
			const struct shape *kind = &record_kinds[k];
			struct arena *arena = arena_new();
			struct buf out = BUF_INIT;
			struct value **fields = some_fields(arena, kind);
			pack_fields(&out, &programme, kind, fields);
			struct unpack from = { .bytes = buf_text(&out) };
			assert_same(kind, fields,
			    unpack_fields(&from, arena, &programme, kind));
			assert_false(unpack_failed(&from));
			spoil(arena, &programme, kind, buf_text(&out));
			buf_free(&out);
			arena_free(arena);
		}
}

/* A term is a byte or two, not a word. */
static void
terms_are_short(void **state)
{
	(void)state;
	struct programme programme;
	struct buf out = BUF_INIT;
	programme_make(&programme);
	pack_term(&out, &programme, VOCABULARY_PERIOD, "two");
	assert_int_equal(out.len, 1);
	pack_term(&out, &programme, VOCABULARY_PERIOD, "");
	pack_term(&out, &programme, VOCABULARY_PERIOD, "four");
	struct unpack from = { .bytes = buf_text(&out) };
	assert_string_equal(
	    unpack_term(&from, &programme, VOCABULARY_PERIOD), "two");
	assert_string_equal(
	    unpack_term(&from, &programme, VOCABULARY_PERIOD), "");
	assert_string_equal(
	    unpack_term(&from, &programme, VOCABULARY_PERIOD), "four");
	assert_false(unpack_failed(&from));
	buf_free(&out);
}

int
main(void)
{
	chance_row = chance_seed();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_come_back),
		cmocka_unit_test(terms_are_short),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
