#include "render/html.h"

#include <strings.h>
#include "base/picture.h"
#include "base/utf8.h"
#include "render/chart.h"

struct writer {
	struct buf *out;
	size_t start; /* of this document in `out` */
	const struct node *image; /* whose description is being written */
	/* In the paragraph, heading or table so far: they stand below it. */
	size_t pictures;
};

#define LANES 16
typedef unsigned char lanes __attribute__((vector_size(LANES)));
#define EACH(c)                                                                \
	((lanes){ c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c })

/*
 * Is none of & < > " there, no control and nothing that a noncharacter ends
 * with?  " and &, < and > differ in one bit each; U+FDD0 is EF B7 90, U+FFFE
 * and those of other planes end with BF BE.  C2 begins some that are harmless.
 */
static inline bool
lanes_are_plain(const char *at)
{
	lanes a, next;
	uint64_t halves[2];
	memcpy(&a, at, LANES);
	memcpy(&next, at + 1, LANES);
	lanes odd = (lanes)((a | EACH(0x04)) == EACH('&')) |
	    (lanes)((a | EACH(0x02)) == EACH('>')) |
	    (lanes)(a < EACH(' ')) | (lanes)(a == EACH(0x7F)) |
	    (lanes)(a == EACH(0xC2)) |
	    ((lanes)(a == EACH(0xBF)) &
		(lanes)((next | EACH(0x01)) == EACH(0xBF))) |
	    ((lanes)(a == EACH(0xEF)) & (lanes)(next == EACH(0xB7)));
	memcpy(halves, &odd, sizeof(halves));
	return (halves[0] | halves[1]) == 0;
}

/*
 * From where on each character has to be looked at: where the one begins, after
 * `least`, that `at` may be amid.
 */
static inline size_t
plain_end(struct text text, size_t least, size_t at)
{
	while (text.len - at > LANES && lanes_are_plain(text.at + at))
		at += LANES;
	for (int i = 0; i < 3 && at > least; i++, at--)
		if (((unsigned char)text.at[at] & 0xC0) != 0x80)
			break;
	return at;
}

/* May a character that begins so be written otherwise? */
static const bool is_doubtful[256] = { [0 ... 0x1F] = true,
	['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, [0x7F] = true,
	[0xC2] = true, [0xEF ... 0xF4] = true };

/* HTML has these controls; NULL: it has the character as it is. */
static const char *
instead_of(uint32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\t':
	case '\n':
	case '\f':
	case '\r':
		return NULL;
	default:
		return utf8_is_control(code) || utf8_is_noncharacter(code)
		    ? ""
		    : NULL;
	}
}

void
html_put_escaped(struct buf *out, struct text text)
{
	size_t done = 0;
	for (size_t at = 0; at < text.len;) {
		at = plain_end(text, done, at);
		size_t end = text.len - at > LANES ? at + LANES : text.len;
		while (at < end) {
			size_t start = at;
			if (!is_doubtful[(unsigned char)text.at[at]]) {
				at++;
				continue;
			}
			const char *instead = instead_of(utf8_next(text, &at));
			if (instead == NULL)
				continue;
			buf_put(out, text.at + done, start - done);
			buf_puts(out, instead);
			done = at;
		}
	}
	buf_put(out, text.at + done, text.len - done);
}

static bool
starts_with(struct text text, const char *prefix)
{
	size_t n = strlen(prefix);
	return text.len >= n && strncasecmp(text.at, prefix, n) == 0;
}

/* Can a browser do no more with it than go there? */
static bool
is_safe(struct text address)
{
	static const char *const images[] = { "data:image/png",
		"data:image/gif", "data:image/jpeg", "data:image/webp" };
	static const char *const unsafe[] = {
		"javascript:", "vbscript:", "file:", "data:"
	};
	for (size_t i = 0; i < sizeof(images) / sizeof(*images); i++)
		if (starts_with(address, images[i]))
			return true;
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(*unsafe); i++)
		if (starts_with(address, unsafe[i]))
			return false;
	return true;
}

