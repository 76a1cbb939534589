#include "compose/paper.h"

#include "base/utf8.h"

/* Where somebody writes by hand. */
#define SIGNATURE "点评人签名：　　　　　　　填表日期："
#define DAY_BLANK "　　　年　　月　　日"
/* A blank form is one page: of many aspects each has less room. */
#define ASPECTS_MANY 5
/* Characters of a label: four stand in a line of it, and it stays on a page. */
#define LABEL_MOST 40

/* Rows that are made one by one. */
struct making {
	struct arena *arena;
	const struct strings *strings;
	struct form_row *rows;
	size_t count, capacity;
};

static struct form_box *
row_add(struct making *m, size_t boxes, int lines)
{
	struct form_box *made = ARENA_ARRAY(m->arena, struct form_box, boxes);
	ARENA_ROOM(m->arena, m->rows, m->count, m->capacity);
	m->rows[m->count++] = (struct form_row){ made, boxes, lines };
	for (size_t i = 0; i < boxes; i++)
		made[i].share = 1;
	return made;
}

/* A box alone in its row. */
static struct form_box *
box_add(struct making *m, const char *label, int lines)
{
	struct form_box *box = row_add(m, 1, lines);
	box->label = label;
	return box;
}

/* What the schema calls a field of a review. */
static const char *
label(const struct making *m, const char *field)
{
	const struct shape *review = kind_find(TEXT_LIT("review"));
	return strings_field(m->strings, field_find(review, text_of(field)));
}

/* Two boxes side by side. */
static void
pair_add(struct making *m, const char *left, const char *left_text,
    const char *right, const char *right_text)
{
	struct form_box *boxes = row_add(m, 2, 0);
	boxes[0].label = left;
	boxes[0].text = left_text;
	boxes[1].label = right;
	boxes[1].text = right_text;
}

/* The values at the top of the form; NULL where nothing is written. */
struct values {
	const char *subject, *head, *reviewer, *date, *method, *occasion,
	    *venue, *attendance;
};

static void
values_add(struct making *m, bool organisation, const struct values *v)
{
	const struct field *beside = organisation
	    ? field_find(&organisation_shape, TEXT_LIT("head"))
	    : field_find(&person_shape, TEXT_LIT("branch"));
	pair_add(m, label(m, "subject"), v->subject,
	    strings_field(m->strings, beside), v->head);
	pair_add(m, label(m, "reviewer"), v->reviewer, label(m, "date"),
	    v->date);
	pair_add(m, label(m, "method"), v->method, label(m, "occasion"),
	    v->occasion);
	pair_add(m, label(m, "venue"), v->venue, label(m, "attendance"),
	    v->attendance);
}

/* Signed below what is written last. */
static void
signature_add(struct making *m, const char *day)
{
	size_t last = m->count;
	while (last > 0 && m->rows[last - 1].lines == 0)
		last--;
	if (last > 0)
		((struct form_box *)m->rows[last - 1].boxes)->foot =
		    arena_printf(m->arena, SIGNATURE "%s", day);
}

/* ---- blank ---- */

/* 优秀□　良好□　一般□　较差□ */
static const char *
grades_blank(struct arena *arena, const struct programme *programme)
{
	const struct term_list *grades = &programme->terms[VOCABULARY_GRADE];
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < grades->count; i++)
		buf_printf(&buf, "%s□%s", i > 0 ? "　　" : "",
		    grades->items[i].name);
	return buf_detach(arena, &buf).at;
}

const struct form_sheet *
form_blank(struct arena *arena, const struct site *site,
    const struct programme *programme, const struct form *form)
{
	struct making m = { .arena = arena, .strings = site->strings };
	struct form_sheet *sheet = ARENA_NEW(arena, struct form_sheet);
	int lines = form->aspect_count > ASPECTS_MANY ? 2 : 3;
	values_add(&m, form->subject == SUBJECT_ORGANISATION,
	    &(struct values){ 0 });
	box_add(&m, label(&m, "opinions"), 2);
	for (size_t i = 0; i < form->aspect_count; i++) {
		const struct aspect *aspect = &form->aspects[i];
		struct form_box *box = box_add(&m, aspect->title, lines);
		box->hint = *aspect->guidance != '\0' &&
			!text_starts(text_of(aspect->guidance), aspect->title)
		    ? aspect->guidance
		    : NULL;
	}
	signature_add(&m, DAY_BLANK);
	if (programme->terms[VOCABULARY_GRADE].count > 0)
		box_add(&m, label(&m, "grade"), 0)->text =
		    grades_blank(arena, programme);
	*sheet = (struct form_sheet){ .span = form->span,
		.title = form->name,
		.left = arena_printf(arena, "填表单位：%s%s：",
		    "　　　　　　　　　　　　　　　", label(&m, "period")),
		.rows = m.rows,
		.row_count = m.count };
	return sheet;
}

/* ---- filled ---- */

