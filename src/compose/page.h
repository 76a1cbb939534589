/*
 * View + figures → pages: which pages an edition has and what is on each.
 * What a page shows is a tree of values, which any renderer can take; pieces
 * of records' text ride in it as document nodes.
 *
 *   site.c          the plan of an edition; what every page shows
 *   home.c          home
 *   period.c        a page a period
 *   organisation.c  the tree, a page an organisation
 *   record.c        a page a record; a review laid out like its form
 *   volume.c        what an organisation has of a period on one page
 *   problem.c       a review's problems, how far each has come
 *   board.c         all problems, by how far they have come
 *   list.c          bulletins, exemplars
 *   programme.c     the programme itself
 *   about.c         what this edition is, and how its figures are made
 *   facts.c         a record's fields as a list of facts
 *   ledger.c        the ledger as one table (ledger.h)
 *   ledger_page.c   a page of it
 *   bulletin.c      a bulletin with its live figures
 *   withdrawn.c     one that was withdrawn; what was issued anew, amended
 *   data.c          what programs read of an edition
 *   feed.c          the bulletins as a feed
 *   catalogue.c     what there is, for the archive
 *   text.c          Markdown of a view → nodes, links resolved
 *   search.c        the search; what it narrows by
 *   paper.c, review_form.c, paper_list.c  what is printed (paper.h)
 *   plan_pack.c     what a plan is made from, as bytes (plan_pack.h)
 *   draft.c         which periods of what is shown are not approved
 *   words.c         fields as people read them, summaries for lists
 */
#ifndef TONGBAO_COMPOSE_PAGE_H
#define TONGBAO_COMPOSE_PAGE_H

#include "base/diag.h"
#include "compose/ledger.h"
#include "filter/edition.h"
#include "model/course.h"
#include "model/document.h"
#include "model/figures.h"
#include "model/words.h"

/* A bulletin has one text, made once, from its own edition (SCOPE). */
struct bulletin {
	struct circular circular; /* printed: in Chinese, by GB/T 9704 */
	const char *id;
	/* In the site's words, for the page; or NULL. */
	const char *mark, *addressees, *superiors, *copies, *note;
	bool has_print; /* there is a PDF beside the page */
	struct print_facts printed; /* that PDF */
};

struct bulletins {
	struct bulletin *items;
	size_t count;
};

const struct bulletin *bulletin_find(const struct bulletins *bulletins,
    const char *id);

/* What the search narrows by: a page has at most one of each. */
enum facet {
	FACET_KIND,         /* of its record; 党组织, 各期情况; a group of additions */
	FACET_PERIOD,       /* the newest comes first */
	FACET_ORGANISATION, /* the root, or the one right below that it lies in */
	FACET__MAX,
};

/* One page of an edition, not yet made. */
struct page {
	const char *path;     /* record/2010-q3/review/jidian.html */
	const char *template; /* file in the theme, without ending */
	const char *title;    /* NULL: its entry's */
	const struct view_entry *entry;               /* or NULL */
	const struct view_organisation *organisation; /* or NULL */
	const struct addition *addition; /* a filter's own page; or NULL */
	const struct period *period; /* a page of one; or NULL */
	/* A volume: what stands in it, of its organisation and period; or NULL. */
	struct entry_list *bound;
	size_t part; /* of what goes on for several pages: 0 is the first */
	uint16_t facets[FACET__MAX]; /* index + 1 in the plan's; 0: none */
};

struct plan {
	struct arena *arena;
	const struct view *view;
	const struct bulletins *bulletins;
	const struct additions *additions;
	const struct figures *figures; /* or NULL: there are no tallies */
	struct page *pages;
	size_t count;
	/*
	 * The bulletins once more, for the print dialog of a browser: not found by
	 * the search, in no list of pages.
	 */
	struct page *prints;
	size_t print_count;
	struct table paths; /* path → page */
	struct table tasks; /* id of a plan's work point → its value */
	struct ledger *ledger; /* its rows; for more see plan_ledger */
	const bool *drafts; /* of all it shows, parallel to the periods */
	struct catalogue *catalogue; /* see plan_catalogue */
	const struct page **navigation; /* those that every page links to */
	size_t navigation_count;
	/*
	 * What pages show that are in no menu, but of themselves: by how many
	 * folders they are below the edition's.
	 */
	struct value **frames;
	struct facet_names {
		const char **items; /* those that some page has */
		size_t count, capacity;
	} facets[FACET__MAX];
};

