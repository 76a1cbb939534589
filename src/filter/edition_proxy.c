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

/* nil for NULL and "". */
static void
push_words(lua_State *L, const char *s)
{
	if (s == NULL || *s == '\0')
		lua_pushnil(L);
	else
		lua_pushstring(L, s);
}

/* ---- people ---- */

static void
person_kind(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushliteral(L, "person");
}

static void
person_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view_person *)thing)->id);
}

static void
person_name(lua_State *L, const void *thing)
{
	push_words(L, ((const struct view_person *)thing)->name);
}

static void
person_post(lua_State *L, const void *thing)
{
	push_words(L, ((const struct view_person *)thing)->post);
}

static const char *
person_words(lua_State *L, const void *thing)
{
	const char *name = ((const struct view_person *)thing)->name;
	(void)L;
	return name == NULL ? NAMELESS : name;
}

static const char *
person_text_id(const void *thing)
{
	return ((const struct view_person *)thing)->id;
}

const struct proxy_class edition_person_class = {
	.name = "person",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", person_kind },
		{ "id", person_id },
		{ "name", person_name },
		{ "post", person_post },
		{ NULL, NULL },
	    },
	.words = person_words,
	.id = person_text_id,
};

/* ---- organisations ---- */

static void
organisation_kind(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushliteral(L, "organisation");
}

static void
organisation_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view_organisation *)thing)->id);
}

static void
organisation_name(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view_organisation *)thing)->name);
}

static void
organisation_short(lua_State *L, const void *thing)
{
	lua_pushstring(
	    L, ((const struct view_organisation *)thing)->short_name);
}

static void
organisation_level(lua_State *L, const void *thing)
{
	const struct view_organisation *o = thing;
	const struct term_list *levels =
	    &view_of(L)->programme->terms[VOCABULARY_LEVEL];
	lua_pushstring(L, levels->items[o->level].id);
}

static void
organisation_superior_push(lua_State *L, const void *thing)
{
	proxy_push(L, &edition_organisation_class,
	    ((const struct view_organisation *)thing)->superior);
}

static void
organisation_head_push(lua_State *L, const void *thing)
{
	proxy_push(L, &edition_person_class,
	    ((const struct view_organisation *)thing)->head);
}

static void
organisation_liaison(lua_State *L, const void *thing)
{
	proxy_push(L, &edition_person_class,
	    ((const struct view_organisation *)thing)->liaison);
}

