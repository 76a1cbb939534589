/*
 * Series of document numbers: unique, without gaps in a year, in the order of
 * their days.  A series is that of one 机关代字 and year; of newsletters that of
 * one issuer and year, whose 总第 goes on from year to year.
 *
 * All bulletins there are count, also those of a later day, those that no
 * release has approved, and those that were withdrawn: their numbers are
 * taken.  A 机关代字 is shared with documents that are no bulletins, so that
 * only programme.yaml can say which numbers are used elsewhere, and thereby
 * where a series begins (the rule's `elsewhere`).  A series it names has no
 * gap; of another one what is missing is a note, and its beginning unknown.
 */
#include <stdlib.h>
#include "check/check.h"
#include "check/number.h"
#include "model/rules.h"

struct numbered {
	const struct record *record;
	const struct value *value;
	const char *series; /* 校办; the issuer and what stands before 第 */
	struct number_parts parts; /* with the year that counts */
};

struct series {
	const struct checking *checking;
	struct diags *diags;
	struct arena *scratch;
	struct numbered *items; /* by series, year, number */
	size_t count;
	struct number_range *used;
	const struct value **used_at; /* parallel */
	size_t used_count;
};

/* ---- which there are ---- */

static int
numbered_compare(const void *pa, const void *pb)
{
	const struct numbered *a = pa, *b = pb;
	int c = (int)a->parts.newsletter - (int)b->parts.newsletter;
	if (c == 0)
		c = strcmp(a->series, b->series);
	if (c == 0)
		c = (a->parts.year > b->parts.year) -
		    (a->parts.year < b->parts.year);
	if (c == 0)
		c = (a->parts.count > b->parts.count) -
		    (a->parts.count < b->parts.count);
	return c != 0 ? c : strcmp(a->record->id, b->record->id);
}

/*
 * False for one that is of no series: the form of its number is a fault, or, of
 * a newsletter, its day, which says the year, is not there yet.
 */
static bool
numbered_make(struct series *s, struct numbered *made,
    const struct record *record)
{
	*made = (struct numbered){ .record = record,
		.value = record_get(record, "number") };
	if (!number_parts_of(&made->parts, s->scratch, record) ||
	    (made->parts.newsletter && record_get(record, "date") == NULL))
		return false;
	/* As settings are read: brackets may be written in any way. */
	struct buf series = BUF_INIT;
	if (made->parts.newsletter)
		number_tidy(&series, text_of(record_string(record, "issuer")));
	buf_putt(&series, made->parts.name);
	made->series = buf_detach(s->scratch, &series).at;
	return true;
}

static void
series_read(struct series *s)
{
	const struct checking *checking = s->checking;
	const struct value *list =
	    checking->programme->settings[RULE_NUMBER_GAP].parameter;
	size_t count = value_count(list);
	s->used = ARENA_ARRAY(s->scratch, struct number_range, count);
	s->used_at = ARENA_ARRAY(s->scratch, const struct value *, count);
	for (size_t i = 0; i < count; i++) {
		const struct value *item = value_item(list, i);
		struct buf tidy = BUF_INIT;
		number_tidy(&tidy, value_as_text(item));
		s->used_at[s->used_count] = item;
		if (number_range_read(&s->used[s->used_count],
			arena_text(s->scratch, buf_text(&tidy))))
			s->used_count++;
		else
			diag_remedy(s->diags,
			    diag_at(s->diags, &rules[RULE_FIELD_TYPE],
				item->span, "“%s” is no range of document numbers",
				value_as_string(item)),
			    "write it like 校办〔2010〕1—10号");
		buf_free(&tidy);
	}
	const struct corpus *corpus = checking->corpus;
	s->items =
	    ARENA_ARRAY(s->scratch, struct numbered, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++)
		if (record_is(corpus->records[i], "bulletin"))
			s->count += numbered_make(
			    s, &s->items[s->count], corpus->records[i]);
	if (s->count > 1)
		qsort(s->items, s->count, sizeof(*s->items), numbered_compare);
}

/* ---- what is used elsewhere ---- */

static bool
is_of(const struct number_range *range, const struct numbered *item)
{
	return range->newsletter == item->parts.newsletter &&
	    range->year == item->parts.year &&
	    text_is(range->name, item->series);
}

