/*
 * tongbao import: rows of a sheet → people, organisations, records.
 *
 *   import.c          the order of it all, the command line, what is said; the
 *                     files go to their place by cmd/write.h
 *   import_roster.c   people and organisations: new ones, duplicates, changes
 *   import_record.c   a row, or rows that go together → a record's file
 *   import_judge.c    the site as it would be, by all rules; where it comes from
 *
 * First the site is read as it is, then the rows; what they would make stands
 * in an overlay (read/load.h) and the site is read and checked again with
 * it.  A fault in what was made is shown at the cell it was made from.
 */
#ifndef TONGBAO_CMD_IMPORT_H
#define TONGBAO_CMD_IMPORT_H

#include "cmd/sheet.h"
#include "read/column.h"
#include "render/yaml.h"

struct import_options {
	const char *ignored;   /* names of columns, by commas */
	const char *form, *period; /* for rows that say none */
	const char *from;      /* the day that a change of branch holds from */
	bool update, namesakes, warnings, yes;
};

/* A file as it would be. */
struct import_file {
	const char *path; /* below content/ */
	struct text text;
	struct text old; /* as it was read; "" when there was none */
	struct origins origins;
	bool fresh; /* there is none yet */
	bool placeless; /* a stand-in: its row does not say where it belongs */
};

struct import {
	struct import_options options;
	struct site_run run;   /* the site as it is */
	struct diags diags;    /* what is found; printed in the end */
	const struct shape *kind;
	uint32_t source;       /* of the sheet, in run.sources */
	struct csv csv;
	struct columns columns;
	struct import_file **files;
	size_t file_count, file_capacity;
	size_t fresh, changed, same; /* people, records */
	bool headless; /* columns are misnamed, of names and ids there is none */
	size_t blank; /* rows of a form that nobody has filled in yet */
	size_t warnings;
	const char **samples; /* a few of what is new or changed, as lines */
	size_t sample_count;
};

#define SAMPLES_MOST 5

/* Adds an empty file; its text and origins are the caller's to fill in. */
struct import_file *import_file_add(struct import *import, const char *path,
    bool fresh);
/* A line for the sample, when there is room. */
void import_sample(struct import *import, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * A map of raw values as its file is to have it: fields in the order of the
 * schema, by alias when `chinese`, a list of one as the one.
 */
struct value *import_ordered(struct arena *arena, const struct shape *shape,
    const struct value *map, bool chinese);

/* The fields of a row, shaped, without saying what is wrong with them. */
struct value *import_shaped(const struct import *import,
    const struct value *map);
/* Says what is wrong with what they hold; false when nothing is. */
bool import_faults_tell(struct import *import, const struct value *map);
/* Each field of the row that says something else: a fault at its cell. */
void import_differences(struct import *import, const struct likeness *likeness,
    const struct value *row, const struct value *there, const char *name,
    struct span also);

void import_roster(struct import *import);
void import_records(struct import *import);
/* Adds to import->diags what would be wrong.  The overlay's run is closed. */
void import_judge(struct import *import);

#endif
