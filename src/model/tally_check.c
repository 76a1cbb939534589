#include "model/tally.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/lang.h"
#include "base/pool.h"
#include "model/rules.h"

#define NOWHERE ((uint32_t)-1)

struct checking_tallies {
	const struct tallies *tallies;
	const struct corpus *corpus;
	struct arena **arenas;     /* by tally: of its sums */
	struct tally_sums **sums; /* by tally; NULL: nothing is to be checked */
};

/* Two tallies, and which dimension of one is which of the other. */
struct pairing {
	const struct tally *a, *b;
	const struct tally_sums *of_a, *of_b;
	int shared[TALLY_DIMENSIONS_MOST]; /* by a's dimension; -1: none */
};

static bool
is_organisation(const struct tally_dimension *dimension)
{
	return dimension->axis == AXIS_ORGANISATION;
}

static void
dimensions_pair(struct pairing *p)
{
	bool taken[TALLY_DIMENSIONS_MOST] = { false };
	for (size_t i = 0; i < p->a->dimension_count; i++) {
		p->shared[i] = -1;
		for (size_t j = 0; j < p->b->dimension_count; j++)
			if (p->a->dimensions[i] == p->b->dimensions[j]) {
				p->shared[i] = (int)j;
				taken[j] = true;
			}
	}
	/* Organisations at two levels: the upper ones are the same. */
	for (size_t i = 0; i < p->a->dimension_count; i++)
		for (size_t j = 0; p->shared[i] < 0 &&
		     is_organisation(p->a->dimensions[i]) &&
		     j < p->b->dimension_count;
		     j++)
			if (!taken[j] &&
			    is_organisation(p->b->dimensions[j])) {
				p->shared[i] = (int)j;
				taken[j] = true;
			}
}

/* The node of b's dimension that is a's node; NOWHERE when none is. */
static uint32_t
node_translate(const struct tally_dimension *a,
    const struct tally_dimension *b, uint32_t number)
{
	const struct tally_node *node = &a->nodes[number];
	if (a == b)
		return number;
	if (node->itself)
		return NOWHERE; /* at another level it holds others */
	long found = tally_node_find(b, text_of(node->id));
	return found < 0 ? NOWHERE : (uint32_t)found;
}

/* False where b has no such cell, or the sum is not one over all the rest. */
static bool
place_translate(const struct pairing *p, const struct tally_place *from,
    struct tally_place *to)
{
	*to = (struct tally_place){ { 0 } };
	for (size_t i = 0; i < p->a->dimension_count; i++) {
		int j = p->shared[i];
		if (j < 0 && from->nodes[i] != 0)
			return false;
		if (j < 0)
			continue;
		to->nodes[j] = node_translate(p->a->dimensions[i],
		    p->b->dimensions[j], from->nodes[i]);
		if (to->nodes[j] == NOWHERE)
			return false;
	}
	return true;
}

/* Where what is beyond `most` is not counted, that may be the difference. */
static void
cut_remedy(const struct pairing *p, struct diags *diags, struct diag *d)
{
	const struct tally *cut = p->of_a->cut != NULL ? p->a
	    : p->of_b->cut != NULL                     ? p->b
						       : NULL;
	if (cut != NULL && cut->most > 1)
		diag_remedy(diags, d,
		    "let `most` of '%s' be as much as one subject may add",
		    cut->name);
}

/* A diagnostic for the first cell of a's that b counts otherwise. */
static bool
sums_differ(const struct pairing *p, struct diags *diags)
{
	for (size_t i = 0; i < p->of_a->count; i++) {
		struct tally_place place;
		const struct tally_sum *sum = &p->of_a->items[i], *other;
		if (!place_translate(p, &sum->place, &place))
			continue;
		other = tally_sum_at(p->of_b, place);
		uint64_t value = other == NULL ? 0 : other->value;
		if (value == sum->value)
			continue;
		struct buf words = BUF_INIT;
		tally_place_words(&words, p->a, &sum->place);
		struct diag *d = diag_at(diags, &rules[RULE_TALLY_POPULATION],
		    p->a->span,
		    "the tallies '%s' and '%s' are both of '%s', but one "
		    "counts %llu and the other %llu (%.*s)",
		    p->a->name, p->b->name, p->a->of,
		    (unsigned long long)sum->value, (unsigned long long)value,
		    TEXT_ARG(buf_text(&words)));
		diag_also(diags, d, p->b->span, "the other");
		cut_remedy(p, diags, d);
		buf_free(&words);
		return true;
	}
	return false;
}

/* A subject that once is counted once may be named as often as it likes. */
static void
cut_check(const struct checking_tallies *c, size_t number, struct diags *diags)
{
	const struct tally *tally = c->tallies->list.items[number];
	const struct tally_sums *sums = c->sums[number];
	if (tally->most == 1 || sums->cut == NULL)
		return;
	struct buf words = BUF_INIT;
	tally_place_words(&words, tally, &sums->cut->place);
	struct diag *d = diag_at(diags, &rules[RULE_TALLY_CUT],
	    c->corpus->records[sums->cut->record]->span,
	    "the subject of this record adds %llu to one cell of the tally "
	    "'%s', where at most %u are counted (%.*s)",
	    (unsigned long long)sums->cut_amount, tally->name,
	    (unsigned)tally->most, TEXT_ARG(buf_text(&words)));
	diag_also(diags, d, tally->span, "the tally");
	buf_free(&words);
}

static bool
is_compared(const struct tally_list *list, size_t number)
{
	for (size_t i = 0; i < list->count; i++)
		if (i != number &&
		    strcmp(list->items[i]->of, list->items[number]->of) == 0)
			return true;
	return false;
}

static void
sums_make(void *context, size_t job, unsigned worker)
{
	struct checking_tallies *c = context;
	(void)worker;
	if (!is_compared(&c->tallies->list, job) &&
	    c->tallies->list.items[job]->most == 1)
		return;
	c->arenas[job] = arena_new();
	c->sums[job] = tally_sums_make(
	    c->arenas[job], c->corpus, c->tallies, job, NULL, NULL);
}

void
tallies_check(const struct tallies *tallies, const struct corpus *corpus,
    unsigned workers, struct diags *diags)
{
	const struct tally_list *list = &tallies->list;
	struct arena *arena = arena_new();
	struct checking_tallies c = { .tallies = tallies, .corpus = corpus };
	c.arenas = ARENA_ARRAY(arena, struct arena *, list->count);
	c.sums = ARENA_ARRAY(arena, struct tally_sums *, list->count);
	pool_run(workers, list->count, sums_make, &c);
	for (size_t i = 0; i < list->count; i++)
		if (c.sums[i] != NULL)
			cut_check(&c, i, diags);
	for (size_t i = 0; i < list->count; i++)
		for (size_t j = 0; j < i; j++) {
			struct pairing p = { .a = list->items[i],
				.b = list->items[j],
				.of_a = c.sums[i],
				.of_b = c.sums[j] };
			struct pairing back = { .a = p.b,
				.b = p.a,
				.of_a = p.of_b,
				.of_b = p.of_a };
			if (strcmp(p.a->of, p.b->of) != 0)
				continue;
			dimensions_pair(&p);
			dimensions_pair(&back);
			if (!sums_differ(&p, diags))
				sums_differ(&back, diags);
		}
	for (size_t i = 0; i < list->count; i++)
		if (c.arenas[i] != NULL)
			arena_free(c.arenas[i]);
	arena_free(arena);
}
