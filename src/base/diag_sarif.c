/*
 * SARIF 2.1.0 (OASIS): what code hosts and their viewers take.  One run, its
 * rules those that have a result here.
 */
#include "base/diag_form.h"

#include <stdlib.h>
#include <string.h>
#include "base/lang.h"

struct sarif {
	struct buf buf;
	const struct diags *diags;
	const struct sources *sources;
	const struct diag_style *style;
	const struct rule **rules; /* by code, each once */
	size_t rule_count;
};

/* ---- rules ---- */

static int
rule_compare(const void *a, const void *b)
{
	return strcmp((*(const struct rule *const *)a)->code,
	    (*(const struct rule *const *)b)->code);
}

static void
rules_collect(struct sarif *sarif)
{
	size_t n = 0, kept = 0;
	sarif->rules = ARENA_ARRAY(sarif->diags->arena, const struct rule *,
	    sarif->diags->count + 1);
	for (const struct diag *d = sarif->diags->first; d != NULL; d = d->next)
		if (n == 0 || sarif->rules[n - 1] != d->rule)
			sarif->rules[n++] = d->rule;
	qsort(sarif->rules, n, sizeof(*sarif->rules), rule_compare);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || sarif->rules[kept - 1] != sarif->rules[i])
			sarif->rules[kept++] = sarif->rules[i];
	sarif->rule_count = kept;
}

static size_t
rule_index(const struct sarif *sarif, const struct rule *rule)
{
	const struct rule **found = bsearch(&rule, sarif->rules,
	    sarif->rule_count, sizeof(*sarif->rules), rule_compare);
	return (size_t)(found - sarif->rules);
}

/* {"text":…} */
static void
put_message(struct sarif *sarif, const char *text)
{
	buf_puts(&sarif->buf, "{\"text\":");
	diag_put_json_text(&sarif->buf, text);
	buf_putc(&sarif->buf, '}');
}

static void
put_rule(struct sarif *sarif, const struct rule *rule)
{
	const char *meaning = sarif->style->explain == NULL
	    ? NULL
	    : sarif->style->explain(rule);
	buf_printf(&sarif->buf,
	    "{\"id\":\"%s\",\"name\":\"%s\",\"shortDescription\":", rule->code,
	    rule->slug);
	put_message(sarif,
	    rule->effect == NULL ? rule->slug : _(rule->effect));
	if (meaning != NULL) {
		buf_puts(&sarif->buf, ",\"fullDescription\":");
		put_message(sarif, meaning);
	}
	if (rule->remedy != NULL) {
		buf_puts(&sarif->buf, ",\"help\":");
		put_message(sarif, _(rule->remedy));
	}
	buf_printf(&sarif->buf,
	    ",\"defaultConfiguration\":{\"level\":\"%s\"}",
	    rule->level == DIAG_OFF ? "none" : diag_level_word(rule->level));
	if (rule->family != NULL)
		buf_printf(&sarif->buf, ",\"properties\":{\"tags\":[\"%s\"]}",
		    rule->family);
	buf_putc(&sarif->buf, '}');
}

/* ---- places ---- */

/* RFC 3986: a relative reference, or file: from an absolute path. */
static void
put_uri(struct sarif *sarif, const char *prefix, const char *path)
{
	struct buf *buf = &sarif->buf;
	buf_puts(buf, *prefix == '/' ? "\"file://" : "\"");
	buf_put_address(buf, prefix);
	buf_put_address(buf, path);
	buf_putc(buf, '"');
}

static void
put_artifact(struct sarif *sarif, struct source *source)
{
	buf_puts(&sarif->buf, "\"artifactLocation\":{\"uri\":");
	put_uri(sarif, sarif->style->prefix, source->path);
	buf_putc(&sarif->buf, '}');
}

static void
put_region(struct sarif *sarif, const char *name, struct source *source,
    struct span span)
{
	struct point from = source_point(source, span.start),
		     to = source_point(source, span.end);
	buf_printf(&sarif->buf,
	    ",\"%s\":{\"startLine\":%u,\"startColumn\":%u,"
	    "\"endLine\":%u,\"endColumn\":%u}",
	    name, from.line, from.character, to.line, to.character);
}

