/*
 * Seals: what a period was when it was closed, the files of content/seals/,
 * written by `tongbao seal` for the office to commit.  Each holds the digest of
 * the one before, so that none can be changed, left out or put elsewhere
 * unnoticed.
 *
 * Names hidden records, so it is the office's, as the corpus is.
 */
#ifndef TONGBAO_MODEL_SEAL_H
#define TONGBAO_MODEL_SEAL_H

#include "base/hash.h"
#include "base/source.h"
#include "base/value.h"

/*
 * A record by its id, a file by its path below the site, a bag, an entry of the
 * roster by its id; SHA-256, of an entry's standing (model/standing.h).
 */
struct sealed {
	const char *name;
	const struct value *names; /* of an entry: what it was called; or NULL */
	struct text digest; /* as it is written */
	struct span span;
};

/* Of an edition that has one: what its paper bears (publish/witness.h). */
struct sealed_root {
	const char *edition; /* its id */
	const char *bag;     /* name of the file that was archived */
	struct digest root;
};

struct seal {
	const char *id;     /* 2010-q3; the next version 2010-q3-2 */
	const char *period;
	int64_t version;    /* from 1 */
	const char *as_of;  /* the day that its editions were made for */
	const char *commit; /* what was sealed */
	const char *key;    /* fingerprint of the office key; "": none */
	const char *previous;     /* id of the seal before; "": none */
	struct text previous_digest;
	struct span previous_span; /* of that; or of the whole */
	struct sealed *records, *files, *bags;
	size_t record_count, file_count, bag_count;
	struct sealed_root *roots;
	size_t root_count;
	struct table record_ids; /* → struct sealed * */
	const struct value *figures; /* as cmd/figures.h has them; or NULL */
	struct sealed *roster; /* as of that day; none in old seals */
	size_t roster_count;
	struct table roster_ids; /* → struct sealed * */
	struct digest digest;    /* of the file as it is */
	struct span span;
};

/* content/seals/ID.yaml: below content/ */
#define SEALS_FOLDER "seals"

#endif
