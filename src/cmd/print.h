/*
 * `tongbao print`, in parts: documents, forms and lists as PDFs, without a site
 * being built.
 *
 *   print.c           the command line: what is asked for, and for whom
 *   print_compose.c   the documents of it, into volumes
 *   print_coverage.c  the coverage sheet
 *   print_write.c     where the PDFs go
 */
#ifndef TONGBAO_CMD_PRINT_H
#define TONGBAO_CMD_PRINT_H

#include "cmd/make.h"
#include "compose/paper.h"
#include "render/print/print.h"

enum print_kind {
	PRINT_RECORD,
	PRINT_FORM,
	PRINT_LEDGER,
	PRINT_RECTIFICATION,
	PRINT_COVERAGE,
};

/* One PDF; it is written when all are made and nothing is wrong. */
struct printed {
	const char *name;  /* of the file, without .pdf */
	const char *title; /* for the message */
	struct buf pdf;
};

struct printing {
	struct site_run run;
	/* As the command line has it; NULL: not given. */
	const char *what, *form_word, *period_word, *unit_word, *edition_word;
	const char *output, *each;
	bool ledger, rectification, coverage;

	enum print_kind kind;
	const struct record *record;
	const struct form *form;
	const struct period *period;
	const struct organisation *unit;
	const struct edition *edition; /* never NULL; the office's own */
	struct table heads; /* review's id → who headed what it is of */
	struct print_fonts *fonts;
	struct make make;
	bool absent; /* the edition does not show what is asked for */
	const char *withdrawn; /* the day on which it was, so it is refused */
	struct table names; /* of files */
	struct printed *files;
	size_t count, capacity;
};

/*
 * Into printing->files, as their faults into its diagnostics; what the
 * edition does not show is told on stderr.  A status.
 */
int print_compose(struct printing *printing);
/* The form alone: of a site it needs the settings. */
int print_blank(struct printing *printing);

/* Who was to be reviewed in the period, by whom he was, who is left. */
const struct paper *coverage_paper(struct arena *arena,
    const struct site_run *run, const struct period *period,
    const struct organisation *within);

/* Each whole, or not at all; a status, after a message. */
int print_write(const struct printing *printing);

#endif
