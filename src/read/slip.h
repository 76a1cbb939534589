/*
 * The slips of a Chinese keyboard in YAML, and what mends them.
 *
 * libyaml stops at its first error, and names the place where the grammar
 * broke, often a line or more after the slip: `点评人：王某` (full-width colon)
 * becomes “mapping values are not allowed” on the next line (LIBRARIES section
 * 5).  So a text that libyaml refuses, or takes with a key or a value that
 * nobody means, is gone through line by line for slips; all of them are
 * reported, each with its mend where there is just one, and the text as it
 * would be after the mends is what is read (read/yaml.c), so that the other
 * faults of the same file show in the same run.
 *
 * A text that is good YAML never comes here: what looks like a slip in prose
 * (`内容: 时间：周二`) is no slip.
 *
 *   slip.c        lines: indentation, list items, keys, colons
 *   slip_value.c  what stands behind the colon; lists and maps in brackets
 *   slip_words.c  how a slip is told
 *   mended.c      a text with edits made, and the way back to its places
 *   wording.c     libyaml's own errors, where no slip was found
 *
 * All offsets are bytes of the text, all memory is in the arena.
 */
#ifndef TONGBAO_READ_SLIP_H
#define TONGBAO_READ_SLIP_H

#include "base/diag.h"
#include "read/mended.h"

enum slip_kind {
	SLIP_TAB, /* in the indentation */
	SLIP_INDENT, /* a space that YAML doesn't know in the indentation, */
	SLIP_KEY_SPACE, /* … before the colon, */
	SLIP_COLON_SPACE, /* … after the colon, */
	SLIP_END_SPACE, /* … at an end of the value */
	SLIP_WIDE_COLON, /* full-width, or what else looks like a colon */
	SLIP_WIDE_KEY, /* a key in full-width letters */
	SLIP_WIDE_DASH, /* before a list item */
	SLIP_WIDE_COMMA,
	SLIP_WIDE_BRACKET,
	SLIP_WIDE_QUOTE,
	SLIP_WIDE_HASH, /* before a comment */
	SLIP_TIGHT_COLON, /* no space after it */
	SLIP_TIGHT_DASH,
	SLIP_OPEN_QUOTE, /* not closed: read to the end of its line */
	SLIP_INNER_QUOTE, /* "他说"好"" */
	SLIP_START, /* a value begins with what means something to YAML */
	SLIP_SECOND_COLON, /* a: b: c */
	SLIP_REST, /* something follows the end of a value */
};

struct slip {
	enum slip_kind kind;
	size_t start, end; /* what is at fault */
	struct text key; /* whose value it is about, or "" */
	/* Those of the list of edits from `edit` on mend it. */
	size_t edit, edit_count;
	bool offered; /* false: edits are for reading on, no mend for the file */
};

struct slips {
	struct arena *arena;
	struct text text;
	struct slip *items;
	size_t count, capacity;
	struct edits edits; /* of all slips, sorted, without overlaps */
	size_t unclosed; /* brackets that nothing closes, up to so many */
};

void slips_find(struct slips *slips, struct arena *arena, struct text text);
/* One diagnostic each; `where` is the place of the text. */
void slips_report(const struct slips *slips, struct span where,
    struct diags *diags);

/*
 * Has a scalar that libyaml takes, but that deserves a look: space of the other
 * width at an end, full-width quotes or brackets around it, a dash before it?
 * Told by its first and last bytes: asked of every scalar.
 */
bool scalar_is_suspect(struct text scalar);
/* A key that nobody means: with a colon in it, or anything full-width. */
bool key_is_suspect(struct text key);

/* ---- between the files of the scan ---- */

/* The edit that makes `text` of the bytes; then the slip that it mends. */
void slips_edit(struct slips *slips, size_t start, size_t end,
    const char *text);
struct slip *slips_add(struct slips *slips, enum slip_kind kind, size_t start,
    size_t end, struct text key, size_t edit_count);

/* How long the white space is there that YAML doesn't take for such. */
size_t foreign_space(struct text t);
/*
 * Past spaces and tabs of both widths, from `i` up to `end` at most; *foreign is
 * set when there is any of the other.
 */
size_t spaces_skip(struct text text, size_t i, size_t end, bool *foreign);
/*
 * The key at `start` with what is between it and its value:
 * [start, key_end) [colon, value); in a line that ends at `end`.
 */
struct key_place {
	size_t start, key_end; /* without white space */
	size_t colon, colon_end;
	size_t value; /* behind white space */
	bool wide; /* the colon, or one of them */
	bool foreign_before, foreign_after;
};
bool key_place_find(struct key_place *key, struct text text, size_t start,
    size_t end);
/* Adds the slip of what is wrong between key and value, if anything is. */
void key_place_scan(struct slips *slips, const struct key_place *key,
    size_t end);

/*
 * The value in [start, end) of one line; lines further to the right than
 * `column`, mostly that of its key or dash, may belong to it.  Where it goes on
 * on lines below, *after is set behind them; true when further such lines still
 * do.
 */
bool value_scan(struct slips *slips, size_t start, size_t end, size_t column,
    struct text key, bool item, size_t *after);

#endif
