#include "render/print/colophon.h"

#include "base/date.h"
#include "render/print/legend.h"

#define ROW_HEIGHT MM(8.5)
#define RULE_OUTER MM(0.35)
#define RULE_INNER MM(0.25)
/* One character stays free at either side. */
#define EDGE LINE_CELL
#define RIGHT (GRID_WIDTH - SETTING_SMALL.cell)

static void
add_rule(struct galley *galley, double width)
{
	struct strip *strip = galley_add(galley);
	double y = width / 2;
	strip->height = width;
	items_add_stroke(&strip->items, galley->arena,
	    (struct stroke){ 0, y, GRID_WIDTH, y, width }, INK_BLACK);
}

static struct style
style_make(struct galley *galley)
{
	return (struct style){ .setting = SETTING_SMALL,
		.left = EDGE,
		.right = EDGE,
		.height = ROW_HEIGHT,
		.element = element_new(galley->arena, "P", NULL) };
}

/* 抄送：甲，乙。 Its further lines begin below 甲. */
static void
add_offices(struct galley *galley, const struct circular *circular,
    const char *label, const char *offices)
{
	struct style style = style_make(galley);
	galley_add_labelled(galley,
	    arena_printf(galley->arena, "%s：", label), 0,
	    arena_printf(galley->arena, "%s。", offices), circular->span,
	    &style);
}

/* The office at the left, broken where words end; the day on its last line. */
static void
add_printer(struct galley *galley, const struct circular *circular)
{
	struct style style = style_make(galley);
	struct legend day = legend_make(galley->shaper,
	    text_of(arena_printf(galley->arena, "%s印发",
		date_in_han(galley->arena, circular->date))),
	    FONT_FANG, style.setting, circular->span);
	struct legend office = legend_break(galley->shaper,
	    text_of(circular->printer), FONT_FANG, style.setting,
	    RIGHT - SETTING_SMALL.cell - day.width - SETTING_SMALL.cell,
	    circular->span);
	style.align = ALIGN_LEFT;
	galley_add_lines(galley, &office.shaped, &office.lines, &style);
	struct strip *last = &galley->items[galley->count - 1];
	legend_put(&last->items, galley->arena, &day, RIGHT - day.width,
	    ROW_HEIGHT / 2, element_new(galley->arena, "P", NULL));
}

static void
add_printed(struct galley *galley, const struct circular *circular)
{
	struct legend printed = legend_make(galley->shaper,
	    text_of(arena_printf(galley->arena, "（共印%s份）",
		circular->printed)), FONT_FANG, SETTING_SMALL,
	    circular->span);
	struct strip *strip = galley_add(galley);
	strip->height = ROW_HEIGHT;
	legend_put(&strip->items, galley->arena, &printed,
	    RIGHT - printed.width, ROW_HEIGHT / 2,
	    element_new(galley->arena, "P", NULL));
}

/* Who gets it, no rules between them; returns whether there is any. */
static bool
add_receivers(struct galley *galley, const struct circular *circular,
    bool addressees)
{
	bool newsletter = circular->style == CIRCULAR_NEWSLETTER;
	const struct {
		const char *label, *offices;
	} receivers[] = {
		{ "主送", addressees && !newsletter
		    ? circular->addressees : NULL },
		{ "报", circular->superiors },
		{ newsletter ? "送" : "抄送", circular->copies },
		{ "发", newsletter ? circular->addressees : NULL },
	};
	size_t count = galley->count;
	for (size_t i = 0; i < sizeof(receivers) / sizeof(*receivers); i++)
		if (is_given(receivers[i].offices))
			add_offices(galley, circular, receivers[i].label,
			    receivers[i].offices);
	return galley->count > count;
}

/*
 * What else there is in a colophon has a fine rule to itself.  Two lines: where
 * they would be three, the second begins below the label.
 */
static void
add_witness(struct galley *galley, const struct circular *circular)
{
	static const char label[] = "封存校验：";
	struct style style = style_make(galley);
	size_t first = galley->count;
	style.align = ALIGN_LEFT; /* no group is pulled apart */
	galley_add_labelled(galley, label, 0, circular->witness,
	    circular->span, &style);
	if (galley->count - first <= 2)
		return;
	galley->count = first;
	galley_add_text(galley,
	    arena_printf(galley->arena, "%s%s", label, circular->witness),
	    FONT_FANG, circular->span, &style);
}

static bool
has_printer(const struct circular *circular)
{
	return is_given(circular->printer) && is_given(circular->date);
}

/* A fine rule, unless it is the first of them. */
static void
add_part(struct galley *galley, const struct circular *circular, bool *any,
    void (*add)(struct galley *galley, const struct circular *circular))
{
	if (*any)
		add_rule(galley, RULE_INNER);
	add(galley, circular);
	*any = true;
}

/* Between rules; the last line tells who printed it, or how many. */
static void
add_ruled(struct galley *galley, const struct circular *circular,
    bool addressees)
{
	bool newsletter = circular->style == CIRCULAR_NEWSLETTER;
	add_rule(galley, RULE_OUTER);
	bool any = add_receivers(galley, circular, addressees);
	if (is_given(circular->witness))
		add_part(galley, circular, &any, add_witness);
	if (newsletter && is_given(circular->printed))
		add_part(galley, circular, &any, add_printed);
	else if (!newsletter && has_printer(circular))
		add_part(galley, circular, &any, add_printer);
	if (any)
		add_rule(galley, RULE_OUTER);
}

void
colophon_add(struct galley *galley, const struct circular *circular,
    bool addressees)
{
	if (circular->style == CIRCULAR_LETTER)
		add_receivers(galley, circular, addressees);
	else if (has_printer(circular) || is_given(circular->witness))
		add_ruled(galley, circular, addressees);
	shaper_reset(galley->shaper);
}
