#include "base/lang.h"
#include "model/rules.h"
#include "read/slip.h"

/* %.*s is the key; messages without a key don't name one. */
static const struct words {
	enum rule_id rule;
	const char *message, *nameless; /* the second where there is no key */
	const char *remedy; /* NULL: the rule's */
} words[] = {
	[SLIP_TAB] = { RULE_WIDE_SPACE, NULL,
	    N_("the line is indented by a tab"), N_("indent by spaces") },
	[SLIP_INDENT] = { RULE_WIDE_SPACE, NULL,
	    N_("a full-width or no-break space stands before the key"),
	    N_("indent by half-width spaces") },
	[SLIP_KEY_SPACE] = { RULE_WIDE_SPACE,
	    N_("between %.*s and its colon stands a full-width or no-break "
	       "space"),
	    NULL, N_("take the space out") },
	[SLIP_COLON_SPACE] = { RULE_WIDE_SPACE,
	    N_("behind the mark after %.*s stands a full-width or no-break "
	       "space"),
	    N_("a full-width or no-break space stands before the value"),
	    N_("write a half-width space there") },
	[SLIP_END_SPACE] = { RULE_WIDE_SPACE,
	    N_("the value of %.*s ends in a full-width or no-break space"),
	    N_("the value ends in a full-width or no-break space"),
	    N_("take the space out") },
	[SLIP_WIDE_COLON] = { RULE_WIDE_MARK,
	    N_("the colon after %.*s is full-width"), NULL,
	    N_("write a half-width colon and a space") },
	[SLIP_WIDE_KEY] = { RULE_WIDE_MARK,
	    N_("the key %.*s is written in full-width letters"), NULL,
	    N_("write half-width letters") },
	[SLIP_WIDE_DASH] = { RULE_WIDE_MARK, NULL,
	    N_("the dash before the list item is full-width"),
	    N_("write a half-width hyphen and a space") },
	[SLIP_WIDE_COMMA] = { RULE_WIDE_MARK,
	    N_("in the list or map of %.*s the comma is full-width"),
	    N_("the comma between items is full-width"),
	    N_("write a half-width comma and a space") },
	[SLIP_WIDE_BRACKET] = { RULE_WIDE_MARK,
	    N_("the bracket of %.*s is full-width"),
	    N_("the bracket is full-width"),
	    N_("write half-width brackets: [ ] around lists, { } around "
	       "fields") },
	[SLIP_WIDE_QUOTE] = { RULE_WIDE_MARK,
	    N_("the quotes around the value of %.*s are full-width"),
	    N_("the quotes around the value are full-width"),
	    N_("write half-width quotes, or none") },
	[SLIP_WIDE_HASH] = { RULE_WIDE_MARK, NULL,
	    N_("the # before the comment is full-width"),
	    N_("write a half-width #") },
	[SLIP_TIGHT_COLON] = { RULE_SPACE_MISSING,
	    N_("no space follows the colon after %.*s"), NULL,
	    N_("write one colon and a space there") },
	[SLIP_TIGHT_DASH] = { RULE_SPACE_MISSING, NULL,
	    N_("no space follows the hyphen of the list item"), NULL },
	[SLIP_OPEN_QUOTE] = { RULE_QUOTES,
	    N_("the quote opened in the value of %.*s is not closed on its "
	       "line"),
	    N_("the quote opened here is not closed on its line"),
	    N_("close it at the end of the value, or leave both out") },
	[SLIP_INNER_QUOTE] = { RULE_QUOTES,
	    N_("the value of %.*s ends at a quote inside of it"),
	    N_("the value ends at a quote inside of it"),
	    N_("put quotes of the other sort around the value: '…'") },
	[SLIP_START] = { RULE_QUOTES,
	    N_("the value of %.*s can't begin with this character"),
	    N_("a value can't begin with this character"), NULL },
	[SLIP_SECOND_COLON] = { RULE_QUOTES,
	    N_("a second colon with a space makes a field of the value of "
	       "%.*s"),
	    N_("a second colon with a space makes a field of the value"),
	    N_("put the value in quotes, or write the colon full-width") },
	[SLIP_REST] = { RULE_QUOTES,
	    N_("something follows the end of the value of %.*s"),
	    N_("something follows the end of the value"), NULL },
};

static struct diag *
slip_say(const struct slip *slip, const struct rule *rule, struct span span,
    struct diags *diags)
{
	const struct words *w = &words[slip->kind];
	if (w->nameless != NULL && (slip->key.len == 0 || w->message == NULL))
		return diag_at(diags, rule, span, "%s", _(w->nameless));
	const char *message = arena_printf(
	    diags->arena, _(w->message), TEXT_ARG(slip->key));
	return diag_at(diags, rule, span, "%s", message);
}

void
slips_report(const struct slips *slips, struct span where, struct diags *diags)
{
	for (size_t i = 0; i < slips->count; i++) {
		const struct slip *slip = &slips->items[i];
		struct diag *diag = slip_say(slip, &rules[words[slip->kind].rule],
		    span_cut(
			where, (uint32_t)slip->start, (uint32_t)slip->end),
		    diags);
		if (words[slip->kind].remedy != NULL)
			diag_remedy(
			    diags, diag, "%s", _(words[slip->kind].remedy));
		for (size_t j = 0; slip->offered && j < slip->edit_count;
		     j++) {
			const struct edit *edit =
			    &slips->edits.items[slip->edit + j];
			diag_edit(diags, diag,
			    span_cut(where, (uint32_t)edit->start,
				(uint32_t)edit->end),
			    edit->text);
		}
	}
}
