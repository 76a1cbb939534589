#include "render/search_parts.h"

#include <stdlib.h>
#include "base/han.h"
#include "base/pool.h"
#include "base/utf8.h"

/* Nobody types more letters to find somebody. */
#define INITIALS_MOST 7

struct name {
	const char *initials;
	struct text text;
	const char *letters; /* the documents; NULL: in none */
};

struct naming {
	struct search *search;
	struct name *items;
	size_t count;
};

static char
initial_of(unsigned sound)
{
	int tone;
	return han_syllable(sound, &tone)[0];
}

/*
 * lyq 罗映秋; without initials: some character has no reading, or there is only
 * one.
 */
static struct name
name_read(struct arena *arena, struct text text)
{
	char initials[INITIALS_MOST + 1];
	struct buf squeezed = BUF_INIT; /* 王　芳 is 王芳 */
	unsigned sounds[2] = { 0 };
	size_t surname = han_surname(text, sounds), count = 0;
	bool known = true;
	uint32_t code;
	for (size_t at = 0; known && (code = han_next(text, &at)) != 0;) {
		buf_put_utf8(&squeezed, code);
		if (utf8_is_cjk_punctuation(code))
			continue; /* 买买提·艾力 */
		unsigned sound = count < surname ? sounds[count]
						 : han_sound(code);
		known = sound != 0 && count < INITIALS_MOST;
		if (known)
			initials[count++] = initial_of(sound);
	}
	struct name name = { .text =
		arena_text(arena, buf_text(&squeezed)) };
	if (known && count > 1)
		name.initials = arena_copy(arena, initials, count);
	buf_free(&squeezed);
	return name;
}

static int
name_order(const void *pa, const void *pb)
{
	const struct name *a = pa, *b = pb;
	int c = strcmp(a->initials, b->initials);
	return c != 0 ? c : text_compare(a->text, b->text);
}

/* By initials. */
struct naming *
search_names_collect(struct search *search)
{
	const struct view *view = search->plan->view;
	struct arena *arena = search->arena;
	struct naming *n = ARENA_NEW(arena, struct naming);
	size_t kept = 0;
	n->search = search;
	n->items = ARENA_ARRAY(arena, struct name, view->person_count);
	for (size_t i = 0; i < view->person_count; i++) {
		const char *name = view->people[i]->name;
		if (name == NULL)
			continue;
		n->items[n->count] = name_read(arena, text_of(name));
		n->count += n->items[n->count].initials != NULL;
	}
	if (n->count > 1)
		qsort(n->items, n->count, sizeof(*n->items), name_order);
	for (size_t i = 0; i < n->count; i++)
		if (kept == 0 ||
		    name_order(&n->items[kept - 1], &n->items[i]) != 0)
			n->items[kept++] = n->items[i];
	n->count = kept;
	return n;
}

/* ---- where they stand ---- */

#define PAIRS_MOST 32

static size_t
pairs_of(struct text name, uint32_t pairs[PAIRS_MOST])
{
	uint16_t units[2], previous = 0;
	size_t count = 0;
	for (size_t at = 0; at < name.len;) {
		size_t more = search_units(name, &at, units);
		for (size_t i = 0; i < more && count < PAIRS_MOST; i++) {
			if (previous != 0)
				pairs[count++] =
				    TOKEN(previous, units[i]);
			previous = units[i];
		}
	}
	return count;
}

/* The worker's set, which is emptied, as a list. */
static uint32_t *
list_take(struct search_worker *w, size_t *count)
{
	uint32_t *list = ARENA_ARRAY(w->scratch, uint32_t,
	    documents_count(&w->set));
	uint32_t from = 0, document;
	*count = 0;
	while (documents_next(&w->set, &from, &document))
		list[(*count)++] = document;
	documents_clear(&w->set);
	return list;
}

/*
 * The documents that have each pair of the name; that they have it as a whole
 * is for whoever shows them to make sure.
 */
static void
name_find(void *context, size_t job, unsigned worker)
{
	struct naming *n = context;
	struct search_worker *w = &n->search->workers[worker];
	struct name *name = &n->items[job];
	uint32_t pairs[PAIRS_MOST];
	size_t pair_count = pairs_of(name->text, pairs), count;
	/* NOLINTNEXTLINE: a name has a pair at least */
	search_collect(n->search, pairs[0], &w->set);
	uint32_t *list = list_take(w, &count);
	for (size_t i = 1; i < pair_count && count > 0; i++) {
		size_t kept = 0;
		search_collect(n->search, pairs[i], &w->set);
		for (size_t j = 0; j < count; j++)
			if (documents_has(&w->set, list[j]))
				list[kept++] = list[j];
		count = kept;
		documents_clear(&w->set);
	}
	for (size_t j = 0; j < count; j++)
		documents_add(&w->set, list[j]);
	buf_clear(&w->file);
	documents_put(&w->file, &w->set);
	if (count > 0)
		name->letters =
		    arena_copy(w->arena, w->file.at, w->file.len);
	arena_reset(w->scratch);
}

/* ---- files ---- */

static void
file_begin(struct buf *file, char name[32], size_t number)
{
	snprintf(name, 32, "names-%zu", number);
	search_file_begin(file, name);
}

void
search_put_names(struct search *search, struct buf *index,
    const struct search_putting *to)
{
	struct naming *n = search->naming;
	struct buf file = BUF_INIT;
	char path[32];
	size_t files = 0;
	pool_run(search->worker_count, n->count, name_find, n);
	for (size_t i = 0; i < n->count; i++) {
		const struct name *name = &n->items[i];
		if (name->letters == NULL)
			continue;
		if (file.len > SEARCH_SHARD) {
			buf_puts(&file, "]");
			search_file_end(&file, path, to);
			buf_clear(&file);
		}
		/* Nothing here may read like the id of somebody: lyq alone. */
		if (file.len == 0) {
			buf_printf(index, "%s\"%sX\"", files == 0 ? "" : ",",
			    name->initials);
			file_begin(&file, path, files++);
			buf_putc(&file, '[');
		} else {
			buf_puts(&file, ",\n");
		}
		buf_printf(&file, "\"%s%s%s\"", name->text.at,
		    name->initials, name->letters);
	}
	if (file.len > 0) {
		buf_puts(&file, "]");
		search_file_end(&file, path, to);
	}
	buf_free(&file);
}
