/*
 * The search for a move as a linear program, for those that are too long for
 * the one in guard_move.c: over many issues, mostly, where what a cell was in
 * one takes what it was in others along.  Each slot may go up or down by one;
 * every sum must hold, and no cell fall between issues where nobody left it.
 * Of such moves the one with the fewest open figures in it, the small ones
 * rather than the large, and then the shortest, is what the simplex method
 * comes to.  Tables of figures are audited so: M. Fischetti, J. J.
 * Salazar-González, Models and Algorithms for Optimizing Cell Suppression in
 * Tabular Data with Linear Constraints, JASA 95 (2000).
 *
 * It reckons in floating point.  What it comes to is a proposal: a move is only
 * what holds in whole numbers.  As every search it has a budget, in steps, not
 * in time, and begins anew each time: the same figures always come out of the
 * same ones.
 */
#include "scope/guard_parts.h"

#include <glpk.h>
#include <math.h>

#define ENTRIES_MOST 1000000 /* of the matrix: else there is no program */
#define STEPS_MOST 2000      /* of one try … */
#define WORK_ALL 300000000L  /* … and in all: steps × entries */
/* An open figure weighs more than any way round it, a large one twice that. */
#define WEIGHT_OPEN 1000.0
#define WHOLE 1e-6 /* nearer to a whole number it is meant to be one */

struct guard_program {
	struct guard_system *system;
	bool begun;
	glp_prob *problem; /* NULL: not begun, or too large */
	long entries, steps_left;
	int steps_before; /* when this try began */
	int *up; /* by slot, the column; the next is of its going down; 0: none */
	struct guard_move move;
	int8_t *moved; /* by slot: what `move` does, while its sums are looked at */
	unsigned met;
};

/* ---- what does not change ---- */

struct matrix {
	int *rows, *columns;
	double *values;
	int count;
};

static void
matrix_add(struct matrix *m, int row, int up, double value)
{
	if (up == 0)
		return;
	for (int down = 0; down <= 1; down++) {
		m->count++;
		m->rows[m->count] = row;
		m->columns[m->count] = up + down;
		m->values[m->count] = down ? -value : value;
	}
}

/* Nobody left it between, and it is not so far that no move comes there. */
static bool
is_tied(const struct guard_system *s, size_t slot)
{
	return s->next[slot] != SLOT_NONE &&
	    s->value[s->next[slot]] - s->value[slot] < 2;
}

static void
rows_make(struct guard_program *p, struct matrix *m)
{
	const struct guard_system *s = p->system;
	int row = 0;
	for (size_t sum = 0; sum < s->sum_count; sum++) {
		uint32_t first = s->sum_starts[sum];
		glp_set_row_bnds(p->problem, ++row, GLP_FX, 0, 0);
		for (uint32_t i = first; i < s->sum_starts[sum + 1]; i++)
			matrix_add(m, row, p->up[s->sum_members[i]],
			    i == first ? 1 : -1);
	}
	for (size_t slot = 0; slot < s->slot_count; slot++) {
		if (!is_tied(s, slot))
			continue;
		uint32_t next = s->next[slot];
		glp_set_row_bnds(p->problem, ++row, GLP_UP, 0,
		    (double)s->value[next] - s->value[slot]);
		matrix_add(m, row, p->up[slot], 1);
		matrix_add(m, row, p->up[next], -1);
	}
}

static void
problem_make(struct guard_program *p, int rows, int columns)
{
	struct arena *scratch = arena_new();
	struct matrix m = {
		ARENA_ARRAY(scratch, int, (size_t)p->entries + 1),
		ARENA_ARRAY(scratch, int, (size_t)p->entries + 1),
		ARENA_ARRAY(scratch, double, (size_t)p->entries + 1), 0 };
	glp_term_out(GLP_OFF);
	p->problem = glp_create_prob();
	glp_add_rows(p->problem, rows);
	glp_add_cols(p->problem, columns);
	for (int column = 1; column <= columns; column++)
		glp_set_col_kind(p->problem, column, GLP_IV);
	rows_make(p, &m);
	glp_load_matrix(
	    p->problem, m.count, m.rows, m.columns, m.values);
	arena_free(scratch);
}

