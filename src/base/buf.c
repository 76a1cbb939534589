#include "base/buf.h"
#include "base/arena.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

char buf_empty[1];

void
buf_init(struct buf *buf)
{
	*buf = (struct buf)BUF_INIT;
}

void
buf_free(struct buf *buf)
{
	if (buf->capacity > 0)
		free(buf->at);
	buf_init(buf);
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->capacity > 0)
		buf->at[0] = '\0';
}

void
buf_reserve(struct buf *buf, size_t extra)
{
	size_t need = buf->len + extra + 1;
	if (need <= buf->capacity)
		return;
	size_t capacity = buf->capacity == 0 ? 64 : buf->capacity * 2;
	if (capacity < need)
		capacity = need;
	char *at = realloc(buf->capacity == 0 ? NULL : buf->at, capacity);
	if (at == NULL || need < extra)
		out_of_memory();
	at[buf->len] = '\0';
	buf->at = at;
	buf->capacity = capacity;
}

void
buf_put(struct buf *buf, const char *bytes, size_t len)
{
	if (len == 0)
		return;
	buf_reserve(buf, len);
	memcpy(buf->at + buf->len, bytes, len);
	buf->len += len;
	buf->at[buf->len] = '\0';
}

void
buf_puts(struct buf *buf, const char *s)
{
	buf_put(buf, s, strlen(s));
}

void
buf_putt(struct buf *buf, struct text t)
{
	buf_put(buf, t.at, t.len);
}

void
buf_putc(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

void
buf_put_utf8(struct buf *buf, uint32_t code)
{
	char bytes[4];
	buf_put(buf, bytes, utf8_encode(code, bytes));
}

void
buf_vprintf(struct buf *buf, const char *format, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len <= 0)
		return;
	buf_reserve(buf, (size_t)len);
	vsnprintf(buf->at + buf->len, (size_t)len + 1, format, ap);
	buf->len += (size_t)len;
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	buf_vprintf(buf, format, ap);
	va_end(ap);
}
