#include "publish/scan.h"

#include <stdlib.h>
#include <strings.h>
#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "publish/readout.h"

/*
 * By the end of the file's name: who reads it.  Every kind of output has a line
 * here, or it is not published.
 */
static const struct {
	const char *ending;
	scan_reader *read;
	/* Only the theme or a release may bring it: nobody reads all of it. */
	bool theme;
	/* Read even if nothing is forbidden: who made it could not be sure. */
	bool always;
} readers[] = {
	{ ".html", scan_html, false, false },
	{ ".htm", scan_html, false, false },
	{ ".svg", scan_xml, false, false },
	{ ".xml", scan_xml, false, false },
	{ ".atom", scan_xml, false, false },
	{ ".csv", scan_csv, false, false },
	{ ".json", scan_json, false, false },
	{ ".webmanifest", scan_json, false, false },
	{ ".css", scan_style, false, false },
	{ ".js", scan_script, false, false },
	{ ".mjs", scan_script, false, false },
	{ ".txt", scan_plain, false, false },
	{ ".md", scan_plain, false, false }, /* in the archive */
	{ ".pdf", scan_pdf, false, false },
	{ ".xlsx", scan_xlsx, false, true },
	{ ".png", scan_bytes, true, false },
	{ ".jpg", scan_bytes, true, false },
	{ ".jpeg", scan_bytes, true, false },
	{ ".gif", scan_bytes, true, false },
	{ ".webp", scan_bytes, true, false },
	{ ".ico", scan_bytes, true, false },
	{ ".woff", scan_bytes, true, false },
	{ ".woff2", scan_bytes, true, false },
	{ ".ttf", scan_bytes, true, false },
	{ ".otf", scan_bytes, true, false },
};

/* A secret that was found, at the first of its places by the file's path. */
struct leak {
	enum secret_kind kind;
	struct span span;
	const char *text, *path, *where, *context;
	size_t files;
	size_t last; /* number of the worker's file that was counted last */
};

struct leaks {
	struct leak **items;
	size_t count, capacity;
	struct table by_secret;
};

struct scan {
	struct arena *arena;
	const struct edition *edition;
	const struct forbidden *forbidden;
	unsigned worker_count;
	struct scan_worker {
		struct arena *arena;   /* of what was found */
		struct arena *scratch; /* of a file */
		struct readout readout;
		struct leaks leaks;
		size_t files;
		size_t lines; /* of the file, in pieces before */
		size_t shown;    /* bytes of what was last read as they are shown */
		struct buf tail; /* of these */
	} *workers;
};

struct scan *
scan_open(struct arena *arena, const struct edition *edition,
    const struct forbidden *forbidden, unsigned workers)
{
	struct scan *scan = ARENA_NEW(arena, struct scan);
	*scan = (struct scan){ .arena = arena,
		.edition = edition,
		.forbidden = forbidden,
		.worker_count = workers };
	scan->workers =
	    ARENA_ARRAY(arena, struct scan_worker, scan->worker_count);
	for (unsigned i = 0; i < scan->worker_count; i++) {
		struct scan_worker *w = &scan->workers[i];
		w->arena = arena_new();
		w->scratch = arena_new();
		readout_init(&w->readout);
		table_init(&w->leaks.by_secret, w->arena);
	}
	return scan;
}

void
scan_close(struct scan *scan)
{
	for (unsigned i = 0; i < scan->worker_count; i++) {
		struct scan_worker *w = &scan->workers[i];
		readout_free(&w->readout);
		buf_free(&w->tail);
		arena_free(w->scratch);
		arena_free(w->arena);
	}
}

/* ---- where ---- */

#define CONTEXT_CHARACTERS 12

