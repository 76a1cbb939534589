#include "scope/world_parts.h"

#include "base/diag.h"
#include "model/schema.h"

/* ---- tenures ---- */

struct organisation *
organisation_twin(
    const struct world_making *m, const struct organisation *organisation)
{
	return organisation == NULL
	    ? NULL
	    : table_get(&m->world->labels.roster.organisation_ids,
		  text_of(organisation->id));
}

static struct tenures
tenures_new(const struct world_making *m, size_t room)
{
	return (struct tenures){ ARENA_ARRAY(m->arena, struct tenure, room),
		0 };
}

/* Where somebody or something belonged: labels go by it. */
static struct tenures
tenures_twin(const struct world_making *m, const struct tenures *tenures)
{
	struct tenures twin = tenures_new(m, tenures->count);
	for (size_t i = 0; i < tenures->count; i++) {
		const struct tenure *t = &tenures->items[i];
		struct organisation *o = organisation_twin(m, t->organisation);
		twin.items[twin.count++] = (struct tenure){
			.from = world_string(m, t->from),
			.to = world_string(m, t->to),
			.id = o == NULL ? "" : o->id,
			.organisation = o,
		};
	}
	return twin;
}

/* Days that don't hold on the edition's day, or any. */
static struct tenure
tenure_noise(struct world_making *m, bool holds)
{
	struct tenure t = { .from = "", .to = "", .id = noise_line(&m->noise) };
	if (!holds && noise_once_in(&m->noise, 2))
		t.from = "9000-01-01";
	else if (!holds)
		t.to = "1000-01-01";
	return t;
}

/* ---- people ---- */

static struct person *
person_add(struct world_making *m, const char *id, const char *name)
{
	struct person *person = ARENA_NEW(m->arena, struct person);
	*person = (struct person){ .id = id, .name = name, .joined = "" };
	ARENA_ROOM(m->scratch, m->people, m->person_count, m->person_capacity);
	m->people[m->person_count++] = person;
	return person;
}

/*
 * The post of the edition's day is seen with the name, if he may be named that
 * day; others are not.
 */
static struct tenures
posts_twin(struct world_making *m, const struct person *person)
{
	bool named = sight_person(&m->sight, person, m->sight.as_of);
	const struct tenure *post =
	    named ? tenure_on(&person->posts, m->sight.as_of) : NULL;
	struct tenures posts = tenures_new(m, 3);
	if (m->kind == WORLD_NOISE && noise_once_in(&m->noise, 2))
		posts.items[posts.count++] = tenure_noise(m, !named);
	if (post == NULL)
		return posts;
	posts.items[posts.count++] = (struct tenure){ .from = "",
		.to = "", .id = world_string(m, post->id) };
	if (m->kind == WORLD_NOISE && noise_once_in(&m->noise, 2))
		posts.items[posts.count++] = tenure_noise(m, true);
	return posts;
}

static struct person *
person_named(struct world_making *m, const struct person *person)
{
	struct person *twin = table_get(&m->named, text_of(person->id));
	if (twin != NULL)
		return twin;
	twin = person_add(m, world_string(m, person->id), world_string(m, person->name));
	twin->branches = tenures_twin(m, &person->branches);
	twin->offices = tenures_twin(m, &person->offices);
	twin->posts = posts_twin(m, person);
	table_add(&m->named, text_of(twin->id), twin);
	return twin;
}

/* Somebody whom nobody may name where `like` may not be named. */
static struct person *
person_unnamed(struct world_making *m, const struct person *like)
{
	if (m->kind == WORLD_GONE) {
		if (m->nobody == NULL)
			m->nobody = person_add(m, noise_id(&m->noise), "");
		return m->nobody;
	}
	struct person *person =
	    person_add(m, noise_id(&m->noise), noise_name(&m->noise));
	person->joined = noise_date(&m->noise);
	person->posts = tenures_new(m, 1);
	person->posts.items[person->posts.count++] = tenure_noise(m, true);
	if (like == NULL || noise_once_in(&m->noise, 2))
		return person;
	person->branches = tenures_twin(m, &like->branches);
	person->offices = tenures_twin(m, &like->offices);
	return person;
}

struct person *
person_twin(
    struct world_making *m, const struct person *person, const char *date)
{
	return sight_person(&m->sight, person, date)
	    ? person_named(m, person)
	    : person_unnamed(m, person);
}

struct person *
person_any(struct world_making *m)
{
	if (m->person_count == 0 || noise_once_in(&m->noise, 3))
		return person_unnamed(m, NULL);
	return m->people[noise_below(&m->noise, m->person_count)];
}

