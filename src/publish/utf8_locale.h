/*
 * libarchive takes the names in a tar by the thread's locale; the program's own
 * is C, so that nothing else depends on one.
 */
#ifndef TONGBAO_PUBLISH_UTF8_LOCALE_H
#define TONGBAO_PUBLISH_UTF8_LOCALE_H

#include <locale.h>
#include "base/os.h"

struct utf8_locale {
	locale_t own, before;
};

/* The thread's is UTF-8 until the end; -1: there is none, and no end either. */
int utf8_locale_begin(struct utf8_locale *utf8, struct os_error *error);
void utf8_locale_end(struct utf8_locale *utf8);

#endif
