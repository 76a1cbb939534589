#include "filter/script.h"

#include <limits.h>
#include <stdlib.h>
#include "base/os.h"
#include "base/path.h"
#include "base/utf8.h"
#include "model/rules.h"

#define SCRIPT_MOST ((int64_t)1 << 20)
/* Lua cuts a longer name in its messages (LUA_IDSIZE is 60). */
#define NAME_MOST 50

struct loading_scripts {
	struct scripts *scripts;
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
	size_t capacity;
};

const struct script *
scripts_find(const struct scripts *scripts, struct text name)
{
	for (size_t i = 0; i < scripts->file_count; i++)
		if (text_is(name, scripts->files[i].name))
			return &scripts->files[i];
	return NULL;
}

struct span
script_line(const struct script *script, int line)
{
	struct text content, rest = script->text;
	while (text_split(rest, '\n', &content, &rest) && --line > 0)
		continue;
	content = text_trim(content);
	uint32_t at = script->start + (uint32_t)(content.at - script->text.at);
	return (struct span){ script->source, at, at + (uint32_t)content.len };
}

static bool
is_set_at(struct text t, size_t end)
{
	while (end < t.len && (t.at[end] == ' ' || t.at[end] == '\t'))
		end++;
	return end < t.len && t.at[end] == '=';
}

/* Not the end of a longer one. */
static bool
is_name_at(struct text t, size_t at, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	return text_starts(text_from(t, at), name) &&
	    (at == 0 || strchr(letters, t.at[at - 1]) == NULL);
}

int
script_find(const struct script *script, const char *name)
{
	struct text t = script->text;
	int line = 1, first = 0;
	bool comment = false;
	for (size_t i = 0; i < t.len; i++) {
		line += t.at[i] == '\n';
		comment = t.at[i] != '\n' &&
		    (comment || text_starts(text_from(t, i), "--"));
		if (comment || !is_name_at(t, i, name))
			continue;
		if (is_set_at(t, i + strlen(name)))
			return line;
		if (first == 0)
			first = line;
	}
	return first == 0 ? 1 : first;
}

/* ---- reading ---- */

/* A fault of the file as bytes, or true. */
static bool
text_is_sound(
    struct loading_scripts *loading, uint32_t source, struct text text)
{
	const char *nul = memchr(text.at, '\0', text.len);
	size_t bad = nul != NULL ? (size_t)(nul - text.at) : utf8_check(text);
	if (bad == text.len)
		return true;
	struct span at = { source, (uint32_t)bad, (uint32_t)bad + 1 };
	if (nul != NULL)
		diag_at(loading->diags, &rules[RULE_FILE_NUL], at,
		    "there is a NUL byte in the script; compiled Lua is not "
		    "accepted");
	else
		diag_at(loading->diags, &rules[RULE_FILE_UTF8], at,
		    "the script is not UTF-8");
	return false;
}

static void
script_read(struct loading_scripts *loading, const char *path,
    const char *shown, const char *name)
{
	struct scripts *scripts = loading->scripts;
	struct os_error error;
	struct text text;
	uint32_t source = sources_add(loading->sources, shown);
	struct span whole = { source, 0, 0 };
	int status =
	    os_read_most(loading->arena, path, SCRIPT_MOST, &text, &error);
	if (status > 0) {
		diag_at(loading->diags, &rules[RULE_FILE_LARGE], whole,
		    "the script has %lld bytes, more than 1 MiB",
		    (long long)text.len);
		return;
	}
	if (status < 0) {
		diag_at(loading->diags, &rules[rule_unread(&error)], whole,
		    "the script can't be read: %s", error.message);
		return;
	}
	source_at(loading->sources, source)->text = text;
	if (!text_is_sound(loading, source, text))
		return;
	uint32_t start = (uint32_t)utf8_mark(text);
	ARENA_ROOM(loading->arena, scripts->files, scripts->file_count,
	    loading->capacity);
	scripts->files[scripts->file_count++] = (struct script){
		.name = arena_string(loading->arena, name),
		.source = source,
		.text = text_from(text, start),
		.start = start,
	};
}

/*
 * Every *.lua in `folder`, but none below it and none that is there already:
 * the site's own scripts go before the installed ones.
 */
static void
folder_read(
    struct loading_scripts *loading, const char *folder, const char *shown)
{
	struct os_error error;
	struct os_list found;
	if (os_type_target(folder) != OS_FOLDER)
		return;
	if (os_walk_flat(loading->arena, folder, &found, &error) != 0) {
		diag_at(loading->diags, &rules[rule_unread(&error)], SPAN_NONE,
		    "the filters can't be read: %s", error.message);
		return;
	}
	for (size_t i = 0; i < found.count; i++) {
		const char *name = found.items[i].path;
		if (!text_ends(text_of(name), ".lua") ||
		    strlen(name) > NAME_MOST ||
		    scripts_find(loading->scripts, text_of(name)) != NULL)
			continue;
		const char *path =
		    arena_printf(loading->arena, "%s/%s", shown, name);
		if (found.items[i].type == OS_LINK)
			diag_at(loading->diags, &rules[RULE_FILE_LINK],
			    (struct span){ sources_add(loading->sources, path),
				0, 0 },
			    "this is a symbolic link");
		else if (found.items[i].type == OS_FILE)
			script_read(loading,
			    arena_printf(loading->arena, "%s/%s", folder, name),
			    path, name);
	}
}

