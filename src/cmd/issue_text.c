#include "cmd/issue_text.h"

#include <stdlib.h>
#include "base/diag.h"
#include "base/lang.h"
#include "model/rules.h"

/* ---- writing ---- */

static const char *const axes[] = {
	[AXIS_TERMS] = "terms",
	[AXIS_ORGANISATION] = "organisation",
	[AXIS_STATE] = "state",
	[AXIS_WORDS] = "words",
};
#define AXES (sizeof(axes) / sizeof(*axes))

void
issue_put_text(struct buf *buf, const char *key, const char *text)
{
	buf_printf(buf, "%s: ", key);
	value_put_json_text(buf, text_of(text));
	buf_putc(buf, '\n');
}

static void
place_put(struct buf *buf, uint32_t tally, const struct tally_place *place)
{
	buf_printf(buf, "%u", (unsigned)tally);
	for (size_t i = 0; i < TALLY_DIMENSIONS_MOST; i++)
		buf_printf(buf, " %u", (unsigned)place->nodes[i]);
}

static void
dimension_put(struct buf *buf, const struct tally_dimension *dimension)
{
	issue_put_text(buf, "      - id", dimension->id);
	buf_printf(buf,
	    "        axis: %s\n        level: %d\n        sensitive: %d\n"
	    "        nodes:\n",
	    axes[dimension->axis], dimension->level, dimension->sensitive);
	for (uint32_t n = 1; n < dimension->node_count; n++) {
		const struct tally_node *node = &dimension->nodes[n];
		buf_printf(buf, "          - \"%u %d \" ",
		    (unsigned)node->parent, node->itself);
		buf->len -= 2; /* the id goes on in the same quotes */
		struct buf id = BUF_INIT;
		value_put_json_text(&id, text_of(node->id));
		buf_put(buf, id.at + 1, id.len - 1);
		buf_free(&id);
		buf_putc(buf, '\n');
	}
}

static void
tally_put(struct buf *buf, const struct issue *issue, const struct tally *tally)
{
	issue_put_text(buf, "      - name", tally->name);
	issue_put_text(buf, "        of", tally->of);
	buf_printf(buf, "        minimum: %u\n        most: %u\n"
			"        dimensions: \"",
	    tally->minimum, tally->most);
	for (size_t d = 0; d < tally->dimension_count; d++)
		for (size_t i = 0; i < issue->dimension_count; i++)
			if (issue->dimensions[i] == tally->dimensions[d])
				buf_printf(buf, "%zu ", i);
	buf_puts(buf, "\"\n");
}

static void
entry_put(struct buf *buf, const struct issue *issue,
    const struct issue_entry *entry)
{
	buf_puts(buf, "      ");
	place_put(buf, entry->tally, &entry->place);
	buf_printf(buf, " %u %016llx %016llx", (unsigned)entry->amount,
	    (unsigned long long)entry->subject,
	    (unsigned long long)entry->record);
	for (size_t w = 0; w < issue_known_words(issue); w++)
		buf_printf(
		    buf, " %llx", (unsigned long long)entry->known[w]);
	buf_putc(buf, '\n');
}

static void
open_put(struct buf *buf, const struct issue_edition *edition)
{
	buf_puts(buf, "        open: |\n");
	for (size_t i = 0; i < edition->open_count; i++) {
		const struct issue_figure *figure = &edition->open[i];
		buf_puts(buf, "          ");
		place_put(buf, figure->cell.tally, &figure->cell.place);
		buf_printf(buf, " %llu\n", (unsigned long long)figure->value);
	}
}

void
issue_put(struct buf *buf, const struct issue *issue)
{
	buf_printf(buf, "    lost: %zu\n    weak: %zu\n    dimensions:\n",
	    issue->lost, issue->weak);
	for (size_t i = 0; i < issue->dimension_count; i++)
		dimension_put(buf, issue->dimensions[i]);
	buf_puts(buf, "    tallies:\n");
	for (size_t i = 0; i < issue->tallies.count; i++)
		tally_put(buf, issue, issue->tallies.items[i]);
	buf_puts(buf, "    editions:\n");
	for (size_t e = 0; e < issue->edition_count; e++) {
		const struct issue_edition *edition = &issue->editions[e];
		issue_put_text(buf, "      - id", edition->id);
		issue_put_text(buf, "        audience", edition->audience);
		buf_puts(buf, "        withheld: |\n");
		for (size_t i = 0; i < edition->count; i++) {
			buf_puts(buf, "          ");
			place_put(buf, edition->withheld[i].tally,
			    &edition->withheld[i].place);
			buf_putc(buf, '\n');
		}
		if (edition->open != NULL)
			open_put(buf, edition);
	}
	for (size_t r = 0; r < issue->reader_count; r++)
		issue_put_text(buf, r == 0 ? "    readers:\n      - audience"
					   : "      - audience",
		    issue->readers[r]);
	/* tally, nodes, amount, subject, record, known to which readers */
	buf_puts(buf, "    entries: |\n");
	for (size_t i = 0; i < issue->entry_count; i++)
		entry_put(buf, issue, &issue->entries[i]);
}

