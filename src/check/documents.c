/*
 * The form of documents: numbers (number.h), addressees, days of the week, and
 * words such as 今天 where nobody knows when it was written.
 */
#include <stdlib.h>
#include "base/date.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "check/check.h"
#include "check/number.h"
#include "model/prose.h"
#include "model/rules.h"

/* ---- numbers ---- */

/* The year that a proper number names; its place in the number. */
static bool
number_year(struct text number, size_t *at)
{
	static const char *const marks[] = { "〔", "年第" };
	for (size_t i = 0; i < 2; i++) {
		const char *mark = memmem(number.at, number.len, marks[i],
		    strlen(marks[i]));
		if (mark == NULL)
			continue;
		size_t place = (size_t)(mark - number.at);
		/* Of a newsletter's title something else may stand in brackets. */
		if (i == 0 ? digits_at(number, place + strlen(marks[0])) != 4
			   : digits_before(number, place) != 4)
			continue;
		*at = i == 0 ? place + strlen(marks[0]) : place - 4;
		return true;
	}
	return false;
}

/* The one of its day: as it is written, or as it should be. */
static void
year_check(const struct record *bulletin, struct text number,
    struct diags *diags)
{
	size_t at;
	const struct value *day = record_get(bulletin, "date");
	if (day == NULL || !number_year(number, &at) ||
	    memcmp(number.at + at, day->text.at, 4) == 0)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_DOCUMENT_YEAR],
	    record_get(bulletin, "number")->span,
	    "the number is one of the year %.4s, and the date of %.4s",
	    number.at + at, day->text.at);
	diag_also(diags, d, day->span, "the date");
	diag_remedy(diags, d, "write %.*s%.4s%s, or correct the date", (int)at,
	    number.at, day->text.at, number.at + at + 4);
}

static void
number_check(const struct record *bulletin, struct diags *diags)
{
	const struct value *number = record_get(bulletin, "number");
	struct buf right = BUF_INIT;
	if (number == NULL)
		return;
	bool made = number_make(&right, bulletin, number);
	if (!made || !text_equal(buf_text(&right), number->text)) {
		struct diag *d = diag_at(diags, &rules[RULE_DOCUMENT_NUMBER],
		    number->span, "“%s” is no proper document number",
		    number->text.at);
		if (made) {
			diag_remedy(diags, d, "write %s", right.at);
			if (value_is_verbatim(number))
				diag_edit(diags, d,
				    value_part(number, 0, number->text.len),
				    buf_text(&right));
		}
	}
	if (made)
		year_check(bulletin, buf_text(&right), diags);
	buf_free(&right);
}

/* ---- addressees ---- */

/* Its words; of all names of an organisation the same. */
static struct text
addressee(const struct roster *roster, const struct value *value)
{
	struct text words = text_trim(value_as_text(value));
	const struct organisation *organisation =
	    roster_organisation(roster, words, NULL);
	return organisation != NULL ? text_of(organisation->id) : words;
}

static void
copies_check(const struct checking *checking, const struct record *bulletin,
    struct diags *diags)
{
	const struct roster *roster = &checking->corpus->roster;
	const struct value *copies = record_get(bulletin, "copies");
	const struct value *to = record_get(bulletin, "addressees");
	struct arena *scratch = arena_new();
	struct table addressed;
	table_init(&addressed, scratch);
	for (size_t i = 0; i < value_count(to); i++)
		table_add(&addressed, addressee(roster, value_item(to, i)),
		    value_item(to, i));
	for (size_t i = 0; i < value_count(copies); i++) {
		const struct value *copy = value_item(copies, i);
		const struct value *other =
		    table_get(&addressed, addressee(roster, copy));
		if (other == NULL)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_ADDRESSEE_TWICE],
		    copy->span, "“%s” is addressed already", copy->text.at);
		diag_also(diags, d, other->span, "addressed here");
	}
	arena_free(scratch);
}

/* ---- head ---- */

static void
head_check(const struct checking *checking, const struct record *bulletin,
    struct diags *diags)
{
	const struct value *secrecy = record_get(bulletin, "secrecy");
	const struct value *serial = record_get(bulletin, "serial");
	if (secrecy != NULL && !checking->corpus->site->secrecy)
		diag_at(diags, &rules[RULE_SECRECY_MARK], secrecy->span,
		    "the bulletin carries the secrecy mark “%s”",
		    secrecy->text.at);
	if (serial != NULL && (serial->text.len != 6 ||
	    digits_at(serial->text, 0) != 6))
		diag_at(diags, &rules[RULE_SERIAL_WRONG], serial->span,
		    "“%s” is no number of six digits", serial->text.at);
}

