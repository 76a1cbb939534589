/*
 * The programme's rules over what was read (DOMAIN: rules `check` enforces).
 * A family a file; each only adds diagnostics.
 */
#ifndef TONGBAO_CHECK_CHECK_H
#define TONGBAO_CHECK_CHECK_H

#include "base/diag.h"
#include "model/corpus.h"

/* Runs every family over the whole corpus, as of an ISO date. */
void check_corpus(const struct corpus *corpus, const char *as_of,
    struct diags *diags);

/* aspects.c: each aspect of the form once, in order, not empty. */
void check_aspects(const struct record *record, struct diags *diags);

/* dates.c: nothing is dated after the day that editions are made for. */
void check_dates(const struct record *record, const char *as_of,
    struct diags *diags);

/*
 * references.c: ids inside of records.  First the work points of all plans
 * (id → value) are collected, then every record is checked against them.
 */
void check_tasks_add(struct table *tasks, const struct record *record,
    struct diags *diags);
void check_references(const struct record *record, const struct table *tasks,
    struct diags *diags);

#endif
