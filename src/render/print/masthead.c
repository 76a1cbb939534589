#include "render/print/masthead.h"

#include <math.h>
#include "base/date.h"
#include "base/utf8.h"
#include "render/print/legend.h"

/* Row 7: from the top of the type area to that of the mark. */
#define MARK_TOP MM(35)
#define MARK_MOST MM(22)
/* A long mark is set narrower, down to this part of its width. */
#define MARK_NARROW 0.7
/* Several issuers: their lines, in ems, and how high they may be together. */
#define MARK_LINE 1.3
#define MARKS_MOST MM(70)
/* The mast of a newsletter begins higher: nothing is stamped above it. */
#define MAST_TOP MM(8)
/* Of what stands in a corner: half of the line. */
#define CORNER_MOST (GRID_WIDTH / 2 - GRID_CELL)
/* Row 9. */
#define RULE_GAP MM(4)
#define RULE_WIDTH MM(0.5)
/*
 * A letter (GB/T 9704, 信函格式): its mark 30 mm below the sheet's top, double
 * rules 170 mm wide below it and 20 mm above the sheet's foot.
 */
#define LETTER_TOP (MM(30) - GRID_TOP)
#define LETTER_FOOT (PAGE_HEIGHT - MM(20) - GRID_TOP)
#define LETTER_WIDTH MM(170)
#define LETTER_THICK MM(0.7)
#define LETTER_THIN MM(0.25)
#define LETTER_APART MM(1)

struct masthead {
	struct galley *galley;
	const struct circular *circular;
	struct strip *strip;
};

static struct legend
legend(const struct masthead *head, const char *s, enum font_role role)
{
	return legend_make(head->galley->shaper, text_of(s), role, SETTING_BODY,
	    head->circular->span);
}

static void
put(const struct masthead *head, const struct legend *legend, double x,
    double y)
{
	legend_put(&head->strip->items, head->galley->arena, legend, x, y,
	    element_new(head->galley->arena, "P", NULL));
}

/* Broken where words end into lines of at most `most` points. */
static struct legend
broken(const struct masthead *head, const char *s, enum font_role role,
    double most)
{
	return legend_break(head->galley->shaper, text_of(s == NULL ? "" : s),
	    role, SETTING_BODY, most, head->circular->span);
}

/*
 * Its lines below each other, `y` the middle of the first; of what is free in
 * `width` points from `x` the `share` lies left of them.
 */
static void
put_lines(const struct masthead *head, const struct legend *legend, double x,
    double width, double share, double y)
{
	struct galley *galley = head->galley;
	const struct element *element = element_new(galley->arena, "P", NULL);
	for (size_t i = 0; i < legend->lines.count; i++)
		legend_put_line(&head->strip->items, galley->arena, legend, i,
		    x + (width - legend_line_width(legend, i)) * share,
		    y + (double)i * galley->pitch, element);
}

/* ---- corners ---- */

/* In lines that begin at `y`; how many. */
static int
add_corner(const struct masthead *head, const char *s, enum font_role role,
    double y)
{
	struct legend corner = broken(head, s, role, CORNER_MOST);
	put_lines(head, &corner, 0, 0, 0, y + head->galley->pitch / 2);
	return (int)corner.lines.count;
}

/* Of what is not approved yet (SCOPE: drafts), of what was withdrawn; or NULL. */
static const char *
stamp_of(const struct circular *circular)
{
	return circular->withdrawn ? "已撤回"
	    : circular->draft      ? "送审稿"
				   : NULL;
}

/*
 * At the left: the copy's number on the first line, secrecy on the second,
 * urgency on the next one.  At the right the stamp, where nothing else stands.
 * Returns the lines taken.
 */
static int
add_corners(const struct masthead *head, double top)
{
	const struct circular *circular = head->circular;
	double pitch = head->galley->pitch;
	int line = 0;
	if (is_given(circular->serial))
		line += add_corner(head, circular->serial, FONT_FANG, top);
	const char *stamp = stamp_of(circular);
	if (stamp != NULL) {
		struct legend stamped = legend(head, stamp, FONT_HEI);
		put(head, &stamped, GRID_WIDTH - stamped.width,
		    top + pitch / 2);
	}
	if (is_given(circular->secrecy)) {
		line = line > 1 ? line : 1;
		line += add_corner(head, circular->secrecy, FONT_HEI,
		    top + line * pitch);
	}
	if (is_given(circular->urgency))
		line += add_corner(head, circular->urgency, FONT_HEI,
		    top + line * pitch);
	return line == 0 && stamp != NULL ? 1 : line;
}

