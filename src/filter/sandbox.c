#include "filter/sandbox.h"

#include <stdlib.h>
#include "base/os.h"
#include "base/utf8.h"
#include "filter/library.h"
#include "filter/proxy.h"

#define TICK 1000 /* instructions */
/* Allocating costs a step for so many bytes, and one more. */
#define BYTES_A_STEP 32
/* A refusal makes Lua look through all of its memory. */
#define BYTES_A_STEP_REFUSED 16

/* Keys of the registry. */
static const char globals_key, raised_key;

struct sandbox *
sandbox_of(lua_State *L)
{
	return *(struct sandbox **)lua_getextraspace(L);
}

/* ---- places ---- */

static struct script_place
place_of(const struct sandbox *box, struct text chunk, int line)
{
	struct script_place place = { .line = line };
	if (text_is(chunk, LIVE_CHUNK))
		place.live = true;
	else
		place.script = scripts_find(box->scripts, chunk);
	return place;
}

/*
 * The innermost line of Lua that runs.  Takes no memory, so that it can be
 * asked at any time.
 */
static struct script_place
place_running(const struct sandbox *box)
{
	lua_Debug ar;
	for (int level = 0; lua_getstack(box->L, level, &ar) == 1; level++) {
		lua_getinfo(box->L, "Sl", &ar);
		/* `source`, not `short_src`, which is cut. */
		if (ar.currentline > 0 && ar.source[0] == '=')
			return place_of(
			    box, text_of(ar.source + 1), ar.currentline);
	}
	return (struct script_place){ 0 };
}

struct span
sandbox_span(lua_State *L)
{
	struct sandbox *box = sandbox_of(L);
	struct script_place place = place_running(box);
	if (place.script == NULL)
		return SPAN_NONE;
	struct known_line *known =
	    &box->known_lines[(unsigned)place.line % KNOWN_LINES];
	if (known->script != place.script || known->line != place.line)
		*known = (struct known_line){ place.script, place.line,
			script_line(place.script, place.line) };
	return known->span;
}

/* ---- memory ---- */

static void *
refuse(struct sandbox *box, enum exhaustion why)
{
	box->refused = why;
	box->steps -= (int64_t)(box->memory / BYTES_A_STEP_REFUSED);
	/* Once the call has failed, nothing runs: its place is known then. */
	struct script_place place = { 0 };
	if (box->L != NULL)
		place = place_running(box);
	if (place.script != NULL || place.live)
		box->place = place;
	return NULL;
}

/*
 * Of what is no object a state takes its stack first.  When that moves, the
 * new one is taken last before the old one is freed.
 */
static void
stack_take(struct sandbox *box, const void *taken)
{
	box->latest = taken;
	if (box->stack == NULL)
		box->stack = taken;
}

static void
stack_free(struct sandbox *box, const void *freed)
{
	if (freed == NULL || freed != box->stack)
		return;
	box->stack = box->latest;
	box->moved = true;
}

/* lua_Alloc; for a new object `old` is its type. */
static void *
limited_alloc(void *context, void *memory, size_t old, size_t size)
{
	struct sandbox *box = context;
	size_t type = memory == NULL ? old : LUA_NUMTYPES;
	if (memory == NULL)
		old = 0;
	if (size == 0) {
		stack_free(box, memory);
		free(memory);
		box->memory -= old;
		return NULL;
	}
	if (size > old) {
		if (type == LUA_TSTRING && size > TEXT_MOST)
			return refuse(box, EXHAUSTED_TEXT);
		if (size - old > box->limits.memory ||
		    box->memory > box->limits.memory - (size - old))
			return refuse(box, EXHAUSTED_MEMORY);
		box->steps -= (int64_t)((size - old) / BYTES_A_STEP) + 1;
	}
	void *moved = realloc(memory, size);
	if (moved == NULL)
		return refuse(box, EXHAUSTED_MEMORY);
	if (type == 0)
		stack_take(box, moved);
	box->memory = box->memory - old + size;
	return moved;
}

/* ---- budgets ---- */

static void tick(lua_State *L, lua_Debug *ar);

static _Noreturn void
exhaust(lua_State *L, enum exhaustion why)
{
	struct sandbox *box = sandbox_of(L);
	if (box->exhausted == EXHAUSTED_NOT) {
		box->exhausted = why;
		box->place = place_running(box);
	}
	/* From now on at every instruction. */
	lua_sethook(L, tick, LUA_MASKCOUNT, 1);
	lua_pushnil(L);
	lua_error(L);
	BUG("lua_error returned");
}

