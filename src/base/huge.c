#include "base/huge.h"

#include <stdint.h>
#include <sys/mman.h>

void
huge_ask(char *at, size_t size)
{
	madvise(at, size, MADV_HUGEPAGE);
}

char *
huge_map(size_t size)
{
	char *at = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return NULL;
	size_t before = -(uintptr_t)at & (HUGE_PAGE - 1);
	if (before > 0)
		munmap(at, before);
	munmap(at + before + size, HUGE_PAGE - before);
	huge_ask(at + before, size);
	return at + before;
}
