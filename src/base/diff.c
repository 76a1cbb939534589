#include "base/diff.h"

#include "base/utf8.h"

#define CONTEXT 3
/* How far on a line is looked for that is the same again. */
#define WINDOW 256

struct lines {
	struct text *items; /* with their ends */
	size_t count, capacity;
};

struct step {
	char mark; /* ' ', '-' or '+' */
	struct text line;
};

struct diff {
	struct arena *arena;
	struct lines before, after;
	struct step *steps;
	size_t count, capacity;
};

static void
lines_cut(struct lines *lines, struct arena *arena, struct text text)
{
	*lines = (struct lines){ 0 };
	while (text.len > 0) {
		ARENA_ROOM(arena, lines->items, lines->count,
		    lines->capacity);
		lines->items[lines->count++] = text_line(&text);
	}
}

static void
step_add(struct diff *diff, char mark, struct text line)
{
	ARENA_ROOM(diff->arena, diff->steps, diff->count, diff->capacity);
	diff->steps[diff->count++] = (struct step){ mark, line };
}

/* The nearest pair of equal lines from (i, j) on: how far on each side. */
static void
meet_again(const struct diff *diff, size_t i, size_t j, size_t *skip_before,
    size_t *skip_after)
{
	size_t left = diff->before.count - i, right = diff->after.count - j;
	for (size_t far = 1; far < WINDOW; far++)
		for (size_t a = 0; a <= far; a++) {
			size_t b = far - a;
			if (a >= left || b >= right ||
			    !text_equal(diff->before.items[i + a],
				diff->after.items[j + b]))
				continue;
			*skip_before = a;
			*skip_after = b;
			return;
		}
	*skip_before = left;
	*skip_after = right;
}

static void
steps_make(struct diff *diff)
{
	size_t i = 0, j = 0, a, b;
	while (i < diff->before.count || j < diff->after.count) {
		if (i < diff->before.count && j < diff->after.count &&
		    text_equal(
			diff->before.items[i], diff->after.items[j])) {
			step_add(diff, ' ', diff->before.items[i]);
			i++;
			j++;
			continue;
		}
		meet_again(diff, i, j, &a, &b);
		for (; a > 0; a--)
			step_add(diff, '-', diff->before.items[i++]);
		for (; b > 0; b--)
			step_add(diff, '+', diff->after.items[j++]);
	}
}

/* Of a line without its end, or of a path. */
static void
line_put(struct buf *out, struct text line, bool screen)
{
	size_t pos = 0;
	while (pos < line.len) {
		size_t start = pos;
		uint32_t code = utf8_next(line, &pos);
		bool end = code == '\r' && pos == line.len;
		if (screen && code != '\t' &&
		    (code == UTF8_BAD || utf8_is_control(code)))
			buf_puts(out, end ? "" : "?");
		else
			buf_putt(out, text_cut(line, start, pos));
	}
}

static void
step_put(struct buf *out, const struct step *step, bool screen)
{
	const char *colour = step->mark == '-' ? "\033[31m"
	    : step->mark == '+'               ? "\033[32m"
					      : "";
	bool ended = text_ends(step->line, "\n");
	struct text line = step->line;
	line.len -= ended;
	buf_puts(out, screen ? colour : "");
	buf_putc(out, step->mark);
	line_put(out, line, screen);
	buf_puts(out, screen && *colour != '\0' ? "\033[0m\n" : "\n");
	if (!ended)
		buf_puts(out, "\\ No newline at end of file\n");
}

/* The first step of the next hunk from `from` on, and behind its last. */
static bool
hunk_find(const struct diff *diff, size_t from, size_t *start, size_t *end)
{
	size_t first = from;
	while (first < diff->count && diff->steps[first].mark == ' ')
		first++;
	if (first == diff->count)
		return false;
	size_t last = first, same = 0;
	for (size_t i = first; i < diff->count && same <= 2 * CONTEXT; i++) {
		same = diff->steps[i].mark == ' ' ? same + 1 : 0;
		if (same == 0)
			last = i;
	}
	*start = first - from > CONTEXT ? first - CONTEXT : from;
	*end = last + 1 + CONTEXT < diff->count ? last + 1 + CONTEXT
						: diff->count;
	return true;
}

/* Lines of either side among the steps. */
static void
lines_count(const struct diff *diff, size_t start, size_t end, size_t *old,
    size_t *new)
{
	for (size_t i = start; i < end; i++) {
		*old += diff->steps[i].mark != '+';
		*new += diff->steps[i].mark != '-';
	}
}

static void
hunk_put(const struct diff *diff, size_t start, size_t end, size_t before,
    size_t after, struct buf *out, bool screen)
{
	size_t old = 0, new = 0;
	lines_count(diff, start, end, &old, &new);
	/* A side without lines is named by the line before it. */
	buf_printf(out, "%s@@ -%zu,%zu +%zu,%zu @@%s\n",
	    screen ? "\033[36m" : "", before + (old > 0), old,
	    after + (new > 0), new, screen ? "\033[0m" : "");
	for (size_t i = start; i < end; i++)
		step_put(out, &diff->steps[i], screen);
}

void
diff_put(struct buf *out, struct arena *scratch, const char *path,
    struct text before, struct text after, bool screen)
{
	struct diff diff = { .arena = scratch };
	size_t start, end, done = 0, old = 0, new = 0;
	if (text_equal(before, after))
		return;
	lines_cut(&diff.before, scratch, before);
	lines_cut(&diff.after, scratch, after);
	steps_make(&diff);
	buf_puts(out, screen ? "\033[1m--- a/" : "--- a/");
	line_put(out, text_of(path), screen);
	buf_puts(out, "\n+++ b/");
	line_put(out, text_of(path), screen);
	buf_puts(out, screen ? "\033[0m\n" : "\n");
	while (hunk_find(&diff, done, &start, &end)) {
		lines_count(&diff, done, start, &old, &new);
		hunk_put(&diff, start, end, old, new, out, screen);
		lines_count(&diff, start, end, &old, &new);
		done = end;
	}
}
