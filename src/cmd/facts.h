/*
 * What there is to compare (`diff`): facts by kind and name, each with a text
 * that is another where something changed.  Of a seal, of a commit, or of a
 * folder that a build made.
 */
#ifndef TONGBAO_CMD_FACTS_H
#define TONGBAO_CMD_FACTS_H

#include "base/diag.h"
#include "base/os.h"
#include "model/seal.h"

enum fact_kind {
	FACT_RECORD,
	FACT_FIGURE,
	FACT_NAME, /* a person who is named */
	FACT_PAGE,
	FACT_PAPER,
	FACT_BAG,
	FACT_ENTRY, /* of the roster */
	FACT_FILE,
	FACT__MAX,
};

struct fact {
	enum fact_kind kind;
	const char *name;
	const char *field; /* of the record of that name; "": it is the whole */
	const char *text;
	bool told; /* the text says something to people; else it is a digest */
};

struct facts {
	struct arena *arena;
	struct fact *items;
	size_t count, capacity;
};

/* The same: N_(). */
const char *fact_kind_name(enum fact_kind kind);

void facts_of_seal(struct facts *facts, const struct seal *seal);
/*
 * A folder with finished files, of one edition or of several.  What a build
 * made for programs (its data folder) is taken apart: records by fields, figures
 * cell by cell.  -1: see error.
 */
int facts_of_folder(
    struct facts *facts, const char *folder, struct os_error *error);
/* What `git ls-tree -r -z` lists. */
void facts_of_tree(struct facts *facts, struct text listing);
/* By kind, then name, then field: before two are compared. */
void facts_sort(struct facts *facts);
int fact_compare(const void *fact, const void *other);

#endif
