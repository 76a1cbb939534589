/* tongbao export sheet: a sheet for the office's spreadsheet. */
#include "cmd/export.h"

#include <stdio.h>
#include "base/encoding.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/part.h"
#include "base/utf8.h"
#include "check/coverage.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "render/sheet.h"

struct export_options {
	const char *form, *period, *organisation, *encoding, *output;
	bool filled, empty, history, english;
};

struct export {
	struct site_options site;
	struct export_options options;
	struct site_run run;
	struct sheet sheet;
	const struct organisation *within; /* or NULL: everybody */
	const char *period;		   /* id, or NULL: all */
};

static struct sheet_row *
row_add(struct sheet *sheet, const struct value *fields)
{
	ARENA_ROOM(sheet->arena, sheet->rows, sheet->row_count,
	    sheet->row_capacity);
	struct sheet_row *row = &sheet->rows[sheet->row_count++];
	*row = (struct sheet_row){ .fields = fields };
	return row;
}

static bool
is_asked(const struct export *export, const struct organisation *organisation,
    const char *day)
{
	return export->within == NULL ||
	    (organisation != NULL &&
		organisation_is_within(organisation, export->within, day));
}

/* ---- what there is ---- */

static void
roster_add(struct export *export)
{
	struct sheet *sheet = &export->sheet;
	const struct roster *roster = &export->run.corpus.roster;
	struct roster_items items;
	roster_items_read(&items, &export->run, sheet->kind);
	for (size_t i = 0; i < items.count; i++) {
		const struct roster_item *item = &items.items[i];
		const struct organisation *place;
		if (sheet->kind == &organisation_shape) {
			place = roster_organisation(roster, text_of(item->id),
			    NULL);
		} else {
			const struct person *person =
			    roster_person(roster, text_of(item->id), NULL);
			place = person == NULL
			    ? NULL
			    : person_branch(person, export->run.as_of);
		}
		if (is_asked(export, place, export->run.as_of))
			row_add(sheet, export->options.history
				? item->shaped
				: value_now(sheet->arena, sheet->kind,
				      item->shaped, export->run.as_of));
	}
}

/* A reply has a row an item, as people fill it in. */
static void
items_add(struct sheet *sheet, const struct value *fields,
    const struct record *record)
{
	const struct value *items = value_get(fields, "items");
	for (size_t i = 0; i < value_count(items); i++) {
		struct value *one = value_list(sheet->arena);
		struct value *row = value_map(sheet->arena);
		for (size_t j = 0; j < fields->map.count; j++)
			value_set(sheet->arena, row,
			    fields->map.entries[j].key.at,
			    fields->map.entries[j].value);
		value_add(sheet->arena, one, value_item(items, i));
		value_set(sheet->arena, row, "items", one);
		struct sheet_row *added = row_add(sheet, row);
		added->record = record;
		added->more = i > 0;
	}
	if (value_count(items) == 0)
		row_add(sheet, fields)->record = record;
}

/* With a blank for what would not be text on a terminal. */
static struct text
title_clean(struct text title, struct buf *out)
{
	for (size_t pos = 0; pos < title.len;) {
		size_t start = pos;
		uint32_t code = utf8_next(title, &pos);
		if (utf8_is_control(code))
			buf_putc(out, ' ');
		else
			buf_putt(out, text_cut(title, start, pos));
	}
	return buf_text(out);
}

/* Where a site lets them pass: under a heading that no form has, or the second. */
static void
lost_say(const struct record *record)
{
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *section = &record->sections[i];
		const char *aspect = record->section_aspects[i];
		if (aspect != NULL &&
		    record_section(record, aspect) == section)
			continue;
		struct buf clean = BUF_INIT;
		const char *none = _("(before the first heading)");
		struct text title = section->title.len > 0
		    ? title_clean(section->title, &clean)
		    : text_of(none);
		fprintf(stderr,
		    _("tongbao export: %s: the sheet has no place for the "
		      "section “%.*s”\n"),
		    record->id, TEXT_ARG(title));
		buf_free(&clean);
	}
}

static void
records_add(struct export *export)
{
	struct sheet *sheet = &export->sheet;
	const struct corpus *corpus = &export->run.corpus;
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		if (record->kind != sheet->kind ||
		    !is_asked(export, record->organisation,
			record_label_day(record)) ||
		    (export->period != NULL &&
			strcmp(record->period, export->period) != 0) ||
		    (sheet->only != NULL && record->form != sheet->only))
			continue;
		const struct value *fields =
		    fields_map(sheet->arena, record->kind, record->fields);
		if (strcmp(sheet->kind->name, "reply") == 0)
			items_add(sheet, fields, record);
		else
			row_add(sheet, fields)->record = record;
		if (record->form != NULL)
			lost_say(record);
	}
}

/* ---- what is still to be filled in ---- */

