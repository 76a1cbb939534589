/*
 * What one process hands another of an edition (model/view_pack.h, figures.h,
 * compose/plan_pack.h): of sites by chance and of the sample, for each edition,
 * the view, the figures and the plan that come out of the bytes make the same
 * pages, byte by byte.  Bytes that are cut short are refused, changed ones do no
 * harm.
 */
#include "folder.h"

#include "base/picture.h"
#include "chance.h"
#include "cmd/beside.h"
#include "cmd/make.h"
#include "compose/plan_pack.h"
#include "model/view_digest.h"
#include "model/view_pack_parts.h"
#include "random_site.h"
#include "render/sheet.h"
#include "render/theme.h"
#include "scope/project.h"
#include "view_text.h"

#define DAY "2010-11-05"
#define SLICES 8 /* of an edition, that are made of what they ask for */

/* Something that is made of what it asks for: a page, a piece of a file. */
struct slice {
	enum { SLICE_PAGE, SLICE_PIECE, SLICE_ROWS, SLICE_LINES,
		SLICE_ITEMS, SLICE__KINDS } kind;
	size_t number; /* of the page, the file, the data */
	size_t first, end; /* the piece is the first */
};

static struct {
	char root[FOLDER_ROOM];
	struct arena *arena, *page; /* of the test, of a page */
	struct site_run *run;
	struct make make;
	struct buf bodies; /* of the view that was packed last */
	size_t spoilt; /* so often bytes are changed, too */
	/* What was met: a test that meets nothing proves nothing. */
	size_t views, pages, figures, filtered, refused, harmless;
	size_t slices[SLICE__KINDS];
} room;

static int
room_open(void **state)
{
	(void)state;
	room.arena = arena_new();
	room.page = arena_new();
	buf_init(&room.bodies);
	chance_row = chance_seed();
	if (folder_open(room.root, "view-pack") != 0)
		return -1;
	random_scripts_put(room.arena, room.root);
	random_themes_put(room.arena, room.root);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	arena_free(room.arena);
	arena_free(room.page);
	buf_free(&room.bodies);
	return folder_close(room.root);
}

/* ---- the bytes ---- */

static void
body_keep(void *context, struct text body)
{
	buf_putt(context, body);
}

/* What entries say stays in the room until the next view is packed. */
static void
packed_put(struct buf *out, const struct view *view)
{
	buf_clear(&room.bodies);
	view_pack(out, view, body_keep, &room.bodies);
}

static struct view *
packed_read(struct unpack *from, const struct view *view,
    struct edition *edition)
{
	return view_unpack(from, view->site, view->programme, edition,
	    buf_text(&room.bodies), "bodies");
}

/* Is what entries say as it was put?  Who asks for what is not ends the run. */
static bool
bodies_are_whole(const struct view *view)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (view_body_try(view->entries.items[i]) == NULL)
			return false;
	return true;
}

/* ---- one side: before the bytes, or behind them ---- */

struct side {
	struct arena *arena;
	const struct view *view;
	const struct figures *figures; /* or NULL */
	struct bulletins bulletins;
	struct additions additions;
	struct plan *plan;
	struct beside *files;
	size_t file_count;
	struct edition_filter *filter;
	struct diags diags;
};

static void
side_open(struct side *side, const struct view *view,
    const struct figures *figures)
{
	*side = (struct side){ .arena = arena_new(),
		.view = view,
		.figures = figures };
	diags_init(&side->diags, side->arena);
	side->filter = edition_filter_open(
	    &room.run->scripts, view, figures, &side->diags);
	assert_non_null(side->filter);
}

/* NULL: two pages have one address. */
static struct plan *
side_plan(struct side *side)
{
	const struct planning planning = { side->arena, side->view,
		&side->bulletins, &side->additions, side->figures,
		make_has_template, room.make.theme };
	side->plan = plan_make(&planning, &side->diags);
	size_t books;
	if (side->plan != NULL)
		side->files = beside_list(
		    side->arena, side->plan, &books, &side->file_count);
	return side->plan;
}

static void
side_close(struct side *side)
{
	edition_filter_close(side->filter);
	arena_free(side->arena);
}

/* What its filters add. */
static void
side_add(struct side *side)
{
	filter_watch_begin(FILTER_EDITION, room.run->scripts.count);
	assert_int_equal(edition_filter_run(side->filter, side->arena,
			     &side->additions, &side->diags),
	    0);
	filter_watch_end();
}

static void
page_put(struct buf *out, struct side *side, const struct page *page)
{
	struct arena *arena = room.page;
	struct page_filter filter = { side->filter, &side->diags };
	bool filtered = edition_filter_has_elements(side->filter);
	const struct value *data = page_make(arena, side->plan, page,
	    filtered ? &filter : NULL, &side->diags);
	buf_printf(out, "%s\n%s\n%s\n", page_title(arena, side->plan, page),
	    page_address(arena, page), page_about(arena, side->plan, page));
	value_put_json(out, data);
	theme_put_page(out, room.make.theme, page->template, data,
	    &side->diags);
	arena_reset(arena);
}

