#include "publish/bag_text.h"

#include <stdio.h>
#include "base/lang.h"
#include "base/utf8.h"

/* What stands before the first blank; the blanks go, too. */
static struct text
word_take(struct text *rest)
{
	size_t end = 0;
	while (end < rest->len && !ascii_is_blank(rest->at[end]))
		end++;
	struct text word = text_cut(*rest, 0, end);
	while (end < rest->len && ascii_is_blank(rest->at[end]))
		end++;
	*rest = text_from(*rest, end);
	return word;
}

/* All digits, and not too many of them. */
static bool
number_parse(struct text digits, uint64_t *number)
{
	*number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (!ascii_is_digit(digits.at[i]))
			return false;
		*number = *number * 10 + (uint64_t)(digits.at[i] - '0');
	}
	return digits.len > 0 && digits.len < 20;
}

bool
bag_line_next(struct text *rest, struct text *line)
{
	size_t end = 0;
	if (rest->len == 0)
		return false;
	while (end < rest->len && rest->at[end] != '\n' &&
	    rest->at[end] != '\r')
		end++;
	*line = text_cut(*rest, 0, end);
	bool pair = end + 1 < rest->len && rest->at[end] == '\r' &&
	    rest->at[end + 1] == '\n';
	*rest = text_from(*rest, end + (pair ? 2 : 1));
	return true;
}

/* ---- bagit.txt ---- */

static bool
version_parse(struct text version, struct bag_declaration *declaration)
{
	struct text major, minor;
	uint64_t a, b;
	if (!text_split(version, '.', &major, &minor) || major.len > 4 ||
	    minor.len > 4 || !number_parse(major, &a) ||
	    !number_parse(minor, &b))
		return false;
	declaration->version = version;
	declaration->major = (unsigned)a;
	declaration->minor = (unsigned)b;
	return true;
}

static bool
is_token(struct text word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] <= ' ' || word.at[i] >= 0x7F)
			return false;
	return word.len > 0;
}

const char *
bag_declaration_parse(struct text bytes, struct bag_declaration *declaration,
    struct text *where)
{
	static const char first[] = "BagIt-Version: ",
			  second[] = "Tag-File-Character-Encoding: ";
	struct text rest = bytes;
	*where = text_cut(bytes, 0, 0);
	*declaration = (struct bag_declaration){ .version = *where,
		.encoding = *where };
	if (utf8_mark(bytes) > 0)
		return N_("the declaration begins with a byte-order mark");
	if (!bag_line_next(&rest, where) || !text_starts(*where, first) ||
	    !version_parse(text_from(*where, strlen(first)), declaration))
		return N_("the first line of a declaration is "
			  "'BagIt-Version: M.N'");
	if (!bag_line_next(&rest, where) || !text_starts(*where, second) ||
	    !is_token(text_from(*where, strlen(second))))
		return N_("the second line of a declaration is "
			  "'Tag-File-Character-Encoding: ENCODING'");
	declaration->encoding = text_from(*where, strlen(second));
	if (bag_line_next(&rest, where))
		return N_("a declaration has two lines, and nothing below "
			  "them");
	return NULL;
}

unsigned
bag_version(const struct bag_declaration *declaration)
{
	if (declaration->major == 1 && declaration->minor == 0)
		return 100;
	if (declaration->major == 0 && declaration->minor >= 93 &&
	    declaration->minor <= 97)
		return declaration->minor;
	return 0;
}

/* ---- manifests ---- */

bool
bag_listing_parse(struct text line, struct bag_listing *listing)
{
	*listing = (struct bag_listing){ .path = line };
	listing->digest = word_take(&listing->path);
	for (size_t i = 0; i < listing->digest.len; i++)
		if (text_hex_digit(listing->digest.at[i]) < 0)
			return false;
	listing->star = text_starts(listing->path, "*");
	if (listing->star)
		listing->path = text_from(listing->path, 1);
	while (text_starts(listing->path, "./")) {
		listing->dot = true;
		listing->path = text_from(listing->path, 2);
	}
	return listing->digest.len > 0 && listing->path.len > 0;
}

