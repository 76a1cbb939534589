/*
 * From a problem to its closing: plan, chapter 4, “整改落实”; DOMAIN: “five
 * things must be clear of each: what, who, standard, measures, by when”.
 */
#include "base/date.h"
#include "base/lang.h"
#include "check/check.h"
#include "model/answers.h"
#include "model/relation.h"
#include "model/rules.h"

/* ---- the course ---- */

struct course *
problem_course(const struct index *index, struct arena *arena,
    const struct record *review, const struct value *problem)
{
	const struct record_list *lists[] = {
		index_answers(index, review->id, "reply"),
		index_answers(index, review->id, "verification"),
	};
	const struct record **answers = ARENA_ARRAY(arena,
	    const struct record *, lists[0]->count + lists[1]->count);
	size_t count = 0;
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			answers[count++] = lists[i]->items[j];
	return answered_course(arena, review, problem, answers, count);
}

/* ---- a problem ---- */

struct judged {
	const struct checking *checking;
	const struct record *review;
	const struct value *problem;
	const struct course *course;
	const char *id;
	struct span span; /* of its id, else of the whole */
	struct diags *diags;
};

/* What, who, standard, measures, by when. */
static void
five_check(const struct judged *j)
{
	const struct value *problem = j->problem;
	/* What was not understood is told there: it may be any of these. */
	if (problem->faulty)
		return;
	if (value_get(problem, "owner") == NULL)
		diag_at(j->diags, &rules[RULE_PROBLEM_OWNER], j->span,
		    "nobody is responsible for the problem “%s”", j->id);
	if (j->course->measure_count == 0)
		diag_at(j->diags, &rules[RULE_PROBLEM_MEASURE], j->span,
		    "the problem “%s” has no measure", j->id);
	if (j->course->due == NULL && j->course->state != PROBLEM_LASTING)
		diag_at(j->diags, &rules[RULE_PROBLEM_DUE], j->span,
		    "the problem “%s” has no day by which it is rectified",
		    j->id);
	if (value_get(problem, "standard") == NULL)
		diag_at(j->diags, &rules[RULE_PROBLEM_STANDARD], j->span,
		    "nothing says when the problem “%s” counts as rectified",
		    j->id);
}

/* Days from one to the other; -1 when either is none. */
static long
days_since(const char *from, const char *to)
{
	return date_is_valid(text_of(from)) ? date_between(from, to) : -1;
}

static void
unanswered_check(const struct judged *j)
{
	int64_t most = programme_number(
	    j->checking->programme, RULE_PROBLEM_UNANSWERED);
	long days = days_since(j->review->date, j->checking->as_of);
	if (j->course->answered || j->course->state != PROBLEM_OPEN ||
	    days <= most)
		return;
	struct diag *d = diag_at(j->diags, &rules[RULE_PROBLEM_UNANSWERED],
	    j->span,
	    "nobody has replied to the problem “%s” for %ld days, where %lld "
	    "are allowed",
	    j->id, days, (long long)most);
	check_also_setting(j->checking, j->diags, d, RULE_PROBLEM_UNANSWERED);
}

/* A day that had passed when the problem was raised: told, or let pass? */
static bool
due_early_check(const struct judged *j)
{
	const struct value *due = value_get(j->problem, "due");
	const struct value *day = record_get(j->review, "date");
	if (due == NULL || day == NULL ||
	    strcmp(due->text.at, day->text.at) >= 0)
		return false;
	struct diag *d = diag_at(j->diags, &rules[RULE_PROBLEM_DUE_EARLY],
	    due->span,
	    "the problem “%s” is due on %s, before the review of %s", j->id,
	    due->text.at, day->text.at);
	diag_also(j->diags, d, day->span, "the review");
	return d->level != DIAG_OFF;
}

static void
overdue_check(const struct judged *j)
{
	const struct value *due = value_get(j->problem, "due");
	long days = course_days_over(j->course, j->checking->as_of);
	if (days <= 0)
		return;
	struct span span = due != NULL ? due->span : j->span;
	struct diag *d = days == 1
	    ? diag_at(j->diags, &rules[RULE_PROBLEM_OVERDUE], span,
		  "the problem “%s” was due on %s, the day before", j->id,
		  j->course->due)
	    : diag_at(j->diags, &rules[RULE_PROBLEM_OVERDUE], span,
		  "the problem “%s” was due on %s, %ld days ago", j->id,
		  j->course->due, days);
	for (size_t i = j->course->step_count; i-- > 0;)
		if (j->course->steps[i].due != NULL) {
			diag_also(j->diags, d, j->course->steps[i].span,
			    "extended here");
			break;
		}
}

