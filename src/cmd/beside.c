#include "cmd/beside.h"

#include "render/feed.h"
#include "render/sheet.h"

/* So many rows, lines, records are a piece: some hundred KB at the most. */
#define ITEMS_A_PIECE 256

struct putting_piece;

/* Of a file, what it is and how it is made. */
struct beside_form {
	size_t (*pieces)(const struct beside *file,
	    const struct plan *plan); /* NULL: one */
	int (*put)(const struct putting_piece *p);
	bool is_list; /* of JSON */
};

struct putting_piece {
	struct buf *out;
	struct arena *arena;
	const struct plan *plan;
	const struct beside *file;
	size_t piece;
	struct diags *diags;
};

static size_t
pieces_of(size_t items)
{
	return (items + ITEMS_A_PIECE - 1) / ITEMS_A_PIECE;
}

struct items {
	size_t first, end;
};

static struct items
items_of(size_t piece, size_t all)
{
	struct items items = { piece * ITEMS_A_PIECE,
		(piece + 1) * ITEMS_A_PIECE };
	if (items.end > all)
		items.end = all;
	return items;
}

/* ---- a volume of the ledger ---- */

static struct ledger
ledger_of_piece(const struct putting_piece *p)
{
	const struct ledger_volume *volume = p->file->volume;
	return ledger_of(
	    plan_ledger_rows(p->plan, volume->first, volume->end), volume);
}

static int
xlsx_put(const struct putting_piece *p)
{
	struct ledger ledger = ledger_of_piece(p);
	return sheet_put_xlsx(p->out, &ledger, p->diags);
}

static int
script_put(const struct putting_piece *p)
{
	struct ledger ledger = ledger_of_piece(p);
	sheet_put_script(p->out, &ledger);
	return 0;
}

/* A head, and rows. */
static size_t
csv_pieces(const struct beside *file, const struct plan *plan)
{
	(void)plan;
	return 1 + pieces_of(file->volume->end - file->volume->first);
}

static int
csv_put(const struct putting_piece *p)
{
	const struct ledger_volume *volume = p->file->volume;
	if (p->piece == 0) {
		sheet_put_mark(p->out);
		sheet_put_head(p->out, plan_ledger_rows(p->plan, 0, 0));
		return 0;
	}
	struct items rows =
	    items_of(p->piece - 1, volume->end - volume->first);
	rows.first += volume->first;
	rows.end += volume->first;
	sheet_put_rows(p->out,
	    plan_ledger_rows(p->plan, rows.first, rows.end), rows.first,
	    rows.end);
	return 0;
}

static const struct beside_form ledger_forms[LEDGER__FILES] = {
	[LEDGER_XLSX] = { .put = xlsx_put },
	[LEDGER_CSV] = { .pieces = csv_pieces, .put = csv_put },
	[LEDGER_SCRIPT] = { .put = script_put },
};

/* ---- for the archive, for readers of feeds, for search engines ---- */

static size_t
catalogue_pieces(const struct beside *file, const struct plan *plan)
{
	(void)file;
	return 1 + pieces_of(plan->view->entries.count);
}

static int
catalogue_put(const struct putting_piece *p)
{
	struct cells cells;
	if (p->piece == 0) {
		sheet_put_mark(p->out);
		cells = catalogue_head(p->arena, p->plan);
	} else {
		struct items lines =
		    items_of(p->piece - 1, p->plan->view->entries.count);
		cells = catalogue_make(
		    p->arena, p->plan, lines.first, lines.end);
	}
	sheet_put_cells(p->out, &cells);
	return 0;
}

static int
feed_put(const struct putting_piece *p)
{
	struct feed feed = feed_make(p->arena, p->plan);
	feed_put_atom(p->out, &feed);
	return 0;
}

/* Nothing where site.yaml does not say where the edition is served. */
static int
sitemap_put_part(const struct putting_piece *p)
{
	const char *address = edition_address(p->arena, p->plan->view);
	trace_whole(); /* which pages there are */
	if (address != NULL)
		sitemap_put(
		    p->out, p->arena, p->plan, address, p->file->part);
	return 0;
}

