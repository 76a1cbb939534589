#include "render/yaml.h"

#include "base/utf8.h"

/* ---- where it comes from ---- */

size_t
origin_open(struct origins *origins, const struct buf *out, struct span span)
{
	ARENA_ROOM(origins->arena, origins->items, origins->count,
	    origins->capacity);
	origins->items[origins->count] =
	    (struct origin){ .start = (uint32_t)out->len, .span = span };
	return origins->count++;
}

void
origin_close(struct origins *origins, const struct buf *out, size_t open)
{
	origins->items[open].end = (uint32_t)out->len;
}

const struct origin *
origin_find(const struct origins *origins, uint32_t at)
{
	size_t low = 0, high = origins->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (origins->items[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	while (low-- > 0)
		if (origins->items[low].end >= at)
			return &origins->items[low];
	return NULL;
}

/* ---- scalars ---- */

/* What YAML 1.1 does not print, and what looks like nothing on a screen. */
static bool
is_printable(uint32_t code)
{
	return code >= ' ' && code != 0x7F && (code < 0x80 || code > 0xA0) &&
	    code != 0xAD && code != 0x2028 && code != 0x2029 &&
	    code != 0xFEFF && (code < 0x200B || code > 0x200F) &&
	    !utf8_is_noncharacter(code);
}

/*
 * Full-width marks that a Chinese keyboard leaves where YAML's are meant: the
 * reader looks for them (read/slip.h), so they stand in quotes; 【】 ∶ ︰ ﹕
 * are among them.
 */
static bool
is_wide_mark(uint32_t code)
{
	return code == 0x3000 || code == 0x3010 || code == 0x3011 ||
	    code == 0x2236 || code == 0xFE30 || code == 0xFE55 ||
	    (code >= 0xFF01 && code <= 0xFF5E) ||
	    (code >= 0x2018 && code <= 0x201F);
}

/* Is there anything in it that ends a plain scalar, or that is not seen? */
static bool
is_plain_within(struct text t, bool brackets)
{
	size_t pos = 0;
	while (pos < t.len) {
		size_t start = pos;
		uint32_t code = utf8_next(t, &pos);
		char next = pos < t.len ? t.at[pos] : ' ';
		if (!is_printable(code) ||
		    (code == ':' && (brackets || next == ' ')) ||
		    (brackets && is_wide_mark(code)) ||
		    (code == '#' && start > 0 && t.at[start - 1] == ' ') ||
		    (brackets && code < 0x80 &&
			strchr(",[]{}?", (int)code) != NULL))
			return false;
	}
	return true;
}

static bool
begins_wide(struct text t)
{
	size_t pos = 0;
	return is_wide_mark(utf8_next(t, &pos));
}

static bool
is_plain(struct text t, bool brackets)
{
	if (t.len == 0 || text_is(t, "~") || text_is(t, "null") ||
	    t.at[0] == ' ' || t.at[t.len - 1] == ' ' ||
	    strchr("-?:,[]{}#&*!|>'\"%@`=<.", t.at[0]) != NULL ||
	    begins_wide(t) || text_ends(t, "\u3000"))
		return false;
	return is_plain_within(t, brackets);
}

static void
put_escaped(struct buf *out, uint32_t code)
{
	if (code == '\n')
		buf_puts(out, "\\n");
	else if (code == '\t')
		buf_puts(out, "\\t");
	else if (code == '\r')
		buf_puts(out, "\\r");
	else if (code < 0x100)
		buf_printf(out, "\\x%02X", (unsigned)code);
	else if (code < 0x10000)
		buf_printf(out, "\\u%04X", (unsigned)code);
	else
		buf_printf(out, "\\U%08X", (unsigned)code);
}

void
yaml_put_text(struct buf *out, struct text text, bool brackets)
{
	if (is_plain(text, brackets)) {
		buf_putt(out, text);
		return;
	}
	buf_putc(out, '"');
	for (size_t pos = 0; pos < text.len;) {
		size_t start = pos;
		uint32_t code = utf8_next(text, &pos);
		if (code == '"' || code == '\\')
			buf_printf(out, "\\%c", (char)code);
		else if (!is_printable(code))
			put_escaped(out, code);
		else
			buf_putt(out, text_cut(text, start, pos));
	}
	buf_putc(out, '"');
}

/* ---- lists and maps ---- */

static void
put_real(struct buf *out, double real)
{
	char words[32];
	real_words(words, real);
	buf_puts(out, words);
}

static void
put_scalar(struct buf *out, const struct value *value, bool brackets)
{
	if (value->kind == VALUE_TEXT)
		yaml_put_text(out, value->text, brackets);
	else if (value->kind == VALUE_INTEGER)
		buf_printf(out, "%lld", (long long)value->integer);
	else if (value->kind == VALUE_REAL)
		put_real(out, value->real);
	else if (value->kind == VALUE_BOOL)
		buf_puts(out, value->boolean ? "yes" : "no");
	else
		buf_putc(out, '~');
}

void
yaml_put_flow(struct buf *out, struct origins *origins,
    const struct value *value)
{
	size_t open = origin_open(origins, out, value->span);
	if (value->kind == VALUE_LIST) {
		buf_putc(out, '[');
		for (size_t i = 0; i < value->list.count; i++) {
			buf_puts(out, i > 0 ? ", " : "");
			yaml_put_flow(out, origins, value->list.items[i]);
		}
		buf_putc(out, ']');
	} else if (value->kind == VALUE_MAP) {
		buf_putc(out, '{');
		for (size_t i = 0; i < value->map.count; i++) {
			buf_puts(out, i > 0 ? ", " : "");
			yaml_put_text(out, value->map.entries[i].key, true);
			buf_puts(out, ": ");
			yaml_put_flow(out, origins,
			    value->map.entries[i].value);
		}
		buf_putc(out, '}');
	} else {
		put_scalar(out, value, true);
	}
	origin_close(origins, out, open);
}

static bool
has_maps(const struct value *value)
{
	for (size_t i = 0; i < value_count(value); i++)
		if (value_is(value_item(value, i), VALUE_MAP))
			return true;
	return false;
}

static void
put_entry(struct buf *out, struct origins *origins, const struct entry *entry,
    int indent)
{
	const struct value *value = entry->value;
	size_t open = origin_open(origins, out, value->span);
	yaml_put_text(out, entry->key, false);
	if (value->kind == VALUE_LIST && has_maps(value)) {
		buf_puts(out, ":\n");
		for (size_t i = 0; i < value->list.count; i++)
			yaml_put_item(out, origins, value->list.items[i],
			    indent + 2);
	} else if (value->kind == VALUE_LIST || value->kind == VALUE_MAP) {
		buf_puts(out, ": ");
		yaml_put_flow(out, origins, value);
		buf_putc(out, '\n');
	} else {
		buf_puts(out, ": ");
		put_scalar(out, value, false);
		buf_putc(out, '\n');
	}
	origin_close(origins, out, open);
}

void
yaml_put_fields(struct buf *out, struct origins *origins,
    const struct value *map, int indent)
{
	for (size_t i = 0; i < map->map.count; i++) {
		buf_printf(out, "%*s", indent, "");
		put_entry(out, origins, &map->map.entries[i], indent);
	}
}

void
yaml_put_item(struct buf *out, struct origins *origins,
    const struct value *map, int indent)
{
	size_t open = origin_open(origins, out, map->span);
	buf_printf(out, "%*s- ", indent, "");
	if (map->kind != VALUE_MAP || map->map.count == 0) {
		yaml_put_flow(out, origins, map);
		buf_putc(out, '\n');
	}
	for (size_t i = 0; map->kind == VALUE_MAP && i < map->map.count; i++) {
		buf_printf(out, "%*s", i > 0 ? indent + 2 : 0, "");
		put_entry(out, origins, &map->map.entries[i], indent + 2);
	}
	origin_close(origins, out, open);
}
