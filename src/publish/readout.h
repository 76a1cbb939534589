/*
 * What a reader of a file meets: between the files of the leak scan.
 *
 *   scan.c        which reader a file has; what is found in it
 *   readout.c     texts as they are read, and where in the file they stand
 *   scan_markup.c HTML, SVG, XML
 *   scan_plain.c  CSV, JSON, scripts, style sheets, text, other bytes
 *   scan_pdf.c    PDF
 *   scan_xlsx.c   XLSX
 *
 * There are two streams: what is shown, which goes on from one tag to the next,
 * and what lies aside (attributes, comments, metadata), piece by piece.  An
 * empty line parts what doesn't belong together.
 */
#ifndef TONGBAO_PUBLISH_READOUT_H
#define TONGBAO_PUBLISH_READOUT_H

#include "base/arena.h"
#include "base/buf.h"

/* From byte `at` of the stream on. */
struct readout_mark {
	size_t at;
	size_t place;     /* byte of the file, or page from 1 */
	const char *part; /* "href", "comment"; NULL: the text itself */
};

struct stream {
	struct buf bytes;
	struct readout_mark *marks;
	size_t count, capacity;
};

struct readout {
	struct arena *arena; /* of the marks and whatever a reader makes */
	const char *path;    /* of the file, EDITION/… */
	struct stream shown, aside;
	bool pages;  /* places are pages */
	bool rows;   /* places are rows of a table, 0 for none */
	bool binary; /* any bytes */
	bool unsought; /* nothing is looked for, but whether it can be read */
};

void readout_init(struct readout *readout);
void readout_free(struct readout *readout);
/* Empty again, for the next file; the arena is the caller's to reset. */
void readout_begin(struct readout *readout, struct arena *arena,
    const char *path);

void stream_mark(struct readout *readout, struct stream *stream,
    const char *part, size_t place);
/* Folded (base/fold.h). */
void stream_put(struct stream *stream, struct text text);
void stream_break(struct stream *stream);
/* A piece by itself in `aside`; an empty one is none. */
void readout_aside(struct readout *readout, const char *part, size_t place,
    struct text text);
/* What turns out to be markup once it is read is read as such, too. */
void readout_markup(struct readout *readout);
/* Text between percent signs once more, as it is without them. */
void readout_unescape(struct readout *readout);
/* Which mark a byte of the stream lies under; NULL: none. */
const struct readout_mark *stream_place(const struct stream *stream,
    size_t at);

/* -1: the bytes are no such file. */
typedef int scan_reader(struct readout *readout, struct text bytes);

scan_reader scan_html, scan_xml, scan_csv, scan_json, scan_script, scan_style,
    scan_plain, scan_bytes, scan_pdf, scan_xlsx;

/*
 * Markup that stands within something else, all of it at one place; `part` for
 * its text, or NULL.
 */
void markup_put(struct readout *readout, const char *part, size_t place,
    struct text markup);
/* JavaScript's and JSON's \u738B, \x41, \n; CSS' \738B. */
void script_put(struct stream *stream, struct text text);
void style_put(struct stream *stream, struct text text);

#endif