static bool
is_bulletin_page(const struct page *page)
{
	return page->entry != NULL && entry_is(page->entry, "bulletin");
}

/* One that can be made without what only the whole has. */
static bool
is_lone(const struct page *page)
{
	return page->organisation != NULL ||
	    (page->entry != NULL && !is_bulletin_page(page));
}

static bool
is_any(const struct page *page)
{
	return !is_bulletin_page(page);
}

/* ---- the same ---- */

static void
plans_compare(const struct plan *a, const struct plan *b)
{
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->print_count, b->print_count);
	assert_int_equal(a->navigation_count, b->navigation_count);
	for (size_t i = 0; i < a->count; i++) {
		const struct page *p = &a->pages[i], *q = &b->pages[i];
		assert_string_equal(p->path, q->path);
		assert_string_equal(p->template, q->template);
		assert_string_equal(page_title(room.arena, a, p),
		    page_title(room.arena, b, q));
		assert_memory_equal(p->facets, q->facets, sizeof(p->facets));
	}
	for (size_t f = 0; f < FACET__MAX; f++) {
		assert_int_equal(a->facets[f].count, b->facets[f].count);
		for (size_t i = 0; i < a->facets[f].count; i++)
			assert_string_equal(a->facets[f].items[i],
			    b->facets[f].items[i]);
	}
	for (size_t i = 0;
	     i < a->view->programme->terms[VOCABULARY_PERIOD].count; i++)
		assert_int_equal(a->drafts[i], b->drafts[i]);
}

static void
pages_compare(struct side *a, struct side *b,
    bool (*wanted)(const struct page *page))
{
	filter_watch_begin(FILTER_ELEMENT, 2 * a->plan->count);
	for (size_t i = 0; i < a->plan->count; i++) {
		struct buf one = BUF_INIT, other = BUF_INIT;
		if (!wanted(&a->plan->pages[i]))
			continue;
		page_put(&one, a, &a->plan->pages[i]);
		page_put(&other, b, &b->plan->pages[i]);
		if (!text_equal(buf_text(&one), buf_text(&other)))
			fail_msg("%s\n%s\n----\n%s", a->plan->pages[i].path,
			    one.at, other.at);
		buf_free(&one);
		buf_free(&other);
		room.pages++;
	}
	filter_watch_end();
}

static bool
same_span(struct span a, struct span b)
{
	return a.source == b.source && a.start == b.start && a.end == b.end;
}

static void
bulletins_compare(const struct side *a, const struct side *b)
{
	size_t seen = 0;
	for (size_t i = 0; i < a->bulletins.count; i++) {
		const struct bulletin *one = &a->bulletins.items[i];
		const struct bulletin *other =
		    bulletin_find(&b->bulletins, one->id);
		bool is = view_entry(a->view, text_of(one->id)) != NULL;
		assert_int_equal(is, other != NULL);
		seen += is;
		if (is)
			assert_int_equal(one->has_print, other->has_print);
	}
	assert_int_equal(b->bulletins.count, seen);
}

/* What no page and no text of a view shows. */
static void
views_compare(const struct view *a, const struct view *b)
{
	struct buf scratch = BUF_INIT;
	assert_string_equal(
	    view_text(room.arena, a), view_text(room.arena, b));
	assert_true(
	    digest_equal(view_frame_digest(a), view_frame_digest(b)));
	for (size_t i = 0; i < a->entries.count; i++) {
		const struct view_entry *e = a->entries.items[i],
					*f = b->entries.items[i];
		assert_true(digest_equal(view_entry_digest(a, e, &scratch),
		    view_entry_digest(b, f, &scratch)));
		assert_ptr_equal(e->kind, f->kind);
		assert_ptr_equal(e->form, f->form);
		assert_int_equal(e->opaque, f->opaque);
		assert_true(same_span(e->span, f->span));
		const struct view_body *x = entry_body(e),
				       *y = entry_body(f);
		for (size_t s = 0; s < x->section_count; s++)
			assert_true(same_span(
			    x->sections[s].span, y->sections[s].span));
		assert_int_equal(x->picture_count, y->picture_count);
		for (size_t p = 0; p < x->picture_count; p++)
			assert_string_equal(
			    x->pictures[p].path, y->pictures[p].path);
	}
	for (size_t i = 0; i < a->organisation_count; i++) {
		const struct view_organisation *o = a->organisations[i],
					       *p = b->organisations[i];
		assert_string_equal(o->from, p->from);
		assert_string_equal(o->to, p->to);
	}
	assert_int_equal(a->picture_count, b->picture_count);
	assert_int_equal(a->seal_count, b->seal_count);
	buf_free(&scratch);
}

struct cells_words {
	struct buf *words;
	const struct figures *figures;
};

