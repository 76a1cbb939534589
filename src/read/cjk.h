/*
 * Chinese text in Markdown: two passes around cmark.
 *
 * Emphasis.  By CommonMark's flanking rule a run of * between a letter and a
 * punctuation mark can only open or only close, and Chinese writes no spaces,
 * so `后**“点评”**前` stays literal (LIBRARIES section 4).  Before the parse every
 * run that has CJK text or Chinese punctuation on one side, and no space on
 * either, is put between sentinels: to cmark they are punctuation, so the run
 * can open and close like one between two letters, and all that stands around
 * it sees what it saw before, a punctuation mark.  After the parse they are
 * taken out of every literal.  A sentinel is U+E000 between two punctuation
 * marks; U+E000 is refused in the source (read/guard.h), so none is mistaken.
 * Sentinels put into code, addresses or raw HTML do no harm and are taken out
 * too; escaped stars and _ keep CommonMark's meaning.
 *
 * One shape keeps the meaning it has in CommonMark: a single star that hangs
 * on a word before a stop or a closing mark (王英*、李红*。) does not open, and
 * one that follows an opening mark (（*为预备党员）) does not close.  Rosters mark
 * names so.
 *
 * Breaks.  A line end between two CJK characters is no space.
 */
#ifndef TONGBAO_READ_CJK_H
#define TONGBAO_READ_CJK_H

#include "base/buf.h"
#include "model/document.h"

/* Alone it marks what other passes put in; refused in the source. */
#define CJK_PRIVATE "\xEE\x80\x80"

/* `text` with sentinels, appended to `out`; false: none were needed. */
bool cjk_mark(struct buf *out, struct text text);
/* The literal without sentinels, in the arena. */
struct text cjk_strip(struct arena *arena, const char *literal);

/*
 * Drops the soft breaks between CJK characters (also across the edges of
 * emphasis, links and code) and makes neighbouring texts one.
 */
void cjk_join(struct arena *arena, struct node *root);

#endif
