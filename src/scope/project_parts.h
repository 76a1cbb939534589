/* What the files of the projection share; see project.h. */
#ifndef TONGBAO_SCOPE_PROJECT_PARTS_H
#define TONGBAO_SCOPE_PROJECT_PARTS_H

#include "scope/project.h"
#include "scope/sight.h"

/* One record that the audience may see, on its way into the view. */
struct shown {
	const struct record *record;
	struct view_entry *entry;
	bool anonymous; /* its subject's name may not be seen */
	size_t number;  /* among those; then a number is its id */
};

struct projection {
	const struct corpus *corpus;
	const struct policy *policy;
	struct sight sight;
	struct view *view;
	struct arena *arena; /* the view's */
	struct arena *scratch;
	struct diags *diags;
	struct shown *shown;
	size_t shown_count;
	struct table by_record_id; /* real id → shown */
	struct table words; /* copied once: text → its copy */
	size_t person_capacity;
};

/* A field's value as it is seen, or NULL; an item of a list. */
struct value *field_copy(struct projection *projection,
    const struct record *record, const struct field *field,
    const struct value *value);
struct value *item_copy(struct projection *projection,
    const struct record *record, const struct field *field,
    const struct value *item);

/* Of all records that are shown, with what was derived: project_number.c. */
void anonymous_number(struct projection *projection);

#endif
