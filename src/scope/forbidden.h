/*
 * What must not stand in any byte of an edition: names, ids and texts that are
 * in the corpus and not in the view's visible text (SCOPE: stage 6).
 *
 * Forbidden as words, wherever they stand, with white space between or without:
 *   names of persons whose name the audience may not read, of two characters
 *   or more; names of hidden organisations, also former ones; ids of both, of
 *   hidden records and of hidden items (RECORD#ITEM); numbers of documents;
 *   texts of 8 to 11 telling characters as wholes.
 * Forbidden as passages (base/shingle.h):
 *   every longer text: a hidden field, heading, section; 12 characters of it
 *   in a row may be found, 20 are.
 *
 * Not forbidden, as it can't be told from what is meant to be there:
 *  - what stands in the visible text anyway: prose that an author wrote is the
 *    business of the rule `names`, at its line; a name that somebody bears who
 *    may be named; what the programme says.  Part of a longer visible name is
 *    no name: with 高明德 visible, 高明 stays forbidden by itself;
 *  - ids of one Latin word that the theme uses, too (`main`, `note`), and
 *    parts of a visible address; Latin ids count as whole words only;
 *  - ids of fewer than 3 characters (2 in Han), digits alone below 6 of them;
 *  - short texts (“尚未整改”), dates, numbers, choices: who knows them from
 *    elsewhere?  What they may tell is for the projection and the guard.
 */
#ifndef TONGBAO_SCOPE_FORBIDDEN_H
#define TONGBAO_SCOPE_FORBIDDEN_H

#include <stdatomic.h>
#include "base/pack.h"
#include "scope/secret.h"

struct forbidden;

struct forbidding {
	const struct corpus *corpus;
	const struct policy *policy;
	const struct edition *edition;
	/* The theme's files: where an id is only a word of theirs. */
	const struct text *spoken;
	size_t spoken_count;
	/* Parallel to the site's allowances: set when one was needed. */
	atomic_bool *needed;
};

/* Everything is copied: no byte of the corpus is read after.  NULL: nothing is. */
struct forbidden *forbidden_make(const struct forbidding *forbidding,
    const struct view *view, struct diags *diags);

/*
 * The same while the view is made, of which `secrets` is to be told piece by
 * piece (secret.h).  NULL after a diagnostic.
 */
struct forbidden_making *forbidden_begin(const struct forbidding *forbidding,
    struct diags *diags);
const struct secrets *forbidden_secrets(const struct forbidden_making *making);
/* `view` NULL: there is none.  NULL: nothing is forbidden. */
struct forbidden *forbidden_end(
    struct forbidden_making *making, const struct view *view);
void forbidden_free(struct forbidden *forbidden); /* NULL too */

struct forbidden_hit {
	size_t start, end; /* bytes of the text */
	enum secret_kind kind;
	struct text text; /* as it was written, a passage as it is read here */
	struct span span; /* where it was written */
};

/*
 * All that is forbidden in a text as its reader meets it, by place, in the
 * arena.  `binary`: the text is any bytes; short words would be found by chance
 * and are not looked for.  For any thread.
 */
size_t forbidden_find(const struct forbidden *forbidden, struct arena *arena,
    struct text text, bool binary, struct forbidden_hit **hits);

/* For another process, which finds the same without a corpus; NULL too. */
void forbidden_pack(const struct forbidden *forbidden, struct buf *out);
/* By which it is known that the same is forbidden, wherever it is written. */
struct digest forbidden_digest(const struct forbidden *forbidden);
/*
 * What was packed; its words stay in the bytes.  NULL: nothing is forbidden, or
 * the bytes are broken, as unpack_failed() tells.  `needed`, of so many
 * allowances, is this process's own: it says nothing of what others met.
 */
struct forbidden *forbidden_unpack(struct unpack *from, atomic_bool *needed,
    size_t allowance_count);

#endif
