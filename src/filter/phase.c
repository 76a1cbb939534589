#include "filter/phase.h"

#include "filter/convert.h"

static const struct phase *
phase_of(lua_State *L)
{
	return sandbox_of(L)->phase;
}

/* ---- opening, reporting ---- */

int
phase_open(struct phase *phase, void *context, lua_CFunction setup,
    struct diags *diags)
{
	struct fault fault;
	phase->box = sandbox_open(phase->scripts, context, setup, &fault);
	if (phase->box == NULL) {
		sandbox_report(&fault,
		    arena_printf(diags->arena, _("the %s phase"), phase->name),
		    diags);
		return -1;
	}
	phase->box->phase = phase;
	return definitions_read(
	    &phase->definitions, phase->box, phase->arena, diags);
}

void
phase_close(struct phase *phase)
{
	sandbox_close(phase->box);
	arena_free(phase->arena);
}

void
phase_report(const struct phase *phase, struct fault *fault, const char *id,
    struct diags *diags)
{
	const struct script *script = phase->script;
	/* Nothing of the script ran any more: its function is the place. */
	if (fault->place.script == NULL)
		fault->place = (struct script_place){ .script = script,
			.line = script_find(script, phase->name) };
	sandbox_report(fault,
	    arena_printf(diags->arena, _("%s, %s phase, %s"), script->name,
		phase->name, id),
	    diags);
}

/* ---- references ---- */

void
phase_push_reference(lua_State *L, enum field_type type, struct text id)
{
	const struct things *things = phase_of(L)->things;
	const void *organisation =
	    type == FIELD_PERSON ? NULL : things->organisation_find(L, id);
	if (organisation != NULL || type == FIELD_ORGANISATION)
		proxy_push(L, things->organisation, organisation);
	else
		proxy_push(L, things->person, things->person_find(L, id));
}

void
organisation_push_level(lua_State *L, const void *organisation)
{
	const struct phase *phase = phase_of(L);
	const struct term_list *levels =
	    &phase->programme->terms[VOCABULARY_LEVEL];
	int level;
	memcpy(&level, (const char *)organisation + phase->things->level,
	    sizeof(level));
	lua_pushstring(L, levels->items[level].id);
}

/* ---- records ---- */

static struct record_parts
parts_of(lua_State *L, const void *record)
{
	return phase_of(L)->things->record_parts(record);
}

void
record_push_kind(lua_State *L, const void *record)
{
	lua_pushstring(L, parts_of(L, record).kind->name);
}

void
record_push_form(lua_State *L, const void *record)
{
	const struct form *form = parts_of(L, record).form;
	proxy_push_words(L, form == NULL ? NULL : form->id);
}

void
record_push_subject(lua_State *L, const void *record)
{
	const struct things *things = phase_of(L)->things;
	struct record_parts parts = things->record_parts(record);
	if (parts.person != NULL)
		proxy_push(L, things->person, parts.person);
	else
		proxy_push(L, things->organisation, parts.organisation);
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

bool
record_push_field(lua_State *L, const void *record, const char *name)
{
	struct record_parts parts = parts_of(L, record);
	const struct field *field = field_find(parts.kind, text_of(name));
	if (field != NULL && strcmp(field->name, name) == 0) {
		convert_push_field(
		    L, field, parts.fields[field - parts.kind->fields]);
		return true;
	}
	if (field != NULL)
		sandbox_raise(L, RULE_FILTER_FIELD,
		    "record has no field '%s'; in filters it is '%s'", name,
		    field->name);
	if (definitions_find(&phase_of(L)->definitions, name) != NULL) {
		convert_push(L, value_get(parts.derived, name));
		return true;
	}
	if (!is_field_elsewhere(name))
		return false;
	lua_pushnil(L);
	return true;
}
