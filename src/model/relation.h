/*
 * Who may review whom, who may approve what: plan, chapters 1, 5.4 and 5.6;
 * which relations count is the programme's (forms: reviewers; authority).
 *
 *   superior-head  of an organisation: the head of the one above it; of a
 *                  person who heads an organisation: the head of the one above
 *   own-head       of a deputy: the head of the same organisation
 *   branch-head    of a member without an office that day: his branch's head
 *   liaison        of an organisation (or its head): its liaison leader
 *   inflow-head    of a member whose category names where he has come to: that
 *                  organisation's head
 *   root-head, root-leader  of anything: the head, a head or deputy of the top
 *
 * Everything is asked for a day: who somebody was then is what counts.
 */
#ifndef TONGBAO_MODEL_RELATION_H
#define TONGBAO_MODEL_RELATION_H

#include "model/programme.h"
#include "model/roster.h"

/* What is reviewed, waived, …: a person, or an organisation. */
struct subject {
	const struct organisation *organisation; /* a person's branch that day */
	const struct person *person;             /* or NULL */
};

/* Is `who` that to the subject on the day? */
bool relation_holds(enum relation relation, const struct person *who,
    const struct subject *subject, const char *date);
/* Somebody who is; NULL when there is nobody. */
const struct person *relation_person(enum relation relation,
    const struct subject *subject, const char *date);

/*
 * The form's reviewers for the subject on that day, in the programme's order:
 * if a line that is `only` applies, just such lines.  Returns their number, at
 * most `room`; 0: the form lets anybody review.
 */
size_t form_reviewers(const struct form *form,
    const struct programme *programme, const struct subject *subject,
    const char *date, const struct reviewer **found, size_t room);

/* Is the subject one that the form is for? */
bool form_takes(const struct form *form, const struct programme *programme,
    const struct subject *subject, const char *date);

#endif
