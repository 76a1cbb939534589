/*
 * Between the files of an edition's making:
 *
 *   make.c        editions, bulletins, the whole
 *   make_pages.c  the files of an edition that are made of its plan
 *   beside.c      those beside its pages (beside.h)
 */
#ifndef TONGBAO_CMD_MAKE_PARTS_H
#define TONGBAO_CMD_MAKE_PARTS_H

#include "cmd/make.h"

/* One file: whose it is, and which worker has it. */
struct putting {
	const struct edition *edition;
	enum scan_origin origin;
	unsigned worker;
	struct diags *diags;
	/* So much of the file, in bytes and lines, was put before; 0: it begins. */
	size_t bytes, lines;
};

/* To the sink, looked through on the way; `path` is the worker's, for any use. */
void make_put_file(struct make *make, struct putting putting, struct buf *path,
    const char *name, struct text bytes);
/* NULL: there are none. */
const struct figures *make_edition_figures(
    const struct make *make, const struct edition *edition);
/*
 * Pages, prints, what programs read, the search: what make->share says, or all.
 * `forbidden` and `filtered` are as make_files() has them.
 */
void make_pages_put(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, bool filtered);
/* From here on make->scan looks through what is put, to make_scan_end(). */
void make_scan_begin(struct make *make, const struct view *view,
    const struct forbidden *forbidden);
void make_scan_end(struct make *make);

#endif