/* 普通党员8人，群众代表6人，其他3人 */
static const char *
attendance_words(const struct composing *c, const struct view_entry *review)
{
	const struct value *attendance = entry_get(review, "attendance");
	const struct field *of = field_find(review->kind,
	    TEXT_LIT("attendance"));
	struct buf buf = BUF_INIT;
	for (const struct field *f = of->shape->fields; f->name != NULL; f++) {
		const struct value *count = value_get(attendance, f->name);
		if (value_is(count, VALUE_INTEGER))
			buf_printf(&buf, "%s%s%lld人", buf.len > 0 ? "，" : "",
			    field_label(c->view, f),
			    (long long)count->integer);
	}
	return buf_detach(c->arena, &buf).at;
}

static struct values
values_of(const struct composing *c, const struct view_entry *review,
    const char *head)
{
	const struct view_organisation *o = review->organisation;
	const char *unit = o == NULL ? NULL : o->name;
	struct values v = {
		.subject = review->person == NULL
		    ? unit
		    : person_words(c->strings, review->person),
		.head = review->person == NULL ? head : unit,
		.date = day_words(c, entry_day(review)),
		.attendance = attendance_words(c, review),
	};
	const struct {
		const char **at, *name;
	} fields[] = { { &v.reviewer, "reviewer" }, { &v.method, "method" },
		{ &v.occasion, "occasion" }, { &v.venue, "venue" } };
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		*fields[i].at = field_words(
		    c->arena, c->view, review, fields[i].name);
	return v;
}

/* A row for what else the record has; nothing for NULL. */
static void
fact_add(const struct composing *c, struct making *m,
    const struct view_entry *review, const struct value *fact)
{
	if (fact == NULL)
		return;
	struct pen pen = { c->arena, review->span };
	struct node *body = pen_document(&pen);
	const char *text = fact_text(c, fact);
	struct form_box *box = box_add(m, value_get_string(fact, "label"), 1);
	if (strchr(text, '\n') == NULL) {
		box->text = text;
		return;
	}
	for (struct text rest = text_of(text), line, after; rest.len > 0;
	     rest = after) {
		text_split(rest, '\n', &line, &after);
		pen_paragraph(&pen, body, arena_text(c->arena, line).at);
	}
	box->body = body;
}

static void
facts_add(const struct composing *c, struct making *m,
    const struct view_entry *review, const char *const *names)
{
	for (; *names != NULL; names++)
		fact_add(c, m, review, strcmp(*names, "tasks") == 0
			? tasks_fact(c, review)
			: fact_of(c, review, *names));
}

/* Of a section; a heading that is no label stands above the text. */
static struct node *
section_body(const struct composing *c, const struct view_entry *review,
    const struct view_section *section, const char *heading)
{
	struct pen pen = { c->arena, section->span };
	struct node *body = pen_document(&pen);
	pen_paragraph(&pen, body, heading);
	node_take_all(
	    body, text_make(c, section->body, section->span, review));
	return body;
}

static void
aspects_add(const struct composing *c, struct making *m,
    const struct view_entry *review)
{
	size_t count;
	const struct titled_section *sections =
	    form_sections(c->arena, review, &count);
	for (size_t i = 0; i < count; i++) {
		const char *title = sections[i].title;
		bool is_label = *title != '\0' &&
		    utf8_count(text_of(title)) <= LABEL_MOST;
		box_add(m, is_label ? title : "点评意见", 2)->body = section_body(
		    c, review, sections[i].section, is_label ? NULL : title);
	}
}

/* （1）…；（2）… */
static const char *
measures_words(struct arena *arena, const struct value *measures)
{
	struct buf buf = BUF_INIT;
	size_t count = value_count(measures);
	for (size_t i = 0; i < count; i++) {
		if (count > 1)
			buf_printf(&buf, "（%zu）", i + 1);
		buf_puts(&buf,
		    with_mark(arena,
			value_get_string(value_item(measures, i), "text"),
			i + 1 < count ? "；" : ""));
	}
	return buf_detach(arena, &buf).at;
}

/* What is asked for, as the review has it: 建议：…；责任人：…；… */
static const char *
demand_words(const struct composing *c, const struct view_entry *review,
    const struct value *problem)
{
	static const char *const names[] = { "advice", "owner", "measures",
		"standard", "due", "verifier", NULL };
	const struct shape *shape =
	    field_find(review->kind, TEXT_LIT("problems"))->shape;
	const char *words = "";
	for (const char *const *name = names; *name != NULL; name++) {
		const struct field *f = field_find(shape, text_of(*name));
		const struct value *value = value_get(problem, *name);
		if (value == NULL)
			continue;
		words = arena_printf(c->arena, "%s%s：%s",
		    with_mark(c->arena, words, "；"), field_label(c->view, f),
		    strcmp(*name, "measures") == 0
			? measures_words(c->arena, value)
			: field_value_words(c->arena, c->view, f, value));
	}
	return with_mark(c->arena, words, "。");
}

