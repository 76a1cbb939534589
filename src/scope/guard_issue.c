#include "scope/guard_issue.h"

#include <stdlib.h>

/* ---- now ---- */

/* Under the salt nobody can try names. */
static uint64_t
key_of(struct buf *buf, const char *salt, const char *kind, const char *id)
{
	uint64_t key = 0;
	buf_clear(buf);
	buf_printf(buf, "%s\n%s\n%s", salt, kind, id);
	struct digest digest = digest_of(buf_text(buf));
	for (int i = 0; i < 8; i++)
		key = key << 8 | digest.bytes[i];
	return key;
}

static uint64_t
subject_key(struct buf *buf, const char *salt, const struct record *record)
{
	const void *subject = record_counted(record);
	if (subject == record->person && record->person != NULL)
		return key_of(buf, salt, "person", record->person->id);
	if (subject == record->organisation && record->organisation != NULL)
		return key_of(
		    buf, salt, "organisation", record->organisation->id);
	return key_of(buf, salt, "record", record->id);
}

struct record_keys {
	uint64_t subject, record;
	bool made;
};

struct guard_layer
guard_layer_now(struct arena *arena, const struct guarding *guarding,
    uint64_t ***known)
{
	const struct tallies *tallies = guarding->tallies;
	const char *salt =
	    guarding->earlier != NULL ? guarding->earlier->salt : "";
	struct guard_layer layer = { .tallies = tallies->list };
	struct arena *scratch = arena_new();
	struct record_keys *keys = ARENA_ARRAY(
	    scratch, struct record_keys, guarding->corpus->record_count);
	struct buf buf = BUF_INIT;
	size_t all = 0;
	for (size_t t = 0; t < tallies->list.count; t++)
		all += tallies->contributions[t].count;
	struct issue_entry *entries =
	    ARENA_ARRAY(arena, struct issue_entry, all);
	for (uint32_t t = 0; t < tallies->list.count; t++)
		for (size_t i = 0; i < tallies->contributions[t].count; i++) {
			const struct contribution *c =
			    &tallies->contributions[t].items[i];
			const struct record *record =
			    guarding->corpus->records[c->record];
			struct record_keys *k = &keys[c->record];
			if (!k->made)
				*k = (struct record_keys){
					subject_key(&buf, salt, record),
					key_of(&buf, salt, "record",
					    record->id),
					true };
			entries[layer.entry_count++] = (struct issue_entry){
				t, c->place, c->amount, k->subject,
				k->record, known[t][i]
			};
		}
	layer.entries = entries;
	buf_free(&buf);
	arena_free(scratch);
	return layer;
}

/* ---- then ---- */

/* The same record in the same leaves of the same tally, in any issue. */
static const char *
entry_words(struct buf *buf, const struct tally_list *tallies,
    const struct issue_entry *entry)
{
	const struct tally *tally = tallies->items[entry->tally];
	buf_clear(buf);
	buf_printf(buf, "%llx %s", (unsigned long long)entry->record,
	    tally->name);
	for (size_t d = 0; d < tally->dimension_count; d++) {
		const struct tally_node *node =
		    &tally->dimensions[d]->nodes[entry->place.nodes[d]];
		buf_printf(buf, "\n%s%s", node->itself ? "=" : "", node->id);
	}
	return buf->at;
}

static const char *
audience_words(struct arena *arena, const struct guarding *guarding,
    const struct edition *edition)
{
	const struct term *classes =
	    guarding->corpus->programme->terms[VOCABULARY_CLASS].items;
	struct audience audience;
	if (policy_audience(guarding->policy, &audience, edition,
		guarding->diags) != 0)
		return "";
	return arena_printf(arena, "%s/%s",
	    audience.within == NULL ? "" : audience.within->id,
	    classes[audience.who].id);
}

/*
 * Whose readers read it then: under its name, if that is for the same audience
 * still, or under another.
 */
static long
edition_number(const struct guarding *guarding,
    const struct issue_edition *past, struct arena *scratch)
{
	const struct site *site = guarding->corpus->site;
	long number = -1;
	for (size_t e = site_editions(site); e > 0; e--) {
		const struct edition *edition = &site->editions[e - 1];
		if (strcmp(audience_words(scratch, guarding, edition),
			past->audience) != 0)
			continue;
		number = (long)e - 1;
		if (strcmp(edition->id, past->id) == 0)
			break;
	}
	return number;
}

/* `more`: those that were not there. */
static void
bits_join(
    uint64_t *bits, const uint64_t *others, size_t count, uint64_t *more)
{
	for (size_t i = 0; i < issue_words(count); i++) {
		more[i] |= others[i] & ~bits[i];
		bits[i] |= others[i];
	}
}

