#include "base/letter.h"

#include <stddef.h>
#include <stdlib.h>

/* By the letters' order in Unicode; a dot: it has no mark. */
#define LATIN_FIRST 0xC0
static const char latin[] =
    "AAAAAA.CEEEEIIIIDNOOOOO.OUUUUY..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKk.LlLlLl."
    ".LlNnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz."
    "b......................I........Oo.............Uu....Zz........."
    ".............AaIiOoUuUuUuUuUu.AaAa..GgGgKkOoOo..j...Gg..NnAa...."
    "AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy......ACcLT."
    "...BU.EeJj..RrYy";
#define LATIN_MORE 0x1E00
static const char latin_more[] =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
    "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
    "WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
    "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

/* Of Greek, Cyrillic and Arabic. */
struct letter {
	uint16_t code, bare;
};
static const struct letter letters[] = {
	{ 0x386, 0x391 }, { 0x388, 0x395 }, { 0x389, 0x397 }, { 0x38A, 0x399 },
	{ 0x38C, 0x39F }, { 0x38E, 0x3A5 }, { 0x38F, 0x3A9 }, { 0x390, 0x3B9 },
	{ 0x3AA, 0x399 }, { 0x3AB, 0x3A5 }, { 0x3AC, 0x3B1 }, { 0x3AD, 0x3B5 },
	{ 0x3AE, 0x3B7 }, { 0x3AF, 0x3B9 }, { 0x3B0, 0x3C5 }, { 0x3CA, 0x3B9 },
	{ 0x3CB, 0x3C5 }, { 0x3CC, 0x3BF }, { 0x3CD, 0x3C5 }, { 0x3CE, 0x3C9 },
	{ 0x3D3, 0x3D2 }, { 0x3D4, 0x3D2 }, { 0x400, 0x415 }, { 0x401, 0x415 },
	{ 0x403, 0x413 }, { 0x407, 0x406 }, { 0x40C, 0x41A }, { 0x40D, 0x418 },
	{ 0x40E, 0x423 }, { 0x419, 0x418 }, { 0x439, 0x438 }, { 0x450, 0x435 },
	{ 0x451, 0x435 }, { 0x453, 0x433 }, { 0x457, 0x456 }, { 0x45C, 0x43A },
	{ 0x45D, 0x438 }, { 0x45E, 0x443 }, { 0x476, 0x474 }, { 0x477, 0x475 },
	{ 0x4C1, 0x416 }, { 0x4C2, 0x436 }, { 0x4D0, 0x410 }, { 0x4D1, 0x430 },
	{ 0x4D2, 0x410 }, { 0x4D3, 0x430 }, { 0x4D6, 0x415 }, { 0x4D7, 0x435 },
	{ 0x4DA, 0x4D8 }, { 0x4DB, 0x4D9 }, { 0x4DC, 0x416 }, { 0x4DD, 0x436 },
	{ 0x4DE, 0x417 }, { 0x4DF, 0x437 }, { 0x4E2, 0x418 }, { 0x4E3, 0x438 },
	{ 0x4E4, 0x418 }, { 0x4E5, 0x438 }, { 0x4E6, 0x41E }, { 0x4E7, 0x43E },
	{ 0x4EA, 0x4E8 }, { 0x4EB, 0x4E9 }, { 0x4EC, 0x42D }, { 0x4ED, 0x44D },
	{ 0x4EE, 0x423 }, { 0x4EF, 0x443 }, { 0x4F0, 0x423 }, { 0x4F1, 0x443 },
	{ 0x4F2, 0x423 }, { 0x4F3, 0x443 }, { 0x4F4, 0x427 }, { 0x4F5, 0x447 },
	{ 0x4F8, 0x42B }, { 0x4F9, 0x44B }, { 0x622, 0x627 }, { 0x623, 0x627 },
	{ 0x624, 0x648 }, { 0x625, 0x627 }, { 0x626, 0x64A }, { 0x6C0, 0x6D5 },
	{ 0x6C2, 0x6C1 }, { 0x6D3, 0x6D2 },
};

static int
letter_compare(const void *key, const void *item)
{
	uint32_t code = *(const uint32_t *)key;
	const struct letter *letter = item;
	return code < letter->code ? -1 : code > letter->code;
}

static uint32_t
latin_bare(uint32_t code, char bare)
{
	return bare == '.' ? code : (uint32_t)bare;
}

uint32_t
letter_bare(uint32_t code)
{
	if (code < LATIN_FIRST)
		return code;
	if (code - LATIN_FIRST < sizeof(latin) - 1)
		return latin_bare(code, latin[code - LATIN_FIRST]);
	if (code >= LATIN_MORE && code - LATIN_MORE < sizeof(latin_more) - 1)
		return latin_bare(code, latin_more[code - LATIN_MORE]);
	const struct letter *found = bsearch(&code, letters,
	    sizeof(letters) / sizeof(*letters), sizeof(*letters),
	    letter_compare);
	return found == NULL ? code : found->bare;
}

bool
letter_is_mark(uint32_t code)
{
	return (code >= 0x300 && code <= 0x36F) ||
	    (code >= 0x483 && code <= 0x489) ||
	    (code >= 0x64B && code <= 0x65F) || code == 0x670 ||
	    (code >= 0x1AB0 && code <= 0x1AFF) ||
	    (code >= 0x1DC0 && code <= 0x1DFF) ||
	    (code >= 0x20D0 && code <= 0x20FF) ||
	    (code >= 0xFE20 && code <= 0xFE2F);
}