static void
cell_put(void *context, size_t tally, struct tally_place place,
    struct figure figure)
{
	const struct cells_words *cells = context;
	tally_place_words(
	    cells->words, cells->figures->tallies.items[tally], &place);
	buf_printf(cells->words, " %d %llu\n", (int)figure.state,
	    figure.state == FIGURE_OPEN ? (unsigned long long)figure.value
					: 0);
	room.figures++;
}

static const char *
cells_words(const struct figures *figures, size_t tally)
{
	struct buf words = BUF_INIT;
	struct cells_words cells = { &words, figures };
	figures_each(figures, tally, room.arena, cell_put, &cells);
	const char *made = arena_copy(room.arena, words.at, words.len);
	buf_free(&words);
	return made;
}

static void
dimensions_compare(const struct tally_dimension *a,
    const struct tally_dimension *b)
{
	assert_string_equal(a->id, b->id);
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->axis, b->axis);
	assert_int_equal(a->vocabulary, b->vocabulary);
	assert_int_equal(a->level, b->level);
	assert_int_equal(a->sensitive, b->sensitive);
	assert_int_equal(a->node_count, b->node_count);
	for (uint32_t i = 0; i < a->node_count; i++) {
		const struct tally_node *n = &a->nodes[i], *m = &b->nodes[i];
		assert_string_equal(n->id, m->id);
		assert_string_equal(n->name, m->name);
		assert_int_equal(n->parent, m->parent);
		assert_int_equal(n->itself, m->itself);
		assert_int_equal(tally_node_find(a, text_of(n->id)),
		    tally_node_find(b, text_of(n->id)));
	}
}

static void
figures_compare(const struct figures *a, const struct figures *b)
{
	assert_int_equal(a->tallies.count, b->tallies.count);
	assert_int_equal(a->sealed_count, b->sealed_count);
	for (size_t i = 0; i < a->sealed_count; i++) {
		assert_string_equal(a->sealed[i].period, b->sealed[i].period);
		assert_string_equal(a->sealed[i].day, b->sealed[i].day);
	}
	for (size_t i = 0; i < a->tallies.count; i++) {
		const struct tally *t = a->tallies.items[i],
				   *u = b->tallies.items[i];
		assert_string_equal(t->name, u->name);
		assert_string_equal(t->title, u->title);
		assert_string_equal(t->of, u->of);
		assert_string_equal(t->day, u->day);
		assert_int_equal(t->minimum, u->minimum);
		assert_int_equal(t->most, u->most);
		assert_true(same_span(t->span, u->span));
		assert_int_equal(t->dimension_count, u->dimension_count);
		for (size_t d = 0; d < t->dimension_count; d++)
			dimensions_compare(
			    t->dimensions[d], u->dimensions[d]);
		assert_string_equal(cells_words(a, i), cells_words(b, i));
	}
}

/* ---- bytes that are not what they were ---- */

/* So that the sanitizer knows where they end. */
static struct text
bytes_copy(struct text bytes, size_t len)
{
	char *copy = malloc(len + 1);
	memcpy(copy, bytes.at, len);
	return (struct text){ copy, len };
}

static void
cut_is_refused(struct text bytes, const struct view *view)
{
	struct edition edition = *view->edition;
	struct text cut = bytes_copy(bytes, chance_of(bytes.len));
	struct unpack from = { .bytes = cut };
	assert_null(
	    packed_read(&from, view, &edition));
	assert_true(unpack_failed(&from));
	free((char *)cut.at);
}

/* All that somebody would do with it who asked whether reading had failed. */
static void
pages_try(const struct view *view, const struct figures *figures)
{
	struct side side;
	side_open(&side, view, figures);
	if (side_plan(&side) != NULL) {
		filter_watch_begin(FILTER_ELEMENT, side.plan->count);
		for (size_t i = 0; i < side.plan->count; i++) {
			struct buf out = BUF_INIT;
			if (is_lone(&side.plan->pages[i]))
				page_put(&out, &side, &side.plan->pages[i]);
			buf_free(&out);
		}
		filter_watch_end();
	}
	side_close(&side);
}

static void
change_does_no_harm(struct text bytes, const struct view *view,
    const struct figures *figures)
{
	struct edition edition = *view->edition;
	struct text changed = bytes_copy(bytes, bytes.len);
	for (size_t n = 1 + chance_of(3); n > 0; n--)
		((char *)changed.at)[chance_of(bytes.len)] ^=
		    (char)(1 << chance_of(8));
	struct unpack from = { .bytes = changed };
	struct view *other =
	    packed_read(&from, view, &edition);
	if (other != NULL && chance_of(8) == 0 && bodies_are_whole(other))
		pages_try(other, figures);
	room.refused += other == NULL;
	room.harmless += other != NULL;
	view_free(other);
	free((char *)changed.at);
}

