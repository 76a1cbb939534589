/*
 * The auditor: what can a reader work out from the figures he may open?  It
 * shares types with the guard and no code: cells are found by trying every
 * place, sums by adding up every entry, and whether a figure can be worked out
 * by looking for another assignment of whole numbers to all that is withheld,
 * near the true one first, with every value tried in the end.
 *
 * What the reader knows: the tallies and the rule, what he sees for himself,
 * in which cells something is hidden from him, all open figures of the editions
 * that he may open in all issues; that figures only rise where nobody left;
 * that every group of withheld cells holds one that is small.
 */
#ifndef TONGBAO_TESTS_AUDITOR_H
#define TONGBAO_TESTS_AUDITOR_H

#include <stdio.h>
#include <stdlib.h>
#include "scope/guard_parts.h"

#define AUDIT_NODES 8000 /* assignments begun before it gives up */
#define AUDIT_BEYOND 7    /* a value so far above the true one stands for all */

struct audit_cell {
	char *key;
	bool sensitive;
};

struct audit_slot {
	bool there;
	const struct tally *tally; /* the first that has it */
	struct tally_place place;
	long value;
	/* Each subject's sum; by its number among all. */
	long *sums;
	long **seen; /* by reader, subject: of that what he sees */
	long *x, *h; /* by reader */
};

struct audit_sum {
	size_t *members, count; /* slots; the first is the whole */
};

struct audit {
	struct arena *arena;
	const struct guard_task *task;
	const struct guard_result *result;
	const char *of;
	long minimum;
	bool several;
	bool reasons; /* knows that every group has one */
	uint64_t *subjects;
	size_t subject_count;
	struct audit_cell *cells;
	size_t cell_count, cell_room;
	struct audit_slot *slots; /* layer × cells + cell */
	struct audit_sum *sums;
	size_t sum_count, sum_room;
	/* Faults found. */
	size_t small_open;  /* open although few are hidden */
	size_t determined;  /* withheld, and can be worked out */
	size_t undecided;
	size_t asked;
	char first[400]; /* the first fault, in words */
};

/* ---- cells ---- */

static int
audit_text_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Words for a cell that are the same in every tally that counts it. */
static char *
audit_key(struct arena *arena, const struct tally *tally,
    const struct tally_place *place)
{
	char *parts[TALLY_DIMENSIONS_MOST];
	size_t count = 0;
	for (size_t d = 0; d < tally->dimension_count; d++) {
		const struct tally_dimension *dim = tally->dimensions[d];
		const struct tally_node *n = &dim->nodes[place->nodes[d]];
		if (place->nodes[d] == 0)
			continue;
		if (dim->axis == AXIS_ORGANISATION)
			parts[count++] = n->itself
			    ? arena_printf(arena, "o~%s@%d", n->id, dim->level)
			    : arena_printf(arena, "o:%s", n->id);
		else if (dim->axis == AXIS_TERMS)
			parts[count++] = arena_printf(arena, "t%d:%s",
			    (int)dim->vocabulary, n->id);
		else
			parts[count++] = arena_printf(arena, "%d%s:%s",
			    (int)dim->axis,
			    dim->axis == AXIS_WORDS ? dim->id : "", n->id);
	}
	qsort(parts, count, sizeof(*parts), audit_text_compare);
	char *key = arena_string(arena, "|");
	for (size_t i = 0; i < count; i++)
		key = arena_printf(arena, "%s%s|", key, parts[i]);
	return key;
}

static size_t
audit_cell_of(struct audit *a, const char *key)
{
	for (size_t i = 0; i < a->cell_count; i++)
		if (strcmp(a->cells[i].key, key) == 0)
			return i;
	ARENA_ROOM(a->arena, a->cells, a->cell_count, a->cell_room);
	a->cells[a->cell_count].key = arena_string(a->arena, key);
	a->cells[a->cell_count].sensitive = false;
	return a->cell_count++;
}