static void
text_set(struct sheet *sheet, struct value *map, const char *key,
    const char *text)
{
	if (text != NULL && *text != '\0')
		value_set(sheet->arena, map, key,
		    value_string(sheet->arena, text));
}

/* Who is expected to review: the first line of the form that names somebody. */
static const struct person *
reviewer_of(const struct export *export, const struct coverage_item *item,
    const char *day)
{
	const struct reviewer *lines[REVIEWERS_MOST];
	size_t n = form_reviewers(item->form, export->run.corpus.programme,
	    &item->subject, day, lines, REVIEWERS_MOST);
	for (size_t i = 0; i < n; i++) {
		const struct person *person = relation_person(
		    lines[i]->relation, &item->subject, day);
		if (person != NULL)
			return person;
	}
	return NULL;
}

static void
subject_add(struct export *export, const struct coverage *coverage,
    const struct coverage_item *item)
{
	struct sheet *sheet = &export->sheet;
	const struct organisation *place = coverage_place(coverage, item);
	const struct person *reviewer =
	    reviewer_of(export, item, coverage->period->to);
	struct value *map = value_map(sheet->arena);
	text_set(sheet, map, "form", item->form->id);
	text_set(sheet, map, "subject", subject_id(&item->subject));
	text_set(sheet, map, "reviewer",
	    reviewer == NULL ? NULL : reviewer->id);
	text_set(sheet, map, "period", coverage->period->id);
	row_add(sheet, map)->remark =
	    place == NULL ? "" : place->short_name;
}

/* A row for each who has no review in the period yet. */
static void
missing_add(struct export *export)
{
	const struct period *period =
	    programme_period(export->run.corpus.programme, export->period);
	struct coverage *coverage = coverage_make(export->sheet.arena,
	    &export->run.checking, period);
	for (size_t i = 0; i < coverage->count; i++) {
		const struct coverage_item *item = &coverage->items[i];
		if (item->state == COVERAGE_MISSING &&
		    (export->sheet.only == NULL ||
			item->form == export->sheet.only) &&
		    is_asked(export, item->within, period->to))
			subject_add(export, coverage, item);
	}
}

static void
rows_add(struct export *export)
{
	struct sheet *sheet = &export->sheet;
	if (!export->options.empty && !sheet->kind->body)
		roster_add(export);
	else if (!export->options.empty)
		records_add(export);
	else if (strcmp(sheet->kind->name, "review") == 0 &&
	    export->period != NULL)
		missing_add(export);
	sheet->form = export->options.empty || sheet->row_count == 0;
}

/* ---- bytes ---- */

static void
sheet_put(struct buf *out, const struct sheet *sheet)
{
	for (size_t c = 0; c < sheet->column_count; c++) {
		buf_puts(out, c > 0 ? "," : "");
		sheet_put_cell(out, sheet->columns[c].title);
	}
	buf_puts(out, "\r\n");
	for (size_t r = 0; r < sheet->row_count; r++) {
		for (size_t c = 0; c < sheet->column_count; c++) {
			buf_puts(out, c > 0 ? "," : "");
			sheet_put_cell(out,
			    sheet_cell(sheet, &sheet->columns[c],
				&sheet->rows[r]));
		}
		buf_puts(out, "\r\n");
	}
}

static int
bytes_write(const struct export *export, struct text bytes)
{
	const char *output = export->options.output;
	struct os_error error;
	if (output == NULL) {
		fwrite(bytes.at, 1, bytes.len, stdout);
		return STATUS_OK;
	}
	int status = os_type(output) != OS_NONE
	    ? 1
	    : part_write(output, true, bytes, &error);
	if (status > 0) {
		fprintf(stderr,
		    _("tongbao export: %s is there already; name a new file\n"),
		    output);
		return STATUS_USAGE;
	}
	if (status < 0) {
		fprintf(stderr, "tongbao export: %s\n", error.message);
		return STATUS_SYSTEM;
	}
	if (!export->site.quiet)
		printf(_("%s: %zu rows, %zu columns\n"), output,
		    export->sheet.row_count, export->sheet.column_count);
	return STATUS_OK;
}

static int
sheet_write(const struct export *export)
{
	struct buf out = BUF_INIT, other = BUF_INIT;
	bool gb = export->options.encoding != NULL &&
	    strcmp(export->options.encoding, "gb18030") == 0;
	if (!gb)
		buf_puts(&out, BYTE_ORDER_MARK);
	sheet_put(&out, &export->sheet);
	if (gb)
		encoding_put_gb18030(&other, buf_text(&out));
	int status = bytes_write(export, buf_text(gb ? &other : &out));
	buf_free(&out);
	buf_free(&other);
	return status;
}

/* ---- the command line ---- */

