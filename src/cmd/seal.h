/*
 * `tongbao seal`, in parts:
 *
 *   seal.c        the command: the bags, then the seal
 *   seal_ready.c  what it is of, and whether anything keeps it from it
 *   seal_root.c   the office key, and the roots that it makes
 *   seal_write.c  the seal itself
 *   seal_again.c  the bags of a seal once more, to be compared
 */
#ifndef TONGBAO_CMD_SEAL_H
#define TONGBAO_CMD_SEAL_H

#include "cmd/figures.h"
#include "cmd/make.h"
#include "cmd/office_key.h"

struct sealed_bag {
	const struct edition *edition;
	const char *name; /* of the file: 2010-q3-masses.tar */
	struct digest digest;
	struct digest root; /* publish/witness.h */
};

struct sealing {
	struct site_run run;
	struct make make;
	struct stage *stage;
	struct figures_release figures; /* if it has tallies */
	const char *commit;
	const char *archive; /* the folder for all seals' bags */
	const char *key_word; /* of the office key; NULL: not named */
	struct office_key key;
	const char *again_path; /* of a seal whose bags are made again; or NULL */
	const struct seal *again; /* that, among those of the corpus */
	const char *period_word;
	char **edition_words;
	size_t edition_word_count;
	const struct period *period;
	struct sealed_bag *bags;
	size_t count;
	const struct seal *last;   /* of the period; or NULL */
	const struct seal *before; /* of all; or NULL */
	const char *id;
	int64_t version;
};

/* For people, on standard error. */
void seal_say(const char *what);

/*
 * Those of seal_ready.c give an exit status, STATUS_OK or after a message.
 * The commit that git has, in the arena; refuses what is not committed.
 */
int seal_find_commit(struct sealing *s, struct arena *arena, const char *root);
/*
 * Sets the day for which the editions are made; reads the site once for that.
 * Also after faults.
 */
int seal_find_day(struct sealing *s, struct site_options *options,
    struct arena *arena);
/* Its place in the chain: id, version, the seals before. */
int seal_join_chain(struct sealing *s);
int seal_choose_editions(struct sealing *s);
/* Not made yet; the seal has its id. */
struct sealed_bag seal_bag_of(const struct sealing *s,
    const struct edition *edition);
/* Which records of the period are of days to come: a message each. */
void seal_tell_later(const struct sealing *s);
/* Faults that a sealed period may not have: only those are left, to be told. */
int seal_check_bars(struct sealing *s);

/*
 * The office key, made if it is the first seal that needs one, or is named: an
 * exit status, STATUS_OK or after a message.
 */
int seal_find_key(struct sealing *s);
/*
 * The root of each edition; from then on the seal that is being made is one of
 * the corpus, so that bulletins bear them.  -1 after diagnostics.
 */
int seal_make_roots(struct sealing *s);

/*
 * Those of seal_again.c give an exit status, STATUS_OK or after a message.  Lays
 * the file into the site, as if it were committed, and sets its day; refuses a
 * site at another commit than the seal's.
 */
int seal_find_again(struct sealing *s, struct site_options *options,
    struct arena *arena);
/* What the seal lists is to be made. */
int seal_prepare_again(struct sealing *s);
/* Are all bags that it lists made, and what was sealed? */
bool seal_is_again(const struct sealing *s);
/* Says of each bag whether it is, and whether they were put where it says. */
int seal_compare(const struct sealing *s, bool published);

/* content/seals/ID.yaml, when the bags are made: an exit status. */
int seal_write(struct sealing *s);

#endif
