/*
 * make-bag FOLDER FILE NAME DAY [LABEL VALUE]…: packs a bag as `seal` does, and
 * prints its SHA-256.
 */
#include <stdio.h>
#include "publish/bag.h"

#define FACTS_MOST 16

int
main(int argc, char **argv)
{
	struct bag_fact facts[FACTS_MOST];
	size_t count = 0;
	struct digest digest;
	struct os_error error;
	char hex[65];
	if (argc < 5) {
		fputs("usage: make-bag FOLDER FILE NAME DAY [LABEL VALUE]…\n",
		    stderr);
		return 2;
	}
	for (int i = 5; i + 1 < argc && count < FACTS_MOST; i += 2)
		facts[count++] = (struct bag_fact){ argv[i], argv[i + 1] };
	struct arena *arena = arena_new();
	int status = bag_pack(arena, argv[1], argv[2], argv[3], argv[4], facts,
	    count, &digest, &error);
	if (status != 0)
		fprintf(stderr, "make-bag: %s\n", error.message);
	arena_free(arena);
	if (status != 0)
		return 3;
	digest_hex(digest, hex);
	puts(hex);
	return 0;
}
