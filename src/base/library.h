/*
 * A library that is loaded when it is first needed, for those that take longer
 * to load than the rest of the program:
 *
 *	#define CALLS(CALL) CALL(foo_open) CALL(foo_close)
 *	LIBRARY("libfoo.so.1", CALLS)
 *
 * defines library.foo_open(…), with the types of the library's header, and
 * library_load(): -1 when it is not there.  Two threads may not load it at once.
 */
#ifndef TONGBAO_BASE_LIBRARY_H
#define TONGBAO_BASE_LIBRARY_H

#include "base/os.h"

#define LIBRARY_MEMBER(function) __typeof__(function) *function;
#define LIBRARY_NAME(function) #function,

#define LIBRARY(file, calls)                                                   \
	static struct {                                                        \
		calls(LIBRARY_MEMBER)                                          \
	} library;                                                             \
                                                                               \
	static int library_load(void)                                          \
	{                                                                      \
		static const char *const names[] = { calls(LIBRARY_NAME) };    \
		_Static_assert(sizeof(library) ==                              \
			sizeof(names) / sizeof(*names) * sizeof(void *),       \
		    "pointers to functions and to data have one size");        \
		return os_library(file, names,                                 \
		    sizeof(names) / sizeof(*names), &library);                 \
	}

#endif
