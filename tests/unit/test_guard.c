#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>
#include "chance.h"
#include "guard_room.h"
#include "auditor.h"

/* ---- the guard, by its auditor ---- */

static struct audit
room_audit(struct room *room, bool exact)
{
	return audit_run(room->arena, &room->task,
	    room->results[room->issues - 1], "reviews", exact,
	    room->issues == 1);
}

static bool
is_sound(const struct audit *a)
{
	return a->small_open == 0 && a->determined == 0;
}

/*
 * Where a reader sees the record and not what is counted, open zeros alone may
 * tell him: that can't be helped, and the guard says so.
 */
static bool
is_told(const struct room *room, const struct audit *a)
{
	return room->differ && a->small_open == 0 &&
	    a->determined <= room->results[room->issues - 1]->lost;
}

/* Takes away records as long as it fails without them. */
static void
room_shrink(struct room *room)
{
	for (size_t i = room->record_count; i-- > 0;) {
		struct room_record taken = room->records[i];
		room->records[i] = room->records[--room->record_count];
		room_run(room);
		struct audit a = room_audit(room, true);
		if (is_sound(&a)) {
			room->records[room->record_count++] = room->records[i];
			room->records[i] = taken;
		}
	}
	room_run(room);
}

static void
room_print(struct room *room)
{
	for (size_t i = 0; i < room->issues; i++) {
		const struct guard_result *result = room->results[i];
		for (size_t e = 0; e < room->readers; e++)
			for (size_t c = 0; c < result->outcomes[e].count; c++) {
				const struct guard_cell *cell =
				    &result->outcomes[e].cells[c];
				print_message(
				    "issue %zu edition %zu %s %s = %d%s\n", i,
				    e, room->list[cell->tally]->name,
				    audit_key(room->arena,
					room->list[cell->tally], &cell->place),
				    (int)cell->value,
				    !cell->withheld    ? ""
					: cell->primary ? " withheld, primary"
							: " withheld");
			}
	}
	for (size_t r = 0; r < room->readers; r++)
		for (size_t e = 0; e < room->readers; e++)
			if (room->opens[r * room->readers + e])
				print_message("reader %zu opens %zu\n", r, e);
	for (size_t i = 0; i < room->record_count; i++)
		print_message("record %d: %s %s %s ×%d known %x issues %d-%d\n",
		    (int)room->records[i].subject,
		    room->branch.nodes[room->records[i].branch].id,
		    room->term.nodes[room->records[i].term].id,
		    room->word.nodes[room->records[i].word].id,
		    (int)room->records[i].amount,
		    (unsigned)room->records[i].known[0],
		    (int)room->records[i].from, (int)room->records[i].to);
}

static void
rounds_run(size_t full, size_t records, bool exact)
{
	uint32_t seed = chance_seed();
	size_t rounds = chance_rounds(full), asked = 0, undecided = 0;
	size_t lost = 0, weak = 0, cells = 0, withheld = 0;
	for (size_t i = 0; i < rounds; i++) {
		struct room room;
		room_make(&room, seed + (uint32_t)i * 7919, records);
		room_run(&room);
		if (room.results[room.issues - 1]->mismatch_count > 0) {
			/* Somebody counts in two leaves of one, one of another. */
			room_free(&room);
			continue;
		}
		struct audit a = room_audit(&room, exact);
		if (!is_sound(&a) &&
		    !is_told(&room, &a)) {
			room_shrink(&room);
			room_print(&room);
			for (size_t j = 1; j <= room.issues; j++) {
				room.task = room_task(&room, j);
				a = audit_run(room.arena, &room.task,
				    room.results[j - 1], "reviews", exact,
				    room.issues == 1);
				print_message("issue %zu: %zu open, %zu worked "
					      "out, %zu lost; %s\n",
				    j - 1, a.small_open, a.determined,
				    room.results[j - 1]->lost, a.first);
			}
			fail_msg("round %zu of seed %u: %zu open, %zu worked "
				 "out, %zu lost",
			    i, (unsigned)seed, a.small_open, a.determined,
			    room.results[room.issues - 1]->lost);
		}
		const struct guard_result *result =
		    room.results[room.issues - 1];
		lost += result->lost;
		weak += result->weak;
		for (size_t e = 0; e < room.readers; e++)
			for (size_t c = 0; c < result->outcomes[e].count; c++) {
				cells++;
				withheld += result->outcomes[e].cells[c].withheld;
			}
		asked += a.asked;
		undecided += a.undecided;
		room_free(&room);
	}
	print_message("%zu withheld figures asked, %zu undecided, %zu lost, "
		      "%zu weak, %zu of %zu cells withheld\n",
	    asked, undecided, lost, weak, withheld, cells);
	assert_true(asked > rounds);
	assert_true(undecided * 100 <= asked);
}

static void
nothing_can_be_worked_out(void **state)
{
	(void)state;
	rounds_run(1500, 30, true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_can_be_worked_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