struct guard_program *
guard_program_new(struct guard_system *s)
{
	struct guard_program *p = ARENA_NEW(s->arena, struct guard_program);
	p->system = s;
	return p;
}

/* When it is first needed: most systems never need it. */
static void
program_begin(struct guard_program *p)
{
	const struct guard_system *s = p->system;
	int rows = (int)s->sum_count, columns = 0;
	p->begun = true;
	p->up = ARENA_ARRAY(s->arena, int, s->slot_count);
	p->entries = 2 * (long)s->sum_starts[s->sum_count];
	for (size_t slot = 0; slot < s->slot_count; slot++) {
		if (s->there[slot]) {
			p->up[slot] = columns + 1;
			columns += 2;
		}
		if (is_tied(s, slot)) {
			rows++;
			p->entries += 4;
		}
	}
	if (rows == 0 || p->entries > ENTRIES_MOST)
		return;
	p->move.slots = ARENA_ARRAY(s->arena, uint32_t, s->slot_count);
	p->move.signs = ARENA_ARRAY(s->arena, int8_t, s->slot_count);
	p->moved = ARENA_ARRAY(s->arena, int8_t, s->slot_count);
	p->steps_left = WORK_ALL / (p->entries + 1);
	problem_make(p, rows, columns);
}

void
guard_program_free(struct guard_program *p)
{
	if (p == NULL || p->problem == NULL)
		return;
	glp_delete_prob(p->problem);
	glp_free_env();
}

/* ---- a search ---- */

static void
column_bound(struct guard_program *p, int column, double most)
{
	glp_set_col_bnds(
	    p->problem, column, most > 0 ? GLP_DB : GLP_FX, 0, most);
}

/*
 * What may be moved for this reader, and at what price; false when figures are
 * to be withheld and none is open.
 */
static bool
columns_set(
    struct guard_program *p, const struct guard_round *round, bool withholding)
{
	const struct guard_system *s = p->system;
	bool some = !withholding;
	for (uint32_t slot = 0; slot < s->slot_count; slot++) {
		int up = p->up[slot];
		bool open = round->state[slot] == ROUND_OPEN;
		bool moves = round->state[slot] != 0 && (!open || withholding);
		double weight = open
		    ? WEIGHT_OPEN * (2 - 1 / (1.0 + s->value[slot]))
		    : 1;
		if (up == 0)
			continue;
		some |= open;
		column_bound(p, up, moves);
		column_bound(p, up + 1,
		    moves && guard_fall_most(s, round->reader, slot) > 0);
		glp_set_obj_coef(p->problem, up, weight);
		glp_set_obj_coef(p->problem, up + 1, weight);
	}
	return some;
}

static long
steps_since(const struct guard_program *p)
{
	return glp_get_it_cnt(p->problem) - p->steps_before;
}

static void
steps_watch(glp_tree *tree, void *context)
{
	struct guard_program *p = context;
	if (steps_since(p) > STEPS_MOST)
		glp_ios_terminate(tree);
}

static bool
is_relaxed(struct guard_program *p)
{
	glp_smcp how;
	glp_init_smcp(&how);
	how.msg_lev = GLP_MSG_OFF;
	how.meth = GLP_DUALP;
	how.it_lim = STEPS_MOST;
	glp_std_basis(p->problem);
	return glp_simplex(p->problem, &how) == 0 &&
	    glp_get_status(p->problem) == GLP_OPT;
}

/* The values of a solution, by column. */
typedef double solution(glp_prob *problem, int column);

