/*
 * A small site for the tests of filter/: scripts given as text, a programme, a
 * roster and records of one university with one college and one branch, and a
 * view as an audience would get it.
 */
#ifndef TONGBAO_TESTS_FILTER_ROOM_H
#define TONGBAO_TESTS_FILTER_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "filter/edition.h"
#include "filter/record.h"
#include "model/rules.h"
#include "strings_room.h"

struct room {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	struct scripts scripts;
	struct script script_items[8];
	struct programme programme;
	struct roster roster;
	struct organisation *university, *college, *branch;
	struct person *head, *member;
	struct record *record;
	struct site site;
	struct edition edition;
	struct view *view;
	struct figures *figures; /* NULL: no tallies */
	struct additions additions;
};

#define AS_OF "2010-10-20"

/* ---- the programme ---- */

static inline void
terms_set(
    struct room *room, enum vocabulary vocabulary, const char *const *words)
{
	struct term_list *list = &room->programme.terms[vocabulary];
	for (; *words != NULL; words += 2) {
		ARENA_ROOM(
		    room->arena, list->items, list->count, list->capacity);
		list->items[list->count++] =
		    (struct term){ .id = words[0], .name = words[1] };
	}
}

static inline void
programme_fill(struct room *room)
{
	static struct period periods[] = {
		{ "2010-q2", "2010年第二季度", "2010-04-01", "2010-06-30",
		    "2010-07-15", SPAN_NONE },
		{ "2010-q3", "2010年第三季度", "2010-07-01", "2010-09-30",
		    "2010-10-15", SPAN_NONE },
	};
	static struct form forms[] = {
		{ .id = "organisation", .name = "组织点评表",
		    .short_name = "组织", .subject = SUBJECT_ORGANISATION,
		    .coverage = true },
		{ .id = "member", .name = "党员点评表",
		    .short_name = "党员" },
	};
	room->programme.title = "点评方案";
	room->programme.periods = periods;
	room->programme.forms = forms;
	terms_set(room, VOCABULARY_CLASS,
	    (const char *const[]){
		"masses", "群众", "members", "党员", "cadres", "干部", NULL });
	terms_set(room, VOCABULARY_LEVEL,
	    (const char *const[]){ "university", "学校党委", "second-level",
		"二级党组织", "branch", "党支部", NULL });
	terms_set(room, VOCABULARY_PERIOD,
	    (const char *const[]){ "2010-q2", "2010年第二季度", "2010-q3",
		"2010年第三季度", NULL });
	terms_set(room, VOCABULARY_FORM,
	    (const char *const[]){
		"organisation", "组织点评表", "member", "党员点评表", NULL });
	terms_set(room, VOCABULARY_METHOD,
	    (const char *const[]){
		"on-site", "现场点评", "meeting", "会议集中点评", NULL });
	terms_set(room, VOCABULARY_PREPARATION,
	    (const char *const[]){
		"visits", "走访群众", "talks", "座谈", NULL });
	terms_set(room, VOCABULARY_CATEGORY,
	    (const char *const[]){ "infirm", "年老体弱", NULL });
}

/* ---- the roster ---- */

static inline struct tenures
tenure_of(struct room *room, const char *id, struct organisation *organisation,
    struct person *person)
{
	struct tenure *tenure = ARENA_NEW(room->arena, struct tenure);
	*tenure = (struct tenure){ .from = "",
		.to = "",
		.id = id,
		.organisation = organisation,
		.person = person };
	return (struct tenures){ tenure, 1 };
}

static inline struct organisation *
organisation_new(struct room *room, const char *id, const char *name,
    const char *short_name, int level, struct organisation *superior)
{
	struct organisation *o = ARENA_NEW(room->arena, struct organisation);
	*o = (struct organisation){ .id = id,
		.name = name,
		.short_name = short_name,
		.level = level,
		.from = "",
		.to = "" };
	if (superior != NULL)
		o->superiors = tenure_of(room, superior->id, superior, NULL);
	roster_add_organisation(&room->roster, room->arena, o);
	return o;
}

static inline struct person *
person_new(struct room *room, const char *id, const char *name)
{
	struct person *person = ARENA_NEW(room->arena, struct person);
	*person = (struct person){ .id = id, .name = name, .joined = "" };
	person->branches = tenure_of(room, "branch", room->branch, NULL);
	roster_add_person(&room->roster, room->arena, person);
	return person;
}