/* ---- mark ---- */

/* The highest ink of a line, in ems above the middle of the Han. */
static double
ink_top(const struct shaped *shaped)
{
	double top = 0;
	for (size_t i = 0; i < shaped->count; i++) {
		const struct piece *piece = &shaped->pieces[i];
		if (piece->face == NULL)
			continue;
		struct face_ink ink = face_ink(piece->face,
		    shaped->glyphs[piece->glyph].id);
		top = fmax(top,
		    (double)ink.top / FONT_EM - piece->face->middle);
	}
	return top;
}

/* A line of the mark in type of 1 pt, its widths in ems. */
static struct legend
mark_line(const struct masthead *head, const char *s)
{
	return legend_make(head->galley->shaper, text_of(s), FONT_TITLE,
	    (struct setting){ 1, 1 }, head->circular->span);
}

static void
put_mark(const struct masthead *head, const struct legend *line, double x,
    double middle, double em, double stretch)
{
	items_add_line(&head->strip->items, head->galley->arena, &line->shaped,
	    &line->lines, 0,
	    &(struct placing){ .x = x,
		.y = middle,
		.setting = &(struct setting){ em, em },
		.stretch = stretch,
		.ink = INK_RED,
		.element = element_new(head->galley->arena, "P", NULL) });
}

/* As large as fits the type area; returns where it ends. */
static double
add_mark(const struct masthead *head, double top)
{
	struct legend line = mark_line(head, head->circular->mark);
	if (line.width <= 0)
		return top;
	double em = fmin(MARK_MOST, GRID_WIDTH / (line.width * MARK_NARROW));
	double stretch = fmin(1, GRID_WIDTH / (line.width * em));
	double middle = top + ink_top(&line.shaped) * em;
	put_mark(head, &line, (GRID_WIDTH - line.width * em * stretch) / 2,
	    middle, em, stretch);
	return middle + em / 2;
}

/* Opens the line to `width` ems, between all its characters alike. */
static void
spread(struct legend *line, double width)
{
	size_t count = line->shaped.count;
	double more = (width - line->width) * LINE_CELL;
	for (size_t i = 1; i < count; i++)
		line->lines.spots[i].x += (int)(more * (double)i /
		    (double)(count - 1));
	line->width = width;
}

/* The names of several issuers, as wide as the widest, 文件 beside them. */
static double
add_marks(const struct masthead *head, double top)
{
	const struct names *issuers = &head->circular->issuers;
	size_t count = issuers->count;
	struct legend *lines = ARENA_ARRAY(head->galley->shaper->scratch,
	    struct legend, count);
	struct legend suffix = mark_line(head, "文件");
	double widest = 0;
	for (size_t i = 0; i < count; i++) {
		lines[i] = mark_line(head, issuers->items[i]);
		widest = fmax(widest, lines[i].width);
	}
	double ems = widest + 0.5 + suffix.width;
	double em = fmin(fmin(MARK_MOST, MARKS_MOST / (MARK_LINE *
	    (double)count)), GRID_WIDTH / (ems * MARK_NARROW));
	double stretch = fmin(1, GRID_WIDTH / (ems * em));
	double left = (GRID_WIDTH - ems * em * stretch) / 2;
	double middle = top + ink_top(&lines[0].shaped) * em;
	for (size_t i = 0; i < count; i++) {
		spread(&lines[i], widest);
		put_mark(head, &lines[i], left,
		    middle + (double)i * MARK_LINE * em, em, stretch);
	}
	double half = (double)(count - 1) * MARK_LINE * em / 2;
	put_mark(head, &suffix, left + (widest + 0.5) * em * stretch,
	    middle + half, em, stretch);
	return middle + 2 * half + em / 2;
}

