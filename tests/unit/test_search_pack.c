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
	struct search *search = sample_open(e, workers);
	size_t groups[PAGES_MOST], count = 0;
	for (size_t i = 0; i < search_group_count(&e->plan); i++)
		if (owners[i] == part)
			groups[count++] = i;
	sample_read(e, search, groups, count, files);
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
	struct search *search = sample_open(e, 1);
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
	search_part_end(search, block, worker);
	search_part_keep(search, block, &blocks->items[block]);
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
	struct search *search = sample_open(e, workers);
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
	search_part_end(search, block, worker);
	search_part_keep(search, block, &again);
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
		if (round == 0)
			sample_lengthen(&e);
		sample_search(&e, 1, &alone);
		files_init(&joined);
		blocks_make(&e, &blocks, &joined);
		struct search *search = sample_open(&e, workers);
		search_parts(search, blocks.count);
		blocks_take(&e, search, &blocks, workers);
		search_put_index(search, NULL, file_keep, &joined);
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
		if (round == 0)
			sample_lengthen(&e);
		sample_search(&e, 1, &alone);
		files_init(&joined);
		parts_make(&e, &parts, counts[round % 4], &joined);
		parts_shuffle(&parts);
		if (chance(2) == 0)
			parts_merge(&e, &parts);
		struct search *search =
		    sample_open(&e, 1 + chance(WORKERS_MOST));
		parts_take(search, &parts);
		search_put_index(search, NULL, file_keep, &joined);
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
		search_put_index(here, NULL, file_keep, &joined);
		files_same(&alone, &joined);
		search_close(here);
		buf_free(&again);
		buf_free(&part);
		files_free(&joined);
		files_free(&alone);
		sample_free(&e);
	}
}

/* ---- sets of files that stand ---- */

struct kept {
	struct files *files; /* where the sets' files go */
	struct set {
		struct files *files; /* where they are */
		struct digest from;
		struct text firsts;
		const char *names[PAGES_MOST];
		size_t count;
	} sets[1 << 6];
	struct set *open[WORKERS_MOST];
	struct kept *before;
	size_t taken;
};

static void
set_file_put(void *context, unsigned worker, const char *name, struct text bytes)
{
	struct kept *kept = context;
	struct set *set = kept->open[worker];
	assert_true(set->count < PAGES_MOST);
	file_keep(kept->files, worker, name, bytes);
	set->names[set->count++] = kept->files->items[worker]
	    [kept->files->counts[worker] - 1].name;
}

static bool
set_take(void *context, unsigned worker, size_t number, struct digest from,
    struct text *firsts)
{
	struct kept *kept = context;
	struct set *set = &kept->sets[number];
	kept->open[worker] = set;
	*set = (struct set){ .files = kept->files, .from = from };
	if (kept->before == NULL ||
	    !digest_equal(kept->before->sets[number].from, from))
		return false;
	*set = kept->before->sets[number];
	*firsts = set->firsts;
	for (size_t i = 0; i < set->count; i++)
		file_keep(kept->files, worker, set->names[i],
		    *file_find(set->files, set->names[i]));
	set->files = kept->files;
	__atomic_fetch_add(&kept->taken, 1, __ATOMIC_RELAXED);
	return true;
}

static void
set_keep(void *context, unsigned worker, size_t number, struct text firsts)
{
	struct kept *kept = context;
	assert_ptr_equal(kept->open[worker], &kept->sets[number]);
	kept->sets[number].firsts = arena_text(kept->files->arenas[worker], firsts);
}

