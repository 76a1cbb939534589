/*
 * The pictures among the records.  Those that a release lists are read, as
 * whoever sees one sees it by a release.
 */
#include "read/load.h"

#include "base/lang.h"

void
files_list(struct corpus *corpus, const struct os_list *found)
{
	struct arena *arena = corpus->arena;
	size_t capacity = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (found->items[i].type != OS_FILE ||
		    !picture_is_named(text_of(found->items[i].path)))
			continue;
		struct corpus_file *file = ARENA_NEW(arena, struct corpus_file);
		file->path = arena_string(arena, found->items[i].path);
		ARENA_ROOM(
		    arena, corpus->files, corpus->file_count, capacity);
		corpus->files[corpus->file_count++] = file;
		table_add(&corpus->file_paths, text_of(file->path), file);
	}
}

/* What is no picture is told where it is listed. */
static void
file_read(const struct loading *loading, const char *root,
    struct corpus_file *file)
{
	struct arena *arena = arena_new();
	struct os_error error;
	struct text bytes;
	file->listed = true;
	int status = os_read_most(arena,
	    arena_printf(arena, "%s/content/%s", root, file->path),
	    PICTURE_BYTES_MOST, &bytes, &error);
	if (status == 0) {
		file->digest = digest_of(bytes);
		file->fault = picture_read(&file->picture,
		    loading->corpus->arena, bytes);
	} else {
		file->fault = status > 0 ? N_("it is larger than 16 MiB")
					 : N_("it can't be read");
	}
	arena_free(arena);
}

/* The file that the next item of a release lists; NULL: no more of them. */
struct listing {
	size_t record, item;
};

static struct corpus_file *
listed_next(const struct corpus *corpus, struct listing *at)
{
	for (; at->record < corpus->record_count; at->record++, at->item = 0) {
		const struct record *record = corpus->records[at->record];
		const struct value *list = record_is(record, "release")
		    ? record_get(record, "files") : NULL;
		while (at->item < value_count(list)) {
			struct corpus_file *file = corpus_file(corpus,
			    value_as_text(value_get(
				value_item(list, at->item++), "file")));
			if (file != NULL)
				return file;
		}
	}
	return NULL;
}

void
files_read(const struct loading *loading, const char *root)
{
	const struct corpus *corpus = loading->corpus;
	struct listing at = { 0 };
	struct corpus_file *file;
	while ((file = listed_next(corpus, &at)) != NULL)
		if (!file->listed)
			file_read(loading, root, file);
}

bool
files_are_read(const struct corpus *corpus)
{
	struct listing at = { 0 };
	const struct corpus_file *file;
	while ((file = listed_next(corpus, &at)) != NULL)
		if (!file->listed)
			return false;
	return true;
}
