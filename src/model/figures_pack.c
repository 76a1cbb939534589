#include "base/pack.h"
#include "model/figures.h"
#include "model/programme.h"

/* ---- writing ---- */

/* Those that the tallies count by, each once: tallies share them. */
struct dimension_list {
	const struct tally_dimension **items;
	size_t count, capacity;
};

static size_t
dimension_number(struct dimension_list *list, struct arena *scratch,
    const struct tally_dimension *dimension)
{
	size_t i = 0;
	while (i < list->count && list->items[i] != dimension)
		i++;
	if (i == list->count) {
		ARENA_ROOM(scratch, list->items, list->count, list->capacity);
		list->items[list->count++] = dimension;
	}
	return i;
}

static void
dimension_put(struct buf *out, const struct tally_dimension *dimension)
{
	pack_text(out, text_of(dimension->id));
	pack_text(out, text_of(dimension->name));
	pack_number(out, dimension->axis);
	if (dimension->axis == AXIS_TERMS)
		pack_number(out, dimension->vocabulary);
	else if (dimension->axis == AXIS_ORGANISATION)
		pack_number(out, (uint64_t)dimension->level);
	pack_bool(out, dimension->sensitive);
	pack_number(out, dimension->node_count);
	for (uint32_t i = 0; i < dimension->node_count; i++) {
		const struct tally_node *node = &dimension->nodes[i];
		pack_text(out, text_of(node->id));
		pack_text(out, text_of(node->name));
		pack_number(out, node->parent);
		pack_bool(out, node->itself);
	}
}

