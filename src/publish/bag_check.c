#include "publish/bag_check.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/utf8.h"
#include "publish/bag_heads.h"
#include "publish/bag_parts.h"

enum bag_head
bag_head_of(const struct rule *rule)
{
	switch (rule - rules) {
	case RULE_BAG_CHANGED:
	case RULE_BAG_TWICE:
	case RULE_BAG_MANIFEST:
	case RULE_BAG_WEAK:
	case RULE_SEAL_CHANGED:
	case RULE_SEAL_ROSTER_CHANGED:
	case RULE_SEAL_CHAIN:
	case RULE_SEAL_HISTORY:
	case RULE_SEAL_BAG:
	case RULE_SEAL_ROOT:
		return BAG_AUTHENTIC;
	case RULE_BAG_MISSING:
	case RULE_BAG_EXTRA:
	case RULE_BAG_FETCH:
	case RULE_BAG_OXUM:
	case RULE_SEAL_REMOVED:
	case RULE_SEAL_ADDED:
	case RULE_SEAL_ROSTER_REMOVED:
	case RULE_SEAL_ROSTER_ADDED:
	case RULE_SEAL_ARCHIVE:
		return BAG_COMPLETE;
	case RULE_BAG_PATH:
	case RULE_BAG_ENTRY:
		return BAG_SAFE;
	default:
		return BAG_USABLE;
	}
}

/* ---- faults ---- */

struct diag *
bag_fault(struct bag_checking *c, enum rule_id rule, struct span span,
    const char *format, ...)
{
	const struct rule *r = &rules[rule];
	enum bag_head head = bag_head_of(r);
	c->report->errors[head] += r->level == DIAG_ERROR;
	c->report->warnings[head] += r->level == DIAG_WARNING;
	if (c->told[rule]++ >= BAG_FAULTS_MOST)
		return NULL;
	va_list ap;
	va_start(ap, format);
	const char *message =
	    arena_vprintf(c->arena, lang_text(format), ap);
	va_end(ap);
	return diag_at(c->diags, r, span, "%s", message);
}

/* What was only counted. */
static void
rest_tell(struct bag_checking *c)
{
	for (int rule = 0; rule < RULE__MAX; rule++)
		if (c->told[rule] > BAG_FAULTS_MOST)
			diag_at(c->diags, &rules[rule],
			    bag_whole(c),
			    "more of this kind, not shown: %zu",
			    c->told[rule] - BAG_FAULTS_MOST);
}

enum rule_id
bag_rule(const struct bag_checking *c, enum rule_id rule)
{
	return c->version >= 100 ? rule : RULE_BAG_FORM;
}

struct span
bag_place(struct bag_checking *c, struct text path)
{
	if (c->places >= BAG_PLACES_MOST)
		return bag_whole(c);
	c->places++;
	return (struct span){ sources_add(c->sources,
				  arena_printf(c->arena, "%s/%.*s", c->path,
				      TEXT_ARG(path))),
		0, 0 };
}

/* ---- files ---- */

/* Something is too much: said once, and nothing more is taken in. */
static void
fill_up(struct bag_checking *c, const char *what)
{
	if (!c->full)
		bag_fault(c, RULE_BAG_BROKEN, bag_whole(c),
		    "%s", _(what));
	c->full = true;
}

/* One more path, when there are so many, and so many bytes of them? */
static bool
is_too_much(struct bag_checking *c, size_t count, size_t bytes,
    struct text path)
{
	bool fits = count < BAG_FILES_MOST && path.len <= BAG_PATH_MOST &&
	    bytes + path.len <= BAG_PATHS_MOST;
	if (!fits)
		fill_up(c, N_("more files, or longer paths, than are looked "
			      "through"));
	return !fits;
}

struct bag_file *
bag_file_find(const struct bag_checking *c, struct text path)
{
	return table_get(&c->files, path);
}

struct bag_file *
bag_file_of(struct bag_checking *c, struct text path)
{
	struct bag_file *file = bag_file_find(c, path);
	if (file != NULL)
		return file;
	if (is_too_much(c, c->count, c->path_bytes, path))
		return NULL;
	c->path_bytes += path.len;
	file = ARENA_NEW(c->arena, struct bag_file);
	file->bytes = TEXT_LIT("");
	file->path = arena_text(c->arena, path);
	file->payload = text_starts(path, "data/");
	table_add(&c->files, file->path, file);
	ARENA_ROOM(c->arena, c->list, c->count, c->capacity);
	c->list[c->count++] = file;
	return file;
}

