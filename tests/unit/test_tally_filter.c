/*
 * Tallies in filters: declarations and their faults, what maps count, what
 * they are known to have read, days, and scripts that try to remember.  What C
 * does with it is in test_tally.c.
 */
#include "filter_room.h"

#include "chance.h"
#include "filter/tally.h"

static struct corpus corpus;
static struct record *records[64];

/* Up to a cut-off on which the room's record counts. */
static int
counting_setup(void **state)
{
	int status = room_setup(state);
	struct room *room = *state;
	room->programme.cutoffs =
	    list_of(room, (const char *const[]){ "2010-10-19", NULL });
	field_set(room->record->fields, room->record->kind, "recorded",
	    value_string(room->arena, "2010-10-19"));
	records[0] = room->record;
	corpus = (struct corpus){ .arena = room->arena,
		.site = &room->site,
		.programme = &room->programme,
		.records = records,
		.record_count = 1 };
	return status;
}

#define C(name)                                                                \
	cmocka_unit_test_setup_teardown(                                       \
	    test_##name, counting_setup, room_teardown)

static struct record *
record_add(struct room *room, const char *kind, const char *id,
    const char *date)
{
	struct record *record = ARENA_NEW(room->arena, struct record);
	const struct shape *shape = kind_find(text_of(kind));
	*record = (struct record){ .id = id,
		.kind = shape,
		.organisation = room->branch,
		.period = "2010-q3",
		.date = date };
	record->fields =
	    ARENA_ARRAY(room->arena, struct value *, field_count(shape));
	if (field_find(shape, TEXT_LIT("date")) != NULL)
		field_set(record->fields, shape, "date",
		    value_string(room->arena, date));
	records[corpus.record_count++] = record;
	return record;
}

/* Over so many workers, each record by one that `pick` takes. */
static struct tallies *
tallies_run(struct room *room, unsigned workers, uint32_t seed)
{
	struct tally_filter *filters[4] = { NULL };
	corpus.roster = room->roster;
	struct tallying *tallying = tallying_open(
	    room->arena, &room->scripts, &corpus, AS_OF, &room->diags);
	if (tallying == NULL)
		return NULL;
	for (unsigned i = 0; i < workers; i++)
		filters[i] = tally_filter_open(tallying, &room->diags);
	for (size_t i = 0; i < corpus.record_count; i++) {
		seed = seed * 1664525u + 1013904223u;
		unsigned worker = (seed >> 16) % workers;
		if (filters[worker] != NULL)
			tally_filter_run(filters[worker], i, &room->diags);
	}
	for (unsigned i = 0; i < workers; i++)
		if (filters[i] != NULL)
			tally_filter_close(filters[i]);
	return tallying_close(tallying, room->arena, workers, &room->diags);
}

static struct tallies *
script_run(struct room *room, const char *script)
{
	script_add(room, "a.lua", script, false);
	return tallies_run(room, 1, 1);
}

static const struct {
	uint64_t bit;
	const char *word;
} kinds[] = { { READ_COURSE, "COURSE" }, { READ_STANDING, "STANDING" },
	{ READ_ABOVE, "ABOVE" }, { READ_ID, "ID" },
	{ READ_SUBJECT, "SUBJECT" }, { READ_OWNERS, "OWNERS" },
	{ READ_CLASSES, "CLASSES" }, { READ_HEAD, "HEAD" },
	{ READ_OFFICE, "OFFICE" }, { READ_RELATION, "RELATION" },
	{ READ_PLACE, "PLACE" },
	{ DERIVED_UNSEEN, "UNSEEN" } };

/* Test_days has it: whether a record counts hangs on that. */
static bool
is_read_anyway(const struct field *field)
{
	return strcmp(field->name, "recorded") == 0;
}

/* What one tally counts: method:meeting 2 [12], …; the bits if asked for. */
static const char *
counted(struct room *room, const struct tallies *tallies, size_t number,
    bool bits)
{
	struct buf out = BUF_INIT;
	assert_non_null(tallies);
	const struct tally *tally = tallies->list.items[number];
	const struct contributions *all = &tallies->contributions[number];
	for (size_t i = 0; i < all->count; i++) {
		const struct contribution *c = &all->items[i];
		assert_int_equal(c->tally, number);
		buf_puts(&out, i == 0 ? "" : ", ");
		for (size_t d = 0; d < tally->dimension_count; d++)
			buf_printf(&out, "%s%s", d == 0 ? "" : "/",
			    tally->dimensions[d]
				->nodes[c->place.nodes[d]]
				.id);
		buf_printf(&out, " %u", (unsigned)c->amount);
		if (corpus.record_count > 1)
			buf_printf(&out, " of %u", (unsigned)c->record);
		const struct field *fields =
		    corpus.records[c->record]->kind->fields;
		for (size_t f = 0; bits && fields[f].name != NULL; f++)
			if ((c->read & (uint64_t)1 << f) != 0 &&
			    !is_read_anyway(&fields[f]))
				buf_printf(&out, " %s", fields[f].name);
		for (size_t w = 0; bits && w < sizeof(kinds) / sizeof(*kinds);
		     w++)
			if ((c->read & kinds[w].bit) != 0)
				buf_printf(&out, " %s", kinds[w].word);
	}
	const char *words = arena_text(room->arena, buf_text(&out)).at;
	buf_free(&out);
	return words;
}

#define MAP(head, body)                                                        \
	"return { tallies = {\n"                                               \
	"t = { " head ",\n"                                                    \
	"map = function(r, cell)\n" body "\nend } } }\n"

static void
assert_counts(struct room *room, const char *script, const char *words)
{
	const struct tallies *tallies = script_run(room, script);
	assert_no_fault(room);
	assert_string_equal(counted(room, tallies, 0, false), words);
}

static void
assert_reads(struct room *room, const char *body, const char *words)
{
	const char *script = arena_printf(room->arena,
	    MAP("by = {{id = 'x', words = {'x'}}}", "%s cell('x')"), body);
	const struct tallies *tallies = script_run(room, script);
	assert_no_fault(room);
	assert_string_equal(counted(room, tallies, 0, true), words);
}

/* ---- declarations ---- */

static void
test_declared(void **state)
{
	struct room *room = *state;
	const struct tallies *tallies = script_run(room,
	    "local time = {id = 'time', title = '时限', words = {'late', "
	    "{'in-time', '按时'}}}\n"
	    "return { tallies = {\n"
	    "b = { title = '乙', of = 'x', by = {'organisation:branch', time}, "
	    "most = 5, minimum = 4, sensitive = {'time'}, map = function() end "
	    "},\n"
	    "a = { of = 'x', by = {{id = 'time', title = '时限', words = "
	    "{{'late', 'late'}, {'in-time', '按时'}}}}, map = function() end "
	    "} } }");
	assert_no_fault(room);
	assert_int_equal(tallies->list.count, 2);
	const struct tally *a = tallies->list.items[0];
	const struct tally *b = tallies->list.items[1];
	assert_string_equal(a->name, "a");
	assert_string_equal(a->title, "a");
	assert_int_equal(a->minimum, TALLY_MINIMUM);
	assert_int_equal(a->most, 1);
	assert_string_equal(b->title, "乙");
	assert_string_equal(b->of, "x");
	assert_int_equal(b->minimum, 4);
	assert_int_equal(b->most, 5);
	assert_int_equal(b->dimension_count, 2);
	assert_string_equal(b->dimensions[0]->id, "organisation:branch");
	assert_string_equal(b->dimensions[1]->name, "时限");
	assert_string_equal(b->dimensions[1]->nodes[2].name, "按时");
	assert_true(b->dimensions[1]->sensitive);
	assert_false(b->dimensions[0]->sensitive);
	assert_ptr_equal(b->dimensions[1], a->dimensions[0]);
	assert_int_equal(tally_find(&tallies->list, "b"), 1);
}

static void
test_no_tallies(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", "return { record = function(r) end }", false);
	script_add(room, "b.lua", "return { tallies = {} }", false);
	assert_null(tallies_run(room, 1, 1));
	assert_no_fault(room);
}

static const struct {
	const char *declared; /* on line 2 */
	const char *words;
} faulty[] = {
	{ "t = { map = function() end }", "'by' takes a list of 1 to 4" },
	{ "t = { by = {}, map = function() end }", "'by' takes a list" },
	{ "t = { by = {'form', 'method', 'period', 'state', 'grade'}, "
	  "map = function() end }",
	    "'by' takes a list of 1 to 4" },
	{ "t = { by = {'form', 3}, map = function() end }",
	    "'by' has a number in it" },
	{ "t = { by = {'form', 'form'}, map = function() end }",
	    "'form' stands twice in 'by'" },
	{ "t = { by = {'quarter'}, map = function() end }",
	    "nothing is counted by 'quarter'" },
	{ "t = { by = {'organisation:faculty'}, map = function() end }",
	    "nothing is counted by 'organisation:faculty'" },
	{ "t = { by = {{id = 'x'}}, map = function() end }",
	    "'x' takes 'words', a list of 1 to 1000" },
	{ "t = { by = {{id = 'x', words = {}}}, map = function() end }",
	    "'x' takes 'words'" },
	{ "t = { by = {{id = 'x', words = {3}}}, map = function() end }",
	    "'words' takes texts, or pairs" },
	{ "t = { by = {{id = 'x', words = {{'a'}}}}, map = function() end }",
	    "'words' takes texts, or pairs" },
	{ "t = { by = {{id = 'x', words = {''}}}, map = function() end }",
	    "'words' takes texts, or pairs" },
	{ "t = { by = {{id = 'x', words = {'a', {'a', '甲'}}}}, "
	  "map = function() end }",
	    "the word 'a' stands twice" },
	{ "t = { by = {{words = {'a'}}}, map = function() end }",
	    "takes an 'id' that no vocabulary has" },
	{ "t = { by = {{id = 'form', words = {'a'}}}, map = function() end }",
	    "takes an 'id' that no vocabulary has" },
	{ "t = { by = {{id = 'x', word = {'a'}, words = {'a'}}}, "
	  "map = function() end }",
	    "nothing is declared by 'word'" },
	{ "t = { by = {'form'}, minimum = 2, map = function() end }",
	    "a minimum of 2 lets each of the two know of the other" },
	{ "t = { by = {'form'}, minimum = 0, map = function() end }",
	    "'minimum' takes a whole number from 1 to 1000" },
	{ "t = { by = {'form'}, minimum = 3.5, map = function() end }",
	    "'minimum' takes a whole number" },
	{ "t = { by = {'form'}, minimum = '3', map = function() end }",
	    "'minimum' takes a whole number" },
	{ "t = { by = {'form'}, most = 1001, map = function() end }",
	    "'most' takes a whole number" },
	{ "t = { by = {'form'}, title = 3, map = function() end }",
	    "'title' takes a text, not a number" },
	{ "t = { by = {'form'}, of = '', map = function() end }",
	    "'of' is empty" },
	{ "t = { by = {'form'}, sensitive = {'method'}, map = function() end "
	  "}",
	    "'method' in 'sensitive' does not stand in 'by'" },
	{ "t = { by = {'form'}, sensitive = 'form', map = function() end }",
	    "'sensitive' takes a list" },
	{ "t = { by = {'form'} }", "'map' takes a function, not a nil" },
	{ "t = { by = {'form'}, map = 'x' }",
	    "'map' takes a function, not a string" },
	{ "t = { by = {'form'}, map = pairs }", "'map' takes a function" },
	{ "t = { by = {'form'}, mpa = 1, map = function() end }",
	    "nothing is declared by 'mpa'" },
	{ "t = 3", "a tally is a table, not a number" },
	{ "t = { by = {'form'}, minimum = 1, of = 'x', map = function() end "
	  "}, s = { by = {'form'}, of = 'x', map = function() end }",
	    "only one of them has a minimum of 1" },
};

static void
test_faulty_declarations(void **state)
{
	struct room *room = *state;
	for (size_t i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		diags_init(&room->diags, room->arena);
		room->scripts.count = room->scripts.file_count = 0;
		const char *script = arena_printf(room->arena,
		    "return { tallies = {\n%s } }", faulty[i].declared);
		assert_null(script_run(room, script));
		assert_fault(
		    room, RULE_TALLY_DECLARED, 2, faulty[i].words);
	}
}

static void
test_did_you_mean(void **state)
{
	struct room *room = *state;
	script_run(room, MAP("by = {'methd'}, minimun = 3", ""));
	assert_int_equal(room->diags.count, 2);
	assert_string_equal(
	    room->diags.first->remedy, "did you mean minimum?");
	assert_string_equal(
	    room->diags.first->next->remedy, "did you mean method?");
}

static void
test_every_fault_is_told(void **state)
{
	struct room *room = *state;
	assert_null(script_run(room,
	    "return { tallies = { a = { by = {'methd'}, map = function() end "
	    "}, b = { by = {{id = 'x', words = {}}}, map = function() end } } "
	    "}"));
	assert_int_equal(room->diags.count, 2);
	assert_non_null(
	    strstr(room->diags.last->message, "tally 'b': 'x' takes 'words'"));
}

/* At its tally, though nothing of the script runs any more. */
static void
test_place_of_a_spoilt_text(void **state)
{
	struct room *room = *state;
	assert_null(script_run(room,
	    "local x = 1\nreturn { tallies = {\n"
	    "t = { title = 'a\\1b', by = {'form'}, map = function() end } } }"));
	assert_fault(room, RULE_FILTER_RESULT, 3,
	    "title holds a control character");
}

static void
test_keys_that_are_no_names(void **state)
{
	struct room *room = *state;
	assert_null(script_run(room,
	    "local x = 1\nreturn {\n tallies = { [true] = {}, [1] = {} } }"));
	assert_fault(room, RULE_TALLY_DECLARED, 3,
	    "`tallies` takes names, not a key that is a boolean");
}

/* Two lists of words are one dimension only where all of them is the same. */
static void
test_words_are_told_apart(void **state)
{
	struct room *room = *state;
	assert_non_null(script_run(room,
	    "return { tallies = {\n"
	    "s = { by = {{id = 'x', words = {{'a\\tb', 'c'}}}},\n"
	    "map = function(r, cell) cell('a\\tb') end },\n"
	    "t = { by = {{id = 'x', words = {{'a', 'b\\tc'}}}},\n"
	    "map = function(r, cell) cell('a') end } } }"));
	assert_no_fault(room);
}

static void
test_one_name_once(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", MAP("by = {'form'}", ""), false);
	script_add(room, "b.lua", MAP("by = {'form'}", ""), false);
	assert_null(tallies_run(room, 1, 1));
	assert_fault(room, RULE_TALLY_DECLARED, 2,
	    "tally 't': a.lua declares one of that name already");
}

static void
test_no_table(void **state)
{
	struct room *room = *state;
	record_phase(room);
	script_add(room, "a.lua", "return {\ntallies = 3 }", false);
	record_phase(room);
	assert_fault(room, RULE_FILTER_RESULT, 2,
	    "`tallies` takes a table, not a number");
}

/* ---- cells ---- */

static void
test_counts(void **state)
{
	assert_counts(*state,
	    MAP("by = {'organisation:second-level', 'method', 'form'}, most = "
		"3",
		"cell(r.organisation, r.method, r.form)\n"
		"cell('university', 'meeting', 'member', 2)\n"
		"cell('jidian', 'meeting', 'member', 0)"),
	    "university/meeting/member 2, jidian/on-site/member 1");
}

static const struct {
	const char *body;
	const char *words;
} bad_cells[] = {
	{ "cell(r.organisation)",
	    "a cell of 't' has 2 values, and may have an amount; here are 1" },
	{ "cell(r.organisation, 'meeting', 1, 2)", "here are 4" },
	{ "cell()", "here are 0" },
	{ "cell(r.organisation, r.venue)",
	    "value 2, of 'method', is nil; skip such records" },
	{ "cell(nil, 'meeting')", "value 1, of 'organisation:branch', is nil" },
	{ "cell(r.organisation, 'metting')", "'method' has no 'metting'" },
	{ "cell(r.organisation, '')", "'method' has no ''" },
	{ "cell(r.organisation, 3)",
	    "'method' takes one of its words, not a number" },
	{ "cell(r.organisation, r)",
	    "'method' takes one of its words, not a record" },
	{ "cell(r.subject, 'meeting')",
	    "'organisation:branch' takes an organisation, not a person" },
	{ "cell('nowhere', 'meeting')", "there is no organisation 'nowhere'" },
	{ "cell(r.organisation, 'meeting', 4)",
	    "the amount is a whole number from 0 to 3" },
	{ "cell(r.organisation, 'meeting', -1)", "the amount is a whole" },
	{ "cell(r.organisation, 'meeting', 1.5)", "the amount is a whole" },
	{ "cell(r.organisation, 'meeting', '1')", "the amount is a whole" },
};

static void
test_bad_cells(void **state)
{
	struct room *room = *state;
	for (size_t i = 0; i < sizeof(bad_cells) / sizeof(*bad_cells); i++) {
		diags_init(&room->diags, room->arena);
		room->scripts.count = room->scripts.file_count = 0;
		const char *script = arena_printf(room->arena,
		    MAP("by = {'organisation:branch', 'method'}, most = 3",
			"cell(r.organisation, 'meeting')\n%s"),
		    bad_cells[i].body);
		assert_null(script_run(room, script));
		assert_fault(room, RULE_TALLY_CELL, 5, bad_cells[i].words);
	}
}

static void
test_faults_name_the_record(void **state)
{
	struct room *room = *state;
	script_run(room, MAP("by = {'method'}", "cell(r.methd)"));
	assert_fault(room, RULE_FILTER_FIELD, 4,
	    "a.lua, tally t, 2010-q3/review/members/fu: record has no field "
	    "'methd'; did you mean 'method'?");
}

static void
test_a_map_returns_nothing(void **state)
{
	struct room *room = *state;
	script_run(room, MAP("by = {'method'}", "return r.method"));
	assert_fault(room, RULE_FILTER_RESULT, 3, "`map` returns nothing");
}

static void
test_records_can_only_be_read(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { derived = { n = {type = 'integer'} },\n"
	    "tallies = { t = { by = {'method'}, map = function(r)\n"
	    "r.n = 1 end } } }",
	    false);
	tallies_run(room, 1, 1);
	assert_fault(room, RULE_FILTER_FIELD, 3, "'n' can't be set");
}

static void
test_records_cannot_be_narrowed(void **state)
{
	struct room *room = *state;
	script_run(room, MAP("by = {'method'}", "r:narrow('root/cadres')"));
	assert_fault(room, RULE_FILTER_FIELD, 4, "can't narrow a record");
}

/* ---- problems ---- */

static void
answers_add(struct room *room, const char *day)
{
	struct arena *arena = room->arena;
	struct record *reply = record_add(room, "reply", "r/1", "2010-10-19");
	struct value *items = value_list(arena), *item = value_map(arena);
	value_set(arena, item, "problem", value_string(arena, "p1"));
	value_set(arena, item, "state", value_string(arena, "done"));
	value_add(arena, items, item);
	field_set(reply->fields, reply->kind, "items", items);
	reply->about = room->record;
	struct record *closing = record_add(room, "verification", "v/1", day);
	field_set(closing->fields, closing->kind, "problem",
	    value_string(arena, "2010-q3/review/members/fu#p1"));
	field_set(closing->fields, closing->kind, "result",
	    value_string(arena, "closed"));
	closing->about = room->record;
}

#define STATES                                                                 \
	MAP("by = {'state', {id = 'x', words = {'true', 'false'}}}, most = 9", \
	    "for _, p in ipairs(r.problems or {}) do "                         \
	    "cell(p.state, tostring(p.answered)) "                             \
	    "assert(p.overdue == false) assert(p.text == '台账不全') end")

static void
test_a_problem_that_nobody_answers(void **state)
{
	assert_counts(*state, STATES, "open/false 1");
}

static void
test_the_course_of_a_problem(void **state)
{
	struct room *room = *state;
	answers_add(room, "2010-10-19");
	assert_counts(room, STATES, "closed/true 1 of 0");
}

/* Of the 20th, while the cut-off is the 19th; or taken out by a filter. */
static void
test_the_course_up_to_the_day(void **state)
{
	struct room *room = *state;
	answers_add(room, "2010-10-20");
	assert_counts(room, STATES, "done/true 1 of 0");
	room->scripts.count = room->scripts.file_count = 0;
	records[1]->left_out = true;
	assert_counts(room, STATES, "open/false 1 of 0");
}

static void
test_overdue(void **state)
{
	struct room *room = *state;
	struct value *problem = value_item(
	    record_get(room->record, "problems"), 0);
	value_set(room->arena, problem, "due",
	    value_string(room->arena, "2010-10-18"));
	assert_counts(room,
	    MAP("by = {'state'}",
		"if r.problems[1].overdue then cell(r.problems[1].state) end"),
	    "open 1");
	room->scripts.count = room->scripts.file_count = 0;
	value_set(room->arena, problem, "due",
	    value_string(room->arena, "2010-10-19"));
	assert_counts(room,
	    MAP("by = {'state'}",
		"if r.problems[1].overdue then cell(r.problems[1].state) end"),
	    "");
}

static void
test_a_problem_has_no_such_field(void **state)
{
	struct room *room = *state;
	script_run(room, MAP("by = {'state'}", "cell(r.problems[1].stat)"));
	assert_fault(room, RULE_FILTER_FIELD, 4,
	    "problem has no field 'stat'; did you mean 'state'?");
}

/* ---- who reviewed ---- */

static void
test_the_reviewer(void **state)
{
	struct room *room = *state;
	room->head->offices = tenure_of(room, "jidian", room->college, NULL);
	room->programme.forms[1].reviewers =
	    &(struct reviewer){ RELATION_SUPERIOR_HEAD, -1, -1, -1, false,
		    SPAN_NONE };
	assert_counts(room,
	    MAP("by = {{id = 'x', words = {'true', 'false', 'nil'}}}",
		"cell(tostring(r.reviewer_is_head)) "
		"cell(tostring(r.reviewer_relation))"),
	    "true 1, nil 1");
	room->scripts.count = room->scripts.file_count = 0;
	room->college->heads.items[0].to = "2010-10-17";
	assert_counts(room,
	    MAP("by = {{id = 'x', words = {'true', 'false'}}}",
		"cell(tostring(r.reviewer_is_head))"),
	    "false 1");
}

static void
test_the_relation_of_the_reviewer(void **state)
{
	struct room *room = *state;
	struct reviewer line = { RELATION_BRANCH_HEAD, -1, -1, -1, false,
		SPAN_NONE };
	room->branch->heads = tenure_of(room, "han", NULL, room->head);
	room->programme.forms[1].reviewers = &line;
	room->programme.forms[1].reviewer_count = 1;
	assert_counts(room,
	    MAP("by = {{id = 'x', words = {'branch-head'}}}",
		"cell(r.reviewer_relation)"),
	    "branch-head 1");
	room->programme.forms[1].reviewer_count = 0;
	room->programme.forms[1].reviewers = NULL;
}

/* ---- what was read ---- */

static void
test_reads_fields(void **state)
{
	assert_reads(*state, "local x = r.method or r.venue",
	    "x 1 method");
}

static void
test_reads_what_goes_with_the_record(void **state)
{
	assert_reads(*state,
	    "local x = r.kind .. r.organisation.name .. r.date .. "
	    "r.organisation.level",
	    "x 1 date");
}

static void
test_reads_what_lies_above(void **state)
{
	static const char *const above[] = { "r.organisation.superior",
		"r.organisation:within('university')" };
	struct room *room = *state;
	for (size_t i = 0; i < 2; i++) {
		room->scripts.count = room->scripts.file_count = 0;
		assert_reads(room,
		    arena_printf(room->arena, "local x = %s", above[i]),
		    "x 1 ABOVE");
	}
	/* Of one that does not lie there nobody asks what does. */
	room->scripts.count = room->scripts.file_count = 0;
	records[0]->organisation = room->university;
	assert_reads(room, "local x = r.subject.branch.superior",
	    "x 1 subject PLACE");
}

static void
test_reads_people(void **state)
{
	assert_reads(*state, "local x = r.reviewer.name",
	    "x 1 reviewer");
}

static void
test_reads_the_id(void **state)
{
	assert_reads(*state, "local x = tostring(r)", "x 1 ID");
}

static void
test_reads_categories(void **state)
{
	assert_reads(*state, "local x = #r.subject.categories",
	    "x 1 subject STANDING");
}

static void
test_reads_classes(void **state)
{
	struct room *room = *state;
	assert_reads(room, "local x = r.organisation.classes", "x 1 CLASSES");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.organisation.superior.classes",
	    "x 1 STANDING ABOVE");
}

