/*
 * What a character is to a line of print: W3C clreq, “Prohibition Rules for
 * Line Start and Line End”, read at 7d51569 (2024-03).  Its three levels are
 *  - basic: pause and stop marks, closing quotes and brackets, connectors,
 *    middle dots and the solidus never begin a line; opening marks never end
 *    it;
 *  - GB (after GB/T 15834): nor does the solidus end it;
 *  - strict: nor do —— and …… begin it.
 * The classes are those of the first level; shape.c adds the two others.  Units
 * and marks of repetition (％ ℃ 々) begin no line whatever the level: clreq's
 * “Digits and their Prefix and Suffix”.
 */
#ifndef TONGBAO_RENDER_PRINT_CHARACTER_H
#define TONGBAO_RENDER_PRINT_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

enum character {
	CHARACTER_NONE,  /* not printed: control and format characters */
	CHARACTER_BREAK, /* ends the line */
	CHARACTER_SPACE,
	CHARACTER_HAN,   /* stands in a cell of its own */
	CHARACTER_OPEN,
	CHARACTER_CLOSE,
	CHARACTER_TIE,   /* in a cell, never at the start of a line */
	CHARACTER_LONG,  /* — … : in pairs */
	CHARACTER_LATIN, /* part of a word that is shaped as a whole */
};

enum character character_of(uint32_t code);

bool character_is_digit(uint32_t code); /* 0-9, full width too */
bool character_is_letter(uint32_t code); /* A-Z, a-z */
/* Half-width marks that hold on to the word before or after them. */
bool character_is_latin_open(uint32_t code);
bool character_is_latin_close(uint32_t code);
/* Is kept with the digits before it: 年 月 日 号 … */
bool character_is_unit(uint32_t code);
/* Between digits it is part of a number: 3～5, 1：2. */
bool character_is_number_mark(uint32_t code);

#endif