/* What the plan of an edition is made from; nothing of it is copied. */
struct planning {
	struct arena *arena; /* for the plan */
	const struct view *view;
	const struct bulletins *bulletins;
	const struct additions *additions;
	const struct figures *figures; /* or NULL: there are no tallies */
	/* Can it show such a page?  A theme may have fewer than ours. */
	bool (*has_template)(const void *theme, const char *name);
	const void *theme;
};

/*
 * Which pages the edition has, in the planning's arena.  NULL after a diagnostic
 * (two pages with the same address).
 */
struct plan *plan_make(const struct planning *planning, struct diags *diags);

/* What hangs on all of the edition is noted as such (model/trace.h). */
static inline const struct figures *
plan_figures(const struct plan *plan)
{
	trace_whole();
	return plan->figures;
}

static inline const struct additions *
plan_additions(const struct plan *plan)
{
	trace_whole();
	return plan->additions;
}

/* Of the bulletins that were composed; or NULL. */
const struct bulletin *plan_bulletin(const struct plan *plan, const char *id);
/* Is there a PDF beside the page of the bulletin?  The same for all that asks. */
bool plan_has_print(const struct plan *plan, const char *id);
/* The page at a path of the edition's; NULL: there is none. */
const struct page *plan_page(const struct plan *plan, const char *path);

/* Of one that makes no pages: what its texts are composed by, and no more. */
struct plan *plan_bare(struct arena *arena, const struct view *view);

/*
 * Filters of elements for the texts of pages, one a thread.  What goes wrong in
 * them is told apart from what goes wrong with the page, which is made.
 */
struct page_filter {
	struct edition_filter *filter;
	struct diags *diags;
};

/*
 * What the page shows, in `arena`; never NULL.  `filter` is NULL where no
 * script has functions for elements.
 */
struct composing;
struct value *page_make(struct arena *arena, const struct plan *plan,
    const struct page *page, const struct page_filter *filter,
    struct diags *diags);

/* Of a picture's file, from the edition's folder on: one and the same name. */
const char *picture_path(struct arena *arena, const struct picture *picture);
const char *page_title(struct arena *arena, const struct plan *plan,
    const struct page *page);
/* From the edition's folder on, percent-encoded. */
const char *page_address(struct arena *arena, const struct page *page);
/* 点评 · 2010年第三季度 · 机电学院; "" where there is nothing of it. */
const char *page_about(struct arena *arena, const struct plan *plan,
    const struct page *page);

/*
 * A bulletin composed from `view`, its own edition: text with live figures
 * computed.  -1 after diagnostics.
 */
int bulletin_make(struct bulletin *bulletin, struct arena *arena,
    const struct view *view, const struct view_entry *entry,
    struct edition_filter *filter, struct diags *diags);

/* ---- for programs ---- */

/* A file of data/, made whole or, a list, item by item: see data.c. */
struct data_file {
	const char *path;
	struct value *(*make)(const struct composing *c);
	struct value *(*item)(const struct composing *c, size_t number);
	size_t (*count)(const struct view *view);
};
extern const struct data_file data_files[]; /* until a path is NULL */
/*
 * A list's items from `first` up to `end`, with commas between them; of one that
 * is made whole, all.  Resets the arena.
 */
void data_put(struct buf *out, struct arena *arena, const struct plan *plan,
    const struct data_file *file, size_t first, size_t end,
    struct diags *diags);
/*
 * Of an entry what its readers see, as a record has it: its kind, then its
 * fields by their names, for who archives it.
 */
