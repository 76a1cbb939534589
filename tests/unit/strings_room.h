/*
 * The words of the repository's own theme, for tests that make a site by hand;
 * they run in the repository's folder.
 */
#ifndef TONGBAO_TESTS_STRINGS_ROOM_H
#define TONGBAO_TESTS_STRINGS_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "read/strings.h"

static inline const struct strings *
strings_room(struct arena *arena, const char *language)
{
	static const struct theme_folder own = { "themes/default",
		"themes/default" };
	struct site site = { .language = language, .theme = "default" };
	struct sources sources;
	struct diags diags;
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	const struct strings *strings =
	    strings_load(arena, &site, &own, 1, &sources, &diags);
	assert_non_null(strings);
	return strings;
}

#endif
