#include "filter/edition_parts.h"

#include "filter/convert.h"
#include "filter/helper.h"

struct edition_filter *
edition_of(lua_State *L)
{
	return sandbox_of(L)->context;
}

static const struct view *
view_of(lua_State *L)
{
	return edition_of(L)->view;
}

const struct strings *
strings_of(lua_State *L)
{
	return view_of(L)->site->strings;
}

/* ---- people ---- */

static const char *
name_of_person(lua_State *L, const void *thing)
{
	return person_words(strings_of(L), thing);
}

const struct proxy_class edition_person_class = {
	.name = "person",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", .word = "person" },
		{ "id", .text = PROXY_TEXT(view_person, id) },
		{ "name", .text = PROXY_TEXT(view_person, name) },
		{ "post", .text = PROXY_TEXT(view_person, post) },
		{ .name = NULL },
	    },
	.words = name_of_person,
	.id = PROXY_TEXT(view_person, id),
};

/* ---- organisations ---- */

static void
organisation_deputies(lua_State *L, const void *thing)
{
	const struct view_organisation *o = thing;
	proxy_push_list(L, &edition_person_class, o->deputies, o->deputy_count);
}

static void
organisation_children(lua_State *L, const void *thing)
{
	const struct view_organisation *o = thing;
	proxy_push_list(
	    L, &edition_organisation_class, o->children, o->child_count);
}

static void
organisation_active(lua_State *L, const void *thing)
{
	lua_pushboolean(L, ((const struct view_organisation *)thing)->active);
}

/* Only of those that the edition has may be said that they are near. */
static void
organisation_unknown(lua_State *L, const char *id)
{
	const struct view *view = view_of(L);
	size_t count = view->organisation_count;
	sandbox_charge(L, ITEM_STEPS * count);
	const char **names =
	    lua_newuserdatauv(L, (count + 1) * sizeof(*names), 0);
	for (size_t i = 0; i < count; i++)
		names[i] = view->organisations[i]->id;
	proxy_raise_unknown(L, RULE_FILTER_RESULT, NC_("filter", "this edition"),
	    "organisation", id, names, count);
}

/* The only one of that name or short name; NULL. */
static const struct view_organisation *
organisation_named(lua_State *L, const char *name)
{
	const struct view *view = view_of(L);
	const struct view_organisation *found = NULL;
	sandbox_charge(L, ITEM_STEPS * view->organisation_count);
	for (size_t i = 0; i < view->organisation_count; i++) {
		const struct view_organisation *o = view->organisations[i];
		if (strcmp(o->name, name) != 0 &&
		    strcmp(o->short_name, name) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = o;
	}
	return found;
}

const struct view_organisation *
edition_check_organisation(lua_State *L, int index)
{
	const struct view_organisation *o =
	    proxy_get(L, index, &edition_organisation_class);
	if (o != NULL)
		return o;
	const char *id = luaL_checkstring(L, index);
	o = view_organisation(view_of(L), text_of(id));
	if (o == NULL)
		o = organisation_named(L, id);
	if (o == NULL)
		organisation_unknown(L, id);
	return o;
}

/* o:within(other): is it the other, or below it? */
static int
within(lua_State *L)
{
	const struct view_organisation *o =
	    proxy_check(L, 1, &edition_organisation_class);
	const struct view_organisation *above =
	    edition_check_organisation(L, 2);
	while (o != NULL && o != above)
		o = o->superior;
	lua_pushboolean(L, o != NULL);
	return 1;
}

const struct proxy_class edition_organisation_class = {
	.name = "organisation",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", .word = "organisation" },
		{ "id", .text = PROXY_TEXT(view_organisation, id) },
		{ "name", .text = PROXY_TEXT(view_organisation, name) },
		{ "short", .text = PROXY_TEXT(view_organisation, short_name) },
		{ "level", .push = organisation_push_level },
		{ "superior",
		    .thing = PROXY_MEMBER(view_organisation, superior),
		    .class = &edition_organisation_class },
		{ "head", .thing = PROXY_MEMBER(view_organisation, head),
		    .class = &edition_person_class },
		{ "liaison", .thing = PROXY_MEMBER(view_organisation, liaison),
		    .class = &edition_person_class },
		{ "deputies", .push = organisation_deputies },
		{ "children", .push = organisation_children },
		{ "former", .list = PROXY_MEMBER(view_organisation, former) },
		{ "classes", .list = PROXY_MEMBER(view_organisation, classes) },
		{ "from", .text = PROXY_TEXT(view_organisation, from) },
		{ "to", .text = PROXY_TEXT(view_organisation, to) },
		{ "active", .push = organisation_active },
		{ "within", .method = within },
		{ .name = NULL },
	    },
	.called = PROXY_TEXT(view_organisation, name),
	.id = PROXY_TEXT(view_organisation, id),
};

