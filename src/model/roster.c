#include "model/roster.h"

void
roster_init(struct roster *roster, struct arena *arena)
{
	*roster = (struct roster){ 0 };
	table_init(&roster->organisation_ids, arena);
	table_init(&roster->organisation_names, arena);
	table_init(&roster->person_ids, arena);
	table_init(&roster->person_names, arena);
	table_init(&roster->broken, arena);
	table_init(&roster->gone, arena);
}

/* What a name leads to. */
struct bearer {
	void *first;
	bool several;
};

static void
name_add(struct table *names, struct arena *arena, const char *name,
    void *who)
{
	/* Whose name is missing is not he who isn't named. */
	if (*name == '\0')
		return;
	struct bearer *bearer = table_get(names, text_of(name));
	if (bearer == NULL) {
		bearer = ARENA_NEW(arena, struct bearer);
		bearer->first = who;
		table_add(names, text_of(name), bearer);
	}
	/* Name and short name may be the same. */
	if (bearer->first != who)
		bearer->several = true;
}

static void *
name_get(const struct table *names, struct text name, bool *ambiguous)
{
	const struct bearer *bearer = table_get(names, name);
	if (bearer == NULL)
		return NULL;
	if (!bearer->several)
		return bearer->first;
	if (ambiguous != NULL)
		*ambiguous = true;
	return NULL;
}

struct organisation *
roster_add_organisation(struct roster *roster, struct arena *arena,
    struct organisation *organisation)
{
	struct organisation *other = table_add(&roster->organisation_ids,
	    text_of(organisation->id), organisation);
	if (other != NULL)
		return other;
	name_add(&roster->organisation_names, arena, organisation->name,
	    organisation);
	name_add(&roster->organisation_names, arena, organisation->short_name,
	    organisation);
	for (size_t i = 0; i < value_count(organisation->former); i++)
		name_add(&roster->organisation_names, arena,
		    value_as_string(value_item(organisation->former, i)),
		    organisation);
	ARENA_ROOM(arena, roster->organisations, roster->organisation_count,
	    roster->organisation_capacity);
	organisation->order = roster->organisation_count;
	roster->organisations[roster->organisation_count++] = organisation;
	return NULL;
}

struct person *
roster_add_person(struct roster *roster, struct arena *arena,
    struct person *person)
{
	struct person *other =
	    table_add(&roster->person_ids, text_of(person->id), person);
	if (other != NULL)
		return other;
	name_add(&roster->person_names, arena, person->name, person);
	ARENA_ROOM(arena, roster->people, roster->person_count,
	    roster->person_capacity);
	person->order = roster->person_count;
	roster->people[roster->person_count++] = person;
	return NULL;
}

struct organisation *
roster_organisation(const struct roster *roster, struct text name,
    bool *ambiguous)
{
	struct organisation *found = table_get(&roster->organisation_ids, name);
	return found != NULL
	    ? found
	    : name_get(&roster->organisation_names, name, ambiguous);
}

struct person *
roster_person(const struct roster *roster, struct text name, bool *ambiguous)
{
	struct person *found = table_get(&roster->person_ids, name);
	return found != NULL ? found
			     : name_get(&roster->person_names, name, ambiguous);
}

bool
organisation_has_name(const struct organisation *o, struct text name)
{
	return text_is(name, o->name) || text_is(name, o->short_name) ||
	    value_has_text(o->former, name);
}

void
organisations_put_ids(
    struct buf *out, const struct roster *roster, struct text name)
{
	for (size_t i = 0; i < roster->organisation_count; i++)
		if (organisation_has_name(roster->organisations[i], name))
			buf_printf(out, "%s%s", out->len > 0 ? ", " : "",
			    roster->organisations[i]->id);
}

bool
roster_is_broken(const struct roster *roster, struct text name)
{
	return roster->nameless || table_get(&roster->broken, name) != NULL;
}

bool
tenure_holds(const struct tenure *tenure, const char *date)
{
	return (*tenure->from == '\0' || strcmp(tenure->from, date) <= 0) &&
	    (*tenure->to == '\0' || strcmp(date, tenure->to) <= 0);
}

const struct tenure *
tenure_on(const struct tenures *tenures, const char *date)
{
	for (size_t i = 0; i < tenures->count; i++)
		if (tenure_holds(&tenures->items[i], date))
			return &tenures->items[i];
	return NULL;
}

struct organisation *
organisation_superior(const struct organisation *organisation,
    const char *date)
{
	const struct tenure *t = tenure_on(&organisation->superiors, date);
	return t == NULL ? NULL : t->organisation;
}

bool
organisation_is_within(const struct organisation *organisation,
    const struct organisation *above, const char *date)
{
	for (int depth = 0; organisation != NULL && depth < TREE_DEPTH; depth++) {
		if (organisation == above)
			return true;
		organisation = organisation_superior(organisation, date);
	}
	return false;
}

const struct organisation *
organisation_at_level(const struct organisation *organisation, int level,
    const char *date)
{
	for (int depth = 0; organisation != NULL && depth < TREE_DEPTH; depth++) {
		if (organisation->level == level)
			return organisation;
		organisation = organisation_superior(organisation, date);
	}
	return NULL;
}

const struct organisation *
organisation_root(const struct organisation *organisation, const char *date)
{
	for (int depth = 0; depth < TREE_DEPTH; depth++) {
		const struct organisation *above =
		    organisation_superior(organisation, date);
		if (above == NULL)
			break;
		organisation = above;
	}
	return organisation;
}

struct person *
organisation_head(const struct organisation *organisation, const char *date)
{
	const struct tenure *t = tenure_on(&organisation->heads, date);
	return t == NULL ? NULL : t->person;
}

bool
tenures_have(const struct tenures *tenures, const struct person *person,
    const char *date)
{
	for (size_t i = 0; i < tenures->count; i++)
		if (tenures->items[i].person == person &&
		    tenure_holds(&tenures->items[i], date))
			return true;
	return false;
}

bool
organisation_has_officer(const struct organisation *organisation,
    const struct person *person, const char *date)
{
	return tenures_have(&organisation->heads, person, date) ||
	    tenures_have(&organisation->deputies, person, date);
}

struct organisation *
person_branch(const struct person *person, const char *date)
{
	const struct tenure *t = tenure_on(&person->branches, date);
	return t == NULL ? NULL : t->organisation;
}
