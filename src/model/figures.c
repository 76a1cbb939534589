#include "model/figures.h"

#include <stdlib.h>
#include "base/diag.h"
#include "base/lang.h"

struct figure_cells {
	struct table by_place; /* the place's bytes → struct cell * */
	struct cell *first, *last;
	size_t count;
};

struct cell {
	struct cell *next;
	struct tally_place place;
	struct figure figure;
};

struct figures *
figures_new(struct arena *arena, struct tally_list tallies)
{
	struct figures *figures = ARENA_NEW(arena, struct figures);
	figures->tallies = tallies;
	figures->cells =
	    ARENA_ARRAY(arena, struct figure_cells, tallies.count);
	for (size_t i = 0; i < tallies.count; i++)
		table_init(&figures->cells[i].by_place, arena);
	return figures;
}

void
figures_set(struct figures *figures, struct arena *arena, size_t tally,
    struct tally_place place, struct figure figure)
{
	struct figure_cells *cells = &figures->cells[tally];
	struct cell *cell = table_get(&cells->by_place, tally_place_key(&place));
	if (cell == NULL) {
		cell = ARENA_NEW(arena, struct cell);
		cell->place = place;
		table_add(&cells->by_place, tally_place_key(&cell->place), cell);
		if (cells->last != NULL)
			cells->last->next = cell;
		else
			cells->first = cell;
		cells->last = cell;
		cells->count++;
	}
	cell->figure = figure;
}

struct figure
figures_get(const struct figures *figures, size_t tally,
    struct tally_place place)
{
	const struct cell *cell =
	    table_get(&figures->cells[tally].by_place, tally_place_key(&place));
	return cell != NULL ? cell->figure
			    : (struct figure){ .state = FIGURE_ZERO };
}

void
tally_place_words(struct buf *out, const struct tally *tally,
    const struct tally_place *place)
{
	const char *between = "";
	for (size_t i = 0; i < tally->dimension_count; i++) {
		if (place->nodes[i] == 0)
			continue;
		const struct tally_node *node =
		    &tally->dimensions[i]->nodes[place->nodes[i]];
		buf_printf(out, "%s%s", between, node->name);
		between = " · ";
	}
	if (*between == '\0')
		buf_puts(out, _("all"));
}

int
tally_place_compare(const struct tally_place *a, const struct tally_place *b)
{
	for (size_t i = 0; i < TALLY_DIMENSIONS_MOST; i++)
		if (a->nodes[i] != b->nodes[i])
			return a->nodes[i] < b->nodes[i] ? -1 : 1;
	return 0;
}

static int
cell_compare(const void *a, const void *b)
{
	return tally_place_compare(&(*(struct cell *const *)a)->place,
	    &(*(struct cell *const *)b)->place);
}

void
figures_each(const struct figures *figures, size_t tally,
    struct arena *scratch, figures_visit *visit, void *context)
{
	const struct figure_cells *cells = &figures->cells[tally];
	const struct cell **sorted =
	    ARENA_ARRAY(scratch, const struct cell *, cells->count);
	size_t n = 0;
	for (const struct cell *c = cells->first; c != NULL; c = c->next)
		if (c->figure.state != FIGURE_ZERO)
			sorted[n++] = c;
	if (n > 1)
		qsort(sorted, n, sizeof(*sorted), cell_compare);
	for (size_t i = 0; i < n; i++)
		visit(context, tally, sorted[i]->place, sorted[i]->figure);
}

long
tally_find(const struct tally_list *tallies, const char *name)
{
	for (size_t i = 0; i < tallies->count; i++)
		if (strcmp(tallies->items[i]->name, name) == 0)
			return (long)i;
	return -1;
}

long
tally_node_find(const struct tally_dimension *dimension, struct text id)
{
	if (id.len == 0)
		return 0;
	const struct tally_node *node = table_get(&dimension->node_ids, id);
	return node == NULL ? -1 : (long)(node - dimension->nodes);
}
