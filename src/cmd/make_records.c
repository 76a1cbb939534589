#include "cmd/make.h"

#include "read/markdown.h"
#include "render/plain.h"
#include "render/yaml.h"

/*
 * Code that reckons where it stands is nobody's to read; what came of it is on
 * the page and in the circular.
 */
static void
code_drop(struct node *root)
{
	struct node_step step = { root, true };
	do {
		if (node_is_live(step.node))
			step.node->text = TEXT_LIT("…");
	} while (node_next(root, &step));
}

/* Its words: what links lead to may be hidden where the words are not. */
static void
section_write(struct buf *out, struct arena *arena,
    const struct view_section *section)
{
	struct diags quiet;
	diags_init(&quiet, arena);
	struct node *root =
	    markdown_parse(arena, section->body, SPAN_NONE, &quiet);
	if (*section->title != '\0')
		buf_printf(out, "\n## %s\n", section->title);
	if (root == NULL)
		return;
	code_drop(root);
	buf_putc(out, '\n');
	plain_put(out, root);
}

/* As a clerk would write it: fields, then sections. */
static void
record_write(struct buf *out, struct arena *arena,
    const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	struct origins origins = { .arena = arena };
	buf_puts(out, "---\n");
	yaml_put_fields(out, &origins, entry_fields(arena, entry), 0);
	buf_puts(out, "---\n");
	for (size_t i = 0; i < body->section_count; i++)
		section_write(out, arena, &body->sections[i]);
}

void
make_records(const struct view *view, struct arena *scratch,
    void (*put)(void *context, const char *id, struct text bytes),
    void *context)
{
	struct buf bytes = BUF_INIT;
	for (size_t i = 0; i < view->entries.count; i++) {
		const struct view_entry *entry = view->entries.items[i];
		buf_clear(&bytes);
		record_write(&bytes, scratch, entry);
		put(context, entry->id, buf_text(&bytes));
		arena_reset(scratch);
	}
	buf_free(&bytes);
}
