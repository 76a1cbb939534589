/*
 * The tag files of a bag read: bagit.txt, manifests, fetch.txt, bag-info.txt.
 * What they say of files goes to those files; what is no line of theirs is a
 * fault in its place.
 */
#include "publish/bag_parts.h"

#include <strings.h>
#include "base/date.h"
#include "base/encoding.h"
#include "base/lang.h"
#include "base/utf8.h"

/* ---- as sources ---- */

static struct span
span_of(const struct bag_checking *c, uint32_t source, struct text part)
{
	const char *start = source_at(c->sources, source)->text.at;
	uint32_t at = (uint32_t)(part.at - start);
	return (struct span){ source, at, at + (uint32_t)part.len };
}

static uint32_t
source_make(struct bag_checking *c, const struct bag_file *file,
    struct text text)
{
	uint32_t source = sources_add(c->sources,
	    arena_printf(c->arena, "%s/%.*s", c->path, TEXT_ARG(file->path)));
	source_at(c->sources, source)->text = text;
	return source;
}

static bool
is_utf8(struct text encoding)
{
	return encoding.len == 5 && strncasecmp(encoding.at, "UTF-8", 5) == 0;
}

/* The file as UTF-8; 0 after a fault. */
static uint32_t
tag_source(struct bag_checking *c, const struct bag_file *file)
{
	struct text text = file->bytes;
	int status = 0;
	if (!is_utf8(c->encoding)) {
		status = encoding_decode_named(
		    c->arena, file->bytes, c->encoding, &text);
	} else if (utf8_mark(text) > 0) {
		text = text_from(text, utf8_mark(text));
		bag_fault(c, RULE_BAG_FORM, bag_place(c, file->path),
		    "the file begins with a byte-order mark");
	}
	if (status == 0 && utf8_check(text) != text.len)
		status = -1;
	if (status != 0) {
		bag_fault(c, RULE_BAG_ENCODING, bag_place(c, file->path),
		    status == -2
			? N_("the encoding %.*s of bagit.txt is not known here")
			: N_("the file is not in %.*s, the encoding of "
			     "bagit.txt"),
		    TEXT_ARG(c->encoding));
		return 0;
	}
	uint32_t source = source_make(c, file, text);
	if (!is_utf8(c->encoding))
		source_at(c->sources, source)->bytes = file->bytes;
	return source;
}

/* Said of it, and left. */
static bool
is_empty(struct bag_checking *c, struct text line, struct span span)
{
	bool empty = text_trim(line).len == 0;
	if (empty)
		bag_fault(c, RULE_BAG_FORM, span, "the line is empty");
	return empty;
}

/* What is done with each line of a tag file. */
typedef void line_take(struct bag_checking *c, uint32_t source,
    struct text line, bool first);

static void
lines_take(struct bag_checking *c, struct text name, line_take *take)
{
	const struct bag_file *file = bag_file_find(c, name);
	uint32_t source =
	    file == NULL || !file->is_tag ? 0 : tag_source(c, file);
	struct text rest = source_at(c->sources, source)->text, line;
	for (bool first = true; source != 0 && bag_line_next(&rest, &line);
	     first = false)
		take(c, source, line, first);
}

/* ---- bagit.txt ---- */

static void
declaration_read(struct bag_checking *c)
{
	const struct bag_file *file = bag_file_find(c, TEXT_LIT("bagit.txt"));
	struct bag_declaration declaration;
	struct text where;
	if (file == NULL || !file->there) {
		bag_fault(c, RULE_BAG_DECLARATION,
		    bag_whole(c), "there is no bagit.txt");
		return;
	}
	if (utf8_check(file->bytes) != file->bytes.len) {
		bag_fault(c, RULE_BAG_DECLARATION, bag_place(c, file->path),
		    "the declaration is not in UTF-8");
		return;
	}
	uint32_t source = source_make(c, file, file->bytes);
	const char *fault =
	    bag_declaration_parse(file->bytes, &declaration, &where);
	if (fault != NULL)
		bag_fault(c, RULE_BAG_DECLARATION, span_of(c, source, where),
		    "%s", _(fault));
	if (declaration.encoding.len > 0) {
		c->encoding = declaration.encoding;
		c->report->encoding = arena_copy(c->arena, c->encoding.at,
		    c->encoding.len);
	}
	if (declaration.version.len == 0)
		return;
	c->report->version = arena_copy(c->arena, declaration.version.at,
	    declaration.version.len);
	if (bag_version(&declaration) != 0)
		c->version = bag_version(&declaration);
	else
		bag_fault(c, RULE_BAG_DECLARATION,
		    span_of(c, source, declaration.version),
		    "version %s is not known here, only 0.93 to 0.97 and 1.0",
		    c->report->version);
}

