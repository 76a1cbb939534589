/*
 * The edition phase: what an audience sees, and nothing else.  Filters add
 * sections and pages; live blocks in bulletins are computed here too.
 *
 * In Lua, `edition = function(e) … end` with
 *   e.id e.title e.audience e.as_of        texts
 *   e.records e.organisations              lists, in official order
 *       (entry_compare_place()); an organisation is {kind, id, name, short,
 *       level, superior, head, liaison, deputies, children, former, classes,
 *       from, to, active;
 *       o:within(other)}
 *   e.programme.methods, .periods, …       lists of {id, name}; of a form also
 *       short, subject (organisation, officer, member), levels, coverage
 *   e.period(id), e.record(id)
 *   e.tallies.NAME{organisation = o, period = p, …}    a figure, see below
 *   e.tallies.NAME.title, .of, .minimum, .day (up to which it counts),
 *       .dimensions: a list of {id, name, level, values}, where values are
 *       {id, name} or organisations
 *   e:section{page = "home", title = …, body = …}
 *   e:glance{period = p, title = …, value = …, note = …, page = "ledger",
 *       where = {form = f}}    a figure on the home page, that leads to what it
 *       counts: a page by its address, and which of its rows
 *   e:page{address = "analysis/timeliness", title = …, group = …, body = …}
 * A record is {kind, id, period, date, form, organisation, subject, aspects,
 * replies, verifications, amendments} and its fields, derived ones too; what may
 * not be seen is nil.  A body is a text (paragraphs parted by blank lines),
 * table{…}, chart{…}, elements, a record, or a list of those; records become
 * links.  Globals:
 *   count(filter) records(filter) sum(list[, field])
 *   percent(a, b[, digits]) names(list) blur(n) days_between(a, b)
 *   is_withheld(figure)
 *   table{head = {…}, rows = {{…}, …}, align = {…}, caption = …}
 *   chart{kind = …, title = …, labels = {…}, series = {…}, unit = …, states = …}
 *   link(record[, text]) link(organisation[, text]) link(period[, text])
 *   doc.Para(…) and kin: elements by their names (definition.h)
 * Live code has the same globals, and `e` and `period` (the bulletin's).
 *
 * A figure counts also records that the edition hides (SCOPE: tallies).  It is
 * a whole number, or the withheld value: that shows as … wherever a text is
 * made of it, what is reckoned with it is withheld too, and to compare it is a
 * fault.  Of dimensions that are not named it takes all; `itself = true` takes
 * of an organisation what belongs to none below it.
 */
#ifndef TONGBAO_FILTER_EDITION_H
#define TONGBAO_FILTER_EDITION_H

#include "filter/script.h"
#include "model/document.h"
#include "model/figures.h"
#include "model/view.h"

/* Something a filter adds to the edition. */
struct addition {
	const char *page; /* "home", or the address of a page of its own */
	const char *title; /* of the section or page */
	/* Pages of one group share a place in the navigation; or NULL. */
	const char *group;
	const struct node *body; /* links name records by id: record:ID */
	struct span span; /* of the script, for messages */
};

/* A figure at the head of the home page. */
struct glance {
	const char *period, *title; /* the period's id */
	const struct node *value, *note; /* inline; the note may be NULL */
	const char *page; /* what it counts: ledger, analysis/…; or NULL */
	const char *selection; /* of its rows: period=2010-q3&form=member */
	struct span span;
};

struct additions {
	struct addition *items;
	size_t count, capacity;
	struct glance *glances;
	size_t glance_count, glance_capacity;
};

struct edition_filter;

/*
 * One an edition, for one thread.  `figures` are what the edition's readers
 * get; NULL: there are no tallies.  NULL after diagnostics.
 */
struct edition_filter *edition_filter_open(const struct scripts *scripts,
    const struct view *view, const struct figures *figures,
    struct diags *diags);
/* Runs every filter's `edition` function, in order; -1 after diagnostics. */
int edition_filter_run(struct edition_filter *filter, struct arena *arena,
    struct additions *additions, struct diags *diags);
/*
 * Evaluates a piece of Lua in a record's text: an expression (`inline`) gives
 * an inline node, a chunk that returns something gives a NODE_DOCUMENT, whose
 * children are the blocks.  `period` is the record's, or "".  NULL after a
 * diagnostic: at the line of the code where that can be found in the section
 * that holds `where`, else at `where`.
 */
struct node *edition_filter_live(struct edition_filter *filter,
    struct arena *arena, struct text code, bool is_inline, const char *period,
    struct span where, struct diags *diags);
/* Has any filter functions for elements? */
bool edition_filter_has_elements(const struct edition_filter *filter);
/*
 * Runs them over a text of a record, a NODE_DOCUMENT that is changed in place,
 * filter after filter; what they make is in `arena`.  Links are not resolved
 * yet: what a function makes of them is as good as what the author wrote.
 * -1 after a diagnostic.
 */
int edition_filter_elements(struct edition_filter *filter, struct arena *arena,
    struct node *root, const struct view_entry *entry, struct diags *diags);
void edition_filter_close(struct edition_filter *filter);

#endif
