#include "scope/sight.h"

#include "base/buf.h"
#include "base/lang.h"

/* NULL: there is no such mark. */
static bool
own_admits(const struct sight *sight, const struct record *record,
    const struct value *own)
{
	if (own == NULL)
		return true;
	struct label label = policy_own_label(
	    sight->policy, sight->scratch, own, record, sight->diags);
	return label_admits(
	    &label, &sight->audience, record_label_day(record));
}

bool
sight_item(const struct sight *sight, const struct record *record,
    const struct value *item)
{
	if (!own_admits(sight, record, value_get(item, "scope")))
		return false;
	if (!record_is(record, "reply"))
		return true;
	const struct value *of = value_get(item, "problem");
	return of == NULL ||
	    (record->about != NULL &&
		sight_problem(sight, record->about, value_as_text(of)));
}

bool
sight_problem(
    const struct sight *sight, const struct record *review, struct text id)
{
	const struct value *problem =
	    value_find_item(record_get(review, "problems"), "id", id);
	return problem != NULL && sight_record(sight, review) &&
	    sight_field(sight, review, field_index(review->kind, "problems")) &&
	    sight_item(sight, review, problem);
}

bool
sight_part(const struct field *field)
{
	return field->type != FIELD_SCOPE &&
	    (field->flags & FIELD_OFFICE) == 0;
}

/* Why it was withdrawn may be for fewer than that it was. */
static bool
reason_shown(const struct sight *sight, const struct record *record,
    const struct value *withdrawal)
{
	return own_admits(
	    sight, record, value_get(withdrawal, "reason-scope"));
}

/* That somebody raised a problem is told by what was said. */
static bool
opinions_shown(const struct sight *sight, const struct record *record)
{
	return !record_is(record, "review") ||
	    sight_field(sight, record, field_index(record->kind, "opinions"));
}

bool
sight_item_part(const struct sight *sight, const struct record *record,
    const struct value *item, const struct field *part)
{
	if (strcmp(part->name, "from") == 0)
		return opinions_shown(sight, record);
	return sight_part(part) &&
	    ((part->flags & FIELD_APART) == 0 ||
		strcmp(part->name, "reason") != 0 ||
		reason_shown(sight, record, item));
}

/* A verification speaks of one problem and of nothing else. */
static bool
verified_shown(const struct sight *sight, const struct record *verification)
{
	struct text review, problem;
	return verification->about != NULL &&
	    text_split(value_as_text(record_get(verification, "problem")), '#',
		&review, &problem) &&
	    sight_problem(sight, verification->about, problem);
}

/* On that day; of whatever there is (no day) nothing is taken to be. */
static bool
is_withdrawn(const struct sight *sight, const struct record *record)
{
	return sight->as_of != NULL &&
	    record_is_withdrawn(record, sight->as_of);
}

/* What is left of a bulletin that was withdrawn: which one it was, and that. */
static bool
is_left(const struct field *field)
{
	static const char *const names[] = { "kind", "head", "number", "title",
		"issuer", "date", "edition", "period", "withdrawn", NULL };
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(field->name, names[i]) == 0)
			return true;
	return false;
}

/* Items with not a part that an edition may tell would still be counted. */
static bool
says_something(const struct field *field)
{
	if (field->type != FIELD_MAP)
		return true;
	for (const struct field *f = field->shape->fields; f->name != NULL; f++)
		if (sight_part(f))
			return true;
	return false;
}

/* Can the audience see everything this field was given? */
bool
sight_field(
    const struct sight *sight, const struct record *record, size_t field)
{
	if (is_withdrawn(sight, record)
		? !is_left(&record->kind->fields[field])
		: sight->as_of != NULL &&
		    strcmp(record->kind->fields[field].name, "withdrawn") == 0)
		return false;
	/* The label itself is nobody's; whom a release is for is not one. */
	if (strcmp(record->kind->fields[field].name, "scope") == 0 ||
	    !says_something(&record->kind->fields[field]))
		return false;
	for (size_t f = 0; f < record->field_scope_count; f++)
		if (record->field_scopes[f].field == field &&
		    !scope_admits(&record->field_scopes[f].scope,
			&sight->audience, record_label_day(record)))
			return false;
	return true;
}

bool
sight_section(
    const struct sight *sight, const struct record *record, size_t section)
{
	return !is_withdrawn(sight, record) &&
	    scope_admits(&record->section_scopes[section], &sight->audience,
		record_label_day(record));
}

/* Its address is read from where the record lies, which its id tells. */
bool
sight_picture(
    const struct sight *sight, const struct record *record, size_t picture)
{
	const struct picture_use *use = &record->pictures[picture];
	return sight_section(sight, record, use->section) &&
	    label_admits(&use->label, &sight->audience,
		record_label_day(record)) &&
	    sight_id(sight, record);
}

bool
sight_person(const struct sight *sight, const struct person *person,
    const char *day)
{
	return policy_shows_name(
	    sight->policy, person, &sight->audience, day);
}

bool
sight_name(const struct sight *sight, const struct record *record,
    const struct person *person)
{
	return sight_person(sight, person, record_label_day(record));
}

