#include "scope/world_parts.h"

#include <stdlib.h>
#include "base/diag.h"
#include "base/picture.h"

/* ---- labels, as they were resolved ---- */

static struct scope
scope_copy(const struct world_making *m, const struct scope *scope)
{
	struct scope made = { ARENA_ARRAY(m->arena, struct label,
				  scope->count + 1u),
		scope->count, scope->count + 1u };
	for (uint32_t i = 0; i < scope->count; i++) {
		const struct label *from = &scope->labels[i];
		struct label *label = &made.labels[i];
		*label = *from;
		label->pairs =
		    ARENA_ARRAY(m->arena, struct pair, from->count);
		for (uint32_t j = 0; j < from->count; j++)
			label->pairs[j] = (struct pair){
				organisation_twin(m, from->pairs[j].within),
				from->pairs[j].who };
	}
	return made;
}

static void
field_scopes_copy(const struct world_making *m, struct record *made,
    const struct record *record)
{
	made->field_scope_count = record->field_scope_count;
	made->field_scopes = ARENA_ARRAY(
	    m->arena, struct field_scope, record->field_scope_count);
	for (size_t i = 0; i < record->field_scope_count; i++)
		made->field_scopes[i] = (struct field_scope){
			record->field_scopes[i].field,
			scope_copy(m, &record->field_scopes[i].scope) };
}

/* ---- sections ---- */

static void
section_add(const struct world_making *m, struct record *made,
    const struct record *record, size_t of, struct section section)
{
	size_t n = made->section_count++;
	const char *aspect = record->section_aspects[of];
	made->sections[n] = section;
	made->section_aspects[n] = aspect == NULL ? NULL : world_string(m, aspect);
	made->section_scopes[n] = scope_copy(m, &record->section_scopes[of]);
}

static struct section
section_noise(struct world_making *m)
{
	return (struct section){
		.title = text_of(noise_line(&m->noise)),
		.mark_id = TEXT_LIT(""),
		.mark_scope = TEXT_LIT(""),
		.body = noise_prose(&m->noise),
	};
}

static struct section
section_copy(const struct world_making *m, const struct section *from)
{
	struct section section = *from;
	section.title = arena_text(m->arena, from->title);
	section.mark_id = arena_text(m->arena, from->mark_id);
	section.mark_scope = arena_text(m->arena, from->mark_scope);
	section.body = arena_text(m->arena, from->body);
	return section;
}

/* One dot, of which nobody knows the colour: it need not be drawn. */
static const struct picture *
picture_noise(struct world_making *m)
{
	struct picture *picture = ARENA_NEW(m->arena, struct picture);
	*picture = (struct picture){ PICTURE_PNG, 1, 1, 1,
		text_of(noise_line(&m->noise)), { { 0 } } };
	picture->digest = digest_of(picture->bytes);
	return picture;
}

/* `from` shows it in its section; so does section `section` of the other. */
static void
picture_add(struct world_making *m, struct record *made, size_t section,
    const struct picture_use *from, bool seen)
{
	struct scope one = { (struct label *)&from->label, 1, 1 };
	made->pictures[made->picture_count++] = (struct picture_use){
		section,
		seen ? world_string(m, from->path) : noise_id(&m->noise),
		seen ? picture_copy(m->arena, from->picture)
		     : picture_noise(m),
		scope_copy(m, &one).labels[0],
	};
}

/* Of the section that was made last; those that are hidden are noise. */
static void
pictures_make(struct world_making *m, struct record *made,
    const struct record *record, size_t of, bool seen)
{
	for (size_t i = 0; i < record->picture_count; i++) {
		bool shown = seen && sight_picture(&m->sight, record, i);
		if (record->pictures[i].section == of &&
		    (shown || m->kind == WORLD_NOISE))
			picture_add(m, made, made->section_count - 1,
			    &record->pictures[i], shown);
	}
}

