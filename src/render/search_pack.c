/*
 * How many shares there are; of each
 *   how many documents there are; of each, how many pages behind the one before
 *   its page is: 0 is the same page once more;
 *   the runs of its texts and those of its titles.
 * A run is its base and how many tokens it has; of each how much it is more
 * than the one before and how many bytes its documents take; these bytes.
 */
#include "render/search_parts.h"

/* No token begins with the unit 0; none is as high as no token. */
#define TOKEN_BEFORE TOKEN(0, 0xFFFF)
#define TOKEN_END UINT32_MAX

/* ---- putting ---- */

static void
run_pack(struct buf *out, const struct run *run)
{
	uint32_t token = TOKEN_BEFORE, end = 0;
	pack_number(out, run->base);
	pack_number(out, run->count);
	for (size_t i = 0; i < run->count; i++) {
		pack_number(out, run->tokens[i] - token);
		pack_number(out, run->ends[i] - end);
		token = run->tokens[i];
		end = run->ends[i];
	}
	pack_text(out, (struct text){ (const char *)run->bytes, end });
}

static void
postings_pack(struct buf *out, const struct postings *postings)
{
	pack_number(out, postings->run_count);
	for (size_t i = 0; i < postings->run_count; i++)
		run_pack(out, &postings->runs[i]);
}

void
search_share_pack(struct buf *out, struct search_share *share)
{
	uint32_t next = 0; /* page */
	postings_finish(&share->texts);
	postings_finish(&share->titles);
	pack_number(out, share->documents);
	for (uint32_t i = 0; i < share->documents; i++) {
		pack_number(out, share->pages[i] + 1 - next);
		next = share->pages[i] + 1;
	}
	postings_pack(out, &share->texts);
	postings_pack(out, &share->titles);
}

void
search_pack(struct search *search, struct buf *out)
{
	size_t count = 0;
	for (size_t i = 0; i < search->share_count; i++)
		count += search->shares[i]->documents > 0;
	pack_number(out, count);
	for (size_t i = 0; i < search->share_count; i++)
		if (search->shares[i]->documents > 0)
			search_share_pack(out, search->shares[i]);
}

/* ---- taking ---- */

/*
 * Is it a token's list of documents: all differences whole and more than 0, the
 * last document one of those that there are?
 */
static bool
is_list(const unsigned char *at, const unsigned char *end, uint32_t document,
    uint32_t documents)
{
	while (at < end) {
		uint64_t gap = 0;
		unsigned shift = 0;
		do {
			if (at == end || shift > 28)
				return false;
			gap |= (uint64_t)(*at & 0x7F) << shift;
			shift += 7;
		} while (*at++ >= 0x80);
		if (gap == 0 || gap > documents - document)
			return false;
		document += (uint32_t)gap;
	}
	return true;
}

static bool
are_lists(const struct run *run, uint32_t documents)
{
	uint32_t start = 0;
	for (size_t i = 0; i < run->count; i++) {
		if (!is_list(run->bytes + start, run->bytes + run->ends[i],
			run->base, documents))
			return false;
		start = run->ends[i];
	}
	return true;
}

/* Tokens and the ends of their bytes, of which there must be `end`. */
static uint32_t
tokens_unpack(struct run *run, struct arena *arena, struct unpack *from)
{
	size_t count = unpack_count(from);
	uint32_t token = TOKEN_BEFORE, end = 0;
	run->tokens = arena_take(arena, count * sizeof(*run->tokens));
	run->ends = arena_take(arena, count * sizeof(*run->ends));
	while (run->count < count && !from->failed) {
		uint64_t more = unpack_number(from);
		uint64_t length = unpack_number(from);
		if (more == 0 || more >= TOKEN_END - token || length == 0 ||
		    length > UINT32_MAX - end) {
			from->failed = true;
			return 0;
		}
		run->tokens[run->count] = token += (uint32_t)more;
		run->ends[run->count++] = end += (uint32_t)length;
	}
	return end;
}

static void
run_unpack(struct postings *postings, struct unpack *from, uint32_t documents)
{
	struct arena *arena = postings->arena;
	ARENA_ROOM(arena, postings->runs, postings->run_count,
	    postings->run_room);
	struct run *run = &postings->runs[postings->run_count++];
	run->base = (uint32_t)unpack_index(from, documents);
	uint32_t end = tokens_unpack(run, arena, from);
	struct text bytes = unpack_text(from);
	run->bytes = (const unsigned char *)bytes.at;
	if (from->failed || bytes.len != end || !are_lists(run, documents))
		from->failed = true;
	else
		run_set_ranges(run);
}

static void
postings_unpack(struct postings *postings, struct unpack *from,
    uint32_t documents)
{
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--)
		run_unpack(postings, from, documents);
}

/* The share's documents, which are counted for their pages. */
static void
documents_unpack(struct search *search, struct search_share *share,
    size_t most, struct unpack *from)
{
	size_t count = unpack_count(from), pages = search->plan->count;
	size_t next = 0; /* page */
	if (count > most)
		from->failed = true;
	if (from->failed)
		return;
	share->pages = arena_take(share->arena, count * sizeof(*share->pages));
	while (share->documents < count) {
		uint64_t more = unpack_number(from);
		/* The first page can't be one once more. */
		if (from->failed || more > pages - next || next + more == 0 ||
		    (more > 0 && search->counts[next + more - 1] > 0)) {
			from->failed = true;
			return;
		}
		next += more;
		search->counts[next - 1]++;
		share->pages[share->documents++] = (uint32_t)(next - 1);
	}
}

/* What there was of it is not counted any more. */
static void
share_forget(struct search *search, struct search_share *share)
{
	for (uint32_t i = 0; i < share->documents; i++)
		search->counts[share->pages[i]]--;
	share->documents = 0;
}

int
search_share_unpack(struct search *search, struct search_share *share,
    size_t most, struct unpack *from)
{
	documents_unpack(search, share, most, from);
	postings_unpack(&share->texts, from, share->documents);
	postings_unpack(&share->titles, from, share->documents);
	if (!from->failed)
		return 0;
	share_forget(search, share);
	return -1;
}

/* So many documents may still come. */
static size_t
documents_left(const struct search *search)
{
	size_t left = UINT32_MAX;
	for (size_t i = 0; i < search->share_count; i++)
		left -= search->shares[i]->documents;
	return left;
}

static void
share_add(struct search *search, struct unpack *from)
{
	size_t left = documents_left(search);
	struct search_share *share = search_share_new(search);
	ARENA_ROOM(search->arena, search->shares, search->share_count,
	    search->share_room);
	search->shares[search->share_count++] = share;
	search_share_unpack(search, share, left, from);
}

static void
share_drop(struct search *search)
{
	struct search_share *share = search->shares[--search->share_count];
	share_forget(search, share);
	search_share_free(share);
}

int
search_unpack(struct search *search, struct unpack *from)
{
	size_t before = search->share_count;
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--)
		share_add(search, from);
	if (!from->failed)
		return 0;
	while (search->share_count > before)
		share_drop(search);
	return -1;
}
