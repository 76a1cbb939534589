#include "render/sheet.h"

#include <stdlib.h>
#include "base/hash.h"
#include "base/value.h"
#include "compose/page.h"

/* A text of a column, once. */
struct word {
	const char *text, *id;
	int64_t order;
	const struct view_organisation *organisation; /* of that column only */
	size_t number; /* among all, from 1 on */
};

struct words {
	struct arena *arena;
	enum name_order order;
	struct word **items;
	size_t count, capacity;
	struct table by_key;
	struct word **rows; /* each row's, or NULL */
};

static struct text
key_of(const struct ledger_cell *cell)
{
	return text_of(cell->id != NULL ? cell->id : cell->text);
}

static struct word *
word_add(struct words *words, struct text key, struct word word)
{
	struct word *made = table_get(&words->by_key, key);
	if (made != NULL)
		return made;
	made = ARENA_NEW(words->arena, struct word);
	*made = word;
	ARENA_ROOM(words->arena, words->items, words->count, words->capacity);
	words->items[words->count++] = made;
	table_add(&words->by_key, key, made);
	return made;
}

/* An organisation, with those above it: the rows below are theirs, too. */
static struct word *
organisation_add(struct words *words, const struct view_organisation *o)
{
	struct word *first = NULL;
	for (; o != NULL; o = o->superior) {
		struct word *word = word_add(words, text_of(o->id),
		    (struct word){ .text = o->short_name,
			.id = o->id,
			.order = (int64_t)o->index,
			.organisation = o });
		first = first == NULL ? word : first;
	}
	return first;
}

static int
word_compare(const void *pa, const void *pb, void *order)
{
	const struct word *a = *(struct word *const *)pa;
	const struct word *b = *(struct word *const *)pb;
	int c = (a->order > b->order) - (a->order < b->order);
	return c != 0 ? c
		      : name_compare(*(const enum name_order *)order,
			    text_of(a->text), text_of(b->text));
}

/* All texts of the column, sorted and numbered. */
static void
words_make(struct words *words, const struct ledger *ledger, size_t column)
{
	bool organisations =
	    strcmp(ledger->columns[column].id, "organisation") == 0;
	const struct ledger_cell *before = NULL;
	struct word *word = NULL;
	table_init(&words->by_key, words->arena);
	words->rows =
	    ARENA_ARRAY(words->arena, struct word *, ledger->row_count);
	for (size_t r = 0; r < ledger->row_count; r++) {
		const struct ledger_cell *cell = ledger->rows[r].cells[column];
		if (*cell->text == '\0')
			continue;
		/* Neighbours often say the same, by the same pointer. */
		if (before == NULL || before->text != cell->text ||
		    before->id != cell->id)
			word = organisations
			    ? organisation_add(words,
				  ledger->rows[r].review->organisation)
			    : word_add(words, key_of(cell),
				  (struct word){ .text = cell->text,
				      .id = cell->id,
				      .order = cell->order });
		words->rows[r] = word;
		before = cell;
	}
	if (words->count > 1)
		qsort_r(words->items, words->count, sizeof(*words->items),
		    word_compare, &words->order);
	for (size_t i = 0; i < words->count; i++)
		words->items[i]->number = i + 1;
}

/* ---- what is written ---- */

static void
put_text(struct buf *out, const char *text)
{
	value_put_json_text(out, text_of(text == NULL ? "" : text));
}

static void
put_pair(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, ",\"%s\":", name);
	put_text(out, text);
}

/* What stands for no text, and each word: itself, or its id. */
static void
put_words(struct buf *out, const char *name, const struct words *words, bool ids)
{
	buf_printf(out, ",\"%s\":[\"\"", name);
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = words->items[i];
		buf_putc(out, ',');
		put_text(out, ids ? word->id : word->text);
	}
	buf_putc(out, ']');
}

static struct word *
word_above(const struct words *words, const struct word *word)
{
	const struct view_organisation *above = word->organisation->superior;
	return above == NULL ? NULL
			     : table_get(&words->by_key, text_of(above->id));
}

