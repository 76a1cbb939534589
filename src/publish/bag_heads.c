#include "publish/bag_heads.h"

#include <archive.h>
#include "base/buf.h"
#include "base/end.h"
#include "base/lang.h"
#include "base/library.h"

#define CALLS(CALL) \
	CALL(archive_read_data) \
	CALL(archive_read_free) \
	CALL(archive_read_new) \
	CALL(archive_read_next_header) \
	CALL(archive_read_open) \
	CALL(archive_read_support_filter_gzip) \
	CALL(archive_read_support_format_raw)

LIBRARY("libarchive.so.13", CALLS)

#define PIECE ((size_t)1 << 16)
#define BLOCK ((size_t)512)
#define BODY_MOST ((size_t)1 << 20) /* as libarchive has it */

/* ---- the bytes of a tar ---- */

struct heads {
	const char *path;
	struct os_error *error;
	int descriptor;
	bool failed;   /* the file itself could not be read */
	char *packed;  /* of the file */
	struct archive *archive;
	char *piece;   /* of the tar */
	size_t at, end; /* of it: what was not taken yet */
	uint64_t position; /* of piece[at] in the tar */
	bool broken;   /* no more can be unpacked */
	bool sized;    /* a record of pax says how long the entry at hand is */
	struct buf body; /* of the header at hand */
};

static la_ssize_t
bytes_come(struct archive *archive, void *context, const void **bytes)
{
	struct heads *h = context;
	(void)archive;
	long got = os_read_piece(
	    h->descriptor, h->path, h->packed, PIECE, h->error);
	h->failed = h->failed || got < 0;
	*bytes = h->packed;
	return got;
}

/* Is there one more? */
static bool
has_more(struct heads *h)
{
	if (h->at < h->end)
		return true;
	la_ssize_t got = h->broken
	    ? 0
	    : library.archive_read_data(h->archive, h->piece, PIECE);
	h->broken = h->broken || got < 0;
	h->at = 0;
	h->end = got > 0 ? (size_t)got : 0;
	return h->end > 0;
}

/* Takes so many, or what there is, into `to` unless that is NULL. */
static size_t
take(struct heads *h, char *to, uint64_t count)
{
	uint64_t taken = 0;
	while (taken < count && has_more(h)) {
		size_t more = h->end - h->at;
		if (more > count - taken)
			more = (size_t)(count - taken);
		if (to != NULL)
			memcpy(to + taken, h->piece + h->at, more);
		h->at += more;
		h->position += more;
		taken += more;
	}
	return (size_t)taken;
}

/* ---- headers ---- */

/* SIZE_MAX: more than is read, or not as it is always written. */
static size_t
size_of(const char block[BLOCK])
{
	size_t size = 0, i = 124;
	for (; i < 136 && block[i] >= '0' && block[i] <= '7'; i++)
		size = size * 8 + (size_t)(block[i] - '0');
	bool ends = i == 136 || block[i] == '\0' || block[i] == ' ';
	return i == 124 || !ends || size > BODY_MOST ? SIZE_MAX : size;
}

/* “20 mtime=1292803200\n”: cut off what follows; false when it is none. */
static bool
record_take(struct text *rest, struct text *record)
{
	size_t len = 0, digits = 0;
	while (digits < rest->len && ascii_is_digit(rest->at[digits]) &&
	    len <= rest->len)
		len = len * 10 + (size_t)(rest->at[digits++] - '0');
	if (digits == 0 || len > rest->len || len < digits + 2 ||
	    rest->at[digits] != ' ' || rest->at[len - 1] != '\n')
		return false;
	*record = (struct text){ rest->at + digits + 1, len - digits - 2 };
	*rest = text_from(*rest, len);
	return true;
}

/* By which a file has another name, or other bytes, for some only. */
static bool
is_ambiguous(struct text record)
{
	static const char path[] = "path=";
	return text_starts(record, "GNU.sparse.") ||
	    text_starts(record, "SCHILY.realsize=") ||
	    text_starts(record, "SUN.holesdata=") ||
	    (text_starts(record, path) &&
		(record.len == strlen(path) ||
		    memchr(record.at, '\0', record.len) != NULL));
}

static const char *
records_look(struct heads *h, struct text rest, bool of_all)
{
	struct text record;
	while (rest.len > 0) {
		if (!record_take(&rest, &record))
			return N_("a header in the tar is not what it says it is");
		h->sized = h->sized || text_starts(record, "size=");
		if (of_all && !text_starts(record, "comment="))
			return N_("a header in the tar holds for all files behind it");
		if (is_ambiguous(record))
			return N_("not all programs take a header in the tar alike");
	}
	return NULL;
}

