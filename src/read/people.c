#include "read/load.h"
#include "read/likeness.h"
#include "read/shape.h"
#include "model/rules.h"

struct making {
	const struct loading *loading;
	struct shaping shaping;
	struct roster *roster;
	/* A file of them can't be read: nobody knows who is missing. */
	bool organisations_unread, people_unread;
};

/*
 * In WITHIN/WHO such a word means something else already.  The top may be
 * called by the name of its level: that is the same.
 */
static void
word_check(struct making *making, const struct value *id, int level)
{
	static const char *const words[] = { "everyone", "所有人", "root",
		"本校", "subject", "本单位", "superior", "上级", NULL };
	int rank = programme_rank(making->shaping.programme, VOCABULARY_LEVEL,
	    id->text);
	bool taken = rank > 0 || (rank == 0 && level > 0);
	for (size_t i = 0; words[i] != NULL; i++)
		taken = taken || text_is(id->text, words[i]);
	if (!taken)
		return;
	struct diag *d = diag_at(making->loading->diags, &rules[RULE_ID_FORM],
	    id->span, "the id “%s” has a meaning of its own in labels",
	    id->text.at);
	diag_remedy(making->loading->diags, d,
	    "give it an id that is no level's id or name, nor everyone, root, "
	    "subject or superior");
}

/* `key`: what the tenure is of, in the items of `list`. */
static struct tenures
tenures_make(struct making *making, const struct value *list, const char *key)
{
	struct tenures tenures = { .count = value_count(list) };
	tenures.items = ARENA_ARRAY(making->shaping.arena, struct tenure,
	    tenures.count);
	for (size_t i = 0; i < tenures.count; i++) {
		const struct value *item = value_item(list, i);
		const struct value *id = value_get(item, key);
		tenures.items[i] = (struct tenure){
			.from = value_as_string(value_get(item, "from")),
			.to = value_as_string(value_get(item, "to")),
			.id = value_as_string(id),
			.span = id != NULL ? id->span : item->span,
		};
	}
	return tenures;
}

static void
duplicate(struct making *making, const struct value *id, struct span first)
{
	struct diag *d = diag_at(making->loading->diags,
	    &rules[RULE_ID_DUPLICATE], id->span, "the id “%s” is taken",
	    id->text.at);
	diag_also(making->loading->diags, d, first, "by this one");
}

static void
organisation_make(struct making *making, struct value **f,
    const struct value *id)
{
	const struct shape *shape = &organisation_shape;
	struct arena *arena = making->shaping.arena;
	struct organisation *o = ARENA_NEW(arena, struct organisation);
	o->id = id->text.at;
	o->name = value_as_string(config_get(f, shape, "name"));
	o->short_name = value_as_string(config_get(f, shape, "short"));
	if (*o->short_name == '\0')
		o->short_name = o->name;
	o->level = programme_rank(making->shaping.programme, VOCABULARY_LEVEL,
	    value_as_text(config_get(f, shape, "level")));
	o->superiors = tenures_make(making, config_get(f, shape, "superior"),
	    "organisation");
	o->heads = tenures_make(making, config_get(f, shape, "head"), "person");
	o->deputies =
	    tenures_make(making, config_get(f, shape, "deputies"), "person");
	o->liaisons =
	    tenures_make(making, config_get(f, shape, "liaison"), "person");
	o->classes = config_get(f, shape, "classes");
	o->former = config_get(f, shape, "former");
	o->from = value_as_string(config_get(f, shape, "from"));
	o->to = value_as_string(config_get(f, shape, "to"));
	o->span = id->span;
	word_check(making, id, o->level);
	const struct organisation *other =
	    roster_add_organisation(making->roster, arena, o);
	if (other != NULL)
		duplicate(making, id, other->span);
}

/* ---- words → pointers ---- */

/* `ｈｅ－ｅｒ`: known, but not written so; told with its mend. */
static void
word_mend(struct making *making, struct text word, struct span span,
    struct text narrow)
{
	struct diags *diags = making->loading->diags;
	struct shaping shaping = making->shaping;
	struct value value = { .kind = VALUE_TEXT,
		.plain = span.end - span.start == word.len,
		.span = span,
		.text = word };
	shaping.source = source_at(making->loading->sources, span.source)->text;
	struct diag *d = diag_at(diags, &rules[RULE_WORD_FORM], span,
	    "“%s” is not written as it is known", word.at);
	diag_remedy(diags, d, "write it as %s", narrow.at);
	value_mend(&shaping, d, &value, narrow);
}

