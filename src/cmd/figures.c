#include "cmd/figures.h"

#include "cmd/issue_text.h"
#include "cmd/issues.h"
#include "scope/guard_issue.h"

/* A tally of a seal as it is now. */
struct told_tally {
	long now; /* its number; -1: it is another one, or knows no periods */
	size_t period; /* which of its dimensions that is */
	uint32_t then_node, now_node; /* the sealed period's; 0: it has none */
	const uint32_t *nodes[TALLY_DIMENSIONS_MOST]; /* of then → of now */
};

/* What a seal told. */
struct told {
	const struct seal *seal;
	struct issue issue;
	struct told_tally *tallies; /* parallel to the issue's */
};

struct told_list {
	struct told *items;
	size_t count;
};

/* ---- from the seals ---- */

static int
told_read(struct told_list *list, const struct corpus *corpus,
    struct arena *arena, struct diags *diags)
{
	struct issue_reading l = { .arena = arena, .diags = diags };
	list->items = ARENA_ARRAY(arena, struct told, corpus->seal_count);
	list->count = 0;
	for (size_t i = 0; i < corpus->seal_count && !l.failed; i++) {
		const struct seal *seal = corpus->seals[i];
		struct told *told = &list->items[list->count];
		if (seal->figures == NULL)
			continue; /* made before seals had them */
		told->seal = seal;
		issue_load(&l, &told->issue, seal->figures);
		list->count++;
	}
	return l.failed ? -1 : 0;
}

static bool
is_among(const struct issues *issues, const struct issue *issue)
{
	for (size_t i = 0; issues != NULL && i < issues->count; i++)
		if (guard_issue_same(&issues->items[i], issue))
			return true;
	return false;
}

static void
issue_add(struct issues *issues, struct arena *arena, const struct issue *issue)
{
	ARENA_ROOM(arena, issues->items, issues->count, issues->capacity);
	issues->items[issues->count++] = *issue;
}

static void
issue_sort_in(
    struct issues *issues, struct arena *arena, const struct issue *issue)
{
	issue_add(issues, arena, issue);
	size_t at = issues->count - 1;
	for (; at > 0 &&
	     strcmp(issues->items[at - 1].as_of, issue->as_of) > 0;
	     at--)
		issues->items[at] = issues->items[at - 1];
	issues->items[at] = *issue;
}

/* In a seal names are under no salt: records lie beside it. */
static void
sealed_collect(struct issues *sealed, const struct told_list *told,
    const struct figures_wish *wish, const char *salt, struct arena *arena)
{
	struct arena *scratch = arena_new();
	const struct guard_salting *salting = told->count == 0
	    ? NULL
	    : guard_salting_make(scratch, wish->corpus, "", salt);
	for (size_t i = 0; i < told->count; i++) {
		if (told->items[i].seal == wish->again)
			continue;
		const struct issue *issue = guard_issue_salted(arena, salting,
		    guard_issue_kept(arena, &told->items[i].issue));
		if (issue->tallies.count > 0 &&
		    !is_among(wish->published, issue) &&
		    !is_among(sealed, issue))
			issue_sort_in(sealed, arena, issue);
	}
	arena_free(scratch);
}

/*
 * In the order in which they went out, which is that of their days, but for who
 * builds for an earlier day than before: the last one is the one that is there.
 */
static void
issues_join(struct issues *all, const struct told_list *told,
    const struct figures_wish *wish, struct arena *arena)
{
	const struct issues *published = wish->published;
	struct issues sealed = { .salt = "" };
	size_t next = 0;
	*all = (struct issues){ .salt = "" };
	if (published != NULL)
		memcpy(all->salt, published->salt, sizeof(all->salt));
	sealed_collect(&sealed, told, wish, all->salt, arena);
	for (size_t i = 0; published != NULL && i < published->count; i++) {
		const struct issue *issue = &published->items[i];
		for (; next < sealed.count &&
		     strcmp(sealed.items[next].as_of, issue->as_of) <= 0;
		     next++)
			issue_add(all, arena, &sealed.items[next]);
		issue_add(all, arena, issue);
	}
	for (; next < sealed.count; next++)
		issue_add(all, arena, &sealed.items[next]);
}

/* ---- a sealed period as it was ---- */

#define NOWHERE UINT32_MAX

/* An organisation is called ID@SUPERIOR where it stands no more. */
static struct text
node_key(struct buf *buf, const struct tally_node *node, uint32_t parent)
{
	struct text id, rest;
	text_split(text_of(node->id), '@', &id, &rest);
	buf_clear(buf);
	buf_printf(buf, "%u %d %.*s", (unsigned)parent, node->itself,
	    TEXT_ARG(id));
	return buf_text(buf);
}

