/*
 * `tongbao new`, in parts: what is asked for; what of the record is known from
 * that; where it goes.
 */
#ifndef TONGBAO_CMD_NEW_H
#define TONGBAO_CMD_NEW_H

#include "cmd/archetype.h"
#include "cmd/ask.h"

/* Words of the command line; NULL where nothing was said. */
struct new_words {
	const char *command; /* who begins the record: new, release */
	const char *kind, *subject, *organisation, *period, *form, *reviewer;
	const char *review, *problem, *record, *renamed, *edition;
	const char *path, *keys;
	/* Of a release, beside those: `tongbao release` knows more. */
	const char *audience, *proposer, *examiner, *approver;
	struct value *covered; /* list of {record, digest}; or NULL */
	struct value *files;   /* list of {file, digest}; or NULL */
};

struct creation {
	const struct new_words *words;
	struct asker asker;
	const char *as_of;
	const char *day; /* the day of as_of, or the nearest of its period */
	struct archetype archetype;
	bool newsletter; /* a bulletin with that head */

	const struct term *period;  /* or NULL */
	struct subject subject;     /* what it is about; NULL, NULL if unknown */
	const struct record *about; /* that it answers, amends, …; or NULL */
	const char *problem;        /* of it; or NULL */
	long number;                /* of a bulletin */
};

/*
 * new_fields.c: fills what is known into creation->archetype.fields.
 * -1 after a message.
 */
int creation_fill(struct creation *creation);
/* new_path.c: its path below content/, with .md; NULL after a message. */
const char *creation_path(const struct creation *creation);

/*
 * new.c: a creation of what is asked, filled; -1 after a message.  Then the
 * file is written where there is none, and its path told; an exit status.
 */
struct site_run;
int creation_begin(struct creation *creation, struct site_run *run,
    const struct new_words *words, const struct shape *kind, bool chinese);
int creation_write(struct creation *creation, const char *path,
    const char *root);
/*
 * What is larger than any record may be is not written, as nothing would be
 * published any more: false after a message.
 */
bool creation_may_be_read(const char *command, const char *path,
    struct text text);
/* In which language keys are: --keys, else that of the messages. */
int creation_keys(bool *chinese, const char *word, const char *command);

/* An option that this kind can't do without; -1, for the caller to return. */
int creation_lacks(const struct creation *creation, const char *option);

#endif