bool
bag_is_manifest(struct text name, bool tag, struct text *algorithm)
{
	const char *start = tag ? "tagmanifest-" : "manifest-";
	if (!text_starts(name, start) || !text_ends(name, ".txt") ||
	    name.len <= strlen(start) + strlen(".txt") ||
	    memchr(name.at, '/', name.len) != NULL)
		return false;
	*algorithm = text_cut(name, strlen(start), name.len - strlen(".txt"));
	return true;
}

/* ---- fetch.txt ---- */

/* scheme ":" and something: RFC 3986, 4.3, as far as it can be told. */
static bool
is_absolute_url(struct text url)
{
	size_t at = 0;
	while (at < url.len && url.at[at] != ':') {
		char c = url.at[at];
		if (!ascii_is_letter(c) &&
		    (at == 0 || (!ascii_is_digit(c) && c != '+' && c != '-' &&
				    c != '.')))
			return false;
		at++;
	}
	return at > 0 && at + 1 < url.len;
}

const char *
bag_fetching_parse(struct text line, struct bag_fetching *fetching)
{
	struct text rest = line;
	*fetching = (struct bag_fetching){ .path = rest };
	fetching->url = word_take(&rest);
	struct text length = word_take(&rest);
	fetching->path = rest;
	if (rest.len == 0)
		return N_("a line of fetch.txt is an address, a length or -, "
			  "and a path");
	if (!is_absolute_url(fetching->url))
		return N_("this is no absolute address");
	fetching->known = !text_is(length, "-");
	if (fetching->known && !number_parse(length, &fetching->length))
		return N_("the length is a whole number of bytes, or -");
	while (text_starts(fetching->path, "./"))
		fetching->path = text_from(fetching->path, 2);
	return NULL;
}

/* ---- bag-info.txt ---- */

const char *
bag_element_parse(struct text line, unsigned version,
    struct bag_element *element)
{
	if (!text_split(line, ':', &element->label, &element->value))
		return N_("a line is 'Label: value', or goes on with the one "
			  "above when it begins with a space");
	struct text label = text_trim(element->label);
	if (label.len == 0)
		return N_("there is no label before the colon");
	if (version >= 100 && label.len != element->label.len)
		return N_("no blank stands between a label and its colon");
	if (version >= 100 &&
	    (element->value.len == 0 || !ascii_is_blank(element->value.at[0])))
		return N_("a blank stands behind the colon");
	element->label = label;
	element->value = text_trim(element->value);
	return NULL;
}

bool
bag_oxum_parse(struct text value, uint64_t *octets, uint64_t *files)
{
	struct text before, after;
	return text_split(value, '.', &before, &after) &&
	    number_parse(before, octets) && number_parse(after, files);
}

/* ---- paths ---- */

void
bag_path_put(struct buf *out, struct text path)
{
	for (size_t i = 0; i < path.len; i++) {
		char c = path.at[i];
		if (c == '\r' || c == '\n' || c == '%')
			buf_printf(out, "%%%02X", (unsigned)c);
		else
			buf_putc(out, c);
	}
}

struct text
bag_path_read(struct arena *arena, struct text written, bool percent)
{
	static const struct {
		const char *code;
		char is;
	} codes[] = { { "%0A", '\n' }, { "%0a", '\n' }, { "%0D", '\r' },
		{ "%0d", '\r' }, { "%25", '%' } };
	if (memchr(written.at, '%', written.len) == NULL)
		return written;
	char *out = arena_copy(arena, written.at, written.len);
	size_t len = 0;
	for (size_t at = 0; at < written.len; at++) {
		out[len] = written.at[at];
		for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
			if ((percent || codes[i].is != '%') &&
			    text_starts(text_from(written, at),
				codes[i].code)) {
				out[len] = codes[i].is;
				at += 2;
				break;
			}
		len++;
	}
	out[len] = '\0';
	return (struct text){ out, len };
}

