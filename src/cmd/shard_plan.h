/*
 * The plan of a build in shards: which step reads and makes what.  A file that
 * `tongbao plan` writes and all other steps are given:
 *
 *	tongbao plan 1
 *	version 0.1.0
 *	as-of 2010-09-30
 *	shards 16
 *	inputs SHA256-HEX                    of all that is no record, see below
 *	files 2                              lines that follow: none is cut off
 *	0 f 2010-q3/review/foto.jpg
 *	7 f 2010-q3/review/jidian.md
 *
 * One line for each entry below content/ that os_walk() finds, in its order:
 * the shard (1…N; 0: no shard's), its type (f file, l link, o other), its path.
 * In a path a byte below space, 0x7F and `\` are written \xHH, in small
 * letters; there is one way to write a plan, so that its digest is that of what
 * it says.
 */
#ifndef TONGBAO_CMD_SHARD_PLAN_H
#define TONGBAO_CMD_SHARD_PLAN_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/os.h"
#include "cmd/site.h"

#define SHARDS_MOST 100000

struct shard_plan {
	const char *path;   /* as it was given */
	const char *folder; /* that it lies in: the parts' */
	const char *version, *as_of;
	unsigned shards;
	struct digest inputs;
	struct os_list files;
	uint32_t *shard_of; /* parallel to the files; 0: no shard's */
	struct digest digest; /* of the file's bytes */
};

void shard_plan_put(struct buf *out, const struct shard_plan *plan);
/*
 * Parts hold what nobody may see: 0, or STATUS_USAGE after a message when
 * others than its owner may look into the folder.
 */
struct command;
int shard_folder_check(const char *folder, const struct command *command);
/*
 * What is wrong with the text, and in which line, from 1; `plan` lies in the
 * arena, its texts, too.
 */
enum shard_plan_fault {
	SHARD_PLAN_GOOD,
	SHARD_PLAN_NONE,    /* it is none */
	SHARD_PLAN_VERSION, /* of another version: `version`, in the text */
	SHARD_PLAN_LINE,
};
enum shard_plan_fault shard_plan_read(struct shard_plan *plan,
    struct arena *arena, struct text text, struct text *version, size_t *line);
/*
 * 0, or an exit status after a message: what is no plan, is not as it must be,
 * was made by another version, or lies where others may read it.
 */
int shard_plan_load(struct shard_plan *plan, struct arena *arena,
    const char *path, const struct command *command);
/* 3/16 of --shard; the same.  `word` may be NULL: it is missing then. */
int shard_parse(const char *word, const struct shard_plan *plan,
    unsigned *shard, const struct command *command);

/*
 * What a build is made from beside records and pictures: the site's scripts/
 * and themes/, of content/ settings, rosters and all else, and what is installed
 * of the theme and of the scripts.  `label` says which it is, wherever the
 * program and the site lie.
 */
struct shard_input {
	const char *label, *path;
};
struct shard_input_list {
	struct shard_input *items;
	size_t count, capacity;
};
/*
 * `run` has its settings; `files` are those of content/.  -1 after a
 * diagnostic.  With the files of the plan only what it knew is looked at again;
 * with those of a walk, what has come since, too.
 */
int shard_inputs_list(struct shard_input_list *list, struct site_run *run,
    const struct os_list *files);
/* Of all of them, in their order: labels and bytes.  -1 after a diagnostic. */
int shard_inputs(struct digest *digest, struct site_run *run,
    const struct os_list *files);

#endif
