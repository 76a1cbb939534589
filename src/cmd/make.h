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
#include "cmd/kept_pages.h"
#include "cmd/site.h"
#include "compose/page.h"
#include "publish/scan.h"
#include "render/search.h"

/* Where records go in an edition, if they do. */
#define MAKE_RECORDS "records/"

/* `path` is EDITION/…; -1: see error.  Called on any thread. */
typedef int make_take(void *context, const char *path, struct text bytes,
    struct os_error *error);

/* Takes finished files. */
struct make_sink {
	make_take *put;
	void *context;
	/* More of one that was put, by the same thread; NULL: each is put whole. */
	make_take *add;
};

/*
 * A share of an edition's pages, where several processes make them (shards.h).
 * Pages go by groups of the search, so that each text of it is made by one.
 * Share 0 has all that is of the whole edition: the groups with such a page or
 * with a bulletin, all files beside pages.  The others have the rest in equal
 * runs.
 */
struct make_share {
	unsigned share, shares; /* 0 … shares */
	/* What of each edition's search is its own, as texts; or NULL. */
	struct buf *searches;
	/* Of share 0, the whole edition; `forbidden` may be NULL; or NULL. */
	void (*take_edition)(void *context, const struct plan *plan,
	    const struct forbidden *forbidden);
	void *context;
};

struct make {
	struct site_run *run; /* settings, scripts, labels, memory, faults */
	const struct corpus *corpus; /* what the editions are made from */
	const struct policy *policy; /* its labels */
	/* By edition, closed ones too; an entry that is NULL: no tallies.  NULL: none has any. */
	struct figures *const *figures;
	struct make_sink sink;
	const struct make_share *share; /* NULL: all pages, and the search's index */
	/* The sink's is a stage beside what an earlier build published; or NULL. */
	const struct page_keeping *keeping;
	/* The bytes are only compared: nobody looks for leaks in them. */
	bool unscanned;

	/* Nobody asks the run's corpus after its editions: the last ends it. */
	bool ends_corpus;

	/* Made ahead, for who opens its edition first; or NULL. */
	struct view *early;
	struct theme *theme;
	struct print_fonts *fonts; /* lent, or NULL: then opened as needed */
	/* Each record as its readers see it goes to the sink, too: records/ID.md. */
	bool with_records;
	bool paperless; /* no PDFs, for who tries thousands of sites */
	const char *only; /* id of the one bulletin that is made; NULL: all */
	bool withdrawn;   /* it was: its print says so */
	struct bulletins bulletins;
	struct buf *prints; /* parallel to bulletins: the PDFs */
	size_t *pages;      /* made, by edition */
	struct scan *scan;  /* of the edition that is being made */
	atomic_bool *needed; /* parallel to the site's allowances */
};

/*
 * Each record of a view as its readers see it, as records/ID.md holds it; the
 * bytes are good for that call.
 */
void make_records(const struct view *view, struct arena *scratch,
    void (*put)(void *context, const char *id, struct text bytes),
    void *context);
int make_open(struct make *make); /* -1 after diagnostics */
/*
 * What all editions may be told of the tallies, if there are any, as a build
 * into `output` would tell it (NULL: the first one).  -1 after diagnostics.
 */
int make_figures(struct make *make, const char *output);
/* For a plan: does the theme have such a template? */
bool make_has_template(const void *theme, const char *name);
/*
 * Every file of an edition, to the sink; without bulletins on paper when
 * make->prints is NULL.  `forbidden`: what must not stand in them, or NULL.
 * `filtered`: some script has functions for elements.
 */
void make_files(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, bool filtered);
/*
 * The pages of make->share, where another process opened the edition: without
 * the corpus, looked through for what is forbidden (or NULL).
 */
void make_pages(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden);
/* The files that join the shares' searches, which search was given. */
void make_index(struct make *make, const struct plan *plan,
    const struct forbidden *forbidden, struct search *search);
void make_bulletins(struct make *make);
/* How many records are bulletins, of the edition or (NULL) of any. */
size_t make_bulletin_count(
    const struct corpus *corpus, const struct edition *edition);
/* None are made yet: room for all of them. */
void make_bulletins_begin(struct make *make);
/* Only from the editions that are true in `from`; without the check below. */
void make_bulletins_of(struct make *make, const bool *from);
/* Composes those that are made from this edition; there is room for them. */
void make_bulletins_in(struct make *make, const struct view *view);
/* A bulletin that its own edition may not see could be shown to nobody. */
void make_bulletins_check(struct make *make, const bool *from);
void make_edition(struct make *make, size_t number);
/*
 * Makes one page of an edition and hands what its template gets to `show`; not
 * for keeping.  `word` is its address, with or without .html, a record's id or
 * a kind of page.  -1 after diagnostics, 1 when the edition has no such page.
 */
int make_page(struct make *make, size_t number, const char *word,
    void (*show)(void *context, const struct value *data), void *context);
/*
 * Lends what an edition sees, and the filters over it, to who makes something
 * else of it; the corpus is locked meanwhile.  What is handed to make->scan,
 * which is there unless nobody looks for leaks, is looked through.  -1 after
 * diagnostics, when nothing could be lent.
 */
int make_view(struct make *make, const struct edition *edition,
    void (*use)(void *context, const struct view *view,
	struct edition_filter *filter),
    void *context);
/* All of them, up to the first that fails; then what site.yaml allows in vain. */
void make_editions(struct make *make);
/* What site.yaml allows in vain: nothing has needed it. */
void make_allowances_check(struct make *make);
/* The sink of a stage (publish/stage.h), which is its context. */
int make_stage(void *stage, const char *path, struct text bytes,
    struct os_error *error);
int make_stage_more(void *stage, const char *path, struct text bytes,
    struct os_error *error);
/* One that keeps nothing. */
int make_nothing(void *context, const char *path, struct text bytes,
    struct os_error *error);
/* For who has published: what there is, and what it took. */
void make_tell(const struct make *make, const char *output, size_t records,
    size_t bulletins, double started);
void make_close(struct make *make);

#endif