/* What the word means; NULL after a diagnostic. */
static struct organisation *
organisation_resolve(
    struct making *making, struct text word, struct span span)
{
	struct diags *diags = making->loading->diags;
	struct organisation *found =
	    roster_organisation(making->roster, word, NULL);
	if (found != NULL)
		return found;
	struct text narrow = word_narrow(diags->arena, word);
	found = roster_organisation(making->roster, narrow, NULL);
	if (found != NULL)
		word_mend(making, word, span, narrow);
	else if (!making->organisations_unread &&
	    !roster_is_broken(making->roster, word))
		diag_at(diags, &rules[RULE_ORGANISATION_UNKNOWN], span,
		    "there is no organisation “%s”", word.at);
	return found;
}

/* The same. */
static struct person *
person_resolve(struct making *making, struct text word, struct span span)
{
	struct diags *diags = making->loading->diags;
	bool ambiguous = false;
	struct person *found = roster_person(making->roster, word, &ambiguous);
	if (found != NULL)
		return found;
	struct text narrow = word_narrow(diags->arena, word);
	if (!ambiguous)
		found = roster_person(making->roster, narrow, NULL);
	if (found != NULL)
		word_mend(making, word, span, narrow);
	else if (!making->people_unread &&
	    !roster_is_broken(making->roster, word))
		diag_at(diags,
		    &rules[ambiguous ? RULE_NAME_AMBIGUOUS
				     : RULE_PERSON_UNKNOWN],
		    span,
		    ambiguous ? "several bear the name “%s”"
			      : "there is no person “%s”",
		    word.at);
	return found;
}

/* Where a floating member has come to; beside tenure->id, the category. */
static void
inflow_set(struct making *making, struct tenures *categories,
    const struct value *list)
{
	for (size_t i = 0; i < categories->count; i++) {
		const struct value *inflow =
		    value_get(value_item(list, i), "inflow");
		if (inflow != NULL)
			categories->items[i].inflow = organisation_resolve(
			    making, inflow->text, inflow->span);
	}
}

static void
person_make(struct making *making, struct value **f, const struct value *id)
{
	const struct shape *shape = &person_shape;
	struct arena *arena = making->shaping.arena;
	struct person *p = ARENA_NEW(arena, struct person);
	p->id = id->text.at;
	p->name = value_as_string(config_get(f, shape, "name"));
	p->branches = tenures_make(making, config_get(f, shape, "branch"),
	    "organisation");
	p->posts = tenures_make(making, config_get(f, shape, "posts"), "title");
	p->categories =
	    tenures_make(making, config_get(f, shape, "category"), "id");
	inflow_set(making, &p->categories, config_get(f, shape, "category"));
	p->joined = value_as_string(config_get(f, shape, "joined"));
	p->span = id->span;
	const struct organisation *namesake =
	    table_get(&making->roster->organisation_ids, id->text);
	const struct person *other =
	    namesake != NULL ? NULL : roster_add_person(making->roster, arena, p);
	if (namesake != NULL)
		duplicate(making, id, namesake->span);
	else if (other != NULL)
		duplicate(making, id, other->span);
}

/* ---- the roster's own ---- */

static void
organisations_resolve(struct making *making, struct tenures *tenures)
{
	for (size_t i = 0; i < tenures->count; i++) {
		struct tenure *t = &tenures->items[i];
		if (*t->id != '\0')
			t->organisation = organisation_resolve(
			    making, text_of(t->id), t->span);
	}
}

static void
people_resolve(struct making *making, struct tenures *tenures)
{
	for (size_t i = 0; i < tenures->count; i++) {
		struct tenure *t = &tenures->items[i];
		if (*t->id != '\0')
			t->person = person_resolve(
			    making, text_of(t->id), t->span);
	}
}

/* The same from the person's side: whose head or deputy he was, and when. */
static void
office_add(struct making *making, const struct tenure *tenure,
    struct organisation *organisation)
{
	struct person *person = tenure->person;
	struct tenures *offices = &person->offices;
	ARENA_ROOM(making->shaping.arena, offices->items, offices->count,
	    person->office_capacity);
	offices->items[offices->count] = *tenure;
	offices->items[offices->count++].organisation = organisation;
}