static void
sections_make(struct world_making *m, struct record *made,
    const struct record *record, bool seen)
{
	size_t room = 2 * record->section_count;
	made->pictures = ARENA_ARRAY(
	    m->arena, struct picture_use, 2 * record->picture_count);
	made->sections = ARENA_ARRAY(m->arena, struct section, room);
	made->section_aspects = ARENA_ARRAY(m->arena, const char *, room);
	made->section_scopes = ARENA_ARRAY(m->arena, struct scope, room);
	for (size_t i = 0; i < record->section_count; i++) {
		if (seen && sight_section(&m->sight, record, i)) {
			section_add(m, made, record, i,
			    section_copy(m, &record->sections[i]));
			pictures_make(m, made, record, i, true);
			continue;
		}
		for (size_t n = 2; m->kind == WORLD_NOISE && n > 0; n--) {
			section_add(m, made, record, i, section_noise(m));
			pictures_make(m, made, record, i, false);
		}
	}
}

/* ---- what filters derived ---- */

static void
derived_add(const struct world_making *m, struct record *made,
    const char *key, struct value *value, uint64_t from)
{
	if (value_get(made->derived, key) != NULL)
		return;
	made->derived_from[value_count(made->derived)] = from;
	value_set(m->arena, made->derived, key, value);
}

static void
derived_make(struct world_making *m, struct record *made,
    const struct record *record, bool seen)
{
	size_t count = value_count(record->derived);
	bool noise = m->kind == WORLD_NOISE;
	made->derived = value_map(m->arena);
	made->derived_from = ARENA_ARRAY(m->arena, uint64_t, 3 * count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct entry *entry = &record->derived->map.entries[i];
		uint64_t from = record->derived_from[i];
		if (seen && sight_derived(&m->sight, record, i)) {
			derived_add(m, made, entry->key.at,
			    value_copy(m->arena, entry->value), from);
			continue;
		}
		if (noise && noise_once_in(&m->noise, 2))
			derived_add(m, made, noise_id(&m->noise),
			    value_string(m->arena, noise_line(&m->noise)),
			    from);
		if (noise && noise_once_in(&m->noise, 2))
			derived_add(m, made, entry->key.at,
			    value_integer(m->arena,
				(int64_t)noise_below(&m->noise, 1000)),
			    from);
	}
	if (noise && noise_once_in(&m->noise, 2))
		derived_add(m, made, noise_id(&m->noise),
		    value_bool(m->arena, true), DERIVED_UNSEEN);
}

/* ---- records ---- */

static struct record *
record_new(struct world_making *m, const struct record *record,
    const char *id)
{
	struct record *made = ARENA_NEW(m->arena, struct record);
	*made = (struct record){
		.id = id,
		.kind = record->kind,
		.span = record->span,
		.fields = ARENA_ARRAY(m->arena, struct value *,
		    field_count(record->kind)),
		.organisation = organisation_twin(m, record->organisation),
		.form = record->form,
		.period = world_string(m, record->period),
		.date = world_string(m, record->date),
		.withdrawn = record_is_withdrawn(record, m->sight.as_of)
		    ? world_string(m, record->withdrawn)
		    : NULL,
		.scope = scope_copy(m, &record->scope),
		.left_out = record->left_out,
	};
	field_scopes_copy(m, made, record);
	return made;
}

static void
record_place(struct world_making *m, struct record *made)
{
	struct corpus *corpus = &m->world->corpus;
	corpus->records[corpus->record_count++] = made;
	if (table_add(&corpus->record_ids, text_of(made->id), made) != NULL)
		BUG("noise that has the id of a record that is seen");
}

static void
record_seen(struct world_making *m, const struct record *record)
{
	const char *id = table_get(&m->record_ids, text_of(record->id));
	struct record *made = record_new(m, record, id);
	const struct field *fields = record->kind->fields;
	if (record->person != NULL)
		made->person = person_twin(
		    m, record->person, record_label_day(record));
	for (size_t i = 0; fields[i].name != NULL; i++) {
		const struct value *value = record->fields[i];
		if (value != NULL && sight_field(&m->sight, record, i))
			made->fields[i] =
			    value_seen(m, record, &fields[i], value);
		else if (m->kind == WORLD_NOISE &&
		    !sight_field(&m->sight, record, i) &&
		    !noise_once_in(&m->noise, 4))
			made->fields[i] = value_hidden(m, &fields[i], value);
	}
	sections_make(m, made, record, true);
	derived_make(m, made, record, true);
	table_add(&m->records, text_of(record->id), made);
	record_place(m, made);
}

