#include "model/link.h"

#include <string.h>
#include <strings.h>
#include "base/buf.h"

/* RFC 3986, 3.1: whatever the case of its letters. */
static bool
has_scheme(struct text address, const char *scheme)
{
	size_t len = strlen(scheme);
	return address.len > len && address.at[len] == ':' &&
	    strncasecmp(address.at, scheme, len) == 0;
}

bool
link_is_web(struct text address)
{
	return has_scheme(address, "https") || has_scheme(address, "http");
}

/* Addresses that lead out of the site as they are. */
static bool
is_outside(struct text address)
{
	return link_is_web(address) || has_scheme(address, "mailto");
}

static struct text
percent_decoded(struct arena *arena, struct text t)
{
	struct buf buf = BUF_INIT;
	for (size_t i = 0; i < t.len; i++) {
		bool escaped = t.at[i] == '%' && i + 2 < t.len;
		int high = escaped ? text_hex_digit(t.at[i + 1]) : -1;
		int low = escaped ? text_hex_digit(t.at[i + 2]) : -1;
		if (high < 0 || low < 0) {
			buf_putc(&buf, t.at[i]);
		} else {
			buf_putc(&buf, (char)(high << 4 | low));
			i += 2;
		}
	}
	return buf_detach(arena, &buf);
}

/* ../reply/x, seen from the record 2010-q3/review/y → 2010-q3/reply/x */
static struct text
relative_id(struct arena *arena, const char *from, struct text address)
{
	struct buf buf = BUF_INIT;
	const char *slash = strrchr(from, '/');
	if (slash != NULL && !text_starts(address, "/"))
		buf_put(&buf, from, (size_t)(slash - from));
	while (address.len > 0) {
		struct text part;
		text_split(address, '/', &part, &address);
		if (part.len == 0 || text_is(part, "."))
			continue;
		if (text_is(part, "..")) {
			size_t at = buf.len;
			while (at > 0 && buf.at[at - 1] != '/')
				at--;
			buf.len = at > 0 ? at - 1 : 0;
			continue;
		}
		if (buf.len > 0)
			buf_putc(&buf, '/');
		buf_putt(&buf, part);
	}
	return buf_detach(arena, &buf);
}

struct link
link_read(struct arena *arena, struct text address, const char *from)
{
	struct text path, anchor;
	if (is_outside(address))
		return (struct link){ LINK_OUTSIDE, address };
	text_split(address, '#', &path, &anchor);
	if (text_starts(path, "record:"))
		return (struct link){ LINK_RECORD,
			text_from(path, strlen("record:")) };
	if (text_starts(path, "organisation:"))
		return (struct link){ LINK_ORGANISATION,
			text_from(path, strlen("organisation:")) };
	if (from == NULL && text_starts(address, "page:"))
		return (struct link){ LINK_PAGE,
			text_from(address, strlen("page:")) };
	path = percent_decoded(arena, path);
	if (from == NULL || !text_ends(path, ".md"))
		return (struct link){ LINK_NOWHERE, address };
	path.len -= 3;
	return (struct link){ LINK_RECORD, relative_id(arena, from, path) };
}

struct text
link_decoded(struct arena *arena, struct text address)
{
	struct text text = percent_decoded(arena, address);
	char *at = (char *)text.at;
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\\')
			at[len++] = text.at[i];
	at[len] = '\0';
	return (struct text){ at, len };
}

struct text
link_picture(struct arena *arena, struct text address, const char *from)
{
	if (from == NULL || is_outside(address) ||
	    memchr(address.at, '\\', address.len) != NULL)
		return TEXT_LIT("");
	return relative_id(arena, from, percent_decoded(arena, address));
}

const char *
link_value(struct arena *arena, const char *id)
{
	static const char special[] = " %&+#=\"<>";
	if (id[strcspn(id, special)] == '\0')
		return id;
	struct buf buf = BUF_INIT;
	for (const char *p = id; *p != '\0'; p++)
		if (strchr(special, *p) != NULL)
			buf_printf(&buf, "%%%02X", (unsigned)*p);
		else
			buf_putc(&buf, *p);
	return buf_detach(arena, &buf).at;
}