/* What the words mean on this site; false after a message. */
static bool
words_resolve(struct export *export)
{
	const struct export_options *o = &export->options;
	const struct programme *programme = export->run.corpus.programme;
	const struct asker asker = { "export", &export->run.corpus,
		export->run.arena };
	if (o->form != NULL) {
		const struct term *form =
		    ask_term(&asker, VOCABULARY_FORM, o->form);
		if (form == NULL)
			return false;
		export->sheet.only = programme_form(programme, form->id);
	}
	if (o->period != NULL) {
		const struct term *term =
		    ask_term(&asker, VOCABULARY_PERIOD, o->period);
		if (term == NULL)
			return false;
		export->period = term->id;
	}
	if (o->organisation == NULL)
		return true;
	export->within = ask_organisation(&asker, o->organisation);
	return export->within != NULL;
}

/* Errors; of a roster's sheet those of records are none. */
static bool
hinders(const void *context, const struct diag *diag)
{
	const struct export *export = context;
	const struct shape *kind = export->sheet.kind;
	uint32_t source = diag->span.source;
	bool of_record = source != 0 &&
	    text_ends(text_of(source_at(&export->run.sources, source)->path),
		".md");
	return diag->level == DIAG_ERROR &&
	    !(of_record &&
		(kind == &person_shape || kind == &organisation_shape));
}

static int
export_run(struct export *export)
{
	int status = STATUS_SYSTEM;
	export->site.rights.target = export->options.output;
	site_open(&export->run, export->site);
	progress_end(&export->run.progress);
	struct site_run *run = &export->run;
	if (!run->loaded)
		return site_close(run);
	/* A sheet of what was understood would lack the rest, in silence. */
	diags_keep(&run->diags, hinders, export);
	if (run->diags.count > 0 && !export->options.empty) {
		fprintf(stderr,
		    _("tongbao export: the site has faults; nothing is "
		      "exported\n"));
		return site_close(run);
	}
	export->sheet.arena = run->arena;
	export->sheet.run = run;
	export->sheet.english = export->options.english;
	if (words_resolve(export)) {
		rows_add(export);
		sheet_plan(&export->sheet);
		status = sheet_write(export);
	} else {
		status = STATUS_USAGE;
	}
	site_drop(run);
	return status;
}

static bool
options_agree(const struct export_options *o)
{
	if (o->filled && o->empty) {
		fputs(_("tongbao export: --filled and --empty exclude each "
			"other\n"),
		    stderr);
		return false;
	}
	if (o->encoding == NULL || strcmp(o->encoding, "utf-8") == 0 ||
	    strcmp(o->encoding, "gb18030") == 0)
		return true;
	fprintf(stderr,
	    _("tongbao export: --encoding takes utf-8 or gb18030, not '%s'\n"),
	    o->encoding);
	return false;
}

static int
export_main(int argc, char **argv)
{
	struct export export = { .site = SITE_OPTIONS_INIT };
	struct export_options *o = &export.options;
	int operands;
	const struct option table[] = {
		{ "filled", 0, OPTION_FLAG, &o->filled, NULL,
		    N_("all that the site has (default)") },
		{ "empty", 0, OPTION_FLAG, &o->empty, NULL,
		    N_("to be filled in; reviews with --period: a row for each "
		       "who has none yet") },
		{ "form", 0, OPTION_STRING, &o->form, N_("FORM"),
		    N_("only reviews on this form") },
		{ "period", 0, OPTION_STRING, &o->period, N_("PERIOD"),
		    N_("only of this period") },
		{ "organisation", 0, OPTION_STRING, &o->organisation,
		    N_("ORGANISATION"),
		    N_("only this one and what lies below it") },
		{ "history", 0, OPTION_FLAG, &o->history, NULL,
		    N_("people and organisations: also what held before") },
		{ "english", 0, OPTION_FLAG, &o->english, NULL,
		    N_("names of columns in English") },
		{ "encoding", 0, OPTION_STRING, &o->encoding, N_("ENCODING"),
		    N_("the file is in utf-8 (default) or gb18030") },
		{ "output", 'o', OPTION_STRING, &o->output, N_("FILE"),
		    N_("a new file (default: standard output)") },
		SITE_OPTIONS(export.site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&export.site, table, &export_command,
	    argc, argv, 2, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (export.site.help)
		return command_help(&export_command, table);
	if (operands != 2 || strcmp(argv[0], "sheet") != 0) {
		fputs(_("tongbao export: say what to export\n"
			"Try: tongbao export sheet people\n"),
		    stderr);
		return STATUS_USAGE;
	}
	export.sheet.kind = sheet_kind_asked(argv[1], "export");
	if (export.sheet.kind == NULL || !options_agree(o))
		return STATUS_USAGE;
	return export_run(&export);
}

const struct command export_command = {
	"export", N_("sheet KIND [options]"),
	N_("a sheet of people, organisations or records"), export_main,
};
