/*
 * Tallies in C: dimensions, their trees over time, sums and margins, and that
 * none of it depends on order or split.  Filters are in test_tally_filter.c.
 */
#include "filter_room.h"

#include "base/date.h"
#include "base/os.h"
#include "chance.h"
#include "model/dimension.h"
#include "model/tally.h"

/* ---- dimensions ---- */

static struct dimension *
dimension(struct room *room, const char *declared)
{
	struct dimension *d = dimension_find(room->arena, &room->programme,
	    &room->roster, room->site.strings, AS_OF, text_of(declared));
	assert_non_null(d);
	return d;
}

/* id,id(id,id~): children in brackets, what is none's below with a ~. */
static void
tree_words(struct buf *out, const struct tally_dimension *d, uint32_t parent)
{
	bool any = false;
	for (uint32_t i = 1; i < d->node_count; i++) {
		if (d->nodes[i].parent != parent)
			continue;
		buf_puts(out, any ? "," : parent == 0 ? "" : "(");
		any = true;
		buf_printf(out, "%s%s", d->nodes[i].id,
		    d->nodes[i].itself ? "~" : "");
		tree_words(out, d, i);
	}
	if (any && parent != 0)
		buf_puts(out, ")");
}

static void
assert_tree(const struct dimension *d, const char *words)
{
	struct buf out = BUF_INIT;
	tree_words(&out, &d->shown, 0);
	buf_putc(&out, '\0');
	assert_string_equal(buf_text(&out).at, words);
	buf_free(&out);
}

static void
assert_leaf(const struct dimension *d, const struct organisation *o,
    const char *date, const char *id, const char *parent)
{
	uint32_t leaf = dimension_leaf(d, o, date);
	const struct tally_node *node = &d->shown.nodes[leaf];
	assert_string_equal(node->id, id);
	assert_string_equal(d->shown.nodes[node->parent].id, parent);
	for (uint32_t i = 1; i < d->shown.node_count; i++)
		assert_true(d->shown.nodes[i].parent != leaf);
}

static void
test_vocabularies(void **state)
{
	struct room *room = *state;
	const struct dimension *method = dimension(room, "method");
	assert_tree(method, "on-site,meeting");
	assert_string_equal(method->shown.nodes[2].name, "会议集中点评");
	assert_int_equal(
	    tally_node_find(&method->shown, TEXT_LIT("meeting")), 2);
	assert_int_equal(tally_node_find(&method->shown, TEXT_LIT("")), 0);
	assert_int_equal(tally_node_find(&method->shown, TEXT_LIT("x")), -1);
	assert_tree(dimension(room, "state"),
	    "open,doing,done,lasting,extended,closed,reopened");
	assert_string_equal(
	    dimension(room, "state")->shown.nodes[6].name, "销号");
	assert_null(dimension_find(room->arena, &room->programme,
	    &room->roster, room->site.strings, AS_OF, TEXT_LIT("organisation:faculty")));
	assert_null(dimension_find(room->arena, &room->programme,
	    &room->roster, room->site.strings, AS_OF, TEXT_LIT("quarter")));
}

static void
test_organisations(void **state)
{
	struct room *room = *state;
	struct organisation *office = organisation_new(room, "jiguan",
	    "机关党支部", "机关支部", 2, room->university);
	struct dimension *d = dimension(room, "organisation:second-level");
	assert_tree(d, "university(university~,jidian)");
	assert_leaf(d, room->branch, AS_OF, "jidian", "university");
	assert_leaf(d, room->college, AS_OF, "jidian", "university");
	assert_leaf(d, office, AS_OF, "university", "university");
	d = dimension(room, "organisation:branch");
	assert_tree(d,
	    "university(university~,jidian(jidian~,jiaogong),jiguan)");
	assert_leaf(d, room->college, AS_OF, "jidian", "jidian");
	assert_leaf(d, room->branch, AS_OF, "jiaogong", "jidian");
	assert_string_equal(
	    d->shown.nodes[dimension_leaf(d, room->college, AS_OF)].name,
	    "机电学院本级");
	assert_tree(dimension(room, "organisation:university"), "university");
}

