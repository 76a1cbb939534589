/*
 * Pictures in records' texts: which of them a release lets be shown, and to
 * whom.  One is seen where its text is, by the audiences of the releases that
 * cover its file as it is and whose approver may approve for what the record is
 * about.  There is no default: what no release covers nobody sees.
 */
#ifndef TONGBAO_SCOPE_PICTURE_H
#define TONGBAO_SCOPE_PICTURE_H

#include "scope/release.h"

/*
 * Sets record->pictures, and ->pictured.  A file counts as spoken of where its
 * name stands; whether that is a picture's address, composing finds out.
 */
void pictures_label(const struct releases *releases,
    const struct corpus *corpus, struct arena *arena, struct record *record);

/*
 * Sets `noted` of the corpus's files, parallel to it, of which a section speaks
 * that has pictures; of others it stays.
 */
void pictures_note(const struct record *record, const struct corpus *corpus,
    bool *noted);

#endif
