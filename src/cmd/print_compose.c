#include <stdio.h>
#include "base/lang.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/print.h"

/* ---- files ---- */

/* A name has 255 bytes at most: room for .pdf and a number is left. */
#define NAME_MOST 240

/* Its end, which tells more of what it is than the folders before it. */
static const char *
name_cut(const char *name)
{
	if (strlen(name) <= NAME_MOST)
		return name;
	name = utf8_tail(text_of(name), NAME_MOST).at;
	return name + strspn(name, "-");
}

/*
 * 2010-q3/review/jidian, by its edition: 2010-q3-review-jidian-masses; a number
 * behind it where another file, of review-jidian in 2010-q3, is called so.
 */
static const char *
file_name(struct printing *p, const char *id)
{
	char *name = p->edition->office
	    ? arena_printf(p->run.arena, "%s", id)
	    : arena_printf(p->run.arena, "%s-%s", id, p->edition->id);
	for (char *at = name; *at != '\0'; at++)
		if (*at == '/')
			*at = '-';
	const char *cut = name_cut(name), *free = cut;
	for (unsigned n = 2; table_add(&p->names, text_of(free), p) != NULL; n++)
		free = arena_printf(p->run.arena, "%s-%u", cut, n);
	return free;
}

static struct printed *
file_add(struct printing *p, const char *name, const char *title)
{
	ARENA_ROOM(p->run.arena, p->files, p->count, p->capacity);
	p->files[p->count] = (struct printed){ file_name(p, name),
		utf8_clean(p->run.arena, text_of(title)), BUF_INIT };
	return &p->files[p->count++];
}

static struct volume *
volume_of(struct printing *p, struct arena *arena, const char *title)
{
	struct volume_facts *facts = ARENA_NEW(arena, struct volume_facts);
	*facts = (struct volume_facts){ .metadata = { .title = title,
		.author = p->run.corpus.site->owner,
		.date = p->run.as_of } };
	return volume_begin(arena, p->fonts, facts, &p->run.diags);
}

/* For what its edition may not tell; not what is the office's own. */
static void
file_scan(struct printing *p, const struct printed *file)
{
	if (p->make.scan != NULL)
		scan_file(p->make.scan,
		    arena_printf(p->run.arena, "%s/%s.pdf", p->edition->id,
			file->name),
		    buf_text(&file->pdf), SCAN_MADE, 0, &p->run.diags);
}

/* What is wrong with it is among the diagnostics. */
static void
volume_close(struct printing *p, struct volume *volume, struct printed *file)
{
	if (volume_end(volume, &file->pdf) == 0)
		file_scan(p, file);
}

static int
fonts_open(struct printing *p)
{
	const struct site *site = p->run.corpus.site;
	p->fonts = print_fonts_open(p->run.arena, site->font_folders,
	    site->font_folder_count, &p->run.diags);
	p->make.fonts = p->fonts;
	return p->fonts == NULL ? -1 : 0;
}

/* What is printed is Chinese, whatever the pages are. */
static int
chinese_speak(struct site_run *run)
{
	struct site *site = run->corpus.site;
	if (strncmp(site->language, "zh", 2) == 0)
		return site->strings != NULL || site_words_load(run) == 0 ? 0
									  : -1;
	site->language = "zh-CN";
	return site_words_load(run);
}

int
print_blank(struct printing *p)
{
	struct site_run *run = &p->run;
	const struct site *site = run->corpus.site;
	if (chinese_speak(run) != 0 || fonts_open(p) != 0)
		return STATUS_CONTENT;
	const struct form_sheet *sheet = form_blank(run->arena, site,
	    run->corpus.programme, p->form);
	struct volume *volume = volume_of(p, run->arena, sheet->title);
	volume_add_form(volume, sheet, &site->print);
	volume_close(p, volume, file_add(p, p->form->id, sheet->title));
	return STATUS_OK;
}

/* ---- what the view shows of it ---- */

/* Copied: the corpus is locked when it is asked for. */
struct head {
	const char *id, *name;
};

/* A review's subject's head on its day, as far as the view names him, too. */
static const char *
head_of(const struct printing *p, const struct view *view,
    const struct view_entry *review)
{
	const struct head *head = table_get(&p->heads, text_of(review->id));
	const struct view_person *now = review->organisation == NULL
	    ? NULL
	    : review->organisation->head;
	if (head == NULL)
		return NULL;
	if (view->edition->office)
		return head->name;
	return now != NULL && strcmp(now->id, head->id) == 0 ? now->name
							     : NULL;
}

static void
entry_add(struct printing *p, struct volume *volume,
    const struct composing *c, const struct view_entry *entry)
{
	const struct print_options *options = &c->view->site->print;
	if (entry_is(entry, "review") && entry->form != NULL)
		volume_add_form(volume,
		    form_filled(c, entry, head_of(p, c->view, entry)),
		    options);
	else if (entry_is(entry, "reply"))
		volume_add_circular(volume, reply_letter(c, entry));
	else
		volume_add_paper(volume, record_paper(c, entry), options);
}

