/*
 * What a script returns: the phases it has functions for and the fields it may
 * derive.  Internal to this room.
 */
#ifndef TONGBAO_FILTER_DEFINITION_H
#define TONGBAO_FILTER_DEFINITION_H

#include "filter/sandbox.h"

enum derived_type {
	DERIVED_INTEGER,
	DERIVED_NUMBER,
	DERIVED_TEXT,
	DERIVED_BOOLEAN,
	DERIVED_DATE,
};

struct derived {
	const char *name;
	enum derived_type type;
	const struct script *script; /* the one that may set it */
};

struct definitions {
	struct arena *arena;
	struct derived *derived;
	size_t derived_count, derived_capacity;
	/* Parallel to scripts->items. */
	bool *has_record, *has_edition, *has_tallies;
};

/*
 * Starts every filter once and reads what it returns.  -1 after diagnostics;
 * the rest is in `arena`.
 */
int definitions_read(struct definitions *definitions, struct sandbox *box,
    struct arena *arena, struct diags *diags);

/* NULL when no filter declares it. */
const struct derived *definitions_find(
    const struct definitions *definitions, const char *name);

/* For “did you mean”: adds the names of derived fields. */
size_t definitions_names(
    const struct definitions *definitions, const char **names, size_t room);

/*
 * Runs the script and pushes its function of that name: script after script
 * has its own.
 */
void definition_push(
    lua_State *L, const struct script *script, const char *phase);

#endif
