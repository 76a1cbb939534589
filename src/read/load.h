/*
 * A folder → a corpus.  Settings first (site, programme, roster), one after
 * another; then all records on the pool; then the links between them.
 *
 *   load.c     the order of it all, the walk, reading a file safely
 *   config.c   a file of settings; site.yaml
 *   programme.c  programme.yaml
 *   people.c   organisations.yaml, people.yaml
 *   entry.c    one record file → struct record
 *   link.c     ids → pointers between records
 */
#ifndef TONGBAO_READ_LOAD_H
#define TONGBAO_READ_LOAD_H

#include "base/diag.h"
#include "base/os.h"
#include "base/progress.h"
#include "model/corpus.h"

/* What several workers share while records are read. */
struct loading {
	struct corpus *corpus;
	struct sources *sources;
	struct diags *diags;
	struct progress *progress; /* or NULL */
	unsigned jobs;
	struct arena **arenas; /* one a worker: settings [0], messages */
	/* One a worker: records, the roster, their texts.  NULL: `arenas`. */
	struct arena **vaults;
	struct arena **scratch; /* one a worker: reset after each record */
	/* Path as shown → struct text * to read in the file's place; or NULL. */
	const struct table *overlay;
	/* Those of them that are not on the disk, below content/; or NULL. */
	const struct os_list *added;
	bool no_records; /* only settings and rosters */
};

/*
 * Reads all of `root`/content.  -1 when the settings are so broken that
 * records can't be understood; faults are in `diags` either way.  Memory is in
 * loading->arenas and ->vaults, which outlive the corpus and are the caller's.
 */
int corpus_load(struct loading *loading, const char *root);

/* ---- between the files of this room ---- */

/* Where a worker puts what an audience may not see (SCOPE: stage 1). */
static inline struct arena *
loading_vault(const struct loading *loading, unsigned worker)
{
	return loading->vaults != NULL ? loading->vaults[worker]
				       : loading->arenas[worker];
}

/*
 * The text of a source that lies at `path`, checked: at most `most` bytes, no
 * NUL, UTF-8, no mark of git's.  A file of another known encoding is decoded
 * after a diagnostic.  -1 after a diagnostic that makes reading on useless.
 */
int source_read(const struct loading *loading, uint32_t source, const char *path,
    size_t most, struct arena *arena, struct diags *diags);
/* The source of the file `name` of content/; faults are told in their order. */
uint32_t content_source(const struct loading *loading, const char *name);
/*
 * A YAML file of settings; NULL after a diagnostic.  Its text is kept in the
 * arena; the value lives in the first scratch arena, which the caller resets
 * when it has shaped it.
 */
struct value *config_read(const struct loading *loading, const char *path,
    uint32_t source, struct arena *arena);
/* The shaped fields of a settings file, which must be a map; else NULL. */
struct value **config_fields(struct loading *loading, const char *root,
    const char *name, const struct shape *shape, uint32_t *source);
const struct value *config_get(struct value **fields,
    const struct shape *shape, const char *name);
int site_load(struct loading *loading, const char *root);
int programme_load(struct loading *loading, const char *root);
/*
 * The files of the roster, of all that were found; and the roster from them, by
 * one worker, in the first arenas of its `loading`.
 */
struct roster_files {
	struct roster_file {
		const char *name; /* below content/ */
		uint32_t source;
	} *items; /* the organisations first */
	size_t count;
};
void roster_files_find(const struct loading *loading,
    const struct os_list *found, struct roster_files *files);
int roster_load(const struct loading *loading, const char *root,
    const struct roster_files *files);
/* NULL after diagnostics. */
struct record *entry_read(const struct corpus *corpus, const char *id,
    const struct source *source, uint32_t number, struct arena *arena,
    struct arena *scratch, struct diags *diags);
void corpus_link(const struct loading *loading);

#endif
