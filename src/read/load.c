#include "read/load.h"

#include <strings.h>
#include "base/lang.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/part.h"
#include "read/shape.h"

#define SOURCES_MORE 64 /* scripts and themes come after the records */

/* ---- on the pool ---- */

/*
 * First the bytes of all files, with the roster as one more job beside them;
 * then, when it is there, what they say.
 */
struct reading {
	struct loading *loading;
	struct arena *arena; /* until the records are there */
	const char *root;
	struct roster_files roster;
	struct diags roster_diags;
	int roster_status;
	struct entry_file {
		const char *path; /* below content/ */
		const char *id;
		uint32_t source;
		size_t found; /* which of all files it is */
		bool is_read; /* or is known without being read */
		struct kept_file *kept; /* or NULL */
		struct diags diags;
	} *files;
	size_t count;
	struct record **records; /* parallel; NULL where there is a fault */
	/* Sources from the first to before the end are of records, or nothing. */
	uint32_t records_first, records_end;
};

static void
roster_read(struct reading *reading, unsigned worker)
{
	struct loading own = *reading->loading;
	own.arenas += worker;
	own.scratch += worker;
	if (own.vaults != NULL)
		own.vaults += worker;
	diags_init_like(
	    &reading->roster_diags, own.arenas[0], reading->loading->diags);
	own.diags = &reading->roster_diags;
	reading->roster_status =
	    roster_load(&own, reading->root, &reading->roster);
}

/* Has another process read the records? */
static bool
has_parts(const struct loading *loading)
{
	return loading->shards != NULL && loading->shards->parts != NULL;
}

/* Does this process need it, from its file or as another one has read it? */
static bool
is_wanted(const struct loading *loading, size_t found)
{
	const struct shards_reading *shards = loading->shards;
	return shards == NULL || shards->parts != NULL ||
	    (shards->mine != NULL && shards->mine[found]);
}

static const char *
file_path(const struct reading *reading, const struct entry_file *file,
    unsigned worker)
{
	return arena_printf(reading->loading->scratch[worker],
	    "%s/content/%s", reading->root, file->path);
}

static void
file_take(struct reading *reading, struct entry_file *file, unsigned worker)
{
	struct loading *loading = reading->loading;
	diags_init_like(
	    &file->diags, loading->arenas[worker], loading->diags);
	file->is_read = record_source_read(loading, file->source,
			    file_path(reading, file, worker),
			    loading_trail(loading, loading->texts, worker),
			    file->kept == NULL ? NULL : &file->kept->now,
			    &file->diags) == 0;
	if (loading->texts != NULL)
		trail_step(&loading->texts[worker], file->source);
	arena_reset(loading->scratch[worker]);
}

/* Unless it needs not be read: then it is as good as read. */
static void
file_read(struct reading *reading, struct entry_file *file, unsigned worker)
{
	struct loading *loading = reading->loading;
	diags_init_like(
	    &file->diags, loading->arenas[worker], loading->diags);
	if (file->kept != NULL)
		kept_look(file->kept, file_path(reading, file, worker));
	file->is_read = has_parts(loading) ||
	    (file->kept != NULL && file->kept->is_unchanged);
	if (!file->is_read)
		file_take(reading, file, worker);
}

static void
read_one(void *context, size_t job, unsigned worker)
{
	struct reading *reading = context;
	if (job == 0)
		roster_read(reading, worker);
	else
		file_read(reading, &reading->files[job - 1], worker);
}

/*
 * As another process or an earlier build has read it; whose bytes that are was
 * looked at before.  False: they are broken.
 */
static bool
part_understand(struct reading *reading, size_t job, struct text part,
    bool is_own, unsigned worker)
{
	struct loading *loading = reading->loading;
	struct entry_file *file = &reading->files[job];
	struct unpack from = { .bytes = part };
	struct record *record = part_read(&from, loading->corpus, file->id,
	    source_at(loading->sources, file->source), file->source, is_own,
	    loading_trail(loading, loading->bodies, worker), &file->diags);
	bool sound = !unpack_failed(&from);
	reading->records[job] = sound ? record : NULL;
	return sound;
}

