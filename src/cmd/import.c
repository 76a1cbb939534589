/* tongbao import: a spreadsheet's rows into the site. */
#include "cmd/import.h"

#include <stdio.h>
#include "base/date.h"
#include "base/lang.h"
#include "base/option.h"
#include "base/utf8.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/write.h"
#include "model/rules.h"
#include "read/shape.h"

struct import_file *
import_file_add(struct import *import, const char *path, bool fresh)
{
	struct arena *arena = import->run.arena;
	struct import_file *file = ARENA_NEW(arena, struct import_file);
	*file = (struct import_file){ .path = path,
		.old = TEXT_LIT(""),
		.origins.arena = arena,
		.fresh = fresh };
	ARENA_ROOM(arena, import->files, import->file_count,
	    import->file_capacity);
	import->files[import->file_count++] = file;
	return file;
}

void
import_sample(struct import *import, const char *format, ...)
{
	va_list ap;
	if (import->sample_count == SAMPLES_MOST)
		return;
	if (import->samples == NULL)
		import->samples = ARENA_ARRAY(import->run.arena, const char *,
		    SAMPLES_MOST);
	va_start(ap, format);
	import->samples[import->sample_count++] =
	    arena_vprintf(import->run.arena, format, ap);
	va_end(ap);
}

/* ---- values ---- */

static struct value *
value_ordered(struct arena *arena, const struct field *field,
    struct value *value, bool chinese)
{
	if (value->kind == VALUE_MAP && field->type == FIELD_MAP)
		return import_ordered(arena, field->shape, value, chinese);
	if (value->kind != VALUE_LIST)
		return value;
	struct value *list = value_list(arena);
	list->span = value->span;
	for (size_t i = 0; i < value->list.count; i++)
		value_add(arena, list,
		    value_ordered(arena, field, value->list.items[i], chinese));
	bool one = list->list.count == 1 &&
	    list->list.items[0]->kind == VALUE_TEXT;
	return one ? list->list.items[0] : list;
}

struct value *
import_ordered(struct arena *arena, const struct shape *shape,
    const struct value *map, bool chinese)
{
	struct value *made = value_map(arena);
	made->span = map->span;
	for (const struct field *f = shape->fields; f->name != NULL; f++) {
		struct value *value = value_get(map, f->name);
		if (value != NULL)
			value_set_literal(arena, made,
			    chinese ? f->alias : f->name,
			    value_ordered(arena, f, value, chinese));
	}
	return made;
}

/* The fields of a row; what is wrong with them goes into `found`. */
static struct value *
row_shape(const struct import *import, const struct value *map,
    struct diags *found)
{
	struct arena *arena = import->run.arena;
	struct shaping shaping = {
		.arena = arena,
		.diags = found,
		.programme = import->run.corpus.programme,
		.roster = &import->run.corpus.roster,
	};
	diags_init(found, arena);
	return fields_map(arena, import->kind,
	    shape_fields(&shaping, import->kind, map, map->span));
}

struct value *
import_shaped(const struct import *import, const struct value *map)
{
	struct diags unheard; /* they are said when all is judged */
	return row_shape(import, map, &unheard);
}

bool
import_faults_tell(struct import *import, const struct value *map)
{
	struct diags found;
	bool told = false;
	row_shape(import, map, &found);
	for (struct diag *d = found.first; d != NULL; d = d->next) {
		/* What the sheet does not say stays as it is. */
		if (d->rule == &rules[RULE_FIELD_MISSING])
			continue;
		struct diag *made = diag_at(&import->diags, d->rule, d->span,
		    "%s", d->message);
		made->remedy = d->remedy;
		made->unknown = d->unknown;
		made->among = d->among;
		told = true;
	}
	return told;
}

void
import_differences(struct import *import, const struct likeness *likeness,
    const struct value *row, const struct value *there, const char *name,
    struct span also)
{
	struct diags *diags = &import->diags;
	for (size_t i = 0; i < row->map.count; i++) {
		const struct entry *e = &row->map.entries[i];
		const struct field *field = field_find(import->kind, e->key);
		if (value_says_same(likeness, e->key.at, e->value,
			value_get(there, e->key.at)))
			continue;
		const struct value *old = value_get(there, e->key.at);
		struct diag *d = diag_at(diags, &rules[RULE_SHEET_EXISTS],
		    e->value->span,
		    "%s (%s) differs from what is there of “%s”", field->name,
		    field->alias, name);
		diag_also(diags, d,
		    old != NULL && old->span.source != 0 ? old->span : also,
		    "there");
		diag_remedy(diags, d,
		    import->kind->body
			? "records are not overwritten: edit the file, or "
			  "take the row out"
			: N_("--update writes the change into the roster; "
			     "with --from DATE a change of branch keeps the "
			     "old one"));
	}
}

