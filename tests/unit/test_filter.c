/*
 * Filters as an office writes them: both phases, live code, and every fault at
 * its place.  Scripts that mean harm are in test_sandbox.c.
 */
#include "filter_room.h"

#include <pthread.h>

static int
setup(void **state)
{
	struct room *room = malloc(sizeof(*room));
	assert_non_null(room);
	room_open(room);
	*state = room;
	return 0;
}

static int
teardown(void **state)
{
	room_close(*state);
	free(*state);
	return 0;
}

/* The body of a record function; its first line is line 4 of the script. */
#define RECORD(body)                                                           \
	"return {\n"                                                           \
	"derived = { n = {type = 'integer'}, x = {type = 'number'},"           \
	" t = {type = 'text'}, b = {type = 'boolean'}, d = {type = 'date'} },\n" \
	"record = function(r)\n" body "\nend }\n"

static void
record_run(struct room *room, const char *script)
{
	script_add(room, "a.lua", script, false);
	record_phase(room);
}

/* The text that `return EXPRESSION` gives in the record phase. */
static const char *
record_says(struct room *room, const char *expression)
{
	char *script = arena_printf(room->arena,
	    RECORD("r.t = tostring(%s)"), expression);
	record_run(room, script);
	assert_no_fault(room);
	return value_get_string(room->record->derived, "t");
}

/* ---- the record phase: reading ---- */

static void
test_record_reads_what_it_is(void **state)
{
	assert_string_equal(record_says(*state,
	    "table.concat({r.kind, r.id, r.period, r.date, r.form}, ' ')"),
	    "review 2010-q3/review/members/fu 2010-q3 2010-10-18 member");
}

static void
test_record_reads_fields(void **state)
{
	assert_string_equal(record_says(*state,
	    "r.method .. #r.preparation .. r.preparation[2] .. "
	    "r.attendance.members + 1 .. r.problems[1].owner.name .. "
	    "r.reviewer.id .. tostring(r.venue) .. tostring(r.measures)"),
	    "on-site2talks10韩立诚hannilnil");
}

static void
test_record_reads_who_it_is_about(void **state)
{
	assert_string_equal(record_says(*state,
	    "r.subject.kind .. r.subject.name .. r.subject.categories[1] .. "
	    "r.subject.branch.short .. r.organisation.level .. "
	    "r.organisation.superior.head.name .. "
	    "tostring(r.organisation:within('jidian')) .. "
	    "tostring(r.organisation.superior:within(r.organisation)) .. "
	    "tostring(r.organisation == r.subject.branch)"),
	    "person傅景和infirm教工支部branch韩立诚truefalsetrue");
}

static void
test_record_has_helpers(void **state)
{
	assert_string_equal(record_says(*state,
	    "days_between('2010-02-27', '2010-03-01') .. ' ' .. "
	    "days_between('2008-02-28', '2008-03-01') .. ' ' .. "
	    "days_between('2010-12-31', '2010-10-15') .. ' ' .. "
	    "days_between('1999-12-31', '2001-01-01') .. ' ' .. "
	    "period('2010-q3').due .. ' ' .. as_of"),
	    "2 2 -77 367 2010-10-15 " AS_OF);
}

static void
test_field_misspelt(void **state)
{
	record_run(*state, RECORD("local x = 1\nx = r.methd"));
	assert_fault(*state, RULE_FILTER_FIELD, 5,
	    "a.lua, record phase, 2010-q3/review/members/fu: record has no "
	    "field 'methd'; did you mean 'method'?");
}

static void
test_field_of_a_person_misspelt(void **state)
{
	record_run(*state, RECORD("return r.subject.nmae"));
	assert_fault(*state, RULE_FILTER_FIELD, 4,
	    "person has no field 'nmae'; did you mean 'name'?");
}

static void
test_field_in_chinese(void **state)
{
	record_run(*state, RECORD("return r['点评方式']"));
	assert_fault(*state, RULE_FILTER_FIELD, 4, "in filters it is 'method'");
}

static void
test_global_misspelt(void **state)
{
	record_run(*state, RECORD("for _, x in ipair(r.preparation) do end"));
	assert_fault(*state, RULE_FILTER_FAULT, 4,
	    "there is no 'ipair' here; did you mean 'ipairs'?");
}

/* ---- the record phase: what a filter does ---- */

static void
test_derived_fields(void **state)
{
	struct room *room = *state;
	record_run(room, RECORD("r.n = 3.0  r.x = 2  r.t = '甲'  r.b = false\n"
				"r.d = '2010-02-28'  r.n = r.n + 1  r.b = nil"));
	assert_no_fault(room);
	const struct value *derived = room->record->derived;
	assert_int_equal(value_get(derived, "n")->kind, VALUE_INTEGER);
	assert_int_equal(value_get(derived, "n")->integer, 4);
	assert_int_equal(value_get(derived, "x")->kind, VALUE_REAL);
	assert_string_equal(value_get_string(derived, "t"), "甲");
	assert_string_equal(value_get_string(derived, "d"), "2010-02-28");
	assert_null(value_get(derived, "b"));
	assert_int_equal(value_count(derived), 4);
}

