/*
 * An edition's search in parts, each of another process: whoever takes them
 * makes the files of one that has read everything.  Bytes that are cut short or
 * changed are refused or do no harm, which is for the sanitizers to see.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "search_room.h"

#define PARTS_MOST 7

struct parts {
	struct buf items[PARTS_MOST];
	size_t count;
};

static int
take(struct search *search, struct text bytes)
{
	struct unpack from = { .bytes = bytes };
	int status = search_unpack(search, &from);
	assert_int_equal(status, from.failed ? -1 : 0);
	if (status == 0 && from.at != bytes.len)
		return 1; /* there is more, which is not the search's */
	return status;
}

/* Reads the groups of one part: those whose number in `owners` it is. */
static struct search *
part_read(const struct sample *e, const unsigned *owners, unsigned part,
    unsigned workers, struct files *files)
{
	struct search *search = search_open(&e->plan, workers);
	for (size_t i = 0; i < search_group_count(&e->plan); i++)
		if (owners[i] == part)
			sample_group(e, search, i, chance(workers), files);
	return search;
}

static void
parts_make(const struct sample *e, struct parts *parts, size_t count,
    struct files *files)
{
	unsigned owners[PAGES_MOST];
	parts->count = count;
	for (size_t i = 0; i < PAGES_MOST; i++)
		owners[i] = chance((uint32_t)count);
	for (unsigned i = 0; i < count; i++) {
		struct search *search =
		    part_read(e, owners, i, 1 + chance(3), files);
		buf_init(&parts->items[i]);
		search_pack(search, &parts->items[i]);
		search_close(search);
	}
}

static void
parts_free(struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		buf_free(&parts->items[i]);
}

static void
parts_shuffle(struct parts *parts)
{
	for (size_t i = parts->count; i > 1; i--) {
		size_t other = chance((uint32_t)i);
		struct buf part = parts->items[other];
		parts->items[other] = parts->items[i - 1];
		parts->items[i - 1] = part;
	}
}

/* Parts of parts: some of them become one. */
static void
parts_merge(const struct sample *e, struct parts *parts)
{
	struct search *search = search_open(&e->plan, 1);
	struct buf merged = BUF_INIT;
	size_t from = chance((uint32_t)parts->count);
	for (size_t i = from; i < parts->count; i++)
		assert_int_equal(
		    take(search, buf_text(&parts->items[i])), 0);
	search_pack(search, &merged);
	search_close(search);
	for (size_t i = from; i < parts->count; i++)
		buf_free(&parts->items[i]);
	parts->items[from] = merged;
	parts->count = from + 1;
}

static void
parts_take(struct search *search, const struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		assert_int_equal(
		    take(search, buf_text(&parts->items[i])), 0);
}

/* ---- parts that are kept for another time ---- */

struct blocks {
	struct buf *items; /* what was read of each */
	size_t count, groups; /* of a block */
};

static void
block_groups(const struct sample *e, struct search *search,
    const struct blocks *blocks, size_t block, unsigned worker,
    struct files *files)
{
	size_t end = (block + 1) * blocks->groups;
	for (size_t i = block * blocks->groups;
	     i < end && i < search_group_count(&e->plan); i++)
		sample_group(e, search, i, worker, files);
}

static void
block_read(const struct sample *e, struct search *search,
    struct blocks *blocks, size_t block, unsigned worker, struct files *files)
{
	search_part_begin(search, block, worker);
	block_groups(e, search, blocks, block, worker, files);
	search_part_end(search, block, &blocks->items[block]);
}

static void
blocks_make(const struct sample *e, struct blocks *blocks, struct files *files)
{
	unsigned workers = 1 + chance(WORKERS_MOST);
	size_t groups = search_group_count(&e->plan);
	blocks->groups = 1 + chance(5);
	blocks->count = (groups + blocks->groups - 1) / blocks->groups;
	blocks->items =
	    ARENA_ARRAY(e->arena, struct buf, blocks->count);
	struct search *search = search_open(&e->plan, workers);
	search_parts(search, blocks->count);
	for (size_t i = 0; i < blocks->count; i++) {
		buf_init(&blocks->items[i]);
		block_read(e, search, blocks, i, chance(workers), files);
	}
	search_close(search);
}

/* What is read again is read as it was. */
static void
block_again(const struct sample *e, struct search *search,
    const struct blocks *blocks, size_t block, unsigned worker)
{
	struct files spare;
	struct buf again = BUF_INIT;
	files_init(&spare);
	search_part_begin(search, block, worker);
	block_groups(e, search, blocks, block, worker, &spare);
	search_part_end(search, block, &again);
	assert_true(text_equal(
	    buf_text(&again), buf_text(&blocks->items[block])));
	buf_free(&again);
	files_free(&spare);
}

