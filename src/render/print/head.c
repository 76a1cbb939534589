#include "render/print/head.h"

#include <math.h>
#include <stdio.h>
#include "render/print/legend.h"
#include "render/print/title.h"

/* Row 7: from the top of the type area to that of the mark. */
#define MARK_TOP MM(35)
#define MARK_MOST MM(22)
/* A long mark is set narrower, down to this part of its width. */
#define MARK_NARROW 0.7
/* Row 9. */
#define RULE_GAP MM(4)
#define RULE_WIDTH MM(0.5)
/* Row 14: two cells free on both sides. */
#define SIGNATURE_MOST ((GRID_CELLS - 4) * LINE_CELL)

static bool
is_given(const char *s)
{
	return s != NULL && *s != '\0';
}

/* ---- mark and number ---- */

/* The highest ink of the mark, in ems above the middle of the Han. */
static double
mark_top(const struct shaped *shaped)
{
	double top = 0;
	for (size_t i = 0; i < shaped->count; i++) {
		const struct piece *piece = &shaped->pieces[i];
		if (piece->face == NULL)
			continue;
		int ink = face_top(piece->face,
		    shaped->glyphs[piece->glyph].id);
		top = fmax(top, (double)ink / FONT_EM - piece->face->middle);
	}
	return top;
}

/* As large as fits the type area; returns where it ends. */
static double
add_mark(struct galley *galley, struct strip *strip,
    const struct circular *circular)
{
	struct letters letters = galley_letters(galley, circular->mark,
	    FONT_TITLE, circular->span);
	struct shaped shaped = shape_letters(galley->shaper, &letters,
	    &(struct setting){ 1, 1 });
	struct lines lines = lines_single(galley->shaper->scratch,
	    shaped.cells, shaped.count);
	double ems = lines.items[0].width / (double)LINE_CELL;
	if (ems <= 0)
		return MARK_TOP;
	double em = fmin(MARK_MOST, GRID_WIDTH / (ems * MARK_NARROW));
	double stretch = fmin(1, GRID_WIDTH / (ems * em));
	double middle = MARK_TOP + mark_top(&shaped) * em;
	items_add_line(&strip->items, galley->arena, &shaped, &lines, 0,
	    &(struct placing){
		.x = (GRID_WIDTH - ems * em * stretch) / 2,
		.y = middle,
		.setting = &(struct setting){ em, em },
		.stretch = stretch,
		.ink = INK_RED,
		.element = element_new(galley->arena, "P", NULL) });
	return middle + em / 2;
}

static struct legend
head_legend(struct galley *galley, const char *s, enum font_role role,
    const struct circular *circular)
{
	return legend_make(galley->shaper, text_of(s), role, SETTING_BODY,
	    circular->span);
}

static void
put_legend(struct galley *galley, struct strip *strip,
    const struct legend *legend, double x, double y)
{
	legend_put(&strip->items, galley->arena, legend, x, y,
	    element_new(galley->arena, "P", NULL));
}

/* Centred in a line that begins at `y`; returns where the type ends. */
static double
add_number(struct galley *galley, struct strip *strip, double y,
    const struct circular *circular)
{
	struct legend number = head_legend(galley, circular->number, FONT_FANG,
	    circular);
	double middle = y + GRID_PITCH / 2;
	put_legend(galley, strip, &number, (GRID_WIDTH - number.width) / 2,
	    middle);
	return middle + SETTING_BODY.em / 2;
}

/*
 * 送审稿 on the first line, at the right, where nothing else stands: of what is
 * not approved yet (SCOPE: drafts).
 */
static void
add_draft(struct galley *galley, struct strip *strip,
    const struct circular *circular)
{
	struct legend draft = head_legend(galley, "送审稿", FONT_HEI, circular);
	put_legend(galley, strip, &draft, GRID_WIDTH - draft.width,
	    GRID_PITCH / 2);
}

/*
 * Mark, number and rule as one strip; returns where the title may begin.  A
 * mark without a number has one line less below it.
 */
static double
add_masthead(struct galley *galley, const struct circular *circular)
{
	double y = 0;
	bool number = is_given(circular->number);
	bool mark = is_given(circular->mark);
	if (!mark && !number && !circular->draft)
		return 0;
	struct strip *strip = galley_add(galley);
	strip->keep = true;
	if (circular->draft)
		add_draft(galley, strip, circular);
	if (!mark && !number)
		return 2 * GRID_PITCH;
	if (mark)
		y = add_mark(galley, strip, circular) +
		    (number ? 2 : 1) * GRID_PITCH;
	else if (circular->draft)
		y = GRID_PITCH; /* the number stands below the line */
	if (number)
		y = add_number(galley, strip, y, circular);
	y += RULE_GAP;
	items_add_stroke(&strip->items, galley->arena,
	    (struct stroke){ 0, y, GRID_WIDTH, y, RULE_WIDTH }, INK_RED);
	return y + 2 * GRID_PITCH;
}

/* ---- title and addressees ---- */