/* ---- withdrawn ---- */

/* What is issued in its place; NULL at the end, which is what there should be. */
static const struct record *
replacement(const struct checking *checking, const struct record *bulletin)
{
	const struct value *to = value_get(
	    record_get(bulletin, "withdrawn"), "replaced-by");
	const struct record *found = to == NULL
	    ? NULL
	    : corpus_record(checking->corpus, value_as_text(to));
	return found != NULL && record_is(found, "bulletin") ? found : NULL;
}

static void
withdrawn_check(const struct checking *checking, const struct record *bulletin,
    struct diags *diags)
{
	const struct value *withdrawal = record_get(bulletin, "withdrawn");
	const struct value *day = value_get(withdrawal, "date");
	const struct value *issued = record_get(bulletin, "date");
	if (day != NULL && issued != NULL &&
	    strcmp(day->text.at, issued->text.at) < 0)
		diag_also(diags,
		    diag_at(diags, &rules[RULE_WITHDRAWN_EARLY], day->span,
			"the bulletin of %s was withdrawn on %s, before that",
			issued->text.at, day->text.at),
		    issued->span, "the date");
	const struct record *next = replacement(checking, bulletin);
	for (size_t steps = 0; next != NULL && next != bulletin &&
	     steps < checking->corpus->record_count; steps++)
		next = replacement(checking, next);
	if (next == bulletin)
		diag_at(diags, &rules[RULE_REPLACED_BY_ITSELF],
		    value_get(withdrawal, "replaced-by")->span,
		    "whoever follows what replaces “%s” comes back to it",
		    bulletin->id);
}

/* ---- days in prose ---- */

struct dating {
	const struct record *record;
	struct diags *diags;
	bool dated; /* the kind of document that says nothing like 今天 */
};

static const char *const weekdays[] = { N_("Sunday"), N_("Monday"),
	N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"),
	N_("Saturday") };
static const char *const day_words[] = { "日", "一", "二", "三", "四", "五",
	"六" };

/* Whole numbers before a word, taken off the end; -1 when there is none. */
static int
number_take(struct text *text, const char *word, size_t most)
{
	struct text before = *text;
	if (!text_drop(&before, word))
		return -1;
	size_t count = digits_before(before, before.len);
	if (count == 0 || count > most)
		return -1;
	int number = atoi(before.at + before.len - count);
	before.len -= count;
	*text = before;
	return number;
}

/* So many years ahead are spoken of: later ones are of the century before. */
#define YEARS_AHEAD 10

/* 10年10月12日: by the year of the record's day; 0 where nobody can tell. */
static int
year_whole(int year, const char *date)
{
	if (year >= 1000)
		return year;
	if (year >= 100 || !date_is_valid(text_of(date)))
		return 0;
	int last = atoi(date) + YEARS_AHEAD, whole = last / 100 * 100 + year;
	if (whole > last)
		whole -= 100;
	return whole < 0 ? 0 : whole;
}

/* Without a year the one in which the day lies nearest to the record's. */
static int
year_near(const char *date, int month, int day)
{
	int year = atoi(date), best = year;
	long least = 0;
	for (int y = year - 1; y <= year + 1; y++) {
		char iso[DATE_ROOM];
		snprintf(iso, sizeof(iso), "%04u-%02u-%02u",
		    (unsigned)y % 10000, (unsigned)month % 100,
		    (unsigned)day % 100);
		if (!date_is_valid(text_of(iso)))
			continue;
		long away = labs(date_between(date, iso));
		if (least == 0 || away < least) {
			least = away + 1;
			best = y;
		}
	}
	return best;
}

/* A date takes no more: 2010 年 12 月 12 日, with full-width digits. */
#define DATE_MOST 64

/* The end of the text, where its date would be, written plainly. */
static void
date_tidy(struct buf *out, struct text text)
{
	number_tidy(out, utf8_tail(text, DATE_MOST));
}