/* ---- manifests ---- */

static const struct bag_mention *
mention_by(const struct bag_file *file, const struct bag_manifest *manifest)
{
	const struct bag_mention *m = file->mentions;
	while (m != NULL && m->manifest != manifest)
		m = m->next;
	return m;
}

bool
bag_is_mentioned(const struct bag_file *file,
    const struct bag_manifest *manifest)
{
	return mention_by(file, manifest) != NULL;
}

void
bag_mention_add(struct bag_checking *c, struct bag_file *file,
    struct bag_mention *mention)
{
	const struct bag_mention *m = mention_by(file, mention->manifest);
	if (m == NULL) {
		mention->next = file->mentions;
		file->mentions = mention;
		return;
	}
	bool same = m->digest.len == mention->digest.len &&
	    strncasecmp(m->digest.at, mention->digest.at, m->digest.len) == 0;
	struct diag *d = bag_fault(c,
	    same ? bag_rule(c, RULE_BAG_TWICE) : RULE_BAG_TWICE, mention->span,
	    same ? N_("the manifest lists the file twice")
		 : N_("the manifest lists the file twice, with two digests"));
	if (d != NULL)
		diag_also(c->diags, d, m->span, "first listed here");
}

/* The form of a line that is read all the same. */
static void
form_check(struct bag_checking *c, const struct bag_listing *listing,
    struct span span)
{
	struct text path = listing->path;
	if (listing->star)
		bag_fault(c, RULE_BAG_FORM, span,
		    "an asterisk stands before the path, as md5sum writes it");
	if (listing->dot)
		bag_fault(c, RULE_BAG_FORM, span, "./ stands before the path");
	if (c->version < 100)
		return;
	for (size_t i = 0; i < path.len; i++) {
		struct text rest = text_from(path, i);
		if (rest.at[0] != '%' || text_starts(rest, "%25") ||
		    text_starts(rest, "%0A") || text_starts(rest, "%0a") ||
		    text_starts(rest, "%0D") || text_starts(rest, "%0d"))
			continue;
		bag_fault(c, RULE_BAG_FORM, span,
		    "a percent sign in a path is written %%25");
		return;
	}
}

/*
 * The file that is meant.  What is written by another rule for the percent sign
 * than that of its version is found by what there is.
 */
static struct text
path_resolve(const struct bag_checking *c, struct text written)
{
	bool percent = c->version >= 100;
	struct text path = bag_path_read(c->arena, written, percent), other;
	if (memchr(written.at, '%', written.len) == NULL ||
	    bag_file_find(c, path) != NULL)
		return path;
	other = percent ? written : bag_path_read(c->arena, written, true);
	return bag_file_find(c, other) != NULL ? other : path;
}

/* What a manifest of its kind may not list; false: it is not taken. */
static bool
kind_check(struct bag_checking *c, const struct bag_manifest *manifest,
    struct text path, struct span span)
{
	struct text algorithm;
	if (!manifest->tag && !text_starts(path, "data/")) {
		bag_fault(c, RULE_BAG_PATH, span,
		    "a payload manifest lists files below data/ only");
		return false;
	}
	if (manifest->tag && text_starts(path, "data/")) {
		bag_fault(c, RULE_BAG_FORM, span,
		    "a tag manifest lists no file of the payload");
		return false;
	}
	if (manifest->tag && bag_is_manifest(path, true, &algorithm)) {
		bag_fault(c, bag_rule(c, RULE_BAG_LINE), span,
		    "a tag manifest lists no tag manifest");
		return false;
	}
	return true;
}

static void
listing_take(struct bag_checking *c, struct bag_manifest *manifest,
    const struct bag_listing *listing)
{
	struct span span = span_of(c, manifest->source, listing->path);
	struct text path = path_resolve(c, listing->path), clean = path;
	const char *fault = bag_path_fault(path);
	if (fault != NULL || !bag_path_clean(c->arena, &clean)) {
		bag_fault(c, RULE_BAG_PATH, span, "%s",
		    _(fault == NULL ? N_("this is no path") : fault));
		return;
	}
	form_check(c, listing, span);
	if (clean.len != path.len)
		bag_fault(c, RULE_BAG_FORM, span,
		    "the path has empty parts, or a dot for one");
	if (!kind_check(c, manifest, clean, span))
		return;
	struct bag_file *file = bag_file_of(c, clean);
	if (file == NULL)
		return;
	struct bag_mention *mention = ARENA_NEW(c->arena, struct bag_mention);
	*mention = (struct bag_mention){ .manifest = manifest,
		.digest = listing->digest,
		.span = span };
	bag_mention_add(c, file, mention);
}

