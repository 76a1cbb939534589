/*
 * The record phase: each filter's `record` function sees one record at a time.
 * It may set the fields it declared in `derived`, narrow (add a source of
 * scope), or leave the record out (return false); never change a built-in
 * field.
 */
#ifndef TONGBAO_FILTER_RECORD_H
#define TONGBAO_FILTER_RECORD_H

#include "filter/script.h"
#include "model/record.h"

struct record_filter;

/* One a worker; the worker that made it uses it.  NULL after diagnostics. */
struct record_filter *record_filter_open(const struct scripts *scripts,
    const struct programme *programme, const char *as_of,
    struct diags *diags);
/*
 * Runs all filters on one record, in order.  Sets record->derived, ->narrowed
 * and ->left_out, in `arena`.
 */
void record_filter_run(struct record_filter *filter, struct arena *arena,
    struct record *record, struct diags *diags);
void record_filter_close(struct record_filter *filter);

#endif