static inline void
roster_fill(struct room *room)
{
	roster_init(&room->roster, room->arena);
	room->university = organisation_new(
	    room, "university", "某大学党委", "学校党委", 0, NULL);
	room->college = organisation_new(
	    room, "jidian", "机电学院党总支", "机电学院", 1, room->university);
	room->branch = organisation_new(
	    room, "jiaogong", "机电教工党支部", "教工支部", 2, room->college);
	room->branch->from = "2010-09-01";
	room->branch->to = "2011-08-31";
	room->head = person_new(room, "han", "韩立诚");
	room->member = person_new(room, "fu", "傅景和");
	room->member->categories = tenure_of(room, "infirm", NULL, NULL);
	room->college->heads = tenure_of(room, "han", NULL, room->head);
}

/* ---- records ---- */

static inline void
field_set(struct value **fields, const struct shape *kind, const char *name,
    struct value *value)
{
	fields[field_index(kind, name)] = value;
}

static inline struct value *
list_of(struct room *room, const char *const *words)
{
	struct value *list = value_list(room->arena);
	for (; *words != NULL; words++)
		value_add(room->arena, list, value_string(room->arena, *words));
	return list;
}

/* The fields that the tests look at, as a review of a member has them. */
static inline struct value **
review_fields(struct room *room, const char *subject, const char *form,
    const char *date, const char *method)
{
	struct arena *arena = room->arena;
	const struct shape *kind = kind_find(TEXT_LIT("review"));
	struct value **fields =
	    ARENA_ARRAY(arena, struct value *, field_count(kind));
	struct value *problem = value_map(arena);
	struct value *problems = value_list(arena);
	struct value *attendance = value_map(arena);
	value_set(arena, problem, "id", value_string(arena, "p1"));
	value_set(arena, problem, "text", value_string(arena, "台账不全"));
	value_set(arena, problem, "owner", value_string(arena, "han"));
	value_add(arena, problems, problem);
	value_set(arena, attendance, "members", value_integer(arena, 9));
	field_set(fields, kind, "kind", value_string(arena, "review"));
	field_set(fields, kind, "form", value_string(arena, form));
	field_set(fields, kind, "subject", value_string(arena, subject));
	field_set(fields, kind, "reviewer", value_string(arena, "han"));
	field_set(fields, kind, "period", value_string(arena, "2010-q3"));
	field_set(fields, kind, "date", value_string(arena, date));
	field_set(fields, kind, "recorded", value_string(arena, "2010-10-21"));
	field_set(fields, kind, "method", value_string(arena, method));
	field_set(fields, kind, "preparation",
	    list_of(room, (const char *const[]){ "visits", "talks", NULL }));
	field_set(fields, kind, "attendance", attendance);
	field_set(fields, kind, "problems", problems);
	return fields;
}

static inline void
record_fill(struct room *room)
{
	struct record *record = ARENA_NEW(room->arena, struct record);
	*record = (struct record){
		.id = "2010-q3/review/members/fu",
		.kind = kind_find(TEXT_LIT("review")),
		.organisation = room->branch,
		.person = room->member,
		.form = &room->programme.forms[1],
		.period = "2010-q3",
		.date = "2010-10-18",
	};
	record->fields =
	    review_fields(room, "fu", "member", "2010-10-18", "on-site");
	room->record = record;
}

/* ---- the view ---- */

static inline struct view_organisation *
shown_organisation(struct room *room, const struct organisation *from,
    struct view_organisation *superior)
{
	struct view *view = room->view;
	struct view_organisation *o =
	    ARENA_NEW(room->arena, struct view_organisation);
	*o = (struct view_organisation){ .id = from->id,
		.name = from->name,
		.short_name = from->short_name,
		.level = from->level,
		.index = view->organisation_count,
		.superior = superior,
		.from = from->from,
		.to = from->to,
		.active = true };
	view->organisations[view->organisation_count++] = o;
	table_add(&view->organisation_ids, text_of(o->id), o);
	return o;
}

static inline struct view_person *
shown_person(struct room *room, const char *id, const char *name)
{
	struct view *view = room->view;
	struct view_person *person = ARENA_NEW(room->arena, struct view_person);
	*person = (struct view_person){ .id = id, .name = name,
		.post = "" };
	view->people[view->person_count++] = person;
	table_add(&view->person_ids, text_of(id), person);
	return person;
}

