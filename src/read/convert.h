/*
 * From cmark's tree to ours, with places.
 *
 * Blocks have the place that cmark gives.  cmark's places of inlines drift
 * (after a link definition in the paragraph, on lazy lines, in texts that
 * read/cjk.h touched), so inlines are found in the block's own bytes, one after
 * the other; one that is not to be found there has an empty place after the
 * one before it.
 */
#ifndef TONGBAO_READ_CONVERT_H
#define TONGBAO_READ_CONVERT_H

#include "model/document.h"
#include "read/lines.h"
#include "read/parser.h"
#include "read/pipe.h"

/*
 * `root` is a parse of the text of `lines`, whose place is `where`, or of
 * its other shape, as pipe_write() wrote it, when `tables` is not NULL.
 */
struct node *convert(struct arena *arena, cmark_node *root,
    const struct lines *lines, const struct pipe_tables *tables,
    struct span where);

#endif
