/*
 * Where a record lies, from what it says: PERIOD/KIND/NAME.md below content/,
 * as `new` and `import` choose it.
 *
 *   review, report  the id of the subject; people's lie in members/.  Off the
 *                   round: liaison/ID-0907, as there may be several
 *   reply, verification, amendment  as what they answer: members/ID stays,
 *                   liaison/ID-0907 becomes liaison-ID-0907; a verification has
 *                   the problem behind it
 *   participation   the leader and the day: ID-0921
 *   bulletin        year and number: 2010-11
 *   release         the edition, or `release`
 *   others          what they are about
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

/*
 * Can a record have this id that somebody gives?  Its file lies in content/ and
 * nowhere else; no part of its path begins with a dot, as such are not read, or
 * is longer than a file system takes.
 */
bool record_id_is_sound(struct text id);

#endif