/* Those whom nothing visible speaks of are there too, twice. */
static void
people_hidden(struct world_making *m)
{
	const struct roster *roster = &m->corpus->roster;
	for (size_t i = 0; i < roster->person_count; i++) {
		const struct person *person = roster->people[i];
		if (table_get(&m->named, text_of(person->id)) != NULL)
			continue;
		person_unnamed(m, person);
		person_unnamed(m, person);
	}
}

/* Their order in the files is nobody's. */
void
people_place(struct world_making *m)
{
	if (m->kind == WORLD_NOISE)
		people_hidden(m);
	noise_shuffle(&m->noise, (void **)m->people, m->person_count);
	for (size_t i = 0; i < m->person_count; i++)
		roster_add_person(&m->world->corpus.roster, m->arena,
		    m->people[i]);
}

/* ---- organisations ---- */

struct organisation *
organisation_any(struct world_making *m)
{
	const struct roster *roster = &m->world->corpus.roster;
	return roster->organisation_count == 0
	    ? NULL
	    : roster->organisations[noise_below(
		  &m->noise, roster->organisation_count)];
}

static const struct value *
list_noise(struct world_making *m)
{
	if (m->kind == WORLD_GONE || noise_once_in(&m->noise, 2))
		return NULL;
	struct value *list = value_list(m->arena);
	for (size_t n = 1 + noise_below(&m->noise, 3); n > 0; n--)
		value_add(m->arena, list,
		    value_string(m->arena, noise_id(&m->noise)));
	return list;
}

/* The audiences whose names site.yaml gives to this edition. */
static bool
is_audience(
    const struct world_making *m, const struct organisation *organisation)
{
	const struct site *site = m->corpus->site;
	if (organisation == m->sight.audience.within)
		return true;
	for (size_t i = 0; i < site_editions(site); i++) {
		struct audience other;
		if (m->sight.covers[i] &&
		    policy_audience(m->sight.policy, &other,
			&site->editions[i], m->sight.diags) == 0 &&
		    organisation == other.within)
			return true;
	}
	return false;
}

static void
disguise(struct world_making *m, struct organisation *twin)
{
	bool gone = m->kind == WORLD_GONE;
	twin->id = noise_id(&m->noise);
	twin->name = gone ? "" : noise_name(&m->noise);
	twin->short_name = gone ? "" : noise_name(&m->noise);
	twin->from = gone || noise_once_in(&m->noise, 2)
	    ? ""
	    : noise_date(&m->noise);
	twin->to = "";
}

static void
hidden_add(struct world_making *m, struct organisation *twin)
{
	ARENA_ROOM(m->scratch, m->hidden_organisations,
	    m->hidden_organisation_count, m->hidden_organisation_capacity);
	m->hidden_organisations[m->hidden_organisation_count++] = twin->id;
}

/* Under its true names: they are where labels look it up. */
static struct organisation *
twin_new(struct world_making *m, const struct organisation *organisation)
{
	struct organisation *twin = ARENA_NEW(m->arena, struct organisation);
	*twin = (struct organisation){
		.id = world_string(m, organisation->id),
		.name = world_string(m, organisation->name),
		.short_name = world_string(m, organisation->short_name),
		.level = organisation->level,
		.former = organisation->former == NULL
		    ? NULL
		    : value_copy(m->arena, organisation->former),
		.from = world_string(m, organisation->from),
		.to = world_string(m, organisation->to),
		.span = organisation->span,
	};
	roster_add_organisation(
	    &m->world->labels.roster, m->arena, twin);
	return twin;
}

static void
lists_twin(struct world_making *m, struct organisation *twin,
    const struct organisation *organisation)
{
	bool classes = sight_organisation(&m->sight, organisation, "classes");
	if (!sight_organisation(&m->sight, organisation, "former"))
		twin->former = list_noise(m);
	twin->classes = classes && organisation->classes != NULL
	    ? value_copy(m->arena, organisation->classes)
	    : classes ? NULL
		      : list_noise(m);
}

/* The seen in their order, the hidden anywhere among them. */
static void
organisations_place(struct world_making *m, struct organisation **seen,
    size_t seen_count, struct organisation **hidden, size_t hidden_count)
{
	struct roster *roster = &m->world->corpus.roster;
	size_t i = 0, j = 0;
	noise_shuffle(&m->noise, (void **)hidden, hidden_count);
	while (i < seen_count || j < hidden_count) {
		bool next = j < hidden_count &&
		    (i == seen_count || noise_once_in(&m->noise, 3));
		struct organisation *o = next ? hidden[j++] : seen[i++];
		if (roster_add_organisation(roster, m->arena, o) != NULL)
			BUG("noise that has the id of something seen");
	}
}