/* C: and the like, with or without a slash behind it. */
static bool
is_drive(struct text path)
{
	return path.len >= 2 && path.at[1] == ':' &&
	    ascii_is_letter(path.at[0]);
}

/* Is one of the parts between slashes (either one) `..`? */
static bool
goes_up(struct text path)
{
	size_t begin = 0;
	for (size_t at = 0; at <= path.len; at++) {
		if (at < path.len && path.at[at] != '/' && path.at[at] != '\\')
			continue;
		if (text_is(text_cut(path, begin, at), ".."))
			return true;
		begin = at + 1;
	}
	return false;
}

const char *
bag_path_fault(struct text path)
{
	if (path.len == 0 || memchr(path.at, '\0', path.len) != NULL)
		return N_("this is no path");
	if (path.at[0] == '/')
		return N_("the path begins at the root of the file system");
	if (path.at[0] == '~')
		return N_("the path begins with a home folder");
	if (path.at[0] == '\\' || is_drive(path))
		return N_("the path begins at a drive or a share of Windows");
	if (path.at[0] == '%' && memchr(path.at + 1, '%', path.len - 1) != NULL)
		return N_("the path begins with a variable of Windows");
	if (goes_up(path))
		return N_("the path leads upwards");
	return NULL;
}

/* What Windows takes for a device, with any suffix. */
static bool
is_device_name(struct text part)
{
	static const char *const names[] = { "con", "prn", "aux", "nul" };
	char stem[5] = "";
	size_t len = 0;
	while (len < part.len && part.at[len] != '.')
		len++;
	if (len < 3 || len > 4)
		return false;
	for (size_t i = 0; i < len; i++)
		stem[i] = (char)(part.at[i] >= 'A' && part.at[i] <= 'Z'
			? part.at[i] - 'A' + 'a'
			: part.at[i]);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(stem, names[i]) == 0)
			return true;
	return len == 4 && ascii_is_digit(stem[3]) && stem[3] != '0' &&
	    (strncmp(stem, "com", 3) == 0 || strncmp(stem, "lpt", 3) == 0);
}

static const char *
part_trouble(struct text part)
{
	static const char *const systems[] = { ".DS_Store", "Thumbs.db",
		"desktop.ini", "__MACOSX" };
	for (size_t i = 0; i < sizeof(systems) / sizeof(*systems); i++)
		if (text_is(part, systems[i]))
			return N_("a system's own file, which systems make, "
				  "change and hide by themselves");
	if (text_starts(part, "._"))
		return N_("a system's own file, which systems make, "
			  "change and hide by themselves");
	if (is_device_name(part))
		return N_("the name is a device's on Windows");
	for (size_t i = 0; i < part.len; i++)
		if ((unsigned char)part.at[i] < ' ' || part.at[i] == 0x7F ||
		    strchr("<>:\"\\|?*", part.at[i]) != NULL)
			return N_("the name has a character that not every "
				  "system takes");
	if (part.len > 0 && strchr(". ", part.at[part.len - 1]) != NULL)
		return N_("the name ends with a dot or a space, which Windows "
			  "leaves out");
	return NULL;
}

const char *
bag_path_trouble(struct text path)
{
	struct text part;
	const char *trouble = NULL;
	while (path.len > 0 && trouble == NULL) {
		text_split(path, '/', &part, &path);
		trouble = part_trouble(part);
	}
	return trouble;
}

bool
bag_path_clean(struct arena *arena, struct text *path)
{
	struct text rest = *path, part;
	char *out = arena_take(arena, path->len + 1);
	size_t len = 0;
	while (rest.len > 0) {
		text_split(rest, '/', &part, &rest);
		if (part.len == 0 || text_is(part, "."))
			continue;
		if (len > 0)
			out[len++] = '/';
		memcpy(out + len, part.at, part.len);
		len += part.len;
	}
	out[len] = '\0';
	*path = (struct text){ out, len };
	return len > 0;
}