bool
sight_organisation(const struct sight *sight,
    const struct organisation *organisation, const char *field)
{
	return policy_shows_organisation(sight->policy, organisation, field,
	    &sight->audience, sight->day);
}

bool
sight_label(const struct sight *sight, const struct value *label)
{
	struct text within = value_as_text(value_get(label, "within")), who;
	bool shown = true;
	if (label->kind == VALUE_TEXT)
		text_split(label->text, '/', &within, &who);
	for (size_t i = 0; i < value_count(label) &&
	     label->kind == VALUE_LIST; i++)
		shown = shown && sight_label(sight, value_item(label, i));
	const struct organisation *organisation =
	    roster_organisation(&sight->corpus->roster, within, NULL);
	return shown &&
	    (organisation == NULL ||
		sight_organisation(sight, organisation, NULL));
}

bool
sight_derived(
    const struct sight *sight, const struct record *record, size_t derived)
{
	uint64_t from = record->derived_from[derived];
	if ((from & DERIVED_UNSEEN) != 0)
		return false;
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++)
		if ((from & (uint64_t)1 << i) != 0 &&
		    !sight_field(sight, record, i))
			return false;
	return true;
}

/*
 * Whom the field speaks of: a person, or an organisation where one must be said.
 * Where it lacks, one was (world.h: everything that is hidden is gone).
 */
static bool
named_shown(const struct sight *sight, const struct record *record,
    const struct field *field, const struct value *value)
{
	const struct roster *roster = &sight->corpus->roster;
	struct text id = value_as_text(value);
	const struct organisation *organisation = NULL;
	if (field->type == FIELD_SUBJECT &&
	    (field->flags & FIELD_REQUIRED) != 0) {
		if (value == NULL)
			return false;
		organisation = table_get(&roster->organisation_ids, id);
	}
	const struct person *person = table_get(&roster->person_ids, id);
	return organisation != NULL
	    ? sight_organisation(sight, organisation, NULL)
	    : person == NULL || sight_name(sight, record, person);
}

/* But for what it answers. */
static bool
path_shown(const struct sight *sight, const struct record *record)
{
	if (record->person != NULL &&
	    !sight_name(sight, record, record->person))
		return false;
	/* A bulletin is called by its number, and so in all editions. */
	if (record->organisation != NULL && !record_is(record, "bulletin") &&
	    !sight_organisation(sight, record->organisation, NULL))
		return false;
	/* Its path may be made of the old one of a record that is gone. */
	if (record_is(record, "amendment") &&
	    (record->about == NULL || record_get(record, "renamed") != NULL))
		return false;
	for (size_t i = 0; record->kind->fields[i].name != NULL; i++) {
		const struct field *field = &record->kind->fields[i];
		bool seen = (field->type == FIELD_PERSON ||
				field->type == FIELD_SUBJECT) &&
		    sight_field(sight, record, i);
		/* Who took part gives the path its name: have it or not. */
		if (field->type == FIELD_SUBJECT && !seen)
			return false;
		if (seen &&
		    !named_shown(sight, record, field, record->fields[i]))
			return false;
	}
	return true;
}

/* An answer is called after what it answers. */
bool
sight_id(const struct sight *sight, const struct record *record)
{
	struct record_chain c = { .record = record };
	while (c.record != NULL && path_shown(sight, c.record))
		record_chain_next(&c);
	return c.record == NULL;
}

/* ---- audiences ---- */

/*
 * Below it on every day there is.  Whoever moved, moved through labels too, so
 * only what never moved counts.
 */
static bool
is_always_within(
    const struct organisation *organisation, const struct organisation *above)
{
	for (int depth = 0; organisation != NULL && depth < TREE_DEPTH; depth++) {
		if (organisation == above)
			return true;
		const struct tenures *superiors = &organisation->superiors;
		if (superiors->count != 1 ||
		    *superiors->items[0].from != '\0' ||
		    *superiors->items[0].to != '\0')
			return false;
		organisation = superiors->items[0].organisation;
	}
	return false;
}

/*
 * Does this audience see everything that the other sees?  Then it may read
 * what was composed from the other's edition (a bulletin has one text).
 *  - Leaders see what circulates in their subtree, and what its leaders see.
 *  - Readers further down see what circulates above, if their class is let in.
 */
bool
audience_covers(const struct audience *this, const struct audience *other)
{
	if (this->who == this->leaders &&
	    (this->within == NULL ||
		(other->within != NULL &&
		    is_always_within(other->within, this->within))))
		return true;
	return other->who != other->leaders && this->who >= other->who &&
	    (other->within == NULL ||
		(this->within != NULL &&
		    is_always_within(this->within, other->within)));
}

bool
sight_word(const struct sight *sight, const struct field *field,
    const struct value *word)
{
	return (field->flags & FIELD_TASK) == 0 ||
	    table_get(&sight->tasks, value_as_text(word)) != NULL;
}