void
organisations_twin(struct world_making *m)
{
	const struct roster *roster = &m->corpus->roster;
	size_t count = roster->organisation_count, seen = 0, hidden = 0;
	struct organisation **shown =
	    ARENA_ARRAY(m->scratch, struct organisation *, count);
	struct organisation **others =
	    ARENA_ARRAY(m->scratch, struct organisation *, 2 * count);
	for (size_t i = 0; i < count; i++)
		twin_new(m, roster->organisations[i]);
	for (size_t i = 0; i < count; i++) {
		const struct organisation *o = roster->organisations[i];
		struct organisation *twin = organisation_twin(m, o);
		lists_twin(m, twin, o);
		if (sight_organisation(&m->sight, o, NULL)) {
			shown[seen++] = twin;
			continue;
		}
		if (!is_audience(m, o))
			disguise(m, twin);
		hidden_add(m, twin);
		if (m->kind == WORLD_GONE)
			continue;
		struct organisation *other =
		    ARENA_NEW(m->arena, struct organisation);
		*other = *twin;
		disguise(m, other);
		hidden_add(m, other);
		others[hidden++] = twin;
		others[hidden++] = other;
	}
	for (size_t i = 0; i < count; i++)
		organisation_twin(m, roster->organisations[i])->superiors =
		    tenures_twin(m, &roster->organisations[i]->superiors);
	for (size_t i = 0; i < hidden; i += 2)
		others[i + 1]->superiors = others[i]->superiors;
	organisations_place(m, shown, seen, others, hidden);
}

/* ---- who holds what ---- */

static bool
holder_seen(const struct world_making *m,
    const struct organisation *organisation, const struct tenure *tenure,
    const char *field)
{
	return tenure != NULL && tenure->person != NULL &&
	    tenure_holds(tenure, m->sight.as_of) &&
	    sight_organisation(&m->sight, organisation, field) &&
	    sight_person(&m->sight, tenure->person, m->sight.as_of);
}

static void
holder_add(
    struct tenures *tenures, struct tenure tenure, struct person *person)
{
	tenure.person = person;
	tenure.id = person->id;
	tenures->items[tenures->count++] = tenure;
}

static const struct tenure tenure_always = { .from = "", .to = "", .id = "" };

/* A head, a liaison leader: the first who holds it. */
static struct tenures
holder_twin(struct world_making *m, const struct organisation *organisation,
    const struct tenures *tenures, const char *field)
{
	const struct tenure *t = tenure_on(tenures, m->sight.as_of);
	bool seen = holder_seen(m, organisation, t, field);
	struct tenures twin = tenures_new(m, 4);
	if (m->kind == WORLD_NOISE && noise_once_in(&m->noise, 2))
		holder_add(&twin, tenure_noise(m, false), person_any(m));
	if (seen)
		holder_add(&twin, tenure_always,
		    person_twin(m, t->person, m->sight.as_of));
	if (m->kind == WORLD_GONE)
		return twin;
	bool told = sight_organisation(&m->sight, organisation, field);
	if (noise_once_in(&m->noise, 2))
		holder_add(&twin, tenure_always,
		    told && !seen ? person_unnamed(m, NULL) : person_any(m));
	return twin;
}

static struct tenures
deputies_twin(
    struct world_making *m, const struct organisation *organisation)
{
	const struct tenures *deputies = &organisation->deputies;
	struct tenures twin = tenures_new(m, 3 * deputies->count + 1);
	bool noise = m->kind == WORLD_NOISE;
	for (size_t i = 0; i < deputies->count; i++) {
		const struct tenure *t = &deputies->items[i];
		if (noise && noise_once_in(&m->noise, 3))
			holder_add(&twin, tenure_always,
			    person_unnamed(m, NULL));
		if (holder_seen(m, organisation, t, "deputies"))
			holder_add(&twin, tenure_always,
			    person_twin(m, t->person, m->sight.as_of));
		if (noise && noise_once_in(&m->noise, 3))
			holder_add(&twin, tenure_noise(m, false),
			    person_any(m));
	}
	if (noise && noise_once_in(&m->noise, 3))
		holder_add(&twin, tenure_always, person_unnamed(m, NULL));
	return twin;
}

void
holders_twin(struct world_making *m)
{
	const struct roster *roster = &m->corpus->roster;
	for (size_t i = 0; i < roster->organisation_count; i++) {
		const struct organisation *o = roster->organisations[i];
		struct organisation *twin = organisation_twin(m, o);
		twin->heads = holder_twin(m, o, &o->heads, "head");
		twin->liaisons = holder_twin(m, o, &o->liaisons, "liaison");
		twin->deputies = deputies_twin(m, o);
	}
}