/* Readers of now who knew it as readers of then. */
static void
bits_then(uint64_t *bits, const struct issue *issue,
    const struct guard_past *pasts, const uint64_t *known,
    const struct guard_task *task)
{
	for (size_t e = 0; e < issue->edition_count; e++) {
		if ((known[e / 64] >> (e % 64) & 1) == 0 ||
		    pasts[e].edition < 0)
			continue;
		for (size_t r = 0; r < task->readers; r++)
			if (task->opens[r * task->readers +
				(size_t)pasts[e].edition])
				bits[r / 64] |= (uint64_t)1 << (r % 64);
	}
}

/* Of a layer, by their words. */
static void
entries_by_words(struct table *table, struct arena *scratch,
    const struct guard_layer *layer, struct buf *buf)
{
	table_init(table, scratch);
	for (size_t i = 0; i < layer->entry_count; i++)
		table_add(table,
		    text_of(arena_string(scratch,
			entry_words(
			    buf, &layer->tallies, &layer->entries[i]))),
		    (void *)&layer->entries[i]);
}

static struct guard_past *
pasts_make(struct arena *arena, struct arena *scratch,
    const struct guarding *guarding, const struct issue *issue)
{
	struct guard_past *pasts =
	    ARENA_ARRAY(arena, struct guard_past, issue->edition_count);
	for (size_t e = 0; e < issue->edition_count; e++)
		pasts[e] = (struct guard_past){
			edition_number(
			    guarding, &issue->editions[e], scratch),
			issue->editions[e].withheld, issue->editions[e].count
		};
	return pasts;
}

struct guard_layer
guard_layer_past(struct arena *arena, const struct guarding *guarding,
    const struct issue *issue, const struct guard_layer *now,
    const struct guard_task *task)
{
	struct guard_layer layer = { .tallies = issue->tallies,
		.entry_count = issue->entry_count,
		.past_count = issue->edition_count };
	struct arena *scratch = arena_new();
	struct buf buf = BUF_INIT;
	struct table here;
	entries_by_words(&here, scratch, now, &buf);
	struct guard_past *pasts =
	    pasts_make(arena, scratch, guarding, issue);
	uint64_t **more =
	    ARENA_ARRAY(arena, uint64_t *, issue->tallies.count);
	for (size_t t = 0; t < issue->tallies.count; t++)
		more[t] = ARENA_ARRAY(
		    arena, uint64_t, issue_words(task->readers));
	struct issue_entry *entries =
	    ARENA_ARRAY(arena, struct issue_entry, issue->entry_count);
	for (size_t i = 0; i < issue->entry_count; i++) {
		uint64_t *bits = ARENA_ARRAY(
		    arena, uint64_t, issue_words(task->readers));
		bits_then(bits, issue, pasts, issue->entries[i].known, task);
		const struct issue_entry *same = table_get(&here,
		    text_of(entry_words(
			&buf, &issue->tallies, &issue->entries[i])));
		if (same != NULL)
			bits_join(bits, same->known, task->readers,
			    more[issue->entries[i].tally]);
		entries[i] = issue->entries[i];
		entries[i].known = bits;
	}
	layer.entries = entries;
	layer.pasts = pasts;
	layer.more = more;
	buf_free(&buf);
	arena_free(scratch);
	return layer;
}

/* ---- what is released now ---- */

static int
entry_compare(const void *pa, const void *pb)
{
	const struct issue_entry *a = pa, *b = pb;
	if (a->tally != b->tally)
		return a->tally < b->tally ? -1 : 1;
	int c = tally_place_compare(&a->place, &b->place);
	if (c != 0)
		return c;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	return a->amount < b->amount ? -1 : a->amount > b->amount;
}

/* With a minimum of 1 nothing was ever withheld: there is nothing to keep. */
static bool
is_kept(const struct tally_list *tallies, size_t number)
{
	for (size_t i = 0; i < tallies->count; i++)
		if (tallies->items[i]->minimum > 1 &&
		    strcmp(tallies->items[i]->of, tallies->items[number]->of) ==
			0)
			return true;
	return false;
}

static void
dimensions_collect(struct issue *issue, struct arena *arena)
{
	issue->dimensions = ARENA_ARRAY(arena, const struct tally_dimension *,
	    issue->tallies.count * TALLY_DIMENSIONS_MOST);
	issue->dimension_count = 0;
	for (size_t t = 0; t < issue->tallies.count; t++)
		for (size_t d = 0;
		     d < issue->tallies.items[t]->dimension_count; d++) {
			const struct tally_dimension *dimension =
			    issue->tallies.items[t]->dimensions[d];
			size_t i = 0;
			while (i < issue->dimension_count &&
			    issue->dimensions[i] != dimension)
				i++;
			if (i == issue->dimension_count)
				issue->dimensions[issue->dimension_count++] =
				    dimension;
		}
}