static void
figures_spoil(struct text bytes, const struct view *view)
{
	struct arena *arena = arena_new();
	struct text cut = bytes_copy(bytes, chance_of(bytes.len));
	struct unpack from = { .bytes = cut };
	assert_null(figures_unpack(&from, arena, view->programme));
	free((char *)cut.at);
	cut = bytes_copy(bytes, bytes.len);
	((char *)cut.at)[chance_of(bytes.len)] ^= (char)(1 << chance_of(8));
	from = (struct unpack){ .bytes = cut };
	const struct figures *figures =
	    figures_unpack(&from, arena, view->programme);
	for (size_t i = 0; figures != NULL && i < figures->tallies.count; i++)
		cells_words(figures, i);
	free((char *)cut.at);
	arena_free(arena);
}

static void
plan_spoil(struct text bytes)
{
	struct arena *arena = arena_new();
	struct bulletins bulletins;
	struct additions additions;
	struct text cut = bytes_copy(bytes, chance_of(bytes.len));
	struct unpack from = { .bytes = cut };
	plan_unpack(&from, arena, &bulletins, &additions);
	assert_true(unpack_failed(&from));
	free((char *)cut.at);
	arena_free(arena);
}

static void
bytes_spoil(const struct side *side, struct text view, struct text plan)
{
	struct buf figures = BUF_INIT;
	for (size_t i = 0; i < room.spoilt; i++) {
		cut_is_refused(view, side->view);
		change_does_no_harm(view, side->view, side->figures);
		plan_spoil(plan);
	}
	if (side->figures != NULL)
		figures_pack(&figures, side->figures);
	for (size_t i = 0; i < room.spoilt && figures.len > 0; i++)
		figures_spoil(buf_text(&figures), side->view);
	buf_free(&figures);
}

/* ---- there and back ---- */

/* As a process has it that knows nothing but what the bytes say. */
static void
other_make(struct side *other, const struct side *side, struct unpack *from,
    struct edition *edition, struct arena *arena)
{
	struct buf out = BUF_INIT;
	packed_put(&out, side->view);
	pack_bool(&out, side->figures != NULL);
	if (side->figures != NULL)
		figures_pack(&out, side->figures);
	plan_pack(&out, side->plan);
	*from = (struct unpack){ .bytes = bytes_copy(buf_text(&out), out.len) };
	buf_free(&out);
	*edition = *side->view->edition;
	edition->approved = NULL;
	const struct view *view = packed_read(
	    from, side->view, edition);
	assert_non_null(view);
	const struct figures *figures = !unpack_bool(from)
	    ? NULL
	    : figures_unpack(from, arena, view->programme);
	assert_int_equal(figures != NULL, side->figures != NULL);
	side_open(other, view, figures);
	plan_unpack(from, other->arena, &other->bulletins, &other->additions);
	assert_false(unpack_failed(from));
}

/* All pages of the view that came back, with its own filters' additions. */
static void
whole_compare(struct side *side, const struct side *other)
{
	struct side whole;
	side_open(&whole, other->view, other->figures);
	side_add(&whole);
	whole.bulletins = side->bulletins;
	assert_non_null(side_plan(&whole));
	plans_compare(side->plan, whole.plan);
	pages_compare(side, &whole, is_any);
	side_close(&whole);
}

/* ---- what nobody asked for does not matter ---- */

static void
entry_scramble(struct view_entry *entry, struct arena *arena)
{
	struct view_body *body = ARENA_NEW(arena, struct view_body);
	body->fields = ARENA_ARRAY(
	    arena, struct value *, field_count(entry->kind));
	*entry = (struct view_entry){ .id = "scrambled",
		.index = entry->index,
		.kind = entry->kind,
		.body = body,
		.period = "",
		.date = "" };
}

static bool
is_noted(const uint32_t *noted, size_t count, size_t index)
{
	for (size_t i = 0; i < count; i++)
		if (noted[i] == index)
			return true;
	return false;
}

static bool
is_in_run(const struct trace *trace, enum trace_list list, size_t number)
{
	for (size_t i = 0; i < trace->run_count; i++) {
		const struct trace_run *run = &trace->runs[i];
		if (run->list == list && run->first <= number &&
		    number < run->end)
			return true;
	}
	return false;
}

static bool
has_run(const struct trace *trace, enum trace_list list)
{
	for (size_t i = 0; i < trace->run_count; i++)
		if (trace->runs[i].list == list)
			return true;
	return false;
}

/* By itself, with the list of its organisation, in a run of all. */
static bool
entry_is_noted(const struct trace *trace, const struct view_entry *entry,
    size_t line)
{
	return is_noted(trace->entries, trace->entry_count, entry->index) ||
	    is_in_run(trace, TRACE_ENTRIES, entry->index) ||
	    is_in_run(trace, TRACE_CATALOGUE, line) ||
	    (entry->organisation != NULL &&
		is_noted(trace->organisations, trace->organisation_count,
		    entry->organisation->index));
}

