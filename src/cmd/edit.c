#include "cmd/edit.h"

#include <stdlib.h>
#include "base/diag.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/yaml.h"

void
edits_init(struct edits *edits, struct import *import)
{
	*edits = (struct edits){ .import = import };
}

/* Takes the bytes out of the buffer, which is free then. */
static void
edit_add(struct edits *edits, struct span span, struct buf *text,
    struct origins origins)
{
	struct arena *arena = edits->import->run.arena;
	ARENA_ROOM(arena, edits->items, edits->count, edits->capacity);
	edits->items[edits->count++] = (struct edit){
		.span = span,
		.text = buf_detach(arena, text),
		.origins = origins,
	};
}

static bool
is_chinese(const struct value *raw)
{
	return (unsigned char)raw->map.entries[0].key.at[0] >= 0x80;
}

/* Bytes from the start of the line, which is behind a byte order mark. */
static int
indent_of(struct text file, uint32_t at)
{
	uint32_t start = at, mark = (uint32_t)utf8_mark(file);
	while (start > mark && file.at[start - 1] != '\n')
		start--;
	return (int)(at - start);
}

/* The comments of bytes between values, each on a line of its own. */
static void
comments_put(struct buf *out, struct text gap, int indent)
{
	const char *hash;
	while ((hash = memchr(gap.at, '#', gap.len)) != NULL) {
		struct text rest = text_from(gap, (size_t)(hash - gap.at));
		size_t len = text_until(rest, 0, '\n');
		buf_printf(out, "\n%*s%.*s", indent, "",
		    TEXT_ARG(text_trim(text_cut(rest, 0, len))));
		gap = text_from(rest, len);
	}
}

/* Those that stand within a value whose bytes go, from `from` on; its end. */
static uint32_t
comments_keep(struct buf *out, struct text file, const struct value *value,
    uint32_t from, int indent)
{
	for (size_t i = 0; i < value_count(value); i++) {
		const struct entry *entry = value->kind == VALUE_MAP
		    ? &value->map.entries[i]
		    : NULL;
		if (entry != NULL) {
			comments_put(out,
			    text_cut(file, from, entry->span.start), indent);
			from = entry->span.end;
		}
		from = comments_keep(out, file,
		    entry != NULL ? entry->value : value_item(value, i), from,
		    indent);
	}
	bool text = value_count(value) == 0;
	comments_put(out,
	    text_cut(file, from, text ? value->span.start : value->span.end),
	    indent);
	return value->span.end;
}

/* Behind what a line says of a value that ends in it; else at its end. */
static uint32_t
remark_end(struct text file, uint32_t end)
{
	uint32_t at = end;
	while (at < file.len && (file.at[at] == ' ' || file.at[at] == '\t'))
		at++;
	if (at == end || at == file.len || file.at[at] != '#')
		return end;
	while (at < file.len && file.at[at] != '\r' && file.at[at] != '\n')
		at++;
	return at;
}

void
edit_field(struct edits *edits, const struct roster_item *item,
    const struct field *field, const struct value *value)
{
	struct import *import = edits->import;
	struct arena *arena = import->run.arena;
	const struct value *raw = item->raw;
	struct text file = source_at(&import->run.sources, item->source)->text;
	const struct entry *entry = field_entry(field, raw);
	const struct value *last = raw->map.entries[raw->map.count - 1].value;
	bool flow = file.at[raw->span.start] == '{';
	bool chinese = is_chinese(raw);
	struct origins origins = { .arena = arena };
	struct buf out = BUF_INIT;
	int indent = indent_of(file, raw->map.entries[0].span.start);
	uint32_t end =
	    flow ? last->span.end : remark_end(file, last->span.end);
	struct span span = { item->source, end, end };
	size_t open = origin_open(&origins, &out, value->span);
	if (entry != NULL)
		span = (struct span){ item->source, entry->span.end,
			entry->value->span.end };
	else if (flow)
		buf_puts(&out, ", ");
	else
		buf_printf(&out, "\n%*s", indent, "");
	if (entry == NULL)
		buf_puts(&out, chinese ? field->alias : field->name);
	buf_puts(&out, ": ");
	struct value *map = value_map(arena);
	value_set(arena, map, field->name, (struct value *)value);
	map = import_ordered(arena, import->kind, map, chinese);
	yaml_put_flow(&out, &origins, map->map.entries[0].value);
	origin_close(&origins, &out, open);
	size_t len = out.len;
	if (entry != NULL)
		comments_keep(&out, file, entry->value, entry->span.end,
		    indent);
	if (flow && out.len > len)
		buf_printf(&out, "\n%*s", indent, "");
	edit_add(edits, span, &out, origins);
}

/* ---- at the end ---- */

/* How the file lists what it has: false when that is no list of blocks. */
static bool
style_find(const struct import *import, uint32_t source, int *indent,
    bool *chinese)
{
	struct diags unheard;
	struct text file = source_at(&import->run.sources, source)->text;
	diags_init(&unheard, import->run.arena);
	const struct value *list = yaml_parse(import->run.arena, file,
	    (struct span){ source, 0, (uint32_t)file.len }, &unheard);
	*indent = 0;
	*chinese = import->columns.chinese;
	if (list == NULL || list->kind != VALUE_LIST)
		return list != NULL && value_count(list) == 0;
	if (list->span.start < file.len && file.at[list->span.start] == '[')
		return false;
	if (list->list.count == 0)
		return true;
	const struct value *last = list->list.items[list->list.count - 1];
	*indent = indent_of(file, list->span.start);
	if (last->kind == VALUE_MAP && last->map.count > 0)
		*chinese = is_chinese(last);
	return true;
}

