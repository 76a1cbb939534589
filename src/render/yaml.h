/*
 * Values as YAML that people go on editing: block style, a list of words in
 * brackets, quotes exactly where the text would be read as something else.
 * What is written reads back as the same value (read/yaml.h).
 *
 * Each piece remembers its origin, the span of the value it was made from, so
 * that a fault in what was written is shown where it was taken from.
 */
#ifndef TONGBAO_RENDER_YAML_H
#define TONGBAO_RENDER_YAML_H

#include "base/value.h"

/* Bytes [start, end) of what was written, and where they come from. */
struct origin {
	uint32_t start, end;
	struct span span;
	bool same; /* byte for byte from there; else made from all of it */
};

/* By start; what contains others stands before them. */
struct origins {
	struct arena *arena;
	struct origin *items;
	size_t count, capacity;
};

/* Opens one at the end of `out`; what is returned closes it. */
size_t origin_open(struct origins *origins, const struct buf *out,
    struct span span);
void origin_close(struct origins *origins, const struct buf *out, size_t open);
/* The narrowest that contains the byte; NULL when none does. */
const struct origin *origin_find(const struct origins *origins, uint32_t at);

/* A scalar; in brackets more needs quotes.  Never more than one line. */
void yaml_put_text(struct buf *out, struct text text, bool brackets);
/* Any value on one line, in brackets and braces. */
void yaml_put_flow(struct buf *out, struct origins *origins,
    const struct value *value);
/* The entries of a map, a line or a block each, `indent` blanks in front. */
void yaml_put_fields(struct buf *out, struct origins *origins,
    const struct value *map, int indent);
/* An item of a list: its fields behind “- ”. */
void yaml_put_item(struct buf *out, struct origins *origins,
    const struct value *map, int indent);

#endif
