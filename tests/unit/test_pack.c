/*
 * Things as bytes and back: the same tree, whatever it is; and bytes that are
 * cut short or changed are read to no harm.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "base/pack.h"
#include "chance.h"

static struct span
some_span(void)
{
	return chance_of(4) == 0
	    ? SPAN_NONE
	    : (struct span){ 1 + (uint32_t)chance_of(3), (uint32_t)chance_of(300),
		      300 + (uint32_t)chance_of(70000) };
}

static struct value *
some_value(struct arena *arena, unsigned depth)
{
	static const char *const words[] = { "", "a", "点评", "x\ty" };
	struct value *value = value_null(arena);
	switch (chance_of(depth > 4 ? 5 : 7)) {
	case 0:
		break;
	case 1:
		value = value_bool(arena, chance_of(2) == 0);
		break;
	case 2:
		value = value_integer(arena,
		    (int64_t)(chance_of(2) ? UINT64_MAX - chance_of(200)
					: (uint64_t)chance_of(1000) << 40));
		break;
	case 3:
		value = value_real(arena, (double)chance_of(1000) / 7 - 50);
		break;
	case 4:
		value = value_string(arena, words[chance_of(4)]);
		break;
	case 5:
		value = value_list(arena);
		for (size_t i = chance_of(5); i-- > 0;)
			value_add(arena, value, some_value(arena, depth + 1));
		break;
	case 6:
		value = value_map(arena);
		for (size_t i = chance_of(5); i-- > 0;)
			value_set_entry(arena, value,
			    arena_text(arena, text_of(words[chance_of(4)])),
			    some_span(), some_value(arena, depth + 1));
		break;
	}
	value->span = some_span();
	value->plain = chance_of(2) == 0;
	value->faulty = chance_of(2) == 0;
	return value;
}

static bool
same_span(struct span a, struct span b)
{
	return a.source == b.source && a.start == b.start && a.end == b.end;
}

static void
assert_same(const struct value *a, const struct value *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->plain, b->plain);
	assert_int_equal(a->faulty, b->faulty);
	assert_true(same_span(a->span, b->span));
	assert_int_equal(value_count(a), value_count(b));
	for (size_t i = 0; i < value_count(a) && a->kind == VALUE_LIST; i++)
		assert_same(a->list.items[i], b->list.items[i]);
	for (size_t i = 0; i < value_count(a) && a->kind == VALUE_MAP; i++) {
		const struct entry *x = &a->map.entries[i];
		const struct entry *y = &b->map.entries[i];
		assert_true(text_equal(x->key, y->key));
		assert_true(same_span(x->span, y->span));
		assert_same(x->value, y->value);
	}
	if (a->kind == VALUE_BOOL)
		assert_int_equal(a->boolean, b->boolean);
	if (a->kind == VALUE_INTEGER)
		assert_true(a->integer == b->integer);
	if (a->kind == VALUE_REAL)
		assert_memory_equal(&a->real, &b->real, sizeof(a->real));
	if (a->kind == VALUE_TEXT)
		assert_true(text_equal(a->text, b->text));
}

static void
values_come_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < chance_rounds(20000); i++) {
		struct arena *arena = arena_new();
		struct buf bytes = BUF_INIT;
		struct value *value = some_value(arena, 0);
		pack_value(&bytes, value);
		struct unpack from = { .bytes = buf_text(&bytes) };
		assert_same(value, unpack_value(&from, arena));
		assert_false(unpack_failed(&from));
		buf_free(&bytes);
		arena_free(arena);
	}
}

static void
scalars_come_back(void **state)
{
	(void)state;
	static const int64_t integers[] = { 0, 1, -1, 63, -64, 64, INT64_MAX,
		INT64_MIN };
	struct buf bytes = BUF_INIT;
	struct digest digest = digest_of(TEXT_LIT("x"));
	for (size_t i = 0; i < 8; i++)
		pack_integer(&bytes, integers[i]);
	pack_number(&bytes, UINT64_MAX);
	pack_string(&bytes, NULL);
	pack_string(&bytes, "通报");
	pack_digest(&bytes, digest);
	pack_span(&bytes, (struct span){ 7, 1, 2 });
	pack_value(&bytes, NULL);
	struct unpack from = { .bytes = buf_text(&bytes), .source_was = 7,
		.source = 9 };
	for (size_t i = 0; i < 8; i++)
		assert_true(unpack_integer(&from) == integers[i]);
	assert_true(unpack_number(&from) == UINT64_MAX);
	assert_null(unpack_string(&from));
	assert_string_equal(unpack_string(&from), "通报");
	assert_true(digest_equal(unpack_digest(&from), digest));
	assert_true(same_span(
	    unpack_span(&from), (struct span){ 9, 1, 2 }));
	assert_null(unpack_value(&from, NULL));
	assert_false(unpack_failed(&from));
	buf_free(&bytes);
}

/* Under the sanitizers: nothing is read that is not there. */
static void
broken_bytes_fail(void **state)
{
	(void)state;
	for (size_t i = 0; i < chance_rounds(20000); i++) {
		struct arena *arena = arena_new();
		struct buf bytes = BUF_INIT;
		pack_value(&bytes, some_value(arena, 0));
		struct text whole = buf_text(&bytes);
		size_t len = chance_of(whole.len);
		struct text cut = {
			memcpy(malloc(len + 1), whole.at, len), len
		};
		struct unpack from = { .bytes = cut };
		unpack_value(&from, arena);
		assert_true(unpack_failed(&from));
		free((char *)cut.at);
		bytes.at[chance_of(whole.len)] ^=
		    (char)(1 << chance_of(8));
		from = (struct unpack){ .bytes = whole };
		unpack_value(&from, arena);
		buf_free(&bytes);
		arena_free(arena);
	}
}

int
main(void)
{
	chance_row = chance_seed();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back),
		cmocka_unit_test(scalars_come_back),
		cmocka_unit_test(broken_bytes_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
