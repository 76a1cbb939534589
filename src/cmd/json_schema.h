/*
 * The schema as JSON Schema (draft-07, what editors' YAML plugins take), so
 * that an editor says what may be written while it is written.
 *
 * Both keys of a field are accepted, and not both at once; one item stands for
 * a list of one, a scalar for a map's first field.  In a site the programme's
 * terms are enumerated, and organisations and people where they are few.
 * Values may come as YAML 1.2 types or as text: the program reads all as text.
 */
#ifndef TONGBAO_CMD_JSON_SCHEMA_H
#define TONGBAO_CMD_JSON_SCHEMA_H

#include "model/corpus.h"

/* What a schema is of. */
struct schema_subject {
	const char *name;
	const struct shape *shape; /* NULL: a record of any kind */
	bool list; /* a file that lists such things */
};

/*
 * By the name of a kind (English or Chinese), `record`, or a file of settings
 * (site, programme, organisations, people).  False when there is none.
 */
bool schema_subject_find(struct schema_subject *subject, const char *name);
/* The names, for “did you mean” and completion; how many. */
size_t schema_subject_names(const char **names, size_t room);

/* `corpus`: the site's, of which settings and rosters are read; or NULL. */
const struct value *json_schema_make(struct arena *arena,
    const struct schema_subject *subject, const struct corpus *corpus);

#endif
