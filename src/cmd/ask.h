/*
 * What words on a command line mean in the site: ids, names, parts of ids.
 * What means nothing is told on stderr, with what is near, and is NULL (or
 * false): the caller ends with STATUS_USAGE.
 */
#ifndef TONGBAO_CMD_ASK_H
#define TONGBAO_CMD_ASK_H

#include "model/corpus.h"
#include "model/relation.h"

struct asker {
	const char *command; /* its name, for messages */
	const struct corpus *corpus;
	struct arena *arena;
};

/* English or Chinese; needs no corpus. */
const struct shape *ask_kind(const char *command, const char *word);
const struct term *ask_term(const struct asker *asker,
    enum vocabulary vocabulary, const char *word);
/* By id or title; of those that are made on the day. */
const struct edition *ask_edition(const struct asker *asker, const char *word);
const struct organisation *ask_organisation(const struct asker *asker,
    const char *word);
const struct person *ask_person(const struct asker *asker, const char *word);
/* An organisation or a person, who then has his branch of the day. */
bool ask_subject(const struct asker *asker, const char *word,
    const char *date, struct subject *subject);
/*
 * The other way round: the name if it leads back, else the id.  Subjects are
 * looked for among organisations first.
 */
const char *organisation_word(const struct roster *roster,
    const struct organisation *organisation);
const char *person_word(const struct roster *roster,
    const struct person *person);
/*
 * By id, as a path (content/…, ….md), or by a part of the id that no other
 * has.  `kind`: NULL for any.
 */
const struct record *ask_record(const struct asker *asker, const char *word,
    const char *kind);
/* content/x.md, ./content/x.md and x are one record: x. */
struct text record_id_of(const char *word);
/* Says that no record, organisation or person is meant, and what is near. */
void ask_nothing(const struct asker *asker, const char *word);
/* As ask_record() without a message: *count says how many it may mean. */
const struct record *record_by_part(const struct corpus *corpus,
    const char *word, const char *kind, size_t *count);

#endif