static bool
has_marks(const struct circular *circular)
{
	return circular->mark == NULL && circular->issuers.count > 1;
}

/* ---- number ---- */

/* 张三 as wide as 欧阳修: names of two characters are opened. */
static const char *
name_opened(struct arena *arena, const char *name)
{
	struct text text = text_of(name);
	size_t first = 0, pos;
	if (text.len == 0)
		return name;
	utf8_next(text, &first);
	pos = first;
	if (pos == text.len)
		return name;
	utf8_next(text, &pos);
	return pos < text.len ? name
	    : arena_printf(arena, "%.*s　%s", (int)first, name, name + first);
}

/*
 * 签发人：甲 乙, two names a line where they fit, aligned, the label before the
 * first, one cell from the right.  Returns where the last line begins; left of
 * `free` there is nothing on it.
 */
static double
add_signers(const struct masthead *head, double y, double *free)
{
	const struct names *signers = &head->circular->signers;
	struct arena *scratch = head->galley->shaper->scratch;
	struct legend label = legend(head, "签发人：", FONT_FANG);
	struct legend *names = ARENA_ARRAY(scratch, struct legend,
	    signers->count);
	double widest = 0, pitch = head->galley->pitch;
	double right = GRID_WIDTH - GRID_CELL, most = right - label.width;
	for (size_t i = 0; i < signers->count; i++) {
		names[i] = broken(head, name_opened(scratch,
		    signers->items[i]), FONT_KAI, most);
		widest = fmax(widest, names[i].width);
	}
	bool beside = signers->count > 1 && 2 * widest + GRID_CELL <= most;
	double left = right - widest - (beside ? widest + GRID_CELL : 0);
	put(head, &label, left - label.width, y + pitch / 2);
	for (size_t i = 0; i < signers->count; i++) {
		bool second = beside && i % 2 == 1;
		if (i > 0 && !second)
			y += (double)names[i - 1].lines.count * pitch;
		put_lines(head, &names[i], left + (second ? widest + GRID_CELL
		    : 0), 0, 0, y + pitch / 2);
	}
	*free = left - label.width;
	return y + (double)(names[signers->count - 1].lines.count - 1) * pitch;
}

/*
 * In a line that begins at `y`, or below the signers where they leave it no
 * room; returns where the type ends.
 */
static double
add_number(const struct masthead *head, double y)
{
	bool upwards = head->circular->signers.count > 0;
	double left = upwards ? GRID_CELL : 0, free = GRID_WIDTH;
	double most = GRID_WIDTH - 2 * left, pitch = head->galley->pitch;
	struct legend number = broken(head, head->circular->number, FONT_FANG,
	    most);
	if (upwards)
		y = add_signers(head, y, &free);
	if (upwards && number.width > 0 && number.width > free - 2 * left)
		y += pitch;
	put_lines(head, &number, left, most, upwards ? 0 : 0.5, y + pitch / 2);
	y += ((double)number.lines.count - 0.5) * pitch;
	return y + SETTING_BODY.em / 2;
}

/* Who signed it stands on the line of its number. */
static bool
has_number(const struct circular *circular)
{
	return is_given(circular->number) || circular->signers.count > 0;
}

/*
 * Who makes a newsletter at the left, broken where words end; its day at the
 * right of the last line.
 */
static double
add_editor(const struct masthead *head, double y)
{
	const struct circular *circular = head->circular;
	struct galley *galley = head->galley;
	double middle = y + galley->pitch / 2;
	struct legend day = legend(head, is_given(circular->date)
	    ? date_in_han(galley->arena, circular->date) : "", FONT_FANG);
	struct legend editor = broken(head, circular->printer, FONT_FANG,
	    GRID_WIDTH - day.width - GRID_CELL);
	put_lines(head, &editor, 0, 0, 0, middle);
	middle += (double)(editor.lines.count - 1) * galley->pitch;
	put(head, &day, GRID_WIDTH - day.width, middle);
	return middle + SETTING_BODY.em / 2;
}

static double
add_rule(const struct masthead *head, double y)
{
	items_add_stroke(&head->strip->items, head->galley->arena,
	    (struct stroke){ 0, y, GRID_WIDTH, y, RULE_WIDTH }, INK_RED);
	return y + 2 * head->galley->pitch;
}

