#include "compose/page.h"

#include "base/lock.h"

#define PART_ROWS 200
/* How many numbers of pages stand beside the present one. */
#define NEIGHBOURS 2

/* Of a volume there is a page at least. */
static size_t
pages_of(const struct ledger_volume *volume)
{
	size_t rows = volume->end - volume->first;
	return rows <= PART_ROWS ? 1 : (rows + PART_ROWS - 1) / PART_ROWS;
}

/* A page of the ledger: which page of which volume, and its rows. */
struct part {
	const struct ledger_volume *volume;
	size_t before; /* pages of other volumes */
	size_t number, first, end;
};

static struct part
part_of(const struct ledger *ledger, size_t number)
{
	struct part part = { ledger->volumes, 0, number, 0, 0 };
	while (part.number >= pages_of(part.volume)) {
		part.before += pages_of(part.volume);
		part.number -= pages_of(part.volume++);
	}
	part.first = part.volume->first + part.number * PART_ROWS;
	part.end = part.volume->end - part.first < PART_ROWS
	    ? part.volume->end
	    : part.first + PART_ROWS;
	return part;
}

/* A number behind the period might be the end of another one's id. */
const char *
ledger_part_path(
    struct arena *arena, const struct ledger *ledger, size_t number)
{
	struct part part = part_of(ledger, number);
	const char *suffix = ledger_suffix(arena, part.volume);
	if (number == 0)
		return LEDGER_PATH;
	if (part.number == 0)
		return arena_printf(arena, "ledger%s.html", suffix);
	return part.volume->period == NULL
	    ? arena_printf(arena, "ledger-%zu.html", part.number + 1)
	    : arena_printf(
		  arena, "ledger%zu%s.html", part.number + 1, suffix);
}

const char *
ledger_part_title(
    struct arena *arena, const struct ledger *ledger, size_t number)
{
	const struct strings *strings = ledger->view->site->strings;
	struct part part = part_of(ledger, number);
	const char *page = arena_printf(arena, "%zu", part.number + 1);
	if (part.volume->period == NULL)
		return strings_fill(
		    arena, strings, "ledger_part", "number", page, NULL);
	const char *period = programme_name(ledger->view->programme,
	    VOCABULARY_PERIOD, part.volume->period);
	return pages_of(part.volume) == 1
	    ? strings_fill(
		  arena, strings, "ledger_volume", "period", period, NULL)
	    : strings_fill(arena, strings, "ledger_volume_part", "period",
		  period, "number", page, NULL);
}

const char *
ledger_period_path(struct arena *arena, const struct ledger *ledger,
    const struct period *period)
{
	size_t part = 0;
	for (size_t i = 0; i < ledger->volume_count; i++) {
		const struct ledger_volume *volume = &ledger->volumes[i];
		if (volume->period == NULL ||
		    strcmp(volume->period, period->id) == 0)
			return ledger_part_path(arena, ledger, part);
		part += pages_of(volume);
	}
	return LEDGER_PATH;
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
	size_t count = 0;
	for (size_t i = 0; i < ledger->volume_count; i++)
		count += pages_of(&ledger->volumes[i]);
	return count;
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
	show_value(c, made, "is_head", shown->head);
	show_value(c, made, "label", shown->title);
	show_value(c, made, "class", shown->class);
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
		show_value(c, column, "title", shown[i].title);
		show_value(c, column, "class", shown[i].class);
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
		const struct ledger_cell *const *cells =
		    ledger->rows[r].cells;
		struct value *row = value_map_sized(c->arena, 1);
		struct value *list = value_list_sized(c->arena, count);
		for (size_t i = 0; i < count; i++)
			value_add(c->arena, list,
			    cell_make(c, cells[shown[i].column], &shown[i]));
		show_value(c, row, "cells", list);
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
	    there ? href_to(c,
			ledger_part_path(c->arena, c->plan->ledger, part))
		  : NULL);
}

/* The first, the last and the neighbours; `gap`: some are left out before it. */
static struct value *
parts_make(const struct composing *c, const struct part *here, size_t count)
{
	struct value *parts = value_list(c->arena);
	size_t last = 0;
	for (size_t i = 0; i < count; i++) {
		size_t distance =
		    i > here->number ? i - here->number : here->number - i;
		if (i > 0 && i + 1 < count && distance > NEIGHBOURS)
			continue;
		struct value *part = value_map_sized(c->arena, 4);
		show_count(c, part, "number", i + 1);
		part_link(c, part, "href", here->before + i, true);
		show_bool(c, part, "current", i == here->number);
		show_bool(c, part, "gap", i > last + 1);
		value_add(c->arena, parts, part);
		last = i;
	}
	return parts;
}

static void
pager_set(
    const struct composing *c, struct value *data, const struct part *here)
{
	size_t count = pages_of(here->volume), part = c->page->part;
	show_bool(c, data, "has_pager", count > 1);
	part_link(c, data, "previous_href", part - 1, here->number > 0);
	part_link(
	    c, data, "next_href", part + 1, here->number + 1 < count);
	show_value(c, data, "parts", parts_make(c, here, count));
}

/* The first page of each, where there are several. */
static void
volumes_set(
    const struct composing *c, struct value *data, const struct part *here)
{
	const struct ledger *ledger = c->plan->ledger;
	struct value *list = value_list(c->arena);
	size_t part = 0;
	for (size_t i = 0; ledger->volume_count > 1 && i < ledger->volume_count;
	     i++) {
		const struct ledger_volume *volume = &ledger->volumes[i];
		struct value *item = value_map_sized(c->arena, 4);
		show_text(c, item, "name",
		    programme_name(ledger->view->programme, VOCABULARY_PERIOD,
			volume->period));
		show_rest(c, item, "number",
		    volume->number == 0 ? 0 : volume->number + 1);
		part_link(c, item, "href", part, true);
		show_bool(c, item, "current", volume == here->volume);
		value_add(c->arena, list, item);
		part += pages_of(volume);
	}
	show_list(c, data, "volumes", "has_volumes", list);
}

static void
file_set(const struct composing *c, struct value *data, const char *key,
    const struct ledger_volume *volume, enum ledger_file file)
{
	show_text(c, data, key,
	    href_to(c, ledger_file_path(c->arena, volume, file)));
}

struct value *
ledger_page_make(const struct composing *c)
{
	struct part here = part_of(c->plan->ledger, c->page->part);
	const struct ledger *ledger =
	    plan_ledger_rows(c->plan, here.first, here.end);
	struct ledger_shown *shown = ARENA_ARRAY(
	    c->arena, struct ledger_shown, ledger->column_count);
	const char *period = period_of(ledger, here.first, here.end);
	size_t count = columns_choose(c, ledger, shown, period);
	struct value *data = value_map(c->arena);
	show_value(c, data, "head", head_make(c, shown, count));
	show_value(c, data, "rows",
	    rows_make(c, ledger, shown, count, here.first, here.end));
	show_bool(c, data, "has_rows", ledger->row_count > 0);
	show_count(c, data, "count", here.volume->end - here.volume->first);
	show_count(c, data, "first", here.first - here.volume->first + 1);
	show_count(c, data, "last", here.end - here.volume->first);
	show_text(c, data, "period", period);
	show_list(c, data, "periods", "has_periods", period_links(c));
	volumes_set(c, data, &here);
	pager_set(c, data, &here);
	file_set(c, data, "csv_href", here.volume, LEDGER_CSV);
	file_set(c, data, "xlsx_href", here.volume, LEDGER_XLSX);
	file_set(c, data, "script_href", here.volume, LEDGER_SCRIPT);
	return data;
}