/* The blocks whose pages were changed are read, all others taken. */
static void
kept_search(const struct sample *e, struct blocks *blocks, const bool *changed,
    struct kept *kept, struct kept *before, struct files *files)
{
	struct search_keeper keeper = { kept, set_take, set_file_put, set_keep };
	struct search *search = sample_open(e, 1 + chance(WORKERS_MOST));
	files_init(files);
	*kept = (struct kept){ .files = files, .before = before };
	search_parts(search, blocks->count);
	for (size_t i = 0; i < blocks->count; i++) {
		struct unpack from = { .bytes = buf_text(&blocks->items[i]) };
		if (!changed[i] && search_part_take(search, i, &from) == 0)
			continue;
		buf_clear(&blocks->items[i]);
		block_read(e, search, blocks, i, chance(search->worker_count),
		    files);
	}
	assert_int_equal(search_set_count(search),
	    ((size_t)1 << e->range_bits) + 1);
	search_put_index(search, &keeper, file_keep, files);
	search_close(search);
}

/* Only the index; texts of blocks that stand are for others to keep. */
static void
index_same(const struct files *alone, const struct files *kept)
{
	for (size_t i = 0; i < WORKERS_MOST; i++)
		for (size_t j = 0; j < alone->counts[i]; j++) {
			const struct file *file = &alone->items[i][j];
			const struct text *other = file_find(kept, file->name);
			if (strstr(file->name, "/text-") != NULL ||
			    strstr(file->name, "/page-") != NULL)
				continue;
			assert_non_null(other);
			assert_true(text_equal(file->bytes, *other));
		}
}

static void
page_put(struct sample *e, size_t page, const char *before, size_t count,
    const char *line)
{
	struct buf *html = &e->pages[page].html, new = BUF_INIT;
	const char *end = strstr(html->at, "</main>");
	buf_puts(&new, before);
	buf_put(&new, html->at + strlen("<nav>点题</nav><main>"),
	    (size_t)(end - html->at) - strlen("<nav>点题</nav><main>"));
	for (; count > 0; count--)
		buf_puts(&new, line);
	buf_puts(&new, end);
	buf_free(html);
	*html = new;
}

/*
 * One more sentence, in some of the pages; or one more document, behind a
 * block's others: only those of other blocks have other numbers then.
 */
static void
pages_change(struct sample *e, const struct blocks *blocks, bool *changed)
{
	static const char *const begins[] = { "<nav>点题</nav><main>点题",
		"<nav>点题</nav><main>罗映", "<nav>点题</nav><main>评映秋a1",
		"<nav>点题</nav><main><p>秋", "<nav>点题</nav><main>" };
	size_t pages = blocks->groups * SEARCH_GROUP;
	memset(changed, 0, PAGES_MOST * sizeof(*changed));
	for (size_t i = chance(3); i > 0; i--) {
		size_t page = chance((uint32_t)e->plan.count);
		size_t last = page / pages * pages + pages - 1;
		bool longer = chance(3) == 0 && last < e->plan.count;
		changed[page / pages] = true;
		if (longer)
			page_put(e, last, begins[4], SEARCH_LONG / 6,
			    "<p>点题</p>");
		else
			page_put(e, page, begins[chance(5)], 0, "");
	}
}

static void
sets_survive(struct sample *e, size_t *taken, size_t *made)
{
	enum { BUILDS = 4 };
	static struct kept kept[BUILDS];
	struct files files[BUILDS], alone;
	struct blocks blocks;
	bool changed[PAGES_MOST] = { false };
	files_init(&alone);
	blocks_make(e, &blocks, &alone);
	files_free(&alone);
	for (size_t i = 0; i < BUILDS; i++) {
		if (i > 0)
			pages_change(e, &blocks, changed);
		kept_search(e, &blocks, changed, &kept[i],
		    i == 0 ? NULL : &kept[i - 1], &files[i]);
		sample_search(e, 1, &alone);
		index_same(&alone, &files[i]);
		files_free(&alone);
		*taken += kept[i].taken;
		*made += ((size_t)1 << e->range_bits) + 1 - kept[i].taken;
	}
	for (size_t i = 0; i < BUILDS; i++)
		files_free(&files[i]);
	for (size_t i = 0; i < blocks.count; i++)
		buf_free(&blocks.items[i]);
}

