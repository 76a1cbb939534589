/*
 * Shards over random trees of organisations, whatever hangs in them: every
 * record in one, sizes within the bound, pieces whole, a run of the tree each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "chance.h"
#include "cmd/plan.h"

#define MOST 400

struct world {
	struct arena *arena;
	struct roster roster;
	struct os_list files;
	struct plan_record *records;
	unsigned shards;
	uint32_t *shard_of;
};

static struct tenures
under(struct arena *arena, struct organisation *above)
{
	struct tenures tenures = { 0 };
	if (above == NULL)
		return tenures;
	tenures.count = 1;
	tenures.items = ARENA_NEW(arena, struct tenure);
	*tenures.items = (struct tenure){ .from = chance_of(3) ? "" : "2020-01-01",
		.to = "", .organisation = above };
	return tenures;
}

/* A forest; now and then one hangs from what hangs from it. */
static void
roster_grow(struct world *w, size_t organisations, size_t people)
{
	struct arena *arena = w->arena;
	roster_init(&w->roster, arena);
	for (size_t i = 0; i < organisations; i++) {
		struct organisation *o = ARENA_NEW(arena, struct organisation);
		o->id = o->name = o->short_name =
		    arena_printf(arena, "o%zu", i);
		o->superiors = under(arena, i == 0 || chance_of(12) == 0
			? NULL
			: w->roster.organisations[chance_of(i)]);
		assert_null(
		    roster_add_organisation(&w->roster, arena, o));
	}
	for (size_t i = 0; organisations > 1 && i < chance_of(3); i++)
		w->roster.organisations[chance_of(organisations)]->superiors =
		    under(arena,
			w->roster.organisations[chance_of(organisations)]);
	for (size_t i = 0; i < people; i++) {
		struct person *p = ARENA_NEW(arena, struct person);
		p->id = p->name = arena_printf(arena, "p%zu", i);
		assert_null(roster_add_person(&w->roster, arena, p));
	}
}

static void
records_grow(struct world *w, size_t count, size_t people)
{
	size_t organisations = w->roster.organisation_count;
	w->files.items = ARENA_ARRAY(w->arena, struct os_found, count);
	w->files.count = count;
	w->records = ARENA_ARRAY(w->arena, struct plan_record, count);
	w->shard_of = ARENA_ARRAY(w->arena, uint32_t, count);
	for (size_t i = 0; i < count; i++) {
		struct plan_record *r = &w->records[i];
		bool record = chance_of(9) != 0;
		w->files.items[i] = (struct os_found){ arena_printf(w->arena,
			"%05zu.%s", i, record ? "md" : "yaml"), OS_FILE };
		if (!record)
			continue;
		r->bytes = chance_of(20) == 0 ? (uint32_t)chance_of(90000)
					   : 2000 + (uint32_t)chance_of(600);
		if (chance_of(4) == 0)
			r->follows = 1 + (uint32_t)chance_of(count);
		if (chance_of(3) == 0)
			continue;
		/* A person's are where he is. */
		if (people > 0 && chance_of(2) == 0) {
			r->person = 1 + (uint32_t)chance_of(people);
			r->organisation =
			    1 + (r->person * 7 % (uint32_t)organisations);
		} else if (organisations > 0) {
			r->organisation = 1 + (uint32_t)chance_of(organisations);
		}
	}
}

static struct world
some_world(void)
{
	struct world w = { .arena = arena_new() };
	size_t organisations = chance_of(4) == 0 ? chance_of(3) : chance_of(60);
	size_t people = organisations == 0 ? 0 : chance_of(100);
	roster_grow(&w, organisations, people);
	records_grow(&w, chance_of(MOST), people);
	w.shards = 1 + (unsigned)(chance_of(3) == 0 ? chance_of(900) : chance_of(20));
	plan_cut(w.shard_of, w.records, &w.files, &w.roster, "2010-09-30",
	    w.shards);
	return w;
}

static uint64_t
weight(const struct world *w, size_t i)
{
	return w->records[i].bytes == 0 ? 1 : w->records[i].bytes;
}

static size_t
lead_of(const struct world *w, size_t i)
{
	for (int n = 0; n < 64 && w->records[i].follows != 0; n++)
		i = w->records[i].follows - 1;
	return i;
}

static uint32_t
organisation_of(const struct world *w, size_t i)
{
	for (int n = 0; n < 64 && w->records[i].organisation == 0 &&
	     w->records[i].follows != 0; n++)
		i = w->records[i].follows - 1;
	return w->records[i].organisation;
}

