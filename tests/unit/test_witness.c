/*
 * The tree over an edition's records, and proofs of single ones: what they show,
 * what they don't, and what is found of any change.  tests/site/proof reckons
 * them anew by a program of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "chance.h"
#include "base/source.h"
#include "model/rules.h"
#include "publish/proof.h"

static const struct witness_about about = { "2010-q3", "c0ffee", "masses" };
static const struct text key = TEXT_LIT("0123456789abcdef0123456789abcdef");

static const char *
id_of(struct arena *arena, size_t i)
{
	return arena_printf(arena, "2010-q3/review/%zu", i);
}

/* Of the items [0, count), `step` apart in the order of adding. */
static struct witness *
tree_of(struct arena *arena, size_t count, size_t step)
{
	struct witness *witness = witness_open(key, &about);
	for (size_t i = 0; i < count; i++) {
		size_t item = i * step % count;
		const char *id = id_of(arena, item);
		witness_add(witness, id,
		    text_of(arena_printf(arena, "text of %s", id)));
	}
	return witness;
}

static int
prove(struct witness *witness, struct arena *arena, size_t i,
    struct witness_proof *proof)
{
	const char *id = id_of(arena, i);
	return witness_prove(witness, id,
	    text_of(arena_printf(arena, "text of %s", id)), proof);
}

static bool
holds(const struct witness_proof *proof)
{
	return digest_equal(proof_leads_to(proof), proof->root);
}

static void
test_every_item(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	static const size_t counts[] = { 1, 2, 3, 100 };
	for (size_t c = 0; c < 4; c++) {
		struct witness *witness = tree_of(arena, counts[c], 1);
		struct digest root = witness_root(witness);
		struct chance_steps steps = { 0, 1 };
		if (counts[c] == 100)
			steps = chance_steps();
		for (size_t i = steps.first; i < counts[c]; i += steps.step) {
			struct witness_proof proof;
			assert_int_equal(prove(witness, arena, i, &proof), 0);
			assert_true(digest_equal(proof.root, root));
			assert_true(holds(&proof));
		}
		struct witness_proof none;
		assert_int_equal(
		    prove(witness, arena, counts[c], &none), -1);
		/* Not with another text. */
		assert_int_equal(witness_prove(witness, id_of(arena, 0),
				     TEXT_LIT("text"), &none), -1);
		witness_close(witness);
	}
	arena_free(arena);
}

static void
test_order_of_adding(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct witness *one = tree_of(arena, 101, 1);
	struct witness *two = tree_of(arena, 101, 7);
	assert_true(digest_equal(witness_root(one), witness_root(two)));
	witness_close(one);
	witness_close(two);
	arena_free(arena);
}

/* What is in a root: key, seal, commit, edition, every id and byte. */
static void
test_roots_differ(void **state)
{
	(void)state;
	static const struct witness_about others[] = {
		{ "2010-q3", "c0ffee", "masses" },
		{ "2010-q4", "c0ffee", "masses" },
		{ "2010-q3", "c0ffef", "masses" },
		{ "2010-q3", "c0ffee", "masse" },
		{ "2010-q3c", "0ffee", "masses" },
	};
	struct digest roots[10];
	size_t count = 0;
	for (size_t i = 0; i < 10; i++) {
		struct witness *w = witness_open(
		    i == 5 ? TEXT_LIT("another") : key,
		    &others[i < 5 ? i : 0]);
		if (i != 6)
			witness_add(w, "a", text_of(i == 7 ? "b" : "a"));
		if (i == 8)
			witness_add(w, "b", TEXT_LIT(""));
		if (i == 9)
			witness_add(w, "c", TEXT_LIT(""));
		roots[count++] = witness_root(w);
		witness_close(w);
	}
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(digest_equal(roots[i], roots[j]));
}

/* Where id and text meet, seal and edition, is fixed. */
static void
test_parts_are_apart(void **state)
{
	(void)state;
	struct witness_proof one = { "s", "e", "id", TEXT_LIT("text"),
		{ { 0 } }, 0, { { { 0 } } }, { { 0 } } };
	struct witness_proof two = one;
	two.record = "idt";
	two.text = TEXT_LIT("ext");
	assert_false(
	    digest_equal(proof_leads_to(&one), proof_leads_to(&two)));
	two = one;
	two.seal = "se";
	two.edition = "";
	assert_false(
	    digest_equal(proof_leads_to(&one), proof_leads_to(&two)));
}

