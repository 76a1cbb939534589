#include "compose/page.h"

#include "base/lock.h"

#define PART_ROWS 200
/* How many numbers of pages stand beside the present one. */
#define NEIGHBOURS 2

const char *
ledger_path(void)
{
	return "ledger.html";
}

const char *
ledger_part_path(struct arena *arena, size_t part)
{
	return part == 0 ? ledger_path()
			 : arena_printf(arena, "ledger-%zu.html", part + 1);
}

static void
fill(void *ledger)
{
	struct trace *paused = trace_pause();
	ledger_fill(ledger);
	trace_resume(paused);
}

const struct ledger *
plan_ledger_rows(const struct plan *plan, size_t first, size_t end)
{
	trace_run(TRACE_ROWS, first, end);
	once(&plan->ledger->filled, fill, plan->ledger);
	return plan->ledger;
}

const struct ledger *
plan_ledger(const struct plan *plan)
{
	return plan_ledger_rows(plan, 0, plan->ledger->row_count);
}

size_t
ledger_part_count(const struct ledger *ledger)
{
	return ledger->row_count <= PART_ROWS
	    ? 1
	    : (ledger->row_count + PART_ROWS - 1) / PART_ROWS;
}

bool
page_is_of_ledger(const struct page *page)
{
	return strcmp(page->template, "ledger") == 0;
}

/* ---- the table ---- */

/* The columns of the page, with what its cells share. */
struct ledger_shown {
	size_t column;
	struct value *title, *class, *head;
	/*
	 * Most cells say what others in their column say (period, organisation,
	 * day): those are made once.
	 */
	struct table made;
};

/* NULL unless all these rows are of one, which need not be repeated then. */
static const char *
period_of(const struct ledger *ledger, size_t first, size_t end)
{
	const struct ledger_row *rows = ledger->rows;
	for (size_t r = first + 1; r < end; r++)
		if (strcmp(rows[r].review->period,
			rows[first].review->period) != 0)
			return NULL;
	return first == end
	    ? NULL
	    : programme_name(ledger->view->programme, VOCABULARY_PERIOD,
		  rows[first].review->period);
}

static size_t
columns_choose(const struct composing *c, const struct ledger *ledger,
    struct ledger_shown *shown, const char *period)
{
	size_t count = 0;
	for (size_t i = 0; i < ledger->column_count; i++) {
		const struct ledger_column *column = &ledger->columns[i];
		if (!column->main || !ledger->has[i] ||
		    (period != NULL && strcmp(column->id, "period") == 0))
			continue;
		shown[count].column = i;
		shown[count].title = value_string(c->arena, column->title);
		shown[count].class = shown_text(c->arena, ledger_class(ledger, i));
		shown[count].head = value_bool(c->arena, column->head);
		table_init(&shown[count++].made, c->arena);
	}
	return count;
}

static struct value *
cell_make(const struct composing *c, const struct ledger_cell *cell,
    struct ledger_shown *shown)
{
	struct text key = text_of(cell->path != NULL ? cell->path : cell->text);
	struct value *made = table_get(&shown->made, key);
	if (made != NULL)
		return made;
	made = value_map_sized(c->arena, 5);
	value_set_literal(c->arena, made, "is_head", shown->head);
	value_set_literal(c->arena, made, "label", shown->title);
	value_set_literal(c->arena, made, "class", shown->class);
	show_text(c, made, "text", number_kept(c->arena, cell->text));
	show_text(c, made, "href",
	    cell->path == NULL ? NULL : href_to(c, cell->path));
	table_add(&shown->made, key, made);
	return made;
}

static struct value *
head_make(const struct composing *c, const struct ledger_shown *shown,
    size_t count)
{
	struct value *head = value_list_sized(c->arena, count);
	for (size_t i = 0; i < count; i++) {
		struct value *column = value_map_sized(c->arena, 2);
		value_set_literal(c->arena, column, "title", shown[i].title);
		value_set_literal(c->arena, column, "class", shown[i].class);
		value_add(c->arena, head, column);
	}
	return head;
}

