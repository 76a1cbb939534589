/*
 * The rectification board (整改清单): all problems that are seen, by how far
 * they have come.  What answers a problem may be hidden; then nothing is said
 * of its state, nor that it is overdue.
 */
#include "compose/page.h"

#include <stdlib.h>

/* Due within so many days is soon. */
#define SOON_DAYS 15

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
		    visible_course(c, review, problem);
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
	struct value *made = value_map(c->arena);
	const struct view_entry *review = row->review;
	const struct view_organisation *o = review->organisation;
	const char *aspect = value_get_string(row->problem, "aspect");
	show_text(c, made, "text", value_get_string(row->problem, "text"));
	show_text(c, made, "href",
	    arena_printf(c->arena, "%s#problem-%s",
		href_to(c, entry_path(c->arena, review)),
		value_get_string(row->problem, "id")));
	show_text(c, made, "aspect",
	    aspect == NULL ? NULL
			   : programme_name(c->view->programme,
				 VOCABULARY_ASPECT, aspect));
	show_text(c, made, "organisation", o == NULL ? NULL : o->short_name);
	show_text(c, made, "organisation_href",
	    o == NULL ? NULL : href_to(c, organisation_path(c->arena, o)));
	show_text(c, made, "owner", problem_person(c, row->problem, "owner"));
	show_text(c, made, "period",
	    programme_name(
		c->view->programme, VOCABULARY_PERIOD, review->period));
	show_text(c, made, "iso", row->course->due);
	show_text(c, made, "due",
	    row->course->due == NULL ? NULL
				     : day_words(c, row->course->due));
	show_text(c, made, "days", days_words(c, row));
	show_text(c, made, "state",
	    row->group == BOARD_UNTOLD
		? NULL
		: problem_state_words(c, row->course->state));
	return made;
}

static struct value *
group_make(const struct composing *c, enum board_group group,
    const struct row *rows, size_t count)
{
	struct value *made = value_map(c->arena), *list = value_list(c->arena);
	for (size_t i = 0; i < count; i++)
		value_add(c->arena, list, row_make(c, &rows[i]));
	show_text(c, made, "key", titles[group] + strlen("board_"));
	show_text(c, made, "title", strings_get(c->strings, titles[group]));
	value_set_literal(
	    c->arena, made, "count", value_integer(c->arena, (int64_t)count));
	value_set_literal(c->arena, made, "rows", list);
	return made;
}

struct value *
board_groups(
    const struct composing *c, const struct view_organisation *organisation)
{
	struct value *groups = value_list(c->arena);
	struct rows rows = { NULL, 0, 0 };
	struct view_entry *const *entries = organisation != NULL
	    ? organisation->entries.items
	    : c->view->entries;
	size_t count = organisation != NULL ? organisation->entries.count
					    : c->view->entry_count;
	for (size_t i = 0; i < count; i++)
		if (entry_is(entries[i], "review"))
			rows_add(&rows, c, entries[i]);
	if (rows.count > 1)
		qsort(rows.items, rows.count, sizeof(*rows.items), row_compare);
	for (size_t i = 0, end; i < rows.count; i = end) {
		for (end = i; end < rows.count &&
		     rows.items[end].group == rows.items[i].group;
		     end++)
			;
		value_add(c->arena, groups,
		    group_make(c, rows.items[i].group, &rows.items[i],
			end - i));
	}
	return groups;
}

struct value *
board_make(const struct composing *c)
{
	struct value *data = value_map(c->arena);
	struct value *groups = board_groups(c, NULL);
	int64_t count = 0;
	for (size_t i = 0; i < value_count(groups); i++)
		count += value_get(value_item(groups, i), "count")->integer;
	value_set_literal(c->arena, data, "groups", groups);
	value_set_literal(
	    c->arena, data, "count", value_integer(c->arena, count));
	return data;
}