static bool
audit_next_place(const struct tally *tally, struct tally_place *place)
{
	for (size_t d = 0; d < tally->dimension_count; d++) {
		if (++place->nodes[d] < tally->dimensions[d]->node_count)
			return true;
		place->nodes[d] = 0;
	}
	return false;
}

static bool
audit_is_below(const struct tally *tally, const struct tally_place *leaf,
    const struct tally_place *place)
{
	for (size_t d = 0; d < tally->dimension_count; d++) {
		uint32_t n = leaf->nodes[d];
		while (n != place->nodes[d] && n != 0)
			n = tally->dimensions[d]->nodes[n].parent;
		if (n != place->nodes[d])
			return false;
	}
	return true;
}

static bool
audit_is_sensitive(const struct tally *tally)
{
	for (size_t d = 0; d < tally->dimension_count; d++)
		if (tally->dimensions[d]->sensitive)
			return true;
	return false;
}

static size_t
audit_subject(struct audit *a, uint64_t subject)
{
	for (size_t i = 0; i < a->subject_count; i++)
		if (a->subjects[i] == subject)
			return i;
	a->subjects[a->subject_count] = subject;
	return a->subject_count++;
}

/* Adds each subject's sum in one leaf, as far as `reader` sees it (-1: all). */
static void
audit_add(struct audit *a, const struct guard_layer *layer, size_t tally,
    const struct tally_place *place, long reader, long *sums)
{
	const struct tally *t = layer->tallies.items[tally];
	for (size_t i = 0; i < layer->entry_count; i++) {
		const struct issue_entry *e = &layer->entries[i];
		long sum = 0;
		bool first = true;
		if (e->tally != tally ||
		    !audit_is_below(t, &e->place, place))
			continue;
		for (size_t j = 0; j < layer->entry_count; j++) {
			const struct issue_entry *f = &layer->entries[j];
			if (f->tally != tally || f->subject != e->subject ||
			    memcmp(&f->place, &e->place, sizeof(e->place)) != 0)
				continue;
			if (j < i)
				first = false;
			if (reader < 0 ||
			    (f->known[reader / 64] >> (reader % 64) & 1) != 0)
				sum += f->amount;
		}
		if (first)
			sums[audit_subject(a, e->subject)] +=
			    sum > (long)t->most ? (long)t->most : sum;
	}
}

static void
audit_slot_fill(struct audit *a, size_t layer, size_t tally,
    const struct tally_place *place, struct audit_slot *slot)
{
	const struct guard_layer *l = &a->task->layers[layer];
	const struct tally *t = l->tallies.items[tally];
	size_t most = a->subject_count, readers = a->task->readers;
	long *sums = ARENA_ARRAY(a->arena, long, most);
	audit_add(a, l, tally, place, -1, sums);
	if (!slot->there) {
		slot->tally = t;
		slot->place = *place;
		slot->sums = sums;
		slot->seen = ARENA_ARRAY(a->arena, long *, readers);
		slot->x = ARENA_ARRAY(a->arena, long, readers);
		slot->h = ARENA_ARRAY(a->arena, long, readers);
		for (size_t s = 0; s < most; s++)
			slot->value += sums[s];
	}
	for (size_t r = 0; r < readers; r++) {
		long *seen = ARENA_ARRAY(a->arena, long, most);
		long x = 0, h = 0;
		audit_add(a, l, tally, place, (long)r, seen);
		for (size_t s = 0; s < most; s++) {
			x += sums[s] - seen[s];
			h += sums[s] > seen[s];
			a->several |= sums[s] > 1;
		}
		if (!slot->there || x < slot->x[r])
			slot->x[r] = x;
		if (!slot->there || h < slot->h[r])
			slot->h[r] = h;
		if (!slot->there)
			slot->seen[r] = seen;
	}
	slot->there = true;
}