/* ---- reading ---- */

void
issue_refuse(struct issue_reading *l, struct span span, const char *what)
{
	if (!l->failed)
		diag_at(l->diags, &rules[RULE_FIGURES_UNREADABLE], span,
		    "what was published before can't be read: %s",
		    _(what));
	l->failed = true;
}

static unsigned long long
number_next(struct issue_reading *l, const char **at, const struct value *where,
    int base, unsigned long long most)
{
	char *end;
	while (**at == ' ')
		++*at;
	unsigned long long n = strtoull(*at, &end, base);
	if (end == *at || n > most)
		issue_refuse(l, where != NULL ? where->span : SPAN_NONE,
		    N_("a number is out of range"));
	*at = end;
	return n;
}

static unsigned long long
number_get(struct issue_reading *l, const struct value *map, const char *key,
    unsigned long long most)
{
	const struct value *value = value_get(map, key);
	const char *at = value_as_string(value);
	return number_next(l, &at, value, 10, most);
}

const char *
issue_string(struct issue_reading *l, const struct value *map, const char *key)
{
	const char *s = value_get_string(map, key);
	if (s == NULL)
		issue_refuse(l, map != NULL ? map->span : SPAN_NONE,
		    N_("a field is missing"));
	return s == NULL ? "" : s;
}

/* What an empty list is written as: nothing. */
static bool
is_blank(const struct value *value)
{
	return value_is(value, VALUE_TEXT) && value->plain &&
	    value->text.len == 0;
}

/* NULL: there is none, or nothing in it. */
static const struct value *
list_get(struct issue_reading *l, const struct value *map, const char *key)
{
	const struct value *list = value_get(map, key);
	if (is_blank(list))
		return NULL;
	if (list == NULL || value_is(list, VALUE_LIST))
		return list;
	issue_refuse(l, list->span, N_("this is no list"));
	return NULL;
}

static struct tally_dimension *
dimension_load(struct issue_reading *l, const struct value *map)
{
	struct tally_dimension *d = ARENA_NEW(l->arena, struct tally_dimension);
	const struct value *nodes = list_get(l, map, "nodes");
	const char *axis = issue_string(l, map, "axis");
	size_t kind = 0;
	while (kind < AXES && strcmp(axes[kind], axis) != 0)
		kind++;
	if (kind == AXES)
		issue_refuse(l, map->span, N_("a dimension is of no known kind"));
	d->id = d->name = issue_string(l, map, "id");
	d->axis = (enum tally_axis)(kind % AXES);
	d->level = (int)number_get(l, map, "level", 1000);
	d->sensitive = number_get(l, map, "sensitive", 1) != 0;
	d->node_count = (uint32_t)value_count(nodes) + 1;
	d->nodes = ARENA_ARRAY(l->arena, struct tally_node, d->node_count);
	d->nodes[0] = (struct tally_node){ .id = "", .name = "" };
	for (uint32_t n = 1; n < d->node_count && !l->failed; n++) {
		const struct value *node = value_item(nodes, n - 1);
		const char *at = value_as_string(node);
		d->nodes[n].parent =
		    (uint32_t)number_next(l, &at, node, 10, n - 1);
		d->nodes[n].itself = number_next(l, &at, node, 10, 1) != 0;
		d->nodes[n].id = d->nodes[n].name = *at == ' ' ? at + 1 : at;
		if (d->nodes[n].itself)
			d->nodes[n].name =
			    arena_printf(l->arena, "%s本级", d->nodes[n].id);
	}
	return d;
}

static struct tally *
tally_load(struct issue_reading *l, const struct issue *issue,
    const struct value *map)
{
	struct tally *t = ARENA_NEW(l->arena, struct tally);
	t->name = t->title = issue_string(l, map, "name");
	t->of = issue_string(l, map, "of");
	t->minimum = (unsigned)number_get(l, map, "minimum", UINT32_MAX);
	t->most = (unsigned)number_get(l, map, "most", TALLY_MOST);
	const struct value *numbers = value_get(map, "dimensions");
	const char *at = value_as_string(numbers);
	while (*at != '\0' && !l->failed) {
		size_t n = number_next(l, &at, numbers, 10, SIZE_MAX);
		if (n >= issue->dimension_count ||
		    t->dimension_count == TALLY_DIMENSIONS_MOST) {
			issue_refuse(l, map->span,
			    N_("a tally has no such dimension"));
			break;
		}
		t->dimensions[t->dimension_count++] = issue->dimensions[n];
		while (*at == ' ')
			at++;
	}
	return t;
}

static void
place_load(struct issue_reading *l, const struct issue *issue, const char **at,
    const struct value *where, uint32_t *number, struct tally_place *place)
{
	*number = (uint32_t)number_next(l, at, where, 10, UINT32_MAX);
	if (*number >= issue->tallies.count) {
		issue_refuse(l, where->span, N_("there is no such tally"));
		return;
	}
	const struct tally *t = issue->tallies.items[*number];
	for (size_t d = 0; d < TALLY_DIMENSIONS_MOST; d++)
		place->nodes[d] = (uint32_t)number_next(l, at, where, 10,
		    d < t->dimension_count ? t->dimensions[d]->node_count - 1
					   : 0);
}

