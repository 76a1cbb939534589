/*
 * Noise of every type a record can hold: what stands in place of hidden things
 * when an edition is proved (world.h).  Well-formed where the type asks for a
 * form (a date is a day, a term is one of the programme's), anything else
 * otherwise: other lengths, markup, code, words of both scripts.
 *
 * The same seed gives the same noise.  Ids are never given twice.
 */
#ifndef TONGBAO_SCOPE_NOISE_H
#define TONGBAO_SCOPE_NOISE_H

#include "base/hash.h"
#include "base/value.h"
#include "model/programme.h"

struct noise {
	uint64_t state;
	struct arena *arena; /* all that is made lives here */
	const struct programme *programme;
	const char *as_of;
	struct table ids; /* given, or of things that are seen */
};

void noise_init(struct noise *noise, struct arena *arena,
    const struct programme *programme, const char *as_of, uint64_t seed);
/* An id that something visible has: no noise is called so. */
void noise_avoid(struct noise *noise, const char *id);

/* 0 … count-1 */
size_t noise_below(struct noise *noise, size_t count);
/* True one time in `times`. */
bool noise_once_in(struct noise *noise, size_t times);
/* Any order of the pointers. */
void noise_shuffle(struct noise *noise, void **items, size_t count);

const char *noise_id(struct noise *noise);
/* Like a record's: below a folder, the first or the last of all, or between. */
const char *noise_record_id(struct noise *noise);
const char *noise_name(struct noise *noise);
const char *noise_date(struct noise *noise);
const char *noise_line(struct noise *noise);
struct text noise_prose(struct noise *noise); /* Markdown */

/* For a field that holds neither a map nor a reference; never NULL. */
struct value *noise_scalar(struct noise *noise, const struct field *field);

#endif
