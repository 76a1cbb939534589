#include "scope/noise.h"

#include "base/date.h"
#include "base/diag.h"

void
noise_init(struct noise *noise, struct arena *arena,
    const struct programme *programme, const char *as_of, uint64_t seed)
{
	*noise = (struct noise){ .state = seed,
		.arena = arena,
		.programme = programme,
		.as_of = as_of };
	table_init(&noise->ids, arena);
}

void
noise_avoid(struct noise *noise, const char *id)
{
	table_add(&noise->ids, text_of(id), noise);
}

/* splitmix64 */
static uint64_t
noise_next(struct noise *noise)
{
	uint64_t z = noise->state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

size_t
noise_below(struct noise *noise, size_t count)
{
	/* NOLINTNEXTLINE: of none nobody asks for one */
	return (size_t)(noise_next(noise) % count);
}

bool
noise_once_in(struct noise *noise, size_t times)
{
	return noise_below(noise, times) == 0;
}

void
noise_shuffle(struct noise *noise, void **items, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = noise_below(noise, i);
		void *item = items[i - 1];
		items[i - 1] = items[j];
		items[j] = item;
	}
}

#define PICK(noise, pool)                                                      \
	((pool)[noise_below((noise), sizeof(pool) / sizeof(*(pool)))])

static const char *
id_new(struct noise *noise, const char *folder, const char *begin)
{
	for (;;) {
		const char *id = arena_printf(noise->arena, "%s%s%llx", folder,
		    begin, (unsigned long long)noise_next(noise) >> 20);
		if (table_add(&noise->ids, text_of(id), noise) == NULL)
			return id;
	}
}

const char *
noise_id(struct noise *noise)
{
	static const char *const begins[] = { "", "0", "a", "m", "z", "密-" };
	return id_new(noise, "", PICK(noise, begins));
}

const char *
noise_record_id(struct noise *noise)
{
	static const char *const begins[] = { "", "0", "a", "m", "review-",
		"z", "密" };
	const struct term_list *periods =
	    &noise->programme->terms[VOCABULARY_PERIOD];
	const char *folder = "";
	if (periods->count > 0 && !noise_once_in(noise, 4))
		folder = arena_printf(noise->arena, "%s/",
		    periods->items[noise_below(noise, periods->count)].id);
	return id_new(noise, folder, PICK(noise, begins));
}

static const char *const characters[] = { "王", "丁", "龚", "一", "密", "𬀩",
	"赵", "子", "乙", "轩", "龘", "阿", "A", "z" };

const char *
noise_name(struct noise *noise)
{
	char name[64] = "";
	for (size_t n = 1 + noise_below(noise, 4); n > 0; n--)
		strcat(name, PICK(noise, characters));
	return arena_string(noise->arena, name);
}

const char *
noise_date(struct noise *noise)
{
	char day[DATE_ROOM];
	long days = (long)noise_below(noise, 900) - 700;
	date_from_number(date_number(noise->as_of) + days, day);
	return arena_string(noise->arena, day);
}

static const char *const phrases[] = { "密件", "台账不清", "hidden ",
	"整改到位，", "<b>粗</b>", "&amp;", "**重**", "“引”", "《书》", "二〇一〇年",
	"0", "$1", "{{x}}", "`{lua} error()`", "[链](../x.md)", "\\", "'\"" };

static void
phrases_put(struct noise *noise, struct buf *buf, size_t most)
{
	for (size_t n = noise_below(noise, most + 1); n > 0; n--)
		buf_puts(buf, PICK(noise, phrases));
}

const char *
noise_line(struct noise *noise)
{
	struct buf buf = BUF_INIT;
	phrases_put(noise, &buf, noise_once_in(noise, 4) ? 40 : 6);
	return buf_detach(noise->arena, &buf).at;
}

struct text
noise_prose(struct noise *noise)
{
	static const char *const begins[] = { "", "", "- ", "1. ", "> ",
		"### ", "| a | b |\n|---|---|\n| ", "    ", "```\n", "[x]: " };
	struct buf buf = BUF_INIT;
	for (size_t n = noise_below(noise, 6); n > 0; n--) {
		buf_puts(&buf, PICK(noise, begins));
		phrases_put(noise, &buf, 12);
		buf_puts(&buf, "\n\n");
	}
	struct text prose =
	    arena_text(noise->arena, (struct text){ buf.at, buf.len });
	buf_free(&buf);
	return prose;
}

static const char *
noise_term(struct noise *noise, enum vocabulary vocabulary)
{
	const struct term_list *terms = &noise->programme->terms[vocabulary];
	return terms->count == 0
	    ? "none"
	    : terms->items[noise_below(noise, terms->count)].id;
}

/* One of a list of canonical words, each with its alias. */
static const char *
noise_choice(struct noise *noise, const char *const *choices)
{
	size_t count = 0;
	while (choices[2 * count] != NULL)
		count++;
	return choices[2 * noise_below(noise, count)];
}

static struct value *
noise_counts(struct noise *noise, enum vocabulary vocabulary)
{
	const struct term_list *terms = &noise->programme->terms[vocabulary];
	struct value *map = value_map(noise->arena);
	for (size_t i = 0; i < terms->count; i++)
		if (!noise_once_in(noise, 3))
			value_set(noise->arena, map, terms->items[i].id,
			    value_integer(noise->arena,
				(int64_t)noise_below(noise, 1000)));
	return map;
}

struct value *
noise_scalar(struct noise *noise, const struct field *field)
{
	struct arena *arena = noise->arena;
	switch (field->type) {
	case FIELD_DATE:
		return value_string(arena, noise_date(noise));
	case FIELD_INTEGER:
		return value_integer(arena, (int64_t)noise_below(noise, 100000));
	case FIELD_BOOLEAN:
		return value_bool(arena, noise_once_in(noise, 2));
	case FIELD_CHOICE:
		return value_string(arena, noise_choice(noise, field->choices));
	case FIELD_TERM:
		return value_string(arena,
		    noise_term(noise, field->vocabulary));
	case FIELD_SCOPE:
		return value_string(arena, "everyone/public");
	case FIELD_COUNTS:
		return noise_counts(noise, field->vocabulary);
	case FIELD_TEXT:
	case FIELD_ANY:
		return value_string(arena, noise_line(noise));
	case FIELD_ORGANISATION:
	case FIELD_PERSON:
	case FIELD_SUBJECT:
	case FIELD_RECORD:
	case FIELD_PROBLEM:
	case FIELD_MAP:
		break;
	}
	BUG("noise for a field that refers to something");
}