/* What is of a college and of none below it is said once. */
static void
test_words_of_a_cell(void **state)
{
	struct room *room = *state;
	const struct dimension *d = dimension(room, "organisation:branch");
	const struct tally tally = { .dimensions = { &d->shown },
		.dimension_count = 1 };
	const struct tally_place own = {
		{ dimension_leaf(d, room->college, AS_OF) }
	};
	struct buf words = BUF_INIT;
	tally_place_words(&words, &tally, &own);
	assert_string_equal(words.at, "机电学院本级");
	buf_clear(&words);
	tally_place_words(&words, &tally, &(struct tally_place){ { 0 } });
	assert_string_equal(words.at, "all");
	buf_free(&words);
}

static struct tenures
two_tenures(struct room *room, struct organisation *one, const char *to,
    const char *from, struct organisation *other)
{
	struct tenure *t = ARENA_ARRAY(room->arena, struct tenure, 2);
	t[0] = (struct tenure){ .from = "", .to = to, .organisation = one };
	t[1] = (struct tenure){ .from = from, .to = "", .organisation = other };
	return (struct tenures){ t, 2 };
}

/* What a branch did below one college stays that college's. */
static void
test_a_branch_that_moved(void **state)
{
	struct room *room = *state;
	struct organisation *other = organisation_new(
	    room, "huagong", "化环学院党总支", "化环学院", 1, room->university);
	room->branch->superiors = two_tenures(
	    room, room->college, "2010-06-30", "2010-07-01", other);
	struct dimension *d = dimension(room, "organisation:branch");
	assert_tree(d, "university(university~,jidian(jidian~,"
		       "jiaogong@jidian),huagong(huagong~,jiaogong))");
	assert_leaf(d, room->branch, "2010-06-30", "jiaogong@jidian", "jidian");
	assert_leaf(d, room->branch, "2010-07-01", "jiaogong", "huagong");
	assert_string_equal(
	    d->shown.nodes[dimension_leaf(d, room->branch, "2010-01-01")].name,
	    "教工支部（原属机电学院）");
	d = dimension(room, "organisation:second-level");
	assert_tree(d, "university(university~,jidian,huagong)");
	assert_leaf(d, room->branch, "2010-06-30", "jidian", "university");
	assert_leaf(d, room->branch, "2010-07-01", "huagong", "university");
}

/* What is decided for a day to come: nobody is told of it before. */
static void
test_a_branch_that_will_move(void **state)
{
	struct room *room = *state;
	struct organisation *other = organisation_new(
	    room, "huagong", "化环学院党总支", "化环学院", 1, room->university);
	room->branch->superiors = two_tenures(
	    room, room->college, "2011-06-30", "2011-07-01", other);
	struct dimension *d = dimension(room, "organisation:branch");
	assert_tree(d, "university(university~,jidian(jidian~,jiaogong),huagong)");
	/* Of a waiver, say, for a period that ends later. */
	assert_leaf(d, room->branch, "2011-09-30", "jiaogong", "jidian");
	d = dimension(room, "organisation:second-level");
	assert_leaf(d, room->branch, "2011-09-30", "jidian", "university");
}

/* A college without a superior for a month, and its branch with it. */
static void
test_a_gap_above(void **state)
{
	struct room *room = *state;
	room->college->superiors = two_tenures(room, room->university,
	    "2010-06-30", "2010-08-01", room->university);
	struct dimension *d = dimension(room, "organisation:branch");
	assert_tree(d, "university(university~,jidian(jidian~,jiaogong)),"
		       "jidian@(jidian@~,jiaogong@jidian@)");
	assert_leaf(d, room->branch, "2010-07-15", "jiaogong@jidian@",
	    "jidian@");
	assert_leaf(d, room->branch, "2010-08-01", "jiaogong", "jidian");
	assert_leaf(d, room->branch, "2010-06-01", "jiaogong", "jidian");
}

/* A province's schools, all below one: each goes to its place at once. */
static void
test_many_below_one(void **state)
{
	enum { MANY = 100000 };
	struct room *room = *state;
	for (int i = 0; i < MANY; i++) {
		const char *id = arena_printf(room->arena, "u%05d", i);
		organisation_new(room, id, id, id, 1, room->university);
	}
	double start = os_thread_seconds();
	struct dimension *d = dimension(room, "organisation:second-level");
	assert_true(os_thread_seconds() - start < 2);
	assert_int_equal(d->shown.node_count, MANY + 4);
	for (uint32_t i = 5; i < d->shown.node_count; i++)
		assert_true(strcmp(d->shown.nodes[i - 1].id,
				d->shown.nodes[i].id) < 0);
}

