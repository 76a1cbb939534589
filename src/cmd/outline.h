/*
 * A text of a record as lines, a piece of it a line, as filters of elements
 * know them: what differs between two of them is what a filter changed.
 */
#ifndef TONGBAO_CMD_OUTLINE_H
#define TONGBAO_CMD_OUTLINE_H

#include "base/buf.h"
#include "model/document.h"

void outline_put(struct buf *out, const struct node *root);

#endif