/* No sibling of one tree is one of another of the same key. */
static void
test_trees_share_nothing(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct witness_about other = about;
	struct witness_proof proofs[2];
	other.commit = "beef";
	for (size_t t = 0; t < 2; t++) {
		struct witness *w =
		    witness_open(key, t == 0 ? &about : &other);
		witness_add(w, "a", TEXT_LIT("a"));
		assert_int_equal(
		    witness_prove(w, "a", TEXT_LIT("a"), &proofs[t]), 0);
		witness_close(w);
	}
	for (size_t i = 0; i < WITNESS_DEPTH; i++)
		for (size_t j = 0; j < WITNESS_DEPTH; j++)
			assert_false(digest_equal(proofs[0].siblings[i],
			    proofs[1].siblings[j]));
	arena_free(arena);
}

/* ---- two with the same place ---- */

static void
put_part(struct buf *out, const char *part, size_t length)
{
	for (int i = 7; i >= 0; i--)
		buf_putc(out, (char)((uint64_t)length >> 8 * i));
	buf_put(out, part, length);
}

/* The first place of an item, as the header says it. */
static uint32_t
place_of(struct buf *message, const char *id)
{
	buf_clear(message);
	put_part(message, "place", 5);
	put_part(message, about.seal, strlen(about.seal));
	put_part(message, about.commit, strlen(about.commit));
	put_part(message, about.edition, strlen(about.edition));
	put_part(message, id, strlen(id));
	put_part(message, "\0\0\0\0", 4);
	struct digest d = hmac_of(key, buf_text(message));
	return (uint32_t)d.bytes[0] << 24 | (uint32_t)d.bytes[1] << 16 |
	    (uint32_t)d.bytes[2] << 8 | d.bytes[3];
}

static void
test_same_place(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf message = BUF_INIT;
	struct table places;
	struct witness_proof proofs[2];
	const char *ids[2] = { NULL, NULL };
	table_init(&places, arena);
	for (size_t i = 0; ids[0] == NULL; i++) {
		uint32_t *place = ARENA_NEW(arena, uint32_t);
		ids[1] = id_of(arena, i);
		*place = place_of(&message, ids[1]);
		ids[0] = table_add(&places,
		    (struct text){ (char *)place, sizeof(*place) },
		    (void *)ids[1]);
	}
	for (size_t turned = 0; turned < 2; turned++) {
		struct witness *w = witness_open(key, &about);
		for (size_t i = 0; i < 2; i++)
			witness_add(w, ids[i ^ turned], TEXT_LIT("x"));
		for (size_t i = 0; i < 2; i++) {
			struct witness_proof *p = &proofs[i];
			struct digest root = p->root;
			assert_int_equal(witness_prove(w, ids[i],
					     TEXT_LIT("x"), p), 0);
			assert_true(turned == 0 ||
			    digest_equal(root, p->root));
		}
		assert_true(digest_equal(proofs[0].root, proofs[1].root));
		assert_int_not_equal(proofs[0].place, proofs[1].place);
		witness_close(w);
	}
	uint32_t place = place_of(&message, ids[0]);
	assert_true(proofs[0].place == place || proofs[1].place == place);
	buf_free(&message);
	arena_free(arena);
}

/* ---- as a file ---- */

struct room {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
};

static int
proof_parse(struct room *room, struct text text, struct witness_proof *proof)
{
	room->arena = arena_new();
	sources_init(&room->sources, room->arena);
	diags_init(&room->diags, room->arena);
	uint32_t source = sources_add(&room->sources, "p.json");
	source_at(&room->sources, source)->text = text;
	return proof_read(proof, room->arena, text, source, &room->diags);
}