/* Those of the site, then those that are installed (may be NULL). */
static void
folders_read(struct loading_scripts *loading, const struct site *site,
    const char *installed)
{
	folder_read(loading,
	    arena_printf(loading->arena, "%s/scripts", site->root), "scripts");
	if (installed != NULL)
		folder_read(loading, installed, installed);
}

static int
script_compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct script *)a)->name, ((const struct script *)b)->name);
}

/* ---- the filters among them ---- */

static void
filter_missing(
    struct loading_scripts *loading, const char *name, struct span span)
{
	const struct scripts *scripts = loading->scripts;
	const char **names =
	    ARENA_ARRAY(loading->arena, const char *, scripts->file_count + 1);
	for (size_t i = 0; i < scripts->file_count; i++)
		names[i] = scripts->files[i].name;
	struct diag *d = diag_at(loading->diags, &rules[RULE_FILE_READ], span,
	    "there is no filter “%s” in scripts/", name);
	diag_remedy(loading->diags, d,
	    "a filter is a file in scripts/ itself, no link, whose name ends in "
	    ".lua and has at most %d bytes",
	    NAME_MOST);
	diag_suggest(loading->diags, d, name, names, scripts->file_count);
}

static bool
filter_is_twice(
    struct loading_scripts *loading, const struct site *site, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (strcmp(site->filters[i], site->filters[at]) != 0)
			continue;
		struct diag *d = diag_at(loading->diags,
		    &rules[RULE_ID_DUPLICATE], site->filter_spans[at],
		    "“%s” stands in the list already", site->filters[at]);
		diag_also(loading->diags, d, site->filter_spans[i],
		    "the first");
		diag_remedy(
		    loading->diags, d, "take one of the two out");
		return true;
	}
	return false;
}

int
scripts_load(struct scripts *scripts, struct arena *arena,
    const struct site *site, const char *installed, struct sources *sources,
    struct diags *diags)
{
	struct loading_scripts loading = { scripts, arena, sources, diags, 0 };
	size_t before = diags->count;
	*scripts = (struct scripts){ .language = site->language };
	folders_read(&loading, site, installed);
	if (scripts->file_count > 1)
		qsort(scripts->files, scripts->file_count,
		    sizeof(*scripts->files), script_compare);
	scripts->items = ARENA_ARRAY(arena, struct script, site->filter_count);
	for (size_t i = 0; i < site->filter_count; i++) {
		const struct script *script =
		    scripts_find(scripts, text_of(site->filters[i]));
		if (script == NULL)
			filter_missing(
			    &loading, site->filters[i], site->filter_spans[i]);
		else if (!filter_is_twice(&loading, site, i))
			scripts->items[scripts->count++] = *script;
	}
	return diags->count == before ? 0 : -1;
}

int
scripts_load_one(struct scripts *scripts, struct arena *arena,
    const char *path, const struct site *site, const char *installed,
    struct sources *sources, struct diags *diags)
{
	struct loading_scripts loading = { scripts, arena, sources, diags, 0 };
	size_t before = diags->count;
	const char *name = path_name(path), *folder = path_folder(arena, path);
	*scripts = (struct scripts){ .language = site->language };
	if (strlen(name) > NAME_MOST || !text_ends(text_of(name), ".lua")) {
		diag_at(diags, &rules[RULE_FILE_READ], SPAN_NONE,
		    "“%s” is no filter: its name ends in .lua and has at most "
		    "%d bytes",
		    name, NAME_MOST);
		return -1;
	}
	script_read(&loading, path, path, name);
	if (diags->count != before)
		return -1;
	folder_read(&loading, folder, folder);
	folders_read(&loading, site, installed);
	scripts->items = ARENA_NEW(arena, struct script);
	scripts->items[scripts->count++] = scripts->files[0];
	return diags->count == before ? 0 : -1;
}

/* ---- the watchdog ---- */

#define WATCH_SECONDS 120
#define JOBS_A_SECOND 50

static const char *const watch_messages[] = {
	[FILTER_RECORD] = "tongbao: a filter in scripts/ hangs in the record "
			  "phase; nothing was published\n",
	[FILTER_TALLY] = "tongbao: a tally in scripts/ hangs; nothing was "
			 "published\n",
	[FILTER_EDITION] =
	    "tongbao: a filter in scripts/, or Lua in a "
	    "bulletin, hangs in the edition phase; nothing was published\n",
	[FILTER_ELEMENT] = "tongbao: a filter in scripts/ hangs in the element "
			   "phase; nothing was published\n",
};

void
filter_watch_begin(enum filter_phase phase, size_t jobs)
{
	size_t seconds = WATCH_SECONDS + jobs / JOBS_A_SECOND;
	os_watchdog(seconds > UINT_MAX ? UINT_MAX : (unsigned)seconds,
	    watch_messages[phase]);
}

void
filter_watch_end(void)
{
	os_watchdog(0, NULL);
}