static const struct course_step *
last_step(const struct judged *j)
{
	return &j->course->steps[j->course->step_count - 1];
}

static void
unverified_check(const struct judged *j)
{
	int64_t most = programme_number(
	    j->checking->programme, RULE_PROBLEM_UNVERIFIED);
	if (j->course->state != PROBLEM_DONE)
		return;
	long days = days_since(j->course->done, j->checking->as_of);
	if (days <= most)
		return;
	struct diag *d = diag_at(j->diags, &rules[RULE_PROBLEM_UNVERIFIED],
	    j->span,
	    "the problem “%s” is said to be done since %s, and nobody has "
	    "verified it",
	    j->id, j->course->done);
	diag_also(j->diags, d, last_step(j)->span, "said here");
}

/* The two counts, of problems and of measures, must agree. */
static void
reconciled_check(const struct judged *j)
{
	const struct course *course = j->course;
	size_t left = course->measure_count - course->measures_done;
	if (left == 0 ||
	    (course->state != PROBLEM_DONE && course->state != PROBLEM_CLOSED))
		return;
	struct diag *d = diag_at(j->diags, &rules[RULE_MEASURES_UNRECONCILED],
	    last_step(j)->span,
	    "the problem “%s” is called %s with %zu of its %zu measures done",
	    j->id, _(problem_state_name(course->state)), course->measures_done,
	    course->measure_count);
	diag_also(j->diags, d, j->span, "the problem");
}

static void
fault_tell(const struct judged *j, const struct course_fault *fault)
{
	const struct course_step *before = &j->course->steps[fault->before];
	struct diag *d;
	switch (fault->kind) {
	case COURSE_EXTENSION_REASON:
		d = diag_at(j->diags, &rules[RULE_EXTENSION_REASON],
		    fault->span,
		    "the problem “%s” is to be extended without a reason",
		    j->id);
		diag_also(j->diags, d, j->span, "the problem");
		return;
	case COURSE_EXTENSION_DUE:
		d = diag_at(j->diags, &rules[RULE_EXTENSION_DUE], fault->span,
		    "the problem “%s” is to be extended, but no new day lies "
		    "after the old one",
		    j->id);
		diag_also(j->diags, d, j->span, "the problem");
		return;
	case COURSE_IMPOSSIBLE:
		break;
	}
	d = diag_at(j->diags, &rules[RULE_STATE_IMPOSSIBLE], fault->span,
	    "the problem “%s” can't become %s: it is %s", j->id,
	    _(problem_state_name(fault->state)),
	    _(problem_state_name(before->state)));
	diag_also(j->diags, d, before->span, "since here");
}

static void
problem_check(const struct checking *checking, struct arena *scratch,
    const struct record *review, const struct value *problem,
    struct diags *diags)
{
	const struct value *id = value_get(problem, "id");
	const struct judged j = {
		.checking = checking,
		.review = review,
		.problem = problem,
		.course =
		    problem_course(checking->index, scratch, review, problem),
		.id = value_as_string(id),
		.span = id != NULL ? id->span : problem->span,
		.diags = diags,
	};
	five_check(&j);
	unanswered_check(&j);
	/* What is due by a slip is not overdue, too. */
	if (!due_early_check(&j) || j.course->due != j.course->first_due)
		overdue_check(&j);
	unverified_check(&j);
	reconciled_check(&j);
	for (size_t i = 0; i < j.course->fault_count; i++)
		fault_tell(&j, &j.course->faults[i]);
}

static void
problems_check(const struct checking *checking, const struct record *review,
    struct diags *diags)
{
	const struct value *problems = record_get(review, "problems");
	if (value_count(problems) == 0)
		return;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < value_count(problems); i++) {
		problem_check(checking, scratch, review,
		    value_item(problems, i), diags);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

/* ---- a reply, a verification ---- */

/* A word of letters and digits, not what was done in somebody's words. */
static bool
is_id(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text_is_word_byte(text.at[i]))
			return false;
	return text.len > 0;
}