static void
organisation_deputies(lua_State *L, const void *thing)
{
	const struct view_organisation *o = thing;
	lua_createtable(L, (int)o->deputy_count, 0);
	for (size_t i = 0; i < o->deputy_count; i++) {
		proxy_push(L, &edition_person_class, o->deputies[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void
organisation_children(lua_State *L, const void *thing)
{
	const struct view_organisation *o = thing;
	lua_createtable(L, (int)o->child_count, 0);
	for (size_t i = 0; i < o->child_count; i++) {
		proxy_push(L, &edition_organisation_class, o->children[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void
organisation_active(lua_State *L, const void *thing)
{
	lua_pushboolean(L, ((const struct view_organisation *)thing)->active);
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
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "this edition has no organisation '%s'", id);
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

static void
organisation_within(lua_State *L, const void *thing)
{
	(void)thing;
	lua_pushcfunction(L, within);
}

static const char *
organisation_words(lua_State *L, const void *thing)
{
	(void)L;
	return ((const struct view_organisation *)thing)->name;
}

static const char *
organisation_text_id(const void *thing)
{
	return ((const struct view_organisation *)thing)->id;
}

const struct proxy_class edition_organisation_class = {
	.name = "organisation",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", organisation_kind },
		{ "id", organisation_id },
		{ "name", organisation_name },
		{ "short", organisation_short },
		{ "level", organisation_level },
		{ "superior", organisation_superior_push },
		{ "head", organisation_head_push },
		{ "liaison", organisation_liaison },
		{ "deputies", organisation_deputies },
		{ "children", organisation_children },
		{ "active", organisation_active },
		{ "within", organisation_within },
		{ NULL, NULL },
	    },
	.words = organisation_words,
	.id = organisation_text_id,
};

void
edition_push_reference(lua_State *L, enum field_type type, struct text id)
{
	const struct view *view = view_of(L);
	const struct view_organisation *o =
	    type == FIELD_PERSON ? NULL : view_organisation(view, id);
	if (o != NULL || type == FIELD_ORGANISATION)
		proxy_push(L, &edition_organisation_class, o);
	else
		proxy_push(L, &edition_person_class, view_person(view, id));
}

/* ---- records ---- */

static void
entry_kind(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view_entry *)thing)->kind->name);
}

static void
entry_id(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view_entry *)thing)->id);
}

static void
entry_period(lua_State *L, const void *thing)
{
	push_words(L, ((const struct view_entry *)thing)->period);
}

static void
entry_date(lua_State *L, const void *thing)
{
	push_words(L, ((const struct view_entry *)thing)->date);
}

static void
entry_form(lua_State *L, const void *thing)
{
	const struct form *form = ((const struct view_entry *)thing)->form;
	push_words(L, form == NULL ? NULL : form->id);
}

static void
entry_organisation(lua_State *L, const void *thing)
{
	proxy_push(L, &edition_organisation_class,
	    ((const struct view_entry *)thing)->organisation);
}

static void
entry_subject(lua_State *L, const void *thing)
{
	const struct view_entry *entry = thing;
	if (entry->person != NULL)
		proxy_push(L, &edition_person_class, entry->person);
	else
		entry_organisation(L, thing);
}

/* Ids of the aspects whose sections can be seen. */
static void
entry_aspects(lua_State *L, const void *thing)
{
	const struct view_entry *entry = thing;
	lua_Integer n = 0;
	lua_newtable(L);
	for (size_t i = 0; i < entry->section_count; i++) {
		if (entry->sections[i].aspect == NULL)
			continue;
		lua_pushstring(L, entry->sections[i].aspect);
		lua_rawseti(L, -2, ++n);
	}
}

static void
push_entries(lua_State *L, struct view_entry *const *entries, size_t count)
{
	sandbox_charge(L, LIST_STEPS + ITEM_STEPS * count);
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		proxy_push(L, &entry_class, entries[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void
entry_replies(lua_State *L, const void *thing)
{
	const struct entry_list *list =
	    &((const struct view_entry *)thing)->replies;
	push_entries(L, list->items, list->count);
}

static void
entry_verifications(lua_State *L, const void *thing)
{
	const struct entry_list *list =
	    &((const struct view_entry *)thing)->verifications;
	push_entries(L, list->items, list->count);
}

/* A field of some other kind of record is absent here, not misspelt. */
static bool
is_field_elsewhere(const char *name)
{
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		const struct field *field = field_find(k, text_of(name));
		if (field != NULL && strcmp(field->name, name) == 0)
			return true;
	}
	return false;
}

static bool
entry_other(lua_State *L, const void *thing, const char *name)
{
	const struct view_entry *entry = thing;
	const struct field *field = field_find(entry->kind, text_of(name));
	if (field != NULL && strcmp(field->name, name) == 0) {
		convert_push_field(
		    L, field, entry->fields[field - entry->kind->fields]);
		return true;
	}
	if (field != NULL)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "record has no field '%s'; in filters it is '%s'", name,
		    field->name);
	if (definitions_find(&edition_of(L)->definitions, name) != NULL) {
		convert_push(L, value_get(entry->derived, name));
		return true;
	}
	if (!is_field_elsewhere(name))
		return false;
	lua_pushnil(L);
	return true;
}

static size_t
entry_names(lua_State *L, const void *thing, const char **names, size_t room)
{
	(void)thing;
	return edition_field_names(L, names, room);
}

static const char *
entry_text_id(const void *thing)
{
	return ((const struct view_entry *)thing)->id;
}

const struct proxy_class entry_class = {
	.name = "record",
	.fields =
	    (const struct proxy_field[]){
		{ "kind", entry_kind },
		{ "id", entry_id },
		{ "period", entry_period },
		{ "date", entry_date },
		{ "form", entry_form },
		{ "organisation", entry_organisation },
		{ "subject", entry_subject },
		{ "aspects", entry_aspects },
		{ "replies", entry_replies },
		{ "verifications", entry_verifications },
		{ NULL, NULL },
	    },
	.push_other = entry_other,
	.other_names = entry_names,
	.words = entry_words,
	.id = entry_text_id,
};

size_t
edition_field_names(lua_State *L, const char **names, size_t room)
{
	size_t n = 0;
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		for (const struct field *f = k->fields; f->name != NULL; f++) {
			size_t i = 0;
			while (i < n && strcmp(names[i], f->name) != 0)
				i++;
			if (i == n && n < room)
				names[n++] = f->name;
		}
	}
	return n +
	    definitions_names(&edition_of(L)->definitions, names + n, room - n);
}

/* ---- the programme ---- */

static const struct proxy_class programme_class;

static void
programme_title(lua_State *L, const void *thing)
{
	push_words(L, ((const struct programme *)thing)->title);
}

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
};
_Static_assert(sizeof(vocabularies) / sizeof(*vocabularies) == VOCABULARY__MAX,
    "a vocabulary that Lua can't see");

