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

/*
 * What a script may have a function for in `element`: pieces of a document by
 * the names that Pandoc gives them, and two for whatever has none of its own.
 */
enum element {
	ELEMENT_DOCUMENT,
	ELEMENT_PARA,
	ELEMENT_PLAIN, /* a paragraph of a tight list */
	ELEMENT_HEADER,
	ELEMENT_BLOCK_QUOTE,
	ELEMENT_BULLET_LIST,
	ELEMENT_ORDERED_LIST,
	ELEMENT_CODE_BLOCK,
	ELEMENT_RAW_BLOCK,
	ELEMENT_RULE,
	ELEMENT_TABLE,
	ELEMENT_CHART,
	ELEMENT_STR,
	ELEMENT_SOFT_BREAK,
	ELEMENT_LINE_BREAK,
	ELEMENT_CODE,
	ELEMENT_RAW_INLINE,
	ELEMENT_EMPH,
	ELEMENT_STRONG,
	ELEMENT_LINK,
	ELEMENT_IMAGE,
	ELEMENT__MAX, /* of the pieces themselves */
	ELEMENT_BLOCK = ELEMENT__MAX,
	ELEMENT_INLINE,
	ELEMENT__NAMES,
};
extern const char *const element_names[ELEMENT__NAMES];

/* What one script has functions for. */
struct definition {
	bool record, edition, tallies;
	uint32_t elements; /* a bit for each enum element */
};

struct definitions {
	struct arena *arena;
	struct derived *derived;
	size_t derived_count, derived_capacity;
	struct definition *items; /* parallel to scripts->items */
};

/*
 * Starts every filter once and reads what it returns.  -1 after diagnostics;
 * the rest is in `arena`.
 */
int definitions_read(struct definitions *definitions, struct sandbox *box,
    struct arena *arena, struct diags *diags);

/* What starting a script may take, whichever phase starts it. */
extern const struct limits definition_limits;

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
