/* A line a fault: GitHub's workflow commands, an editor's quickfix list. */
#include "base/diag_form.h"

#include "base/utf8.h"

/* ---- GitHub: documented under “Workflow commands”, its toolkit escapes so ---- */

/* A control of another kind means nothing here, but to the log's terminal. */
static void
put_escaped(const char *words, bool property, FILE *out)
{
	struct text text = text_of(words);
	for (size_t at = 0; at < text.len;) {
		size_t start = at;
		uint32_t code = utf8_next(text, &at);
		if (code == '%' || code == '\r' || code == '\n' ||
		    (property && (code == ':' || code == ',')))
			fprintf(out, "%%%02X", (unsigned)code);
		else if (code == UTF8_BAD || utf8_is_control(code))
			fputc('?', out);
		else
			fwrite(text.at + start, 1, at - start, out);
	}
}

static void
put_property(const char *name, const char *prefix, const char *text, FILE *out)
{
	fprintf(out, "%s=", name);
	put_escaped(prefix, true, out);
	put_escaped(text, true, out);
}

/* Columns only where the span ends on its line: others are refused. */
static void
put_github_place(struct source *source, struct span span,
    const struct diag_style *style, FILE *out)
{
	struct point from = source_point(source, span.start),
		     to = source_point(source, span.end);
	put_property("file", style->prefix, source->path, out);
	fprintf(out, ",line=%u,endLine=%u", from.line, to.line);
	if (from.line == to.line)
		fprintf(out, ",col=%u,endColumn=%u", from.character,
		    to.character);
	fputc(',', out);
}

void
diag_put_github(const struct diags *diags, const struct sources *sources,
    const struct diag_style *style, FILE *out)
{
	struct buf words = BUF_INIT;
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		fprintf(out, "::%s ",
		    d->level == DIAG_NOTE ? "notice"
					  : diag_level_word(d->level));
		if (d->span.source != 0)
			put_github_place(source_at(sources, d->span.source),
			    d->span, style, out);
		fprintf(out, "title=%s %s::", d->rule->code, d->rule->slug);
		buf_clear(&words);
		diag_put_words(&words, d);
		put_escaped(words.at, false, out);
		fputc('\n', out);
	}
	buf_free(&words);
}

/* ---- quickfix: what vim, emacs and kin take for a compiler's output ---- */

/* On one line, whatever the text holds. */
static void
put_line(const char *text, FILE *out)
{
	utf8_put_clean(text_of(text), "", ' ', out);
}

static void
put_quickfix_place(const struct sources *sources, struct span span,
    const struct diag_style *style, FILE *out)
{
	if (span.source == 0) {
		fputs("tongbao: ", out);
		return;
	}
	struct source *source = source_at(sources, span.source);
	struct point from = source_point(source, span.start);
	put_line(style->prefix, out);
	put_line(source->path, out);
	fprintf(out, ":%u:%u: ", from.line, from.byte);
}

void
diag_put_quickfix(const struct diags *diags, const struct sources *sources,
    const struct diag_style *style, FILE *out)
{
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		put_quickfix_place(sources, d->span, style, out);
		fprintf(out, "%s: ", diag_level_word(d->level));
		put_line(d->message, out);
		fprintf(out, " [%s]\n", d->rule->code);
		if (d->also.source == 0)
			continue;
		put_quickfix_place(sources, d->also, style, out);
		fputs("note: ", out);
		put_line(d->also_label, out);
		fputc('\n', out);
	}
}
