/*
 * The page of GB/T 9704-2012 in points (PRINT.md rows 1-4): A4, a type area of
 * 156 × 225 mm, 22 lines of 28 characters.  28 characters of 16 pt are wider
 * than 156 mm, so 16 pt type stands on an advance of 15.79 pt.
 */
#ifndef TONGBAO_RENDER_PRINT_GRID_H
#define TONGBAO_RENDER_PRINT_GRID_H

#include "render/print/shape.h"

#define MM(millimetres) ((millimetres) * 72.0 / 25.4)

#define PAGE_WIDTH MM(210)
#define PAGE_HEIGHT MM(297)
#define GRID_LEFT MM(28)
#define GRID_TOP MM(37)
#define GRID_WIDTH MM(156)
#define GRID_HEIGHT MM(225)
#define GRID_LINES 22
#define GRID_CELLS 28
#define GRID_PITCH (GRID_HEIGHT / GRID_LINES)
#define GRID_CELL (GRID_WIDTH / GRID_CELLS)

/*
 * A turned page (PRINT.md row 20) is the same sheet on its side: its top lies
 * at the sheet's left, so that its type area is as wide as this one is high.
 */
#define TURNED_LEFT (PAGE_HEIGHT - GRID_TOP - GRID_HEIGHT)
#define TURNED_TOP GRID_LEFT
#define TURNED_WIDTH GRID_HEIGHT
#define TURNED_HEIGHT GRID_WIDTH

/* 3号, 2号 and 4号 type. */
#define SETTING_BODY ((struct setting){ 16, GRID_CELL })
#define SETTING_TITLE ((struct setting){ 22, 22 })
#define SETTING_SMALL ((struct setting){ 14, 14 })

/* How many thousandths of a cell fit into `width` points. */
static inline int
grid_measure(double width, const struct setting *setting)
{
	return (int)(width / setting->cell * LINE_CELL + 0.01);
}

#endif
