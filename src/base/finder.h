/*
 * Many words in a text at once (Aho and Corasick, CACM 18(6), 1975); both are
 * UTF-8.  Built once, then read by any number of threads; finding takes a time
 * that grows with the text, not with the number of words.
 *
 * White space within a word doesn't matter, in the text or in the word: 王 明,
 * 王　明 and 王⏎明 are 王明; an empty line ends every word.  Of words that lie
 * within a longer one that is there, too, only the longer is found: 王明 isn't
 * in 王明亮 if both are looked for.  Words that overlap are both found.
 */
#ifndef TONGBAO_BASE_FINDER_H
#define TONGBAO_BASE_FINDER_H

#include <stdint.h>
#include "base/arena.h"
#include "base/text.h"

struct finder;

struct finder_match {
	size_t start, end; /* bytes of the text */
	size_t word;       /* its number; of equal words the first */
};

/*
 * Words are not kept.  An empty word is never found.  Memory: some 17 bytes
 * a byte of all words, less what beginnings share.
 */
struct finder *finder_make(struct arena *arena, const struct text *words,
    size_t count);
/*
 * All matches, by place, in the arena; returns their number.  The arena is
 * not touched when there is none.
 */
size_t finder_find(const struct finder *finder, struct arena *arena,
    struct text text, struct finder_match **matches);

#endif