static struct value *
rows_make(const struct composing *c, const struct ledger *ledger,
    struct ledger_shown *shown, size_t count, size_t first, size_t end)
{
	struct value *rows = value_list_sized(c->arena, end - first);
	for (size_t r = first; r < end; r++) {
		const struct ledger_cell *cells = ledger->rows[r].cells;
		struct value *row = value_map_sized(c->arena, 1);
		struct value *list = value_list_sized(c->arena, count);
		for (size_t i = 0; i < count; i++)
			value_add(c->arena, list,
			    cell_make(c, &cells[shown[i].column], &shown[i]));
		value_set_literal(c->arena, row, "cells", list);
		value_add(c->arena, rows, row);
	}
	return rows;
}

/* ---- from page to page ---- */

static void
part_link(const struct composing *c, struct value *map, const char *key,
    size_t part, bool there)
{
	show_text(c, map, key,
	    there ? href_to(c, ledger_part_path(c->arena, part)) : NULL);
}

/* The first, the last and the neighbours; `gap`: some are left out before it. */
static struct value *
parts_make(const struct composing *c, size_t count)
{
	struct value *parts = value_list(c->arena);
	size_t here = c->page->part, last = 0;
	for (size_t i = 0; i < count; i++) {
		size_t distance = i > here ? i - here : here - i;
		if (i > 0 && i + 1 < count && distance > NEIGHBOURS)
			continue;
		struct value *part = value_map_sized(c->arena, 4);
		value_set_literal(c->arena, part, "number",
		    value_integer(c->arena, (int64_t)i + 1));
		part_link(c, part, "href", i, true);
		value_set_literal(c->arena, part, "current",
		    value_bool(c->arena, i == here));
		value_set_literal(c->arena, part, "gap",
		    value_bool(c->arena, i > last + 1));
		value_add(c->arena, parts, part);
		last = i;
	}
	return parts;
}

static void
pager_set(const struct composing *c, struct value *data)
{
	size_t count = ledger_part_count(c->plan->ledger);
	size_t here = c->page->part;
	value_set_literal(
	    c->arena, data, "has_pager", value_bool(c->arena, count > 1));
	part_link(c, data, "previous_href", here - 1, here > 0);
	part_link(c, data, "next_href", here + 1, here + 1 < count);
	value_set_literal(c->arena, data, "parts", parts_make(c, count));
}

static void
number_set(const struct composing *c, struct value *data, const char *key,
    size_t number)
{
	value_set_literal(
	    c->arena, data, key, value_integer(c->arena, (int64_t)number));
}

struct value *
ledger_page_make(const struct composing *c)
{
	size_t first = c->page->part * PART_ROWS, end = first + PART_ROWS;
	if (end > c->plan->ledger->row_count)
		end = c->plan->ledger->row_count;
	const struct ledger *ledger = plan_ledger_rows(c->plan, first, end);
	struct ledger_shown *shown = ARENA_ARRAY(
	    c->arena, struct ledger_shown, ledger->column_count);
	const char *period = period_of(ledger, first, end);
	size_t count = columns_choose(c, ledger, shown, period);
	struct value *data = value_map(c->arena);
	value_set_literal(c->arena, data, "head", head_make(c, shown, count));
	value_set_literal(c->arena, data, "rows",
	    rows_make(c, ledger, shown, count, first, end));
	value_set_literal(c->arena, data, "has_rows",
	    value_bool(c->arena, ledger->row_count > 0));
	number_set(c, data, "count", ledger->row_count);
	number_set(c, data, "first", first + 1);
	number_set(c, data, "last", end);
	show_text(c, data, "period", period);
	struct value *periods = period_links(c);
	value_set_literal(c->arena, data, "has_periods",
	    value_bool(c->arena, value_count(periods) > 0));
	value_set_literal(c->arena, data, "periods", periods);
	pager_set(c, data);
	show_text(c, data, "csv_href", href_to(c, "ledger.csv"));
	show_text(c, data, "xlsx_href", href_to(c, "ledger.xlsx"));
	show_text(c, data, "script_href", href_to(c, "data/ledger.js"));
	return data;
}
