/*
 * Which parts each element has: between the file that makes tables of nodes
 * (edition_node.c) and the one that makes nodes of tables (edition_take.c).
 */
#ifndef TONGBAO_FILTER_EDITION_NODE_H
#define TONGBAO_FILTER_EDITION_NODE_H

#include "filter/edition_parts.h"

enum part_type {
	PART_INLINES,
	PART_BLOCKS,
	PART_ITEMS,
	PART_TEXT, /* of the node */
	PART_LINES, /* the same, of several lines */
	PART_TITLE,
	PART_LEVEL,
	PART_START,
	PART_DELIMITER,
	PART_HEAD,
	PART_ROWS,
	PART_ALIGN,
	PART_CAPTION, /* of a table: the node's text, or none */
	PART_ROW_HEADS,
	PART_OTHER, /* of a chart */
};

struct part {
	const char *name;
	enum part_type type;
};

/* In the order in which a constructor takes them. */
#define PARTS_MOST 6

struct element_parts {
	enum node_kind node;
	struct part parts[PARTS_MOST + 1]; /* ends with name == NULL */
};
extern const struct element_parts element_parts[ELEMENT__MAX];

#endif
