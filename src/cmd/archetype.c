#include "cmd/archetype.h"

#include "base/lang.h"
#include "render/yaml.h"

struct writer {
	struct buf *out;
	struct arena *arena;
	const struct archetype *archetype;
};

/* ---- words ---- */

static const char *
key_of(const struct writer *w, const struct field *field)
{
	return w->archetype->chinese ? field->alias : field->name;
}

/* Has the form a use for the term? */
static bool
is_fit(const struct writer *w, enum vocabulary vocabulary, const char *id)
{
	const struct form *form = w->archetype->form;
	if (form == NULL)
		return true;
	return vocabulary == VOCABULARY_ASPECT
	    ? form_aspect(form, text_of(id)) != NULL
	    : term_fits(w->archetype->programme, vocabulary, id, form);
}

/* The words of a vocabulary that the form takes: on-site 现场点评, … */
static const char *
terms_words(const struct writer *w, enum vocabulary vocabulary)
{
	const struct programme *programme = w->archetype->programme;
	const struct term_list *list = &programme->terms[vocabulary];
	struct buf words = BUF_INIT;
	for (size_t i = 0; i < list->count; i++) {
		const struct term *t = &list->items[i];
		if (!is_fit(w, vocabulary, t->id))
			continue;
		buf_printf(&words, "%s%s", words.len > 0 ? ", " : "", t->id);
		if (strcmp(t->id, t->name) != 0)
			buf_printf(&words, " %s", t->name);
	}
	return buf_detach(w->arena, &words).at;
}

static const char *
choices_words(const struct writer *w, const struct field *field)
{
	struct buf words = BUF_INIT;
	for (size_t i = 0; field->choices[i] != NULL; i += 2)
		buf_printf(&words, "%s%s %s", i > 0 ? ", " : "",
		    field->choices[i], field->choices[i + 1]);
	return buf_detach(w->arena, &words).at;
}

/* What a field is for and what it takes. */
static const char *
help_of(const struct writer *w, const struct field *field)
{
	const char *help = field->help == NULL ? "" : _(field->help);
	const char *words;
	switch (field->type) {
	case FIELD_DATE:
		return arena_printf(w->arena, _("%s; a date such as %s"), help,
		    w->archetype->today);
	case FIELD_CHOICE:
		return arena_printf(w->arena, _("%s; one of: %s"), help,
		    choices_words(w, field));
	case FIELD_TERM:
		words = terms_words(w, field->vocabulary);
		return *words == '\0'
		    ? help
		    : arena_printf(w->arena, _("%s; one of: %s"), help, words);
	case FIELD_INTEGER:
		return arena_printf(w->arena, _("%s; a number"), help);
	default:
		return help;
	}
}

/* ---- lines ---- */

static void
put_comment(const struct writer *w, const char *words)
{
	buf_puts(w->out, *words == '\0' ? "#" : "# ");
	buf_put_line(w->out, text_of(words));
	buf_putc(w->out, '\n');
}

/* Where a line stands: `first` begins an item of a list. */
struct line {
	bool live; /* else behind a # */
	int depth; /* spaces */
	bool first;
};

static void
put_indent(const struct writer *w, struct line line)
{
	if (!line.live)
		buf_putc(w->out, '#');
	buf_printf(w->out, "%*s%s", line.first ? line.depth - 2 : line.depth,
	    "", line.first ? "- " : "");
}

/* [a, b] */
static void
put_list(const struct writer *w, const struct value *list)
{
	buf_putc(w->out, '[');
	for (size_t i = 0; i < value_count(list); i++) {
		buf_puts(w->out, i > 0 ? ", " : "");
		yaml_put_text(w->out,
		    text_of(value_as_string(value_item(list, i))), true);
	}
	buf_putc(w->out, ']');
}

/* {优秀: , 良好: }: a place for each number. */
static void
put_counts(const struct writer *w, enum vocabulary vocabulary)
{
	const struct term_list *terms =
	    &w->archetype->programme->terms[vocabulary];
	buf_puts(w->out, " {");
	for (size_t i = 0; i < terms->count; i++) {
		buf_puts(w->out, i > 0 ? ", " : "");
		yaml_put_text(w->out,
		    text_of(w->archetype->chinese ? terms->items[i].name
						  : terms->items[i].id),
		    true);
		buf_puts(w->out, ": ");
	}
	buf_putc(w->out, '}');
}

static void put_field(const struct writer *w, const struct field *field,
    const struct value *value, struct line line);

