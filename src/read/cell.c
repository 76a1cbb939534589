#include "read/cell.h"

#include <stdlib.h>
#include "model/rules.h"
#include "read/likeness.h"

static size_t
digits(struct text t, size_t at)
{
	size_t n = 0;
	while (at + n < t.len && ascii_is_digit(t.at[at + n]))
		n++;
	return n;
}

static struct value *
text_value(struct arena *arena, struct text text, struct span span)
{
	struct value *value = value_text(arena, text);
	value->span = span;
	return value;
}

/* ---- what a spreadsheet spoils ---- */

/* 1.23E+14: only some of the digits are left. */
static bool
is_exponent(struct text t)
{
	size_t n = digits(t, 0);
	if (n != 1)
		return false;
	if (n < t.len && t.at[n] == '.')
		n += 1 + digits(t, n + 1);
	return n + 2 < t.len && (t.at[n] == 'E' || t.at[n] == 'e') &&
	    t.at[n + 1] == '+' && digits(t, n + 2) > 0 &&
	    n + 2 + digits(t, n + 2) == t.len;
}

/* #N/A, #REF!, and the ##### of a column that was too narrow. */
static bool
is_error_word(struct text t)
{
	static const char *const words[] = { "#N/A", "#REF!", "#NAME?",
		"#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", NULL };
	for (size_t i = 0; words[i] != NULL; i++)
		if (text_is(t, words[i]))
			return true;
	for (size_t i = 0; i < t.len; i++)
		if (t.at[i] != '#')
			return false;
	return t.len > 2;
}

/* ---- dates ---- */

/* 2010/10/5, 2010-10-5, 2010.10.5, 2010年10月5日, with 0:00 behind or not. */
static bool
date_mend(struct arena *arena, struct text t, char out[DATE_ROOM])
{
	static const char *const midnights[] = { "0:00", "00:00", "0:00:00",
		"00:00:00", NULL };
	const char *colon = memchr(t.at, ':', t.len);
	if (digits(t, 0) != 4)
		return false;
	if (colon != NULL) {
		size_t time = (size_t)(colon - t.at), i = 0;
		while (time > 0 && ascii_is_digit((unsigned char)t.at[time - 1]))
			time--;
		while (midnights[i] != NULL &&
		    !text_is(text_from(t, time), midnights[i]))
			i++;
		if (midnights[i] == NULL)
			return false;
		t = text_trim(text_cut(t, 0, time));
	}
	return date_guess(arena, t, out);
}

/* 10-Oct-10, 5/10/2010: the century, or which is the month, is lost. */
static bool
is_short_date(struct text t)
{
	size_t n = digits(t, 0);
	if (n == 0 || n > 2 || n >= t.len || strchr("/-.", t.at[n]) == NULL)
		return false;
	size_t end = t.len;
	while (end > 0 && ascii_is_digit(t.at[end - 1]))
		end--;
	return end < t.len && t.len - end <= 4 && end > n + 1 &&
	    strchr("/-.", t.at[end - 1]) != NULL;
}

/* Days since 1899-12-30, as spreadsheets count. */
static bool
is_day_number(struct text t)
{
	return t.len == 5 && digits(t, 0) == 5 && t.at[0] >= '2' &&
	    t.at[0] <= '6';
}

static struct value *
date_value(struct arena *arena, const struct csv_cell *cell,
    struct diags *diags)
{
	char mended[DATE_ROOM];
	struct text t = cell->text;
	if (date_mend(arena, t, mended))
		return text_value(arena, text_of(mended), cell->span);
	if (is_short_date(t)) {
		diag_at(diags, &rules[RULE_SHEET_CELL], cell->span,
		    "the spreadsheet has shortened the date to “%s”", t.at);
		return NULL;
	}
	if (is_day_number(t)) {
		char day[DATE_ROOM];
		date_from_number(date_number("1899-12-30") +
			strtol(t.at, NULL, 10), day);
		struct diag *d = diag_at(diags, &rules[RULE_SHEET_CELL],
		    cell->span, "the spreadsheet has made a number of the date");
		diag_remedy(diags, d, "write it as %s, if that is the day meant",
		    day);
		return NULL;
	}
	/* The schema says what is wrong with it. */
	return text_value(arena, t, cell->span);
}

/* ---- numbers ---- */

/* Full-width digits, and 4.0 for a whole number. */
static struct value *
integer_value(struct arena *arena, const struct csv_cell *cell)
{
	struct text number = word_narrow(arena, cell->text);
	size_t whole = digits(number, 0);
	struct text rest = text_from(number, whole);
	if (whole > 0 && (text_is(rest, ".0") || text_is(rest, ".00")))
		number.len = whole;
	return text_value(arena, number, cell->span);
}

/* ---- lists ---- */

static size_t
separator_at(struct text t, size_t pos)
{
	if (strchr(";\n\r", t.at[pos]) != NULL)
		return 1;
	return text_starts(text_from(t, pos), "；") ? strlen("；") : 0;
}

bool
cell_is_one_item(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (separator_at(text, i) > 0)
			return false;
	return text.len > 0;
}

static struct value *
scalar_value(struct arena *arena, const struct field *field,
    const struct csv_cell *cell, struct diags *diags)
{
	bool number = field != NULL && field->type == FIELD_INTEGER;
	if (is_error_word(cell->text)) {
		diag_at(diags, &rules[RULE_SHEET_CELL], cell->span,
		    "the spreadsheet shows “%s” in place of a value",
		    cell->text.at);
		return NULL;
	}
	if (is_exponent(cell->text)) {
		diag_at(diags, &rules[RULE_SHEET_CELL], cell->span,
		    "the spreadsheet has rounded a long number to “%s”",
		    cell->text.at);
		return NULL;
	}
	if (field != NULL && field->type == FIELD_DATE)
		return date_value(arena, cell, diags);
	return number ? integer_value(arena, cell)
		      : text_value(arena, cell->text, cell->span);
}

static struct value *
list_value(struct arena *arena, const struct field *field,
    const struct csv_cell *cell, struct diags *diags)
{
	struct value *list = value_list(arena);
	struct text t = cell->text;
	list->span = cell->span;
	for (size_t pos = 0, start = 0; pos <= t.len;) {
		size_t n = pos == t.len ? 1 : separator_at(t, pos);
		if (n == 0) {
			pos++;
			continue;
		}
		struct csv_cell one = { arena_text(arena,
		    text_trim(text_cut(t, start, pos))), cell->span };
		struct value *value = one.text.len == 0
		    ? NULL
		    : scalar_value(arena, field, &one, diags);
		if (value != NULL)
			value_add(arena, list, value);
		pos = start = pos + n;
	}
	return list->list.count > 0 ? list : NULL;
}

struct value *
cell_value(struct arena *arena, const struct column *column,
    const struct csv_cell *cell, struct diags *diags)
{
	const struct step *last = &column->steps[column->depth - 1];
	const struct field *field = column_field(column);
	bool whole = last->field != NULL && last->index == 0;
	bool scope = whole && last->field->type == FIELD_SCOPE;
	if (!scope && (!whole || (last->field->flags & FIELD_LIST) == 0))
		return scalar_value(arena, field, cell, diags);
	size_t before = diags->count;
	struct value *list = list_value(arena, field, cell, diags);
	/* A ； alone is no label, nor is it nothing: that would be wider. */
	return scope && list == NULL && diags->count == before
	    ? text_value(arena, cell->text, cell->span)
	    : list;
}
