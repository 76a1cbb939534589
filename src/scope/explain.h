/*
 * Why an audience is let in or not: a scope taken apart, source by source,
 * each with its place and in words.  For the office's own eyes (`show`): it
 * speaks of what the audience may not see.
 */
#ifndef TONGBAO_SCOPE_EXPLAIN_H
#define TONGBAO_SCOPE_EXPLAIN_H

#include "model/corpus.h"
#include "scope/label.h"

enum scope_source {
	SOURCE_DEFAULT, /* programme.yaml: scope */
	SOURCE_OWN,     /* the record's field, or the section's mark */
	SOURCE_FILTER,  /* narrowed by a script */
	SOURCE_RELEASE, /* the default, widened by a release */
	SOURCE_NONE,    /* there is no default: nobody */
};

struct reason {
	enum scope_source source;
	struct span span;
	const char *words; /* 机电学院/干部, 党员; "" admits nobody */
	bool admits;
};

/* One for each of scope->labels, in their order; in the arena. */
struct reason *scope_explain(struct arena *arena, const struct corpus *corpus,
    const struct record *record, const struct scope *scope,
    const struct audience *audience);

/* A label for people: its pairs as ORGANISATION/CLASS, by their names. */
const char *label_words(struct arena *arena,
    const struct programme *programme, const struct label *label);

#endif