static void
time_check(lua_State *L)
{
	struct sandbox *box = sandbox_of(L);
	double now = os_thread_seconds();
	if (box->deadline == 0)
		box->deadline = now + box->limits.seconds;
	else if (now > box->deadline)
		exhaust(L, EXHAUSTED_TIME);
}

static void
steps_check(lua_State *L)
{
	struct sandbox *box = sandbox_of(L);
	if (box->exhausted != EXHAUSTED_NOT)
		exhaust(L, box->exhausted);
	if (box->steps <= 0)
		exhaust(L, EXHAUSTED_STEPS);
}

void
sandbox_pass_on(lua_State *L, int status)
{
	struct sandbox *box = sandbox_of(L);
	if (status == LUA_ERRMEM && box->exhausted == EXHAUSTED_NOT)
		box->exhausted = box->refused; /* the place is known */
	steps_check(L);
}

static void
tick(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	sandbox_of(L)->steps -= TICK;
	steps_check(L);
	time_check(L);
}

void
sandbox_charge(lua_State *L, size_t steps)
{
	sandbox_of(L)->steps -= (int64_t)steps;
	steps_check(L);
	if (steps >= TICK)
		time_check(L);
}

void
sandbox_charge_output(lua_State *L, size_t bytes)
{
	struct sandbox *box = sandbox_of(L);
	if (bytes > box->output)
		exhaust(L, EXHAUSTED_OUTPUT);
	box->output -= bytes;
}

/* ---- faults ---- */

#define ARGUMENTS_MOST 6

/* What stands in a message, as texts. */
struct arguments {
	const char *items[ARGUMENTS_MOST];
	char numbers[ARGUMENTS_MOST][16];
	size_t count;
};

static void
arguments_take(struct arguments *a, const char *format, va_list ap)
{
	a->count = 0;
	for (const char *p = format; (p = strchr(p, '%')) != NULL; p += 2) {
		if (p[1] == '%')
			continue;
		if (a->count == ARGUMENTS_MOST || (p[1] != 's' && p[1] != 'd'))
			BUG("a message that can't be raised");
		char *number = a->numbers[a->count];
		if (p[1] == 'd')
			snprintf(number, sizeof(a->numbers[0]), "%d",
			    va_arg(ap, int));
		a->items[a->count++] =
		    p[1] == 'd' ? number : va_arg(ap, const char *);
	}
}

/* The format with its arguments, by their order or their numbers (%2$s). */
static void
message_make(char *out, size_t room, const char *format,
    const struct arguments *a, bool told)
{
	size_t used = 0, next = 0;
	for (const char *p = format; *p != '\0' && used + 1 < room; p++) {
		if (*p != '%' || *++p == '%') {
			out[used++] = *p;
			continue;
		}
		if (p[0] >= '1' && p[0] <= '9' && p[1] == '$') {
			next = (size_t)(p[0] - '1');
			p += 2;
		}
		const char *item = next < a->count ? a->items[next++] : "";
		if (told)
			item = lang_word("filter", item);
		size_t len = strnlen(item, room - 1 - used);
		memcpy(out + used, item, len);
		used += len;
	}
	out[used] = '\0';
}

int
sandbox_raise(lua_State *L, enum rule_id rule, const char *format, ...)
{
	struct sandbox *box = sandbox_of(L);
	struct arguments arguments;
	char english[sizeof(box->told)];
	va_list ap;
	va_start(ap, format);
	arguments_take(&arguments, format, ap);
	va_end(ap);
	message_make(english, sizeof(english), format, &arguments, false);
	message_make(box->told, sizeof(box->told), lang_text(format),
	    &arguments, true);
	luaL_where(L, 1);
	lua_pushstring(L, english);
	lua_concat(L, 2);
	box->raised = rule;
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &raised_key);
	lua_error(L);
	BUG("lua_error returned");
}

/* The message handler: the stack still stands, but memory may be short. */
static int
on_error(lua_State *L)
{
	struct sandbox *box = sandbox_of(L);
	if (box->exhausted == EXHAUSTED_NOT)
		box->place = place_running(box);
	return 1;
}

/* One printable line; what doesn't fit is cut between characters. */
static void
message_clean(char *out, size_t room, struct text t)
{
	size_t used = 0, at = 0;
	while (at < t.len) {
		size_t start = at;
		uint32_t code = utf8_next(t, &at);
		bool bad = code == UTF8_BAD || code < 0x20 || code == 0x7F;
		size_t n = bad ? 1 : at - start;
		if (used + n + 1 > room)
			break;
		if (bad)
			out[used] = code == '\n' || code == '\t' ? ' ' : '?';
		else
			memcpy(out + used, t.at + start, n);
		used += n;
	}
	out[used] = '\0';
}

