/*
 * libyaml's errors in the words of somebody who writes fields, at the place
 * where the trouble begins.
 */
#ifndef TONGBAO_READ_WORDING_H
#define TONGBAO_READ_WORDING_H

#include "base/diag.h"

/* Offsets are bytes of the text. */
struct yaml_error {
	const char *problem; /* as libyaml says it */
	size_t at; /* where it noticed */
	const char *context; /* "while scanning …", or NULL */
	size_t context_at;
};

/* Adds one diagnostic. */
void yaml_error_explain(const struct yaml_error *error, struct text text,
    struct span where, struct diags *diags);

#endif
