/*
 * Corpus → view: what one audience may see, copied (SCOPE: stage 1).
 */
#ifndef TONGBAO_SCOPE_PROJECT_H
#define TONGBAO_SCOPE_PROJECT_H

#include "scope/secret.h"

/*
 * A view in an arena of its own (view->arena; view_free gives it back), the same
 * with however many workers.  NULL after a diagnostic.
 */
struct view *view_make(const struct corpus *corpus,
    const struct policy *policy, const struct edition *edition,
    const char *as_of, unsigned workers, struct diags *diags);

/*
 * Whoever goes along while a view is made: what is hidden of each record is told
 * in the corpus's order, of its texts when what is seen of them was copied; then,
 * of all again, of its fields.  After some of them nobody looks any more at the
 * texts, at the fields, of the first `end`: what is read of others then has been
 * read.
 */
struct view_companion {
	const struct secrets *secrets;
	size_t stride; /* done with so many at a time, from 1 on */
	void *context; /* of these two, each of which may be NULL */
	void (*texts_done)(void *context, size_t end);
	void (*fields_done)(void *context, size_t end);
};

/*
 * What views of one edition have copied of records, so that the next one, after
 * a change of some, need not copy the others again.  They outlive those views.
 */
struct copies;

struct copies *copies_new(void);
void copies_free(struct copies *copies);
/*
 * Its labels, or what it took over from what it is about, are others now.  (Who
 * was read again has another source and is known by that.)
 */
void copies_forget(struct copies *copies, const struct record *record);

/*
 * The same view as view_make()'s, with copies, a companion, or (NULL) without.
 * Of the same edition, for the same day, with the same settings and rosters as
 * all others from these copies.
 */
struct view *view_make_with(const struct corpus *corpus,
    const struct policy *policy, const struct edition *edition,
    const char *as_of, struct copies *copies,
    const struct view_companion *companion, unsigned workers,
    struct diags *diags);

/*
 * What one entry of a view shows when its record, and nothing that others hang
 * on, says something else: kind, subject, period, day, what it is about and
 * all of its links are the same.
 */
struct view_patch {
	struct view_entry *entry; /* NULL: it is not to be seen, and was not */
	struct view_section *sections;
	size_t section_count;
	struct value **fields, *derived;
	struct span span;
};
/*
 * False: it comes, goes, has a number for its id, or names somebody new, which
 * all bears on other entries: make the view again.
 */
bool view_patch_make(struct view_patch *patch, struct view *view,
    const struct corpus *corpus, const struct policy *policy,
    struct copies *copies, const struct record *was,
    const struct record *record, struct diags *diags);
/* Nobody may look at the view meanwhile. */
void view_patch_apply(const struct view_patch *patch);

#endif