static void
manifest_line(struct bag_checking *c, struct bag_manifest *manifest,
    struct text line)
{
	struct bag_listing listing;
	struct span span = span_of(c, manifest->source, line);
	size_t digits = 2 * digest_length(manifest->algorithm);
	if (is_empty(c, line, span))
		return;
	if (!bag_listing_parse(line, &listing)) {
		bag_fault(c, RULE_BAG_LINE, span,
		    "a line of a manifest is a digest, blanks and a path");
		return;
	}
	if (manifest->known && listing.digest.len != digits)
		bag_fault(c, RULE_BAG_LINE,
		    span_of(c, manifest->source, listing.digest),
		    "a digest of %s has %zu digits, not %zu",
		    manifest->algorithm, digits, listing.digest.len);
	listing_take(c, manifest, &listing);
}

/* Where the algorithm stands among those of its kind. */
static size_t
algorithm_index(struct bag_checking *c, int kind, const char *name)
{
	size_t i = 0;
	while (i < c->algorithm_count[kind] &&
	    strcmp(c->algorithms[kind][i], name) != 0)
		i++;
	if (i == c->algorithm_count[kind])
		c->algorithms[kind][c->algorithm_count[kind]++] = name;
	return i;
}

static void
manifest_read(struct bag_checking *c, struct bag_manifest *manifest)
{
	struct text rest, line;
	manifest->source = tag_source(c, manifest->file);
	if (manifest->source == 0)
		return;
	manifest->read = true;
	if (manifest->known)
		manifest->index =
		    algorithm_index(c, manifest->tag, manifest->algorithm);
	rest = source_at(c->sources, manifest->source)->text;
	while (bag_line_next(&rest, &line))
		manifest_line(c, manifest, line);
}

/* Small letters and digits only: RFC 8493, 2.4. */
static const char *
algorithm_name(struct arena *arena, struct text written)
{
	char *name = arena_copy(arena, written.at, written.len);
	size_t len = 0;
	for (size_t i = 0; i < written.len; i++) {
		char ch = written.at[i];
		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch - 'A' + 'a');
		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			name[len++] = ch;
	}
	name[len] = '\0';
	return name;
}

static void
manifest_note(struct bag_checking *c, struct bag_file *file, bool tag,
    struct text written)
{
	if (c->manifest_count >= BAG_MANIFESTS_MOST) {
		bag_fault(c, RULE_BAG_BROKEN, bag_place(c, file->path),
		    "more manifests than are looked through");
		return;
	}
	const char *name = algorithm_name(c->arena, written);
	struct bag_manifest *m = &c->manifests[c->manifest_count++];
	*m = (struct bag_manifest){ .file = file,
		.algorithm = name,
		.tag = tag,
		.known = digest_length(name) > 0 };
	if (!m->known)
		bag_fault(c, RULE_BAG_ALGORITHM, bag_place(c, file->path),
		    "the algorithm %s is not known here", name);
	if (!text_is(written, name))
		bag_fault(c, RULE_BAG_FORM, bag_place(c, file->path),
		    "an algorithm is written in small letters and digits: %s",
		    name);
}

static void
manifests_note(struct bag_checking *c)
{
	struct text algorithm;
	for (size_t i = 0; i < c->count; i++) {
		struct bag_file *file = c->list[i];
		if (!file->is_tag)
			continue;
		if (bag_is_manifest(file->path, false, &algorithm))
			manifest_note(c, file, false, algorithm);
		else if (bag_is_manifest(file->path, true, &algorithm))
			manifest_note(c, file, true, algorithm);
	}
}

/* Is any payload manifest good for a check, and is one of them strong? */
static void
strength_check(struct bag_checking *c)
{
	struct span whole = bag_whole(c);
	bool strong = false;
	for (size_t i = 0; i < c->algorithm_count[0]; i++)
		strong = strong || !digest_is_weak(c->algorithms[0][i]);
	if (c->algorithm_count[0] == 0)
		bag_fault(c, RULE_BAG_MANIFEST, whole,
		    "there is no payload manifest that can be checked");
	else if (!strong)
		bag_fault(c, RULE_BAG_WEAK, whole,
		    "the payload has no digest but by %s",
		    c->algorithms[0][0]);
	if (c->algorithm_count[1] == 0)
		bag_fault(c, RULE_BAG_WEAK, whole,
		    "there is no tag manifest that can be checked: a change "
		    "of the manifests would not show");
}