static bool
programme_other(lua_State *L, const void *thing, const char *name)
{
	const struct programme *programme = thing;
	for (size_t i = 0; i < VOCABULARY__MAX; i++) {
		if (strcmp(vocabularies[i].name, name) == 0) {
			helper_push_terms(
			    L, &programme->terms[vocabularies[i].vocabulary]);
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
		{ "title", programme_title },
		{ NULL, NULL },
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
	push_words(L, ((const struct view *)thing)->edition->title);
}

static void
edition_audience(lua_State *L, const void *thing)
{
	push_words(L, ((const struct view *)thing)->audience);
}

static void
edition_as_of(lua_State *L, const void *thing)
{
	lua_pushstring(L, ((const struct view *)thing)->as_of);
}

static void
edition_records(lua_State *L, const void *thing)
{
	const struct view *view = thing;
	push_entries(L, view->entries, view->entry_count);
}

static void
edition_organisations(lua_State *L, const void *thing)
{
	const struct view *view = thing;
	sandbox_charge(L, LIST_STEPS + ITEM_STEPS * view->organisation_count);
	lua_createtable(L, (int)view->organisation_count, 0);
	for (size_t i = 0; i < view->organisation_count; i++) {
		proxy_push(
		    L, &edition_organisation_class, view->organisations[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void
edition_programme(lua_State *L, const void *thing)
{
	proxy_push(
	    L, &programme_class, ((const struct view *)thing)->programme);
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

static const luaL_Reg methods[] = {
	{ "period", period },
	{ "record", record },
	{ "section", edition_section },
	{ "page", edition_page },
};
#define METHODS (sizeof(methods) / sizeof(*methods))

static bool
edition_method(lua_State *L, const void *thing, const char *name)
{
	(void)thing;
	for (size_t i = 0; i < METHODS; i++) {
		if (strcmp(methods[i].name, name) == 0) {
			lua_pushcfunction(L, methods[i].func);
			return true;
		}
	}
	return false;
}

static size_t
edition_method_names(
    lua_State *L, const void *thing, const char **names, size_t room)
{
	size_t n = 0;
	(void)L;
	(void)thing;
	for (; n < METHODS && n < room; n++)
		names[n] = methods[n].name;
	return n;
}

const struct proxy_class edition_class = {
	.name = "edition",
	.fields =
	    (const struct proxy_field[]){
		{ "id", edition_id },
		{ "title", edition_title },
		{ "audience", edition_audience },
		{ "as_of", edition_as_of },
		{ "records", edition_records },
		{ "organisations", edition_organisations },
		{ "programme", edition_programme },
		{ NULL, NULL },
	    },
	.push_other = edition_method,
	.other_names = edition_method_names,
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
}
