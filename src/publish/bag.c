/*
 * Packing goes through the payload twice: once for its digests, which the
 * manifest in front of it needs, once into the tar; a file that is another one
 * by then is an error.
 */
#include "publish/bag.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/date.h"
#include "base/lang.h"
#include "base/library.h"
#include "base/utf8.h"
#include "publish/bag_text.h"
#include "publish/utf8_locale.h"

#define CALLS(CALL) \
	CALL(archive_entry_free) \
	CALL(archive_entry_new) \
	CALL(archive_entry_set_filetype) \
	CALL(archive_entry_set_mtime) \
	CALL(archive_entry_set_pathname) \
	CALL(archive_entry_set_perm) \
	CALL(archive_entry_set_size) \
	CALL(archive_error_string) \
	CALL(archive_write_close) \
	CALL(archive_write_data) \
	CALL(archive_write_free) \
	CALL(archive_write_header) \
	CALL(archive_write_new) \
	CALL(archive_write_open) \
	CALL(archive_write_set_format_pax_restricted)

LIBRARY("libarchive.so.13", CALLS)

#define ALGORITHM "sha512"

static const char *const of_files[] = { ALGORITHM };
static const char *const of_tar[] = { "sha256" };

struct payload_file {
	const char *path; /* below data/ */
	uint64_t size;
	char digest[DIGEST_HEX];
};

struct packing {
	struct arena *arena;
	const char *folder, *path, *name;
	long time; /* of every file: seconds since 1970 */
	struct payload_file *files;
	size_t count;
	uint64_t octets;
	struct digests *digests; /* of files */
	int descriptor;
	struct digests *whole; /* of the tar */
	struct archive *archive;
	bool failed; /* whatever libarchive still wants to write is left */
	struct os_error *error;
};

static int
fail(const struct packing *p, const char *path, const char *what)
{
	return os_tell(p->error, EINVAL, path, what);
}

/* ---- what there is ---- */

struct file_reading {
	struct packing *p;
	uint64_t size;
	int (*put)(struct packing *p, struct text piece); /* or NULL */
};

static int
piece_take(void *context, struct text piece)
{
	struct file_reading *reading = context;
	reading->size += piece.len;
	digests_put(reading->p->digests, piece);
	return reading->put == NULL ? 0 : reading->put(reading->p, piece);
}

/* Every piece of a file of the folder; `put` may stop it. */
static int
file_read(struct packing *p, const struct payload_file *file, uint64_t *size,
    int (*put)(struct packing *p, struct text piece))
{
	struct file_reading reading = { .p = p, .put = put };
	int status = os_read_pieces(
	    arena_printf(p->arena, "%s/%s", p->folder, file->path), false,
	    piece_take, &reading, p->error);
	*size = reading.size;
	digests_end(p->digests);
	return status;
}

static int
payload_take(struct packing *p)
{
	struct os_list list;
	if (os_walk_all(p->arena, p->folder, &list, p->error) != 0)
		return -1;
	p->count = list.count;
	p->files = ARENA_ARRAY(p->arena, struct payload_file, list.count + 1);
	for (size_t i = 0; i < list.count; i++) {
		struct payload_file *file = &p->files[i];
		struct text path = text_of(list.items[i].path);
		file->path = path.at;
		if (list.items[i].type != OS_FILE)
			return fail(p, path.at,
			    _("only plain files go into a bag"));
		if (utf8_check(path) != path.len)
			return fail(p, path.at, _("the name is not UTF-8"));
		if (file_read(p, file, &file->size, NULL) != 0)
			return -1;
		digests_hex(p->digests, 0, file->digest);
		p->octets += file->size;
	}
	return 0;
}

/* ---- the tar ---- */

static la_ssize_t
bytes_go(struct archive *archive, void *context, const void *bytes, size_t len)
{
	struct packing *p = context;
	struct text piece = { bytes, len };
	(void)archive;
	if (p->failed)
		return (la_ssize_t)len;
	if (os_append(p->descriptor, p->path, piece, p->error) != 0)
		return -1;
	digests_put(p->whole, piece);
	return (la_ssize_t)len;
}

/* What the system said is in the error already, unless it was libarchive. */
static int
tar_fail(const struct packing *p)
{
	const char *said = library.archive_error_string(p->archive);
	return p->error->code != 0
	    ? -1
	    : fail(p, p->path, said == NULL ? "libarchive" : said);
}

static int
entry_begin(struct packing *p, const char *path, bool folder, uint64_t size)
{
	struct archive_entry *entry = library.archive_entry_new();
	if (entry == NULL)
		out_of_memory();
	library.archive_entry_set_pathname(entry,
	    arena_printf(p->arena, "%s/%s", p->name, path));
	library.archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
	library.archive_entry_set_perm(entry, folder ? 0755 : 0644);
	library.archive_entry_set_size(entry, (la_int64_t)size);
	library.archive_entry_set_mtime(entry, p->time, 0);
	int status = library.archive_write_header(p->archive, entry);
	library.archive_entry_free(entry);
	return status == ARCHIVE_OK ? 0 : tar_fail(p);
}

static int
piece_put(struct packing *p, struct text piece)
{
	la_ssize_t put =
	    library.archive_write_data(p->archive, piece.at, piece.len);
	return put == (la_ssize_t)piece.len ? 0 : tar_fail(p);
}