static void
file_understand(struct reading *reading, size_t job, unsigned worker)
{
	struct loading *loading = reading->loading;
	struct entry_file *file = &reading->files[job];
	reading->records[job] = entry_read(loading->corpus, file->id,
	    source_at(loading->sources, file->source), file->source,
	    loading_trail(loading, loading->bodies, worker),
	    loading->scratch[worker], &file->diags);
	arena_reset(loading->scratch[worker]);
}

/* It is read where what is kept does not stand, or turns out to be broken. */
static void
kept_understand(struct reading *reading, size_t job, unsigned worker)
{
	struct loading *loading = reading->loading;
	struct entry_file *file = &reading->files[job];
	bool good = kept_is_good(loading->kept, file->kept,
	    source_at(loading->sources, file->source));
	if (good) {
		diags_init_like(
		    &file->diags, loading->arenas[worker], loading->diags);
		file->kept->stands = part_understand(
		    reading, job, file->kept->part, true, worker);
		if (file->kept->stands)
			return;
	}
	if (good || file->kept->is_unchanged)
		file_take(reading, file, worker);
	if (file->is_read)
		file_understand(reading, job, worker);
}

/* The record itself out of its trail: nothing knows of it yet. */
static void
record_lay(struct reading *reading, size_t job, unsigned worker)
{
	struct loading *loading = reading->loading;
	struct record *record = reading->records[job];
	if (loading->bodies == NULL)
		return;
	if (record != NULL) {
		reading->records[job] =
		    ARENA_NEW(loading_vault(loading, worker), struct record);
		*reading->records[job] = *record;
	}
	trail_step(&loading->bodies[worker], reading->files[job].source);
}

static void
source_understand(struct reading *reading, size_t job, unsigned worker)
{
	const struct loading *loading = reading->loading;
	struct entry_file *file = &reading->files[job];
	if (file->kept != NULL)
		kept_understand(reading, job, worker);
	else if (!has_parts(loading))
		file_understand(reading, job, worker);
	else if (!part_understand(reading, job,
		     loading->shards->parts[file->found], false, worker))
		diag_at(&file->diags, &rules[RULE_SYSTEM],
		    (struct span){ file->source, 0, 0 },
		    "what a shard read of the file is damaged");
}

static void
understand_one(void *context, size_t job, unsigned worker)
{
	struct reading *reading = context;
	struct entry_file *file = &reading->files[job];
	progress_tick(reading->loading->progress);
	if (!file->is_read)
		return;
	file->diags.arena = reading->loading->arenas[worker];
	source_understand(reading, job, worker);
	record_lay(reading, job, worker);
}

static struct diag *
file_fault(struct loading *loading, enum rule_id rule, const char *shown,
    const char *what)
{
	struct span at = { sources_add(loading->sources, shown), 0, 0 };
	return diag_at(loading->diags, &rules[rule], at, "%s", what);
}

/* Does one of the endings of the file's name, from any dot on, begin so? */
static bool
has_ending(const char *path, const char *start)
{
	const char *dot = strchr(path_name(path), '.');
	while (dot != NULL && strncasecmp(dot, start, strlen(start)) != 0)
		dot = strchr(dot + 1, '.');
	return dot != NULL;
}

/* x.MD, x.md.txt, 9.28.markdown: meant as records, no doubt. */
static bool
is_nearly_record(const char *path)
{
	return has_ending(path, ".md") || has_ending(path, ".markdown");
}

