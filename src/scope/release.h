/*
 * Releases: the only way by which something is seen more widely than its
 * default (SCOPE: labels).  A release that counts stands, for each record that
 * it lists, in the place of the default it names: the default of the whole
 * record, or those of the aspects and fields that the item names.  The source
 * that was “whom the default admits” becomes “whom the default or the release
 * admits”, so that an approval of what leaders see hides nothing from others.
 * Own marks, sections' marks and filters stay: sources combine by AND.
 *
 * It counts from the day of its approval, when who approved it is entitled to
 * for everything it lists and did not propose it, its days are in order, and
 * the record is, byte for byte, the one whose digest it holds.  An item that
 * fails in that is as if it were not there; a release that fails elsewhere
 * counts for nothing.
 *
 * Files that it lists are pictures that may be shown where a record's text shows
 * them (picture.h), to its audience and by the same rules.
 *
 * With edition and period it approves what the edition shows of the period,
 * when every digest it holds fits and the edition's readers are among those it
 * releases to.  Otherwise that is a draft.
 */
#ifndef TONGBAO_SCOPE_RELEASE_H
#define TONGBAO_SCOPE_RELEASE_H

#include "model/corpus.h"
#include "scope/label.h"

enum release_state {
	RELEASE_COUNTS,
	RELEASE_UNAPPROVED, /* nobody, or no day, or nobody who is known */
	RELEASE_AHEAD,      /* approved after the day */
	RELEASE_DISORDERED, /* approved before it was proposed or examined */
	RELEASE_BY_PROPOSER,
	RELEASE_UNENTITLED,
	RELEASE_VOID,    /* its audience can't be read */
	RELEASE_BARE,    /* of an item: it has no digest */
	RELEASE_CHANGED, /* of an item: the record is another one now */
};

/* What one item of a release says of a record. */
struct covering {
	const struct record *release;
	const struct value *item;
	const struct pattern *audience;
	enum release_state state; /* of the release, then of the item */
	/* Of the same record, by id of release; of a file the other way round. */
	const struct covering *next;
};

/* A picture that releases list, and what they say of it, counting or not. */
struct released_file {
	const struct corpus_file *file;
	const struct covering *covering;
};

struct releases;

/*
 * Those of the corpus, as they count on `as_of` (NULL: whenever).  Without
 * `sources` no digest fits.
 */
struct releases *releases_make(struct arena *arena,
    const struct corpus *corpus, const struct sources *sources,
    const char *as_of, struct diags *diags);

/* What covers a record, counting or not; NULL when nothing does. */
const struct covering *releases_of(const struct releases *releases,
    const struct record *record);

/* All of them, in the order of their first listing. */
const struct released_file *releases_files(const struct releases *releases,
    size_t *count);

/* What can be released, each with a default of its own. */
enum release_part {
	RELEASE_WHOLE,
	RELEASE_ASPECT, /* by rank in the vocabulary */
	RELEASE_FIELD,  /* by index in the kind's fields */
};

/*
 * Lets in, beside those whom the part's default lets in, whom the releases do
 * that count and name it; then the label's place is the first of them.  False
 * when there is nobody more.
 */
bool releases_widen(const struct releases *releases, struct label *label,
    struct arena *arena, const struct record *record, enum release_part part,
    size_t index);

#endif