struct value *entry_fields(struct arena *arena, const struct view_entry *entry);

/* Where its folder is served, encoded, / at its end; NULL: site.yaml doesn't say. */
const char *edition_address(struct arena *arena, const struct view *view);
/* An address that is right from anywhere, when `base` is such. */
const char *address_in(
    struct arena *arena, const char *base, const char *path);

/* The bulletins, newest first (RFC 4287).  Addresses are encoded. */
struct feed_entry {
	const char *id, *title, *href;
	const char *print;   /* address of the PDF, or NULL */
	const char *day;     /* ISO */
	const char *updated; /* the same, or when it was withdrawn */
	const char *author;  /* who issued it */
	const char *summary; /* how it begins; "" when it is empty */
};
struct feed {
	const char *id, *title, *subtitle, *language;
	const char *author; /* the office */
	const char *self, *home; /* addresses */
	const char *day;    /* when it last changed; with none, that it was made for */
	struct feed_entry *entries;
	size_t count;
};
#define FEED_PATH "feed.xml"
struct feed feed_make(struct arena *arena, const struct plan *plan);

/* A table of texts, row by row. */
struct cells {
	const char **items;
	size_t columns, rows;
};
#define CATALOGUE_PATH "catalogue.csv"
/* Its head; its lines from `first` up to `end`, of as many as there are entries. */
struct cells catalogue_head(struct arena *arena, const struct plan *plan);
struct cells catalogue_make(struct arena *arena, const struct plan *plan,
    size_t first, size_t end);
/* In its order, on any thread; whoever asks looks at those of the run alone. */
struct catalogue *catalogue_open(struct arena *arena, const struct view *view);
const struct view_entry *const *plan_catalogue(
    const struct plan *plan, size_t first, size_t end);

/* ---- between the files of this room ---- */

struct composing {
	struct arena *arena;
	const struct plan *plan;
	const struct view *view;
	const struct strings *strings; /* the site's words */
	const struct page *page;
	struct diags *diags;
	/* The text goes to several editions: no address that only one has. */
	bool shared;
	const struct page_filter *filter; /* or NULL */
};

/* For a page of the plan's, or whatever else of the edition: then it is NULL. */
struct composing composing_of(struct arena *arena, const struct plan *plan,
    const struct page *page, struct diags *diags);

/* Where things are, from the edition's folder. */
#define HOME_PATH "index.html"
#define ORGANISATIONS_PATH "organisations.html"
#define BULLETINS_PATH "bulletins.html"
#define LEDGER_PATH "ledger.html"
#define PROGRAMME_PATH "programme.html"
#define SEARCH_PATH "search.html"
/*
 * With its cells, on any thread.  They lie in the plan's arena: nobody takes from
 * that once the plan is made.  Whoever asks looks at those rows alone, from
 * `first` up to `end`, and of their reviews at no more than ledger.h says.
 */
const struct ledger *plan_ledger_rows(
    const struct plan *plan, size_t first, size_t end);
const struct ledger *plan_ledger(const struct plan *plan); /* all rows */
/* Of the ledger's pages any, from 0 on; how many there are. */
const char *ledger_part_path(
    struct arena *arena, const struct ledger *ledger, size_t part);
const char *ledger_part_title(
    struct arena *arena, const struct ledger *ledger, size_t part);
size_t ledger_part_count(const struct ledger *ledger);
/* The page that has, or whose script has, the period's rows. */
const char *ledger_period_path(struct arena *arena, const struct ledger *ledger,
    const struct period *period);
bool page_is_of_ledger(const struct page *page);
/* One text of the three, in the arena: ten times faster than arena_printf(). */
const char *three_joined(struct arena *arena, const char *before,
    const char *name, const char *after);
/* Of the page on which it stands, alone or in a volume. */
const char *entry_path(struct arena *arena, const struct view_entry *entry);
/*
 * Where on that page: the path, of a volume with #record/ID behind it.
 * Whatever takes the path of a page to link to takes this one, too.
 */
