#include "base/diag.h"

#include <stdlib.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/utf8.h"

void
diags_init(struct diags *diags, struct arena *arena)
{
	*diags = (struct diags){ .arena = arena };
}

void
diags_init_like(struct diags *diags, struct arena *arena,
    const struct diags *like)
{
	diags_init(diags, arena);
	diags->levels = like->levels;
}

static enum diag_level
level_of(const struct diags *diags, const struct rule *rule)
{
	return diags->levels == NULL
	    ? rule->level
	    : diags->levels->levels[rule - diags->levels->rules];
}

/* What a fault means where a site takes it more or less seriously. */
static const char *
effect_of(const struct rule *rule, enum diag_level level)
{
	if (level == rule->level ||
	    (level < DIAG_ERROR && rule->level < DIAG_ERROR))
		return rule->effect;
	return level == DIAG_ERROR ? N_("nothing is published")
				   : N_("it is published as it stands");
}

struct diag *
diag_at(struct diags *diags, const struct rule *rule, struct span span,
    const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	struct diag *diag = ARENA_NEW(diags->arena, struct diag);
	enum diag_level level = level_of(diags, rule);
	*diag = (struct diag){
		.rule = rule,
		.level = level,
		.span = span,
		.message = arena_vprintf(diags->arena, lang_text(format), ap),
		.effect = lang_text(effect_of(rule, level)),
		.remedy = rule->remedy == NULL ? NULL : lang_text(rule->remedy),
	};
	va_end(ap);
	if (diag->level == DIAG_OFF)
		return diag;
	if (diags->last != NULL)
		diags->last->next = diag;
	else
		diags->first = diag;
	diags->last = diag;
	diags->count++;
	if (diag->level > diags->worst)
		diags->worst = diag->level;
	return diag;
}

void
diag_also(struct diags *diags, struct diag *diag, struct span span,
    const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	diag->also = span;
	diag->also_label = arena_vprintf(diags->arena, lang_text(format), ap);
	va_end(ap);
}

void
diag_remedy(struct diags *diags, struct diag *diag, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	diag->remedy = arena_vprintf(diags->arena, lang_text(format), ap);
	va_end(ap);
}

void
diag_edit(struct diags *diags, struct diag *diag, struct span span,
    struct text text)
{
	struct diag_edit *edit = ARENA_NEW(diags->arena, struct diag_edit);
	*edit = (struct diag_edit){ span, arena_text(diags->arena, text),
		diag->edits };
	diag->edits = edit;
}

void
diag_suggest(struct diags *diags, struct diag *diag, const char *word,
    const char *const *candidates, size_t count)
{
	const char *near = nearest_word(word, candidates, count);
	if (near != NULL)
		diag_remedy(diags, diag, "did you mean %s?", near);
}

void
diags_merge(struct diags *into, struct diags *from)
{
	if (from->first == NULL)
		return;
	if (into->last != NULL)
		into->last->next = from->first;
	else
		into->first = from->first;
	into->last = from->last;
	into->count += from->count;
	if (from->worst > into->worst)
		into->worst = from->worst;
	from->first = from->last = NULL;
	from->count = 0;
}

static int
diag_compare(const void *pa, const void *pb)
{
	const struct diag *a = *(struct diag *const *)pa;
	const struct diag *b = *(struct diag *const *)pb;
	if (a->span.source != b->span.source)
		return a->span.source < b->span.source ? -1 : 1;
	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	int c = strcmp(a->rule->code, b->rule->code);
	return c != 0 ? c : strcmp(a->message, b->message);
}

void
diags_sort(struct diags *diags)
{
	if (diags->count < 2)
		return;
	struct diag **all =
	    ARENA_ARRAY(diags->arena, struct diag *, diags->count);
	size_t n = 0;
	for (struct diag *d = diags->first; d != NULL; d = d->next)
		all[n++] = d;
	qsort(all, n, sizeof(*all), diag_compare);
	diags->first = diags->last = all[0];
	diags->count = 1;
	for (size_t i = 1; i < n; i++) {
		if (diag_compare(&all[i], &diags->last) == 0)
			continue;
		diags->last->next = all[i];
		diags->last = all[i];
		diags->count++;
	}
	diags->last->next = NULL;
}

enum diag_level
diag_worst(const struct diags *diags)
{
	return diags->worst;
}

/* ---- printing ---- */

struct paint {
	const char *error, *warning, *note, *strong, *faint, *off;
};

static const struct paint plain = { "", "", "", "", "", "" };
static const struct paint colours = { "\033[1;31m", "\033[1;33m", "\033[1;36m",
	"\033[1m", "\033[2m", "\033[0m" };

static const char *
level_name(enum diag_level level)
{
	static const char *const names[] = { "off", "note", "warning",
		"error" };
	return names[level];
}

static const char *
level_paint(const struct paint *paint, enum diag_level level)
{
	return level == DIAG_ERROR     ? paint->error
	    : level == DIAG_WARNING ? paint->warning
				    : paint->note;
}

/* Controls and broken UTF-8 must not reach a terminal. */
static void
put_clean(struct text t, FILE *out)
{
	size_t pos = 0;
	while (pos < t.len) {
		size_t start = pos;
		uint32_t code = utf8_next(t, &pos);
		if (code == UTF8_BAD || (utf8_is_control(code) && code != '\t'))
			fputc('?', out);
		else
			fwrite(t.at + start, 1, pos - start, out);
	}
}

