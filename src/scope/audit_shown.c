#include "scope/audit_parts.h"

/* The tables of one issue, by their tallies' numbers. */
static const struct audit_table **
tables_of(const struct audit_system *s, struct arena *scratch, size_t layer)
{
	const struct audit_table **tables =
	    ARENA_ARRAY(scratch, const struct audit_table *,
		s->given->layers[layer].tallies.count);
	for (size_t i = 0; i < s->table_count; i++)
		if (s->tables[i].layer == layer)
			tables[s->tables[i].number] = &s->tables[i];
	return tables;
}

/* ---- now ---- */

static void
false_add(const struct audit_system *s, const struct audit_release *release,
    const struct audit_table *table, struct tally_place place, uint64_t value,
    uint64_t told)
{
	struct audit *a = s->audit;
	ARENA_ROOM(s->results, a->faults, a->count, a->room);
	a->faults[a->count++] = (struct audit_fault){ .kind = AUDIT_FALSE,
		.reader = (size_t)release->edition,
		.edition = release->edition, .layer = release->layer,
		.tally = table->number, .place = place, .value = value,
		.told = told };
}

struct counting {
	const struct audit_system *system;
	const struct audit_release *release;
	const struct audit_table *table;
};

/* What is told of places where nobody counts anything is looked for here. */
static void
figure_count(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	const struct counting *c = context;
	const struct audit_table *table = c->table;
	(void)tally;
	c->system->audit->released += figure.state == FIGURE_OPEN;
	c->system->audit->withheld += figure.state == FIGURE_WITHHELD;
	uint32_t cell = audit_cell_at(c->system, table, &place);
	if (figure.state == FIGURE_OPEN && figure.value > 0 &&
	    (cell == AUDIT_NONE ||
		c->system->owner[audit_now(c->system) + cell] == NULL))
		false_add(c->system, c->release, table, place, 0,
		    figure.value);
}

/* One table shows it: it is shown. */
static void
now_show(const struct audit_system *s, struct audit_release *release,
    const struct audit_table *table)
{
	const struct figures *figures =
	    s->task->figures[(size_t)release->edition];
	for (size_t p = 0; p < table->place_count; p++) {
		const struct audit_place *at = &table->places[p];
		struct figure figure =
		    figures_get(figures, table->number, at->place);
		uint64_t told =
		    figure.state == FIGURE_OPEN ? figure.value : 0;
		uint64_t value = s->value[audit_now(s) + at->cell];
		if (figure.state == FIGURE_WITHHELD)
			continue;
		release->shown[at->cell] = true;
		if (told != value)
			false_add(s, release, table, at->place, value, told);
	}
}