static void
dimensions_put(struct buf *out, struct dimension_list *list,
    struct arena *scratch, const struct tally_list *tallies)
{
	for (size_t i = 0; i < tallies->count; i++)
		for (size_t d = 0; d < tallies->items[i]->dimension_count; d++)
			dimension_number(list, scratch,
			    tallies->items[i]->dimensions[d]);
	pack_number(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		dimension_put(out, list->items[i]);
}

static void
tally_put(struct buf *out, struct dimension_list *list, struct arena *scratch,
    const struct tally *tally)
{
	pack_text(out, text_of(tally->name));
	pack_text(out, text_of(tally->title));
	pack_text(out, text_of(tally->of));
	pack_number(out, tally->dimension_count);
	for (size_t d = 0; d < tally->dimension_count; d++)
		pack_number(out,
		    dimension_number(list, scratch, tally->dimensions[d]));
	pack_number(out, tally->minimum);
	pack_number(out, tally->most);
	pack_text(out, text_of(tally->day));
	pack_span(out, tally->span);
}

struct cells_putting {
	struct buf *out;
	size_t dimensions, count;
};

/* What is withheld has no value here, whatever the cell holds. */
static void
cell_put(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	struct cells_putting *p = context;
	(void)tally;
	for (size_t d = 0; d < p->dimensions; d++)
		pack_number(p->out, place.nodes[d]);
	pack_bool(p->out, figure.state == FIGURE_OPEN);
	if (figure.state == FIGURE_OPEN)
		pack_number(p->out, figure.value);
	p->count++;
}

static void
cells_put(struct buf *out, struct arena *scratch,
    const struct figures *figures, size_t tally)
{
	struct buf cells = BUF_INIT;
	struct cells_putting p = { &cells,
		figures->tallies.items[tally]->dimension_count, 0 };
	figures_each(figures, tally, scratch, cell_put, &p);
	pack_number(out, p.count);
	buf_putt(out, buf_text(&cells));
	buf_free(&cells);
}

void
figures_pack(struct buf *out, const struct figures *figures)
{
	const struct tally_list *tallies = &figures->tallies;
	struct arena *scratch = arena_new();
	struct dimension_list list = { 0 };
	dimensions_put(out, &list, scratch, tallies);
	pack_number(out, tallies->count);
	for (size_t i = 0; i < tallies->count; i++)
		tally_put(out, &list, scratch, tallies->items[i]);
	pack_number(out, figures->sealed_count);
	for (size_t i = 0; i < figures->sealed_count; i++) {
		pack_text(out, text_of(figures->sealed[i].period));
		pack_text(out, text_of(figures->sealed[i].day));
	}
	for (size_t i = 0; i < tallies->count; i++)
		cells_put(out, scratch, figures, i);
	arena_free(scratch);
}

/* ---- reading ---- */

struct reading {
	struct unpack *from;
	struct arena *arena;
	const struct programme *programme;
	struct tally_dimension *dimensions;
	size_t dimension_count;
};

static const char *
string_read(struct reading *r)
{
	return unpack_text(r->from).at;
}

/* Node 0 is its own parent, every other one has one before it. */
static void
nodes_read(struct reading *r, struct tally_dimension *dimension)
{
	size_t count = unpack_count(r->from);
	if (count == 0 || count > UINT32_MAX) {
		r->from->failed = true;
		return;
	}
	dimension->nodes = ARENA_ARRAY(r->arena, struct tally_node, count);
	table_reserve(&dimension->node_ids, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		struct tally_node *node = &dimension->nodes[i];
		node->id = string_read(r);
		node->name = string_read(r);
		node->parent =
		    (uint32_t)unpack_index(r->from, i == 0 ? 1 : i);
		node->itself = unpack_bool(r->from);
		if (i > 0 && !node->itself)
			table_add(
			    &dimension->node_ids, text_of(node->id), node);
	}
	dimension->node_count = (uint32_t)count;
}

static void
dimension_read(struct reading *r, struct tally_dimension *dimension)
{
	size_t levels = r->programme->terms[VOCABULARY_LEVEL].count;
	table_init(&dimension->node_ids, r->arena);
	dimension->id = string_read(r);
	dimension->name = string_read(r);
	dimension->axis =
	    (enum tally_axis)unpack_index(r->from, AXIS_WORDS + 1);
	if (dimension->axis == AXIS_TERMS)
		dimension->vocabulary =
		    (enum vocabulary)unpack_index(r->from, VOCABULARY__MAX);
	else if (dimension->axis == AXIS_ORGANISATION)
		dimension->level = (int)unpack_index(r->from, levels);
	dimension->sensitive = unpack_bool(r->from);
	nodes_read(r, dimension);
}

static void
dimensions_read(struct reading *r)
{
	size_t count = unpack_count(r->from);
	r->dimensions = ARENA_ARRAY(r->arena, struct tally_dimension, count);
	for (size_t i = 0; i < count && !r->from->failed; i++)
		dimension_read(r, &r->dimensions[i]);
	r->dimension_count = count;
}

static void
tally_read(struct reading *r, struct tally *tally)
{
	tally->name = string_read(r);
	tally->title = string_read(r);
	tally->of = string_read(r);
	size_t count = unpack_index(r->from, TALLY_DIMENSIONS_MOST + 1);
	for (size_t d = 0; d < count; d++)
		tally->dimensions[d] = &r->dimensions[unpack_index(
		    r->from, r->dimension_count)];
	tally->dimension_count = count;
	tally->minimum = (unsigned)unpack_index(r->from, UINT32_MAX);
	tally->most = (unsigned)unpack_index(r->from, UINT32_MAX);
	tally->day = string_read(r);
	tally->span = unpack_span(r->from);
}

static struct tally_list
tallies_read(struct reading *r)
{
	size_t count = unpack_count(r->from);
	struct tally *all = ARENA_ARRAY(r->arena, struct tally, count);
	const struct tally **items =
	    ARENA_ARRAY(r->arena, const struct tally *, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		tally_read(r, &all[i]);
		items[i] = &all[i];
	}
	return (struct tally_list){ items, count };
}

static void
sealed_read(struct reading *r, struct figures *figures)
{
	size_t count = unpack_count(r->from);
	figures->sealed =
	    ARENA_ARRAY(r->arena, struct figures_sealed, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		figures->sealed[i].period = string_read(r);
		figures->sealed[i].day = string_read(r);
	}
	figures->sealed_count = count;
}

static void
cell_read(struct reading *r, struct figures *figures, size_t tally)
{
	const struct tally *of = figures->tallies.items[tally];
	struct tally_place place = { { 0 } };
	struct figure figure = { .state = FIGURE_WITHHELD };
	for (size_t d = 0; d < of->dimension_count; d++)
		place.nodes[d] = (uint32_t)unpack_index(
		    r->from, of->dimensions[d]->node_count);
	if (unpack_bool(r->from)) {
		figure.state = FIGURE_OPEN;
		figure.value = unpack_number(r->from);
	}
	if (!r->from->failed)
		figures_set(figures, r->arena, tally, place, figure);
}

struct figures *
figures_unpack(struct unpack *from, struct arena *arena,
    const struct programme *programme)
{
	struct reading r = { .from = from,
		.arena = arena,
		.programme = programme };
	dimensions_read(&r);
	struct tally_list tallies = tallies_read(&r);
	if (from->failed)
		return NULL;
	struct figures *figures = figures_new(arena, tallies);
	sealed_read(&r, figures);
	for (size_t i = 0; i < tallies.count && !from->failed; i++)
		for (size_t n = unpack_count(from); n > 0 && !from->failed; n--)
			cell_read(&r, figures, i);
	return from->failed ? NULL : figures;
}
