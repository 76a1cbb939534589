/*
 * The rectification board (整改清单): all problems that are seen, by how far
 * they have come.  What answers a problem may be hidden; then nothing is said
 * of its state, nor that it is overdue.
 */
#include "compose/page.h"

#include <stdlib.h>

/* Due within so many days is soon. */
#define SOON_DAYS 15
/* Of a group so many are on a page of all; the rest stand with their units. */
#define ROWS_MOST 200
/* On a period's page, which is a glance. */
#define ROWS_OF_PERIOD 20
/* Of those who have something to do, so many. */
#define OWNERS_MOST 50

/* In this order on the page. */
enum board_group {
	BOARD_OVERDUE,
	BOARD_REOPENED,
	BOARD_SOON,
	BOARD_OPEN,
	BOARD_DONE,
	BOARD_UNTOLD,
	BOARD_LASTING,
	BOARD_CLOSED,
	BOARD__MAX,
};
static const char *const titles[BOARD__MAX] = { "board_overdue",
	"board_reopened", "board_soon", "board_open", "board_done",
	"board_untold", "board_lasting", "board_closed" };

struct row {
	const struct view_entry *review;
	const struct value *problem;
	const struct course *course;
	enum board_group group;
	size_t number; /* among all */
};

struct rows {
	struct row *items;
	size_t count, capacity;
};

static enum board_group
group_of(const struct composing *c, const struct course *course)
{
	if (course->step_count == 1)
		return BOARD_UNTOLD;
	if (course->state == PROBLEM_CLOSED)
		return BOARD_CLOSED;
	if (course->state == PROBLEM_LASTING)
		return BOARD_LASTING;
	if (course->state == PROBLEM_DONE)
		return BOARD_DONE;
	long over = course_days_over(course, c->view->as_of);
	if (course->due != NULL && over > 0)
		return BOARD_OVERDUE;
	if (course->state == PROBLEM_REOPENED)
		return BOARD_REOPENED;
	return course->due != NULL && over >= -SOON_DAYS ? BOARD_SOON
							 : BOARD_OPEN;
}

static void
rows_add(struct rows *rows, const struct composing *c,
    const struct view_entry *review)
{
	const struct value *problems = entry_get(review, "problems");
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *problem = value_item(problems, i);
		const struct course *course =
		    visible_course(c->arena, review, problem);
		ARENA_ROOM(
		    c->arena, rows->items, rows->count, rows->capacity);
		rows->items[rows->count] = (struct row){ review, problem,
			course, group_of(c, course), rows->count };
		rows->count++;
	}
}

static const char *
due_of(const struct row *row)
{
	return row->course->due == NULL ? "9999" : row->course->due;
}

/* What is settled stays in the official order, the rest goes by its day. */
static int
row_compare(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	int c = a->group < BOARD_DONE ? strcmp(due_of(a), due_of(b)) : 0;
	return c != 0 ? c : (a->number > b->number) - (a->number < b->number);
}

/* 逾期12天, 还有3天; NULL where the day says enough. */
static const char *
days_words(const struct composing *c, const struct row *row)
{
	if (row->course->due == NULL ||
	    (row->group != BOARD_OVERDUE && row->group != BOARD_SOON))
		return NULL;
	long over = course_days_over(row->course, c->view->as_of);
	return strings_fill(c->arena, c->strings,
	    over > 0       ? "board_days_over"
		: over == 0 ? "board_days_today"
			    : "board_days_left",
	    "count", arena_printf(c->arena, "%ld", labs(over)), NULL);
}

static struct value *
row_make(const struct composing *c, const struct row *row)
{
	struct value *made = value_map_sized(c->arena, 11);
	const struct view_entry *review = row->review;
	const struct view_organisation *o = review->organisation;
	show_text(c, made, "text", value_get_string(row->problem, "text"));
	show_text(c, made, "href",
	    problem_href(c, review,
		value_as_text(value_get(row->problem, "id"))));
	show_text(c, made, "aspect",
	    term_words(c, VOCABULARY_ASPECT,
		value_get_string(row->problem, "aspect")));
	show_text(c, made, "organisation", o == NULL ? NULL : o->short_name);
	show_text(c, made, "organisation_href",
	    organisation_href(c, o));
	show_text(c, made, "owner", problem_person(c, row->problem, "owner"));
	show_text(c, made, "period",
	    term_words(c, VOCABULARY_PERIOD, review->period));
	show_text(c, made, "iso", row->course->due);
	show_text(c, made, "due", day_words(c, row->course->due));
	show_text(c, made, "days", days_words(c, row));
	show_text(c, made, "state",
	    row->group == BOARD_UNTOLD
		? NULL
		: problem_state_words(c->arena, c->view, row->course->state));
	return made;
}

