/*
 * What the record phase and the edition phase have in common: starting the
 * filters, reporting their faults, and showing records by the schema.  Which
 * things they show differs: the corpus's here, a view's there.  Internal to
 * this room; it knows neither.
 */
#ifndef TONGBAO_FILTER_PHASE_H
#define TONGBAO_FILTER_PHASE_H

#include "filter/definition.h"
#include "filter/proxy.h"
#include "model/programme.h"

/* Pointers into a record of either phase. */
struct record_parts {
	const struct shape *kind;
	struct value *const *fields; /* parallel to kind->fields */
	const struct value *derived; /* a map, or NULL */
	const void *organisation, *person; /* or NULL */
	const struct form *form; /* or NULL */
};

/* How a phase gets at its things. */
struct things {
	const struct proxy_class *organisation, *person;
	size_t level; /* where an organisation has its level, an int */
	/* By id; NULL when the phase doesn't know it. */
	const void *(*organisation_find)(lua_State *L, struct text id);
	const void *(*person_find)(lua_State *L, struct text id);
	struct record_parts (*record_parts)(const void *record);
};

/* Stands in the phase's own struct, which is the sandbox's context. */
struct phase {
	const char *name; /* in messages; of the function in a script */
	const struct things *things;
	const struct scripts *scripts;
	const struct programme *programme;

	struct arena *arena; /* the definitions' */
	struct sandbox *box;
	struct definitions definitions;
	const struct script *script; /* that runs; or NULL */
};

/*
 * Makes the sandbox (see sandbox_open()) and starts every filter once.  -1
 * after diagnostics.
 */
int phase_open(struct phase *phase, void *context, lua_CFunction setup,
    struct diags *diags);
void phase_close(struct phase *phase);
/* A fault of the script that ran on the record or edition of that id. */
void phase_report(const struct phase *phase, struct fault *fault,
    const char *id, struct diags *diags);

/*
 * Pushes what a field of type ORGANISATION, PERSON or SUBJECT means; nil when
 * the phase doesn't know it.
 */
void phase_push_reference(lua_State *L, enum field_type type, struct text id);

/* For proxy classes: fields of an organisation and of a record. */
void organisation_push_level(lua_State *L, const void *organisation);
void record_push_kind(lua_State *L, const void *record);
void record_push_form(lua_State *L, const void *record);
void record_push_subject(lua_State *L, const void *record);
/* By the schema, then what is derived: proxy_class.push_other. */
bool record_push_field(lua_State *L, const void *record, const char *name);

#endif
