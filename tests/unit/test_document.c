/*
 * Trees of nodes: building, changing, walking, copying.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/buf.h"
#include "model/document.h"

#define DEEP 200000

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* ---- helpers ---- */

/* A node with its letter as text and such children: "a(b(cd)e)". */
static struct node *
tree(struct arena *arena, const char *shape)
{
	struct node *root = NULL, *into = NULL, *last = NULL;
	for (; *shape != '\0'; shape++) {
		if (*shape == '(') {
			into = last;
		} else if (*shape == ')') {
			into = into->parent;
		} else {
			last = node_text(arena, (struct text){ shape, 1 });
			if (root == NULL)
				root = last;
			else
				node_append(into, last);
		}
	}
	return root;
}

/* The reverse, through node_next(). */
static const char *
shape_of(struct arena *arena, struct node *root)
{
	struct buf buf = BUF_INIT;
	struct node_step step = { root, true };
	do {
		if (step.entering)
			buf_putt(&buf, step.node->text);
		if (step.node->first != NULL)
			buf_putc(&buf, step.entering ? '(' : ')');
	} while (node_next(root, &step));
	const char *shape = arena_string(arena, buf.at);
	buf_free(&buf);
	return shape;
}

/* Every link has its other end. */
static void
assert_sound(struct node *root)
{
	struct node_step step = { root, true };
	do {
		struct node *n = step.node;
		assert_true((n->first == NULL) == (n->last == NULL));
		if (n->first != NULL) {
			assert_null(n->first->previous);
			assert_null(n->last->next);
			assert_ptr_equal(n->first->parent, n);
			assert_ptr_equal(n->last->parent, n);
		}
		if (n != root && n->next != NULL) {
			assert_ptr_equal(n->next->previous, n);
			assert_ptr_equal(n->next->parent, n->parent);
		}
	} while (node_next(root, &step));
}

static struct node *
find(struct node *root, char letter)
{
	struct node_step step = { root, true };
	do {
		if (step.node->text.at[0] == letter)
			return step.node;
	} while (node_next(root, &step));
	return NULL;
}

static void
assert_shape(struct arena *arena, struct node *root, const char *shape)
{
	assert_sound(root);
	assert_string_equal(shape_of(arena, root), shape);
}

/* ---- tests ---- */

static void
a_new_node_is_empty(void **state)
{
	struct node *node = node_new(*state, NODE_LINK);
	assert_int_equal(node->kind, NODE_LINK);
	assert_string_equal(node->text.at, "");
	assert_string_equal(node->title.at, "");
	assert_int_equal(node->text.len, 0);
	assert_null(node->parent);
	assert_null(node->first);
	assert_null(node->next);
}

static void
text_is_copied_and_terminated(void **state)
{
	char bytes[] = "点评人";
	struct node *node = node_text(*state, (struct text){ bytes, 6 });
	bytes[0] = 'x';
	assert_int_equal(node->kind, NODE_TEXT);
	assert_string_equal(node->text.at, "点评");
}

static void
append_keeps_order(void **state)
{
	assert_shape(*state, tree(*state, "a(b(cd)e(f)g)"), "a(b(cd)e(f)g)");
}

