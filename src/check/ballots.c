/*
 * Ballots that add up, and shares of grades: DOMAIN, “Ballots”.  Grades are a
 * share of those graded by one form, in one organisation (members: their
 * branch; organisations: the one above) and period; the last review counts.
 */
#include <stdlib.h>
#include "check/check.h"
#include "model/relation.h"
#include "model/rules.h"

/* ---- one review ---- */

/* No more of the one than of the other. */
static void
most_check(const struct value *ballots, const char *less, const char *more,
    enum rule_id rule, struct diags *diags)
{
	const struct value *few = value_get(ballots, less);
	const struct value *many = value_get(ballots, more);
	if (few == NULL || many == NULL || few->integer <= many->integer)
		return;
	struct diag *d = rule == RULE_BALLOTS_VALID
	    ? diag_at(diags, &rules[rule], few->span,
		  "there are %lld valid ballots of %lld people present",
		  (long long)few->integer, (long long)many->integer)
	    : diag_at(diags, &rules[rule], few->span,
		  "there are %lld people present of %lld on the roll",
		  (long long)few->integer, (long long)many->integer);
	diag_also(diags, d, many->span, "at most so many");
}

static void
sum_check(const struct value *ballots, struct diags *diags)
{
	const struct value *counts = value_get(ballots, "counts");
	const struct value *valid = value_get(ballots, "valid");
	int64_t sum = 0;
	for (size_t i = 0; i < value_count(counts); i++)
		sum += counts->map.entries[i].value->integer;
	if (counts == NULL || valid == NULL || sum == valid->integer)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_BALLOTS_SUM], counts->span,
	    "the votes add up to %lld, but %lld ballots are valid",
	    (long long)sum, (long long)valid->integer);
	diag_also(diags, d, valid->span, "the valid ballots");
}

void
check_ballots(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	(void)checking;
	if (!record_is(record, "review"))
		return;
	const struct value *ballots = record_get(record, "ballots");
	if (ballots == NULL)
		return;
	most_check(ballots, "valid", "present", RULE_BALLOTS_VALID, diags);
	most_check(ballots, "present", "roll", RULE_BALLOTS_PRESENT, diags);
	sum_check(ballots, diags);
}

/* ---- shares ---- */

/* One graded review on its way into a group. */
struct graded {
	const struct record *review;
	const struct organisation *organisation; /* whose group it is in */
	const char *subject;
	int grade;
};

static bool
graded_of(struct graded *graded, const struct checking *checking,
    const struct record *review)
{
	const struct value *grade = record_get(review, "grade");
	struct subject subject;
	if (grade == NULL || review->form == NULL ||
	    !record_subject(review, &subject))
		return false;
	graded->review = review;
	graded->grade = programme_rank(
	    checking->programme, VOCABULARY_GRADE, grade->text);
	graded->subject = subject_id(&subject);
	graded->organisation = subject.person != NULL
	    ? review->organisation
	    : organisation_superior(review->organisation,
		  record_label_day(review));
	return graded->grade >= 0 && graded->organisation != NULL;
}

static int
group_compare(const struct graded *a, const struct graded *b)
{
	int c = strcmp(a->review->period, b->review->period);
	if (c != 0)
		return c;
	if (a->review->form != b->review->form)
		return a->review->form < b->review->form ? -1 : 1;
	size_t one = a->organisation->order, two = b->organisation->order;
	return (one > two) - (one < two);
}

/* By group; in it by subject, the last review of each last. */
static int
graded_compare(const void *pa, const void *pb)
{
	const struct graded *a = pa, *b = pb;
	int c = group_compare(a, b);
	if (c == 0)
		c = strcmp(a->subject, b->subject);
	if (c == 0)
		c = strcmp(a->review->date, b->review->date);
	return c != 0 ? c : strcmp(a->review->id, b->review->id);
}

static void
share_check(const struct checking *checking, const struct graded *group,
    size_t count, const struct term *term, struct diags *diags)
{
	const struct value *most = value_get(term->item, "most");
	const struct programme *programme = checking->programme;
	const struct record *last = NULL;
	int64_t have = 0;
	if (!value_is(most, VALUE_INTEGER))
		return;
	for (size_t i = 0; i < count; i++) {
		if (&programme->terms[VOCABULARY_GRADE].items[group[i].grade] !=
		    term)
			continue;
		have++;
		if (last == NULL || strcmp(last->date, group[i].review->date) < 0)
			last = group[i].review;
	}
	/* In whole percent: at 33, one of three is not too many. */
	if (have * 100 / (int64_t)count <= most->integer)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_GRADE_SHARE],
	    record_get(last, "grade")->span,
	    "%lld of %zu graded in %s have “%s”, where %lld%% may",
	    (long long)have, count, group->organisation->short_name, term->name,
	    (long long)most->integer);
	diag_also(diags, d, most->span, "the programme sets it here");
}

static void
group_check(const struct checking *checking, const struct graded *group,
    size_t count, struct diags *diags)
{
	const struct term_list *grades =
	    &checking->programme->terms[VOCABULARY_GRADE];
	if ((int64_t)count <
	    programme_number(checking->programme, RULE_GRADE_SHARE))
		return;
	for (size_t i = 0; i < grades->count; i++)
		share_check(checking, group, count, &grades->items[i], diags);
}

void
check_shares(const struct checking *checking, struct diags *diags)
{
	const struct record_list *reviews =
	    index_kind(checking->index, "review");
	struct arena *scratch = arena_new();
	struct graded *all =
	    ARENA_ARRAY(scratch, struct graded, reviews->count);
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < reviews->count; i++)
		if (graded_of(&all[count], checking, reviews->items[i]))
			count++;
	if (count > 1)
		qsort(all, count, sizeof(*all), graded_compare);
	for (size_t i = 0; i < count; i++) {
		bool again = i + 1 < count &&
		    group_compare(&all[i], &all[i + 1]) == 0 &&
		    strcmp(all[i].subject, all[i + 1].subject) == 0;
		if (!again)
			all[kept++] = all[i];
	}
	for (size_t from = 0, to; from < kept; from = to) {
		for (to = from + 1; to < kept &&
		     group_compare(&all[from], &all[to]) == 0; to++)
			continue;
		group_check(checking, all + from, to - from, diags);
	}
	arena_free(scratch);
}