static void
audit_sum_add(struct audit *a, size_t layer, const struct tally *tally,
    const struct tally_place *place, size_t d)
{
	const struct tally_dimension *dim = tally->dimensions[d];
	struct audit_sum sum = {
		ARENA_ARRAY(a->arena, size_t, dim->node_count + 1), 0
	};
	size_t base = layer * a->cell_count;
	sum.members[sum.count++] =
	    base + audit_cell_of(a, audit_key(a->arena, tally, place));
	for (uint32_t n = 1; n < dim->node_count; n++) {
		struct tally_place below = *place;
		if (dim->nodes[n].parent != place->nodes[d])
			continue;
		below.nodes[d] = n;
		sum.members[sum.count++] = base +
		    audit_cell_of(a, audit_key(a->arena, tally, &below));
	}
	if (sum.count == 1)
		return;
	ARENA_ROOM(a->arena, a->sums, a->sum_count, a->sum_room);
	a->sums[a->sum_count++] = sum;
}

static void
audit_prepare(struct audit *a)
{
	const struct guard_task *task = a->task;
	size_t entries = 0;
	for (size_t l = 0; l < task->layer_count; l++)
		entries += task->layers[l].entry_count;
	a->subjects = ARENA_ARRAY(a->arena, uint64_t, entries + 1);
	for (size_t l = 0; l < task->layer_count; l++)
		for (size_t i = 0; i < task->layers[l].entry_count; i++)
			audit_subject(a, task->layers[l].entries[i].subject);
	/* Three walks over all places: names, values, sums. */
	for (int walk = 0; walk < 3; walk++) {
		if (walk == 1)
			a->slots = ARENA_ARRAY(a->arena, struct audit_slot,
			    a->cell_count * task->layer_count);
		for (size_t l = 0; l < task->layer_count; l++)
			for (size_t t = 0; t < task->layers[l].tallies.count;
			     t++) {
				const struct tally *tally =
				    task->layers[l].tallies.items[t];
				struct tally_place p = { { 0 } };
				if (strcmp(tally->of, a->of) != 0)
					continue;
				if (l + 1 == task->layer_count &&
				    (long)tally->minimum > a->minimum)
					a->minimum = (long)tally->minimum;
				do {
					size_t c = audit_cell_of(a,
					    audit_key(a->arena, tally, &p));
					a->cells[c].sensitive |=
					    audit_is_sensitive(tally);
					if (walk == 1)
						audit_slot_fill(a, l, t, &p,
						    &a->slots[l * a->cell_count +
							c]);
					for (size_t d = 0; walk == 2 &&
					     d < tally->dimension_count;
					     d++)
						audit_sum_add(
						    a, l, tally, &p, d);
				} while (audit_next_place(tally, &p));
			}
	}
	/* Tallies that count the same are sensitive together. */
	bool sensitive = false;
	for (size_t i = 0; i < a->cell_count; i++)
		sensitive |= a->cells[i].sensitive;
	for (size_t i = 0; i < a->cell_count; i++)
		a->cells[i].sensitive = sensitive;
	/* With 2, a withheld figure would be known to stand for one. */
	if (a->minimum == 2)
		a->minimum = 3;
}

/* ---- what is withheld from whom ---- */

static bool
audit_opens(const struct audit *a, size_t reader, long edition)
{
	return edition < 0 ||
	    a->task->opens[reader * a->task->readers + (size_t)edition];
}

static bool
audit_has(const struct tally *tally, const struct tally_place *place,
    const char *key, struct arena *arena)
{
	char *other = audit_key(arena, tally, place);
	return strcmp(other, key) == 0;
}