/* By node of then: that of now in the same place of the tree; or NOWHERE. */
static const uint32_t *
nodes_match(struct arena *arena, const struct tally_dimension *then,
    const struct tally_dimension *now)
{
	uint32_t *match = ARENA_ARRAY(arena, uint32_t, then->node_count);
	struct buf buf = BUF_INIT;
	struct table places;
	table_init(&places, arena);
	for (uint32_t n = 1; n < now->node_count; n++)
		table_add(&places,
		    arena_text(arena,
			node_key(&buf, &now->nodes[n], now->nodes[n].parent)),
		    &now->nodes[n]);
	for (uint32_t n = 1; n < then->node_count; n++) {
		uint32_t parent = match[then->nodes[n].parent];
		const struct tally_node *node = parent == NOWHERE
		    ? NULL
		    : table_get(&places,
			  node_key(&buf, &then->nodes[n], parent));
		match[n] =
		    node == NULL ? NOWHERE : (uint32_t)(node - now->nodes);
	}
	buf_free(&buf);
	return match;
}

/* Of the tally that is called alike and counts over the same; -1. */
static long
tally_match(const struct tally_list *now, const struct tally *then)
{
	long number = tally_find(now, then->name);
	if (number < 0 ||
	    now->items[number]->dimension_count != then->dimension_count)
		return -1;
	for (size_t d = 0; d < then->dimension_count; d++)
		if (strcmp(now->items[number]->dimensions[d]->id,
			then->dimensions[d]->id) != 0)
			return -1;
	return number;
}

/* Which of its dimensions is the period; -1: none. */
static long
period_dimension(const struct tally *tally)
{
	for (size_t d = 0; d < tally->dimension_count; d++)
		if (tally->dimensions[d]->axis == AXIS_TERMS &&
		    strcmp(tally->dimensions[d]->id, "period") == 0)
			return (long)d;
	return -1;
}

/* 0: it is none of them. */
static uint32_t
period_node(const struct tally_dimension *dimension, const char *period)
{
	for (uint32_t n = 1; n < dimension->node_count; n++)
		if (strcmp(dimension->nodes[n].id, period) == 0)
			return n;
	return 0;
}

/* Once for all editions. */
static void
told_match(struct told *told, const struct tally_list *now,
    struct arena *arena)
{
	size_t count = told->issue.tallies.count;
	told->tallies = ARENA_ARRAY(arena, struct told_tally, count);
	for (size_t t = 0; t < count; t++) {
		const struct tally *then = told->issue.tallies.items[t];
		struct told_tally *match = &told->tallies[t];
		long period = period_dimension(then);
		match->now = period < 0 ? -1 : tally_match(now, then);
		if (match->now < 0)
			continue;
		const struct tally *tally = now->items[match->now];
		match->period = (size_t)period;
		match->then_node = period_node(
		    then->dimensions[period], told->seal->period);
		match->now_node = period_node(
		    tally->dimensions[period], told->seal->period);
		for (size_t d = 0; d < then->dimension_count; d++)
			match->nodes[d] = nodes_match(arena,
			    then->dimensions[d], tally->dimensions[d]);
	}
}

/* A seal, put into the figures of one edition. */
struct putting {
	struct arena *arena;
	const struct told_tally *match; /* of the tally at hand */
	struct figures *to;
};

static void
cell_put(const struct told *told, const struct issue_cell *cell,
    struct figure figure, struct figures *to, struct arena *arena)
{
	const struct told_tally *match = &told->tallies[cell->tally];
	const struct tally *then = told->issue.tallies.items[cell->tally];
	struct tally_place place = { { 0 } };
	if (match->now < 0 || match->then_node == 0 ||
	    cell->place.nodes[match->period] != match->then_node)
		return;
	for (size_t d = 0; d < then->dimension_count; d++) {
		place.nodes[d] = match->nodes[d][cell->place.nodes[d]];
		if (place.nodes[d] == NOWHERE)
			return;
	}
	figures_set(to, arena, (size_t)match->now, place, figure);
}

/* What the seal does not have was nothing then. */
static void
cell_clear(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	const struct putting *p = context;
	(void)figure;
	if (p->match->now_node != 0 &&
	    place.nodes[p->match->period] == p->match->now_node)
		figures_set(p->to, p->arena, tally, place,
		    (struct figure){ .state = FIGURE_ZERO });
}

