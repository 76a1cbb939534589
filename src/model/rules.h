/*
 * Every fault a clerk can make, by a name: code, slug, default severity, what
 * it means for what is published, what to do.  The list is rules.def; codes
 * are stable for ever (T01xx files and syntax, T02xx fields, T03xx references,
 * T04xx the review's own rules, T05xx scope, T06xx filters, T07xx output,
 * T08xx print, T09xx templates).
 */
#ifndef TONGBAO_MODEL_RULES_H
#define TONGBAO_MODEL_RULES_H

#include "base/diag.h"

enum rule_id {
#define RULE(id, code, slug, level, effect, remedy) RULE_##id,
#include "model/rules.def"
#undef RULE
	RULE__MAX,
};

extern const struct rule rules[RULE__MAX];

#endif