/* Does that edition show the cell, in that issue? */
static bool
audit_shows(struct audit *a, size_t layer, size_t edition, size_t cell)
{
	const struct guard_task *task = a->task;
	const struct audit_slot *slot =
	    &a->slots[layer * a->cell_count + cell];
	const char *key = a->cells[cell].key;
	const struct guard_layer *l = &task->layers[layer];
	struct arena *scratch = arena_new();
	bool shown = true;
	if (!slot->there)
		shown = false;
	else if (layer + 1 == task->layer_count) {
		const struct guard_outcome *o =
		    &a->result->outcomes[edition];
		for (size_t i = 0; i < o->count && shown; i++)
			if (o->cells[i].withheld &&
			    strcmp(l->tallies.items[o->cells[i].tally]->of,
				a->of) == 0 &&
			    audit_has(l->tallies.items[o->cells[i].tally],
				&o->cells[i].place, key, scratch))
				shown = false;
	} else {
		const struct guard_past *p = &l->pasts[edition];
		for (size_t i = 0; i < p->count && shown; i++)
			if (strcmp(l->tallies.items[p->withheld[i].tally]->of,
				a->of) == 0 &&
			    audit_has(l->tallies.items[p->withheld[i].tally],
				&p->withheld[i].place, key, scratch))
				shown = false;
	}
	arena_free(scratch);
	return shown;
}

/* A release of an issue: what one edition withheld, and its groups. */
struct audit_release {
	size_t layer;
	long edition;
	bool *shows; /* by cell */
	size_t *group; /* by cell; withheld ones that hang together */
};

struct audit_releases {
	struct audit_release *items;
	size_t count;
};

static void
audit_groups(struct audit *a, struct audit_release *release)
{
	size_t base = release->layer * a->cell_count;
	release->group = ARENA_ARRAY(a->arena, size_t, a->cell_count);
	for (size_t c = 0; c < a->cell_count; c++)
		release->group[c] = c;
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < a->sum_count; i++) {
			size_t lowest = SIZE_MAX;
			for (int walk = 0; walk < 2; walk++)
				for (size_t j = 0; j < a->sums[i].count; j++) {
					size_t c = a->sums[i].members[j] - base;
					if (a->sums[i].members[j] < base ||
					    c >= a->cell_count ||
					    release->shows[c] ||
					    !a->slots[base + c].there ||
					    (a->slots[base + c].value == 0 &&
						!a->cells[c].sensitive))
						continue;
					if (walk == 0 &&
					    release->group[c] < lowest)
						lowest = release->group[c];
					if (walk == 1 &&
					    release->group[c] != lowest) {
						release->group[c] = lowest;
						again = true;
					}
				}
		}
	}
}

static struct audit_releases
audit_releases_make(struct audit *a)
{
	const struct guard_task *task = a->task;
	size_t most = 0;
	for (size_t l = 0; l < task->layer_count; l++)
		most += task->readers + task->layers[l].past_count;
	struct audit_releases all = {
		ARENA_ARRAY(a->arena, struct audit_release, most), 0
	};
	for (size_t l = 0; l < task->layer_count; l++) {
		bool now = l + 1 == task->layer_count;
		size_t count = now ? task->readers : task->layers[l].past_count;
		for (size_t e = 0; e < count; e++) {
			struct audit_release *r = &all.items[all.count++];
			r->layer = l;
			r->edition =
			    now ? (long)e : task->layers[l].pasts[e].edition;
			r->shows = ARENA_ARRAY(a->arena, bool, a->cell_count);
			for (size_t c = 0; c < a->cell_count; c++)
				r->shows[c] = audit_shows(a, l, e, c);
			audit_groups(a, r);
		}
	}
	return all;
}

/* ---- one reader ---- */

struct audit_reader {
	struct audit *audit;
	const struct audit_releases *releases;
	size_t reader;
	size_t slot_count;
	bool *unknown;
	bool *is_open;
	size_t *later; /* a figure that can't be lower; or SIZE_MAX */
	long *low, *high; /* values, by slot */
	size_t nodes;
};

static bool
audit_is_zero(const struct audit *a, size_t slot)
{
	return a->slots[slot].value == 0 &&
	    !a->cells[slot % a->cell_count].sensitive;
}

/* Can he see for himself that nothing is hidden? */
static bool
audit_is_fixed(const struct audit *a, size_t slot, size_t reader)
{
	const struct audit_slot *s = &a->slots[slot];
	return s->x[reader] == 0 &&
	    (!a->cells[slot % a->cell_count].sensitive ||
		(a->task->over != NULL &&
		    a->task->over(a->task->context, reader, s->tally,
			&s->place)));
}

