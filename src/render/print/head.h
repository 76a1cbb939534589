/*
 * What surrounds the body of a circular: mark, number, red rule, title and
 * addressees before it (PRINT.md rows 7-11), signature, date and note after it
 * (rows 14 and 15).
 */
#ifndef TONGBAO_RENDER_PRINT_HEAD_H
#define TONGBAO_RENDER_PRINT_HEAD_H

#include "render/print/galley.h"

void head_add(struct galley *galley, const struct circular *circular);
/* Keeps to the last lines there are: a signature never stands alone. */
void foot_add(struct galley *galley, const struct circular *circular);

/* 2010-10-15 as 2010年10月15日; what is no such date stays as it is. */
const char *date_in_han(struct arena *arena, const char *date);

#endif
