/*
 * What one audience may see, copied: a view shares no byte with the corpus and
 * has no way back to it.  Compose, render and the edition filters know nothing
 * else (SCOPE: stages 1 and 2).  The site's settings and the programme are
 * public inputs, the same for every audience, and are pointed at.
 */
#ifndef TONGBAO_MODEL_VIEW_H
#define TONGBAO_MODEL_VIEW_H

#include "base/hash.h"
#include "base/planted.h"
#include "model/programme.h"
#include "model/section.h"
#include "model/site.h"
#include "model/trace.h"

struct view_person {
	const char *id;   /* opaque where the name is hidden: then name is NULL */
	const char *name; /* NULL: may not be seen */
	const char *post; /* title of the post now, or "" */
	/*
	 * In view.people: by name, in the site's order (base/name.h), then by
	 * id; whoever may not be named comes last.
	 */
	size_t index;
};

struct entry_list {
	struct view_entry **items;
	size_t count, capacity;
};

struct view_organisation {
	const char *id, *name, *short_name;
	int level; /* index in VOCABULARY_LEVEL */
	size_t index; /* in view.organisations, which is the official order */
	struct view_organisation *superior; /* as of view.as_of; or NULL */
	struct view_organisation **children;
	size_t child_count;
	struct view_person *head;    /* or NULL */
	struct view_person *liaison; /* or NULL */
	struct view_person **deputies;
	size_t deputy_count;
	struct value *former;  /* names it had before; NULL: none, hidden */
	struct value *classes; /* ids in VOCABULARY_GROUP; the same */
	const char *from, *to; /* days it is there; "": as ever */
	bool active; /* on view.as_of */
	struct entry_list entries; /* that concern it, in the view's order */
};

struct picture; /* base/picture.h */
struct tally_dimension; /* model/figures.h */

struct view_section {
	const char *aspect; /* id, or NULL */
	const char *title;  /* "" before the first heading */
	struct text body;   /* Markdown */
	struct span span;   /* of the body, for messages */
	uint32_t position;  /* among the visible sections */
};

/*
 * A picture that a text of an entry may show: where its file lies below
 * content/, which is what addresses mean.  The same picture is there once,
 * whoever shows it.
 */
struct view_picture {
	const char *path;
	const struct picture *picture;
};

/* What an entry says, as against what it is and what it has to do with. */
struct view_body {
	/*
	 * Parallel to kind->fields.  NULL: absent or hidden.  Fields that name
	 * persons hold the id of a view_person (also one without a name); links
	 * to records that can't be seen are absent.
	 */
	struct value **fields;
	struct value *derived; /* what filters derived, a map or NULL */
	struct view_section *sections;
	size_t section_count;
	struct view_picture *pictures;
	size_t picture_count;
};

struct view_entry;
struct view_store;
const struct view_body *view_body_fetch(const struct view_entry *entry);
void view_store_free(struct view_store *store);

/*
 * What it has to do with, both ends visible.  Whoever shows entries goes by the
 * functions below (entry_report(), …), which let it be known what was asked for.
 */
struct entry_links {
	struct view_entry *report; /* of a review */
	struct view_entry *review; /* of a reply, a verification */
	struct view_entry *amended; /* by an amendment; NULL: it has no page */
	struct view_entry *replaced; /* a bulletin, by what; or NULL */
	struct entry_list replies, verifications; /* of a review */
	/*
	 * Of whatever was amended; of a bulletin also those of its period that
	 * amend what has no page: a record that is gone, the roster.
	 */
	struct entry_list amendments;
	struct entry_list replaces; /* those that it was issued in place of */
};

struct view_entry {
	const char *id; /* the record's; a number where its subject is hidden */
	size_t index;   /* in view.entries */
	uint32_t volume; /* 0: it has a page of its own; see view_bind() */
	bool opaque;    /* so: its links can't be resolved from where it lies */
	const struct shape *kind;
	struct span span;
	struct view_body *body; /* for entry_body() */
	/* Whoever has it where it is not there yet; else NULL. */
	struct view_store *store;
	struct view_organisation *organisation; /* concerned; or NULL */
	struct view_person *person;             /* subject; or NULL */
	const struct form *form;                /* or NULL */
	const char *period, *date;              /* or "" */
	struct entry_links links;
	/*
	 * Of a bulletin: the day on which it was withdrawn; then nothing is left
	 * but which one it was.  NULL: it stands.
	 */
	const char *withdrawn;
};

/*
 * That a period was sealed, with what the edition's paper bears of it: a public
 * input, the same whatever is hidden (SCOPE, stages: 3).
 */
struct view_seal {
	const char *period;
	const char *id; /* of the seal */
	struct digest root;
};

struct view {
	struct arena *arena;
	const struct site *site;
	const struct programme *programme;
	const struct edition *edition;
	const char *audience; /* in words: 云麓理工大学党委 · 群众 */
	const char *as_of;    /* ISO date */
	struct view_organisation **organisations; /* official order */
	size_t organisation_count;
	struct view_person **people;
	size_t person_count;
	struct entry_list entries; /* in the official order, see below */
	struct table organisation_ids, person_ids, entry_ids;
	struct view_store *store; /* of a view from bytes; else NULL */
	struct view_seal *seals; /* by period, one each */
	size_t seal_count;
	const struct picture **pictures; /* of all entries, each once */
	size_t picture_count, picture_capacity;
	PLANT_FACTS
};