/* Those that are known or have to be there, or (not `live`) the others. */
static void
put_fields(const struct writer *w, const struct shape *shape,
    const struct value *map, struct line *line, bool live)
{
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		const struct value *value = value_get(map, f->name);
		bool is_live =
		    value != NULL || (f->flags & FIELD_REQUIRED) != 0;
		if (is_live != live)
			continue;
		struct line own = *line;
		own.live = line->live && live;
		put_field(w, f, value, own);
		line->first = false;
	}
}

/* Lines that live first, so that an item begins with one of them. */
static void
put_map(const struct writer *w, const struct shape *shape,
    const struct value *map, struct line line)
{
	bool brief = w->archetype->brief && line.first && map != NULL;
	put_fields(w, shape, map, &line, true);
	if (!brief)
		put_fields(w, shape, map, &line, false);
}

/* The field's own line is written up to the colon. */
static void
put_maps(const struct writer *w, const struct field *field,
    const struct value *value, struct line line)
{
	bool list = (field->flags & FIELD_LIST) != 0;
	size_t count = list && value != NULL ? value_count(value) : 1;
	struct line inner = { line.live, line.depth + (list ? 4 : 2), list };
	buf_putc(w->out, '\n');
	for (size_t i = 0; i < count; i++)
		put_map(w, field->shape,
		    list && value != NULL ? value_item(value, i) : value,
		    inner);
}

/* Behind a value what it is, behind an empty place what goes there. */
static void
put_remark(const struct writer *w, const struct field *field,
    const struct value *value, struct line line)
{
	const struct archetype *a = w->archetype;
	const char *words = NULL;
	if (value == NULL && line.depth > 0 && field->help != NULL)
		words = help_of(w, field);
	for (size_t i = 0; value != NULL && i < a->note_count; i++)
		if (a->notes[i].value == value)
			words = a->notes[i].words;
	if (words == NULL)
		return;
	buf_puts(w->out, "  # ");
	buf_put_line(w->out, text_of(words));
}

/* Help stands above a field of the record, behind one inside of another. */
static void
put_field(const struct writer *w, const struct field *field,
    const struct value *value, struct line line)
{
	bool list = (field->flags & FIELD_LIST) != 0;
	if (line.depth == 0 && field->help != NULL &&
	    strcmp(field->name, "kind") != 0)
		put_comment(w, value == NULL ? help_of(w, field)
					     : _(field->help));
	put_indent(w, line);
	buf_printf(w->out, "%s:", key_of(w, field));
	if (field->type == FIELD_MAP) {
		put_maps(w, field, value, line);
		return;
	}
	if (value != NULL)
		buf_putc(w->out, ' ');
	if (value_is(value, VALUE_LIST))
		put_list(w, value);
	else if (value != NULL)
		yaml_put_text(w->out, text_of(value_as_string(value)), false);
	else if (field->type == FIELD_COUNTS)
		put_counts(w, field->vocabulary);
	else if (list)
		buf_puts(w->out, " []");
	put_remark(w, field, value, line);
	buf_putc(w->out, '\n');
}

/* ---- the whole ---- */

static void
put_guidance(const struct writer *w, const struct form *form)
{
	put_comment(w, "");
	put_comment(w, _("What to say under each heading below:"));
	for (size_t i = 0; i < form->aspect_count; i++) {
		const struct aspect *a = &form->aspects[i];
		put_comment(w,
		    arena_printf(w->arena, "## %s  %s", a->title, a->guidance));
	}
}

void
archetype_put(struct buf *out, struct arena *arena,
    const struct archetype *archetype)
{
	struct writer w = { out, arena, archetype };
	const struct form *form = archetype->form;
	struct line line = { .live = true };
	buf_puts(out, "---\n");
	put_comment(&w,
	    arena_printf(arena, "%s %s: %s", archetype->kind->name,
		archetype->kind->alias, _(archetype->kind->help)));
	put_fields(&w, archetype->kind, archetype->fields, &line, true);
	put_comment(&w, "");
	put_comment(&w, _("These may be left out; to use one, delete the # in "
			  "front of it:"));
	put_fields(&w, archetype->kind, archetype->fields, &line, false);
	if (form != NULL)
		put_guidance(&w, form);
	buf_puts(out, "---\n");
	for (size_t i = 0; form != NULL && i < form->aspect_count; i++)
		buf_printf(out, "%s## %s\n", i > 0 ? "\n" : "",
		    form->aspects[i].title);
}
