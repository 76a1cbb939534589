#include "base/normal.h"

#include <glib.h>
#include "base/library.h"

#define CALLS(CALL) \
	CALL(g_free) \
	CALL(g_utf8_casefold) \
	CALL(g_utf8_normalize)

/* glib.h makes a macro of it. */
#undef g_free
LIBRARY("libglib-2.0.so.0", CALLS)

int
normal_text(struct arena *arena, struct text text, bool fold,
    struct text *normal)
{
	if (text_is_ascii(text)) {
		*normal = fold ? arena_small(arena, text) : text;
		return 0;
	}
	if (library_load() != 0)
		return -1;
	char *folded = !fold ? NULL
			     : library.g_utf8_casefold(text.at,
				   (gssize)text.len);
	char *made = fold
	    ? library.g_utf8_normalize(folded, -1, G_NORMALIZE_NFC)
	    : library.g_utf8_normalize(text.at, (gssize)text.len,
		  G_NORMALIZE_NFC);
	*normal = made == NULL ? text : text_of(arena_string(arena, made));
	library.g_free(made);
	library.g_free(folded);
	return 0;
}
