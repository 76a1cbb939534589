/*
 * Parts of an edition's search, as pages hand them to publish: spoilt ones are
 * refused, or do no harm when all is joined.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "../unit/search_room.h"
#include "spoil.h"

/* An edition, and the two parts of its search; for good. */
static struct {
	struct sample edition;
	struct buf parts[2];
} good;

/* Several groups, and no page of hundreds of lines, which takes its time. */
static bool
is_handy(const struct sample *e)
{
	bool handy = e->plan.count > 2 * SEARCH_GROUP;
	for (size_t i = 0; i < e->plan.count; i++)
		handy = handy && e->pages[i].count < LINES_MOST;
	return handy;
}

static void
good_make(void)
{
	static struct files files;
	files_init(&files);
	chance_state = 7;
	sample_make(&good.edition);
	while (!is_handy(&good.edition)) {
		sample_free(&good.edition);
		sample_make(&good.edition);
	}
	for (size_t i = 0; i < 2; i++) {
		struct search *search = sample_open(&good.edition, 2);
		size_t all = search_group_count(&good.edition.plan);
		size_t groups[PAGES_MOST], count = 0;
		for (size_t group = i; group < all; group += 2)
			groups[count++] = group;
		sample_read(&good.edition, search, groups, count, &files);
		search_pack(search, &good.parts[i]);
		search_close(search);
	}
	files_free(&files);
}

static void
nothing_put(void *context, unsigned worker, const char *name, struct text bytes)
{
	(void)context;
	(void)worker;
	FUZZ_ASSERT(*name != '\0' && bytes.at != NULL);
}

/* The other part is taken, unless its pages came already. */
static void
index_make(struct search *search, bool taken)
{
	struct unpack from = { .bytes = buf_text(&good.parts[1]) };
	FUZZ_ASSERT(search_unpack(search, &from) == 0 || taken);
	search_put_index(search, NULL, nothing_put, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (good.parts[0].len == 0)
		good_make();
	struct search *search = sample_open(&good.edition, 1);
	struct text spoilt =
	    spoil_make(buf_text(&good.parts[0]), data, size);
	struct unpack from = { .bytes = spoilt };
	int status = search_unpack(search, &from);
	FUZZ_ASSERT(from.failed == (status != 0));
	/* Most are refused, which always goes the same way from there. */
	if (status == 0 || size % 16 == 0)
		index_make(search, status == 0);
	search_close(search);
	free((char *)spoilt.at);
	return 0;
}
