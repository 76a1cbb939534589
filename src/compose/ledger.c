#include "compose/ledger.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/pack.h"
#include "compose/page.h"

/*
 * What a row is about, then the columns in the order of a review's life; where
 * it was and who took part are for the files.
 */
enum {
	COLUMN_SUBJECT,
	COLUMN_ORGANISATION,
	COLUMN_PERIOD,
	COLUMN_FORM,
	COLUMN_ROUND,
	COLUMN_REVIEWER,
	COLUMN_DATE,
	COLUMN_RECORDED,
	COLUMN_METHOD,
	COLUMN_OCCASION,
	COLUMN_VENUE,
	COLUMN_MEMBERS,
	COLUMN_MASSES,
	COLUMN_REPORT,
	COLUMN_GRADE,
	COLUMN_PROBLEMS,
	COLUMN_CLOSED,
	COLUMN_STATE,
	COLUMN_DUE,
	COLUMN_REPLIES,
	COLUMN_REPLIED,
	COLUMN_VERIFIED,
	COLUMN__MAX,
};

/* Their titles are strings of the site. */
static const struct ledger_column columns[COLUMN__MAX] = {
	[COLUMN_SUBJECT] = { "subject", "column_subject", CELL_TEXT,
	    .main = true, .head = true },
	[COLUMN_ORGANISATION] = { "organisation", "column_organisation", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_PERIOD] = { "period", "column_period", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_FORM] = { "form", "column_form", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_ROUND] = { "round", "column_round", CELL_TEXT, .choice = true },
	[COLUMN_REVIEWER] = { "reviewer", "column_reviewer", CELL_TEXT,
	    .main = true },
	[COLUMN_DATE] = { "date", "column_date", CELL_DATE, .main = true },
	[COLUMN_RECORDED] = { "recorded", "column_recorded", CELL_DATE },
	[COLUMN_METHOD] = { "method", "column_method", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_OCCASION] = { "occasion", "column_occasion", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_VENUE] = { "venue", "column_venue", CELL_TEXT },
	[COLUMN_MEMBERS] = { "members", "column_members", CELL_INTEGER },
	[COLUMN_MASSES] = { "masses", "column_masses", CELL_INTEGER },
	[COLUMN_REPORT] = { "report", "column_report", CELL_DATE },
	[COLUMN_GRADE] = { "grade", "column_grade", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_PROBLEMS] = { "problems", "column_problems", CELL_INTEGER,
	    .main = true },
	[COLUMN_CLOSED] = { "closed", "column_closed", CELL_INTEGER },
	[COLUMN_STATE] = { "state", "column_state", CELL_TEXT,
	    .choice = true, .main = true },
	[COLUMN_DUE] = { "due", "column_due", CELL_DATE, .main = true },
	[COLUMN_REPLIES] = { "replies", "column_replies", CELL_INTEGER },
	[COLUMN_REPLIED] = { "replied", "column_replied", CELL_DATE },
	[COLUMN_VERIFIED] = { "verified", "column_verified", CELL_DATE },
};

/* A text of more than eight characters goes on below where there is no room. */
#define WIDE_BYTES 24

/* The worst first: so a row says them, so the column is sorted. */
static const enum problem_state by_urgency[PROBLEM__MAX] = {
	PROBLEM_REOPENED, PROBLEM_OPEN, PROBLEM_DOING, PROBLEM_EXTENDED,
	PROBLEM_DONE, PROBLEM_LASTING, PROBLEM_CLOSED };

_Static_assert(LEDGER__STATE + PROBLEM__MAX <= LEDGER_STATES_MOST,
    "more states than bits");

struct ledger_making {
	struct arena *arena, *tables, *scratch; /* scratch: of a row */
	const struct view *view;
	const char **organisation_paths; /* parallel to view.organisations */
	struct ledger_cell cells[COLUMN__MAX]; /* of the row, as they are made */
	struct table known[COLUMN__MAX];       /* text → the cell that says it */
};

/* ---- cells ---- */

static void
date_set(struct ledger_making *m, int column, const char *iso)
{
	if (iso == NULL)
		return;
	m->cells[column].text = iso;
	if (date_is_valid(text_of(iso)))
		m->cells[column].order = date_number(iso);
}

static void
number_set(struct ledger_making *m, int column, int64_t number)
{
	m->cells[column].text =
	    arena_printf(m->scratch, "%lld", (long long)number);
	m->cells[column].order = number;
}

