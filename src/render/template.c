#include "render/template.h"

#include "base/lang.h"
#include "model/rules.h"
#include "render/template_tree.h"

struct templates *
templates_new(struct arena *arena)
{
	struct templates *set = ARENA_NEW(arena, struct templates);
	set->arena = arena;
	set->end = &set->first;
	table_init(&set->by_name, arena);
	return set;
}

/* NULL after a diagnostic. */
static struct template *
template_new(struct templates *set, const char *name,
    const struct template_text *text, struct diags *diags)
{
	if (set->linked)
		BUG("a template added after templates_link()");
	struct template *template = ARENA_NEW(set->arena, struct template);
	template->name = arena_string(set->arena, name);
	if (table_add(&set->by_name, text_of(template->name), template) !=
	    NULL) {
		diag_at(diags, &rules[RULE_TEMPLATE_TWICE],
		    text->part ? text->where
			       : (struct span){ text->where.source, 0, 0 },
		    N_("there already is a template “%s”"), name);
		return NULL;
	}
	*set->end = template;
	set->end = &template->next;
	return template;
}

static int
template_add(struct templates *set, const char *name,
    const struct template_text *text, struct diags *diags)
{
	struct template *template = template_new(set, name, text, diags);
	return template == NULL
	    ? -1
	    : template_parse(template, set->arena, text, diags);
}

int
templates_add_verbatim(struct templates *set, const char *name,
    struct text text, uint32_t source, struct diags *diags)
{
	struct template_text whole = { text, { source, 0, 0 }, false };
	struct template *template = template_new(set, name, &whole, diags);
	if (template == NULL)
		return -1;
	template->verbatim = true;
	template->first = ARENA_NEW(set->arena, struct op);
	template->first->kind = OP_TEXT;
	template->first->text = text;
	return 0;
}

int
templates_add(struct templates *set, const char *name, struct text text,
    uint32_t source, struct diags *diags)
{
	struct template_text whole = { text, { source, 0, 0 }, false };
	return template_add(set, name, &whole, diags);
}

int
templates_add_part(struct templates *set, const char *name, struct text text,
    struct span where, struct diags *diags)
{
	struct template_text part = { text, where, true };
	return template_add(set, name, &part, diags);
}

static int
reference_link(const struct templates *set, struct op *op, bool strict,
    struct diags *diags)
{
	op->target = table_get(&set->by_name, op->text);
	if (op->target != NULL || !strict)
		return 0;
	if (text_starts(op->text, "say."))
		diag_remedy(diags,
		    diag_at(diags, &rules[RULE_TEMPLATE_UNKNOWN], op->span,
			"there is no string “%.*s” in this language",
			TEXT_ARG(text_from(op->text, strlen("say.")))),
		    "add it to the theme's strings.LANGUAGE.yaml");
	else
		diag_at(diags, &rules[RULE_TEMPLATE_UNKNOWN], op->span,
		    "there is no template “%.*s”", TEXT_ARG(op->text));
	return -1;
}

/*
 * A partial amid other things that is nothing but a piece of a line stands for
 * it: pages are full of such strings.
 */
static void
reference_resolve(struct op *op)
{
	const struct op *text = op->target == NULL ? NULL : op->target->first;
	if (op->kind != OP_PARTIAL || op->placing != PLACE_WITHIN ||
	    text == NULL || text->next != NULL || text->kind != OP_TEXT ||
	    memchr(text->text.at, '\n', text->text.len) != NULL)
		return;
	op->kind = OP_TEXT;
	op->text = text->text;
}

int
templates_link(struct templates *set, bool strict, struct diags *diags)
{
	int result = 0;
	set->linked = true;
	for (struct template *t = set->first; t != NULL; t = t->next)
		for (struct reference *r = t->references; r != NULL;
		     r = r->next)
			if (reference_link(set, r->op, strict, diags) != 0)
				result = -1;
	for (struct template *t = set->first; t != NULL; t = t->next)
		for (struct reference *r = t->references; r != NULL;
		     r = r->next)
			reference_resolve(r->op);
	return result;
}

bool
templates_has(const struct templates *set, const char *name)
{
	return table_get(&set->by_name, text_of(name)) != NULL;
}
