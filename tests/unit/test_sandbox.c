/*
 * Scripts that mean harm.  Each ends by itself, with the diagnostic that is
 * expected, within a bounded time; none can be felt by another.
 */
#include "filter_room.h"

#include "chance.h"
#include "filter/edition_parts.h"
#include "filter/proxy.h"

/* Processor time that the worst may take, also under a sanitizer. */
#define SECONDS_MOST 20.0

#define RECORD(body)                                                           \
	"return { derived = { t = {type = 'text'} }, record = "                \
	"function(r)\n" body "\nend }\n"

struct hostile {
	const char *what, *body;
	enum rule_id rule;
	const char *words;
};

/* Bodies of a record function, from line 2 on. */
static const struct hostile hostile[] = {
	{ "endless loop", "while true do end", RULE_FILTER_BUDGET,
	    "more than 5000000 steps" },
	{ "goto loop", "::again:: goto again", RULE_FILTER_BUDGET, "steps" },
	{ "repeat loop", "repeat until false", RULE_FILTER_BUDGET, "steps" },
	{ "numeric loop", "for i = 1, math.huge do end", RULE_FILTER_BUDGET,
	    "steps" },
	{ "loop in pcall", "pcall(function() while true do end end)",
	    RULE_FILTER_BUDGET, "steps" },
	{ "loop of pcalls",
	    "while true do pcall(function() while true do end end) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "pcalls within pcalls",
	    "local function f() pcall(f) while true do end end f()",
	    RULE_FILTER_BUDGET, "steps" },
	{ "pcall of pcall", "while true do pcall(pcall, pcall, error) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "recursion without end", "local function f() return 1 + f() end f()",
	    RULE_FILTER_BUDGET, "it took more than" },
	{ "tail calls without end", "local function f() return f() end f()",
	    RULE_FILTER_BUDGET, "steps" },
	{ "recursion through C",
	    "local function f() return (('x'):gsub('x', f)) end f()",
	    RULE_FILTER_FAULT, "C stack overflow" },
	{ "recursion through sort",
	    "local function f() "
	    "table.sort({1, 2}, f) end f()",
	    RULE_FILTER_FAULT, "C stack overflow" },
	{ "recursion through pcall",
	    "local function f() "
	    "local ok, e = pcall(f) error(e, 0) end f()",
	    RULE_FILTER_FAULT, "C stack overflow" },
	{ "string.rep bomb", "return string.rep('x', 1 << 40)",
	    RULE_FILTER_BUDGET, "rep would make" },
	{ "string.rep of nothing",
	    "r.t = string.rep('', 1 << 60) .. 'end' error(r.t, 0)",
	    RULE_FILTER_FAULT, "end" },
	{ "string.rep of a separator", "return ('x'):rep(1 << 30, 'y')",
	    RULE_FILTER_BUDGET, "rep would make" },
	{ "rep in pcall for ever",
	    "while true do pcall(string.rep, 'x', 1 << 19) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "concat doubling", "local s = 'x' while true do s = s .. s end",
	    RULE_FILTER_BUDGET, "a text of more than 1048576 bytes" },
	{ "concat doubling in pcall",
	    "while true do pcall(function() "
	    "local s = 'x' while true do s = s .. s end end) end",
	    RULE_FILTER_BUDGET, "a text of more than" },
	{ "table.concat bomb",
	    "local t = {} for i = 1, 4000 do "
	    "t[i] = ('x'):rep(1000) end return table.concat(t)",
	    RULE_FILTER_BUDGET, "a text of more than" },
	{ "table bomb", "local t = {} while true do t[#t + 1] = {} end",
	    RULE_FILTER_BUDGET, "it took more than" },
	{ "many long texts",
	    "local t = {} for i = 1, 1000 do "
	    "t[i] = ('x'):rep(500000) .. i end",
	    RULE_FILTER_BUDGET, "it took more than" },
	{ "memory in pcall",
	    "local t = {} while true do pcall(function() "
	    "t[#t + 1] = ('x'):rep(500000) .. #t end) end",
	    RULE_FILTER_BUDGET, "it took more than" },
	{ "huge table to C",
	    "local t = {} for i = 1, 400000 do t[i] = i end "
	    "while true do table.insert(t, 1, 0) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "huge table unpacked",
	    "while true do "
	    "select('#', table.unpack({}, 1, 900000)) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "too many values", "return table.unpack({}, 1, 1 << 30)",
	    RULE_FILTER_BUDGET, "steps" },
	{ "huge table sorted",
	    "local t = {} for i = 1, 200000 do "
	    "t[i] = -i end while true do table.sort(t) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "sort without order",
	    "local t = {} for i = 1, 1000 do t[i] = i end "
	    "while true do table.sort(t, function() return true end) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "pairs of a huge table",
	    "local t = {} for i = 1, 100000 do "
	    "t['k' .. i] = i end while true do pairs(t) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "arguments without end",
	    "local function f(...) "
	    "return f(1, 2, 3, 4, ...) end f()",
	    RULE_FILTER_BUDGET, "s of processor time" },
	{ "long texts compared",
	    "local a = ('x'):rep(1 << 20 - 1) "
	    "a = ('x'):rep(1000000) local b = ('x'):rep(999999) .. 'x' "
	    "while a == b do end",
	    RULE_FILTER_BUDGET, "it took more than" },
	{ "backtracking", "return (('a'):rep(60)):find(('a-'):rep(30) .. 'b')",
	    RULE_FILTER_BUDGET, "steps" },
	{ "backtracking by *", "return (('a'):rep(3000)):match('.*.*.*b')",
	    RULE_FILTER_BUDGET, "steps" },
	{ "backtracking in pcall",
	    "while true do pcall(string.match, "
	    "('a'):rep(5000), '.*.*.*b') end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "backtracking by -",
	    "local s = ('a'):rep(1000000) "
	    "return s:gsub('.-b', '')",
	    RULE_FILTER_BUDGET, "steps" },
	{ "balanced backtracking",
	    "local s = ('('):rep(1000000) "
	    "return s:find('%b()')",
	    RULE_FILTER_BUDGET, "steps" },
	{ "optional backtracking",
	    "return (('a'):rep(40)):find(('a?'):rep(40) "
	    ".. ('a'):rep(41))",
	    RULE_FILTER_BUDGET, "steps" },
	{ "back references",
	    "local s = ('a'):rep(100000) "
	    "return s:find('(.*)%1%1b')",
	    RULE_FILTER_BUDGET, "steps" },
	{ "a wrong argument", "return string.format('%d', 'x')",
	    RULE_FILTER_FAULT, "bad argument #2 to 'format' (number expected" },
	{ "a value that can't be put in", "return table.concat({ {} }, 3, {})",
	    RULE_FILTER_FAULT, "bad argument #3 to 'concat' (number expected" },
	{ "no character there", "return utf8.codepoint('x', 5)",
	    RULE_FILTER_FAULT, "bad argument #3 to 'codepoint' (out of bounds" },
	{ "a long pattern", "return ('x'):find(('x*'):rep(5000))",
	    RULE_FILTER_FAULT, "the pattern is too long" },
	{ "gmatch for ever",
	    "while true do for _ in "
	    "(('a'):rep(1000)):gmatch('a*b') do end end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "plain find for ever",
	    "local s = ('x'):rep(1000000) while true do "
	    "s:find('y', 1, true) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "gsub that grows",
	    "local s = ('x'):rep(1000) "
	    "while true do s = s:gsub('x', 'xx') end",
	    RULE_FILTER_BUDGET, "it " },
	{ "format widths", "return string.format('%1000d', 1)",
	    RULE_FILTER_FAULT, "invalid conversion" },
	{ "format widths allowed",
	    "while true do "
	    "string.format('%99.99f', 1e300) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "format addresses", "return string.format('%p', {})",
	    RULE_FILTER_FAULT, "format takes no '%p'" },
	{ "utf8 for ever",
	    "local s = ('甲'):rep(300000) "
	    "while true do utf8.len(s) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "bytes for ever",
	    "local s = ('x'):rep(100000) "
	    "while true do s:byte(1, -1) end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "upper for ever",
	    "local s = ('x'):rep(1000000) "
	    "while true do s:upper() end",
	    RULE_FILTER_BUDGET, "steps" },
	{ "derived for ever", "while true do r.t = ('x'):rep(100000) end",
	    RULE_FILTER_BUDGET, "gives more than 1048576 bytes" },
	{ "narrow for ever", "while true do r:narrow('root/cadres') end",
	    RULE_FILTER_BUDGET, "it " },
	{ "a circle given away", "local t = {} t.within = t r:narrow(t)",
	    RULE_FILTER_RESULT, "nested deeper than 32 levels" },
	{ "a wide table given away",
	    "local t = {} for i = 1, 200000 do "
	    "t[i] = 'root/cadres' end r:narrow(t)",
	    RULE_FILTER_BUDGET, "gives more than" },

	/* ways out of the allowlist */
	{ "bytecode", "load('\\27Lua')", RULE_FILTER_FAULT,
	    "there is no 'load' here" },
	{ "dump", "string.dump(error)", RULE_FILTER_FAULT,
	    "attempt to call a nil value (field 'dump')" },
	{ "dump by method", "('x').dump(error)", RULE_FILTER_FAULT, "nil" },
	{ "setmetatable", "setmetatable({}, {})", RULE_FILTER_FAULT,
	    "there is no 'setmetatable' here" },
	{ "__gc",
	    "local t = setmetatable({}, {__gc = function() "
	    "while true do end end})",
	    RULE_FILTER_FAULT, "there is no 'setmetatable' here" },
	{ "getmetatable", "getmetatable('').__index = nil", RULE_FILTER_FAULT,
	    "there is no 'getmetatable' here" },
	{ "rawset", "rawset(string, 'x', 1)", RULE_FILTER_FAULT,
	    "there is no 'rawset' here" },
	{ "coroutine", "coroutine.wrap(error)()", RULE_FILTER_FAULT,
	    "there is no 'coroutine' here" },
	{ "io", "io.open('/etc/passwd')", RULE_FILTER_FAULT,
	    "there is no 'io' here" },
	{ "os", "os.exit()", RULE_FILTER_FAULT, "there is no 'os' here" },
	{ "debug", "debug.getregistry()", RULE_FILTER_FAULT,
	    "there is no 'debug' here" },
	{ "package", "package.loadlib('x', 'y')", RULE_FILTER_FAULT,
	    "there is no 'package' here" },
	{ "collectgarbage", "collectgarbage('stop')", RULE_FILTER_FAULT,
	    "there is no 'collectgarbage' here" },
	{ "xpcall", "xpcall(error, function() while true do end end)",
	    RULE_FILTER_FAULT, "there is no 'xpcall' here" },
	{ "_G", "_G.x = 1", RULE_FILTER_FAULT, "there is no '_G' here" },
	{ "clock", "os.time()", RULE_FILTER_FAULT, "there is no 'os' here" },
	{ "random", "math.random()", RULE_FILTER_FAULT, "nil" },
	{ "dofile", "dofile('x.lua')", RULE_FILTER_FAULT,
	    "there is no 'dofile' here" },
	{ "next", "next({})", RULE_FILTER_FAULT, "there is no 'next' here" },
	{ "table.move", "table.move({}, 1, 1 << 40, 2)", RULE_FILTER_FAULT,
	    "nil" },
	{ "require elsewhere", "require('/etc/passwd')", RULE_FILTER_FAULT,
	    "there is no /etc/passwd.lua in scripts/" },
	{ "require with a NUL", "require('a\\0b')", RULE_FILTER_FAULT,
	    "there is no a.lua in scripts/" },
	{ "library written to", "string.upper = nil", RULE_FILTER_FAULT,
	    "this table can only be read" },
	{ "library inserted into", "table.insert(table, 1)", RULE_FILTER_FAULT,
	    "this table can only be read" },
	{ "library added to", "math.pi = 3", RULE_FILTER_FAULT,
	    "this table can only be read" },
	{ "the site written to", "site.language = 'en'", RULE_FILTER_FAULT,
	    "this table can only be read" },
	{ "string by method", "('x').upper = nil", RULE_FILTER_FAULT,
	    "attempt to index a string value" },
	{ "arithmetic on text", "return '1' + 1", RULE_FILTER_FAULT,
	    "attempt to perform arithmetic on a string value" },
	{ "_ENV without globals", "local _ENV = {} error('x')",
	    RULE_FILTER_FAULT, "attempt to call a nil value (global 'error')" },
	{ "_ENV as a value",
	    "_ENV[{}] = 1 _ENV[1] = 2 x = _ENV[3] "
	    "return nosuch",
	    RULE_FILTER_FAULT, "there is no 'nosuch' here" },
	{ "keys without order", "for k in pairs({[{}] = 1}) do end",
	    RULE_FILTER_FAULT, "has no place in an order" },
	{ "pairs of a proxy", "for k in pairs(r) do end", RULE_FILTER_FAULT,
	    "table expected, got record" },
	{ "length of a proxy", "return #r", RULE_FILTER_FAULT,
	    "attempt to get length of a record value" },
	{ "proxy forged", "r.narrow({}, 'root/cadres')", RULE_FILTER_FAULT,
	    "record expected, got table" },
	{ "proxy of another kind", "r.narrow(r.subject, 'root/cadres')",
	    RULE_FILTER_FAULT, "record expected, got person" },
	{ "an error that is a proxy", "error(r.organisation)",
	    RULE_FILTER_FAULT, "no text but a organisation" },
	{ "an error in an error",
	    "local function f() error(f) end "
	    "pcall(f) error(f)",
	    RULE_FILTER_FAULT, "no text but a function" },
	{ "a huge message", "error(('甲'):rep(100000))", RULE_FILTER_FAULT,
	    "甲甲甲" },
};

