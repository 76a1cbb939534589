/*
 * Filters as an office writes them: files, definitions, the record phase, and
 * every fault at its place.  The edition phase is in test_edition.c, scripts
 * that mean harm in test_sandbox.c.
 */
#include "filter_room.h"
#include "filter/edition_parts.h"
#include "model/words.h"

#include <pthread.h>
#include <unistd.h>

/* The body of a record function; its first line is line 4 of the script. */
#define RECORD(body)                                                           \
	"return {\n"                                                           \
	"derived = { n = {type = 'integer'}, x = {type = 'number'},"           \
	" t = {type = 'text'}, b = {type = 'boolean'}, d = {type = 'date'} "   \
	"},\n"                                                                 \
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
	char *script =
	    arena_printf(room->arena, RECORD("r.t = tostring(%s)"), expression);
	record_run(room, script);
	assert_no_fault(room);
	return value_get_string(room->record->derived, "t");
}

/* ---- the record phase: reading ---- */

static void
test_record_reads_what_it_is(void **state)
{
	assert_string_equal(
	    record_says(*state,
		"table.concat({r.kind, r.id, r.period, r.date, r.form}, ' ')"),
	    "review 2010-q3/review/members/fu 2010-q3 2010-10-18 member");
}

static void
test_record_knows_the_language(void **state)
{
	struct room *room = *state;
	assert_string_equal(record_says(room, "site.language"), "zh-CN");
}

static void
test_record_reads_fields(void **state)
{
	assert_string_equal(
	    record_says(*state,
		"r.method .. #r.preparation .. r.preparation[2] .. "
		"r.attendance.members + 1 .. r.problems[1].owner.name .. "
		"r.reviewer.id .. tostring(r.venue) .. tostring(r.measures)"),
	    "on-site2talks10韩立诚hannilnil");
}