/* Some are taken as they are; some are broken or gone, and read again. */
static void
blocks_take(const struct sample *e, struct search *search,
    const struct blocks *blocks, unsigned workers)
{
	for (size_t i = 0; i < blocks->count; i++) {
		struct unpack from = { .bytes = buf_text(&blocks->items[i]) };
		size_t whole = from.bytes.len;
		if (chance(3) == 0)
			from.bytes.len = chance((uint32_t)whole);
		int status = search_part_take(search, i, &from);
		assert_int_equal(status, from.bytes.len == whole ? 0 : -1);
		if (status != 0)
			block_again(e, search, blocks, i, chance(workers));
	}
}

static void
test_parts_are_kept(void **state)
{
	static struct sample e;
	(void)state;
	for (size_t round = 0; round < chance_rounds(100); round++) {
		struct files alone, joined;
		struct blocks blocks;
		unsigned workers = 1 + chance(WORKERS_MOST);
		sample_make(&e);
		sample_search(&e, 1, &alone);
		files_init(&joined);
		blocks_make(&e, &blocks, &joined);
		struct search *search = search_open(&e.plan, workers);
		search_parts(search, blocks.count);
		blocks_take(&e, search, &blocks, workers);
		search_put_index(search, file_keep, &joined);
		files_same(&alone, &joined);
		search_close(search);
		for (size_t i = 0; i < blocks.count; i++)
			buf_free(&blocks.items[i]);
		files_free(&joined);
		files_free(&alone);
		sample_free(&e);
	}
}

static void
test_parts_are_the_whole(void **state)
{
	static const size_t counts[] = { 1, 2, 3, PARTS_MOST };
	static struct sample e;
	(void)state;
	for (size_t round = 0; round < chance_rounds(200); round++) {
		struct files alone, joined;
		struct parts parts;
		sample_make(&e);
		sample_search(&e, 1, &alone);
		files_init(&joined);
		parts_make(&e, &parts, counts[round % 4], &joined);
		parts_shuffle(&parts);
		if (chance(2) == 0)
			parts_merge(&e, &parts);
		struct search *search =
		    search_open(&e.plan, 1 + chance(WORKERS_MOST));
		parts_take(search, &parts);
		search_put_index(search, file_keep, &joined);
		files_same(&alone, &joined);
		search_close(search);
		parts_free(&parts);
		files_free(&joined);
		files_free(&alone);
		sample_free(&e);
	}
}

/* Whoever takes a part may have read something, too. */
static void
test_part_beside_what_is_read(void **state)
{
	static struct sample e;
	(void)state;
	for (size_t round = 0; round < chance_rounds(50); round++) {
		unsigned owners[PAGES_MOST];
		struct files alone, joined;
		struct buf part = BUF_INIT, again = BUF_INIT;
		sample_make(&e);
		sample_search(&e, 1, &alone);
		files_init(&joined);
		for (size_t i = 0; i < PAGES_MOST; i++)
			owners[i] = chance(2);
		struct search *other = part_read(&e, owners, 0, 2, &joined);
		struct search *here = part_read(&e, owners, 1, 2, &joined);
		search_pack(other, &part);
		search_close(other);
		assert_int_equal(take(here, buf_text(&part)), 0);
		/* What is packed can be put, too. */
		if (chance(2) == 0)
			search_pack(here, &again);
		search_put_index(here, file_keep, &joined);
		files_same(&alone, &joined);
		search_close(here);
		buf_free(&again);
		buf_free(&part);
		files_free(&joined);
		files_free(&alone);
		sample_free(&e);
	}
}

/* ---- runs ---- */

static void
share_fill(struct search *search, size_t pages)
{
	struct search_share *s = search->workers[0].share;
	s->pages = ARENA_ARRAY(s->arena, uint32_t, pages);
	for (uint32_t page = 0; page < pages; page++) {
		uint32_t tokens[500];
		for (size_t i = 0; i < 500; i++)
			tokens[i] = TOKEN(1 + chance(0xFFFE), chance(0xFFFF));
		s->pages[s->documents++] = page;
		search->counts[page] = 1;
		postings_add(&s->texts, tokens, 500, s->documents);
		postings_add(&s->titles, tokens, 5, s->documents);
	}
}

static void
postings_same(const struct postings *a, const struct postings *b)
{
	assert_int_equal(a->run_count, b->run_count);
	for (size_t i = 0; i < a->run_count; i++) {
		const struct run *x = &a->runs[i], *y = &b->runs[i];
		size_t room = x->count * sizeof(uint32_t);
		assert_int_equal(x->count, y->count);
		assert_int_equal(x->base, y->base);
		assert_memory_equal(x->tokens, y->tokens, room);
		assert_memory_equal(x->ends, y->ends, room);
		assert_memory_equal(x->bytes, y->bytes,
		    x->ends[x->count - 1]);
		assert_memory_equal(x->ranges, y->ranges, sizeof(x->ranges));
	}
}

