#include "cmd/import.h"

#include "base/diag.h"
#include "base/lang.h"
#include "model/rules.h"

struct judge {
	struct import *import;
	struct site_run then; /* the site as it would be */
	struct table overlay; /* content/PATH → struct text */
	struct os_list added;
	struct table files;   /* content/PATH → struct import_file */
	struct table sources; /* path → place of a uint32_t in run.sources */
	struct table known;   /* faults that the site has as it is → count */
	bool faulty;          /* the sheet has faults of its own */
};

/* A fault, wherever in its file it stands now. */
static struct text
fault_key(struct arena *arena, const struct sources *sources,
    const struct diag *d)
{
	return text_of(arena_printf(arena, "%s\n%s\n%s", d->rule->code,
	    source_at(sources, d->span.source)->path, d->message));
}

static void
known_add(struct judge *judge)
{
	struct site_run *run = &judge->import->run;
	table_init(&judge->known, run->arena);
	for (const struct diag *d = run->diags.first; d != NULL; d = d->next) {
		struct text key = fault_key(run->arena, &run->sources, d);
		size_t *count = table_get(&judge->known, key);
		if (count == NULL) {
			count = ARENA_NEW(run->arena, size_t);
			table_add(&judge->known, key, count);
		}
		++*count;
	}
}

static bool
is_known(struct judge *judge, const struct diag *d)
{
	size_t *count = table_get(&judge->known,
	    fault_key(judge->then.arena, &judge->then.sources, d));
	if (count == NULL || *count == 0)
		return false;
	--*count;
	return true;
}

static void
tables_make(struct judge *judge)
{
	struct import *import = judge->import;
	struct arena *arena = import->run.arena;
	table_init(&judge->files, arena);
	table_init(&judge->sources, arena);
	for (size_t i = 0; i < import->file_count; i++)
		table_add(&judge->files,
		    text_of(arena_printf(arena, "content/%s",
			import->files[i]->path)),
		    import->files[i]);
	for (uint32_t s = 1; s < import->run.sources.count; s++) {
		uint32_t *number = ARENA_NEW(arena, uint32_t);
		*number = s;
		table_add(&judge->sources,
		    text_of(import->run.sources.items[s].path), number);
	}
}

static void
overlay_make(struct judge *judge)
{
	struct import *import = judge->import;
	struct arena *arena = import->run.arena;
	struct os_list *added = &judge->added;
	table_init(&judge->overlay, arena);
	for (size_t i = 0; i < import->file_count; i++) {
		struct import_file *file = import->files[i];
		table_add(&judge->overlay,
		    text_of(arena_printf(arena, "content/%s", file->path)),
		    &file->text);
		if (!file->fresh)
			continue;
		ARENA_ROOM(arena, added->items, added->count, added->capacity);
		added->items[added->count++] =
		    (struct os_found){ .path = file->path, .type = OS_FILE };
	}
}

/* Where a place of the other run lies in this one's sources; or nowhere. */
static struct span
span_back(const struct judge *judge, struct span span)
{
	const struct source *source =
	    source_at(&judge->then.sources, span.source);
	const struct import_file *file =
	    table_get(&judge->files, text_of(source->path));
	if (file == NULL) {
		uint32_t *number =
		    table_get(&judge->sources, text_of(source->path));
		return number == NULL
		    ? SPAN_NONE
		    : (struct span){ *number, span.start, span.end };
	}
	const struct origin *origin = origin_find(&file->origins, span.start);
	if (origin == NULL)
		return SPAN_NONE;
	if (!origin->same)
		return origin->span;
	return (struct span){ origin->span.source,
		origin->span.start + (span.start - origin->start),
		origin->span.start + (span.end - origin->start) };
}

/* A sheet has columns; what it has not may be said beside it. */
static void
column_remedy(struct import *import, struct diag *made)
{
	if (strcmp(import->kind->name, "review") == 0)
		diag_remedy(&import->diags, made,
		    "fill in its column, or add one; a form or a period that "
		    "all rows have can be given by --form and --period");
	else
		diag_remedy(&import->diags, made,
		    "fill in its column, or add one");
}

/* A fault of what would be, as a fault of the sheet. */
static void
fault_take(struct judge *judge, const struct diag *d)
{
	struct import *import = judge->import;
	struct diags *diags = &import->diags;
	struct span span = span_back(judge, d->span);
	/* What a faulty row does to others is gone when it is mended. */
	if (span.source != import->source &&
	    (judge->faulty || is_known(judge, d)))
		return;
	if (d->level < DIAG_ERROR) {
		import->warnings++;
		if (!import->options.warnings)
			return;
	}
	struct diag *made = diag_at(diags, d->rule, span, "%s", d->message);
	made->effect = d->level == DIAG_ERROR
	    ? _("nothing is imported")
	    : arena_string(diags->arena, d->effect);
	if (d->remedy != NULL)
		made->remedy = arena_string(diags->arena, d->remedy);
	if (d->rule == &rules[RULE_FIELD_MISSING] &&
	    span.source == import->source)
		column_remedy(import, made);
	if (d->also.source == 0)
		return;
	made->also = span_back(judge, d->also);
	made->also_label = arena_string(diags->arena, d->also_label);
}

/* Of a row that is faulty anyway this would be a consequence only. */
static void
places_check(struct import *import)
{
	bool faulty = diag_worst(&import->diags) >= DIAG_ERROR;
	for (size_t i = 0; i < import->file_count && !faulty; i++) {
		const struct import_file *file = import->files[i];
		if (!file->placeless)
			continue;
		struct diag *d = diag_at(&import->diags,
		    &rules[RULE_SHEET_ROW], file->origins.items[0].span,
		    "the row does not say enough to choose a file for it");
		diag_remedy(&import->diags, d,
		    "say what it is about and its period, or add the column "
		    "文件 (file): 2010-q3/%s/name",
		    import->kind->name);
	}
}

void
import_judge(struct import *import)
{
	struct judge judge = { .import = import };
	struct site_options options = import->run.options;
	overlay_make(&judge);
	options.overlay = &judge.overlay;
	options.added = &judge.added;
	options.as_of = import->run.as_of;
	site_open(&judge.then, options);
	progress_end(&judge.then.progress);
	known_add(&judge);
	tables_make(&judge);
	for (const struct diag *d = judge.then.diags.first; d != NULL;
	     d = d->next)
		judge.faulty = judge.faulty ||
		    (d->level == DIAG_ERROR &&
			span_back(&judge, d->span).source == import->source);
	for (const struct diag *d = judge.then.diags.first; d != NULL;
	     d = d->next)
		fault_take(&judge, d);
	places_check(import);
	site_drop(&judge.then);
}