static void
test_record_reads_who_it_is_about(void **state)
{
	assert_string_equal(
	    record_says(*state,
		"r.subject.kind .. r.subject.name .. r.subject.categories[1] "
		".. "
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
	assert_string_equal(
	    record_says(*state,
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
	record_run(room,
	    RECORD("r.n = 3.0  r.x = 2  r.t = '甲'  r.b = false\n"
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
	script_add(room, "b.lua",
	    "return { derived = {m = {type='integer'}},\n"
	    "record = function(r) r.m = r.n + 1 end }",
	    false);
	record_phase(room);
	assert_no_fault(room);
	assert_int_equal(value_get(room->record->derived, "m")->integer, 8);
	assert_int_equal(value_get(room->record->derived, "n")->integer, 7);
}

/* Which fields a derived one was made from, as bits; see model/record.h. */
static uint64_t
made_from(struct room *room, const char *name)
{
	const struct record *record = room->record;
	for (size_t i = 0; i < value_count(record->derived); i++)
		if (text_is(record->derived->map.entries[i].key, name))
			return record->derived_from[i];
	fail_msg("no derived field %s", name);
	return 0;
}

static uint64_t
bit(struct room *room, const char *field)
{
	return (uint64_t)1 << field_index(room->record->kind, field);
}

/* All that was read before it was set; nothing that was read later. */
static void
test_derived_is_made_from_what_was_read(void **state)
{
	struct room *room = *state;
	record_run(room,
	    RECORD("r.x = 1  if r.venue then end  r.n = #r.date\n"
		   "r.t = r.method  local p = r.problems  r.b = true\n"
		   "r.d = '2010-02-28'"));
	assert_no_fault(room);
	assert_true(made_from(room, "x") == 0);
	assert_true(made_from(room, "n") ==
	    (bit(room, "venue") | bit(room, "date")));
	assert_true(made_from(room, "t") ==
	    (bit(room, "venue") | bit(room, "date") | bit(room, "method")));
	assert_true((made_from(room, "b") & DERIVED_UNSEEN) != 0);
	assert_true((made_from(room, "d") & DERIVED_UNSEEN) != 0);
}

/* What is seen of it must not depend on what is not. */
static void
test_derived_is_not_set_again_after_reading(void **state)
{
	struct room *room = *state;
	static const char *const later[] = { "r.n = 2", "r.n = nil" };
	for (size_t i = 0; i < 2; i++) {
		diags_init(&room->diags, room->arena);
		room->scripts.count = room->scripts.file_count = 0;
		record_run(room,
		    arena_printf(room->arena,
			RECORD("r.n = 1  local v = r.venue\n%s"), later[i]));
		assert_fault(room, RULE_FILTER_FIELD, 5,
		    "'n' is set already, and more was read since");
		room->record->derived = NULL;
	}
	diags_init(&room->diags, room->arena);
	room->scripts.count = room->scripts.file_count = 0;
	record_run(room, RECORD("r.n = 1  r.n = 2  r.n = nil  r.n = 3"));
	assert_no_fault(room);
}

/* One filter each, so that no earlier one's reading counts. */
static void
leaves_trace(struct room *room, const char *code)
{
	record_run(room, code);
	assert_no_fault(room);
	if ((made_from(room, "n") & DERIVED_UNSEEN) == 0)
		fail_msg("no trace of %s", code);
}

static void
test_reading_an_id_leaves_a_trace(void **state)
{
	leaves_trace(*state, RECORD("local x = r.id  r.n = 1"));
}

static void
test_reading_a_subject_leaves_a_trace(void **state)
{
	leaves_trace(*state, RECORD("local x = r.subject  r.n = 1"));
}

static void
test_reading_an_organisation_leaves_a_trace(void **state)
{
	leaves_trace(*state, RECORD("local x = r.organisation  r.n = 1"));
}

static void
test_reading_a_person_leaves_a_trace(void **state)
{
	leaves_trace(*state, RECORD("local x = r.reviewer  r.n = 1"));
}

static void
test_writing_a_record_out_leaves_a_trace(void **state)
{
	leaves_trace(*state, RECORD("local x = tostring(r)  r.n = 1"));
}

/* That an earlier filter did not set a field tells what that one read. */
static void
test_derived_from_what_is_not_set(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    RECORD("if r.venue == 'nowhere' then r.n = 7 end"), false);
	script_add(room, "b.lua",
	    "return { derived = {m = {type='integer'}},\n"
	    "record = function(r) if r.n == nil then r.m = 1 end end }",
	    false);
	record_phase(room);
	assert_no_fault(room);
	assert_true(made_from(room, "m") == bit(room, "venue"));
}

static void
test_derived_of_another_filter_set(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD(""), false);
	script_add(room, "b.lua",
	    "return { record = function(r)\n"
	    "r.n = 1 end }",
	    false);
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
	record_run(room,
	    RECORD("r:narrow('root/cadres')\n"
		   "r:narrow{within = r.organisation, who = 'cadres'}\n"
		   "r:narrow{'cadres', {within = 'root', who = 'x'}}"));
	assert_no_fault(room);
	const struct value *narrowed = room->record->narrowed;
	assert_int_equal(value_count(narrowed), 3);
	struct value *first = value_item(narrowed, 0);
	assert_string_equal(value_as_string(first), "root/cadres");
	assert_int_equal(
	    source_place(
		source_at(&room->sources, first->span.source), first->span)
		.line,
	    4);
	struct value *second = value_item(narrowed, 1);
	assert_string_equal(value_get_string(second, "within"), "jiaogong");
	assert_string_equal(value_get_string(second, "who"), "cadres");
	assert_int_equal(
	    source_place(
		source_at(&room->sources, second->span.source), second->span)
		.line,
	    5);
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
		record_run(
		    &room, arena_printf(room.arena, RECORD("%s"), bodies[i]));
		assert_fault(
		    &room, RULE_FILTER_RESULT, 4, "narrow takes a label");
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
		{ "local m = {}\nfunction m.say() end\nm.short = 1\nreturn m",
		    RULE_FILTER_RESULT, 1, "but what filters share" },
		{ "return { recrod = 1,\nrecord = function() end }", RULE_FILTER_RESULT,
		    1, "a filter has no 'recrod'" },
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
		    "a.lua, when it is started: <name> or '...' expected near "
		    "'" },
		{ "\n\nerror 'not today'", RULE_FILTER_FAULT, 3, "not today" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua", cases[i].script, false);
		record_phase(&room);
		assert_fault(
		    &room, cases[i].rule, cases[i].line, cases[i].words);
		room.diags.first = room.diags.last = NULL;
		room.diags.count = 0;
		assert_int_equal(edition_phase(&room), -1);
		assert_fault(
		    &room, cases[i].rule, cases[i].line, cases[i].words);
		room_close(&room);
	}
}

static void
test_derived_declared_twice(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua", RECORD(""), false);
	script_add(room, "b.lua",
	    "-- n = 1: a comment\n"
	    "return { derived = {\n"
	    "n = {type='integer'}} } -- n = 2",
	    false);
	record_phase(room);
	assert_fault(
	    room, RULE_FILTER_FIELD, 3, "'n' is declared by a.lua already");
}

/* Whichever Lua has first in its table: that is another each run. */
static void
test_fault_of_a_map_chosen(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { record = function(r)\n"
	    "local t = {} for c in ('krczbqhxtmweujvgyfpdnlosi'):gmatch('.') do\n"
	    "t[c] = 0/0 end t.a = pairs\n"
	    "r:narrow(t) end }",
	    false);
	record_phase(room);
	assert_fault(room, RULE_FILTER_RESULT, 4, "a function is no value");
}

/* And of keys that no value has. */
static void
test_fault_of_keys_chosen(void **state)
{
	struct room *room = *state;
	script_add(room, "a.lua",
	    "return { record = function(r)\n"
	    "r:narrow{[pairs] = 1, [r] = 1, [true] = 1, [{}] = 1} end }",
	    false);
	record_phase(room);
	assert_fault(
	    room, RULE_FILTER_RESULT, 2, "here is a key that is a boolean");
}

/* The path of a file may be long, and is Chinese. */
static void
test_fault_of_a_long_id(void **state)
{
	struct room *room = *state;
	struct buf id = BUF_INIT;
	for (int i = 0; i < 300; i++)
		buf_puts(&id, "点");
	room->record->id = arena_string(room->arena, id.at);
	script_add(room, "a.lua",
	    "return { record = function(r) error('no', 0) end }", false);
	record_phase(room);
	buf_puts(&id, ": no");
	assert_fault(room, RULE_FILTER_FAULT, 1, id.at);
	buf_free(&id);
}

/* ---- faults and where they are ---- */

static void
test_fault_places(void **state)
{
	static const struct {
		const char *body, *words;
		uint32_t line;
	} cases[] = {
		{ "\nlocal t = nil\nreturn t.x",
		    "attempt to index a nil value "
		    "(local 't')",
		    6 },
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
		{ "days_between('2010-13-01', as_of)",
		    "'2010-13-01' is no date", 4 },
		{ "days_between(r.venue, as_of)", "date expected, got nil", 4 },
		{ "period('2010-q4')",
		    "the programme has no period '2010-q4'; "
		    "did you mean '2010-q2'?",
		    4 },
		{ "return r.organisation:within('nowhere')",
		    "there is no organisation 'nowhere'", 4 },
		{ "local ok, e = pcall(error, {1})\nassert(not ok)\n"
		  "error(type(e))",
		    "table", 6 },
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
	script_add(room, "dates.lua",
	    "local M = {}\nfunction M.check(r)\n"
	    "  return r.dtae\nend\nreturn M",
	    true);
	record_phase(room);
	assert_fault(room, RULE_FILTER_FIELD, 3, "did you mean 'date'?");
	assert_int_equal(
	    room->diags.first->span.source, room->script_items[1].source);
}

static void
test_fault_has_its_line(void **state)
{
	struct room *room = *state;
	char *out;
	size_t len;
	record_run(room, RECORD("\treturn r.nothing"));
	FILE *file = open_memstream(&out, &len);
	diags_print(
	    &room->diags, &room->sources, (struct diag_style){ 0 }, file);
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
	script_add(room, "a.lua",
	    RECORD("local one, two = require 'm', "
		   "require 'm'\n"
		   "r.b = one == two  r.n = one.n()"),
	    false);
	script_add(room, "m.lua",
	    "n = 6\nreturn { n = function() n = n + 1 "
	    "return n end }",
	    true);
	struct record_filter *filter = record_filter_open(&room->scripts,
	    &room->programme, &room->roster, AS_OF, &room->diags);
	assert_non_null(filter);
	for (int i = 0; i < 3; i++) {
		/* It remembers nothing from the record before. */
		record_filter_run(
		    filter, room->arena, room->record, &room->diags);
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
	script_add(room, "a.lua",
	    RECORD("pcall(require, '../secret')\n"
		   "require '../m'"),
	    false);
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
	c->site = (struct site){ .root = c->root,
		.filters = c->filters,
		.filter_spans = c->spans,
		.filter_count = filters };
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
	assert_string_equal(
	    source_at(&room->sources, room->scripts.items[1].source)->path,
	    "scripts/own.lua");
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
	assert_string_equal(
	    room->diags.first->remedy, "did you mean timeliness.lua?");
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

/* ---- the filters in scripts/ ---- */

static void
own_filters_load(struct room *room)
{
	static const char *filters[] = { "timeliness.lua", "overview.lua" };
	static struct span spans[2];
	room->site.filters = filters;
	room->site.filter_spans = spans;
	room->site.filter_count = 2;
	assert_int_equal(scripts_load(&room->scripts, room->arena, &room->site,
			     NULL, &room->sources, &room->diags),
	    0);
}

static void
test_timeliness(void **state)
{
	struct room *room = *state;
	own_filters_load(room);
	record_phase(room);
	assert_no_fault(room);
	const struct value *derived = room->record->derived;
	assert_int_equal(value_get(derived, "late_days")->integer, 3);
	assert_int_equal(value_get(derived, "recorded_days")->integer, 3);
	/* The member is infirm. */
	assert_int_equal(value_count(room->record->narrowed), 1);
	assert_string_equal(
	    value_as_string(value_item(room->record->narrowed, 0)),
	    "second-level/cadres");
	assert_false(room->record->left_out);
}

static void
test_timeliness_of_others(void **state)
{
	struct room *room = *state;
	struct record *record = room->record;
	own_filters_load(room);
	record->person = room->head;
	record->date = "2010-10-15";
	field_set(record->fields, record->kind, "recorded", NULL);
	record_phase(room);
	assert_no_fault(room);
	assert_int_equal(value_get(record->derived, "late_days")->integer, 0);
	assert_null(value_get(record->derived, "recorded_days"));
	assert_null(record->narrowed);
	record->kind = kind_find(TEXT_LIT("exemplar"));
	record->derived = NULL;
	record_phase(room);
	assert_no_fault(room);
	assert_null(record->derived);
}

/* timeliness by hand: three reviews of the college, one of them late. */
static void
reviews_count(struct room *room, enum figure_state members)
{
	struct tally *tally = ARENA_NEW(room->arena, struct tally);
	struct tally_dimension *unit = dimension_new(room,
	    "organisation:second-level", "党组织", AXIS_ORGANISATION);
	struct tally_dimension *period =
	    dimension_new(room, "period", "周期", AXIS_TERMS);
	struct tally_dimension *form =
	    dimension_new(room, "form", "点评表", AXIS_TERMS);
	struct tally_dimension *time =
	    dimension_new(room, "time", "时限", AXIS_WORDS);
	unit->level = 1;
	dimension_add(unit, "university", "学校党委", 0, false);
	dimension_add(unit, "university", "学校党委本级", 1, true);
	dimension_add(unit, "jidian", "机电学院", 1, false);
	dimension_add(period, "2010-q3", "2010年第三季度", 0, false);
	dimension_add(period, "2010-q2", "2010年第二季度", 0, false);
	dimension_add(form, "organisation", "组织点评表", 0, false);
	dimension_add(form, "member", "党员点评表", 0, false);
	dimension_add(time, "in-time", "按时", 0, false);
	dimension_add(time, "late", "逾期", 0, false);
	dimension_add(time, "interim", "适时点评", 0, false);
	*tally = (struct tally){ .name = "timeliness", .title = "时效",
		.of = "reviews", .day = AS_OF, .minimum = 1, .most = 1,
		.dimensions = { unit, period, form, time },
		.dimension_count = 4 };
	const struct tally **items =
	    ARENA_ARRAY(room->arena, const struct tally *, 1);
	items[0] = tally;
	room->figures =
	    figures_new(room->arena, (struct tally_list){ items, 1 });
	static const struct {
		uint32_t form, time;
		uint64_t value;
	} cells[] = { { 0, 0, 3 }, { 1, 0, 2 }, { 2, 0, 1 }, { 0, 1, 2 },
		{ 0, 2, 1 } };
	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		for (uint32_t node = 0; node <= 3; node += 3) {
			struct tally_place place = { { node, 1, cells[i].form,
			    cells[i].time } };
			struct figure figure = { FIGURE_OPEN,
				cells[i].value };
			if (cells[i].form == 2)
				figure.state = members;
			figures_set(room->figures, room->arena, 0, place,
			    figure);
		}
	}
}

static void
test_overview(void **state)
{
	static const char *const rows[] = { "单位 组织 党员",
		"机电学院 2 1", "合计 2 1" };
	struct room *room = *state;
	own_filters_load(room);
	reviews_count(room, FIGURE_OPEN);
	assert_int_equal(edition_phase(room), 0);
	assert_no_fault(room);
	const struct addition *a =
	    &room->additions.items[room->additions.count - 1];
	assert_string_equal(a->page, "home");
	assert_string_equal(a->title, "本期概况");
	assert_string_equal(node_plain(room->arena, a->body->first).at,
	    "2010年第三季度共点评3次，其中组织2次、党员1次；"
	    "定期点评10月15日前完成的占66.7%。");
	const struct node *row = a->body->last->first;
	for (size_t i = 0; i < 3; i++, row = row->next)
		assert_string_equal(node_plain(room->arena, row).at, rows[i]);
	assert_null(row);
}

/* A figure that is withheld is there all the same; the period still runs. */
static void
test_overview_withheld(void **state)
{
	struct room *room = *state;
	own_filters_load(room);
	reviews_count(room, FIGURE_WITHHELD);
	room->view->as_of = "2010-10-15";
	assert_int_equal(edition_phase(room), 0);
	assert_no_fault(room);
	const struct node *body =
	    room->additions.items[room->additions.count - 1].body;
	assert_string_equal(node_plain(room->arena, body->first).at,
	    "2010年第三季度共点评3次，其中组织2次、党员…次，完成时限为10月15日。");
	assert_string_equal(
	    node_plain(room->arena, body->last).at, 
	    strings_get(room->view->site->strings, "withheld_legend"));
}

/* What the page says of time, with its own place in the menu. */
static void
test_timeliness_page(void **state)
{
	struct room *room = *state;
	own_filters_load(room);
	reviews_count(room, FIGURE_OPEN);
	assert_int_equal(edition_phase(room), 0);
	assert_int_equal(room->additions.count, 2);
	const struct addition *a = &room->additions.items[0];
	assert_string_equal(a->page, "analysis/timeliness");
	assert_string_equal(a->group, "统计分析");
	/* The newest period as a chart, and all of them as tables. */
	const struct node *chart = a->body->first, *head = chart->next;
	assert_int_equal(chart->kind, NODE_CHART);
	assert_string_equal(node_plain(room->arena, chart).at,
	    "2010年第三季度各单位点评");
	assert_int_equal(head->kind, NODE_HEADING);
	assert_string_equal(node_plain(room->arena, head).at, "2010年第三季度");
	assert_string_equal(head->first->text.at, "page:period/2010-q3");
	assert_string_equal(
	    head->next->text.at, "完成时限为2010年10月15日。");
	assert_string_equal(
	    node_plain(room->arena, a->body->last->first).at,
	    "单位 组织按时 逾期 按时率 党员按时 逾期 按时率 适时点评");
}

static void
test_overview_of_nothing(void **state)
{
	struct room *room = *state;
	own_filters_load(room);
	reviews_count(room, FIGURE_OPEN);
	struct tally_list list = room->figures->tallies;
	room->figures = figures_new(room->arena, list);
	assert_int_equal(edition_phase(room), 0);
	assert_no_fault(room);
	assert_int_equal(room->additions.count, 0);
}

/* ---- the watchdog ---- */

/* One alarm for the phase, longer the more there is to do; taken back. */
static void
test_watch(void **state)
{
	(void)state;
	filter_watch_begin(FILTER_RECORD, 0);
	unsigned few = alarm(0);
	assert_true(few > 0);
	filter_watch_begin(FILTER_EDITION, 1000000);
	assert_true(alarm(0) > few);
	filter_watch_begin(FILTER_EDITION, 1);
	filter_watch_end();
	assert_int_equal(alarm(0), 0);
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
		   "r.t = table.concat(s):sub(1, 60)"),
	    false);
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
		assert_int_equal(
		    pthread_create(&workers[i].thread, NULL, work, &workers[i]),
		    0);
	for (int i = 0; i < 3; i++)
		pthread_join(workers[i].thread, NULL);
	assert_int_equal(
	    strncmp(workers[0].words, "k050k143k1030k1123", 18), 0);
	assert_string_equal(workers[0].words, workers[1].words);
	assert_string_equal(workers[0].words, workers[2].words);
}

/* Whatever an edition has of every record: a field of that name were unseen. */
static void
test_derived_is_no_field_of_editions(void **state)
{
	(void)state;
	for (const struct proxy_field *f = entry_class.fields; f->name != NULL;
	    f++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua",
		    arena_printf(room.arena,
			"return { derived = {\n%s = {type = 'integer'} } }",
			f->name), false);
		record_phase(&room);
		assert_fault(&room, RULE_FILTER_FIELD, 2, "records have already");
		room_close(&room);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(record_reads_what_it_is),
		T(record_knows_the_language),
		T(record_reads_fields),
		T(record_reads_who_it_is_about),
		T(record_has_helpers),
		T(field_misspelt),
		T(field_of_a_person_misspelt),
		T(field_in_chinese),
		T(global_misspelt),
		T(derived_fields),
		T(derived_of_an_earlier_filter),
		T(derived_is_made_from_what_was_read),
		T(derived_is_not_set_again_after_reading),
		T(reading_an_id_leaves_a_trace),
		T(reading_a_subject_leaves_a_trace),
		T(reading_an_organisation_leaves_a_trace),
		T(reading_a_person_leaves_a_trace),
		T(writing_a_record_out_leaves_a_trace),
		T(derived_from_what_is_not_set),
		T(derived_of_another_filter_set),
		T(derived_takes_its_type),
		T(narrow),
		T(narrow_misused),
		T(left_out),
		T(kept),
		T(record_returns_rubbish),
		T(definitions_misused),
		T(fault_of_a_map_chosen),
		T(fault_of_keys_chosen),
		T(fault_of_a_long_id),
		T(derived_declared_twice),
		cmocka_unit_test(test_derived_is_no_field_of_editions),
		T(fault_places),
		T(fault_in_a_module),
		T(fault_has_its_line),
		T(modules),
		T(modules_missing_and_circular),
		T(scripts_are_found),
		T(scripts_are_missing),
		T(scripts_are_no_text),
		T(timeliness),
		T(timeliness_of_others),
		T(overview),
		T(overview_withheld),
		T(timeliness_page),
		T(overview_of_nothing),
		T(watch),
		T(workers_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
