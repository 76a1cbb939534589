#include "cmd/manifest.h"

#include "base/lang.h"
#include "base/part.h"
#include "model/rules.h"
#include "publish/stage.h"

/* ---- figures ---- */

struct listing {
	struct buf *buf;
	const struct guarding *guarding;
};

static void
cell_list(const struct listing *l, const struct guard_cell *cell)
{
	const struct site *site = l->guarding->corpus->site;
	const char *reader = cell->reader < site_editions(site)
	    ? site->editions[cell->reader].title
	    : _("an edition that is gone");
	buf_puts(l->buf, "    ");
	tally_place_words(l->buf, l->guarding->tallies->list.items[cell->tally],
	    &cell->place);
	buf_printf(l->buf, _(": %llu, "), (unsigned long long)cell->value);
	if (cell->since >= 0)
		buf_printf(l->buf,
		    _("%u came or left since the issue of %s, hidden from the "
		      "readers of “%s”"),
		    (unsigned)cell->hidden,
		    l->guarding->earlier->items[cell->since].as_of, reader);
	else if (cell->primary)
		buf_printf(l->buf,
		    _("%u hidden from the readers of “%s”"),
		    (unsigned)cell->hidden, reader);
	else
		buf_printf(l->buf,
		    _("so that the readers of “%s” can't work out another"),
		    reader);
	buf_putc(l->buf, '\n');
}

static void
tally_list(const struct listing *l, const struct guard_outcome *edition,
    size_t number)
{
	const struct tally *tally = l->guarding->tallies->list.items[number];
	size_t open = 0, withheld = 0;
	for (size_t i = 0; i < edition->count; i++)
		if (edition->cells[i].tally == number) {
			open += !edition->cells[i].withheld;
			withheld += edition->cells[i].withheld;
		}
	buf_printf(l->buf, _("  %s: minimum %u, %zu open, %zu withheld\n"),
	    tally->title, tally->minimum, open, withheld);
	for (size_t i = 0; i < edition->count; i++)
		if (edition->cells[i].tally == number &&
		    edition->cells[i].withheld)
			cell_list(l, &edition->cells[i]);
}

void
manifest_put_figures(struct buf *buf, const struct guarding *guarding,
    const struct guard_report *report)
{
	const struct listing l = { buf, guarding };
	const struct site *site = guarding->corpus->site;
	buf_printf(buf, _("Figures as of %s, for the office only\n"),
	    guarding->as_of);
	buf_puts(buf,
	    _("A figure is open when of those it counts the readers can't see "
	      "none, or no fewer than the minimum\n"));
	if (report->lost > 0)
		buf_printf(buf,
		    _("%zu withheld figures may be worked out all the same: "
		      "see `tongbao explain T0509`\n"),
		    report->lost);
	if (report->weak > 0)
		buf_printf(buf,
		    _("%zu could be worked out by somebody who reckons through "
		      "all issues why each was withheld\n"),
		    report->weak);
	for (size_t e = 0; e < site_editions(site); e++) {
		buf_printf(buf, _("\nEdition “%s” (%s)\n"),
		    site->editions[e].title, site->editions[e].id);
		for (size_t t = 0; t < guarding->tallies->list.count; t++)
			tally_list(&l, &report->editions[e], t);
	}
	buf_putc(buf, '\n');
}

/* ---- records ---- */

void
manifest_put_history(struct buf *buf, const struct corpus *corpus,
    const struct sources *sources, const struct history *history)
{
	if (!history->known) {
		buf_puts(buf, _("Who wrote the records is not known: the site "
		    "is in no git repository\n"));
		return;
	}
	buf_printf(buf, _("Records, as git has them up to the commit %s\n"),
	    *history->head == '\0' ? _("(none yet)") : history->head);
	for (size_t i = 0; i < corpus->record_count; i++) {
		const struct record *record = corpus->records[i];
		buf_printf(buf, "  %s: ", record->id);
		history_put(buf,
		    history_of(history,
			source_at(sources, record->span.source)->path));
		buf_putc(buf, '\n');
	}
}

/* ---- the file ---- */

int
manifest_write(struct arena *arena, const char *output, struct text text,
    struct diags *diags)
{
	struct os_error error;
	if (part_write_own(stage_beside(arena, output, ".manifest.txt"), false,
		text, &error) == 0)
		return 0;
	diag_at(diags, &rules[RULE_OFFICE_FILE], SPAN_NONE, "%s",
	    error.message);
	return -1;
}