static void
test_reads_heads(void **state)
{
	struct room *room = *state;
	assert_reads(room, "local x = r.organisation.head", "x 1 HEAD");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.organisation.superior.head",
	    "x 1 STANDING ABOVE");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.reviewer_is_head", "x 1 OFFICE");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.reviewer_relation", "x 1 RELATION");
}

static void
test_reads_problems(void **state)
{
	struct room *room = *state;
	assert_reads(room, "local x = #r.problems", "x 1 problems");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.problems[1].owner",
	    "x 1 problems OWNERS");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.problems[1].scope",
	    "x 1 problems STANDING");
	room->scripts.count = room->scripts.file_count = 0;
	assert_reads(room, "local x = r.problems[1].state",
	    "x 1 problems COURSE");
}

static void
test_reads_before_the_cell(void **state)
{
	struct room *room = *state;
	const struct tallies *tallies = script_run(room,
	    MAP("by = {{id = 'x', words = {'a', 'b'}}}",
		"cell('a') if r.venue == nil then cell('b') end"));
	assert_no_fault(room);
	assert_string_equal(
	    counted(room, tallies, 0, true), "a 1, b 1 venue");
}

/* One map's reading is not another's. */
static void
test_reads_of_each_map(void **state)
{
	struct room *room = *state;
	const struct tallies *tallies = script_run(room,
	    "local x = {id = 'x', words = {'x'}}\n"
	    "return { tallies = {\n"
	    "a = { by = {x}, map = function(r, cell) local y = r.venue "
	    "cell('x') end },\n"
	    "b = { by = {x}, map = function(r, cell) cell('x') end } } }");
	assert_no_fault(room);
	assert_string_equal(counted(room, tallies, 0, true), "x 1 venue");
	assert_string_equal(counted(room, tallies, 1, true), "x 1");
}

