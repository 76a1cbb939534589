/*
 * Every fault a clerk can make, by a name: code, slug, family, default
 * severity, what it means for what is published, what to do.  The list is
 * rules.def; codes are stable for ever (T01xx files and syntax, T02xx fields,
 * T03xx references, T04xx aspects, T05xx scope, T06xx filters, T07xx output,
 * T08xx print, T09xx templates, T10xx and T11xx the programme's rules, T12xx
 * sheets, T13xx bags, T14xx seals).
 */
#ifndef TONGBAO_MODEL_RULES_H
#define TONGBAO_MODEL_RULES_H

#include <stdint.h>
#include "base/diag.h"
#include "base/os.h"

enum rule_id {
#define RULE(id, code, slug, family, level, effect, remedy) RULE_##id,
#include "model/rules.def"
#undef RULE
	RULE__MAX,
};

extern const struct rule rules[RULE__MAX];

/* What programme.yaml may set of a rule beside its severity. */
struct rule_parameter {
	enum rule_id rule;
	const char *name, *alias;
	int64_t standard; /* a number's default; a list is empty by default */
	bool list;        /* of texts; else a whole number */
	const char *help;
};

/* Ends with name == NULL; a rule has at most one. */
extern const struct rule_parameter rule_parameters[];

/* The parameter of a rule, or NULL. */
const struct rule_parameter *rule_parameter(enum rule_id rule);
/*
 * Does a fault of it, as a warning, keep its period from being sealed?  So says
 * the effect.
 */
bool rule_bars_seal(const struct rule *rule);
/* Tells what the machine failed at.  Always -1. */
int rule_system(struct diags *diags, const struct os_error *error);
/* A file of so many bytes, where there may be `most`. */
struct diag *rule_large(
    struct diags *diags, uint32_t source, size_t len, size_t most);
/* A NUL, or what is no UTF-8, in the file; -1 then. */
int rule_text(struct diags *diags, uint32_t source, struct text text);
/* Of a file that can't be read: is it the machine's fault, or the file's? */
enum rule_id rule_unread(const struct os_error *error);
/* By code or slug; -1 when there is none. */
int rule_find(struct text name);
/* All of them in the order of their codes. */
void rules_by_code(int order[RULE__MAX]);

#endif
