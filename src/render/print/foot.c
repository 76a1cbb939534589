#include "render/print/foot.h"

#include <math.h>
#include "base/date.h"
#include "render/print/flow.h"
#include "render/print/legend.h"

/* Row 14: free at the right, without a seal and with one. */
#define PLAIN_RIGHT (2 * GRID_CELL)
#define SEALED_RIGHT (4 * GRID_CELL)
#define DATE_INDENT (2 * GRID_CELL)
/*
 * A seal is 42 mm wide and covers name and date from their middle upwards: two
 * free lines leave its top within a line of the text.  Rows of seals don't
 * touch; no more than three fit beside each other, and four look better as two
 * and two.
 */
#define SEAL_LINES 2
#define SEAL_ROW MM(46)
#define SEALS_MOST 3

/* The strip before what is added next stays on its page. */
static void
keep_last(struct galley *galley)
{
	if (galley->count > 0)
		galley->items[galley->count - 1].keep = true;
}

/* ---- note of the attachments ---- */

/*
 * 附件：1. 甲, with further lines below 甲.  One attachment has no number.
 */
static void
add_attachment_line(struct galley *galley, const struct circular *circular,
    size_t i)
{
	/* All numbers stand below the first, behind the three of 附件：. */
	struct style style = { .setting = SETTING_BODY,
		.left = (i == 0 ? 2 : 2 + 3) * LINE_CELL,
		.element = element_new(galley->arena, "P", NULL) };
	bool numbered = circular->attachment_count > 1;
	const char *number = numbered
	    ? arena_printf(galley->arena, "%zu.", i + 1) : "";
	galley_add_labelled(galley, arena_printf(galley->arena, "%s%s",
	    i == 0 ? "附件：" : "", number), numbered ? LINE_GAP : 0,
	    circular->attachments[i].title, circular->span, &style);
}

static void
add_attachment_note(struct galley *galley, const struct circular *circular)
{
	if (circular->attachment_count == 0)
		return;
	keep_last(galley);
	galley_add_blank(galley, 0)->keep = true;
	for (size_t i = 0; i < circular->attachment_count; i++)
		add_attachment_line(galley, circular, i);
}

/* ---- signature and date ---- */

/* A name wider than `most` points is broken where words end. */
static struct legend
name_of(struct galley *galley, const char *s, double most,
    const struct circular *circular)
{
	return legend_break(galley->shaper, text_of(s), FONT_FANG, SETTING_BODY,
	    most, circular->span);
}

static struct legend
date_of(struct galley *galley, const struct circular *circular)
{
	return name_of(galley, is_given(circular->date)
	    ? date_in_han(galley->arena, circular->date) : "", GRID_WIDTH,
	    circular);
}

/* Its lines begin `left` points from the type area's, centred on each other. */
static void
add_signing(struct galley *galley, const struct legend *signing, double left)
{
	struct style style = { .setting = SETTING_BODY,
		.left = grid_measure(left, &SETTING_BODY),
		.right = grid_measure(GRID_WIDTH - left - signing->width,
		    &SETTING_BODY),
		.align = ALIGN_CENTRE, .keep = true,
		.element = element_new(galley->arena, "P", NULL) };
	galley_add_lines(galley, &signing->shaped, &signing->lines, &style);
}

/*
 * The longest signature ends two cells from the right and the date begins two
 * cells right of the last one; a date longer than it ends two cells from the
 * right and the signature begins two cells left of it.
 */
static void
add_plain(struct galley *galley, const struct circular *circular)
{
	struct legend date = date_of(galley, circular);
	size_t count = circular->issuers.count;
	struct legend *names = ARENA_ARRAY(galley->shaper->scratch,
	    struct legend, count);
	double widest = 0;
	for (size_t i = 0; i < count; i++) {
		names[i] = name_of(galley, circular->issuers.items[i],
		    GRID_WIDTH - 2 * PLAIN_RIGHT, circular);
		widest = fmax(widest, names[i].width);
	}
	double left = GRID_WIDTH - PLAIN_RIGHT - widest;
	if (date.width > widest)
		left = GRID_WIDTH - PLAIN_RIGHT - date.width - DATE_INDENT;
	for (size_t i = 0; i < count; i++)
		add_signing(galley, &names[i], left);
	add_signing(galley, &date, left + DATE_INDENT);
}

/* The free lines above names of so many lines that are sealed. */
static void
add_seal_room(struct galley *galley, size_t lines)
{
	for (size_t i = lines; i <= SEAL_LINES; i++)
		galley_add_blank(galley, 0)->keep = true;
}

/* One issuer, centred above its date, which ends four cells from the right. */
static void
add_sealed(struct galley *galley, const struct circular *circular)
{
	struct legend date = date_of(galley, circular);
	double left = GRID_WIDTH - SEALED_RIGHT - date.width;
	if (circular->issuers.count > 0) {
		struct legend name = name_of(galley,
		    circular->issuers.items[0], date.width + 2 * SEALED_RIGHT,
		    circular);
		add_seal_room(galley, name.lines.count);
		add_signing(galley, &name, left + (date.width - name.width) /
		    2);
	}
	add_signing(galley, &date, left);
}