/* RFC 3986's reserved and unreserved characters, and % of what is escaped. */
static bool
stays_in_address(unsigned char c)
{
	return ascii_is_digit(c) || ascii_is_letter(c) ||
	    (c != '\0' && strchr("-_.~!*(),%#@?=;:/+$", c) != NULL);
}

static void
put_address(struct buf *out, struct text address)
{
	if (!is_safe(address))
		return;
	for (size_t i = 0; i < address.len; i++) {
		unsigned char c = (unsigned char)address.at[i];
		if (stays_in_address(c))
			buf_putc(out, (char)c);
		else if (c == '&')
			buf_puts(out, "&amp;");
		else if (c == '\'')
			buf_puts(out, "&#39;");
		else
			buf_printf(out, "%%%02X", c);
	}
}

static void
put_attribute(struct buf *out, const char *name, struct text value)
{
	if (value.len == 0)
		return;
	buf_printf(out, " %s=\"", name);
	html_put_escaped(out, value);
	buf_putc(out, '"');
}

static void
begin_line(const struct writer *writer)
{
	const struct buf *out = writer->out;
	if (out->len > writer->start && out->at[out->len - 1] != '\n')
		buf_putc(writer->out, '\n');
}

/* ---- blocks ---- */

static void
enter_paragraph(struct writer *writer, const struct node *node)
{
	if (!node_is_tight(node))
		buf_puts(writer->out, "<p>");
}

/* A picture with its description below it, as in print. */
static void
put_picture(struct writer *writer, const struct node *image)
{
	struct arena *scratch = arena_new();
	struct text words = node_plain(scratch, image);
	begin_line(writer);
	buf_puts(writer->out, "<figure class=\"picture\"><img src=\"");
	put_address(writer->out, image->text);
	buf_puts(writer->out, "\" alt=\"");
	html_put_escaped(writer->out, words);
	buf_printf(writer->out, "\" width=\"%u\" height=\"%u\"",
	    image->picture->width, image->picture->height);
	put_attribute(writer->out, "title", image->title);
	buf_puts(writer->out, " />");
	if (words.len > 0) {
		buf_puts(writer->out, "<figcaption>");
		html_put_escaped(writer->out, words);
		buf_puts(writer->out, "</figcaption>");
	}
	buf_puts(writer->out, "</figure>\n");
	arena_free(scratch);
}

static void
put_pictures(struct writer *writer, const struct node *block)
{
	struct node_step step = { (struct node *)block, true };
	while (node_next(block, &step))
		if (step.entering && step.node->picture != NULL)
			put_picture(writer, step.node);
}

static void
leave_pictures(struct writer *writer, const struct node *block)
{
	if (writer->pictures > 0)
		put_pictures(writer, block);
	writer->pictures = 0;
}

static void
leave_paragraph(struct writer *writer, const struct node *node)
{
	if (!node_is_tight(node))
		buf_puts(writer->out, "</p>\n");
	leave_pictures(writer, node);
}

static void
enter_heading(struct writer *writer, const struct node *node)
{
	buf_printf(writer->out, "<h%d>", node->level);
}

static void
leave_heading(struct writer *writer, const struct node *node)
{
	buf_printf(writer->out, "</h%d>\n", node->level);
	leave_pictures(writer, node);
}

static void
enter_list(struct writer *writer, const struct node *node)
{
	if (!node->ordered)
		buf_puts(writer->out, "<ul>\n");
	else if (node->level == 1)
		buf_puts(writer->out, "<ol>\n");
	else
		buf_printf(writer->out, "<ol start=\"%d\">\n", node->level);
}

static void
leave_list(struct writer *writer, const struct node *node)
{
	buf_puts(writer->out, node->ordered ? "</ol>\n" : "</ul>\n");
}

/* The first word of the info string is the language. */
static struct text
language_of(struct text info)
{
	size_t n = 0;
	while (n < info.len && strchr(" \t\n\v\f\r", info.at[n]) == NULL)
		n++;
	return text_cut(info, 0, n);
}