static void
offices_add(struct making *making, struct organisation *organisation)
{
	const struct tenures *heads = &organisation->heads;
	const struct tenures *deputies = &organisation->deputies;
	for (size_t i = 0; i < heads->count; i++)
		if (heads->items[i].person != NULL)
			office_add(making, &heads->items[i], organisation);
	for (size_t i = 0; i < deputies->count; i++)
		if (deputies->items[i].person != NULL)
			office_add(making, &deputies->items[i], organisation);
}

/* Whoever climbs the tree stops after TREE_DEPTH of them. */
static void
climb_check(struct making *making, const struct organisation *organisation,
    const char *day)
{
	struct diags *diags = making->loading->diags;
	const struct tenure *t = tenure_on(&organisation->superiors, day);
	const struct organisation *above = organisation;
	for (int i = 0; i < TREE_DEPTH && above != NULL; i++) {
		above = organisation_superior(above, day);
		if (above != organisation)
			continue;
		diag_at(diags, &rules[RULE_TREE_CYCLE], t->span,
		    "%s lies below itself through “%s”", organisation->name,
		    t->id);
		return;
	}
	/* Of all that lie too deep the first is enough. */
	if (above == NULL || organisation_superior(above, day) != NULL)
		return;
	struct diag *d = diag_at(diags, &rules[RULE_TREE_CYCLE], t->span,
	    "more than %d organisations lie above one another here",
	    TREE_DEPTH);
	diag_remedy(diags, d, "correct a superior");
}

/*
 * On the first and the last of days, and on each on which it gets another
 * superior: what comes about on a day does so through one of its organisations.
 */
static void
place_check(struct making *making, const struct organisation *organisation)
{
	const struct tenures *superiors = &organisation->superiors;
	if (superiors->count == 0)
		return;
	climb_check(making, organisation, "0001-01-01");
	climb_check(making, organisation, "9999-12-31");
	for (size_t i = 0; i < superiors->count; i++) {
		const struct tenure *t = &superiors->items[i];
		if (*t->from != '\0')
			climb_check(making, organisation, t->from);
		if (*t->to != '\0')
			climb_check(making, organisation,
			    date_after(making->shaping.arena, t->to));
	}
}

static void
roster_resolve(struct making *making)
{
	struct roster *roster = making->roster;
	for (size_t i = 0; i < roster->organisation_count; i++) {
		struct organisation *o = roster->organisations[i];
		organisations_resolve(making, &o->superiors);
		people_resolve(making, &o->heads);
		people_resolve(making, &o->deputies);
		people_resolve(making, &o->liaisons);
		offices_add(making, o);
	}
	for (size_t i = 0; i < roster->organisation_count; i++)
		place_check(making, roster->organisations[i]);
	for (size_t i = 0; i < roster->person_count; i++)
		organisations_resolve(making, &roster->people[i]->branches);
}

/* What seals list and is here no more: an amendment may name it. */
static void
gone_add(struct making *making)
{
	const struct corpus *corpus = making->loading->corpus;
	struct roster *roster = making->roster;
	for (size_t i = 0; i < corpus->seal_count; i++)
		for (size_t j = 0; j < corpus->seals[i]->roster_count; j++) {
			struct sealed *sealed = &corpus->seals[i]->roster[j];
			struct text id = text_of(sealed->name);
			if (table_get(&roster->organisation_ids, id) == NULL &&
			    table_get(&roster->person_ids, id) == NULL)
				table_add(&roster->gone, id, sealed);
		}
}

/* What others may call an entry that has no id: no fault of theirs. */
static void
broken_add(struct making *making, const struct shape *shape,
    const struct value *item)
{
	static const char *const names[] = { "id", "name", "short", "former" };
	struct roster *roster = making->roster;
	bool has_id = false;
	for (size_t i = 0; i < item->map.count; i++) {
		struct text word = value_as_text(item->map.entries[i].value);
		const struct field *field =
		    field_find(shape, item->map.entries[i].key);
		for (size_t j = 0; j < sizeof(names) / sizeof(*names); j++) {
			if (word.len == 0 || field == NULL ||
			    strcmp(field->name, names[j]) != 0)
				continue;
			has_id = has_id || j == 0;
			table_add(&roster->broken,
			    arena_text(making->shaping.arena, word), roster);
		}
	}
	roster->nameless = roster->nameless || !has_id;
}

