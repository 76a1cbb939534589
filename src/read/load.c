#include "read/load.h"

#include <errno.h>
#include <strings.h>
#include "base/lang.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/yaml.h"

#define RECORD_MOST ((size_t)1 << 20)
#define CONFIG_MOST ((size_t)64 << 20) /* a roster of 10^5 people */

static int
text_check(struct text text, uint32_t source, struct diags *diags)
{
	const char *nul = memchr(text.at, '\0', text.len);
	if (nul != NULL) {
		uint32_t at = (uint32_t)(nul - text.at);
		diag_at(diags, &rules[RULE_FILE_NUL],
		    (struct span){ source, at, at + 1 },
		    "there is a NUL byte in the file");
		return -1;
	}
	size_t bad = utf8_check(text);
	if (bad < text.len) {
		diag_at(diags, &rules[RULE_FILE_UTF8],
		    (struct span){ source, (uint32_t)bad, (uint32_t)bad + 1 },
		    "the file is not UTF-8");
		return -1;
	}
	return 0;
}

int
source_read(struct sources *sources, uint32_t source, const char *path,
    size_t most, struct arena *arena, struct diags *diags)
{
	struct os_error error;
	struct span whole = { source, 0, 0 };
	int64_t size = os_size(path);
	if (size > (int64_t)most) {
		diag_at(diags, &rules[RULE_FILE_LARGE], whole,
		    "the file has %lld bytes, more than %zu", (long long)size,
		    most);
		return -1;
	}
	struct text text;
	if (os_read(arena, path, &text, &error) != 0) {
		/* A file that is missing or no file is the clerk's matter. */
		bool content = error.code == ENOENT || error.code == EISDIR ||
		    error.code == EINVAL;
		diag_at(diags, &rules[content ? RULE_FILE_READ : RULE_SYSTEM],
		    whole, "the file can't be read: %s", error.message);
		return -1;
	}
	if (text.len > most) {
		diag_at(diags, &rules[RULE_FILE_LARGE], whole,
		    "the file grew over %zu bytes while it was read", most);
		return -1;
	}
	source_at(sources, source)->text = text;
	return text_check(text, source, diags);
}

struct value *
config_read(struct loading *loading, const char *path, const char *shown,
    uint32_t *source)
{
	struct arena *arena = loading->arenas[0];
	*source = sources_add(loading->sources, shown);
	if (source_read(loading->sources, *source, path, CONFIG_MOST, arena,
		loading->diags) != 0)
		return NULL;
	struct text text = source_at(loading->sources, *source)->text;
	struct span where = { *source, 0, (uint32_t)text.len };
	if (text_starts(text, "\xEF\xBB\xBF")) {
		text = text_from(text, 3);
		where.start = 3;
	}
	return yaml_parse(loading->scratch[0], text, where, loading->diags);
}

/* ---- records on the pool ---- */

struct reading {
	struct loading *loading;
	const char *root;
	struct entry_file {
		const char *path; /* below content/ */
		const char *id;
		uint32_t source;
		struct diags diags;
	} *files;
	size_t count;
	struct record **records; /* parallel; NULL where there is a fault */
};

static void
read_one(void *context, size_t job, unsigned worker)
{
	struct reading *reading = context;
	struct loading *loading = reading->loading;
	struct entry_file *file = &reading->files[job];
	struct arena *arena = loading->arenas[worker];
	const char *path = arena_printf(loading->scratch[worker],
	    "%s/content/%s", reading->root, file->path);
	diags_init_like(&file->diags, arena, loading->diags);
	progress_tick(loading->progress);
	if (source_read(loading->sources, file->source, path, RECORD_MOST,
		arena, &file->diags) == 0)
		reading->records[job] = entry_read(loading->corpus, file->id,
		    source_at(loading->sources, file->source), file->source,
		    arena, loading->scratch[worker], &file->diags);
	arena_reset(loading->scratch[worker]);
}

static void
file_fault(struct loading *loading, enum rule_id rule, const char *shown,
    const char *what)
{
	struct span at = { sources_add(loading->sources, shown), 0, 0 };
	diag_at(loading->diags, &rules[rule], at, "%s", what);
}