/* About others, on another day; what stays is who may not see it. */
static void
record_noise(struct world_making *m, const struct record *record,
    const char *id)
{
	struct record *made = record_new(m, record, id);
	const struct field *fields = record->kind->fields;
	const struct term_list *periods =
	    &m->corpus->programme->terms[VOCABULARY_PERIOD];
	if (noise_once_in(&m->noise, 2))
		made->organisation = organisation_any(m);
	if (record->person != NULL)
		made->person = person_any(m);
	if (periods->count > 0 && noise_once_in(&m->noise, 2))
		made->period =
		    periods->items[noise_below(&m->noise, periods->count)].id;
	for (size_t i = 0; fields[i].name != NULL; i++)
		if ((fields[i].flags & FIELD_REQUIRED) != 0 ||
		    !noise_once_in(&m->noise, 3))
			made->fields[i] = value_hidden(
			    m, &fields[i], record->fields[i]);
	const struct value *day = record_day(made);
	if (day != NULL)
		made->date = day->text.at;
	sections_make(m, made, record, false);
	derived_make(m, made, record, false);
	table_add(&m->records, text_of(record->id), made);
	record_place(m, made);
}

/* ---- ids ---- */

static void
hidden_record_add(struct world_making *m, const char *id)
{
	ARENA_ROOM(m->scratch, m->hidden_records, m->hidden_record_count,
	    m->hidden_record_capacity);
	m->hidden_records[m->hidden_record_count++] = id;
}

/* First of all: links are made of them. */
static void
ids_make(struct world_making *m)
{
	const struct corpus *corpus = m->corpus;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		if (sight_record(&m->sight, record)) {
			const char *id = sight_id(&m->sight, record)
			    ? world_string(m, record->id)
			    : noise_record_id(&m->noise);
			table_add(&m->record_ids, text_of(record->id),
			    (char *)id);
		} else if (m->kind == WORLD_NOISE) {
			hidden_record_add(m, noise_record_id(&m->noise));
			hidden_record_add(m, noise_record_id(&m->noise));
		}
	}
}

/* What is there is called as it is called: no noise may be. */
static void
ids_avoid(struct world_making *m)
{
	const struct corpus *corpus = m->corpus;
	const struct roster *roster = &corpus->roster;
	for (size_t i = 0; i < corpus->record_count; i++)
		noise_avoid(&m->noise, corpus->records[i]->id);
	for (size_t i = 0; i < roster->organisation_count; i++)
		noise_avoid(&m->noise, roster->organisations[i]->id);
	for (size_t i = 0; i < roster->person_count; i++)
		noise_avoid(&m->noise, roster->people[i]->id);
}

static int
record_compare(const void *a, const void *b)
{
	return strcmp((*(const struct record *const *)a)->id,
	    (*(const struct record *const *)b)->id);
}

static void
records_make(struct world_making *m)
{
	const struct corpus *corpus = m->corpus;
	struct corpus *made = &m->world->corpus;
	size_t noise = 0;
	made->records = ARENA_ARRAY(
	    m->arena, struct record *, 2 * corpus->record_count);
	table_reserve(&made->record_ids, 2 * corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		if (table_get(&m->record_ids, text_of(record->id)) != NULL)
			record_seen(m, record);
		else
			for (size_t n = 2; m->kind == WORLD_NOISE && n > 0; n--)
				record_noise(m, record,
				    m->hidden_records[noise++]);
	}
}

/* Who answers what: the same, noise for noise. */
static void
records_join(struct world_making *m)
{
	const struct corpus *corpus = m->corpus;
	size_t noise = 0;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		bool seen =
		    table_get(&m->record_ids, text_of(record->id)) != NULL;
		struct record *about = record->about == NULL
		    ? NULL
		    : table_get(&m->records, text_of(record->about->id));
		struct record *made =
		    table_get(&m->records, text_of(record->id));
		if (seen)
			made->about = about;
		for (size_t n = 2; !seen && made != NULL && n > 0; n--)
			corpus_record(&m->world->corpus,
			    text_of(m->hidden_records[noise++]))
			    ->about = about;
	}
}

