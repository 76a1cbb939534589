#include "render/print/ragged.h"

#include "render/print/word.h"

struct ragged {
	const struct shaped *shaped;
	const uint32_t *codes; /* one a cell */
	int width;
};

/*
 * Where the word begins that a break before cell `i` parts; `i` when it parts
 * none, or hardly anything would be left of the line from `first`.
 */
static size_t
word_start(const struct ragged *ragged, size_t first, size_t i)
{
	const struct cell *cells = ragged->shaped->cells;
	size_t count = ragged->shaped->count, at = i;
	while (word_edge(ragged->codes, 0, count, at) >= WORD_SEAM)
		if (--at < first + 2)
			return i;
	return line_may_break(cells, at) && cells[at].joint == JOINT_FREE
	    ? at : i;
}

/* The word the line before ends within goes to this one, if it has room. */
static void
take_word(const struct ragged *ragged, struct line *before, struct line *line)
{
	const struct cell *cells = ragged->shaped->cells;
	size_t first = word_start(ragged, before->first, line->first);
	if (line_natural(cells, first, line->end) > ragged->width)
		return;
	before->next = line->first = first;
	before->end = line_end(cells, before->first, first);
}

struct lines
ragged_break(struct arena *arena, const struct shaped *shaped, int width)
{
	struct measure measure = { .width = width };
	struct lines lines = lines_break(arena, shaped->cells, shaped->count,
	    &measure), mended = { .spots = lines.spots };
	if (lines.count < 2)
		return lines;
	struct ragged ragged = { shaped, shaped_codes(arena, shaped), width };
	/* The last line first: a line that gives a word has room for one. */
	for (size_t i = lines.count; i-- > 1;)
		if (!lines.items[i - 1].ended)
			take_word(&ragged, &lines.items[i - 1],
			    &lines.items[i]);
	for (size_t i = 0; i < lines.count; i++)
		lines_add(&mended, arena, shaped->cells, lines.items[i].first,
		    lines.items[i].next, lines.items[i].ended, &measure);
	return mended;
}
