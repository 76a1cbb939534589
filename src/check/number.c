#include "check/number.h"

#include <stdlib.h>
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
	if (!text_drop(text, "〕"))
		return false;
	text_drop(text, "年");
	size_t count = digits_before(*text, text->len);
	*year = text_from(*text, text->len - count);
	text->len -= count;
	return (count == 4 || count == 2) && text_drop(text, open) &&
	    text->len > 0 && memmem(text->at, text->len, open, 3) == NULL &&
	    memmem(text->at, text->len, "〕", 3) == NULL;
}

/* A number taken apart; slices of the text that it was tidied to. */
struct written {
	struct text name;
	char year[5]; /* in full; of a newsletter it stands in the name */
	struct text count, total; /* without zeros before; "": none */
	bool newsletter;
};

/* 某办〔2010〕11号; false when it can't be made one. */
static bool
circular_read(
    struct written *w, const struct record *bulletin, struct text text)
{
	const struct value *day = record_get(bulletin, "date");
	struct text year;
	*w = (struct written){ .total = TEXT_LIT("") };
	text_drop(&text, "号");
	w->count = count_take(&text);
	text_drop(&text, "第");
	if (w->count.len == 0 || !year_take(&text, &year))
		return false;
	w->name = text;
	/* The century of its day. */
	snprintf(w->year, sizeof(w->year), "%.*s%.*s", year.len == 2 ? 2 : 0,
	    day != NULL ? day->text.at : "20", TEXT_ARG(year));
	return true;
}

/* （总第25期） at the end, taken off: its number without zeros; "" for none. */
static struct text
total_take(struct text *text)
{
	static const char open[] = "〔";
	struct text rest = *text;
	bool braced = text_drop(&rest, "〕");
	text_drop(&rest, "期");
	struct text count = count_take(&rest);
	text_drop(&rest, "第");
	if (count.len == 0 || !text_drop(&rest, "总") ||
	    (braced && !text_drop(&rest, open)) || rest.len == 0)
		return TEXT_LIT("");
	*text = rest;
	return count;
}

/* 第11期, also with a year or a title before it. */
static bool
newsletter_read(struct written *w, struct text text)
{
	*w = (struct written){ .newsletter = true };
	w->total = total_take(&text);
	if (!text_drop(&text, "期") && digits_at(text, 0) != text.len)
		return false;
	w->count = count_take(&text);
	if (w->count.len == 0 || (!text_drop(&text, "第") && text.len > 0))
		return false;
	w->name = text;
	return true;
}

bool
bulletin_is_newsletter(const struct record *bulletin)
{
	return strcmp(record_string(bulletin, "head"), "newsletter") == 0;
}

static bool
written_read(
    struct written *w, const struct record *bulletin, const struct buf *tidy)
{
	return (bulletin_is_newsletter(bulletin) &&
		   newsletter_read(w, buf_text(tidy))) ||
	    circular_read(w, bulletin, buf_text(tidy));
}

/* ---- as it should be ---- */

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

bool
number_make(struct buf *out, const struct record *bulletin,
    const struct value *number)
{
	struct written w;
	struct buf tidy = BUF_INIT;
	number_tidy(&tidy, number->text);
	bool made = written_read(&w, bulletin, &tidy);
	if (made && w.newsletter) {
		title_put(out, number->text, utf8_count(w.name));
		buf_printf(out, "第%.*s期", TEXT_ARG(w.count));
		if (w.total.len > 0)
			buf_printf(out, "（总第%.*s期）", TEXT_ARG(w.total));
	} else if (made) {
		buf_printf(out, "%.*s〔%s〕%.*s号", TEXT_ARG(w.name), w.year,
		    TEXT_ARG(w.count));
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
	if (!text_drop(&rest, newsletter ? "年" : "〕") ||
	    digits_before(rest, rest.len) < 4 || !count_read(year, &rest) ||
	    *year < 1000 || *year > 9999 ||
	    (!newsletter && !text_drop(&rest, "〔")))
		return false;
	*text = rest;
	return true;
}

bool
number_parts_of(struct number_parts *parts, struct arena *arena,
    const struct record *bulletin)
{
	struct written w;
	struct buf tidy = BUF_INIT;
	const struct value *value = record_get(bulletin, "number");
	if (value != NULL)
		number_tidy(&tidy, value->text);
	bool made = value != NULL && written_read(&w, bulletin, &tidy) &&
	    w.count.len <= COUNT_DIGITS && w.total.len <= COUNT_DIGITS;
	if (made) {
		*parts = (struct number_parts){
			.name = arena_text(arena, w.name),
			.year = strtol(w.year, NULL, 10),
			.count = strtol(w.count.at, NULL, 10),
			.total = strtol(w.total.at, NULL, 10),
			.newsletter = w.newsletter,
		};
		/* A newsletter's need not name one, and is that of its day. */
		if (w.newsletter) {
			series_read(&parts->name, &parts->year, true);
			parts->year = strtol(
			    arena_printf(arena, "%.4s", bulletin->date), NULL, 10);
		}
	}
	buf_free(&tidy);
	return made && (w.newsletter || parts->year >= 1000);
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
		if (text_drop(text, dashes[i])) {
			text_drop(text, dashes[i]); /* —— */
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
	if (text_drop(&text, "号")) {
		if (!counts_read(range, &text))
			return false;
	} else if (text_drop(&text, "期")) {
		range->newsletter = true;
		if (!counts_read(range, &text) || !text_drop(&text, "第"))
			return false;
	} else {
		range->newsletter = text_ends(text, "年");
	}
	range->name = text;
	return series_read(&range->name, &range->year, range->newsletter) &&
	    range->name.len > 0;
}
