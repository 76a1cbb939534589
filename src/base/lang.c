#include "base/lang.h"

#include <libintl.h>

const char *
lang_text(const char *english)
{
	return *english == '\0' ? english : dgettext("tongbao", english);
}