static size_t
audit_later(const struct audit *a, size_t slot)
{
	size_t all = a->cell_count * a->task->layer_count;
	for (size_t later = slot + a->cell_count; later < all;
	     later += a->cell_count) {
		if (!a->slots[later].there || audit_is_zero(a, later))
			continue;
		for (size_t s = 0; s < a->subject_count; s++)
			if (a->slots[later].sums[s] < a->slots[slot].sums[s])
				return SIZE_MAX;
		return later;
	}
	return SIZE_MAX;
}

static struct audit_reader
audit_reader_make(
    struct audit *a, const struct audit_releases *releases, size_t reader)
{
	size_t n = a->cell_count * a->task->layer_count;
	struct audit_reader r = { .audit = a, .releases = releases,
		.reader = reader, .slot_count = n };
	r.unknown = ARENA_ARRAY(a->arena, bool, n);
	r.is_open = ARENA_ARRAY(a->arena, bool, n);
	r.later = ARENA_ARRAY(a->arena, size_t, n);
	r.low = ARENA_ARRAY(a->arena, long, n);
	r.high = ARENA_ARRAY(a->arena, long, n);
	for (size_t i = 0; i < releases->count; i++) {
		const struct audit_release *rel = &releases->items[i];
		if (!audit_opens(a, reader, rel->edition))
			continue;
		for (size_t c = 0; c < a->cell_count; c++)
			r.is_open[rel->layer * a->cell_count + c] |=
			    rel->shows[c];
	}
	for (size_t slot = 0; slot < n; slot++) {
		const struct audit_slot *s = &a->slots[slot];
		r.later[slot] = SIZE_MAX;
		if (!s->there)
			continue;
		if (!audit_is_zero(a, slot))
			r.later[slot] = audit_later(a, slot);
		r.low[slot] = r.high[slot] = s->value;
		r.unknown[slot] = !r.is_open[slot] && !audit_is_zero(a, slot) &&
		    !audit_is_fixed(a, slot, reader);
		if (!r.unknown[slot])
			continue;
		r.low[slot] = s->value - s->x[reader] +
		    !a->cells[slot % a->cell_count].sensitive;
		r.high[slot] = s->value + AUDIT_BEYOND;
	}
	return r;
}

/* ---- is there another assignment? ---- */

static bool
audit_narrow(long *low, long *high, size_t slot, long from, long to, bool *some)
{
	if (from > low[slot]) {
		low[slot] = from;
		*some = true;
	}
	if (to < high[slot]) {
		high[slot] = to;
		*some = true;
	}
	return low[slot] <= high[slot];
}

/* False: no assignment lies within the bounds. */
static bool
audit_propagate(const struct audit_reader *r, long *low, long *high)
{
	const struct audit *a = r->audit;
	for (bool some = true; some;) {
		some = false;
		for (size_t i = 0; i < a->sum_count; i++) {
			const struct audit_sum *s = &a->sums[i];
			long least = 0, most = 0;
			for (size_t j = 1; j < s->count; j++) {
				least += low[s->members[j]];
				most += high[s->members[j]];
			}
			size_t whole = s->members[0];
			if (!audit_narrow(
				low, high, whole, least, most, &some))
				return false;
			for (size_t j = 1; j < s->count; j++) {
				size_t m = s->members[j];
				long from = low[whole] - (most - high[m]);
				long to = high[whole] - (least - low[m]);
				long l = low[m], h = high[m];
				if (!audit_narrow(
					low, high, m, from, to, &some))
					return false;
				least += low[m] - l;
				most += high[m] - h;
			}
		}
		for (size_t i = 0; i < r->slot_count; i++) {
			size_t later = r->later[i];
			if (later != SIZE_MAX &&
			    (!audit_narrow(low, high, i, low[i], high[later],
				 &some) ||
				!audit_narrow(low, high, later, low[i],
				    high[later], &some)))
				return false;
		}
	}
	return true;
}

