/*
 * Letters without their marks: é → e, ǎ → a, й → и, ئ → ي, as Unicode takes them
 * apart (UnicodeData.txt, canonical decomposition), and what is a letter with a
 * stroke: ø → o.  So that a name is the same whether a keyboard writes the mark
 * with the letter, behind it, or not at all.
 */
#ifndef TONGBAO_BASE_LETTER_H
#define TONGBAO_BASE_LETTER_H

#include <stdbool.h>
#include <stdint.h>

/* The letter itself when it has none. */
uint32_t letter_bare(uint32_t code);
/* A mark that stands on, under or through the character before it. */
bool letter_is_mark(uint32_t code);

#endif
