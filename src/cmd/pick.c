#include "cmd/pick.h"

#include "base/lang.h"
#include "base/os.h"
#include "base/path.h"

/*
 * The path without links in what leads there; a link itself stays one, since
 * it is what the fault is about.
 */
static const char *
path_real(struct arena *arena, const char *path)
{
	if (os_type(path) == OS_NONE)
		return NULL;
	if (os_type(path) != OS_LINK)
		return os_real_path(arena, path);
	return arena_printf(arena, "%s/%s",
	    os_real_path(arena, path_folder(arena, path)), path_name(path));
}

/* Below the root; NULL when it is not. */
static const char *
path_below(const char *root, const char *path)
{
	size_t n = strlen(root);
	if (strcmp(root, "/") == 0)
		return path + 1;
	if (strncmp(path, root, n) != 0 || (path[n] != '\0' && path[n] != '/'))
		return NULL;
	return path[n] == '/' ? path + n + 1 : path + n;
}

static const char *
word_find(struct arena *arena, const char *root, const char *word)
{
	const char *real_root = os_real_path(arena, root);
	const char *path = *word == '\0' ? NULL : path_real(arena, word);
	const char *below = path == NULL || real_root == NULL
	    ? NULL
	    : path_below(real_root, path);
	if (below != NULL || *word == '/' || *word == '\0')
		return below;
	path = path_real(arena, arena_printf(arena, "%s/%s", root, word));
	return path == NULL || real_root == NULL ? NULL
						 : path_below(real_root, path);
}

int
pick_make(struct pick *pick, struct arena *arena, const char *root,
    char **words, size_t count, const char *command)
{
	*pick = (struct pick){ ARENA_ARRAY(arena, const char *, count), count };
	for (size_t i = 0; i < count; i++) {
		pick->paths[i] = word_find(arena, root, words[i]);
		if (pick->paths[i] != NULL)
			continue;
		fprintf(stderr,
		    _("tongbao %s: the site has no file or folder '%s'\n"),
		    command, words[i]);
		return -1;
	}
	return 0;
}

bool
pick_has(const struct pick *pick, const char *path)
{
	bool has = pick->count == 0;
	for (size_t i = 0; i < pick->count && !has; i++)
		has = *pick->paths[i] == '\0' ||
		    path_below(pick->paths[i], path) != NULL;
	return has;
}

struct picking {
	const struct pick *pick;
	const struct table *faults, *paths;
	const struct sources *sources;
};

static bool
is_picked(const void *context, const struct diag *d)
{
	const struct picking *picking = context;
	const char *path = source_at(picking->sources, d->span.source)->path;
	return d->span.source == 0 || pick_has(picking->pick, path);
}

size_t
pick_keep(const struct pick *pick, struct diags *diags,
    const struct sources *sources)
{
	struct picking picking = { .pick = pick, .sources = sources };
	diags_sort(diags);
	return diags_keep(diags, is_picked, &picking);
}

/* ---- new faults ---- */

static struct text
fault_key(struct arena *arena, const struct diag *d,
    const struct sources *sources)
{
	return text_of(arena_printf(arena, "%s\n%s\n%s",
	    source_at(sources, d->span.source)->path, d->rule->code,
	    d->message));
}

void
faults_note(struct table *faults, const struct diags *diags,
    const struct sources *sources)
{
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		struct text key = fault_key(faults->arena, d, sources);
		size_t *count = table_get(faults, key);
		if (count == NULL) {
			count = ARENA_NEW(faults->arena, size_t);
			table_add(faults, key, count);
		}
		++*count;
	}
}

bool
fault_is_noted(const struct table *faults, const struct diag *diag,
    const struct sources *sources)
{
	size_t *count =
	    table_get(faults, fault_key(faults->arena, diag, sources));
	if (count == NULL || *count == 0)
		return false;
	--*count;
	return true;
}

static bool
is_new(const void *context, const struct diag *d)
{
	const struct picking *picking = context;
	const char *path = source_at(picking->sources, d->span.source)->path;
	return table_get(picking->paths, text_of(path)) != NULL ||
	    !fault_is_noted(picking->faults, d, picking->sources);
}

void
faults_keep(const struct table *faults, const struct table *paths,
    struct diags *diags, const struct sources *sources)
{
	struct picking picking = { .faults = faults,
		.paths = paths,
		.sources = sources };
	diags_keep(diags, is_new, &picking);
}