static void
test_derived_of_an_earlier_filter(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD("r.n = 7"), false);
	script_add(room, "b.lua", "return { derived = {m = {type='integer'}},\n"
	    "record = function(r) r.m = r.n + 1 end }", false);
	record_phase(room);
	assert_no_fault(room);
	assert_int_equal(value_get(room->record->derived, "m")->integer, 8);
	assert_int_equal(value_get(room->record->derived, "n")->integer, 7);
}

static void
test_derived_of_another_filter_set(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD(""), false);
	script_add(room, "b.lua", "return { record = function(r)\n"
	    "r.n = 1 end }", false);
	record_phase(room);
	assert_fault(room, RULE_FILTER_FIELD, 2,
	    "'n' is the field of another filter, a.lua");
}

static void
test_derived_takes_its_type(void **state)
{
	static const struct {
		const char *body, *words;
	} cases[] = {
		{ "r.n = 1.5", "'n' takes a whole number, not a number" },
		{ "r.n = '1'", "'n' takes a whole number, not a string" },
		{ "r.x = 1/0", "'x' takes a finite number" },
		{ "r.t = 5", "'t' takes a text, not a number" },
		{ "r.t = r", "'t' takes a text, not a record" },
		{ "r.t = 'a\\0b'", "holds a control character" },
		{ "r.t = ('甲'):sub(1, 2)", "is not UTF-8" },
		{ "r.b = 1", "'b' takes true or false" },
		{ "r.d = '2010-02-29'", "'d' takes a date such as" },
		{ "r.d = '2010-2-9'", "'d' takes a date such as" },
		{ "r.method = 'talk'", "'method' is built in" },
		{ "r.id = 'x'", "'id' is built in" },
		{ "r.q = 1", "`derived` has no field 'q'" },
		{ "r.subject.name = 'x'", "person can only be read" },
		{ "r[1] = 2", "record has named fields" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		record_run(&room,
		    arena_printf(room.arena, RECORD("%s"), cases[i].body));
		assert_int_equal(room.diags.count, 1);
		bool is_value = strstr(cases[i].words, "control") != NULL ||
		    strstr(cases[i].words, "UTF-8") != NULL;
		assert_fault(&room,
		    is_value ? RULE_FILTER_RESULT : RULE_FILTER_FIELD, 4,
		    cases[i].words);
		room_close(&room);
	}
}

static void
test_narrow(void **state)
{
	struct room *room = *state;
	record_run(room, RECORD("r:narrow('root/cadres')\n"
				"r:narrow{within = r.organisation, who = 'cadres'}\n"
				"r:narrow{'cadres', {within = 'root', who = 'x'}}"));
	assert_no_fault(room);
	const struct value *narrowed = room->record->narrowed;
	assert_int_equal(value_count(narrowed), 3);
	struct value *first = value_item(narrowed, 0);
	assert_string_equal(value_as_string(first), "root/cadres");
	assert_int_equal(source_place(source_at(&room->sources,
	    first->span.source), first->span).line, 4);
	struct value *second = value_item(narrowed, 1);
	assert_string_equal(value_get_string(second, "within"), "jiaogong");
	assert_string_equal(value_get_string(second, "who"), "cadres");
	assert_int_equal(source_place(source_at(&room->sources,
	    second->span.source), second->span).line, 5);
	assert_int_equal(value_count(value_item(narrowed, 2)), 2);
}

static void
test_narrow_misused(void **state)
{
	static const char *const bodies[] = { "r:narrow()", "r:narrow(1)",
		"r:narrow('')", "r:narrow{}", "r:narrow{who = 1}",
		"r:narrow{whom = 'cadres'}", "r:narrow{within = 'x', y = 'z'}",
		"r:narrow{{}}" };
	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		struct room room;
		room_open(&room);
		record_run(&room,
		    arena_printf(room.arena, RECORD("%s"), bodies[i]));
		assert_fault(&room, RULE_FILTER_RESULT, 4,
		    "narrow takes a label");
		assert_null(room.record->narrowed);
		room_close(&room);
	}
}

static void
test_left_out(void **state)
{
	struct room *room = *state;
	record_run(room, RECORD("return r.kind ~= 'review'"));
	assert_no_fault(room);
	assert_true(room->record->left_out);
}

static void
test_kept(void **state)
{
	struct room *room = *state;
	record_run(room, RECORD("return true"));
	assert_no_fault(room);
	assert_false(room->record->left_out);
	assert_null(room->record->derived);
	assert_null(room->record->narrowed);
}

static void
test_record_returns_rubbish(void **state)
{
	record_run(*state, RECORD("return 0"));
	assert_fault(*state, RULE_FILTER_RESULT, 3, "but no number");
}

/* ---- what a script returns ---- */