/* The day that the text ends with, as ISO; false when it ends with none. */
static bool
day_at_end(struct text text, const char *date, char iso[DATE_ROOM])
{
	if (text.len >= DATE_ROOM - 1) {
		struct text tail = text_from(text, text.len - (DATE_ROOM - 1));
		if (date_is_valid(tail)) {
			memcpy(iso, tail.at, DATE_ROOM - 1);
			iso[DATE_ROOM - 1] = '\0';
			return true;
		}
	}
	int day = number_take(&text, "日", 2);
	if (day < 0)
		day = number_take(&text, "号", 2);
	int month = day < 0 ? -1 : number_take(&text, "月", 2);
	int year = month < 0 ? -1 : number_take(&text, "年", 4);
	if (month < 0)
		return false;
	if (year >= 0)
		year = year_whole(year, date);
	else if (date_is_valid(text_of(date)))
		year = year_near(date, month, day);
	else
		return false;
	snprintf(iso, DATE_ROOM, "%04u-%02u-%02u", (unsigned)year % 10000,
	    (unsigned)month % 100, (unsigned)day % 100);
	return date_is_valid(text_of(iso));
}

static bool
day_before(struct text text, const char *date, char iso[DATE_ROOM])
{
	struct buf tidy = BUF_INIT;
	date_tidy(&tidy, text);
	bool found = day_at_end(buf_text(&tidy), date, iso);
	buf_free(&tidy);
	return found;
}

/* 星期三, 周三: where the last character begins, which day; -1 for none. */
static int
weekday_at(struct text text, size_t at, size_t *character)
{
	static const char *const words[] = { "星期", "礼拜", "周" };
	for (size_t w = 0; w < 3; w++) {
		struct text rest = text_from(text, at);
		if (!text_starts(rest, words[w]))
			continue;
		*character = at + strlen(words[w]);
		rest = text_from(text, *character);
		for (int d = 0; d < 7; d++)
			if (text_starts(rest, day_words[d]))
				return d;
		return text_starts(rest, "天") && w < 2 ? 0 : -1;
	}
	return -1;
}

/*
 * The text before the weekday, without the bracket, comma and spaces that may
 * stand between.
 */
static struct text
text_before(struct text text, size_t at)
{
	static const char *const marks[] = { "（", "(", "，", ",", "、" };
	struct text before = text_trim(text_cut(text, 0, at));
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (text_drop(&before, marks[i]))
			return text_trim(before);
	return before;
}

/*
 * 10月12日，周一鸣到会, 10月12日周日常检查: 周 with more Han is a word, but for
 * hours, and for what is said of a day and begins no name.
 */
static bool
is_word_of_zhou(struct text text, size_t at, size_t end)
{
	static const char *const of_days[] = { "上", "下", "早", "中", "晚",
		"凌", "傍", "全天", "整天", "召", "开会", "举行", "举办", "组织",
		"集中", "进行", "前往", "赴", "到", "在", NULL };
	size_t pos = end;
	return text_starts(text_from(text, at), "周") && end < text.len &&
	    utf8_is_han(utf8_next(text, &pos)) &&
	    text_starts_any(text_from(text, end), of_days) == NULL;
}

static void
weekday_check(const struct dating *dating, const struct prose *prose,
    size_t at)
{
	char iso[DATE_ROOM];
	size_t character = at;
	int said = weekday_at(prose->text, at, &character);
	if (said < 0)
		return;
	struct text before = text_before(prose->text, at);
	size_t end = character + strlen(day_words[said]);
	if (is_word_of_zhou(prose->text, at, end) ||
	    !day_before(before, dating->record->date, iso))
		return;
	int right = date_weekday(iso);
	if (said == right)
		return;
	struct diag *d = diag_at(dating->diags, &rules[RULE_WEEKDAY_WRONG],
	    prose_part(prose, at, end), "%s is a %s", iso,
	    _(weekdays[right]));
	diag_remedy(dating->diags, d, "write %.*s%s, or correct the date",
	    (int)(character - at), prose->text.at + at, day_words[right]);
	if (prose->value == NULL || value_is_verbatim(prose->value))
		diag_edit(dating->diags, d, prose_part(prose, character, end),
		    text_of(day_words[right]));
}

/* What is none although it reads so: 本周期, 目前天气, 以后天天. */
static bool
is_other_word(struct text text, size_t at, size_t end)
{
	static const char *const before[] = { "目", "如", "以", "说", "表", "提",
		"证", NULL };
	static const char *const after[] = { "期", "天", "复", "头条", NULL };
	for (size_t i = 0; before[i] != NULL; i++)
		if (text_ends(text_cut(text, 0, at), before[i]))
			return true;
	return text_starts_any(text_from(text, end), after) != NULL;
}

