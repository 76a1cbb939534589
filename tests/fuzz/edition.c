/*
 * What reduce hands to pages of an edition, spoilt: it is refused, or its pages
 * can be made and looked through.  The editions are those of the golden site of
 * circles, the first byte says which.
 */
#include "cmd/shards.h"
#include "compose/plan_pack.h"
#include "model/view_pack_parts.h"
#include "render/theme.h"
#include "scope/project.h"
#include "spoil.h"

#define EDITIONS_MOST 8

static struct {
	struct site_run run;
	struct make make;
	struct buf editions[EDITIONS_MOST];
	struct buf bodies[EDITIONS_MOST]; /* what their entries say */
	size_t count;
} good;

static void
body_keep(void *context, struct text body)
{
	buf_putt(context, body);
}

/* As shards.c writes it. */
static void
edition_keep(void *context, const struct plan *plan,
    const struct forbidden *forbidden)
{
	(void)context;
	FUZZ_ASSERT(good.count < EDITIONS_MOST);
	struct buf *out = &good.editions[good.count];
	view_pack(out, plan->view, body_keep, &good.bodies[good.count++]);
	pack_bool(out, plan->figures != NULL);
	if (plan->figures != NULL)
		figures_pack(out, plan->figures);
	plan_pack(out, plan);
	forbidden_pack(forbidden, out);
}

static void
good_make(void)
{
	static const struct make_share share = { .shares = 1,
		.take_edition = edition_keep };
	const struct site_options options = { .root = "tests/golden/circles",
		.as_of = "2010-12-20",
		.jobs = 1,
		.quiet = true,
		.rights.all = true };
	struct make *make = &good.make;
	if (site_open(&good.run, options) != 0)
		site_close(&good.run); /* says why */
	FUZZ_ASSERT(good.run.policy != NULL);
	*make = (struct make){ .run = &good.run,
		.corpus = &good.run.corpus,
		.policy = good.run.policy,
		.paperless = true,
		.share = &share,
		.sink = { .put = make_nothing } };
	FUZZ_ASSERT(make_open(make) == 0 && make_figures(make, NULL) == 0);
	make_bulletins(make);
	for (size_t i = 0; i < make->corpus->site->edition_count; i++)
		make_edition(make, i);
	FUZZ_ASSERT(diag_worst(&good.run.diags) < DIAG_ERROR);
	FUZZ_ASSERT(good.count > 1);
}

/*
 * Who asks for a body that is not as it was made ends the run; plan_make() asks
 * for those of reviews.
 */
static bool
bodies_are_whole(const struct view *view)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (view_body_try(view->entries.items[i]) == NULL)
			return false;
	return true;
}

/* As shards.c reads it; NULL: it is refused.  To be freed with its view. */
static struct plan *
edition_read(struct edition_given *given, struct text bytes, size_t number,
    struct edition *edition, struct diags *diags)
{
	const struct corpus *corpus = good.make.corpus;
	struct unpack from = { .bytes = bytes };
	given->view = view_unpack(&from, corpus->site, corpus->programme,
	    edition, buf_text(&good.bodies[number]), "bodies");
	if (given->view == NULL)
		return NULL;
	struct arena *arena = given->view->arena;
	if (unpack_bool(&from))
		given->figures =
		    figures_unpack(&from, arena, corpus->programme);
	plan_unpack(&from, arena, &given->bulletins, &given->additions);
	given->forbidden = forbidden_unpack(&from, good.make.needed,
	    corpus->site->allowance_count);
	const struct planning planning = { arena, given->view,
		&given->bulletins, &given->additions, given->figures,
		make_has_template, good.make.theme };
	return unpack_failed(&from) || !bodies_are_whole(given->view)
	    ? NULL
	    : plan_make(&planning, diags);
}

static void
page_try(const struct plan *plan, const struct page *page,
    const struct forbidden *forbidden, struct diags *diags)
{
	struct arena *arena = arena_new();
	struct buf out = BUF_INIT;
	struct forbidden_hit *hits;
	const struct value *data = page_make(arena, plan, page, NULL, diags);
	if (data != NULL)
		theme_put_page(
		    &out, good.make.theme, page->template, data, diags);
	if (forbidden != NULL)
		forbidden_find(
		    forbidden, arena, buf_text(&out), false, &hits);
	buf_free(&out);
	arena_free(arena);
}

/* Those that a share of pages makes. */
static bool
is_wanted(const struct page *page)
{
	return page->organisation != NULL ||
	    (page->entry != NULL && !entry_is(page->entry, "bulletin"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (good.count == 0)
		good_make();
	if (size == 0)
		return 0;
	size_t number = data[0] % good.count;
	struct edition edition =
	    good.make.corpus->site->editions[number];
	struct edition_given given = { .view = NULL };
	struct arena *arena = arena_new();
	struct diags diags;
	diags_init(&diags, arena);
	struct text bytes = spoil_make(
	    buf_text(&good.editions[number]), data + 1, size - 1);
	const struct plan *plan =
	    edition_read(&given, bytes, number, &edition, &diags);
	for (size_t i = 0; plan != NULL && i < plan->count; i++)
		if (is_wanted(&plan->pages[i]))
			page_try(plan, &plan->pages[i], given.forbidden,
			    &diags);
	forbidden_free(given.forbidden);
	view_free(given.view);
	arena_free(arena);
	free((char *)bytes.at);
	return 0;
}
