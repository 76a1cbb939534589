/*
 * What stands above the red rule of a circular, and the rule: the number of the
 * copy, secrecy and urgency (PRINT.md row 6), the issuer's mark (7), the
 * document's number and who signed it (8, 9); the mast of a newsletter (21), and
 * of a letter with its double rules.
 */
#ifndef TONGBAO_RENDER_PRINT_MASTHEAD_H
#define TONGBAO_RENDER_PRINT_MASTHEAD_H

#include "render/print/galley.h"

/*
 * Adds it as one strip, without a height.  Returns where the title may begin,
 * from the strip's top; 0 when there is nothing to add.
 */
double masthead_add(struct galley *galley, const struct circular *circular);

#endif