static struct issue_edition
edition_withheld(struct arena *arena, const char *id, const char *audience,
    const struct guard_outcome *outcome)
{
	struct issue_edition edition = { .id = id, .audience = audience };
	size_t n = 0;
	for (size_t i = 0; i < outcome->count; i++)
		n += outcome->cells[i].withheld;
	struct issue_cell *cells = ARENA_ARRAY(arena, struct issue_cell, n);
	for (size_t i = 0; i < outcome->count; i++)
		if (outcome->cells[i].withheld)
			cells[edition.count++] = (struct issue_cell){
				outcome->cells[i].tally,
				outcome->cells[i].place
			};
	edition.withheld = cells;
	return edition;
}

struct issue *
guard_issue_make(struct arena *arena, const struct guarding *guarding,
    const struct guard_layer *now, const struct guard_result *result)
{
	const struct site *site = guarding->corpus->site;
	struct issue *issue = ARENA_NEW(arena, struct issue);
	issue->as_of = guarding->as_of;
	issue->tallies = now->tallies;
	dimensions_collect(issue, arena);
	struct issue_entry *entries =
	    ARENA_ARRAY(arena, struct issue_entry, now->entry_count);
	for (size_t i = 0; i < now->entry_count; i++)
		if (is_kept(&now->tallies, now->entries[i].tally))
			entries[issue->entry_count++] = now->entries[i];
	if (issue->entry_count > 1)
		qsort(entries, issue->entry_count, sizeof(*entries),
		    entry_compare);
	issue->entries = entries;
	issue->edition_count = site_editions(site);
	struct issue_edition *editions =
	    ARENA_ARRAY(arena, struct issue_edition, issue->edition_count);
	for (size_t e = 0; e < issue->edition_count; e++)
		editions[e] = edition_withheld(arena, site->editions[e].id,
		    audience_words(arena, guarding, &site->editions[e]),
		    &result->outcomes[e]);
	issue->editions = editions;
	return issue;
}

/* ---- what of it the guard needs ---- */

static struct issue_edition
edition_kept(struct arena *arena, const struct issue_edition *whole,
    const uint32_t *numbers)
{
	struct issue_edition edition = { .id = whole->id,
		.audience = arena_string(arena, whole->audience),
		.count = whole->count };
	struct issue_cell *cells =
	    ARENA_ARRAY(arena, struct issue_cell, whole->count);
	for (size_t i = 0; i < whole->count; i++)
		cells[i] = (struct issue_cell){
			numbers[whole->withheld[i].tally],
			whole->withheld[i].place
		};
	edition.withheld = cells;
	return edition;
}

struct issue *
guard_issue_kept(struct arena *arena, const struct issue *whole)
{
	struct issue *issue = ARENA_NEW(arena, struct issue);
	size_t all = whole->tallies.count;
	uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, all);
	*issue = *whole;
	issue->tallies = (struct tally_list){
		ARENA_ARRAY(arena, const struct tally *, all), 0 };
	for (size_t t = 0; t < all; t++) {
		if (!is_kept(&whole->tallies, t))
			continue;
		numbers[t] = (uint32_t)issue->tallies.count;
		issue->tallies.items[issue->tallies.count++] =
		    whole->tallies.items[t];
	}
	dimensions_collect(issue, arena);
	struct issue_entry *entries =
	    ARENA_ARRAY(arena, struct issue_entry, whole->entry_count);
	for (size_t i = 0; i < whole->entry_count; i++) {
		entries[i] = whole->entries[i];
		entries[i].tally = numbers[entries[i].tally];
	}
	issue->entries = entries;
	struct issue_edition *editions = ARENA_ARRAY(
	    arena, struct issue_edition, whole->edition_count);
	for (size_t e = 0; e < whole->edition_count; e++)
		editions[e] = edition_kept(arena, &whole->editions[e], numbers);
	issue->editions = editions;
	return issue;
}

/* ---- under another salt ---- */

struct guard_salting {
	struct table keys; /* the old one's bytes → the new one's */
};

static struct text
key_text(const uint64_t *key)
{
	return (struct text){ (const char *)key, sizeof(*key) };
}

struct salts {
	struct arena *arena;
	struct buf buf;
	const char *from, *to;
};

static void
salt_one(struct guard_salting *salting, struct salts *s, const char *kind,
    const char *id)
{
	uint64_t *pair = ARENA_ARRAY(s->arena, uint64_t, 2);
	pair[0] = key_of(&s->buf, s->from, kind, id);
	pair[1] = key_of(&s->buf, s->to, kind, id);
	table_add(&salting->keys, key_text(&pair[0]), &pair[1]);
}

