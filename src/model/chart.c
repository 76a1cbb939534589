#include "model/chart.h"

static struct chart_point *
points_copy(struct arena *arena, const struct chart_point *points, size_t count)
{
	struct chart_point *copy = ARENA_ARRAY(arena, struct chart_point, count);
	for (size_t i = 0; i < count; i++) {
		copy[i] = points[i];
		copy[i].words = arena_string(arena, points[i].words);
	}
	return copy;
}

static const char **
words_copy(struct arena *arena, const char **words, size_t count)
{
	const char **copy = ARENA_ARRAY(arena, const char *, count);
	for (size_t i = 0; i < count; i++)
		copy[i] = arena_string(arena, words[i]);
	return copy;
}

struct chart *
chart_copy(struct arena *arena, const struct chart *chart)
{
	struct chart *copy = ARENA_NEW(arena, struct chart);
	*copy = *chart;
	copy->title = arena_string(arena, chart->title);
	copy->unit = arena_string(arena, chart->unit);
	copy->labels = words_copy(arena, chart->labels, chart->label_count);
	copy->states = words_copy(arena, chart->states, chart->state_count);
	copy->series =
	    ARENA_ARRAY(arena, struct chart_series, chart->series_count);
	for (size_t i = 0; i < chart->series_count; i++)
		copy->series[i] = (struct chart_series){
			arena_string(arena, chart->series[i].name),
			points_copy(arena, chart->series[i].points,
			    chart->label_count),
		};
	return copy;
}