static int
file_compare(const void *a, const void *b)
{
	const struct bag_file *const *x = a, *const *y = b;
	return text_compare((*x)->path, (*y)->path);
}

/* ---- the first pass: what there is ---- */

struct raw {
	struct text path; /* cleaned */
	enum bag_kind kind;
	struct text bytes; /* of what may be a tag file */
	bool is_tag;
};

struct first_pass {
	struct bag_checking *c;
	struct raw *items;
	size_t count, capacity;
	/* Of all that is in a tar, also of the folder ./, which is no item. */
	struct entry_head {
		struct text path; /* cleaned, "" for ./ */
		struct bag_start start;
	} *heads;
	size_t head_count, head_capacity;
	size_t path_bytes, tag_bytes;
	struct buf bytes; /* of the one that is read */
	bool too_large;
	struct text root; /* of a tar: the bag's folder in it; "" for none */
};

static bool
is_tag_name(struct text name)
{
	static const char *const names[] = { "bagit.txt", "bag-info.txt",
		"package-info.txt", "fetch.txt", NULL };
	struct text algorithm;
	for (size_t i = 0; names[i] != NULL; i++)
		if (text_is(name, names[i]))
			return true;
	return bag_is_manifest(name, false, &algorithm) ||
	    bag_is_manifest(name, true, &algorithm);
}

/* In a tar the bag's folder is not known yet: one folder deep at most. */
static bool
may_be_tag(const struct first_pass *pass, struct text path)
{
	struct text folder, name;
	if (pass->c->store.is_folder || !text_split(path, '/', &folder, &name))
		return is_tag_name(path);
	return is_tag_name(name);
}

static const char *
kind_fault(enum bag_kind kind)
{
	static const char *const faults[] = {
		[BAG_LINK] = N_("this is a symbolic link"),
		[BAG_HARD_LINK] = N_("this is a hard link to another entry"),
		[BAG_SPARSE] = N_("this is a sparse file"),
		[BAG_DEVICE] = N_("this is a device, a FIFO or a socket"),
	};
	return faults[kind];
}

/* Names of a tar only: in a folder everything lies in it. */
static bool
entry_is_safe(struct first_pass *pass, const struct bag_entry *entry)
{
	struct bag_checking *c = pass->c;
	const char *fault = c->store.is_folder || entry->kind == BAG_FOLDER
	    ? NULL
	    : bag_path_fault(entry->path);
	if (entry->kind == BAG_FOLDER && entry->path.len > 0 &&
	    !text_is(entry->path, "./") && !text_is(entry->path, "."))
		fault = bag_path_fault(entry->path);
	if (fault != NULL)
		bag_fault(c, RULE_BAG_PATH, bag_place(c, entry->path), "%s",
		    _(fault));
	if (kind_fault(entry->kind) != NULL)
		bag_fault(c, RULE_BAG_ENTRY, bag_place(c, entry->path), "%s",
		    _(kind_fault(entry->kind)));
	return fault == NULL && kind_fault(entry->kind) == NULL;
}

static void
head_note(struct first_pass *pass, struct text path,
    const struct bag_entry *entry)
{
	ARENA_ROOM(pass->c->arena, pass->heads, pass->head_count,
	    pass->head_capacity);
	pass->heads[pass->head_count++] = (struct entry_head){ path,
		{ entry->position, entry->kind == BAG_FOLDER } };
}

static bool
entry_note(void *context, const struct bag_entry *entry)
{
	struct first_pass *pass = context;
	struct bag_checking *c = pass->c;
	struct text path = entry->path;
	if (c->full || !entry_is_safe(pass, entry))
		return false;
	if (is_too_much(c, pass->head_count, pass->path_bytes, path))
		return false;
	pass->path_bytes += path.len;
	bool is_item = bag_path_clean(c->arena, &path);
	head_note(pass, path, entry);
	if (!is_item)
		return false;
	/* No bytes where the tar ends in it. */
	struct raw raw = { .path = path,
		.kind = entry->kind,
		.bytes = TEXT_LIT("") };
	raw.is_tag = entry->kind == BAG_FILE && may_be_tag(pass, path);
	ARENA_ROOM(c->arena, pass->items, pass->count, pass->capacity);
	pass->items[pass->count++] = raw;
	buf_clear(&pass->bytes);
	pass->too_large = false;
	return raw.is_tag;
}

