/*
 * XLSX, unzipped by libarchive: the text of every part, the names of sheets and
 * of the parts themselves, properties, whatever stands in an attribute.  What
 * is no XML (pictures, macros, other files) can't be looked through: refused.
 * So is a part without its end, as it is left when a disk was full.
 *
 * libarchive brings libxml2 and ICU with it, and is loaded when the first
 * workbook is looked through.
 */
#include "publish/readout.h"

#include <archive.h>
#include <archive_entry.h>
#include "base/library.h"
#include "base/markup.h"
#include "base/utf8.h"

#define CALLS(CALL) \
	CALL(archive_entry_filetype) \
	CALL(archive_entry_pathname_utf8) \
	CALL(archive_read_data) \
	CALL(archive_read_free) \
	CALL(archive_read_new) \
	CALL(archive_read_next_header) \
	CALL(archive_read_open_memory) \
	CALL(archive_read_support_format_zip)

/* Of one edition there is one workbook, on one thread. */
LIBRARY("libarchive.so.13", CALLS)

/* Of all parts together: more is no ledger. */
#define BYTES_MOST ((size_t)1 << 30)
#define CHUNK ((size_t)1 << 16)

struct unzipping {
	struct readout *readout;
	struct archive *archive;
	struct buf bytes, reduced, aside;
	size_t left;  /* how many bytes may still come */
	size_t depth; /* elements that are open */
	bool broken;  /* elements don't end as they begin */
};

/* ---- what of the XML says nothing ---- */

/*
 * There are twenty cells a row, each with three tags: those that only say where
 * they are and what type they have are left out before the markup is read.
 */
static bool
attribute_says_nothing(struct text name, struct text value)
{
	static const char *const names[] = { "r", "s", "t", "spans",
		"xml:space", NULL };
	static const char *const values[] = { "inlineStr", "s", "str", "b",
		"e", "n", "d", "preserve", NULL };
	for (size_t i = 0; names[i] != NULL && !text_is(name, names[i]); i++)
		if (names[i + 1] == NULL)
			return false;
	for (size_t i = 0; values[i] != NULL; i++)
		if (text_is(value, values[i]))
			return true;
	/* AB12, 12:34 */
	size_t at = 0, letters = 0;
	while (at < value.len && value.at[at] >= 'A' && value.at[at] <= 'Z')
		at++;
	letters = at;
	while (at < value.len && strchr("0123456789:", value.at[at]) != NULL)
		at++;
	return at == value.len && letters <= 3 && at > letters;
}

/* `inside` is what stands between < and >, behind the name. */
static bool
attributes_say_nothing(struct text inside)
{
	struct text name, value;
	while (inside.len > 0) {
		if (inside.at[0] == ' ') {
			inside = text_from(inside, 1);
			continue;
		}
		if (!text_split(inside, '=', &name, &inside) ||
		    inside.len < 2 || inside.at[0] != '"' ||
		    !text_split(text_from(inside, 1), '"', &value, &inside) ||
		    !attribute_says_nothing(name, value))
			return false;
	}
	return true;
}

enum tag_kind {
	TAG_OTHER, /* read as markup */
	TAG_BARE,  /* ends what is before it; its attributes say nothing */
	TAG_NONE,  /* within one text */
	TAG_RUN,   /* how a piece of a text looks, what it sounds like */
};

static enum tag_kind
tag_kind(struct text tag)
{
	struct text name = tag, rest = TEXT_LIT("");
	if (memchr(tag.at, ' ', tag.len) != NULL)
		text_split(tag, ' ', &name, &rest);
	else if (name.len > 0 && name.at[0] == '/')
		name = text_from(name, 1);
	if (name.len == 0 || name.len > 3)
		return TAG_OTHER;
	if (text_is(name, "rPr") || text_is(name, "rPh"))
		return TAG_RUN;
	enum tag_kind kind = text_is(name, "t") || text_is(name, "r")
	    ? TAG_NONE
	    : text_is(name, "c") || text_is(name, "v") ||
		text_is(name, "is") || text_is(name, "si") ||
		text_is(name, "row")
	    ? TAG_BARE
	    : TAG_OTHER;
	return attributes_say_nothing(rest) ? kind : TAG_OTHER;
}