static void
hostile_run(const struct hostile *h)
{
	struct room room;
	room_open(&room);
	script_add(&room, "a.lua",
	    arena_printf(room.arena, RECORD("%s"), h->body), false);
	double start = os_thread_seconds();
	record_phase(&room);
	double took = os_thread_seconds() - start;
	const struct diag *d = room.diags.first;
	if (d == NULL)
		fail_msg("%s: no fault", h->what);
	/* Which of two budgets ends first is the machine's speed. */
	bool said = strstr(d->message, h->words) != NULL ||
	    (strcmp(h->words, "steps") == 0 &&
		strstr(d->message, "s of processor time") != NULL);
	if (d->rule != &rules[h->rule] || line_of(&room, d) != 2 || !said ||
	    room.diags.count != 1)
		fail_msg("%s: %s, line %u, %s", h->what, d->rule->code,
		    line_of(&room, d), d->message);
	if (strlen(d->message) > 700)
		fail_msg(
		    "%s: a message of %zu bytes", h->what, strlen(d->message));
	if (took > SECONDS_MOST)
		fail_msg("%s: %.1f s", h->what, took);
	if (getenv("VERBOSE") != NULL)
		printf("%6.3f s  %s\n", took, h->what);
	room_close(&room);
}

static void
test_hostile_scripts_end(void **state)
{
	(void)state;
	/* Most go to a budget's end: a short run takes every second. */
	struct chance_steps steps = chance_steps();
	for (size_t i = steps.first;
	     i < sizeof(hostile) / sizeof(*hostile); i += steps.step)
		hostile_run(&hostile[i]);
}

