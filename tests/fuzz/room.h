/*
 * The small sound site of tests/unit/site_room.h, in memory: nothing of it lies
 * on the disk but an empty folder, which goes with the process.
 */
#ifndef TONGBAO_TESTS_FUZZ_ROOM_H
#define TONGBAO_TESTS_FUZZ_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "../unit/site_room.h"
#include "fuzz.h"

struct room {
	struct arena *arena, *scratch;
	struct sources sources;
	struct diags diags;
	struct corpus corpus;
	struct table overlay;
	struct os_list added;
	const struct shards_reading *shards; /* or NULL */
	struct loading loading;
};

static char room_folder[64];

static inline void
room_folder_remove(void)
{
	struct os_error error;
	os_remove_tree(room_folder, &error);
}

static inline const char *
room_root(void)
{
	const char *place = getenv("TMPDIR");
	if (*room_folder != '\0')
		return room_folder;
	snprintf(room_folder, sizeof(room_folder), "%s/tongbao-fuzz.XXXXXX",
	    place == NULL ? "/tmp" : place);
	char content[80];
	FUZZ_ASSERT(mkdtemp(room_folder) != NULL);
	snprintf(content, sizeof(content), "%s/content", room_folder);
	FUZZ_ASSERT(mkdir(content, 0777) == 0);
	atexit(room_folder_remove);
	return room_folder;
}

/* A file of the site, in the place of one of that name. */
static inline void
room_put(struct room *room, struct text path, struct text text)
{
	char *shown = arena_printf(room->arena, "content/%.*s",
	    TEXT_ARG(path));
	struct text *held = table_get(&room->overlay, text_of(shown));
	if (held != NULL) {
		*held = text;
		return;
	}
	held = ARENA_NEW(room->arena, struct text);
	*held = text;
	table_add(&room->overlay, text_of(shown), held);
	ARENA_ROOM(room->arena, room->added.items, room->added.count,
	    room->added.capacity);
	room->added.items[room->added.count++] = (struct os_found){
		shown + strlen("content/"), OS_FILE };
}

static inline void
room_open(struct room *room)
{
	memset(room, 0, sizeof(*room));
	room->arena = arena_new();
	room->scratch = arena_new();
	sources_init(&room->sources, room->arena);
	diags_init(&room->diags, room->arena);
	table_init(&room->overlay, room->arena);
	for (size_t i = 0; i < SITE_ROOM_BASE; i++)
		room_put(room, text_of(site_room_base[i].path),
		    text_of(site_room_base[i].text));
}

/* 0 when the settings could be understood. */
static inline int
room_load(struct room *room)
{
	room->loading = (struct loading){ .corpus = &room->corpus,
		.sources = &room->sources,
		.diags = &room->diags,
		.jobs = 1,
		.arenas = &room->arena,
		.scratch = &room->scratch,
		.overlay = &room->overlay,
		.added = &room->added,
		.shards = room->shards };
	return corpus_load(&room->loading, room_root());
}

/* Rules, labels, names, links. */
static inline void
room_check(struct room *room)
{
	struct checking checking;
	struct arena *arena = room->arena;
	struct diags *diags = &room->diags;
	struct corpus *corpus = &room->corpus;
	checking_init(&checking, arena, corpus, SITE_ROOM_DAY, diags);
	checking.sources = &room->sources;
	struct policy *policy = policy_make(arena, corpus, diags);
	if (policy == NULL)
		return;
	for (size_t i = 0; i < corpus->record_count; i++) {
		policy_label(policy, arena, corpus->records[i], diags);
		check_record(&checking, corpus->records[i], diags);
	}
	for (size_t i = 0; i < check_wholes(); i++)
		check_whole(&checking, i, diags);
	struct links links = { corpus,
		site_sights(arena, corpus, policy, SITE_ROOM_DAY, diags),
		markdown_parse };
	struct names *names = names_make(arena, corpus, links.sights, diags);
	for (size_t i = 0; i < corpus->record_count; i++) {
		names_check(names, corpus->records[i], arena, diags);
		links_check(&links, corpus->records[i], arena, diags);
	}
}

static inline void
room_close(struct room *room)
{
	arena_free(room->scratch);
	arena_free(room->arena);
}

/* The untouched site, loaded once, for good. */
static inline const struct corpus *
room_corpus(void)
{
	static struct room room;
	if (room.arena == NULL) {
		room_open(&room);
		FUZZ_ASSERT(room_load(&room) == 0 && room.diags.count == 0);
	}
	return &room.corpus;
}

#endif
