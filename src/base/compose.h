/*
 * Two characters that are one (Unicode's canonical composition): e and U+0301
 * are é, as files from some systems have it; か and U+3099 が; a consonant and a
 * vowel of Hangul, and a consonant behind them, a syllable.
 */
#ifndef TONGBAO_BASE_COMPOSE_H
#define TONGBAO_BASE_COMPOSE_H

#include <stdbool.h>
#include <stdint.h>

/* May it be the second of two? */
static inline bool
compose_is_mark(uint32_t code)
{
	return code >= 0x300 &&
	    (code <= 0x345 || (code >= 0x653 && code <= 0x655) ||
		(code >= 0x1161 && code <= 0x11C2) || code == 0x3099 ||
		code == 0x309A);
}

/* The one that they are; 0: they are two. */
uint32_t compose(uint32_t base, uint32_t mark);

#endif
