#include "scope/links.h"

#include "model/link.h"
#include "model/rules.h"

struct asking {
	const struct links *links;
	const struct record *record;
	struct prose prose; /* the section's text */
	size_t from;        /* where in it the next address is looked for */
	struct arena *scratch;
	struct diags *diags;
	struct diags unheard; /* faults of the text are told elsewhere */
};

/* As it is written; the whole block when it is written otherwise. */
static struct span
address_span(struct asking *a, const struct node *node)
{
	struct text text = a->prose.text, address = node->text;
	const char *at = address.len == 0
	    ? NULL
	    : memmem(text.at + a->from, text.len - a->from, address.at,
		  address.len);
	if (at == NULL)
		return node->parent->span;
	size_t start = (size_t)(at - text.at);
	a->from = start + address.len;
	return prose_part(&a->prose, start, a->from);
}

static void
record_unknown(struct asking *a, struct text id, struct span span)
{
	struct diag *d = diag_at(a->diags, &rules[RULE_LINK_DEAD], span,
	    "this link leads nowhere: there is no record “%.*s”", TEXT_ARG(id));
	d->unknown = arena_text(a->diags->arena, id).at;
}

/* What is linked to: one of the two, or a diagnostic. */
struct target {
	const struct record *record;
	const struct organisation *organisation;
};

/* [^1] with [^1]: below: Markdown of other programs. */
static bool
is_footnote(const struct node *node)
{
	return node->first != NULL && node->first->kind == NODE_TEXT &&
	    text_starts(node->first->text, "^");
}

static struct target
target_find(struct asking *a, const struct node *node, struct link link,
    struct span span)
{
	const struct corpus *corpus = a->links->corpus;
	struct target to = { NULL, NULL };
	if (link.kind == LINK_RECORD) {
		to.record = corpus_record(corpus, link.id);
		if (to.record == NULL && !corpus_is_broken(corpus, link.id))
			record_unknown(a, link.id, span);
	} else if (link.kind == LINK_ORGANISATION) {
		to.organisation =
		    table_get(&corpus->roster.organisation_ids, link.id);
		if (to.organisation == NULL)
			diag_at(a->diags, &rules[RULE_LINK_DEAD], span,
			    "this link leads nowhere: there is no organisation "
			    "“%.*s”",
			    TEXT_ARG(link.id));
	} else if (link.kind == LINK_NOWHERE) {
		struct diag *d = diag_at(a->diags, &rules[RULE_LINK_DEAD],
		    span,
		    "this link leads nowhere: “%.*s” is no record's file and "
		    "no address on the web",
		    TEXT_ARG(link.id));
		if (is_footnote(node))
			diag_remedy(a->diags, d,
			    "there are no footnotes: put the note in brackets "
			    "behind what it is on");
	}
	return to;
}

static bool
is_hidden(struct asking *a, const struct sight *edition, struct target to)
{
	struct sight sight = sight_quiet(edition, a->scratch, &a->unheard);
	if (!sight_prose(&sight, a->record, &a->prose))
		return false;
	return to.record != NULL
	    ? !sight_record(&sight, to.record)
	    : !sight_organisation(&sight, to.organisation, NULL);
}

static void
target_check(struct asking *a, struct target to, struct span span)
{
	const struct site *site = a->links->corpus->site;
	bool *hidden = ARENA_ARRAY(a->scratch, bool, site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++)
		hidden[i] = is_hidden(a, &a->links->sights[i], to);
	const char *titles = editions_titles(a->scratch, site, hidden);
	if (titles == NULL)
		return;
	struct diag *d = diag_at(a->diags, &rules[RULE_LINK_HIDDEN], span,
	    "readers of “%s” see this, but may not see what it leads to",
	    titles);
	if (to.record != NULL)
		diag_also(a->diags, d, to.record->span, "it leads here");
}

/* A picture on the web is nobody's to release: its description stands there. */
static void
picture_check(struct asking *a, struct text address, struct span span)
{
	const struct record *record = a->record;
	struct text path = link_picture(a->scratch, address, record->id);
	if (link_is_web(address))
		return;
	if (corpus_file(a->links->corpus, path) == NULL) {
		diag_at(a->diags, &rules[RULE_PICTURE_MISSING], span,
		    "there is no picture “%.*s”", TEXT_ARG(address));
		return;
	}
	for (size_t i = 0; i < record->picture_count; i++)
		if (record->pictures[i].section == a->prose.section &&
		    text_is(path, record->pictures[i].path))
			return;
	diag_at(a->diags, &rules[RULE_PICTURE_UNRELEASED], span,
	    "no release covers the picture “%.*s” as it is",
	    TEXT_ARG(path));
}

static void
section_check(struct asking *a)
{
	struct node *root = a->links->parse(
	    a->scratch, a->prose.text, a->prose.span, &a->unheard);
	struct node_step step = { root, true };
	if (root == NULL)
		return;
	do {
		bool picture = step.node->kind == NODE_IMAGE;
		if (!step.entering ||
		    (step.node->kind != NODE_LINK && !picture))
			continue;
		struct span span = address_span(a, step.node);
		if (picture) {
			picture_check(a, step.node->text, span);
			continue;
		}
		struct target to = target_find(a, step.node,
		    link_read(a->scratch, step.node->text, a->record->id),
		    span);
		if (to.record != NULL || to.organisation != NULL)
			target_check(a, to, span);
	} while (node_next(root, &step));
}

void
links_check(const struct links *links, const struct record *record,
    struct arena *scratch, struct diags *diags)
{
	struct asking asking = { .links = links,
		.record = record,
		.scratch = scratch,
		.diags = diags };
	diags_init(&asking.unheard, scratch);
	for (size_t i = 0; i < record->section_count; i++) {
		const struct section *section = &record->sections[i];
		/* Every way to write one has it. */
		if (section->body.len == 0 ||
		    memchr(section->body.at, ']', section->body.len) == NULL)
			continue;
		asking.prose = (struct prose){ section->body,
			section->body_span, i, PROSE_NONE, NULL, NULL, false };
		asking.from = 0;
		section_check(&asking);
	}
}

void
links_suggest(const struct corpus *corpus, struct diags *diags)
{
	struct arena *scratch = arena_new();
	const char **ids =
	    ARENA_ARRAY(scratch, const char *, corpus->record_count);
	for (size_t i = 0; i < corpus->record_count; i++)
		ids[i] = corpus->records[i]->id;
	diags_suggest(
	    diags, &rules[RULE_LINK_DEAD], 0, ids, corpus->record_count);
	arena_free(scratch);
}
