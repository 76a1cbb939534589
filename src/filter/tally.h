/*
 * The tally phase: what filters declare in `tallies`, and its map phase, one
 * record at a time on any thread.  It follows the record phase of all records;
 * what readers get of the sums is the guard's business.
 *
 * In Lua, in the table that a script returns:
 *   tallies = { NAME = {
 *     title = "点评覆盖", of = "reviews",
 *     by = { "organisation:LEVEL", "period", …, "state",
 *            { id = "time", title = "时限", words = { "late", {"in-time",
 *              "按时"} } } },
 *     minimum = 3, most = 1, sensitive = { "state" },
 *     map = function(r, cell) cell(r.organisation, r.period, …) end } }
 * `r` is the record as in the record phase (record.h), but can only be read;
 * of a review's problems also
 *   p.state     open, doing, done, lasting, extended, closed, reopened
 *   p.overdue   its day is over and it is neither done nor kept up for good
 *   p.answered  some reply speaks of it
 * `cell` takes a value of each dimension, and may take an amount after them.
 *
 * `as_of` is the day up to which the tally counts: the cut-off
 * (programme_cutoff()), for one with a minimum of 1 the day itself.  A record
 * counts on it unless it is dated later, entered later (`recorded`; not with a
 * minimum of 1) or left out by a filter.
 */
#ifndef TONGBAO_FILTER_TALLY_H
#define TONGBAO_FILTER_TALLY_H

#include "filter/script.h"
#include "model/tally.h"

struct tallying;
struct tally_filter;

/*
 * Reads the declarations.  NULL when no script has any, after diagnostics when
 * one is faulty, and silently when a script can't be started: who opens the
 * record phase is told of that.
 */
struct tallying *tallying_open(struct arena *arena,
    const struct scripts *scripts, const struct corpus *corpus,
    const char *as_of, struct diags *diags);

/* One a worker; the worker that made it uses it.  NULL after diagnostics. */
struct tally_filter *tally_filter_open(
    struct tallying *tallying, struct diags *diags);
/* All maps on the record of that number. */
void tally_filter_run(
    struct tally_filter *filter, size_t record, struct diags *diags);
/* Not before the last record; what it counted is the tallying's from now on. */
void tally_filter_close(struct tally_filter *filter);

/*
 * What all workers counted, the same whoever counted what; and diagnostics for
 * tallies that say they count the same and don't.  To be called once, after
 * all filters were closed; `workers` threads help.  NULL when a map had a
 * fault, which is reported already: the sums would say nothing.
 */
struct tallies *tallying_close(struct tallying *tallying, struct arena *arena,
    unsigned workers, struct diags *diags);

#endif
