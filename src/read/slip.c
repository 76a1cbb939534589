#include "read/slip.h"

#include "base/utf8.h"
#include "model/schema.h"
#include "read/lines.h"

#define WIDE_SPACE "　"
#define NO_BREAK_SPACE "\xC2\xA0"
/* How long a key may be, in code points, to be taken for one. */
#define KEY_MOST 24
#define LEVELS_MOST 40

/* An open level of lists or maps: its column, and what it looks like. */
struct level {
	size_t column; /* in the mended text */
	size_t cells; /* on a screen, tabs and wide spaces counted as such */
};

struct scan {
	struct slips *slips;
	struct text text;
	struct level levels[LEVELS_MOST];
	size_t depth;
	/* Lines further to the right than this belong to the value above. */
	bool open;
	size_t open_column;
	bool bare; /* it began its line: those in its column belong to it, too */
};

/* ---- the list of slips ---- */

void
slips_edit(struct slips *slips, size_t start, size_t end, const char *text)
{
	struct edits *edits = &slips->edits;
	ARENA_ROOM(
	    slips->arena, edits->items, edits->count, edits->capacity);
	edits->items[edits->count++] = (struct edit){ .start = start,
		.end = end,
		.text = text_of(arena_string(slips->arena, text)) };
}

struct slip *
slips_add(struct slips *slips, enum slip_kind kind, size_t start, size_t end,
    struct text key, size_t edit_count)
{
	ARENA_ROOM(
	    slips->arena, slips->items, slips->count, slips->capacity);
	struct slip *slip = &slips->items[slips->count++];
	*slip = (struct slip){ kind, start, end, key,
		slips->edits.count - edit_count, edit_count,
		.offered = true };
	return slip;
}

/* ---- characters ---- */

static bool
starts_with_one_of(struct text t, const char *const *words, size_t *length)
{
	for (; *words != NULL; words++) {
		if (!text_starts(t, *words))
			continue;
		*length = strlen(*words);
		return true;
	}
	return false;
}

size_t
foreign_space(struct text t)
{
	if (text_starts(t, WIDE_SPACE))
		return strlen(WIDE_SPACE);
	return text_starts(t, NO_BREAK_SPACE) ? strlen(NO_BREAK_SPACE) : 0;
}

/*
 * Can a suspect character begin with this byte?  Asked of every key and value,
 * before their characters are compared with tables.
 */
static bool
is_suspect_lead(char byte)
{
	switch ((unsigned char)byte) {
	case ':':
	case 0xC2:
	case 0xE2:
	case 0xE3:
	case 0xEF:
		return true;
	default:
		return false;
	}
}

/* How long the colon is there, 0 for none; `wide` when it is no ASCII one. */
static size_t
colon_length(struct text t, bool *wide)
{
	/* Full-width, small, vertical, and the sign of a ratio. */
	static const char *const wides[] = { "：", "﹕", "︰", "∶", NULL };
	size_t length;
	if (t.len == 0 || !is_suspect_lead(t.at[0]))
		return 0;
	if (starts_with_one_of(t, wides, &length)) {
		*wide = true;
		return length;
	}
	return t.at[0] == ':' ? 1 : 0;
}

static size_t
wide_dash(struct text t)
{
	static const char *const dashes[] = { "－", "—", "–", "−", "‐", "﹣",
		NULL };
	size_t length, next;
	if (!starts_with_one_of(t, dashes, &length))
		return 0;
	/* ——: a dash of the text's. */
	return starts_with_one_of(text_from(t, length), dashes, &next)
	    ? 0
	    : length;
}

static bool
has_suspect_lead(struct text key)
{
	for (size_t i = 0; i < key.len; i++)
		if (is_suspect_lead(key.at[i]))
			return true;
	return false;
}

bool
key_is_suspect(struct text key)
{
	size_t pos = 0;
	bool wide = false;
	if (!has_suspect_lead(key))
		return false;
	while (pos < key.len) {
		struct text rest = text_from(key, pos);
		if (foreign_space(rest) > 0 || colon_length(rest, &wide) > 0)
			return true;
		uint32_t code = utf8_next(key, &pos);
		if (code > 0xFF00 && code < 0xFF5F)
			return true;
	}
	return false;
}

bool
scalar_is_suspect(struct text t)
{
	static const char *const marks[] = { WIDE_SPACE, NO_BREAK_SPACE, "“",
		"”", "‘", "’", "＂", "＇", "［", "｛", "【", "－", "—", NULL };
	size_t length;
	/* `-甲`, which takes the items after it for its own lines. */
	if (t.len > 1 && t.at[0] == '-' && (unsigned char)t.at[1] >= 0x80)
		return true;
	if (t.len == 0 || ((unsigned char)t.at[0] < 0x80 &&
			      (unsigned char)t.at[t.len - 1] < 0x80))
		return false;
	return (is_suspect_lead(t.at[0]) &&
		   starts_with_one_of(t, marks, &length)) ||
	    text_ends(t, WIDE_SPACE) || text_ends(t, NO_BREAK_SPACE);
}

