/*
 * What a clerk most likely did where libyaml found an error.  Its messages name
 * the place where the grammar broke, often a line or more after the slip:
 * `点评人：王某` (full-width colon) becomes “mapping values are not allowed” on the
 * next line, a quote left open is reported where the file ends (LIBRARIES
 * section 5).
 */
#ifndef TONGBAO_READ_SLIP_H
#define TONGBAO_READ_SLIP_H

#include "base/diag.h"

/* Offsets are bytes of the text. */
struct yaml_error {
	const char *problem; /* as libyaml says it */
	size_t at; /* where it noticed */
	const char *context; /* "while scanning …", or NULL */
	size_t context_at;
};

/* Adds one diagnostic, at the slip where one is found. */
void yaml_error_explain(const struct yaml_error *error, struct text text,
    struct span where, struct diags *diags);

/*
 * A whole text that became a scalar where fields were meant: true, and a
 * diagnostic, when some line has a slip.
 */
bool yaml_scalar_explain(
    struct text text, struct span where, struct diags *diags);

/*
 * A key that libyaml takes but nobody means: with a full-width colon in it, or
 * with white space of the other width at an end.  `at` is its first byte.
 */
bool yaml_key_explain(struct text key, struct text text, size_t at,
    struct span where, struct diags *diags);

#endif