static int
payload_put(struct packing *p)
{
	char digest[DIGEST_HEX];
	if (p->count == 0)
		return entry_begin(p, "data", true, 0);
	for (size_t i = 0; i < p->count; i++) {
		const struct payload_file *file = &p->files[i];
		uint64_t size;
		const char *path =
		    arena_printf(p->arena, "data/%s", file->path);
		if (entry_begin(p, path, false, file->size) != 0 ||
		    file_read(p, file, &size, piece_put) != 0)
			return -1;
		digests_hex(p->digests, 0, digest);
		if (size != file->size || strcmp(digest, file->digest) != 0)
			return fail(p, file->path,
			    _("changed while it was packed"));
	}
	return 0;
}

/* ---- tag files ---- */

/* A file of the bag's own; its line goes into the tag manifest. */
static int
tag_put(struct packing *p, const char *name, const struct buf *bytes,
    struct buf *manifest)
{
	char digest[DIGEST_HEX];
	digests_put(p->digests, buf_text(bytes));
	digests_end(p->digests);
	digests_hex(p->digests, 0, digest);
	if (manifest != NULL)
		buf_printf(manifest, "%s  %s\n", digest, name);
	if (entry_begin(p, name, false, bytes->len) != 0)
		return -1;
	return bytes->len == 0 ? 0 : piece_put(p, buf_text(bytes));
}

/* A value is a line; it is folded where it is more, and no line is empty. */
static void
fact_put(struct buf *out, const char *label, const char *value)
{
	struct text rest = text_of(value), line;
	const char *before = "";
	buf_printf(out, "%s: ", label);
	while (bag_line_next(&rest, &line)) {
		line = text_trim(line);
		if (line.len == 0)
			continue;
		buf_puts(out, before);
		buf_putt(out, line);
		before = "\n ";
	}
	buf_putc(out, '\n');
}

static int
tags_put(struct packing *p, const struct bag_fact *facts, size_t count)
{
	enum { DECLARATION, INFO, MANIFEST, TAGS, TAG__MAX };
	static const char *const names[TAG__MAX] = { "bagit.txt",
		"bag-info.txt", "manifest-" ALGORITHM ".txt",
		"tagmanifest-" ALGORITHM ".txt" };
	struct buf tags[TAG__MAX] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	int status = 0;
	buf_puts(&tags[DECLARATION], "BagIt-Version: 1.0\n"
				     "Tag-File-Character-Encoding: UTF-8\n");
	for (size_t i = 0; i < count; i++)
		fact_put(&tags[INFO], facts[i].label, facts[i].value);
	fact_put(&tags[INFO], "Payload-Oxum",
	    arena_printf(p->arena, "%llu.%zu", (unsigned long long)p->octets,
		p->count));
	for (size_t i = 0; i < p->count; i++) {
		buf_printf(&tags[MANIFEST], "%s  data/", p->files[i].digest);
		bag_path_put(&tags[MANIFEST], text_of(p->files[i].path));
		buf_putc(&tags[MANIFEST], '\n');
	}
	for (int i = 0; i < TAG__MAX && status == 0; i++)
		status = tag_put(
		    p, names[i], &tags[i], i < TAGS ? &tags[TAGS] : NULL);
	for (int i = 0; i < TAG__MAX; i++)
		buf_free(&tags[i]);
	return status;
}

/* ---- the whole ---- */

static int
archive_put(struct packing *p, const struct bag_fact *facts, size_t count)
{
	p->archive = library.archive_write_new();
	if (p->archive == NULL)
		out_of_memory();
	library.archive_write_set_format_pax_restricted(p->archive);
	int status = library.archive_write_open(
			 p->archive, p, NULL, bytes_go, NULL) == ARCHIVE_OK
	    ? 0
	    : tar_fail(p);
	if (status == 0)
		status = tags_put(p, facts, count);
	if (status == 0)
		status = payload_put(p);
	if (status == 0 &&
	    library.archive_write_close(p->archive) != ARCHIVE_OK)
		status = tar_fail(p);
	p->failed = status != 0;
	library.archive_write_free(p->archive);
	return status;
}

static int
tar_put(struct packing *p, const struct bag_fact *facts, size_t count)
{
	struct utf8_locale utf8;
	struct os_error other;
	p->descriptor = os_create_own(p->path, p->error);
	if (p->descriptor < 0)
		return -1;
	int status = utf8_locale_begin(&utf8, p->error);
	if (status == 0) {
		status = archive_put(p, facts, count);
		utf8_locale_end(&utf8);
	}
	os_close(p->descriptor);
	if (status != 0)
		os_remove_tree(p->path, &other);
	return status;
}

int
bag_pack(struct arena *scratch, const char *folder, const char *path,
    const char *name, const char *day, const struct bag_fact *facts,
    size_t count, struct digest *digest, struct os_error *error)
{
	struct packing p = { .arena = scratch,
		.folder = folder,
		.path = path,
		.name = name,
		.time = date_between("1970-01-01", day) * 86400,
		.error = error };
	*error = (struct os_error){ .code = 0 };
	if (library_load() != 0)
		return fail(&p, path, _("libarchive is not installed"));
	p.digests = digests_new(of_files, 1);
	p.whole = digests_new(of_tar, 1);
	int status = payload_take(&p);
	if (status == 0)
		status = tar_put(&p, facts, count);
	if (status == 0) {
		digests_end(p.whole);
		*digest = digests_digest(p.whole, 0);
	}
	digests_free(p.digests);
	digests_free(p.whole);
	return status;
}