/* Of a row that was asked for nothing of its review but what tells rows. */
static void
row_scramble(struct ledger *ledger, size_t number, bool noted,
    struct arena *arena)
{
	struct ledger_row *row = &ledger->rows[number];
	const struct view_entry *was = row->review;
	struct view_entry *review = ARENA_NEW(arena, struct view_entry);
	static const struct ledger_cell cell = { "scrambled", "s", "s", -1 };
	const struct ledger_cell **cells = ARENA_ARRAY(
	    arena, const struct ledger_cell *, ledger->column_count);
	*review = *was;
	entry_scramble(review, arena);
	row->review = review;
	if (noted) {
		review->id = was->id;
		review->period = was->period;
		review->organisation = was->organisation;
		review->form = was->form;
		return;
	}
	for (size_t i = 0; i < ledger->column_count; i++)
		cells[i] = &cell;
	row->cells = cells;
	row->states = UINT32_MAX;
}

/* Of each no more than whether it has a print, and is a draft (kept_pages.c). */
static const struct bulletins *
bulletins_bare(const struct bulletins *all, struct arena *arena)
{
	struct bulletins *bare = ARENA_NEW(arena, struct bulletins);
	bare->items = ARENA_ARRAY(arena, struct bulletin, all->count);
	bare->count = all->count;
	for (size_t i = 0; i < all->count; i++) {
		bare->items[i].id = all->items[i].id;
		bare->items[i].has_print = all->items[i].has_print;
		bare->items[i].circular.draft = all->items[i].circular.draft;
	}
	return bare;
}

static void
ledger_scramble(struct side *side, const struct trace *trace)
{
	struct ledger *ledger = side->plan->ledger;
	for (size_t i = 0; i < ledger->row_count; i++)
		row_scramble(ledger, i, is_in_run(trace, TRACE_ROWS, i),
		    side->arena);
	if (!has_run(trace, TRACE_ROWS))
		side->plan->ledger = NULL;
}

static void
entries_scramble(struct side *side, const struct trace *trace)
{
	struct view *view = (struct view *)side->view;
	size_t count = view->entries.count;
	size_t *lines = ARENA_ARRAY(side->arena, size_t, count);
	const struct view_entry *const *catalogue =
	    plan_catalogue(side->plan, 0, count);
	for (size_t i = 0; i < count; i++)
		lines[catalogue[i]->index] = i;
	for (size_t i = 0; i < count; i++)
		if (!entry_is_noted(
			trace, view->entries.items[i], lines[i]))
			entry_scramble(view->entries.items[i], side->arena);
	if (!has_run(trace, TRACE_CATALOGUE))
		side->plan->catalogue = NULL;
	if (!has_run(trace, TRACE_ENTRIES))
		view->entries.items = NULL;
	if (!has_run(trace, TRACE_CATALOGUE) &&
	    !has_run(trace, TRACE_ENTRIES))
		view->entries.count = 0;
}

/* Of the view all that was not asked for, of the plan what is of the whole. */
static void
scramble(struct side *side, const struct trace *trace)
{
	static const struct additions no_additions;
	struct view *view = (struct view *)side->view;
	bodies_are_whole(view); /* fetches them */
	plan_ledger(side->plan); /* its cells */
	ledger_scramble(side, trace);
	entries_scramble(side, trace);
	for (size_t i = 0; i < view->organisation_count; i++)
		if (!is_noted(trace->organisations, trace->organisation_count,
			i))
			view->organisations[i]->entries =
			    (struct entry_list){ NULL, 0, 0 };
	side->plan->bulletins =
	    bulletins_bare(side->plan->bulletins, side->arena);
	side->plan->additions = &no_additions;
	side->plan->figures = NULL;
}

static void
beside_slice_put(
    struct buf *out, struct side *side, const struct slice *slice)
{
	assert_int_equal(beside_put(out, room.page, side->plan,
			     &side->files[slice->number], slice->first,
			     &side->diags),
	    0);
}

static void
slice_put(struct buf *out, struct side *side, const struct slice *slice)
{
	struct arena *arena = room.page;
	struct cells cells;
	switch (slice->kind) {
	case SLICE_PAGE:
		page_put(out, side, &side->plan->pages[slice->number]);
		break;
	case SLICE_PIECE:
		beside_slice_put(out, side, slice);
		break;
	case SLICE_ROWS:
		sheet_put_rows(out,
		    plan_ledger_rows(side->plan, slice->first, slice->end),
		    slice->first, slice->end);
		break;
	case SLICE_LINES:
		cells = catalogue_make(
		    arena, side->plan, slice->first, slice->end);
		sheet_put_cells(out, &cells);
		break;
	default:
		data_put(out, arena, side->plan, &data_files[slice->number],
		    slice->first, slice->end, &side->diags);
	}
	arena_reset(arena);
}

