/*
 * Bytes that the program made, changed as an input says: what is large and is
 * full of lengths and numbers is hardly ever made by chance from nothing.  An
 * input is a row of edits:
 *
 *	HOW AT AT AT N byte…   HOW % 5: 0 the N bytes that follow overwrite what
 *	                       is there, 1 they are put in, 2 N bytes are taken
 *	                       out, 3 all ends there, 4 N bytes from there come
 *	                       once more behind the last
 */
#ifndef TONGBAO_TESTS_FUZZ_SPOIL_H
#define TONGBAO_TESTS_FUZZ_SPOIL_H

#include "fuzz.h"

#define SPOIL_HEAD 5

/* [start, end) becomes `with`, which may lie in it. */
static inline void
spoil_replace(struct buf *bytes, size_t start, size_t end, struct text with)
{
	struct buf made = BUF_INIT;
	buf_putt(&made, text_cut(buf_text(bytes), 0, start));
	buf_putt(&made, with);
	buf_putt(&made, text_from(buf_text(bytes), end));
	buf_free(bytes);
	*bytes = made;
}

static inline size_t
spoil_end(const struct buf *bytes, size_t at, size_t n)
{
	return n < bytes->len - at ? at + n : bytes->len;
}

static inline void
spoil_edit(struct buf *bytes, unsigned how, size_t at, size_t n,
    struct text with)
{
	const struct text nothing = TEXT_LIT("");
	switch (how % 5) {
	case 0:
		spoil_replace(bytes, at, spoil_end(bytes, at, with.len), with);
		break;
	case 1:
		spoil_replace(bytes, at, at, with);
		break;
	case 2:
		spoil_replace(bytes, at, spoil_end(bytes, at, n), nothing);
		break;
	case 3:
		spoil_replace(bytes, at, bytes->len, nothing);
		break;
	default:
		spoil_replace(bytes, bytes->len, bytes->len,
		    text_cut(buf_text(bytes), at, spoil_end(bytes, at, n)));
	}
}

/* In a block of its own size, so that reading beyond it is seen; to free(). */
static inline struct text
spoil_make(struct text good, const uint8_t *data, size_t size)
{
	struct buf bytes = BUF_INIT;
	buf_putt(&bytes, good);
	while (size >= SPOIL_HEAD) {
		size_t at = (size_t)data[1] | (size_t)data[2] << 8 |
		    (size_t)data[3] << 16;
		size_t n = data[4];
		bool takes = data[0] % 5 < 2;
		size_t left = size - SPOIL_HEAD;
		size_t given = !takes ? 0 : n < left ? n : left;
		spoil_edit(&bytes, data[0], at % (bytes.len + 1), n,
		    (struct text){ (const char *)data + SPOIL_HEAD, given });
		data += SPOIL_HEAD + given;
		size -= SPOIL_HEAD + given;
	}
	char *block = malloc(bytes.len > 0 ? bytes.len : 1);
	if (block == NULL)
		abort();
	if (bytes.len > 0)
		memcpy(block, bytes.at, bytes.len);
	struct text made = { block, bytes.len };
	buf_free(&bytes);
	return made;
}

#endif
