/*
 * The programme's rules over what was read (DOMAIN: rules `check` enforces).
 * A family a file; each only adds diagnostics.
 */
#ifndef TONGBAO_CHECK_CHECK_H
#define TONGBAO_CHECK_CHECK_H

#include "base/diag.h"
#include "model/corpus.h"

/* Runs every family over the whole corpus. */
void check_corpus(const struct corpus *corpus, struct diags *diags);

/* aspects.c: each aspect of the form once, in order, not empty. */
void check_aspects(const struct record *record, struct diags *diags);

#endif
