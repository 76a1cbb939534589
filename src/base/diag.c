#include "base/diag.h"

#include <stdlib.h>
#include "base/diag_form.h"
#include "base/lang.h"
#include "base/near.h"

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

/*
 * A format that is nothing but a text stands for a sentence of a table, which
 * is looked up itself.
 */
static char *
words_of(struct arena *arena, const char *format, va_list ap)
{
	return strcmp(format, "%s") == 0
	    ? arena_string(arena, lang_text(va_arg(ap, const char *)))
	    : arena_vprintf(arena, lang_text(format), ap);
}

void
diags_append(struct diags *diags, struct diag *diag)
{
	diag->next = NULL;
	if (diags->last != NULL)
		diags->last->next = diag;
	else
		diags->first = diag;
	diags->last = diag;
	diags->count++;
	if (diag->level > diags->worst)
		diags->worst = diag->level;
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
		.message = words_of(diags->arena, format, ap),
		.effect = lang_text(effect_of(rule, level)),
		.remedy = rule->remedy == NULL ? NULL : lang_text(rule->remedy),
	};
	va_end(ap);
	if (diag->level != DIAG_OFF)
		diags_append(diags, diag);
	return diag;
}

void
diag_also(struct diags *diags, struct diag *diag, struct span span,
    const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	diag->also = span;
	diag->also_label = words_of(diags->arena, format, ap);
	va_end(ap);
}

