/*
 * {优秀: 12, good: 9} → {excellent: 12, good: 9}: whole numbers by term.  A
 * key that is mended in width, like a word elsewhere (优秀 with a space).
 */
#include "base/lang.h"
#include "model/rules.h"
#include "read/shape.h"

/* What has been counted, by rank in the vocabulary. */
struct counting {
	const struct entry **entries;
	struct value **numbers;
};

static void
count_twice(const struct shaping *shaping, const struct entry *entry,
    const struct entry *first)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_FIELD_TWICE],
	    entry->span, "“%s” and “%s” are the same grade", first->key.at,
	    entry->key.at);
	diag_also(shaping->diags, d, first->span, "given here first");
}

static void
grade_unknown(const struct shaping *shaping, const struct field *field,
    const struct entry *entry)
{
	struct diag *d = diag_at(shaping->diags, &rules[RULE_BALLOTS_GRADE],
	    entry->span, "the programme has no grade “%s”", entry->key.at);
	term_suggest(shaping, d, field->vocabulary, entry->key.at);
}

/* Its rank, also where the key is not written as it is known; or -1. */
static int
rank_of(const struct shaping *shaping, const struct field *field,
    const struct entry *entry)
{
	struct value key = { .kind = VALUE_TEXT,
		.plain = true,
		.span = entry->span,
		.text = entry->key };
	struct field term = *field;
	term.type = FIELD_TERM;
	const struct value *found = scalar_find(shaping, &term, entry->key);
	if (found == NULL)
		found = scalar_mended(shaping, &term, &key);
	if (found != NULL)
		return programme_rank(
		    shaping->programme, field->vocabulary, found->text);
	grade_unknown(shaping, field, entry);
	return -1;
}

/* NULL after a diagnostic. */
static struct value *
number_of(const struct shaping *shaping, const struct entry *entry)
{
	const struct field number = { .name = entry->key.at,
		.alias = entry->key.at,
		.type = FIELD_INTEGER };
	return shape_field(shaping, &number, entry->value);
}

static struct value *
counts_join(const struct shaping *shaping, const struct field *field,
    const struct counting *counting, const struct value *unknown)
{
	const struct term_list *terms =
	    &shaping->programme->terms[field->vocabulary];
	struct value *made = value_map(shaping->arena);
	for (size_t i = 0; i < terms->count; i++)
		if (counting->numbers[i] != NULL)
			value_set_entry(shaping->arena, made,
			    text_of(terms->items[i].id),
			    counting->entries[i]->span, counting->numbers[i]);
	for (size_t i = 0; i < unknown->map.count; i++)
		*value_append(shaping->arena, made) = unknown->map.entries[i];
	return made;
}

struct value *
shape_counts(const struct shaping *shaping, const struct field *field,
    const struct value *value)
{
	if (value->kind != VALUE_MAP)
		return shape_wrong_kind(shaping, field, value,
		    N_("votes by grade, such as {优秀: 12, 良好: 9}"));
	size_t terms = shaping->programme->terms[field->vocabulary].count;
	struct counting counting = {
		ARENA_ARRAY(shaping->arena, const struct entry *, terms),
		ARENA_ARRAY(shaping->arena, struct value *, terms)
	};
	struct value *unknown = value_map(shaping->arena);
	bool sound = true;
	for (size_t i = 0; i < value->map.count; i++) {
		const struct entry *entry = &value->map.entries[i];
		int rank = rank_of(shaping, field, entry);
		struct value *number = number_of(shaping, entry);
		sound = sound && number != NULL;
		if (rank < 0 && number != NULL) {
			/* No two are alike: value_set_entry() would look. */
			*value_append(shaping->arena, unknown) = (struct entry){
				arena_text(shaping->arena, entry->key),
				entry->span, number };
		} else if (rank >= 0 && counting.entries[rank] != NULL) {
			count_twice(shaping, entry, counting.entries[rank]);
			sound = false;
		} else if (rank >= 0) {
			counting.entries[rank] = entry;
			counting.numbers[rank] = number;
		}
	}
	if (!sound)
		return NULL;
	struct value *made = counts_join(shaping, field, &counting, unknown);
	made->span = value->span;
	return made;
}
