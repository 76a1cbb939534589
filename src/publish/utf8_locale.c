#include "publish/utf8_locale.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int
utf8_locale_begin(struct utf8_locale *utf8, struct os_error *error)
{
	utf8->own = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8->own == (locale_t)0) {
		error->code = errno;
		snprintf(error->message, sizeof(error->message),
		    "C.UTF-8: %s", strerror(errno));
		return -1;
	}
	utf8->before = uselocale(utf8->own);
	return 0;
}

void
utf8_locale_end(struct utf8_locale *utf8)
{
	uselocale(utf8->before);
	freelocale(utf8->own);
}