static void
test_definitions_misused(void **state)
{
	static const struct {
		const char *script;
		enum rule_id rule;
		uint32_t line;
		const char *words;
	} cases[] = {
		{ "local x = 1", RULE_FILTER_RESULT, 1,
		    "a filter returns a table, not a nil" },
		{ "return {\nrecrod = 1 }", RULE_FILTER_RESULT, 2,
		    "a filter has no 'recrod'" },
		{ "return {\nrecord = 1 }", RULE_FILTER_RESULT, 2,
		    "`record` takes a function, not a number" },
		{ "return {\n\nderived = 1 }", RULE_FILTER_RESULT, 3,
		    "`derived` takes a table" },
		{ "return {\nderived = {'n'} }", RULE_FILTER_RESULT, 2,
		    "`derived` takes names" },
		{ "return { derived = {\nn = {type = 'int'} } }",
		    RULE_FILTER_FIELD, 2, "'n' has no type" },
		{ "return { derived = {\nn = {} } }", RULE_FILTER_FIELD, 2,
		    "'n' has no type" },
		{ "return { derived = {\ngrade = {type = 'text'} } }",
		    RULE_FILTER_FIELD, 2, "records have already" },
		{ "return {\n  record = function( end }", RULE_FILTER_FAULT, 2,
		    "a.lua, when it is started: <name> or '...' expected near '" },
		{ "\n\nerror 'not today'", RULE_FILTER_FAULT, 3, "not today" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua", cases[i].script, false);
		record_phase(&room);
		assert_fault(&room, cases[i].rule, cases[i].line,
		    cases[i].words);
		room.diags.first = room.diags.last = NULL;
		room.diags.count = 0;
		assert_int_equal(edition_phase(&room), -1);
		assert_fault(&room, cases[i].rule, cases[i].line,
		    cases[i].words);
		room_close(&room);
	}
}

static void
test_derived_declared_twice(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD(""), false);
	script_add(room, "b.lua", "return { derived = {\n"
	    "n = {type='integer'}} }", false);
	record_phase(room);
	assert_fault(room, RULE_FILTER_FIELD, 2,
	    "'n' is declared by a.lua already");
}

/* ---- faults and where they are ---- */

static void
test_fault_places(void **state)
{
	static const struct {
		const char *body, *words;
		uint32_t line;
	} cases[] = {
		{ "\nlocal t = nil\nreturn t.x", "attempt to index a nil value "
		    "(local 't')", 6 },
		{ "local function f()\nerror('far away', 2)\nend\n\nf()",
		    "fu: far away", 8 },
		{ "local function f()\nerror('near', 1)\nend\n\nf()",
		    "fu: near", 5 },
		{ "\nerror('no prefix', 0)", "fu: no prefix", 5 },
		{ "\nerror{code = 1}", "no text but a table", 5 },
		{ "error(nil)", "no text but a nil", 4 },
		{ "error(42)", "42", 4 },
		{ "error(true)", "no text but a boolean", 4 },
		{ "error(r)", "no text but a record", 4 },
		{ "error(print_me or function() end)", "no 'print_me'", 4 },
		{ "error('a\\nb\\27[1mc\\xff')", "a b?[1mc?", 4 },
		{ "assert(false)", "assertion failed!", 4 },
		{ "assert(nil, 'so says assert')", "so says assert", 4 },
		{ "days_between('2010-13-01', as_of)", "'2010-13-01' is no date",
		    4 },
		{ "days_between(r.venue, as_of)", "date expected, got nil", 4 },
		{ "period('2010-q4')", "the programme has no period '2010-q4'; "
		    "did you mean '2010-q2'?", 4 },
		{ "return r.organisation:within('nowhere')",
		    "there is no organisation 'nowhere'", 4 },
		{ "local ok, e = pcall(error, {1})\nassert(not ok)\n"
		  "error(type(e))", "table", 6 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		record_run(&room,
		    arena_printf(room.arena, RECORD("%s"), cases[i].body));
		assert_int_equal(room.diags.count, 1);
		if (line_of(&room, room.diags.first) != cases[i].line ||
		    strstr(room.diags.first->message, cases[i].words) == NULL)
			fail_msg("%s\nline %u: %s", cases[i].body,
			    line_of(&room, room.diags.first),
			    room.diags.first->message);
		room_close(&room);
	}
}

static void
test_fault_in_a_module(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD("require('dates').check(r)"), false);
	script_add(room, "dates.lua", "local M = {}\nfunction M.check(r)\n"
	    "  return r.dtae\nend\nreturn M", true);
	record_phase(room);
	assert_fault(room, RULE_FILTER_FIELD, 3, "did you mean 'date'?");
	assert_int_equal(room->diags.first->span.source,
	    room->script_items[1].source);
}

static void
test_fault_has_its_line(void **state)
{
	struct room *room = *state;
	char *out;
	size_t len;
	record_run(room, RECORD("\treturn r.nothing"));
	FILE *file = open_memstream(&out, &len);
	diags_print(&room->diags, &room->sources, (struct diag_style){ 0 },
	    file);
	fclose(file);
	assert_non_null(strstr(out, "scripts/a.lua:4:9: error"));
	assert_non_null(strstr(out, "^^^^^^^^^^^^^^^^"));
	free(out);
}

/* ---- modules ---- */

static void
test_modules(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD("local one, two = require 'm', "
					 "require 'm'\n"
					 "r.b = one == two  r.n = one.n()"),
	    false);
	script_add(room, "m.lua", "n = 6\nreturn { n = function() n = n + 1 "
	    "return n end }", true);
	struct record_filter *filter = record_filter_open(&room->scripts,
	    &room->programme, &room->roster, AS_OF, &room->diags);
	assert_non_null(filter);
	for (int i = 0; i < 3; i++) {
		/* It remembers nothing from the record before. */
		record_filter_run(filter, room->arena, room->record,
		    &room->diags);
		assert_no_fault(room);
		assert_int_equal(
		    value_get(room->record->derived, "n")->integer, 7);
		assert_true(value_get(room->record->derived, "b")->boolean);
	}
	record_filter_close(filter);
}