static inline struct view_entry *
shown_entry(struct room *room, const char *id, const char *kind_name,
    struct view_organisation *organisation, struct view_person *person)
{
	struct view *view = room->view;
	struct view_entry *entry = ARENA_NEW(room->arena, struct view_entry);
	const struct shape *kind = kind_find(text_of(kind_name));
	*entry = (struct view_entry){ .id = id,
		.kind = kind,
		.organisation = organisation,
		.person = person,
		.period = "2010-q3",
		.date = "2010-10-12" };
	entry->body = ARENA_NEW(room->arena, struct view_body);
	entry->body->fields =
	    ARENA_ARRAY(room->arena, struct value *, field_count(kind));
	view->entries.items[view->entries.count++] = entry;
	table_add(&view->entry_ids, text_of(id), entry);
	return entry;
}

static inline void
entries_fill(struct room *room, struct view_organisation *college,
    struct view_organisation *branch, struct view_person *nobody)
{
	struct view_entry *bulletin = shown_entry(room, "2010-q3/bulletin/11",
	    "bulletin", room->view->organisations[0], NULL);
	field_set(bulletin->body->fields, bulletin->kind, "title",
	    value_string(room->arena, "情况通报"));
	struct view_entry *reply =
	    shown_entry(room, "2010-q3/reply/jidian", "reply", college, NULL);
	struct view_entry *one = shown_entry(
	    room, "2010-q3/review/jiaogong", "review", branch, NULL);
	one->form = &room->programme.forms[0];
	one->body->fields = review_fields(
	    room, "jiaogong", "organisation", "2010-10-12", "meeting");
	struct view_entry *two =
	    shown_entry(room, "2010-q3/review/jidian", "review", college, NULL);
	two->form = &room->programme.forms[0];
	two->date = "2010-10-18";
	two->body->fields = review_fields(
	    room, "jidian", "organisation", "2010-10-18", "on-site");
	two->body->derived = value_map(room->arena);
	value_set(room->arena, two->body->derived, "late_days",
	    value_integer(room->arena, 3));
	value_set(room->arena, two->body->derived, "share",
	    value_real(room->arena, 4));
	ARENA_ROOM(room->arena, two->links.replies.items, two->links.replies.count,
	    two->links.replies.capacity);
	two->links.replies.items[two->links.replies.count++] = reply;
	struct view_entry *three =
	    shown_entry(room, "2010-q3/review-1", "review", branch, nobody);
	three->form = &room->programme.forms[1];
	three->body->fields =
	    review_fields(room, "?", "member", "2010-10-12", "on-site");
}

static inline void
view_fill(struct room *room)
{
	struct view *view = ARENA_NEW(room->arena, struct view);
	room->view = view;
	room->site =
	    (struct site){ .root = ".", .title = "点评", .language = "zh-CN" };
	room->site.strings = strings_room(room->arena, room->site.language);
	room->edition = (struct edition){ .id = "masses", .title = "群众版" };
	*view = (struct view){ .arena = room->arena,
		.site = &room->site,
		.programme = &room->programme,
		.edition = &room->edition,
		.audience = "学校党委 · 群众",
		.as_of = AS_OF };
	view->organisations =
	    ARENA_ARRAY(room->arena, struct view_organisation *, 8);
	view->people = ARENA_ARRAY(room->arena, struct view_person *, 8);
	view->entries.items = ARENA_ARRAY(room->arena, struct view_entry *, 16);
	table_init(&view->organisation_ids, room->arena);
	table_init(&view->person_ids, room->arena);
	table_init(&view->entry_ids, room->arena);
	struct view_organisation *top =
	    shown_organisation(room, room->university, NULL);
	struct view_organisation *college =
	    shown_organisation(room, room->college, top);
	struct view_organisation *branch =
	    shown_organisation(room, room->branch, college);
	college->head = shown_person(room, "han", "韩立诚");
	entries_fill(room, college, branch, shown_person(room, "?", NULL));
}

/* ---- figures ---- */

/* A value of a dimension; ids go into the table. */
static inline void
dimension_add(struct tally_dimension *d, const char *id, const char *name,
    uint32_t parent, bool itself)
{
	struct tally_node *node = &d->nodes[d->node_count++];
	*node = (struct tally_node){ id, name, parent, itself };
	if (!itself && *id != '\0')
		table_add(&d->node_ids, text_of(id), node);
}

