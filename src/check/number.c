#include "check/number.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/utf8.h"

/* One code point as a document number has it; 0 for what is left out. */
static uint32_t
number_character(uint32_t code)
{
	static const uint32_t open[] = { '[', '(', '<', 0xFF08, 0x3010, 0xFF3B,
		0x3014, 0x3008, 0x3016 };
	static const uint32_t shut[] = { ']', ')', '>', 0xFF09, 0x3011, 0xFF3D,
		0x3015, 0x3009, 0x3017 };
	if (code >= 0xFF10 && code <= 0xFF19)
		return code - 0xFF10 + '0';
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++) {
		if (code == open[i])
			return 0x3014; /* 〔 */
		if (code == shut[i])
			return 0x3015; /* 〕 */
	}
	return code == ' ' || code == '\t' || code == 0xA0 || code == 0x3000
	    ? 0
	    : code;
}

void
number_tidy(struct buf *out, struct text number)
{
	for (size_t pos = 0; pos < number.len;) {
		uint32_t code = number_character(utf8_next(number, &pos));
		if (code != 0)
			buf_put_utf8(out, code);
	}
}

size_t
digits_at(struct text text, size_t at)
{
	size_t end = at;
	while (end < text.len && ascii_is_digit(text.at[end]))
		end++;
	return end - at;
}

size_t
digits_before(struct text text, size_t at)
{
	size_t start = at;
	while (start > 0 && ascii_is_digit(text.at[start - 1]))
		start--;
	return at - start;
}

bool
drop_end(struct text *text, const char *word)
{
	if (!text_ends(*text, word))
		return false;
	text->len -= strlen(word);
	return true;
}

/* The number at the end without zeros before it, taken off; "" for none. */
static struct text
count_take(struct text *text)
{
	size_t count = digits_before(*text, text->len);
	struct text digits = text_from(*text, text->len - count);
	text->len -= count;
	while (digits.len > 0 && digits.at[0] == '0')
		digits = text_from(digits, 1);
	return digits;
}

/* 某办〔2010〕, whatever is wrong with the year, taken apart. */
static bool
year_take(struct text *text, struct text *year)
{
	static const char open[] = "〔";
	if (!drop_end(text, "〕"))
		return false;
	drop_end(text, "年");
	size_t count = digits_before(*text, text->len);
	*year = text_from(*text, text->len - count);
	text->len -= count;
	return (count == 4 || count == 2) && drop_end(text, open) &&
	    text->len > 0 && memmem(text->at, text->len, open, 3) == NULL &&
	    memmem(text->at, text->len, "〕", 3) == NULL;
}

/* False when it can't be made one. */
static bool
circular_number(struct buf *out, struct text tidy, const char *date)
{
	struct text text = tidy, year;
	drop_end(&text, "号");
	struct text count = count_take(&text);
	drop_end(&text, "第");
	if (count.len == 0 || !year_take(&text, &year))
		return false;
	buf_putt(out, text);
	buf_puts(out, "〔");
	if (year.len == 2)
		buf_put(out, date, 2); /* the century of its day */
	buf_putt(out, year);
	buf_puts(out, "〕");
	buf_putt(out, count);
	buf_puts(out, "号");
	return true;
}

/* （总第25期） at the end, taken off: its number without zeros; "" for none. */
static struct text
total_take(struct text *text)
{
	static const char open[] = "〔";
	struct text rest = *text;
	bool braced = drop_end(&rest, "〕");
	drop_end(&rest, "期");
	struct text count = count_take(&rest);
	drop_end(&rest, "第");
	if (count.len == 0 || !drop_end(&rest, "总") ||
	    (braced && !drop_end(&rest, open)) || rest.len == 0)
		return TEXT_LIT("");
	*text = rest;
	return count;
}

/* So many characters of the number, tidy but for the brackets. */
static void
title_put(struct buf *out, struct text number, size_t count)
{
	for (size_t pos = 0; count > 0 && pos < number.len;) {
		uint32_t code = utf8_next(number, &pos);
		uint32_t tidy = number_character(code);
		if (tidy == 0)
			continue;
		buf_put_utf8(out,
		    tidy == 0x3014 || tidy == 0x3015 ? code : tidy);
		count--;
	}
}

/* 第11期, also with a year or a title before it. */
static bool
newsletter_number(struct buf *out, struct text tidy, struct text number)
{
	struct text text = tidy;
	struct text total = total_take(&text);
	if (!drop_end(&text, "期") && digits_at(text, 0) != text.len)
		return false;
	struct text count = count_take(&text);
	if (count.len == 0 || (!drop_end(&text, "第") && text.len > 0))
		return false;
	title_put(out, number, utf8_count(text));
	buf_puts(out, "第");
	buf_putt(out, count);
	buf_puts(out, "期");
	if (total.len > 0)
		buf_printf(out, "（总第%.*s期）", TEXT_ARG(total));
	return true;
}

