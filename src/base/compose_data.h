/* The table of compose.c, made by tests/tools/make-compose. */
#ifndef TONGBAO_BASE_COMPOSE_DATA_H
#define TONGBAO_BASE_COMPOSE_DATA_H

#include <stddef.h>
#include <stdint.h>

/* Sorted by the first two. */
struct compose_pair {
	uint16_t base, mark, composed;
};
extern const struct compose_pair compose_pairs[];
extern const size_t compose_pair_count;

#endif