static void
test_modules_missing_and_circular(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD("pcall(require, '../secret')\n"
					 "require '../m'"), false);
	record_phase(room);
	assert_fault(room, RULE_FILTER_FAULT, 5, "there is no ../m.lua");
	struct room other;
	room_open(&other);
	script_add(&other, "a.lua", RECORD("require 'm'"), false);
	script_add(&other, "m.lua", "return require 'n'", true);
	script_add(&other, "n.lua", "\nreturn require 'm'", true);
	record_phase(&other);
	assert_fault(&other, RULE_FILTER_FAULT, 2, "m.lua requires itself");
	room_close(&other);
}

/* ---- the edition phase ---- */

#define EDITION(body) "return { edition = function(e)\n" body "\nend }"

static void
edition_run(struct room *room, const char *script)
{
	script_add(room, "a.lua", script, false);
	int status = edition_phase(room);
	assert_no_fault(room);
	assert_int_equal(status, 0);
}

static void
test_section(void **state)
{
	struct room *room = *state;
	edition_run(room, EDITION("e:section{title = '本期概况', page = 'home',\n"
				  "body = '甲\\n乙\\n\\n\\n丙 a\\nb\\n'}"));
	assert_int_equal(room->additions.count, 1);
	const struct addition *a = &room->additions.items[0];
	assert_string_equal(a->page, "home");
	assert_string_equal(a->title, "本期概况");
	assert_int_equal(a->body->kind, NODE_DOCUMENT);
	const struct node *one = a->body->first, *two = one->next;
	assert_int_equal(one->kind, NODE_PARAGRAPH);
	assert_string_equal(one->first->text.at, "甲乙");
	assert_string_equal(two->first->text.at, "丙 a b");
	assert_null(two->next);
	assert_int_equal(a->span.source, room->script_items[0].source);
}

static void
test_page(void **state)
{
	struct room *room = *state;
	edition_run(room, EDITION("e:page{address = 'analysis/时效-1',\n"
	    "title = 'T', body = records{kind = 'review', form = "
	    "'organisation'}}"));
	const struct addition *a = &room->additions.items[0];
	assert_string_equal(a->page, "analysis/时效-1");
	const struct node *list = a->body->first;
	assert_int_equal(list->kind, NODE_LIST);
	const struct node *link = list->first->first->first;
	assert_int_equal(link->kind, NODE_LINK);
	assert_string_equal(link->text.at, "record:2010-q3/review/jiaogong");
	assert_string_equal(link->first->text.at,
	    "教工支部领导点评（2010年第三季度）");
	assert_non_null(list->first->next);
	assert_null(list->first->next->next);
	assert_null(list->next);
}

static void
test_body_of_all_things(void **state)
{
	struct room *room = *state;
	edition_run(room, EDITION(
	    "local t = table{rows = {{1}}, caption = '表'}\n"
	    "e:section{title = 'T', body = {'x', t, {t, 5},\n"
	    "link('2010-q3/bulletin/11', '通\\n报'), e.organisations[2],\n"
	    "e.record('2010-q3/reply/jidian'), e:record('2010-q3/review-1')}}"));
	static const enum node_kind kinds[] = { NODE_PARAGRAPH, NODE_PARAGRAPH,
		NODE_TABLE, NODE_PARAGRAPH, NODE_TABLE, NODE_PARAGRAPH,
		NODE_PARAGRAPH, NODE_PARAGRAPH, NODE_LIST };
	const struct node *n = room->additions.items[0].body->first;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		assert_non_null(n);
		assert_int_equal(n->kind, kinds[i]);
		if (i == 6)
			assert_string_equal(n->first->first->text.at, "通报");
		if (i == 8)
			assert_string_equal(
			    n->last->first->first->first->text.at,
			    "教工支部某党员领导点评（2010年第三季度）");
		n = n->next;
	}
	assert_null(n);
}