/* x.MD, x.markdown, x.md.txt: meant as records, no doubt. */
static bool
is_nearly_record(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strchr(slash == NULL ? path : slash, '.');
	return dot != NULL &&
	    (strncasecmp(dot, ".md", 3) == 0 ||
		strcasecmp(dot, ".markdown") == 0);
}

static bool
is_clean(const char *path)
{
	if (utf8_check(text_of(path)) < strlen(path))
		return false;
	for (const char *b = path; *b != '\0'; b++)
		if ((unsigned char)*b < ' ' || *b == 0x7F)
			return false;
	return true;
}

/* Is the file a record to read?  Says why not where that may surprise. */
static bool
is_record(struct loading *loading, const struct os_found *found,
    const char *shown)
{
	const char *slash = strrchr(found->path, '/');
	/* What an office program leaves beside an open file. */
	if (strncmp(slash == NULL ? found->path : slash + 1, "~$", 2) == 0)
		return false;
	if (found->type == OS_LINK) {
		file_fault(loading, RULE_FILE_LINK, shown,
		    "this is a symbolic link");
		return false;
	}
	if (!text_ends(text_of(found->path), ".md")) {
		if (is_nearly_record(found->path))
			file_fault(loading, RULE_FILE_NAME, shown,
			    "the name does not end in .md");
		return false;
	}
	if (is_clean(found->path))
		return true;
	file_fault(loading, RULE_ID_FORM, shown,
	    "the file's name has a character that ids can't have");
	return false;
}

static void
records_add(struct loading *loading, const char *root,
    const struct os_list *found)
{
	struct arena *arena = loading->arenas[0];
	struct reading reading = { .loading = loading, .root = root };
	reading.files = ARENA_ARRAY(arena, struct entry_file, found->count);
	for (size_t i = 0; i < found->count; i++) {
		const char *path = found->items[i].path;
		const char *shown = arena_printf(loading->scratch[0],
		    "content/%s", path);
		if (!is_record(loading, &found->items[i], shown))
			continue;
		struct entry_file *file = &reading.files[reading.count++];
		file->path = path;
		file->id = arena_copy(arena, path, strlen(path) - 3);
		file->source = sources_add(loading->sources, shown);
	}
	arena_reset(loading->scratch[0]);
	reading.records = ARENA_ARRAY(arena, struct record *, reading.count);
	if (loading->progress != NULL)
		progress_phase(loading->progress, _("reading"), reading.count);
	pool_run(loading->jobs, reading.count, read_one, &reading);
	struct corpus *corpus = loading->corpus;
	corpus->records = ARENA_ARRAY(arena, struct record *, reading.count);
	for (size_t i = 0; i < reading.count; i++) {
		diags_merge(loading->diags, &reading.files[i].diags);
		if (reading.records[i] != NULL)
			corpus->records[corpus->record_count++] =
			    reading.records[i];
	}
}

int
corpus_load(struct loading *loading, const char *root)
{
	struct os_error error;
	struct os_list files;
	struct arena *arena = loading->arenas[0];
	struct corpus *corpus = loading->corpus;
	*corpus = (struct corpus){ .arena = arena };
	roster_init(&corpus->roster, arena);
	table_init(&corpus->record_ids, arena);
	const char *content = arena_printf(arena, "%s/content", root);
	if (os_walk(arena, content, &files, &error) != 0) {
		struct diag *d = diag_at(loading->diags, &rules[RULE_FILE_READ],
		    SPAN_NONE, "the records can't be read: %s", error.message);
		if (os_type(content) == OS_NONE)
			diag_remedy(loading->diags, d,
			    "run tongbao in a site's folder, or make a site: "
			    "tongbao init FOLDER");
		return -1;
	}
	if (site_load(loading, root) != 0 ||
	    programme_load(loading, root) != 0 ||
	    roster_load(loading, root, &files) != 0)
		return -1;
	if (loading->no_records)
		return 0;
	records_add(loading, root, &files);
	corpus_link(corpus, loading->diags);
	return 0;
}
