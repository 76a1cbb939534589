/*
 * The columns of a sheet: names in its header → paths through the schema.
 *
 *   点评对象, subject              a field
 *   参加人员.普通党员              a field of a map
 *   问题1.内容, problems.1.text    a field of an item of a list, from 1
 *   事项.问题, items.problem       the same of the item that the row adds
 *   职务                          a list in one cell: split at ；; and line ends
 *   范围, scope                    so are labels: root/cadres；jidian/members
 *   测评.票数.优秀                 a key of a map that the schema leaves open
 *   推进情况, 正文.progress        the section of a form's aspect; its own scope
 *                                 is its first line: {scope=cadres}
 *   正文, body                     the whole text of other kinds
 *   文件, file                     where the record lies below content/
 *   （支部）                       in brackets: for the reader, not read
 *
 * Cells become values whose spans are the cells': what the schema, the roster
 * and the rules find fault with is shown there.
 */
#ifndef TONGBAO_READ_COLUMN_H
#define TONGBAO_READ_COLUMN_H

#include "model/programme.h"
#include "read/csv.h"

enum column_kind {
	COLUMN_NOTHING, /* not read */
	COLUMN_FIELD,
	COLUMN_ASPECT,
	COLUMN_BODY,
	COLUMN_FILE,
};

/* No path is longer: problems, an item, measures, an item, text. */
#define COLUMN_DEPTH 6

struct step {
	const struct field *field; /* NULL: an open key */
	const char *key;	   /* of an open map */
	unsigned index;		   /* of a list's item, from 1; 0: none */
};

struct column {
	enum column_kind kind;
	const char *title; /* as the header has it, in half-width */
	struct span span;  /* of its header */
	struct step steps[COLUMN_DEPTH];
	size_t depth;
};

struct columns {
	const struct shape *shape;
	struct column *items; /* parallel to the header's cells */
	size_t count;
	size_t header; /* index of its row */
	bool chinese;  /* more of its names are aliases than canonical */
};

/*
 * Finds the header among the first rows, and what each column is.  `ignored`:
 * names of columns, separated by commas, or NULL.  -1 when there is no header;
 * a column that nobody knows is a fault too, and not read.
 */
int columns_find(struct columns *columns, struct arena *arena,
    const struct shape *shape, const struct programme *programme,
    const struct csv *csv, const char *ignored, struct diags *diags);

/* The path that a title means; false when it means none. */
bool column_parse(struct column *column, struct arena *arena,
    const struct shape *shape, const struct programme *programme,
    const char *title);

/* The field that the column's text is of; NULL: any text. */
const struct field *column_field(const struct column *column);
/* Does the column add to the item that each row is? */
bool column_is_of_row_item(const struct column *column);

/*
 * The row's cells as a map, not yet shaped; what is faulty is left out after
 * its diagnostic.  Sections, body and file are not in it.
 */
struct value *columns_map(const struct columns *columns, struct arena *arena,
    const struct csv_row *row, struct diags *diags);

/*
 * Does a text that is to be one item among others in a cell stay one?  Not
 * with a mark in it that separates items.
 */
bool cell_is_one_item(struct text text);

#endif