/* people/x.yml, people.yaml.txt, Programme.yaml: meant to be read by name. */
static bool
is_nearly_setting(const char *path)
{
	static const char *const names[] = { "site", "programme",
		"organisations", "people" };
	if (!has_ending(path, ".yaml") && !has_ending(path, ".yml"))
		return false;
	if (strncasecmp(path, "people/", 7) == 0)
		return strncmp(path, "people/", 7) != 0 ||
		    !text_ends(text_of(path), ".yaml");
	size_t length = strcspn(path, "./");
	for (size_t i = 0; path[length] == '.' && i < 4; i++)
		if (length == strlen(names[i]) &&
		    strncasecmp(path, names[i], length) == 0)
			return strcmp(path + length, ".yaml") != 0 ||
			    strncmp(path, names[i], length) != 0;
	return false;
}

bool
record_name_is_clean(const char *path)
{
	if (utf8_check(text_of(path)) < strlen(path))
		return false;
	for (const char *b = path; *b != '\0'; b++)
		if ((unsigned char)*b < ' ' || *b == 0x7F)
			return false;
	return true;
}

bool
file_is_left(const char *path)
{
	return strncmp(path_name(path), "~$", 2) == 0;
}

bool
file_is_record(const struct os_found *found)
{
	return !file_is_left(found->path) && found->type != OS_LINK &&
	    text_ends(text_of(found->path), ".md") &&
	    record_name_is_clean(found->path);
}

/* Of a file that is no record: says why where that may surprise. */
static void
no_record_tell(struct loading *loading, const struct os_found *found,
    const char *shown)
{
	if (file_is_left(found->path))
		return;
	if (found->type == OS_LINK)
		file_fault(loading, RULE_FILE_LINK, shown,
		    "this is a symbolic link");
	else if (text_ends(text_of(found->path), ".md"))
		file_fault(loading, RULE_ID_FORM, shown,
		    "the file's name has a character that ids can't have");
	else if (is_nearly_record(found->path))
		file_fault(loading, RULE_FILE_NAME, shown,
		    "the name does not end in .md");
	else if (is_nearly_setting(found->path))
		diag_remedy(loading->diags,
		    file_fault(loading, RULE_FILE_NAME, shown,
			"rosters and settings are read by other names"),
		    "call it people.yaml (or people/….yaml), "
		    "organisations.yaml, programme.yaml or site.yaml, in small "
		    "letters");
}

void
corpus_add_broken(
    struct corpus *corpus, const char *path, struct text text)
{
	if (!text_ends(text_of(path), ".md"))
		return;
	struct arena *arena = corpus->arena;
	struct broken *broken = ARENA_NEW(arena, struct broken);
	*broken = (struct broken){ arena_string(arena, path), text };
	ARENA_ROOM(arena, corpus->broken, corpus->broken_count,
	    corpus->broken_capacity);
	corpus->broken[corpus->broken_count++] = broken;
	table_add(&corpus->broken_ids,
	    text_cut(text_of(broken->path), 0, strlen(path) - strlen(".md")),
	    broken);
}

static void
files_find(struct reading *reading, const struct os_list *found)
{
	struct loading *loading = reading->loading;
	struct arena *arena = loading_vault(loading, 0);
	struct corpus *corpus = loading->corpus;
	reading->files =
	    ARENA_ARRAY(reading->arena, struct entry_file, found->count);
	sources_reserve(loading->sources, found->count + SOURCES_MORE);
	reading->records_first = (uint32_t)loading->sources->count;
	for (size_t i = 0; i < found->count; i++) {
		const char *path = found->items[i].path;
		const char *shown = arena_printf(loading->scratch[0],
		    "content/%s", path);
		if (!file_is_record(&found->items[i])) {
			no_record_tell(loading, &found->items[i], shown);
			if (found->items[i].type == OS_LINK)
				corpus_add_broken(corpus, path, TEXT_LIT(""));
			continue;
		}
		uint32_t source = sources_add(loading->sources, shown);
		arena_reset(loading->scratch[0]);
		if (!is_wanted(loading, i))
			continue;
		struct entry_file *file = &reading->files[reading->count++];
		file->path = path;
		file->found = i;
		file->id = arena_copy(arena, path, strlen(path) - 3);
		file->source = source;
	}
	reading->records_end = (uint32_t)loading->sources->count;
	arena_reset(loading->scratch[0]);
}

