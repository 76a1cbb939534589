#include "publish/utf8_locale.h"

int
utf8_locale_begin(struct utf8_locale *utf8, struct os_error *error)
{
	utf8->own = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8->own == (locale_t)0)
		return os_fail(error, "C.UTF-8", NULL);
	utf8->before = uselocale(utf8->own);
	return 0;
}

void
utf8_locale_end(struct utf8_locale *utf8)
{
	uselocale(utf8->before);
	freelocale(utf8->own);
}
