#include "model/explain.h"

const struct explanation explanations[RULE__MAX] = {
#define EXPLAIN(id, text, wrong, right) [RULE_##id] = { text, wrong, right },
#include "model/explain.def"
#undef EXPLAIN
};
