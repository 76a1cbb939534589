#include "cmd/kept_parts.h"

#include "base/keep.h"

struct kept_piece {
	size_t at, len; /* in the file */
	struct kept_made made;
	bool stands;
};

struct kept_pieces {
	struct kept_pages *kept;
	struct kept_worker *worker;
	const char *path; /* of what is kept of it */
	struct text bytes; /* of that, or nothing */
	struct page_file file;
	struct kept_piece *items;
	size_t count;
	bool stand;
	/* The file that was made is read on and on, where some of it stands. */
	struct {
		const char *path;
		int descriptor; /* -1: it is not */
		size_t at;
	} was;
};

/* Its folders with it, in one name. */
static const char *
pieces_path(
    const struct kept_pages *kept, struct arena *arena, const char *name)
{
	char *own = arena_string(arena, name);
	for (char *p = own; *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	return arena_printf(arena, "%s/file-%zu-%s",
	    kept->wish.keeping->folder, kept->wish.edition, own);
}

static void
planned_put(const struct kept_pieces *pieces, size_t number)
{
	struct buf *out = &pieces->worker->scratch;
	buf_clear(out);
	pack_text(out, pieces->file.name);
	pack_number(out, number);
}

/* ---- what is kept of it ---- */

static void
pieces_put(struct buf *out, const struct kept_pieces *pieces)
{
	page_file_put(out, &pieces->file);
	pack_number(out, pieces->count);
	for (size_t i = 0; i < pieces->count; i++) {
		const struct kept_piece *piece = &pieces->items[i];
		pack_number(out, piece->at);
		pack_number(out, piece->len);
		kept_made_put(out, &piece->made);
	}
}

static void
piece_read(struct unpack *from, struct arena *arena, struct kept_piece *piece)
{
	piece->at = (size_t)unpack_number(from);
	piece->len = (size_t)unpack_number(from);
	kept_made_read(from, arena, &piece->made);
}

/* How many; 0 when they are broken. */
static size_t
pieces_read(struct kept_pieces *pieces, struct unpack *from,
    struct page_file *file, struct kept_piece **items)
{
	struct arena *arena = pieces->worker->arena;
	*file = page_file_read(from);
	size_t count = unpack_count(from);
	*items = ARENA_ARRAY(arena, struct kept_piece, count);
	for (size_t i = 0; i < count && !from->failed; i++)
		piece_read(from, arena, &(*items)[i]);
	return unpack_failed(from) ? 0 : count;
}

/* ---- does it stand? ---- */

static bool
is_within(const struct kept_piece *piece, size_t size)
{
	return piece->at <= size && piece->len <= size - piece->at;
}

/* How many of them would be made again as they are. */
static size_t
pieces_compare(struct kept_pieces *pieces, const struct kept_piece *before,
    size_t count, size_t size)
{
	size_t standing = 0;
	for (size_t i = 0; i < count && i < pieces->count; i++) {
		struct kept_piece *now = &pieces->items[i];
		planned_put(pieces, i);
		if (!is_within(&before[i], size) ||
		    !kept_made_is_same(
			pieces->kept, pieces->worker, &before[i].made))
			continue;
		*now = before[i];
		now->stands = true;
		standing++;
	}
	return standing;
}

/* What stands, unless it is not what was looked at. */
static void
was_open(struct kept_pieces *pieces, size_t size)
{
	struct os_error unheard;
	uint64_t now;
	pieces->was.path = kept_file_path(
	    pieces->kept, pieces->worker->arena, &pieces->file);
	pieces->was.descriptor =
	    os_open(pieces->was.path, false, &now, &unheard);
	if (pieces->was.descriptor >= 0 && now != size) {
		os_close(pieces->was.descriptor);
		pieces->was.descriptor = -1;
	}
}

static void
before_look(struct kept_pieces *pieces, struct unpack *from)
{
	struct page_file file;
	struct kept_piece *before;
	size_t count = pieces_read(pieces, from, &file, &before);
	if (count == 0 || !text_equal(file.name, pieces->file.name) ||
	    !page_file_stands(pieces->kept, &file))
		return;
	size_t size = (size_t)file.signature.size;
	pieces->file.signature = file.signature;
	pieces->file.staged = file.staged;
	size_t standing = pieces_compare(pieces, before, count, size);
	pieces->stand = standing == count && count == pieces->count;
	if (standing > 0 && !pieces->stand)
		was_open(pieces, size);
}

struct kept_pieces *
kept_pieces_open(struct kept_pages *kept, const char *name, size_t count,
    unsigned worker)
{
	struct kept_worker *w = &kept->workers[worker];
	struct kept_pieces *pieces = ARENA_NEW(w->arena, struct kept_pieces);
	struct text bytes;
	struct unpack body;
	*pieces = (struct kept_pieces){ .kept = kept,
		.worker = w,
		.path = pieces_path(kept, w->arena, name),
		.file = { .name = text_of(name) },
		.items = ARENA_ARRAY(w->arena, struct kept_piece, count),
		.count = count,
		.was = { .descriptor = -1 } };
	if (keep_read(pieces->path, kept->key, &bytes, &body)) {
		before_look(pieces, &body);
		pieces->bytes = bytes;
	}
	return pieces;
}

const struct page_file *
kept_pieces_stand(const struct kept_pieces *pieces)
{
	return pieces->stand ? &pieces->file : NULL;
}

/* The next so many bytes; false: there are none such. */
static bool
bytes_read(struct kept_pieces *pieces, char *to, size_t len)
{
	struct os_error unheard;
	while (len > 0) {
		long n = os_read_piece(pieces->was.descriptor,
		    pieces->was.path, to, len, &unheard);
		if (n <= 0)
			return false;
		to += n;
		len -= (size_t)n;
		pieces->was.at += (size_t)n;
	}
	return true;
}

bool
kept_piece_take(struct kept_pieces *pieces, size_t number, struct buf *out)
{
	struct kept_piece *piece = &pieces->items[number];
	size_t gap = piece->at - pieces->was.at;
	if (!piece->stands || pieces->was.descriptor < 0 ||
	    piece->at < pieces->was.at)
		return false;
	buf_reserve(out, gap + piece->len);
	char *to = out->at + out->len;
	if (!bytes_read(pieces, to, gap + piece->len)) {
		*to = '\0';
		return false;
	}
	memmove(to, to + gap, piece->len);
	out->len += piece->len;
	out->at[out->len] = '\0';
	return true;
}

/* ---- what is made ---- */

void
kept_piece_begin(struct kept_pieces *pieces)
{
	trace_begin(&pieces->worker->trace, pieces->worker->arena);
}

void
kept_piece_end(struct kept_pieces *pieces, size_t number, bool clean)
{
	trace_end();
	planned_put(pieces, number);
	pieces->items[number] = (struct kept_piece){ .stands = false };
	if (clean)
		kept_made_take(pieces->kept, pieces->worker,
		    &pieces->items[number].made);
}

void
kept_piece_place(
    struct kept_pieces *pieces, size_t number, size_t at, size_t len)
{
	pieces->items[number].at = at;
	pieces->items[number].len = len;
}

void
kept_pieces_close(struct kept_pieces *pieces, bool made)
{
	struct buf *out = &pieces->worker->scratch;
	if (made) {
		page_file_sign(pieces->kept, &pieces->file);
		buf_clear(out);
		pieces_put(out, pieces);
		keep_write(pieces->path, pieces->kept->key, buf_text(out));
	}
	if (pieces->was.descriptor >= 0)
		os_close(pieces->was.descriptor);
	if (pieces->bytes.at != NULL)
		os_unmap(pieces->bytes);
	arena_reset(pieces->worker->arena);
}