/* A workbook's own escape, _x738B_, as XML's; what nobody sees as a space. */
static void
put_unescaped(struct buf *out, struct text text)
{
	for (size_t at = 0;;) {
		size_t from = at;
		markup_close(text, from, "_x", &at);
		buf_putt(out, text_cut(text, from, at));
		if (at == text.len)
			return;
		bool escape = text.len - at >= 7 && text.at[at + 6] == '_';
		for (size_t i = 2; escape && i < 6; i++)
			escape = text_hex_digit(text.at[at + i]) >= 0;
		if (!escape)
			buf_puts(out, "_x");
		else if (memcmp(text.at + at + 2, "00", 2) == 0 &&
		    (text.at[at + 4] == '0' || text.at[at + 4] == '1'))
			buf_putc(out, ' ');
		else
			buf_printf(out, "&#x%.4s;", text.at + at + 2);
		at += escape ? 7 : 2;
	}
}

/* Behind the end tag of the run that begins at `at`. */
static size_t
run_end(struct text xml, size_t at)
{
	char close[8] = { '<', '/', 'r', 'P', xml.at[at + 3], '>', '\0' };
	size_t before;
	return markup_close(xml, at, close, &before);
}

/* Behind the tag, the comment or the like whose < is at `at`. */
static size_t
tag_end(struct text xml, size_t at)
{
	struct text rest = text_from(xml, at);
	size_t before;
	return markup_close(xml, at,
	    text_starts(rest, "<!--")		  ? "-->"
		: text_starts(rest, "<![CDATA[") ? "]]>"
						 : ">",
	    &before);
}

/*
 * What is missing from a part, at its end or in it, leaves elements without
 * their end, or a tag within a tag.
 */
static void
depth_follow(struct unzipping *u, struct text tag)
{
	if (tag.len < 3 || tag.at[tag.len - 1] != '>') {
		u->broken = true;
		return;
	}
	if (tag.at[1] == '!' || tag.at[1] == '?')
		return;
	if (memchr(tag.at + 1, '<', tag.len - 1) != NULL)
		u->broken = true;
	if (tag.at[1] != '/')
		u->depth += tag.at[tag.len - 2] != '/';
	else if (u->depth-- == 0)
		u->broken = true;
}

/* The next tag from `at` on, followed; an empty one at the end of the text. */
static struct text
tag_next(struct unzipping *u, struct text xml, size_t at)
{
	size_t start = text_until(xml, at, '<');
	if (start == xml.len)
		return text_from(xml, start);
	struct text tag = text_cut(xml, start, tag_end(xml, start));
	depth_follow(u, tag);
	return tag;
}

/* What tells something: the markup in `reduced`, what runs say in `aside`. */
static void
xml_reduce(struct unzipping *u, struct text xml)
{
	struct buf *out = &u->reduced;
	for (size_t at = 0; at < xml.len;) {
		struct text tag = tag_next(u, xml, at);
		size_t start = (size_t)(tag.at - xml.at);
		put_unescaped(out, text_cut(xml, at, start));
		if (tag.len == 0 || u->broken)
			return;
		at = start + tag.len;
		switch (tag_kind(text_cut(xml, start + 1, at - 1))) {
		case TAG_RUN:
			if (tag.at[tag.len - 2] != '/') {
				u->depth--;
				at = run_end(xml, start);
			}
			put_unescaped(&u->aside, text_cut(xml, start, at));
			break;
		case TAG_BARE:
			if (!text_ends(buf_text(out), "<c>"))
				buf_puts(out, "<c>");
			break;
		case TAG_NONE:
			break;
		case TAG_OTHER:
			/* < and > may stand in it, too: as they are */
			buf_putt(out, tag);
			break;
		}
	}
}

/* ---- a part ---- */

static void
piece_read(struct unzipping *u, const char *part, size_t row, struct text xml)
{
	buf_clear(&u->reduced);
	buf_clear(&u->aside);
	xml_reduce(u, xml);
	markup_put(u->readout, part, row, buf_text(&u->reduced));
	if (u->aside.len > 0)
		markup_put(u->readout, part, row, buf_text(&u->aside));
}