#define DERIVED(record, body)                                                  \
	"return { derived = { n = {type = 'integer'} },\n"                     \
	"record = function(r) " record " end,\n"                               \
	"tallies = { t = { by = {{id = 'x', words = {'x'}}}, minimum = 1,\n"   \
	"map = function(r, cell) " body " cell('x') end } } }\n"

static void
derived_run(struct room *room, const char *script, const char *words)
{
	room->scripts.count = room->scripts.file_count = 0;
	script_add(room, "a.lua", script, false);
	room->record->derived = NULL;
	record_phase(room);
	const struct tallies *tallies = tallies_run(room, 1, 1);
	assert_no_fault(room);
	assert_string_equal(counted(room, tallies, 0, true), words);
}

/* Set or not: a derived field tells of what the filter looked at. */
static void
test_reads_derived_fields(void **state)
{
	struct room *room = *state;
	derived_run(room,
	    DERIVED("r.n = #r.method + #r.period", "local x = r.n"),
	    "x 1 period method");
	derived_run(room,
	    DERIVED("if r.method == 'x' then r.n = 1 end", "local x = r.n"),
	    "x 1 method");
	derived_run(room, DERIVED("r.n = #r.id", "local x = r.n"), "x 1 ID");
	derived_run(room,
	    DERIVED("r.n = r.reviewer_is_head and 1 or 0", "local x = r.n"),
	    "x 1 OFFICE");
	derived_run(room,
	    "return { derived = { n = {type = 'integer'} },\n"
	    "record = function(r) r.n = #r.problems end,\n"
	    "tallies = { t = { by = {{id = 'x', words = {'x'}}},\n"
	    "map = function(r, cell) if r.n then cell('x') end end } } }\n",
	    "x 1 problems OWNERS");
	derived_run(room, DERIVED("local x = r.method", ""), "x 1");
}