/* Where something can be put behind all entries: YAML ends with three dots. */
static size_t
place_of_more(struct text file)
{
	size_t end = text_trim(file).len == 0
	    ? 0
	    : (size_t)(text_trim(file).at - file.at) + text_trim(file).len;
	bool dots = end >= 4 && memcmp(file.at + end - 4, "\n...", 4) == 0;
	return dots ? end - 3 : file.len;
}

void
edit_append(struct edits *edits, const struct shape *shape,
    const struct value *list)
{
	struct import *import = edits->import;
	struct arena *arena = import->run.arena;
	const char *path = roster_path(&import->run, shape);
	uint32_t source = roster_source(&import->run, path);
	struct text file = source == 0
	    ? TEXT_LIT("")
	    : source_at(&import->run.sources, source)->text;
	int indent = 0;
	bool chinese = import->columns.chinese;
	if (source == 0)
		source = sources_add(&import->run.sources, path);
	else if (!style_find(import, source, &indent, &chinese)) {
		struct diag *d = diag_at(&import->diags,
		    &rules[RULE_SHEET_EXISTS], (struct span){ source, 0, 1 },
		    N_("%s has its list in brackets: nothing can be put at "
		       "the end of it"),
		    path);
		diag_remedy(&import->diags, d,
		    "take the brackets out, and begin each item of the list "
		    "with - on a line of its own");
		return;
	}
	struct origins origins = { .arena = arena };
	struct buf out = BUF_INIT;
	uint32_t end = (uint32_t)place_of_more(file);
	if (end > 0 && file.at[end - 1] != '\n')
		buf_putc(&out, '\n');
	for (size_t i = 0; i < list->list.count; i++)
		yaml_put_item(&out, &origins,
		    import_ordered(arena, shape, list->list.items[i], chinese),
		    indent);
	edit_add(edits, (struct span){ source, end, end }, &out, origins);
}

/* ---- files ---- */

/* By place; what is put at the end comes last. */
static int
edit_compare(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;
	return span_compare(a->span, b->span);
}

/* Bytes of the file as it is. */
static void
same_put(struct buf *out, struct import_file *made, struct text file,
    uint32_t source, uint32_t start, uint32_t end)
{
	size_t open = origin_open(&made->origins, out,
	    (struct span){ source, start, end });
	made->origins.items[open].same = true;
	buf_putt(out, text_cut(file, start, end));
	origin_close(&made->origins, out, open);
}

/*
 * Bytes of an edit, with the file's own line ends; `at` has the place of every
 * byte of the text in what is written.
 */
static void
edit_put(struct buf *out, struct import_file *made, const struct edit *edit,
    bool returns)
{
	size_t len = edit->text.len;
	uint32_t *at = calloc(len + 1, sizeof(*at));
	if (at == NULL)
		out_of_memory();
	for (size_t i = 0; i < len; i++) {
		at[i] = (uint32_t)out->len;
		if (returns && edit->text.at[i] == '\n')
			buf_putc(out, '\r');
		buf_putc(out, edit->text.at[i]);
	}
	at[len] = (uint32_t)out->len;
	for (size_t i = 0; i < edit->origins.count; i++) {
		const struct origin *from = &edit->origins.items[i];
		size_t open = origin_open(&made->origins, out, from->span);
		made->origins.items[open].start = at[from->start];
		made->origins.items[open].end = at[from->end];
	}
	free(at);
}

/* The edits [first, end) are all of one file. */
static void
file_make(struct edits *edits, size_t first, size_t end)
{
	struct import *import = edits->import;
	uint32_t source = edits->items[first].span.source, from = 0;
	const struct source *old = source_at(&import->run.sources, source);
	struct text file = old->text;
	if (old->bytes.len > 0) {
		/* What would be written is not what lies there. */
		diag_at(&import->diags, &rules[RULE_FILE_UTF8],
		    (struct span){ source, 0, 1 }, "the file is %s, not UTF-8",
		    encoding_name(encoding_guess(old->bytes)));
		return;
	}
	bool returns = memmem(file.at, file.len, "\r\n", 2) != NULL;
	bool fresh = os_type(arena_printf(import->run.arena, "%s/%s",
	    import->run.options.root, old->path)) == OS_NONE;
	struct import_file *made = import_file_add(import,
	    old->path + strlen("content/"), fresh);
	struct buf out = BUF_INIT;
	for (size_t i = first; i < end; i++) {
		const struct edit *edit = &edits->items[i];
		same_put(&out, made, file, source, from, edit->span.start);
		edit_put(&out, made, edit, returns);
		from = edit->span.end;
	}
	same_put(&out, made, file, source, from, (uint32_t)file.len);
	made->old = file;
	made->text = buf_detach(import->run.arena, &out);
}

void
edits_make(struct edits *edits)
{
	if (edits->count == 0)
		return;
	qsort(edits->items, edits->count, sizeof(*edits->items), edit_compare);
	for (size_t i = 0, first = 0; i < edits->count; i++) {
		if (i + 1 < edits->count &&
		    edits->items[i + 1].span.source ==
			edits->items[first].span.source)
			continue;
		file_make(edits, first, i + 1);
		first = i + 1;
	}
}
