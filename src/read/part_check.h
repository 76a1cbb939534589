/*
 * What part.c asks of bytes that may come from elsewhere.
 */
#ifndef TONGBAO_READ_PART_CHECK_H
#define TONGBAO_READ_PART_CHECK_H

#include "base/diag.h"
#include "model/corpus.h"

struct part_check {
	const struct programme *programme;
	struct text text; /* of the file */
	uint32_t source;  /* its number */
	bool is_utf8;
	bool is_own;      /* part_put() made it: only faults are looked at */
};

bool part_diag_is_sound(
    const struct part_check *check, const struct diag *diag);
bool part_record_is_sound(
    const struct part_check *check, const struct record *record);

#endif