static void
measures_check(const struct record *reply, struct diags *diags)
{
	const struct value *items = record_get(reply, "items");
	const struct value *problems = record_get(reply->about, "problems");
	for (size_t i = 0; i < value_count(items); i++) {
		const struct value *item = value_item(items, i);
		const struct value *measure = value_get(item, "measure");
		const struct value *problem = value_find_item(problems, "id",
		    value_as_text(value_get(item, "problem")));
		if (problem == NULL || !is_id(value_as_text(measure)) ||
		    problem_measure(problem, measure->text) != NULL)
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_MEASURE_UNKNOWN],
		    measure->span, "the problem has no measure “%s”",
		    measure->text.at);
		diag_also(diags, d, value_get(problem, "id")->span,
		    "the problem");
	}
}

/* A person who is responsible for one of the review's problems, or his unit. */
static bool
is_owner(const struct roster *roster, const struct value *problems,
    const struct organisation *unit, const struct person *who,
    const char *date)
{
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct person *owner = roster_person(roster,
		    value_as_text(value_get(value_item(problems, i), "owner")),
		    NULL);
		if (owner != NULL &&
		    (owner == who ||
			(unit != NULL &&
			    (person_branch(owner, date) == unit ||
				organisation_has_officer(unit, owner, date)))))
			return true;
	}
	return false;
}

/* What was reviewed, what it lies in, or an officer of either. */
static bool
is_over(const struct subject *subject, const struct organisation *unit,
    const struct person *who, const char *date)
{
	const struct organisation *at = subject->organisation;
	if (who != NULL && who == subject->person)
		return true;
	for (int i = 0; at != NULL && i < TREE_DEPTH; i++) {
		if (at == unit ||
		    (who != NULL && organisation_has_officer(at, who, date)))
			return true;
		at = organisation_superior(at, date);
	}
	return false;
}

static void
replier_check(const struct checking *checking, const struct record *reply,
    struct diags *diags)
{
	const struct roster *roster = &checking->corpus->roster;
	const struct value *from = record_get(reply, "from");
	struct text word = value_as_text(from);
	struct subject subject;
	const struct organisation *unit =
	    roster_organisation(roster, word, NULL);
	const struct person *who =
	    unit != NULL ? NULL : roster_person(roster, word, NULL);
	if ((unit == NULL && who == NULL) ||
	    !record_subject(reply->about, &subject) ||
	    record_day(reply) == NULL ||
	    is_over(&subject, unit, who, reply->date) ||
	    is_owner(roster, record_get(reply->about, "problems"), unit, who,
		reply->date))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_REPLIER_UNFIT], from->span,
	    "%s is responsible for none of the problems, and stands nowhere "
	    "above %s",
	    unit != NULL ? unit->short_name : who->name,
	    subject_name(&subject));
	diag_also(diags, d, record_get(reply->about, "subject")->span,
	    "the subject");
}

/* Only the reviewer, or whom the problem names. */
static void
verifier_check(const struct checking *checking,
    const struct record *verification, struct diags *diags)
{
	struct text review, id;
	const struct value *by = record_get(verification, "by");
	const struct value *reviewer =
	    record_get(verification->about, "reviewer");
	text_split(value_as_text(record_get(verification, "problem")), '#',
	    &review, &id);
	const struct value *problem = value_find_item(
	    record_get(verification->about, "problems"), "id", id);
	const struct value *verifier = value_get(problem, "verifier");
	if (by == NULL || reviewer == NULL || problem == NULL ||
	    text_equal(by->text, reviewer->text) ||
	    (verifier != NULL && text_equal(by->text, verifier->text)))
		return;
	const struct person *person =
	    roster_person(&checking->corpus->roster, by->text, NULL);
	struct diag *d = diag_at(diags, &rules[RULE_VERIFIER_UNFIT], by->span,
	    "%s is neither the reviewer nor named as verifier of the problem "
	    "“%.*s”",
	    person == NULL ? by->text.at : person->name, TEXT_ARG(id));
	diag_also(diags, d,
	    verifier != NULL ? verifier->span : reviewer->span,
	    verifier != NULL ? N_("the verifier") : N_("the reviewer"));
}

void
check_rectification(const struct checking *checking,
    const struct record *record, struct diags *diags)
{
	if (record_is(record, "review") &&
	    !record_is_ahead(record, checking->as_of)) {
		problems_check(checking, record, diags);
	} else if (record_is(record, "reply") && record->about != NULL) {
		measures_check(record, diags);
		replier_check(checking, record, diags);
	} else if (record_is(record, "verification") &&
	    record->about != NULL) {
		verifier_check(checking, record, diags);
	}
}
