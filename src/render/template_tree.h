/*
 * A template taken apart; for template*.c only.
 *
 * Indentation is found while parsing, so that rendering only has to know
 * where a line of the template begins: there a text op with `line` set stands
 * first (its text may be empty).  Lines that hold nothing but a standalone tag
 * leave no trace.
 */
#ifndef TONGBAO_RENDER_TEMPLATE_TREE_H
#define TONGBAO_RENDER_TEMPLATE_TREE_H

#include "base/hash.h"
#include "render/template.h"

enum op_kind {
	OP_TEXT,
	OP_VALUE, /* path, raw */
	OP_SECTION, /* path, children */
	OP_INVERTED, /* path, children */
	OP_PARTIAL, /* name, target, placing, indent */
	OP_PARENT, /* the same; children: the OP_BLOCKs put in */
	OP_BLOCK, /* name, children; placing, indent, line */
};

/* How what a tag brings stands on the line of the tag. */
enum placing {
	PLACE_WITHIN, /* amid other things: nothing is indented */
	PLACE_ALONE, /* from the start of the line: every line is indented */
	PLACE_STARTED, /* the first line already is; the others are indented */
};

struct op {
	enum op_kind kind;
	struct op *next;
	struct op *first; /* child */
	struct span span; /* the (opening) tag */
	struct text text; /* OP_TEXT: what to write; else the name as written */
	struct text *path; /* the name split at its dots; none for "." */
	size_t path_count;
	bool raw;
	/*
	 * OP_TEXT: begins a line.  OP_BLOCK: its content does (the opening tag
	 * was the last thing on its line).
	 */
	bool line;
	enum placing placing;
	struct text indent;
	const struct template *target; /* NULL: an empty template */
};

struct template
{
	const char *name;
	bool verbatim; /* one text, never indented */
	struct op *first;
	struct reference *references; /* to other templates, in order */
	struct template *next; /* in the order of adding */
};

struct reference {
	struct op *op;
	struct reference *next;
};

struct templates {
	struct arena *arena;
	struct table by_name;
	struct template *first, **end;
	bool linked;
};

struct template_text {
	struct text text;
	struct span where; /* its source; a part's place there */
	bool part;
};

/* Fills `template`.  -1 after at least one diagnostic. */
int template_parse(struct template *template, struct arena *arena,
    const struct template_text *text, struct diags *diags);

#endif
