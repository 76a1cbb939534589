#include "compose/paper.h"

/* Rows that the choice leaves are told to be none, not a table without rows. */
#define NONE "（无）"

struct listing {
	const struct composing *c;
	const struct paper_choice *choice;
	struct pen pen; /* of the list itself */
	struct node *table;
	size_t rows, columns;
	bool draft; /* a row of it is */
};

static struct listing
list_begin(const struct composing *c, const struct paper_choice *choice,
    const char *const *titles, size_t columns)
{
	struct listing list = { .c = c, .choice = choice,
		.pen = { c->arena, SPAN_NONE }, .columns = columns };
	list.table = pen_table(
	    &list.pen, pen_document(&list.pen), titles, columns);
	return list;
}

/* A row that begins with its number. */
static struct node *
list_row(struct listing *list, const struct pen *pen,
    const struct view_entry *of)
{
	struct node *row = pen_row(pen, list->table);
	list->draft = list->draft || paper_is_draft(list->c, of->period);
	pen_cell(pen, row, arena_printf(pen->arena, "%zu", ++list->rows),
	    ALIGN_CENTRE);
	return row;
}

static const struct paper *
list_finish(struct listing *list, const char *what)
{
	const struct composing *c = list->c;
	const struct paper_choice *choice = list->choice;
	struct paper *paper = ARENA_NEW(c->arena, struct paper);
	if (list->rows == 0) {
		struct node *row = pen_row(&list->pen, list->table);
		for (size_t i = 0; i < list->columns; i++)
			pen_cell(&list->pen, row, i == 1 ? NONE : "",
			    ALIGN_CENTRE);
	}
	*paper = (struct paper){ .span = list->pen.span,
		.title = choice->period == NULL
		    ? what
		    : arena_printf(c->arena, "%s%s", choice->period->name,
			  what),
		.left = paper_unit(c, choice),
		.right = paper_marked(c, list->draft,
		    paper_as_of(c->arena, c->view->as_of)),
		.turned = true,
		.body = list->table->parent };
	return paper;
}

const char *
paper_day_lines(const struct composing *c, const char *iso)
{
	const char *words = day_words(c, iso);
	const char *year = words == NULL ? NULL : strstr(words, "年");
	if (year == NULL)
		return words;
	year += strlen("年");
	return arena_printf(c->arena, "%.*s\n%s", (int)(year - words), words,
	    year);
}

/* 整改中 1，销号 2: a state a line, where the site has a mark between them. */
static const char *
state_lines(const struct composing *c, const char *states)
{
	const char *comma = strings_get(c->strings, "comma"), *at;
	struct buf buf = BUF_INIT;
	if (*comma == '\0')
		return states;
	for (; (at = strstr(states, comma)) != NULL;
	     states = at + strlen(comma))
		buf_printf(&buf, "%.*s\n", (int)(at - states), states);
	buf_puts(&buf, states);
	return buf_detach(c->arena, &buf).at;
}

/* ---- the ledger ---- */

/* Those that a page shows and that some row, if there is any, has something in. */
static bool
is_shown(const struct ledger *ledger, size_t column,
    const struct paper_choice *choice)
{
	const struct ledger_column *of = &ledger->columns[column];
	return of->main && (ledger->has[column] || ledger->row_count == 0) &&
	    (choice->period == NULL || strcmp(of->id, "period") != 0);
}

static void
ledger_row_put(struct listing *list, const struct ledger *ledger,
    const struct ledger_row *row)
{
	const struct composing *c = list->c;
	struct pen pen = { c->arena, row->review->span };
	struct node *made = list_row(list, &pen, row->review);
	for (size_t i = 0; i < ledger->column_count; i++) {
		const struct ledger_column *of = &ledger->columns[i];
		const char *text = row->cells[i]->text;
		if (!is_shown(ledger, i, list->choice))
			continue;
		if (of->type == CELL_DATE)
			text = paper_day_lines(c, text);
		else if (strcmp(of->id, "state") == 0)
			text = state_lines(c, text);
		pen_cell(&pen, made, text,
		    of->head ? ALIGN_LEFT : ALIGN_CENTRE);
	}
}

const struct paper *
ledger_paper(const struct composing *c, const struct paper_choice *choice)
{
	struct ledger *ledger = ledger_open(
	    c->arena, c->view, LEDGER_MOST);
	const char **titles = ARENA_ARRAY(c->arena, const char *,
	    ledger->column_count + 1);
	size_t columns = 0;
	ledger_fill(ledger);
	titles[columns++] = "序号";
	for (size_t i = 0; i < ledger->column_count; i++)
		if (is_shown(ledger, i, choice))
			titles[columns++] = ledger->columns[i].title;
	struct listing list = list_begin(c, choice, titles, columns);
	for (size_t i = 0; i < ledger->row_count; i++)
		if (paper_chooses(choice, ledger->rows[i].review))
			ledger_row_put(&list, ledger, &ledger->rows[i]);
	return list_finish(&list, "领导点评台账");
}

/* ---- the rectification list ---- */

static const char *
measures_lines(const struct composing *c, const struct course *course)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < course->measure_count; i++) {
		buf_puts(&buf, i > 0 ? "\n" : "");
		if (course->measure_count > 1)
			buf_printf(&buf, "%zu．", i + 1);
		buf_puts(&buf, course->measures[i].text);
	}
	return buf_detach(c->arena, &buf).at;
}

static void
problem_row_put(struct listing *list, const struct problem_row *row)
{
	const struct composing *c = list->c;
	struct pen pen = { c->arena, row->problem->span };
	struct node *made = list_row(list, &pen, row->review);
	pen_cell(&pen, made, subject_words(c->arena, c->strings, row->review),
	    ALIGN_CENTRE);
	pen_cell(&pen, made,
	    field_words(c->arena, c->view, row->review, "reviewer"),
	    ALIGN_CENTRE);
	pen_cell(&pen, made, value_get_string(row->problem, "text"),
	    ALIGN_LEFT);
	pen_cell(&pen, made, measures_lines(c, row->course), ALIGN_LEFT);
	pen_cell(&pen, made, problem_person(c, row->problem, "owner"),
	    ALIGN_CENTRE);
	pen_cell(&pen, made, paper_day_lines(c, row->course->due),
	    ALIGN_CENTRE);
	pen_cell(&pen, made,
	    row->state == NULL  ? ""
		: row->days == NULL ? row->state
				    : arena_printf(c->arena, "%s\n%s",
					  row->state, row->days),
	    ALIGN_CENTRE);
}

const struct paper *
rectification_paper(const struct composing *c,
    const struct paper_choice *choice)
{
	static const char *const titles[] = { "序号", "点评对象", "点评人",
		"存在的问题", "整改措施", "责任人", "整改时限", "进展" };
	const struct entry_list *all = view_entries(c->view);
	struct view_entry **reviews =
	    ARENA_ARRAY(c->arena, struct view_entry *, all->count);
	size_t count = 0, rows;
	for (size_t i = 0; i < all->count; i++)
		if (paper_chooses(choice, all->items[i]))
			reviews[count++] = all->items[i];
	struct problem_row *problems = board_rows(c, reviews, count, &rows);
	struct listing list = list_begin(
	    c, choice, titles, sizeof(titles) / sizeof(*titles));
	for (size_t i = 0; i < rows; i++)
		problem_row_put(&list, &problems[i]);
	return list_finish(&list, "领导点评整改清单");
}