/* What stands around it, as it is read, on one line. */
static const char *
context_words(struct arena *arena, struct text text, size_t start, size_t end,
    bool binary)
{
	size_t from = start, to = end;
	if (binary)
		return arena_copy(arena, text.at + start, end - start);
	for (int i = 0; i < CONTEXT_CHARACTERS && from > 0; i++) {
		if (from >= 2 && memcmp(text.at + from - 2, "\n\n", 2) == 0)
			break;
		utf8_previous(text, &from);
	}
	for (int i = 0; i < CONTEXT_CHARACTERS && to < text.len; i++) {
		if (text.len - to >= 2 &&
		    memcmp(text.at + to, "\n\n", 2) == 0)
			break;
		utf8_next(text, &to);
	}
	char *words = arena_copy(arena, text.at + from, to - from);
	for (char *c = words; *c != '\0'; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return words;
}

static size_t
line_of(struct text bytes, size_t place)
{
	size_t end = place < bytes.len ? place : bytes.len;
	return 1 + text_lines(text_cut(bytes, 0, end));
}

static const char *
where_words(struct arena *arena, const struct readout *r,
    const struct readout_mark *mark, struct text bytes, size_t lines)
{
	const char *part = mark == NULL ? NULL : mark->part;
	size_t place = mark == NULL ? 0 : mark->place;
	/* Of a workbook's markup, once it is taken out, no part is known. */
	if (r->binary || (r->rows && part == NULL))
		return arena_string(arena, r->path);
	if (r->pages && place == 0)
		return arena_printf(arena, _("%s (%s)"), r->path,
		    part == NULL ? _("metadata") : part);
	if (r->pages)
		return part == NULL
		    ? arena_printf(arena, _("%s, page %zu"), r->path, place)
		    : arena_printf(arena, _("%s, page %zu (%s)"), r->path,
			  place, part);
	if (r->rows && place > 0)
		return arena_printf(arena, _("%s, row %zu (%s)"), r->path,
		    place, part);
	if (r->rows)
		return arena_printf(arena, _("%s (%s)"), r->path, part);
	size_t line = lines + line_of(bytes, place);
	return part == NULL
	    ? arena_printf(arena, _("%s, line %zu"), r->path, line)
	    : arena_printf(arena, _("%s, line %zu (%s)"), r->path, line, part);
}

/* ---- what was found ---- */

static struct leak *
leak_of(struct leaks *leaks, struct arena *arena, enum secret_kind kind,
    struct span span)
{
	/* Names and ids of one thing are written at one place. */
	const char *key = arena_printf(arena, "%d:%u:%u", (int)kind,
	    span.source, span.start);
	struct leak *leak = table_get(&leaks->by_secret, text_of(key));
	if (leak != NULL)
		return leak;
	leak = ARENA_NEW(arena, struct leak);
	*leak = (struct leak){ .kind = kind, .span = span };
	ARENA_ROOM(arena, leaks->items, leaks->count, leaks->capacity);
	leaks->items[leaks->count++] = leak;
	table_add(&leaks->by_secret, text_of(key), leak);
	return leak;
}

static void
hit_keep(struct scan_worker *w, const struct forbidden_hit *hit,
    struct text text, const struct readout_mark *mark, struct text bytes)
{
	const struct readout *r = &w->readout;
	struct leak *leak = leak_of(&w->leaks, w->arena, hit->kind, hit->span);
	if (leak->last == w->files)
		return;
	leak->last = w->files;
	leak->files++;
	if (leak->path != NULL && strcmp(leak->path, r->path) <= 0)
		return;
	leak->path = arena_string(w->arena, r->path);
	leak->text = arena_text(w->arena, hit->text).at;
	leak->where = where_words(w->arena, r, mark, bytes, w->lines);
	leak->context = context_words(w->arena, text, hit->start, hit->end,
	    r->binary);
}

static void
stream_scan(const struct scan *scan, struct scan_worker *w,
    const struct stream *stream, struct text bytes)
{
	struct forbidden_hit *hits;
	struct text text = buf_text(&stream->bytes);
	size_t count = forbidden_find(scan->forbidden, w->scratch, text,
	    w->readout.binary, &hits);
	for (size_t i = 0; i < count; i++)
		hit_keep(w, &hits[i], text,
		    stream_place(stream, hits[i].start), bytes);
}

static void
readout_scan(const struct scan *scan, struct scan_worker *w, struct text bytes)
{
	struct readout *r = &w->readout;
	if (!r->binary)
		readout_markup(r);
	readout_unescape(r);
	stream_scan(scan, w, &r->shown, bytes);
	stream_scan(scan, w, &r->aside, bytes);
}

/* The name as it stands, and in an address. */
static void
name_scan(const struct scan *scan, struct scan_worker *w, const char *path)
{
	struct readout *r = &w->readout;
	readout_begin(r, w->scratch, path);
	readout_aside(r, _("name of the file"), 0, text_of(path));
	readout_unescape(r);
	stream_scan(scan, w, &r->aside, TEXT_LIT(""));
}

/* ---- a file ---- */

static size_t
reader_find(const char *path)
{
	size_t count = sizeof(readers) / sizeof(*readers), length = strlen(path);
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(readers[i].ending);
		if (length > n &&
		    strcasecmp(path + length - n, readers[i].ending) == 0)
			return i;
	}
	return count;
}

/* Many times what is needed to know a passage. */
#define TAIL_LEAST ((size_t)1024)

/*
 * From an empty line on, over which no word goes: the rest of a longer one, or
 * of what is allowed, would be taken for a leak.
 */
static void
tail_keep(struct scan_worker *w)
{
	struct text shown =
	    text_cut(buf_text(&w->readout.shown.bytes), 0, w->shown);
	size_t from = shown.len > TAIL_LEAST ? shown.len - TAIL_LEAST : 0;
	while (from > 0 && !text_ends(text_cut(shown, 0, from), "\n\n"))
		from--;
	buf_clear(&w->tail);
	buf_putt(&w->tail, text_from(shown, from));
}

