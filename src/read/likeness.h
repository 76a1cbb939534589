/*
 * What a word was meant as: the same word as the program knows it, when only
 * full-width forms, spaces, invisible characters, quotes around it or the case
 * of Latin letters differ.  Guesses for mends that need no thought; anything
 * beyond is a suggestion (base/near.h).
 */
#ifndef TONGBAO_READ_LIKENESS_H
#define TONGBAO_READ_LIKENESS_H

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"

/*
 * Half-width letters, digits and punctuation; no quotes around it; no white
 * space at the ends nor beside a Han character; nothing invisible.
 */
struct text word_narrow(struct arena *arena, struct text word);

/*
 * 2010年10月5日, 2010/10/5, 2010.10.5, 20101005, ２０１０－１０－０５,
 * 二〇一〇年十月五日 → 2010-10-05.  Nothing may follow.
 */
bool date_guess(struct arena *arena, struct text t, char out[DATE_ROOM]);
/* 2010年9月31日: a day that its month has not; and the last that it has. */
bool date_lacks_day(struct arena *arena, struct text t, char last[DATE_ROOM]);
/* 10月5日: a day whose year is not there; as 10-05. */
bool date_lacks_year(struct arena *arena, struct text t, char out[6]);

/*
 * Is one of the words the other with one character changed, more or fewer, or
 * with two neighbours swapped?
 */
bool word_is_near(struct text a, struct text b);

#endif
