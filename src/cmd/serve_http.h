/*
 * The server of a preview, on libmicrohttpd: a few threads that look and
 * never work; who has to wait for the builder is set aside, and costs nothing.
 * It knows no file: what an address means is for serve_answer.c to say.
 *
 * On a loopback address it answers only who calls it by one of this machine's
 * own names, so that no page from elsewhere reads it under a name that it had
 * moved here; and to no page of another origin at all.
 *
 * What follows is the builder's to call.
 */
#ifndef TONGBAO_CMD_SERVE_HTTP_H
#define TONGBAO_CMD_SERVE_HTTP_H

#include "base/net.h"
#include "cmd/serve.h"

struct http;

/* Listens at `net`, which is then its own.  NULL: see error. */
struct http *http_open(struct serve *serve, const struct net *net,
    struct os_error *error);
/* Whoever still reads or waits is let go. */
void http_close(struct http *http);

/* The builder has done what it was asked for: who waits looks again. */
void http_go_on(struct http *http);
/* Editions that a browser shows count as asked for. */
void http_mark_asked(struct http *http);
/*
 * Who shows a page that would be another one now loads it again; `all`: also
 * who shows the same.
 */
void http_compare(struct http *http, bool all);
/* Tells all of the faults that there are. */
void http_tell_faults(struct http *http);
/* Says that all is well, so that who has gone is noticed. */
void http_ping(struct http *http);

#endif