/* Blanks up to the caret; tabs are copied so that the columns agree. */
static void
put_indent(const struct place *place, FILE *out)
{
	size_t pos = 0;
	for (uint32_t i = 1; i < place->character; i++) {
		uint32_t code = utf8_next(place->excerpt, &pos);
		if (code == '\t')
			fputc('\t', out);
		else
			fprintf(out, "%*s", (int)cell_after(0, code), "");
	}
}

/* Lines of many thousand characters help nobody: show a window of them. */
#define EXCERPT_CELLS 160

static void
excerpt_clip(struct place *place)
{
	struct text line = place->excerpt;
	uint32_t caret = place->column - 1, cell = 0;
	uint32_t first = caret > EXCERPT_CELLS / 2 ? caret - EXCERPT_CELLS / 2
						   : 0;
	size_t pos = 0;
	while (pos < line.len && cell < first) {
		cell = cell_after(cell, utf8_next(line, &pos));
		place->character--;
	}
	size_t start = pos;
	uint32_t last = cell + EXCERPT_CELLS;
	while (pos < line.len && cell < last)
		cell = cell_after(cell, utf8_next(line, &pos));
	place->excerpt = text_cut(line, start, pos);
	if (place->width > EXCERPT_CELLS / 2)
		place->width = EXCERPT_CELLS / 2;
}

static void
put_place(const struct source *source, struct span span, const char *paint_on,
    const char *label, const struct paint *paint, FILE *out)
{
	struct place place = source_place(source, span);
	int digits = snprintf(NULL, 0, "%u", place.line);
	excerpt_clip(&place);
	fprintf(out, "  %s%u |%s ", paint->faint, place.line, paint->off);
	put_clean(place.excerpt, out);
	fprintf(out, "\n  %s%*s |%s ", paint->faint, digits, "", paint->off);
	put_indent(&place, out);
	fputs(paint_on, out);
	for (uint32_t i = 0; i < place.width; i++)
		fputc('^', out);
	if (label != NULL) {
		fputc(' ', out);
		put_clean(text_of(label), out);
	}
	fprintf(out, "%s\n", paint->off);
}

static void
put_path(const struct source *source, struct span span, const char *on,
    const struct paint *paint, FILE *out)
{
	struct place place = source_place(source, span);
	fputs(on, out);
	put_clean(text_of(source->path), out);
	fprintf(out, ":%u:%u:%s", place.line, place.column, paint->off);
}

static void
put_line(const char *what, const char *text, const struct paint *paint,
    FILE *out)
{
	if (text == NULL)
		return;
	fprintf(out, "  %s= %s:%s ", paint->faint, what, paint->off);
	put_clean(text_of(text), out);
	fputc('\n', out);
}

static void
put_diag(const struct diag *d, const struct sources *sources,
    const struct paint *paint, FILE *out)
{
	const struct source *source = source_at(sources, d->span.source);
	const char *on = level_paint(paint, d->level);
	if (d->span.source != 0) {
		put_path(source, d->span, paint->strong, paint, out);
		fputc(' ', out);
	}
	fprintf(out, "%s%s[%s]:%s %s", on, level_name(d->level), d->rule->code,
	    paint->off, paint->strong);
	put_clean(text_of(d->message), out);
	fprintf(out, "%s\n", paint->off);
	if (d->span.source != 0 && source->text.len > 0)
		put_place(source, d->span, on, NULL, paint, out);
	if (d->also.source != 0) {
		const struct source *other = source_at(sources, d->also.source);
		fputs("  ", out);
		put_path(other, d->also, paint->faint, paint, out);
		fputc('\n', out);
		put_place(other, d->also, paint->note, d->also_label, paint,
		    out);
	}
	put_line("effect", d->effect, paint, out);
	put_line("help", d->remedy, paint, out);
}

void
diags_print(struct diags *diags, const struct sources *sources,
    struct diag_style style, FILE *out)
{
	const struct paint *paint = style.colour ? &colours : &plain;
	size_t shown = 0, count[DIAG_ERROR + 1] = { 0 };
	diags_sort(diags);
	for (struct diag *d = diags->first; d != NULL; d = d->next) {
		count[d->level]++;
		if (style.most != 0 && shown >= style.most)
			continue;
		put_diag(d, sources, paint, out);
		shown++;
	}
	if (shown < diags->count)
		fprintf(out, "… and %zu more\n", diags->count - shown);
	if (diags->count > 0)
		fprintf(out, "%zu error%s, %zu warning%s, %zu note%s\n",
		    count[DIAG_ERROR], count[DIAG_ERROR] == 1 ? "" : "s",
		    count[DIAG_WARNING], count[DIAG_WARNING] == 1 ? "" : "s",
		    count[DIAG_NOTE], count[DIAG_NOTE] == 1 ? "" : "s");
}

_Noreturn void
bug_at(const char *file, int line, const char *what)
{
	fprintf(stderr,
	    "tongbao: %s:%d: a fault of the program itself: %s\n"
	    "Nothing was published. Please report this line.\n",
	    file, line, what);
	_Exit(70);
}
