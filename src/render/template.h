/*
 * Templates in Mustache, to the published specification
 * (https://github.com/mustache/spec, v1.4): comments, delimiters,
 * interpolation, sections, inverted sections, partials, and the optional
 * inheritance.  Lambdas and dynamic names are left out.
 *
 *   {{name}}  {{{name}}}  {{&name}}   a value; `.` is the one at hand
 *   {{#name}} … {{/name}}             for each, or if there is one
 *   {{^name}} … {{/name}}             if there is none
 *   {{>name}}                         another template, here
 *   {{<name}} … {{/name}}             another template, with blocks put in:
 *   {{$name}} … {{/name}}               a block; its default, or what is put in
 *   {{! … }}  {{=<% %>=}}             a comment; other delimiters from here on
 *
 * There is none when the value is absent, null, false or an empty list.  An
 * empty text, 0 and an empty map are something: the specification leaves it
 * to the host, and the manual mustache(5) counts only those four.
 *
 * A tag alone on its line takes the line with it; a partial or a parent alone
 * on its line indents what it brings.  What is put into a block loses the
 * indentation of its first line where it is written and gets the block's where
 * it appears (specification, issues 130 and 131).
 *
 * A set is filled by one thread, linked once, and from then on never changed:
 * any number of threads may render from it.
 */
#ifndef TONGBAO_RENDER_TEMPLATE_H
#define TONGBAO_RENDER_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/text.h"
#include "base/value.h"

struct templates;
struct node;

/* The set and all that is in it live in the arena. */
struct templates *templates_new(struct arena *arena);

/*
 * Parses `text`, the whole of `source` (less than 4 GiB), as template `name`
 * (copied).  The text is not copied and must outlive the set.  -1 after at
 * least one diagnostic; the name is taken all the same.
 */
int templates_add(struct templates *set, const char *name, struct text text,
    uint32_t source, struct diags *diags);

/*
 * The same for a text that was read from a part of a source, in another form
 * than it stands there: faults are told at `where`, all of it.
 */
int templates_add_part(struct templates *set, const char *name,
    struct text text, struct span where, struct diags *diags);

/*
 * A text without tags, whatever is in it: wherever it is taken as a partial it
 * stands byte for byte, never indented.
 */
int templates_add_verbatim(struct templates *set, const char *name,
    struct text text, uint32_t source, struct diags *diags);

/*
 * Joins partials and parents with the templates they name; after the last
 * templates_add() and before the first template_render().  A name that the
 * set does not have is a diagnostic at each of its tags and -1 when `strict`;
 * otherwise it stands for an empty template, as the specification has it.
 * say.NAME is called a string, which is what the theme keeps under such names.
 */
int templates_link(struct templates *set, bool strict, struct diags *diags);

bool templates_has(const struct templates *set, const char *name);

/* What becomes of data; the template's own text is written as it stands. */
struct template_output {
	/* Text and numbers; `raw` says the tag was {{{x}}} or {{&x}}. */
	void (*text)(struct buf *out, struct text t, bool raw);
	/* A piece of a document; may be NULL, then nothing is written. */
	void (*node)(struct buf *out, const struct node *node);
	/* Where to say why rendering stopped; may be NULL. */
	struct diags *diags;
};

/*
 * Appends the template filled with `data` to `out`.  Numbers are written so
 * that they read back the same, true and false as these words; null, lists and
 * maps as nothing.
 *
 * -1 when the template includes itself without end (512 tags deep) or writes
 * without end (128 MiB): what is in `out` then is cut off and not to be used.
 * It is a bug to ask for a template that the set does not have.
 */
int template_render(struct buf *out, const struct templates *set,
    const char *name, const struct value *data,
    const struct template_output *output);

#endif