/* Each with a day of its own, that only those below it need. */
static void
test_many_days(void **state)
{
	enum { MANY = 14000 };
	struct room *room = *state;
	for (int i = 0; i < MANY; i++) {
		char day[DATE_ROOM];
		const char *id = arena_printf(room->arena, "u%05d", i);
		struct organisation *unit =
		    organisation_new(room, id, id, id, 1, room->university);
		date_from_number(date_number("1970-01-01") + i, day);
		unit->superiors.items[0].from = arena_string(room->arena, day);
		id = arena_printf(room->arena, "b%05d", i);
		organisation_new(room, id, id, id, 2, unit);
	}
	double start = os_thread_seconds();
	struct dimension *d = dimension(room, "organisation:branch");
	assert_true(os_thread_seconds() - start < 2);
	/* Each is there once more, of the time before, with its branch. */
	assert_int_equal(tally_node_find(&d->shown, TEXT_LIT("u00000@")) > 0, 1);
	assert_int_equal(d->shown.node_count, 6 + 6 * MANY);
}

/* The official order is kept where a superior is listed behind. */
static void
test_a_superior_behind(void **state)
{
	struct room *room = *state;
	struct organisation *early = organisation_new(
	    room, "zaoqi", "早期支部", "早期支部", 2, NULL);
	struct organisation *between = organisation_new(
	    room, "tumu", "土木学院党总支", "土木学院", 1, room->university);
	struct organisation *late = organisation_new(
	    room, "huagong", "化环学院党总支", "化环学院", 1, room->university);
	early->superiors = tenure_of(room, "huagong", late, NULL);
	assert_true(between->order < late->order);
	assert_tree(dimension(room, "organisation:branch"),
	    "university(university~,jidian(jidian~,jiaogong),tumu,"
	    "huagong(huagong~,zaoqi))");
}

static void
test_a_circle(void **state)
{
	struct room *room = *state;
	room->university->superiors =
	    tenure_of(room, "jidian", room->college, NULL);
	struct dimension *d = dimension(room, "organisation:branch");
	assert_true(d->shown.node_count < 1000);
	dimension_leaf(d, room->branch, AS_OF);
}

/* ---- cut-off days ---- */

static void
test_cutoffs(void **state)
{
	struct room *room = *state;
	struct programme *p = &room->programme;
	struct arena *arena = room->arena;
	assert_string_equal(
	    programme_cutoff(arena, p, "2010-10-20"), "2010-09-30");
	assert_string_equal(
	    programme_cutoff(arena, p, "2010-10-31"), "2010-10-31");
	assert_string_equal(
	    programme_cutoff(arena, p, "2012-03-01"), "2012-02-29");
	assert_string_equal(
	    programme_cutoff(arena, p, "2011-01-30"), "2010-12-31");
	p->cutoffs = list_of(room,
	    (const char *const[]){
		"2010-12-25", "2010-09-25", "2010-11-25", NULL });
	assert_string_equal(programme_cutoff(arena, p, "2010-09-24"), "");
	assert_string_equal(
	    programme_cutoff(arena, p, "2010-09-25"), "2010-09-25");
	assert_string_equal(
	    programme_cutoff(arena, p, "2010-12-24"), "2010-11-25");
	assert_string_equal(
	    programme_cutoff(arena, p, "2011-12-24"), "2010-12-25");
}

/* ---- sums, by chance ---- */

static uint64_t chance_state;

static uint32_t
chance(uint32_t count)
{
	chance_state = chance_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((chance_state >> 33) % count);
}

#define RECORDS 60
#define SUBJECTS 12

struct counting {
	struct room *room;
	struct corpus corpus;
	struct record records[RECORDS], *pointers[RECORDS];
	struct person people[SUBJECTS];
	struct tally tally;
	struct contribution items[400];
	size_t count;
};

