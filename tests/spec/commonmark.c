/*
 * All examples of CommonMark's spec.txt through markdown_parse() and
 * html_put_node():
 *
 *     commonmark SPEC.txt
 *
 * The spec's HTML is what must come out, byte for byte.  Where it holds raw
 * HTML or an unsafe address this program's must differ, and how is found out
 * by another road: cmark parses the example, its tree gets the raw HTML put in
 * as text and the unsafe addresses emptied, and cmark's own renderer writes it.
 * That cmark untouched writes what the spec says is checked for each example
 * too, so the other road starts from the spec.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "read/markdown.h"
#include "read/parser.h"
#include "render/html.h"

#define RAW_MOST 256 /* in one example */
#define FENCE "````````````````````````````````"

struct example {
	struct buf markdown, html;
	int number, line;
};

struct tally {
	int passed, failed, changed;
};

static char *
file_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(3);
	}
	struct buf buf = BUF_INIT;
	char bytes[4096];
	size_t n;
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_put(&buf, bytes, n);
	fclose(file);
	*len = buf.len;
	return buf.at;
}

/* ---- the other road ---- */

static bool
is_unsafe(const char *address)
{
	char lower[32];
	size_t n = 0;
	for (; address[n] != '\0' && n < sizeof(lower) - 1; n++)
		lower[n] = (char)(address[n] >= 'A' && address[n] <= 'Z'
			? address[n] + 32
			: address[n]);
	lower[n] = '\0';
	if (strstr(lower, "data:image/") == lower)
		return strstr(lower, "/png") != lower + 10 &&
		    strstr(lower, "/gif") != lower + 10 &&
		    strstr(lower, "/jpeg") != lower + 10 &&
		    strstr(lower, "/webp") != lower + 10;
	return strstr(lower, "data:") == lower ||
	    strstr(lower, "file:") == lower ||
	    strstr(lower, "vbscript:") == lower ||
	    strstr(lower, "javascript:") == lower;
}

static void
put_shown(struct buf *buf, const char *raw)
{
	for (; *raw != '\0'; raw++) {
		switch (*raw) {
		case '<':
			buf_puts(buf, "&lt;");
			break;
		case '>':
			buf_puts(buf, "&gt;");
			break;
		case '&':
			buf_puts(buf, "&amp;");
			break;
		case '"':
			buf_puts(buf, "&quot;");
			break;
		default:
			buf_putc(buf, *raw);
		}
	}
}

static cmark_node *
shown_instead(cmark_node *raw)
{
	const char *literal = cmark_node_get_literal(raw);
	if (cmark_node_get_type(raw) == CMARK_NODE_HTML_INLINE) {
		cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
		cmark_node_set_literal(text, literal);
		return text;
	}
	struct buf shown = BUF_INIT;
	buf_puts(&shown, "<pre class=\"html\">");
	put_shown(&shown, literal);
	buf_puts(&shown, "</pre>");
	cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
	cmark_node_set_on_enter(block, shown.at);
	buf_free(&shown);
	return block;
}

/* How many places were changed. */
static int
tree_tame(cmark_node *root)
{
	int changed = 0;
	cmark_node *raw[RAW_MOST];
	size_t count = 0;
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_HTML_BLOCK ||
		    type == CMARK_NODE_HTML_INLINE) {
			if (count == RAW_MOST) {
				fputs("RAW_MOST is too small\n", stderr);
				exit(70);
			}
			raw[count++] = node;
		}
		if ((type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) &&
		    is_unsafe(cmark_node_get_url(node))) {
			cmark_node_set_url(node, "");
			changed++;
		}
	}
	cmark_iter_free(iter);
	for (size_t i = 0; i < count; i++) {
		if (!cmark_node_replace(raw[i], shown_instead(raw[i]))) {
			fputs("cmark refused the replacement\n", stderr);
			exit(70);
		}
		cmark_node_free(raw[i]);
	}
	return changed + (int)count;
}

/* ---- one example ---- */

static bool
same(const struct example *example, const char *what, const char *expected,
    const char *got)
{
	if (strcmp(expected, got) == 0)
		return true;
	printf("example %d (line %d), %s\n--- Markdown\n%s--- expected\n%s"
	       "--- got\n%s\n",
	    example->number, example->line, what, example->markdown.at,
	    expected, got);
	return false;
}

static void
run(const struct example *example, struct tally *tally)
{
	struct text text = buf_text(&example->markdown);
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	struct span where = { 1, 0, (uint32_t)text.len };
	const struct node *tree = markdown_parse(arena, text, where, &diags);
	struct buf html = BUF_INIT;
	if (tree != NULL)
		html_put_node(&html, tree);

	cmark_node *root =
	    cmark_parse_document(text.at, text.len, CMARK_OPT_DEFAULT);
	char *untouched = cmark_render_html(root, CMARK_OPT_UNSAFE);
	int changed = tree_tame(root);
	char *tamed = cmark_render_html(root, CMARK_OPT_UNSAFE);

	bool passed = same(
	    example, "cmark against the spec", example->html.at, untouched);
	if (changed == 0)
		passed =
		    same(example, "this program", example->html.at, html.at) &&
		    passed;
	else
		passed =
		    same(example, "this program, escaped", tamed, html.at) &&
		    passed;
	tally->changed += changed > 0;
	if (passed)
		tally->passed++;
	else
		tally->failed++;
	free(untouched);
	free(tamed);
	cmark_node_free(root);
	buf_free(&html);
	arena_free(arena);
}

/* ---- the file ---- */

/* The spec writes a tab as an arrow. */
static void
put_line(struct buf *buf, struct text line)
{
	static const char arrow[] = "\xE2\x86\x92";
	for (size_t i = 0; i < line.len; i++) {
		if (text_starts(text_from(line, i), arrow)) {
			buf_putc(buf, '\t');
			i += sizeof(arrow) - 2;
		} else {
			buf_putc(buf, line.at[i]);
		}
	}
	buf_putc(buf, '\n');
}

static struct tally
run_all(struct text spec)
{
	struct tally tally = { 0, 0, 0 };
	struct example example = { BUF_INIT, BUF_INIT, 0, 0 };
	struct buf *into = NULL; /* NULL: prose */
	int number = 0, count = 0;
	while (spec.len > 0) {
		const char *end = memchr(spec.at, '\n', spec.len);
		size_t len = end != NULL ? (size_t)(end - spec.at) : spec.len;
		struct text line = text_cut(spec, 0, len);
		spec = text_from(spec, len + 1);
		number++;
		if (into == NULL && text_is(line, FENCE " example")) {
			buf_clear(&example.markdown);
			buf_clear(&example.html);
			example.number = ++count;
			example.line = number;
			into = &example.markdown;
		} else if (into == &example.markdown && text_is(line, ".")) {
			into = &example.html;
		} else if (into != NULL && text_is(line, FENCE)) {
			run(&example, &tally);
			into = NULL;
		} else if (into != NULL) {
			put_line(into, line);
		}
	}
	buf_free(&example.markdown);
	buf_free(&example.html);
	return tally;
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: commonmark SPEC.txt\n", stderr);
		return 2;
	}
	size_t len;
	char *spec = file_read(argv[1], &len);
	struct tally tally = run_all((struct text){ spec, len });
	free(spec);
	printf("CommonMark: %d examples with raw HTML or an unsafe address, "
	       "shown escaped\n",
	    tally.changed);
	printf("%d passed, %d failed\n", tally.passed, tally.failed);
	return tally.failed > 0 || tally.passed == 0;
}
