/*
 * The colophon (版记) of a circular, PRINT.md rows 17 and 18: who gets copies,
 * who printed it and when, between rules as wide as the type area, the last of
 * which lies on its lower edge; the foot of a newsletter (21).
 */
#ifndef TONGBAO_RENDER_PRINT_COLOPHON_H
#define TONGBAO_RENDER_PRINT_COLOPHON_H

#include "render/print/galley.h"

/*
 * Appends its strips, each with a height; nothing, not even who gets copies,
 * where there is no printing office with its day and no seal to tell of.  A
 * letter has no rules and needs neither: only who gets copies.
 * `addressees`: they are named here, not in the head.
 */
void colophon_add(struct galley *galley, const struct circular *circular,
    bool addressees);

#endif
