/*
 * Pictures: of a file that is read the bytes that are kept can be read again,
 * and stay the same; nothing of what stood beside the dots is in them.
 */
#include "base/picture.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct picture picture, again;
	struct text file = { (const char *)data, size };
	if (picture_read(&picture, arena, file) == NULL) {
		FUZZ_ASSERT(picture.width > 0 && picture.height > 0);
		FUZZ_ASSERT(picture.turn >= 1 && picture.turn <= 8);
		FUZZ_ASSERT(picture_read(&again, arena, picture.bytes) ==
		    NULL);
		FUZZ_ASSERT(text_equal(again.bytes, picture.bytes));
		FUZZ_ASSERT(again.width == picture.width &&
		    again.height == picture.height &&
		    again.turn == picture.turn && again.kind == picture.kind);
		FUZZ_ASSERT(digest_equal(again.digest, picture.digest));
	}
	arena_free(arena);
	return 0;
}