/* What it told the readers of this edition; NULL: nothing. */
static const struct issue_edition *
told_edition(const struct told *told, const struct issue_edition *now)
{
	for (size_t i = 0; i < told->issue.edition_count; i++) {
		const struct issue_edition *then = &told->issue.editions[i];
		if (then->open != NULL && strcmp(then->id, now->id) == 0 &&
		    strcmp(then->audience, now->audience) == 0)
			return then;
	}
	return NULL;
}

/* Did a later seal of the same period tell them? */
static bool
is_replaced(const struct told_list *list, const struct told *told,
    const struct issue_edition *now, const char *as_of)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct seal *other = list->items[i].seal;
		if (strcmp(other->period, told->seal->period) == 0 &&
		    other->version > told->seal->version &&
		    strcmp(other->as_of, as_of) <= 0 &&
		    told_edition(&list->items[i], now) != NULL)
			return true;
	}
	return false;
}

static void
told_put(const struct told *told, const struct issue_edition *edition,
    const struct figures *from, struct figures *to, struct arena *arena)
{
	for (size_t t = 0; t < told->issue.tallies.count; t++) {
		struct putting p = { arena, &told->tallies[t], to };
		if (p.match->now >= 0 && p.match->then_node != 0)
			figures_each(from, (size_t)p.match->now, arena,
			    cell_clear, &p);
	}
	for (size_t i = 0; i < edition->count; i++)
		cell_put(told, &edition->withheld[i],
		    (struct figure){ .state = FIGURE_WITHHELD }, to, arena);
	for (size_t i = 0; i < edition->open_count; i++)
		cell_put(told, &edition->open[i].cell,
		    (struct figure){ FIGURE_OPEN, edition->open[i].value },
		    to, arena);
}

static void
cell_copy(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	const struct putting *p = context;
	figures_set(p->to, p->arena, tally, place, figure);
}

/* With room to say what is sealed. */
static struct figures *
figures_copy(struct figures *from, size_t room, struct arena *arena)
{
	struct figures *to = figures_new(arena, from->tallies);
	struct putting p = { .arena = arena, .to = to };
	to->sealed = ARENA_ARRAY(arena, struct figures_sealed, room);
	for (size_t t = 0; t < from->tallies.count; t++)
		figures_each(from, t, arena, cell_copy, &p);
	return to;
}

/* Editions may say so: no part of the corpus. */
static void
sealed_add(struct figures *figures, struct arena *arena, const char *period,
    const char *day)
{
	figures->sealed[figures->sealed_count++] = (struct figures_sealed){
		arena_string(arena, period), arena_string(arena, day) };
}

/* Of one edition; the guard's own when nothing is sealed. */
static struct figures *
figures_show(const struct figures_release *release, size_t number,
    const struct told_list *list, const char *anew, struct arena *arena)
{
	const struct issue_edition *now =
	    &release->report.issue->editions[number];
	const char *as_of = release->guarding.as_of;
	struct figures *from = release->guarded[number], *to = NULL;
	if (list->count == 0 && anew == NULL)
		return from;
	to = figures_copy(from, list->count + 1, arena);
	for (size_t i = 0; i < list->count; i++) {
		const struct told *told = &list->items[i];
		const struct issue_edition *edition = told_edition(told, now);
		if (edition == NULL || strcmp(told->seal->as_of, as_of) > 0 ||
		    (anew != NULL && strcmp(told->seal->period, anew) == 0) ||
		    is_replaced(list, told, now, as_of))
			continue;
		told_put(told, edition, from, to, arena);
		sealed_add(to, arena, told->seal->period, told->seal->as_of);
	}
	if (anew != NULL)
		sealed_add(to, arena, anew, as_of);
	return to;
}

/*
 * Which figures were open depended on what had been told before, and that need
 * not be at hand: the seal says it.
 */
static void
figures_pin(struct figures_release *release, const struct told *told,
    struct arena *arena)
{
	for (size_t e = 0; e < told->issue.edition_count; e++) {
		const struct guard_outcome *now =
		    &release->report.editions[e];
		const struct issue_edition *then = &told->issue.editions[e];
		struct figures *pinned = figures_new(
		    arena, release->guarded[e]->tallies);
		for (size_t i = 0; i < now->count; i++)
			figures_set(pinned, arena, now->cells[i].tally,
			    now->cells[i].place,
			    (struct figure){ FIGURE_OPEN,
				now->cells[i].value });
		for (size_t i = 0; i < then->count; i++)
			figures_set(pinned, arena, then->withheld[i].tally,
			    then->withheld[i].place,
			    (struct figure){ .state = FIGURE_WITHHELD });
		release->guarded[e] = pinned;
	}
}