/* ---- what is kept ---- */

static void
kept_find(struct reading *reading)
{
	struct kept *kept = reading->loading->kept;
	if (kept == NULL)
		return;
	struct kept_file *files = kept_files(kept, reading->count);
	for (size_t i = 0; i < reading->count; i++) {
		reading->files[i].kept = &files[i];
		files[i].path = reading->files[i].path;
	}
	kept_begin(kept, reading->loading->jobs);
}

static void
whole_put(struct digests *digests, struct text text)
{
	uint64_t length = text.len;
	digests_put(digests,
	    (struct text){ (const char *)&length, sizeof(length) });
	digests_put(digests, text);
}

/* Faults are told in its words. */
static int
catalogue_put(struct digests *digests, struct arena *arena)
{
	struct digest digest = { { 0 } };
	struct os_error unheard;
	const char *path = lang_catalogue(arena);
	if (path != NULL && digest_of_file(path, &digest, &unheard) != 0)
		return -1;
	digests_put_digest(digests, digest);
	return 0;
}

/*
 * All that the reading of a record, and the faults that are found in it, depend
 * on beside its file, as one digest.  entry_read() and part_read() ask
 *   - the programme, which also says how serious faults are (diags->levels);
 *   - the roster, which knows by the seals who was there once;
 *   - the record's own id, which is its file's path and is kept with it;
 * all of which comes from the settings, the roster's files and the seals: from
 * every file that has been read by now but the records themselves.  (site.yaml
 * is one of them: nothing here asks it, but it seldom changes.)  Then
 *   - the catalogue of messages.
 * Which program reads it, keep.h looks to.  The day, pictures, other records and
 * where the site lies are not asked before records are linked; there is nothing
 * in the place of a file (`overlay`) where something is kept.  -1: not known.
 */
static int
readings_key(const struct reading *reading, struct digest *key)
{
	const struct sources *sources = reading->loading->sources;
	struct digests *digests = digests_begin();
	int status = catalogue_put(digests, reading->arena);
	for (uint32_t i = 1; i < sources->count; i++) {
		const struct source *source = source_at(sources, i);
		if (i >= reading->records_first && i < reading->records_end)
			continue;
		whole_put(digests, text_of(source->path));
		whole_put(digests, source_file(source));
	}
	*key = digests_finish(digests);
	return status;
}

/* Before records are linked, and their faults are told with all others. */
static void
kept_put(const struct reading *reading)
{
	struct loading *loading = reading->loading;
	for (size_t i = 0; i < reading->count; i++) {
		const struct entry_file *file = &reading->files[i];
		if (!file->is_read)
			continue;
		file->kept->source =
		    source_at(loading->sources, file->source);
		file->kept->number = file->source;
		file->kept->record = reading->records[i];
		file->kept->diags = &file->diags;
	}
	kept_end(loading->kept, loading->jobs);
}

/* For who joins the shards. */
static void
parts_put(const struct reading *reading)
{
	const struct loading *loading = reading->loading;
	struct shards_writing *out = loading->shards->out;
	struct buf one = BUF_INIT;
	for (size_t i = 0; i < reading->count; i++) {
		const struct entry_file *file = &reading->files[i];
		buf_clear(&one);
		part_put(&one, source_at(loading->sources, file->source),
		    file->source, reading->records[i], &file->diags);
		pack_number(&out->bytes, file->found);
		pack_text(&out->bytes, buf_text(&one));
		out->count++;
	}
	buf_free(&one);
}

