/*
 * The tables of han.c, made by tests/tools/make-han; see base/han.h.
 *
 * A slot is a character's number in the tables: those of the block
 * 4E00–9FFF in order, then those of han_data_more (〇, and what the official
 * list has beyond that block), which is sorted.
 *
 * Texts are written in 56 digits, see digit_value() in han.c.
 */
#ifndef TONGBAO_BASE_HAN_DATA_H
#define TONGBAO_BASE_HAN_DATA_H

#include <stddef.h>
#include <stdint.h>

#define HAN_DATA_FIRST 0x4E00u
#define HAN_DATA_LAST 0x9FFFu

extern const uint32_t han_data_more[];
extern const size_t han_data_more_count;

/*
 * The strokes of slot after slot, two a digit.  With kinds 1 to 5:
 *   0 – 24  (a − 1) × 5 + b − 1   two strokes, and more follow
 *  25 – 54  25 + (a − 1) × 6 + b  the last two; b = 0: the last one
 *  55                             not known
 * han_data_blocks says where every eighth slot begins.
 */
#define HAN_DATA_BLOCK 8
extern const char han_data_strokes[];
extern const uint32_t han_data_blocks[];

/* Groups of the same strokes, each in the official list's order. */
extern const uint32_t han_data_ties[];
extern const size_t han_data_tie_count;

/* Two digits a slot: a sound, 0 when not known; see han_sound(). */
extern const char han_data_sounds[];
extern const char *const han_data_syllables[];

/* Surnames with readings of their own, or of two characters; sorted. */
struct han_surname {
	uint32_t codes[2]; /* the second 0 for a surname of one character */
	uint16_t sounds[2];
};
extern const struct han_surname han_data_surnames[];
extern const size_t han_data_surname_count;

/*
 * By code point, what radicals (2E80–2FDF) and ideographs for the sake of other
 * sets (F900–FAFF, 2F800–2FA1F) look like; 0: nothing, or, but in the last one,
 * nothing of the first plane.
 */
#define HAN_DATA_RADICAL 0x2E80u
#define HAN_DATA_RADICAL_END 0x2FE0u
#define HAN_DATA_COMPATIBLE 0xF900u
#define HAN_DATA_COMPATIBLE_END 0xFB00u
#define HAN_DATA_SUPPLEMENT 0x2F800u
#define HAN_DATA_SUPPLEMENT_END 0x2FA20u
extern const uint16_t han_data_radicals[];
extern const uint16_t han_data_compatible[];
extern const uint32_t han_data_supplement[];

#endif