static void
test_sets_stand(void **state)
{
	static struct sample e;
	size_t taken = 0, made = 0;
	(void)state;
	for (size_t round = 0; round < chance_rounds(100); round++) {
		sample_make(&e);
		sets_survive(&e, &taken, &made);
		sample_free(&e);
	}
	assert_true(taken > made / 4 && made > 0);
}

/* ---- what is broken ---- */

static const struct {
	const char *what;
	struct text bytes;
	int status;
} cases[] = {
#define PART(what, status, bytes) { what, TEXT_LIT(bytes), status },
#define PAGES_2 "\x01\x03\x02\x00\x01" /* a part of pages 1, 1, 2 */
#define PAGES_9 "\x01\x09\x02\0\0\0\0\0\0\0\0" /* a part of page 1 */
#define NO_LIST "\x02\0\0\0\0"
/* Lists of tokens, of names, all of them. */
#define LISTS(tokens, names, all, bytes) "\x02" tokens names all bytes "\0"
#define TOKENS(len, bytes) PAGES_2 LISTS(len, "\0", len, bytes)
#define NINE(len, bytes) PAGES_9 LISTS(len, "\0", len, bytes)
	PART("nothing", 0, "\0")
	PART("a part", 0, PAGES_2 NO_LIST)
	PART("another part", 0, "\x02\x01\x01" NO_LIST "\x01\x02" NO_LIST)
	PART("no byte", -1, "")
	PART("less parts", -1, "\x02\x01\x01" NO_LIST)
	PART("more than that", 1, PAGES_2 NO_LIST "\0")
	PART("no first page", -1, "\x01\x01\x00" NO_LIST)
	PART("no such page", -1, "\x01\x01\x04" NO_LIST)
	PART("no such page later", -1, "\x01\x02\x03\x01" NO_LIST)
	PART("far beyond", -1,
	    "\x01\x02\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01" NO_LIST)
	PART("a page of two parts", -1,
	    "\x02\x01\x02" NO_LIST "\x01\x02" NO_LIST)
	PART("more documents than bytes", -1, "\x01\x7F\x01\x00\x00\0\0")
	PART("more ranges", -1, PAGES_2 "\x03\0\0\0\0\0")
	PART("less ranges", -1, PAGES_2 "\x01\0\0\0")
	PART("no strip", -1, PAGES_2)
	PART("a list", 0, TOKENS("\x03", "\x05\x02\x01"))
	PART("in a title", 0, TOKENS("\x05", "\x05\x03\x03\x02\x02"))
	PART("in a title that is not there", -1,
	    TOKENS("\x03", "\x05\x03\x03"))
	PART("in a title without bytes", -1,
	    TOKENS("\x04", "\x05\x03\x03\0"))
	PART("in a title beyond", -1,
	    TOKENS("\x05", "\x05\x03\x03\x02\x08"))
	PART("titles of titles", -1,
	    TOKENS("\x07", "\x05\x03\x03\x03\x01\x02\x01"))
	PART("a longer number", 0, TOKENS("\x04", "\x85\0\x02\x01"))
	PART("of the last document", 0, TOKENS("\x03", "\x05\x02\x04"))
	PART("of one beyond", -1, TOKENS("\x03", "\x05\x02\x08"))
	PART("of two", 0, TOKENS("\x03", "\x05\x02\x05"))
	PART("of more bytes than documents need", -1,
	    TOKENS("\x04", "\x05\x04\x01\x02"))
	PART("a token without end", -1,
	    TOKENS("\x0B", "\x82\x80\x80\x80\x80\x80\x80\x80\x80\0\x02"))
	PART("a token of more than 32 bits", -1,
	    TOKENS("\x07", "\x82\x80\x80\x80\x10\x02\x01"))
	PART("a list without bytes", -1, TOKENS("\x02", "\x05\0"))
	PART("less bytes than a list says", -1, TOKENS("\x02", "\x05\x02"))
	PART("half a token", -1, TOKENS("\x01", "\x85"))
	PART("half a list", -1, TOKENS("\x01", "\x05"))
	PART("two tokens", 0, TOKENS("\x06", "\x05\x02\x02\0\x02\x02"))
	PART("the highest token", 0,
	    TOKENS("\x07", "\xFF\xFF\xFF\xFF\x0F\x02\x02"))
	PART("one behind it", -1,
	    TOKENS("\x0A", "\xFF\xFF\xFF\xFF\x0F\x02\x02\0\x02\x02"))
	PART("one above it", -1,
	    TOKENS("\x07", "\x80\x80\x80\x80\x10\x02\x02"))
	PART("one of nine", 0, NINE("\x03", "\x05\x02\x08"))
	PART("three of nine in as many bytes", -1,
	    NINE("\x05", "\x05\x06\x01\x02\x03"))
	PART("a tenth of nine", -1, NINE("\x03", "\x05\x02\x09"))
	PART("all of nine", 0, NINE("\x04", "\x05\x04\xFF\x01"))
	PART("all of nine and a tenth", -1,
	    NINE("\x04", "\x05\x04\xFF\x03"))
	PART("the title of a tenth", -1,
	    NINE("\x05", "\x05\x03\x08\x02\x09"))
	PART("a name", 0,
	    PAGES_2 LISTS("\0", "\x03", "\x03", "\0\x02\x02"))
	PART("a name that there is none", -1,
	    PAGES_2 LISTS("\0", "\x03", "\x03", "\x01\x02\x02"))
	PART("a name beyond the documents", -1,
	    PAGES_2 LISTS("\0", "\x03", "\x03", "\0\x02\x08"))
	PART("less bytes than the ends say", -1,
	    PAGES_2 LISTS("\x04", "\0", "\x03", "\x05\x02\x02"))
	PART("more bytes than the ends say", -1,
	    PAGES_2 LISTS("\x03", "\0", "\x06", "\x05\x02\x02\0\x02\x02"))
	PART("ends that go round", -1,
	    PAGES_2 LISTS("\xFF\xFF\xFF\xFF\x0F", "\x04", "\x03",
		"\x05\x02\x02"))
	PART("ends that are not there", -1, PAGES_2 "\x02")
};