/* ---- the same in the edition phase ---- */

static void
test_hostile_live_code_ends(void **state)
{
	static const char *const codes[] = {
		"return (function() while true do end end)()",
		"while true do count(function() return true end) end",
		"while true do count{kind = 'review'} end",
		"while true do records() end",
		"while true do local x = e.records end",
		"while true do pcall(table, {rows = {{1, 2}}}) end",
		"local t = {} while true do t[#t + 1] = "
		"link(e.records[1], ('x'):rep(100000)) end",
		"local t = table{rows = {{1}}} local b = {} "
		"for i = 1, 1000000 do b[i] = t end return b",
		"return table{rows = {{('x'):rep(5000000)}}}",
		"while true do names(e.organisations) end",
		"local s = ('甲'):rep(300000) while true do names{s} end",
		"while true do table.sort(e.records, function(a, b) return "
		"a.id < b.id end) end",
	};
	(void)state;
	struct chance_steps steps = chance_steps();
	for (size_t i = steps.first;
	     i < sizeof(codes) / sizeof(*codes); i += steps.step) {
		struct room room;
		room_open(&room);
		double start = os_thread_seconds();
		assert_null(live_at(&room, codes[i], false, SPAN_NONE));
		double took = os_thread_seconds() - start;
		if (room.diags.count != 1 ||
		    room.diags.first->rule != &rules[RULE_FILTER_BUDGET] ||
		    took > 4 * SECONDS_MOST)
			fail_msg("%s: %.1f s, %s", codes[i], took,
			    room.diags.first == NULL
				? "no fault"
				: room.diags.first->message);
		if (getenv("VERBOSE") != NULL)
			printf("%6.3f s  %s: %s\n", took, codes[i],
			    room.diags.first->message);
		room_close(&room);
	}
}

