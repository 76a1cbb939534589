/*
 * A document as lines of text that anything opens: blocks apart, headings,
 * items, quotes and cells with the marks that Markdown has for them, and of
 * what stands inside of a line the words alone.  No address of a link or
 * a picture is in it: where one leads may say more than a reader may know.
 */
#ifndef TONGBAO_RENDER_PLAIN_H
#define TONGBAO_RENDER_PLAIN_H

#include "base/buf.h"
#include "model/document.h"

/* Ends with a new line, but for a document without any text. */
void plain_put(struct buf *out, const struct node *root);

#endif