static void
tag_piece(void *context, struct text piece)
{
	struct first_pass *pass = context;
	if (pass->bytes.len + piece.len > BAG_TAG_MOST ||
	    pass->tag_bytes + piece.len > BAG_TAGS_MOST) {
		pass->too_large = true;
		return;
	}
	pass->tag_bytes += piece.len;
	buf_putt(&pass->bytes, piece);
}

static void
tag_end(void *context)
{
	struct first_pass *pass = context;
	struct raw *raw = &pass->items[pass->count - 1];
	if (pass->too_large)
		fill_up(pass->c, N_("a tag file is longer than is looked "
				    "through"));
	raw->bytes = arena_text(pass->c->arena, buf_text(&pass->bytes));
}

/*
 * As the drafts up to 0.97 had it (Serialization; RFC 8493 says nothing of it):
 * one folder at the top, which is the bag.  It is the one with
 * bagit.txt, else the first that there is.
 */
static void
root_find(struct first_pass *pass)
{
	struct text folder, name;
	pass->root = TEXT_LIT("");
	if (pass->c->store.is_folder)
		return;
	for (size_t i = pass->count; i > 0; i--) {
		struct text path = pass->items[i - 1].path;
		bool deep = text_split(path, '/', &folder, &name);
		if (text_is(path, "bagit.txt")) {
			pass->root = TEXT_LIT("");
			bag_fault(pass->c, RULE_BAG_PATH,
			    bag_whole(pass->c),
			    "the bag has no folder of its own in the tar");
			return;
		}
		if (deep && text_is(name, "bagit.txt"))
			pass->root = folder;
	}
	if (pass->root.len == 0 && pass->count > 0)
		text_split(pass->items[0].path, '/', &pass->root, &name);
}

/* From the bag's folder on; false for what lies beside it, or is it. */
static bool
path_from_root(struct text root, struct text path, struct text *below)
{
	*below = path;
	if (root.len == 0)
		return true;
	if (path.len <= root.len || path.at[root.len] != '/' ||
	    !text_equal(text_cut(path, 0, root.len), root))
		return false;
	*below = text_from(path, root.len + 1);
	return true;
}

static void
raw_take(struct first_pass *pass, const struct raw *raw)
{
	struct bag_checking *c = pass->c;
	struct text path;
	if (!path_from_root(pass->root, raw->path, &path)) {
		if (raw->kind == BAG_FILE || !text_equal(raw->path, pass->root))
			bag_fault(c, RULE_BAG_PATH, bag_place(c, raw->path),
			    "this lies outside the bag's folder %.*s",
			    TEXT_ARG(pass->root));
		return;
	}
	if (text_starts(path, "data/") ||
	    (raw->kind == BAG_FOLDER && text_is(path, "data")))
		c->payload_folder = true;
	if (raw->kind != BAG_FILE)
		return;
	struct bag_file *file = bag_file_of(c, path);
	if (file == NULL)
		return;
	if (file->there) {
		bag_fault(c, RULE_BAG_TWICE, bag_place(c, path),
		    "the tar holds this file twice");
		return;
	}
	file->there = true;
	file->is_tag = raw->is_tag && is_tag_name(path);
	file->bytes = raw->bytes;
	if (utf8_check(path) != path.len)
		bag_fault(c, RULE_BAG_NAME, bag_place(c, path),
		    "the name is not UTF-8");
}

/* What a tar holds, from the bag's folder on. */
struct held {
	struct text path;
	bool is_folder;
};

/* By path, a folder before a file of its name. */
static int
held_compare(const void *a, const void *b)
{
	const struct held *one = a, *other = b;
	int order = text_compare(one->path, other->path);
	return order != 0 ? order : other->is_folder - one->is_folder;
}

/* A path against those that begin with `file` and a slash: 0 for one of them. */
static int
below_compare(struct text path, struct text file)
{
	size_t len = path.len < file.len ? path.len : file.len;
	int order = memcmp(path.at, file.at, len);
	if (order != 0 || path.len <= file.len)
		return order != 0 ? order : -1;
	return (unsigned char)path.at[file.len] - '/';
}

