/*
 * tongbao serve: a preview in the browser, for who writes.
 *
 * The builder, this process's first thread, waits for changes, for wishes of
 * browsers and for the build behind, one at a time; the threads of the server
 * only look.  What both touch is in `struct serve`, inside of its gate.
 *
 *   serve.c          the command, the builder's loop
 *   serve_state.c    what is shown: a site, its editions, their pages
 *   serve_again.c    … after a change of some records
 *   serve_scripts.c  … what scripts make of it
 *   serve_answer.c   an address → what is answered
 *   serve_http.c     the server (libmicrohttpd)
 *   serve_page.c     what is added to pages; serve.js, serve.css
 *   serve_fault.c    faults as HTML
 */
#ifndef TONGBAO_CMD_SERVE_H
#define TONGBAO_CMD_SERVE_H

#include "base/buf.h"
#include "cmd/serve_page.h"
#include "cmd/serve_state.h"

struct serve {
	struct gate *gate;
	/* ---- inside of it ---- */
	struct state *state; /* NULL: nothing can be shown yet */
	bool tried;          /* there has been one reading */
	struct faults faults;
	bool checking;       /* there may be more of them in a moment */
	unsigned long build; /* counts what was shown */
	/* ---- unchanging ---- */
	const char *edition; /* at /; NULL: the first */
	int wake;            /* the builder's */
};

/* ---- answers ---- */

enum answer_kind {
	ANSWER_BODY,
	ANSWER_WAIT,  /* the builder has been asked: come again when it is done */
	ANSWER_EVENTS, /* news of a page, as they come */
};

struct answer {
	enum answer_kind kind;
	unsigned status;
	const char *type; /* a constant */
	struct buf body;
	struct buf location; /* of a redirection */
	struct buf style;    /* what the page's policy admits beside 'self' */
	/* News: of which page, and what the browser shows of it. */
	struct buf edition, page;
	unsigned long build;
	char digest[17];
};

void answer_init(struct answer *answer);
void answer_free(struct answer *answer);
/* `address` as the browser sent it. */
void answer_make(struct answer *answer, struct serve *serve,
    const char *address);
/*
 * What a browser would be shown now of the page.  False: nobody knows yet, the
 * builder is at it.
 */
bool answer_digest(struct serve *serve, const char *edition, const char *page,
    char digest[17]);

/* Inside of the gate: as {count, errors, html, checking}. */
void faults_put_news(struct buf *out, const struct serve *serve);

#endif
