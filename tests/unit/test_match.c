/*
 * Patterns: the same answers as Lua's own matcher, which is asked in a state
 * of its own, and a bound on the steps, which it has not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include "filter/library.h"
#include "filter/match.h"
#include "filter/sandbox.h"
#include "chance.h"

#define PATTERN_MOST 24

/* Both states run this, each with its own string functions. */
static const char probe[] =
    "local s, p, n = ...\n"
    "local out = {}\n"
    "local function put(...)\n"
    "  local t = table.pack(...)\n"
    "  for i = 1, t.n do out[#out + 1] = tostring(t[i]) end\n"
    "  out[#out + 1] = '|'\n"
    "end\n"
    "local ok = pcall(string.match, s, p)\n"
    "if not ok then return 'malformed' end\n"
    "put(s:match(p)) put(s:find(p)) put(s:find(p, n)) put(s:match(p, -n))\n"
    "put(s:find(p, n, true)) put(s:gsub(p, '<%0>')) put(s:gsub(p, '', n))\n"
    "put(pcall(string.gsub, s, p, '%1'))\n"
    "put(s:gsub(p, {a = 'A', b = false}))\n"
    "put(s:gsub(p, function(x, y) return y end))\n"
    "for a, b in s:gmatch(p) do put(a, b) end\n"
    "for a in s:gmatch(p, n) do put(a) end\n"
    "return table.concat(out, ',')\n";

struct states {
	lua_State *theirs;
	struct sandbox *ours;
	struct scripts scripts;
	size_t compared; /* pairs of answers that are none of malformed */
};

static int
setup(void **state)
{
	struct fault fault;
	struct states *s = calloc(1, sizeof(*s));
	assert_non_null(s);
	s->theirs = luaL_newstate();
	luaL_openlibs(s->theirs);
	s->ours = sandbox_open(&s->scripts, NULL, NULL, &fault);
	assert_non_null(s->ours);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct states *s = *state;
	lua_close(s->theirs);
	sandbox_close(s->ours);
	free(s);
	return 0;
}

/* A chunk and its three arguments, with the answer. */
struct question {
	const char *subject, *pattern;
	int number;
	char answer[8192];
};

static void
ask(lua_State *L, struct question *q, bool sandboxed)
{
	assert_int_equal(
	    luaL_loadbufferx(L, probe, sizeof(probe) - 1, "=probe", "t"),
	    LUA_OK);
	if (sandboxed) {
		sandbox_push_globals(L);
		lua_setupvalue(L, -2, 1);
	}
	lua_pushstring(L, q->subject);
	lua_pushstring(L, q->pattern);
	lua_pushinteger(L, q->number);
	if (sandboxed)
		lua_call(L, 3, 1);
	else if (lua_pcall(L, 3, 1, 0) != LUA_OK)
		lua_pushliteral(L, "malformed"); /* found on the way */
	snprintf(q->answer, sizeof(q->answer), "%s", lua_tostring(L, -1));
	lua_settop(L, 0);
}

static int
ask_ours(lua_State *L)
{
	ask(L, lua_touserdata(L, 1), true);
	return 0;
}

/* Messages name the same fault in other words: the verdict counts. */
static void
answer_level(char *answer)
{
	char *fault = strstr(answer, "false,");
	if (fault != NULL && strstr(fault, "capture") != NULL) {
		char *end = strstr(fault, ",|");
		memmove(fault + 6, end, strlen(end) + 1);
	}
}

static void
compare(struct states *s, const char *subject, const char *pattern, int number)
{
	static const struct limits limits = { 10000000, 20, (size_t)8 << 20,
		0 };
	static struct question theirs, ours;
	struct fault fault;
	theirs = (struct question){ subject, pattern, number, "" };
	ours = theirs;
	ask(s->theirs, &theirs, false);
	if (sandbox_run(s->ours, &limits, NULL, ask_ours, &ours, &fault) != 0)
		fail_msg("'%s' in '%s': %s", pattern, subject, fault.message);
	answer_level(theirs.answer);
	answer_level(ours.answer);
	if (strcmp(theirs.answer, "malformed") == 0 ||
	    strcmp(ours.answer, "malformed") == 0) {
		/*
		 * Lua finds some faults only when the match gets there: where
		 * it says malformed, we must; not the other way round.
		 */
		if (strcmp(ours.answer, "malformed") != 0)
			fail_msg("'%s' in '%s' is malformed, we say %s",
			    pattern, subject, ours.answer);
		return;
	}
	if (strcmp(theirs.answer, ours.answer) != 0)
		fail_msg("'%s' in '%s' (%d)\nLua: %s\nwe:  %s", pattern,
		    subject, number, theirs.answer, ours.answer);
	s->compared++;
}