/* `most` of them are shown. */
static struct value *
group_make(const struct composing *c, enum board_group group,
    const struct row *rows, size_t count, size_t most)
{
	struct value *made = value_map_sized(c->arena, 5);
	struct value *list = value_list(c->arena);
	for (size_t i = 0; i < count && i < most; i++)
		value_add(c->arena, list, row_make(c, &rows[i]));
	show_text(c, made, "key", titles[group] + strlen("board_"));
	show_text(c, made, "title", strings_get(c->strings, titles[group]));
	show_count(c, made, "count", count);
	show_rest(c, made, "rest", count <= most ? 0 : count - most);
	show_value(c, made, "rows", list);
	return made;
}

static struct rows
rows_sorted(const struct composing *c, struct view_entry *const *entries,
    size_t count)
{
	struct rows rows = { NULL, 0, 0 };
	for (size_t i = 0; i < count; i++)
		if (entry_is(entries[i], "review"))
			rows_add(&rows, c, entries[i]);
	if (rows.count > 1)
		qsort(rows.items, rows.count, sizeof(*rows.items), row_compare);
	return rows;
}

struct problem_row *
board_rows(const struct composing *c, struct view_entry *const *entries,
    size_t count, size_t *found)
{
	struct rows rows = rows_sorted(c, entries, count);
	struct problem_row *list =
	    ARENA_ARRAY(c->arena, struct problem_row, rows.count);
	*found = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row *row = &rows.items[i];
		list[i] = (struct problem_row){ row->review, row->problem,
			row->course,
			row->group == BOARD_UNTOLD
			    ? NULL
			    : problem_state_words(c->arena, c->view,
				  row->course->state),
			days_words(c, row) };
	}
	return list;
}

static struct value *
groups_make(const struct composing *c, const struct rows *rows, size_t most)
{
	struct value *groups = value_list(c->arena);
	for (size_t i = 0, end; i < rows->count; i = end) {
		for (end = i; end < rows->count &&
		     rows->items[end].group == rows->items[i].group;
		     end++)
			;
		value_add(c->arena, groups,
		    group_make(c, rows->items[i].group, &rows->items[i],
			end - i, most));
	}
	return groups;
}

struct value *
board_groups(
    const struct composing *c, const struct view_organisation *organisation)
{
	const struct entry_list *entries = organisation_entries(organisation);
	struct rows rows = rows_sorted(c, entries->items,
	    entries->count);
	return groups_make(c, &rows, rows.count);
}

struct value *
board_groups_of_period(
    const struct composing *c, const struct period *period)
{
	const struct entry_list *all = view_entries(c->view);
	size_t count = 0;
	struct view_entry **reviews = ARENA_ARRAY(
	    c->arena, struct view_entry *, all->count);
	for (size_t i = 0; i < all->count; i++)
		if (strcmp(all->items[i]->period, period->id) == 0)
			reviews[count++] = all->items[i];
	struct rows rows = rows_sorted(c, reviews, count);
	return groups_make(c, &rows, ROWS_OF_PERIOD);
}

/* ---- who has how many ---- */

/* One line of a summary: an organisation with all below it, or an owner. */
struct line {
	const struct view_organisation *organisation;
	const char *owner;
	size_t counts[BOARD__MAX];
	size_t number; /* in the order of coming */
};

struct lines {
	struct line *items;
	size_t count, capacity;
	size_t rest; /* so many more are not shown */
};

/* Is there still something to do? */
static bool
is_unfinished(enum board_group group)
{
	return group != BOARD_LASTING && group != BOARD_CLOSED;
}

static size_t
unfinished(const struct line *line)
{
	size_t n = 0;
	for (int g = 0; g < BOARD__MAX; g++)
		n += is_unfinished((enum board_group)g) ? line->counts[g] : 0;
	return n;
}

static struct line *
line_of(const struct composing *c, struct lines *lines, struct table *at,
    struct text key)
{
	uintptr_t number = (uintptr_t)table_get(at, key);
	if (number > 0)
		return &lines->items[number - 1];
	ARENA_ROOM(c->arena, lines->items, lines->count, lines->capacity);
	lines->items[lines->count] = (struct line){ .number = lines->count };
	table_add(at, key, (void *)(uintptr_t)++lines->count);
	return &lines->items[lines->count - 1];
}