static void
remove_closes_the_gap(void **state)
{
	static const struct {
		char letter;
		const char *shape;
	} cases[] = { { 'b', "a(cd(e))" }, { 'c', "a(bd(e))" },
		{ 'd', "a(bc)" }, { 'e', "a(bcd)" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct node *root = tree(*state, "a(bcd(e))");
		struct node *node = find(root, cases[i].letter);
		node_remove(node);
		assert_shape(*state, root, cases[i].shape);
		assert_null(node->parent);
		assert_null(node->next);
		assert_null(node->previous);
		/* It can go elsewhere, with what is below it. */
		node_append(find(root, 'a'), node);
		assert_sound(root);
	}
}

static void
all_are_taken_in_their_order(void **state)
{
	struct node *root = tree(*state, "a(bc)");
	struct node *other = tree(*state, "v(wx(y)z)");
	node_take_all(root, other);
	assert_shape(*state, root, "a(bcwx(y)z)");
	assert_shape(*state, other, "v");
	node_take_all(root, other);
	assert_shape(*state, root, "a(bcwx(y)z)");
}

static void
replace_by_one(void **state)
{
	static const struct {
		char letter;
		const char *shape;
	} cases[] = { { 'b', "a(x(y)cd)" }, { 'c', "a(bx(y)d)" },
		{ 'd', "a(bcx(y))" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct node *root = tree(*state, "a(bcd)");
		struct node *old = find(root, cases[i].letter);
		node_replace(old, tree(*state, "x(y)"));
		assert_shape(*state, root, cases[i].shape);
		assert_null(old->parent);
	}
}

static void
replace_by_children_of_another(void **state)
{
	struct node *root = tree(*state, "a(bcd)");
	struct node *other = tree(*state, "v(wx(y)z)");
	node_replace(find(root, 'c'), find(other, 'x'));
	assert_shape(*state, root, "a(bx(y)zd)");
	/* What stood before them stays where it was. */
	assert_shape(*state, other, "v(w)");
	node_replace(find(root, 'b'), other->first);
	assert_shape(*state, root, "a(wx(y)zd)");
	assert_null(other->first);
	assert_null(other->last);
}

static void
replace_by_a_loose_chain(void **state)
{
	struct node *root = tree(*state, "a(b)");
	struct node *x = tree(*state, "x"), *y = tree(*state, "y");
	x->next = y;
	y->previous = x;
	node_replace(root->first, x);
	assert_shape(*state, root, "a(xy)");
}

static void
replace_by_nothing_removes(void **state)
{
	struct node *root = tree(*state, "a(bcd)");
	node_replace(find(root, 'c'), NULL);
	assert_shape(*state, root, "a(bd)");
}

static void
replace_by_its_own_children(void **state)
{
	struct node *root = tree(*state, "a(bc(xy)d)");
	struct node *c = find(root, 'c');
	node_replace(c, c->first);
	assert_shape(*state, root, "a(bxyd)");
	assert_null(c->first);
}

static void
blocks_are_told_from_inlines(void **state)
{
	for (int kind = 0; kind < NODE__MAX; kind++) {
		struct node *node = node_new(*state, (enum node_kind)kind);
		assert_int_equal(node_is_block(node), kind <= NODE_CHART);
	}
}

static void
the_walk_enters_and_leaves_each(void **state)
{
	struct node *root = tree(*state, "a(b(c)d)");
	static const char expected[] = "+a+b+c-c-b+d-d-a";
	char got[2 * sizeof(expected)] = "";
	struct node_step step = { root, true };
	do {
		size_t n = strlen(got);
		got[n] = step.entering ? '+' : '-';
		got[n + 1] = step.node->text.at[0];
	} while (node_next(root, &step));
	assert_string_equal(got, expected);
}

static void
the_walk_stays_below_its_root(void **state)
{
	struct node *root = tree(*state, "a(b(cd)e)");
	assert_string_equal(shape_of(*state, find(root, 'b')), "b(cd)");
	assert_string_equal(shape_of(*state, find(root, 'c')), "c");
}

static struct node *
chain(struct arena *arena)
{
	struct node *root = node_new(arena, NODE_QUOTE), *n = root;
	for (int i = 0; i < DEEP; i++) {
		struct node *child = node_new(arena, NODE_QUOTE);
		node_append(n, child);
		n = child;
	}
	node_append(n, node_text(arena, text_of("底")));
	return root;
}

static void
depth_costs_no_stack(void **state)
{
	struct node *root = chain(*state);
	size_t steps = 1;
	struct node_step step = { root, true };
	while (node_next(root, &step))
		steps++;
	assert_int_equal(steps, 2 * (DEEP + 2));
	assert_string_equal(node_plain(*state, root).at, "底");
	struct node *copy = node_copy(*state, root);
	assert_string_equal(node_plain(*state, copy).at, "底");
}

static void
plain_text_has_no_markup(void **state)
{
	struct arena *arena = *state;
	struct node *root = node_new(arena, NODE_DOCUMENT);
	struct node *heading = node_new(arena, NODE_HEADING);
	struct node *strong = node_new(arena, NODE_STRONG);
	struct node *link = node_new(arena, NODE_LINK);
	struct node *code = node_new(arena, NODE_CODE_BLOCK);
	node_append(root, heading);
	node_append(heading, node_text(arena, text_of("一、")));
	node_append(heading, strong);
	node_append(strong, node_text(arena, text_of("推进")));
	node_append(heading, node_new(arena, NODE_SOFT_BREAK));
	link->text = text_of("http://example.org/");
	link->title = text_of("题");
	node_append(heading, link);
	node_append(link, node_text(arena, text_of("情况")));
	node_append(heading, node_new(arena, NODE_LINE_BREAK));
	node_append(root, code);
	code->text = text_of("a\nb\n");
	assert_string_equal(node_plain(arena, root).at, "一、推进 情况 a b");
	assert_string_equal(node_plain(arena, strong).at, "推进");
	assert_string_equal(
	    node_plain(arena, node_new(arena, NODE_TABLE)).at, "");
}

static void
a_copy_shares_nothing(void **state)
{
	struct arena *arena = *state, *other = arena_new();
	struct node *root = tree(other, "a(b(cd)e)");
	root->first->kind = NODE_LINK;
	root->first->title = arena_text(other, text_of("题"));
	root->first->level = 3;
	root->first->align = ALIGN_RIGHT;
	root->first->span = (struct span){ 1, 2, 3 };
	struct node *copy = node_copy(arena, root);
	/* Bytes of the original that are looked at now are an ASan fault. */
	arena_free(other);
	assert_shape(arena, copy, "a(b(cd)e)");
	const struct node *b = copy->first;
	assert_int_equal(b->kind, NODE_LINK);
	assert_string_equal(b->title.at, "题");
	assert_int_equal(b->level, 3);
	assert_int_equal(b->align, ALIGN_RIGHT);
	assert_int_equal(b->span.end, 3);
}

static void
a_copy_of_a_part_is_a_root(void **state)
{
	struct node *root = tree(*state, "a(b(cd)e)");
	struct node *copy = node_copy(*state, root->first);
	assert_shape(*state, copy, "b(cd)");
	assert_null(copy->parent);
	assert_null(copy->next);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_node_is_empty),
		cmocka_unit_test(text_is_copied_and_terminated),
		cmocka_unit_test(append_keeps_order),
		cmocka_unit_test(remove_closes_the_gap),
		cmocka_unit_test(all_are_taken_in_their_order),
		cmocka_unit_test(replace_by_one),
		cmocka_unit_test(replace_by_children_of_another),
		cmocka_unit_test(replace_by_a_loose_chain),
		cmocka_unit_test(replace_by_nothing_removes),
		cmocka_unit_test(replace_by_its_own_children),
		cmocka_unit_test(blocks_are_told_from_inlines),
		cmocka_unit_test(the_walk_enters_and_leaves_each),
		cmocka_unit_test(the_walk_stays_below_its_root),
		cmocka_unit_test(depth_costs_no_stack),
		cmocka_unit_test(plain_text_has_no_markup),
		cmocka_unit_test(a_copy_shares_nothing),
		cmocka_unit_test(a_copy_of_a_part_is_a_root),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
