/* What the tag files of a bag say, against what there is. */
#include "publish/bag_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include "base/lang.h"
#include "base/normal.h"
#include "base/utf8.h"

/* ---- files under another normal form ---- */

/*
 * RFC 8493, 6.1: a system may compose the letters of a name otherwise than
 * the manifest.  By NFC those that are there; empty without GLib.
 */
static void
normal_forms(struct bag_checking *c, struct table *forms)
{
	struct text normal;
	table_init(forms, c->arena);
	for (size_t i = 0; i < c->count; i++) {
		struct bag_file *file = c->list[i];
		if (file->there && !text_is_ascii(file->path) &&
		    utf8_check(file->path) == file->path.len &&
		    normal_text(c->arena, file->path, false, &normal) == 0)
			table_add(forms, normal, file);
	}
}

/* Its mentions go to the file that is meant; false when there is none. */
static bool
is_otherwise_composed(struct bag_checking *c, struct table *forms,
    struct bag_file *file)
{
	struct text normal;
	if (text_is_ascii(file->path))
		return false;
	if (forms->arena == NULL)
		normal_forms(c, forms);
	if (normal_text(c->arena, file->path, false, &normal) != 0)
		return false;
	struct bag_file *other = table_get(forms, normal);
	if (other == NULL)
		return false;
	for (struct bag_mention *m = file->mentions, *next; m != NULL;
	     m = next) {
		next = m->next;
		bag_fault(c, RULE_BAG_NAME, m->span,
		    "the file is there under a name whose letters are "
		    "composed otherwise");
		bag_mention_add(c, other, m);
	}
	file->mentions = NULL;
	if (other->fetch.source == 0)
		other->fetch = file->fetch;
	file->fetch = SPAN_NONE;
	return true;
}

/* ---- missing, extra, to be fetched ---- */

static void
missing_tell(struct bag_checking *c, const struct bag_file *file)
{
	if (file->fetch.source != 0) {
		c->unfetched = true;
		bag_fault(c, RULE_BAG_FETCH, file->fetch,
		    "the file is not fetched yet");
		return;
	}
	const struct bag_mention *m = file->mentions;
	while (m->next != NULL)
		m = m->next;
	bag_fault(c, RULE_BAG_MISSING, m->span, "%.*s is not there",
	    TEXT_ARG(file->path));
}

/*
 * Which payload manifest should list the file and doesn't: every one since 1.0,
 * before that one of them.  NULL: none.
 */
static const struct bag_manifest *
manifest_lacking(const struct bag_checking *c, const struct bag_file *file)
{
	const struct bag_manifest *lacking = NULL;
	for (size_t i = 0; i < c->manifest_count; i++) {
		const struct bag_manifest *m = &c->manifests[i];
		if (m->tag || !m->read)
			continue;
		bool listed = bag_is_mentioned(file, m);
		if (listed && c->version < 100)
			return NULL;
		if (!listed && lacking == NULL)
			lacking = m;
	}
	return lacking;
}

static void
payload_match(struct bag_checking *c, const struct bag_file *file)
{
	const struct bag_manifest *lacking = manifest_lacking(c, file);
	if (lacking == NULL)
		return;
	if (file->fetch.source != 0)
		bag_fault(c, RULE_BAG_FETCH, file->fetch,
		    "%.*s does not list the file",
		    TEXT_ARG(lacking->file->path));
	else if (file->there)
		bag_fault(c, RULE_BAG_EXTRA, bag_place(c, file->path),
		    "%.*s does not list the file",
		    TEXT_ARG(lacking->file->path));
	else if (file->mentions != NULL)
		bag_fault(c, RULE_BAG_MISSING, file->mentions->span,
		    "%.*s does not list the file",
		    TEXT_ARG(lacking->file->path));
}

void
bag_files_match(struct bag_checking *c)
{
	struct table forms = { .arena = NULL };
	struct text algorithm;
	for (size_t i = 0; i < c->count; i++) {
		struct bag_file *file = c->list[i];
		c->report->payload_files += file->there && file->payload;
		c->report->tag_files += file->there && !file->payload &&
		    !bag_is_manifest(file->path, true, &algorithm);
		if (!file->there &&
		    (file->mentions != NULL || file->fetch.source != 0) &&
		    !is_otherwise_composed(c, &forms, file))
			missing_tell(c, file);
	}
	for (size_t i = 0; i < c->count; i++)
		if (c->list[i]->payload)
			payload_match(c, c->list[i]);
}

/* ---- digests ---- */

