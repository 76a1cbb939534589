#include "scope/forbidden_parts.h"

#include "base/utf8.h"

/* ---- putting ---- */

static void
word_pack(struct buf *out, const struct word *word)
{
	pack_text(out, word->text);
	pack_number(out, word->role);
	if (word->role == WORD_ALLOWED) {
		pack_number(out, word->allowance);
	} else if (word->role == WORD_FORBIDDEN) {
		pack_number(out, word->kind);
		pack_span(out, word->span);
	}
}

void
forbidden_pack(const struct forbidden *f, struct buf *out)
{
	pack_bool(out, f != NULL);
	if (f == NULL)
		return;
	pack_number(out, f->words.count);
	for (size_t i = 0; i < f->words.count; i++)
		word_pack(out, &f->words.items[i]);
	pack_number(out, f->owner_count);
	for (size_t i = 0; i < f->owner_count; i++)
		pack_span(out, f->owners[i]);
	shingles_pack(f->passages, out);
}

struct digest
forbidden_digest(const struct forbidden *f)
{
	struct buf all = BUF_INIT;
	for (size_t i = 0; f != NULL && i < f->words.count; i++) {
		const struct word *word = &f->words.items[i];
		pack_text(&all, word->text);
		pack_number(&all, word->role);
		pack_number(&all, word->kind);
		pack_number(&all, word->allowance);
		pack_bool(&all, word->excused);
	}
	if (f != NULL)
		shingles_pack(f->passages, &all);
	struct digest digest = digest_of(buf_text(&all));
	buf_free(&all);
	return digest;
}

/* ---- taking ---- */

/* The finder relies on whole characters. */
static struct word
word_unpack(struct unpack *from, size_t allowance_count)
{
	struct word word = { .text = unpack_text(from) };
	word.role = (enum word_role)unpack_index(from, WORD_ALLOWED + 1);
	if (word.role == WORD_ALLOWED) {
		word.allowance = unpack_index(from, allowance_count);
	} else if (word.role == WORD_FORBIDDEN) {
		word.kind =
		    (enum secret_kind)unpack_index(from, SECRET_TEXT + 1);
		word.span = unpack_span(from);
	}
	if (utf8_check(word.text) != word.text.len)
		from->failed = true;
	return word;
}

static void
words_unpack(struct forbidden *f, struct unpack *from, size_t allowance_count)
{
	struct words *words = &f->words;
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--) {
		ARENA_ROOM(f->arena, words->items, words->count,
		    words->capacity);
		words->items[words->count++] =
		    word_unpack(from, allowance_count);
	}
}

static void
owners_unpack(struct forbidden *f, struct unpack *from)
{
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--) {
		ARENA_ROOM(f->arena, f->owners, f->owner_count,
		    f->owner_capacity);
		f->owners[f->owner_count++] = unpack_span(from);
	}
}

struct forbidden *
forbidden_unpack(struct unpack *from, atomic_bool *needed,
    size_t allowance_count)
{
	if (!unpack_bool(from))
		return NULL;
	struct arena *arena = arena_new();
	struct forbidden *f = ARENA_NEW(arena, struct forbidden);
	*f = (struct forbidden){ .arena = arena, .needed = needed };
	words_unpack(f, from, allowance_count);
	owners_unpack(f, from);
	f->passages = shingles_unpack(from, f->owner_count);
	if (from->failed) {
		forbidden_free(f);
		return NULL;
	}
	f->finder = words_finder(arena, &f->words, NULL);
	return f;
}
