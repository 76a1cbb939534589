#include "model/relation.h"

const char *
subject_id(const struct subject *subject)
{
	return subject->person != NULL ? subject->person->id
				       : subject->organisation->id;
}

struct span
subject_span(const struct subject *subject)
{
	return subject->person != NULL ? subject->person->span
				       : subject->organisation->span;
}

const char *
subject_name(const struct subject *subject)
{
	return subject->person != NULL ? subject->person->name
				       : subject->organisation->short_name;
}

/* Who is looked for: one person, or (NULL) anybody who qualifies. */
struct question {
	const struct person *who;
	const struct subject *subject;
	const char *date;
};

static const struct holder nobody;

static struct holder
holder_in(const struct question *q, const struct organisation *organisation,
    const struct tenures *tenures)
{
	for (size_t i = 0; i < tenures->count; i++) {
		const struct tenure *t = &tenures->items[i];
		if (t->person == NULL || t->person == q->subject->person ||
		    (q->who != NULL && t->person != q->who) ||
		    !tenure_holds(t, q->date))
			continue;
		return (struct holder){ t->person, organisation };
	}
	return nobody;
}

static struct holder
head_of(const struct question *q, const struct organisation *organisation)
{
	return organisation == NULL
	    ? nobody
	    : holder_in(q, organisation, &organisation->heads);
}

static struct holder
head_above(const struct question *q, const struct organisation *organisation)
{
	return head_of(q, organisation_superior(organisation, q->date));
}

static struct holder
liaison_of(const struct question *q, const struct organisation *organisation)
{
	return holder_in(q, organisation, &organisation->liaisons);
}

typedef struct holder holder_find(const struct question *q,
    const struct organisation *organisation);

/*
 * By the subject: the organisation itself, or each that the person heads that
 * day (`heads`), each that he is a deputy of (else).
 */
static struct holder
by_offices(const struct question *q, bool heads, holder_find *find)
{
	const struct person *person = q->subject->person;
	if (person == NULL)
		return q->subject->organisation == NULL
		    ? nobody
		    : find(q, q->subject->organisation);
	for (size_t i = 0; i < person->offices.count; i++) {
		const struct tenure *t = &person->offices.items[i];
		if (!tenure_holds(t, q->date) ||
		    tenures_have(&t->organisation->heads, person, q->date) !=
			heads)
			continue;
		struct holder found = find(q, t->organisation);
		if (found.person != NULL)
			return found;
	}
	return nobody;
}

static bool
has_office(const struct person *person, const char *date)
{
	return tenure_on(&person->offices, date) != NULL;
}

static struct holder
branch_head(const struct question *q)
{
	const struct person *person = q->subject->person;
	if (person == NULL || has_office(person, q->date))
		return nobody;
	return head_of(q, person_branch(person, q->date));
}

static struct holder
inflow_head(const struct question *q)
{
	const struct person *person = q->subject->person;
	for (size_t i = 0; person != NULL && i < person->categories.count;
	     i++) {
		const struct tenure *t = &person->categories.items[i];
		if (t->inflow == NULL || !tenure_holds(t, q->date))
			continue;
		struct holder found = head_of(q, t->inflow);
		if (found.person != NULL)
			return found;
	}
	return nobody;
}

/* An organisation of the subject's, to find the top by; or NULL. */
static const struct organisation *
organisation_of(const struct subject *subject, const char *date)
{
	const struct person *person = subject->person;
	if (person == NULL)
		return subject->organisation;
	const struct tenure *office = tenure_on(&person->offices, date);
	return office != NULL ? office->organisation
			      : person_branch(person, date);
}

static struct holder
root_leader(const struct question *q, bool deputies)
{
	const struct organisation *of = organisation_of(q->subject, q->date);
	if (of == NULL)
		return nobody;
	const struct organisation *root = organisation_root(of, q->date);
	struct holder found = head_of(q, root);
	return found.person != NULL || !deputies
	    ? found
	    : holder_in(q, root, &root->deputies);
}

static struct holder
holder_of(enum relation relation, const struct question *q)
{
	switch (relation) {
	case RELATION_SUPERIOR_HEAD:
		return by_offices(q, true, head_above);
	case RELATION_OWN_HEAD:
		return by_offices(q, false, head_of);
	case RELATION_BRANCH_HEAD:
		return branch_head(q);
	case RELATION_LIAISON:
		return by_offices(q, true, liaison_of);
	case RELATION_INFLOW_HEAD:
		return inflow_head(q);
	case RELATION_ROOT_HEAD:
		return root_leader(q, false);
	case RELATION_ROOT_LEADER:
		return root_leader(q, true);
	case RELATION__MAX:
		break;
	}
	return nobody;
}

const char *
relation_name(enum relation relation)
{
	const struct field *reviewers =
	    field_find(&form_shape, TEXT_LIT("reviewers"));
	return field_find(reviewers->shape, TEXT_LIT("relation"))
	    ->choices[2 * relation];
}

bool
relation_holds(enum relation relation, const struct person *who,
    const struct subject *subject, const char *date)
{
	struct question q = { who, subject, date };
	return who != NULL && holder_of(relation, &q).person == who;
}

struct holder
relation_holder(enum relation relation, const struct subject *subject,
    const char *date)
{
	struct question q = { NULL, subject, date };
	return holder_of(relation, &q);
}

