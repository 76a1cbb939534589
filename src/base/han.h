/*
 * Han characters: their strokes, their readings, and the two orders that are
 * made of them.
 *
 * Known are the block 4E00–9FFF (but for 44 late additions), 〇, and every
 * character of the official list of 2013 (通用规范汉字表, 8105 characters).  The
 * strokes are the mainland's standard ones (GF 3002, GF 0023); the data, where
 * it is from and under which licence, is in han_data.c.
 */
#ifndef TONGBAO_BASE_HAN_H
#define TONGBAO_BASE_HAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"

enum han_stroke {
	HAN_HORIZONTAL = 1, /* 横, also 提 */
	HAN_VERTICAL,       /* 竖, also 竖钩 */
	HAN_FALLING,        /* 撇 */
	HAN_DOT,            /* 点, also 捺 */
	HAN_TURNING,        /* 折, every other one */
};

/* No character has more strokes. */
#define HAN_STROKES_MOST 64

/* How many strokes, their kinds in `kinds`; 0 when not known. */
size_t han_strokes(uint32_t code, uint8_t kinds[HAN_STROKES_MOST]);

/*
 * The order of a list by strokes: the fewer strokes first, then kinds one by
 * one.  Of characters with the same strokes (于 and 干, 余 and 佘) the one that
 * the official list has first, then by code point.  What is not known comes
 * after what is, by code point.  0 only for the same code point.
 */
int han_compare_strokes(uint32_t a, uint32_t b);

/*
 * The reading in names, as a number: these are in the order of the alphabet
 * (ü right after u), then of tones.  0 when not known.  Of characters with
 * several readings it is the one that given names have; see han_surname() for
 * surnames.
 */
unsigned han_sound(uint32_t code);
/* Its letters ("lü") and its tone, 1 to 5 = neutral; not for 0. */
const char *han_syllable(unsigned sound, int *tone);

/*
 * How many characters of a name are the surname: 1, or 2 for 欧阳 and kin where
 * more follows, 0 for a name without characters.  Their sounds in `sounds`:
 * 单 is read shàn in a surname, dān elsewhere.
 */
size_t han_surname(struct text name, unsigned sounds[2]);

/* By sound, then by strokes; what has no sound known comes last. */
int han_compare_sounds(uint32_t a, unsigned a_sound, uint32_t b,
    unsigned b_sound);

/* The same syllable, tones aside, in given names or as surnames: 洲 and 舟. */
bool han_same_sound(uint32_t a, uint32_t b);

/*
 * The ideograph that one looks like which is written with a character for
 * radicals (⽩, as copied from a PDF) or for the sake of another set (U+F9E1,
 * U+2F8C8); any other is itself.
 */
uint32_t han_unified(uint32_t code);

/* The next character of a name; 0 at its end.  Spaces in it don't count. */
uint32_t han_next(struct text name, size_t *at);

#endif
