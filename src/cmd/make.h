/*
 * The recipe of an edition, from the labelled corpus to bytes: project,
 * compose, render.  Where the bytes go is the caller's to say: into a stage
 * (`build`), or to be compared (`prove`).
 *
 *	make_open(&make)          the theme
 *	make_bulletins(&make)     each once, from its own edition
 *	make_editions(&make)      all, or make_edition() one
 *	make_close(&make)
 *
 * Each file is looked through for leaks on the way (publish/scan.h); what was
 * found is a fault once the edition is made.
 *
 * Faults are in run->diags; who finds an error there has no use for the bytes.
 */
#ifndef TONGBAO_CMD_MAKE_H
#define TONGBAO_CMD_MAKE_H

#include "base/os.h"
#include "cmd/site.h"
#include "compose/page.h"
#include "publish/scan.h"

/* Takes a finished file; `path` is EDITION/…  Called on any thread. */
struct make_sink {
	int (*put)(void *context, const char *path, struct text bytes,
	    struct os_error *error); /* -1: see error */
	void *context;
};

struct make {
	struct site_run *run; /* settings, scripts, labels, memory, faults */
	const struct corpus *corpus; /* what the editions are made from */
	const struct policy *policy; /* its labels */
	/* By edition; an entry that is NULL: no tallies.  NULL: none has any. */
	struct figures *const *figures;
	struct make_sink sink;
	/* The bytes are only compared: nobody looks for leaks in them. */
	bool unscanned;

	struct theme *theme;
	struct print_fonts *fonts; /* lent, or NULL: then opened as needed */
	bool paperless; /* no PDFs, for who tries thousands of sites */
	struct bulletins bulletins;
	struct buf *prints; /* parallel to bulletins: the PDFs */
	size_t *pages;      /* made, by edition */
	struct scan *scan;  /* of the edition that is being made */
	struct text *spoken; /* the theme's files that are text */
	size_t spoken_count;
	atomic_bool *needed; /* parallel to the site's allowances */
};

int make_open(struct make *make); /* -1 after diagnostics */
/* The site's theme, in an arena; NULL after diagnostics. */
struct theme *make_theme(const struct make *make, struct arena *arena,
    struct diags *diags);
/* What an edition has beside its pages, prints and the theme's assets. */
void make_files(struct make *make, const struct view *view);
void make_bulletins(struct make *make);
/* Only from the editions that are true in `from`; without the check below. */
void make_bulletins_of(struct make *make, const bool *from);
/* Composes those that are made from this edition; there is room for them. */
void make_bulletins_in(struct make *make, const struct view *view);
/* A bulletin that its own edition may not see could be shown to nobody. */
void make_bulletins_check(struct make *make, const bool *from);
void make_edition(struct make *make, size_t number);
/* All of them, up to the first that fails; then what site.yaml allows in vain. */
void make_editions(struct make *make);
void make_close(struct make *make);

#endif
