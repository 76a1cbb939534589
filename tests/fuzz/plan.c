/*
 * Plans of builds in shards: what is one is written again as the same bytes, and
 * no path of it leads out of content/.
 */
#include "cmd/shard_plan.h"
#include "fuzz.h"

static void
check_paths(const struct shard_plan *plan)
{
	for (size_t i = 0; i < plan->files.count; i++) {
		const struct os_found *found = &plan->files.items[i];
		FUZZ_ASSERT(*found->path != '/' && *found->path != '.');
		FUZZ_ASSERT(strstr(found->path, "/.") == NULL);
		FUZZ_ASSERT(plan->shard_of[i] <= plan->shards);
		FUZZ_ASSERT((plan->shard_of[i] != 0) == file_is_record(found));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct shard_plan plan = { .path = "plan", .folder = "." };
	struct text version, text = { (const char *)data, size };
	size_t line;
	if (shard_plan_read(&plan, arena, text, &version, &line) ==
	    SHARD_PLAN_GOOD) {
		struct buf out = BUF_INIT;
		shard_plan_put(&out, &plan);
		FUZZ_ASSERT(text_equal(buf_text(&out), text));
		check_paths(&plan);
		buf_free(&out);
	}
	arena_free(arena);
	return 0;
}
