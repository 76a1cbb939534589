#include "base/end.h"
#include "base/lang.h"
#include "base/lock.h"
#include "base/picture.h"
#include "model/field_pack.h"
#include "model/view_pack_parts.h"

struct reading {
	struct unpack *from;
	struct view *view;
	struct arena *arena;
	/* Entries and organisations, one behind the other. */
	struct view_entry *entries;
	struct view_organisation *organisations;
};

static void
fail(struct reading *r)
{
	r->from->failed = true;
}

/* NUL-terminated, as all of them are. */
static const char *
string_read(struct reading *r)
{
	return unpack_text(r->from).at;
}

/* Of things that have so many bytes each: no array is much larger than they. */
static size_t
count_read(struct reading *r, size_t least)
{
	size_t count = unpack_count(r->from);
	if (count <= (r->from->bytes.len - r->from->at) / least)
		return count;
	fail(r);
	return 0;
}

/* Under its id, which no other one has. */
static void
id_add(struct reading *r, struct table *table, const char *id, void *thing)
{
	if (table_add(table, text_of(id), thing) != NULL)
		fail(r);
}

/* ---- people and organisations ---- */

static void
people_read(struct reading *r)
{
	struct view *view = r->view;
	size_t count = count_read(r, 5);
	struct view_person *people =
	    ARENA_ARRAY(r->arena, struct view_person, count);
	view->people = ARENA_ARRAY(r->arena, struct view_person *, count);
	table_reserve(&view->person_ids, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		people[i].id = string_read(r);
		people[i].name = unpack_string(r->from);
		people[i].post = string_read(r);
		people[i].index = i;
		view->people[view->person_count++] = &people[i];
		id_add(r, &view->person_ids, people[i].id, &people[i]);
	}
}

static struct view_person *
person_read(struct reading *r)
{
	size_t index = unpack_index(r->from, r->view->person_count);
	return r->from->failed ? NULL : r->view->people[index];
}

/* Or nobody. */
static struct view_person *
holder_read(struct reading *r)
{
	size_t number = unpack_index(r->from, r->view->person_count + 1);
	return number == 0 ? NULL : r->view->people[number - 1];
}

static void
deputies_read(struct reading *r, struct view_organisation *o)
{
	size_t count = unpack_count(r->from);
	o->deputies = ARENA_ARRAY(r->arena, struct view_person *, count);
	for (size_t i = 0; i < count && !r->from->failed; i++)
		o->deputies[i] = person_read(r);
	o->deputy_count = count;
}

static struct value *
listed_read(struct reading *r, const char *field)
{
	return !unpack_bool(r->from)
	    ? NULL
	    : unpack_field(r->from, r->arena, r->view->programme,
		  field_find(&organisation_shape, text_of(field)));
}

/* Of `count`, all of which have their place already. */
static void
organisation_read(struct reading *r, struct view_organisation *o, size_t count)
{
	size_t levels = r->view->programme->terms[VOCABULARY_LEVEL].count;
	o->id = string_read(r);
	o->name = string_read(r);
	o->short_name = string_read(r);
	o->level = (int)unpack_index(r->from, levels + 1) - 1;
	size_t superior = unpack_index(r->from, count + 1);
	o->superior =
	    superior == 0 ? NULL : &r->organisations[superior - 1];
	o->head = holder_read(r);
	o->liaison = holder_read(r);
	deputies_read(r, o);
	o->former = listed_read(r, "former");
	o->classes = listed_read(r, "classes");
	o->from = string_read(r);
	o->to = string_read(r);
	o->active = unpack_bool(r->from);
}

/*
 * Does whoever climbs come to the top?  Superiors may stand behind those below
 * them.  Each is passed once: where somebody was before, the way is known.
 */
static bool
tree_is_sound(struct reading *r)
{
	const struct view *view = r->view;
	size_t *passed = ARENA_ARRAY(r->arena, size_t, view->organisation_count);
	for (size_t i = 0; i < view->organisation_count; i++)
		for (const struct view_organisation *o = view->organisations[i];
		     o != NULL; o = o->superior) {
			if (passed[o->index] == i + 1)
				return false;
			if (passed[o->index] != 0)
				break;
			passed[o->index] = i + 1;
		}
	return true;
}

