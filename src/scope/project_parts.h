/* What the files of the projection share; see project.h. */
#ifndef TONGBAO_SCOPE_PROJECT_PARTS_H
#define TONGBAO_SCOPE_PROJECT_PARTS_H

#include "scope/project.h"
#include "scope/sight.h"

/* What is copied of a record whatever other records there are. */
struct copied {
	const char *id, *period, *date; /* NULL: it is empty yet */
	struct view_section *sections;
	size_t section_count;
	struct value *derived;
	struct value **fields; /* NULL: it has links, which others decide */
	struct digest digest;
	bool has_digest;
	bool anonymous;
	/* The subject's place among so many people, if so many were seeded. */
	size_t person, people;
};

/* One record that the audience may see, on its way into the view. */
struct shown {
	const struct record *record;
	struct view_entry *entry;
	struct copied *copied;
	bool known; /* all of that was copied for an earlier view */
	bool anonymous; /* its id may not be told */
	size_t number;  /* among those; then a number is its id */
};

struct projection {
	const struct corpus *corpus;
	struct sight sight;
	struct view *view;
	struct arena *arena; /* the view's */
	struct arena *texts; /* for what is copied: the same, or that of copies */
	struct arena *scratch;
	struct copies *copies; /* or NULL */
	const struct view_companion *companion; /* or NULL */
	unsigned workers;
	struct diags *diags;
	struct shown *shown;
	size_t shown_count;
	struct table by_record_id; /* real id → shown */
	struct table words; /* copied once: text → its copy */
	/* Of short texts, by their bytes, what was copied last; or NULL. */
	struct text *recent;
	size_t person_capacity;
	/* By the roster's order, whom it has met; at the end: somebody; or NULL. */
	bool *met;
	bool *spoken; /* by the people's index: the view speaks of them */
	size_t seeded; /* people of the last view, who are in order */
	bool closed; /* nobody is added to the people … */
	bool misfit; /* … although somebody should have been */
};

/*
 * Into the view's people, if he isn't there: one whom the audience may know, or
 * NULL for somebody; the person as the audience may know him on `date`.
 */
struct view_person *person_named(
    struct projection *projection, const struct person *person);
struct view_person *person_shown(struct projection *projection,
    const struct person *person, const char *date);

/* project_people.c: in the order that they are seen in. */
void people_sort(struct projection *projection);

/* project_organisations.c: into the view, in the roster's order. */
void organisations_show(struct projection *projection);

/* ---- project_pass.c ---- */

typedef void shown_copy(struct projection *projection, struct shown *shown);

/* Over all that is shown, in the order of the records. */
struct pass {
	shown_copy *run;
	/* Once, beside; it has nothing to do with them.  Or NULL. */
	void (*aside)(struct projection *p);
	/* Of a companion, where there is one; or NULL. */
	void (*tell)(const struct secrets *secrets,
	    const struct record *record, const struct view_entry *entry);
	void (*done)(void *context, size_t end);
};
/* Nobody is new to the people, unless there is one worker. */
void pass_run(struct projection *projection, const struct pass *pass);
/*
 * Which records are shown.  Before several workers copy them, everybody whom
 * they speak of comes into the people; by one, they come while it copies.
 */
bool *records_look(struct projection *projection);

/* ---- project_fields.c ---- */

/* Room for what was copied a moment ago; not for what is kept. */
void recent_open(struct projection *projection);
/* A field's value as it is seen, or NULL; an item of a list. */
struct value *field_copy(struct projection *projection,
    const struct record *record, const struct field *field,
    const struct value *value);
struct value *item_copy(struct projection *projection,
    const struct record *record, const struct field *field,
    const struct value *item);

/* Has it fields that are seen as other records are?  They are not kept. */
bool hangs_on_others(const struct record *record);

/* All of a record that has nothing to do with others; its fields. */
void record_copy(struct projection *projection, struct shown *shown);
void fields_copy(struct projection *projection, struct shown *shown);

/* Of all records that are shown, with what was derived: project_number.c. */
void anonymous_number(struct projection *projection);
/* Does the field hold links?  They have no number yet. */
bool field_holds_links(const struct field *field);
/* Links to problems, which other records' labels bear on? */
bool field_holds_problems(const struct field *field);

/*
 * project_people.c: whoever a record's fields speak of is met by a worker, and
 * comes into the view's people.
 */
void people_meet(struct projection *worker, const struct record *record);
void people_come(struct projection *projection,
    const struct projection *workers);
/* Those of the view's people whom these fields speak of, by their index. */
void people_mark(const struct view *view, const struct shape *kind,
    struct value *const *fields, bool *spoken);
/* Of whom the view speaks; whoever else is in it is left out then. */
void people_spoken(struct projection *projection);
void people_settle(struct projection *projection);

/* copies.c: where they lie; what is known of the record, else an empty one. */
struct arena *copies_arena(struct copies *copies);
struct copied *copied_find(
    struct projection *projection, const struct record *record);
/* The people of the last view, in their order, into this one. */
void people_seed(struct projection *projection);
/* This one's, which are in order, for the next. */
void people_keep(struct projection *projection);

#endif
