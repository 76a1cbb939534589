/*
 * Markdown with what is done for Chinese: places lie in the source, parents and
 * children know each other, no sentinel is left; HTML is well formed and holds
 * nothing but this program's own elements; one tree is made of one text.
 */
#include "fuzz.h"
#include "read/cjk.h"
#include "read/markdown.h"
#include "render/html.h"
#include "render/plain.h"

static void
check_text(const struct fuzz *fuzz, struct text text)
{
	FUZZ_ASSERT(text.at[text.len] == '\0');
	FUZZ_ASSERT(utf8_check(text) == text.len);
	/* Made of &#xE000; it may be there. */
	if (memchr(fuzz->text.at, '&', fuzz->text.len) == NULL)
		FUZZ_ASSERT(memmem(text.at, text.len, CJK_PRIVATE,
				strlen(CJK_PRIVATE)) == NULL);
}

static void
check_tree(const struct fuzz *fuzz, struct node *root)
{
	struct node_step step = { root, true };
	size_t depth = 0;
	do {
		const struct node *node = step.node;
		if (!step.entering) {
			depth--;
			continue;
		}
		depth++;
		FUZZ_ASSERT(node->kind < NODE__MAX);
		FUZZ_ASSERT(fuzz_is_place(&fuzz->sources, node->span));
		check_text(fuzz, node->text);
		check_text(fuzz, node->title);
		for (const struct node *c = node->first; c != NULL; c = c->next)
			FUZZ_ASSERT(c->parent == node &&
			    (c->next == NULL ? node->last == c
					     : c->next->previous == c));
	} while (node_next(root, &step));
	FUZZ_ASSERT(depth == 0 || step.node == root);
}

/* The name of the tag that begins at `at`, and where it ends. */
static struct text
tag_name(struct text html, size_t at)
{
	size_t end = at;
	while (end < html.len && ((html.at[end] >= 'a' && html.at[end] <= 'z') ||
	    (html.at[end] >= '0' && html.at[end] <= '9')))
		end++;
	return text_cut(html, at, end);
}

static bool
is_known_element(struct text name)
{
	static const char *const names[] = { "p", "h1", "h2", "h3", "h4", "h5",
		"h6", "blockquote", "ul", "ol", "li", "pre", "code", "hr",
		"div", "table", "thead", "tbody", "tr", "th", "td", "br", "em",
		"strong", "a", "img", "span", "caption", NULL };
	for (size_t i = 0; names[i] != NULL; i++)
		if (text_is(name, names[i]))
			return true;
	return false;
}

/* From behind `<` on: where the tag ends; all values are in double quotes. */
static size_t
tag_end(struct text html, size_t at)
{
	bool quoted = false;
	for (; at < html.len && (quoted || html.at[at] != '>'); at++) {
		FUZZ_ASSERT(html.at[at] != '<');
		if (html.at[at] == '"')
			quoted = !quoted;
	}
	FUZZ_ASSERT(at < html.len);
	return at;
}

/* Every element is closed where it should be. */
static void
check_html(struct fuzz *fuzz, struct text html)
{
	struct text *open = ARENA_ARRAY(fuzz->arena, struct text, html.len + 1);
	size_t depth = 0;
	FUZZ_ASSERT(utf8_check(html) == html.len);
	for (size_t at = 0; at < html.len; at++) {
		FUZZ_ASSERT(html.at[at] != '>');
		if (html.at[at] != '<')
			continue;
		bool closing = at + 1 < html.len && html.at[at + 1] == '/';
		struct text name = tag_name(html, at + 1 + closing);
		FUZZ_ASSERT(is_known_element(name));
		at = tag_end(html, at + 1 + closing + name.len);
		if (closing)
			FUZZ_ASSERT(depth > 0 &&
			    text_equal(open[--depth], name));
		else if (html.at[at - 1] != '/')
			open[depth++] = name;
	}
	FUZZ_ASSERT(depth == 0);
	static const char *const unsafe[] = { "href=\"javascript:",
		"href=\"vbscript:", "href=\"file:", "href=\"data:text",
		"src=\"javascript:", "src=\"data:text" };
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(*unsafe); i++)
		FUZZ_ASSERT(memmem(html.at, html.len, unsafe[i],
				strlen(unsafe[i])) == NULL);
}

static void
check_cjk(struct text text)
{
	struct buf marked = BUF_INIT;
	struct arena *arena = arena_new();
	if (memmem(text.at, text.len, CJK_PRIVATE, 3) == NULL &&
	    cjk_mark(&marked, text))
		FUZZ_ASSERT(text_equal(cjk_strip(arena, marked.at), text));
	arena_free(arena);
	buf_free(&marked);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct buf html = BUF_INIT, again = BUF_INIT, plain = BUF_INIT;
	fuzz_open(&fuzz, data, size);
	bool taken = markdown_check(fuzz.text, fuzz.where, &fuzz.diags);
	struct node *root = markdown_parse(fuzz.arena, fuzz.text, fuzz.where,
	    &fuzz.diags);
	FUZZ_ASSERT(taken == (root != NULL));
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	check_cjk(fuzz.text);
	if (root != NULL) {
		check_tree(&fuzz, root);
		html_put_node(&html, root);
		check_html(&fuzz, buf_text(&html));
		html_put_node(&again, node_copy(fuzz.arena, root));
		FUZZ_ASSERT(text_equal(buf_text(&html), buf_text(&again)));
		plain_put(&plain, root);
		FUZZ_ASSERT(utf8_check(buf_text(&plain)) == plain.len);
	}
	buf_free(&html);
	buf_free(&again);
	buf_free(&plain);
	fuzz_close(&fuzz);
	return 0;
}