/* In the official order, as project.c has it. */
static void
tree_join(struct reading *r)
{
	const struct view *view = r->view;
	for (size_t i = 0; i < view->organisation_count; i++)
		if (view->organisations[i]->superior != NULL)
			view->organisations[i]->superior->child_count++;
	for (size_t i = 0; i < view->organisation_count; i++) {
		struct view_organisation *o = view->organisations[i];
		o->children = ARENA_ARRAY(
		    r->arena, struct view_organisation *, o->child_count);
		o->child_count = 0;
	}
	for (size_t i = 0; i < view->organisation_count; i++) {
		struct view_organisation *o = view->organisations[i];
		if (o->superior != NULL)
			o->superior->children[o->superior->child_count++] = o;
	}
}

static void
organisations_read(struct reading *r)
{
	struct view *view = r->view;
	size_t count = count_read(r, 16);
	r->organisations =
	    ARENA_ARRAY(r->arena, struct view_organisation, count);
	view->organisations =
	    ARENA_ARRAY(r->arena, struct view_organisation *, count);
	table_reserve(&view->organisation_ids, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		struct view_organisation *o = &r->organisations[i];
		organisation_read(r, o, count);
		o->index = i;
		view->organisations[view->organisation_count++] = o;
		id_add(r, &view->organisation_ids, o->id, o);
	}
	if (r->from->failed || !tree_is_sound(r))
		fail(r);
	else
		tree_join(r);
}

/* ---- entries ---- */

/* Perhaps of one that is still to be read. */
static struct view_entry *
link_read(struct reading *r)
{
	return &r->entries[unpack_index(r->from, r->view->entries.count)];
}

static void
list_read(struct reading *r, struct entry_list *list)
{
	size_t count = unpack_count(r->from);
	list->items = ARENA_ARRAY(r->arena, struct view_entry *, count);
	for (size_t i = 0; i < count && !r->from->failed; i++)
		list->items[i] = link_read(r);
	list->count = list->capacity = count;
}

static void
links_read(struct reading *r, struct view_entry *entry, unsigned parts)
{
	const struct {
		enum entry_part part;
		struct view_entry **end;
	} ends[] = {
		{ PART_REPORT, &entry->links.report },
		{ PART_REVIEW, &entry->links.review },
		{ PART_AMENDED, &entry->links.amended },
		{ PART_REPLACED, &entry->links.replaced },
	};
	const struct {
		enum entry_part part;
		struct entry_list *list;
	} lists[] = {
		{ PART_REPLIES, &entry->links.replies },
		{ PART_VERIFICATIONS, &entry->links.verifications },
		{ PART_AMENDMENTS, &entry->links.amendments },
		{ PART_REPLACES, &entry->links.replaces },
	};
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if ((parts & ends[i].part) != 0)
			*ends[i].end = link_read(r);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if ((parts & lists[i].part) != 0)
			list_read(r, lists[i].list);
}

static void
concerned_read(struct reading *r, struct view_entry *entry, unsigned parts)
{
	const struct view *view = r->view;
	const struct programme *programme = view->programme;
	size_t forms = programme->terms[VOCABULARY_FORM].count;
	if ((parts & PART_ORGANISATION) != 0) {
		size_t index =
		    unpack_index(r->from, view->organisation_count);
		if (!r->from->failed)
			entry->organisation = view->organisations[index];
	}
	if ((parts & PART_PERSON) != 0)
		entry->person = person_read(r);
	if ((parts & PART_FORM) != 0) {
		size_t index = unpack_index(r->from, forms);
		if (!r->from->failed)
			entry->form = &programme->forms[index];
	}
}

static void
entry_read(struct reading *r, struct view_entry *entry, size_t kinds)
{
	const struct programme *programme = r->view->programme;
	entry->kind = &record_kinds[unpack_index(r->from, kinds)];
	unsigned parts = (unsigned)unpack_index(r->from, PART__END);
	entry->id = string_read(r);
	entry->period = unpack_term(r->from, programme, VOCABULARY_PERIOD);
	entry->date = string_read(r);
	entry->span = unpack_span(r->from);
	entry->opaque = (parts & PART_OPAQUE) != 0;
	concerned_read(r, entry, parts);
	if ((parts & PART_WITHDRAWN) != 0)
		entry->withdrawn = string_read(r);
	links_read(r, entry, parts);
}

/* Of its body: behind that of the one before. */
static void
stored_read(struct reading *r, struct view_entry *entry, size_t *at)
{
	struct view_store *store = r->view->store;
	struct stored_body *stored = &store->items[entry->index];
	uint64_t len = unpack_number(r->from);
	stored->digest = unpack_digest(r->from);
	if (len > store->bytes.len - *at) {
		fail(r);
		return;
	}
	stored->at = *at;
	stored->len = (size_t)len;
	*at += stored->len;
	entry->store = store;
}

