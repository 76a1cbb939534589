#include "cmd/serve_fault.h"

#include <stdlib.h>
#include "base/lang.h"
#include "base/os.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/shape.h"
#include "read/yaml.h"
#include "render/html.h"

/* So much of a long line is shown before its place, and behind. */
#define EXCERPT_BYTES 240

void
faults_init(struct faults *faults)
{
	*faults = (struct faults){ .arena = arena_new() };
	table_init(&faults->known, faults->arena);
}

void
faults_free(struct faults *faults)
{
	arena_free(faults->arena);
	*faults = (struct faults){ NULL };
}

/* ---- one of them ---- */

static void
put_text(struct buf *buf, struct text t)
{
	struct buf clean = BUF_INIT;
	buf_put_clean(&clean, t);
	html_put_escaped(buf, buf_text(&clean));
	buf_free(&clean);
}

/* Moves a cut to where a character begins. */
static size_t
cut_at(struct text line, size_t at)
{
	while (at > 0 && utf8_is_amid(line, at))
		at--;
	return at;
}

static void
put_excerpt(struct buf *buf, struct source *source, struct span span,
    const struct place *place)
{
	struct text line = place->excerpt;
	size_t begin = (size_t)(line.at - source->text.at);
	size_t start = span.start > begin ? span.start - begin : 0;
	size_t end = span.end > begin ? span.end - begin : 0;
	start = start > line.len ? line.len : start;
	end = end > line.len ? line.len : end < start ? start : end;
	size_t from = start > EXCERPT_BYTES
	    ? cut_at(line, start - EXCERPT_BYTES)
	    : 0;
	size_t to = end + EXCERPT_BYTES < line.len
	    ? cut_at(line, end + EXCERPT_BYTES)
	    : line.len;
	buf_printf(buf, "<pre><span>%u</span> %s", place->line,
	    from > 0 ? "…" : "");
	put_text(buf, text_cut(line, from, start));
	buf_puts(buf, "<mark>");
	put_text(buf, text_cut(line, start, end));
	buf_puts(buf, "</mark>");
	put_text(buf, text_cut(line, end, to));
	buf_puts(buf, to < line.len ? "…</pre>" : "</pre>");
}

/* Path, line and column; `text` is what is wrong there, or NULL. */
static void
put_place(struct buf *buf, const struct sources *sources, struct span span,
    const char *text)
{
	struct source *source = source_at(sources, span.source);
	struct place place = source_place(source, span);
	buf_puts(buf, "<p><code>");
	put_text(buf, text_of(source->path));
	buf_printf(buf, ":%u:%u</code>", place.line, place.column);
	if (text != NULL) {
		buf_putc(buf, ' ');
		put_text(buf, text_of(text));
	}
	buf_puts(buf, "</p>");
	if (source->text.len > 0)
		put_excerpt(buf, source, span, &place);
}

static void
put_line(struct buf *buf, const char *what, const char *text)
{
	if (text == NULL)
		return;
	buf_printf(buf, "<p><i>%s:</i> ", what);
	put_text(buf, text_of(text));
	buf_puts(buf, "</p>");
}

static void
put_diag(struct buf *buf, const struct sources *sources, const struct diag *d)
{
	const char *level = diag_level_word(d->level);
	buf_printf(buf, "<li class=\"%s\"><h3><b>%s[%s]</b> ", level,
	    _(level), d->rule->code);
	put_text(buf, text_of(d->message));
	buf_puts(buf, "</h3>");
	if (d->span.source != 0)
		put_place(buf, sources, d->span, NULL);
	if (d->also.source != 0)
		put_place(buf, sources, d->also, d->also_label);
	put_line(buf, _("effect"), d->effect);
	put_line(buf, _("help"), d->remedy);
	buf_puts(buf, "</li>");
}

static void
item_add(struct faults *faults, enum diag_level level, const char *path,
    struct text html)
{
	if (table_get(&faults->known, html) != NULL)
		return;
	html = arena_text(faults->arena, html);
	table_add(&faults->known, html, faults);
	ARENA_ROOM(
	    faults->arena, faults->items, faults->count, faults->capacity);
	faults->items[faults->count++] = (struct fault_shown){ level,
		arena_string(faults->arena, path), html };
	faults->levels[level]++;
}

void
faults_add(struct faults *faults, struct diags *diags,
    const struct sources *sources)
{
	struct buf html = BUF_INIT;
	diags_sort(diags);
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		buf_clear(&html);
		put_diag(&html, sources, d);
		item_add(faults, d->level,
		    source_at(sources, d->span.source)->path, buf_text(&html));
	}
	buf_free(&html);
}

void
faults_add_others(struct faults *faults, const struct faults *from,
    const struct table *changed)
{
	for (size_t i = 0; i < from->count; i++)
		if (table_get(changed, text_of(from->items[i].path)) == NULL)
			item_add(faults, from->items[i].level,
			    from->items[i].path, from->items[i].html);
}

void
faults_drop_errors(struct faults *faults)
{
	struct faults kept;
	faults_init(&kept);
	for (size_t i = 0; i < faults->count; i++)
		if (faults->items[i].level < DIAG_ERROR)
			item_add(&kept, faults->items[i].level,
			    faults->items[i].path, faults->items[i].html);
	faults_free(faults);
	*faults = kept;
}

void
faults_add_words(struct faults *faults, const char *words)
{
	struct buf html = BUF_INIT;
	buf_printf(&html, "<li class=\"error\"><h3><b>%s</b></h3><pre>",
	    _(diag_level_word(DIAG_ERROR)));
	for (const char *line = words; *line != '\0';) {
		size_t len = strcspn(line, "\n");
		put_text(&html, (struct text){ line, len });
		buf_putc(&html, '\n');
		line += len + (line[len] == '\n');
	}
	buf_puts(&html, "</pre></li>");
	item_add(faults, DIAG_ERROR, "", buf_text(&html));
	buf_free(&html);
}