struct guard_salting *
guard_salting_make(struct arena *arena, const struct corpus *corpus,
    const char *from, const char *to)
{
	const struct roster *roster = &corpus->roster;
	struct guard_salting *salting = ARENA_NEW(arena, struct guard_salting);
	struct salts s = { arena, BUF_INIT, from, to };
	table_init(&salting->keys, arena);
	if (strcmp(from, to) == 0)
		return salting;
	for (size_t i = 0; i < corpus->record_count; i++)
		salt_one(salting, &s, "record", corpus->records[i]->id);
	for (size_t i = 0; i < roster->person_count; i++)
		salt_one(salting, &s, "person", roster->people[i]->id);
	for (size_t i = 0; i < roster->organisation_count; i++)
		salt_one(salting, &s, "organisation",
		    roster->organisations[i]->id);
	buf_free(&s.buf);
	return salting;
}

static uint64_t
key_salted(const struct guard_salting *salting, uint64_t key)
{
	const uint64_t *other = table_get(&salting->keys, key_text(&key));
	return other != NULL ? *other : key;
}

struct issue *
guard_issue_salted(struct arena *arena, const struct guard_salting *salting,
    const struct issue *issue)
{
	struct issue *salted = ARENA_NEW(arena, struct issue);
	struct issue_entry *entries =
	    ARENA_ARRAY(arena, struct issue_entry, issue->entry_count);
	for (size_t i = 0; i < issue->entry_count; i++) {
		entries[i] = issue->entries[i];
		entries[i].subject = key_salted(salting, entries[i].subject);
		entries[i].record = key_salted(salting, entries[i].record);
	}
	if (issue->entry_count > 1)
		qsort(entries, issue->entry_count, sizeof(*entries),
		    entry_compare);
	*salted = *issue;
	salted->entries = entries;
	return salted;
}

/* ---- is it the same? ---- */

static bool
is_same_dimension(
    const struct tally_dimension *a, const struct tally_dimension *b)
{
	if (strcmp(a->id, b->id) != 0 || a->axis != b->axis ||
	    a->level != b->level || a->sensitive != b->sensitive ||
	    a->node_count != b->node_count)
		return false;
	for (uint32_t n = 0; n < a->node_count; n++)
		if (strcmp(a->nodes[n].id, b->nodes[n].id) != 0 ||
		    a->nodes[n].parent != b->nodes[n].parent ||
		    a->nodes[n].itself != b->nodes[n].itself)
			return false;
	return true;
}

static bool
is_same_tally(const struct tally *a, const struct tally *b)
{
	if (strcmp(a->name, b->name) != 0 || strcmp(a->of, b->of) != 0 ||
	    a->minimum != b->minimum || a->most != b->most ||
	    a->dimension_count != b->dimension_count)
		return false;
	for (size_t d = 0; d < a->dimension_count; d++)
		if (!is_same_dimension(a->dimensions[d], b->dimensions[d]))
			return false;
	return true;
}

static bool
is_same_entry(const struct issue_entry *a, const struct issue_entry *b,
    size_t editions)
{
	return a->tally == b->tally && a->amount == b->amount &&
	    a->subject == b->subject && a->record == b->record &&
	    memcmp(&a->place, &b->place, sizeof(a->place)) == 0 &&
	    memcmp(a->known, b->known,
		issue_words(editions) * sizeof(*a->known)) == 0;
}

static bool
is_same_edition(const struct issue_edition *a, const struct issue_edition *b)
{
	if (strcmp(a->id, b->id) != 0 ||
	    strcmp(a->audience, b->audience) != 0 || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->withheld[i].tally != b->withheld[i].tally ||
		    memcmp(&a->withheld[i].place, &b->withheld[i].place,
			sizeof(a->withheld[i].place)) != 0)
			return false;
	return true;
}

bool
guard_issue_same(const struct issue *a, const struct issue *b)
{
	bool same = a->tallies.count == b->tallies.count &&
	    a->entry_count == b->entry_count &&
	    a->edition_count == b->edition_count;
	for (size_t i = 0; same && i < a->tallies.count; i++)
		same = is_same_tally(a->tallies.items[i], b->tallies.items[i]);
	for (size_t i = 0; same && i < a->entry_count; i++)
		same = is_same_entry(
		    &a->entries[i], &b->entries[i], a->edition_count);
	for (size_t i = 0; same && i < a->edition_count; i++)
		same = is_same_edition(&a->editions[i], &b->editions[i]);
	return same;
}