static size_t
add_title(struct galley *galley, const struct circular *circular)
{
	struct arena *scratch = galley->shaper->scratch;
	struct style style = { .setting = SETTING_TITLE, .keep = true,
		.align = ALIGN_CENTRE, .height = GRID_PITCH, .level = 1,
		.bookmark = circular->title,
		.element = element_new(galley->arena, "H1", NULL) };
	struct letters letters = galley_letters(galley, circular->title,
	    FONT_TITLE, circular->span);
	struct shaped shaped = shape_letters(galley->shaper, &letters,
	    &style.setting);
	struct measure measure = {
		.width = grid_measure(GRID_WIDTH, &style.setting) };
	struct lines lines = title_break(scratch, shaped.cells,
	    shaped.letter_of, shaped.count, &letters, &measure);
	galley_add_lines(galley, &shaped, &lines, &style);
	return lines.count;
}

static void
add_addressees(struct galley *galley, const struct circular *circular)
{
	struct style style = { .setting = SETTING_BODY, .keep = true,
		.element = element_new(galley->arena, "P", NULL) };
	struct letters letters = galley_letters(galley, circular->addressees,
	    FONT_FANG, circular->span);
	letters_add(&letters, TEXT_LIT("："), FONT_FANG, circular->span);
	galley_add_paragraph(galley, &letters, &style);
}

/*
 * The body goes on with the lines of the grid: what the head is off them is
 * made up for in the white space above and below the title, two to one as they
 * are high.
 */
void
head_add(struct galley *galley, const struct circular *circular)
{
	size_t first = galley->count, lines = 0;
	double end = add_masthead(galley, circular), top = end;
	if (is_given(circular->title))
		lines = add_title(galley, circular);
	if (lines > 0) {
		galley_add_blank(galley, GRID_PITCH)->keep = true;
		end += (double)(lines + 1) * GRID_PITCH;
	}
	double off = round(end / GRID_PITCH) * GRID_PITCH - end;
	if (top > 0)
		galley->items[first].height = top + (lines > 0 ? off * 2 / 3
		    : off);
	if (top > 0 && lines > 0)
		galley->items[galley->count - 1].height += off / 3;
	if (is_given(circular->addressees))
		add_addressees(galley, circular);
	shaper_reset(galley->shaper);
}

/* ---- signature, date, note ---- */

const char *
date_in_han(struct arena *arena, const char *date)
{
	unsigned year, month, day;
	int used = 0;
	if (sscanf(date, "%4u-%2u-%2u%n", &year, &month, &day, &used) != 3 ||
	    date[used] != '\0')
		return date;
	return arena_printf(arena, "%u年%u月%u日", year, month, day);
}

/* A signature or a date, broken into lines, not yet placed. */
struct signing {
	struct shaped shaped;
	struct lines lines;
	int width; /* of the longest line */
};

/* Too long a name is broken where words end, as a title is. */
static struct signing
signing_of(struct galley *galley, const char *s,
    const struct circular *circular)
{
	struct signing signing = { 0 };
	struct measure measure = { .width = SIGNATURE_MOST };
	struct letters letters = galley_letters(galley, s, FONT_FANG,
	    circular->span);
	signing.shaped = shape_letters(galley->shaper, &letters,
	    &SETTING_BODY);
	signing.lines = title_break(galley->shaper->scratch,
	    signing.shaped.cells, signing.shaped.letter_of,
	    signing.shaped.count, &letters, &measure);
	for (size_t i = 0; i < signing.lines.count; i++)
		if (signing.lines.items[i].width > signing.width)
			signing.width = signing.lines.items[i].width;
	return signing;
}

/* Its lines stand `left` of the type area, centred on each other. */
static void
add_signing(struct galley *galley, const struct signing *signing, int left)
{
	struct style style = { .setting = SETTING_BODY, .left = left,
		.right = GRID_CELLS * LINE_CELL - left - signing->width,
		.align = ALIGN_CENTRE, .keep = true,
		.element = element_new(galley->arena, "P", NULL) };
	galley_add_lines(galley, &signing->shaped, &signing->lines, &style);
}

/*
 * The signature ends two cells from the right and the date begins two cells
 * right of it; a date longer than the signature ends two cells from the right
 * and the signature begins two cells left of it.
 */
static void
add_signature(struct galley *galley, const struct circular *circular)
{
	const int two = 2 * LINE_CELL, measure = GRID_CELLS * LINE_CELL;
	struct signing name = signing_of(galley,
	    is_given(circular->signature) ? circular->signature : "",
	    circular);
	struct signing date = signing_of(galley, is_given(circular->date)
	    ? date_in_han(galley->arena, circular->date) : "", circular);
	int left = measure - two - name.width;
	if (date.width > name.width)
		left = measure - two - date.width - two;
	add_signing(galley, &name, left);
	add_signing(galley, &date, left + two);
}

static void
add_note(struct galley *galley, const struct circular *circular)
{
	struct style style = { .setting = SETTING_BODY, .first = 2 * LINE_CELL,
		.element = element_new(galley->arena, "P", NULL) };
	struct letters letters = galley_letters(galley,
	    arena_printf(galley->arena, "（%s）", circular->note), FONT_FANG,
	    circular->span);
	galley_add_paragraph(galley, &letters, &style);
}

void
foot_add(struct galley *galley, const struct circular *circular)
{
	bool signature = is_given(circular->signature) ||
	    is_given(circular->date);
	if (signature) {
		if (galley->count > 0)
			galley->items[galley->count - 1].keep = true;
		galley_add_blank(galley, 0)->keep = true;
		add_signature(galley, circular);
	}
	if (is_given(circular->note))
		add_note(galley, circular);
	else if (galley->count > 0)
		galley->items[galley->count - 1].keep = false;
	shaper_reset(galley->shaper);
}