/*
 * Lua begins a message with CHUNK:LINE:, and error(…, 2) means another line
 * than the innermost.  Takes it off `t` and into *place.
 */
static void
prefix_take(
    const struct sandbox *box, struct text *t, struct script_place *place)
{
	struct text chunk, rest;
	int line = 0;
	text_split(*t, ':', &chunk, &rest);
	for (; rest.len > 0 && ascii_is_digit((unsigned char)rest.at[0]) &&
	     line < 10000000; rest = text_from(rest, 1))
		line = line * 10 + (rest.at[0] - '0');
	if (line == 0 || !text_starts(rest, ": "))
		return;
	struct script_place named = place_of(box, chunk, line);
	if (named.script == NULL && !named.live)
		return;
	*place = named;
	*t = text_from(rest, 2);
}

static void
message_take(const struct sandbox *box, struct fault *fault)
{
	lua_State *L = box->L;
	struct text t;
	if (lua_type(L, -1) == LUA_TSTRING) {
		t.at = lua_tolstring(L, -1, &t.len);
		prefix_take(box, &t, &fault->place);
		message_clean(fault->message, sizeof(fault->message), t);
		return;
	}
	/* error{…}, error(nil), error(42) */
	if (lua_isinteger(L, -1))
		snprintf(fault->message, sizeof(fault->message), "%lld",
		    (long long)lua_tointeger(L, -1));
	else if (lua_type(L, -1) == LUA_TNUMBER)
		snprintf(fault->message, sizeof(fault->message), "%.14g",
		    lua_tonumber(L, -1));
	else
		snprintf(fault->message, sizeof(fault->message),
		    _("it raised an error that is no text but a %s"),
		    proxy_type(L, -1));
}

static void
exhaustion_explain(
    const struct sandbox *box, enum exhaustion why, struct fault *fault)
{
	const struct limits *limits = &box->limits;
	char *out = fault->message;
	size_t room = sizeof(fault->message);
	switch (why) {
	case EXHAUSTED_STEPS:
		snprintf(out, room, _("it took more than %lld steps"),
		    (long long)limits->steps);
		break;
	case EXHAUSTED_TIME:
		snprintf(out, room, _("it took more than %g s of processor time"),
		    limits->seconds);
		break;
	case EXHAUSTED_TEXT:
		snprintf(out, room, _("it made a text of more than %zu bytes"),
		    TEXT_MOST);
		break;
	case EXHAUSTED_OUTPUT:
		snprintf(
		    out, room, _("it gives more than %zu bytes"), limits->output);
		break;
	default:
		snprintf(out, room, _("it took more than %zu MiB of memory"),
		    limits->memory >> 20);
	}
}

static void
fault_make(const struct sandbox *box, int status, struct fault *fault)
{
	lua_State *L = box->L;
	*fault =
	    (struct fault){ .rule = RULE_FILTER_FAULT, .place = box->place };
	if (box->exhausted != EXHAUSTED_NOT || status == LUA_ERRMEM) {
		fault->rule = RULE_FILTER_BUDGET;
		exhaustion_explain(box,
		    box->exhausted != EXHAUSTED_NOT ? box->exhausted
						    : box->refused,
		    fault);
		return;
	}
	message_take(box, fault);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &raised_key);
	if (lua_type(L, -1) == LUA_TSTRING && lua_rawequal(L, -1, -2)) {
		fault->rule = box->raised;
		message_clean(fault->message, sizeof(fault->message),
		    text_of(box->told));
	}
}

void
sandbox_report(const struct fault *fault, const char *what, struct diags *diags)
{
	struct span span = fault->place.script == NULL
	    ? fault->span
	    : script_line(fault->place.script, fault->place.line);
	diag_at(
	    diags, &rules[fault->rule], span, "%s: %s", what, fault->message);
}

/* ---- calls ---- */

/* A stack that went beyond its room shrinks now, not while a script runs. */
static void
stack_reserve(struct sandbox *box)
{
	if (box->moved)
		lua_gc(box->L, LUA_GCCOLLECT);
	bool has_room = lua_checkstack(box->L, STACK_ROOM);
	box->moved = !has_room;
}

