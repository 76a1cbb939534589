#include "render/search_parts.h"

#include <stdlib.h>
#include "base/han.h"
#include "base/utf8.h"

/* Nobody types more letters to find somebody. */
#define INITIALS_MOST 7
#define PAIRS_MOST 32

struct name {
	const char *initials;
	struct text text;
	uint32_t *pairs; /* tokens, one at least */
	size_t pair_count;
};

struct naming {
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

static void
pairs_make(struct arena *arena, struct name *name)
{
	uint16_t units[2], previous = 0;
	name->pairs = ARENA_ARRAY(arena, uint32_t,
	    name->text.len < PAIRS_MOST ? name->text.len : PAIRS_MOST);
	for (size_t at = 0; at < name->text.len;) {
		size_t more = search_units(name->text, &at, units);
		for (size_t i = 0; i < more && name->pair_count < PAIRS_MOST;
		     i++) {
			if (previous != 0)
				name->pairs[name->pair_count++] =
				    TOKEN(previous, units[i]);
			previous = units[i];
		}
	}
}

struct naming *
search_names_collect(struct arena *arena, const struct view *view)
{
	struct naming *n = ARENA_NEW(arena, struct naming);
	size_t kept = 0;
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
		    name_order(&n->items[kept - 1], &n->items[i]) != 0) {
			n->items[kept] = n->items[i];
			pairs_make(arena, &n->items[kept++]);
		}
	n->count = kept;
	return n;
}

size_t
search_names_count(const struct naming *naming)
{
	return naming->count;
}

/* ---- where they stand ---- */

/*
 * The documents that have each pair of the name; that they have it as a whole
 * is for whoever shows them to make sure.  False: there are none.
 */
static bool
name_find(const struct name *name, const struct collector *collector,
    struct strip_set *set)
{
	uint64_t some = 0;
	for (size_t i = 0; i < name->pair_count; i++) {
		const struct strip_set *other =
		    collector_find(collector, name->pairs[i]);
		if (other == NULL)
			return false;
		some = 0;
		for (size_t j = 0; j < STRIP / 64; j++)
			some |= i == 0
			    ? (set->words[j] = other->words[j])
			    : (set->words[j] &= other->words[j]);
	}
	return some != 0;
}

void
search_names_find(const struct naming *n, const struct collector *collector,
    struct list_writer *writer)
{
	struct strip_set set;
	for (size_t i = 0; i < n->count; i++)
		if (name_find(&n->items[i], collector, &set))
			list_write(writer, (uint32_t)i, &set, NULL);
}

/* ---- files ---- */

struct name_files {
	struct buf file, *firsts;
	char name[32];
	size_t count;
	const struct search_putting *to;
};

static void
file_close(struct name_files *files)
{
	if (files->file.len == 0)
		return;
	buf_puts(&files->file, "]");
	search_file_end(&files->file, files->name, files->to);
	buf_clear(&files->file);
}

static void
name_put(struct name_files *files, const struct name *name,
    struct documents *documents)
{
	struct buf *file = &files->file;
	if (file->len > SEARCH_SHARD)
		file_close(files);
	/* Nothing here may read like the id of somebody: lyq alone. */
	if (file->len == 0) {
		buf_printf(files->firsts, "%s\"%sX\"",
		    files->count == 0 ? "" : ",", name->initials);
		snprintf(files->name, sizeof(files->name), "names-%zu",
		    files->count++);
		search_file_begin(file, files->name);
		buf_putc(file, '[');
	} else {
		buf_puts(file, ",\n");
	}
	buf_printf(file, "\"%s%s", name->text.at, name->initials);
	documents_put(file, documents);
	buf_putc(file, '"');
}

void
search_put_names(struct search *search, struct buf *firsts,
    const struct search_putting *to)
{
	struct search_worker *w = &search->workers[to->worker];
	struct gathering names =
	    search_gather(search, w, search_ranges(search));
	struct name_files files = { .firsts = firsts, .to = to };
	for (size_t at = 0; at < names.count;) {
		uint32_t number = names.order[at].token;
		at = search_collect(&names, at, w);
		name_put(&files, &search->naming->items[number], &w->set);
	}
	file_close(&files);
	buf_free(&files.file);
	arena_reset(w->scratch);
}
