#include "read/markdown.h"

#include "model/rules.h"
#include "read/cjk.h"
#include "read/convert.h"
#include "read/guard.h"
#include "read/parser.h"
#include "read/pipe.h"

/* A table that is cut can change what follows it: so often it may happen. */
#define ROUNDS_MOST 4

bool
markdown_check(struct text text, struct span where, struct diags *diags)
{
	size_t start, end;
	enum guard_fault fault = guard_find(text, &start, &end);
	struct span span = span_cut(where, (uint32_t)start, (uint32_t)end);
	switch (fault) {
	case GUARD_NONE:
		return true;
	case GUARD_LARGE:
		diag_at(diags, &rules[RULE_FILE_LARGE], span,
		    "the text has %zu bytes", text.len);
		break;
	case GUARD_DEPTH:
		diag_at(diags, &rules[RULE_MARKDOWN_DEPTH], span,
		    "more than 32 quotes or lists begin on this line");
		break;
	case GUARD_COLUMN:
		diag_at(diags, &rules[RULE_MARKDOWN_DEPTH], span,
		    "a quote or a list begins beyond column 200");
		break;
	case GUARD_PRIVATE:
		diag_at(diags, &rules[RULE_MARKDOWN_PRIVATE], span,
		    "the private character U+E000 stands in the text");
		break;
	}
	return false;
}

static cmark_node *
parse_marked(struct text text)
{
	struct buf marked = BUF_INIT;
	if (cjk_mark(&marked, text))
		text = buf_text(&marked);
	cmark_node *root =
	    cmark_parse_document(text.at, text.len, CMARK_OPT_DEFAULT);
	buf_free(&marked);
	return root;
}

/*
 * The parse of the text's other shape, or NULL when no table stands in the end.
 */
static cmark_node *
parse_tables(struct pipe_tables *tables)
{
	struct buf shape = BUF_INIT;
	cmark_node *root = NULL;
	for (int i = 0; i < ROUNDS_MOST && tables->count > 0; i++) {
		buf_clear(&shape);
		pipe_write(tables, &shape);
		root = parse_marked(buf_text(&shape));
		if (pipe_settle(tables, root))
			break;
		cmark_node_free(root);
		root = NULL;
	}
	buf_free(&shape);
	return root;
}

/* The text's parse; in `tables`, what may be one. */
static cmark_node *
parse_lines(struct pipe_tables *tables, struct lines *lines,
    struct arena *scratch, struct text text)
{
	lines_init(lines, scratch, text);
	cmark_node *root = parse_marked(text);
	*tables = (struct pipe_tables){ .count = 0 };
	if (pipe_possible(text))
		pipe_find(tables, scratch, lines, root);
	return root;
}

/* Rows that are too long; without `diags` only whether there are any. */
static bool
rows_check(const struct pipe_tables *tables, struct span where,
    struct diags *diags)
{
	bool any = false;
	for (size_t i = 0; i < tables->count; i++) {
		const struct pipe_table *table = &tables->items[i];
		/* [1] is the line below the header. */
		for (size_t j = 2; j < table->count; j++) {
			struct pipe_cell over = table->rows[j].over;
			if (over.start == over.end)
				continue;
			any = true;
			if (diags != NULL)
				diag_at(diags, &rules[RULE_TABLE_CUT],
				    span_cut(where, over.start, over.end),
				    "the table has no column for this");
		}
	}
	return any;
}

void
markdown_tables_check(
    struct text text, struct span where, struct diags *diags)
{
	struct lines lines;
	struct pipe_tables tables;
	if (!pipe_possible(text))
		return;
	struct arena *scratch = arena_new();
	cmark_node *root = parse_lines(&tables, &lines, scratch, text);
	/* Settling only takes rows away: most texts have none to settle. */
	cmark_node *shaped = rows_check(&tables, where, NULL)
	    ? parse_tables(&tables)
	    : NULL;
	if (shaped != NULL) {
		rows_check(&tables, where, diags);
		cmark_node_free(shaped);
	}
	cmark_node_free(root);
	arena_free(scratch);
}

static struct node *
parse(struct arena *arena, struct arena *scratch, struct text text,
    struct span where)
{
	struct lines lines;
	struct pipe_tables tables;
	cmark_node *root = parse_lines(&tables, &lines, scratch, text);
	cmark_node *shaped = parse_tables(&tables);
	struct node *tree = shaped != NULL
	    ? convert(arena, shaped, &lines, &tables, where)
	    : convert(arena, root, &lines, NULL, where);
	if (shaped != NULL)
		cmark_node_free(shaped);
	cmark_node_free(root);
	cjk_join(arena, tree);
	return tree;
}

struct node *
markdown_parse(struct arena *arena, struct text text, struct span where,
    struct diags *diags)
{
	if (!markdown_check(text, where, diags))
		return NULL;
	struct arena *scratch = arena_new();
	struct node *tree = parse(arena, scratch, text, where);
	arena_free(scratch);
	return tree;
}
