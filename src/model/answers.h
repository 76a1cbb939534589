/*
 * The course of a review's problems (model/course.h) from the records that
 * speak of it.
 */
#ifndef TONGBAO_MODEL_ANSWERS_H
#define TONGBAO_MODEL_ANSWERS_H

#include "model/corpus.h"
#include "model/course.h"

/*
 * By replies to the review and verifications of its problems, of this one or
 * another; replies first, each in the order of their ids.
 */
struct course *answered_course(struct arena *arena,
    const struct record *review, const struct value *problem,
    const struct record *const *answers, size_t count);

/* All replies and verifications that count on a day, by their review. */
struct answers;

/*
 * None dated later, none that a filter left out.  Made once, then only read,
 * by any number of threads.
 */
struct answers *answers_make(struct arena *arena, const struct corpus *corpus,
    const char *day);
struct course *answers_course(const struct answers *answers,
    struct arena *arena, const struct record *review,
    const struct value *problem);

#endif