static void
counting_fill(struct counting *c, struct room *room)
{
	c->room = room;
	c->corpus.records = c->pointers;
	c->corpus.record_count = RECORDS;
	for (size_t i = 0; i < RECORDS; i++) {
		c->pointers[i] = &c->records[i];
		c->records[i] = (struct record){ .organisation = room->branch,
			.person = i % 3 == 0 ? NULL
					     : &c->people[chance(SUBJECTS)] };
	}
	const char *by[] = { "organisation:branch", "method", "state" };
	c->tally = (struct tally){ .name = "t",
		.of = "t",
		.minimum = 3,
		.most = 1 + chance(4),
		.dimension_count = 1 + chance(3) };
	for (size_t i = 0; i < c->tally.dimension_count; i++)
		c->tally.dimensions[i] = &dimension(room, by[i])->shown;
}

static bool
is_leaf(const struct tally_dimension *d, uint32_t node)
{
	for (uint32_t i = 1; i < d->node_count; i++)
		if (d->nodes[i].parent == node)
			return false;
	return node != 0;
}

static void
counting_count(struct counting *c)
{
	c->count = chance(400);
	for (size_t i = 0; i < c->count; i++) {
		struct contribution *item = &c->items[i];
		memset(item, 0, sizeof(*item)); /* padding is compared too */
		item->record = chance(RECORDS);
		item->amount = 1 + chance(c->tally.most);
		item->read = chance(4);
		for (size_t j = 0; j < c->tally.dimension_count; j++) {
			const struct tally_dimension *d = c->tally.dimensions[j];
			do
				item->place.nodes[j] = chance(d->node_count);
			while (!is_leaf(d, item->place.nodes[j]));
		}
	}
}

static struct tallies *
counting_make(struct counting *c, const struct contributions *parts,
    size_t count, unsigned workers)
{
	const struct tally **list =
	    ARENA_ARRAY(c->room->arena, const struct tally *, 1);
	list[0] = &c->tally;
	return tallies_make(c->room->arena, (struct tally_list){ list, 1 },
	    parts, count, workers);
}

static bool
is_below(const struct tally_dimension *d, uint32_t node, uint32_t above)
{
	while (node != 0 && node != above)
		node = d->nodes[node].parent;
	return node == above;
}

/* The long way: every cell by itself, from the definition. */
static uint64_t
sum_slowly(const struct counting *c, const struct tally_place *place,
    bool even_only, uint32_t *subjects)
{
	uint64_t value = 0;
	const void *who[RECORDS];
	size_t known = 0;
	bool done[400] = { false };
	for (size_t i = 0; i < c->count; i++) {
		const struct contribution *a = &c->items[i];
		const void *subject = record_counted(c->pointers[a->record]);
		uint64_t sum = 0;
		bool inside = true;
		for (size_t d = 0; d < c->tally.dimension_count; d++)
			inside = inside &&
			    is_below(c->tally.dimensions[d], a->place.nodes[d],
				place->nodes[d]);
		if (done[i] || !inside || (even_only && a->record % 2 != 0))
			continue;
		for (size_t j = i; j < c->count; j++) {
			const struct contribution *b = &c->items[j];
			if (record_counted(c->pointers[b->record]) != subject ||
			    memcmp(&a->place, &b->place, sizeof(a->place)) !=
				0 ||
			    (even_only && b->record % 2 != 0))
				continue;
			done[j] = true;
			sum += b->amount;
		}
		value += sum < c->tally.most ? sum : c->tally.most;
		size_t k = 0;
		while (k < known && who[k] != subject)
			k++;
		if (k == known)
			who[known++] = subject;
	}
	*subjects = (uint32_t)known;
	return value;
}

static bool
is_even(void *context, const struct contribution *contribution)
{
	(void)context;
	return contribution->record % 2 == 0;
}

static void
assert_sums(struct counting *c, const struct tallies *tallies, bool even_only)
{
	struct tally_sums *sums = tally_sums_make(c->room->arena, &c->corpus,
	    tallies, 0, even_only ? is_even : NULL, NULL);
	size_t cells = 0;
	struct tally_place p = { { 0 } };
	uint32_t most[TALLY_DIMENSIONS_MOST] = { 1, 1, 1, 1 };
	for (size_t i = 0; i < c->tally.dimension_count; i++)
		most[i] = c->tally.dimensions[i]->node_count;
	for (p.nodes[0] = 0; p.nodes[0] < most[0]; p.nodes[0]++)
		for (p.nodes[1] = 0; p.nodes[1] < most[1]; p.nodes[1]++)
			for (p.nodes[2] = 0; p.nodes[2] < most[2];
			     p.nodes[2]++) {
				uint32_t subjects;
				uint64_t value = sum_slowly(
				    c, &p, even_only, &subjects);
				const struct tally_sum *sum =
				    tally_sum_at(sums, p);
				assert_int_equal(
				    sum == NULL ? 0 : sum->value, value);
				assert_int_equal(
				    sum == NULL ? 0 : sum->subjects, subjects);
				cells += value > 0;
			}
	assert_int_equal(sums->count, cells);
}

