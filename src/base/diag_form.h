/*
 * Between diag.c and its forms: one function each, which gets the faults
 * sorted.
 */
#ifndef TONGBAO_BASE_DIAG_FORM_H
#define TONGBAO_BASE_DIAG_FORM_H

#include "base/diag.h"

typedef void diag_put(const struct diags *diags, const struct sources *sources,
    const struct diag_style *style, FILE *out);

diag_put diag_put_text, diag_put_json, diag_put_sarif, diag_put_github,
    diag_put_quickfix;

/* As JSON; what is no UTF-8 becomes U+FFFD, NULL becomes null. */
void diag_put_json_text(struct buf *buf, const char *text);
/* The message, and below it what viewers have no field for. */
void diag_put_words(struct buf *buf, const struct diag *diag);
/* The edits of a mend by place; NULL-terminated, in the arena. */
const struct diag_edit **diag_edits(struct arena *arena,
    const struct diag *diag);

#endif
