#include "check/reviewer.h"

#include "base/lang.h"

/* More alternatives than these help nobody. */
#define NAMES_MOST 3

bool
reviewing_make(struct reviewing *r, const struct checking *checking,
    const struct record *record)
{
	if (!record_is(record, "review") || record->form == NULL ||
	    record_day(record) == NULL)
		return false;
	*r = (struct reviewing){ .record = record,
		.programme = checking->programme,
		.form = record->form,
		.date = record->date,
		.reviewer = table_get(&checking->corpus->roster.person_ids,
		    text_of(record_string(record, "reviewer"))) };
	if (!record_subject(record, &r->subject) || r->reviewer == NULL)
		return false;
	r->count = form_reviewers(r->form, checking->programme, &r->subject,
	    r->date, r->lines, REVIEWERS_MOST);
	return r->count > 0;
}

static bool
line_holds(const struct reviewing *r, const struct reviewer *line)
{
	return relation_holds(line->relation, r->reviewer, &r->subject,
	    r->date);
}

/*
 * In between, a liaison leader may look after anybody: that somebody has to
 * hold the regular review in person does not keep others away.
 */
static const struct reviewer *
interim_line(const struct reviewing *r)
{
	if (strcmp(record_string(r->record, "round"), "interim") != 0)
		return NULL;
	for (size_t i = 0; i < r->form->reviewer_count; i++) {
		const struct reviewer *line = &r->form->reviewers[i];
		if (line->relation == RELATION_LIAISON && line->group < 0 &&
		    line->category < 0 && line_holds(r, line))
			return line;
	}
	return NULL;
}

const struct reviewer *
reviewing_line(const struct reviewing *r)
{
	const struct reviewer *found = NULL;
	for (size_t i = 0; i < r->count; i++) {
		const struct reviewer *line = r->lines[i];
		if ((found != NULL && line->method >= 0) ||
		    !line_holds(r, line))
			continue;
		found = line;
		if (line->method < 0)
			break;
	}
	return found != NULL ? found : interim_line(r);
}

static bool
anybody_holds(const struct reviewing *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (relation_person(r->lines[i]->relation, &r->subject,
			r->date) != NULL)
			return true;
	return false;
}

enum rule_id
reviewing_fault(const struct reviewing *r)
{
	const struct reviewer *line = r->lines[0];
	if (reviewing_line(r) != NULL)
		return RULE__MAX;
	bool top = subject_is_top(&r->subject, r->date) && !anybody_holds(r);
	if (top && r->reviewer != r->subject.person)
		return RULE__MAX;
	if (!line->only || (line->group < 0 && line->category < 0))
		return RULE_REVIEWER_UNFIT;
	if (line->group >= 0)
		return RULE_WEAK_REVIEWER;
	/* That nobody knows where he has come to is a fault of the roster. */
	return line->relation == RELATION_INFLOW_HEAD && !anybody_holds(r)
	    ? RULE__MAX
	    : RULE_CATEGORY_REVIEWER;
}

/* ---- who may ---- */

static const char *
holder_name(struct arena *arena, enum relation relation,
    const struct holder *holder)
{
	const char *format;
	switch (relation) {
	case RELATION_LIAISON:
		format = _("%s (liaison leader of %s)");
		break;
	case RELATION_ROOT_LEADER:
		format = _("%s (leader of %s)");
		break;
	default:
		format = _("%s (head of %s)");
	}
	return arena_printf(arena, format, holder->person->name,
	    holder->organisation->short_name);
}

const char *
reviewers_name(struct arena *arena, const struct form *form,
    const struct programme *programme, const struct subject *subject,
    const char *date)
{
	const struct reviewer *lines[REVIEWERS_MOST];
	const struct person *people[NAMES_MOST];
	const char *names[NAMES_MOST];
	size_t found = 0;
	size_t count = form_reviewers(form, programme, subject, date, lines,
	    REVIEWERS_MOST);
	for (size_t i = 0; i < count && found < NAMES_MOST; i++) {
		struct holder holder =
		    relation_holder(lines[i]->relation, subject, date);
		bool known = holder.person == NULL;
		for (size_t j = 0; j < found; j++)
			known = known || people[j] == holder.person;
		if (known)
			continue;
		people[found] = holder.person;
		names[found++] =
		    holder_name(arena, lines[i]->relation, &holder);
	}
	switch (found) {
	case 0:
		return NULL;
	case 1:
		return names[0];
	case 2:
		return arena_printf(arena, _("%s or %s"), names[0], names[1]);
	default:
		return arena_printf(arena, _("%s, %s or %s"), names[0],
		    names[1], names[2]);
	}
}

void
reviewing_explain(const struct reviewing *r, struct diags *diags,
    struct diag *diag)
{
	const char *names = reviewers_name(diags->arena, r->form,
	    r->programme, &r->subject, r->date);
	diag_also(diags, diag, r->lines[0]->span,
	    "the programme says here who may review");
	if (names != NULL)
		diag_remedy(diags, diag, "%s may review on that day", names);
	else
		diag_remedy(diags, diag,
		    "nobody is recorded who may: add to organisations.yaml who "
		    "was responsible for %s on %s",
		    subject_name(&r->subject), r->date);
}
