#include "filter/edition_parts.h"

/* What a text may take, and more the more nodes it has. */
#define STEPS 5000000
#define STEPS_A_NODE 5000
#define MEMORY ((size_t)64 << 20)
#define MEMORY_A_NODE 4096
#define OUTPUT ((size_t)4 << 20)
#define OUTPUT_A_NODE 1024
#define OUTPUT_MOST ((size_t)64 << 20)
/* Walks over nodes don't recurse, what makes tables of them does. */
#define TREE_DEPTH_MOST 100

/* A text that is being filtered. */
struct elements {
	struct node *root;
	const struct view_entry *entry;
	uint32_t mask;          /* what the script has functions for */
	struct node **targets;  /* children before their parents */
	size_t count;
	struct script_place function; /* that was called last */
};

/* ---- which ---- */

/* Is there a function for it: its own, or the one for all of its like? */
static bool
is_wanted(uint32_t mask, int element)
{
	if (element < 0)
		return false;
	if ((mask >> element & 1) != 0)
		return true;
	if (element == ELEMENT_DOCUMENT)
		return false;
	int rest = element_is_block(element) ? ELEMENT_BLOCK : ELEMENT_INLINE;
	return (mask >> rest & 1) != 0;
}

/* How many nodes there are below, and how deep. */
static size_t
tree_measure(const struct node *root, size_t *depth)
{
	struct node_step step = { (struct node *)root, true };
	size_t count = 0, here = 0;
	*depth = 0;
	do {
		here += step.entering ? 1 : -(size_t)1;
		count += step.entering;
		if (here > *depth)
			*depth = here;
	} while (node_next(root, &step));
	return count;
}

/* Leaving comes after all that is below. */
static void
targets_find(struct elements *elements, struct arena *arena)
{
	size_t capacity = 0;
	struct node_step step = { elements->root, true };
	elements->targets = NULL;
	elements->count = 0;
	do {
		if (step.entering ||
		    !is_wanted(elements->mask, element_of_node(step.node)))
			continue;
		ARENA_ROOM(arena, elements->targets, elements->count, capacity);
		elements->targets[elements->count++] = step.node;
	} while (node_next(elements->root, &step));
}

/* ---- one of them ---- */

/* Pushes the function for it. */
static void
push_function(lua_State *L, int handlers, enum element element)
{
	if (lua_getfield(L, handlers, element_names[element]) == LUA_TNIL &&
	    element != ELEMENT_DOCUMENT) {
		lua_pop(L, 1);
		lua_getfield(L, handlers,
		    element_names[element_is_block(element) ? ELEMENT_BLOCK
							    : ELEMENT_INLINE]);
	}
	if (!lua_isfunction(L, -1))
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "`%s` takes a function, not a %s", element_names[element],
		    proxy_type(L, -1));
}

/* What is wrong with what it returns is told at the function. */
static void
function_note(lua_State *L, struct elements *elements)
{
	lua_Debug ar;
	lua_pushvalue(L, -1);
	lua_getinfo(L, ">S", &ar);
	elements->function = (struct script_place){ 0 };
	if (ar.source[0] == '=' && ar.linedefined > 0)
		elements->function = (struct script_place){
			.script = scripts_find(
			    sandbox_of(L)->scripts, text_of(ar.source + 1)),
			.line = ar.linedefined,
		};
}

/* What a function returned, as nodes that can stand where `node` does. */
static struct node *
result_make(lua_State *L, int index, const struct node *node)
{
	struct node *made = node_make(L, NODE_DOCUMENT);
	int type = lua_type(L, index);
	if (type == LUA_TBOOLEAN || type == LUA_TFUNCTION)
		sandbox_raise(L, RULE_FILTER_RESULT,
		    "a function for elements returns an element, a list of "
		    "elements or nothing, but no %s",
		    lua_typename(L, type));
	if (node_is_block(node))
		body_append(L, index, made, 0);
	else
		inlines_append(L, index, made);
	/* Messages lead to the text that was there. */
	struct node_step step = { made, true };
	do {
		if (step.entering)
			step.node->span = node->span;
	} while (node_next(made, &step));
	return made;
}

static void
children_move(struct node *from, struct node *to)
{
	while (to->first != NULL)
		node_remove(to->first);
	node_take_all(to, from);
}