const char *entry_place(struct arena *arena, const struct view_entry *entry);
/* Of one of its problems; relative and encoded. */
const char *problem_href(const struct composing *c,
    const struct view_entry *review, struct text problem);
/* How a place on the entry's page is called: this, then what it is. */
const char *entry_anchor(struct arena *arena, const struct view_entry *entry);
const char *volume_path(struct arena *arena,
    const struct view_organisation *organisation, const char *period,
    size_t part);
const char *volume_title(struct arena *arena, const struct view *view,
    const struct view_organisation *organisation, const struct period *period);
/* How many volumes there are of what this one is of. */
size_t volume_count(const struct plan *plan, const struct page *page);
/* A bulletin's page for the print dialog, and its template. */
#define PRINT_TEMPLATE "bulletin-print"
const char *print_path(struct arena *arena, const struct view_entry *entry);
/* And its PDF, if it has one. */
const char *pdf_path(struct arena *arena, const struct view_entry *entry);
const char *organisation_path(struct arena *arena,
    const struct view_organisation *organisation);
const char *period_path(struct arena *arena, const struct period *period);
/* A page of ours that not every theme has a template for. */
bool page_may_lack(const char *path);
/*
 * The same for a page by its name and a place or a selection there, as scripts
 * have them: about and days, ledger and period=2010-q3.  NULL: there is none.
 */
const char *page_href(
    const struct composing *c, struct text name, struct text anchor);
/* How many folders it is below the edition's. */
size_t path_depth(const char *path);
/* A relative, percent-encoded address from page to path. */
const char *href_to(const struct composing *c, const char *path);
/* That of its page; NULL for NULL. */
const char *organisation_href(
    const struct composing *c, const struct view_organisation *organisation);

/* Markdown → nodes, links as they are written. */
struct node *text_parse(const struct composing *c, struct text markdown,
    struct span where);
/*
 * Markdown → nodes, filtered, each link resolved within the edition or taken
 * out.
 */
struct node *text_make(const struct composing *c, struct text markdown,
    struct span where, const struct view_entry *entry);
/* The links of nodes that a filter made. */
void links_resolve(const struct composing *c, struct node *node,
    const struct view_entry *entry);

/* words.c */
/* A space at which no line breaks; before each number of a text. */
#define UNBROKEN "\u00a0"
const char *number_kept(struct arena *arena, const char *text);
/* The words, for a sentence that goes on: without a stop at the end. */
const char *without_stop(struct arena *arena, const char *words);
/* The same and the mark; unless it is nothing, or ends with a mark like ？ */
const char *with_mark(
    struct arena *arena, const char *words, const char *mark);
/* The same without the brackets that all of it stands in. */
const char *without_brackets(struct arena *arena, const char *words);
/*
 * The text, not copied; null for what is empty or NULL, so that templates can
 * ask whether it is.
 */
struct value *shown_text(struct arena *arena, const char *text);
/* The same, and others, put into a map; the key is a literal. */
void show_text(const struct composing *c, struct value *map, const char *key,
    const char *text);
void show_value(const struct composing *c, struct value *map, const char *key,
    struct value *value);
void show_bool(const struct composing *c, struct value *map, const char *key,
    bool is);
void show_count(const struct composing *c, struct value *map, const char *key,
    size_t count);
/* So many more; null for none. */
void show_rest(const struct composing *c, struct value *map, const char *key,
    size_t count);
void add_text(
    const struct composing *c, struct value *list, const char *text);
/* And under `has` whether there is anything in it, which no template can ask. */
void show_list(const struct composing *c, struct value *map, const char *key,
    const char *has, struct value *list);
/* Its own date in ISO, "" when it has none (entry->date may stand in). */
const char *entry_day(const struct view_entry *entry);
/* A field's value as one text; "" when absent. */
const char *field_words(struct arena *arena, const struct view *view,
    const struct view_entry *entry, const char *name);
/* A field's name as people read it, and any value of it as one text. */
const char *field_label(const struct view *view, const struct field *field);
const char *field_value_words(struct arena *arena, const struct view *view,
    const struct field *field, const struct value *value);