void
bag_digests_match(struct bag_checking *c, struct bag_file *file,
    const struct digests *digests)
{
	char hex[DIGEST_HEX];
	size_t checked = 0, wrong = 0;
	if (file->payload)
		c->report->payload_bytes += file->size;
	for (const struct bag_mention *m = file->mentions; m != NULL;
	     m = m->next) {
		if (!m->manifest->known)
			continue;
		checked++;
		digests_hex(digests, m->manifest->index, hex);
		if (m->digest.len == strlen(hex) &&
		    strncasecmp(m->digest.at, hex, m->digest.len) == 0)
			continue;
		wrong++;
		struct diag *d = bag_fault(c, RULE_BAG_CHANGED, m->span,
		    "%.*s has another digest", TEXT_ARG(file->path));
		if (d != NULL)
			diag_remedy(c->diags, d,
			    "get the file from another copy of the bag; its "
			    "digest is %s",
			    hex);
	}
	if (checked > 0 && wrong == 0 && file->payload)
		c->report->payload_agree++;
	else if (checked > 0 && wrong == 0)
		c->report->tag_agree++;
}

void
bag_oxum_check(struct bag_checking *c)
{
	const struct bag_report *r = c->report;
	if (c->oxum.source == 0 || c->unfetched ||
	    (c->octets == r->payload_bytes && c->streams == r->payload_files))
		return;
	bag_fault(c, RULE_BAG_OXUM, c->oxum,
	    "the payload has %llu bytes in %zu files",
	    (unsigned long long)r->payload_bytes, r->payload_files);
}

/* ---- names ---- */

/* Two that another system may take for one. */
static void
likeness_check(struct bag_checking *c, struct table *names,
    struct bag_file *file)
{
	struct text key;
	if (utf8_check(file->path) != file->path.len ||
	    normal_text(c->arena, file->path, true, &key) != 0)
		return;
	const struct bag_file *other = table_add(names, key, file);
	if (other != NULL)
		bag_fault(c, RULE_BAG_NAME, bag_place(c, file->path),
		    "the name differs from that of %.*s only in capital "
		    "letters, or in how its letters are composed",
		    TEXT_ARG(other->path));
}

void
bag_names_check(struct bag_checking *c)
{
	struct table names;
	table_init(&names, c->arena);
	for (size_t i = 0; i < c->count; i++) {
		struct bag_file *file = c->list[i];
		if (!file->there && file->mentions == NULL)
			continue;
		likeness_check(c, &names, file);
		const char *trouble = bag_path_trouble(file->path);
		struct diag *d = trouble == NULL
		    ? NULL
		    : bag_fault(c, RULE_BAG_NAME, bag_place(c, file->path),
			  "%s", _(trouble));
		/* What came to it on its way. */
		if (d != NULL && file->mentions == NULL)
			diag_remedy(c->diags, d,
			    "take it out: no list of the bag names it");
	}
}

/* ---- formats ---- */

static const struct {
	const char *suffix;
	struct text begins;
} signatures[] = {
	{ "pdf", TEXT_LIT("%PDF-") },
	{ "png", TEXT_LIT("\x89PNG\r\n\x1A\n") },
	{ "jpg", TEXT_LIT("\xFF\xD8\xFF") },
	{ "jpeg", TEXT_LIT("\xFF\xD8\xFF") },
	{ "xlsx", TEXT_LIT("PK\3\4") },
	{ "zip", TEXT_LIT("PK\3\4") },
	{ "gz", TEXT_LIT("\x1F\x8B") },
	{ "woff2", TEXT_LIT("wOF2") },
};

static struct text
suffix_of(struct text path)
{
	for (size_t at = path.len; at > 1 && path.at[at - 1] != '/'; at--)
		if (path.at[at - 1] == '.' && path.at[at - 2] != '/')
			return text_from(path, at);
	return TEXT_LIT("");
}

static void
signature_check(struct bag_checking *c, const struct bag_file *file,
    struct text suffix)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		struct text begins = signatures[i].begins;
		if (!text_is(suffix, signatures[i].suffix))
			continue;
		if (file->begun < begins.len ||
		    memcmp(file->begins, begins.at, begins.len) != 0)
			bag_fault(c, RULE_BAG_FORMAT, bag_place(c, file->path),
			    "the file does not begin as a %s does",
			    signatures[i].suffix);
	}
}

static int
format_compare(const void *a, const void *b)
{
	const struct bag_format *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return text_compare(x->suffix, y->suffix);
}

void
bag_formats_check(struct bag_checking *c)
{
	struct bag_report *r = c->report;
	struct table known;
	size_t capacity = 0;
	struct bag_format **all = NULL;
	table_init(&known, c->arena);
	for (size_t i = 0; i < c->count; i++) {
		const struct bag_file *file = c->list[i];
		if (!file->digested || !file->payload)
			continue;
		struct text suffix = suffix_of(file->path);
		signature_check(c, file, suffix);
		struct bag_format *format = table_get(&known, suffix);
		if (format == NULL) {
			format = ARENA_NEW(c->arena, struct bag_format);
			format->suffix = suffix;
			table_add(&known, suffix, format);
			ARENA_ROOM(c->arena, all, r->format_count, capacity);
			all[r->format_count++] = format;
		}
		format->count++;
	}
	r->formats = ARENA_ARRAY(c->arena, struct bag_format, r->format_count);
	for (size_t i = 0; i < r->format_count; i++)
		r->formats[i] = *all[i];
	if (r->format_count > 0)
		qsort(r->formats, r->format_count, sizeof(*r->formats),
		    format_compare);
}