static void
entry_print(struct printing *p, const struct composing *c,
    const struct view_entry *entry)
{
	const char *title = entry_title(c->arena, c->view, entry);
	struct volume *volume = volume_of(p, c->arena, title);
	entry_add(p, volume, c, entry);
	volume_close(p, volume, file_add(p, entry->id, title));
}

/* Its id may be a number here: it is known by where it was read. */
static const struct view_entry *
entry_of(const struct view *view, uint32_t source)
{
	for (size_t i = 0; i < view->entries.count; i++)
		if (view->entries.items[i]->span.source == source)
			return view->entries.items[i];
	return NULL;
}

static void
record_print(struct printing *p, const struct composing *c, uint32_t source)
{
	const struct view_entry *entry = entry_of(c->view, source);
	p->absent = entry == NULL;
	if (entry != NULL)
		entry_print(p, c, entry);
}

static bool
form_chooses(const struct printing *p, const struct paper_choice *choice,
    const struct view_entry *entry)
{
	return entry_is(entry, "review") && entry->form == p->form &&
	    paper_chooses(choice, entry);
}

/* All on the form in the period; one volume, or each by itself. */
static void
forms_print(struct printing *p, const struct composing *c,
    const struct paper_choice *choice)
{
	const char *title = arena_printf(c->arena, "%s%s",
	    choice->period->name, p->form->name);
	struct volume *volume = NULL;
	p->absent = true;
	for (size_t i = 0; i < c->view->entries.count; i++) {
		const struct view_entry *entry = c->view->entries.items[i];
		if (!form_chooses(p, choice, entry))
			continue;
		p->absent = false;
		if (p->each != NULL) {
			entry_print(p, c, entry);
			continue;
		}
		if (volume == NULL)
			volume = volume_of(p, c->arena, title);
		entry_add(p, volume, c, entry);
	}
	if (volume != NULL)
		volume_close(p, volume,
		    file_add(p,
			arena_printf(c->arena, "%s-%s", p->form->id,
			    choice->period->id),
			title));
}

static void
list_print(struct printing *p, const struct composing *c,
    const struct paper *paper, const char *name)
{
	struct volume *volume = volume_of(p, c->arena, paper->title);
	volume_add_paper(volume, paper, &c->view->site->print);
	volume_close(p, volume,
	    file_add(p,
		p->period == NULL
		    ? name
		    : arena_printf(c->arena, "%s-%s", name, p->period->id),
		paper->title));
}

/* The corpus is locked: what is asked of it was asked before. */
struct asked {
	struct printing *printing;
	uint32_t source;  /* of the record */
	const char *unit; /* id, or NULL */
};

static void
view_print(void *context, const struct view *view,
    struct edition_filter *filter)
{
	const struct asked *asked = context;
	struct printing *p = asked->printing;
	struct page_filter page_filter = { filter, &p->run.diags };
	struct composing c = paper_begin(view->arena, view,
	    edition_filter_has_elements(filter) ? &page_filter : NULL,
	    &p->run.diags);
	struct paper_choice choice = { .period = p->period };
	if (asked->unit != NULL) {
		choice.within = view_organisation(view, text_of(asked->unit));
		p->absent = choice.within == NULL;
		if (p->absent)
			return;
	}
	switch (p->kind) {
	case PRINT_RECORD:
		record_print(p, &c, asked->source);
		break;
	case PRINT_FORM:
		forms_print(p, &c, &choice);
		break;
	case PRINT_LEDGER:
		list_print(p, &c, ledger_paper(&c, &choice), "ledger");
		break;
	case PRINT_RECTIFICATION:
		list_print(p, &c, rectification_paper(&c, &choice),
		    "rectification");
		break;
	case PRINT_COVERAGE:
		BUG("a view of what no view has");
	}
}

/* Who headed each organisation that was reviewed, on the review's day. */
static void
heads_find(struct printing *p)
{
	const struct corpus *corpus = &p->run.corpus;
	table_init(&p->heads, p->run.arena);
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *r = corpus->records[i];
		const struct person *person = record_is(r, "review") &&
			r->person == NULL && r->organisation != NULL
		    ? organisation_head(r->organisation, r->date)
		    : NULL;
		if (person == NULL)
			continue;
		struct head *head = ARENA_NEW(p->run.arena, struct head);
		head->id = arena_string(p->run.arena, person->id);
		head->name = arena_string(p->run.arena, person->name);
		table_add(&p->heads,
		    text_of(arena_string(p->run.arena, r->id)), head);
	}
}

/* ---- bulletins ---- */

