/*
 * The record phase: each filter's `record` function sees one record at a time.
 * It may set the fields it declared in `derived`, narrow (add a source of
 * scope), or leave the record out (return false); never change a built-in
 * field.
 *
 * In Lua, `record = function(r) … end` with
 *   r.kind r.id r.period r.date r.form     texts, or nil
 *   r.organisation                         what it concerns: {kind, id, name,
 *       short, level, classes, superior, head; o:within(other)}
 *   r.subject                              the same, or a person: {kind, id,
 *       name, branch, categories}
 *   r.reviewer_is_head, r.reviewer_relation    who reviewed; nil for nobody
 *   r.FIELD                                any field of the schema by its
 *       canonical name, nil where absent; a derived one too
 *   r.FIELD = value                        a derived field of this filter
 *   r:narrow("root/cadres"), r:narrow{within = …, who = …}
 *   return false                           leaves it out
 * and the globals days_between(a, b), period(id), as_of.  Relations are those
 * of the record's day.
 */
#ifndef TONGBAO_FILTER_RECORD_H
#define TONGBAO_FILTER_RECORD_H

#include "filter/script.h"
#include "model/record.h"

struct record_filter;

/* One a worker; the worker that made it uses it.  NULL after diagnostics. */
struct record_filter *record_filter_open(const struct scripts *scripts,
    const struct programme *programme, const struct roster *roster,
    const char *as_of, struct diags *diags);
/*
 * Runs all filters on one record, in order.  Sets record->derived (and what
 * each field was made from), ->narrowed and ->left_out, in `arena`.  A filter
 * that overran its budget is not run again by this worker: the fault is told
 * once, and nothing is published.
 */
void record_filter_run(struct record_filter *filter, struct arena *arena,
    struct record *record, struct diags *diags);
/*
 * What the filter that ran last has read of the record: a bit for each of its
 * kind's fields, DERIVED_UNSEEN for the rest (model/record.h).
 */
uint64_t record_filter_read(const struct record_filter *filter);
/* Which of the scripts may set the derived field; NULL: none. */
const struct script *record_filter_deriver(
    const struct record_filter *filter, const char *name);
void record_filter_close(struct record_filter *filter);

#endif
