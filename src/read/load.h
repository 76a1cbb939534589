/*
 * A folder → a corpus.  Settings first (site, programme, roster), one after
 * another; then all records on the pool; then the links between them.
 *
 *   load.c     the order of it all, the walk
 *   source.c   a file's text, read safely
 *   config.c   a file of settings; site.yaml
 *   programme.c  programme.yaml
 *   edition.c  the editions of site.yaml, one for each organisation
 *   people.c   organisations.yaml, people.yaml
 *   entry.c    one record file → struct record
 *   stray_scope.c  scopes that stand where they narrow nothing
 *   link.c     ids → pointers between records
 *   files.c    pictures
 *   seal.c     what was sealed
 *   again.c    the same after a change of some records
 *   part.c     what was read of a record, for another process
 *   kept.c     the same for the next build
 */
#ifndef TONGBAO_READ_LOAD_H
#define TONGBAO_READ_LOAD_H

#include "base/diag.h"
#include "base/os.h"
#include "base/progress.h"
#include "base/trail.h"
#include "model/corpus.h"
#include "read/kept.h"

/*
 * Records that several processes read, each those of its shard: which files
 * there are, as the plan has them, so that all number their sources alike.
 */
struct shards_reading {
	const struct os_list *files; /* in place of a walk */
	/* Parallel to them: is it read here?  NULL: none is. */
	const bool *mine;
	/* Of those that are read here, each as part.h has it, goes there; or NULL. */
	struct shards_writing {
		struct buf bytes;
		size_t count;
	} *out;
	/* Or each as another process has read it, parallel; or NULL. */
	const struct text *parts;
	struct arena *vault; /* they lie there, locked as the corpus is; or NULL */
	/* Called before all else, for who gets them; -1 after diagnostics; or NULL. */
	int (*open)(void *context, struct diags *diags);
	void *context;
};

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
	/*
	 * One a worker, by the numbers of sources: the bytes of records' files,
	 * and what they say, apart from struct record itself, which stays when
	 * those are given back.  NULL: `vaults`.
	 */
	struct trail *texts, *bodies;
	struct arena **scratch; /* one a worker: reset after each record */
	/* Path as shown → struct text * to read in the file's place; or NULL. */
	const struct table *overlay;
	/* Those of them that are not on the disk, below content/; or NULL. */
	const struct os_list *added;
	/* The day whose organisations have editions; NULL: all have. */
	const char *as_of;
	bool no_records; /* only settings and rosters */
	const struct shards_reading *shards; /* or NULL */
	/* What earlier builds read of the records; NULL: all are read. */
	struct kept *kept;
};

/*
 * Reads all of `root`/content.  -1 when the settings are so broken that
 * records can't be understood; faults are in `diags` either way.  Memory is in
 * loading->arenas and ->vaults, which outlive the corpus and are the caller's.
 */
int corpus_load(struct loading *loading, const char *root);

/*
 * The same of a corpus `before` some of its records changed, came or went:
 * `paths` below content/, in any order, with .md.  Of all other records texts
 * and fields are those of before; links are made anew, so that each has a
 * struct record of its own, with the labels and what filters derived as they
 * were.  What is new is in vaults[0], which must last as long as that of
 * before; all else in arenas[0].
 *
 * 1: it can't be done so (a link, a name that no id has): load all.
 */
struct corpus_changes {
	const char *const *paths;
	size_t count;
	/* Parallel to the records: what each was before; NULL: read again. */
	const struct record **was;
};
int corpus_load_again(struct loading *loading, const char *root,
    const struct corpus *before, struct corpus_changes *changes);
/*
 * One record of the corpus as its file is now, linked into it but not put in
 * its place; NULL when it can't be read, or is no record of the corpus.
 */
struct record *record_load_again(
    struct loading *loading, const char *root, const char *path);

/* ---- between the files of this room ---- */

/* Where a worker puts what an audience may not see (SCOPE: stage 1). */
static inline struct arena *
loading_vault(const struct loading *loading, unsigned worker)
{
	return loading->vaults != NULL ? loading->vaults[worker]
				       : loading->arenas[worker];
}

/* The same of trails, which are lists of the loading. */
static inline struct arena *
loading_trail(const struct loading *loading, const struct trail *trails,
    unsigned worker)
{
	return trails != NULL ? trails[worker].arena
			      : loading_vault(loading, worker);
}

/*
 * The text of a source that lies at `path`, checked: at most `most` bytes, no
 * NUL, UTF-8, no mark of git's.  A file of another known encoding is decoded
 * after a diagnostic.  -1 after a diagnostic that makes reading on useless.
 */
int source_read(const struct loading *loading, uint32_t source, const char *path,
    size_t most, struct arena *arena);
/*
 * The same of a record: RECORD_MOST bytes, or RELEASE_MOST of one that says it
 * is a release, which lists each record of a period with its digest.
 * `signature` may be NULL; it is of the file before it was read.
 */
int record_source_read(const struct loading *loading, uint32_t source,
    const char *path, struct arena *arena, struct os_signature *signature,
    struct diags *diags);
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
/* What every id of the settings must be. */
bool id_is_clean(const char *id);
/* Tells what is none, or has one of the `others`. */
void id_check(const struct loading *loading, const struct value *id,
    const char *others);
int site_load(struct loading *loading, const char *root);
/*
 * edition.c: the editions as site.yaml lists them; then, once the roster is
 * there, those that are one for each organisation.
 */
void editions_list(struct arena *arena, struct site *site,
    const struct value *list);
void editions_expand(const struct loading *loading);
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
/* files.c: the pictures that were found; then what releases list of them. */
void files_list(struct corpus *corpus, const struct os_list *found);
void files_read(const struct loading *loading, const char *root);
bool files_are_read(const struct corpus *corpus);
int roster_load(const struct loading *loading, const char *root,
    const struct roster_files *files);
/* seal.c: the seals among the files that were found. */
void seals_load(const struct loading *loading, const char *root,
    const struct os_list *found);
/* NULL after diagnostics. */
struct record *entry_read(const struct corpus *corpus, const char *id,
    const struct source *source, uint32_t number, struct arena *arena,
    struct arena *scratch, struct diags *diags);
/* The day that counts, period, form and subject, from the own fields. */
void record_situate(const struct corpus *corpus, struct record *record);
/* One that can't be understood; what no record can be called nobody refers to. */
void corpus_add_broken(
    struct corpus *corpus, const char *path, struct text text);
void corpus_link(const struct loading *loading);
/* A record that is not one of the corpus. */
void record_link_to(const struct loading *loading, struct record *record);
/* A file's name that a record can have. */
bool record_name_is_clean(const char *path);
/* What an office program leaves beside an open file. */
bool file_is_left(const char *path);
/* Of what a walk of content/ found: is it read as a record? */
bool file_is_record(const struct os_found *found);
/* At most so many bytes make a record, and a release. */
#define RECORD_MOST ((size_t)1 << 20)
#define RELEASE_MOST ((size_t)16 << 20)

#endif
