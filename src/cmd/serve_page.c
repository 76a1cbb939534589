#include "cmd/serve_page.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "cmd/included.h"
#include "render/html.h"

/* ---- files of the preview's own ---- */

INCLUDED(serve_js, "src/cmd/serve.js");
INCLUDED(serve_css, "src/cmd/serve.css");

struct text
page_script(void)
{
	return INCLUDED_TEXT(serve_js);
}

struct text
page_style(void)
{
	return INCLUDED_TEXT(serve_css);
}

const char *
content_type(const char *path)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".json", "application/json; charset=utf-8" },
		{ ".csv", "text/csv; charset=utf-8" },
		{ ".txt", "text/plain; charset=utf-8" },
		{ ".xml", "application/xml; charset=utf-8" },
		{ ".atom", "application/atom+xml; charset=utf-8" },
		{ ".svg", "image/svg+xml; charset=utf-8" },
		{ ".png", "image/png" },
		{ ".jpg", "image/jpeg" },
		{ ".jpeg", "image/jpeg" },
		{ ".gif", "image/gif" },
		{ ".webp", "image/webp" },
		{ ".ico", "image/x-icon" },
		{ ".woff", "font/woff" },
		{ ".woff2", "font/woff2" },
		{ ".pdf", "application/pdf" },
		{ ".xlsx", "application/"
			   "vnd.openxmlformats-officedocument.spreadsheetml."
			   "sheet" },
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_ends(text_of(path), types[i].ending))
			return types[i].type;
	return "application/octet-stream";
}

/* ---- addresses ---- */

int
address_parse(struct buf *out, const char *address)
{
	const char *at = *address == '/' ? address + 1 : address;
	for (; *at != '\0' && *at != '?' && *at != '#'; at++) {
		int c = (unsigned char)*at;
		if (c == '%') {
			int high = text_hex_digit(at[1]);
			int low = high < 0 ? -1 : text_hex_digit(at[2]);
			if (low < 0)
				return -1;
			c = high << 4 | low;
			at += 2;
		}
		if (c < ' ' || c == 0x7F)
			return -1;
		buf_putc(out, (char)c);
	}
	return utf8_check(buf_text(out)) == out->len ? 0 : -1;
}

/* ---- the banner ---- */

static void
put_words(struct buf *out, const char *words)
{
	html_put_escaped(out, text_of(words));
}

static const struct edition *
edition_of(const struct dress *dress)
{
	return dress->site == NULL
	    ? NULL
	    : edition_find(dress->site, text_of(dress->edition));
}

/* All editions; from a page to the same one in another. */
static void
put_editions(struct buf *out, const struct dress *dress)
{
	const struct site *site = dress->site;
	if (site == NULL || site->edition_count == 0)
		return;
	buf_puts(out, "<details><summary>");
	put_words(out, _("other editions"));
	buf_puts(out, "</summary><ul>");
	for (size_t i = 0; i < site->edition_count; i++) {
		const struct edition *e = &site->editions[i];
		bool current = strcmp(e->id, dress->edition) == 0;
		buf_puts(out, "<li><a href=\"/" SERVE_FOLDER "/switch/");
		buf_put_address(out, e->id);
		buf_putc(out, '/');
		buf_put_address(out,
		    *dress->edition == '\0' ? e->id : dress->edition);
		buf_putc(out, '/');
		buf_put_address(out, dress->page);
		buf_puts(out, current ? "\" aria-current=\"true\">" : "\">");
		put_words(out, e->title);
		buf_puts(out, "</a></li>");
	}
	buf_puts(out, "</ul></details>");
}

static void
put_data(struct buf *out, const char *name, const char *words)
{
	buf_printf(out, " data-%s=\"", name);
	put_words(out, words);
	buf_putc(out, '"');
}

static void
put_banner(struct buf *out, const struct dress *dress)
{
	const struct edition *edition = edition_of(dress);
	buf_printf(out, "<div id=\"tongbao-preview\" role=\"region\" lang=\"%s\"",
	    lang_is_chinese() ? "zh-CN" : "en");
	buf_puts(out, " aria-label=\"");
	put_words(out, _("editing preview"));
	buf_printf(out, "\" data-events=\"/" SERVE_FOLDER "/events/%lu/%s/",
	    dress->build, dress->digest);
	buf_put_address(out, dress->edition);
	buf_putc(out, '/');
	buf_put_address(out, dress->page);
	buf_putc(out, '"');
	put_data(out, "lost", _("the preview has ended, or can't be reached"));
	put_data(out, "close", _("close"));
	put_data(out, "checking", _("still checking"));
	buf_puts(out, "><p><strong>");
	put_words(out, _("editing preview"));
	buf_puts(out, "</strong>");
	if (edition != NULL) {
		struct buf words = BUF_INIT;
		buf_printf(&words, _("edition %s"), edition->title);
		buf_puts(out, " · <b>");
		put_words(out, words.at);
		buf_puts(out, "</b>");
		buf_free(&words);
	}
	buf_puts(out, " · ");
	put_words(out, _("not published"));
	buf_puts(out, "</p>");
	put_editions(out, dress);
	buf_puts(out, "<a id=\"tongbao-count\" href=\"/" SERVE_FOLDER
		      "/faults\">");
	faults_put_count(out, dress->faults);
	buf_puts(out, "</a></div>");
}