static void
test_derived_from_findings(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    DERIVED("if r.problems then r.n = 1 end", "local x = r.n"), false);
	record_phase(room);
	assert_null(tallies_run(room, 1, 1));
	assert_fault(room, RULE_TALLY_READ, 4,
	    "it can't read 'n', which is made from 'problems'");
}

/* ---- a minimum of 1 ---- */

static void
test_who_and_when(void **state)
{
	struct room *room = *state;
	script_run(room,
	    MAP("by = {'method'}, minimum = 1",
		"local x = r.kind .. r.id .. r.form .. r.subject.name .. "
		"r.organisation.superior.short .. r.period .. r.date .. "
		"r.recorded .. tostring(r.round) .. tostring(r.occasion) .. "
		"r.preparation[1] .. r.reviewer.id .. "
		"tostring(r.reviewer_is_head)\n"
		"cell(r.method)"));
	assert_no_fault(room);
}

static void
test_not_what_was_found(void **state)
{
	struct room *room = *state;
	static const char *const reads[][2] = { { "r.grade", "grade" },
		{ "r.problems", "problems" }, { "r.ballots", "ballots" },
		{ "r.opinions", "opinions" }, { "r.pledges", "pledges" },
		{ "r.attendance", "attendance" }, { "r.handling", "handling" },
		{ "r.organisation.classes", "classes" },
		{ "r.organisation.head", "head" },
		{ "r.subject.categories", "categories" },
		{ "r.venue", "venue" } };
	for (size_t i = 0; i < sizeof(reads) / sizeof(*reads); i++) {
		diags_init(&room->diags, room->arena);
		room->scripts.count = room->scripts.file_count = 0;
		assert_null(script_run(room,
		    arena_printf(room->arena,
			MAP("by = {'method'}, minimum = 1",
			    "local _, x = pcall(function() return 1 end)\n"
			    "x = %s cell('on-site')"),
			reads[i][0])));
		assert_fault(room, RULE_TALLY_READ, 5,
		    arena_printf(
			room->arena, "can't read '%s'", reads[i][1]));
	}
}

