#include "base/compose.h"

#include <stdlib.h>
#include "base/compose_data.h"

/* The Unicode Standard, 3.12: consonants, vowels, consonants behind, syllables. */
#define LEADS 0x1100u
#define LEAD_COUNT 19u
#define VOWELS 0x1161u
#define VOWEL_COUNT 21u
#define TAILS 0x11A7u /* that is none of them: no consonant behind */
#define TAIL_COUNT 28u
#define SYLLABLES 0xAC00u

static uint32_t
hangul(uint32_t base, uint32_t mark)
{
	uint32_t lead = base - LEADS, vowel = mark - VOWELS,
		 tail = mark - TAILS, syllable = base - SYLLABLES;
	if (lead < LEAD_COUNT && vowel < VOWEL_COUNT)
		return SYLLABLES + (lead * VOWEL_COUNT + vowel) * TAIL_COUNT;
	return syllable < LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT &&
		syllable % TAIL_COUNT == 0 && tail > 0 && tail < TAIL_COUNT
	    ? base + tail
	    : 0;
}

static int
pair_compare(const void *pa, const void *pb)
{
	const struct compose_pair *a = pa, *b = pb;
	int c = (a->base > b->base) - (a->base < b->base);
	return c != 0 ? c : (a->mark > b->mark) - (a->mark < b->mark);
}

uint32_t
compose(uint32_t base, uint32_t mark)
{
	const struct compose_pair key = { (uint16_t)base, (uint16_t)mark, 0 };
	if (base > 0xFFFF || !compose_is_mark(mark))
		return 0;
	const struct compose_pair *found = bsearch(&key, compose_pairs,
	    compose_pair_count, sizeof(*compose_pairs), pair_compare);
	return found != NULL ? found->composed : hangul(base, mark);
}