static bool
is_declared(const struct series *s, const struct numbered *item)
{
	for (size_t i = 0; i < s->used_count; i++)
		if (is_of(&s->used[i], item))
			return true;
	return false;
}

/* The setting that has the number `count` of the item's series; or NULL. */
static const struct value *
used_elsewhere(const struct series *s, const struct numbered *item, long count)
{
	for (size_t i = 0; i < s->used_count; i++)
		if (is_of(&s->used[i], item) && s->used[i].from <= count &&
		    count <= s->used[i].to)
			return s->used_at[i];
	return NULL;
}

/* The first number from `count` on that nothing in the settings has. */
static long
free_from(const struct series *s, const struct numbered *item, long count)
{
	for (bool moved = true; moved;) {
		moved = false;
		for (size_t i = 0; i < s->used_count; i++)
			if (is_of(&s->used[i], item) &&
			    s->used[i].from <= count && count <= s->used[i].to) {
				count = s->used[i].to + 1;
				moved = true;
			}
	}
	return count;
}

/* The last one of a stretch that is free, before `end`. */
static long
free_to(const struct series *s, const struct numbered *item, long from,
    long end)
{
	for (size_t i = 0; i < s->used_count; i++)
		if (is_of(&s->used[i], item) && s->used[i].from > from &&
		    s->used[i].from < end)
			end = s->used[i].from;
	return end - 1;
}

/* ---- gaps ---- */

static bool
is_same_series(const struct numbered *a, const struct numbered *b)
{
	return a->parts.newsletter == b->parts.newsletter &&
	    strcmp(a->series, b->series) == 0;
}

static bool
is_same_year(const struct numbered *a, const struct numbered *b)
{
	return is_same_series(a, b) && a->parts.year == b->parts.year;
}

/* 校办〔2010〕12—14号、16号; how many numbers that are. */
static long
missing_put(struct buf *out, const struct series *s,
    const struct numbered *item, long after)
{
	long end = item->parts.count, missing = 0;
	for (long from = free_from(s, item, after + 1); from < end;) {
		long to = free_to(s, item, from, end);
		if (missing > 0)
			buf_puts(out, "、");
		else if (!item->parts.newsletter)
			buf_printf(out, "%s〔%ld〕", item->series,
			    item->parts.year);
		buf_printf(out, item->parts.newsletter ? "第%ld" : "%ld", from);
		if (to > from)
			buf_printf(out, "—%ld", to);
		buf_puts(out, item->parts.newsletter ? "期" : "号");
		missing += to - from + 1;
		from = free_from(s, item, to + 1);
	}
	return missing;
}

/*
 * Does the year's series begin with 1 for sure?  Not in the year in which the
 * office began to keep it here, unless the programme says what came before.
 */
static bool
begins_here(const struct series *s, size_t i)
{
	const struct numbered *item = &s->items[i];
	return is_declared(s, item) ||
	    (item->parts.newsletter && i > 0 &&
		is_same_series(&s->items[i - 1], item));
}

static enum rule_id
gap_rule(const struct series *s, size_t i, bool first)
{
	const struct numbered *item = &s->items[i];
	bool sure = first ? begins_here(s, i)
			  : item->parts.newsletter || is_declared(s, item);
	return sure ? RULE_NUMBER_GAP : RULE_NUMBER_GAP_SHARED;
}

/* `before`: the one before it in its year; NULL: it is the first. */
static void
gap_tell(struct series *s, size_t i, const struct numbered *before)
{
	const struct numbered *item = &s->items[i];
	enum rule_id rule = gap_rule(s, i, before == NULL);
	struct buf words = BUF_INIT;
	struct diag *d;
	/* Where a series that others use, too, begins, nobody knows. */
	if ((before == NULL && rule == RULE_NUMBER_GAP_SHARED &&
		!item->parts.newsletter) ||
	    missing_put(&words, s, item,
		before == NULL ? 0 : before->parts.count) == 0) {
		buf_free(&words);
		return;
	}
	if (before == NULL) {
		d = diag_at(s->diags, &rules[rule], item->value->span,
		    "before “%s”, the first of its year, %s is missing",
		    item->value->text.at, words.at);
		check_also_setting(s->checking, s->diags, d, RULE_NUMBER_GAP);
	} else {
		d = diag_at(s->diags, &rules[rule], item->value->span,
		    "between “%s” (%s) and “%s”, %s is missing",
		    before->value->text.at, before->record->id,
		    item->value->text.at, words.at);
		diag_also(s->diags, d, before->value->span, "the one before");
	}
	buf_free(&words);
}

