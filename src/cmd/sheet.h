/*
 * What import and export of sheets share: which kinds there are, the rosters'
 * files item by item, and whether a row says what is there already.
 */
#ifndef TONGBAO_CMD_SHEET_H
#define TONGBAO_CMD_SHEET_H

#include "cmd/site.h"

/*
 * people, 党员, organisations, a kind of record …; NULL after a message that
 * names the command and what is near.
 */
const struct shape *sheet_kind_asked(const char *word, const char *command);

/* A person or an organisation as its file has it. */
struct roster_item {
	const struct value *raw; /* the map, with its places */
	struct value *shaped;	 /* canonical keys; names as written */
	const char *id, *name;
	uint32_t source;
	struct roster_item *namesake; /* the next of the same name */
};

struct roster_items {
	struct roster_item *items;
	size_t count, capacity;
	struct table ids, names; /* → the first */
};

/* Of all files of the roster; the site has been opened. */
void roster_items_read(struct roster_items *items, const struct site_run *run,
    const struct shape *shape);

/* The file of a roster that new items are put at the end of, with content/. */
const char *roster_path(const struct site_run *run, const struct shape *shape);
/* The source of a path; 0 when there is none. */
uint32_t roster_source(const struct site_run *run, const char *path);

/* A map of the fields of a shape, those that are there. */
struct value *fields_map(struct arena *arena, const struct shape *shape,
    struct value **fields);

/*
 * What holds on the day of a person or an organisation, in place of all that
 * ever held: tenures without their dates.
 */
struct value *value_now(struct arena *arena, const struct shape *shape,
    const struct value *map, const char *day);

/* What comparing needs to know. */
struct likeness {
	const struct roster *roster;
	struct arena *arena;
};

/*
 * Rosters name each other by texts: the id that the text under the key
 * (organisation, person, inflow) leads to; else the text itself.
 */
struct text reference_id(const struct likeness *likeness, const char *key,
    struct text text);
/*
 * Does `row` say nothing but what `there` says?  What the row leaves out is not
 * asked.  Both are shaped.
 */
bool value_says_same(const struct likeness *likeness, const char *key,
    const struct value *row, const struct value *there);

/* Has it items that hold from or to a day? */
bool value_is_dated(const struct value *list);
/* Does the item of a row say what the other says but for days? */
bool item_says_same(const struct likeness *likeness, const struct value *row,
    const struct value *there);
/* Does one of the row's items? */
bool value_is_said(const struct likeness *likeness, const struct value *row,
    const struct value *there);
/*
 * A list that is dated, where a row says what holds on the day: what held before,
 * or will, stays, and so does what holds still; what stands there instead of one
 * that does not, holds since that did.  Both are shaped.
 */
const struct value *value_put_right(const struct likeness *likeness,
    const struct value *there, const struct value *row, const char *day);

/*
 * The text of a section as a cell means it: where it has no Markdown of blocks
 * (blank lines, lists, quotes, …), each line is a paragraph.
 */
struct text body_text(struct arena *arena, struct text cell);

/* All sections as one text, with their headings. */
struct text record_body(const struct sources *sources,
    const struct record *record);
/* The section of an aspect; NULL when there is none. */
const struct section *record_section(const struct record *record,
    const char *aspect);

#endif
