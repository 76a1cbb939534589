/*
 * The coverage sheet (全覆盖、不留盲点): a row a unit and form, then everybody
 * who is missing, with who may review him.  For the office: it is made of the
 * rosters.
 */
#include "check/coverage.h"
#include "cmd/print.h"

struct sum {
	size_t subjects, states[COVERAGE__MAX];
	const struct person **reviewers; /* each once, in order of coming */
	size_t reviewer_count, capacity;
};

struct sheet_of_coverage {
	struct arena *arena;
	struct pen pen;
	const struct corpus *corpus;
	const struct coverage *coverage;
	const struct organisation *within; /* or NULL */
	size_t forms;
	struct sum *sums; /* by organisation and form */
};

/* The unit that it is counted with: right below the top, or itself. */
static const struct organisation *
unit_of_item(const struct sheet_of_coverage *s,
    const struct coverage_item *item)
{
	const struct organisation *unit = organisation_at_level(item->within,
	    s->corpus->programme->terms[VOCABULARY_LEVEL].count > 1 ? 1 : 0,
	    s->coverage->period->to);
	return unit != NULL ? unit : item->within;
}

static bool
is_chosen(const struct sheet_of_coverage *s, const struct coverage_item *item)
{
	return s->within == NULL ||
	    organisation_is_within(item->within, s->within,
		s->coverage->period->to);
}

static void
reviewer_add(struct arena *arena, struct sum *sum, const struct corpus *corpus,
    const struct record *review)
{
	const struct person *reviewer = review == NULL
	    ? NULL
	    : table_get(&corpus->roster.person_ids,
		  value_as_text(record_get(review, "reviewer")));
	for (size_t i = 0; i < sum->reviewer_count; i++)
		if (sum->reviewers[i] == reviewer)
			return;
	if (reviewer == NULL)
		return;
	ARENA_ROOM(arena, sum->reviewers, sum->reviewer_count, sum->capacity);
	sum->reviewers[sum->reviewer_count++] = reviewer;
}

static void
items_sum(struct sheet_of_coverage *s)
{
	const struct programme *programme = s->corpus->programme;
	s->forms = programme->terms[VOCABULARY_FORM].count;
	s->sums = ARENA_ARRAY(s->arena, struct sum,
	    s->corpus->roster.organisation_count * s->forms);
	for (size_t i = 0; i < s->coverage->count; i++) {
		const struct coverage_item *item = &s->coverage->items[i];
		if (!is_chosen(s, item))
			continue;
		struct sum *sum = &s->sums[unit_of_item(s, item)->order *
			s->forms + (size_t)(item->form - programme->forms)];
		sum->subjects++;
		sum->states[item->state]++;
		reviewer_add(s->arena, sum, s->corpus, item->review);
	}
}

/* ---- words ---- */

static const char *
names_joined(struct arena *arena, const struct person *const *people,
    size_t count)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s", i > 0 ? "、" : "", people[i]->name);
	return buf_detach(arena, &buf).at;
}

/* Whoever holds what the form's lines ask for, each once. */
static const char *
may_review(const struct sheet_of_coverage *s, const struct coverage_item *item)
{
	const struct reviewer *lines[REVIEWERS_MOST];
	const struct person *people[REVIEWERS_MOST];
	const char *day = s->coverage->period->to;
	size_t count = form_reviewers(item->form, s->corpus->programme,
	    &item->subject, day, lines, REVIEWERS_MOST), found = 0;
	for (size_t i = 0; i < count; i++) {
		const struct person *person = relation_person(
		    lines[i]->relation, &item->subject, day);
		bool known = person == NULL;
		for (size_t j = 0; j < found; j++)
			known = known || people[j] == person;
		if (!known)
			people[found++] = person;
	}
	return names_joined(s->arena, people, found);
}

static const char *
number(const struct sheet_of_coverage *s, size_t n)
{
	return arena_printf(s->arena, "%zu", n);
}

static const char *
day(const struct sheet_of_coverage *s, const char *iso)
{
	return date_words(s->arena, s->corpus->site->strings, iso);
}

/* ---- tables ---- */

