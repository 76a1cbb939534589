#include "model/rules.h"

const struct rule rules[RULE__MAX] = {
#define RULE(id, code, slug, level, effect, remedy)                            \
	[RULE_##id] = { code, slug, level, effect, remedy },
#include "model/rules.def"
#undef RULE
};