/* Every field that has a value, but those named; see facts.c. */
struct value *facts_make(const struct composing *c,
    const struct view_entry *entry, const char *const *without);
/* One of them; NULL when the field has no value. */
struct value *fact_of(const struct composing *c,
    const struct view_entry *entry, const char *name);
/*
 * The text of that one of a list (problems, opinions, pledges) that another
 * record names by its id; NULL when it is not seen.
 */
const char *text_named(const struct value *list, struct text id);
/*
 * What stands in a field, in words: those of the problem, measure or pledge
 * that it names.  `map`: of which it is a part, or NULL.
 */
const char *fact_words(const struct composing *c,
    const struct view_entry *entry, const struct field *field,
    const struct value *map, const struct value *value);
/*
 * A review's sections by the order of its form's aspects and under their
 * titles.  What is of none of them (a site may let that be) has its own, and
 * comes behind; before them what stands before the first.
 */
struct titled_section {
	const struct view_section *section;
	const char *title; /* "" before the first heading */
};
struct titled_section *form_sections(struct arena *arena,
    const struct view_entry *review, size_t *count);
/* A review's 中心工作, in the words of the plans that are seen; or NULL. */
struct value *tasks_fact(const struct composing *c,
    const struct view_entry *review);
/* 适时点评, where it is seen that a review was off the round; else NULL. */
const char *round_words(const struct composing *c,
    const struct view_entry *review);
/* 2010年10月15日, in the page's arena; NULL for NULL. */
const char *day_words(const struct composing *c, const char *iso);
/* What the programme calls it; NULL for NULL. */
const char *term_words(
    const struct composing *c, enum vocabulary vocabulary, const char *id);
/* A list's texts with `between` between them, in the arena; "" for none. */
const char *texts_joined(struct arena *arena, const struct value *list,
    const char *between);
/* {title, href, date, period, kind, organisation, subject} for lists. */
struct value *entry_summary(const struct composing *c,
    const struct view_entry *entry);
struct value *summaries_make(const struct composing *c,
    const struct view_entry *const *entries, size_t count);
struct value *list_summaries(
    const struct composing *c, const struct entry_list *list);
/*
 * What the visible amendments say, as `amendments`: summaries with what was
 * changed, why, who approved it; what it was issued in place of, as
 * `replaces`.
 */
void amendments_set(const struct composing *c, struct value *data,
    const struct view_entry *entry);
/* The same of a period: those of what has no page to say it. */
void period_amendments_set(const struct composing *c, struct value *data,
    const struct period *period);
void replaces_set(const struct composing *c, struct value *data,
    const struct view_entry *entry);
/* Both for the print, each as a note of its own; of one amendment. */
struct names notes_make(const struct composing *c,
    const struct view_entry *entry);
const char *amendment_note(const struct composing *c,
    const struct view_entry *amendment);
/*
 * A review's problems: {number, id, aspect, text, raised, advice, owner,
 * standard, verifier, measures: [{text, state}], due, due_before, state,
 * measures_done, measures_all, steps: [{date, iso, state, kind, href, due,
 * reason}]}.  `raised`: the opinion it comes from.  What is said of how far it
 * is, counts and steps are null unless a visible record sets the state (SCOPE:
 * labels).
 */
struct value *problems_make(const struct composing *c,
    const struct view_entry *review);
/*
 * What answers a review: `answered`, by the problem: {id, number, text,
 * answers: [summary with `said`: [{state, text, until}]]}; `other_answers`
 * name none of its problems.
 */
void answers_set(const struct composing *c, struct value *data,
    const struct view_entry *review);
/*
 * A problem's course as far as visible records tell it.  With one step alone
 * nothing sets its state: what answers the review may be hidden.
 */
const struct course *visible_course(struct arena *arena,
    const struct view_entry *review, const struct value *problem);
/* The schema's words: of a verification's result, or of an item's state. */
const char *problem_state_words(struct arena *arena, const struct view *view,
    enum problem_state state);