/* Could this cell be the reason, if its value were so? */
static bool
audit_may_be_small(const struct audit *a, const struct audit_release *release,
    size_t cell, long value, size_t knower)
{
	size_t slot = release->layer * a->cell_count + cell;
	const struct audit_slot *s = &a->slots[slot];
	for (size_t r = 0; r < a->task->readers; r++) {
		if (!audit_opens(a, r, release->edition))
			continue;
		long x = s->x[r] + value - s->value;
		/* Of readers whom he does not see through anything can be. */
		if (!a->task->opens[knower * a->task->readers + r] &&
		    value > 0)
			return true;
		if ((x > 0 && (x < a->minimum || a->several)) ||
		    (x == 0 && a->cells[cell].sensitive &&
			!audit_is_fixed(a, slot, r)))
			return true;
	}
	return false;
}

/* Or the change since an issue that had it open? */
static bool
audit_may_have_changed(const struct audit_reader *r,
    const struct audit_release *release, size_t cell, long value)
{
	const struct audit *a = r->audit;
	for (size_t i = 0; i < r->releases->count; i++) {
		const struct audit_release *past = &r->releases->items[i];
		size_t slot = past->layer * a->cell_count + cell;
		long d = value - a->slots[slot].value;
		if (past->layer < release->layer && a->slots[slot].there &&
		    past->shows[cell] && d < a->minimum && d > -a->minimum)
			return true;
	}
	return false;
}

static bool
audit_reasons_hold(const struct audit_reader *r, const long *values)
{
	const struct audit *a = r->audit;
	for (size_t i = 0; i < r->releases->count; i++) {
		const struct audit_release *rel = &r->releases->items[i];
		if (rel->edition < 0 || !audit_opens(a, r->reader, rel->edition))
			continue;
		for (size_t g = 0; g < a->cell_count; g++) {
			bool any = false, reason = false;
			for (size_t c = 0; c < a->cell_count; c++) {
				size_t slot = rel->layer * a->cell_count + c;
				if (rel->group[c] != g || rel->shows[c] ||
				    !a->slots[slot].there ||
				    audit_is_zero(a, slot))
					continue;
				any = true;
				reason |= audit_may_be_small(a, rel, c,
					      values[slot], r->reader) ||
				    audit_may_have_changed(
					r, rel, c, values[slot]);
			}
			if (any && !reason)
				return false;
		}
	}
	return true;
}

static bool
audit_assign(struct audit_reader *r, const long *low, const long *high)
{
	const struct audit *a = r->audit;
	size_t best = SIZE_MAX;
	bool found = false;
	if (++r->nodes > AUDIT_NODES)
		return false;
	for (size_t i = 0; i < r->slot_count; i++)
		if (high[i] > low[i] && a->slots[i].there &&
		    (best == SIZE_MAX ||
			high[i] - low[i] < high[best] - low[best]))
			best = i;
	if (best == SIZE_MAX)
		return !a->reasons || audit_reasons_hold(r, low);
	long *l = malloc(r->slot_count * sizeof(long));
	long *h = malloc(r->slot_count * sizeof(long));
	long truth = a->slots[best].value, span = high[best] - low[best];
	long far = labs(truth - low[best]) > labs(truth - high[best])
	    ? labs(truth - low[best])
	    : labs(truth - high[best]);
	for (long away = 0; away <= far + span && !found; away++)
		for (int side = 0; side < 2 && !found; side++) {
			long v = side == 0 ? truth - away : truth + away;
			if (v < low[best] || v > high[best] ||
			    (away == 0 && side == 1))
				continue;
			memcpy(l, low, r->slot_count * sizeof(long));
			memcpy(h, high, r->slot_count * sizeof(long));
			l[best] = h[best] = v;
			found = audit_propagate(r, l, h) &&
			    audit_assign(r, l, h);
		}
	free(l);
	free(h);
	return found;
}

