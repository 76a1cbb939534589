/*
 * The site's filters: files in scripts/, loaded once and given to each phase.
 * A phase runs in Lua states of its own (one a worker), made by
 * filter/sandbox: an allowlist of functions, sorted `pairs`, no clock, no
 * random, budgets of instructions and memory, a watchdog.
 */
#ifndef TONGBAO_FILTER_SCRIPT_H
#define TONGBAO_FILTER_SCRIPT_H

#include "base/diag.h"
#include "base/source.h"
#include "base/value.h"
#include "model/site.h"

struct script {
	const char *name;   /* timeliness.lua */
	uint32_t source;    /* its text is there */
};

struct scripts {
	struct script *items;
	size_t count;
	const struct sources *sources;
};

/*
 * The filters that site.yaml names, from the site's scripts/ or else from
 * `installed`.  -1 after diagnostics.
 */
int scripts_load(struct scripts *scripts, struct arena *arena,
    const struct site *site, const char *installed, struct sources *sources,
    struct diags *diags);

#endif
