/*
 * Letters without their marks: é → e, й → и, ئ → ي, が → か, as Unicode takes them
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

/* A vowel or last consonant of Hangul, which is written as one with the others. */
bool letter_is_jamo(uint32_t code);
/* The syllable that it is with what stands before it; 0: they are two. */
uint32_t letter_join(uint32_t before, uint32_t code);

#endif