static void
put_location(struct sarif *sarif, struct span span, const char *label)
{
	struct source *source = source_at(sarif->sources, span.source);
	buf_puts(&sarif->buf, "{\"physicalLocation\":{");
	put_artifact(sarif, source);
	if (source->text.len > 0)
		put_region(sarif, "region", source, span);
	buf_putc(&sarif->buf, '}');
	if (label != NULL) {
		buf_puts(&sarif->buf, ",\"message\":");
		put_message(sarif, label);
	}
	buf_putc(&sarif->buf, '}');
}

/* ---- results ---- */

/* One fix; an artifactChange a file. */
static void
put_fix(struct sarif *sarif, const struct diag *d)
{
	const struct diag_edit **edits =
	    diag_edits(sarif->diags->arena, d);
	uint32_t source = 0;
	buf_puts(&sarif->buf, ",\"fixes\":[{\"artifactChanges\":[");
	for (size_t i = 0; edits[i] != NULL; i++) {
		struct span span = edits[i]->span;
		struct source *file =
		    source_at(sarif->sources, span.source);
		if (span.source == source) {
			buf_putc(&sarif->buf, ',');
		} else {
			buf_puts(&sarif->buf, i > 0 ? "]},{" : "{");
			put_artifact(sarif, file);
			buf_puts(&sarif->buf, ",\"replacements\":[");
		}
		source = span.source;
		buf_puts(&sarif->buf, "{\"insertedContent\":");
		put_message(sarif, edits[i]->text.at);
		put_region(sarif, "deletedRegion", file, span);
		buf_putc(&sarif->buf, '}');
	}
	buf_puts(&sarif->buf, "]}]}]");
}

static void
put_words(struct sarif *sarif, const struct diag *d)
{
	struct buf words = BUF_INIT;
	diag_put_words(&words, d);
	put_message(sarif, words.at);
	buf_free(&words);
}

static void
put_result(struct sarif *sarif, const struct diag *d)
{
	buf_printf(&sarif->buf,
	    "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\","
	    "\"message\":",
	    d->rule->code, rule_index(sarif, d->rule),
	    diag_level_word(d->level));
	put_words(sarif, d);
	if (d->span.source != 0) {
		buf_puts(&sarif->buf, ",\"locations\":[");
		put_location(sarif, d->span, NULL);
		buf_putc(&sarif->buf, ']');
	}
	if (d->also.source != 0) {
		buf_puts(&sarif->buf, ",\"relatedLocations\":[");
		put_location(sarif, d->also, d->also_label);
		buf_putc(&sarif->buf, ']');
	}
	if (d->edits != NULL)
		put_fix(sarif, d);
	buf_putc(&sarif->buf, '}');
}

static void
put_driver(struct sarif *sarif)
{
	buf_puts(&sarif->buf, "{\"name\":\"tongbao\"");
	if (sarif->style->version != NULL) {
		buf_puts(&sarif->buf, ",\"version\":");
		diag_put_json_text(&sarif->buf, sarif->style->version);
	}
	buf_puts(&sarif->buf, ",\"rules\":[");
	for (size_t i = 0; i < sarif->rule_count; i++) {
		buf_puts(&sarif->buf, i > 0 ? ",\n" : "\n");
		put_rule(sarif, sarif->rules[i]);
	}
	buf_puts(&sarif->buf, "]}");
}

void
diag_put_sarif(const struct diags *diags, const struct sources *sources,
    const struct diag_style *style, FILE *out)
{
	struct sarif sarif = { .buf = BUF_INIT,
		.diags = diags,
		.sources = sources,
		.style = style };
	rules_collect(&sarif);
	buf_printf(&sarif.buf,
	    "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/"
	    "errata01/os/schemas/sarif-schema-2.1.0.json\","
	    "\"version\":\"2.1.0\",\"runs\":[{\"language\":\"%s\","
	    "\"columnKind\":\"unicodeCodePoints\",\"tool\":{\"driver\":",
	    lang_is_chinese() ? "zh-CN" : "en");
	put_driver(&sarif);
	buf_puts(&sarif.buf, "},\"results\":[");
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		buf_puts(&sarif.buf, d == diags->first ? "\n" : ",\n");
		put_result(&sarif, d);
	}
	buf_puts(&sarif.buf, "]}]}\n");
	fwrite(sarif.buf.at, 1, sarif.buf.len, out);
	buf_free(&sarif.buf);
}