static void
test_hostile_when_started(void **state)
{
	static const char *const scripts[] = {
		"while true do end",
		"local s = 'x' while true do s = s .. s end",
		"local t = {} for i = 1, 100000 do t['k' .. i] = "
		"{type = 'text'} end return {derived = t}",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		struct room room;
		room_open(&room);
		script_add(&room, "a.lua", scripts[i], false);
		record_phase(&room);
		assert_int_equal(room.diags.count, 1);
		assert_ptr_equal(
		    room.diags.first->rule, &rules[RULE_FILTER_BUDGET]);
		room_close(&room);
	}
}

/* ---- what one can't do to another ---- */

static void
test_one_script_cannot_poison_another(void **state)
{
	struct room room;
	(void)state;
	room_open(&room);
	script_add(&room, "a.lua",
	    RECORD(
		"ipairs = nil  tostring = function() return 'poison' end\n"
		"string = {}\n"
		"shared = 'mine'  kept = r  assert(tostring(1) == 'poison')\n"
		"_ENV = nil"),
	    false);
	script_add(&room, "b.lua",
	    "return { derived = {u = {type='text'}},\n"
	    "record = function(r)\nlocal ok = pcall(function() "
	    "return shared end)\n"
	    "for i, v in ipairs{1} do r.u = tostring(ok) .. "
	    "string.upper('x') .. ('y'):upper() end end }",
	    false);
	record_phase(&room);
	assert_no_fault(&room);
	assert_string_equal(
	    value_get_string(room.record->derived, "u"), "falseXY");
	room_close(&room);
}

