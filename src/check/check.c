#include "check/check.h"

#include "base/lang.h"

/* Families that look at one record at a time. */
static check_one *const families[] = {
	check_amendment,
	check_aspects,
	check_balance,
	check_ballots,
	check_circulation,
	check_documents,
	check_order,
	check_pledges,
	check_rectification,
	check_references,
	check_release,
	check_authority,
	check_weak,
	check_categories,
	check_method,
	check_participation,
	check_preparation,
	check_tasks,
};

/* Families that look at all of them. */
static check_all *const wholes[] = {
	check_numbers,
	check_shares,
	check_cadence,
	check_coverage,
	check_inflows,
	check_plans,
	check_seals,
	check_sealed_roster,
};

void
checking_init(struct checking *checking, struct arena *arena,
    const struct corpus *corpus, const char *as_of, struct diags *diags)
{
	*checking = (struct checking){ .corpus = corpus,
		.programme = corpus->programme,
		.index = index_make(arena, corpus, as_of),
		.as_of = as_of,
		.arena = arena };
	check_tasks_gather(checking, diags);
	check_issues_gather(checking);
	check_circulated_gather(checking);
}

void
check_record(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		families[i](checking, record, diags);
}

size_t
check_wholes(void)
{
	return sizeof(wholes) / sizeof(*wholes);
}

void
check_whole(const struct checking *checking, size_t number, struct diags *diags)
{
	wholes[number](checking, diags);
}

struct span
check_heading(const struct section *section)
{
	return section->title.len > 0 ? section->title_span
				      : section->body_span;
}

void
check_also_setting(const struct checking *checking, struct diags *diags,
    struct diag *diag, enum rule_id rule)
{
	const struct rule_setting *setting =
	    &checking->programme->settings[rule];
	struct span span = setting->parameter != NULL
	    ? setting->parameter->span
	    : setting->span;
	if (span.source != 0)
		diag_also(diags, diag, span, "the programme sets it here");
}

void
check_effect(struct diags *diags, struct diag *diag, const char *period,
    const char *format, ...)
{
	va_list ap;
	diag->about = arena_string(diags->arena, period);
	va_start(ap, format);
	if (diag->level == DIAG_WARNING)
		diag->effect = arena_vprintf(diags->arena, format, ap);
	else if (diag->level == DIAG_NOTE)
		diag->effect = _("none: the period can be sealed");
	va_end(ap);
}

void
check_unsealed(const struct checking *checking, struct diags *diags,
    struct diag *diag, const char *period)
{
	if (*period != '\0')
		check_effect(diags, diag, period, _("%s can't be sealed"),
		    programme_name(checking->programme, VOCABULARY_PERIOD,
			period));
}
