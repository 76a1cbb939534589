#include "scope/guard.h"

#include "base/planted.h"
#include "model/rules.h"
#include "scope/guard_issue.h"
#include "scope/guard_known.h"

/* Who reads, and what each may open. */
struct readers {
	const struct guarding *guarding;
	struct guard_readers who;
	size_t sight_room, audience_room;
	struct sight *sights; /* each with a scratch of its own */
	bool *opens;
	bool *over_all; /* by reader: there is nothing that he may not see */
	size_t *order;
};

/* Faulty labels of items are told when editions are made. */
static void
reader_add(struct readers *readers, struct arena *arena,
    const struct audience *audience)
{
	const struct guarding *g = readers->guarding;
	struct guard_readers *who = &readers->who;
	struct arena *scratch = arena_new();
	struct diags *quiet = ARENA_NEW(scratch, struct diags);
	diags_init_like(quiet, scratch, g->diags);
	ARENA_ROOM(arena, readers->sights, who->count, readers->sight_room);
	ARENA_ROOM(
	    arena, who->audiences, who->count, readers->audience_room);
	sight_for(&readers->sights[who->count], scratch, g->corpus, g->policy,
	    audience, g->as_of, quiet);
	who->audiences[who->count++] =
	    audience_id(arena, g->corpus->programme, audience);
}

/* As an issue has it; whoever is a reader already stays who he is. */
static void
reader_recall(
    struct readers *readers, struct arena *arena, const char *words)
{
	const struct corpus *corpus = readers->guarding->corpus;
	struct audience audience;
	for (size_t r = 0; r < readers->who.count; r++)
		if (strcmp(readers->who.audiences[r], words) == 0)
			return;
	if (audience_find(
		&audience, corpus->programme, &corpus->roster, words))
		reader_add(readers, arena, &audience);
}

static int
readers_open(struct readers *readers, struct arena *arena)
{
	const struct guarding *g = readers->guarding;
	const struct site *site = g->corpus->site;
	struct audience audience;
	for (; readers->who.editions < site_editions(site);
	     readers->who.editions++) {
		if (policy_audience(g->policy, &audience,
			&site->editions[readers->who.editions], g->diags) != 0)
			return -1;
		reader_add(readers, arena, &audience);
	}
	for (size_t i = 0; g->earlier != NULL && i < g->earlier->count; i++) {
		const struct issue *issue = &g->earlier->items[i];
		for (size_t e = 0; e < issue->edition_count; e++)
			reader_recall(
			    readers, arena, issue->editions[e].audience);
		for (size_t r = 0; r < issue->reader_count; r++)
			reader_recall(readers, arena, issue->readers[r]);
	}
	return 0;
}

/*
 * Who opens an edition sees what it was made from, and opens that, too.  A
 * closed one is opened by others, in its bulletins; readers of its own who
 * would open others it has none any more.
 */
static void
opens_make(struct readers *readers, struct arena *arena)
{
	size_t n = readers->who.count, closed = readers->who.editions;
	size_t open = readers->guarding->corpus->site->edition_count;
	bool *opens = readers->opens = ARENA_ARRAY(arena, bool, n * n);
	for (size_t r = 0; r < n; r++)
		for (size_t e = 0; e < n; e++)
			opens[r * n + e] = r == e ||
			    ((r < open || r >= closed) &&
				audience_covers(&readers->sights[r].audience,
				    &readers->sights[e].audience));
	for (size_t between = 0; between < n; between++)
		for (size_t r = 0; r < n; r++)
			for (size_t e = 0; e < n && opens[r * n + between]; e++)
				opens[r * n + e] |= opens[between * n + e];
}

/* From the widest; among equals in the order of the site. */
static void
order_make(struct readers *readers, struct arena *arena)
{
	size_t editions = readers->who.editions, n = readers->who.count;
	bool *placed = ARENA_ARRAY(arena, bool, editions);
	readers->order = ARENA_ARRAY(arena, size_t, editions);
	for (size_t at = 0; at < editions; at++)
		for (size_t r = 0; r < editions; r++) {
			bool ready = !placed[r];
			for (size_t e = 0; e < editions && ready; e++)
				ready = placed[e] ||
				    !readers->opens[r * n + e] ||
				    readers->opens[e * n + r];
			if (!ready)
				continue;
			placed[r] = true;
			readers->order[at] = r;
			break;
		}
}

static void
over_make(struct readers *readers, struct arena *arena)
{
	const struct roster *roster = &readers->guarding->corpus->roster;
	readers->over_all = ARENA_ARRAY(arena, bool, readers->who.count);
	for (size_t r = 0; r < readers->who.count; r++) {
		bool all = true;
		for (size_t i = 0; i < roster->organisation_count && all; i++)
			all = guard_is_over(
			    &readers->sights[r], roster->organisations[i]);
		readers->over_all[r] = all && roster->organisation_count > 0;
	}
}

/* See struct guard_task. */
static bool
is_over(const void *context, size_t reader, const struct tally *tally,
    const struct tally_place *place)
{
	const struct readers *readers = context;
	if (readers->over_all[reader])
		return true;
	for (size_t d = 0; d < tally->dimension_count; d++) {
		const struct tally_dimension *dimension = tally->dimensions[d];
		struct text id, superior;
		if (dimension->axis != AXIS_ORGANISATION ||
		    place->nodes[d] == 0)
			continue;
		text_split(text_of(dimension->nodes[place->nodes[d]].id), '@',
		    &id, &superior);
		const struct organisation *organisation = table_get(
		    &readers->guarding->corpus->roster.organisation_ids, id);
		if (organisation != NULL &&
		    guard_is_over(&readers->sights[reader], organisation))
			return true;
	}
	return false;
}

