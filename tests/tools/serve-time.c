/*
 * What a preview takes to show a record that was saved: serve-time SITE DAY RUNS
 *
 * Milliseconds of processor time, which a busy machine lengthens least, from the
 * news that a file has changed to the bytes of its page; each the median, the
 * most, and the median as a part of what reading the whole site takes.
 *
 *	prose     a record says something else: put in its own place
 *	day       it was on another day: links and views are made anew
 *	new       a record comes
 *	gone      and goes
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "cmd/serve_page.h"
#include "cmd/serve_state.h"

struct bench {
	struct arena *arena;
	const char *root;
	struct state *state;
	struct faults faults;
	size_t runs;
	double loaded;
	double *times;
};

static double
used_milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
need(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "serve-time: %s\n", what);
	exit(3);
}

/* ---- one change ---- */

/* Its page in each edition that has one. */
static void
pages_put(struct bench *b, struct text id)
{
	char digest[17];
	const char *path =
	    arena_printf(b->arena, "record/%.*s.html", TEXT_ARG(id));
	for (size_t i = 0; i < b->state->edition_count; i++) {
		struct shown *shown = &b->state->editions[i];
		const struct page *page =
		    table_get(&shown->made.plan->paths, text_of(path));
		struct buf html = BUF_INIT;
		if (page != NULL) {
			need(state_put_page(&html, b->state, shown, page) == 0,
			    "a page can't be made");
			page_digest(digest, buf_text(&html));
		}
		buf_free(&html);
	}
}

static double
change_time(struct bench *b, const char *path, bool patched)
{
	double start = used_milliseconds();
	for (size_t i = 0; i < b->state->edition_count; i++)
		atomic_store(&b->state->editions[i].asked, true);
	int status = state_patch(b->state, path, &b->faults);
	need((status == 0) == patched, "the change is another kind's");
	if (status != 0)
		status = state_again(b->state, &path, 1, &b->faults);
	need(status == 0, "the change is refused");
	pages_put(b, text_cut(text_of(path), 0, strlen(path) - 3));
	return used_milliseconds() - start;
}

/* ---- the kinds ---- */

static const char *
file_of(struct bench *b, const char *path)
{
	return arena_printf(b->arena, "%s/content/%s", b->root, path);
}

static double
file_time(struct bench *b, const char *path, const char *text, bool patched)
{
	struct os_error error;
	int status = text == NULL
	    ? os_remove_tree(file_of(b, path), &error)
	    : os_write(file_of(b, path), text_of(text), &error);
	need(status == 0, "a record can't be written");
	return change_time(b, path, patched);
}

static const char *
another_day(struct bench *b, const char *text)
{
	static const char date[] = "\ndate: ";
	const char *day = strstr(text, date);
	need(day != NULL, "a record has no date");
	day += strlen(date) + strlen("2010-09-");
	return arena_printf(b->arena, "%.*s%s%s", (int)(day - text), text,
	    strncmp(day, "15", 2) == 0 ? "16" : "15", day + 2);
}

static int
time_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double
row(struct bench *b, const char *kind)
{
	qsort(b->times, b->runs, sizeof(*b->times), time_compare);
	double median = b->times[b->runs / 2];
	printf("%-9s %8.1f  %8.1f  %6.3f\n", kind, median,
	    b->times[b->runs - 1], median / b->loaded);
	return median;
}

enum kind { PROSE, DAY, NEW, GONE };

static double
kind_time(struct bench *b, enum kind kind)
{
	static const char *const names[] = { "prose", "day", "new", "gone" };
	const struct corpus *corpus = &b->state->run.corpus;
	const char **paths = ARENA_ARRAY(b->arena, const char *, b->runs);
	size_t found = 0;
	for (size_t i = 0; found < b->runs && i < 100 * b->runs; i++)
		paths[found++] = arena_printf(b->arena, "%s.md",
		    corpus->records[i * 7919 % corpus->record_count]->id);
	for (size_t i = 0; i < b->runs; i++) {
		struct text text;
		struct os_error error;
		const char *path = paths[i];
		need(os_read(b->arena, file_of(b, path), &text, &error) == 0,
		    "a record can't be read");
		const char *new = arena_printf(b->arena, "%.*s-new%zu.md",
		    (int)strlen(path) - 3, path, i);
		b->times[i] = kind == PROSE
		    ? file_time(b, path,
			  arena_printf(b->arena, "%s又%zu。\n", text.at, i), true)
		    : kind == DAY
		    ? file_time(b, path, another_day(b, text.at), false)
		    : file_time(b, new, kind == NEW ? text.at : NULL, false);
	}
	return row(b, names[kind]);
}

int
main(int argc, char **argv)
{
	struct bench b = { .arena = arena_new() };
	struct site_options options = SITE_OPTIONS_INIT;
	need(argc == 4, "usage: serve-time SITE DAY RUNS");
	options.root = b.root = argv[1];
	options.as_of = argv[2];
	options.quiet = true;
	options.rights.content = true; /* which a preview has others write */
	b.runs = strtoul(argv[3], NULL, 10);
	b.times = ARENA_ARRAY(b.arena, double, b.runs + 1);
	faults_init(&b.faults);
	struct gate *gate = gate_new();
	b.state = state_load(options, gate, NULL, &b.faults);
	need(b.state != NULL, "the site can't be read");
	for (size_t i = 0; i < b.state->edition_count; i++)
		need(state_look(b.state, i, &b.faults) == 0, "no edition");
	b.loaded = used_milliseconds();
	printf("change      median      most  of reading all, %.0f ms\n",
	    b.loaded);
	double worst = 0;
	for (enum kind kind = PROSE; kind <= GONE; kind++) {
		double median = kind_time(&b, kind);
		worst = median > worst ? median : worst;
	}
	printf("%.1f\n", worst);
	state_free(b.state);
	gate_free(gate);
	faults_free(&b.faults);
	arena_free(b.arena);
	return 0;
}
