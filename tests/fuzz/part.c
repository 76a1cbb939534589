/*
 * The part of a build in shards: of one record of the small site, the first byte
 * says which, what a shard has read is spoilt; the site is read from the parts
 * and checked.  Such bytes are refused with a fault, or are a record as good as
 * any.  Beside the sound records stand some with what a part may hold besides:
 * faults with mends, with second places; text that was not UTF-8; no record.
 */
#include "base/pack.h"
#include "read/part.h"
#include "room.h"
#include "spoil.h"

/* What was read of each file, as the program hands it on; for good. */
static struct {
	struct os_list files;
	struct text *parts; /* parallel; nothing of what is no record */
	size_t *records;    /* which files are records */
	size_t record_count;
} good;

static const struct {
	const char *path, *text;
} unsound[] = {
	{ "2010-q3/report/houqin.md",
	    "---\n"
	    "kind：report\n"
	    "subject: houqin\n"
	    "period: 2010-q3\n"
	    "date: 2010年9月18号\n"
	    "dates: 2010-09-18\n"
	    "date: 2010-09-18\n"
	    "---\n## 承诺 {#no}\n一项。\n\n## 承诺 {#no}\n" },
	{ "2010-q3/report/han.md",
	    "---\nkind: report\nsubject: han\nperiod: 2010-q3\n"
	    "date: 2010-09-18\n---\n\xD2\xBB\xCF\xEE\xA1\xA3\n" },
	{ "2010-q3/report/lu.md", "---\nkind: [report\n" },
};
#define UNSOUND (sizeof(unsound) / sizeof(*unsound))

static void
site_open_both(struct room *room)
{
	room_open(room);
	for (size_t i = 0; i < UNSOUND; i++)
		room_put(room, text_of(unsound[i].path),
		    text_of(unsound[i].text));
}

static int
found_compare(const void *a, const void *b)
{
	return strcmp(((const struct os_found *)a)->path,
	    ((const struct os_found *)b)->path);
}

static void
good_make(void)
{
	static struct room room;
	struct shards_writing out = { BUF_INIT, 0 };
	site_open_both(&room);
	good.files = room.added;
	qsort(good.files.items, good.files.count, sizeof(*good.files.items),
	    found_compare);
	bool *mine = ARENA_ARRAY(room.arena, bool, good.files.count);
	memset(mine, 1, good.files.count);
	const struct shards_reading shards = { .files = &good.files,
		.mine = mine,
		.out = &out };
	room.shards = &shards;
	FUZZ_ASSERT(room_load(&room) == 0 && room.diags.count > UNSOUND);
	struct unpack from = { .bytes = arena_text(room.arena,
				   buf_text(&out.bytes)) };
	good.parts = ARENA_ARRAY(room.arena, struct text, good.files.count);
	good.records = ARENA_ARRAY(room.arena, size_t, good.files.count);
	while (good.record_count < out.count) {
		size_t file = unpack_index(&from, good.files.count);
		good.records[good.record_count++] = file;
		good.parts[file] = unpack_text(&from);
	}
	FUZZ_ASSERT(!unpack_failed(&from) && good.record_count > 3);
	buf_free(&out.bytes);
}

static bool
is_taken(struct text part)
{
	static const struct corpus *corpus;
	struct fuzz fuzz;
	struct unpack from = { .bytes = part };
	if (corpus == NULL)
		corpus = room_corpus();
	fuzz_open(&fuzz, NULL, 0);
	part_read(&from, corpus, "id", source_at(&fuzz.sources, fuzz.source),
	    fuzz.source, false, fuzz.arena, &fuzz.diags);
	bool taken = !unpack_failed(&from);
	if (taken)
		fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	fuzz_close(&fuzz);
	return taken;
}

static void
site_read(const struct text *parts)
{
	struct room room;
	struct shards_reading shards = { .files = &good.files, .parts = parts };
	site_open_both(&room);
	room.shards = &shards;
	FUZZ_ASSERT(room_load(&room) == 0);
	room_check(&room);
	fuzz_check_diags(&room.diags, &room.sources);
	room_close(&room);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (good.files.count == 0)
		good_make();
	if (size == 0)
		return 0;
	struct text parts[SITE_ROOM_FILES];
	FUZZ_ASSERT(good.files.count <= SITE_ROOM_FILES);
	memcpy(parts, good.parts, good.files.count * sizeof(*parts));
	size_t file = good.records[data[0] % good.record_count];
	parts[file] = spoil_make(parts[file], data + 1, size - 1);
	/* Most are refused, which always goes the same way from there. */
	if (is_taken(parts[file]) || size % 16 == 0)
		site_read(parts);
	free((char *)parts[file].at);
	return 0;
}
