/*
 * What the audit is given of a site is what the guard was given, though nothing
 * of the code is the same: sites by chance, published twice.  What it finds in
 * bad releases is shown by test_guard.c.
 */
#include "folder.h"

#include "chance.h"
#include "cmd/site.h"
#include "random_site.h"
#include "scope/audit.h"

#define FIRST "2010-10-31"
#define SECOND "2010-11-30"

static char root[FOLDER_ROOM];

static int
room_open(void **state)
{
	struct arena *arena = arena_new();
	(void)state;
	if (folder_open(root, "audit") != 0)
		return -1;
	random_scripts_put(arena, root);
	random_themes_put(arena, root);
	arena_free(arena);
	return 0;
}

static int
room_close(void **state)
{
	(void)state;
	return folder_close(root);
}

/* ---- one issue ---- */

struct published {
	struct site_run run;
	struct guard_report report;
	struct guarding guarding;
	struct figures *const *figures;
};

static bool
is_no_rule_of_content(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->rule->family == NULL;
}

/* False: it has no figures. */
static bool
publish(struct published *p, const char *day, const struct issues *earlier)
{
	struct site_options options = SITE_OPTIONS_INIT;
	options.rights.all = true;
	options.root = root;
	options.as_of = day;
	options.quiet = true;
	options.jobs = 1;
	site_open(&p->run, options);
	diags_keep(&p->run.diags, is_no_rule_of_content, NULL);
	if (p->run.tallies == NULL ||
	    diag_worst(&p->run.diags) >= DIAG_ERROR)
		return false;
	p->guarding = (struct guarding){ &p->run.corpus, p->run.policy,
		p->run.tallies, day, earlier, &p->run.diags, 1, false };
	p->figures = guard_release(p->run.arena, &p->guarding, &p->report);
	return p->figures != NULL;
}

/* ---- the same that the guard was given ---- */

static bool
entry_is(const struct issue_entry *a, const struct tally_list *of_a,
    const struct issue_entry *b, const struct tally_list *of_b, size_t readers)
{
	return a->amount == b->amount && a->subject == b->subject &&
	    a->record == b->record &&
	    memcmp(&a->place, &b->place, sizeof(a->place)) == 0 &&
	    strcmp(of_a->items[a->tally]->name, of_b->items[b->tally]->name) ==
		0 &&
	    memcmp(a->known, b->known,
		issue_words(readers) * sizeof(*a->known)) == 0;
}

/*
 * What the guard keeps as an issue it was given; of a tally with a minimum of 1
 * it keeps nothing.
 */
static bool
is_given_alike(const struct published *p, const struct guard_task *task)
{
	const struct issue *kept = p->report.issue;
	const struct guard_layer *now = &task->layers[task->layer_count - 1];
	size_t found = 0, given = 0;
	for (size_t i = 0; i < now->entry_count; i++)
		given +=
		    now->tallies.items[now->entries[i].tally]->minimum > 1;
	for (size_t i = 0; i < kept->entry_count; i++)
		for (size_t j = 0; j < now->entry_count; j++)
			if (entry_is(&kept->entries[i], &kept->tallies,
				&now->entries[j], &now->tallies,
				task->readers)) {
				found++;
				break;
			}
	return found == kept->entry_count && found == given;
}

static bool
site_holds(const struct published *p, size_t *asked)
{
	struct guard_task task;
	const struct audit *audit =
	    audit_release(p->run.arena, &p->guarding, p->figures, &task);
	if (audit == NULL || !is_given_alike(p, &task)) {
		print_message("the audit was given something else\n");
		return false;
	}
	for (size_t i = 0; i < audit->count; i++)
		print_message("fault %d: reader %zu, issue %zu, tally %u = "
			      "%d\n",
		    audit->faults[i].kind, audit->faults[i].reader,
		    audit->faults[i].layer, (unsigned)audit->faults[i].tally,
		    (int)audit->faults[i].value);
	*asked += audit->asked;
	return audit->count == 0 && (audit->lost == 0 || p->report.lost > 0);
}

/* Published on the one day and then on the other. */
static bool
site_fails_in(const struct random_site *site, size_t *asked)
{
	struct arena *scratch = arena_new();
	struct published first = { 0 }, second = { 0 };
	struct issues earlier = { .items = NULL };
	random_site_put(site, scratch, root);
	arena_free(scratch);
	bool holds = true;
	if (publish(&first, FIRST, NULL)) {
		holds = site_holds(&first, asked);
		earlier.items = first.report.issue;
		earlier.count = 1;
		if (publish(&second, SECOND, &earlier))
			holds = holds && site_holds(&second, asked);
		site_drop(&second.run);
	}
	site_drop(&first.run);
	return !holds;
}

static int
site_fails(const struct random_site *site)
{
	size_t asked = 0;
	return site_fails_in(site, &asked);
}

static void
what_is_released_of_sites_holds(void **state)
{
	uint32_t seed = chance_seed();
	size_t rounds = chance_rounds(2000), asked = 0;
	(void)state;
	for (size_t i = 0; i < rounds; i++) {
		struct random_site site;
		struct arena *arena = arena_new();
		random_site_make(&site, arena, seed + i);
		if (site_fails_in(&site, &asked)) {
			random_site_shrink(&site, site_fails, true);
			random_site_print(&site);
			site_fails(&site);
			fail_msg("TEST_SEED=%u", (unsigned)(seed + i));
		}
		arena_free(arena);
	}
	print_message("%zu withheld figures asked\n", asked);
	assert_true(asked > rounds);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_released_of_sites_holds),
	};
	return cmocka_run_group_tests(tests, room_open, room_close);
}