/* Nothing of what is refused stays. */
static void
test_cases(void **state)
{
	struct view_person person = { .name = "罗映秋" };
	struct site site = { .title = "" };
	struct view view = { .site = &site,
		.people = (struct view_person *[]){ &person },
		.person_count = 1 };
	struct plan plan = { .view = &view, .count = 3 };
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
			assert_int_equal(search->part_count, 0);
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
	struct search *search = sample_open(e, 1);
	for (size_t i = 1 + chance(3); i > 0; i--)
		((char *)changed.at)[chance((uint32_t)whole.len)] ^=
		    (char)(1 << chance(8));
	if (take(search, changed) >= 0)
		search_put_index(search, NULL, file_drop, NULL);
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
		struct search *search = sample_open(&e, 2);
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
		search_put_index(search, NULL, file_keep, &joined);
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
	struct site site = { .title = "" };
	struct view view = { .arena = arena, .site = &site };
	struct plan plan = { .view = &view, .count = PAGES,
		.pages = ARENA_ARRAY(arena, struct page, PAGES) };
	plan.facets[FACET_KIND].count = 1;
	for (size_t i = 0; i < PAGES; i++)
		plan.pages[i].facets[FACET_KIND] = 1;
	struct search *search = search_open(&plan, 1);
	search->range_bits = 0;
	assert_int_equal(take(search, TEXT_LIT("\x01\x01\x02" NO_LIST)), 0);
	search_put_index(search, NULL, file_drop, NULL);
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
		cmocka_unit_test(test_sets_stand),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_unread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
