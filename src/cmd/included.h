/*
 * Files that are taken into the program as they are: written in a language of
 * their own, and not as pieces of C.
 */
#ifndef TONGBAO_CMD_INCLUDED_H
#define TONGBAO_CMD_INCLUDED_H

#include <stdint.h>
#include "base/text.h"

/* `path` is from the top of the repository, where make is. */
#define INCLUDED(name, path)                                                   \
	__asm__(".pushsection .rodata\n" #name ":\n.incbin \"" path "\"\n"      \
		"1: .byte 0\n.balign 8\n" #name "_size: .quad 1b - " #name       \
		"\n.popsection\n");                                            \
	extern const char name[];                                              \
	extern const uint64_t name##_size

#define INCLUDED_TEXT(name) ((struct text){ name, name##_size })

#endif
