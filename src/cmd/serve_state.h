/*
 * What a preview shows: a site as it was read, and of its editions those that
 * somebody looks at, each a view that pages are made from as they are asked
 * for.  Nothing is published from it, so that nobody looks for leaks here: that
 * is for the build that runs behind (serve_verify.h).
 *
 *	state_load()      all of it anew
 *	state_again()     the same after a change of some records
 *	state_patch()     … of one that bears on no other
 *	state_scripts()   what scripts make of that: figures, bulletins, pages
 *	state_look()      an edition that nobody has looked at yet
 *
 * After state_again() pages are shown as the view has them, and those that
 * scripts have a part in as they were until state_scripts() is done, some
 * moments later: is_due() says which.
 *
 * These are one thread's, the builder's.  It changes what others see with the
 * gate closed; who makes pages does so inside of it.  After an error all is as
 * it was before: what is shown is whole and without one, as far as those
 * functions look.
 */
#ifndef TONGBAO_CMD_SERVE_STATE_H
#define TONGBAO_CMD_SERVE_STATE_H

#include <stdatomic.h>
#include "base/lock.h"
#include "cmd/issues.h"
#include "cmd/make.h"
#include "cmd/serve_fault.h"
#include "render/print/print.h"
#include "scope/project.h"

/* What pages of an edition are made from. */
struct made {
	struct view *view; /* NULL: nobody looks at it */
	struct arena *planned;
	struct plan *plan; /* in it */
	/* What scripts added, for this view or an earlier one. */
	struct arena *added;
	struct additions *additions; /* in it */
	/* For texts of pages, when scripts have functions for elements. */
	struct edition_filter *elements; /* or NULL */
};

/* What an edition has beside pages and prints, whatever that is. */
struct shown_files {
	struct arena *arena; /* NULL: nobody has asked for it yet */
	struct table paths;  /* path → struct text *, as far as they are made */
	bool done, failed;
};

/* One edition. */
struct shown {
	struct made made;
	struct copies *copies;
	struct lock *elements_lock; /* a filter is one thread's at a time */
	struct shown_files files;
	bool failed;                /* it can't be made: faults say why */
	atomic_bool asked;          /* somebody did since the last change */
	atomic_bool wanted;         /* somebody waits for it … */
	atomic_bool files_wanted;   /* … for one of its files */
};

/* A bulletin on paper. */
struct shown_print {
	bool made, failed;
	struct buf pdf;
	atomic_bool wanted;
};

struct state {
	struct site_run run;
	struct make make; /* theme, figures, bulletins */
	struct gate *gate;
	struct arena *linked;   /* of a corpus that was read again; or NULL */
	struct arena *scripted; /* figures, bulletins */
	struct arena *theme;
	struct record_filter *filter; /* once a record was read again */
	struct issues_file issues;
	bool issues_loaded;
	struct shown *editions; /* as the site's, closed ones too */
	size_t edition_count;
	struct shown_print *prints; /* parallel to the bulletins */
	struct print_fonts *fonts;
	bool has_elements; /* some script has functions for elements */
	bool has_scripts;  /* there are some, or bulletins */
	bool due; /* scripts have not seen the last change */
	bool patched; /* nor have plans: what they know of all records is old */
};

/* Of who makes much, on any thread and outside of the gate. */
struct onlooker {
	bool (*is_stopped)(void *context); /* there is something newer to show */
	void (*file_kept)(void *context);  /* one more of them can be had */
	void *context;
};

/*
 * NULL after faults.  Editions that are looked at in `before` (or NULL) can be
 * shown at once.
 */
struct state *state_load(struct site_options options, struct gate *gate,
    const struct state *before, struct faults *faults);
/* Nobody may be in it. */
void state_free(struct state *state);

/*
 * `paths` of records, below content/.  0: it is shown; -1: there is an error; 1:
 * it can't be done so, load anew.  Faults are told whatever comes of it.
 */
int state_again(struct state *state, const char *const *paths, size_t count,
    struct faults *faults);
/*
 * The same of one record that has changed, if that bears on no other; 1: it
 * does, or there is something wrong, and nothing is told.
 */
int state_patch(struct state *state, const char *path, struct faults *faults);
/* -1 after an error; 1: the onlooker (or NULL) has stopped it, it is due. */
int state_scripts(struct state *state, const struct onlooker *onlooker,
    struct faults *faults);
/* After state_patch(), unless scripts have run. */
int state_plans(struct state *state, struct faults *faults);
int state_theme(struct state *state, struct faults *faults);
/* The edition of that number; its files. */
int state_look(struct state *state, size_t number, struct faults *faults);
/* 1: it was stopped, ask again. */
int state_files(struct state *state, size_t number,
    const struct onlooker *onlooker, struct faults *faults);
int state_print(struct state *state, size_t number, struct faults *faults);

/* ---- inside of the gate ---- */

/* One that is made, by its id; NULL when there is none. */
struct shown *state_edition(struct state *state, struct text id);
/* Is it yet to be seen what scripts make of the page? */
bool state_is_due(
    const struct state *state, const struct shown *shown,
    const struct page *page);
/* Can the page be made?  A bulletin may not be composed. */
bool state_has_page(const struct state *state, const struct page *page);
/* As a build makes it; -1 when the theme could not. */
int state_put_page(struct buf *buf, const struct state *state,
    struct shown *shown, const struct page *page);

#endif