/* ---- keys and colons ---- */

size_t
spaces_skip(struct text text, size_t i, size_t end, bool *foreign)
{
	while (i < end) {
		size_t length = foreign_space(text_cut(text, i, end));
		if (length > 0)
			*foreign = true;
		else if (text.at[i] == ' ' || text.at[i] == '\t')
			length = 1;
		else
			break;
		i += length;
	}
	return i;
}

static size_t
key_end_find(struct text text, size_t start, size_t end)
{
	size_t i = start, codes = 0;
	bool wide = false;
	while (i < end && codes++ < KEY_MOST) {
		struct text rest = text_cut(text, i, end);
		if (colon_length(rest, &wide) > 0 || foreign_space(rest) > 0 ||
		    strchr(" \t\"'#[]{},&*!|>%@`", text.at[i]) != NULL)
			break;
		size_t next = i;
		uint32_t code = utf8_next(text, &next);
		bool letter = (code >= 0xFF10 && code <= 0xFF19) ||
		    (code >= 0xFF21 && code <= 0xFF3A) ||
		    (code >= 0xFF41 && code <= 0xFF5A);
		if (code > 0x7F && !letter && utf8_is_cjk_punctuation(code))
			break;
		i = next;
	}
	return i;
}

/* `点评人；王某`: a semicolon is no colon, but behind a key it was meant so. */
static size_t
semicolon_length(struct text text, size_t start, size_t key_end, size_t at,
    size_t end)
{
	struct text rest = text_cut(text, at, end);
	if (!text_starts(rest, "；") && !text_starts(rest, ";"))
		return 0;
	return field_is_known(text_cut(text, start, key_end))
	    ? (rest.at[0] == ';' ? 1 : strlen("；"))
	    : 0;
}

bool
key_place_find(
    struct key_place *key, struct text text, size_t start, size_t end)
{
	*key = (struct key_place){ .start = start };
	key->key_end = key_end_find(text, start, end);
	if (key->key_end == start)
		return false;
	key->colon =
	    spaces_skip(text, key->key_end, end, &key->foreign_before);
	size_t i = key->colon, length;
	while ((length = colon_length(text_cut(text, i, end), &key->wide)) > 0)
		i += length;
	if (i == key->colon) {
		i += semicolon_length(text, start, key->key_end, i, end);
		key->wide = i > key->colon;
	}
	if (i == key->colon)
		return false;
	key->colon_end = i;
	key->value = spaces_skip(text, i, end, &key->foreign_after);
	return true;
}

/* Ｋｉｎｄ → Kind, for a key that there is then. */
static bool
key_narrow(const struct slips *slips, const struct key_place *key,
    struct buf *narrow)
{
	struct text written =
	    text_cut(slips->text, key->start, key->key_end);
	size_t pos = 0;
	while (pos < written.len) {
		uint32_t code = utf8_next(written, &pos);
		buf_put_utf8(narrow,
		    code > 0xFF00 && code < 0xFF5F ? code - 0xFEE0 : code);
	}
	return !text_equal(buf_text(narrow), written) &&
	    field_is_known(buf_text(narrow));
}

void
key_place_scan(struct slips *slips, const struct key_place *key, size_t end)
{
	struct text name = text_cut(slips->text, key->start, key->key_end);
	bool tight = key->value == key->colon_end && key->value < end;
	bool many = key->colon_end - key->colon > 1; /* bytes: `:：` too */
	struct buf narrow = BUF_INIT;
	if (key_narrow(slips, key, &narrow)) {
		slips_edit(slips, key->start, key->key_end, narrow.at);
		slips_add(slips, SLIP_WIDE_KEY, key->start, key->key_end,
		    name, 1);
	}
	buf_free(&narrow);
	if (!key->wide && !many && !tight && !key->foreign_before &&
	    !key->foreign_after)
		return;
	size_t from =
	    key->foreign_before || key->wide ? key->key_end : key->colon;
	slips_edit(slips, from, key->value, key->value < end ? ": " : ":");
	if (key->wide || (!key->foreign_before && (tight || many)))
		slips_add(slips, key->wide ? SLIP_WIDE_COLON : SLIP_TIGHT_COLON,
		    key->colon, key->colon_end, name, 1);
	else if (key->foreign_before)
		slips_add(slips, SLIP_KEY_SPACE, key->key_end, key->colon,
		    name, 1);
	else
		slips_add(slips, SLIP_COLON_SPACE, key->colon_end, key->value,
		    name, 1);
}