static bool
all_are(const struct entry_list *list, const char *kind)
{
	for (size_t i = 0; i < list->count; i++)
		if (!entry_is(list->items[i], kind))
			return false;
	return true;
}

static bool
is_or_none(const struct view_entry *entry, const char *kind)
{
	return entry == NULL || entry_is(entry, kind);
}

/* Who follows a link asks for fields that only that kind has. */
static bool
links_are_sound(const struct view_entry *entry)
{
	return is_or_none(entry->links.report, "report") &&
	    is_or_none(entry->links.review, "review") &&
	    is_or_none(entry->links.replaced, "bulletin") &&
	    all_are(&entry->links.replies, "reply") &&
	    all_are(&entry->links.verifications, "verification") &&
	    all_are(&entry->links.amendments, "amendment") &&
	    all_are(&entry->links.replaces, "bulletin");
}

/* What concerns an organisation, in the view's order. */
static void
organisations_fill(struct reading *r)
{
	const struct view *view = r->view;
	for (size_t i = 0; i < view->entries.count; i++)
		if (r->entries[i].organisation != NULL)
			r->entries[i].organisation->entries.capacity++;
	for (size_t i = 0; i < view->organisation_count; i++) {
		struct entry_list *list = &view->organisations[i]->entries;
		list->items = ARENA_ARRAY(
		    r->arena, struct view_entry *, list->capacity);
	}
	for (size_t i = 0; i < view->entries.count; i++) {
		struct view_entry *entry = &r->entries[i];
		if (entry->organisation == NULL)
			continue;
		struct entry_list *list = &entry->organisation->entries;
		list->items[list->count++] = entry;
	}
}

static void
entries_read(struct reading *r)
{
	struct view *view = r->view;
	size_t count = count_read(r, ENTRY_BYTES_LEAST);
	size_t kinds = kind_count(), at = 0;
	view->store->items =
	    ARENA_ARRAY(r->arena, struct stored_body, count);
	r->entries = ARENA_ARRAY(r->arena, struct view_entry, count);
	view->entries.items = ARENA_ARRAY(r->arena, struct view_entry *, count);
	view->entries.count = count;
	table_reserve(&view->entry_ids, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		struct view_entry *entry = &r->entries[i];
		entry_read(r, entry, kinds);
		entry->index = i;
		stored_read(r, entry, &at);
		view->entries.items[i] = entry;
		id_add(r, &view->entry_ids, entry->id, entry);
	}
	if (at != view->store->bytes.len)
		fail(r);
	for (size_t i = 0; i < count && !r->from->failed; i++)
		if (!links_are_sound(view->entries.items[i]))
			fail(r);
	if (r->from->failed)
		return;
	organisations_fill(r);
	view_bind(view);
}

/* ---- what entries say ---- */

static void
sections_read(struct reading *r, struct view_body *body)
{
	size_t count = count_read(r, 6);
	body->sections = ARENA_ARRAY(r->arena, struct view_section, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		struct view_section *section = &body->sections[i];
		if (unpack_bool(r->from))
			section->aspect = unpack_term(r->from,
			    r->view->programme, VOCABULARY_ASPECT);
		section->title = string_read(r);
		section->body = unpack_text(r->from);
		section->span = unpack_span(r->from);
		section->position = (uint32_t)i;
	}
	body->section_count = count;
}

static void
shown_read(struct reading *r, struct view_body *body)
{
	size_t count = count_read(r, 3);
	body->pictures = ARENA_ARRAY(r->arena, struct view_picture, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		body->pictures[i].path = string_read(r);
		size_t index = unpack_index(r->from, r->view->picture_count);
		if (!r->from->failed)
			body->pictures[i].picture = r->view->pictures[index];
	}
	body->picture_count = count;
}

static void
derived_read(struct reading *r, struct view_body *body)
{
	body->derived = unpack_value(r->from, r->arena);
	if (body->derived != NULL && !value_is(body->derived, VALUE_MAP))
		fail(r);
}

static struct view_store *
store_new(struct view *view, struct text bytes, const char *name)
{
	struct view_store *store = ARENA_NEW(view->arena, struct view_store);
	*store = (struct view_store){ .view = view,
		.name = arena_string(view->arena, name),
		.bytes = bytes,
		.lock = lock_new(),
		.arena = arena_new() };
	return store;
}

void
view_store_free(struct view_store *store)
{
	lock_free(store->lock);
	arena_free(store->arena);
}

