/*
 * Memory by huge pages: to be given those of the usual size, by a fault each,
 * takes longer than to fill them.  A system without such pages leaves it at
 * that.
 */
#ifndef TONGBAO_BASE_HUGE_H
#define TONGBAO_BASE_HUGE_H

#include <stddef.h>

#define HUGE_PAGE ((size_t)2 << 20)

/*
 * So many bytes, all 0, from a huge page's border on; munmap() gives them back.
 * NULL: there is no memory.
 */
char *huge_map(size_t size);
/* Of memory that has just been moved to where there was such. */
void huge_ask(char *at, size_t size);

#endif