/* Who is above whom: in names by a blank for each that is. */
static void
put_organisations(struct buf *out, const struct words *words)
{
	buf_puts(out, ",\"above\":[0");
	for (size_t i = 0; i < words->count; i++) {
		const struct word *above = word_above(words, words->items[i]);
		buf_printf(out, ",%zu", above == NULL ? 0 : above->number);
	}
	buf_puts(out, "],\"names\":[\"\"");
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = words->items[i];
		const char *name = word->text;
		while ((word = word_above(words, word)) != NULL)
			name = arena_printf(words->arena, "\u3000%s", name);
		buf_putc(out, ',');
		put_text(out, name);
	}
	buf_puts(out, "],\"links\":[\"\"");
	for (size_t i = 0; i < words->count; i++) {
		buf_putc(out, ',');
		put_text(out,
		    organisation_path(
			words->arena, words->items[i]->organisation));
	}
	buf_putc(out, ']');
}

static void
put_cells(struct buf *out, const struct ledger *ledger,
    const struct words *words)
{
	buf_puts(out, ",\"cells\":[");
	for (size_t r = 0; r < ledger->row_count; r++) {
		if (r > 0)
			buf_putc(out, ',');
		buf_put_integer(out, words->rows[r] == NULL
			? 0
			: (int64_t)words->rows[r]->number);
	}
	buf_putc(out, ']');
}

static void
put_pages(struct buf *out, const struct ledger *ledger, size_t column)
{
	buf_puts(out, ",\"pages\":[");
	for (size_t r = 0; r < ledger->row_count; r++) {
		buf_puts(out, r > 0 ? "," : "");
		put_text(out, ledger->rows[r].cells[column]->path);
	}
	buf_putc(out, ']');
}

/* Those that occur, and which of them each row has: bits from 1 << 1 on. */
static void
put_states(struct buf *out, struct arena *arena, const struct ledger *ledger)
{
	uint32_t all = 0;
	for (size_t r = 0; r < ledger->row_count; r++)
		all |= ledger->rows[r].states;
	for (int names = 0; names < 2; names++) {
		buf_printf(out, ",\"%s\":[\"\"", names ? "names" : "ids");
		for (unsigned i = 0; i < LEDGER_STATES_MOST; i++) {
			if ((all & 1u << i) == 0)
				continue;
			buf_putc(out, ',');
			put_text(out,
			    names ? ledger_state_words(arena, ledger->view, i)
				  : ledger_state_id(i));
		}
		buf_putc(out, ']');
	}
	buf_puts(out, ",\"states\":[");
	for (size_t r = 0; r < ledger->row_count; r++) {
		uint32_t bits = 0;
		for (unsigned i = LEDGER_STATES_MOST; i-- > 0;)
			if ((all & 1u << i) != 0)
				bits = bits << 1 |
				    (ledger->rows[r].states >> i & 1u);
		buf_puts(out, r > 0 ? "," : "");
		buf_put_integer(out, bits << 1);
	}
	buf_putc(out, ']');
}

static void
put_column(struct buf *out, struct arena *arena, const struct ledger *ledger,
    size_t i)
{
	static const char *const types[] = { "text", "date", "integer" };
	const struct ledger_column *column = &ledger->columns[i];
	struct words words = { .arena = arena,
		.order = ledger->view->site->order };
	words_make(&words, ledger, i);
	buf_printf(out, "{\"id\":\"%s\"", column->id);
	put_pair(out, "title", column->title);
	put_pair(out, "type", types[column->type]);
	put_pair(out, "class", ledger_class(ledger, i));
	if (column->main)
		buf_puts(out, ",\"main\":true");
	if (column->head)
		buf_puts(out, ",\"head\":true");
	put_words(out, "words", &words, false);
	if (strcmp(column->id, "state") == 0)
		put_states(out, arena, ledger);
	else if (column->choice)
		put_words(out, "ids", &words, true);
	if (words.count > 0 && words.items[0]->organisation != NULL)
		put_organisations(out, &words);
	if (column->head)
		put_pages(out, ledger, i);
	put_cells(out, ledger, &words);
	buf_putc(out, '}');
}

void
sheet_put_script(struct buf *out, const struct ledger *ledger)
{
	struct arena *arena = arena_new();
	const char *comma = "";
	buf_puts(out, "tongbao(\"ledger\",{\"columns\":[");
	for (size_t i = 0; i < ledger->column_count; i++) {
		if (!ledger->has[i])
			continue; /* nobody can want to see it */
		buf_printf(out, "%s\n", comma);
		put_column(out, arena, ledger, i);
		comma = ",";
	}
	PLANT(ledger, buf_printf(out, ",%zu", ledger->planted.hidden));
	buf_printf(out, "],\n\"count\":%zu});\n", ledger->row_count);
	arena_free(arena);
}