/* A mark without a number has one line less below it. */
static double
add_document_head(const struct masthead *head)
{
	int lines = add_corners(head, 0);
	const struct circular *circular = head->circular;
	bool marks = has_marks(circular), number = has_number(circular);
	double pitch = head->galley->pitch, y = lines * pitch;
	if (!is_given(circular->mark) && !marks && !number)
		return y + pitch;
	if (marks || is_given(circular->mark)) {
		double top = fmax(MARK_TOP, y);
		y = marks ? add_marks(head, top) : add_mark(head, top);
		y += (number ? 2 : 1) * pitch;
	}
	if (number)
		y = add_number(head, y);
	return add_rule(head, y + RULE_GAP);
}

static double
add_newsletter_head(const struct masthead *head)
{
	const struct circular *circular = head->circular;
	double pitch = head->galley->pitch;
	double y = add_corners(head, 0) * pitch + MAST_TOP;
	if (has_marks(circular))
		y = add_marks(head, y) + pitch / 2;
	else if (is_given(circular->mark))
		y = add_mark(head, y) + pitch / 2;
	if (has_number(circular))
		y = add_number(head, y) + pitch / 2;
	return add_rule(head, add_editor(head, y) + RULE_GAP / 2);
}

/* Two red rules, one of them thick, across the middle of the sheet. */
static void
add_double_rule(const struct masthead *head, double y, bool thick_first)
{
	double left = (GRID_WIDTH - LETTER_WIDTH) / 2 +
	    (PAGE_WIDTH - GRID_WIDTH) / 2 - GRID_LEFT;
	for (int i = 0; i < 2; i++) {
		bool thick = thick_first == (i == 0);
		double at = y + i * LETTER_APART;
		items_add_stroke(&head->strip->items, head->galley->arena,
		    (struct stroke){ left, at, left + LETTER_WIDTH, at,
			thick ? LETTER_THICK : LETTER_THIN }, INK_RED);
	}
}

/* The number at the right below the rules, what stands in corners beside it. */
static double
add_letter_head(const struct masthead *head)
{
	const struct circular *circular = head->circular;
	double pitch = head->galley->pitch, y = LETTER_TOP;
	if (is_given(circular->mark))
		y = add_mark(head, y);
	y += RULE_GAP;
	add_double_rule(head, y, true);
	add_double_rule(head, LETTER_FOOT - LETTER_APART, false);
	/* Below the rules seven eighths of a character are free. */
	y += LETTER_APART + SETTING_BODY.em * 7 / 8 + SETTING_BODY.em / 2 -
	    pitch / 2;
	int lines = add_corners(head, y);
	if (is_given(circular->number)) {
		struct legend number = broken(head, circular->number,
		    FONT_FANG, GRID_WIDTH / 2);
		/* Where there is a stamp, it stands below that. */
		int above = stamp_of(circular) != NULL ? 1 : 0;
		put_lines(head, &number, 0, GRID_WIDTH, 1,
		    y + (above + 0.5) * pitch);
		above += (int)number.lines.count;
		lines = lines > above ? lines : above;
	}
	return y + (lines + 2) * pitch;
}

static bool
is_empty(const struct circular *circular)
{
	return !is_given(circular->mark) && !has_number(circular) &&
	    circular->issuers.count < 2 && !is_given(circular->serial) &&
	    !is_given(circular->secrecy) && !is_given(circular->urgency) &&
	    stamp_of(circular) == NULL && circular->style == CIRCULAR_DOCUMENT;
}

double
masthead_add(struct galley *galley, const struct circular *circular)
{
	struct masthead head = { .galley = galley, .circular = circular };
	if (is_empty(circular))
		return 0;
	head.strip = galley_add(galley);
	head.strip->keep = true;
	switch (circular->style) {
	case CIRCULAR_NEWSLETTER:
		return add_newsletter_head(&head);
	case CIRCULAR_LETTER:
		return add_letter_head(&head);
	case CIRCULAR_DOCUMENT:
		break;
	}
	return add_document_head(&head);
}