static void
element_run(lua_State *L, int handlers, struct node *node)
{
	struct edition_filter *filter = edition_of(L);
	struct elements *elements = filter->elements;
	enum element element = (enum element)element_of_node(node);
	filter->where = node->span;
	push_function(L, handlers, element);
	function_note(L, elements);
	element_push(L, node);
	proxy_push(L, &entry_class, elements->entry);
	proxy_push(L, &edition_class, filter->view);
	lua_call(L, 3, 1);
	if (!lua_isnil(L, -1)) {
		struct node *made = result_make(L, lua_gettop(L), node);
		if (node == elements->root)
			children_move(made, node);
		else
			node_replace(node, made->first);
	}
	lua_pop(L, 1);
}

/* ---- a text ---- */

/* Is it nothing any more, once what it held is gone? */
static bool
is_void(const struct node *node)
{
	switch (node->kind) {
	case NODE_PARAGRAPH:
	case NODE_HEADING:
	case NODE_QUOTE:
	case NODE_LIST:
	case NODE_EMPHASIS:
	case NODE_STRONG:
	case NODE_LINK:
	case NODE_TABLE:
		return node->first == NULL;
	case NODE_TEXT:
		return node->text.len == 0;
	default:
		return false;
	}
}

static void
voids_remove(struct node *root)
{
	struct node_step step = { root, true };
	bool more = true;
	while (more) {
		struct node *left = step.entering ? NULL : step.node;
		more = node_next(root, &step);
		if (left != NULL && left != root && is_void(left))
			node_remove(left);
	}
}

static int
elements_run(lua_State *L)
{
	struct edition_filter *filter = lua_touserdata(L, 1);
	struct elements *elements = filter->elements;
	size_t depth;
	definition_push(L, filter->phase.script, "element");
	int handlers = lua_gettop(L);
	luaL_checktype(L, handlers, LUA_TTABLE);
	for (size_t i = 0; i < elements->count; i++)
		element_run(L, handlers, elements->targets[i]);
	voids_remove(elements->root);
	tree_measure(elements->root, &depth);
	if (depth > TREE_DEPTH_MOST)
		return sandbox_raise(L, RULE_FILTER_RESULT,
		    "the text is nested deeper than %d levels now",
		    TREE_DEPTH_MOST);
	return 0;
}

static struct limits
limits_of(size_t nodes)
{
	size_t output = OUTPUT + nodes * OUTPUT_A_NODE;
	return (struct limits){
		.steps = STEPS + (int64_t)nodes * STEPS_A_NODE,
		.seconds = 10,
		.memory = MEMORY + nodes * MEMORY_A_NODE,
		.output = output < OUTPUT_MOST ? output : OUTPUT_MOST,
	};
}

/* One script on one text. */
static int
script_run(struct edition_filter *filter, struct arena *arena,
    struct diags *diags)
{
	struct phase *phase = &filter->phase;
	struct elements *elements = filter->elements;
	struct fault fault;
	size_t depth;
	struct limits limits = limits_of(tree_measure(elements->root, &depth));
	targets_find(elements, arena);
	if (elements->count == 0)
		return 0;
	elements->function = (struct script_place){ 0 };
	if (depth > TREE_DEPTH_MOST) {
		fault = (struct fault){ .rule = RULE_FILTER_RESULT };
		snprintf(fault.message, sizeof(fault.message),
		    _("the text is nested deeper than %d levels, too deep for "
		      "filters of elements"),
		    TREE_DEPTH_MOST);
	} else if (sandbox_run(phase->box, &limits, arena, elements_run, filter,
		       &fault) == 0) {
		return 0;
	}
	if (fault.place.script == NULL)
		fault.place = elements->function;
	phase_report(phase, &fault, elements->entry->id, diags);
	if (fault.rule == RULE_FILTER_BUDGET)
		filter->stopped[phase->script - phase->scripts->items] = true;
	return -1;
}

bool
edition_filter_has_elements(const struct edition_filter *filter)
{
	const struct phase *phase = &filter->phase;
	for (size_t i = 0; i < phase->scripts->count; i++)
		if (phase->definitions.items[i].elements != 0)
			return true;
	return false;
}

int
edition_filter_elements(struct edition_filter *filter, struct arena *arena,
    struct node *root, const struct view_entry *entry, struct diags *diags)
{
	struct phase *phase = &filter->phase;
	struct elements elements = { .root = root, .entry = entry };
	int status = 0;
	filter->elements = &elements;
	phase->name = "element";
	for (size_t i = 0; i < phase->scripts->count && status == 0; i++) {
		elements.mask = phase->definitions.items[i].elements;
		phase->script = &phase->scripts->items[i];
		if (elements.mask != 0 && !filter->stopped[i])
			status = script_run(filter, arena, diags);
	}
	phase->name = "edition";
	phase->script = NULL;
	filter->elements = NULL;
	filter->where = SPAN_NONE;
	return status;
}