/* False: there is nothing of the kind. */
static bool
slice_choose(struct slice *slice, const struct side *side)
{
	const struct plan *plan = side->plan;
	const struct page *page = &plan->pages[chance_of(plan->count)];
	size_t all = plan->view->entries.count;
	*slice = (struct slice){ .kind = chance_of(SLICE__KINDS) };
	if (slice->kind == SLICE_PAGE) {
		if (chance_of(4) == 0)
			page = plan_page(plan, LEDGER_PATH);
		slice->number = (size_t)(page - plan->pages);
		return is_lone(page) || page_is_of_ledger(page);
	}
	if (slice->kind == SLICE_PIECE) {
		slice->number = chance_of(side->file_count);
		const struct beside *file = &side->files[slice->number];
		/* The feed has bulletins' texts. */
		all = strcmp(file->path, FEED_PATH) == 0
		    ? 0
		    : beside_pieces(file, plan);
	} else if (slice->kind == SLICE_ROWS) {
		all = plan->ledger->row_count;
	} else if (slice->kind == SLICE_ITEMS) {
		while (data_files[slice->number].path != NULL &&
		    (data_files[slice->number].make != NULL ||
			chance_of(2) == 0))
			slice->number++;
		if (data_files[slice->number].path == NULL)
			return false;
		all = data_files[slice->number].count(plan->view);
	}
	if (all == 0)
		return false;
	slice->first = chance_of(all);
	slice->end = slice->first + chance_of(all + 1 - slice->first);
	return true;
}

/* Makes it of what it asked for alone. */
static void
slice_compare(struct side *side, const struct slice *slice,
    const struct trace *trace, struct text whole)
{
	struct side other;
	struct unpack from;
	struct edition edition;
	struct arena *arena = arena_new();
	struct buf out = BUF_INIT;
	other_make(&other, side, &from, &edition, arena);
	assert_non_null(side_plan(&other));
	scramble(&other, trace);
	slice_put(&out, &other, slice);
	if (!text_equal(buf_text(&out), whole))
		fail_msg("%d %zu %s asks for more than it says:\n%s\n----\n%s",
		    (int)slice->kind, slice->number,
		    slice->kind == SLICE_PAGE
			? side->plan->pages[slice->number].path
			: "",
		    whole.at, out.at);
	buf_free(&out);
	side_close(&other);
	view_free((struct view *)other.view);
	free((char *)from.bytes.at);
	arena_free(arena);
	room.slices[slice->kind]++;
}

static void
slices_compare(struct side *side)
{
	struct arena *arena = arena_new();
	struct trace trace;
	struct slice slice;
	trace_init(&trace, arena, side->view->entries.count,
	    side->view->organisation_count);
	filter_watch_begin(FILTER_ELEMENT, 2 * SLICES);
	for (size_t i = 0; i < SLICES; i++) {
		struct buf whole = BUF_INIT;
		if (!slice_choose(&slice, side))
			continue;
		const struct page *page = &side->plan->pages[slice.number];
		trace_begin(&trace, arena);
		if (slice.kind == SLICE_PAGE && page->entry != NULL)
			trace_entry(page->entry->index);
		slice_put(&whole, side, &slice);
		trace_end();
		if (!trace.whole)
			slice_compare(side, &slice, &trace, buf_text(&whole));
		buf_free(&whole);
	}
	filter_watch_end();
	arena_free(arena);
}

static void
edition_compare(void *context, const struct view *view,
    struct edition_filter *filter)
{
	struct side side, other;
	struct unpack from;
	struct edition edition;
	struct arena *arena = arena_new();
	struct buf packed = BUF_INIT, plan = BUF_INIT;
	(void)context, (void)filter;
	side_open(&side, view,
	    room.make.figures == NULL
		? NULL
		: room.make.figures[view->edition -
		      view->site->editions]);
	side_add(&side);
	side.bulletins = room.make.bulletins;
	assert_non_null(side_plan(&side));
	other_make(&other, &side, &from, &edition, arena);
	views_compare(view, other.view);
	if (side.figures != NULL)
		figures_compare(side.figures, other.figures);
	assert_non_null(side_plan(&other));
	plans_compare(side.plan, other.plan);
	bulletins_compare(&side, &other);
	pages_compare(&side, &other, is_lone);
	whole_compare(&side, &other);
	slices_compare(&side);
	packed_put(&packed, view);
	plan_pack(&plan, side.plan);
	bytes_spoil(&side, buf_text(&packed), buf_text(&plan));
	room.views++;
	room.filtered += edition_filter_has_elements(side.filter);
	buf_free(&packed);
	buf_free(&plan);
	side_close(&other);
	side_close(&side);
	view_free((struct view *)other.view);
	free((char *)from.bytes.at);
	arena_free(arena);
}

/* False when it can't be built. */
static bool
site_compare(struct site_run *run)
{
	room.run = run;
	room.make = (struct make){ .run = run,
		.corpus = &run->corpus,
		.policy = run->policy,
		.unscanned = true,
		.paperless = true };
	if (make_open(&room.make) != 0 ||
	    make_figures(&room.make, NULL) != 0)
		return false;
	make_bulletins(&room.make);
	for (size_t i = 0; i < room.make.bulletins.count; i++)
		room.make.bulletins.items[i].has_print = i % 2 == 0;
	const struct site *site = run->corpus.site;
	for (size_t i = 0; i < site->edition_count; i++)
		assert_int_equal(make_view(&room.make, &site->editions[i],
				     edition_compare, NULL),
		    0);
	make_close(&room.make);
	return true;
}

