#include "read/load.h"

#include <stdlib.h>
#include "read/shape.h"

struct again {
	struct loading *loading;
	const char *root;
	const struct corpus *before;
	struct table changed; /* ids of what is read again */
	struct record **fresh; /* what became of it, in their order */
	size_t fresh_count;
};

static struct text
id_of(const char *path)
{
	return text_cut(text_of(path), 0, strlen(path) - strlen(".md"));
}

/* Records are in the order of their paths, as the folder is walked. */
static int
record_compare(const struct record *x, const struct record *y)
{
	const char *a = x->id, *b = y->id;
	size_t n = 0;
	while (a[n] != '\0' && a[n] == b[n])
		n++;
	if (a[n] == b[n] || (a[n] != '\0' && b[n] != '\0'))
		return strcmp(a + n, b + n);
	/* Behind the id that ends stands “.md”; behind that nothing. */
	bool ends = a[n] == '\0';
	int c = strncmp(ends ? b + n : a + n, ".md", 3) < 0 ? -1 : 1;
	return ends ? -c : c;
}

static int
fresh_compare(const void *a, const void *b)
{
	return record_compare(
	    *(struct record *const *)a, *(struct record *const *)b);
}

/* Its source, and what it says; NULL after diagnostics. */
static struct record *
record_read(struct loading *loading, const char *root, const char *path,
    uint32_t *number)
{
	struct arena *vault = loading_vault(loading, 0);
	struct arena *scratch = loading->scratch[0];
	struct record *record = NULL;
	const char *full = arena_printf(scratch, "%s/content/%s", root, path);
	*number = sources_add(
	    loading->sources, arena_printf(scratch, "content/%s", path));
	if (record_source_read(loading, *number, full, vault, NULL,
		loading->diags) == 0)
		record = entry_read(loading->corpus,
		    arena_text(vault, id_of(path)).at,
		    source_at(loading->sources, *number), *number, vault,
		    scratch, loading->diags);
	arena_reset(scratch);
	return record;
}

static enum os_type
type_of(const char *root, const char *path)
{
	char full[4096];
	int n = snprintf(full, sizeof(full), "%s/content/%s", root, path);
	return n > 0 && (size_t)n < sizeof(full) ? os_type(full) : OS_OTHER;
}

struct record *
record_load_again(struct loading *loading, const char *root, const char *path)
{
	uint32_t number;
	if (type_of(root, path) != OS_FILE ||
	    corpus_record(loading->corpus, id_of(path)) == NULL)
		return NULL;
	struct record *record = record_read(loading, root, path, &number);
	roster_suggest(&loading->corpus->roster, loading->diags);
	if (record != NULL)
		record_link_to(loading, record);
	return record;
}

/* One file; nothing comes of it when it is gone. */
static void
file_read(struct again *again, const char *path)
{
	struct loading *loading = again->loading;
	uint32_t number;
	if (type_of(again->root, path) == OS_NONE || file_is_left(path))
		return;
	struct record *record =
	    record_read(loading, again->root, path, &number);
	if (record == NULL)
		corpus_add_broken(loading->corpus, path,
		    source_at(loading->sources, number)->text);
	else
		again->fresh[again->fresh_count++] = record;
}

/*
 * As it was before it was linked: what it took over from what it is about is
 * its own no more.
 */
static struct record *
record_copy(struct again *again, struct record *made, const struct record *was)
{
	*made = *was;
	made->about = NULL;
	if (was->about != NULL)
		record_situate(again->loading->corpus, made);
	return made;
}

/* What os_walk() and the rules of names would have to say is not said here. */
static bool
is_plain(const struct again *again, const char *path)
{
	enum os_type type = type_of(again->root, path);
	return (type == OS_NONE || type == OS_FILE) &&
	    record_name_is_clean(path);
}

static void
record_put(struct again *again, struct corpus_changes *changes,
    struct record *record, const struct record *was)
{
	struct corpus *corpus = again->loading->corpus;
	changes->was[corpus->record_count] = was;
	corpus->records[corpus->record_count++] = record;
}

static void
records_put(struct again *again, struct corpus_changes *changes)
{
	const struct corpus *before = again->before;
	struct corpus *corpus = again->loading->corpus;
	size_t most = before->record_count + again->fresh_count, next = 0;
	struct record *copies = arena_take(
	    corpus->arena, before->record_count * sizeof(*copies));
	corpus->records = ARENA_ARRAY(corpus->arena, struct record *, most);
	changes->was = ARENA_ARRAY(corpus->arena, const struct record *, most);
	for (size_t i = 0; i < before->record_count; i++) {
		const struct record *was = before->records[i];
		for (; next < again->fresh_count &&
		     record_compare(again->fresh[next], was) < 0;
		     next++)
			record_put(again, changes, again->fresh[next], NULL);
		if (table_get(&again->changed, text_of(was->id)) == NULL)
			record_put(again, changes,
			    record_copy(again, &copies[i], was), was);
		else if (next < again->fresh_count &&
		    strcmp(again->fresh[next]->id, was->id) == 0)
			record_put(again, changes, again->fresh[next++], NULL);
	}
	for (; next < again->fresh_count; next++)
		record_put(again, changes, again->fresh[next], NULL);
}

static void
broken_take(struct again *again)
{
	const struct corpus *before = again->before;
	for (size_t i = 0; i < before->broken_count; i++) {
		const struct broken *broken = before->broken[i];
		if (table_get(&again->changed, id_of(broken->path)) == NULL)
			corpus_add_broken(again->loading->corpus, broken->path,
			    broken->text);
	}
}

/* What they are of is there or gone, as before: their labels go by that. */
static bool
amendments_stand(
    const struct corpus *corpus, const struct corpus_changes *changes)
{
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		const struct record *was = changes->was[i];
		if (was != NULL && record_is(record, "amendment") &&
		    (record->about == NULL) != (was->about == NULL))
			return false;
	}
	return true;
}

int
corpus_load_again(struct loading *loading, const char *root,
    const struct corpus *before, struct corpus_changes *changes)
{
	struct corpus *corpus = loading->corpus;
	struct arena *arena = loading->arenas[0];
	*corpus = (struct corpus){ .arena = arena,
		.site = before->site,
		.programme = before->programme,
		.roster = before->roster,
		.files = before->files,
		.file_count = before->file_count,
		.file_paths = before->file_paths,
		.seals = before->seals,
		.seal_count = before->seal_count };
	table_init(&corpus->record_ids, arena);
	table_init(&corpus->broken_ids, arena);
	struct again again = { .loading = loading,
		.root = root,
		.before = before,
		.fresh = ARENA_ARRAY(arena, struct record *, changes->count) };
	table_init(&again.changed, arena);
	for (size_t i = 0; i < changes->count; i++) {
		const char *path = changes->paths[i];
		if (!is_plain(&again, path))
			return 1;
		if (table_add(&again.changed, id_of(path), &again) == NULL)
			file_read(&again, path);
	}
	roster_suggest(&corpus->roster, loading->diags);
	broken_take(&again);
	if (again.fresh_count > 1)
		qsort(again.fresh, again.fresh_count, sizeof(*again.fresh),
		    fresh_compare);
	records_put(&again, changes);
	corpus_link(loading);
	return files_are_read(corpus) && amendments_stand(corpus, changes) ? 0
									   : 1;
}
