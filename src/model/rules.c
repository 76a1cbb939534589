#include "model/rules.h"

#include <stdlib.h>
#include <string.h>
#include "base/lang.h"
#include "base/utf8.h"

const struct rule rules[RULE__MAX] = {
#define RULE(id, code, slug, family, level, effect, remedy)                    \
	[RULE_##id] = { code, slug, family, level, effect, remedy },
#include "model/rules.def"
#undef RULE
};

const struct rule_parameter rule_parameters[] = {
	{ RULE_REVIEW_DUE, "days", "天数", 14, false,
	    N_("from so many days before the due date on") },
	{ RULE_PLAN_MISSING, "levels", "层级", 0, true,
	    N_("levels whose organisations have plans of their own; the second "
	       "of the programme, if none is named") },
	{ RULE_RECORDED_LATE, "days", "天数", 7, false,
	    N_("the form is filled in within so many days") },
	{ RULE_BALANCE_NO_PROBLEM, "characters", "字数", 10, false,
	    N_("a section shorter than this states nothing") },
	{ RULE_BALANCE_NO_RESULT, "characters", "字数", 10, false,
	    N_("a section shorter than this states nothing") },
	{ RULE_PROBLEM_UNANSWERED, "days", "天数", 30, false,
	    N_("a reply comes within so many days") },
	{ RULE_PROBLEM_UNVERIFIED, "days", "天数", 30, false,
	    N_("what is done is verified within so many days") },
	{ RULE_GRADE_SHARE, "least", "起算人数", 3, false,
	    N_("shares are looked at from so many graded subjects on") },
	{ RULE_NUMBER_GAP, "elsewhere", "他用", 0, true,
	    N_("numbers of a series that other documents have, such as "
	       "校办〔2010〕1—10号; 校办〔2010〕 alone: none") },
	{ RULE_NAME_HIDDEN, "allow", "允许", 0, true,
	    N_("names that are ordinary words, too") },
	{ .name = NULL },
};

const struct rule_parameter *
rule_parameter(enum rule_id rule)
{
	for (const struct rule_parameter *p = rule_parameters; p->name != NULL;
	     p++)
		if (p->rule == rule)
			return p;
	return NULL;
}

bool
rule_bars_seal(const struct rule *rule)
{
	return strstr(rule->effect, "can't be sealed") != NULL;
}

int
rule_system(struct diags *diags, const struct os_error *error)
{
	diag_at(diags, &rules[RULE_SYSTEM], SPAN_NONE, "%s", error->message);
	return -1;
}

struct diag *
rule_large(struct diags *diags, uint32_t source, size_t len, size_t most)
{
	const struct span whole = { source, 0, 0 };
	return diag_at(diags, &rules[RULE_FILE_LARGE], whole,
	    "the file has %lld bytes, more than %zu", (long long)len, most);
}

int
rule_text(struct diags *diags, uint32_t source, struct text text)
{
	const char *nul = memchr(text.at, '\0', text.len);
	size_t bad = nul != NULL ? (size_t)(nul - text.at) : utf8_check(text);
	struct span span = { source, (uint32_t)bad, (uint32_t)bad + 1 };
	if (bad == text.len)
		return 0;
	if (nul != NULL)
		diag_at(diags, &rules[RULE_FILE_NUL], span,
		    "there is a NUL byte in the file");
	else
		diag_at(diags, &rules[RULE_FILE_UTF8], span,
		    "the file is not UTF-8");
	return -1;
}

enum rule_id
rule_unread(const struct os_error *error)
{
	return os_is_machine(error) ? RULE_SYSTEM : RULE_FILE_READ;
}

int
rule_find(struct text name)
{
	for (int i = 0; i < RULE__MAX; i++)
		if (text_is(name, rules[i].code) || text_is(name, rules[i].slug))
			return i;
	return -1;
}

static int
code_compare(const void *a, const void *b)
{
	return strcmp(rules[*(const int *)a].code, rules[*(const int *)b].code);
}

void
rules_by_code(int order[RULE__MAX])
{
	for (int i = 0; i < RULE__MAX; i++)
		order[i] = i;
	qsort(order, RULE__MAX, sizeof(*order), code_compare);
}
