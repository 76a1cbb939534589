/*
 * What the files of the tally phase share.  Internal to this room.
 */
#ifndef TONGBAO_FILTER_TALLY_PARTS_H
#define TONGBAO_FILTER_TALLY_PARTS_H

#include <stdatomic.h>
#include "filter/record_proxy.h"
#include "filter/tally.h"
#include "model/answers.h"
#include "model/dimension.h"

/* A tally as its script declares it. */
struct declared {
	const struct script *script;
	struct tally *tally;
	struct dimension *dimensions[TALLY_DIMENSIONS_MOST];
	const char *day; /* up to which it counts; "": not yet */
	int line;        /* where its map begins */
};

/* Of one worker. */
struct tally_part {
	struct tally_part *next;
	struct arena *arena;
	struct contribution *items;
	size_t count, capacity;
};

struct tallying {
	struct arena *arena;
	const struct scripts *scripts;
	const struct corpus *corpus;
	const char *as_of, *cutoff;
	struct declared *items;
	size_t count, capacity;
	struct table dimensions; /* as declared → struct dimension * */
	const struct answers *answers; /* up to the cut-off */
	uint64_t *who_and_when; /* fields, by kind */
	struct tally_part *parts; /* of closed filters */
	atomic_bool faulty; /* some map was: the sums say nothing */
};

/* The declarations of all scripts; -1 after diagnostics. */
int tallies_declare(struct tallying *tallying, struct phase *phase,
    struct diags *diags);

/* ---- the call ---- */

struct problem_shown {
	const struct value *value;
	struct course *course; /* once asked for */
};

/* A map that runs on a record. */
struct tally_call {
	struct tallying *tallying;
	const struct declared *declared;
	size_t number; /* of the tally */
	size_t record_number;
	struct tally_part *part; /* what is counted goes here */
	struct arena *scratch; /* of the record */
	struct problem_shown *problems; /* once asked for, for all maps */
};

/* ---- tally_proxy.c ---- */

extern const struct proxy_class problem_class;
/* A list of the record's problems; nil when it has none. */
void tally_problems_push(lua_State *L);
/* What reading the record's `name` reads; NULL: its id. */
uint64_t tally_bits(const struct record_filter *filter, const char *name);
/* A fault when the tally may not read that. */
void tally_reading_check(lua_State *L, const char *name, uint64_t bits);
/* The fields that say who was reviewed and when, of each kind. */
void tally_fields_allow(struct tallying *tallying);

#endif