void view_free(struct view *view); /* NULL too */
struct view_organisation *view_organisation(const struct view *view,
    struct text id);
/*
 * May the view's readers be told of a dimension's node?  Of organisations, where
 * the view has them.  What is of one itself is told only where something below it
 * is: that there is such a node would tell that something there is hidden.
 */
bool view_tells_node(const struct view *view,
    const struct tally_dimension *dimension, uint32_t node);
struct view_person *view_person(const struct view *view, struct text id);
struct view_entry *view_entry(const struct view *view, struct text id);
/* As paper bears it: 2010-q3 · 9f3a 41c2 … */
const char *seal_witness(struct arena *arena, const struct view_seal *seal);
/* NULL when the period was not sealed with a root of this edition. */
const struct view_seal *view_seal(const struct view *view,
    const char *period);

/*
 * The official order of what concerns organisations and people: what concerns
 * none, then organisations in theirs; within one the organisation itself, its
 * head, its deputies as organisations.yaml lists them (an order of its own,
 * made by whoever printed it), then everybody else by name.  Who is head or
 * deputy is told as the view has it, as of view.as_of.  It is made of visible
 * things only, so that no position tells of what is hidden: whoever may not be
 * named comes last, and in no order among his like.
 *
 * The entries of a view, and whatever lists are made of them, have this order,
 * then that of days, then of ids.  0 for the same organisation and person.
 */
int entry_compare_place(const struct view_entry *a, const struct view_entry *b);

/*
 * Where site.yaml wants it (bound), what an organisation has of a period stands
 * together, in volumes of so many entries at most, in the order of the view:
 * an edition of millions would be as many files else.  Bulletins have pages of
 * their own, and what concerns no organisation or belongs to no period.
 */
#define VOLUME_MOST 100
void view_bind(struct view *view);

/*
 * What it says.  A view from bytes (view_pack.h) reads that of an entry when it
 * is first asked for, on whichever thread.
 */
static inline const struct view_body *
entry_body(const struct view_entry *entry)
{
	const struct view_body *body =
	    __atomic_load_n(&entry->body, __ATOMIC_ACQUIRE);
	return body != NULL ? body : view_body_fetch(entry);
}

/* ---- from one to another; each is noted (trace.h) ---- */

static inline struct view_entry *
entry_noted(struct view_entry *entry)
{
	if (entry != NULL)
		trace_entry(entry->index);
	return entry;
}

static inline const struct entry_list *
entries_noted(const struct entry_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		trace_entry(list->items[i]->index);
	return list;
}

/* One, or NULL. */
static inline struct view_entry *
entry_report(const struct view_entry *entry)
{
	return entry_noted(entry->links.report);
}

static inline struct view_entry *
entry_review(const struct view_entry *entry)
{
	return entry_noted(entry->links.review);
}

static inline struct view_entry *
entry_amended(const struct view_entry *entry)
{
	return entry_noted(entry->links.amended);
}

static inline struct view_entry *
entry_replaced(const struct view_entry *entry)
{
	return entry_noted(entry->links.replaced);
}

static inline const struct entry_list *
entry_replies(const struct view_entry *entry)
{
	return entries_noted(&entry->links.replies);
}

static inline const struct entry_list *
entry_verifications(const struct view_entry *entry)
{
	return entries_noted(&entry->links.verifications);
}

static inline const struct entry_list *
entry_amendments(const struct view_entry *entry)
{
	return entries_noted(&entry->links.amendments);
}

static inline const struct entry_list *
entry_replaces(const struct view_entry *entry)
{
	return entries_noted(&entry->links.replaces);
}

/* In the view's order. */
static inline const struct entry_list *
organisation_entries(const struct view_organisation *organisation)
{
	trace_organisation(organisation->index);
	return &organisation->entries;
}

/* For whoever cuts the list into runs; of one it is noted whether it is the last. */
static inline size_t
view_entry_count(const struct view *view)
{
	return view->entries.count;
}

/* Of all, those from `first` up to `end`; whoever asks looks at no others. */
static inline struct view_entry *const *
view_entries_run(const struct view *view, size_t first, size_t end)
{
	trace_run(TRACE_ENTRIES, first, end);
	return view->entries.items + first;
}

static inline const struct entry_list *
view_entries(const struct view *view)
{
	trace_whole();
	return &view->entries;
}

/* ---- what an entry says ---- */

/* The value of a field; NULL when absent or hidden. BUG for an unknown name. */
const struct value *entry_get(const struct view_entry *entry,
    const char *name);
/* The same; NULL for a kind without such a field, too. */
const struct value *entry_value(const struct view_entry *entry,
    const char *name);
const char *entry_string(const struct view_entry *entry, const char *name);
bool entry_is(const struct view_entry *entry, const char *kind);
/* A bulletin with its text: one that was not withdrawn. */
bool entry_is_bulletin(const struct view_entry *entry);

#endif
