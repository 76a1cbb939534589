/*
 * Text that grows.  `at` is never NULL and always NUL-terminated at at[len],
 * also before the first byte; a buffer is reusable after buf_clear().
 */
#ifndef TONGBAO_BASE_BUF_H
#define TONGBAO_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>
#include "base/text.h"

struct buf {
	char *at;
	size_t len;
	size_t capacity; /* 0 while `at` points at the shared empty string */
};

extern char buf_empty[];
#define BUF_INIT { buf_empty, 0, 0 }

void buf_init(struct buf *buf);
void buf_free(struct buf *buf); /* and is empty again */
void buf_clear(struct buf *buf);
/* What it holds, NUL-terminated, in the arena; it is freed. */
struct arena;
struct text buf_detach(struct arena *arena, struct buf *buf);
void buf_grow(struct buf *buf, size_t extra);

void buf_put_integer(struct buf *buf, int64_t integer);
void buf_put_utf8(struct buf *buf, uint32_t code);
/* On one line, for people: a blank for each control, and what ends a line. */
void buf_put_line(struct buf *buf, struct text text);
/* What is no UTF-8, and what would not be seen but tabs, becomes U+FFFD. */
void buf_put_clean(struct buf *buf, struct text t);
void buf_printf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for `extra` more bytes and the NUL. */
static inline void
buf_reserve(struct buf *buf, size_t extra)
{
	if (extra >= buf->capacity - buf->len)
		buf_grow(buf, extra);
}

/* A path as a part of an address: RFC 3986's unreserved stay, and the slash. */
void buf_put_address(struct buf *buf, const char *path);
/* In single quotes, for a shell. */
void buf_put_quoted(struct buf *buf, const char *word);

/* Inline, as they are called for every piece of every page. */
static inline void
buf_put(struct buf *buf, const char *bytes, size_t len)
{
	if (len == 0)
		return;
	buf_reserve(buf, len);
	/* cppcheck-suppress uninitvar ; of a piece that read() has filled */
	memcpy(buf->at + buf->len, bytes, len);
	buf->len += len;
	buf->at[buf->len] = '\0';
}

static inline void
buf_putc(struct buf *buf, char c)
{
	buf_reserve(buf, 1);
	buf->at[buf->len++] = c;
	buf->at[buf->len] = '\0';
}

static inline void
buf_puts(struct buf *buf, const char *s)
{
	buf_put(buf, s, strlen(s));
}

static inline void
buf_putt(struct buf *buf, struct text t)
{
	buf_put(buf, t.at, t.len);
}

static inline struct text
buf_text(const struct buf *buf)
{
	return (struct text){ buf->at, buf->len };
}

#endif