/* ---- twice, out of order ---- */

static void
twice_tell(struct series *s, const struct numbered *item,
    const struct numbered *before)
{
	const struct rule *rule = &rules[RULE_DOCUMENT_NUMBER_TWICE];
	const struct value *used =
	    used_elsewhere(s, item, item->parts.count);
	struct diag *d;
	if (before != NULL) {
		d = diag_at(s->diags, rule, item->value->span,
		    "another bulletin has the number “%s”",
		    item->value->text.at);
		diag_also(s->diags, d, before->value->span, "there");
	} else if (used != NULL) {
		d = diag_at(s->diags, rule, item->value->span,
		    "the programme says that “%s” is used elsewhere",
		    item->value->text.at);
		diag_also(s->diags, d, used->span, "there");
	}
}

static void
order_tell(struct series *s, const struct numbered *item,
    const struct numbered *before)
{
	const struct value *day = record_get(item->record, "date");
	const struct value *day_before = record_get(before->record, "date");
	if (day == NULL || day_before == NULL ||
	    strcmp(day->text.at, day_before->text.at) >= 0)
		return;
	struct diag *d = diag_at(s->diags, &rules[RULE_NUMBER_ORDER],
	    day->span, "“%s” is of %s, and “%s”, which comes before it, of %s",
	    item->value->text.at, day->text.at, before->value->text.at,
	    day_before->text.at);
	diag_also(s->diags, d, day_before->span, "the one before");
}

/* ---- 总第 ---- */

/* `*last`: that of the item before, or what it would have been; 0: unknown. */
static void
total_check(struct series *s, const struct numbered *item,
    const struct numbered *before, long *last)
{
	long total = item->parts.total, due = 0;
	if (before == NULL)
		*last = 0;
	else if (*last > 0 && is_same_year(before, item))
		due = *last + item->parts.count - before->parts.count;
	else if (*last > 0 && before->parts.year + 1 == item->parts.year)
		due = *last + item->parts.count +
		    free_from(s, before, before->parts.count + 1) - 1 -
		    before->parts.count;
	if (due > 0 && total > 0 && total != due) {
		struct diag *d = diag_at(s->diags, &rules[RULE_NUMBER_TOTAL],
		    item->value->span,
		    "by “%s” (%s), “%s” is 总第%ld期 of its newsletter",
		    before->value->text.at, before->record->id,
		    item->value->text.at, due);
		diag_also(s->diags, d, before->value->span, "the one before");
		diag_remedy(s->diags, d,
		    "write （总第%ld期）, or correct the one before", due);
	}
	*last = total > 0 ? total : due;
}

/* ---- those whose form nobody knows ---- */

static void
formless_check(const struct corpus *corpus, struct series *s)
{
	struct table seen;
	struct numbered made;
	table_init(&seen, s->scratch);
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		if (!record_is(record, "bulletin") ||
		    record_get(record, "number") == NULL ||
		    numbered_make(s, &made, record))
			continue;
		struct numbered *first = table_get(&seen, made.value->text);
		if (first != NULL) {
			twice_tell(s, &made, first);
			continue;
		}
		first = ARENA_NEW(s->scratch, struct numbered);
		*first = made;
		table_add(&seen, made.value->text, first);
	}
}

void
check_numbers(const struct checking *checking, struct diags *diags)
{
	struct series s = { .checking = checking,
		.diags = diags,
		.scratch = arena_new() };
	long total = 0;
	series_read(&s);
	for (size_t i = 0; i < s.count; i++) {
		const struct numbered *item = &s.items[i];
		const struct numbered *before = i == 0 ? NULL : item - 1;
		bool follows = before != NULL && is_same_year(before, item);
		bool twice = follows &&
		    before->parts.count == item->parts.count;
		twice_tell(&s, item, twice ? before : NULL);
		if (twice)
			continue;
		gap_tell(&s, i, follows ? before : NULL);
		if (follows)
			order_tell(&s, item, before);
		if (item->parts.newsletter)
			total_check(&s, item,
			    before != NULL && is_same_series(before, item)
				? before
				: NULL,
			    &total);
	}
	formless_check(checking->corpus, &s);
	arena_free(s.scratch);
}