int
sandbox_run(struct sandbox *box, const struct limits *limits,
    struct arena *arena, lua_CFunction run, void *context, struct fault *fault)
{
	lua_State *L = box->L;
	box->limits = *limits;
	box->steps = limits->steps;
	box->output = limits->output;
	box->deadline = 0;
	box->exhausted = box->refused = EXHAUSTED_NOT;
	box->place = (struct script_place){ 0 };
	box->arena = arena;
	box->stamp++;
	lua_settop(L, 0);
	stack_reserve(box);
	lua_sethook(L, tick, LUA_MASKCOUNT, TICK);
	lua_pushcfunction(L, on_error);
	lua_pushcfunction(L, run);
	lua_pushlightuserdata(L, context);
	int status = lua_pcall(L, 1, 0, 1);
	lua_sethook(L, NULL, 0, 0);
	if (status != LUA_OK)
		fault_make(box, status, fault);
	lua_settop(L, 0);
	box->stamp++; /* what the call left behind is stale */
	box->arena = NULL;
	library_forget(L);
	proxy_forget(L);
	if (status == LUA_OK)
		return 0;
	/* What it heaped up must not burden the next call. */
	lua_gc(L, LUA_GCCOLLECT);
	return -1;
}

/* ---- scripts ---- */

void
sandbox_push_globals(lua_State *L)
{
	lua_newtable(L);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_key);
	lua_setmetatable(L, -2);
}

void
sandbox_set_text(lua_State *L, const char *key, const char *text)
{
	lua_pushstring(L, text);
	lua_setfield(L, -2, key);
}

void
sandbox_set_global(lua_State *L, const char *name, const char *text)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_key);
	lua_getfield(L, -1, "__index");
	sandbox_set_text(L, name, text);
	lua_pop(L, 2);
}

/* A variable of its own for _ENV, in place of the one that is shared. */
static void
environment_part(lua_State *L)
{
	if (luaL_loadbufferx(L, "", 0, "=", "t") != LUA_OK)
		lua_error(L);
	lua_upvaluejoin(L, -2, 1, -1, 1);
	lua_pop(L, 1);
}

/* Compiled once a state: text only, never compiled Lua. */
static void
push_compiled(lua_State *L, const struct script *script)
{
	char chunk[64];
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, script->name) == LUA_TFUNCTION)
		return;
	lua_pop(L, 1);
	snprintf(chunk, sizeof(chunk), "=%s", script->name);
	if (luaL_loadbufferx(
		L, script->text.at, script->text.len, chunk, "t") != LUA_OK)
		lua_error(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, script->name);
}

void
sandbox_push_script(lua_State *L, const struct script *script)
{
	luaL_checkstack(L, 8, NULL);
	push_compiled(L, script);
	if (sandbox_of(L)->keeps)
		environment_part(L);
	sandbox_push_globals(L);
	lua_setupvalue(L, -2, 1); /* _ENV is a chunk's only upvalue */
	lua_call(L, 0, 1);
}

/* ---- opening ---- */

/*
 * Globals are looked up in a script's own table, then in the shared one, which
 * no script can reach: the metatable is hidden.
 */
static int
build(lua_State *L)
{
	lua_CFunction setup = *(lua_CFunction *)lua_touserdata(L, 1);
	library_push(L);
	lua_replace(L, 1);
	if (setup != NULL) {
		lua_pushcfunction(L, setup);
		lua_pushvalue(L, 1);
		lua_call(L, 1, 0);
	}
	lua_newtable(L);
	lua_pushvalue(L, 1);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &globals_key);
	return 0;
}

/* Every call is protected; what comes here is our own fault. */
static int
on_panic(lua_State *L)
{
	(void)L;
	BUG("Lua called without protection");
}

static const struct limits opening = {
	.steps = 10000000,
	.seconds = 5,
	.memory = (size_t)16 << 20,
};

struct sandbox *
sandbox_open(const struct scripts *scripts, void *context, lua_CFunction setup,
    struct fault *fault)
{
	struct sandbox *box = calloc(1, sizeof(*box));
	if (box != NULL) {
		box->scripts = scripts;
		box->context = context;
		box->limits = opening;
		box->L = lua_newstate(limited_alloc, box);
	}
	if (box == NULL || box->L == NULL) {
		free(box);
		*fault = (struct fault){ .rule = RULE_SYSTEM };
		snprintf(fault->message, sizeof(fault->message), "%s",
		    _("there is no memory for Lua"));
		return NULL;
	}
	*(struct sandbox **)lua_getextraspace(box->L) = box;
	lua_atpanic(box->L, on_panic);
	if (sandbox_run(box, &opening, NULL, build, &setup, fault) != 0) {
		sandbox_close(box);
		return NULL;
	}
	return box;
}

void
sandbox_close(struct sandbox *box)
{
	if (box == NULL)
		return;
	lua_close(box->L);
	free(box);
}