/* Of a kind that belongs to the next header: what is odd about it. */
static const char *
header_look(struct heads *h, const char block[BLOCK])
{
	char kind = block[156];
	size_t size = size_of(block);
	if (kind == 'A' || kind == 'V' || kind == 'X')
		return N_("not all programs know the kind of a header in the tar");
	if (size == SIZE_MAX)
		return N_("a header in the tar is not what it says it is");
	buf_clear(&h->body);
	buf_reserve(&h->body, size);
	h->body.len = take(h, h->body.at, size);
	take(h, NULL, (BLOCK - size % BLOCK) % BLOCK);
	return kind == 'g' || kind == 'x'
	    ? records_look(h, buf_text(&h->body), kind == 'g')
	    : NULL;
}

/*
 * Which of two that name one file counts depends on who reads them.  GNU has one
 * for a long name and one for a long link, pax one for all.
 */
static bool
is_one_too_many(const char *seen, char kind)
{
	return kind == 'x' ? *seen != '\0'
			   : strchr(seen, 'x') != NULL ||
		strchr(seen, kind) != NULL;
}

/* The entry's own: of a kind that all know, and no folder with bytes. */
static const char *
own_look(const struct heads *h, const char block[BLOCK], bool is_folder)
{
	bool empty = !h->sized;
	for (size_t i = 124; i < 136; i++)
		empty = empty && memchr("0 ", block[i], 3) != NULL;
	if (memchr("01234567", block[156], 9) == NULL)
		return N_("not all programs know the kind of a header in the tar");
	return is_folder && !empty ? N_("a folder in the tar has bytes") : NULL;
}

/*
 * Of one entry: headers up to its own, which is left in `block`.  Zeros where
 * there is none.
 */
static const char *
entry_look(struct heads *h, const struct bag_start *start, char block[BLOCK])
{
	static const char before[] = { 'A', 'K', 'L', 'V', 'X', 'g', 'x' };
	uint64_t position = start->position;
	char seen[4] = "";
	const char *odd = NULL;
	h->sized = false;
	do {
		memset(block, 0, BLOCK);
		if (position < h->position)
			return N_("a header in the tar is not what it says it is");
		take(h, NULL, position - h->position);
		take(h, block, BLOCK);
		if (memchr(before, block[156], sizeof(before)) == NULL)
			return own_look(h, block, start->is_folder);
		char kind = block[156];
		odd = header_look(h, block);
		if (odd == NULL && kind != 'g' && is_one_too_many(seen, kind))
			odd = N_("two headers in the tar name one file");
		else if (odd == NULL && kind != 'g')
			seen[strlen(seen)] = kind;
		position = h->position;
	} while (odd == NULL);
	return odd;
}

/* Zeros to the last one. */
static const char *
end_look(struct heads *h, const char block[BLOCK])
{
	bool zeros = true;
	for (size_t i = 0; i < BLOCK; i++)
		zeros = zeros && block[i] == '\0';
	while (zeros && has_more(h)) {
		zeros = h->piece[h->at++] == '\0';
		h->position++;
	}
	if (h->broken)
		return N_("the tar can't be unpacked to its last byte");
	return zeros ? NULL : N_("there is something behind the end of the tar");
}

static void
all_look(struct heads *h, const struct bag_start *starts, size_t count,
    struct bag_odd *odd)
{
	char block[BLOCK] = { 0 };
	for (size_t i = 0; i < count && odd->what == NULL; i++) {
		odd->number = i;
		odd->what = entry_look(h, &starts[i], block);
	}
	if (odd->what == NULL)
		odd->what = end_look(h, block);
}

int
bag_heads_look(struct arena *arena, const char *path,
    const struct bag_start *starts, size_t count, struct bag_odd *odd,
    struct os_error *error)
{
	struct heads h = { .path = path, .error = error, .body = BUF_INIT,
		.packed = arena_take(arena, PIECE),
		.piece = arena_take(arena, PIECE) };
	struct archive_entry *entry;
	uint64_t size;
	*odd = (struct bag_odd){ .what = NULL };
	h.descriptor = os_open(path, true, &size, error);
	if (h.descriptor < 0)
		return -1;
	h.archive = library_load() == 0 ? library.archive_read_new() : NULL;
	if (h.archive == NULL)
		out_of_memory();
	library.archive_read_support_filter_gzip(h.archive);
	library.archive_read_support_format_raw(h.archive);
	h.broken = library.archive_read_open(
		       h.archive, &h, NULL, bytes_come, NULL) != ARCHIVE_OK ||
	    library.archive_read_next_header(h.archive, &entry) != ARCHIVE_OK;
	all_look(&h, starts, count, odd);
	library.archive_read_free(h.archive);
	buf_free(&h.body);
	os_close(h.descriptor);
	return h.failed ? -1 : 0;
}