/* Who swallows the fault gets nothing. */
static void
test_a_swallowed_reading(void **state)
{
	assert_counts(*state,
	    MAP("by = {{id = 'x', words = {'got', 'nothing'}}}, minimum = 1",
		"local ok, x = pcall(function() return r.problems end)\n"
		"cell(ok and x and 'got' or 'nothing')"),
	    "nothing 1");
}

/* ---- days ---- */

static void
test_days(void **state)
{
	struct room *room = *state;
	struct arena *arena = room->arena;
	record_add(room, "report", "x/1", "2010-10-20"); /* after the cut-off */
	record_add(room, "report", "x/2", "2010-10-21"); /* after the day */
	record_add(room, "report", "x/3", "2010-10-01")->left_out = true;
	struct record *late = record_add(room, "review", "x/4", "2010-10-01");
	field_set(late->fields, late->kind, "recorded",
	    value_string(arena, "2010-10-20"));
	record_add(room, "waiver", "x/5", "");
	const struct tallies *tallies = script_run(room,
	    "local x = {id = 'x', words = {'" AS_OF "', '2010-10-19'}}\n"
	    "return { tallies = {\n"
	    "a = { by = {x}, map = function(r, cell) cell(as_of) end },\n"
	    "b = { by = {x}, minimum = 1, map = function(r, cell) cell(as_of) "
	    "end } } }");
	assert_no_fault(room);
	assert_string_equal(
	    counted(room, tallies, 0, false), "2010-10-19 1 of 0");
	assert_string_equal(counted(room, tallies, 1, false),
	    AS_OF " 1 of 0, " AS_OF " 1 of 1, " AS_OF " 1 of 4, " AS_OF
		  " 1 of 5");
	/* Who may not see when it was entered does not know that it counts. */
	uint64_t entered = (uint64_t)1
	    << field_index(late->kind, "recorded");
	assert_true((tallies->contributions[0].items[0].read & entered) != 0);
	assert_true((tallies->contributions[1].items[0].read & entered) == 0);
}