/* In the middle of `width` points from `left`, its foot at `bottom`. */
static void
put_centred(struct galley *galley, struct strip *strip,
    const struct legend *name, double left, double width, double bottom)
{
	const struct element *element = element_new(galley->arena, "P", NULL);
	double y = bottom - ((double)name->lines.count - 0.5) * galley->pitch;
	for (size_t i = 0; i < name->lines.count; i++)
		legend_put_line(&strip->items, galley->arena, name, i,
		    left + (width - legend_line_width(name, i)) / 2,
		    y + (double)i * galley->pitch, element);
}

/* The names [first, end) beside each other, `width` points each. */
static void
add_seal_row(struct galley *galley, const struct circular *circular,
    size_t first, size_t end, double width)
{
	size_t count = end - first, lines = 1;
	struct legend *names = ARENA_ARRAY(galley->shaper->scratch,
	    struct legend, count);
	for (size_t i = 0; i < count; i++) {
		names[i] = name_of(galley, circular->issuers.items[first + i],
		    width - GRID_CELL, circular);
		if (names[i].lines.count > lines)
			lines = names[i].lines.count;
	}
	if (first == 0)
		add_seal_room(galley, lines);
	struct strip *strip = galley_add(galley);
	/* Half a seal reaches below the names of the row before. */
	strip->height = fmax(first == 0 ? 0 : SEAL_ROW,
	    (double)lines * galley->pitch);
	strip->keep = true;
	for (size_t i = 0; i < count; i++)
		put_centred(galley, strip, &names[i], (double)i * width, width,
		    strip->height);
}

static void
add_joint_sealed(struct galley *galley, const struct circular *circular)
{
	size_t count = circular->issuers.count;
	size_t columns = count == 4 ? 2
	    : count < SEALS_MOST ? count : SEALS_MOST;
	double width = GRID_WIDTH / (double)columns;
	struct legend date = date_of(galley, circular);
	for (size_t i = 0; i < count; i += columns)
		add_seal_row(galley, circular, i,
		    i + columns < count ? i + columns : count, width);
	struct strip *strip = galley_add(galley);
	strip->height = galley->pitch;
	strip->keep = true;
	put_centred(galley, strip, &date,
	    (double)((count - 1) % columns) * width, width, galley->pitch);
}

static void
add_signature(struct galley *galley, const struct circular *circular)
{
	if (circular->issuers.count == 0 && !is_given(circular->date))
		return;
	keep_last(galley);
	if (circular->sealed && circular->issuers.count > 1) {
		add_joint_sealed(galley, circular);
	} else if (circular->sealed) {
		add_sealed(galley, circular);
	} else {
		galley_add_blank(galley, 0)->keep = true;
		add_plain(galley, circular);
	}
}

/* ---- note ---- */

static void
add_note(struct galley *galley, const struct circular *circular,
    const char *note)
{
	struct style style = { .setting = SETTING_BODY, .first = 2 * LINE_CELL,
		.element = element_new(galley->arena, "P", NULL) };
	galley_add_text(galley, arena_printf(galley->arena, "（%s）", note),
	    FONT_FANG, circular->span, &style);
}

void
foot_add(struct galley *galley, const struct circular *circular)
{
	add_attachment_note(galley, circular);
	/* A newsletter says who and when in its mast. */
	if (circular->style != CIRCULAR_NEWSLETTER)
		add_signature(galley, circular);
	size_t before = galley->count;
	if (is_given(circular->note))
		add_note(galley, circular, circular->note);
	for (size_t i = 0; i < circular->notes.count; i++)
		add_note(galley, circular, circular->notes.items[i]);
	if (galley->count == before && before > 0)
		galley->items[before - 1].keep = false;
	shaper_reset(galley->shaper);
}

/* ---- attachments ---- */

/* 附件1 on the first line, the title on the third. */
static void
add_attachment(struct galley *galley, const struct circular *circular,
    size_t i)
{
	struct style style = { .setting = SETTING_BODY, .keep = true,
		.element = element_new(galley->arena, "P", NULL) };
	const struct attachment *attachment = &circular->attachments[i];
	const char *number = circular->attachment_count > 1
	    ? arena_printf(galley->arena, "%zu", i + 1) : "";
	size_t first = galley->count;
	galley_add_text(galley, arena_printf(galley->arena, "附件%s", number),
	    FONT_HEI, circular->span, &style);
	galley->items[first].fresh = true;
	galley_add_blank(galley, 0)->keep = true;
	galley_add_title(galley, attachment->title, "H2", 2, circular->span);
	galley_add_blank(galley, 0)->keep = true;
	flow_add(galley, attachment->body, NULL);
}

void
attachments_add(struct galley *galley, const struct circular *circular)
{
	for (size_t i = 0; i < circular->attachment_count; i++)
		if (circular->attachments[i].body != NULL)
			add_attachment(galley, circular, i);
	shaper_reset(galley->shaper);
}
