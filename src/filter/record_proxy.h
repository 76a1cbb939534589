/*
 * A record, its organisation and its people as the record phase shows them.
 * Internal to this room.
 */
#ifndef TONGBAO_FILTER_RECORD_PROXY_H
#define TONGBAO_FILTER_RECORD_PROXY_H

#include "filter/phase.h"
#include "filter/record.h"

struct record_filter {
	struct phase phase;
	const struct roster *roster;
	const char *as_of;
	bool *stopped; /* parallel to scripts->items: over its budget */

	/* the call that runs */
	struct record *record;
	uint64_t read;    /* what it has read so far, as record->derived_from */
	uint64_t earlier; /* what the filters before it have read */
};

/* Registers the classes; the sandbox's context is the filter. */
void record_proxies_add(lua_State *L);
/* Pushes the record of the call. */
void record_proxy_push(lua_State *L, const struct record *record);
extern const struct things record_things;

#endif