#define HEAD                                                                   \
	"<link rel=\"stylesheet\" href=\"/" SERVE_FOLDER                       \
	"/serve.css\"><script src=\"/" SERVE_FOLDER                            \
	"/serve.js\" defer></script>"

/* ---- pages that are made by a theme ---- */

/* Where the text begins from `from` on; the end when it is nowhere. */
static size_t
find(struct text html, size_t from, const char *what)
{
	const char *at = from >= html.len
	    ? NULL
	    : memmem(html.at + from, html.len - from, what, strlen(what));
	return at == NULL ? html.len : (size_t)(at - html.at);
}

/* Where the value of `content` begins in the tag that sets the policy. */
static size_t
policy_find(struct text html)
{
	size_t name = find(html, 0, "Content-Security-Policy");
	size_t begin = name;
	while (begin > 0 && html.at[begin] != '<')
		begin--;
	struct text head = { html.at, find(html, name, ">") };
	size_t at = find(head, begin, "content=\"");
	return at == head.len ? html.len : at + strlen("content=\"");
}

/* What the page's policy admits as style; NULL at: it doesn't speak of it. */
static struct text
style_of(struct text html)
{
	size_t begin = policy_find(html);
	struct text policy = text_cut(html, begin, find(html, begin, "\""));
	size_t at = find(policy, 0, "style-src");
	if (at == policy.len)
		return (struct text){ NULL, 0 };
	policy = text_from(policy, at + strlen("style-src"));
	return text_cut(policy, 0, find(policy, 0, ";"));
}

void
policy_put_style(struct buf *out, struct text html)
{
	struct text style = style_of(html);
	for (size_t at = 0; (at = find(style, at, " 'sha256-")) < style.len;) {
		size_t end = find(style, at + 2, "'");
		buf_putt(out, text_cut(style, at, end));
		buf_puts(out, "'");
		at = end;
	}
}

/* Only what the page's own policy does not speak of. */
static void
put_policy(struct buf *out, struct text policy)
{
	static const char *const wanted[] = { "connect-src", "script-src",
		"style-src" };
	policy.len = find(policy, 0, "\"");
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (find(policy, 0, wanted[i]) == policy.len)
			buf_printf(out, "%s 'self'; ", wanted[i]);
}

static void
put_upto(struct buf *out, struct text html, size_t *pos, size_t end)
{
	if (end > *pos)
		buf_putt(out, text_cut(html, *pos, end));
	if (end > *pos)
		*pos = end;
}

void
page_dress(struct buf *out, struct text html, const struct dress *dress)
{
	size_t pos = 0, policy = policy_find(html);
	size_t head = find(html, 0, "</head>");
	size_t body = find(html, head, "<body");
	if (policy < head) {
		put_upto(out, html, &pos, policy);
		put_policy(out, text_from(html, policy));
		struct text style = style_of(html);
		if (style.at != NULL && find(style, 0, "'self'") == style.len) {
			put_upto(out, html, &pos, (size_t)(style.at - html.at));
			buf_puts(out, " 'self'");
		}
	}
	put_upto(out, html, &pos, head);
	buf_puts(out, HEAD "\n");
	body = find(html, body, ">");
	put_upto(out, html, &pos, body == html.len ? body : body + 1);
	buf_putc(out, '\n');
	put_banner(out, dress);
	put_upto(out, html, &pos, html.len);
}

void
page_digest(char digest[17], struct text html)
{
	char hex[65];
	digest_hex(digest_of(html), hex);
	snprintf(digest, 17, "%.16s", hex);
}

/* ---- pages of the preview's own ---- */

void
page_put_faults(struct buf *out, const struct faults *faults, size_t most)
{
	static const char *const titles[] = { [DIAG_NOTE] = N_("Notes"),
		[DIAG_WARNING] = N_("Warnings"),
		[DIAG_ERROR] = N_("Errors") };
	for (enum diag_level level = DIAG_ERROR; level > DIAG_OFF; level--) {
		if (faults->levels[level] == 0)
			continue;
		buf_puts(out, "<h2>");
		put_words(out, _(titles[level]));
		buf_puts(out, "</h2>");
		faults_put(out, faults, level, most);
	}
}

void
page_plain(struct buf *out, const char *heading, const char *text,
    const struct dress *dress)
{
	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n<title>",
	    lang_is_chinese() ? "zh-CN" : "en");
	put_words(out, heading);
	buf_puts(out, "</title>\n" HEAD "\n</head>\n"
		      "<body class=\"tongbao-plain\">\n");
	put_banner(out, dress);
	buf_puts(out, "\n<main>\n<h1>");
	put_words(out, heading);
	buf_puts(out, "</h1>\n");
	if (text != NULL) {
		buf_puts(out, "<p>");
		put_words(out, text);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "<div class=\"tongbao-faults\">");
	page_put_faults(out, dress->faults, 0);
	buf_puts(out, "</div>\n</main>\n</body>\n</html>\n");
}