static void
test_edition_misused(void **state)
{
	static const struct {
		const char *body, *words;
	} cases[] = {
		{ "return 1", "`edition` returns nothing, but no number" },
		{ "e:section{body = 'x'}", "a section needs a title" },
		{ "e:section{title = ' ', body = 'x'}", "needs a title" },
		{ "e:section{title = 'T'}", "'T' needs a body" },
		{ "e:section{title = 'T', page = 'x', body = ''}",
		    "a section stands on the page \"home\"" },
		{ "e:section{titel = 'T'}",
		    "a section has no part 'titel'; did you mean 'title'?" },
		{ "e:section{title = 'T', body = print}", "no 'print' here" },
		{ "e:section{title = 'T', body = e}", "nothing that can be" },
		{ "e:section{title = 'T', body = {head = {}}}",
		    "did you mean table{" },
		{ "local t = {} t[1] = t e:section{title = 'T', body = t}",
		    "nested deeper" },
		{ "e:section{title = 'T', body = {'a\\0'}}", "control" },
		{ "e:page{title = 'T', body = ''}", "a page needs an address" },
		{ "e:page{title = 'T', address = '../x', body = ''}",
		    "'../x' is no address" },
		{ "e:page{title = 'T', address = '/x', body = ''}",
		    "'/x' is no address" },
		{ "e:page{title = 'T', address = 'x//y', body = ''}",
		    "is no address" },
		{ "e:page{title = 'T', address = 'home', body = ''}",
		    "is no address" },
		{ "for _ = 1, 2 do e:page{title='T', address='x', body=''} end",
		    "there is a page 'x' already" },
		{ "e.as_of = 'x'", "edition can only be read" },
		{ "return e.record", "`edition` returns nothing" },
		{ "local x = e.recods", "did you mean 'records'?" },
		{ "local x = e.programme.method", "did you mean 'methods'?" },
		{ "count{knd = 'review'}", "did you mean 'kind'?" },
		{ "count{kind = 'reveiw'}",
		    "no kind 'reveiw'; did you mean 'review'?" },
		{ "count{period = '2010-q4'}", "no period '2010-q4'" },
		{ "count{method = 'onsite'}",
		    "no method 'onsite'; did you mean 'on-site'?" },
		{ "count{form = 'x'}", "no form 'x'" },
		{ "count{within = 'x'}", "no organisation 'x'" },
		{ "count{kind = 1.5}", "nothing that 'kind' can be compared" },
		{ "count{'review'}", "names of fields as keys" },
		{ "count('review')", "table expected" },
		{ "percent(1, -1)", "a count from 0" },
		{ "percent(1.5, 2)", "no integer representation" },
		{ "percent(1, 2, 7)", "digits from 0 to 6" },
		{ "blur(-1)", "a count from 0" },
		{ "names{1}", "names takes texts" },
		{ "names('x')", "table expected" },
		{ "sum({1}, 'x')", "attempt to index a number" },
		{ "sum({{x = 'a'}}, 'x')", "item 1 gives a string" },
		{ "link('nope')", "this edition has no record 'nope'" },
		{ "link(e.records[1], 5)", "string expected" },
		{ "table{}", "a table has 1 to 100 columns, not 0" },
		{ "table{rows = {{}}}", "1 to 100 columns" },
		{ "table{rows = {1}}", "1 to 100 columns" },
		{ "table{head = {'a'}, rows = {1}}", "row 1 is a number" },
		{ "table{rows = {{1, {}}}}", "row 1, column 2 is a table" },
		{ "table{rows = {{1, true}}}", "row 1, column 2 is a boolean" },
		{ "table{rows = {{0/0}}}", "infinite or none at all" },
		{ "table{row = {{1}}}", "did you mean 'rows'?" },
		{ "table{rows = {{1}}, align = {'up'}}", "align takes" },
		{ "table{rows = {{1}}, align = 'up'}", "align takes" },
		{ "table{rows = {{1}}, caption = 5}", "caption takes a text" },
		{ "table{rows = 5}", "rows takes a list" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua",
		    arena_printf(room.arena, EDITION("\n%s"), cases[i].body),
		    false);
		assert_int_equal(edition_phase(&room), -1);
		assert_int_equal(room.diags.count, 1);
		const struct diag *d = room.diags.first;
		bool at_function = strstr(cases[i].words, "`edition`") != NULL;
		if (line_of(&room, d) != (at_function ? 1 : 3) ||
		    strstr(d->message, cases[i].words) == NULL ||
		    strncmp(d->message, "a.lua, edition phase, masses: ", 30))
			fail_msg("%s\nline %u: %s", cases[i].body,
			    line_of(&room, d), d->message);
		room_close(&room);
	}
}

/* ---- live code ---- */

