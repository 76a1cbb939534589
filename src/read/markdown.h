/*
 * Markdown by cmark into the document tree (model/document.h): CommonMark
 * 0.30, with
 *  - a guard before the parse (cmark 0.30.2 is quadratic on deep nesting);
 *  - emphasis beside Han text and Chinese punctuation: **“五带头”**后 is strong,
 *    which CommonMark's flanking rule drops (LIBRARIES section 4);
 *  - soft breaks between CJK characters joined without a space;
 *  - pipe tables.
 */
#ifndef TONGBAO_READ_MARKDOWN_H
#define TONGBAO_READ_MARKDOWN_H

#include "base/diag.h"
#include "model/document.h"

/* What cmark can't be given: cheap, by lines.  False after a diagnostic. */
bool markdown_check(struct text text, struct span where, struct diags *diags);

/* Rows of tables that have more cells than columns, of a text that is sound. */
void markdown_tables_check(
    struct text text, struct span where, struct diags *diags);

/* NULL only when markdown_check() refuses the text. */
struct node *markdown_parse(struct arena *arena, struct text text,
    struct span where, struct diags *diags);

#endif
