/*
 * A slice of bytes that somebody else owns: a source, an arena, a literal.
 *
 * Text in this program is UTF-8 (checked when a file is read).  A slice made
 * by the arena or by a value is also NUL-terminated at `at[len]`; a slice of a
 * source need not be.
 */
#ifndef TONGBAO_BASE_TEXT_H
#define TONGBAO_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct text {
	const char *at; /* never NULL once made; "" when empty */
	size_t len;
};

/* printf("%.*s", TEXT_ARG(t)) */
#define TEXT_ARG(t) (int)(t).len, (t).at
/* A slice of a string literal. */
#define TEXT_LIT(s) ((struct text){ (s), sizeof(s) - 1 })

static inline bool
text_is_ascii(struct text a)
{
	for (size_t i = 0; i < a.len; i++)
		if ((unsigned char)a.at[i] >= 0x80)
			return false;
	return true;
}

static inline struct text
text_of(const char *s)
{
	return (struct text){ s, strlen(s) };
}

/* Most texts of one length differ in the first byte: then nothing is called. */
static inline bool
text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 ||
	    (*a.at == *b.at && memcmp(a.at, b.at, a.len) == 0));
}

static inline bool
text_is(struct text a, const char *s)
{
	return a.len == 0 ? *s == '\0'
			  : *a.at == *s && text_equal(a, text_of(s));
}

static inline bool
text_starts(struct text a, const char *prefix)
{
	size_t n = strlen(prefix);
	return a.len >= n && memcmp(a.at, prefix, n) == 0;
}

/* The first of the words (NULL ends them) that it begins with; NULL: none. */
static inline const char *
text_starts_any(struct text a, const char *const *words)
{
	while (*words != NULL && !text_starts(a, *words))
		words++;
	return *words;
}

static inline bool
text_ends(struct text a, const char *suffix)
{
	size_t n = strlen(suffix);
	return a.len >= n && memcmp(a.at + a.len - n, suffix, n) == 0;
}

/* The suffix off the end; false when it is not there. */
static inline bool
text_drop(struct text *a, const char *suffix)
{
	if (!text_ends(*a, suffix))
		return false;
	a->len -= strlen(suffix);
	return true;
}

static inline struct text
text_from(struct text a, size_t start)
{
	if (start > a.len)
		start = a.len;
	return (struct text){ a.at + start, a.len - start };
}

static inline struct text
text_cut(struct text a, size_t start, size_t end)
{
	return (struct text){ a.at + start, end - start };
}

/* The two sides of the first `mark`; false (and all before) without one. */
static inline bool
text_split(struct text a, char mark, struct text *before, struct text *after)
{
	const char *at = memchr(a.at, mark, a.len);
	size_t n = at == NULL ? a.len : (size_t)(at - a.at);
	*before = text_cut(a, 0, n);
	*after = text_from(a, at == NULL ? n : n + 1);
	return at != NULL;
}

/* Where the first `mark` is from `start` on; its end without one. */
static inline size_t
text_until(struct text a, size_t start, char mark)
{
	const char *at = memchr(a.at + start, mark, a.len - start);
	return at == NULL ? a.len : (size_t)(at - a.at);
}

/* Its first line, with its end; *a goes on behind it. */
static inline struct text
text_line(struct text *a)
{
	size_t end = text_until(*a, 0, '\n');
	struct text line = text_cut(*a, 0, end + (end < a->len));
	*a = text_from(*a, line.len);
	return line;
}

/* How many lines end in it. */
static inline size_t
text_lines(struct text a)
{
	size_t lines = 0;
	struct text line;
	while (text_split(a, '\n', &line, &a))
		lines++;
	return lines;
}

/*
 * memmem() for what is nearly never there, from `start` on: by the first byte
 * alone it takes a tenth of the time.
 */
static inline const char *
text_find_rare(struct text a, size_t start, struct text rare)
{
	const char *at = a.at + start, *end = a.at + a.len;
	while ((at = memchr(at, rare.at[0], (size_t)(end - at))) != NULL) {
		if ((size_t)(end - at) < rare.len)
			return NULL;
		if (memcmp(at, rare.at, rare.len) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* Spaces that it begins with. */
static inline size_t
text_indent(struct text a)
{
	size_t n = 0;
	while (n < a.len && a.at[n] == ' ')
		n++;
	return n;
}

/* Do backslashes stand before it, and not two by two? */
static inline bool
text_is_escaped(struct text a, size_t at)
{
	size_t i = at;
	while (i > 0 && a.at[i - 1] == '\\')
		i--;
	return (at - i) % 2 != 0;
}

/* Byte order, the shorter first: the order of every sort that has no better. */
static inline int
text_compare(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = memcmp(a.at, b.at, n);
	return c != 0 ? c : (a.len > b.len) - (a.len < b.len);
}

/* Without the ASCII white space at both ends. */
static inline struct text
text_trim(struct text a)
{
	while (a.len > 0 && memchr(" \t\r\n", a.at[0], 4) != NULL)
		a = text_from(a, 1);
	while (a.len > 0 && memchr(" \t\r\n", a.at[a.len - 1], 4) != NULL)
		a.len--;
	return a;
}

/* The value of a hexadecimal digit, whatever its case; -1: it is none. */
static inline int
text_hex_digit(char c)
{
	char small = (char)(c | 0x20);
	return c >= '0' && c <= '9' ? c - '0'
	    : small >= 'a' && small <= 'f' ? small - 'a' + 10
					   : -1;
}

/* Of a byte or a code point, in ASCII alone. */
static inline bool
ascii_is_digit(unsigned c)
{
	return c >= '0' && c <= '9';
}
static inline bool
ascii_is_letter(unsigned c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool
ascii_is_blank(unsigned c)
{
	return c == ' ' || c == '\t';
}

/* Which of so many words it is; -1: none of them. */
static inline int
word_index(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

/* The same of words that NULL ends. */
static inline bool
word_is_among(const char *word, const char *const *words)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

/* Of ids and words in Latin letters. */
static inline bool
text_is_word_byte(unsigned c)
{
	return ascii_is_digit(c) || ascii_is_letter(c) || c == '_' || c == '-';
}

/* Is what is there no part of a longer one of those? */
static inline bool
text_is_whole_word(struct text text, size_t start, size_t end)
{
	return (start == 0 || !text_is_word_byte(text.at[start - 1]) ||
		   !text_is_word_byte(text.at[start])) &&
	    (end == text.len || !text_is_word_byte(text.at[end]) ||
		!text_is_word_byte(text.at[end - 1]));
}

#endif
