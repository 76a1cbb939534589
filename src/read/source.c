#include "read/load.h"

#include <errno.h>
#include "base/encoding.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/lines.h"

static struct span
bytes_span(uint32_t source, size_t start, size_t end)
{
	return (struct span){ source, (uint32_t)start, (uint32_t)end };
}

/*
 * A file of another encoding is read as if it had been converted, so that its
 * other faults show in the same run; the mend is the conversion.
 */
static int
text_decode(struct source *source, uint32_t number, enum encoding encoding,
    struct arena *arena, struct diags *diags)
{
	struct text bytes = source->text, text;
	if (encoding == ENCODING_NONE ||
	    encoding_decode(arena, bytes, encoding, &text) != 0 ||
	    memchr(text.at, '\0', text.len) != NULL)
		return -1;
	size_t start = 0, end = 0;
	while (start < text.len && (unsigned char)text.at[start] < 0x80)
		start++;
	if (start == text.len)
		start = 0;
	end = start;
	if (end < text.len)
		utf8_next(text, &end);
	source->bytes = bytes;
	source->text = text;
	struct diag *d = diag_at(diags, &rules[RULE_FILE_UTF8],
	    bytes_span(number, start, end), "the file is %s, not UTF-8",
	    encoding_name(encoding));
	diag_edit(diags, d, bytes_span(number, 0, text.len), text);
	return 0;
}

static int
encoding_check(struct source *source, uint32_t number, struct arena *arena,
    struct diags *diags)
{
	struct text text = source->text;
	if (memchr(text.at, '\0', text.len) == NULL &&
	    utf8_check(text) == text.len)
		return 0;
	return text_decode(source, number, encoding_guess(text), arena,
		   diags) == 0
	    ? 0
	    : rule_text(diags, number, text);
}

/* A byte-order mark that is not the file's first character. */
static int
mark_check(struct text text, uint32_t number, struct diags *diags)
{
	int status = 0;
	size_t pos = utf8_mark(text);
	const char *at;
	while ((at = text_find_rare(text, pos, TEXT_LIT(BYTE_ORDER_MARK))) != NULL) {
		size_t start = (size_t)(at - text.at);
		pos = start + strlen(BYTE_ORDER_MARK);
		struct diag *d = diag_at(diags, &rules[RULE_FILE_MARK],
		    bytes_span(number, start, pos),
		    "a byte-order mark stands inside the file");
		diag_edit(diags, d, d->span, TEXT_LIT(""));
		status = -1;
	}
	return status;
}

/* Seven marks and a space, or nothing, at the start of a line. */
static bool
is_conflict_line(struct text line, char mark)
{
	size_t i = 0;
	while (i < line.len && line.at[i] == mark)
		i++;
	return i == 7 && (i == line.len || line.at[i] == ' ');
}

/* The line of the other side, from `pos` on; or nothing. */
static struct text
conflict_side(struct text text, size_t pos, char mark)
{
	while (pos < text.len) {
		struct text line = line_next(text, &pos);
		if (is_conflict_line(line, mark))
			return line;
	}
	return text_from(text, text.len);
}

/* What git leaves of a merge it could not do: nothing else is said then. */
static int
conflict_check(struct text text, uint32_t number, struct diags *diags)
{
	size_t pos = 0;
	int status = 0;
	/* The last that was found: it may be the other side of several. */
	struct text other = text_cut(text, 0, 0);
	if (text_find_rare(text, 0, TEXT_LIT("<<<<<<<")) == NULL)
		return 0;
	while (pos < text.len) {
		struct text line = line_next(text, &pos);
		if (!is_conflict_line(line, '<'))
			continue;
		size_t start = (size_t)(line.at - text.at);
		if (other.at < text.at + pos)
			other = conflict_side(text, pos, '=');
		size_t side = (size_t)(other.at - text.at);
		struct diag *d = diag_at(diags, &rules[RULE_CONFLICT],
		    bytes_span(number, start, start + line.len),
		    "git could not join two versions: one begins here");
		if (other.len > 0)
			diag_also(diags, d,
			    bytes_span(number, side, side + other.len),
			    "the other begins here");
		status = -1;
	}
	return status;
}

static int
text_check(struct source *source, uint32_t number, struct arena *arena,
    struct diags *diags)
{
	if (encoding_check(source, number, arena, diags) != 0 ||
	    conflict_check(source->text, number, diags) != 0)
		return -1;
	return mark_check(source->text, number, diags);
}

/* The text that stands for a file, whatever lies on the disk, or NULL. */
static const struct text *
overlay_get(const struct loading *loading, uint32_t source)
{
	if (loading->overlay == NULL)
		return NULL;
	const char *shown = source_at(loading->sources, source)->path;
	return table_get(loading->overlay, text_of(shown));
}

/* A file that is missing or no file is the clerk's matter. */
static void
unread_report(struct span whole, const struct os_error *error,
    struct diags *diags)
{
	bool content = error->code == EISDIR || error->code == EINVAL;
	if (error->code == ENOENT) {
		struct diag *d = diag_at(diags, &rules[RULE_FILE_READ], whole,
		    "the file is not there");
		diag_remedy(diags, d,
		    "write it; `tongbao init FOLDER` makes a site that has one "
		    "to copy");
		return;
	}
	diag_at(diags, &rules[content ? RULE_FILE_READ : RULE_SYSTEM], whole,
	    "the file can't be read: %s", error->message);
}

/* Its bytes, nothing of them looked at. */
static int
bytes_read(const struct loading *loading, uint32_t source, const char *path,
    size_t most, struct arena *arena, struct os_signature *signature,
    struct diags *diags)
{
	const struct text *instead = overlay_get(loading, source);
	struct text text = instead != NULL ? *instead : TEXT_LIT("");
	struct os_error error;
	int status = instead != NULL
	    ? instead->len > most
	    : os_read_signed(arena, path, most, &text, signature, &error);
	if (status < 0)
		unread_report((struct span){ source, 0, 0 }, &error, diags);
	else if (status > 0)
		rule_large(diags, source, text.len, most);
	else
		source_at(loading->sources, source)->text = text;
	return status == 0 ? 0 : -1;
}

int
source_read(const struct loading *loading, uint32_t source, const char *path,
    size_t most, struct arena *arena)
{
	return bytes_read(loading, source, path, most, arena, NULL,
		   loading->diags) == 0
	    ? text_check(source_at(loading->sources, source), source, arena,
		  loading->diags)
	    : -1;
}

/* As `tongbao release` writes it: `kind: release`, on a line among the fields. */
static bool
says_release(struct text text)
{
	size_t pos = 0;
	line_next(text, &pos);
	while (pos < text.len) {
		struct text line = line_next(text, &pos), key, kind;
		if (text_starts(line, "---"))
			return false;
		if (text_split(line, ':', &key, &kind) &&
		    (text_is(key, "kind") || text_is(key, "类型")))
			return kind_find(text_trim(kind)) ==
			    kind_find(TEXT_LIT("release"));
	}
	return false;
}

int
record_source_read(const struct loading *loading, uint32_t source,
    const char *path, struct arena *arena, struct os_signature *signature,
    struct diags *diags)
{
	struct source *read = source_at(loading->sources, source);
	if (bytes_read(loading, source, path, RELEASE_MOST, arena, signature,
		diags) != 0)
		return -1;
	if (read->text.len > RECORD_MOST && !says_release(read->text)) {
		rule_large(diags, source, read->text.len, RECORD_MOST);
		read->text = TEXT_LIT("");
		return -1;
	}
	return text_check(read, source, arena, diags);
}
