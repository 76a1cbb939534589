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
	struct tally_call *tally; /* NULL in the record phase */
};

/* Of the call: the sandbox's context. */
struct record_filter *record_filter_of(lua_State *L);
/* Makes the globals; the table is at index 1. */
int record_setup(lua_State *L);

/* Registers the classes. */
void record_proxies_add(lua_State *L);
/*
 * Notes that the call has read what the bits stand for, which `name` gave it:
 * a fault where a tally may not.
 */
void record_reading(lua_State *L, const char *name, uint64_t bits);
/*
 * What reading the record's `name` (NULL: as a text) reads: bits as in
 * model/tally.h.  The problems are read without whom they name.
 */
uint64_t record_bits(const struct record *record, const char *name);
/* The day on which who somebody was counts. */
const char *record_day_of_call(lua_State *L);
/* Pushes the record of the call. */
void record_proxy_push(lua_State *L, const struct record *record);
extern const struct things record_things;

#endif
