/*
 * `tongbao show --view`: the data that a page's template gets, for who writes
 * templates.  Pieces of documents are shown as the HTML that they become;
 * `tongbao template --data` takes them back as such.
 */
#include <stdio.h>
#include "base/lang.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/make.h"
#include "cmd/show.h"
#include "render/html.h"
#include "render/yaml.h"

struct viewing {
	struct arena *arena;
	bool json;
};

/* A copy in which every piece of a document is a text of HTML. */
static struct value *
plain_copy(struct arena *arena, const struct value *value)
{
	struct value *copy;
	struct buf html = BUF_INIT;
	switch (value->kind) {
	case VALUE_NODE:
		html_put_node(&html, value->node);
		copy = value_text(arena, buf_text(&html));
		buf_free(&html);
		return copy;
	case VALUE_LIST:
		copy = value_list_sized(arena, value->list.count);
		for (size_t i = 0; i < value->list.count; i++)
			value_add(arena, copy,
			    plain_copy(arena, value->list.items[i]));
		return copy;
	case VALUE_MAP:
		copy = value_map_sized(arena, value->map.count);
		for (size_t i = 0; i < value->map.count; i++)
			value_set(arena, copy, value->map.entries[i].key.at,
			    plain_copy(arena, value->map.entries[i].value));
		return copy;
	default:
		return value_copy(arena, value);
	}
}

static void
data_print(void *context, const struct value *data)
{
	struct viewing *viewing = context;
	const struct value *plain = plain_copy(viewing->arena, data);
	struct origins origins = { .arena = viewing->arena };
	struct buf out = BUF_INIT;
	if (viewing->json) {
		value_put_json(&out, plain);
		buf_putc(&out, '\n');
	} else {
		yaml_put_fields(&out, &origins, plain, 0);
	}
	fwrite(out.at, 1, out.len, stdout);
	buf_free(&out);
}

static int
page_show(struct make *make, size_t number, const char *page, bool json)
{
	struct site_run *run = make->run;
	struct viewing viewing = { run->arena, json };
	if (make_open(make) != 0 || make_figures(make, site_output(run)) != 0)
		return STATUS_OK;
	make_bulletins(make);
	int found = diag_worst(&run->diags) >= DIAG_ERROR
	    ? -1
	    : make_page(make, number, page, data_print, &viewing);
	make_close(make);
	if (found != 1)
		return STATUS_OK;
	fprintf(stderr,
	    _("tongbao show: the edition “%s” has no page '%s'\n"),
	    run->corpus.site->editions[number].id, page);
	fputs(_("A page is home, bulletins, organisations or ledger, "
		"organisation/ID, the id of a record, or an address below the "
		"edition's folder\n"),
	    stderr);
	return STATUS_USAGE;
}

int
show_view(struct site_run *run, const char *page, const char *edition,
    bool json)
{
	const struct site *site = run->corpus.site;
	struct make make = { .run = run, .corpus = &run->corpus,
		.policy = run->policy, .unscanned = true };
	/* What rules say of the content is check's to tell. */
	diags_init(&run->diags, run->arena);
	const struct asker asker = { "show", &run->corpus, run->arena };
	const struct edition *asked =
	    edition == NULL && site->edition_count > 0
	    ? site->editions
	    : ask_edition(&asker, edition == NULL ? "" : edition);
	if (asked == NULL)
		return STATUS_USAGE;
	return page_show(
	    &make, (size_t)(asked - site->editions), page, json);
}