/* ---- what comes out ---- */

static struct figures **
figures_make(struct arena *arena, const struct guarding *guarding,
    const struct guard_result *result)
{
	size_t count = site_editions(guarding->corpus->site);
	struct figures **all = ARENA_ARRAY(arena, struct figures *, count);
	for (size_t e = 0; e < count; e++) {
		const struct guard_outcome *outcome = &result->outcomes[e];
		all[e] = figures_new(arena, guarding->tallies->list);
		for (size_t i = 0; i < outcome->count; i++) {
			const struct guard_cell *cell = &outcome->cells[i];
			struct figure figure = {
				cell->withheld      ? FIGURE_WITHHELD
				    : cell->value > 0 ? FIGURE_OPEN
						      : FIGURE_ZERO,
				cell->withheld ? 0 : cell->value
			};
			PLANT(forgotten, figure.state = FIGURE_OPEN;
			      figure.value = cell->value);
			if (figure.state != FIGURE_ZERO)
				figures_set(all[e], arena, cell->tally,
				    cell->place, figure);
		}
	}
	return all;
}

static void
faults_tell(
    const struct guarding *guarding, const struct guard_result *result)
{
	struct tally *const *tallies =
	    (struct tally *const *)guarding->tallies->list.items;
	for (size_t i = 0; i < result->mismatch_count; i++)
		diag_at(guarding->diags, &rules[RULE_TALLY_POPULATION],
		    tallies[result->mismatches[i].other]->span,
		    "the tallies “%s” and “%s” say that they count the "
		    "same, and have different sums",
		    tallies[result->mismatches[i].tally]->name,
		    tallies[result->mismatches[i].other]->name);
	for (size_t i = 0; i < result->large_count; i++)
		diag_at(guarding->diags, &rules[RULE_TALLY_LARGE],
		    tallies[result->large[i]]->span,
		    "the sensitive tally “%s” has more than %d cells",
		    tallies[result->large[i]]->name, GUARD_DENSE_MOST);
}

/*
 * What was not proved again is as it was, and what was given away once is not
 * taken back.
 */
static void
issue_report(struct guard_report *report, const struct guarding *guarding,
    const struct guard_result *result)
{
	struct issue *issue = report->issue;
	const struct issues *earlier = guarding->earlier;
	const struct issue *last = earlier != NULL && earlier->count > 0
	    ? &earlier->items[earlier->count - 1]
	    : NULL;
	report->unchanged = last != NULL && guard_issue_same(last, issue);
	issue->lost = result->lost;
	issue->weak = result->weak;
	if (last != NULL && issue->lost < last->lost)
		issue->lost = last->lost;
	if (last != NULL && issue->weak < last->weak)
		issue->weak = last->weak;
	report->lost = issue->lost;
	report->weak = issue->weak;
	if (report->whole != NULL) {
		report->whole->lost = issue->lost;
		report->whole->weak = issue->weak;
	}
	if (report->lost > 0)
		diag_at(guarding->diags, &rules[RULE_FIGURES_TOLD], SPAN_NONE,
		    "%zu withheld figures may be worked out all the same",
		    report->lost);
}

static struct figures **
release_make(struct arena *arena, const struct guarding *guarding,
    struct guard_report *report, struct readers *readers,
    struct arena *scratch)
{
	const struct issues *earlier = guarding->earlier;
	size_t past = earlier != NULL ? earlier->count : 0;
	opens_make(readers, scratch);
	order_make(readers, scratch);
	over_make(readers, scratch);
	struct guard_layer *layers =
	    ARENA_ARRAY(scratch, struct guard_layer, past + 1);
	struct guard_task task = { .layers = layers,
		.layer_count = past + 1,
		.readers = readers->who.count,
		.editions = readers->who.editions,
		.jobs = guarding->jobs,
		.opens = readers->opens,
		.order = readers->order,
		.over = is_over,
		.context = readers };
	/* The issue that is made of it outlives the scratch. */
	layers[past] = guard_layer_now(arena, guarding,
	    guard_known_make(
		arena, guarding, readers->sights, readers->who.count));
	if (earlier != NULL)
		guard_layers_past(layers, scratch, guarding->corpus->site,
		    &readers->who, earlier, &layers[past], &task);
	struct guard_result *result = guard_run(arena, &task);
	faults_tell(guarding, result);
	if (result->mismatch_count > 0 || result->large_count > 0)
		return NULL;
	report->editions = result->outcomes;
	struct issue *whole =
	    guard_issue_make(guarding->whole ? arena : scratch, guarding,
		&readers->who, &layers[past], result);
	report->whole = guarding->whole ? whole : NULL;
	report->issue = guard_issue_kept(arena, whole);
	issue_report(report, guarding, result);
	return figures_make(arena, guarding, result);
}

struct figures **
guard_release(struct arena *arena, const struct guarding *guarding,
    struct guard_report *report)
{
	struct readers readers = { .guarding = guarding };
	struct arena *scratch = arena_new();
	struct figures **figures = NULL;
	*report = (struct guard_report){ 0 };
	if (readers_open(&readers, scratch) == 0)
		figures = release_make(
		    arena, guarding, report, &readers, scratch);
	for (size_t r = 0; r < readers.who.count; r++)
		arena_free(readers.sights[r].scratch);
	arena_free(scratch);
	return figures;
}