/* A term of the programme: in its order there. */
static void
term_set(struct ledger_making *m, int column, enum vocabulary vocabulary,
    const char *id)
{
	if (*id == '\0')
		return;
	m->cells[column] = (struct ledger_cell){
		.text = programme_name(m->view->programme, vocabulary, id),
		.id = id,
		.order = programme_rank(
		    m->view->programme, vocabulary, text_of(id)),
	};
}

static void
attendance_set(struct ledger_making *m, int column,
    const struct view_entry *review, const char *who)
{
	const struct value *count =
	    value_get(entry_get(review, "attendance"), who);
	if (value_is(count, VALUE_INTEGER) && count->integer >= 0)
		number_set(m, column, count->integer);
}

/* People come after organisations, in the order of the site's lists. */
static int64_t
person_order(const struct view *view, const struct view_person *person)
{
	return (int64_t)(view->organisation_count + person->index);
}

static void
subject_set(struct ledger_making *m, const struct view_entry *review)
{
	const struct view_organisation *o = review->organisation;
	struct ledger_cell *subject = &m->cells[COLUMN_SUBJECT];
	subject->path = entry_place(m->arena, review);
	if (o != NULL) {
		const char **path = &m->organisation_paths[o->index];
		if (*path == NULL)
			*path = organisation_path(m->arena, o);
		m->cells[COLUMN_ORGANISATION] =
		    (struct ledger_cell){ .text = o->short_name,
			    .path = *path,
			    .id = o->id,
			    .order = (int64_t)o->index };
		subject->text = o->name;
		subject->order = (int64_t)o->index;
	}
	if (review->person != NULL) {
		subject->text = person_words(m->view->site->strings, review->person);
		subject->order = person_order(m->view, review->person);
	}
	if (*subject->text == '\0') /* hidden; but the page is there */
		subject->text = entry_title(m->arena, m->view, review);
}

static void
reviewer_set(struct ledger_making *m, const struct view_entry *review)
{
	struct text id = value_as_text(entry_get(review, "reviewer"));
	const struct view_person *person = view_person(m->view, id);
	struct ledger_cell *cell = &m->cells[COLUMN_REVIEWER];
	cell->text = person == NULL ? id.at : person_words(m->view->site->strings, person);
	cell->order = person == NULL ? 0 : person_order(m->view, person);
}

static void
round_set(struct ledger_making *m, const struct view_entry *review)
{
	const struct value *round = entry_get(review, "round");
	if (round == NULL)
		return;
	m->cells[COLUMN_ROUND] = (struct ledger_cell){
		.text = field_words(m->arena, m->view, review, "round"),
		.id = round->text.at,
		.order = text_is(round->text, "interim"),
	};
}

/* ---- problems and what came of them ---- */

struct tally_of_states {
	size_t seen[PROBLEM__MAX], problems, stated;
	const char *due; /* the first of those that are not done with */
};

static void
problem_count(struct ledger_making *m, struct tally_of_states *tally,
    const struct view_entry *review, const struct value *problem)
{
	const struct course *course =
	    visible_course(m->scratch, review, problem);
	bool stated = course->step_count > 1;
	tally->problems++;
	tally->stated += stated;
	tally->seen[course->state] += stated;
	if (course->due != NULL && course_is_unfinished(course) &&
	    (tally->due == NULL || strcmp(course->due, tally->due) < 0))
		tally->due = course->due;
}

/* 反弹 1，销号 2; of a single problem its state alone. */
static const char *
states_words(struct ledger_making *m, const struct tally_of_states *tally)
{
	struct buf buf = BUF_INIT;
	for (int i = 0; i < PROBLEM__MAX; i++) {
		enum problem_state state = by_urgency[i];
		if (tally->seen[state] == 0)
			continue;
		buf_printf(&buf, "%s%s",
		    buf.len > 0 ? strings_get(m->view->site->strings, "comma")
				: "",
		    problem_state_words(m->scratch, m->view, state));
		if (tally->problems > 1)
			buf_printf(&buf, " %zu", tally->seen[state]);
	}
	return buf_detach(m->scratch, &buf).at;
}

static void
states_set(struct ledger_making *m, const struct tally_of_states *tally)
{
	struct ledger_cell *cell = &m->cells[COLUMN_STATE];
	int first = 0;
	if (tally->stated == 0)
		return; /* no state is seen: none is told */
	while (tally->seen[by_urgency[first]] == 0)
		first++;
	cell->text = states_words(m, tally);
	cell->order = first;
	number_set(m, COLUMN_CLOSED, (int64_t)tally->seen[PROBLEM_CLOSED]);
}