static void
test_live_figures(void **state)
{
	static const struct {
		const char *code, *words;
	} cases[] = {
		{ "count()", "5" },
		{ "count{kind='review', period=period}", "3" },
		{ "count{kind='点评'}", "3" },
		{ "count{kind={'review', 'reply'}}", "4" },
		{ "count{kind={}}", "0" },
		{ "count{form='organisation', method='on-site'}", "1" },
		{ "count{method='现场点评'}", "2" },
		{ "count{preparation='talks'}", "3" },
		{ "count{late_days=3}", "1" },
		{ "count{organisation='jidian'}", "2" },
		{ "count{subject=e.organisations[3]}", "1" },
		{ "count{kind='review', within='jidian'}", "3" },
		{ "count{kind='review', within=e.organisations[3]}", "2" },
		{ "count{reviewer='han'}", "3" },
		{ "count{id='2010-q3/review-1'}", "1" },
		{ "count{date={'2010-10-12', '2010-10-13'}}", "4" },
		{ "count(function(r) return r.date > '2010-10-15' end)", "1" },
		{ "count(function(r) return r.grade == 'good' end)", "0" },
		{ "#e.records .. #e.organisations", "53" },
		{ "#records{kind='review'}", "3" },
		{ "records{kind='review', form='member'}[1].subject.name == nil "
		  "and '无名' or '有名'", "无名" },
		{ "tostring(records{form='member'}[1].subject)", "某党员" },
		{ "sum(records{kind='review'}, 'late_days')", "3" },
		{ "sum(records{kind='review'}, function(r) return "
		  "r.attendance.members end)", "27" },
		{ "#e.record('2010-q3/review/jidian').replies", "1" },
		{ "e.organisations[2].head.name", "韩立诚" },
		{ "e.organisations[1].superior == nil and 1 or 2", "1" },
		{ "e.programme.methods[2].name", "会议集中点评" },
		{ "e.period(period).name .. e:period('2010-q2').due",
		    "2010年第三季度2010-07-15" },
		{ "e.as_of .. e.id .. e.audience",
		    AS_OF "masses学校党委 · 群众" },
		{ "percent(7, 8)", "87.5%" },
		{ "percent(1, 3)", "33.3%" },
		{ "percent(2, 3, 0)", "67%" },
		{ "percent(1, 2, 2)", "50.00%" },
		{ "percent(3, 3)", "100%" },
		{ "percent(0, 3)", "0%" },
		{ "percent(3, 0)", "—" },
		{ "percent(0, 0)", "—" },
		{ "percent(1, 2000)", "0.1%" },
		{ "percent(5, 3)", "166.7%" },
		{ "names{}", "" },
		{ "names{'甲'}", "甲" },
		{ "names{'甲', e.organisations[2], e.organisations[2].head}",
		    "甲、机电学院党总支、韩立诚" },
		{ "names{records{form='member'}[1].subject}", "某党员" },
		{ "names{records{form='member'}[1].subject, '甲', "
		  "records{form='member'}[1].subject}", "甲、2名党员" },
		{ "names(records{kind='review', form='organisation'})",
		    "教工支部、机电学院" },
		{ "blur(0)", "没有" },
		{ "blur(1) .. blur(2)", "个别个别" },
		{ "blur(3) .. blur(5)", "少数少数" },
		{ "blur(6) .. blur(10^9 // 1 | 0)", "部分部分" },
		{ "link(e.records[1])", "情况通报" },
		{ "link('2010-q3/bulletin/11', '通报')", "通报" },
		{ "e.records[1]", "情况通报" },
		{ "2.5", "2.5" },
		{ "6 / 2", "3" },
		{ "-7 // 2", "-4" },
		{ "'甲\\n乙\\tb'", "甲乙 b" },
		{ " -- a remark\n 7", "7" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua", "return { derived = "
		    "{ late_days = {type = 'integer'} } }", false);
		const char *words = live_words(&room, cases[i].code);
		if (words == NULL || strcmp(words, cases[i].words) != 0)
			fail_msg("%s gives %s, not %s (%s)", cases[i].code,
			    words == NULL ? "a fault" : words, cases[i].words,
			    words == NULL ? room.diags.first->message : "");
		room_close(&room);
	}
}

static void
test_live_link(void **state)
{
	struct node *node = live_at(*state, "link(e.records[1], '<b>')", true,
	    SPAN_NONE);
	assert_int_equal(node->kind, NODE_LINK);
	assert_string_equal(node->text.at, "record:2010-q3/bulletin/11");
	assert_string_equal(node->first->text.at, "<b>");
}

static void
test_live_table(void **state)
{
	struct node *node = live_at(*state,
	    "local rows = {}\n"
	    "for _, o in ipairs(e.organisations) do\n"
	    "  rows[#rows + 1] = { o, count{organisation = o}, percent(1, 2) }\n"
	    "end\n"
	    "rows[4] = { 'x', nil, '无' }\n"
	    "return table{ head = {'单位', '次数', '占比', 'w'}, rows = rows,\n"
	    "  align = {'centre'} }", false, SPAN_NONE);
	assert_no_fault(*state);
	assert_int_equal(node->kind, NODE_DOCUMENT);
	struct node *table = node->first;
	assert_int_equal(table->kind, NODE_TABLE);
	assert_int_equal(table->level, 1);
	struct node *head = table->first, *row = head->next;
	assert_string_equal(head->first->first->text.at, "单位");
	assert_int_equal(head->first->align, ALIGN_CENTRE);
	assert_int_equal(head->first->next->align, ALIGN_RIGHT);
	assert_int_equal(head->first->next->next->align, ALIGN_NONE);
	assert_string_equal(row->first->first->text.at, "某大学党委");
	assert_int_equal(row->first->align, ALIGN_CENTRE);
	assert_int_equal(row->first->next->align, ALIGN_RIGHT);
	assert_int_equal(row->first->next->next->align, ALIGN_RIGHT);
	assert_null(row->last->first);
	row = table->last;
	assert_null(row->first->next->first);
	assert_int_equal(row->first->next->next->align, ALIGN_NONE);
}

static void
test_table_is_the_library_too(void **state)
{
	assert_string_equal(live_words(*state,
	    "table.concat({'b', 'a'}, table.unpack{','})"), "b,a");
}

static void
test_live_misused(void **state)
{
	static const struct {
		const char *code;
		bool is_inline;
		const char *words;
	} cases[] = {
		{ "nil", true, "this gives nothing" },
		{ "true", true, "this gives a boolean" },
		{ "{}", true, "this gives a table" },
		{ "table{rows={{1}}}", true, "a table can't stand within" },
		{ "x = 1", true, "near '='" },
		{ "nosuch", true, "there is no 'nosuch' here" },
		{ "local x = 1", false, "the block returns nothing" },
		{ "return e:section{title='x', body='y'}", false,
		    "only filters in scripts/ add" },
		{ "return '\\xff'", false, "is not UTF-8" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		assert_null(live_at(&room, cases[i].code, cases[i].is_inline,
		    SPAN_NONE));
		assert_int_equal(room.diags.count, 1);
		if (strstr(room.diags.first->message, cases[i].words) == NULL)
			fail_msg("%s: %s", cases[i].code,
			    room.diags.first->message);
		room_close(&room);
	}
}

/* Puts `body` as a section of a record into the view; its whole span. */
static struct span
section_add(struct room *room, const char *text, const char *body)
{
	uint32_t source = sources_add(&room->sources, "content/b.md");
	source_at(&room->sources, source)->text = text_of(text);
	struct view_entry *entry = room->view->entries[0];
	entry->sections = ARENA_NEW(room->arena, struct view_section);
	entry->section_count = 1;
	uint32_t start = (uint32_t)(strstr(text, body) - text);
	struct span span = { source, start, start + (uint32_t)strlen(body) };
	entry->sections[0] = (struct view_section){ .title = "",
		.body = text_of(body), .span = span };
	return span;
}

static void
test_live_fault_in_its_bulletin(void **state)
{
	struct room *room = *state;
	const char *text = "---\nkind: bulletin\n---\n文\n\n```{lua}\n"
			   "local n = {}\n\treturn n.x.y\n```\n";
	const char *code = "local n = {}\n\treturn n.x.y\n";
	struct span section = section_add(room, text, strchr(text, '\xE6'));
	struct span block = { section.source,
		(uint32_t)(strstr(text, "```") - text), section.end };
	assert_null(live_at(room, code, false, block));
	assert_fault(room, RULE_FILTER_FAULT, 8, "attempt to index a nil");
	assert_int_equal(room->diags.first->span.start,
	    strstr(text, "return") - text);
}

static void
test_live_fault_without_its_code(void **state)
{
	struct room *room = *state;
	struct span section = section_add(room, "a\n`{lua} x`\n", "a\n`{lua} x`\n");
	assert_null(live_at(room, "y", true, span_cut(section, 2, 11)));
	assert_fault(room, RULE_FILTER_FAULT, 2, "there is no 'y' here");
}

static void
test_live_syntax_fault(void **state)
{
	struct room *room = *state;
	struct span section = section_add(room, "a\n`{lua} 1 +`\n",
	    "a\n`{lua} 1 +`\n");
	assert_null(live_at(room, " 1 +", true, span_cut(section, 2, 13)));
	assert_fault(room, RULE_FILTER_FAULT, 2, "unexpected symbol near <eof>");
}

static void
test_live_fault_in_a_module(void **state)
{
	struct room *room = *state;
	script_add(room, "m.lua", "return {\nf = function() return nil + 1 end }",
	    true);
	assert_null(live_at(room, "require('m').f()", true, SPAN_NONE));
	assert_fault(room, RULE_FILTER_FAULT, 2, "arithmetic on a nil");
}

/* ---- settings ---- */

static void
blur_rules(struct room *room, const char *few, const char *some,
    const char *many)
{
	struct value *rules_map = value_map(room->arena);
	struct value *blur = value_map(room->arena);
	value_set(room->arena, blur, "个别", value_string(room->arena, few));
	value_set(room->arena, blur, "一些", value_string(room->arena, some));
	value_set(room->arena, blur, "不少", value_string(room->arena, many));
	value_set(room->arena, rules_map, "blur", blur);
	room->programme.rules = rules_map;
}

static void
test_blur_by_the_programme(void **state)
{
	struct room *room = *state;
	blur_rules(room, "3", "10", "~");
	assert_string_equal(live_words(room,
	    "blur(3) .. blur(4) .. blur(10) .. blur(11)"),
	    "个别一些一些不少");
}

static void
test_blur_misconfigured(void **state)
{
	struct room *room = *state;
	blur_rules(room, "3", "2", "~");
	assert_null(live_words(room, "1"));
	assert_fault(room, RULE_FIELD_TYPE, 0, "rising numbers");
}

/* ---- scripts on the disk ---- */

static void
file_put(const char *folder, const char *name, struct text text)
{
	char path[256];
	struct os_error error;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(os_write(path, text, &error), 0);
}

struct site_case {
	char root[64];
	struct site site;
	const char *filters[3];
	struct span spans[3];
};

static void
site_open(struct site_case *c, size_t filters)
{
	char folder[128];
	struct os_error error;
	snprintf(c->root, sizeof(c->root), "/tmp/test_filter-XXXXXX");
	assert_non_null(mkdtemp(c->root));
	snprintf(folder, sizeof(folder), "%s/scripts/below", c->root);
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	snprintf(folder, sizeof(folder), "%s/installed", c->root);
	assert_int_equal(os_make_folders(folder, 0755, &error), 0);
	c->site = (struct site){ .root = c->root, .filters = c->filters,
		.filter_spans = c->spans, .filter_count = filters };
}

static void
site_close(struct site_case *c)
{
	struct os_error error;
	assert_int_equal(os_remove_tree(c->root, &error), 0);
}

static int
site_load(struct room *room, const struct site_case *c)
{
	char installed[128];
	snprintf(installed, sizeof(installed), "%s/installed", c->root);
	return scripts_load(&room->scripts, room->arena, &c->site, installed,
	    &room->sources, &room->diags);
}

static void
test_scripts_are_found(void **state)
{
	struct room *room = *state;
	struct site_case c = { .filters = { "b.lua", "own.lua" } };
	site_open(&c, 2);
	file_put(c.root, "scripts/own.lua", TEXT_LIT("\xEF\xBB\xBF-- own"));
	file_put(c.root, "scripts/module.lua", TEXT_LIT("-- module"));
	file_put(c.root, "scripts/deps", TEXT_LIT("#!/bin/sh"));
	file_put(c.root, "scripts/below/x.lua", TEXT_LIT("\xff"));
	file_put(c.root, "installed/own.lua", TEXT_LIT("-- installed"));
	file_put(c.root, "installed/b.lua", TEXT_LIT("-- b"));
	assert_int_equal(site_load(room, &c), 0);
	assert_no_fault(room);
	assert_int_equal(room->scripts.count, 2);
	assert_string_equal(room->scripts.items[0].name, "b.lua");
	assert_string_equal(room->scripts.items[1].name, "own.lua");
	assert_true(text_is(room->scripts.items[1].text, "-- own"));
	assert_int_equal(script_line(&room->scripts.items[1], 1).start, 3);
	assert_string_equal(source_at(&room->sources,
	    room->scripts.items[1].source)->path, "scripts/own.lua");
	assert_int_equal(room->scripts.file_count, 3);
	assert_non_null(scripts_find(&room->scripts, TEXT_LIT("module.lua")));
	assert_null(scripts_find(&room->scripts, TEXT_LIT("x.lua")));
	site_close(&c);
}

static void
test_scripts_are_missing(void **state)
{
	struct room *room = *state;
	struct site_case c = { .filters = { "timelines.lua" } };
	site_open(&c, 1);
	file_put(c.root, "scripts/timeliness.lua", TEXT_LIT("return {}"));
	assert_int_equal(site_load(room, &c), -1);
	assert_fault(room, RULE_FILE_READ, 0, "no filter “timelines.lua”");
	assert_string_equal(room->diags.first->remedy,
	    "did you mean timeliness.lua?");
	site_close(&c);
}

static void
test_scripts_are_no_text(void **state)
{
	struct room *room = *state;
	struct site_case c = { .filters = { "a.lua", "b.lua" } };
	site_open(&c, 0);
	file_put(c.root, "scripts/a.lua", TEXT_LIT("\x1bLua\x54\0\x19\x93"));
	file_put(c.root, "scripts/b.lua", TEXT_LIT("return '\xff'"));
	assert_int_equal(site_load(room, &c), -1);
	assert_int_equal(room->diags.count, 2);
	assert_ptr_equal(room->diags.first->rule, &rules[RULE_FILE_NUL]);
	assert_ptr_equal(room->diags.last->rule, &rules[RULE_FILE_UTF8]);
	assert_int_equal(room->diags.last->span.start, 8);
	site_close(&c);
}

/* ---- workers ---- */

struct worker {
	pthread_t thread;
	struct room room;
	char words[64];
};

static void *
work(void *context)
{
	struct worker *w = context;
	room_open(&w->room);
	script_add(&w->room, "a.lua",
	    RECORD("local t = {}\n"
		   "for i = 1, 50 do t['k' .. (i * 7 % 50)] = i end\n"
		   "local s = {}\n"
		   "for k, v in pairs(t) do s[#s + 1] = k .. v end\n"
		   "r.t = table.concat(s):sub(1, 60)"), false);
	for (int i = 0; i < 50; i++)
		record_phase(&w->room);
	const char *t = value_get_string(w->room.record->derived, "t");
	snprintf(w->words, sizeof(w->words), "%s", t == NULL ? "" : t);
	room_close(&w->room);
	return NULL;
}

static void
test_workers_agree(void **state)
{
	static struct worker workers[3];
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work,
		    &workers[i]), 0);
	for (int i = 0; i < 3; i++)
		pthread_join(workers[i].thread, NULL);
	assert_int_equal(strncmp(workers[0].words, "k050k143k1030k1123", 18),
	    0);
	assert_string_equal(workers[0].words, workers[1].words);
	assert_string_equal(workers[0].words, workers[2].words);
}