static void
item_load(struct making *making, const struct shape *shape,
    const struct value *item)
{
	if (item->kind != VALUE_MAP) {
		diag_at(making->loading->diags, &rules[RULE_FIELD_TYPE],
		    item->span, "fields are meant here, not %s",
		    value_kind_name(item->kind));
		making->roster->nameless = true;
		return;
	}
	bool is_person = shape == &person_shape;
	struct value **f =
	    shape_fields(&making->shaping, shape, item, item->span);
	const struct value *id = config_get(f, shape, "id");
	if (id == NULL) {
		broken_add(making, shape, item);
		return;
	}
	/* ID@SUPERIOR stands in figures: model/dimension.h. */
	id_check(making->loading, id, is_person ? "" : "@");
	if (is_person)
		person_make(making, f, id);
	else
		organisation_make(making, f, id);
}

static void
tables_reserve(
    struct roster *roster, const struct shape *shape, size_t count)
{
	bool people = shape == &person_shape;
	table_reserve(
	    people ? &roster->person_ids : &roster->organisation_ids, count);
	table_reserve(people ? &roster->person_names
			     : &roster->organisation_names,
	    count);
}

/* Persons or organisations, as the shape says; -1 after a diagnostic. */
static int
list_load(struct making *making, const char *root,
    const struct roster_file *file, const struct shape *shape)
{
	struct value *list = config_read(making->loading,
	    arena_printf(making->shaping.arena, "%s/content/%s", root,
		file->name),
	    file->source, making->shaping.arena);
	if (list == NULL)
		return -1;
	if (list->kind == VALUE_MAP && list->map.count == 0)
		return 0; /* an empty file: nobody yet */
	if (list->kind != VALUE_LIST) {
		struct diag *d = diag_at(making->loading->diags,
		    &rules[RULE_FIELD_TYPE], list->span,
		    "%s holds %s where a list is meant", file->name,
		    value_kind_name(list->kind));
		diag_remedy(making->loading->diags, d,
		    "begin each one with “- ” (hyphen, space)");
		return -1;
	}
	tables_reserve(making->roster, shape, list->list.count);
	making->shaping.source =
	    source_at(making->loading->sources, file->source)->text;
	for (size_t i = 0; i < list->list.count; i++)
		item_load(making, shape, list->list.items[i]);
	arena_reset(making->loading->scratch[0]);
	return 0;
}

static bool
holds_people(const struct os_found *found)
{
	struct text path = text_of(found->path);
	return found->type == OS_FILE &&
	    (text_is(path, "people.yaml") ||
		(text_starts(path, "people/") && text_ends(path, ".yaml")));
}

static void
file_add(const struct loading *loading, struct roster_files *files,
    const char *name)
{
	files->items[files->count++] = (struct roster_file){
		.name = name, .source = content_source(loading, name)
	};
}

void
roster_files_find(const struct loading *loading, const struct os_list *found,
    struct roster_files *files)
{
	size_t count = 2;
	for (size_t i = 0; i < found->count; i++)
		count += holds_people(&found->items[i]);
	*files = (struct roster_files){ .items = ARENA_ARRAY(
		loading->arenas[0], struct roster_file, count) };
	file_add(loading, files, "organisations.yaml");
	for (size_t i = 0; i < found->count; i++)
		if (holds_people(&found->items[i]))
			file_add(loading, files, found->items[i].path);
	/* There is one to be missed. */
	if (files->count == 1)
		file_add(loading, files, "people.yaml");
}

int
roster_load(const struct loading *loading, const char *root,
    const struct roster_files *files)
{
	struct corpus *corpus = loading->corpus;
	struct making making = {
		.loading = loading,
		.roster = &corpus->roster,
		.shaping = { .arena = loading_vault(loading, 0),
		    .diags = loading->diags,
		    .programme = corpus->programme },
	};
	roster_init(&corpus->roster, making.shaping.arena);
	int status = list_load(
	    &making, root, &files->items[0], &organisation_shape);
	making.organisations_unread = status != 0;
	for (size_t i = 1; i < files->count; i++)
		if (list_load(&making, root, &files->items[i], &person_shape) !=
		    0)
			making.people_unread = true;
	if (making.people_unread)
		status = -1;
	roster_resolve(&making);
	gone_add(&making);
	return status;
}
