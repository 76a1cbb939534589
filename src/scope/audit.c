#include "scope/audit_parts.h"

static struct audit_fault *
fault_add(const struct audit_reader *r, enum audit_kind kind, uint32_t slot,
    long edition)
{
	const struct audit_system *s = r->system;
	struct audit *a = s->audit;
	ARENA_ROOM(s->results, a->faults, a->count, a->room);
	struct audit_fault *fault = &a->faults[a->count++];
	*fault = (struct audit_fault){ .kind = kind, .reader = r->reader,
		.edition = edition, .layer = slot / s->cell_count,
		.value = s->value[slot] };
	audit_place_find(s, fault, (uint32_t)(slot % s->cell_count),
	    kind != AUDIT_TOLD);
	return fault;
}

/* The first that shows the slot, or doesn't, of those he opens; else his own. */
static long
teller_of(const struct audit_reader *r, uint32_t slot, bool shown)
{
	const struct audit_system *s = r->system;
	for (size_t i = 0; i < s->release_count; i++) {
		const struct audit_release *release = &s->releases[i];
		if (release->layer == slot / s->cell_count &&
		    audit_opens(s, r->reader, release->edition) &&
		    release->shown[slot % s->cell_count] == shown)
			return release->edition;
	}
	return r->reader < s->given->editions ? (long)r->reader : -1;
}

/* ---- what is open ---- */

static void
few_check(const struct audit_reader *r, uint32_t slot)
{
	const struct audit_system *s = r->system;
	uint32_t h = s->h[r->reader * s->slot_count + slot];
	if (h < s->minimum && !audit_is_fixed(s, r->reader, slot))
		fault_add(r, AUDIT_FEW, slot, teller_of(r, slot, true))
		    ->people = h;
}

static void
change_check(const struct audit_reader *r, uint32_t slot)
{
	const struct audit_system *s = r->system;
	for (size_t l = 0; l + 1 < s->given->layer_count; l++) {
		size_t then = l * s->cell_count + slot % s->cell_count;
		if (s->owner[then] == NULL || !r->open[then])
			continue;
		uint32_t people = audit_changes(s, r->reader, then, slot);
		if (people == 0 || people >= s->minimum)
			continue;
		struct audit_fault *fault = fault_add(
		    r, AUDIT_CHANGE, slot, teller_of(r, slot, true));
		fault->people = people;
		fault->since = l;
		return;
	}
}

/* ---- what is withheld ---- */

/* Does he know it even without this issue? */
static bool
is_lost(const struct audit_reader *r, struct audit_reader *before,
    uint32_t slot)
{
	if (before->system == NULL &&
	    !audit_reader_make(before, r->system, r->reader, false))
		return false;
	return audit_may_differ(before, slot) == AUDIT_NO;
}

/*
 * Was it open to him in an earlier issue, and did nobody come or leave since?
 * His edition may be gone: that it is as it was is no news of anybody.
 */
static bool
was_shown(const struct audit_reader *r, uint32_t slot)
{
	const struct audit_system *s = r->system;
	for (size_t then = slot % s->cell_count; then < slot;
	     then += s->cell_count)
		if (s->owner[then] != NULL && r->open[then] &&
		    audit_changes(s, r->reader, then, slot) == 0)
			return true;
	return false;
}

static void
withheld_check(struct audit_reader *r, struct audit_reader *before,
    uint32_t slot)
{
	struct audit *a = r->system->audit;
	enum audit_answer answer = audit_may_differ(r, slot);
	a->asked++;
	a->undecided += answer == AUDIT_UNDECIDED;
	if (answer != AUDIT_NO || was_shown(r, slot))
		return;
	if (is_lost(r, before, slot))
		a->lost++;
	else
		fault_add(r, AUDIT_TOLD, slot, teller_of(r, slot, false));
}

/* ---- all of it ---- */

/* Whose edition is gone, and who may open no other, is told nothing now. */
static bool
reads_on(const struct audit_system *s, size_t reader)
{
	for (size_t e = 0; e < s->given->editions; e++)
		if (audit_opens(s, reader, (long)e))
			return true;
	return false;
}

static void
reader_check(const struct audit_system *s, size_t reader)
{
	struct audit_reader r, before = { .system = NULL };
	size_t now = audit_now(s);
	bool possible = audit_reader_make(&r, s, reader, true);
	s->audit->undecided += !possible;
	for (uint32_t slot = 0; slot < s->slot_count; slot++) {
		if (slot >= now && s->owner[slot] != NULL && r.open[slot]) {
			few_check(&r, slot);
			change_check(&r, slot);
		}
		if (possible && r.unknown[slot])
			withheld_check(&r, &before, slot);
	}
	if (before.system != NULL)
		audit_reader_free(&before);
	audit_reader_free(&r);
}

static void
system_check(struct arena *arena, const struct audit_task *task,
    struct audit *audit, const char *of)
{
	struct audit_system s = { .arena = arena_new(), .results = arena,
		.task = task, .given = task->given, .audit = audit, .of = of };
	audit_system_make(&s);
	audit_releases_make(&s);
	for (size_t r = 0; s.minimum > 1 && r < s.given->readers; r++)
		if (reads_on(&s, r))
			reader_check(&s, r);
	arena_free(s.arena);
}

struct audit *
audit_run(struct arena *arena, const struct audit_task *task)
{
	const struct tally_list *tallies =
	    &task->given->layers[task->given->layer_count - 1].tallies;
	struct audit *audit = ARENA_NEW(arena, struct audit);
	for (size_t i = 0; i < tallies->count; i++) {
		const char *of = tallies->items[i]->of;
		bool again = false;
		for (size_t j = 0; j < i && !again; j++)
			again = strcmp(tallies->items[j]->of, of) == 0;
		if (!again)
			system_check(arena, task, audit, of);
	}
	return audit;
}
