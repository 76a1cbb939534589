/*
 * Planted leaks, by which the tests know that `tongbao prove` finds what it is
 * for: one for each kind of output that there is.  The ordinary program has
 * none of this: without -DTONGBAO_PLANTED both macros are nothing at all.
 *
 *	PLANT(csv, buf_printf(out, ",%zu", ledger->planted.hidden));
 *
 * is done when the environment says TONGBAO_PLANT=csv.  What a leak needs to
 * know of the corpus rides along in PLANT_FACTS, a member of the view and of
 * what is made from it.  The names are listed in tests/site/planted: a new kind
 * of output gets one there.
 */
#ifndef TONGBAO_BASE_PLANTED_H
#define TONGBAO_BASE_PLANTED_H

#ifdef TONGBAO_PLANTED

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct plant_facts {
	size_t hidden;    /* how many records are not seen */
	const char *date; /* the day of the last of them, "" for none */
};

static inline bool
plant_is(const char *name)
{
	const char *planted = getenv("TONGBAO_PLANT");
	return planted != NULL && strcmp(planted, name) == 0;
}

#define PLANT_FACTS struct plant_facts planted;
#define PLANT(name, ...)                                                       \
	do {                                                                   \
		if (plant_is(#name)) {                                         \
			__VA_ARGS__;                                           \
		}                                                              \
	} while (0)

#else
#define PLANT_FACTS
#define PLANT(name, ...)                                                       \
	do {                                                                   \
	} while (0)
#endif

#endif