/* ---- from another process ---- */

struct retelling {
	struct arena *arena;
	struct sources sources;
	struct table paths; /* → number of the source, as a pointer */
	const char *prefix, *root;
};

static const struct rule *
rule_by_code(const char *code)
{
	for (size_t i = 0; code != NULL && i < RULE__MAX; i++)
		if (strcmp(rules[i].code, code) == 0)
			return &rules[i];
	return NULL;
}

/* Files that can't be read have no excerpt. */
static uint32_t
source_find(struct retelling *r, const char *path)
{
	struct os_error error;
	struct text text;
	size_t len = strlen(r->prefix);
	if (strncmp(path, r->prefix, len) == 0)
		path += len;
	uintptr_t known = (uintptr_t)table_get(&r->paths, text_of(path));
	if (known != 0)
		return (uint32_t)known;
	uint32_t source = sources_add(&r->sources, path);
	if (os_read(r->arena, arena_printf(r->arena, "%s/%s", r->root, path),
		&text, &error) == 0)
		source_at(&r->sources, source)->text = text;
	table_add(&r->paths, text_of(source_at(&r->sources, source)->path),
	    (void *)(uintptr_t)source);
	return source;
}

static uint32_t
offset_of(const struct value *map, const char *key)
{
	return (uint32_t)strtoul(
	    value_as_string(value_get(map, key)), NULL, 10);
}

static bool
is_null(const struct value *map, const char *key)
{
	const struct value *value = value_get(map, key);
	return value == NULL || value_is_absent(value);
}

static struct span
span_of(struct retelling *r, const struct value *map)
{
	if (map == NULL || map->kind != VALUE_MAP || is_null(map, "path"))
		return SPAN_NONE;
	return (struct span){ source_find(r, value_get_string(map, "path")),
		offset_of(map, "start"), offset_of(map, "end") };
}

static const char *
words_of(const struct value *map, const char *key)
{
	return is_null(map, key) ? NULL : value_get_string(map, key);
}

static enum diag_level
level_of(const char *word)
{
	enum diag_level level = DIAG_ERROR;
	while (level > DIAG_NOTE && strcmp(word, diag_level_word(level)) != 0)
		level--;
	return level;
}

static int
line_add(struct retelling *r, struct faults *faults, struct text line)
{
	struct buf html = BUF_INIT;
	struct diags unheard;
	diags_init(&unheard, r->arena);
	struct value *map =
	    yaml_parse(r->arena, line, SPAN_NONE, &unheard);
	const struct rule *rule = map == NULL || map->kind != VALUE_MAP
	    ? NULL
	    : rule_by_code(value_get_string(map, "code"));
	if (rule == NULL)
		return -1;
	struct diag d = { .rule = rule,
		.level = level_of(value_as_string(value_get(map, "level"))),
		.span = span_of(r, map),
		.message = value_as_string(value_get(map, "message")),
		.effect = words_of(map, "effect"),
		.remedy = words_of(map, "help") };
	const struct value *also = value_get(map, "also");
	d.also = span_of(r, also);
	if (d.also.source != 0)
		d.also_label = value_as_string(value_get(also, "label"));
	put_diag(&html, &r->sources, &d);
	item_add(faults, d.level,
	    source_at(&r->sources, d.span.source)->path, buf_text(&html));
	buf_free(&html);
	return 0;
}

int
faults_add_json(struct faults *faults, struct text lines, const char *prefix,
    const char *root)
{
	struct retelling r = { .arena = arena_new(),
		.prefix = prefix,
		.root = root };
	int status = 0;
	sources_init(&r.sources, r.arena);
	table_init(&r.paths, r.arena);
	while (lines.len > 0 && status == 0) {
		struct text line;
		text_split(lines, '\n', &line, &lines);
		status = line_add(&r, faults, line);
	}
	arena_free(r.arena);
	return status;
}

/* ---- all of them ---- */

static void
counted(struct buf *buf, const char *one, const char *many, size_t count)
{
	buf_printf(buf, lang_count(one, many, count), count);
}

void
faults_put_count(struct buf *buf, const struct faults *faults)
{
	struct buf parts[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
	counted(&parts[0], "%zu error", "%zu errors",
	    faults->levels[DIAG_ERROR]);
	counted(&parts[1], "%zu warning", "%zu warnings",
	    faults->levels[DIAG_WARNING]);
	counted(
	    &parts[2], "%zu note", "%zu notes", faults->levels[DIAG_NOTE]);
	if (faults->count == 0)
		buf_puts(buf, _("no faults"));
	else
		buf_printf(buf, _("%s, %s, %s"), parts[0].at, parts[1].at,
		    parts[2].at);
	for (size_t i = 0; i < 3; i++)
		buf_free(&parts[i]);
}

void
faults_put(struct buf *buf, const struct faults *faults, enum diag_level level,
    size_t most)
{
	size_t put = 0;
	if (faults->levels[level] == 0)
		return;
	buf_puts(buf, "<ol>");
	for (size_t i = 0; i < faults->count; i++)
		if (faults->items[i].level == level &&
		    (most == 0 || put < most) && ++put > 0)
			buf_putt(buf, faults->items[i].html);
	buf_puts(buf, "</ol>");
	if (put < faults->levels[level]) {
		buf_puts(buf, "<p>");
		buf_printf(buf, _("… and %zu more"),
		    faults->levels[level] - put);
		buf_puts(buf, "</p>");
	}
}