static void
test_no_day_has_come(void **state)
{
	struct room *room = *state;
	room->programme.cutoffs =
	    list_of(room, (const char *const[]){ "2010-12-25", NULL });
	assert_counts(room, MAP("by = {'method'}", "cell(r.method)"), "");
}

/* ---- memory ---- */

/* A variable, and a function in the table t that changes it. */
#define V(name)                                                                \
	"do local v" #name " = 0 t." #name " = function() v" #name " = 1 end end "

static const struct {
	const char *what, *head, *body;
	enum rule_id rule;
	const char *words;
} remembering[] = {
	{ "the first of several variables",
	    "local t = {} " V(k) V(r) V(c) V(z) V(b) V(q) V(h) V(x) V(m) V(a)
		V(w) V(e) V(u) V(j) V(g) V(y),
	    "for _, f in pairs(t) do f() end cell('x')", RULE_TALLY_MEMORY,
	    "`map` changed 'va'" },
	{ "a variable outside", "local n = 0", "n = n + 1 cell('x')",
	    RULE_TALLY_MEMORY, "`map` changed 'n', which stands outside" },
	{ "a variable of a helper", "local n = 0 local function f() n = 1 end",
	    "f() cell('x')", RULE_TALLY_MEMORY, "`map` changed 'n'" },
	{ "whether a number is whole", "local n = 0", "n = 0.0",
	    RULE_TALLY_MEMORY, "`map` changed 'n'" },
	{ "the sign of zero", "local n = 0.0", "n = -0.0", RULE_TALLY_MEMORY,
	    "`map` changed 'n'" },
	{ "a variable, then a fault", "local n = 0", "n = 1 error('x', 0)",
	    RULE_FILTER_FAULT, "x" },
	{ "a global", "n = 0", "n = 1", RULE_TALLY_MEMORY,
	    "can only be read: it remembers nothing" },
	{ "a new global", "", "n = 1", RULE_TALLY_MEMORY, "can only be read" },
	{ "a global through _ENV", "", "_ENV.n = 1", RULE_TALLY_MEMORY,
	    "can only be read" },
	{ "_ENV itself", "", "_ENV = {}", RULE_TALLY_MEMORY,
	    "`map` changed '_ENV'" },
	{ "a table", "local t = {}", "t.n = 1", RULE_TALLY_MEMORY,
	    "can only be read" },
	{ "a field that is there", "local t = {n = 0}", "t.n = 1",
	    RULE_TALLY_MEMORY, "can only be read" },
	{ "a table in a table", "local t = {u = {v = {}}}", "t.u.v[1] = 1",
	    RULE_TALLY_MEMORY, "can only be read" },
	{ "a table that is a key", "local k = {} local t = {[1] = {k}}",
	    "t[1][1].n = 1", RULE_TALLY_MEMORY, "can only be read" },
	{ "table.insert", "local t = {1}", "table.insert(t, 2)",
	    RULE_TALLY_MEMORY, "can only be read" },
	{ "table.remove", "local t = {1}", "table.remove(t)",
	    RULE_TALLY_MEMORY, "can only be read" },
	{ "table.sort", "local t = {2, 1}", "table.sort(t)",
	    RULE_TALLY_MEMORY, "can only be read" },
	{ "a write in pcall", "local t = {}",
	    "assert(pcall(function() t.n = 1 end))", RULE_FILTER_FAULT,
	    "can only be read" },
	{ "a module", "local m = require('m')", "m.n = 1", RULE_TALLY_MEMORY,
	    "can only be read" },
	{ "a module's variable", "local m = require('m')", "m.set(1)",
	    RULE_TALLY_MEMORY, "`map` changed 'kept'" },
	{ "a module's global", "local m = require('m')", "m.global(1)",
	    RULE_TALLY_MEMORY, "can only be read" },
	{ "gmatch", "local f = ('abc'):gmatch('.')", "f()", RULE_TALLY_MEMORY,
	    "uses an iterator (pairs, gmatch) that was made outside" },
	{ "pairs", "local f, t = pairs({1, 2})", "f(t)", RULE_TALLY_MEMORY,
	    "uses an iterator" },
	{ "an iterator in a table", "local t = {{('abc'):gmatch('.')}}",
	    "t[1][1]()", RULE_TALLY_MEMORY, "uses an iterator" },
	{ "the record", "local t = {}", "t.r = r", RULE_TALLY_MEMORY,
	    "can only be read" },
	{ "cell", "", "keep = cell", RULE_TALLY_MEMORY, "can only be read" },
};

