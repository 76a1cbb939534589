/* For people: message, place, excerpt with caret, effect, help, mend. */
#include "base/diag_form.h"

#include "base/lang.h"
#include "base/utf8.h"

struct paint {
	const char *error, *warning, *note, *mend, *strong, *faint, *off;
};

static const struct paint plain = { "", "", "", "", "", "", "" };
static const struct paint colours = { "\033[1;31m", "\033[1;33m", "\033[1;36m",
	"\033[32m", "\033[1m", "\033[2m", "\033[0m" };

struct text_form {
	const struct sources *sources;
	const struct paint *paint;
	struct arena *arena;
	FILE *out;
};

static const char *
level_paint(const struct paint *paint, enum diag_level level)
{
	return level == DIAG_ERROR      ? paint->error
	    : level == DIAG_WARNING ? paint->warning
				    : paint->note;
}

/* Controls and broken UTF-8 must not reach a terminal. */
static void
put_clean(struct text t, FILE *out)
{
	utf8_put_clean(t, "\t", '?', out);
}

/* ---- excerpts ---- */

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

/* More bytes before it are not looked at: they need take no cells. */
#define EXCERPT_BYTES 2048

/*
 * Where the window begins: half of it before the caret, and no more is gone
 * through, as there may be thousands of faults on the line.
 */
static size_t
window_start(const struct place *place)
{
	uint32_t cells = 0;
	size_t pos = place->before, start = pos;
	while (pos > 0 && place->before - pos < EXCERPT_BYTES) {
		cells += cell_after(0, utf8_previous(place->excerpt, &pos));
		if (cells > EXCERPT_CELLS / 2)
			break;
		start = pos;
	}
	return start;
}

static void
excerpt_clip(struct place *place)
{
	struct text line = place->excerpt;
	size_t start = place->column <= EXCERPT_CELLS / 2 ? 0
							  : window_start(place);
	uint32_t cell = 0;
	size_t pos = start;
	place->character = 1;
	while (pos < place->before) {
		cell = cell_after(cell, utf8_next(line, &pos));
		place->character++;
	}
	while (pos < line.len && cell < EXCERPT_CELLS)
		cell = cell_after(cell, utf8_next(line, &pos));
	place->excerpt = text_cut(line, start, pos);
	place->before -= (uint32_t)start;
	if (place->width > EXCERPT_CELLS / 2)
		place->width = EXCERPT_CELLS / 2;
}

/* What stands behind the carets. */
static void
put_label(const struct text_form *form, const struct place *place,
    const char *label)
{
	if (label != NULL) {
		fputc(' ', form->out);
		put_clean(text_of(label), form->out);
	}
	if (place->last_line > place->line) {
		fputc(' ', form->out);
		fprintf(form->out, _("… to line %u"), place->last_line);
	}
}

static void
put_excerpt(const struct text_form *form, struct span span,
    const char *paint_on, const char *label)
{
	struct source *source = source_at(form->sources, span.source);
	struct place place = source_place(source, span);
	FILE *out = form->out;
	const struct paint *paint = form->paint;
	int digits = snprintf(NULL, 0, "%u", place.line);
	excerpt_clip(&place);
	fprintf(out, "  %s%u |%s ", paint->faint, place.line, paint->off);
	put_clean(place.excerpt, out);
	fprintf(out, "\n  %s%*s |%s ", paint->faint, digits, "", paint->off);
	put_indent(&place, out);
	fputs(paint_on, out);
	for (uint32_t i = 0; i < place.width; i++)
		fputc('^', out);
	put_label(form, &place, label);
	fprintf(out, "%s\n", paint->off);
}

static void
put_path(const struct text_form *form, struct span span, const char *on)
{
	struct source *source = source_at(form->sources, span.source);
	struct place place = source_place(source, span);
	fputs(on, form->out);
	put_clean(text_of(source->path), form->out);
	fprintf(form->out, ":%u:%u:%s", place.line, place.column,
	    form->paint->off);
}

/* The second place; a file that could not be read has no excerpt. */
static void
put_also(const struct text_form *form, const struct diag *d)
{
	struct source *source =
	    source_at(form->sources, d->also.source);
	fputs("  ", form->out);
	put_path(form, d->also, form->paint->faint);
	if (source->text.len == 0) {
		fputc(' ', form->out);
		put_clean(text_of(d->also_label), form->out);
	}
	fputc('\n', form->out);
	if (source->text.len > 0)
		put_excerpt(form, d->also, form->paint->note, d->also_label);
}

