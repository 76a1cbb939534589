#include "cmd/import.h"

#include "base/diag.h"
#include "base/lang.h"
#include "cmd/pick.h"
#include "model/rules.h"

struct judge {
	struct import *import;
	struct site_run then; /* the site as it would be */
	struct table overlay; /* content/PATH → struct text */
	struct os_list added;
	struct table files;   /* content/PATH → struct import_file */
	struct table sources; /* path → place of a uint32_t in run.sources */
	struct table known;   /* faults that the site has as it is (pick.h) */
	bool faulty;          /* the sheet has faults of its own */
};

static void
tables_make(struct judge *judge)
{
	struct import *import = judge->import;
	struct arena *arena = import->run.arena;
	struct os_list *added = &judge->added;
	table_init(&judge->files, arena);
	table_init(&judge->overlay, arena);
	table_init(&judge->sources, arena);
	table_init(&judge->known, arena);
	for (size_t i = 0; i < import->file_count; i++) {
		struct import_file *file = import->files[i];
		struct text path =
		    text_of(arena_printf(arena, "content/%s", file->path));
		table_add(&judge->files, path, file);
		table_add(&judge->overlay, path, &file->text);
		if (!file->fresh)
			continue;
		ARENA_ROOM(arena, added->items, added->count, added->capacity);
		added->items[added->count++] =
		    (struct os_found){ .path = file->path, .type = OS_FILE };
	}
	for (uint32_t s = 1; s < import->run.sources.count; s++) {
		uint32_t *number = ARENA_NEW(arena, uint32_t);
		*number = s;
		table_add(&judge->sources,
		    text_of(import->run.sources.items[s].path), number);
	}
	faults_note(&judge->known, &import->run.diags, &import->run.sources);
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
	diag_remedy(&import->diags, made,
	    strcmp(import->kind->name, "review") == 0
		? N_("fill in its column, or add one; a form or a period that "
		     "all rows have can be given by --form and --period")
		: N_("fill in its column, or add one"));
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
	    (judge->faulty ||
		fault_is_noted(&judge->known, d, &judge->then.sources)))
		return;
	if (d->level < DIAG_ERROR) {
		import->warnings++;
		if (!import->options.warnings)
			return;
	}
	struct diag *made = diag_at(diags, d->rule, span, "%s", d->message);
	made->effect = arena_string(diags->arena, d->effect);
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
	tables_make(&judge);
	options.overlay = &judge.overlay;
	options.added = &judge.added;
	options.as_of = import->run.as_of;
	site_open(&judge.then, options);
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
