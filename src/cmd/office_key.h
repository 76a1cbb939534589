/*
 * The office key: 32 bytes that nobody can guess, as 64 hex digits in a file
 * that only its owner may read, outside of whatever is published, archived or
 * handed on with the records.  The roots of seals are made with it, and without
 * it no proof can be given (publish/witness.h).
 */
#ifndef TONGBAO_CMD_OFFICE_KEY_H
#define TONGBAO_CMD_OFFICE_KEY_H

#include "cmd/site.h"
#include "publish/witness.h"

struct office_key {
	const char *path;
	bool named;  /* on the command line */
	bool absent; /* there is no such file yet */
	struct digest secret;
	char fingerprint[FINGERPRINT_SIZE];
};

/*
 * The one that `named` is (NULL: $TONGBAO_KEY, else
 * ${XDG_CONFIG_HOME:-~/.config}/tongbao/key), which may lie neither in the site
 * nor in its output nor in the archive: an exit status, STATUS_OK or after
 * a message in the name of `command`.  STATUS_OK also when it is absent.
 */
int office_key_find(struct office_key *key, const struct site_run *run,
    const char *archive, const char *command, const char *named);
/* Makes one where none is: an exit status, after a message in all cases. */
int office_key_make(struct office_key *key, struct arena *arena,
    const char *command);
/* For hmac_of(). */
struct text office_key_text(const struct office_key *key);

#endif
