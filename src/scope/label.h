/*
 * Labels: who may read something (SCOPE: labels).
 *
 * As written, a label is WITHIN/WHO, a class alone, a map {within, who}, or a
 * list of those, any one of which admits.  WITHIN is an organisation, a level
 * (the subject's ancestor of that level), or one of the words everyone, root,
 * subject, superior.  A class alone means everyone of that class, the last
 * class (leaders) alone the subject's leaders.
 *
 * What is written is a pattern; with a subject and a day it becomes a label.
 */
#ifndef TONGBAO_SCOPE_LABEL_H
#define TONGBAO_SCOPE_LABEL_H

#include "base/diag.h"
#include "model/record.h"

enum within {
	WITHIN_EVERYONE,
	WITHIN_ROOT,
	WITHIN_SUBJECT,
	WITHIN_SUPERIOR,
	WITHIN_LEVEL,
	WITHIN_ORGANISATION,
};

struct pattern {
	struct pattern_pair {
		enum within within;
		int level;                               /* WITHIN_LEVEL */
		const struct organisation *organisation; /* …_ORGANISATION */
		int who;
	} *pairs;
	size_t count, capacity;
	struct span span;
};

struct label_context {
	struct arena *arena;
	struct diags *diags;
	const struct programme *programme;
	const struct roster *roster;
	/* Of an edition's: for one organisation, or everyone. */
	bool of_audience;
};

/* -1 after diagnostics; then the pattern admits nobody. */
int pattern_parse(struct pattern *pattern, const struct label_context *context,
    const struct value *value);

/*
 * Pairs that mean nothing for this subject (the superior of the top) are left
 * out: a label without pairs admits nobody.
 */
struct label label_make(struct arena *arena, const struct pattern *pattern,
    const struct organisation *subject, const char *date);

/* An audience is one pair. */
struct audience {
	const struct organisation *within; /* NULL: everyone */
	int who;
	int leaders; /* rank of the last class */
	bool office; /* the office itself: every label admits it */
};

static inline int
audience_leaders(const struct programme *programme)
{
	return (int)programme->terms[VOCABULARY_CLASS].count - 1;
}

/* Of an edition; -1 after diagnostics. */
int audience_parse(struct audience *audience,
    const struct programme *programme, const struct roster *roster,
    const struct value *value, struct diags *diags);

/* As issues keep it: ORGANISATION/CLASS by their ids, /CLASS for everyone. */
const char *audience_id(struct arena *arena,
    const struct programme *programme, const struct audience *audience);
/* Whose id that is; false when one of the two is there no more. */
bool audience_find(struct audience *audience,
    const struct programme *programme, const struct roster *roster,
    const char *id);

/* Pairs that let in somebody whom the label doesn't; false when none does. */
bool label_widen(struct label *label, struct arena *arena,
    const struct programme *programme, const struct label *more,
    const char *date);
bool label_admits(const struct label *label, const struct audience *audience,
    const char *date);
/* The same as the label that the pattern makes, without making it. */
bool pattern_admits(const struct pattern *pattern,
    const struct organisation *subject, const struct audience *audience,
    const char *date);
/* Every source must admit. */
bool scope_admits(const struct scope *scope, const struct audience *audience,
    const char *date);
void scope_add(struct scope *scope, struct arena *arena, struct label label);

#endif