/* What the columns say, if it is in whole numbers. */
static bool
move_read(struct guard_program *p, solution *value)
{
	const struct guard_system *s = p->system;
	p->move.count = 0;
	for (uint32_t slot = 0; slot < s->slot_count; slot++) {
		int up = p->up[slot];
		if (up == 0)
			continue;
		double change =
		    value(p->problem, up) - value(p->problem, up + 1);
		long sign = lround(change);
		if (!(fabs(change - (double)sign) <= WHOLE)) /* nor NaN */
			return false;
		if (sign == 0)
			continue;
		p->move.slots[p->move.count] = slot;
		p->move.signs[p->move.count++] = (int8_t)sign;
	}
	return true;
}

/* In whole numbers, where it did not come out so; the first that is found. */
static bool
whole_find(struct guard_program *p)
{
	glp_iocp how;
	glp_init_iocp(&how);
	how.msg_lev = GLP_MSG_OFF;
	how.mip_gap = 1e6;
	how.cb_func = steps_watch;
	how.cb_info = p;
	glp_intopt(p->problem, &how);
	int status = glp_mip_status(p->problem);
	return (status == GLP_OPT || status == GLP_FEAS) &&
	    move_read(p, glp_mip_col_val);
}

static bool
is_solved(struct guard_program *p)
{
	if (p->steps_left <= 0)
		return false;
	p->steps_before = glp_get_it_cnt(p->problem);
	bool solved = is_relaxed(p) &&
	    (move_read(p, glp_get_col_prim) || whole_find(p));
	p->steps_left -= steps_since(p) + 1;
	return solved;
}

static bool
sum_holds(const struct guard_program *p, uint32_t sum)
{
	const struct guard_system *s = p->system;
	uint32_t first = s->sum_starts[sum];
	long rest = 2 * p->moved[s->sum_members[first]];
	for (uint32_t i = first; i < s->sum_starts[sum + 1]; i++)
		rest -= p->moved[s->sum_members[i]];
	return rest == 0;
}

/* Does every sum hold, and is the slot one of those that change? */
static bool
is_move_of(const struct guard_program *p, uint32_t slot)
{
	const struct guard_system *s = p->system;
	const struct guard_move *move = &p->move;
	for (uint32_t i = 0; i < move->count; i++)
		p->moved[move->slots[i]] = move->signs[i];
	bool hold = p->moved[slot] != 0;
	for (uint32_t i = 0; i < move->count; i++) {
		uint32_t one = move->slots[i];
		for (uint32_t j = s->slot_sum_starts[one];
		     j < s->slot_sum_starts[one + 1] && hold; j++)
			hold = sum_holds(p, s->slot_sums[j]);
	}
	for (uint32_t i = 0; i < move->count; i++)
		p->moved[move->slots[i]] = 0;
	return hold;
}

/* One of the slot's columns is made to move, the other to stay. */
static bool
way_find(struct guard_program *p, const struct guard_round *round,
    uint32_t slot, bool down, bool withholding)
{
	int column = p->up[slot] + down, other = p->up[slot] + !down;
	glp_set_col_bnds(p->problem, column, GLP_FX, 1, 1);
	column_bound(p, other, 0);
	bool found = is_solved(p) && is_move_of(p, slot);
	column_bound(p, column, 0);
	if (!found || withholding || guard_move_holds(round, &p->move))
		return found;
	p->met |= GUARD_MET_REASON;
	return false;
}

const struct guard_move *
guard_program_find(struct guard_program *p, const struct guard_round *round,
    uint32_t slot, bool withholding)
{
	p->met = 0;
	if (!p->begun)
		program_begin(p);
	if (p->problem == NULL || !columns_set(p, round, withholding))
		return NULL;
	return way_find(p, round, slot, false, withholding) ||
		(guard_fall_most(p->system, round->reader, slot) > 0 &&
		    way_find(p, round, slot, true, withholding))
	    ? &p->move
	    : NULL;
}

unsigned
guard_program_met(const struct guard_program *p)
{
	return p->met;
}