/* ---- records ---- */

/* Ids of the aspects whose sections can be seen. */
static void
entry_aspects(lua_State *L, const void *thing)
{
	const struct view_body *body = entry_body(thing);
	lua_Integer n = 0;
	lua_newtable(L);
	for (size_t i = 0; i < body->section_count; i++) {
		if (body->sections[i].aspect == NULL)
			continue;
		lua_pushstring(L, body->sections[i].aspect);
		lua_rawseti(L, -2, ++n);
	}
}

/* Records and organisations may be many: that costs. */
static void
push_long_list(lua_State *L, const struct proxy_class *class,
    const void *things, size_t count)
{
	sandbox_charge(L, LIST_STEPS + ITEM_STEPS * count);
	proxy_push_list(L, class, things, count);
}

static void
push_entries(lua_State *L, const struct entry_list *list)
{
	push_long_list(L, &entry_class, list->items, list->count);
}

static void
push_replies(lua_State *L, const void *thing)
{
	push_entries(L, entry_replies(thing));
}

static void
push_verifications(lua_State *L, const void *thing)
{
	push_entries(L, entry_verifications(thing));
}

static void
push_amendments(lua_State *L, const void *thing)
{
	push_entries(L, entry_amendments(thing));
}

static size_t
entry_names(lua_State *L, const void *thing, const char **names, size_t room)
{
	(void)thing;
	return edition_field_names(L, names, room);
}

const struct proxy_class entry_class = {
	.name = "record",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", .push = record_push_kind },
		{ "id", .text = PROXY_TEXT(view_entry, id) },
		{ "period", .text = PROXY_TEXT(view_entry, period) },
		{ "date", .text = PROXY_TEXT(view_entry, date) },
		{ "form", .push = record_push_form },
		{ "organisation",
		    .thing = PROXY_MEMBER(view_entry, organisation),
		    .class = &edition_organisation_class },
		{ "subject", .push = record_push_subject },
		{ "aspects", .push = entry_aspects },
		{ "replies", .push = push_replies },
		{ "verifications", .push = push_verifications },
		{ "amendments", .push = push_amendments },
		{ .name = NULL },
	    },
	.push_other = record_push_field,
	.other_names = entry_names,
	.words = entry_words,
	.id = PROXY_TEXT(view_entry, id),
};

size_t
edition_field_names(lua_State *L, const char **names, size_t room)
{
	const struct definitions *derived = &edition_of(L)->phase.definitions;
	size_t n = 0;
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		for (const struct field *f = k->fields; f->name != NULL; f++)
			if (n < room && word_index(f->name, names, n) < 0)
				names[n++] = f->name;
	}
	return n + definitions_names(derived, names + n, room - n);
}

/* ---- the programme ---- */

static const struct {
	const char *name;
	enum vocabulary vocabulary;
} vocabularies[] = {
	{ "classes", VOCABULARY_CLASS },
	{ "levels", VOCABULARY_LEVEL },
	{ "periods", VOCABULARY_PERIOD },
	{ "forms", VOCABULARY_FORM },
	{ "aspects", VOCABULARY_ASPECT },
	{ "methods", VOCABULARY_METHOD },
	{ "occasions", VOCABULARY_OCCASION },
	{ "preparations", VOCABULARY_PREPARATION },
	{ "grades", VOCABULARY_GRADE },
	{ "categories", VOCABULARY_CATEGORY },
	{ "groups", VOCABULARY_GROUP },
};
_Static_assert(sizeof(vocabularies) / sizeof(*vocabularies) == VOCABULARY__MAX,
    "a vocabulary that Lua can't see");

/* Whom a form is for: the schema's words. */
static const char *const form_subjects[] = {
	[SUBJECT_ANY] = NULL,
	[SUBJECT_ORGANISATION] = "organisation",
	[SUBJECT_OFFICER] = "officer",
	[SUBJECT_MEMBER] = "member",
};

/* The list of forms is on the top: what the others' terms have not. */
static void
forms_complete(lua_State *L, const struct programme *programme)
{
	size_t count = programme->terms[VOCABULARY_FORM].count;
	for (size_t i = 0; i < count; i++) {
		const struct form *form = &programme->forms[i];
		lua_rawgeti(L, -1, (lua_Integer)i + 1);
		sandbox_set_text(L, "short", form->short_name);
		sandbox_set_text(L, "subject", form_subjects[form->subject]);
		if (form->levels != NULL) {
			convert_push(L, form->levels);
			lua_setfield(L, -2, "levels");
		}
		lua_pushboolean(L, form->coverage);
		lua_setfield(L, -2, "coverage");
		lua_pop(L, 1);
	}
}

