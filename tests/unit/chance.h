/*
 * Seeds and rounds of tests that take their input by chance.
 *
 * The seed is fresh each run and printed; TEST_SEED=N takes that one again.
 * `make test` goes a tenth of the way, `make test-long` (TEST_LONG=1) all of it.
 */
#ifndef TONGBAO_TESTS_CHANCE_H
#define TONGBAO_TESTS_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static inline uint32_t
chance_seed(void)
{
	const char *given = getenv("TEST_SEED");
	uint32_t seed = given != NULL ? (uint32_t)strtoul(given, NULL, 10)
				      : (uint32_t)time(NULL);
	print_message("TEST_SEED=%u\n", (unsigned)seed);
	return seed;
}

/*
 * A row of numbers below `count`, from wherever chance_row was set to.  Numerical
 * Recipes' generator: the high bits are the better ones.
 */
static uint32_t chance_row;

static inline size_t
chance_of(size_t count)
{
	chance_row = chance_row * 1664525u + 1013904223u;
	return (chance_row >> 8) % count;
}

static inline bool
chance_is_long(void)
{
	const char *asked = getenv("TEST_LONG");
	return asked != NULL && *asked != '\0';
}

static inline size_t
chance_rounds(size_t full)
{
	return chance_is_long() ? full : (full + 9) / 10;
}

/* A loop over what takes long: from `first`, by `step`, every second or all. */
struct chance_steps {
	size_t first, step;
};
static inline struct chance_steps
chance_steps(void)
{
	return chance_is_long() ? (struct chance_steps){ 0, 1 }
				: (struct chance_steps){ chance_seed() % 2, 2 };
}

#endif
