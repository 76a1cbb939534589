/*
 * Documents as HTML, in the form of the CommonMark spec's examples (XHTML-ish:
 * <br />, <hr />), with two differences that are the point of it:
 *  - raw HTML is shown, never passed on: a block as <pre class="html">, inline
 *    as text;
 *  - a link or an image whose address a browser could run (javascript:,
 *    vbscript:, file:, data: other than a PNG, GIF, JPEG or WebP image) has an
 *    empty address.
 * Tables are GFM's, with class="left", "centre" or "right" for the alignment.
 *
 * What is written has no attribute without double quotes around it.
 */
#ifndef TONGBAO_RENDER_HTML_H
#define TONGBAO_RENDER_HTML_H

#include "base/buf.h"
#include "model/document.h"

/* The node with all below it; any kind of node, blocks end with a newline. */
void html_put_node(struct buf *out, const struct node *node);

/*
 * Text with & < > " escaped: right between tags and in an attribute in double
 * quotes.  Controls and noncharacters, which HTML has not, are left out, as
 * they are in print.
 */
void html_put_escaped(struct buf *out, struct text text);

#endif
