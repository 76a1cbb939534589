/* A line an object. */
#include "base/diag_form.h"

#include "base/utf8.h"
#include "base/value.h"

void
diag_put_json_text(struct buf *buf, const char *text)
{
	if (text == NULL) {
		buf_puts(buf, "null");
		return;
	}
	struct text t = text_of(text);
	struct buf clean = BUF_INIT;
	if (utf8_check(t) < t.len) {
		for (size_t pos = 0; pos < t.len;) {
			uint32_t code = utf8_next(t, &pos);
			buf_put_utf8(&clean, code == UTF8_BAD ? 0xFFFD : code);
		}
		t = buf_text(&clean);
	}
	value_put_json_text(buf, t);
	buf_free(&clean);
}

struct json {
	struct buf line;
	const struct sources *sources;
	const struct diag_style *style;
};

static void
put_field(struct json *json, const char *key, const char *text)
{
	buf_printf(&json->line, ",\"%s\":", key);
	diag_put_json_text(&json->line, text);
}

/* "path":…,"line":… and so on; null where there is no place. */
static void
put_span(struct json *json, struct span span)
{
	struct buf *line = &json->line;
	if (span.source == 0) {
		buf_puts(line, "\"path\":null,\"line\":null,\"column\":null,"
			       "\"endLine\":null,\"endColumn\":null,"
			       "\"start\":null,\"end\":null");
		return;
	}
	struct source *source = source_at(json->sources, span.source);
	struct point from = source_point(source, span.start),
		     to = source_point(source, span.end);
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s%s", json->style->prefix, source->path);
	buf_puts(line, "\"path\":");
	diag_put_json_text(line, path.at);
	buf_printf(line,
	    ",\"line\":%u,\"column\":%u,\"endLine\":%u,\"endColumn\":%u,"
	    "\"start\":%u,\"end\":%u",
	    from.line, from.character, to.line, to.character, span.start,
	    span.end);
	buf_free(&path);
}

static void
put_edits(struct json *json, struct arena *arena, const struct diag *d)
{
	const struct diag_edit **edits = diag_edits(arena, d);
	buf_puts(&json->line, ",\"edits\":[");
	for (size_t i = 0; edits[i] != NULL; i++) {
		buf_puts(&json->line, i > 0 ? ",{" : "{");
		put_span(json, edits[i]->span);
		put_field(json, "text", edits[i]->text.at);
		buf_putc(&json->line, '}');
	}
	buf_putc(&json->line, ']');
}

static void
put_diag(struct json *json, struct arena *arena, const struct diag *d)
{
	struct buf *line = &json->line;
	buf_clear(line);
	buf_printf(line, "{\"code\":\"%s\",\"slug\":\"%s\"", d->rule->code,
	    d->rule->slug);
	put_field(json, "family", d->rule->family);
	put_field(json, "level", diag_level_word(d->level));
	put_field(json, "message", d->message);
	buf_putc(line, ',');
	put_span(json, d->span);
	put_field(json, "effect", d->effect);
	put_field(json, "help", d->remedy);
	buf_puts(line, ",\"also\":");
	if (d->also.source == 0) {
		buf_puts(line, "null");
	} else {
		buf_putc(line, '{');
		put_span(json, d->also);
		put_field(json, "label", d->also_label);
		buf_putc(line, '}');
	}
	put_edits(json, arena, d);
	buf_puts(line, "}\n");
}

void
diag_put_json(const struct diags *diags, const struct sources *sources,
    const struct diag_style *style, FILE *out)
{
	struct json json = { BUF_INIT, sources, style };
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		put_diag(&json, diags->arena, d);
		fwrite(json.line.at, 1, json.line.len, out);
	}
	buf_free(&json.line);
}