static void
problems_add(const struct composing *c, struct making *m,
    const struct view_entry *review)
{
	const struct value *problems = entry_get(review, "problems");
	struct pen pen = { c->arena, review->span };
	if (value_count(problems) == 0)
		return;
	struct node *body = pen_document(&pen);
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *problem = value_item(problems, i);
		pen.span = problem->span;
		pen_paragraph(&pen, body,
		    arena_printf(c->arena, "%zu．%s", i + 1,
			with_mark(c->arena,
			    value_get_string(problem, "text"), "。")));
		pen_paragraph(&pen, body, demand_words(c, review, problem));
	}
	box_add(m, "问题和整改要求", 2)->body = body;
}

/* 在册30人，到会28人，有效票28张：优秀20票，良好8票 */
static const char *
ballots_words(const struct composing *c, const struct view_entry *review)
{
	static const struct {
		const char *name, *unit;
	} parts[] = { { "roll", "人，" }, { "present", "人，" },
		{ "valid", "张" } };
	const struct value *ballots = entry_get(review, "ballots");
	const struct value *counts = value_get(ballots, "counts");
	const struct shape *shape =
	    field_find(review->kind, TEXT_LIT("ballots"))->shape;
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < 3; i++) {
		const struct value *count = value_get(ballots, parts[i].name);
		if (value_is(count, VALUE_INTEGER))
			buf_printf(&buf, "%s%lld%s",
			    field_label(c->view,
				field_find(shape, text_of(parts[i].name))),
			    (long long)count->integer, parts[i].unit);
	}
	for (size_t i = 0; i < value_count(counts); i++)
		buf_printf(&buf, "%s%s%lld票", i > 0 ? "，" : "：",
		    term_words(c, VOCABULARY_GRADE,
			counts->map.entries[i].key.at),
		    (long long)counts->map.entries[i].value->integer);
	return buf_detach(c->arena, &buf).at;
}

static void
verdict_add(const struct composing *c, struct making *m,
    const struct view_entry *review)
{
	const char *grade = field_words(c->arena, c->view, review, "grade");
	if (entry_get(review, "ballots") != NULL)
		box_add(m, label(m, "ballots"), 0)->text =
		    ballots_words(c, review);
	if (*grade != '\0')
		box_add(m, label(m, "grade"), 0)->text = grade;
}

/* What was corrected since it was circulated. */
static void
amendments_add(const struct composing *c, struct making *m,
    const struct view_entry *review)
{
	struct pen pen = { c->arena, review->span };
	const struct entry_list *amendments = entry_amendments(review);
	if (amendments->count == 0)
		return;
	struct node *body = pen_document(&pen);
	for (size_t i = 0; i < amendments->count; i++)
		pen_paragraph(
		    &pen, body, amendment_note(c, amendments->items[i]));
	const struct shape *kind = kind_find(TEXT_LIT("amendment"));
	box_add(m, strings_kind(c->strings, kind), 0)->body = body;
}

static const char *
period_words(const struct composing *c, const struct view_entry *review)
{
	const char *round = round_words(c, review);
	const char *period = term_words(c, VOCABULARY_PERIOD, review->period);
	return round == NULL
	    ? period
	    : arena_printf(c->arena, "%s（%s）", period, round);
}

const struct form_sheet *
form_filled(const struct composing *c, const struct view_entry *review,
    const char *head)
{
	static const char *const before[] = { "preparation", "tasks", "pledges",
		"opinions", NULL };
	static const char *const after[] = { "handling", "contact", NULL };
	const char *recorded = entry_string(review, "recorded");
	struct making m = { .arena = c->arena, .strings = c->strings };
	struct form_sheet *sheet = ARENA_NEW(c->arena, struct form_sheet);
	const struct view_organisation *unit = review->organisation == NULL
	    ? NULL
	    : unit_of(review->organisation);
	struct values values = values_of(c, review, head);
	values_add(&m, review->person == NULL, &values);
	facts_add(c, &m, review, before);
	aspects_add(c, &m, review);
	facts_add(c, &m, review, after);
	problems_add(c, &m, review);
	signature_add(&m, *recorded == '\0' ? DAY_BLANK
					    : day_words(c, recorded));
	verdict_add(c, &m, review);
	amendments_add(c, &m, review);
	*sheet = (struct form_sheet){ .id = review->id,
		.span = review->span,
		.title = review->form->name,
		.bookmark = arena_printf(c->arena, "%s　%s",
		    subject_words(c->arena, c->strings, review),
		    review->form->short_name),
		.left = unit == NULL ? NULL : unit->name,
		.right = paper_marked(c, paper_is_draft(c, review->period),
		    period_words(c, review)),
		.rows = m.rows,
		.row_count = m.count };
	sheet->group = sheet->left;
	return sheet;
}