static void
sum_put(const struct sheet_of_coverage *s, struct node *table,
    const char *name, const struct form *form, const struct sum *sum)
{
	static const enum coverage_state states[] = { COVERAGE_IN_TIME,
		COVERAGE_LATE, COVERAGE_WAIVED, COVERAGE_MISSING };
	struct node *row = pen_row(&s->pen, table);
	pen_cell(&s->pen, row, name, ALIGN_CENTRE);
	pen_cell(&s->pen, row, form->short_name, ALIGN_CENTRE);
	pen_cell(&s->pen, row, number(s, sum->subjects), ALIGN_CENTRE);
	for (size_t i = 0; i < COVERAGE__MAX; i++)
		pen_cell(&s->pen, row, number(s, sum->states[states[i]]),
		    ALIGN_CENTRE);
	pen_cell(&s->pen, row,
	    names_joined(s->arena, sum->reviewers, sum->reviewer_count),
	    ALIGN_LEFT);
}

static void
sums_put(const struct sheet_of_coverage *s, struct node *body)
{
	static const char *const titles[] = { "单位", "点评表", "应点评",
		"按期点评", "逾期点评", "免评", "未点评", "点评人" };
	struct node *table = pen_table(&s->pen, body, titles, 8);
	const struct roster *roster = &s->corpus->roster;
	const struct form *forms = s->corpus->programme->forms;
	for (size_t f = 0; f < s->forms; f++) {
		struct sum all = { 0 };
		for (size_t i = 0; i < roster->organisation_count; i++) {
			const struct sum *sum = &s->sums[i * s->forms + f];
			if (sum->subjects == 0)
				continue;
			sum_put(s, table, roster->organisations[i]->short_name,
			    &forms[f], sum);
			all.subjects += sum->subjects;
			for (size_t k = 0; k < COVERAGE__MAX; k++)
				all.states[k] += sum->states[k];
		}
		if (all.subjects > 0)
			sum_put(s, table, "合计", &forms[f], &all);
	}
}

/* Those without a review: blind spots once the day has passed. */
static void
missing_put(const struct sheet_of_coverage *s, struct node *body)
{
	static const char *const titles[] = { "序号", "单位", "所在组织",
		"点评对象", "点评表", "可由谁点评" };
	struct node *table = NULL;
	size_t count = 0;
	pen_heading(&s->pen, body, 2,
	    s->coverage->over_due ? "未点评名单（盲点）" : "待点评名单");
	for (size_t i = 0; i < s->coverage->count; i++) {
		const struct coverage_item *item = &s->coverage->items[i];
		if (item->state != COVERAGE_MISSING || !is_chosen(s, item))
			continue;
		if (table == NULL)
			table = pen_table(&s->pen, body, titles, 6);
		struct node *row = pen_row(&s->pen, table);
		pen_cell(&s->pen, row, number(s, ++count), ALIGN_CENTRE);
		pen_cell(&s->pen, row, unit_of_item(s, item)->short_name,
		    ALIGN_CENTRE);
		pen_cell(&s->pen, row,
		    coverage_place(s->coverage, item)->short_name,
		    ALIGN_CENTRE);
		pen_cell(&s->pen, row,
		    item->subject.person != NULL
			? item->subject.person->name
			: item->subject.organisation->name,
		    ALIGN_CENTRE);
		pen_cell(&s->pen, row, item->form->short_name, ALIGN_CENTRE);
		pen_cell(&s->pen, row, may_review(s, item), ALIGN_LEFT);
	}
	if (table == NULL)
		pen_paragraph(&s->pen, body, "无。");
}

const struct paper *
coverage_paper(struct arena *arena, const struct site_run *run,
    const struct period *period, const struct organisation *within)
{
	struct sheet_of_coverage s = { .arena = arena,
		.pen = { arena, SPAN_NONE },
		.corpus = &run->corpus,
		.coverage = coverage_make(arena, &run->checking, period),
		.within = within };
	struct paper *paper = ARENA_NEW(arena, struct paper);
	struct node *body = pen_document(&s.pen);
	const struct roster *roster = &run->corpus.roster;
	const struct organisation *top = within != NULL ? within
	    : roster->organisation_count > 0
	    ? organisation_root(roster->organisations[0], period->to)
	    : NULL;
	items_sum(&s);
	sums_put(&s, body);
	missing_put(&s, body);
	*paper = (struct paper){
		.title = arena_printf(arena, "%s领导点评覆盖情况表",
		    period->name),
		.left = top == NULL ? NULL : top->name,
		.right = arena_printf(arena, "完成时限%s　%s",
		    day(&s, period->due), paper_as_of(arena, run->as_of)),
		.turned = true,
		.body = body };
	return paper;
}
