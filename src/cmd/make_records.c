#include "cmd/make.h"

#include "render/yaml.h"

/* As a clerk would write it: fields, then sections. */
static void
record_write(struct buf *out, struct arena *arena,
    const struct view_entry *entry)
{
	struct origins origins = { .arena = arena };
	buf_puts(out, "---\n");
	yaml_put_fields(out, &origins, entry_fields(arena, entry), 0);
	buf_puts(out, "---\n");
	for (size_t i = 0; i < entry->section_count; i++) {
		const struct view_section *section = &entry->sections[i];
		if (*section->title != '\0')
			buf_printf(out, "\n## %s\n", section->title);
		buf_printf(out, "\n%.*s\n",
		    TEXT_ARG(text_trim(section->body)));
	}
}

void
make_records(const struct view *view, struct arena *scratch,
    void (*put)(void *context, const char *id, struct text bytes),
    void *context)
{
	struct buf bytes = BUF_INIT;
	for (size_t i = 0; i < view->entry_count; i++) {
		const struct view_entry *entry = view->entries[i];
		buf_clear(&bytes);
		record_write(&bytes, scratch, entry);
		put(context, entry->id, buf_text(&bytes));
		arena_reset(scratch);
	}
	buf_free(&bytes);
}
