/*
 * A record, its organisation and its people as the record phase shows them.
 * Internal to this room.
 */
#ifndef TONGBAO_FILTER_RECORD_PROXY_H
#define TONGBAO_FILTER_RECORD_PROXY_H

#include "filter/definition.h"
#include "filter/record.h"

struct record_filter {
	struct sandbox *box;
	struct arena *arena; /* the definitions' */
	struct definitions definitions;
	const struct scripts *scripts;
	const struct programme *programme;
	const struct roster *roster;
	const char *as_of;
	bool *stopped; /* parallel to scripts->items: over its budget */

	/* the call that runs */
	struct record *record;
	const struct script *script;
	size_t index; /* of the script */
};

/* Registers the classes; the sandbox's context is the filter. */
void record_proxies_add(lua_State *L);
/* Pushes the record of the call. */
void record_proxy_push(lua_State *L, const struct record *record);
/* For sandbox.push_reference. */
void record_push_reference(lua_State *L, enum field_type type, struct text id);

#endif
