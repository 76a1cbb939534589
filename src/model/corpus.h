/*
 * Everything that was read.  Records are in the order of their ids (bytes).
 */
#ifndef TONGBAO_MODEL_CORPUS_H
#define TONGBAO_MODEL_CORPUS_H

#include "base/picture.h"
#include "model/record.h"
#include "model/seal.h"
#include "model/site.h"

struct corpus {
	struct arena *arena;
	struct site *site;
	struct programme *programme;
	struct roster roster;
	struct record **records;
	size_t record_count;
	struct table record_ids;
	/*
	 * Records that are there but can't be understood, each with its fault:
	 * what refers to one of them, or to what it speaks of, is no fault of
	 * its own.
	 */
	struct broken **broken;
	size_t broken_count, broken_capacity;
	struct table broken_ids; /* → struct broken * */
	/* The pictures that lie among the records, by path. */
	struct corpus_file **files;
	size_t file_count;
	struct table file_paths; /* → struct corpus_file * */
	struct seal **seals; /* by id */
	size_t seal_count;
};

/* A picture is read when a release lists it: nobody else can have it shown. */
struct corpus_file {
	const char *path; /* below content/ */
	bool listed;      /* then also: */
	const char *fault; /* why it is no picture, to be translated; or NULL */
	struct digest digest; /* of the file as it is */
	struct picture picture; /* what may be shown of it */
};

struct broken {
	const char *path; /* below content/ */
	struct text text; /* what could be read of it */
};

struct corpus_file *corpus_file(const struct corpus *corpus, struct text path);
struct record *corpus_record(const struct corpus *corpus, struct text id);
/* NULL when there is none. */
const struct seal *corpus_seal(const struct corpus *corpus, const char *id);
/* The one that counts: of the highest version. */
const struct seal *corpus_last_seal(const struct corpus *corpus,
    const char *period);
/* The bag of that name; NULL when it lists none such. */
const struct sealed *seal_bag(const struct seal *seal, struct text name);
/* As seals are called: the period, from the second version on with that. */
void seal_put_id(struct buf *out, const char *period, int64_t version);
/* NULL when it has none of that edition. */
const struct sealed_root *seal_root(const struct seal *seal,
    const char *edition);
/* The last of the period's that has one of the edition; or NULL. */
const struct seal *corpus_rooted_seal(const struct corpus *corpus,
    const char *period, const char *edition);
/* Of a record by its id, in whichever seal; NULL when none lists it. */
const struct seal *corpus_seal_of(const struct corpus *corpus, struct text id);
/* Some seal lists it, and it is here no more. */
bool corpus_is_gone(const struct corpus *corpus, struct text id);
bool corpus_is_broken(const struct corpus *corpus, struct text id);
/*
 * Of the words those that one of the broken ones has in a line, as keys.  A word
 * that is a part of another one, an id in a longer id, does not count.
 */
struct table *corpus_broken_words(const struct corpus *corpus,
    struct arena *arena, const struct text *words, size_t count);

#endif