/* Neither variables nor proxies live from one record to the next. */
static void
test_nothing_is_remembered(void **state)
{
	struct room room;
	(void)state;
	room_open(&room);
	script_add(&room, "a.lua",
	    "local seen, kept = 0, nil\n"
	    "global = (pcall(function() return global end))\n"
	    "return { derived = {t = {type='text'}}, record = function(r)\n"
	    "r.t = tostring(global) .. seen .. tostring(kept)\n"
	    "seen = seen + 1  kept = r  global = 1  string_kept = r.subject\n"
	    "end }",
	    false);
	struct record_filter *filter = record_filter_open(
	    &room.scripts, &room.programme, &room.roster, AS_OF, &room.diags);
	for (int i = 0; i < 3; i++) {
		record_filter_run(filter, room.arena, room.record, &room.diags);
		assert_no_fault(&room);
		assert_string_equal(
		    value_get_string(room.record->derived, "t"), "false0nil");
	}
	record_filter_close(filter);
	room_close(&room);
}

/* A worker goes on after a script was stopped, and the state is sound. */
static void
test_budget_is_per_call(void **state)
{
	struct room room;
	(void)state;
	room_open(&room);
	script_add(&room, "a.lua", RECORD("while true do end"), false);
	script_add(&room, "b.lua",
	    "return { derived = {n = {type='integer'}},"
	    "record = function(r) local n = 0 "
	    "for i = 1, 400000 do n = n + 1 end r.n = n end }",
	    false);
	struct record_filter *filter = record_filter_open(
	    &room.scripts, &room.programme, &room.roster, AS_OF, &room.diags);
	for (int i = 0; i < 5; i++) {
		room.record->derived = NULL;
		record_filter_run(filter, room.arena, room.record, &room.diags);
		assert_int_equal(
		    value_get(room.record->derived, "n")->integer, 400000);
	}
	record_filter_close(filter);
	/* The one that overran was told once, and not run again. */
	assert_int_equal(room.diags.count, 1);
	room_close(&room);
}

