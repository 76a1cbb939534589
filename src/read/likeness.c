#include "read/likeness.h"

#include <stdio.h>
#include "base/buf.h"
#include "base/utf8.h"

/* ---- words ---- */

static uint32_t
narrow_of(uint32_t code)
{
	if (code > 0xFF00 && code < 0xFF5F)
		return code - 0xFEE0;
	/* Dashes and primes that stand for - " and '. */
	if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212)
		return '-';
	if (code == 0x201C || code == 0x201D)
		return '"';
	return code == 0x2018 || code == 0x2019 ? '\'' : code;
}

static bool
is_quoted(struct text t)
{
	return t.len >= 2 && (t.at[0] == '"' || t.at[0] == '\'') &&
	    t.at[t.len - 1] == t.at[0];
}

struct text
word_narrow(struct arena *arena, struct text word)
{
	struct buf buf = BUF_INIT;
	uint32_t before = ' ';
	bool space = false;
	size_t pos = 0;
	while (pos < word.len) {
		uint32_t code = utf8_next(word, &pos);
		if (utf8_is_unseen(code))
			continue;
		if (utf8_is_space(code)) {
			space = true;
			continue;
		}
		code = narrow_of(code);
		if (space && buf.len > 0 && !utf8_is_cjk(before) &&
		    !utf8_is_cjk(code))
			buf_putc(&buf, ' ');
		space = false;
		buf_put_utf8(&buf, code);
		before = code;
	}
	struct text narrow = buf_text(&buf);
	while (is_quoted(narrow))
		narrow = text_trim(text_cut(narrow, 1, narrow.len - 1));
	narrow = arena_text(arena, narrow);
	buf_free(&buf);
	return narrow;
}

/* Two characters, in the other order. */
static bool
is_swapped(struct text a, struct text b)
{
	size_t i = 0, j = 0;
	if (utf8_count(a) != 2 || utf8_count(b) != 2)
		return false;
	uint32_t first = utf8_next(a, &i), other = utf8_next(b, &j);
	return utf8_next(a, &i) == other && utf8_next(b, &j) == first;
}

bool
word_is_near(struct text a, struct text b)
{
	/* Without what they share at both ends one character may be left. */
	size_t start = 0;
	while (start < a.len && start < b.len) {
		size_t next = start, other = start;
		if (utf8_next(a, &next) != utf8_next(b, &other))
			break;
		start = next;
	}
	a = text_from(a, start);
	b = text_from(b, start);
	while (a.len > 0 && b.len > 0) {
		size_t end = a.len, other = b.len;
		if (utf8_previous(a, &end) != utf8_previous(b, &other))
			break;
		a.len = end;
		b.len = other;
	}
	return (utf8_count(a) <= 1 && utf8_count(b) <= 1 &&
		   (a.len > 0 || b.len > 0)) ||
	    is_swapped(a, b);
}

/* ---- dates ---- */

struct number {
	long value;
	size_t digits;
};

static int
han_digit(uint32_t code)
{
	static const uint32_t digits[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09,
		0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };
	for (int i = 0; i < 10; i++)
		if (code == digits[i])
			return i;
	/* 零 and ○ are written for 〇. */
	return code == 0x96F6 || code == 0x25CB ? 0 : -1;
}

/* A number at *pos, in ASCII or Han digits, 十 too: 二〇一〇, 十二, 三十. */
static bool
number_read(struct text t, size_t *pos, struct number *number)
{
	*number = (struct number){ 0, 0 };
	bool after_ten = false;
	while (*pos < t.len) {
		size_t next = *pos;
		uint32_t code = utf8_next(t, &next);
		int digit = code >= '0' && code <= '9' ? (int)code - '0'
						       : han_digit(code);
		if (code == 0x5341) { /* 十 */
			number->value =
			    number->digits == 0 ? 10 : number->value * 10;
			after_ten = true;
		} else if (digit >= 0) {
			number->value = after_ten ? number->value + digit
						  : number->value * 10 + digit;
		} else {
			break;
		}
		if (++number->digits > 8)
			return false;
		*pos = next;
	}
	return number->digits > 0;
}

/* One of the marks, which are alternatives, at *pos. */
static bool
mark_read(struct text t, size_t *pos, const char *marks)
{
	size_t next = *pos;
	if (next >= t.len)
		return false;
	utf8_next(t, &next);
	if (memmem(marks, strlen(marks), t.at + *pos, next - *pos) == NULL)
		return false;
	*pos = next;
	return true;
}

static void
space_skip(struct text t, size_t *pos)
{
	while (*pos < t.len && t.at[*pos] == ' ')
		++*pos;
}

/* `10 . 5`, `10 5`: either is enough between two numbers. */
static bool
mark_or_space(struct text t, size_t *pos, const char *marks)
{
	size_t start = *pos;
	space_skip(t, pos);
	mark_read(t, pos, marks);
	space_skip(t, pos);
	return *pos > start;
}

static bool
day_write(long year, long month, long day, char out[DATE_ROOM])
{
	char iso[64];
	if (year < 1900 || year > 2999 || month > 12 || day > 31)
		return false;
	snprintf(iso, sizeof(iso), "%04ld-%02ld-%02ld", year, month, day);
	memcpy(out, iso, DATE_ROOM);
	return date_is_valid(text_of(out));
}

/* 10月5日, from *pos to the end. */
static bool
month_and_day(struct text t, size_t pos, struct number *month,
    struct number *day)
{
	space_skip(t, &pos);
	if (!number_read(t, &pos, month) || month->digits > 3)
		return false;
	if (!mark_or_space(t, &pos, "月/.-"))
		return false;
	if (!number_read(t, &pos, day) || day->digits > 3)
		return false;
	space_skip(t, &pos);
	mark_read(t, &pos, "日号");
	return pos == t.len;
}

/* Year, month and day as they are written, whatever they are. */
static bool
date_read(struct arena *arena, struct text t, long date[3])
{
	struct number year, month, day;
	struct text narrow = word_narrow(arena, t);
	size_t pos = 0;
	if (!number_read(narrow, &pos, &year))
		return false;
	if (pos == narrow.len && year.digits == 8) {
		date[0] = year.value / 10000;
		date[1] = year.value / 100 % 100;
		date[2] = year.value % 100;
		return true;
	}
	if (year.digits != 4 || !mark_or_space(narrow, &pos, "年/.-") ||
	    !month_and_day(narrow, pos, &month, &day))
		return false;
	date[0] = year.value;
	date[1] = month.value;
	date[2] = day.value;
	return true;
}

bool
date_guess(struct arena *arena, struct text t, char out[DATE_ROOM])
{
	long date[3];
	return date_read(arena, t, date) &&
	    day_write(date[0], date[1], date[2], out);
}

bool
date_lacks_day(struct arena *arena, struct text t, char last[DATE_ROOM])
{
	long date[3];
	if (!date_read(arena, t, date) || date[2] < 29)
		return false;
	for (long day = date[2] < 32 ? date[2] - 1 : 31; day >= 28; day--)
		if (day_write(date[0], date[1], day, last))
			return true;
	return false;
}

bool
date_lacks_year(struct arena *arena, struct text t, char out[6])
{
	struct number month, day;
	char whole[DATE_ROOM];
	struct text narrow = word_narrow(arena, t);
	if (!month_and_day(narrow, 0, &month, &day) ||
	    !day_write(2012, month.value, day.value, whole))
		return false;
	memcpy(out, whole + strlen("2012-"), 6);
	return true;
}