static void
test_known_patterns(void **state)
{
	static const char *const patterns[] = { "", "^", "$", "^$", ".", "a",
		"^a", "a$", "a*", "a+", "a-", "a?", "^a*$", "a-b", "(a)(b)",
		"()a()", "((a)b)", "(a*)b%1", "%a+", "%s*(.-)%s*$",
		"^%s*(.-)%s*$", "[ab]+", "[^a]+", "[a-c]", "[]]", "[^]]",
		"[a%]]", "[%a_][%w_]*", "[-a]", "[a-]", "%b()", "%b''",
		"%f[%w]%w+", "%f[^%a]", "%d%d%d%d%-%d%d%-%d%d", "(%d+)年", "%%",
		"%.", "a.b", "[%d.]+", "%x+", "%p", "%z", "%Z", "%u%l",
		"a$b", "^^", "[[]",
		"[%w%s]*", "(.)%1", "((.)(.))", "(()b)()", "a?b?c?$" };
	static const char *const subjects[] = { "", "a", "b", "ab", "aab",
		"aaab ab", "  trim me  ", "f(a(b)c)d(", "''x''",
		"THE (quick) fox", "2010-10-15 and 2011-01-15",
		"2010年第三季度", "x = [1]; ^y$ %z", "]a[", "abcabc-_.9",
		"aa bb cc", "a\nb\tc" };
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		for (size_t j = 0; j < sizeof(subjects) / sizeof(*subjects);
		     j++)
			for (int n = 1; n < 4; n += 2)
				compare(*state, subjects[j], patterns[i], n);
}

static void
test_malformed_patterns(void **state)
{
	static const char *const patterns[] = { "%", "a%", "[", "[a", "[^",
		"[]", "[%", "[%]", "(", "(a", ")", "a)", "%b", "%bx", "%f",
		"%fa", "%1", "(a)%2", "(a%1)", "%0" };
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		struct match_pattern pattern;
		assert_non_null(
		    match_parse(&pattern, text_of(patterns[i]), true));
		compare(*state, "aab", patterns[i], 1);
	}
}

/* The same on every run; the sequence of Numerical Recipes. */
static uint32_t
random_next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static void
random_fill(uint32_t *seed, char *out, size_t most, const char *alphabet)
{
	size_t len = random_next(seed) % (most + 1), kinds = strlen(alphabet);
	for (size_t i = 0; i < len; i++)
		out[i] = alphabet[random_next(seed) % kinds];
	out[len] = '\0';
}

static void
test_random_patterns(void **state)
{
	struct states *s = *state;
	uint32_t seed = chance_seed();
	size_t before = s->compared;
	size_t rounds = chance_rounds(30000);
	for (size_t i = 0; i < rounds; i++) {
		char pattern[PATTERN_MOST + 1], subject[PATTERN_MOST + 1];
		random_fill(&seed, pattern, i % 2 == 0 ? 6 : 12,
		    "aab%%()[]^$*+-?.1wsfb-");
		random_fill(&seed, subject, 10, "aaabbc ()]-1");
		compare(s, subject, pattern, 1 + (int)(random_next(&seed) % 5));
	}
	assert_true(s->compared - before > rounds / 3);
}

static void
test_steps_end_the_search(void **state)
{
	static char subject[100];
	struct match_pattern pattern;
	struct match match = { .pattern = &pattern,
		.subject = { subject, sizeof(subject) } };
	(void)state;
	memset(subject, 'a', sizeof(subject));
	assert_null(match_parse(
	    &pattern, TEXT_LIT("a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-b"), true));
	match.steps = 1000000;
	assert_false(match_at(&match, 0));
	assert_true(match.steps < 0);
	/* What fits is found, and says what it cost. */
	assert_null(match_parse(&pattern, TEXT_LIT("a+()"), true));
	match.steps = 1000;
	assert_true(match_at(&match, 40));
	assert_int_equal(match.end, 100);
	assert_int_equal(match.captures[0].start, 100);
	assert_in_range(match.steps, 900, 999);
}

static void
test_sizes(void **state)
{
	char text[2 * MATCH_ITEMS_MOST + 2];
	struct match_pattern pattern;
	(void)state;
	memset(text, 'x', sizeof(text));
	assert_null(match_parse(
	    &pattern, (struct text){ text, MATCH_ITEMS_MOST }, true));
	assert_non_null(match_parse(
	    &pattern, (struct text){ text, MATCH_ITEMS_MOST + 1 }, true));
	for (int i = 0; i < MATCH_CAPTURES_MOST + 1; i++)
		memcpy(text + 2 * i, "()", 2);
	assert_null(match_parse(
	    &pattern, (struct text){ text, 2 * MATCH_CAPTURES_MOST }, true));
	assert_non_null(match_parse(&pattern,
	    (struct text){ text, 2 * MATCH_CAPTURES_MOST + 2 }, true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_patterns),
		cmocka_unit_test(test_malformed_patterns),
		cmocka_unit_test(test_random_patterns),
		cmocka_unit_test(test_steps_end_the_search),
		cmocka_unit_test(test_sizes),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