static uint32_t
states_bits(const struct tally_of_states *tally)
{
	uint32_t bits = 0;
	if (tally->problems > 0)
		bits |= 1u << LEDGER_ANY;
	if (tally->problems > tally->seen[PROBLEM_CLOSED])
		bits |= 1u << LEDGER_UNCLOSED;
	for (unsigned i = 0; i < PROBLEM__MAX; i++)
		if (tally->seen[i] > 0)
			bits |= 1u << (LEDGER__STATE + i);
	return bits;
}

static uint32_t
problems_set(struct ledger_making *m, const struct view_entry *review)
{
	const struct value *problems = entry_get(review, "problems");
	struct tally_of_states tally = { .due = NULL };
	for (size_t i = 0; i < value_count(problems); i++)
		problem_count(m, &tally, review, value_item(problems, i));
	if (tally.problems == 0)
		return 0;
	number_set(m, COLUMN_PROBLEMS, (int64_t)tally.problems);
	states_set(m, &tally);
	date_set(m, COLUMN_DUE, tally.due);
	return states_bits(&tally);
}

static const char *
last_day(const struct entry_list *list)
{
	const char *last = "";
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(entry_day(list->items[i]), last) > 0)
			last = entry_day(list->items[i]);
	return last;
}

/* ---- rows ---- */

static bool
cell_same(const struct ledger_cell *a, const struct ledger_cell *b)
{
	return a->path == b->path && a->id == b->id && a->order == b->order &&
	    strcmp(a->text, b->text) == 0;
}

/*
 * The one that will be there: most say what many say (a day, a term, nothing),
 * and 22 columns by 10^6 rows are some memory.
 */
static const struct ledger_cell *
cell_kept(struct ledger_making *m, int column)
{
	static const struct ledger_cell empty = { .text = "" };
	const struct ledger_cell *made = &m->cells[column];
	if (cell_same(made, &empty))
		return &empty;
	struct text key = text_of(made->text);
	const struct ledger_cell *known = table_get(&m->known[column], key);
	if (known != NULL && cell_same(known, made))
		return known;
	struct ledger_cell *kept = ARENA_NEW(m->arena, struct ledger_cell);
	*kept = *made;
	/* Of what a row is about, the words last; and there is a cell a row. */
	if (column != COLUMN_SUBJECT)
		kept->text = arena_string(m->arena, made->text);
	if (known == NULL)
		table_add(&m->known[column], text_of(kept->text), kept);
	return kept;
}

static void
row_keep(struct ledger_making *m, struct ledger_row *row)
{
	const struct ledger_cell **cells = ARENA_ARRAY(
	    m->arena, const struct ledger_cell *, COLUMN__MAX);
	for (int i = 0; i < COLUMN__MAX; i++)
		cells[i] = cell_kept(m, i);
	row->cells = cells;
	arena_reset(m->scratch);
}

static void
row_make(struct ledger_making *m, struct ledger_row *row)
{
	const struct view_entry *review = row->review;
	for (int i = 0; i < COLUMN__MAX; i++)
		m->cells[i] = (struct ledger_cell){ .text = "" };
	term_set(m, COLUMN_PERIOD, VOCABULARY_PERIOD, review->period);
	subject_set(m, review);
	reviewer_set(m, review);
	round_set(m, review);
	if (review->form != NULL) {
		term_set(m, COLUMN_FORM, VOCABULARY_FORM, review->form->id);
		m->cells[COLUMN_FORM].text = review->form->short_name;
	}
	term_set(m, COLUMN_METHOD, VOCABULARY_METHOD,
	    entry_string(review, "method"));
	term_set(m, COLUMN_OCCASION, VOCABULARY_OCCASION,
	    entry_string(review, "occasion"));
	term_set(m, COLUMN_GRADE, VOCABULARY_GRADE,
	    entry_string(review, "grade"));
	m->cells[COLUMN_VENUE].text = entry_string(review, "venue");
	date_set(m, COLUMN_DATE, entry_day(review));
	date_set(m, COLUMN_RECORDED, entry_string(review, "recorded"));
	const struct view_entry *report = entry_report(review);
	const struct entry_list *replies = entry_replies(review);
	if (report != NULL)
		date_set(m, COLUMN_REPORT, entry_day(report));
	attendance_set(m, COLUMN_MEMBERS, review, "members");
	attendance_set(m, COLUMN_MASSES, review, "masses");
	row->states = problems_set(m, review);
	if (replies->count > 0)
		number_set(m, COLUMN_REPLIES, (int64_t)replies->count);
	date_set(m, COLUMN_REPLIED, last_day(replies));
	date_set(m, COLUMN_VERIFIED, last_day(entry_verifications(review)));
	row_keep(m, row);
}