static const char module[] =
    "local kept = 0\n"
    "return { n = 0, set = function(x) kept = x end, get = function() return "
    "kept end, global = function(x) y = x end }";

static void
test_remembering(void **state)
{
	struct room *room = *state;
	for (size_t i = 0; i < sizeof(remembering) / sizeof(*remembering);
	     i++) {
		diags_init(&room->diags, room->arena);
		room->scripts.count = room->scripts.file_count = 0;
		script_add(room, "a.lua",
		    arena_printf(room->arena,
			"%s\n"
			"return { tallies = { t = { by = {{id = 'x', words = "
			"{'x'}}}, map = function(r, cell)\n%s\nend } } }",
			remembering[i].head, remembering[i].body),
		    false);
		script_add(room, "m.lua", module, true);
		assert_null(tallies_run(room, 1, 1));
		const struct diag *d = room->diags.first;
		if (d == NULL || d->rule != &rules[remembering[i].rule] ||
		    strstr(d->message, remembering[i].words) == NULL)
			fail_msg("%s: %s", remembering[i].what,
			    d == NULL ? "no fault" : d->message);
		assert_int_equal(room->diags.count, 1);
		assert_true(line_of(room, d) >= 1);
	}
}

/* What a map changed is put back: the next record knows nothing of it. */
static void
test_put_back(void **state)
{
	struct room *room = *state;
	record_add(room, "report", "x/1", "2010-10-01");
	assert_null(script_run(room,
	    "local n = 0\n"
	    "return { tallies = { t = { by = {{id = 'x', words = {'0', '1'}}}, "
	    "map = function(r, cell)\n"
	    "if r.kind == 'report' then error(n, 0) end\n"
	    "n = 1 end } } }"));
	assert_int_equal(room->diags.count, 2);
	assert_non_null(
	    strstr(room->diags.first->message, "`map` changed 'n'"));
	assert_non_null(strstr(room->diags.first->next->message, "x/1: 0"));
}