/* ---- what is said ---- */

/* Whatever a fault does to a site. */
static void
effects_set(struct import *import)
{
	for (struct diag *d = import->diags.first; d != NULL; d = d->next)
		if (d->level == DIAG_ERROR)
			d->effect = _("nothing is imported");
}

/* Which row and column, as the spreadsheet shows them. */
static void
places_name(struct import *import)
{
	for (struct diag *d = import->diags.first; d != NULL; d = d->next) {
		size_t column;
		const struct csv_row *row = d->span.source != import->source ||
			d->span.end == 0
		    ? NULL
		    : csv_find(&import->csv, d->span, &column);
		if (row == NULL ||
		    row <= &import->csv.rows[import->columns.header] ||
		    import->columns.count == 0)
			continue;
		const char *title = column < import->columns.count
		    ? import->columns.items[column].title
		    : "";
		d->message = *title == '\0'
		    ? arena_printf(import->diags.arena, _("row %u: %s"),
			  row->number, d->message)
		    : arena_printf(import->diags.arena,
			  _("row %u, column “%s”: %s"), row->number, title,
			  d->message);
	}
}

static const char *
separator_name(char separator)
{
	return separator == ';' ? _("semicolons")
	    : separator == '\t' ? _("tabs")
	    : separator == '|'  ? "|"
				: _("commas");
}

static void
sheet_say(const struct import *import)
{
	const struct csv *csv = &import->csv;
	size_t header = import->columns.header;
	printf(_("%s: %s, separated by %s, header in row %u, %zu rows below\n"),
	    source_at(&import->run.sources, import->source)->path,
	    csv->encoding == ENCODING_NONE ? "UTF-8"
					   : encoding_name(csv->encoding),
	    separator_name(csv->separator),
	    csv->count > 0 ? csv->rows[header].number : 0,
	    csv->count - header - (csv->count > 0));
}

static void
outcome_say(const struct import *import, bool written)
{
	printf(_("%zu new, %zu changed, %zu as they are\n"), import->fresh,
	    import->changed, import->same);
	if (import->blank > 0)
		printf(_("%zu rows are not filled in yet\n"), import->blank);
	for (size_t i = 0; i < import->sample_count; i++) {
		fputs("  ", stdout);
		utf8_put_clean(text_of(import->samples[i]), "", ' ', stdout);
		putchar('\n');
	}
	if (import->fresh + import->changed > import->sample_count)
		printf("  …\n");
	if (import->warnings > 0 && !import->options.warnings)
		printf(_("%zu warnings and notes come with them: --warnings "
			 "shows them\n"),
		    import->warnings);
	if (import->file_count == 0)
		printf(_("Nothing to write: all is there already\n"));
	else if (written)
		printf(_("%zu files written\n"), import->file_count);
	else
		printf(_("Nothing is written yet: --yes writes %zu files\n"),
		    import->file_count);
}

/* ---- writing ---- */

/* True when all of it is in place; else a diagnostic says what is. */
static bool
files_write(struct import *import)
{
	struct arena *arena = import->run.arena;
	struct content_writing writing;
	struct content_file *files =
	    ARENA_ARRAY(arena, struct content_file, import->file_count);
	for (size_t i = 0; i < import->file_count; i++) {
		const struct import_file *file = import->files[i];
		files[i] = (struct content_file){ file->path, file->text,
			file->old, file->fresh };
	}
	if (content_write(arena, import->run.options.root, files,
		import->file_count, &writing) == 0)
		return true;
	struct diag *d = diag_at(&import->diags, &rules[RULE_SYSTEM],
	    SPAN_NONE, "the import can't be written: %s", writing.problem);
	d->effect = writing.state;
	diag_remedy(&import->diags, d,
	    "import again: what is written already is left as it is");
	return false;
}

/* ---- the order of it all ---- */

static bool
has_column(const struct import *import, const char *name)
{
	for (size_t i = 0; i < import->columns.count; i++) {
		const struct column *column = &import->columns.items[i];
		if (column->kind == COLUMN_FIELD &&
		    strcmp(column->steps[0].field->name, name) == 0)
			return true;
	}
	return false;
}

