/*
 * What a view has not: every name, id and text of the corpus that was not
 * copied into it.  For whoever makes sure that none comes back by another way.
 *
 * They come in the order of records, first their texts, then their fields, then
 * of organisations and people.  A record that is in the view is gone through
 * field by field, so that a hidden item, field or section of it is found; who or
 * what it links to is told by its own piece.
 */
#ifndef TONGBAO_SCOPE_SECRET_H
#define TONGBAO_SCOPE_SECRET_H

#include "model/view.h"
#include "scope/policy.h"

enum secret_kind {
	SECRET_NAME,              /* of a person */
	SECRET_PERSON,            /* his id */
	SECRET_ORGANISATION_NAME, /* full, short, former */
	SECRET_ORGANISATION_ID,
	SECRET_RECORD_ID,
	SECRET_ITEM,   /* RECORD#ITEM: a problem, a measure, … */
	SECRET_NUMBER, /* of a document */
	SECRET_TEXT,   /* what people wrote: a field, a heading, a section */
};

struct secret {
	enum secret_kind kind;
	struct text text;
	struct span span;  /* where it is written */
	bool markdown;     /* of a text */
};

typedef void secret_visit(void *context, const struct secret *piece);

/* Who is told.  Texts lie in the corpus or, of items, in `arena`. */
struct secrets {
	const struct corpus *corpus;
	const struct policy *policy;
	const struct audience *audience;
	struct arena *arena;
	secret_visit *visit;
	void *context;
};

/* All records of the corpus, of a view that is there. */
void secrets_records(const struct secrets *secrets, const struct view *view);
/*
 * The same one by one, while the view is made (project.h): the sections of all
 * records, then their fields, each with the entry that it became; NULL: none.
 */
void secrets_texts(const struct secrets *secrets, const struct record *record,
    const struct view_entry *entry);
void secrets_fields(const struct secrets *secrets, const struct record *record,
    const struct view_entry *entry);
/*
 * A person is hidden when his name is neither in the view nor such that the
 * audience might read it on view->as_of.
 */
void secrets_names(const struct secrets *secrets, const struct view *view);

#endif
