#include "cmd/figures.h"

#include "cmd/issue_text.h"
#include "scope/guard_issue.h"

/* What a seal told. */
struct told {
	const struct seal *seal;
	struct issue issue;
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
	size_t at = issues->count++;
	for (; at > 0 &&
	     strcmp(issues->items[at - 1].as_of, issue->as_of) > 0;
	     at--)
		issues->items[at] = issues->items[at - 1];
	issues->items[at] = *issue;
}

/* In a seal names are under no salt: records lie beside it. */
static void
issues_join(struct issues *all, const struct told_list *told,
    const struct figures_wish *wish, struct arena *arena)
{
	const struct issues *published = wish->published;
	*all = (struct issues){ .salt = "" };
	if (published != NULL)
		memcpy(all->salt, published->salt, sizeof(all->salt));
	for (size_t i = 0; i < told->count; i++) {
		if (told->items[i].seal == wish->again)
			continue;
		const struct issue *issue =
		    guard_issue_kept(arena, &told->items[i].issue);
		if (*all->salt != '\0')
			issue = guard_issue_salted(
			    arena, wish->corpus, issue, "", all->salt);
		if (issue->tallies.count > 0 && !is_among(published, issue) &&
		    !is_among(all, issue))
			issue_add(all, arena, issue);
	}
	for (size_t i = 0; published != NULL && i < published->count; i++)
		issue_add(all, arena, &published->items[i]);
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

/* The period's node in it; 0: the tally does not tell periods apart. */
static uint32_t
period_node(const struct tally *tally, const char *period)
{
	long d = period_dimension(tally);
	for (uint32_t n = 1; d >= 0 && n < tally->dimensions[d]->node_count; n++)
		if (strcmp(tally->dimensions[d]->nodes[n].id, period) == 0)
			return n;
	return 0;
}

static bool
is_of_period(const struct tally *tally, const struct tally_place *place,
    const char *period)
{
	uint32_t node = period_node(tally, period);
	return node != 0 && place->nodes[period_dimension(tally)] == node;
}

/* One tally of a seal, put into the figures of one edition. */
struct putting {
	struct arena *arena;
	const struct told *told;
	const struct issue_edition *edition;
	uint32_t then; /* the tally's number in the seal */
	long now;
	const uint32_t *nodes[TALLY_DIMENSIONS_MOST];
	struct figures *from, *to;
};

static void
cell_put(const struct putting *p, const struct issue_cell *cell,
    struct figure figure)
{
	const struct tally *tally =
	    p->told->issue.tallies.items[p->then];
	struct tally_place place = { { 0 } };
	if (cell->tally != p->then ||
	    !is_of_period(tally, &cell->place, p->told->seal->period))
		return;
	for (size_t d = 0; d < tally->dimension_count; d++) {
		place.nodes[d] = p->nodes[d][cell->place.nodes[d]];
		if (place.nodes[d] == NOWHERE)
			return;
	}
	figures_set(p->to, p->arena, (size_t)p->now, place, figure);
}

/* What the seal does not have was nothing then. */
static void
cell_clear(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	const struct putting *p = context;
	(void)figure;
	if (is_of_period(
		p->from->tallies.items[tally], &place, p->told->seal->period))
		figures_set(p->to, p->arena, tally, place,
		    (struct figure){ .state = FIGURE_ZERO });
}

static void
tally_put(struct putting *p)
{
	const struct issue_edition *e = p->edition;
	const struct tally *then = p->told->issue.tallies.items[p->then];
	const struct tally *now = p->from->tallies.items[p->now];
	for (size_t d = 0; d < then->dimension_count; d++)
		p->nodes[d] = nodes_match(
		    p->arena, then->dimensions[d], now->dimensions[d]);
	figures_each(
	    p->from, (size_t)p->now, p->arena, cell_clear, p);
	for (size_t i = 0; i < e->count; i++)
		cell_put(p, &e->withheld[i],
		    (struct figure){ .state = FIGURE_WITHHELD });
	for (size_t i = 0; i < e->open_count; i++)
		cell_put(p, &e->open[i].cell,
		    (struct figure){ FIGURE_OPEN, e->open[i].value });
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
    struct figures *from, struct figures *to, struct arena *arena)
{
	struct putting p = { .arena = arena, .told = told, .edition = edition,
		.from = from, .to = to };
	for (; p.then < told->issue.tallies.count; p.then++) {
		const struct tally *then = told->issue.tallies.items[p.then];
		p.now = tally_match(&from->tallies, then);
		if (p.now >= 0 && period_node(then, told->seal->period) != 0)
			tally_put(&p);
	}
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
		const struct guarded_edition *now =
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
	release->shown = ARENA_ARRAY(arena, struct figures *, count);
	for (size_t e = 0; e < count; e++)
		release->shown[e] =
		    figures_show(release, e, &told, wish.anew, arena);
	return 0;
}

/* ---- into a seal ---- */

struct collecting {
	const char *period;
	const struct tally_list *tallies;
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
	    !is_of_period(c->tallies->items[tally], &place, c->period))
		return;
	ARENA_ROOM(c->arena, c->items, c->count, c->capacity);
	c->items[c->count++] = (struct issue_figure){
		{ (uint32_t)tally, place }, figure.value };
}

void
figures_put_sealed(struct buf *buf, struct arena *arena,
    const struct figures_release *release, const char *period,
    const bool *sealed)
{
	const struct issues *earlier = &release->earlier;
	const struct corpus *corpus = release->guarding.corpus;
	struct issue issue = *guard_issue_salted(
	    arena, corpus, release->report.whole, earlier->salt, "");
	struct issue_edition *editions = ARENA_ARRAY(
	    arena, struct issue_edition, issue.edition_count);
	for (size_t e = 0; e < issue.edition_count; e++) {
		struct figures *figures = release->guarded[e];
		struct collecting c = { .period = period,
			.tallies = &figures->tallies,
			.items = ARENA_ARRAY(arena, struct issue_figure, 1),
			.capacity = 1,
			.arena = arena };
		editions[e] = issue.editions[e];
		if (!sealed[e])
			continue;
		for (size_t t = 0; t < figures->tallies.count; t++)
			figures_each(figures, t, arena, cell_collect, &c);
		editions[e].open = c.items;
		editions[e].open_count = c.count;
	}
	issue.editions = editions;
	buf_puts(buf, "figures:\n");
	issue_put_text(buf, "    as-of", issue.as_of);
	issue_put(buf, &issue);
}