static void
rows_import(struct import *import)
{
	struct diags *diags = &import->diags;
	if (csv_read(&import->csv, import->run.arena, &import->run.sources,
		import->source, diags) != 0)
		return;
	if (columns_find(&import->columns, import->run.arena, import->kind,
		import->run.corpus.programme, &import->csv,
		import->options.ignored, diags) != 0)
		return;
	import->headless = !has_column(import, "id") &&
	    !has_column(import, "name") &&
	    diag_worst(&import->diags) >= DIAG_ERROR;
	if (import->kind->body)
		import_records(import);
	else
		import_roster(import);
	if (import->file_count > 0)
		import_judge(import);
}

/* What the command line says for all rows; false after a message. */
static bool
words_mean_something(const struct import *import)
{
	const struct import_options *o = &import->options;
	const struct asker asker = { "import", &import->run.corpus,
		import->run.arena };
	return (o->form == NULL ||
		   ask_term(&asker, VOCABULARY_FORM, o->form) != NULL) &&
	    (o->period == NULL ||
		ask_term(&asker, VOCABULARY_PERIOD, o->period) != NULL);
}

static int
import_run(struct import *import, struct site_options site, const char *path)
{
	site_open(&import->run, site);
	if (!import->run.loaded)
		return site_close(&import->run);
	if (!words_mean_something(import)) {
		site_drop(&import->run);
		return STATUS_USAGE;
	}
	if (import->options.yes)
		content_tidy(import->run.arena, site.root);
	import->source = sources_add(&import->run.sources, path);
	diags_init_like(&import->diags, import->run.arena, &import->run.diags);
	rows_import(import);
	roster_suggest(&import->run.corpus.roster, &import->diags);
	effects_set(import);
	bool good = diag_worst(&import->diags) < DIAG_ERROR;
	bool write = good && import->options.yes && import->file_count > 0;
	bool written = write && files_write(import);
	places_name(import);
	if (import->columns.count > 0 && !site.quiet)
		sheet_say(import);
	if (good && written == write && !site.quiet)
		outcome_say(import, written);
	if (!good && !site.quiet)
		printf(_("Nothing is written\n"));
	fflush(stdout);
	import->run.diags = import->diags;
	return site_close(&import->run);
}

static bool
day_is_good(const char *day)
{
	if (day == NULL || date_is_valid(text_of(day)))
		return true;
	fprintf(stderr,
	    _("tongbao import: --from takes a date such as 2010-10-15, not "
	      "'%s'\n"),
	    day);
	return false;
}

static int
import_main(int argc, char **argv)
{
	struct site_options site = SITE_OPTIONS_INIT;
	struct import import = { 0 };
	struct import_options *o = &import.options;
	int operands;
	const struct option table[] = {
		{ "yes", 0, OPTION_FLAG, &o->yes, NULL,
		    N_("write; without it nothing is written") },
		{ "update", 0, OPTION_FLAG, &o->update, NULL,
		    N_("write changes of people and organisations, too") },
		{ "from", 0, OPTION_STRING, &o->from, N_("DATE"),
		    N_("the day from which a change of branch holds") },
		{ "namesakes", 0, OPTION_FLAG, &o->namesakes, NULL,
		    N_("one name in one branch can be two people, by their ids") },
		{ "ignore", 0, OPTION_STRING, &o->ignored, N_("COLUMNS"),
		    N_("columns to leave out, separated by commas") },
		{ "form", 0, OPTION_STRING, &o->form, N_("FORM"),
		    N_("of reviews that name none") },
		{ "period", 0, OPTION_STRING, &o->period, N_("PERIOD"),
		    N_("of records that name none") },
		{ "warnings", 0, OPTION_FLAG, &o->warnings, NULL,
		    N_("show warnings and notes, not only errors") },
		SITE_OPTIONS(site),
		{ .name = NULL },
	};
	int usage = site_options_parse(&site, table, &import_command, argc,
	    argv, 2, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands != 2) {
		fputs(_("tongbao import: name what is in the sheet, and the "
			"sheet\nTry: tongbao import people FILE.csv\n"),
		    stderr);
		return STATUS_USAGE;
	}
	import.kind = sheet_kind_asked(argv[0], "import");
	if (import.kind == NULL || !day_is_good(o->from))
		return STATUS_USAGE;
	site.rights = (struct site_rights){ .content = o->yes,
		.read = argv[1] };
	return import_run(&import, site, argv[1]);
}

const struct command import_command = {
	"import", N_("KIND FILE.csv [options]"),
	N_("take people, organisations or records from a sheet"), import_main,
};
