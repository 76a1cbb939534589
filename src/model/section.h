/*
 * A section of a record: a `##` heading and what stands under it.  Each is
 * parsed as Markdown by itself, so that no section can influence another: a
 * reader who may not see one gets the others unchanged.
 */
#ifndef TONGBAO_MODEL_SECTION_H
#define TONGBAO_MODEL_SECTION_H

#include "base/source.h"
#include "base/text.h"

struct section {
	struct text title; /* without ## and {…}; "" before the first heading */
	struct text mark_id;    /* {#id}, or "" */
	struct text mark_scope; /* {scope=…} or {范围=…}, or "" */
	struct text body;       /* Markdown source */
	struct span title_span;
	struct span scope_span; /* of the mark's value */
	struct span body_span;
};

#endif
