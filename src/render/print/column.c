#include "render/print/column.h"

#include <string.h>

/* Rows beyond these are taken to be like them. */
#define ROWS_MOST 400
/* Columns are tried in so many steps. */
#define STEPS 64

/* The two highest cells of a row, to know it without any one of them. */
struct height {
	int first, second;
	size_t highest; /* the column of `first` */
};

struct sharing {
	const struct columns *columns;
	size_t rows;
	struct height *heights;
	int *widths;
	int left; /* not given to a column yet */
};

static int
natural_at(const struct columns *columns, size_t row, size_t column)
{
	return columns->natural[row * columns->count + column];
}

/* As if a cell's lines were all as wide as the widest. */
static int
lines_at(const struct columns *columns, size_t row, size_t column, int width)
{
	int natural = natural_at(columns, row, column);
	int lines = natural > width ? (natural + width - 1) / width : 1;
	return lines * columns->parts[row * columns->count + column];
}

static void
measure_rows(struct sharing *sharing)
{
	const struct columns *columns = sharing->columns;
	for (size_t i = 0; i < sharing->rows; i++) {
		struct height height = { 0 };
		for (size_t j = 0; j < columns->count; j++) {
			int lines = lines_at(columns, i, j,
			    sharing->widths[j]);
			if (lines > height.first) {
				height.second = height.first;
				height.first = lines;
				height.highest = j;
			} else if (lines > height.second) {
				height.second = lines;
			}
		}
		sharing->heights[i] = height;
	}
}

/* Lines saved in the whole table if column `j` were `width` wide. */
static long
lines_saved(const struct sharing *sharing, size_t j, int width)
{
	long saved = 0;
	for (size_t i = 0; i < sharing->rows; i++) {
		const struct height *height = &sharing->heights[i];
		if (height->highest != j)
			continue;
		int lines = lines_at(sharing->columns, i, j, width);
		saved += height->first -
		    (lines > height->second ? lines : height->second);
	}
	return saved;
}

/* Widens the column that saves most lines for its width; false if none does. */
static bool
widen_best(struct sharing *sharing, int step)
{
	double best = 0;
	size_t column = 0;
	int extra = 0;
	for (size_t j = 0; j < sharing->columns->count; j++)
		for (int more = step; more <= sharing->left; more += step) {
			long saved = lines_saved(sharing, j,
			    sharing->widths[j] + more);
			double worth = (double)saved / more;
			if (worth > best) {
				best = worth;
				column = j;
				extra = more;
			}
		}
	sharing->widths[column] += extra;
	sharing->left -= extra;
	return best > 0;
}

static int
widest_of(const struct columns *columns, size_t column)
{
	int widest = columns->least[column];
	for (size_t i = 0; i < columns->rows; i++)
		if (natural_at(columns, i, column) > widest)
			widest = natural_at(columns, i, column);
	return widest;
}

/* Gives out all that is left, by the shares of the columns. */
static void
give(struct sharing *sharing, const int *shares)
{
	int64_t total = 0, left = sharing->left;
	for (size_t j = 0; j < sharing->columns->count; j++)
		total += shares[j];
	if (total == 0)
		return;
	for (size_t j = 0; j < sharing->columns->count; j++) {
		int more = (int)(left * shares[j] / total);
		sharing->widths[j] += more;
		sharing->left -= more;
	}
}

/*
 * What no one column alone can save a line with: to those that still have too
 * little, by how much that is; without such, in proportion to the widths.
 */
static void
give_rest(struct sharing *sharing, struct arena *arena)
{
	const struct columns *columns = sharing->columns;
	int *lacks = ARENA_ARRAY(arena, int, columns->count);
	for (size_t j = 0; j < columns->count; j++) {
		int lack = widest_of(columns, j) - sharing->widths[j];
		lacks[j] = lack > 0 ? lack : 0;
	}
	give(sharing, lacks);
	memcpy(lacks, sharing->widths, columns->count * sizeof(*lacks));
	give(sharing, lacks);
	sharing->left = 0;
}

/* Every column as wide as its widest cell, if there is room for that. */
static bool
take_natural(struct sharing *sharing, int room)
{
	const struct columns *columns = sharing->columns;
	int64_t total = 0;
	for (size_t j = 0; j < columns->count; j++) {
		sharing->widths[j] = widest_of(columns, j);
		total += sharing->widths[j];
	}
	if (total > room)
		return false;
	sharing->left = room - (int)total;
	return true;
}

bool
columns_share(int *widths, struct arena *arena, const struct columns *columns,
    int room)
{
	struct sharing sharing = { .columns = columns, .widths = widths,
		.rows = columns->rows < ROWS_MOST ? columns->rows : ROWS_MOST };
	if (!take_natural(&sharing, room)) {
		int step = room / STEPS > 0 ? room / STEPS : 1;
		int64_t left = room;
		for (size_t j = 0; j < columns->count; j++) {
			widths[j] = columns->least[j];
			left -= widths[j];
		}
		if (left < 0)
			return false;
		sharing.left = (int)left;
		sharing.heights = ARENA_ARRAY(arena, struct height,
		    sharing.rows);
		do
			measure_rows(&sharing);
		while (widen_best(&sharing, step));
	}
	give_rest(&sharing, arena);
	return true;
}
