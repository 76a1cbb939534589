/*
 * What follows the body of a circular: the note of its attachments (PRINT.md
 * row 13), signature and date, with or without room for seals (14), the note
 * (15), and the attachments themselves, each on a page of its own (16).
 */
#ifndef TONGBAO_RENDER_PRINT_FOOT_H
#define TONGBAO_RENDER_PRINT_FOOT_H

#include "render/print/galley.h"

/* Keeps to the last lines there are: a signature never stands alone. */
void foot_add(struct galley *galley, const struct circular *circular);
void attachments_add(struct galley *galley, const struct circular *circular);

#endif
