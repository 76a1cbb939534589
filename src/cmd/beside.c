#include "cmd/beside.h"

#include "render/feed.h"
#include "render/sheet.h"

/* So many rows, lines, records are a piece: some hundred KB at the most. */
#define ITEMS_A_PIECE 256

static size_t
pieces_of(size_t items)
{
	return (items + ITEMS_A_PIECE - 1) / ITEMS_A_PIECE;
}

struct piece {
	size_t number, first, end; /* first, end: of its items */
};

static struct piece
piece_of(size_t number, size_t all)
{
	struct piece piece = { number, number * ITEMS_A_PIECE,
		(number + 1) * ITEMS_A_PIECE };
	if (piece.end > all)
		piece.end = all;
	return piece;
}

/* ---- those that are no data ---- */

static int
xlsx_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t piece, struct diags *diags)
{
	(void)arena, (void)piece;
	return sheet_put_xlsx(out, plan_ledger(plan), diags);
}

static int
script_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t piece, struct diags *diags)
{
	(void)arena, (void)piece, (void)diags;
	sheet_put_script(out, plan_ledger(plan));
	return 0;
}

/* A head, and rows. */
static size_t
csv_pieces(const struct plan *plan)
{
	return 1 + pieces_of(plan->ledger->row_count);
}

static int
csv_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t number, struct diags *diags)
{
	(void)arena, (void)diags;
	if (number == 0) {
		sheet_put_mark(out);
		sheet_put_head(out, plan_ledger_rows(plan, 0, 0));
		return 0;
	}
	struct piece piece = piece_of(number - 1, plan->ledger->row_count);
	sheet_put_rows(out, plan_ledger_rows(plan, piece.first, piece.end),
	    piece.first, piece.end);
	return 0;
}

static size_t
catalogue_pieces(const struct plan *plan)
{
	return 1 + pieces_of(view_entry_count(plan->view));
}

static int
catalogue_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t number, struct diags *diags)
{
	struct cells cells;
	(void)diags;
	if (number == 0) {
		sheet_put_mark(out);
		cells = catalogue_head(arena, plan);
	} else {
		struct piece piece =
		    piece_of(number - 1, view_entry_count(plan->view));
		cells = catalogue_make(arena, plan, piece.first, piece.end);
	}
	sheet_put_cells(out, &cells);
	return 0;
}

static int
feed_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t piece, struct diags *diags)
{
	(void)piece, (void)diags;
	struct feed feed = feed_make(arena, plan);
	feed_put_atom(out, &feed);
	return 0;
}

/* Nothing where site.yaml does not say where the edition is served. */
static int
sitemap_put_all(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t piece, struct diags *diags)
{
	(void)piece, (void)diags;
	const char *address = edition_address(arena, plan->view);
	trace_whole(); /* which pages there are */
	if (address != NULL)
		sitemap_put(out, arena, plan, address);
	return 0;
}

/* ---- all of them ---- */

static const struct {
	const char *path;
	size_t (*pieces)(const struct plan *plan); /* NULL: one */
	int (*put)(struct buf *out, struct arena *arena,
	    const struct plan *plan, size_t piece, struct diags *diags);
} written[] = {
	{ "ledger.xlsx", NULL, xlsx_put },
	{ CATALOGUE_PATH, catalogue_pieces, catalogue_put }, /* needs no ledger */
	{ "data/ledger.js", NULL, script_put },
	{ "ledger.csv", csv_pieces, csv_put },
	{ FEED_PATH, NULL, feed_put },
	{ "sitemap.xml", NULL, sitemap_put_all },
};
#define WRITTEN (sizeof(written) / sizeof(*written))

size_t
beside_count(void)
{
	size_t count = WRITTEN;
	for (const struct data_file *f = data_files; f->path != NULL; f++)
		count++;
	return count;
}

/* NULL: it is no data. */
static const struct data_file *
data_of(size_t number)
{
	return number < WRITTEN ? NULL : &data_files[number - WRITTEN];
}

static bool
is_list(size_t number)
{
	const struct data_file *data = data_of(number);
	return data != NULL && data->make == NULL;
}

const char *
beside_path(size_t number)
{
	const struct data_file *data = data_of(number);
	return data != NULL ? data->path : written[number].path;
}

size_t
beside_pieces(size_t number, const struct plan *plan)
{
	if (is_list(number))
		return pieces_of(data_of(number)->count(plan->view));
	return data_of(number) != NULL || written[number].pieces == NULL
	    ? 1
	    : written[number].pieces(plan);
}

int
beside_put(struct buf *out, struct arena *arena, const struct plan *plan,
    size_t number, size_t piece, struct diags *diags)
{
	const struct data_file *data = data_of(number);
	int status = 0;
	if (data == NULL) {
		status =
		    written[number].put(out, arena, plan, piece, diags);
	} else {
		size_t all =
		    data->make != NULL ? 1 : data->count(plan->view);
		struct piece items = piece_of(piece, all);
		data_put(out, arena, plan, data, items.first, items.end,
		    diags);
	}
	arena_reset(arena);
	return status;
}

const char *
beside_begin(size_t number)
{
	return is_list(number) ? "[" : "";
}

const char *
beside_before(size_t number, bool after_one)
{
	return !is_list(number) ? "" : after_one ? ",\n" : "\n";
}

const char *
beside_end(size_t number)
{
	return is_list(number) ? "\n]\n" : "";
}