/* By period, then in the view's order. */
static int
row_compare(const void *pa, const void *pb)
{
	const struct ledger_row *a = pa, *b = pb;
	size_t i = a->review->index, j = b->review->index;
	return a->period != b->period ? (a->period < b->period ? -1 : 1)
				      : (i > j) - (i < j);
}

/* ---- its volumes ---- */

static void
volume_add(struct ledger *ledger, struct ledger_volume volume, size_t *capacity)
{
	ARENA_ROOM(ledger->arena, ledger->volumes, ledger->volume_count,
	    *capacity);
	ledger->volumes[ledger->volume_count++] = volume;
}

/* Those of the rows' last period, up to `end`; where they begin. */
static size_t
period_add(struct ledger *ledger, size_t end, size_t most, size_t *capacity)
{
	const struct ledger_row *last = &ledger->rows[end - 1];
	size_t first = end - 1;
	while (first > 0 && ledger->rows[first - 1].period == last->period)
		first--;
	for (size_t i = first, number = 0; i < end; i += most, number++)
		volume_add(ledger,
		    (struct ledger_volume){ last->review->period, number, i,
			end - i < most ? end : i + most },
		    capacity);
	return first;
}

static void
volumes_make(struct ledger *ledger, size_t most)
{
	size_t capacity = 0;
	if (!ledger->view->site->bound && ledger->row_count <= most) {
		volume_add(ledger,
		    (struct ledger_volume){ .end = ledger->row_count },
		    &capacity);
		return;
	}
	for (size_t end = ledger->row_count; end > 0;)
		end = period_add(ledger, end, most, &capacity);
	if (ledger->volume_count == 0)
		volume_add(ledger, (struct ledger_volume){ 0 }, &capacity);
}

struct ledger
ledger_of(const struct ledger *ledger, const struct ledger_volume *volume)
{
	struct ledger part = *ledger;
	part.rows += volume->first;
	part.row_count = volume->end - volume->first;
	part.volumes = NULL;
	part.volume_count = 0;
	return part;
}

const char *
ledger_suffix(struct arena *arena, const struct ledger_volume *volume)
{
	return volume->period == NULL ? ""
	    : volume->number == 0
	    ? arena_printf(arena, "-%s", volume->period)
	    : arena_printf(
		  arena, ".%zu-%s", volume->number + 1, volume->period);
}

const char *
ledger_file_path(struct arena *arena, const struct ledger_volume *volume,
    enum ledger_file file)
{
	static const char *const around[LEDGER__FILES][2] = {
		[LEDGER_XLSX] = { "ledger", ".xlsx" },
		[LEDGER_CSV] = { "ledger", ".csv" },
		[LEDGER_SCRIPT] = { "data/ledger", ".js" },
	};
	return arena_printf(arena, "%s%s%s", around[file][0],
	    ledger_suffix(arena, volume), around[file][1]);
}

struct ledger *
ledger_open(struct arena *arena, const struct view *view, size_t most)
{
	struct ledger *ledger = ARENA_NEW(arena, struct ledger);
	struct ledger_column *titled =
	    ARENA_ARRAY(arena, struct ledger_column, COLUMN__MAX);
	for (size_t i = 0; i < COLUMN__MAX; i++) {
		titled[i] = columns[i];
		titled[i].title =
		    strings_get(view->site->strings, columns[i].title);
	}
	*ledger = (struct ledger){ .arena = arena,
		.view = view,
		.columns = titled,
		.column_count = COLUMN__MAX,
		.has = ARENA_ARRAY(arena, bool, COLUMN__MAX),
		.wide = ARENA_ARRAY(arena, bool, COLUMN__MAX) };
	const struct entry_list *all = view_entries(view);
	ledger->rows = ARENA_ARRAY(arena, struct ledger_row, all->count);
	for (size_t i = 0; i < all->count; i++)
		if (entry_is(all->items[i], "review"))
			ledger->rows[ledger->row_count++] = (struct ledger_row){
				.review = all->items[i],
				.period = programme_rank(view->programme,
				    VOCABULARY_PERIOD,
				    text_of(all->items[i]->period)),
			};
	if (ledger->row_count > 1)
		qsort(ledger->rows, ledger->row_count, sizeof(*ledger->rows),
		    row_compare);
	volumes_make(ledger, most);
	PLANT(csv, ledger->planted = view->planted);
	PLANT(xlsx, ledger->planted = view->planted);
	PLANT(ledger, ledger->planted = view->planted);
	return ledger;
}