void
diag_remedy(struct diags *diags, struct diag *diag, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	diag->remedy = words_of(diags->arena, format, ap);
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
	const char *near[NEAR_MOST];
	size_t n = near_words(word, candidates, count, near);
	if (n == 1)
		diag_remedy(diags, diag, "did you mean %s?", near[0]);
	else if (n == 2)
		diag_remedy(diags, diag, "did you mean %s or %s?", near[0],
		    near[1]);
	else if (n == 3)
		diag_remedy(diags, diag, "did you mean %s, %s or %s?", near[0],
		    near[1], near[2]);
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

static const char *
string_or_none(struct arena *arena, const char *s)
{
	return s == NULL ? NULL : arena_string(arena, s);
}

void
diags_copy(struct diags *into, const struct diags *from)
{
	for (const struct diag *d = from->first; d != NULL; d = d->next) {
		struct diag *copy = ARENA_NEW(into->arena, struct diag);
		*copy = *d;
		copy->message = arena_string(into->arena, d->message);
		copy->effect = string_or_none(into->arena, d->effect);
		copy->remedy = string_or_none(into->arena, d->remedy);
		copy->about = string_or_none(into->arena, d->about);
		copy->also_label = string_or_none(into->arena, d->also_label);
		copy->edits = NULL; /* they are of what is read */
		copy->unknown = NULL;
		copy->next = NULL;
		diags_append(into, copy);
	}
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

static int
string_compare(const char *a, const char *b)
{
	return a == NULL || b == NULL ? (a != NULL) - (b != NULL) : strcmp(a, b);
}

/*
 * Of equal ones the same goes first, whichever worker found it first: one that
 * has a mend, or a second place, before one that has none.
 */
static int
diag_compare_all(const void *pa, const void *pb)
{
	const struct diag *a = *(struct diag *const *)pa;
	const struct diag *b = *(struct diag *const *)pb;
	int c = diag_compare(pa, pb);
	if (c != 0)
		return c;
	if ((a->edits == NULL) != (b->edits == NULL))
		return a->edits == NULL ? 1 : -1;
	if (a->also.source != b->also.source)
		return a->also.source - 1 < b->also.source - 1 ? -1 : 1;
	if (a->also.start != b->also.start)
		return a->also.start < b->also.start ? -1 : 1;
	if (a->span.end != b->span.end)
		return a->span.end < b->span.end ? -1 : 1;
	return string_compare(a->remedy, b->remedy);
}

/* So many words are compared, but those of a few faults always. */
#define SUGGEST_WORDS 1000000
#define SUGGEST_FEW 10

static bool
is_unknown(const struct diag *d, const struct rule *rule, unsigned among)
{
	return d->unknown != NULL && d->rule == rule && d->among == among;
}

size_t
diags_unknown(struct diags *diags, const struct rule *rule, unsigned among,
    size_t candidates, struct diag ***found)
{
	size_t n = 0, most = candidates == 0 ? 0 : SUGGEST_WORDS / candidates;
	if (most < SUGGEST_FEW)
		most = SUGGEST_FEW;
	for (const struct diag *d = diags->first; d != NULL; d = d->next)
		n += is_unknown(d, rule, among);
	*found = ARENA_ARRAY(diags->arena, struct diag *, n);
	n = 0;
	for (struct diag *d = diags->first; d != NULL; d = d->next)
		if (is_unknown(d, rule, among))
			(*found)[n++] = d;
	if (n > 1)
		qsort(*found, n, sizeof(**found), diag_compare_all);
	return n < most ? n : most;
}

void
diags_suggest(struct diags *diags, const struct rule *rule, unsigned among,
    const char *const *candidates, size_t count)
{
	struct diag **found;
	size_t n = diags_unknown(diags, rule, among, count, &found);
	for (size_t i = 0; i < n; i++)
		diag_suggest(
		    diags, found[i], found[i]->unknown, candidates, count);
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
	qsort(all, n, sizeof(*all), diag_compare_all);
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

size_t
diags_keep(struct diags *diags,
    bool (*keep)(const void *context, const struct diag *diag),
    const void *context)
{
	struct diag *next, *all = diags->first;
	size_t before = diags->count;
	diags->first = diags->last = NULL;
	diags->count = 0;
	diags->worst = DIAG_OFF;
	for (struct diag *d = all; d != NULL; d = next) {
		next = d->next;
		if (keep(context, d))
			diags_append(diags, d);
	}
	return before - diags->count;
}

enum diag_level
diag_worst(const struct diags *diags)
{
	return diags->worst;
}

/* ---- forms ---- */

static const struct {
	const char *name;
	diag_put *put;
} forms[DIAG_FORM__MAX] = {
	[DIAG_TEXT] = { "text", diag_put_text },
	[DIAG_JSON] = { "json", diag_put_json },
	[DIAG_SARIF] = { "sarif", diag_put_sarif },
	[DIAG_GITHUB] = { "github", diag_put_github },
	[DIAG_QUICKFIX] = { "quickfix", diag_put_quickfix },
};

const char *
diag_level_word(enum diag_level level)
{
	static const char *const words[] = { N_("off"), N_("note"),
		N_("warning"), N_("error") };
	return words[level];
}

void
diag_put_words(struct buf *buf, const struct diag *diag)
{
	buf_puts(buf, diag->message);
	if (diag->effect != NULL) {
		buf_putc(buf, '\n');
		buf_printf(buf, _("effect: %s"), diag->effect);
	}
	if (diag->remedy != NULL) {
		buf_putc(buf, '\n');
		buf_printf(buf, _("help: %s"), diag->remedy);
	}
}

static int
edit_compare(const void *pa, const void *pb)
{
	const struct diag_edit *a = *(const struct diag_edit *const *)pa;
	const struct diag_edit *b = *(const struct diag_edit *const *)pb;
	return span_compare(a->span, b->span);
}

const struct diag_edit **
diag_edits(struct arena *arena, const struct diag *diag)
{
	size_t n = 0;
	for (const struct diag_edit *e = diag->edits; e != NULL; e = e->next)
		n++;
	const struct diag_edit **edits =
	    ARENA_ARRAY(arena, const struct diag_edit *, n + 1);
	n = 0;
	for (const struct diag_edit *e = diag->edits; e != NULL; e = e->next)
		edits[n++] = e;
	qsort(edits, n, sizeof(*edits), edit_compare);
	return edits;
}

int
diag_form_parse(enum diag_form *form, const char *word)
{
	for (int i = 0; i < DIAG_FORM__MAX; i++) {
		if (strcmp(forms[i].name, word) != 0)
			continue;
		*form = (enum diag_form)i;
		return 0;
	}
	return -1;
}

void
diags_print(struct diags *diags, const struct sources *sources,
    struct diag_style style, FILE *out)
{
	diags_sort(diags);
	if (style.prefix == NULL)
		style.prefix = "";
	forms[style.form].put(diags, sources, &style, out);
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