/* ---- sites by chance ---- */

static bool
is_no_rule_of_content(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->rule->family == NULL;
}

/*
 * One more filter: of texts, by all that it can see of the edition.  It has a
 * figure for every period, so that those of which nothing is seen have a page.
 */
static void
elements_add(struct random_site *site)
{
	const char *script = arena_printf(site->arena,
	    "return { element = { Para = function(el, r, e)\n"
	    "  local words = { r.id, r.period and r.period.id or '-',\n"
	    "   r.organisation and r.organisation.name or '-', %s }\n"
	    "  for _, x in ipairs(e.records) do\n"
	    "   words[#words + 1] = tostring(x.found) .. #(x.problems or {})\n"
	    "  end\n"
	    "  table.insert(el.content, doc.Str(table.concat(words, ' ')))\n"
	    "  return el end },\n"
	    " edition = function(e)\n"
	    "  for _, p in ipairs(e.programme.periods) do\n"
	    "   e:glance{ period = p.id, title = '数', value = '1' } end\n"
	    " end }\n",
	    site->tallies ? "tostring(e.tallies.found{})" : "''");
	struct random_file *settings = &site->files[0];
	assert_string_equal(settings->path, "site.yaml");
	const char *list = strstr(settings->text, "filters:\n");
	folder_put(site->arena, room.root, "scripts/elements.lua",
	    text_of(script));
	settings->text = list == NULL
	    ? arena_printf(site->arena, "filters: [elements.lua]\n%s",
		  settings->text)
	    : arena_printf(site->arena, "%.*sfilters:\n  - elements.lua\n%s",
		  (int)(list - settings->text), settings->text,
		  list + strlen("filters:\n"));
}

static bool
random_compare(uint64_t seed)
{
	struct site_run run;
	struct random_site site;
	struct arena *arena = arena_new();
	struct site_options options = SITE_OPTIONS_INIT;
	options.rights.all = true;
	options.root = room.root;
	options.as_of = DAY;
	options.quiet = true;
	options.jobs = 1;
	random_site_make(&site, arena, seed);
	if (seed % 2 == 0)
		elements_add(&site);
	random_site_put(&site, arena, room.root);
	site_open(&run, options);
	diags_keep(&run.diags, is_no_rule_of_content, NULL);
	bool is = run.loaded && run.policy != NULL &&
	    diag_worst(&run.diags) < DIAG_ERROR && site_compare(&run);
	site_drop(&run);
	arena_free(arena);
	return is;
}

static void
random_sites_come_back(void **state)
{
	(void)state;
	uint32_t seed = chance_seed();
	size_t rounds = chance_rounds(120), sound = 0;
	for (size_t i = 0; i < rounds; i++) {
		room.spoilt = i % 2 == 0 ? 20 : 0;
		sound += random_compare(seed + i);
	}
	print_message("%zu sites, %zu editions, %zu filtered, %zu pages, "
		      "%zu figures, %zu changed and refused, %zu not\n",
	    sound, room.views, room.filtered, room.pages, room.figures,
	    room.refused, room.harmless);
	assert_true(sound * 10 >= rounds * 9);
	assert_true(room.filtered > 0 && room.figures > 0);
	assert_true(room.refused > 0 && room.harmless > 0);
	for (size_t i = 0; i < SLICE__KINDS; i++)
		assert_true(room.slices[i] > 0);
}

/* ---- the sample ---- */

static int
sample_open(struct site_run *run)
{
	struct site_options options = { .root = ".",
		.as_of = "2010-12-20",
		.jobs = 2,
		.quiet = true,
		.rights.all = true };
	return site_open(run, options);
}

static void
sample_comes_back(void **state)
{
	(void)state;
	struct site_run run;
	room.spoilt = 2;
	assert_int_equal(sample_open(&run), 0);
	assert_true(site_compare(&run));
	site_drop(&run);
}