static void
enter_code_block(struct writer *writer, const struct node *node)
{
	struct buf *out = writer->out;
	buf_puts(out, "<pre><code");
	if (node->title.len > 0) {
		buf_puts(out, " class=\"language-");
		html_put_escaped(out, language_of(node->title));
		buf_putc(out, '"');
	}
	buf_putc(out, '>');
	html_put_escaped(out, node->text);
	buf_puts(out, "</code></pre>\n");
}

static void
enter_html_block(struct writer *writer, const struct node *node)
{
	buf_puts(writer->out, "<pre class=\"html\">");
	html_put_escaped(writer->out, node->text);
	buf_puts(writer->out, "</pre>\n");
}

/* ---- tables ---- */

/* What scrolls must be within the reach of keys. */
static void
enter_table(struct writer *writer, const struct node *node)
{
	buf_puts(
	    writer->out, "<div class=\"scroll\" tabindex=\"0\">\n<table>\n");
	if (node->text.len == 0)
		return;
	buf_puts(writer->out, "<caption>");
	html_put_escaped(writer->out, node->text);
	buf_puts(writer->out, "</caption>\n");
}

static void
leave_table(struct writer *writer, const struct node *node)
{
	buf_puts(writer->out, "</table>\n</div>\n");
	leave_pictures(writer, node);
}

/* False for NULL: before the first row and after the last is no head. */
static bool
is_head(const struct node *row)
{
	if (row == NULL || row->parent == NULL)
		return false;
	int before = 0;
	for (const struct node *n = row->previous; n != NULL; n = n->previous)
		if (++before >= row->parent->level)
			return false;
	return before < row->parent->level;
}

static void
enter_row(struct writer *writer, const struct node *node)
{
	bool head = is_head(node);
	if (node->previous == NULL || is_head(node->previous) != head)
		buf_puts(writer->out, head ? "<thead>\n" : "<tbody>\n");
	buf_puts(writer->out, "<tr>\n");
}

static void
leave_row(struct writer *writer, const struct node *node)
{
	bool head = is_head(node);
	buf_puts(writer->out, "</tr>\n");
	if (node->next == NULL || is_head(node->next) != head)
		buf_puts(writer->out, head ? "</thead>\n" : "</tbody>\n");
}

static const char *
cell_tag(const struct node *cell)
{
	if (is_head(cell->parent))
		return "th scope=\"col\"";
	return cell->previous == NULL && cell->first != NULL &&
		cell->parent->parent != NULL &&
		cell->parent->parent->row_heads
	    ? "th scope=\"row\""
	    : "td";
}

static void
enter_cell(struct writer *writer, const struct node *node)
{
	static const char *const classes[] = { "", "left", "centre", "right" };
	buf_printf(writer->out, "<%s", cell_tag(node));
	put_attribute(writer->out, "class", text_of(classes[node->align]));
	buf_putc(writer->out, '>');
}

static void
leave_cell(struct writer *writer, const struct node *node)
{
	buf_printf(writer->out, "</%.2s>\n", cell_tag(node));
}

static void
enter_chart(struct writer *writer, const struct node *node)
{
	chart_put_html(writer->out, node->chart);
}

/* ---- inlines ---- */

/* Text, and raw HTML, which is shown. */
static void
enter_text(struct writer *writer, const struct node *node)
{
	html_put_escaped(writer->out, node->text);
}

static void
enter_link(struct writer *writer, const struct node *node)
{
	buf_puts(writer->out, "<a href=\"");
	put_address(writer->out, node->text);
	buf_putc(writer->out, '"');
	put_attribute(writer->out, "title", node->title);
	buf_putc(writer->out, '>');
}

/*
 * What is below becomes the alt text, see put_description().  A picture that
 * is published is what it is called where it stands.
 */
static void
enter_image(struct writer *writer, const struct node *node)
{
	if (node->picture != NULL) {
		writer->pictures++;
		return;
	}
	buf_puts(writer->out, "<img src=\"");
	put_address(writer->out, node->text);
	buf_puts(writer->out, "\" alt=\"");
	writer->image = node;
}

