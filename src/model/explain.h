/*
 * What the rules mean, for who meets one: `tongbao explain`, the rules of a
 * SARIF log.  The list is explain.def.
 */
#ifndef TONGBAO_MODEL_EXPLAIN_H
#define TONGBAO_MODEL_EXPLAIN_H

#include "model/rules.h"

struct explanation {
	const char *text;  /* in English; look it up */
	const char *wrong; /* lines of a record that has the fault, or NULL */
	const char *right; /* and as they should be, or NULL */
};

/* Parallel to rules[]. */
extern const struct explanation explanations[RULE__MAX];

#endif