/* What no site by chance has: seals with roots, pictures that several show. */
static void
seals_and_pictures_come_back(void **state)
{
	(void)state;
	struct site_run run;
	assert_int_equal(sample_open(&run), 0);
	struct edition *edition = &run.corpus.site->editions[0];
	struct view *view = view_make(&run.corpus, run.policy, edition,
	    run.as_of, 1, &run.diags);
	struct picture picture = { PICTURE_JPEG, 3, 5, 8,
		TEXT_LIT("\xFF\xD8\0x"), digest_of(TEXT_LIT("x")) };
	const struct picture *pictures[] = { &picture };
	struct view_picture shown[] = { { "a/b.jpg", &picture },
		{ "c.jpg", &picture } };
	struct view_seal seal = { run.corpus.programme->periods[1].id, "s1",
		digest_of(TEXT_LIT("y")) };
	view->pictures = pictures;
	view->picture_count = 1;
	for (size_t i = 0; i < view->entries.count; i++)
		view->entries.items[i]->body->picture_count = 0;
	view->entries.items[0]->body->pictures = shown;
	view->entries.items[0]->body->picture_count = 2;
	view->seals = &seal;
	view->seal_count = 1;
	struct buf out = BUF_INIT;
	packed_put(&out, view);
	struct unpack from = { .bytes = buf_text(&out) };
	struct view *other = packed_read(
	    &from, view, edition);
	assert_non_null(other);
	assert_false(unpack_failed(&from));
	views_compare(view, other);
	assert_ptr_equal(entry_body(other->entries.items[0])->pictures[1].picture,
	    other->pictures[0]);
	const struct picture *came = other->pictures[0];
	assert_int_equal(came->kind, PICTURE_JPEG);
	assert_int_equal(came->width, 3);
	assert_int_equal(came->height, 5);
	assert_int_equal(came->turn, 8);
	assert_true(text_equal(came->bytes, picture.bytes));
	assert_true(digest_equal(came->digest, picture.digest));
	assert_string_equal(view_seal(other, seal.period)->id, "s1");
	assert_true(digest_equal(other->seals[0].root, seal.root));
	/* Another edition's are not taken. */
	struct edition *second = &run.corpus.site->editions[1];
	const bool *approved = second->approved;
	from = (struct unpack){ .bytes = buf_text(&out) };
	assert_null(packed_read(&from, view, second));
	assert_ptr_equal(second->approved, approved);
	buf_free(&out);
	view_free(other);
	view_free(view);
	site_drop(&run);
}

/* ---- views that no projection makes ---- */

static bool
is_refused(const struct view *view)
{
	struct buf out = BUF_INIT;
	struct edition edition = *view->edition;
	packed_put(&out, view);
	struct unpack from = { .bytes = buf_text(&out) };
	struct view *other =
	    packed_read(&from, view, &edition);
	bool is = other == NULL;
	view_free(other);
	buf_free(&out);
	return is;
}

static struct view_entry *
first_of(const struct view *view, const char *kind)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (entry_is(view->entries.items[i], kind))
			return view->entries.items[i];
	fail_msg("the sample has no %s", kind);
	return NULL;
}

/* A circle of two, of one, and one that begins further up. */
static void
circles_try(const struct view *view)
{
	struct view_organisation *below = NULL;
	for (size_t i = 0; i < view->organisation_count; i++)
		if (view->organisations[i]->superior != NULL &&
		    view->organisations[i]->superior->superior != NULL)
			below = view->organisations[i];
	assert_non_null(below);
	struct view_organisation *middle = below->superior;
	struct view_organisation *top = middle->superior;
	struct view_organisation *const ends[] = { middle, below };
	for (size_t i = 0; i < 2; i++) {
		middle->superior = ends[i];
		assert_true(is_refused(view));
	}
	below->superior = below;
	middle->superior = top;
	assert_true(is_refused(view));
	below->superior = middle;
}

/* Each link in turn to an entry that it is not for. */
static void
links_try(const struct view *view)
{
	struct view_entry *review = first_of(view, "review");
	struct view_entry *reply = first_of(view, "reply");
	struct view_entry **const ends[] = { &review->links.report,
		&reply->links.review, &review->links.replaced };
	struct entry_list *const lists[] = { &review->links.replies,
		&review->links.verifications, &review->links.amendments,
		&review->links.replaces };
	struct view_entry *const wrong[] = { reply, reply, reply, review,
		review, review, review };
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct view_entry *was = *ends[i];
		*ends[i] = wrong[i];
		assert_true(is_refused(view));
		*ends[i] = was;
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct entry_list was = *lists[i];
		*lists[i] = (struct entry_list){
			(struct view_entry **)&wrong[3 + i], 1, 1 };
		assert_true(is_refused(view));
		*lists[i] = was;
	}
}

static void
ids_try(const struct view *view)
{
	const char *entry = view->entries.items[1]->id;
	const char *person = view->people[1]->id;
	const char *organisation = view->organisations[1]->id;
	view->entries.items[1]->id = view->entries.items[0]->id;
	assert_true(is_refused(view));
	view->entries.items[1]->id = entry;
	view->people[1]->id = view->people[0]->id;
	assert_true(is_refused(view));
	view->people[1]->id = person;
	view->organisations[1]->id = view->organisations[0]->id;
	assert_true(is_refused(view));
	view->organisations[1]->id = organisation;
}

static void
unsound_views_are_refused(void **state)
{
	(void)state;
	struct site_run run;
	assert_int_equal(sample_open(&run), 0);
	struct view *view = view_make(&run.corpus, run.policy,
	    edition_find(run.corpus.site, TEXT_LIT("leaders")), run.as_of, 1,
	    &run.diags);
	assert_false(is_refused(view));
	circles_try(view);
	links_try(view);
	ids_try(view);
	assert_false(is_refused(view));
	view_free(view);
	site_drop(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_sites_come_back),
		cmocka_unit_test(sample_comes_back),
		cmocka_unit_test(seals_and_pictures_come_back),
		cmocka_unit_test(unsound_views_are_refused),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
