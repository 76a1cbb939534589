/*
 * What a character is to a line of print (W3C clreq, PRINT.md rows 22-24).
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

bool character_is_digit(uint32_t code); /* 0-9 */
bool character_is_letter(uint32_t code); /* A-Z, a-z */
/* Half-width marks that hold on to the word before or after them. */
bool character_is_latin_open(uint32_t code);
bool character_is_latin_close(uint32_t code);
/* Is kept with the digits before it: 年 月 日 号 … */
bool character_is_unit(uint32_t code);

#endif