static void
test_memory_is_given_back(void **state)
{
	struct room room;
	struct fault fault;
	(void)state;
	room_open(&room);
	script_add(&room, "a.lua",
	    RECORD("local t = {} for i = 1, 500 do "
		   "t[i] = ('x'):rep(5000) .. i end"),
	    false);
	struct record_filter *filter = record_filter_open(
	    &room.scripts, &room.programme, &room.roster, AS_OF, &room.diags);
	/* 2.5 MB each: unless it is freed, the limit stops the 26th. */
	for (int i = 0; i < 40; i++)
		record_filter_run(filter, room.arena, room.record, &room.diags);
	assert_no_fault(&room);
	record_filter_close(filter);
	struct sandbox *box = sandbox_open(&room.scripts, NULL, NULL, &fault);
	assert_non_null(box);
	lua_State *L = box->L;
	lua_gc(L, LUA_GCCOLLECT);
	/* Lua counts what it asked for; our account must agree. */
	size_t theirs = (size_t)lua_gc(L, LUA_GCCOUNT) * 1024 +
	    (size_t)lua_gc(L, LUA_GCCOUNTB);
	assert_true(
	    box->memory >= theirs - 4096 && box->memory <= theirs + 4096);
	sandbox_close(box);
	room_close(&room);
}

/* ---- proxies outlive nothing ---- */

static const struct proxy_class thing_class = {
	.name = "thing",
	.fields = (const struct proxy_field[]){ { .name = NULL } },
};
static const char kept_key;

static int
thing_keep(lua_State *L)
{
	proxy_class_add(L, &thing_class);
	proxy_push(L, &thing_class, &kept_key);
	proxy_push(L, &thing_class, &kept_key);
	assert_true(lua_rawequal(L, -1, -2));
	assert_ptr_equal(proxy_check(L, -1, &thing_class), &kept_key);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &kept_key);
	return 0;
}

static int
thing_use(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &kept_key);
	proxy_check(L, -1, &thing_class);
	return 0;
}