static int
sitemaps_put(const struct putting_piece *p)
{
	const char *address = edition_address(p->arena, p->plan->view);
	trace_whole();
	if (address != NULL)
		sitemap_put_index(p->out, p->arena, p->plan, address);
	return 0;
}

static const struct beside_form catalogue = { catalogue_pieces, catalogue_put,
	false },
				feed = { .put = feed_put },
				sitemap = { .put = sitemap_put_part },
				sitemaps = { .put = sitemaps_put };

/* ---- data ---- */

static size_t
list_pieces(const struct beside *file, const struct plan *plan)
{
	return pieces_of(file->data->count(plan->view));
}

static int
data_put_items(const struct putting_piece *p)
{
	const struct data_file *data = p->file->data;
	size_t all = data->make != NULL ? 1 : data->count(p->plan->view);
	struct items items = items_of(p->piece, all);
	data_put(p->out, p->arena, p->plan, data, items.first, items.end,
	    p->diags);
	return 0;
}

static const struct beside_form whole = { .put = data_put_items },
				list = { list_pieces, data_put_items, true };

/* ---- all of them ---- */

static size_t
data_count(void)
{
	size_t count = 0;
	while (data_files[count].path != NULL)
		count++;
	return count;
}

static size_t
ledger_add(struct beside *files, struct arena *arena, const struct plan *plan,
    enum ledger_file file)
{
	const struct ledger *ledger = plan->ledger;
	for (size_t i = 0; i < ledger->volume_count; i++)
		files[i] = (struct beside){
			.path = ledger_file_path(
			    arena, &ledger->volumes[i], file),
			.form = &ledger_forms[file],
			.volume = &ledger->volumes[i],
		};
	return ledger->volume_count;
}

/* One file, or an index and what it leads to. */
static size_t
sitemaps_add(struct beside *files, struct arena *arena, const struct plan *plan)
{
	size_t parts = sitemap_count(plan), n = 0;
	files[n++] = (struct beside){ .path = "sitemap.xml",
		.form = parts == 1 ? &sitemap : &sitemaps };
	for (size_t i = 0; parts > 1 && i < parts; i++)
		files[n++] = (struct beside){
			.path = sitemap_part_path(arena, i),
			.form = &sitemap,
			.part = i };
	return n;
}

struct beside *
beside_list(struct arena *arena, const struct plan *plan, size_t *books,
    size_t *count)
{
	struct beside *files = ARENA_ARRAY(arena, struct beside,
	    LEDGER__FILES * plan->ledger->volume_count + 3 + data_count() +
		sitemap_count(plan));
	size_t n = ledger_add(files, arena, plan, LEDGER_XLSX);
	*books = n;
	/* These need no ledger, whose cells somebody is making now. */
	files[n++] = (struct beside){ .path = CATALOGUE_PATH,
		.form = &catalogue };
	for (const struct data_file *f = data_files; f->path != NULL; f++)
		files[n++] = (struct beside){ .path = f->path,
			.form = f->make != NULL ? &whole : &list,
			.data = f };
	n += ledger_add(files + n, arena, plan, LEDGER_SCRIPT);
	n += ledger_add(files + n, arena, plan, LEDGER_CSV);
	files[n++] = (struct beside){ .path = FEED_PATH, .form = &feed };
	n += sitemaps_add(files + n, arena, plan);
	*count = n;
	return files;
}

size_t
beside_pieces(const struct beside *file, const struct plan *plan)
{
	return file->form->pieces == NULL ? 1 : file->form->pieces(file, plan);
}

int
beside_put(struct buf *out, struct arena *arena, const struct plan *plan,
    const struct beside *file, size_t piece, struct diags *diags)
{
	struct putting_piece p = { out, arena, plan, file, piece, diags };
	int status = file->form->put(&p);
	arena_reset(arena);
	return status;
}

const char *
beside_begin(const struct beside *file)
{
	return file->form->is_list ? "[" : "";
}

const char *
beside_before(const struct beside *file, bool after_one)
{
	return !file->form->is_list ? "" : after_one ? ",\n" : "\n";
}

const char *
beside_end(const struct beside *file)
{
	return file->form->is_list ? "\n]\n" : "";
}