/* ---- indentation ---- */

struct indent {
	size_t end; /* the offset of what is indented */
	size_t cells;
	/* From the first to the last tab; end is 0 where there is none. */
	struct bytes {
		size_t start, end;
	} tabs, foreign; /* the same of other white space */
};

static void
bytes_add(struct bytes *bytes, size_t start, size_t length)
{
	if (bytes->end == 0)
		bytes->start = start;
	bytes->end = start + length;
}

static bool
has_foreign(const struct indent *indent)
{
	return indent->tabs.end > 0 || indent->foreign.end > 0;
}

static struct indent
indent_read(struct text text, size_t start, size_t end)
{
	struct indent indent = { .end = start };
	while (indent.end < end) {
		size_t i = indent.end;
		size_t length = foreign_space(text_cut(text, i, end));
		if (length > 0) {
			bytes_add(&indent.foreign, i, length);
			indent.cells += length == strlen(WIDE_SPACE) ? 2 : 1;
		} else if (text.at[i] == '\t') {
			length = 1;
			bytes_add(&indent.tabs, i, length);
			indent.cells += 4 - indent.cells % 4;
		} else if (text.at[i] == ' ') {
			indent.cells++;
			length = 1;
		} else {
			break;
		}
		indent.end += length;
	}
	return indent;
}

static void
level_push(struct scan *scan, size_t column, size_t cells)
{
	while (scan->depth > 0 &&
	    scan->levels[scan->depth - 1].column >= column)
		scan->depth--;
	if (scan->depth < LEVELS_MOST)
		scan->levels[scan->depth++] = (struct level){ column, cells };
}

/* The column that was meant where a tab or a wide space indents. */
static size_t
column_meant(struct scan *scan, const struct indent *indent)
{
	size_t i = scan->depth;
	while (i > 0 && scan->levels[i - 1].cells > indent->cells)
		i--;
	if (i == 0)
		return indent->cells;
	const struct level *above = &scan->levels[i - 1];
	/* Beneath a key that has a value nothing can be. */
	if (above->cells == indent->cells || scan->open)
		return above->column;
	return above->column + 2;
}

static void
indent_mend(struct scan *scan, const struct indent *indent, size_t start,
    size_t column)
{
	struct slips *slips = scan->slips;
	bool tab = indent->tabs.end > 0;
	const struct bytes *at = tab ? &indent->tabs : &indent->foreign;
	slips_edit(slips, start, indent->end,
	    arena_printf(slips->arena, "%*s", (int)column, ""));
	slips_add(slips, tab ? SLIP_TAB : SLIP_INDENT, at->start, at->end,
	    TEXT_LIT(""), 1);
}

/* ---- list items ---- */

struct dashes {
	size_t end; /* the offset of what the last of them begins */
	size_t column; /* its column */
	size_t dash_column; /* that of the last dash */
	size_t cells; /* where it stands on a screen */
	bool any;
};

/* One dash of a list item at dashes->end, if there is one. */
static bool
dash_scan(struct scan *scan, struct dashes *dashes, size_t end)
{
	struct slips *slips = scan->slips;
	struct text rest = text_cut(scan->text, dashes->end, end);
	size_t wide = wide_dash(rest);
	size_t length = wide > 0 ? wide : rest.len > 0 && rest.at[0] == '-';
	if (length == 0)
		return false;
	bool foreign = false;
	size_t dash = dashes->end, next = dash + length;
	size_t column = dashes->column;
	size_t after = spaces_skip(scan->text, next, end, &foreign);
	bool tight = after == next && next < end;
	char c = next < end ? scan->text.at[next] : ' ';
	/* A negative number, a rule; what an item begins with is a text's. */
	if (tight && wide == 0 && (c == '-' || (c >= '0' && c <= '9')))
		return false;
	if (dashes->any && (tight || wide > 0))
		return false;
	if (wide > 0 || tight || foreign) {
		slips_edit(slips, dash, after, after < end ? "- " : "-");
		enum slip_kind kind = wide > 0 ? SLIP_WIDE_DASH
		    : tight                    ? SLIP_TIGHT_DASH
					       : SLIP_COLON_SPACE;
		slips_add(slips, kind, foreign && wide == 0 ? next : dash,
		    foreign && wide == 0 ? after : next, TEXT_LIT("-"), 1);
		dashes->column += 2;
	} else {
		dashes->column += after - dash;
	}
	dashes->cells += dashes->column - column;
	dashes->dash_column = column;
	dashes->any = true;
	dashes->end = after;
	return true;
}

/* ---- lines ---- */

