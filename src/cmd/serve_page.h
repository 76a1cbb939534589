/*
 * What a preview adds to the pages that a build makes: a banner that says what
 * this is, with the other editions and the faults; its style and script, which
 * are files of the preview's own, and leave for them and for the script to ask
 * for news (connect-src) in the page's Content-Security-Policy.  Each addition is one
 * line or stands in one; the bytes are otherwise those of the build.
 */
#ifndef TONGBAO_CMD_SERVE_PAGE_H
#define TONGBAO_CMD_SERVE_PAGE_H

#include "base/buf.h"
#include "cmd/serve_fault.h"
#include "model/site.h"

/* Below these addresses there is nothing of a site's. */
#define SERVE_FOLDER "~tongbao"
/* With what policy_put_style gives: a page's own style, by its digest. */
#define SERVE_POLICY                                                           \
	"default-src 'none'; script-src 'self'; style-src 'self'%s; "          \
	"img-src 'self' data:; connect-src 'self'; base-uri 'none'; "          \
	"form-action 'none'; frame-ancestors 'none'"

struct dress {
	const struct site *site; /* NULL: nothing could be read yet */
	const char *edition;     /* id; "" where there is none */
	const char *page;        /* from the edition's folder */
	const struct faults *faults;
	unsigned long build; /* by what the page was made */
	const char *digest;  /* of its bytes before they were dressed */
};

/* Of a page that is not there. */
#define DIGEST_NONE "0"
/* 16 digits and a NUL. */
void page_digest(char digest[17], struct text html);

/* Each digest that the policy of the page admits, a space before it. */
void policy_put_style(struct buf *out, struct text html);
/* The page with what is added. */
void page_dress(
    struct buf *out, struct text html, const struct dress *dress);
/* A page of the preview's own, with a heading, a text (or NULL) and faults. */
void page_plain(struct buf *out, const char *heading, const char *text,
    const struct dress *dress);
/* All faults, for a browser with or without scripts. */
void page_put_faults(struct buf *out, const struct faults *faults, size_t most);

/*
 * buf_put_address() the other way round, without the first slash and from “?”
 * on; -1 when it is no UTF-8, or has a control, a NUL or a lone % in it.
 */
int address_parse(struct buf *out, const char *address);

/* Of the preview's own. */
struct text page_script(void);
struct text page_style(void);
/* By the ending of the name. */
const char *content_type(const char *path);

#endif
