#include "base/buf.h"
#include "base/arena.h"
#include "base/huge.h"
#include "base/sanitized.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

char buf_empty[1];

/* The others have less than half of that. */
static bool
is_huge(size_t capacity)
{
	return capacity >= HUGE_PAGE;
}

#ifdef SANITIZED_ADDRESS
/* What is written behind a buffer is found only where malloc() gave it. */
static char *
huge_grow(const struct buf *buf, size_t capacity)
{
	return realloc(buf->capacity == 0 ? NULL : buf->at, capacity);
}

static void
huge_free(char *at, size_t capacity)
{
	(void)capacity;
	free(at);
}
#else
/*
 * What is there moves with its pages, so that it is never there twice; and all
 * of it goes back to the system, where the C library would soon keep what is
 * freed.
 */
static char *
huge_grow(const struct buf *buf, size_t capacity)
{
	char *at = huge_map(capacity);
	if (at == NULL)
		return NULL;
	if (is_huge(buf->capacity)) {
		if (mremap(buf->at, buf->capacity, capacity,
			MREMAP_MAYMOVE | MREMAP_FIXED, at) == MAP_FAILED)
			return NULL;
		huge_ask(at, capacity);
	} else {
		memcpy(at, buf->at, buf->len);
		if (buf->capacity > 0)
			free(buf->at);
	}
	return at;
}

static void
huge_free(char *at, size_t capacity)
{
	munmap(at, capacity);
}
#endif

void
buf_init(struct buf *buf)
{
	*buf = (struct buf)BUF_INIT;
}

void
buf_free(struct buf *buf)
{
	if (is_huge(buf->capacity))
		huge_free(buf->at, buf->capacity);
	else if (buf->capacity > 0)
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

struct text
buf_detach(struct arena *arena, struct buf *buf)
{
	struct text text = arena_text(arena, buf_text(buf));
	buf_free(buf);
	return text;
}

void
buf_grow(struct buf *buf, size_t extra)
{
	size_t need = buf->len + extra + 1;
	if (extra > SIZE_MAX / 4 || need > SIZE_MAX / 4)
		out_of_memory();
	size_t capacity = buf->capacity == 0 ? 64 : buf->capacity * 2;
	if (capacity < need)
		capacity = need;
	if (capacity >= HUGE_PAGE / 2)
		capacity = (capacity + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
	char *at = is_huge(capacity)
	    ? huge_grow(buf, capacity)
	    : realloc(buf->capacity == 0 ? NULL : buf->at, capacity);
	if (at == NULL)
		out_of_memory();
	at[buf->len] = '\0';
	buf->at = at;
	buf->capacity = capacity;
}

void
buf_put_integer(struct buf *buf, int64_t integer)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (integer < 0)
		buf_putc(buf, '-');
	buf_put(buf, digits + at, sizeof(digits) - at);
}

void
buf_put_utf8(struct buf *buf, uint32_t code)
{
	char bytes[4];
	buf_put(buf, bytes, utf8_encode(code, bytes));
}

void
buf_put_line(struct buf *buf, struct text text)
{
	for (size_t pos = 0; pos < text.len;) {
		size_t start = pos;
		uint32_t code = utf8_next(text, &pos);
		if (utf8_is_control(code) || code == 0x2028 || code == 0x2029)
			buf_putc(buf, ' ');
		else
			buf_putt(buf, text_cut(text, start, pos));
	}
}

void
buf_put_clean(struct buf *buf, struct text t)
{
	for (size_t pos = 0; pos < t.len;) {
		uint32_t code = utf8_next(t, &pos);
		bool bad = code == UTF8_BAD ||
		    (utf8_is_control(code) && code != '\t');
		buf_put_utf8(buf, bad ? 0xFFFD : code);
	}
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list ap, again;
	va_start(ap, format);
	va_copy(again, ap);
	/* Most are short: then nothing is made twice. */
	buf_reserve(buf, 64);
	size_t room = buf->capacity - buf->len;
	int len = vsnprintf(buf->at + buf->len, room, format, ap);
	va_end(ap);
	if (len > 0 && (size_t)len >= room) {
		buf->at[buf->len] = '\0';
		buf_reserve(buf, (size_t)len);
		vsnprintf(buf->at + buf->len, (size_t)len + 1, format, again);
	}
	va_end(again);
	buf->len += len > 0 ? (size_t)len : 0;
}

void
buf_put_address(struct buf *buf, const char *path)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789-._~/";
	for (; *path != '\0'; path++)
		if (strchr(safe, *path) != NULL)
			buf_putc(buf, *path);
		else
			buf_printf(buf, "%%%02X", (unsigned char)*path);
}

void
buf_put_quoted(struct buf *buf, const char *word)
{
	buf_putc(buf, '\'');
	for (; *word != '\0'; word++)
		if (*word == '\'')
			buf_puts(buf, "'\\''");
		else
			buf_putc(buf, *word);
	buf_putc(buf, '\'');
}