static int
unit_compare(const void *pa, const void *pb)
{
	const struct view_organisation *a =
	    ((const struct line *)pa)->organisation;
	const struct view_organisation *b =
	    ((const struct line *)pb)->organisation;
	return (a->index > b->index) - (a->index < b->index);
}

/* Who has most to do first. */
static int
owner_compare(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	size_t na = unfinished(a), nb = unfinished(b);
	if (na != nb)
		return na > nb ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

static struct lines
units_count(const struct composing *c, const struct rows *rows)
{
	struct lines lines = { NULL, 0, 0, 0 };
	struct table at;
	table_init(&at, c->arena);
	for (size_t i = 0; i < rows->count; i++) {
		const struct view_organisation *unit =
		    unit_of(rows->items[i].review->organisation);
		if (unit == NULL)
			continue;
		struct line *line = line_of(c, &lines, &at, text_of(unit->id));
		line->organisation = unit;
		line->counts[rows->items[i].group]++;
	}
	if (lines.count > 1)
		qsort(lines.items, lines.count, sizeof(*lines.items),
		    unit_compare);
	return lines;
}

/* Of one name there may be several, but who may not be named is all the others. */
static struct text
owner_key(const struct composing *c, const struct value *problem,
    const char *owner)
{
	struct text id = value_as_text(value_get(problem, "owner"));
	const struct view_person *person = view_person(c->view, id);
	return person != NULL && person->name != NULL ? id : text_of(owner);
}

static struct lines
owners_count(const struct composing *c, const struct rows *rows)
{
	struct lines lines = { NULL, 0, 0, 0 };
	struct table at;
	table_init(&at, c->arena);
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->items[i];
		const char *owner = is_unfinished(row->group)
		    ? problem_person(c, row->problem, "owner")
		    : NULL;
		if (owner == NULL)
			continue;
		struct line *line = line_of(c, &lines, &at,
		    owner_key(c, row->problem, owner));
		line->owner = owner;
		line->counts[row->group]++;
	}
	if (lines.count > 1)
		qsort(lines.items, lines.count, sizeof(*lines.items),
		    owner_compare);
	if (lines.count > OWNERS_MOST) {
		lines.rest = lines.count - OWNERS_MOST;
		lines.count = OWNERS_MOST;
	}
	return lines;
}

/* Columns are those groups that some line has. */
static struct value *
summary_make(
    const struct composing *c, const struct lines *lines, const char *title)
{
	struct value *made = value_map(c->arena);
	struct value *head = value_list(c->arena), *list = value_list(c->arena);
	bool used[BOARD__MAX] = { false };
	for (size_t i = 0; i < lines->count; i++)
		for (int g = 0; g < BOARD__MAX; g++)
			used[g] = used[g] || lines->items[i].counts[g] > 0;
	for (int g = 0; g < BOARD__MAX; g++)
		if (used[g])
			add_text(c, head, strings_get(c->strings, titles[g]));
	for (size_t i = 0; i < lines->count; i++) {
		const struct line *line = &lines->items[i];
		const struct view_organisation *o = line->organisation;
		struct value *row = value_map(c->arena);
		struct value *cells = value_list(c->arena);
		for (int g = 0; g < BOARD__MAX; g++)
			if (used[g])
				value_add(c->arena, cells,
				    line->counts[g] == 0
					? value_string(c->arena, "")
					: value_printf(c->arena, "%zu",
					      line->counts[g]));
		show_text(c, row, "name", o != NULL ? o->short_name : line->owner);
		show_text(c, row, "href", organisation_href(c, o));
		show_value(c, row, "cells", cells);
		value_add(c->arena, list, row);
	}
	show_text(c, made, "title", strings_get(c->strings, title));
	show_value(c, made, "head", head);
	show_value(c, made, "rows", list);
	show_rest(c, made, "rest", lines->rest);
	return made;
}

struct value *
board_make(const struct composing *c)
{
	const struct entry_list *all = view_entries(c->view);
	struct value *data = value_map(c->arena);
	struct rows rows =
	    rows_sorted(c, all->items, all->count);
	struct lines units = units_count(c, &rows);
	struct lines owners = owners_count(c, &rows);
	show_value(c, data, "groups", groups_make(c, &rows, ROWS_MOST));
	show_count(c, data, "count", rows.count);
	show_bool(c, data, "has_units", units.count > 1);
	show_value(c, data, "units", summary_make(c, &units, "board_unit"));
	show_bool(c, data, "has_owners", owners.count > 1);
	show_value(
	    c, data, "owners", summary_make(c, &owners, "problem_owner"));
	return data;
}