/* Is there an assignment in which the slot is something else? */
static bool
audit_can_differ(struct audit_reader *r, size_t slot, const long *low,
    const long *high)
{
	long truth = r->audit->slots[slot].value;
	long *l = malloc(r->slot_count * sizeof(long));
	long *h = malloc(r->slot_count * sizeof(long));
	bool found = false;
	r->nodes = 0;
	for (long away = 1; !found &&
	     (truth - away >= low[slot] || truth + away <= high[slot]);
	     away++)
		for (int side = 0; side < 2 && !found; side++) {
			long v = side == 0 ? truth + away : truth - away;
			if (v < low[slot] || v > high[slot])
				continue;
			memcpy(l, low, r->slot_count * sizeof(long));
			memcpy(h, high, r->slot_count * sizeof(long));
			l[slot] = h[slot] = v;
			found = audit_propagate(r, l, h) &&
			    audit_assign(r, l, h);
		}
	free(l);
	free(h);
	return found;
}

/* ---- the audit ---- */

static void
audit_say(struct audit *a, const char *what, size_t reader, size_t slot)
{
	if (*a->first == '\0')
		snprintf(a->first, sizeof(a->first),
		    "%s: reader %zu, issue %zu, cell %s, value %ld, "
		    "hidden %ld of %ld",
		    what, reader, slot / a->cell_count,
		    a->cells[slot % a->cell_count].key, a->slots[slot].value,
		    a->slots[slot].x[reader], a->slots[slot].h[reader]);
}

static long
audit_changers(const struct audit *a, size_t then, size_t now, size_t reader)
{
	long n = 0;
	for (size_t s = 0; s < a->subject_count; s++)
		n += a->slots[then].sums[s] - a->slots[then].seen[reader][s] !=
		    a->slots[now].sums[s] - a->slots[now].seen[reader][s];
	return n;
}

static void
audit_open(struct audit *a, const struct audit_reader *r)
{
	size_t now = a->cell_count * (a->task->layer_count - 1);
	for (size_t c = 0; c < a->cell_count; c++) {
		const struct audit_slot *s = &a->slots[now + c];
		if (!s->there || !r->is_open[now + c] ||
		    audit_is_zero(a, now + c))
			continue;
		bool small = s->h[r->reader] < a->minimum &&
		    !audit_is_fixed(a, now + c, r->reader);
		for (size_t l = 0; l + 1 < a->task->layer_count; l++) {
			size_t then = l * a->cell_count + c;
			if (!a->slots[then].there || !r->is_open[then] ||
			    audit_is_zero(a, then))
				continue;
			long n = audit_changers(a, then, now + c, r->reader);
			small |= n > 0 && n < a->minimum;
		}
		if (!small)
			continue;
		a->small_open++;
		audit_say(a, "open", r->reader, now + c);
	}
}

/*
 * `exact`: looks for other assignments; else only bounds are drawn together,
 * which finds what follows from sums one after the other.
 */
static struct audit
audit_run(struct arena *arena, const struct guard_task *task,
    const struct guard_result *result, const char *of, bool exact, bool reasons)
{
	struct audit a = { .arena = arena, .task = task, .result = result,
		.of = of, .minimum = 1, .reasons = reasons };
	audit_prepare(&a);
	if (a.minimum <= 1)
		return a;
	struct audit_releases releases = audit_releases_make(&a);
	for (size_t reader = 0; reader < task->readers; reader++) {
		struct audit_reader r =
		    audit_reader_make(&a, &releases, reader);
		audit_open(&a, &r);
		if (!audit_propagate(&r, r.low, r.high)) {
			audit_say(&a, "the truth is impossible", reader, 0);
			a.determined++;
			continue;
		}
		for (size_t slot = 0; slot < r.slot_count; slot++) {
			if (!r.unknown[slot])
				continue;
			a.asked++;
			if (r.high[slot] > r.low[slot] &&
			    (!exact ||
				audit_can_differ(&r, slot, r.low, r.high)))
				continue;
			if (r.nodes > AUDIT_NODES) {
				a.undecided++;
				continue;
			}
			a.determined++;
			audit_say(&a, "worked out", reader, slot);
		}
	}
	return a;
}

#endif