static void
relative_check(const struct dating *dating, const struct prose *prose,
    size_t at)
{
	static const char *const words[] = { "今天", "昨天", "明天", "前天",
		"后天", "今日", "昨日", "明日", "上周", "本周", "下周", "这周",
		"上星期", "本星期", "下星期", "上个月", "下个月", NULL };
	const char *word = text_starts_any(text_from(prose->text, at), words);
	if (word == NULL)
		return;
	size_t end = at + strlen(word);
	if (!is_other_word(prose->text, at, end))
		diag_at(dating->diags, &rules[RULE_DATE_RELATIVE],
		    prose_part(prose, at, end),
		    "“%s” is no date that a reader could know", word);
}

#define QUOTES 3

/* What is quoted on a line, while a text is gone through. */
struct quoting {
	size_t end;          /* behind what is quoted now */
	size_t open[QUOTES]; /* up to here nothing closes this sort */
};

static void
quote_enter(struct quoting *quoting, struct text text, size_t at)
{
	static const char *const open[QUOTES] = { "“", "《", "「" };
	static const char *const shut[QUOTES] = { "”", "》", "」" };
	struct text rest = text_from(text, at);
	for (size_t i = 0; i < QUOTES; i++) {
		if (at < quoting->end || at < quoting->open[i] ||
		    !text_starts(rest, open[i]))
			continue;
		rest.len = text_until(rest, 0, '\n');
		const char *end =
		    memmem(rest.at, rest.len, shut[i], strlen(shut[i]));
		if (end == NULL)
			quoting->open[i] = at + rest.len;
		else
			quoting->end = at + (size_t)(end - rest.at) +
			    strlen(shut[i]);
	}
}

/*
 * The next place from `at` on where days_check may have something to look at:
 * most characters are told by their last byte.
 */
static size_t
days_next(struct text text, size_t at)
{
#define LAST(code) (UINT64_C(1) << ((code) & 0x3F))
	static const uint64_t last = LAST(0x201C) | LAST(0x300A) |
	    LAST(0x300C) | LAST(0x5468) | LAST(0x661F) | LAST(0x793C) |
	    LAST(0x4ECA) | LAST(0x6628) | LAST(0x660E) | LAST(0x524D) |
	    LAST(0x540E) | LAST(0x4E0A) | LAST(0x672C) | LAST(0x4E0B) |
	    LAST(0x8FD9);
#undef LAST
	const unsigned char *s = (const unsigned char *)text.at;
	while (at < text.len) {
		if (s[at] < 0x80 && s[at] != '`')
			at++;
		else if (text.len - at >= 3 && s[at] > 0xE0 &&
		    s[at] < 0xF0 && (last >> (s[at + 2] & 0x3F) & 1) == 0)
			at += 3;
		else
			break;
	}
	return at;
}

static void
days_check(void *context, const struct prose *prose)
{
	const struct dating *dating = context;
	struct text text = prose->text;
	struct quoting quoting = { 0, { 0 } };
	if (prose->is_name)
		return;
	for (size_t pos = 0; (pos = days_next(text, pos)) < text.len;) {
		size_t at = pos;
		switch (utf8_next(text, &pos)) {
		case '`':
			pos = prose_code_end(text, at);
			break;
		case 0x201C: /* “ */
		case 0x300A: /* 《 */
		case 0x300C: /* 「 */
			quote_enter(&quoting, text, at);
			break;
		case 0x5468: /* 周 */
		case 0x661F: /* 星 */
		case 0x793C: /* 礼 */
			weekday_check(dating, prose, at);
			break;
		case 0x4ECA: /* 今 */
		case 0x6628: /* 昨 */
		case 0x660E: /* 明 */
		case 0x524D: /* 前 */
		case 0x540E: /* 后 */
		case 0x4E0A: /* 上 */
		case 0x672C: /* 本 */
		case 0x4E0B: /* 下 */
		case 0x8FD9: /* 这 */
			if (dating->dated && at >= quoting.end)
				relative_check(dating, prose, at);
			break;
		}
	}
}

void
check_documents(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	struct dating dating = { record, diags,
		record_is(record, "bulletin") || record_is(record, "release") ||
		    record_is(record, "amendment") };
	if (record_is(record, "bulletin")) {
		number_check(record, diags);
		head_check(checking, record, diags);
		copies_check(checking, record, diags);
		withdrawn_check(checking, record, diags);
	}
	prose_each(record, days_check, &dating);
}