static uint32_t
person_of(const struct world *w, size_t i)
{
	return w->records[i].person != 0 ? w->records[i].person
					 : w->records[lead_of(w, i)].person;
}

/* Do they have to be in one shard? */
static bool
is_one_piece(const struct world *w, const uint64_t *load, uint64_t fair,
    size_t a, size_t b)
{
	uint32_t organisation = organisation_of(w, a);
	if (organisation != organisation_of(w, b))
		return false;
	if (organisation != 0 && load[organisation] <= fair)
		return true;
	if (person_of(w, a) != 0 || person_of(w, b) != 0)
		return person_of(w, a) == person_of(w, b);
	return lead_of(w, a) == lead_of(w, b);
}

static void
world_check(const struct world *w)
{
	uint64_t load[64] = { 0 }, size[1024] = { 0 };
	uint64_t total = 0, largest_piece = 0, largest = 0;
	for (size_t i = 0; i < w->files.count; i++) {
		bool record = file_is_record(&w->files.items[i]);
		assert_int_equal(w->shard_of[i] != 0, record);
		assert_true(w->shard_of[i] <= w->shards);
		if (!record)
			continue;
		load[organisation_of(w, i)] += weight(w, i);
		size[w->shard_of[i]] += weight(w, i);
		total += weight(w, i);
	}
	uint64_t fair = total / w->shards;
	for (size_t i = 0; i < w->files.count; i++) {
		uint64_t piece = 0;
		for (size_t j = 0; w->shard_of[i] != 0 && j < w->files.count;
		     j++) {
			if (w->shard_of[j] == 0 ||
			    !is_one_piece(w, load, fair, i, j))
				continue;
			piece += weight(w, j);
			assert_int_equal(w->shard_of[i], w->shard_of[j]);
		}
		if (piece > largest_piece)
			largest_piece = piece;
	}
	for (unsigned s = 1; s <= w->shards; s++)
		if (size[s] > largest)
			largest = size[s];
	assert_true(largest <= fair + 2 + fair / 5 ||
	    largest <= fair + 2 + largest_piece);
}

static void
shards_keep_their_bounds(void **state)
{
	(void)state;
	uint32_t first = chance_seed();
	size_t rounds = chance_rounds(3000);
	for (size_t i = 0; i < rounds; i++) {
		chance_row = first + (uint32_t)i;
		struct world w = some_world();
		world_check(&w);
		arena_free(w.arena);
	}
}

/* Two subtrees of nearly one size: the cut is between them, not in one. */
static void
subtrees_stay_whole(void **state)
{
	(void)state;
	struct world w = { .arena = arena_new(), .shards = 2 };
	const char *const above[] = { NULL, "o0", "o1", "o1", "o0", "o4",
		"o4" };
	roster_init(&w.roster, w.arena);
	for (size_t i = 0; i < 7; i++) {
		struct organisation *o =
		    ARENA_NEW(w.arena, struct organisation);
		o->id = o->name = o->short_name =
		    arena_printf(w.arena, "o%zu", i);
		if (above[i] != NULL)
			o->superiors = under(w.arena, roster_organisation(
				&w.roster, text_of(above[i]), NULL));
		roster_add_organisation(&w.roster, w.arena, o);
	}
	/* o2 and o3 are below o1, o5 and o6 below o4. */
	static const struct plan_record records[] = { { 6, 0, 0, 110 },
		{ 3, 0, 0, 100 }, { 4, 0, 0, 90 }, { 7, 0, 0, 100 },
		{ 0, 0, 2, 5 } };
	const struct os_found files[] = { { "0.md", OS_FILE },
		{ "1.md", OS_FILE }, { "2.md", OS_FILE }, { "3.md", OS_FILE },
		{ "4.md", OS_FILE } };
	uint32_t shard_of[5] = { 0 };
	struct os_list list = { (struct os_found *)files, 5, 5 };
	plan_cut(shard_of, records, &list, &w.roster, "2010-09-30", 2);
	assert_int_equal(shard_of[0], 2);
	assert_int_equal(shard_of[1], 1);
	assert_int_equal(shard_of[2], 1);
	assert_int_equal(shard_of[3], 2);
	assert_int_equal(shard_of[4], 1); /* an answer to 1.md */
	arena_free(w.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shards_keep_their_bounds),
		cmocka_unit_test(subtrees_stay_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
