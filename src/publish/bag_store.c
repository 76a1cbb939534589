#include "publish/bag_store.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include "base/buf.h"
#include "base/lang.h"
#include "base/library.h"
#include "publish/utf8_locale.h"

#define CALLS(CALL) \
	CALL(archive_entry_filetype) \
	CALL(archive_entry_hardlink) \
	CALL(archive_entry_hardlink_utf8) \
	CALL(archive_entry_pathname) \
	CALL(archive_entry_pathname_utf8) \
	CALL(archive_entry_sparse_count) \
	CALL(archive_error_string) \
	CALL(archive_read_data) \
	CALL(archive_read_free) \
	CALL(archive_read_header_position) \
	CALL(archive_read_new) \
	CALL(archive_read_next_header) \
	CALL(archive_read_open) \
	CALL(archive_read_support_filter_gzip) \
	CALL(archive_read_support_format_tar)

LIBRARY("libarchive.so.13", CALLS)

#define PIECE ((size_t)1 << 16)

int
bag_store_open(struct arena *arena, const char *path, struct bag_store *store,
    struct os_error *error)
{
	*store = (struct bag_store){ .path = path };
	store->is_folder = os_type_target(path) == OS_FOLDER;
	if (store->is_folder)
		return os_walk_all(arena, path, &store->list, error);
	uint64_t size;
	int descriptor = os_open(path, true, &size, error);
	if (descriptor < 0)
		return -1;
	os_close(descriptor);
	return 0;
}

/* ---- a folder ---- */

static int
piece_visit(void *context, struct text piece)
{
	const struct bag_visitor *visitor = context;
	visitor->piece(visitor->context, piece);
	return 0;
}

static int
file_read(const struct bag_visitor *visitor, const char *path,
    struct os_error *error)
{
	if (os_read_pieces(path, false, piece_visit, (void *)visitor, error) !=
	    0)
		return -1;
	visitor->end(visitor->context);
	return 0;
}

static enum bag_read
folder_read(const struct bag_store *store,
    const struct bag_visitor *visitor, struct os_error *error)
{
	static const enum bag_kind kinds[] = { [OS_FILE] = BAG_FILE,
		[OS_FOLDER] = BAG_FOLDER,
		[OS_LINK] = BAG_LINK,
		[OS_OTHER] = BAG_DEVICE };
	struct buf full = BUF_INIT;
	int status = 0;
	for (size_t i = 0; i < store->list.count && status == 0; i++) {
		const struct os_found *found = &store->list.items[i];
		struct bag_entry entry = { .path = text_of(found->path),
			.kind = kinds[found->type] };
		buf_clear(&full);
		buf_printf(&full, "%s/%s", store->path, found->path);
		if (visitor->entry(visitor->context, &entry))
			status = file_read(visitor, full.at, error);
	}
	buf_free(&full);
	return status == 0 ? BAG_READ : BAG_UNREAD;
}

/* ---- a tar ---- */

struct taring {
	struct arena *arena;
	struct bag_store *store;
	struct os_error *error;
	int descriptor;
	bool failed; /* the file itself could not be read */
	char *bytes; /* of the file */
	char *piece; /* of an entry */
	struct archive *archive;
};

static la_ssize_t
bytes_come(struct archive *archive, void *context, const void **bytes)
{
	struct taring *t = context;
	(void)archive;
	long got = os_read_piece(
	    t->descriptor, t->store->path, t->bytes, PIECE, t->error);
	t->failed = t->failed || got < 0;
	*bytes = t->bytes;
	return got;
}

/* UTF-8 where it is that, else the bytes as they are. */
static struct text
entry_path(struct archive_entry *entry)
{
	const char *path = library.archive_entry_pathname_utf8(entry);
	if (path == NULL)
		path = library.archive_entry_pathname(entry);
	return path == NULL ? TEXT_LIT("") : text_of(path);
}

static enum bag_kind
entry_kind(struct archive_entry *entry)
{
	if (library.archive_entry_hardlink_utf8(entry) != NULL ||
	    library.archive_entry_hardlink(entry) != NULL)
		return BAG_HARD_LINK;
	switch (library.archive_entry_filetype(entry)) {
	case AE_IFREG:
		return library.archive_entry_sparse_count(entry) > 0
		    ? BAG_SPARSE
		    : BAG_FILE;
	case AE_IFDIR:
		return BAG_FOLDER;
	case AE_IFLNK:
		return BAG_LINK;
	default:
		return BAG_DEVICE;
	}
}

static int
tar_break(struct taring *t)
{
	const char *said = library.archive_error_string(t->archive);
	t->store->reason = arena_string(t->arena,
	    said == NULL || *said == '\0' ? _("this is no tar") : said);
	return -1;
}

static int
entry_read(struct taring *t, const struct bag_visitor *visitor)
{
	la_ssize_t got;
	while ((got = library.archive_read_data(
		    t->archive, t->piece, PIECE)) > 0)
		visitor->piece(visitor->context,
		    (struct text){ t->piece, (size_t)got });
	if (got < 0)
		return tar_break(t);
	visitor->end(visitor->context);
	return 0;
}

/* -1 when the tar is broken, or can't be read. */
static int
entries_read(struct taring *t, const struct bag_visitor *visitor)
{
	struct archive_entry *entry;
	for (;;) {
		int status =
		    library.archive_read_next_header(t->archive, &entry);
		uint64_t position = (uint64_t)
		    library.archive_read_header_position(t->archive);
		t->store->end = position;
		if (status == ARCHIVE_EOF)
			return 0;
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
			return tar_break(t);
		struct bag_entry e = { .path = entry_path(entry),
			.kind = entry_kind(entry),
			.position = position };
		if (visitor->entry(visitor->context, &e) &&
		    entry_read(t, visitor) != 0)
			return -1;
	}
}

static enum bag_read
tar_pass(struct taring *t, const struct bag_visitor *visitor)
{
	t->archive = library.archive_read_new();
	if (t->archive == NULL)
		out_of_memory();
	library.archive_read_support_filter_gzip(t->archive);
	library.archive_read_support_format_tar(t->archive);
	int status = library.archive_read_open(
	    t->archive, t, NULL, bytes_come, NULL);
	status = status != ARCHIVE_OK ? tar_break(t) : entries_read(t, visitor);
	library.archive_read_free(t->archive);
	if (t->failed)
		return BAG_UNREAD;
	return status == 0 ? BAG_READ : BAG_BROKEN;
}

static enum bag_read
tar_read(struct arena *arena, struct bag_store *store,
    const struct bag_visitor *visitor, struct os_error *error)
{
	uint64_t size;
	struct utf8_locale utf8;
	struct taring t = { .arena = arena, .store = store, .error = error,
		.bytes = arena_take(arena, PIECE),
		.piece = arena_take(arena, PIECE) };
	*error = (struct os_error){ .code = ENOENT };
	if (library_load() != 0) {
		snprintf(error->message, sizeof(error->message), "%s",
		    _("libarchive is not installed"));
		return BAG_UNREAD;
	}
	t.descriptor = os_open(store->path, true, &size, error);
	if (t.descriptor < 0)
		return BAG_UNREAD;
	enum bag_read status = BAG_UNREAD;
	if (utf8_locale_begin(&utf8, error) == 0) {
		status = tar_pass(&t, visitor);
		utf8_locale_end(&utf8);
	}
	os_close(t.descriptor);
	return status;
}

enum bag_read
bag_store_read(struct arena *arena, struct bag_store *store,
    const struct bag_visitor *visitor, struct os_error *error)
{
	return store->is_folder ? folder_read(store, visitor, error)
				: tar_read(arena, store, visitor, error);
}