#define T(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(record_reads_what_it_is),
		T(record_reads_fields),
		T(record_reads_who_it_is_about),
		T(record_has_helpers),
		T(field_misspelt),
		T(field_of_a_person_misspelt),
		T(field_in_chinese),
		T(global_misspelt),
		T(derived_fields),
		T(derived_of_an_earlier_filter),
		T(derived_of_another_filter_set),
		T(derived_takes_its_type),
		T(narrow),
		T(narrow_misused),
		T(left_out),
		T(kept),
		T(record_returns_rubbish),
		T(definitions_misused),
		T(derived_declared_twice),
		T(fault_places),
		T(fault_in_a_module),
		T(fault_has_its_line),
		T(modules),
		T(modules_missing_and_circular),
		T(section),
		T(page),
		T(body_of_all_things),
		T(edition_misused),
		T(live_figures),
		T(live_link),
		T(live_table),
		T(table_is_the_library_too),
		T(live_misused),
		T(live_fault_in_its_bulletin),
		T(live_fault_without_its_code),
		T(live_syntax_fault),
		T(live_fault_in_a_module),
		T(blur_by_the_programme),
		T(blur_misconfigured),
		T(scripts_are_found),
		T(scripts_are_missing),
		T(scripts_are_no_text),
		T(workers_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