/* Its tallies and editions have the numbers of now: it is of this commit. */
static const struct told *
told_of(const struct told_list *list, const struct seal *seal,
    const struct figures_release *release)
{
	const struct issue *now = release->report.whole;
	for (size_t i = 0; seal != NULL && i < list->count; i++)
		if (list->items[i].seal == seal &&
		    list->items[i].issue.tallies.count ==
			now->tallies.count &&
		    list->items[i].issue.edition_count == now->edition_count)
			return &list->items[i];
	return NULL;
}

int
figures_release(struct figures_release *release, struct site_run *run,
    struct figures_wish wish)
{
	struct arena *arena = run->arena;
	struct told_list told;
	size_t count = site_editions(wish.corpus->site);
	*release = (struct figures_release){ .guarded = NULL };
	if (told_read(&told, wish.corpus, arena, &run->diags) != 0)
		return -1;
	issues_join(&release->earlier, &told, &wish, arena);
	release->guarding = (struct guarding){ wish.corpus, wish.policy,
		run->tallies, run->as_of, &release->earlier, &run->diags,
		run->jobs, wish.anew != NULL || wish.again != NULL };
	release->guarded =
	    guard_release(arena, &release->guarding, &release->report);
	if (release->guarded == NULL)
		return -1;
	const struct told *again = told_of(&told, wish.again, release);
	if (again != NULL)
		figures_pin(release, again, arena);
	for (size_t i = 0; i < told.count; i++)
		told_match(&told.items[i], &run->tallies->list, arena);
	release->shown = ARENA_ARRAY(arena, struct figures *, count);
	for (size_t e = 0; e < count; e++)
		release->shown[e] =
		    figures_show(release, e, &told, wish.anew, arena);
	return 0;
}

int
figures_look(struct figures_release *release, struct site_run *run,
    const char *output, struct figures_wish wish)
{
	struct issues_file kept;
	if (output == NULL)
		return figures_release(release, run, wish);
	if (issues_look(&kept, run->arena, output, &run->sources,
		&run->diags) != 0)
		return -1;
	wish.published = &kept.issues;
	return figures_release(release, run, wish);
}

/* ---- into a seal ---- */

struct collecting {
	size_t dimension; /* that is the period, in the tally at hand */
	uint32_t node;    /* what is collected of it */
	struct issue_figure *items;
	size_t count, capacity;
	struct arena *arena;
};

static void
cell_collect(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	struct collecting *c = context;
	if (figure.state != FIGURE_OPEN ||
	    place.nodes[c->dimension] != c->node)
		return;
	ARENA_ROOM(c->arena, c->items, c->count, c->capacity);
	c->items[c->count++] = (struct issue_figure){
		{ (uint32_t)tally, place }, figure.value };
}

static void
tally_collect(struct collecting *c, const struct figures *figures,
    size_t number, const char *period)
{
	const struct tally *tally = figures->tallies.items[number];
	long dimension = period_dimension(tally);
	if (dimension < 0)
		return;
	c->dimension = (size_t)dimension;
	c->node = period_node(tally->dimensions[dimension], period);
	if (c->node != 0)
		figures_each(figures, number, c->arena, cell_collect, c);
}

void
figures_put_sealed(struct buf *buf, struct arena *arena,
    const struct figures_release *release, const char *period,
    const bool *sealed)
{
	const struct guard_salting *salting = guard_salting_make(
	    arena, release->guarding.corpus, release->earlier.salt, "");
	struct issue issue =
	    *guard_issue_salted(arena, salting, release->report.whole);
	struct issue_edition *editions = ARENA_ARRAY(
	    arena, struct issue_edition, issue.edition_count);
	for (size_t e = 0; e < issue.edition_count; e++) {
		struct figures *figures = release->guarded[e];
		struct collecting c = {
			.items = ARENA_ARRAY(arena, struct issue_figure, 1),
			.capacity = 1,
			.arena = arena };
		editions[e] = issue.editions[e];
		if (!sealed[e])
			continue;
		for (size_t t = 0; t < figures->tallies.count; t++)
			tally_collect(&c, figures, t, period);
		editions[e].open = c.items;
		editions[e].open_count = c.count;
	}
	issue.editions = editions;
	buf_puts(buf, "figures:\n");
	issue_put_text(buf, "    as-of", issue.as_of);
	issue_put(buf, &issue);
}