/* Copied: who asks may do so when the plan is no longer there. */
static void
tasks_see(struct sight *sight, struct arena *arena, const struct record *plan)
{
	size_t field = field_index(plan->kind, "tasks");
	const struct value *tasks = plan->fields[field];
	if (tasks == NULL || !sight_record(sight, plan) ||
	    !sight_field(sight, plan, field))
		return;
	for (size_t i = 0; i < value_count(tasks); i++)
		table_add(&sight->tasks,
		    arena_text(arena,
			value_as_text(value_get(value_item(tasks, i), "id"))),
		    sight);
}

void
sight_for(struct sight *sight, struct arena *arena,
    const struct corpus *corpus, const struct policy *policy,
    const struct audience *audience, const char *as_of, struct diags *diags)
{
	const struct site *site = corpus->site;
	size_t count = site_editions(site);
	bool *covers = ARENA_ARRAY(arena, bool, count);
	*sight = (struct sight){ .corpus = corpus,
		.policy = policy,
		.audience = *audience,
		.as_of = as_of,
		.day = as_of,
		.covers = covers,
		.scratch = arena,
		.diags = diags };
	table_init(&sight->tasks, arena);
	for (size_t i = 0; i < count; i++) {
		struct audience other;
		if (policy_audience(policy, &other, &site->editions[i],
			diags) == 0)
			covers[i] = audience_covers(audience, &other);
	}
	for (size_t i = 0; i < corpus->record_count; i++)
		if (record_is(corpus->records[i], "plan"))
			tasks_see(sight, arena, corpus->records[i]);
}

int
sight_init(struct sight *sight, struct arena *arena,
    const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, struct diags *diags)
{
	struct audience audience;
	if (policy_audience(policy, &audience, edition, diags) != 0)
		return -1;
	sight_for(sight, arena, corpus, policy, &audience, as_of, diags);
	return 0;
}

struct sight *
site_sights(struct arena *arena, const struct corpus *corpus,
    const struct policy *policy, const char *day, struct diags *diags)
{
	const struct site *site = corpus->site;
	struct sight *sights =
	    ARENA_ARRAY(arena, struct sight, site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++) {
		sights[i].closed = sight_init(&sights[i], arena, corpus,
		    policy, &site->editions[i], NULL, diags) != 0;
		sights[i].day = day;
	}
	return sights;
}

struct sight
sight_quiet(const struct sight *sight, struct arena *scratch,
    struct diags *unheard)
{
	struct sight quiet = *sight;
	quiet.scratch = scratch;
	quiet.diags = unheard;
	return quiet;
}

const char *
editions_titles(
    struct arena *arena, const struct site *site, const bool *of)
{
	struct buf titles = BUF_INIT;
	for (size_t i = 0; i < site->edition_count; i++)
		if (of[i])
			buf_printf(&titles, "%s%s",
			    titles.len > 0 ? _("”, “") : "",
			    site->editions[i].title);
	const char *made = titles.len == 0
	    ? NULL
	    : arena_copy(arena, titles.at, titles.len);
	buf_free(&titles);
	return made;
}

bool
sight_prose(const struct sight *sight, const struct record *record,
    const struct prose *prose)
{
	if (sight->closed || !sight_record(sight, record))
		return false;
	if (prose->section != PROSE_NONE)
		return sight_section(sight, record, prose->section);
	return sight_field(sight, record, prose->field) &&
	    (prose->item == NULL ||
		(sight_item(sight, record, prose->item) &&
		    (prose->value != value_get(prose->item, "from") ||
			opinions_shown(sight, record)) &&
		    (prose->value != value_get(prose->item, "reason") ||
			reason_shown(sight, record, prose->item))));
}

/* A bulletin is shown only to those who see all that it was made from. */
static bool
bulletin_shown(const struct sight *sight, const struct record *record)
{
	const struct site *site = sight->corpus->site;
	const struct edition *edition =
	    edition_find(site, text_of(record_string(record, "edition")));
	return edition != NULL && sight->covers[edition - site->editions];
}

struct admission
sight_admission(const struct sight *sight, const struct record *record)
{
	struct admission seen = { HIDDEN_NOT, record };
	for (struct record_chain c = { .record = record };
	     (record = c.record) != NULL; record_chain_next(&c)) {
		enum hidden why = HIDDEN_NOT;
		if (record->left_out)
			why = HIDDEN_LEFT_OUT;
		else if (sight->as_of != NULL &&
		    record_is_ahead(record, sight->as_of))
			why = HIDDEN_AHEAD;
		else if (!scope_admits(&record->scope, &sight->audience,
			     record_label_day(record)))
			why = HIDDEN_SCOPE;
		else if (record_is(record, "bulletin") &&
		    !bulletin_shown(sight, record))
			why = HIDDEN_EDITION;
		else if (record_is(record, "verification") &&
		    !verified_shown(sight, record))
			why = HIDDEN_PROBLEM;
		if (why != HIDDEN_NOT)
			return (struct admission){ why, record };
	}
	return seen;
}

bool
sight_record(const struct sight *sight, const struct record *record)
{
	return sight_admission(sight, record).why == HIDDEN_NOT;
}