/* Does the next line of text go on there, on a screen, with a key? */
static bool
goes_on_with_key(const struct scan *scan, size_t pos, size_t cells)
{
	while (pos < scan->text.len) {
		struct text line = line_next(scan->text, &pos);
		size_t start = (size_t)(line.at - scan->text.at);
		size_t end = start + line.len;
		struct indent indent = indent_read(scan->text, start, end);
		struct key_place key;
		if (indent.end == end)
			continue;
		return indent.cells == cells &&
		    key_place_find(&key, scan->text, indent.end, end);
	}
	return false;
}

static bool
is_level(const struct scan *scan, size_t column)
{
	for (size_t i = 0; i < scan->depth; i++)
		if (scan->levels[i].column == column)
			return true;
	return column == 0;
}

/* 12:30, http://: the colon of a value. */
static bool
colon_is_of_value(const struct scan *scan, const struct key_place *key,
    size_t end)
{
	bool digits = true;
	for (size_t i = key->start; i < key->key_end; i++)
		digits = digits && scan->text.at[i] >= '0' &&
		    scan->text.at[i] <= '9';
	return digits ||
	    text_starts(text_cut(scan->text, key->colon_end, end), "//");
}

/* Is what looks like a key one, though its colon is not as it should be? */
static bool
is_key(const struct scan *scan, const struct key_place *key,
    const struct dashes *dashes, size_t end, size_t next)
{
	bool good = !key->wide && !key->foreign_before &&
	    (key->value > key->colon_end || key->colon_end == end);
	if (good)
		return true;
	if (colon_is_of_value(scan, key, end))
		return false;
	if (dashes->any)
		return goes_on_with_key(scan, next, dashes->cells);
	return is_level(scan, dashes->column) ||
	    field_is_known(
		text_cut(scan->text, key->start, key->key_end));
}

/* A line of its own, not of the value above; from its first character on. */
static void
field_scan(struct scan *scan, const struct dashes *dashes, size_t end,
    size_t *next)
{
	struct key_place key;
	size_t start = dashes->end;
	struct text name = TEXT_LIT("");
	size_t column = dashes->column;
	bool is_field = key_place_find(&key, scan->text, start, end) &&
	    is_key(scan, &key, dashes, end, *next);
	if (is_field) {
		key_place_scan(scan->slips, &key, end);
		level_push(scan, column, dashes->cells);
		name = text_cut(scan->text, key.start, key.key_end);
		start = key.value;
	} else if (dashes->any) {
		column = dashes->dash_column;
	} else if (scan->open && scan->bare && column == scan->open_column) {
		return;
	}
	scan->open_column = column;
	scan->bare = !is_field && !dashes->any;
	/* What it goes on with needs not stand further to the right. */
	if (scan->bare && column > 0)
		column--;
	scan->open = start < end &&
	    value_scan(scan->slips, start, end, column, name, !is_field, next);
}

static bool
is_comment(struct scan *scan, size_t start, size_t end)
{
	if (scan->text.at[start] == '#')
		return true;
	if (!text_starts(text_cut(scan->text, start, end), "＃"))
		return false;
	slips_edit(scan->slips, start, start + strlen("＃"), "#");
	slips_add(scan->slips, SLIP_WIDE_HASH, start, start + strlen("＃"),
	    TEXT_LIT(""), 1);
	return true;
}

/* Does the line belong to the value above it? */
static bool
goes_on(const struct scan *scan, const struct indent *indent, size_t end)
{
	struct key_place key;
	if (!scan->open)
		return false;
	if (!has_foreign(indent))
		return indent->cells > scan->open_column;
	return scan->text.at[indent->end] != '-' &&
	    !key_place_find(&key, scan->text, indent->end, end);
}

static void
line_scan(struct scan *scan, struct text line, size_t *next)
{
	size_t start = (size_t)(line.at - scan->text.at);
	struct text inner = text_trim(line);
	size_t end = (size_t)(inner.at - scan->text.at) + inner.len;
	if (inner.len == 0)
		return;
	struct indent indent = indent_read(scan->text, start, end);
	if (indent.end == end || goes_on(scan, &indent, end) ||
	    is_comment(scan, indent.end, end))
		return;
	struct dashes dashes = { indent.end, indent.cells, 0, indent.cells,
		false };
	if (has_foreign(&indent)) {
		dashes.column = column_meant(scan, &indent);
		indent_mend(scan, &indent, start, dashes.column);
	}
	do
		level_push(scan, dashes.column, dashes.cells);
	while (dash_scan(scan, &dashes, end));
	field_scan(scan, &dashes, end, next);
}

void
slips_find(struct slips *slips, struct arena *arena, struct text text)
{
	*slips = (struct slips){ .arena = arena, .text = text };
	struct scan scan = { .slips = slips, .text = text };
	size_t pos = 0;
	while (pos < text.len) {
		struct text line = line_next(text, &pos);
		line_scan(&scan, line, &pos);
	}
}