static void
leave_image(struct writer *writer, const struct node *node)
{
	if (node->picture != NULL)
		return;
	writer->image = NULL;
	buf_putc(writer->out, '"');
	put_attribute(writer->out, "title", node->title);
	buf_puts(writer->out, " />");
}

/* ---- the walk ---- */

typedef void node_act(struct writer *writer, const struct node *node);

/* Around what is in a node; a document has nothing of its own. */
static const struct {
	const char *open, *close;
	node_act *enter, *leave;
} acts[NODE__MAX] = {
	[NODE_PARAGRAPH] = { .enter = enter_paragraph, .leave = leave_paragraph },
	[NODE_HEADING] = { .enter = enter_heading, .leave = leave_heading },
	[NODE_QUOTE] = { .open = "<blockquote>\n", .close = "</blockquote>\n" },
	[NODE_LIST] = { .enter = enter_list, .leave = leave_list },
	[NODE_ITEM] = { .open = "<li>", .close = "</li>\n" },
	[NODE_CODE_BLOCK] = { .enter = enter_code_block },
	[NODE_HTML_BLOCK] = { .enter = enter_html_block },
	[NODE_RULE] = { .open = "<hr />\n" },
	[NODE_TABLE] = { .enter = enter_table, .leave = leave_table },
	[NODE_ROW] = { .enter = enter_row, .leave = leave_row },
	[NODE_CELL] = { .enter = enter_cell, .leave = leave_cell },
	[NODE_CHART] = { .enter = enter_chart },
	[NODE_TEXT] = { .enter = enter_text },
	[NODE_SOFT_BREAK] = { .open = "\n" },
	[NODE_LINE_BREAK] = { .open = "<br />\n" },
	[NODE_CODE] = { .open = "<code>", .close = "</code>", .enter = enter_text },
	[NODE_HTML] = { .enter = enter_text },
	[NODE_EMPHASIS] = { .open = "<em>", .close = "</em>" },
	[NODE_STRONG] = { .open = "<strong>", .close = "</strong>" },
	[NODE_LINK] = { .close = "</a>", .enter = enter_link },
	[NODE_IMAGE] = { .enter = enter_image, .leave = leave_image },
};
_Static_assert(NODE__MAX == 22, "a kind of node without its acts");

/* A block begins a line, but for a paragraph without its tags. */
static void
enter(struct writer *writer, const struct node *node)
{
	if (node_is_block(node) &&
	    (node->kind != NODE_PARAGRAPH || !node_is_tight(node)))
		begin_line(writer);
	if (acts[node->kind].open != NULL)
		buf_puts(writer->out, acts[node->kind].open);
	if (acts[node->kind].enter != NULL)
		acts[node->kind].enter(writer, node);
}

static void
leave(struct writer *writer, const struct node *node)
{
	if (acts[node->kind].leave != NULL)
		acts[node->kind].leave(writer, node);
	if (acts[node->kind].close != NULL)
		buf_puts(writer->out, acts[node->kind].close);
}

/* In an image's description markup falls away, breaks become spaces. */
static void
put_description(struct buf *out, const struct node *node)
{
	if (node->kind == NODE_SOFT_BREAK || node->kind == NODE_LINE_BREAK)
		buf_putc(out, ' ');
	else if (node->kind != NODE_LINK && node->kind != NODE_IMAGE)
		html_put_escaped(out, node->text);
}

void
html_put_node(struct buf *out, const struct node *node)
{
	struct writer writer = { out, out->len, NULL, 0 };
	struct node_step step = { (struct node *)node, true };
	do {
		const struct node *n = step.node;
		if (step.entering && n->kind == NODE_PARAGRAPH &&
		    node_is_pictures(n)) {
			put_pictures(&writer, n);
			step.entering = false;
			continue;
		}
		if (writer.image != NULL && writer.image != n) {
			if (step.entering)
				put_description(out, n);
		} else if (step.entering) {
			enter(&writer, n);
		} else {
			leave(&writer, n);
		}
	} while (node_next(node, &step));
}
