#include "base/path.h"

#include <string.h>
#include "base/os.h"
#include "base/text.h"

const char *
path_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

const char *
path_folder(struct arena *arena, const char *path)
{
	const char *name = path_name(path);
	if (name == path)
		return ".";
	return name == path + 1
	    ? "/"
	    : arena_copy(arena, path, (size_t)(name - path - 1));
}

static const char *path_real(struct arena *arena, const char *path);

/* Of the last name in a path that leads nowhere yet. */
static const char *
name_join(struct arena *arena, const char *folder, const char *name)
{
	const char *real = path_real(arena, folder);
	const char *slash = strrchr(real, '/');
	if (*name == '\0' || strcmp(name, ".") == 0)
		return real;
	if (strcmp(name, "..") != 0)
		return arena_printf(
		    arena, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	return slash == NULL || slash == real
	    ? "/"
	    : arena_copy(arena, real, (size_t)(slash - real));
}

/* Without links, as far as there is anything. */
static const char *
path_real(struct arena *arena, const char *path)
{
	const char *real = os_real_path(arena, path);
	if (real != NULL)
		return real;
	/* The folder that one stands in may be gone: then no way leads there. */
	if (strrchr(path, '/') == path || strcmp(path, ".") == 0)
		return path;
	return name_join(arena, path_folder(arena, path), path_name(path));
}

bool
path_is_within(struct arena *arena, const char *path, const char *folder)
{
	struct text real = text_of(path_real(arena, path));
	const char *above = path_real(arena, folder);
	size_t length = strcmp(above, "/") == 0 ? 0 : strlen(above);
	return text_starts(real, above) &&
	    (real.len == length || real.at[length] == '/');
}
