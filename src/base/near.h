/*
 * “Did you mean …?”: which of many words somebody may have meant.
 *
 * Two words are near when few letters or characters differ (Damerau's edits).
 * A character of the same sound is half an edit: who types by pinyin writes 洲
 * for 舟.  Of two characters one may differ only where the other is the surname
 * or both sound the same.  A short form of a long Chinese name is near it, too
 * (机电学院 → 机电工程学院党总支), so is what a word begins or ends with
 * (党委书记田守正 → 田守正), and a long name that shares its rare characters.
 *
 * The order depends on words and candidates only: the nearest first, those
 * with the same surname before others, then as the candidates stand.
 */
#ifndef TONGBAO_BASE_NEAR_H
#define TONGBAO_BASE_NEAR_H

#include <stddef.h>

#define NEAR_MOST 3

/*
 * The nearest candidates, all equally near, without repeats; how many, 0 when
 * none is near.  Where more than three are equally near by other than their
 * sound nothing is said: a guess among many is noise.
 */
size_t near_words(const char *word, const char *const *candidates,
    size_t count, const char *near[NEAR_MOST]);
/* The first of them, or NULL. */
const char *nearest_word(const char *word, const char *const *candidates,
    size_t count);

#endif