static void
now_make(const struct audit_system *s, struct audit_release *release)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < s->table_count; i++) {
		struct counting counting = { s, release, &s->tables[i] };
		if (s->tables[i].layer != release->layer)
			continue;
		figures_each(s->task->figures[(size_t)release->edition],
		    s->tables[i].number, scratch, figure_count, &counting);
		now_show(s, release, &s->tables[i]);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

/* ---- earlier ---- */

static void
past_make(const struct audit_system *s, struct audit_release *release,
    const struct guard_past *past)
{
	struct arena *scratch = arena_new();
	const struct audit_table **tables =
	    tables_of(s, scratch, release->layer);
	/* How many tables show it. */
	uint32_t *showing = ARENA_ARRAY(scratch, uint32_t, s->cell_count);
	for (size_t i = 0; i < s->table_count; i++)
		for (size_t p = 0; p < s->tables[i].place_count; p++)
			showing[s->tables[i].places[p].cell] +=
			    s->tables[i].layer == release->layer;
	for (size_t i = 0; i < past->count; i++) {
		const struct issue_cell *w = &past->withheld[i];
		uint32_t cell = tables[w->tally] == NULL
		    ? AUDIT_NONE
		    : audit_cell_at(s, tables[w->tally], &w->place);
		if (cell != AUDIT_NONE && showing[cell] > 0)
			showing[cell]--;
	}
	for (size_t c = 0; c < s->cell_count; c++)
		release->shown[c] = showing[c] > 0;
	arena_free(scratch);
}

/* ---- groups ---- */

static uint32_t
group_of(struct audit_release *release, uint32_t cell)
{
	while (release->group[cell] != cell) {
		release->group[cell] = release->group[release->group[cell]];
		cell = release->group[cell];
	}
	return cell;
}

/* Two rings that change what follows are one. */
static void
groups_join(struct audit_release *release, uint32_t a, uint32_t b)
{
	uint32_t one = group_of(release, a), two = group_of(release, b);
	if (one == two)
		return;
	uint32_t next = release->mate[one];
	release->group[two] = one;
	release->mate[one] = release->mate[two];
	release->mate[two] = next;
}

static void
groups_make(const struct audit_system *s, struct audit_release *release)
{
	size_t first = release->layer * s->cell_count;
	release->group = ARENA_ARRAY(s->arena, uint32_t, s->cell_count);
	release->mate = ARENA_ARRAY(s->arena, uint32_t, s->cell_count);
	for (uint32_t c = 0; c < s->cell_count; c++)
		release->group[c] = release->mate[c] = c;
	for (size_t sum = 0; sum < s->sum_count; sum++) {
		uint32_t met = AUDIT_NONE;
		for (uint32_t i = s->starts[sum]; i < s->starts[sum + 1]; i++) {
			size_t cell = s->members[i] - first;
			if (s->members[i] < first || cell >= s->cell_count ||
			    release->shown[cell])
				continue;
			if (met != AUDIT_NONE)
				groups_join(release, met, (uint32_t)cell);
			met = (uint32_t)cell;
		}
	}
	for (uint32_t c = 0; c < s->cell_count; c++)
		release->group[c] = group_of(release, c);
}

/* ---- all of it ---- */

void
audit_releases_make(struct audit_system *s)
{
	const struct guard_task *given = s->given;
	size_t most = given->editions;
	for (size_t l = 0; l + 1 < given->layer_count; l++)
		most += given->layers[l].past_count;
	s->releases = ARENA_ARRAY(s->arena, struct audit_release, most);
	for (size_t l = 0; l < given->layer_count; l++) {
		bool now = l + 1 == given->layer_count;
		const struct guard_layer *layer = &given->layers[l];
		size_t count = now ? given->editions : layer->past_count;
		for (size_t e = 0; e < count; e++) {
			if (!now && layer->pasts[e].gone)
				continue;
			struct audit_release *r =
			    &s->releases[s->release_count++];
			*r = (struct audit_release){ .layer = l,
				.edition = now ? (long)e
					       : layer->pasts[e].edition,
				.shown = ARENA_ARRAY(
				    s->arena, bool, s->cell_count) };
			if (now)
				now_make(s, r);
			else
				past_make(s, r, &layer->pasts[e]);
			if (given->layer_count == 1 && s->task->most > 0)
				groups_make(s, r);
		}
	}
}

void
audit_place_find(const struct audit_system *s, struct audit_fault *fault,
    uint32_t cell, bool shown)
{
	bool now = fault->layer + 1 == s->given->layer_count;
	for (size_t i = 0; i < s->table_count; i++) {
		const struct audit_table *table = &s->tables[i];
		if (table->layer != fault->layer)
			continue;
		for (size_t p = 0; p < table->place_count; p++) {
			const struct audit_place *at = &table->places[p];
			if (at->cell != cell)
				continue;
			fault->tally = table->number;
			fault->place = at->place;
			if (!now || fault->edition < 0 || shown ==
				(figures_get(s->task->figures[fault->edition],
				     table->number, at->place)
					.state != FIGURE_WITHHELD))
				return;
		}
	}
}
