#include "render/print/figure.h"

#include <math.h>
#include "render/chart.h"
#include "render/print/legend.h"

#define STROKE 0.6
#define FAINT 0.25

struct figure {
	struct galley *galley;
	const struct node *node;
	struct strip *strip;
	const struct element *element;
	double scale, left; /* of the marks; where they begin */
};

static double
x_at(const struct figure *figure, double x)
{
	return figure->left + x * figure->scale;
}

static void
add_line(const struct figure *figure, const struct mark *mark)
{
	struct stroke stroke = {
		.x = x_at(figure, mark->points[0].x),
		.y = mark->points[0].y * figure->scale,
		.to_x = x_at(figure, mark->points[1].x),
		.to_y = mark->points[1].y * figure->scale,
		.width = mark->faint ? FAINT : STROKE,
	};
	items_add_stroke(&figure->strip->items, figure->galley->arena, stroke,
	    mark->faint ? INK_GREY : INK_BLACK);
}

/* Filled in grey, its outline black. */
static void
add_shape(const struct figure *figure, const struct mark *mark)
{
	struct arena *arena = figure->galley->arena;
	struct patch patch = { .count = mark->count };
	for (size_t i = 0; i < mark->count; i++) {
		patch.x[i] = x_at(figure, mark->points[i].x);
		patch.y[i] = mark->points[i].y * figure->scale;
	}
	if (mark->filled)
		items_add_patch(&figure->strip->items, arena, patch, INK_GREY);
	for (size_t i = 0; i < mark->count; i++) {
		size_t next = (i + 1) % mark->count;
		struct stroke stroke = { patch.x[i], patch.y[i],
			patch.x[next], patch.y[next], STROKE };
		items_add_stroke(&figure->strip->items, arena, stroke,
		    INK_BLACK);
	}
}

static void
add_text(const struct figure *figure, const struct mark *mark)
{
	struct shaper *shaper = figure->galley->shaper;
	struct setting setting = { mark->size * figure->scale,
		mark->size * figure->scale };
	struct legend legend = legend_make(shaper, mark->text, FONT_FANG,
	    setting, figure->node->span);
	double x = x_at(figure, mark->points[0].x);
	if (mark->anchor == ANCHOR_MIDDLE)
		x -= legend.width / 2;
	else if (mark->anchor == ANCHOR_RIGHT)
		x -= legend.width;
	legend_put(&figure->strip->items, figure->galley->arena, &legend, x,
	    mark->points[0].y * figure->scale, figure->element);
}

/* No wider than the column; the title and a gap stand on the same page. */
static double
scale_of(const struct galley *galley, double height)
{
	double most = galley_height(galley) - 3 * GRID_PITCH;
	double across = galley_width(galley) / CHART_WIDTH;
	return fmin(1, fmin(across, most / height));
}

void
figure_add(struct galley *galley, const struct node *node,
    const struct element *inside)
{
	struct figure figure = { .galley = galley, .node = node };
	struct marks marks = chart_marks(galley->shaper->scratch, node->chart);
	figure.scale = scale_of(galley, marks.height);
	figure.left = (galley_width(galley) - CHART_WIDTH * figure.scale) / 2;
	const struct element *element = element_figure(galley->arena,
	    arena_printf(galley->arena, "%.*s%s%s", TEXT_ARG(node->text),
		strings_get(node->chart->strings, "colon"),
		chart_words(galley->arena, node->chart)),
	    inside);
	figure.element = element_new(galley->arena, "Span", element);
	galley_add_caption(galley, node->text, node->span, element);
	figure.strip = galley_add(galley);
	figure.strip->height = marks.height * figure.scale;
	for (size_t i = 0; i < marks.count; i++) {
		if (marks.items[i].kind == MARK_LINE)
			add_line(&figure, &marks.items[i]);
		else if (marks.items[i].kind == MARK_SHAPE)
			add_shape(&figure, &marks.items[i]);
		else
			add_text(&figure, &marks.items[i]);
	}
	galley_add_blank(galley, galley->pitch / 4);
}