/* The number in <row r="12", 0 for anything else. */
static size_t
row_number(struct text xml)
{
	size_t number = 0;
	if (!text_starts(xml, "<row r=\""))
		return 0;
	for (size_t i = 8; i < xml.len && xml.at[i] >= '0' && xml.at[i] <= '9';
	     i++)
		number = number * 10 + (size_t)(xml.at[i] - '0');
	return number;
}

/* Row by row, so that places are known. */
static void
xml_read(struct unzipping *u, const char *part, struct text xml)
{
	while (xml.len > 0) {
		size_t end;
		markup_close(xml, 1, "<row ", &end);
		piece_read(u, part, row_number(xml), text_cut(xml, 0, end));
		xml = text_from(xml, end);
	}
}

/* Where nothing is looked for: only whether all of it is there. */
static void
xml_follow(struct unzipping *u, struct text xml)
{
	for (size_t at = 0;;) {
		struct text tag = tag_next(u, xml, at);
		if (tag.len == 0 || u->broken)
			return;
		at = (size_t)(tag.at - xml.at) + tag.len;
	}
}

static bool
is_xml_name(const char *path)
{
	struct text name = text_of(path);
	return text_ends(name, ".xml") || text_ends(name, ".rels") ||
	    text_ends(name, ".vml");
}

static int
bytes_read(struct unzipping *u)
{
	buf_clear(&u->bytes);
	for (;;) {
		buf_reserve(&u->bytes, CHUNK);
		la_ssize_t got = library.archive_read_data(
		    u->archive, u->bytes.at + u->bytes.len, CHUNK);
		if (got < 0 || (size_t)got > u->left)
			return -1;
		u->bytes.len += (size_t)got;
		u->bytes.at[u->bytes.len] = '\0';
		u->left -= (size_t)got;
		if (got == 0)
			return 0;
	}
}

static int
part_read(struct unzipping *u, struct archive_entry *entry)
{
	const char *path = library.archive_entry_pathname_utf8(entry);
	struct readout *r = u->readout;
	if (path == NULL || library.archive_entry_filetype(entry) != AE_IFREG)
		return -1;
	path = arena_string(r->arena, path);
	readout_aside(r, path, 0, text_of(path));
	if (!is_xml_name(path) || bytes_read(u) != 0)
		return -1;
	struct text xml = buf_text(&u->bytes);
	if (utf8_check(xml) != xml.len)
		return -1;
	u->depth = 0;
	if (r->unsought)
		xml_follow(u, xml);
	else
		xml_read(u, path, xml);
	return xml.len == 0 || u->depth > 0 || u->broken ? -1 : 0;
}

/* ---- the whole ---- */

/* A zip that is nothing else as well: nothing before it, no comment behind it. */
static bool
is_bare_zip(struct text bytes)
{
	static const char end[] = "PK\5\6";
	return text_starts(bytes, "PK\3\4") && bytes.len > 22 &&
	    memcmp(bytes.at + bytes.len - 22, end, 4) == 0 &&
	    bytes.at[bytes.len - 1] == 0 && bytes.at[bytes.len - 2] == 0;
}

static int
archive_read_all(struct unzipping *u, struct text bytes)
{
	struct archive_entry *entry;
	if (library.archive_read_support_format_zip(u->archive) != ARCHIVE_OK ||
	    library.archive_read_open_memory(u->archive, bytes.at, bytes.len) !=
		ARCHIVE_OK)
		return -1;
	for (;;) {
		int status =
		    library.archive_read_next_header(u->archive, &entry);
		if (status == ARCHIVE_EOF)
			return 0;
		if (status != ARCHIVE_OK || part_read(u, entry) != 0)
			return -1;
	}
}

int
scan_xlsx(struct readout *readout, struct text bytes)
{
	if (!is_bare_zip(bytes) || library_load() != 0)
		return -1;
	struct unzipping u = { .readout = readout,
		.archive = library.archive_read_new(),
		.bytes = BUF_INIT,
		.reduced = BUF_INIT,
		.aside = BUF_INIT,
		.left = BYTES_MOST };
	if (u.archive == NULL)
		out_of_memory();
	readout->rows = true;
	int status = archive_read_all(&u, bytes);
	library.archive_read_free(u.archive);
	buf_free(&u.bytes);
	buf_free(&u.reduced);
	buf_free(&u.aside);
	return status;
}