static void
shuffle(struct counting *c)
{
	for (size_t i = c->count; i > 1; i--) {
		size_t j = chance((uint32_t)i);
		struct contribution swapped = c->items[i - 1];
		c->items[i - 1] = c->items[j];
		c->items[j] = swapped;
	}
}

/* In parts of any length, the empty one too. */
static struct tallies *
split_and_make(struct counting *c)
{
	struct contributions parts[8];
	size_t count = 1 + chance(8), at = 0;
	for (size_t i = 0; i < count; i++) {
		size_t left = c->count - at;
		size_t take =
		    i + 1 == count ? left : chance((uint32_t)left + 1);
		parts[i] = (struct contributions){ c->items + at, take };
		at += take;
	}
	return counting_make(c, parts, count, 1 + chance(3));
}

static void
test_sums_by_chance(void **state)
{
	chance_state = chance_seed();
	size_t rounds = chance_rounds(300);
	for (size_t round = 0; round < rounds; round++) {
		struct counting *c = calloc(1, sizeof(*c));
		struct room *room = *state;
		counting_fill(c, room);
		counting_count(c);
		struct contributions whole = { c->items, c->count };
		struct tallies *one = counting_make(c, &whole, 1, 1);
		assert_sums(c, one, false);
		assert_sums(c, one, true);
		shuffle(c);
		struct tallies *other = split_and_make(c);
		assert_int_equal(other->contributions[0].count, c->count);
		if (c->count > 0)
			assert_memory_equal(one->contributions[0].items,
			    other->contributions[0].items,
			    c->count * sizeof(*c->items));
		assert_sums(c, other, false);
		free(c);
	}
}

/* ---- what must agree ---- */

static struct tally *
tally_of(struct room *room, const char *name, const char *of,
    struct dimension *a, struct dimension *b)
{
	struct tally *tally = ARENA_NEW(room->arena, struct tally);
	*tally = (struct tally){ .name = name,
		.of = of,
		.minimum = 3,
		.most = 1,
		.dimensions = { &a->shown, b == NULL ? NULL : &b->shown },
		.dimension_count = b == NULL ? 1 : 2 };
	return tally;
}

/* Contributions of the room's record to two tallies, as (tally, nodes). */
static void
population_check(struct room *room, const struct tally *one,
    const struct tally *other, struct contribution *items, size_t count)
{
	const struct tally *list[] = { one, other };
	struct corpus corpus = { .records = &room->record, .record_count = 1 };
	struct contributions part = { items, count };
	tallies_check(tallies_make(room->arena, (struct tally_list){ list, 2 },
			  &part, 1, 1),
	    &corpus, 1, &room->diags);
}

static void
test_population_agrees(void **state)
{
	struct room *room = *state;
	struct dimension *method = dimension(room, "method");
	struct dimension *form = dimension(room, "form");
	struct contribution items[] = {
		{ .tally = 0, .amount = 1, .place = { { 1, 2 } } },
		{ .tally = 1, .amount = 1, .place = { { 1 } } },
	};
	population_check(room, tally_of(room, "a", "x", method, form),
	    tally_of(room, "b", "x", method, NULL), items, 2);
	assert_no_fault(room);
}