/* Frozen things are read as before. */
static void
test_reading_what_is_frozen(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "local m = require('m')\n"
	    "local list = {'x', 'y', z = {1, 2, 3}}\n"
	    "local words, none = {b = 2, a = 1}, 0/0\n"
	    "function helper(t) local s = '' for k, v in pairs(t) do "
	    "s = s .. k .. v end return s end\n"
	    "return { tallies = { t = { by = {{id = 'x', words = {'x'}}}, "
	    "map = function(r, cell)\n"
	    "assert(#list == 2 and #list.z == 3 and list[3] == nil)\n"
	    "local s = '' for i, v in ipairs(list) do s = s .. i .. v end\n"
	    "assert(s == '1x2y')\n"
	    "assert(helper(words) == 'a1b2' and none ~= none)\n"
	    "assert(table.concat(list, '-') == 'x-y')\n"
	    "assert(select('#', table.unpack(list.z)) == 3)\n"
	    "assert(m.get() == 0 and require('m').get() == 0)\n"
	    "local own = {3, 1, 2} table.sort(own) own[4] = 4\n"
	    "assert(table.concat(own) == '1234')\n"
	    "local n = 0 local function count() n = n + 1 end count()\n"
	    "assert(n == 1)\n"
	    "for w in ('a b'):gmatch('%a') do n = n + 1 end assert(n == 3)\n"
	    "cell('x') end } } }",
	    false);
	script_add(room, "m.lua", module, true);
	const struct tallies *tallies = tallies_run(room, 1, 1);
	assert_no_fault(room);
	assert_string_equal(counted(room, tallies, 0, false), "x 1");
}

/* Two scripts and two maps have a module each of their own. */
static void
test_modules_are_apart(void **state)
{
	struct room *room = *state;
	static const char script[] =
	    "local m = require('m') m.set(%d)\n"
	    "return { tallies = { t%d = { by = {{id = 'x', words = {'1', "
	    "'2'}}}, map = function(r, cell) cell(tostring(m.get())) end } } }";
	script_add(room, "a.lua", arena_printf(room->arena, script, 1, 1),
	    false);
	script_add(room, "b.lua", arena_printf(room->arena, script, 2, 2),
	    false);
	script_add(room, "m.lua", module, true);
	const struct tallies *tallies = tallies_run(room, 1, 1);
	assert_no_fault(room);
	assert_string_equal(counted(room, tallies, 0, false), "1 1");
	assert_string_equal(counted(room, tallies, 1, false), "2 1");
}

static void
test_budgets(void **state)
{
	struct room *room = *state;
	record_add(room, "report", "x/1", "2010-10-01");
	script_run(room, MAP("by = {'method'}", "while true do end"));
	/* Once told, the map is not run again. */
	assert_fault(room, RULE_FILTER_BUDGET, 4, "more than 1000000 steps");
}

static void
test_cells_without_end(void **state)
{
	struct room *room = *state;
	script_run(room,
	    MAP("by = {'method'}", "while true do cell('meeting') end"));
	assert_fault(room, RULE_FILTER_BUDGET, 4, "it gives more than");
}

/* A cell that is kept is no way into another call. */
static void
test_a_fault_counts_nothing(void **state)
{
	struct room *room = *state;
	record_add(room, "report", "x/1", "2010-10-01");
	assert_null(script_run(room,
	    MAP("by = {'method'}",
		"cell('meeting') if r.kind == 'report' then error('x') end")));
	assert_fault(room, RULE_FILTER_FAULT, 4, "x/1: x");
}

/* ---- by chance ---- */

/* Which worker counted what makes no difference. */
static void
test_workers_by_chance(void **state)
{
	struct room *room = *state;
	uint32_t seed = chance_seed();
	static const char *const methods[] = { "on-site", "meeting" };
	for (uint32_t i = 0; i < 40; i++) {
		struct record *record = record_add(room, "review",
		    arena_printf(room->arena, "x/%02u", i), "2010-10-01");
		uint32_t chance = (seed ^ i) * 2654435761u >> 8;
		record->organisation =
		    chance % 3 == 0 ? room->college : room->branch;
		field_set(record->fields, record->kind, "method",
		    value_string(room->arena, methods[chance / 3 % 2]));
	}
	script_add(room, "a.lua",
	    MAP("by = {'organisation:branch', 'method'}, most = 3",
		"cell(r.organisation, r.method, 1 + #r.method % 3)"),
	    false);
	const char *one =
	    counted(room, tallies_run(room, 1, seed), 0, true);
	/* Forty records in two units: some are beyond `most`. */
	assert_fault(room, RULE_TALLY_CUT, 0, "where at most 3 are counted");
	for (size_t round = 0; round < chance_rounds(50); round++) {
		seed = seed * 1664525u + 1013904223u;
		assert_string_equal(one,
		    counted(room,
			tallies_run(room, 1 + (seed >> 20) % 4, seed), 0,
			true));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		C(declared),
		C(no_tallies),
		C(faulty_declarations),
		C(did_you_mean),
		C(every_fault_is_told),
		C(place_of_a_spoilt_text),
		C(keys_that_are_no_names),
		C(words_are_told_apart),
		C(one_name_once),
		C(no_table),
		C(counts),
		C(bad_cells),
		C(faults_name_the_record),
		C(a_map_returns_nothing),
		C(records_can_only_be_read),
		C(records_cannot_be_narrowed),
		C(a_problem_that_nobody_answers),
		C(the_course_of_a_problem),
		C(the_course_up_to_the_day),
		C(overdue),
		C(a_problem_has_no_such_field),
		C(the_reviewer),
		C(the_relation_of_the_reviewer),
		C(reads_fields),
		C(reads_what_goes_with_the_record),
		C(reads_people),
		C(reads_the_id),
		C(reads_categories),
		C(reads_classes),
		C(reads_heads),
		C(reads_what_lies_above),
		C(reads_problems),
		C(reads_before_the_cell),
		C(reads_of_each_map),
		C(reads_derived_fields),
		C(derived_from_findings),
		C(who_and_when),
		C(not_what_was_found),
		C(a_swallowed_reading),
		C(days),
		C(no_day_has_come),
		C(remembering),
		C(put_back),
		C(reading_what_is_frozen),
		C(modules_are_apart),
		C(budgets),
		C(cells_without_end),
		C(a_fault_counts_nothing),
		C(workers_by_chance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