/* With room for a few values. */
static inline struct tally_dimension *
dimension_new(struct room *room, const char *id, const char *name,
    enum tally_axis axis)
{
	struct tally_dimension *d =
	    ARENA_NEW(room->arena, struct tally_dimension);
	d->id = id;
	d->name = name;
	d->axis = axis;
	d->nodes = ARENA_ARRAY(room->arena, struct tally_node, 16);
	table_init(&d->node_ids, room->arena);
	dimension_add(d, "", "", 0, false);
	return d;
}

/* ---- the room ---- */

static inline void
room_open(struct room *room)
{
	memset(room, 0, sizeof(*room));
	room->arena = arena_new();
	sources_init(&room->sources, room->arena);
	diags_init(&room->diags, room->arena);
	room->scripts.items = room->script_items;
	room->scripts.files = room->script_items;
	room->scripts.language = "zh-CN";
	programme_fill(room);
	room->programme.forms[0].levels =
	    list_of(room, (const char *const[]){ "branch", NULL });
	roster_fill(room);
	record_fill(room);
	view_fill(room);
}

static inline void
room_close(struct room *room)
{
	arena_free(room->arena);
}

/* For tests that are given a room of their own as *state. */
static inline int
room_setup(void **state)
{
	struct room *room = malloc(sizeof(*room));
	assert_non_null(room);
	room_open(room);
	*state = room;
	return 0;
}

static inline int
room_teardown(void **state)
{
	room_close(*state);
	free(*state);
	return 0;
}

#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(test_##name, room_setup, room_teardown)

/* A file in scripts/; a filter unless `module`.  Filters come first. */
static inline void
script_add(struct room *room, const char *name, const char *text, bool module)
{
	char path[128];
	snprintf(path, sizeof(path), "scripts/%s", name);
	uint32_t source = sources_add(&room->sources, path);
	source_at(&room->sources, source)->text = text_of(text);
	room->script_items[room->scripts.file_count++] =
	    (struct script){ name, source, text_of(text), 0 };
	if (!module)
		room->scripts.count++;
}

/* Runs the record phase on the room's record with a worker of its own. */
static inline void
record_phase(struct room *room)
{
	struct record_filter *filter = record_filter_open(&room->scripts,
	    &room->programme, &room->roster, AS_OF, &room->diags);
	if (filter == NULL)
		return;
	record_filter_run(filter, room->arena, room->record, &room->diags);
	record_filter_close(filter);
}

static inline int
edition_phase(struct room *room)
{
	struct edition_filter *filter =
	    edition_filter_open(&room->scripts, room->view, room->figures,
		&room->diags);
	if (filter == NULL)
		return -1;
	int status = edition_filter_run(
	    filter, room->arena, &room->additions, &room->diags);
	edition_filter_close(filter);
	return status;
}

static inline struct node *
live_at(struct room *room, const char *code, bool is_inline, struct span where)
{
	struct edition_filter *filter =
	    edition_filter_open(&room->scripts, room->view, room->figures,
		&room->diags);
	if (filter == NULL)
		return NULL;
	struct node *node = edition_filter_live(filter, room->arena,
	    text_of(code), is_inline, "2010-q3", where, &room->diags);
	edition_filter_close(filter);
	return node;
}

/* What an inline piece of Lua puts into the text; NULL after a fault. */
static inline const char *
live_words(struct room *room, const char *code)
{
	struct node *node = live_at(room, code, true, SPAN_NONE);
	return node == NULL ? NULL : node_plain(room->arena, node).at;
}

/* ---- what must have come of it ---- */

static inline void
assert_no_fault(const struct room *room)
{
	if (room->diags.first != NULL)
		fail_msg("unexpected: %s", room->diags.first->message);
}

static inline uint32_t
line_of(const struct room *room, const struct diag *diag)
{
	if (diag->span.source == 0)
		return 0;
	return source_place(
	    source_at(&room->sources, diag->span.source), diag->span)
	    .line;
}

/* Exactly one fault, of this rule, on this line, saying these words. */
static inline void
assert_fault(const struct room *room, enum rule_id rule, uint32_t line,
    const char *words)
{
	const struct diag *diag = room->diags.first;
	if (diag == NULL)
		fail_msg("no fault at all; expected: %s", words);
	if (diag->rule != &rules[rule] || line_of(room, diag) != line ||
	    strstr(diag->message, words) == NULL)
		fail_msg("%s at line %u: %s\nexpected %s at line %u: %s",
		    diag->rule->code, line_of(room, diag), diag->message,
		    rules[rule].code, line, words);
	assert_int_equal(room->diags.count, 1);
}

#endif