static bool
programme_other(lua_State *L, const void *thing, const char *name)
{
	const struct programme *programme = thing;
	for (size_t i = 0; i < VOCABULARY__MAX; i++) {
		if (strcmp(vocabularies[i].name, name) == 0) {
			helper_push_terms(
			    L, &programme->terms[vocabularies[i].vocabulary]);
			if (vocabularies[i].vocabulary == VOCABULARY_FORM)
				forms_complete(L, programme);
			return true;
		}
	}
	return false;
}

static size_t
programme_names(
    lua_State *L, const void *thing, const char **names, size_t room)
{
	size_t n = 0;
	(void)L;
	(void)thing;
	for (; n < VOCABULARY__MAX && n < room; n++)
		names[n] = vocabularies[n].name;
	return n;
}

static const struct proxy_class programme_class = {
	.name = "programme",
	.fields =
	    (const struct proxy_field[]){
		{ "title", .text = PROXY_TEXT(programme, title) },
		{ .name = NULL },
	    },
	.push_other = programme_other,
	.other_names = programme_names,
};

/* ---- the edition ---- */

static void
edition_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view *)thing)->edition->id);
}

static void
edition_title(lua_State *L, const void *thing)
{
	proxy_push_words(L, ((const struct view *)thing)->edition->title);
}

static void
edition_records(lua_State *L, const void *thing)
{
	push_entries(L, view_entries(thing));
}

static void
edition_organisations(lua_State *L, const void *thing)
{
	const struct view *view = thing;
	push_long_list(L, &edition_organisation_class, view->organisations,
	    view->organisation_count);
}

static void
edition_tallies(lua_State *L, const void *thing)
{
	(void)thing;
	trace_whole();
	proxy_push(L, &tallies_class, edition_of(L)->figures);
}

/* e.period(id) and e:period(id) are both meant. */
static int
argument_after_edition(lua_State *L)
{
	return proxy_get(L, 1, &edition_class) == NULL ? 1 : 2;
}

static int
period(lua_State *L)
{
	helper_push_period(L, view_of(L)->programme, argument_after_edition(L));
	return 1;
}

/* The record of that id, nil when the edition has none. */
static int
record(lua_State *L)
{
	struct text id;
	id.at = luaL_checklstring(L, argument_after_edition(L), &id.len);
	proxy_push(L, &entry_class, view_entry(view_of(L), id));
	return 1;
}

const struct proxy_class edition_class = {
	.name = "edition",
	.fields =
	    (const struct proxy_field[]){
		{ "id", .push = edition_id },
		{ "title", .push = edition_title },
		{ "audience", .text = PROXY_TEXT(view, audience) },
		{ "as_of", .text = PROXY_TEXT(view, as_of) },
		{ "records", .push = edition_records },
		{ "organisations", .push = edition_organisations },
		{ "programme", .thing = PROXY_MEMBER(view, programme),
		    .class = &programme_class },
		{ "tallies", .push = edition_tallies },
		{ "period", .method = period },
		{ "record", .method = record },
		{ "section", .method = edition_section },
		{ "page", .method = edition_page },
		{ "glance", .method = edition_glance },
		{ .name = NULL },
	    },
};

/* ---- the phase ---- */

static const void *
organisation_find(lua_State *L, struct text id)
{
	return view_organisation(view_of(L), id);
}

static const void *
person_find(lua_State *L, struct text id)
{
	return view_person(view_of(L), id);
}

static struct record_parts
entry_parts(const void *thing)
{
	const struct view_entry *entry = thing;
	return (struct record_parts){
		.kind = entry->kind,
		.fields = entry_body(entry)->fields,
		.derived = entry_body(entry)->derived,
		.organisation = entry->organisation,
		.person = entry->person,
		.form = entry->form,
	};
}

const struct things edition_things = {
	.organisation = &edition_organisation_class,
	.person = &edition_person_class,
	.level = offsetof(struct view_organisation, level),
	.organisation_find = organisation_find,
	.person_find = person_find,
	.record_parts = entry_parts,
};

void
edition_proxies_add(lua_State *L)
{
	proxy_class_add(L, &edition_class);
	proxy_class_add(L, &programme_class);
	proxy_class_add(L, &entry_class);
	proxy_class_add(L, &edition_organisation_class);
	proxy_class_add(L, &edition_person_class);
	proxy_class_add(L, &node_class);
	figures_add(L);
}