static void
test_runs(void **state)
{
	enum { PAGES = 1500 };
	(void)state;
	struct plan plan = { .count = PAGES };
	struct buf part = BUF_INIT;
	struct search *a = search_open(&plan, 1), *b = search_open(&plan, 1);
	share_fill(a, PAGES);
	search_pack(a, &part);
	assert_true(a->shares[0]->texts.run_count > 1);
	assert_int_equal(take(b, buf_text(&part)), 0);
	assert_int_equal(b->share_count, 2);
	assert_int_equal(b->shares[1]->documents, PAGES);
	postings_same(&a->shares[0]->texts, &b->shares[1]->texts);
	postings_same(&a->shares[0]->titles, &b->shares[1]->titles);
	search_close(b);
	search_close(a);
	buf_free(&part);
}

/* ---- what is broken ---- */

static const struct {
	const char *what;
	struct text bytes;
	int status;
} cases[] = {
#define PART(what, status, bytes) { what, TEXT_LIT(bytes), status },
/* A token that is 0x00400042, as it stands behind the highest that is none. */
#define TOKEN_1 "\xC3\x80\xFC\x01"
#define PAGES_2 "\x01\x03\x02\x00\x01" /* a share of pages 1, 1, 2 */
#define NO_RUN "\0"
	PART("nothing", 0, "\0")
	PART("a share", 0, PAGES_2 NO_RUN NO_RUN)
	PART("another share", 0, "\x02\x01\x01\0\0\x01\x02\0\0")
	PART("no byte", -1, "")
	PART("less shares", -1, "\x02\x01\x01\0\0")
	PART("more than that", 1, PAGES_2 NO_RUN NO_RUN "\0")
	PART("no first page", -1, "\x01\x01\x00\0\0")
	PART("no such page", -1, "\x01\x01\x04\0\0")
	PART("no such page later", -1, "\x01\x02\x03\x01\0\0")
	PART("far beyond", -1,
	    "\x01\x02\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\0\0")
	PART("a page of two shares", -1, "\x02\x01\x02\0\0\x01\x02\0\0")
	PART("more documents than bytes", -1, "\x01\x7F\x01\x00\x00\0\0")
	PART("a run", 0, PAGES_2 "\x01\0\x01" TOKEN_1 "\x01\x01\x01\0" NO_RUN)
	PART("a run of titles", 0,
	    PAGES_2 NO_RUN "\x01\x01\x01" TOKEN_1 "\x02\x02\x01\x01\0")
	PART("a longer gap", 0,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x02\x02\x81\0\0" NO_RUN)
	PART("two tokens", 0,
	    PAGES_2 "\x01\0\x02" TOKEN_1 "\x01\x01\x01\x02\x01\x03\0" NO_RUN)
	PART("a base beyond", -1,
	    PAGES_2 "\x01\x03\x01" TOKEN_1 "\x01\x01\x01\0" NO_RUN)
	PART("a base further beyond", -1,
	    PAGES_2 "\x01\x04\x01" TOKEN_1 "\x01\x01\x01\0" NO_RUN)
	PART("a document beyond", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x01\x01\x04\0" NO_RUN)
	PART("a document beyond, by the base", -1,
	    PAGES_2 "\x01\x02\x01" TOKEN_1 "\x01\x01\x02\0" NO_RUN)
	PART("a document beyond, the second", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x02\x02\x01\x03\0" NO_RUN)
	PART("a document beyond, of titles", -1,
	    PAGES_2 NO_RUN "\x01\0\x01" TOKEN_1 "\x01\x01\x04\0")
	PART("a document beyond, by four billions", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x05\x05\x81\x80\x80\x80\x10\0"
	    NO_RUN)
	PART("a document twice", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x02\x02\x01\0\0" NO_RUN)
	PART("no document", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x01\x01\0\0" NO_RUN)
	PART("half a document", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x01\x01\x81\0" NO_RUN)
	PART("half a document, then another token's", -1,
	    PAGES_2 "\x01\0\x02" TOKEN_1 "\x01\x01\x01\x02\x81\x01\0" NO_RUN)
	PART("a document without end", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1
	    "\x0B\x0B\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\0\0" NO_RUN)
	PART("a list without bytes", -1,
	    PAGES_2 "\x01\0\x02" TOKEN_1 "\x01\x01\0\x01\x01\0" NO_RUN)
	PART("a token twice", -1,
	    PAGES_2 "\x01\0\x02" TOKEN_1 "\x01\0\x01\x02\x01\x01\0" NO_RUN)
	PART("a token that begins with nothing", -1,
	    PAGES_2 "\x01\0\x01\0\x01\x01\x01\0" NO_RUN)
	PART("the highest token", 0,
	    PAGES_2 "\x01\0\x01\xFF\xFF\xFB\xFF\x0F\x01\x01\x01\0" NO_RUN)
	PART("a token that is none", -1,
	    PAGES_2 "\x01\0\x01\x80\x80\xFC\xFF\x0F\x01\x01\x01\0" NO_RUN)
	PART("tokens that go round", -1,
	    PAGES_2 "\x01\0\x01\x80\x80\x80\x80\x20\x01\x01\x01\0" NO_RUN)
	PART("less bytes than the ends say", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x02\x01\x01\0" NO_RUN)
	PART("more bytes than the ends say", -1,
	    PAGES_2 "\x01\0\x01" TOKEN_1 "\x01\x02\x01\x01\0" NO_RUN)
	PART("ends that go round", -1,
	    PAGES_2 "\x01\0\x03" TOKEN_1
	    "\x01\x01\xFF\xFF\xFF\xFF\x0F\x01\x01\x01\x01\0" NO_RUN)
	PART("runs that are not there", -1, PAGES_2 "\x7F" NO_RUN)
};

/* Nothing of what is refused stays. */
static void
test_cases(void **state)
{
	struct plan plan = { .count = 3 };
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct search *search = search_open(&plan, 1);
		struct text bytes = cases[i].bytes;
		char *copy = memcpy(malloc(bytes.len + 1), bytes.at,
		    bytes.len);
		int status = take(search, (struct text){ copy, bytes.len });
		if (status != cases[i].status)
			fail_msg("%s: %d", cases[i].what, status);
		for (size_t page = 0; status < 0 && page < 3; page++)
			assert_int_equal(search->counts[page], 0);
		if (status < 0)
			assert_int_equal(search->share_count, 1);
		search_close(search);
		free(copy);
	}
}

static void
file_drop(void *context, unsigned worker, const char *name, struct text bytes)
{
	(void)context;
	(void)worker;
	(void)name;
	(void)bytes;
}

/* Bytes of their own: what is beyond them is nobody's. */
static struct text
bytes_copy(struct text bytes, size_t len)
{
	return (struct text){ memcpy(malloc(len + (len == 0)), bytes.at, len),
		len };
}

/* It may be taken: then it does no harm. */
static void
changed_take(const struct sample *e, struct text whole)
{
	struct text changed = bytes_copy(whole, whole.len);
	struct search *search = search_open(&e->plan, 1);
	for (size_t i = 1 + chance(3); i > 0; i--)
		((char *)changed.at)[chance((uint32_t)whole.len)] ^=
		    (char)(1 << chance(8));
	if (take(search, changed) >= 0)
		search_put_index(search, file_drop, NULL);
	search_close(search);
	free((char *)changed.at);
}

static void
test_broken(void **state)
{
	static struct sample e;
	(void)state;
	for (size_t round = 0; round < chance_rounds(100); round++) {
		struct files alone, joined;
		struct parts parts;
		sample_make(&e);
		sample_search(&e, 1, &alone);
		files_init(&joined);
		parts_make(&e, &parts, 2, &joined);
		struct search *search = search_open(&e.plan, 2);
		struct text whole = buf_text(&parts.items[0]);
		for (int i = 0; i < 20; i++) {
			struct text cut =
			    bytes_copy(whole, chance((uint32_t)whole.len));
			assert_int_equal(take(search, cut), -1);
			free((char *)cut.at);
			changed_take(&e, whole);
		}
		parts_take(search, &parts);
		/* Again: only a part without pages. */
		for (size_t i = 0; i < parts.count; i++)
			assert_int_equal(
			    take(search, buf_text(&parts.items[i])),
			    parts.items[i].len > 1 ? -1 : 0);
		search_put_index(search, file_keep, &joined);
		files_same(&alone, &joined);
		search_close(search);
		parts_free(&parts);
		files_free(&joined);
		files_free(&alone);
		sample_free(&e);
	}
}

/* A part is missing: there are more pages than documents. */
static void
test_unread(void **state)
{
	enum { PAGES = 1 << 18 };
	(void)state;
	struct arena *arena = arena_new();
	struct view view = { .arena = arena };
	struct plan plan = { .view = &view, .count = PAGES,
		.pages = ARENA_ARRAY(arena, struct page, PAGES) };
	plan.facets[FACET_KIND].count = 1;
	for (size_t i = 0; i < PAGES; i++)
		plan.pages[i].facets[FACET_KIND] = 1;
	struct search *search = search_open(&plan, 1);
	assert_int_equal(take(search, TEXT_LIT("\x01\x01\x02\0\0")), 0);
	search_put_index(search, file_drop, NULL);
	search_close(search);
	arena_free(arena);
}

int
main(void)
{
	chance_state = chance_seed();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_are_the_whole),
		cmocka_unit_test(test_parts_are_kept),
		cmocka_unit_test(test_part_beside_what_is_read),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_unread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