/* RFC 8493, 2.2.1: each tag manifest lists every payload manifest. */
static void
tag_manifests_check(struct bag_checking *c)
{
	for (size_t i = 0; i < c->manifest_count; i++) {
		const struct bag_manifest *tag = &c->manifests[i];
		struct span span = { tag->source, 0, 0 };
		for (size_t k = 0; k < c->manifest_count; k++) {
			const struct bag_manifest *m = &c->manifests[k];
			if (tag->tag && tag->read && !m->tag &&
			    !bag_is_mentioned(m->file, tag))
				bag_fault(c, bag_rule(c, RULE_BAG_MANIFEST),
				    span,
				    "the tag manifest does not list %.*s",
				    TEXT_ARG(m->file->path));
		}
	}
}

/* ---- fetch.txt ---- */

static void
fetch_line(struct bag_checking *c, uint32_t source, struct text line,
    bool first)
{
	struct bag_fetching fetching;
	(void)first;
	struct span span = span_of(c, source, line);
	if (is_empty(c, line, span))
		return;
	const char *fault = bag_fetching_parse(line, &fetching);
	if (fault != NULL) {
		bag_fault(c, RULE_BAG_LINE, span, "%s", _(fault));
		return;
	}
	struct text path = path_resolve(c, fetching.path);
	span = span_of(c, source, fetching.path);
	fault = bag_path_fault(path);
	if (fault == NULL && (!bag_path_clean(c->arena, &path) ||
		!text_starts(path, "data/")))
		fault = N_("fetch.txt lists files below data/ only");
	if (fault != NULL) {
		bag_fault(c, RULE_BAG_PATH, span, "%s", _(fault));
		return;
	}
	struct bag_file *file = bag_file_of(c, path);
	if (file == NULL)
		return;
	if (file->fetch.source != 0)
		bag_fault(c, bag_rule(c, RULE_BAG_TWICE), span,
		    "fetch.txt lists the file twice");
	file->fetch = span;
}

/* ---- bag-info.txt ---- */

static bool
is_label(struct text label, const char *name)
{
	return label.len == strlen(name) &&
	    strncasecmp(label.at, name, label.len) == 0;
}

static void
oxum_take(struct bag_checking *c, struct text value, struct span span)
{
	if (c->oxum.source != 0)
		bag_fault(c, RULE_BAG_OXUM, span,
		    "Payload-Oxum stands here a second time");
	else if (!bag_oxum_parse(value, &c->octets, &c->streams))
		bag_fault(c, RULE_BAG_OXUM, span,
		    "Payload-Oxum is two numbers: BYTES.FILES");
	else {
		c->oxum = span;
		c->report->oxum =
		    arena_copy(c->arena, value.at, value.len);
	}
}

static void
info_line(struct bag_checking *c, uint32_t source, struct text line,
    bool first)
{
	struct bag_element element;
	struct span span = span_of(c, source, line);
	if (is_empty(c, line, span))
		return;
	if (line.at[0] == ' ' || line.at[0] == '\t') {
		if (first)
			bag_fault(c, RULE_BAG_LINE, span,
			    "the line goes on with none above it");
		return;
	}
	const char *fault = bag_element_parse(line, c->version, &element);
	if (fault != NULL) {
		bag_fault(c, RULE_BAG_LINE, span, "%s", _(fault));
		return;
	}
	span = span_of(c, source, element.value);
	if (is_label(element.label, "Payload-Oxum"))
		oxum_take(c, element.value, span);
	if (is_label(element.label, "Bagging-Date") &&
	    !date_is_valid(element.value))
		bag_fault(c, RULE_BAG_FORM, span,
		    "a day is written as 2010-10-15");
}

void
bag_tags_read(struct bag_checking *c)
{
	declaration_read(c);
	manifests_note(c);
	for (size_t i = 0; i < c->manifest_count; i++)
		manifest_read(c, &c->manifests[i]);
	strength_check(c);
	tag_manifests_check(c);
	lines_take(c, TEXT_LIT("fetch.txt"), fetch_line);
	lines_take(c,
	    c->version < 96 ? TEXT_LIT("package-info.txt")
			    : TEXT_LIT("bag-info.txt"),
	    info_line);
}