/* By the reader of that number; behind the piece before, if there is `more`. */
static void
bytes_scan(const struct scan *scan, struct scan_worker *w, size_t reader,
    const char *path, struct text bytes, bool more, struct diags *diags)
{
	struct readout *r = &w->readout;
	if (more)
		tail_keep(w);
	readout_begin(r, w->scratch, path);
	r->unsought = scan->forbidden == NULL;
	if (more) {
		stream_mark(r, &r->shown, NULL, 0);
		buf_putt(&r->shown.bytes, buf_text(&w->tail));
	}
	if (readers[reader].read(r, bytes) != 0)
		diag_at(diags, &rules[RULE_OUTPUT_UNREADABLE], SPAN_NONE,
		    "%s can't be read: it is damaged, locked, has other "
		    "files in it, or the library for it is missing "
		    "(libpoppler-glib, libarchive)",
		    path);
	w->shown = r->shown.bytes.len; /* markup in it is put behind */
	if (!r->unsought)
		readout_scan(scan, w, bytes);
	arena_reset(w->scratch);
}

void
scan_file(struct scan *scan, const char *path, struct text bytes,
    enum scan_origin origin, unsigned worker, struct diags *diags)
{
	size_t reader = reader_find(path);
	if (reader == sizeof(readers) / sizeof(*readers)) {
		diag_at(diags, &rules[RULE_OUTPUT_UNREADABLE], SPAN_NONE,
		    "%s is of a type that can't be looked through", path);
		return;
	}
	if (readers[reader].theme && origin == SCAN_MADE) {
		diag_at(diags, &rules[RULE_OUTPUT_UNREADABLE], SPAN_NONE,
		    "%s: only the theme may bring such a file", path);
		return;
	}
	if (scan->forbidden == NULL && !readers[reader].always)
		return;
	struct scan_worker *w = &scan->workers[worker];
	w->files++;
	w->lines = 0;
	if (scan->forbidden != NULL)
		name_scan(scan, w, path);
	bytes_scan(scan, w, reader, path, bytes, false, diags);
}

void
scan_more(struct scan *scan, const char *path, struct text bytes, size_t lines,
    unsigned worker, struct diags *diags)
{
	struct scan_worker *w = &scan->workers[worker];
	if (scan->forbidden == NULL)
		return;
	w->lines = lines;
	bytes_scan(scan, w, reader_find(path), path, bytes, true, diags);
}

/* ---- the report ---- */

static const char *
kind_words(enum secret_kind kind)
{
	switch (kind) {
	case SECRET_NAME:
		return N_("the name “%s”");
	case SECRET_PERSON:
		return N_("the id “%s” of a person");
	case SECRET_ORGANISATION_NAME:
		return N_("the organisation “%s”");
	case SECRET_ORGANISATION_ID:
		return N_("the id “%s” of an organisation");
	case SECRET_RECORD_ID:
		return N_("the record “%s”");
	case SECRET_ITEM:
		return N_("“%s” of a record");
	case SECRET_NUMBER:
		return N_("the document number “%s”");
	case SECRET_TEXT:
		break;
	}
	return N_("the text “%s”");
}

static void
leak_tell(const struct scan *scan, const struct leak *leak,
    struct diags *diags)
{
	size_t more = leak->files - 1;
	const char *what = arena_printf(scan->arena,
	    lang_text(kind_words(leak->kind)), leak->text);
	const char *where = more == 0
	    ? leak->where
	    : arena_printf(scan->arena,
		  lang_count("%s, and %zu more file", "%s, and %zu more files",
		      more),
		  leak->where, more);
	struct diag *d = diag_at(diags, &rules[RULE_LEAK], SPAN_NONE,
	    "%s: %s, which readers of “%s” may not see, as “%s”", where, what,
	    scan->edition->title, leak->context);
	diag_also(diags, d, leak->span, "%s", N_("here it is written"));
}

bool
scan_is_clean(const struct scan *scan)
{
	for (unsigned i = 0; i < scan->worker_count; i++)
		if (scan->workers[i].leaks.count > 0)
			return false;
	return true;
}

void
scan_report(struct scan *scan, struct diags *diags)
{
	struct leaks all = { 0 };
	table_init(&all.by_secret, scan->arena);
	for (unsigned i = 0; i < scan->worker_count; i++) {
		const struct leaks *from = &scan->workers[i].leaks;
		for (size_t j = 0; j < from->count; j++) {
			const struct leak *leak = from->items[j];
			struct leak *sum = leak_of(&all, scan->arena,
			    leak->kind, leak->span);
			size_t files = sum->files + leak->files;
			if (sum->path == NULL ||
			    strcmp(leak->path, sum->path) < 0)
				*sum = *leak;
			sum->files = files;
		}
	}
	for (size_t i = 0; i < all.count; i++)
		leak_tell(scan, all.items[i], diags);
}