bool
bulletin_is_newsletter(const struct record *bulletin)
{
	return strcmp(record_string(bulletin, "head"), "newsletter") == 0;
}

bool
number_make(struct buf *out, const struct record *bulletin,
    const struct value *number)
{
	const struct value *day = record_get(bulletin, "date");
	const char *date = value_is(day, VALUE_TEXT) && date_is_valid(day->text)
	    ? day->text.at
	    : "2010";
	struct buf tidy = BUF_INIT;
	number_tidy(&tidy, number->text);
	bool made = bulletin_is_newsletter(bulletin) &&
	    newsletter_number(out, buf_text(&tidy), number->text);
	if (!made) {
		buf_clear(out);
		made = circular_number(out, buf_text(&tidy), date);
	}
	if (!made) {
		buf_clear(out);
		buf_putt(out, buf_text(&tidy));
	}
	buf_free(&tidy);
	return made;
}

/* ---- taken apart ---- */

/* What a long holds for sure; digits alone reach this. */
#define COUNT_DIGITS 9

static bool
count_read(long *count, struct text *text)
{
	size_t digits = digits_before(*text, text->len);
	if (digits == 0 || digits > COUNT_DIGITS)
		return false;
	*count = strtol(text->at + text->len - digits, NULL, 10);
	text->len -= digits;
	return true;
}

/* 校办〔2010〕, 活动办公室2010年: the year off the end. */
static bool
series_read(struct text *text, long *year, bool newsletter)
{
	struct text rest = *text;
	if (!drop_end(&rest, newsletter ? "年" : "〕") ||
	    digits_before(rest, rest.len) < 4 || !count_read(year, &rest) ||
	    *year < 1000 || *year > 9999 ||
	    (!newsletter && !drop_end(&rest, "〔")))
		return false;
	*text = rest;
	return true;
}

/* False for what is no proper one. */
static bool
number_take_apart(struct number_parts *parts, struct text number)
{
	struct text text = number;
	*parts = (struct number_parts){ .newsletter = !drop_end(&text, "号") };
	if (parts->newsletter) {
		struct text total = text;
		if (drop_end(&total, "期）") && count_read(&parts->total, &total) &&
		    drop_end(&total, "（总第"))
			text = total;
		else
			parts->total = 0;
		drop_end(&text, "期");
	}
	if (!count_read(&parts->count, &text) ||
	    (parts->newsletter && !drop_end(&text, "第")))
		return false;
	if (!series_read(&text, &parts->year, parts->newsletter) &&
	    !parts->newsletter)
		return false;
	parts->name = text;
	return true;
}

bool
number_parts_of(struct number_parts *parts, struct arena *arena,
    const struct record *bulletin)
{
	struct buf right = BUF_INIT;
	const struct value *value = record_get(bulletin, "number");
	bool made = value != NULL && number_make(&right, bulletin, value);
	struct text number = buf_detach(arena, &right);
	if (!made || !number_take_apart(parts, number))
		return false;
	/* As settings name it: a title's brackets may be written in any way. */
	struct buf name = BUF_INIT;
	number_tidy(&name, parts->name);
	parts->name = buf_detach(arena, &name);
	/* It need not name one. */
	if (parts->newsletter)
		parts->year = strtol(
		    arena_printf(arena, "%.4s", bulletin->date), NULL, 10);
	return true;
}

/* 1—10 at the end, or one number. */
static bool
counts_read(struct number_range *range, struct text *text)
{
	static const char *const dashes[] = { "—", "–", "－", "～", "至", "-",
		"~" };
	if (!count_read(&range->to, text))
		return false;
	range->from = range->to;
	for (size_t i = 0; i < sizeof(dashes) / sizeof(*dashes); i++)
		if (drop_end(text, dashes[i])) {
			drop_end(text, dashes[i]); /* —— */
			return count_read(&range->from, text) &&
			    range->from <= range->to;
		}
	return true;
}

bool
number_range_read(struct number_range *range, struct text words)
{
	struct text text = text_trim(words);
	*range = (struct number_range){ .from = 1, .to = 0 };
	if (drop_end(&text, "号")) {
		if (!counts_read(range, &text))
			return false;
	} else if (drop_end(&text, "期")) {
		range->newsletter = true;
		if (!counts_read(range, &text) || !drop_end(&text, "第"))
			return false;
	} else {
		range->newsletter = text_ends(text, "年");
	}
	range->name = text;
	return series_read(&range->name, &range->year, range->newsletter) &&
	    range->name.len > 0;
}