static void
test_stale_proxy(void **state)
{
	struct room room;
	struct fault fault;
	static const struct limits limits = { 100000, 5, (size_t)8 << 20, 0 };
	(void)state;
	room_open(&room);
	struct sandbox *box = sandbox_open(&room.scripts, NULL, NULL, &fault);
	assert_non_null(box);
	assert_int_equal(
	    sandbox_run(box, &limits, room.arena, thing_keep, NULL, &fault), 0);
	assert_int_equal(
	    sandbox_run(box, &limits, room.arena, thing_use, NULL, &fault), -1);
	assert_string_equal(
	    fault.message, "this thing belongs to a call that has ended");
	sandbox_close(box);
	room_close(&room);
}

/* ---- the same every time ---- */

static const char *
says(struct room *room, const char *body)
{
	script_add(room, "a.lua", arena_printf(room->arena, RECORD("%s"), body),
	    false);
	record_phase(room);
	assert_no_fault(room);
	return value_get_string(room->record->derived, "t");
}

static void
test_pairs_is_stable(void **state)
{
	static const char body[] =
	    "local t, s = {}, {}\n"
	    "for _, k in ipairs{'b', 'a', '乙', 'ab', 'B', '', 'a\\0'} do "
	    "t[k] = 1 end\n"
	    "for _, k in ipairs{10, 2, -1, 2.5, -0.5, math.mininteger} do "
	    "t[k] = 1 end\n"
	    "for k in pairs(t) do s[#s + 1] = tostring(k):gsub('\\0', '0') "
	    "end\n"
	    "r.t = table.concat(s, ' ')";
	(void)state;
	for (int i = 0; i < 30; i++) {
		struct room room;
		room_open(&room);
		assert_string_equal(says(&room, body),
		    "-9223372036854775808 -1 -0.5 2 2.5 10  B a a0 ab b 乙");
		room_close(&room);
	}
}

static void
test_pairs_while_changing(void **state)
{
	struct room room;
	(void)state;
	room_open(&room);
	assert_string_equal(
	    says(&room,
		"local t, s = {a = 1, b = 2, c = 3, d = 4}, ''\n"
		"for k, v in pairs(t) do s = s .. k .. v  t.c = nil  t.x = 9 "
		"end\n"
		"r.t = s"),
	    "a1b2d4");
	room_close(&room);
}

static void
test_sort_is_stable(void **state)
{
	struct room room;
	(void)state;
	room_open(&room);
	assert_string_equal(
	    says(&room,
		"local t = {}\n"
		"for i = 1, 300 do t[i] = {key = i * 7 % 3, at = i} end\n"
		"table.sort(t, function(a, b) return a.key < b.key end)\n"
		"for i = 2, 300 do\n"
		"  local a, b = t[i - 1], t[i]\n"
		"  assert(a.key < b.key or (a.key == b.key and a.at < b.at))\n"
		"end\n"
		"local w = {'b', 'B', 'a', '乙', '甲', 'ab', 'a'}\n"
		"table.sort(w)\n"
		"local n = {3, 1, 2.5, -1}  table.sort(n)\n"
		"table.sort({})  table.sort({1})\n"
		"r.t = table.concat(w) .. table.concat(n, ' ')"),
	    "Baaabb乙甲-1 1 2.5 3");
	room_close(&room);
}

static void
test_no_address_is_shown(void **state)
{
	struct room room;
	(void)state;
	room_open(&room);
	assert_string_equal(
	    says(&room,
		"r.t = tostring({}) .. tostring(error) .. tostring(r) .. "
		"tostring(string) .. tostring(r.subject) .. "
		"string.format(' %s %5s %s %s %d%%', {}, 'x', nil, "
		"r.organisation, "
		"5) .. tostring(r.narrow)"),
	    "tablefunction2010-q3/review/members/futable傅景和 table     x nil "
	    "机电教工党支部 5%function");
	room_close(&room);
}

/* ---- running out of memory anywhere ---- */

static int
run_nothing(lua_State *L)
{
	(void)L;
	return 0;
}

static int
run_script(lua_State *L)
{
	sandbox_push_script(L, lua_touserdata(L, 1));
	return 0;
}