/* Who is named by a field of the problem; NULL: nobody who is seen. */
const char *problem_person(const struct composing *c,
    const struct value *problem, const char *key);
/*
 * Those problems of the organisation's reviews, in groups: {key, title, count,
 * rest, rows: [{text, href, aspect, organisation, organisation_href, owner,
 * period, due, iso, days, state}]}; see board.c.
 */
struct value *board_groups(const struct composing *c,
    const struct view_organisation *organisation);
/* The same of all problems found in a period. */
struct value *board_groups_of_period(
    const struct composing *c, const struct period *period);
/* The problems of those that are reviews, as the board has them, in its order. */
struct problem_row {
	const struct view_entry *review;
	const struct value *problem;
	const struct course *course;
	const char *state; /* in words; NULL: it may not be told */
	const char *days;  /* 逾期12天, 还有3天; or NULL */
};
struct problem_row *board_rows(const struct composing *c,
    struct view_entry *const *entries, size_t count, size_t *found);
/* Visible entries of a kind, newest first; of a period unless it is NULL. */
const struct view_entry **entries_of(const struct composing *c,
    const char *kind, const char *period, size_t *count);
/* Newest first, then in the view's order. */
void entries_sort(const struct view_entry **entries, size_t count);
/* By organisation and person in the official order, of each newest first. */
void entries_sort_by_place(const struct view_entry **entries, size_t count);

/*
 * draft.c: the names of the periods whose content the page shows and that are
 * not approved for this edition, newest first; "" when there are none.
 */
const char *drafts_words(const struct composing *c);
/* A record by its period; a bulletin by the edition that it was made from. */
bool entry_is_draft(const struct plan *plan, const struct view_entry *entry);
/* In the plan's arena, once: which periods of all that is shown are drafts. */
bool *drafts_of_all(const struct plan *plan);

/* ---- period.c ---- */

/* Of its page; NULL: there is none, or no such period. */
const char *period_href(
    const struct composing *c, const struct period *period);
/* Is there something to say of it?  Else it has no page. */
bool period_is_told(const struct plan *plan, const struct period *period);
/* {name, href} of those that have a page, the newest first. */
struct value *period_links(const struct composing *c);
/* What filters say of it, what the edition has of it: {label, number, href,
 * note} each. */
struct value *period_glances(
    const struct composing *c, const struct period *period);
struct value *period_counts(
    const struct composing *c, const struct period *period);

/* The one right below the top that it belongs to; the top itself is its own. */
const struct view_organisation *unit_of(const struct view_organisation *o);
/*
 * The ledger's rows of a period, by unit: parallel to the view's organisations,
 * then all together.
 */
struct row_counts {
	size_t all, stated, unclosed; /* stated: with problems that are seen */
	size_t *forms; /* parallel to the programme's; NULL: there are none */
};
struct row_counts *ledger_rows_count(
    const struct composing *c, const struct period *period);
/* A unit in a period as cells {label, text, href}, and their heads. */
struct value *unit_cells(const struct composing *c,
    const struct period *period, const struct view_organisation *unit,
    const struct row_counts *counts);
struct value *unit_head(const struct composing *c);

/* search.c: sets the facets of the plan and of its pages. */
void facets_set(struct plan *plan);

struct value *home_make(const struct composing *c);
struct value *period_make(const struct composing *c);
struct value *organisations_make(const struct composing *c);
struct value *organisation_make(const struct composing *c);
struct value *record_make(const struct composing *c);
struct value *review_make(const struct composing *c);
struct value *volume_make(const struct composing *c);
struct value *bulletin_page_make(const struct composing *c);
struct value *withdrawn_make(const struct composing *c);
struct value *bulletins_make(const struct composing *c);
struct value *exemplars_make(const struct composing *c);
struct value *board_make(const struct composing *c);
struct value *programme_make(const struct composing *c);
struct value *about_make(const struct composing *c);
struct value *ledger_page_make(const struct composing *c);
struct value *search_make(const struct composing *c);

#endif
