/*
 * An issue as text, a map in YAML: in .tongbao (cmd/issues.h) behind one
 * another, in a seal by itself.  Whole: what was read and written again is the
 * same.
 */
#ifndef TONGBAO_CMD_ISSUE_TEXT_H
#define TONGBAO_CMD_ISSUE_TEXT_H

#include "base/buf.h"
#include "base/value.h"
#include "model/issues.h"

struct diags;

/* KEY: "TEXT" and the line's end. */
void issue_put_text(struct buf *buf, const char *key, const char *text);
/* Its fields but `as-of`, four spaces in. */
void issue_put(struct buf *buf, const struct issue *issue);

struct issue_reading {
	struct arena *arena; /* the issue's; the values outlive it, too */
	struct diags *diags;
	bool failed;
};

void issue_load(struct issue_reading *l, struct issue *issue,
    const struct value *map);
/* One fault is told, the first. */
void issue_refuse(struct issue_reading *l, struct span span,
    const char *what);
/* A fault when it is not there. */
const char *issue_string(struct issue_reading *l, const struct value *map,
    const char *key);

#endif
