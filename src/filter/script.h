/*
 * The site's filters: files in scripts/, read once and given to each phase.
 * A phase runs in Lua states of its own (one a worker), made by
 * filter/sandbox: an allowlist of functions, sorted `pairs`, no clock, no
 * random, budgets of instructions, time, memory and output.
 *
 *   script.c      the files; the watchdog around a phase
 *   sandbox.c     the state: memory, budgets, faults → diagnostics
 *   library.c     what a script may call: base, math, utf8, require; tables.c
 *   strings.c     string functions; match.c their patterns, with counted steps
 *   helper.c      dates and periods, for both phases
 *   convert.c     values ↔ Lua
 *   proxy.c       our things as Lua sees them
 *   definition.c  what a script returns
 *   phase.c       what all phases do alike
 *   record*.c     the record phase
 *   tally*.c      the map phase of tallies; freeze.c lets them remember nothing
 *   edition*.c    the edition phase and that of elements; live.c live code
 *                 in bulletins
 *
 * A script is started anew for every call (each record, the edition, each
 * piece of live code; maps of tallies are frozen instead), so it remembers
 * nothing from one to the next: what it says does not depend on which worker
 * did what before.
 */
#ifndef TONGBAO_FILTER_SCRIPT_H
#define TONGBAO_FILTER_SCRIPT_H

#include "base/diag.h"
#include "base/source.h"
#include "base/value.h"
#include "model/site.h"

struct script {
	const char *name; /* timeliness.lua */
	uint32_t source;
	struct text text; /* as in the source, without a BOM */
	uint32_t start; /* where `text` begins in the source */
};

struct scripts {
	struct script *items; /* the filters, in the order they run */
	size_t count;
	size_t first; /* those before it only declare: they have run already */
	struct script *files; /* all that can be required, by name */
	size_t file_count;
	const char *language; /* the site's, which scripts are told */
};

/*
 * The filters that site.yaml names and the modules beside them, from the
 * site's scripts/ or else from the folder `installed` (may be NULL).  -1 after
 * diagnostics.
 */
int scripts_load(struct scripts *scripts, struct arena *arena,
    const struct site *site, const char *installed, struct sources *sources,
    struct diags *diags);

/*
 * The one filter `path`, a file that no site need name, and what it can
 * require: the files beside it, then those of the site, then installed ones.
 * -1 after diagnostics.
 */
int scripts_load_one(struct scripts *scripts, struct arena *arena,
    const char *path, const struct site *site, const char *installed,
    struct sources *sources, struct diags *diags);

/* The script of that name; NULL when there is none. */
const struct script *scripts_find(
    const struct scripts *scripts, struct text name);
/* The `line`-th line (from 1) without its indent; the first for a bad one. */
struct span script_line(const struct script *script, int line);
/*
 * The line that sets `name` (name = …), else that has it at all, else 1; what
 * stands behind -- is not looked at.
 */
int script_find(const struct script *script, const char *name);

enum filter_phase {
	FILTER_RECORD,
	FILTER_TALLY,
	FILTER_EDITION,
	FILTER_ELEMENT,
};

/*
 * The last resort against a hang in C code, which no budget can stop: ends the
 * process (status 70), which is safe because publishing is atomic.  The alarm
 * is one for the whole process, so whoever starts the phase's workers sets it
 * before and takes it back after; never the workers.  `jobs` records, or
 * additions and live pieces, are allowed more time than they can use.
 */
void filter_watch_begin(enum filter_phase phase, size_t jobs);
void filter_watch_end(void);

#endif