static void
line_end(struct issue_reading *l, const char **at, const struct value *where)
{
	if (**at != '\n')
		issue_refuse(l, where->span,
		    N_("a line has more or less than it should"));
	else
		++*at;
}

static void
open_load(struct issue_reading *l, const struct issue *issue,
    struct issue_edition *edition, const struct value *open)
{
	const char *at = value_as_string(open);
	size_t count = text_lines(value_as_text(open));
	struct issue_figure *figures =
	    ARENA_ARRAY(l->arena, struct issue_figure, count);
	edition->open = figures;
	for (; edition->open_count < count && !l->failed;
	     edition->open_count++) {
		struct issue_figure *figure = &figures[edition->open_count];
		place_load(l, issue, &at, open, &figure->cell.tally,
		    &figure->cell.place);
		figure->value = number_next(l, &at, open, 10, UINT64_MAX);
		line_end(l, &at, open);
	}
}

static void
edition_load(struct issue_reading *l, const struct issue *issue,
    struct issue_edition *edition, const struct value *map)
{
	const struct value *withheld = value_get(map, "withheld");
	const char *at = value_as_string(withheld);
	size_t count = text_lines(value_as_text(withheld));
	struct issue_cell *cells =
	    ARENA_ARRAY(l->arena, struct issue_cell, count);
	edition->id = issue_string(l, map, "id");
	edition->audience = issue_string(l, map, "audience");
	edition->withheld = cells;
	for (; edition->count < count && !l->failed; edition->count++) {
		struct issue_cell *cell = &cells[edition->count];
		place_load(
		    l, issue, &at, withheld, &cell->tally, &cell->place);
		line_end(l, &at, withheld);
	}
	if (value_get(map, "open") != NULL)
		open_load(l, issue, edition, value_get(map, "open"));
}

static void
entries_load(struct issue_reading *l, struct issue *issue, const struct value *map)
{
	const struct value *lines = value_get(map, "entries");
	const char *at = value_as_string(lines);
	size_t count = text_lines(value_as_text(lines));
	size_t words = issue_known_words(issue);
	struct issue_entry *entries =
	    ARENA_ARRAY(l->arena, struct issue_entry, count);
	issue->entries = entries;
	for (; issue->entry_count < count && !l->failed; issue->entry_count++) {
		struct issue_entry *e = &entries[issue->entry_count];
		uint64_t *known = ARENA_ARRAY(l->arena, uint64_t, words);
		place_load(l, issue, &at, lines, &e->tally, &e->place);
		e->amount =
		    (uint32_t)number_next(l, &at, lines, 10, UINT32_MAX);
		e->subject = number_next(l, &at, lines, 16, UINT64_MAX);
		e->record = number_next(l, &at, lines, 16, UINT64_MAX);
		for (size_t w = 0; w < words; w++)
			known[w] = number_next(l, &at, lines, 16, UINT64_MAX);
		e->known = known;
		line_end(l, &at, lines);
	}
}

void
issue_load(struct issue_reading *l, struct issue *issue, const struct value *map)
{
	const struct value *dimensions = list_get(l, map, "dimensions");
	const struct value *tallies = list_get(l, map, "tallies");
	const struct value *editions = list_get(l, map, "editions");
	issue->as_of = issue_string(l, map, "as-of");
	issue->lost = number_get(l, map, "lost", SIZE_MAX);
	issue->weak = number_get(l, map, "weak", SIZE_MAX);
	issue->dimensions = ARENA_ARRAY(l->arena,
	    const struct tally_dimension *, value_count(dimensions));
	for (size_t i = 0; i < value_count(dimensions) && !l->failed; i++)
		issue->dimensions[issue->dimension_count++] =
		    dimension_load(l, value_item(dimensions, i));
	issue->tallies.items = ARENA_ARRAY(
	    l->arena, const struct tally *, value_count(tallies));
	for (size_t i = 0; i < value_count(tallies) && !l->failed; i++)
		issue->tallies.items[issue->tallies.count++] =
		    tally_load(l, issue, value_item(tallies, i));
	struct issue_edition *all = ARENA_ARRAY(
	    l->arena, struct issue_edition, value_count(editions));
	issue->editions = all;
	for (size_t i = 0; i < value_count(editions) && !l->failed; i++)
		edition_load(l, issue, &all[issue->edition_count++],
		    value_item(editions, i));
	const struct value *readers = value_get(map, "readers");
	issue->readers =
	    ARENA_ARRAY(l->arena, const char *, value_count(readers));
	for (size_t i = 0; i < value_count(readers) && !l->failed; i++)
		issue->readers[issue->reader_count++] =
		    issue_string(l, value_item(readers, i), "audience");
	if (!l->failed)
		entries_load(l, issue, map);
}
