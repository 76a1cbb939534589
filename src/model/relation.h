/*
 * Who may review whom, who may approve what: plan, chapters 1, 5.4 and 5.6;
 * which relations count is the programme's (forms: reviewers; authority).
 *
 *   superior-head  of an organisation: the head of the one above it; of a
 *                  person who heads an organisation: the head of the one above
 *   own-head       of a deputy: the head of the same organisation; of an
 *                  organisation: its head
 *   branch-head    of a member without an office that day: his branch's head
 *   liaison        of an organisation (or its head): its liaison leader
 *   inflow-head    of a member whose category names where he has come to: that
 *                  organisation's head
 *   root-head, root-leader  of anything: the head, a head or deputy of the top
 *
 * Everything is asked for a day: who somebody was then is what counts.  Where
 * somebody holds several offices, or an office has several holders (one leaves,
 * one takes over), each of them counts.  No person is anything to himself.
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

/* Of the one or the other, which there must be. */
const char *subject_id(const struct subject *subject);
struct span subject_span(const struct subject *subject);
/* What it is called in messages. */
const char *subject_name(const struct subject *subject);

/* One who is that to a subject, and by which organisation. */
struct holder {
	const struct person *person; /* NULL: there is nobody */
	const struct organisation *organisation;
};

/* The schema's word: “own-head”. */
const char *relation_name(enum relation relation);

/* Is `who` that to the subject on the day? */
bool relation_holds(enum relation relation, const struct person *who,
    const struct subject *subject, const char *date);
/* Somebody who is. */
struct holder relation_holder(enum relation relation,
    const struct subject *subject, const char *date);
/* The same person; NULL when there is nobody. */
const struct person *relation_person(enum relation relation,
    const struct subject *subject, const char *date);

/*
 * Does the programme let his approval count, for the subject on that day?  Who
 * may approve for a branch may for its members: superior-head is also the head
 * above a member's branch.
 */
bool approval_holds(const struct programme *programme, enum approval approval,
    const struct person *who, const struct subject *subject, const char *date);

/*
 * The form's reviewers for the subject on that day, in the programme's order:
 * if a line that is `only` applies, just such lines.  Returns their number, at
 * most `room`; 0: the form lets anybody review.
 */
size_t form_reviewers(const struct form *form,
    const struct programme *programme, const struct subject *subject,
    const char *date, const struct reviewer **found, size_t room);
/* No form has more lines that matter. */
#define REVIEWERS_MOST 32
/* The first of them that there is somebody for, and his line; NULL: none. */
const struct person *form_reviewer(const struct form *form,
    const struct programme *programme, const struct subject *subject,
    const char *date, const struct reviewer **line);

/*
 * Is the subject one that the form is for, on that day?  An organisation, if
 * it is there and of the form's levels; an officer, if he is then a deputy in
 * such an organisation; a member, if he has joined and has a branch then (of
 * those levels), and no form for officers of the programme takes him.
 */
bool form_takes(const struct form *form, const struct programme *programme,
    const struct subject *subject, const char *date);

/* Where he is the deputy whom a form for officers takes; NULL: nowhere. */
const struct organisation *form_office(const struct form *form,
    const struct programme *programme, const struct person *person,
    const char *date);

/* There on that day: neither founded after it nor dissolved before. */
bool organisation_is_there(const struct organisation *organisation,
    const char *date);
/*
 * Nobody in the rosters stands above: the top of a tree, or who heads it.
 * Whoever reviews them comes from outside.
 */
bool subject_is_top(const struct subject *subject, const char *date);

#endif