/* Is it one that the edition shows?  Then it is looked through for it. */
static void
bulletin_look(void *context, const struct view *view,
    struct edition_filter *filter)
{
	const struct asked *asked = context;
	struct printing *p = asked->printing;
	(void)filter;
	p->absent = entry_of(view, asked->source) == NULL;
	if (!p->absent && p->withdrawn == NULL)
		file_scan(p, &p->files[0]);
}

/* The office prints it as it was, and marked; for an edition nothing is left. */
static int
withdrawn_print(struct printing *p, struct asked *asked)
{
	struct record *record = corpus_record(
	    &p->run.corpus, text_of(p->record->id));
	if (p->edition->office) {
		record->withdrawn = NULL;
		p->make.withdrawn = true;
		return 0;
	}
	p->withdrawn = arena_string(p->run.arena, record->withdrawn);
	return make_view(&p->make, p->edition, bulletin_look, asked);
}

/* Its bytes are those of `build`: it is composed from its own edition. */
static int
bulletin_print(struct printing *p, struct asked *asked)
{
	struct site_run *run = &p->run;
	struct make *make = &p->make;
	const struct site *site = run->corpus.site;
	const struct edition *own = edition_find(site,
	    text_of(record_string(p->record, "edition")));
	bool *from = ARENA_ARRAY(run->arena, bool, site_editions(site));
	if (record_is_withdrawn(p->record, run->as_of)) {
		if (withdrawn_print(p, asked) != 0)
			return -1;
		if (!p->edition->office)
			return 0;
	}
	if (own == NULL || make_figures(make, site_output(run)) != 0)
		return -1;
	from[own - site->editions] = true;
	make->only = arena_string(run->arena, p->record->id);
	make_bulletins_of(make, from);
	make_bulletins_check(make, from);
	if (diag_worst(&run->diags) >= DIAG_ERROR)
		return -1;
	p->absent = make->bulletins.count == 0;
	if (p->absent)
		return 0;
	struct printed *file = file_add(p, p->record->id,
	    make->bulletins.items[0].circular.title);
	buf_putt(&file->pdf, buf_text(&make->prints[0]));
	return p->edition->office
	    ? 0
	    : make_view(make, p->edition, bulletin_look, asked);
}

/* ---- all of it ---- */

/* Made of the rosters, which no edition has. */
static void
coverage_print(struct printing *p)
{
	struct site_run *run = &p->run;
	const struct paper *paper =
	    coverage_paper(run->arena, run, p->period, p->unit);
	struct volume *volume = volume_of(p, run->arena, paper->title);
	volume_add_paper(volume, paper, &run->corpus.site->print);
	volume_close(p, volume,
	    file_add(p,
		arena_printf(run->arena, "coverage-%s", p->period->id),
		paper->title));
}

static int
any_print(struct printing *p)
{
	struct asked asked = { .printing = p };
	if (p->record != NULL)
		asked.source = p->record->span.source;
	if (p->unit != NULL)
		asked.unit = arena_string(p->run.arena, p->unit->id);
	if (p->record != NULL && record_is(p->record, "bulletin"))
		return make_open(&p->make) == 0 && fonts_open(p) == 0
		    ? bulletin_print(p, &asked)
		    : -1;
	if (chinese_speak(&p->run) != 0 || make_open(&p->make) != 0 ||
	    fonts_open(p) != 0)
		return -1;
	heads_find(p);
	if (p->kind == PRINT_COVERAGE) {
		coverage_print(p);
		return 0;
	}
	return make_view(&p->make, p->edition, view_print, &asked);
}

int
print_compose(struct printing *p)
{
	p->make = (struct make){ .run = &p->run,
		.corpus = &p->run.corpus,
		.policy = p->run.policy,
		.unscanned = p->edition->office };
	int status = any_print(p);
	make_close(&p->make);
	if (status != 0 || diag_worst(&p->run.diags) >= DIAG_ERROR)
		return STATUS_CONTENT;
	if (!p->absent && p->withdrawn == NULL)
		return STATUS_OK;
	if (p->edition->office && p->kind == PRINT_FORM)
		fputs(_("tongbao print: there are no such reviews\n"), stderr);
	else if (!p->absent)
		fprintf(stderr,
		    _("tongbao print: %s was withdrawn on %s; only the office "
		      "prints it, without --edition\n"),
		    p->record->id, p->withdrawn);
	else if (p->edition->office)
		fprintf(stderr,
		    _("tongbao print: %s is dated after %s, or left out by a "
		      "filter\n"),
		    p->record->id, p->run.as_of);
	else
		fprintf(stderr,
		    _("tongbao print: the edition “%s” shows nothing of "
		      "that\n"),
		    utf8_clean(p->run.arena, text_of(p->edition->title)));
	return STATUS_USAGE;
}