/*
 * Noise may lie on a day or about an organisation for which a copied label
 * admits the audience: then nobody is admitted.
 */
static int
noise_hide(struct world_making *m, const struct edition *edition)
{
	struct world *world = m->world;
	struct sight sight;
	if (sight_init(&sight, m->scratch, &world->corpus, world->policy,
		edition, m->sight.as_of, m->sight.diags) != 0)
		return -1;
	for (size_t i = 0; i < m->hidden_record_count; i++) {
		struct record *record = corpus_record(
		    &world->corpus, text_of(m->hidden_records[i]));
		if (sight_record(&sight, record))
			scope_add(&record->scope, m->arena,
			    (struct label){ .span = record->span });
	}
	return 0;
}

/* ---- the whole ---- */

/* Of seals what editions are told: their roots. */
static void
seals_copy(struct corpus *made, const struct corpus *corpus)
{
	struct arena *arena = made->arena;
	made->seal_count = corpus->seal_count;
	made->seals = ARENA_ARRAY(arena, struct seal *, made->seal_count);
	for (size_t i = 0; i < made->seal_count; i++) {
		const struct seal *from = corpus->seals[i];
		struct seal *seal = ARENA_NEW(arena, struct seal);
		*seal = (struct seal){ .id = arena_string(arena, from->id),
			.period = arena_string(arena, from->period),
			.version = from->version,
			.root_count = from->root_count };
		seal->roots = ARENA_ARRAY(arena, struct sealed_root,
		    seal->root_count);
		for (size_t j = 0; j < seal->root_count; j++)
			seal->roots[j] = (struct sealed_root){
				.edition = arena_string(arena,
				    from->roots[j].edition),
				.root = from->roots[j].root };
		made->seals[i] = seal;
	}
}

static void
corpus_init(struct corpus *made, struct arena *arena,
    const struct corpus *corpus)
{
	*made = (struct corpus){ .arena = arena,
		.site = corpus->site,
		.programme = corpus->programme };
	roster_init(&made->roster, arena);
	table_init(&made->record_ids, arena);
	table_init(&made->broken_ids, arena);
	seals_copy(made, corpus);
}

static int
world_fill(struct world_making *m, const struct edition *edition)
{
	struct world *world = m->world;
	ids_avoid(m);
	organisations_twin(m);
	world->policy =
	    policy_copy(m->arena, m->sight.policy, &world->labels);
	ids_make(m);
	records_make(m);
	records_join(m);
	holders_twin(m);
	people_place(m);
	struct corpus *made = &world->corpus;
	if (made->record_count > 1)
		qsort(made->records, made->record_count,
		    sizeof(*made->records), record_compare);
	return noise_hide(m, edition);
}

struct world *
world_make(const struct corpus *corpus, const struct policy *policy,
    const struct edition *edition, const char *as_of, enum world_kind kind,
    uint64_t seed, struct diags *diags)
{
	struct world_making m = { .corpus = corpus,
		.kind = kind,
		.arena = arena_new_vault(),
		.scratch = arena_new() };
	struct arena *open = arena_new();
	m.world = ARENA_NEW(open, struct world);
	m.world->open = open;
	m.world->vault = m.arena;
	corpus_init(&m.world->corpus, m.arena, corpus);
	corpus_init(&m.world->labels, m.arena, corpus);
	table_init(&m.named, m.scratch);
	table_init(&m.record_ids, m.scratch);
	table_init(&m.records, m.scratch);
	noise_init(&m.noise, m.arena, corpus->programme, as_of, seed);
	int status = sight_init(
	    &m.sight, m.scratch, corpus, policy, edition, as_of, diags);
	if (status == 0)
		status = world_fill(&m, edition);
	arena_free(m.scratch);
	if (status == 0)
		return m.world;
	world_free(m.world);
	return NULL;
}

void
world_free(struct world *world)
{
	if (world == NULL)
		return;
	arena_free(world->vault);
	arena_free(world->open);
}