/* All that a text may hold: every code point, and what JSON or YAML fold. */
static void
test_texts(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf text = BUF_INIT, json = BUF_INIT;
	struct witness_proof proof, read;
	struct room room;
	for (uint32_t code = 1; code < 0x11000; code++)
		if (code < 0xD800 || code > 0xDFFF)
			buf_put_utf8(&text, code);
	buf_puts(&text, "\r\n \n\t\n  x: y\\u0041\"'</script>");
	buf_put_utf8(&text, 0x10FFFF);
	struct witness *w = witness_open(key, &about);
	witness_add(w, "甲/乙 \"丙\"", buf_text(&text));
	assert_int_equal(witness_prove(w, "甲/乙 \"丙\"", buf_text(&text),
			     &proof), 0);
	proof_put(&json, &proof);
	assert_true(proof_is(buf_text(&json)));
	assert_int_equal(proof_parse(&room, buf_text(&json), &read), 0);
	assert_string_equal(read.record, proof.record);
	assert_true(text_equal(read.text, proof.text));
	assert_true(holds(&read));
	assert_int_equal(read.place, proof.place);
	witness_close(w);
	arena_free(room.arena);
	arena_free(arena);
	buf_free(&text);
	buf_free(&json);
}

/*
 * Of any bit of the file that is another one, something is found.  A short run
 * takes every second of each byte.
 */
static void
test_every_bit(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct buf json = BUF_INIT;
	struct witness_proof proof, read;
	struct witness *w = tree_of(arena, 3, 1);
	assert_int_equal(prove(w, arena, 1, &proof), 0);
	proof_put(&json, &proof);
	struct chance_steps steps = chance_steps();
	for (size_t i = steps.first; i < json.len * 8; i += steps.step) {
		struct room room;
		char *byte = &json.at[i / 8], was = *byte;
		*byte ^= (char)(1 << i % 8);
		bool found =
		    proof_parse(&room, buf_text(&json), &read) != 0 ||
		    !holds(&read);
		/* White space may be other, and hex digits large ones. */
		bool same = !found && read.place == proof.place &&
		    strcmp(read.seal, proof.seal) == 0 &&
		    strcmp(read.edition, proof.edition) == 0 &&
		    strcmp(read.record, proof.record) == 0 &&
		    text_equal(read.text, proof.text) &&
		    digest_equal(read.salt, proof.salt) &&
		    digest_equal(read.root, proof.root) &&
		    memcmp(read.siblings, proof.siblings,
			sizeof(read.siblings)) == 0;
		assert_true(found || same);
		*byte = was;
		arena_free(room.arena);
	}
	witness_close(w);
	arena_free(arena);
	buf_free(&json);
}

/* The same length, whatever else there is. */
static void
test_same_length(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	static const size_t counts[] = { 1, 2, 17, 1000 };
	size_t length = 0;
	for (size_t c = 0; c < 4; c++) {
		struct buf json = BUF_INIT;
		struct witness_proof proof;
		struct witness *w = tree_of(arena, counts[c], 1);
		assert_int_equal(prove(w, arena, 0, &proof), 0);
		proof_put(&json, &proof);
		assert_true(length == 0 || json.len == length);
		length = json.len;
		witness_close(w);
		buf_free(&json);
	}
	arena_free(arena);
}

static void
test_what_is_a_proof(void **state)
{
	(void)state;
	assert_true(proof_is(TEXT_LIT("{")));
	assert_true(proof_is(TEXT_LIT("\n {\"format\"")));
	assert_false(proof_is(TEXT_LIT("")));
	assert_false(proof_is(TEXT_LIT("bag/\0\0")));
	assert_false(proof_is((struct text){ "{bag}/bagit.txt\0\0", 17 }));
}

static void
test_fingerprint(void **state)
{
	(void)state;
	char one[FINGERPRINT_SIZE], two[FINGERPRINT_SIZE];
	key_fingerprint(key, one);
	key_fingerprint(TEXT_LIT("0123456789abcdef0123456789abcdeg"), two);
	assert_int_equal(strlen(one), FINGERPRINT_SIZE - 1);
	assert_string_not_equal(one, two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_item),
		cmocka_unit_test(test_order_of_adding),
		cmocka_unit_test(test_roots_differ),
		cmocka_unit_test(test_parts_are_apart),
		cmocka_unit_test(test_trees_share_nothing),
		cmocka_unit_test(test_same_place),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_every_bit),
		cmocka_unit_test(test_same_length),
		cmocka_unit_test(test_what_is_a_proof),
		cmocka_unit_test(test_fingerprint),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