/* NULL: the bytes are broken. */
static struct view_body *
body_read(struct view_store *store, const struct view_entry *entry,
    struct text bytes)
{
	struct unpack from = { .bytes = bytes };
	struct reading r = { .from = &from,
		.view = store->view,
		.arena = store->arena };
	struct view_body *body = ARENA_NEW(store->arena, struct view_body);
	body->fields = unpack_fields(
	    &from, store->arena, store->view->programme, entry->kind);
	sections_read(&r, body);
	derived_read(&r, body);
	shown_read(&r, body);
	return unpack_failed(&from) ? NULL : body;
}

/* Nobody who asks what an entry says can go on without. */
static _Noreturn void
store_end(const struct view_store *store)
{
	struct buf words = BUF_INIT;
	buf_printf(&words, _("%s: it is not as it was made"), store->name);
	out_of_order(words.at);
}

const struct view_body *
view_body_try(const struct view_entry *entry)
{
	struct view_store *store = entry->store;
	const struct stored_body *stored = &store->items[entry->index];
	struct text bytes = text_cut(
	    store->bytes, stored->at, stored->at + stored->len);
	bool whole = digest_equal(digest_of(bytes), stored->digest);
	lock_take(store->lock);
	struct view_body *body = entry->body;
	if (body == NULL && whole) {
		body = body_read(store, entry, bytes);
		/* It is an entry of ours: elsewhere nobody changes one. */
		__atomic_store_n(&store->view->entries.items[entry->index]->body,
		    body, __ATOMIC_RELEASE);
	}
	lock_give(store->lock);
	return body;
}

const struct view_body *
view_body_fetch(const struct view_entry *entry)
{
	const struct view_body *body = view_body_try(entry);
	if (body == NULL)
		store_end(entry->store);
	return body;
}

/* ---- the whole ---- */

static void
pictures_read(struct reading *r)
{
	struct view *view = r->view;
	size_t count = count_read(r, 38);
	struct picture *pictures =
	    ARENA_ARRAY(r->arena, struct picture, count);
	view->pictures =
	    ARENA_ARRAY(r->arena, const struct picture *, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		struct picture *picture = &pictures[i];
		picture->kind =
		    unpack_bool(r->from) ? PICTURE_JPEG : PICTURE_PNG;
		picture->width = (unsigned)unpack_index(r->from, UINT32_MAX);
		picture->height = (unsigned)unpack_index(r->from, UINT32_MAX);
		picture->turn = (unsigned)unpack_index(r->from, 9);
		picture->bytes = unpack_text(r->from);
		picture->digest = unpack_digest(r->from);
		view->pictures[i] = picture;
	}
	view->picture_count = view->picture_capacity = count;
}

static void
seals_read(struct reading *r)
{
	struct view *view = r->view;
	size_t count = count_read(r, 35);
	view->seals = ARENA_ARRAY(r->arena, struct view_seal, count);
	for (size_t i = 0; i < count && !r->from->failed; i++) {
		struct view_seal *seal = &view->seals[i];
		seal->period = unpack_term(
		    r->from, view->programme, VOCABULARY_PERIOD);
		seal->id = string_read(r);
		seal->root = unpack_digest(r->from);
	}
	view->seal_count = count;
}

static const bool *
approved_read(struct reading *r)
{
	size_t count = r->view->programme->terms[VOCABULARY_PERIOD].count;
	if (!unpack_bool(r->from))
		return NULL;
	bool *approved = ARENA_ARRAY(r->arena, bool, count);
	for (size_t i = 0; i < count; i++)
		approved[i] = unpack_bool(r->from);
	return approved;
}

struct view *
view_unpack(struct unpack *from, const struct site *site,
    const struct programme *programme, struct edition *edition,
    struct text bodies, const char *name)
{
	struct arena *arena = arena_new();
	struct view *view = ARENA_NEW(arena, struct view);
	struct reading r = { .from = from, .view = view, .arena = arena };
	*view = (struct view){ .arena = arena,
		.site = site,
		.programme = programme,
		.edition = edition };
	view->store = store_new(view, bodies, name);
	table_init(&view->organisation_ids, arena);
	table_init(&view->person_ids, arena);
	table_init(&view->entry_ids, arena);
	if (!text_is(unpack_text(from), edition->id))
		fail(&r);
	const bool *approved = approved_read(&r);
	view->audience = string_read(&r);
	view->as_of = string_read(&r);
#ifdef TONGBAO_PLANTED
	view->planted.hidden = (size_t)unpack_number(from);
	view->planted.date = string_read(&r);
#endif
	people_read(&r);
	organisations_read(&r);
	seals_read(&r);
	pictures_read(&r);
	entries_read(&r);
	if (from->failed) {
		view_free(view);
		return NULL;
	}
	edition->approved = approved;
	return view;
}
