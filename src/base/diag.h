/*
 * Diagnostics: every fault of the user's input, all of them in one run, each
 * with place, excerpt, effect and remedy.
 *
 * A room that finds a fault says `diag_at(diags, &rule, span, "…")` and goes
 * on; whoever runs the stage asks diag_worst() at its end.  Diags of several
 * threads are merged, then sorted by place, so the order never depends on who
 * was first.  Base knows no rule by name: rooms declare theirs (model/rules.h).
 */
#ifndef TONGBAO_BASE_DIAG_H
#define TONGBAO_BASE_DIAG_H

#include <stdio.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"

enum diag_level {
	DIAG_OFF,
	DIAG_NOTE,
	DIAG_WARNING,
	DIAG_ERROR,
};

/* One kind of fault.  Constant tables only. */
struct rule {
	const char *code; /* T0107, stable for ever */
	const char *slug; /* front-matter-missing */
	const char *family; /* of rules a site may set; NULL: it may not */
	enum diag_level level;
	const char *effect; /* on what is published */
	const char *remedy; /* what to do about it */
};

/* Levels that a site has set, parallel to its table of rules. */
struct diag_levels {
	const struct rule *rules;
	const unsigned char *levels; /* enum diag_level */
};

/*
 * One edit of a mechanical mend: the bytes of `span` become `text`.  All edits
 * of a diagnostic belong together; they don't overlap.
 */
struct diag_edit {
	struct span span;
	struct text text;
	struct diag_edit *next;
};

struct diag {
	const struct rule *rule;
	enum diag_level level;
	struct span span;
	const char *message;
	const char *effect; /* the rule's, unless set */
	const char *remedy;
	/* What it is about beside its place, by an id: a period; or NULL. */
	const char *about;
	struct span also; /* a second place, or SPAN_NONE */
	const char *also_label;
	struct diag_edit *edits; /* the mend; NULL: a person has to decide */
	const char *unknown; /* the word that diags_suggest() looks for; or NULL */
	unsigned among; /* what; as the room numbers it that looks for it */
	struct diag *next;
};

struct diags {
	struct arena *arena; /* messages live here */
	struct diag *first, *last;
	size_t count;
	enum diag_level worst;
	const struct diag_levels *levels; /* NULL: every rule's own */
};

void diags_init(struct diags *diags, struct arena *arena);
/* Empty, for a worker: with the same levels, messages in its own arena. */
void diags_init_like(struct diags *diags, struct arena *arena,
    const struct diags *like);

/*
 * Adds one; never NULL.  The format's text is a whole sentence, no full stop,
 * in English: it is looked up in the catalogue here (xgettext knows these
 * functions), so arguments that are words go through _(); with the format “%s”
 * alone it is the argument that is looked up.
 */
struct diag *diag_at(struct diags *diags, const struct rule *rule,
    struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* More to the same one. */
void diag_also(struct diags *diags, struct diag *diag, struct span span,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_remedy(struct diags *diags, struct diag *diag, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/* A mend that needs no thought; several calls for one make one mend. */
void diag_edit(struct diags *diags, struct diag *diag, struct span span,
    struct text text);

/* “did you mean …?” when some of the candidates are near the word. */
void diag_suggest(struct diags *diags, struct diag *diag, const char *word,
    const char *const *candidates, size_t count);

/*
 * The faults of the rule that have an unknown word which is looked for among
 * those, by place.  Where there are too many to be compared with so many
 * candidates, the first ones, so that it never takes longer than a second or two.
 * How many; they are in diags->arena.
 */
size_t diags_unknown(struct diags *diags, const struct rule *rule,
    unsigned among, size_t candidates, struct diag ***found);
/* diag_suggest() of them, at the end. */
void diags_suggest(struct diags *diags, const struct rule *rule,
    unsigned among, const char *const *candidates, size_t count);

/* One as it is, from elsewhere; it is the list's from now on. */
void diags_append(struct diags *diags, struct diag *diag);
/* Moves all of `from` behind `into`; both arenas must outlive `into`. */
void diags_merge(struct diags *into, struct diags *from);
/* The same as they are, copied: `from` and its arena may go. */
void diags_copy(struct diags *into, const struct diags *from);
/* By source, start, code, message; equal neighbours become one. */
void diags_sort(struct diags *diags);
/* Drops those that `keep` doesn't want; how many that were. */
size_t diags_keep(struct diags *diags,
    bool (*keep)(const void *context, const struct diag *diag),
    const void *context);
enum diag_level diag_worst(const struct diags *diags);
/* off, note, warning, error: for machines; _() of it for people. */
const char *diag_level_word(enum diag_level level);

/*
 * The forms in which they are put out.  Each gives places as it defines them:
 *
 *   text      for people: columns in display cells, as the screen counts
 *   json      a line an object: lines and columns in characters (code points)
 *             from 1, the end excluded; `start` and `end` in bytes from 0
 *   sarif     2.1.0: columns in characters, columnKind says so
 *   github    workflow commands: columns in characters from 1
 *   quickfix  PATH:LINE:COLUMN: columns in bytes from 1, as vim's %c counts
 */
enum diag_form {
	DIAG_TEXT,
	DIAG_JSON,
	DIAG_SARIF,
	DIAG_GITHUB,
	DIAG_QUICKFIX,
	DIAG_FORM__MAX,
};

/* -1 when there is no form of this name. */
int diag_form_parse(enum diag_form *form, const char *word);

struct diag_style {
	enum diag_form form;
	bool colour;   /* text */
	size_t most;   /* text: print so many, the gravest, then a count; 0 = all */
	/* Text: what a site's rules say below an error is counted, not shown. */
	bool brief;
	/* The others: before every path (“site/”); NULL is nothing. */
	const char *prefix;
	const char *version; /* sarif: of the program */
	/* sarif: what a rule means, or NULL. */
	const char *(*explain)(const struct rule *rule);
};
/* Sorts first.  With no faults only sarif puts anything out. */
void diags_print(struct diags *diags, const struct sources *sources,
    struct diag_style style, FILE *out);

/* Our own bug: says so with file and line, then exit status 70. */
_Noreturn void bug_at(const char *file, int line, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, (what))

#endif