void
ledger_fill(struct ledger *ledger)
{
	const struct view *view = ledger->view;
	struct arena *arena = ledger->arena;
	struct ledger_making m = { .arena = arena,
		.scratch = arena_new(),
		.tables = arena_new(),
		.view = view };
	m.organisation_paths =
	    ARENA_ARRAY(arena, const char *, view->organisation_count);
	for (size_t i = 0; i < COLUMN__MAX; i++)
		table_init(&m.known[i], m.tables);
	for (size_t i = 0; i < ledger->row_count; i++) {
		row_make(&m, &ledger->rows[i]);
		for (size_t j = 0; j < COLUMN__MAX; j++) {
			size_t bytes = strlen(ledger->rows[i].cells[j]->text);
			ledger->has[j] |= bytes > 0;
			ledger->wide[j] |= bytes > WIDE_BYTES;
		}
	}
	arena_free(m.tables);
	arena_free(m.scratch);
}

const char *
ledger_class(const struct ledger *ledger, size_t column)
{
	if (ledger->columns[column].type == CELL_INTEGER)
		return "number";
	return ledger->wide[column] ? "wide" : "";
}

/* ---- states ---- */

const char *
ledger_state_id(unsigned state)
{
	if (state == LEDGER_ANY)
		return "any";
	return state == LEDGER_UNCLOSED
	    ? "unclosed"
	    : problem_state_name((enum problem_state)(state - LEDGER__STATE));
}

const char *
ledger_state_words(struct arena *arena, const struct view *view,
    unsigned state)
{
	if (state < LEDGER__STATE)
		return strings_get(view->site->strings,
		    state == LEDGER_ANY ? "ledger_any" : "ledger_unclosed");
	return problem_state_words(
	    arena, view, (enum problem_state)(state - LEDGER__STATE));
}

/* ---- the same as before? ---- */

static void
cell_put(struct buf *out, const struct ledger_cell *cell)
{
	pack_text(out, text_of(cell->text));
	pack_string(out, cell->path);
	pack_string(out, cell->id);
	pack_integer(out, cell->order);
}

static void
column_put(struct buf *out, const struct ledger *ledger, size_t number)
{
	const struct ledger_column *column = &ledger->columns[number];
	pack_text(out, text_of(column->id));
	pack_text(out, text_of(column->title));
	pack_number(out, column->type);
	pack_bool(out, column->choice);
	pack_bool(out, column->main);
	pack_bool(out, column->head);
	pack_bool(out, ledger->has[number]);
	pack_bool(out, ledger->wide[number]);
}

struct digest
ledger_frame_digest(const struct ledger *ledger, struct buf *scratch)
{
	buf_clear(scratch);
	pack_number(scratch, ledger->row_count);
	pack_number(scratch, ledger->volume_count);
	for (size_t i = 0; i < ledger->volume_count; i++) {
		pack_string(scratch, ledger->volumes[i].period);
		pack_number(scratch, ledger->volumes[i].first);
		pack_number(scratch, ledger->volumes[i].end);
	}
	pack_number(scratch, ledger->column_count);
	for (size_t i = 0; i < ledger->column_count; i++)
		column_put(scratch, ledger, i);
	return digest_of(buf_text(scratch));
}

struct digest
ledger_row_digest(const struct ledger *ledger, size_t number,
    struct buf *scratch)
{
	const struct ledger_row *row = &ledger->rows[number];
	const struct view_entry *review = row->review;
	buf_clear(scratch);
	pack_text(scratch, text_of(review->id));
	pack_text(scratch, text_of(review->period));
	pack_string(scratch,
	    review->organisation == NULL ? NULL : review->organisation->id);
	pack_string(scratch, review->form == NULL ? NULL : review->form->id);
	pack_number(scratch, row->states);
	for (size_t i = 0; i < ledger->column_count; i++)
		cell_put(scratch, row->cells[i]);
	return digest_of(buf_text(scratch));
}