static void
put_line(const struct text_form *form, const char *what, const char *text)
{
	if (text == NULL)
		return;
	fprintf(form->out, "  %s= %s:%s ", form->paint->faint, what,
	    form->paint->off);
	put_clean(text_of(text), form->out);
	fputc('\n', form->out);
}

/* ---- what the mend would write ---- */

/* More changed lines are counted, not shown. */
#define MEND_LINES 4

struct mend {
	const struct diag_edit **edits;
	/* The lines that the edits touch, of long ones what is near to them. */
	struct text before;
	struct buf after;
	uint32_t line; /* the first of them */
	bool shown;    /* there is something to see in them */
};

static size_t
lines_of(struct text t)
{
	size_t n = t.len > 0 && t.at[t.len - 1] != '\n';
	for (size_t i = 0; i < t.len; i++)
		n += t.at[i] == '\n';
	return n;
}

static void
mend_apply(struct mend *mend, struct text whole, uint32_t begin, uint32_t end)
{
	uint32_t pos = begin;
	for (size_t i = 0; mend->edits[i] != NULL; i++) {
		const struct diag_edit *e = mend->edits[i];
		buf_putt(&mend->after, text_cut(whole, pos, e->span.start));
		buf_putt(&mend->after, e->text);
		pos = e->span.end;
	}
	buf_putt(&mend->after, text_cut(whole, pos, end));
}

/* Edits that can be applied: in one file, in it, one after another. */
static bool
mend_is_sound(const struct mend *mend, size_t len)
{
	uint32_t pos = 0;
	for (size_t i = 0; mend->edits[i] != NULL; i++) {
		struct span span = mend->edits[i]->span;
		if (span.source != mend->edits[0]->span.source ||
		    span.start < pos || span.end < span.start || span.end > len)
			return false;
		pos = span.end;
	}
	return true;
}

/* Of the line, or of a character that is near enough. */
static uint32_t
line_begin(struct text whole, uint32_t at)
{
	uint32_t begin = at;
	while (begin > 0 && whole.at[begin - 1] != '\n' &&
	    (at - begin < EXCERPT_BYTES || utf8_is_amid(whole, begin)))
		begin--;
	return begin;
}

static uint32_t
line_end(struct text whole, uint32_t begin, uint32_t at)
{
	uint32_t end = at;
	while (end < whole.len && (end == begin || whole.at[end - 1] != '\n') &&
	    (end - at < EXCERPT_BYTES || utf8_is_amid(whole, end)))
		end++;
	return end;
}

static void
mend_make(struct mend *mend, const struct text_form *form,
    const struct diag *d)
{
	*mend = (struct mend){ .after = BUF_INIT };
	mend->edits = diag_edits(form->arena, d);
	size_t last = 0;
	struct source *source =
	    source_at(form->sources, mend->edits[0]->span.source);
	struct text whole = source->text;
	if (!mend_is_sound(mend, whole.len))
		return;
	while (mend->edits[last + 1] != NULL)
		last++;
	uint32_t start = mend->edits[0]->span.start,
		 begin = line_begin(whole, start),
		 end = line_end(whole, begin, mend->edits[last]->span.end);
	mend->before = text_cut(whole, begin, end);
	mend->line = source_point(source, start).line;
	mend_apply(mend, whole, begin, end);
	mend->shown = lines_of(mend->before) <= MEND_LINES &&
	    lines_of(buf_text(&mend->after)) <= MEND_LINES &&
	    utf8_check(mend->before) == mend->before.len;
}

/* The bytes that two lines have in common at their beginning. */
static uint32_t
common_start(struct text a, struct text b)
{
	uint32_t n = 0;
	while (n < a.len && n < b.len && a.at[n] == b.at[n])
		n++;
	while (n > 0 && utf8_is_amid(a, n))
		n--;
	return n;
}

/* The new lines, each as long as a terminal bears, about what is new. */
static void
put_new_lines(const struct text_form *form, const struct mend *mend)
{
	struct source after = { .path = "",
		.text = buf_text(&mend->after) };
	uint32_t changed = common_start(after.text, mend->before);
	uint32_t line = mend->line;
	for (uint32_t pos = 0; pos < after.text.len; line++) {
		uint32_t end = (uint32_t)text_until(after.text, pos, '\n');
		uint32_t at = changed > pos && changed < end ? changed : pos;
		struct place place =
		    source_place(&after, (struct span){ 0, at, at });
		excerpt_clip(&place);
		fprintf(form->out, "  %s%u +%s ", form->paint->faint, line,
		    form->paint->off);
		fputs(form->paint->mend, form->out);
		put_clean(place.excerpt, form->out);
		fprintf(form->out, "%s\n", form->paint->off);
		pos = end + 1;
	}
}

