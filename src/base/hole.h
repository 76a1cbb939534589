/*
 * A planted hole in the scripts' sandbox (base/planted.h): what code that got
 * out of it would try, and what comes of that, for tests/site/planted.
 */
#ifndef TONGBAO_BASE_HOLE_H
#define TONGBAO_BASE_HOLE_H

#ifdef TONGBAO_PLANTED
/*
 * Tries all of it, once, on the folder $TONGBAO_HOLE that is none of the
 * command's business; on stderr a line each: “hole NAME: done”, or the errno.
 */
void hole_try(void);
#endif

#endif