/* Every allocation of a script's start fails once, the first to the last. */
static void
test_every_refusal_is_survived(void **state)
{
	struct room room;
	struct fault fault;
	struct limits limits = { 10000000, 20, 0, 0 };
	size_t memory = 0, refused = 0;
	(void)state;
	room_open(&room);
	script_add(&room, "a.lua",
	    "local t = {}\nfor i = 1, 20 do "
	    "t[i] = ('k%d'):format(i):rep(3) end\n"
	    "for k, v in pairs(t) do t[k] = v:gsub('k', '%0%0') end\n"
	    "table.sort(t)\nreturn { derived = {x = t} }",
	    false);
	struct sandbox *box = sandbox_open(&room.scripts, NULL, NULL, &fault);
	assert_non_null(box);
	for (;; memory += 16) {
		lua_gc(box->L, LUA_GCCOLLECT);
		limits.memory = box->memory + memory;
		if (sandbox_run(box, &limits, room.arena, run_script,
			&room.script_items[0], &fault) == 0)
			break;
		assert_int_equal(fault.rule, RULE_FILTER_BUDGET);
		refused++;
		limits.memory = (size_t)8 << 20;
		assert_int_equal(sandbox_run(box, &limits, room.arena,
				     run_nothing, NULL, &fault),
		    0);
	}
	assert_true(refused > 20);
	sandbox_close(box);
	room_close(&room);
}

/* The same for our own functions: proxies, queries, tables, links. */
static void
test_every_refusal_in_live_code_is_survived(void **state)
{
	static const char code[] =
	    "local rows = {}\n"
	    "for _, r in ipairs(records{kind = {'review', 'reply'}}) do\n"
	    "  rows[#rows + 1] = {link(r), r.subject, names{r, 'x'},\n"
	    "    percent(1, 3), ('k'):rep(50):gsub('k', '%0%0')}\n"
	    "  for k, v in pairs(r.attendance or {}) do end\n"
	    "  pcall(function() return r.problems[1].owner.name .. r.nope "
	    "end)\n"
	    "end\n"
	    "table.sort(rows, function(a, b) return a[3] < b[3] end)\n"
	    "return {table{rows = rows, caption = 'c'}, e.records}";
	struct room room;
	size_t refused = 0;
	(void)state;
	room_open(&room);
	struct edition_filter *filter =
	    edition_filter_open(&room.scripts, room.view, NULL, &room.diags);
	assert_non_null(filter);
	for (size_t memory = 0;; memory += 32) {
		lua_gc(filter->phase.box->L, LUA_GCCOLLECT);
		filter->live_limits.memory = filter->phase.box->memory + memory;
		if (edition_filter_live(filter, room.arena, text_of(code),
			false, "2010-q3", SPAN_NONE, &room.diags) != NULL)
			break;
		assert_ptr_equal(
		    room.diags.last->rule, &rules[RULE_FILTER_BUDGET]);
		refused++;
	}
	assert_true(refused > 100);
	edition_filter_close(filter);
	room_close(&room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hostile_scripts_end),
		cmocka_unit_test(test_hostile_live_code_ends),
		cmocka_unit_test(test_hostile_when_started),
		cmocka_unit_test(test_one_script_cannot_poison_another),
		cmocka_unit_test(test_nothing_is_remembered),
		cmocka_unit_test(test_budget_is_per_call),
		cmocka_unit_test(test_memory_is_given_back),
		cmocka_unit_test(test_stale_proxy),
		cmocka_unit_test(test_pairs_is_stable),
		cmocka_unit_test(test_pairs_while_changing),
		cmocka_unit_test(test_sort_is_stable),
		cmocka_unit_test(test_no_address_is_shown),
		cmocka_unit_test(test_every_refusal_is_survived),
		cmocka_unit_test(test_every_refusal_in_live_code_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