const struct person *
relation_person(enum relation relation, const struct subject *subject,
    const char *date)
{
	return relation_holder(relation, subject, date).person;
}

/* ---- forms ---- */

/* Is a category of the member's that day of this rank? */
static bool
person_has_category(const struct person *person,
    const struct programme *programme, int category, const char *date)
{
	for (size_t i = 0; i < person->categories.count; i++) {
		const struct tenure *t = &person->categories.items[i];
		if (tenure_holds(t, date) &&
		    programme_rank(programme, VOCABULARY_CATEGORY,
			text_of(t->id)) == category)
			return true;
	}
	return false;
}

static bool
reviewer_applies(const struct reviewer *reviewer,
    const struct programme *programme, const struct subject *subject,
    const char *date)
{
	const struct person *person = subject->person;
	if (reviewer->group >= 0 &&
	    (person != NULL || subject->organisation == NULL ||
		!programme_lists(programme, VOCABULARY_GROUP,
		    subject->organisation->classes, reviewer->group)))
		return false;
	return reviewer->category < 0 ||
	    (person != NULL &&
		person_has_category(person, programme, reviewer->category,
		    date));
}

size_t
form_reviewers(const struct form *form, const struct programme *programme,
    const struct subject *subject, const char *date,
    const struct reviewer **found, size_t room)
{
	size_t count = 0;
	bool only = false;
	for (size_t i = 0; i < form->reviewer_count; i++) {
		const struct reviewer *r = &form->reviewers[i];
		if (r->only < only ||
		    !reviewer_applies(r, programme, subject, date))
			continue;
		if (r->only > only)
			count = 0;
		only = r->only;
		if (count < room)
			found[count++] = r;
	}
	return count;
}

const struct person *
form_reviewer(const struct form *form, const struct programme *programme,
    const struct subject *subject, const char *date,
    const struct reviewer **line)
{
	const struct reviewer *lines[REVIEWERS_MOST];
	const struct person *found = NULL;
	size_t count = form_reviewers(form, programme, subject, date, lines,
	    REVIEWERS_MOST);
	for (size_t i = 0; i < count && found == NULL; i++) {
		*line = lines[i];
		found = relation_person(lines[i]->relation, subject, date);
	}
	return found;
}

bool
organisation_is_there(const struct organisation *organisation,
    const char *date)
{
	const struct tenure span = { .from = organisation->from,
		.to = organisation->to };
	return tenure_holds(&span, date);
}

bool
subject_is_top(const struct subject *subject, const char *date)
{
	const struct person *person = subject->person;
	if (person == NULL)
		return subject->organisation != NULL &&
		    organisation_superior(subject->organisation, date) == NULL;
	for (size_t i = 0; i < person->offices.count; i++) {
		const struct tenure *t = &person->offices.items[i];
		if (tenure_holds(t, date) &&
		    tenures_have(&t->organisation->heads, person, date) &&
		    organisation_superior(t->organisation, date) == NULL)
			return true;
	}
	return false;
}

const struct organisation *
form_office(const struct form *form, const struct programme *programme,
    const struct person *person, const char *date)
{
	for (size_t i = 0; i < person->offices.count; i++) {
		const struct tenure *t = &person->offices.items[i];
		if (tenure_holds(t, date) &&
		    organisation_is_there(t->organisation, date) &&
		    form_has_level(form, programme, t->organisation->level) &&
		    !tenures_have(&t->organisation->heads, person, date))
			return t->organisation;
	}
	return NULL;
}

static bool
takes_member(const struct form *form, const struct programme *programme,
    const struct person *person, const char *date)
{
	const struct organisation *branch = person_branch(person, date);
	size_t count = programme->terms[VOCABULARY_FORM].count;
	if (branch == NULL || strcmp(person->joined, date) > 0 ||
	    !form_has_level(form, programme, branch->level))
		return false;
	for (size_t i = 0; i < count; i++)
		if (programme->forms[i].subject == SUBJECT_OFFICER &&
		    form_office(&programme->forms[i], programme, person,
			date) != NULL)
			return false;
	return true;
}

bool
form_takes(const struct form *form, const struct programme *programme,
    const struct subject *subject, const char *date)
{
	const struct person *person = subject->person;
	switch (form->subject) {
	case SUBJECT_ANY:
		return true;
	case SUBJECT_ORGANISATION:
		return person == NULL && subject->organisation != NULL &&
		    organisation_is_there(subject->organisation, date) &&
		    form_has_level(form, programme,
			subject->organisation->level);
	case SUBJECT_OFFICER:
		return person != NULL &&
		    form_office(form, programme, person, date) != NULL;
	case SUBJECT_MEMBER:
		return person != NULL &&
		    takes_member(form, programme, person, date);
	}
	return false;
}

bool
approval_holds(const struct programme *programme, enum approval approval,
    const struct person *who, const struct subject *subject, const char *date)
{
	unsigned authority = programme->authority[approval];
	struct subject branch = { subject->organisation, NULL };
	for (int r = 0; r < RELATION__MAX; r++)
		if ((authority & 1u << r) != 0 &&
		    (relation_holds((enum relation)r, who, subject, date) ||
			(branch.organisation != NULL &&
			    relation_holds((enum relation)r, who, &branch,
				date))))
			return true;
	return authority == 0;
}
