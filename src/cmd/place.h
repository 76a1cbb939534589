/*
 * Where a record lies, from what it says: PERIOD/KIND/NAME.md below content/.
 *
 * NAME is the id of what the record is about; a member's records lie in a
 * folder of their own, members/.  What answers a review lies as the review
 * does: 2010-q3/reply/members/song-yu answers 2010-q3/review/members/song-yu.
 * Off the round, where several may be, the day is added: houqin-0907.
 */
#ifndef TONGBAO_CMD_PLACE_H
#define TONGBAO_CMD_PLACE_H

#include "model/corpus.h"

/*
 * The id (without .md) from shaped fields, a map; "" when they don't say
 * enough to choose one.
 */
const char *record_place(struct arena *arena, const struct corpus *corpus,
    const struct shape *kind, const struct value *fields);

#endif
