/*
 * What is done is what is reviewed (干什么就点评什么): a review speaks of the
 * work points of the unit's plan, or of one above it (plan, chapter 5.2).
 */
#include "base/lang.h"
#include "check/check.h"
#include "model/rules.h"

struct looking {
	const struct checking *checking;
	const struct record *review;
	const struct value *named; /* work points; or NULL */
	struct table wanted; /* the same, by id */
	const struct value *offered; /* the nearest plan's; or NULL */
	bool tied;
};

/* Plans without a period are for all of the programme. */
static void
plans_look(struct looking *l, const struct organisation *organisation)
{
	const struct record_list *plans =
	    index_about(l->checking->index, organisation->id, "plan");
	for (size_t i = 0; i < plans->count; i++) {
		const struct record *plan = plans->items[i];
		const struct value *tasks = record_get(plan, "tasks");
		if (value_count(tasks) == 0 ||
		    (*plan->period != '\0' &&
			strcmp(plan->period, l->review->period) != 0))
			continue;
		if (l->offered == NULL)
			l->offered = tasks;
		for (size_t j = 0; j < value_count(tasks) && !l->tied; j++)
			l->tied = table_get(&l->wanted,
				      value_as_text(value_get(
					  value_item(tasks, j), "id"))) != NULL;
	}
}

/* One that no plan has is a fault of its own. */
static bool
names_unknown(const struct looking *l)
{
	for (size_t i = 0; i < value_count(l->named); i++)
		if (table_get(&l->checking->tasks,
			value_item(l->named, i)->text) == NULL)
			return true;
	return false;
}

static void
report(const struct looking *l, struct diags *diags)
{
	const struct value *first = value_item(l->offered, 0);
	bool none = value_count(l->named) == 0;
	struct diag *d = diag_at(diags, &rules[RULE_TASKS_MISSING],
	    none ? l->review->span : l->named->span,
	    none ? "the review is tied to none of the unit's work points"
		 : N_("none of these is a work point of the unit, or of one "
		      "above it"));
	diag_also(diags, d, l->offered->span, "the plan's work points");
	diag_remedy(diags, d, "add tasks (中心工作): %s (%s), or another",
	    value_as_string(value_get(first, "id")),
	    value_as_string(value_get(first, "text")));
}

void
check_tasks(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (!record_is(record, "review"))
		return;
	struct looking l = { .checking = checking, .review = record,
		.named = record_get(record, "tasks") };
	const struct organisation *at = record->organisation;
	if (at == NULL && record->person != NULL) {
		const struct tenure *office =
		    tenure_on(&record->person->offices, record->date);
		at = office == NULL ? NULL : office->organisation;
	}
	struct arena *scratch = arena_new();
	table_init(&l.wanted, scratch);
	for (size_t i = 0; i < value_count(l.named); i++) {
		struct value *id = value_item(l.named, i);
		table_add(&l.wanted, id->text, id);
	}
	for (int depth = 0; at != NULL && depth < TREE_DEPTH; depth++) {
		plans_look(&l, at);
		at = organisation_superior(at, record->date);
	}
	if (l.offered != NULL && !l.tied && !names_unknown(&l))
		report(&l, diags);
	arena_free(scratch);
}
