#include "cmd/mdoc.h"

#include <ctype.h>
#include <string.h>
#include "base/buf.h"

/* mandoc's advice for lines of text; it counts a Han character as an escape. */
#define LINE_MOST 78
#define ESCAPE_WIDTH 8

/* Characters that mean something to mdoc, as its escapes. */
static void
buf_put_escaped(struct buf *buf, const char *words)
{
	for (const char *p = words; *p != '\0'; p++) {
		if (*p == '\\')
			buf_puts(buf, "\\e");
		else if (*p == '"')
			buf_puts(buf, "\\(dq");
		else if (*p == '-' && p[1] == '-')
			buf_puts(buf, "\\-");
		else
			buf_putc(buf, *p);
	}
}

/* Where the line ends: at the last space that fits, else at the first. */
static size_t
line_end(struct text t)
{
	size_t end = t.len, width = 0;
	for (size_t i = 0; i < t.len; i++) {
		if (t.at[i] == ' ' && (width <= LINE_MOST || end == t.len))
			end = i;
		unsigned char byte = (unsigned char)t.at[i];
		width += byte < 0x80 ? 1 : byte >= 0xC0 ? ESCAPE_WIDTH : 0;
	}
	return width <= LINE_MOST ? t.len : end;
}

/* No line begins like a macro. */
static void
put_lines(FILE *out, struct text t)
{
	while (t.len > 0) {
		size_t end = line_end(t);
		if (t.at[0] == '.' || t.at[0] == '\'')
			fputs("\\&", out);
		fprintf(out, "%.*s\n", TEXT_ARG(text_cut(t, 0, end)));
		t = text_from(t, end < t.len ? end + 1 : end);
	}
}

void
mdoc_put_sentence(FILE *out, const char *words)
{
	struct buf line = BUF_INIT;
	size_t len = strlen(words);
	buf_put_escaped(&line, words);
	if (len > 0 && isalpha((unsigned char)words[0]))
		line.at[0] = (char)toupper((unsigned char)words[0]);
	if (len > 0 && strchr(".?!", words[len - 1]) == NULL)
		buf_putc(&line, '.');
	put_lines(out, buf_text(&line));
	buf_free(&line);
}
