/* What the files of the preview's state share; see serve_state.h. */
#ifndef TONGBAO_CMD_SERVE_PARTS_H
#define TONGBAO_CMD_SERVE_PARTS_H

#include "cmd/serve_state.h"

/*
 * A run of the same site with memory and faults of its own, in the arena, which
 * the caller frees; it closes nothing.
 */
struct site_run run_beside(const struct site_run *run, struct arena *arena);
bool run_has_error(const struct site_run *run);

/* Gives back what `other` has not as well. */
void made_free(struct made *made, const struct made *other);
/* Inside of the gate: its files are to be made anew. */
void files_drop(struct shown *shown);
/* Inside of the gate: shows this, and gives back what it takes the place of. */
void shown_set(struct shown *shown, struct made made);

/*
 * Each -1 after an error in make->run->diags; what is then half made is given
 * back by made_free().
 */
struct view *made_view(
    struct state *state, const struct make *make, size_t number);
/* A view of the make's corpus, with what scripts had added to an earlier one. */
int made_again(struct state *state, struct made *made,
    const struct make *make, size_t number);
/* The same view with what scripts add to it now. */
int made_scripted(struct state *state, struct made *made,
    const struct make *make, size_t number);

/*
 * serve_again.c: what record filters derive of it and who may see it.  A filter
 * that went over its budget does not run any more: after an error it goes.
 */
void state_judge(struct state *state, struct site_run *run,
    struct record *record, bool is_new);
void state_filter_drop(struct state *state);
/* For rules that look at one record, until links are made anew. */
const struct checking *state_checking(struct state *state);

/* Rules for a record, and for those by which it is answered or that it answers. */
struct kin {
	const struct checking *checking;
	struct diags *diags;
	struct table done; /* ids */
};
void kin_check(struct kin *kin, const struct record *record);

/* serve_scripts.c */
void prints_free(struct state *state);
/* Is there anything that scripts have a part in?  Bulletins may. */
bool state_has_scripts(const struct state *state);

#endif
