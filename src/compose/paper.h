/*
 * What is printed of a view besides its bulletins: forms, letters, papers.
 *
 *   paper.c        pieces of papers; a record as a paper; a reply as a letter
 *   review_form.c  the review form, blank or filled
 *   paper_list.c   the ledger and the rectification list
 *
 * What is printed is Chinese, as GB/T 9704 is: the view's site has to speak it.
 * All of it lies in the composing's arena, and is what the view shows: where a
 * page leaves something out, so does the paper.
 */
#ifndef TONGBAO_COMPOSE_PAPER_H
#define TONGBAO_COMPOSE_PAPER_H

#include "compose/page.h"

/* For papers from `view`; `filter` may be NULL. */
struct composing paper_begin(struct arena *arena, const struct view *view,
    const struct page_filter *filter, struct diags *diags);

/* Which rows a list has; NULL: all of them. */
struct paper_choice {
	const struct period *period;
	const struct view_organisation *within; /* or below it */
};
bool paper_chooses(const struct paper_choice *choice,
    const struct view_entry *entry);

/*
 * The form, to be filled in by hand: its aspects with what to say of each, and
 * room for all that a review's form asks.
 */
const struct form_sheet *form_blank(struct arena *arena,
    const struct site *site, const struct programme *programme,
    const struct form *form);
/*
 * A review on its form.  `head`: who headed its organisation on that day, if
 * that may be seen; else NULL.
 */
const struct form_sheet *form_filled(const struct composing *c,
    const struct view_entry *review, const char *head);

/* A reply as the letter (信函) that goes to the reviewer. */
const struct circular *reply_letter(const struct composing *c,
    const struct view_entry *reply);
/* Any record: its fields, then its text, as its page has them. */
const struct paper *record_paper(const struct composing *c,
    const struct view_entry *entry);

/* A row a review. */
const struct paper *ledger_paper(const struct composing *c,
    const struct paper_choice *choice);
/* A row a problem, in the order of the site's board. */
const struct paper *rectification_paper(const struct composing *c,
    const struct paper_choice *choice);

/* ---- pieces ---- */

/* All nodes in `arena`, at the place of what they are made from. */
struct pen {
	struct arena *arena;
	struct span span;
};

struct node *pen_document(const struct pen *pen);
void pen_heading(const struct pen *pen, struct node *parent, int level,
    const char *text);
/* A line break at each \n; nothing for NULL. */
void pen_paragraph(const struct pen *pen, struct node *parent,
    const char *text);
/* The titles of its columns are one row; without any it has no head. */
struct node *pen_table(const struct pen *pen, struct node *parent,
    const char *const *titles, size_t columns);
struct node *pen_row(const struct pen *pen, struct node *table);
/* An empty one for NULL. */
void pen_cell(const struct pen *pen, struct node *row, const char *text,
    enum node_align align);

/*
 * Has no release approved what the edition shows of the period?  The office's
 * own needs none.
 */
bool paper_is_draft(const struct composing *c, const char *period);
/* The words, behind 送审稿 when it is one; NULL for none of both. */
const char *paper_marked(const struct composing *c, bool draft,
    const char *words);
/* 截至2010年12月20日 */
const char *paper_as_of(struct arena *arena, const char *iso);
/* The year above the day: no column is wide enough for both; NULL for NULL. */
const char *paper_day_lines(const struct composing *c, const char *iso);
/* Of the view: the chosen unit or the top; with an edition, which it is. */
const char *paper_unit(const struct composing *c,
    const struct paper_choice *choice);
/* A fact of facts_make() as one text, its items a line each. */
const char *fact_text(const struct composing *c, const struct value *fact);

#endif
