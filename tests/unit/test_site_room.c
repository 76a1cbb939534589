/* The sound site that the tests of rules spoil is sound. */
#include "site_room.h"

static void
test_the_site_has_no_fault(void **state)
{
	(void)state;
	site_room_check(SITE_ROOM_DAY);
	site_room_assert_clean();
	assert_int_equal(site_room.corpus.record_count,
	    SITE_ROOM_BASE - 4 /* settings */);
}

static void
test_an_edit_shows_at_its_place(void **state)
{
	(void)state;
	site_room_edit("2010-q3/review/jidian.md", "tasks: xx-1",
	    "tasks: xx-9");
	site_room_check(SITE_ROOM_DAY);
	site_room_fault_at(RULE_TASK_UNKNOWN, "2010-q3/review/jidian.md:10:8");
	site_room_reset();
	site_room_check(SITE_ROOM_DAY);
	assert_null(site_room_fault(RULE_TASK_UNKNOWN));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_site_has_no_fault,
		    site_room_open, site_room_close),
		cmocka_unit_test_setup_teardown(
		    test_an_edit_shows_at_its_place, site_room_open,
		    site_room_close),
	};
	return cmocka_run_group_tests_name("site_room", tests, NULL, NULL);
}
