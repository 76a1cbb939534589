/*
 * How many parts there are; of each
 *   how many documents there are; of each, how many pages behind the one before
 *   its page is: 0 is the same page once more;
 *   of each strip of documents
 *     how many ranges there are, of each how many bytes of lists; these bytes.
 * Of one that is kept: the digests of its ranges' bytes, then the same.
 */
#include "render/search_parts.h"

/* ---- putting ---- */

static void
documents_pack(struct buf *out, const struct search_part *part)
{
	uint32_t next = 0; /* page */
	pack_number(out, part->documents);
	for (uint32_t i = 0; i < part->documents; i++) {
		pack_number(out, part->pages[i] + 1 - next);
		next = part->pages[i] + 1;
	}
}

static void
strip_pack(struct buf *out, const struct search *search,
    const struct search_strip *strip)
{
	size_t count = search_ranges(search) + 1;
	pack_number(out, count);
	for (size_t i = 0; i < count; i++)
		pack_number(out, search_lists(strip, i).len);
	pack_text(out, (struct text){ strip->lists, strip->ends[count - 1] });
}

static void
part_pack(struct buf *out, const struct search *search,
    const struct search_part *part)
{
	documents_pack(out, part);
	for (size_t i = 0; i < part->strip_count; i++)
		strip_pack(out, search, &part->strips[i]);
}

void
search_pack(struct search *search, struct buf *out)
{
	size_t count = 0;
	for (size_t i = 0; i < search->part_count; i++)
		count += search->parts[i]->documents > 0;
	pack_number(out, count);
	for (size_t i = 0; i < search->part_count; i++)
		if (search->parts[i]->documents > 0)
			part_pack(out, search, search->parts[i]);
}

/* ---- taking ---- */

/* The part's documents, which are counted for their pages. */
static void
documents_unpack(struct search *search, struct search_part *part, size_t most,
    struct unpack *from)
{
	size_t count = unpack_count(from), pages = search->plan->count;
	size_t next = 0; /* page */
	if (count > most)
		from->failed = true;
	if (from->failed)
		return;
	part->pages = arena_take(part->arena, count * sizeof(*part->pages));
	while (part->documents < count) {
		uint64_t more = unpack_number(from);
		/* The first page can't be one once more. */
		if (from->failed || more > pages - next || next + more == 0 ||
		    (more > 0 && search->counts[next + more - 1] > 0)) {
			from->failed = true;
			return;
		}
		next += more;
		search->counts[next - 1]++;
		part->pages[part->documents++] = (uint32_t)(next - 1);
	}
}

static void
strip_unpack(const struct search *search, struct search_part *part,
    struct unpack *from)
{
	size_t count = search_ranges(search) + 1;
	struct search_strip *strip = search_strip_new(part);
	uint64_t end = 0;
	strip->ends = ARENA_ARRAY(part->arena, uint32_t, count);
	if (unpack_number(from) != count)
		from->failed = true;
	for (size_t i = 0; i < count && !from->failed; i++) {
		uint64_t more = unpack_number(from);
		from->failed |= more > UINT32_MAX - end;
		end += more;
		strip->ends[i] = (uint32_t)end;
	}
	struct text lists = unpack_text(from);
	strip->lists = lists.at;
	from->failed |= lists.len != end;
}

static void
strips_unpack(const struct search *search, struct search_part *part,
    struct unpack *from)
{
	while (!from->failed && part->strip_count * STRIP < part->documents)
		strip_unpack(search, part, from);
}

/* What there was of it is not counted any more. */
static void
part_forget(struct search *search, struct search_part *part)
{
	for (uint32_t i = 0; i < part->documents; i++)
		search->counts[part->pages[i]]--;
	part->documents = 0;
	part->strip_count = 0;
}

static bool
strip_is_sound(const struct search *search, const struct search_strip *strip)
{
	size_t ranges = search_ranges(search);
	for (size_t i = 0; i < ranges; i++)
		if (!lists_are_sound(search_lists(strip, i),
			search_range_start(search, i),
			search_range_start(search, i + 1), strip->documents))
			return false;
	return lists_are_sound(search_lists(strip, ranges), 0,
	    search_names_count(search->naming), strip->documents);
}

static bool
part_is_sound(const struct search *search, const struct search_part *part)
{
	for (size_t i = 0; i < part->strip_count; i++)
		if (!strip_is_sound(search, &part->strips[i]))
			return false;
	return true;
}

/* So many documents may still come: numbers of them and behind them are 32 bits. */
static size_t
documents_left(const struct search *search)
{
	size_t left = UINT32_MAX / 2;
	for (size_t i = 0; i < search->part_count; i++)
		left -= search->parts[i]->documents;
	return left;
}

/* What is not taken as a whole is as if it had not come. */
static void
part_add(struct search *search, struct unpack *from)
{
	size_t left = documents_left(search);
	struct search_part *part = search_part_new(search);
	documents_unpack(search, part, left, from);
	strips_unpack(search, part, from);
	from->failed = from->failed || !part_is_sound(search, part);
}

int
search_unpack(struct search *search, struct unpack *from)
{
	size_t before = search->part_count;
	for (size_t i = unpack_count(from); i > 0 && !from->failed; i--)
		part_add(search, from);
	if (!from->failed)
		return 0;
	while (search->part_count > before) {
		struct search_part *part = search->parts[--search->part_count];
		part_forget(search, part);
		search_part_free(part);
	}
	return -1;
}

/* ---- one that is kept ---- */

static struct digest
range_digest(const struct search_part *part, size_t range)
{
	if (part->strip_count == 1)
		return digest_of(search_lists(&part->strips[0], range));
	struct buf all = BUF_INIT;
	for (size_t i = 0; i < part->strip_count; i++)
		pack_text(&all, search_lists(&part->strips[i], range));
	struct digest digest = digest_of(buf_text(&all));
	buf_free(&all);
	return digest;
}

void
search_part_keep(struct search *search, size_t number, struct buf *out)
{
	struct search_part *part = search->parts[number];
	size_t count = search_ranges(search) + 1;
	struct digest *digests =
	    ARENA_ARRAY(part->arena, struct digest, count);
	for (size_t i = 0; i < count; i++) {
		digests[i] = range_digest(part, i);
		pack_digest(out, digests[i]);
	}
	part->digests = digests;
	part_pack(out, search, part);
}

static void
digests_unpack(const struct search *search, struct search_part *part,
    struct unpack *from)
{
	size_t count = search_ranges(search) + 1;
	struct digest *digests =
	    ARENA_ARRAY(part->arena, struct digest, count);
	for (size_t i = 0; i < count; i++)
		digests[i] = unpack_digest(from);
	part->digests = digests;
}

int
search_part_take(struct search *search, size_t number, struct unpack *from)
{
	struct search_part *part = search->parts[number];
	digests_unpack(search, part, from);
	documents_unpack(search, part, UINT32_MAX / 2, from);
	strips_unpack(search, part, from);
	if (!from->failed)
		return 0;
	part_forget(search, part);
	arena_reset(part->arena);
	*part = (struct search_part){ .arena = part->arena };
	return -1;
}