/* Does something lie below the path? */
static bool
is_above(const struct held *held, size_t count, struct text path)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (below_compare(held[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && below_compare(held[low].path, path) == 0;
}

/*
 * What opens as a folder can't be a file too: whichever comes last takes the
 * place of the other, or can't be opened.  Not by each folder of each path: an
 * enemy's have two thousand.
 */
static void
folders_check(struct first_pass *pass)
{
	struct bag_checking *c = pass->c;
	struct held *held = ARENA_ARRAY(c->arena, struct held, pass->count);
	size_t count = 0;
	for (size_t i = 0; i < pass->count; i++)
		if (path_from_root(
			pass->root, pass->items[i].path, &held[count].path))
			held[count++].is_folder =
			    pass->items[i].kind == BAG_FOLDER;
	if (count > 0)
		qsort(held, count, sizeof(*held), held_compare);
	for (size_t i = 0; i < count; i++)
		if (!held[i].is_folder &&
		    ((i > 0 && held[i - 1].is_folder &&
			 text_equal(held[i - 1].path, held[i].path)) ||
			is_above(held, count, held[i].path)))
			bag_fault(c, RULE_BAG_TWICE, bag_place(c, held[i].path),
			    "the tar holds a file and a folder of this name");
}

/* Of a tar that was read to its end.  -1: see error. */
static int
heads_check(const struct first_pass *pass)
{
	struct bag_checking *c = pass->c;
	struct bag_odd odd;
	struct bag_start *starts =
	    ARENA_ARRAY(c->arena, struct bag_start, pass->head_count + 1);
	for (size_t i = 0; i < pass->head_count; i++)
		starts[i] = pass->heads[i].start;
	starts[pass->head_count].position = c->store.end;
	if (bag_heads_look(c->arena, c->path, starts, pass->head_count + 1,
		&odd, c->error) != 0)
		return -1;
	if (odd.what != NULL)
		bag_fault(c, RULE_BAG_ENTRY,
		    odd.number < pass->head_count &&
			    pass->heads[odd.number].path.len > 0
			? bag_place(c, pass->heads[odd.number].path)
			: bag_whole(c),
		    "%s", _(odd.what));
	return 0;
}

/* Not a file in it: nothing can be said of what is missing. */
static void
no_store_tell(struct bag_checking *c)
{
	struct diag *d = bag_fault(c, RULE_BAG_BROKEN, bag_whole(c),
	    "this is no tar: %s", c->store.reason);
	diag_remedy(c->diags, d,
	    "what is verified is a folder or a tar: unpack any other archive "
	    "first");
}

static enum bag_read
first_pass(struct bag_checking *c, struct text *root)
{
	struct first_pass pass = { .c = c, .bytes = BUF_INIT };
	const struct bag_visitor visitor = { entry_note, tag_piece, tag_end,
		&pass };
	enum bag_read status =
	    bag_store_read(c->arena, &c->store, &visitor, c->error);
	buf_free(&pass.bytes);
	if (status == BAG_UNREAD)
		return status;
	*root = pass.root;
	if (status == BAG_BROKEN && pass.count == 0) {
		no_store_tell(c);
		return status;
	}
	if (status == BAG_BROKEN)
		bag_fault(c, RULE_BAG_BROKEN, bag_whole(c),
		    "the tar can't be read to its end: %s", c->store.reason);
	else if (!c->store.is_folder && !c->full && heads_check(&pass) != 0)
		return BAG_UNREAD;
	root_find(&pass);
	for (size_t i = 0; i < pass.count; i++)
		raw_take(&pass, &pass.items[i]);
	if (!c->store.is_folder)
		folders_check(&pass);
	*root = pass.root;
	if (c->store.is_folder)
		c->payload_folder = os_type(arena_printf(c->arena, "%s/data",
					c->path)) == OS_FOLDER;
	if (!c->payload_folder)
		bag_fault(c, RULE_BAG_MISSING, bag_whole(c),
		    "there is no folder data/");
	if (c->count > 0)
		qsort(c->list, c->count, sizeof(*c->list), file_compare);
	return status;
}

/* ---- the second pass: digests ---- */

struct second_pass {
	struct bag_checking *c;
	struct text root;
	struct arena *scratch;
	struct digests *digests[2]; /* of payload, of tag files */
	struct bag_file *file;      /* the one that is read */
};

static bool
entry_find(void *context, const struct bag_entry *entry)
{
	struct second_pass *pass = context;
	struct text path = entry->path;
	pass->file = NULL;
	arena_reset(pass->scratch);
	if (entry->kind == BAG_FILE && path.len <= BAG_PATH_MOST &&
	    bag_path_clean(pass->scratch, &path) &&
	    path_from_root(pass->root, path, &path))
		pass->file = bag_file_find(pass->c, path);
	const struct bag_file *file = pass->file;
	return file != NULL && file->there && !file->is_tag &&
	    !file->digested && (file->payload || file->mentions != NULL);
}

static void
file_piece(void *context, struct text piece)
{
	struct second_pass *pass = context;
	struct bag_file *file = pass->file;
	size_t room = sizeof(file->begins) - file->begun;
	size_t more = piece.len < room ? piece.len : room;
	memcpy(file->begins + file->begun, piece.at, more);
	file->begun += more;
	file->size += piece.len;
	digests_put(pass->digests[!file->payload], piece);
}

static void
file_end(void *context)
{
	struct second_pass *pass = context;
	struct digests *digests = pass->digests[!pass->file->payload];
	digests_end(digests);
	pass->file->digested = true;
	bag_digests_match(pass->c, pass->file, digests);
}

/* Those that were read for what they say: as they were then. */
static void
tags_digest(struct second_pass *pass)
{
	for (size_t i = 0; i < pass->c->count; i++) {
		pass->file = pass->c->list[i];
		if (!pass->file->is_tag)
			continue;
		file_piece(pass, pass->file->bytes);
		file_end(pass);
	}
}

static enum bag_read
second_pass(struct bag_checking *c, struct text root)
{
	struct second_pass pass = { .c = c,
		.root = root,
		.scratch = arena_new() };
	const struct bag_visitor visitor = { entry_find, file_piece, file_end,
		&pass };
	for (int kind = 0; kind < 2; kind++)
		pass.digests[kind] = digests_new(
		    c->algorithms[kind], c->algorithm_count[kind]);
	tags_digest(&pass);
	enum bag_read status =
	    bag_store_read(c->arena, &c->store, &visitor, c->error);
	for (int kind = 0; kind < 2; kind++)
		digests_free(pass.digests[kind]);
	arena_free(pass.scratch);
	return status;
}

/* ---- the whole ---- */

static const char *
algorithms_join(const struct bag_checking *c, int kind)
{
	const char *all = "";
	for (size_t i = 0; i < c->algorithm_count[kind]; i++)
		all = arena_printf(c->arena, "%s%s%s", all,
		    i == 0 ? "" : ", ", c->algorithms[kind][i]);
	return all;
}

/* Can it be said of every file whether it belongs there? */
static bool
manifests_are_read(const struct bag_checking *c)
{
	size_t read = 0;
	for (size_t i = 0; i < c->manifest_count; i++) {
		if (!c->manifests[i].tag && !c->manifests[i].read)
			return false;
		read += !c->manifests[i].tag;
	}
	return read > 0;
}

static void
report_finish(struct bag_checking *c, enum bag_read first,
    enum bag_read second)
{
	struct bag_report *r = c->report;
	bool whole = first == BAG_READ && second == BAG_READ && !c->full;
	r->payload_algorithms = algorithms_join(c, 0);
	r->tag_algorithms = algorithms_join(c, 1);
	r->examined[BAG_AUTHENTIC] = whole &&
	    r->payload_agree == r->payload_files &&
	    r->tag_agree == r->tag_files;
	r->examined[BAG_COMPLETE] = whole && manifests_are_read(c);
	r->examined[BAG_USABLE] = r->examined[BAG_SAFE] = whole;
	r->valid = whole;
	for (int head = 0; head < BAG_HEAD__MAX; head++)
		r->valid = r->valid && r->errors[head] == 0;
}

int
bag_check(struct arena *arena, const char *path, struct sources *sources,
    struct diags *diags, struct bag_report *report, struct os_error *error)
{
	struct bag_checking *c = ARENA_NEW(arena, struct bag_checking);
	struct text root;
	*c = (struct bag_checking){ .arena = arena,
		.path = path,
		.sources = sources,
		.diags = diags,
		.report = report,
		.error = error,
		.version = 100,
		.encoding = TEXT_LIT("UTF-8") };
	*report = (struct bag_report){ .valid = false };
	table_init(&c->files, arena);
	c->whole = sources_add(sources, path);
	if (bag_store_open(arena, path, &c->store, error) != 0)
		return -1;
	enum bag_read first = first_pass(c, &root);
	if (first == BAG_UNREAD)
		return -1;
	if (first == BAG_BROKEN && c->count == 0) {
		report_finish(c, first, first);
		return 0;
	}
	bag_tags_read(c);
	bag_files_match(c);
	enum bag_read second = second_pass(c, root);
	if (second == BAG_UNREAD)
		return -1;
	bag_oxum_check(c);
	bag_names_check(c);
	bag_formats_check(c);
	rest_tell(c);
	report_finish(c, first, second);
	return 0;
}
