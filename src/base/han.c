#include "base/han.h"

#include <stdlib.h>
#include "base/han_data.h"
#include "base/utf8.h"

#define SLOT_NONE SIZE_MAX

/* Of the 56 digits, which leave out what a C literal can't hold as it is. */
static unsigned
digit_value(char c)
{
	return (unsigned char)c < 63 ? (unsigned)c - 35 : (unsigned)c - 65;
}

static int
code_compare(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;
	return (*a > *b) - (*a < *b);
}

static size_t
slot_of(uint32_t code)
{
	if (code >= HAN_DATA_FIRST && code <= HAN_DATA_LAST)
		return code - HAN_DATA_FIRST;
	const uint32_t *found = bsearch(&code, han_data_more,
	    han_data_more_count, sizeof(*han_data_more), code_compare);
	return found == NULL
	    ? SLOT_NONE
	    : HAN_DATA_LAST - HAN_DATA_FIRST + 1 +
		(size_t)(found - han_data_more);
}

/* ---- strokes ---- */

static const char *
strokes_at(size_t slot)
{
	const char *at =
	    &han_data_strokes[han_data_blocks[slot / HAN_DATA_BLOCK]];
	for (size_t n = slot % HAN_DATA_BLOCK; n > 0; at++)
		n -= digit_value(*at) >= 25;
	return at;
}

size_t
han_strokes(uint32_t code, uint8_t kinds[HAN_STROKES_MOST])
{
	size_t slot = slot_of(code), count = 0;
	if (slot == SLOT_NONE)
		return 0;
	const char *at = strokes_at(slot);
	unsigned value = digit_value(*at);
	for (; value < 25; value = digit_value(*++at)) {
		kinds[count++] = (uint8_t)(value / 5 + 1);
		kinds[count++] = (uint8_t)(value % 5 + 1);
	}
	if (value == 55)
		return 0;
	kinds[count++] = (uint8_t)((value - 25) / 6 + 1);
	if ((value - 25) % 6 != 0)
		kinds[count++] = (uint8_t)((value - 25) % 6);
	return count;
}

static size_t
tie_place(uint32_t code)
{
	size_t i = 0;
	while (i < han_data_tie_count && han_data_ties[i] != code)
		i++;
	return i;
}

/* Of the same strokes: by the official list, or else by code point. */
static int
tie_compare(uint32_t a, uint32_t b)
{
	size_t one = tie_place(a), two = tie_place(b);
	if (one != two)
		return one < two ? -1 : 1;
	return code_compare(&a, &b);
}

int
han_compare_strokes(uint32_t a, uint32_t b)
{
	uint8_t one[HAN_STROKES_MOST], two[HAN_STROKES_MOST];
	if (a == b)
		return 0;
	size_t n = han_strokes(a, one), m = han_strokes(b, two);
	if (n == 0 && m == 0)
		return code_compare(&a, &b);
	if (n == 0 || m == 0)
		return n == 0 ? 1 : -1;
	if (n != m)
		return n < m ? -1 : 1;
	int c = memcmp(one, two, n);
	return c != 0 ? c : tie_compare(a, b);
}

/* ---- readings ---- */

unsigned
han_sound(uint32_t code)
{
	size_t slot = slot_of(code);
	if (slot == SLOT_NONE)
		return 0;
	const char *at = &han_data_sounds[2 * slot];
	return digit_value(at[0]) * 56 + digit_value(at[1]);
}

const char *
han_syllable(unsigned sound, int *tone)
{
	*tone = (int)((sound - 1) % 5) + 1;
	return han_data_syllables[(sound - 1) / 5];
}

static int
surname_compare(const void *pa, const void *pb)
{
	const struct han_surname *a = pa, *b = pb;
	int c = code_compare(&a->codes[0], &b->codes[0]);
	return c != 0 ? c : code_compare(&a->codes[1], &b->codes[1]);
}

static const struct han_surname *
surname_find(uint32_t first, uint32_t second)
{
	const struct han_surname key = { .codes = { first, second } };
	return bsearch(&key, han_data_surnames, han_data_surname_count,
	    sizeof(*han_data_surnames), surname_compare);
}

size_t
han_surname(struct text name, unsigned sounds[2])
{
	size_t at = 0;
	uint32_t first = han_next(name, &at), second = han_next(name, &at);
	const struct han_surname *found = NULL;
	if (first == 0)
		return 0;
	/* 司马 alone is somebody called 马. */
	if (second != 0 && han_next(name, &at) != 0)
		found = surname_find(first, second);
	size_t length = found == NULL ? 1 : 2;
	if (found == NULL)
		found = surname_find(first, 0);
	sounds[0] = found == NULL ? han_sound(first) : found->sounds[0];
	sounds[1] = found == NULL ? 0 : found->sounds[1];
	return length;
}

int
han_compare_sounds(uint32_t a, unsigned a_sound, uint32_t b, unsigned b_sound)
{
	if (a_sound == b_sound)
		return han_compare_strokes(a, b);
	if (a_sound == 0 || b_sound == 0)
		return a_sound == 0 ? 1 : -1;
	return a_sound < b_sound ? -1 : 1;
}

/* The ways to read it, by number of the syllable. */
static size_t
syllables_of(uint32_t code, unsigned syllables[2])
{
	const struct han_surname *surname = surname_find(code, 0);
	const unsigned sounds[2] = { han_sound(code),
		surname == NULL ? 0 : surname->sounds[0] };
	size_t count = 0;
	for (size_t i = 0; i < 2; i++)
		if (sounds[i] != 0)
			syllables[count++] = (sounds[i] - 1) / 5;
	return count;
}

bool
han_same_sound(uint32_t a, uint32_t b)
{
	unsigned one[2], two[2];
	size_t n = syllables_of(a, one), m = syllables_of(b, two);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			if (one[i] == two[j])
				return true;
	return false;
}

uint32_t
han_unified(uint32_t code)
{
	uint32_t unified = 0;
	if (code >= HAN_DATA_RADICAL && code < HAN_DATA_RADICAL_END)
		unified = han_data_radicals[code - HAN_DATA_RADICAL];
	else if (code >= HAN_DATA_COMPATIBLE && code < HAN_DATA_COMPATIBLE_END)
		unified = han_data_compatible[code - HAN_DATA_COMPATIBLE];
	else if (code >= HAN_DATA_SUPPLEMENT && code < HAN_DATA_SUPPLEMENT_END)
		unified = han_data_supplement[code - HAN_DATA_SUPPLEMENT];
	return unified != 0 ? unified : code;
}

uint32_t
han_next(struct text name, size_t *at)
{
	while (*at < name.len) {
		uint32_t code = utf8_next(name, at);
		/* 王　芳, as in lists that are set in columns. */
		if (code != ' ' && code != 0x3000 && code != 0)
			return code;
	}
	return 0;
}
