/*
 * A Lua state that can't do harm.  Internal to this room.
 *
 * All work in a state happens inside sandbox_run(): a protected call with
 * budgets.  Whatever goes wrong comes back as a struct fault, of which
 * sandbox_report() makes the diagnostic.  Lua's jumps cross C frames that own
 * nothing: functions that Lua calls take memory from Lua or from the call's
 * arena, never from malloc.
 *
 * Budgets (tested against the list in STYLE section 2):
 *  - steps: instructions, counted by a hook every 1,000, and whatever C does
 *    on the script's behalf (bytes allocated, pattern steps, records looked
 *    at), charged by sandbox_charge().  Once it is used up the hook fires on
 *    every instruction and our pcall passes the fault on, so that no script
 *    can swallow it;
 *  - processor time, looked at by the same hook;
 *  - memory: the allocator refuses; a single text is at most 1 MiB, because
 *    comparing two long ones is one instruction;
 *  - output: what is copied out of Lua into the arena.
 *
 * Lua compares texts (a < b) and writes numbers by the process's locale: the
 * program leaves LC_COLLATE, LC_CTYPE and LC_NUMERIC as "C", so that what a
 * filter says is the same everywhere.
 */
#ifndef TONGBAO_FILTER_SANDBOX_H
#define TONGBAO_FILTER_SANDBOX_H

#include <lauxlib.h>
#include <lua.h>
#include "base/diag.h"
#include "base/lang.h"
#include "filter/script.h"
#include "model/rules.h"
#include "model/schema.h"

#define TEXT_MOST ((size_t)1 << 20)
#define KNOWN_LINES 16
#define STACK_ROOM 4000 /* values: some hundred calls */

struct limits {
	int64_t steps;
	double seconds; /* of processor time */
	size_t memory; /* bytes, the whole state */
	size_t output; /* bytes */
};

enum exhaustion {
	EXHAUSTED_NOT,
	EXHAUSTED_STEPS,
	EXHAUSTED_TIME,
	EXHAUSTED_MEMORY,
	EXHAUSTED_TEXT,
	EXHAUSTED_OUTPUT,
};

/* Where something was raised. */
struct script_place {
	const struct script *script; /* NULL: live code, or unknown */
	bool live;
	int line; /* 0: unknown */
};

struct fault {
	enum rule_id rule;
	struct script_place place;
	struct span span; /* where it is told, if in no script: live code's */
	char message[512]; /* one line of printable UTF-8 */
};

struct phase;

struct sandbox {
	lua_State *L;
	const struct scripts *scripts;
	void *context; /* the phase's own */
	const struct phase *phase; /* see phase.h */
	/*
	 * Functions outlive the call they were made in: scripts that are
	 * started later must not get at their globals.
	 */
	bool keeps;

	/* the call that runs */
	struct limits limits;
	int64_t steps; /* left */
	size_t output; /* left */
	double deadline; /* processor time; 0 until the first tick */
	enum exhaustion exhausted;
	enum exhaustion refused; /* why the allocator last said no */
	struct script_place place; /* of the latest fault */
	uint64_t stamp; /* proxies of another call are stale */
	/*
	 * Has Lua's stack moved?  It has STACK_ROOM from the start, and stays
	 * where it is until calls need more.
	 */
	bool moved;
	struct arena *arena; /* what the call gives goes here */
	enum rule_id raised; /* rule of the message in the registry */
	char told[512]; /* the same in the language of messages */
	/* Lines looked up before: many values come of one line. */
	struct known_line {
		const struct script *script;
		int line;
		struct span span;
	} known_lines[KNOWN_LINES];

	size_t memory; /* bytes in use */
	const void *stack;  /* Lua's own */
	const void *latest; /* what it last took that is no object */
};

/*
 * A state whose scripts see the globals of library.c and those that `setup`
 * adds: it is called with the table of globals at index 1.  NULL after filling
 * *fault.
 */
struct sandbox *sandbox_open(const struct scripts *scripts, void *context,
    lua_CFunction setup, struct fault *fault);
void sandbox_close(struct sandbox *box); /* NULL is fine */
struct sandbox *sandbox_of(lua_State *L);

/*
 * Calls `run` with `context` as light userdata at index 1, within `limits`.
 * 0, or -1 after filling *fault.
 */
int sandbox_run(struct sandbox *box, const struct limits *limits,
    struct arena *arena, lua_CFunction run, void *context, struct fault *fault);

/* One diagnostic; `what` was done: “the record phase, 2010-q3/…”. */
void sandbox_report(
    const struct fault *fault, const char *what, struct diags *diags);

/* ---- to be called by what `run` calls ---- */

/*
 * Raises a fault of rule `rule` at the line that is running.  Of the format's
 * conversions there are %s, %d and %%.
 *
 * A script can catch what is raised and put it on a page: to it the message is
 * English.  What nobody catches is told in the language of messages; then a
 * text that stands for %s is looked up, too, where it was marked by
 * NC_("filter", …).  A translation says %2$s, and may leave one out.
 */
int sandbox_raise(lua_State *L, enum rule_id rule, const char *format, ...)
    __attribute__((noreturn, format(printf, 3, 4))); /* int: `return …` */
void sandbox_charge(lua_State *L, size_t steps);
void sandbox_charge_output(lua_State *L, size_t bytes);
/*
 * For whoever catches faults: raises the one that lua_pcall() gave as `status`
 * again if it is a budget's, which nobody may swallow.
 */
void sandbox_pass_on(lua_State *L, int status);
/*
 * The line that is running, for values that a script makes; SPAN_NONE in live
 * code.
 */
struct span sandbox_span(lua_State *L);

/* The text is a global from now on, of scripts that run already too. */
void sandbox_set_global(lua_State *L, const char *name, const char *text);
/* Into the table on the top; nothing for NULL. */
void sandbox_set_text(lua_State *L, const char *key, const char *text);
/* Pushes a fresh table of globals. */
void sandbox_push_globals(lua_State *L);
/*
 * Runs the script from the start, with fresh globals, and pushes the one
 * value that it returns (nil when it returns none).
 */
void sandbox_push_script(lua_State *L, const struct script *script);
/* The name that live code has in messages. */
#define LIVE_CHUNK "lua"

#endif