static void
records_add(struct reading *reading)
{
	struct loading *loading = reading->loading;
	struct corpus *corpus = loading->corpus;
	reading->records =
	    ARENA_ARRAY(reading->arena, struct record *, reading->count);
	corpus->records =
	    ARENA_ARRAY(corpus->arena, struct record *, reading->count);
	if (loading->progress != NULL)
		progress_phase(loading->progress, _("reading"), reading->count);
	struct digest key;
	if (loading->kept != NULL && readings_key(reading, &key) == 0)
		kept_settle(loading->kept, key);
	pool_run(loading->jobs, reading->count, understand_one, reading);
	if (loading->kept != NULL)
		kept_put(reading);
	if (loading->shards != NULL && loading->shards->out != NULL)
		parts_put(reading);
	for (size_t i = 0; i < reading->count; i++) {
		const struct entry_file *file = &reading->files[i];
		diags_merge(loading->diags, &reading->files[i].diags);
		if (reading->records[i] != NULL)
			corpus->records[corpus->record_count++] =
			    reading->records[i];
		else
			corpus_add_broken(corpus, file->path,
			    source_at(loading->sources, file->source)->text);
	}
	roster_suggest(&corpus->roster, loading->diags);
}

static void
added_merge(const struct os_list *added, struct arena *arena,
    struct os_list *files)
{
	if (added == NULL || added->count == 0)
		return;
	for (size_t i = 0; i < added->count; i++) {
		ARENA_ROOM(arena, files->items, files->count,
		    files->capacity);
		files->items[files->count++] = added->items[i];
	}
	os_list_sort(files);
}

/* All files of the content, and those that stand in the overlay only. */
static int
content_walk(struct loading *loading, struct arena *arena, const char *root,
    struct os_list *files)
{
	struct os_error error;
	const char *content = arena_printf(arena, "%s/content", root);
	const struct shards_reading *shards = loading->shards;
	if (shards != NULL) {
		*files = *shards->files;
		return shards->open == NULL
		    ? 0
		    : shards->open(shards->context, loading->diags);
	}
	if (os_walk(arena, content, files, &error) == 0) {
		added_merge(loading->added, arena, files);
		return 0;
	}
	struct diag *d = diag_at(loading->diags, &rules[rule_unread(&error)],
	    SPAN_NONE, "the records can't be read: %s", error.message);
	if (os_type(content) == OS_NONE)
		diag_remedy(loading->diags, d,
		    "run tongbao in a site's folder, or make a site: "
		    "tongbao init FOLDER");
	return -1;
}

static int
content_load(struct loading *loading, struct arena *arena, const char *root)
{
	struct os_list files;
	struct reading reading = {
		.loading = loading, .arena = arena, .root = root
	};
	if (content_walk(loading, arena, root, &files) != 0 ||
	    site_load(loading, root) != 0 || programme_load(loading, root) != 0)
		return -1;
	roster_files_find(loading, &files, &reading.roster);
	if (!loading->no_records)
		files_find(&reading, &files);
	files_list(loading->corpus, &files);
	seals_load(loading, root, &files);
	kept_find(&reading);
	pool_run(loading->jobs, reading.count + 1, read_one, &reading);
	diags_merge(loading->diags, &reading.roster_diags);
	if (reading.roster_status != 0)
		return -1;
	editions_expand(loading);
	records_add(&reading);
	if (loading->shards != NULL && !has_parts(loading))
		return 0; /* the links of a shard's records lead anywhere */
	corpus_link(loading);
	files_read(loading, root);
	return 0;
}

int
corpus_load(struct loading *loading, const char *root)
{
	struct corpus *corpus = loading->corpus;
	*corpus = (struct corpus){ .arena = loading_vault(loading, 0) };
	table_init(&corpus->record_ids, corpus->arena);
	table_init(&corpus->broken_ids, corpus->arena);
	table_init(&corpus->file_paths, corpus->arena);
	struct arena *arena = arena_new();
	int status = content_load(loading, arena, root);
	arena_free(arena);
	return status;
}
