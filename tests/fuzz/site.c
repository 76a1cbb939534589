/*
 * A site of which some files are others: `== PATH` begins one, below content/.
 * It is read and checked as commands do, filters aside.  Faults lie in their
 * sources; mends can be made, each by itself.
 */
#include "room.h"

/* The file that begins with the line at the start of *rest. */
static bool
file_next(struct text *rest, struct text *path, struct text *text)
{
	static const char mark[] = "== ";
	struct text all = *rest;
	if (!text_starts(all, mark) ||
	    !text_split(text_from(all, strlen(mark)), '\n', path, &all))
		return false;
	const char *at = memmem(all.at, all.len, "\n== ", 4);
	size_t end = at == NULL ? all.len : (size_t)(at - all.at) + 1;
	*text = text_cut(all, 0, end);
	*rest = text_from(all, end);
	return true;
}

/* As content_walk() finds them. */
static bool
is_path(struct text path)
{
	if (path.len == 0 || path.len > 100 || path.at[0] == '.' ||
	    path.at[0] == '/' || memchr(path.at, '\0', path.len) != NULL)
		return false;
	return memmem(path.at, path.len, "//", 2) == NULL &&
	    memmem(path.at, path.len, "/.", 2) == NULL &&
	    path.at[path.len - 1] != '/';
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct room room;
	struct text path, text, rest = { (const char *)data, size };
	room_open(&room);
	while (file_next(&rest, &path, &text))
		if (is_path(path))
			room_put(&room, path, text);
	int status = room_load(&room);
	FUZZ_ASSERT(status == 0 || diag_worst(&room.diags) == DIAG_ERROR);
	if (status == 0)
		room_check(&room);
	fuzz_check_diags(&room.diags, &room.sources);
	room_close(&room);
	return 0;
}