static void
put_mend(const struct text_form *form, const struct diag *d)
{
	struct mend mend;
	mend_make(&mend, form, d);
	const char *what;
	if (!mend.shown)
		what = _("`tongbao fix` does it");
	else if (mend.after.len == 0)
		what = _("`tongbao fix` takes the line out");
	else
		what = _("`tongbao fix` writes");
	fprintf(form->out, "  %s= %s:%s %s\n", form->paint->faint, _("fix"),
	    form->paint->off, what);
	if (mend.shown)
		put_new_lines(form, &mend);
	buf_free(&mend.after);
}

/* ---- the whole ---- */

static void
put_diag(const struct text_form *form, const struct diag *d)
{
	struct source *source =
	    source_at(form->sources, d->span.source);
	const char *on = level_paint(form->paint, d->level);
	FILE *out = form->out;
	if (d->span.source != 0) {
		put_path(form, d->span, form->paint->strong);
		fputc(' ', out);
	}
	fprintf(out, "%s%s[%s]:%s %s", on, _(diag_level_word(d->level)),
	    d->rule->code, form->paint->off, form->paint->strong);
	put_clean(text_of(d->message), out);
	fprintf(out, "%s\n", form->paint->off);
	if (d->span.source != 0 && source->text.len > 0)
		put_excerpt(form, d->span, on, NULL);
	if (d->also.source != 0)
		put_also(form, d);
	put_line(form, _("effect"), d->effect);
	put_line(form, _("help"), d->remedy);
	if (d->edits != NULL)
		put_mend(form, d);
}

static const char *
counted(struct arena *arena, const char *one, const char *many, size_t count)
{
	return arena_printf(arena, lang_count(one, many, count), count);
}

static void
put_summary(const struct text_form *form, const size_t count[DIAG_ERROR + 1],
    size_t mends)
{
	fprintf(form->out, _("%s, %s, %s\n"),
	    counted(form->arena, "%zu error", "%zu errors", count[DIAG_ERROR]),
	    counted(form->arena, "%zu warning", "%zu warnings",
		count[DIAG_WARNING]),
	    counted(form->arena, "%zu note", "%zu notes", count[DIAG_NOTE]));
	if (mends > 0)
		fprintf(form->out, "%s\n",
		    counted(form->arena, "`tongbao fix` mends %zu of them",
			"`tongbao fix` mends %zu of them", mends));
}

static bool
is_hushed(const struct diag *d, const struct diag_style *style)
{
	return style->brief && d->rule->family != NULL && d->level < DIAG_ERROR;
}

/*
 * How many of each level are shown, of `most`: what is graver comes before,
 * however much that is not stands in files before it.
 */
static void
room_share(const struct diags *diags, const struct diag_style *style,
    size_t room[DIAG_ERROR + 1])
{
	size_t left = style->most == 0 ? SIZE_MAX : style->most;
	size_t count[DIAG_ERROR + 1] = { 0 };
	for (const struct diag *d = diags->first; d != NULL; d = d->next)
		count[d->level] += !is_hushed(d, style);
	for (int level = DIAG_ERROR; level >= 0; level--) {
		room[level] = count[level] < left ? count[level] : left;
		left -= room[level];
	}
}

void
diag_put_text(const struct diags *diags, const struct sources *sources,
    const struct diag_style *style, FILE *out)
{
	const struct text_form form = { sources,
		style->colour ? &colours : &plain, diags->arena, out };
	size_t shown = 0, hushed = 0, mends = 0, count[DIAG_ERROR + 1] = { 0 };
	size_t room[DIAG_ERROR + 1];
	room_share(diags, style, room);
	for (const struct diag *d = diags->first; d != NULL; d = d->next) {
		count[d->level]++;
		mends += d->edits != NULL;
		if (is_hushed(d, style)) {
			hushed++;
			continue;
		}
		if (room[d->level] == 0)
			continue;
		put_diag(&form, d);
		room[d->level]--;
		shown++;
	}
	if (shown + hushed < diags->count)
		fprintf(out, _("… and %zu more\n"),
		    diags->count - hushed - shown);
	if (diags->count > 0)
		put_summary(&form, count, mends);
	if (hushed > 0)
		fputs(_("`tongbao check` shows what the rules say\n"), out);
}
