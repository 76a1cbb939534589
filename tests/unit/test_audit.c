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
#define THIRD "2010-12-10"

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

/* To the readers of editions: of others nothing is kept. */
static bool
is_known_alike(const uint64_t *a, const uint64_t *b, size_t editions)
{
	for (size_t e = 0; e < editions; e++)
		if (((a[e / 64] ^ b[e / 64]) >> (e % 64) & 1) != 0)
			return false;
	return true;
}

static bool
entry_is(const struct issue_entry *a, const struct tally_list *of_a,
    const struct issue_entry *b, const struct tally_list *of_b,
    size_t editions)
{
	return a->amount == b->amount && a->subject == b->subject &&
	    a->record == b->record &&
	    memcmp(&a->place, &b->place, sizeof(a->place)) == 0 &&
	    strcmp(of_a->items[a->tally]->name, of_b->items[b->tally]->name) ==
		0 &&
	    is_known_alike(a->known, b->known, editions);
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
				task->editions)) {
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
	if (audit->lost > 0 && p->report.lost == 0)
		print_message("%zu layers: %zu are lost, as the audit has it\n",
		    task.layer_count, audit->lost);
	*asked += audit->asked;
	return audit->count == 0 && (audit->lost == 0 || p->report.lost > 0);
}

/* Without the first edition; false: there is no other. */
static bool
edition_drop(struct random_site *site)
{
	const char *text = site->files[0].text;
	const char *first = strstr(text, "  - id: e0");
	if (first == NULL || strstr(first + 1, "  - id: ") == NULL)
		return false;
	site->files[0].text = arena_printf(site->arena, "%.*s%s",
	    (int)(first - text), text, random_part_end(first));
	return true;
}

/* Published on one day and another; then, its first edition gone, on a third. */
static bool
site_fails_in(const struct random_site *site, size_t *asked)
{
	static const char *const days[] = { FIRST, SECOND, THIRD };
	struct published published[3] = { { .figures = NULL } };
	struct issue issues[3];
	struct issues earlier = { .items = issues };
	struct random_site changed = *site;
	bool holds = true;
	size_t done = 0;
	for (; holds && done < 3; done++) {
		if (done == 2 && !edition_drop(&changed))
			break;
		struct arena *scratch = arena_new();
		random_site_put(&changed, scratch, root);
		arena_free(scratch);
		if (!publish(&published[done], days[done],
			earlier.count == 0 ? NULL : &earlier)) {
			done++;
			break;
		}
		holds = site_holds(&published[done], asked);
		issues[earlier.count++] = *published[done].report.issue;
	}
	while (done > 0)
		site_drop(&published[--done].run);
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
