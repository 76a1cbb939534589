/*
 * tongbao open: problems that nobody has closed, those over their day first
 * (plan, chapter 4: rectified and answered in time).
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/option.h"
#include "base/os.h"
#include "cmd/cmd.h"
#include "cmd/listing.h"
#include "cmd/site.h"

struct open_options {
	struct site_options site;
	const char *period, *format;
};

/* One problem on its way into the table. */
struct unfinished {
	const struct record *review;
	const struct value *problem;
	const struct course *course;
	long over; /* days; 0 or less: not */
};

struct unfinished_list {
	struct unfinished *items;
	size_t count, capacity;
};

/* ---- which ---- */

static void
problems_add(struct unfinished_list *list, const struct site_run *run,
    const struct record *review)
{
	const struct value *problems = record_get(review, "problems");
	for (size_t i = 0; i < value_count(problems); i++) {
		const struct value *problem = value_item(problems, i);
		const struct course *course = problem_course(
		    run->checking.index, run->arena, review, problem);
		if (!course_is_unfinished(course))
			continue;
		ARENA_ROOM(run->arena, list->items, list->count,
		    list->capacity);
		list->items[list->count++] =
		    (struct unfinished){ review, problem, course,
			    course_days_over(course, run->as_of) };
	}
}

/* Over its day, before its day, done or without one. */
static int
urgency_of(const struct unfinished *item)
{
	if (item->over > 0)
		return 0;
	return item->course->due != NULL && item->course->state != PROBLEM_DONE
	    ? 1
	    : 2;
}

static int
unfinished_compare(const void *pa, const void *pb)
{
	const struct unfinished *a = pa, *b = pb;
	int c = urgency_of(a) - urgency_of(b);
	if (c == 0)
		c = strcmp(a->course->due == NULL ? "" : a->course->due,
		    b->course->due == NULL ? "" : b->course->due);
	if (c == 0)
		c = strcmp(a->review->id, b->review->id);
	if (c == 0)
		c = a->problem->span.start < b->problem->span.start ? -1 : 1;
	return c;
}

/* ---- how they are shown ---- */

static const struct listing_column columns[] = {
	{ "problem", N_("problem"), false },
	{ "organisation", N_("organisation"), false },
	{ "owner", N_("responsible"), false },
	{ "due", N_("due"), false },
	{ "over", N_("days over"), true },
	{ "state", N_("state"), false },
	{ "done", N_("measures done"), true },
	{ "measures", N_("measures"), true },
	{ "text", N_("text"), false },
};

#define COLUMNS (sizeof(columns) / sizeof(*columns))

static const char *
owner_name(const struct site_run *run, const struct value *problem)
{
	const struct value *owner = value_get(problem, "owner");
	const struct person *person = owner == NULL
	    ? NULL
	    : roster_person(&run->corpus.roster, owner->text, NULL);
	return person == NULL ? value_get_string(problem, "owner")
			      : person->name;
}

static void
item_list(struct listing *listing, const struct site_run *run,
    const struct unfinished *item, enum listing_format format)
{
	const struct organisation *organisation = item->review->organisation;
	const char *state = problem_state_name(item->course->state);
	listing_add(listing,
	    arena_printf(run->arena, "%s#%s", item->review->id,
		value_as_string(value_get(item->problem, "id"))));
	listing_add(listing,
	    organisation == NULL ? NULL : organisation->short_name);
	listing_add(listing, owner_name(run, item->problem));
	listing_add(listing, item->course->due);
	if (item->over > 0)
		listing_add_number(listing, item->over);
	else
		listing_add(listing, NULL);
	listing_add(listing, format == LISTING_JSON ? state : _(state));
	listing_add_number(listing, (int64_t)item->course->measures_done);
	listing_add_number(listing, (int64_t)item->course->measure_count);
	listing_add(listing, value_get_string(item->problem, "text"));
}

/* Under the table: how many, and how many of them are late. */
static void
summary_print(const struct unfinished_list *list, const char *as_of)
{
	size_t over = 0;
	for (size_t i = 0; i < list->count; i++)
		over += list->items[i].over > 0;
	if (list->count == 0)
		printf(_("No problem is unfinished on %s\n"), as_of);
	else
		printf(_("\n%zu unfinished on %s, %zu over their day\n"),
		    list->count, as_of, over);
}

static int
open_show(const struct site_run *run, const struct open_options *options,
    enum listing_format format)
{
	const struct record_list *reviews =
	    index_kind(run->checking.index, "review");
	struct unfinished_list list = { NULL, 0, 0 };
	struct listing listing;
	const struct period *period = options->period == NULL
	    ? NULL
	    : site_period(run, options->period, &open_command);
	if (options->period != NULL && period == NULL)
		return STATUS_USAGE;
	for (size_t i = 0; i < reviews->count; i++)
		if (period == NULL ||
		    strcmp(reviews->items[i]->period, period->id) == 0)
			problems_add(&list, run, reviews->items[i]);
	if (list.count > 1)
		qsort(list.items, list.count, sizeof(*list.items),
		    unfinished_compare);
	listing_init(&listing, run->arena, columns, COLUMNS);
	listing.width = os_terminal_width(1);
	for (size_t i = 0; i < list.count; i++)
		item_list(&listing, run, &list.items[i], format);
	if (list.count > 0 || format != LISTING_TEXT)
		listing_print(&listing, format, stdout);
	if (format == LISTING_TEXT && !options->site.quiet)
		summary_print(&list, run->as_of);
	return STATUS_OK;
}

static int
open_main(int argc, char **argv)
{
	struct open_options options = { .site = SITE_OPTIONS_INIT,
		.format = "text" };
	enum listing_format format;
	struct site_run run;
	int operands;
	const struct option table[] = {
		{ "period", 0, OPTION_STRING, &options.period, N_("PERIOD"),
		    N_("only of this period's reviews (default: all)") },
		{ "format", 0, OPTION_STRING, &options.format, "text|csv|json",
		    N_("how to print it (default: text)") },
		SITE_OPTIONS(options.site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options.site, table, &open_command,
	    argc, argv, 0, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (listing_format_parse(&format, options.format, open_command.name) !=
	    0)
		return STATUS_USAGE;
	site_open_records(&run, options.site);
	int shown = run.loaded ? open_show(&run, &options, format) : STATUS_OK;
	/* What else is wrong with the site is check's to say. */
	int status = site_close_quietly(&run);
	return shown != STATUS_OK ? shown : status;
}

const struct command open_command = {
	"open", N_("[options]"),
	N_("problems that nobody has closed, the late ones first"), open_main,
};
