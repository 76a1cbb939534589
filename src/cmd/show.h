/*
 * `tongbao show`, in parts: what the program understood of a record and who
 * may see it; who somebody is.  All on stdout, for the office's own eyes.
 */
#ifndef TONGBAO_CMD_SHOW_H
#define TONGBAO_CMD_SHOW_H

#include "cmd/history.h"
#include "cmd/site.h"
#include "model/relation.h"
#include "scope/sight.h"

/* Whom the record is looked at for; edition->title is the column's head. */
struct onlooker {
	const struct edition *edition;
	struct sight sight;
};

/* What git says of a record, asked before scripts run. */
struct known_history {
	struct history history;
	struct diags diags;
};
/* show_record.c: history (NULL: git is asked), fields, sections, links. */
void show_record(struct site_run *run, const struct record *record,
    const struct known_history *known);
/* show_scope.c: who of them sees what, and what keeps the others out. */
void show_scope(struct site_run *run, const struct record *record,
    const struct onlooker *onlookers, size_t count);
/* show_who.c: on run->as_of, and the reviews there are. */
void show_organisation(struct site_run *run,
    const struct organisation *organisation);
void show_person(struct site_run *run, const struct person *person);
/* show_view.c: what the template of an edition's page gets; a status. */
int show_view(struct site_run *run, const char *page, const char *edition,
    bool json);

#endif
