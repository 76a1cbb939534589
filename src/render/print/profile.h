/*
 * sRGB (IEC 61966-2.1) as an ICC profile: what red and black of a PDF mean.
 */
#ifndef TONGBAO_RENDER_PRINT_PROFILE_H
#define TONGBAO_RENDER_PRINT_PROFILE_H

#include "base/buf.h"

/* Appends a profile of version 2, for a monitor; about 0.6 KB. */
void profile_put_srgb(struct buf *out);

#endif