static void
test_population_differs(void **state)
{
	struct room *room = *state;
	struct dimension *method = dimension(room, "method");
	struct dimension *form = dimension(room, "form");
	/* The same total: only the shared dimension tells. */
	struct contribution items[] = {
		{ .tally = 0, .amount = 1, .place = { { 1, 2 } } },
		{ .tally = 1, .amount = 1, .place = { { 2 } } },
	};
	population_check(room, tally_of(room, "a", "x", method, form),
	    tally_of(room, "b", "x", method, NULL), items, 2);
	assert_fault(room, RULE_TALLY_POPULATION, 0,
	    "the tallies 'b' and 'a' are both of 'x', but one counts 1 and the "
	    "other 0 (会议集中点评)");
	diags_init(&room->diags, room->arena);
	population_check(room, tally_of(room, "a", "x", method, form),
	    tally_of(room, "b", "y", method, NULL), items, 2);
	assert_no_fault(room);
	/* One is in the other's zeros only. */
	population_check(room, tally_of(room, "a", "x", method, NULL),
	    tally_of(room, "b", "x", method, NULL), items, 1);
	assert_fault(room, RULE_TALLY_POPULATION, 0, "one counts 1");
}

/* What is beyond `most` is not counted; of a subject named often that is meant. */
static void
test_cut(void **state)
{
	struct room *room = *state;
	struct dimension *method = dimension(room, "method");
	struct tally *tally = tally_of(room, "a", "x", method, NULL);
	const struct tally *other = tally_of(room, "b", "y", method, NULL);
	struct contribution items[] = {
		{ .tally = 0, .amount = 2, .place = { { 1 } } },
		{ .tally = 0, .amount = 1, .place = { { 2 } } },
		{ .tally = 0, .amount = 2, .place = { { 2 } } },
	};
	population_check(room, tally, other, items, 3);
	assert_no_fault(room);
	tally->most = 3;
	population_check(room, tally, other, items, 3);
	assert_no_fault(room);
	tally->most = 2;
	population_check(room, tally, other, items, 3);
	assert_fault(room, RULE_TALLY_CUT, 0,
	    "the subject of this record adds 3 to one cell of the tally 'a', "
	    "where at most 2 are counted (会议集中点评)");
	/* Of the same, both are short by as much as each cuts. */
	diags_init(&room->diags, room->arena);
	struct dimension *form = dimension(room, "form");
	struct tally *finer = tally_of(room, "b", "x", method, form);
	struct contribution both[] = {
		{ .tally = 0, .amount = 4, .place = { { 1 } } },
		{ .tally = 1, .amount = 2, .place = { { 1, 1 } } },
		{ .tally = 1, .amount = 2, .place = { { 1, 2 } } },
	};
	finer->most = 2;
	population_check(room, tally, finer, both, 3);
	const struct diag *last = room->diags.last;
	assert_ptr_equal(last->rule, &rules[RULE_TALLY_POPULATION]);
	assert_non_null(
	    strstr(last->message, "one counts 4 and the other 2 "));
	assert_string_equal(last->remedy,
	    "let `most` of 'a' be as much as one subject may add");
}

/* Branches and colleges: the college of that id is the same. */
static void
test_population_of_organisations(void **state)
{
	struct room *room = *state;
	struct organisation *office = organisation_new(
	    room, "huagong", "化环学院党总支", "化环学院", 1, room->university);
	struct dimension *branches = dimension(room, "organisation:branch");
	struct dimension *colleges =
	    dimension(room, "organisation:second-level");
	struct tally *a = tally_of(room, "a", "x", branches, NULL);
	struct tally *b = tally_of(room, "b", "x", colleges, NULL);
	struct contribution items[] = {
		{ .tally = 0, .amount = 1 },
		{ .tally = 1, .amount = 1 },
	};
	items[0].place.nodes[0] = dimension_leaf(branches, room->branch, AS_OF);
	items[1].place.nodes[0] = dimension_leaf(colleges, room->branch, AS_OF);
	population_check(room, a, b, items, 2);
	assert_no_fault(room);
	items[1].place.nodes[0] = dimension_leaf(colleges, office, AS_OF);
	population_check(room, a, b, items, 2);
	assert_fault(room, RULE_TALLY_POPULATION, 0, "(化环学院)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(vocabularies),
		T(organisations),
		T(words_of_a_cell),
		T(a_branch_that_moved),
		T(a_branch_that_will_move),
		T(a_gap_above),
		T(many_below_one),
		T(many_days),
		T(a_superior_behind),
		T(a_circle),
		T(cutoffs),
		T(sums_by_chance),
		T(population_agrees),
		T(population_differs),
		T(cut),
		T(population_of_organisations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
