#include "render/template_tree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/rules.h"

#define DEPTH_MAX 512
#define WORK_MAX ((size_t)128 << 20) /* ops and bytes, each */

/* The values around the one at hand, from the inside out. */
struct context {
	const struct value *value;
	const struct context *outer;
};

/* The parents we are in; what is put in from further out wins. */
struct frame {
	const struct op *parent;
	const struct frame *outer;
};

/* What stands before each line, from the inside out; NULL is nothing. */
struct indent {
	struct text text;
	const struct indent *outer;
};

struct scope {
	const struct context *contexts;
	const struct frame *frames;
	const struct indent *indents;
};

struct run {
	struct buf *out;
	const struct template_output *output;
	size_t out_start;
	size_t work;
	unsigned depth;
	const struct op *template_tag; /* that brought the template we are in */
	bool stopped;
	/* The line we are at the start of already has the indents of `started`. */
	bool has_started;
	const struct indent *started;
};

static void ops_run(
    struct run *run, const struct op *op, const struct scope *scope);

/* ---- limits ---- */

static void
run_stop(struct run *run, const struct op *op, const char *why)
{
	if (!run->stopped && run->output->diags != NULL)
		diag_at(run->output->diags, &rules[RULE_TEMPLATE_ENDLESS],
		    op->span, "%s", why);
	run->stopped = true;
}

/* Children of `op`, or what it brings. */
static void
children_run(struct run *run, const struct op *op, const struct op *first,
    const struct scope *scope)
{
	if (run->depth == DEPTH_MAX) {
		run_stop(run,
		    run->template_tag != NULL ? run->template_tag : op,
		    "templates include one another without end here");
		return;
	}
	run->depth++;
	ops_run(run, first, scope);
	run->depth--;
}

/* ---- indentation ---- */

static const struct indent *
indent_add(struct indent *slot, struct text text, const struct indent *outer)
{
	if (text.len == 0)
		return outer;
	*slot = (struct indent){ text, outer };
	return slot;
}

static void
indents_put(
    struct buf *out, const struct indent *indents, const struct indent *until)
{
	if (indents == until)
		return;
	indents_put(out, indents->outer, until);
	buf_putt(out, indents->text);
}

static void
line_start(struct run *run, const struct indent *indents)
{
	indents_put(run->out, indents, run->has_started ? run->started : NULL);
	run->has_started = false;
}

static void
text_run(struct run *run, const struct op *op, const struct scope *scope)
{
	struct text text = op->text;
	if (op->line)
		line_start(run, scope->indents);
	while (scope->indents != NULL) {
		struct text line = text_line(&text);
		buf_putt(run->out, line);
		if (text.len == 0)
			return;
		line_start(run, scope->indents);
	}
	buf_putt(run->out, text);
}

/* ---- data ---- */

static const struct value *
value_find(const struct op *op, const struct context *context)
{
	if (op->path_count == 0)
		return context->value;
	struct entry *entry = NULL;
	for (; context != NULL && entry == NULL; context = context->outer)
		entry = value_entry(context->value, op->path[0]);
	for (size_t i = 1; i < op->path_count && entry != NULL; i++)
		entry = value_entry(entry->value, op->path[i]);
	return entry == NULL ? NULL : entry->value;
}

static bool
is_something(const struct value *value)
{
	if (value == NULL)
		return false;
	switch (value->kind) {
	case VALUE_NULL:
		return false;
	case VALUE_BOOL:
		return value->boolean;
	case VALUE_LIST:
		return value->list.count > 0;
	default:
		return true;
	}
}

static void
value_run(struct run *run, const struct op *op, const struct scope *scope)
{
	const struct value *value = value_find(op, scope->contexts);
	const struct template_output *output = run->output;
	char number[32];
	if (value == NULL)
		return;
	switch (value->kind) {
	case VALUE_TEXT:
		output->text(run->out, value->text, op->raw);
		break;
	case VALUE_INTEGER:
		snprintf(
		    number, sizeof(number), "%lld", (long long)value->integer);
		output->text(run->out, text_of(number), op->raw);
		break;
	case VALUE_REAL:
		real_words(number, value->real);
		output->text(run->out, text_of(number), op->raw);
		break;
	case VALUE_BOOL:
		output->text(run->out,
		    text_of(value->boolean ? "true" : "false"), op->raw);
		break;
	case VALUE_NODE:
		if (output->node != NULL)
			output->node(run->out, value->node);
		break;
	case VALUE_NULL:
	case VALUE_LIST:
	case VALUE_MAP:
		break;
	}
}

static void
element_run(struct run *run, const struct op *op, const struct scope *scope,
    const struct value *value)
{
	struct context context = { value, scope->contexts };
	struct scope inner = *scope;
	inner.contexts = &context;
	children_run(run, op, op->first, &inner);
}

static void
section_run(struct run *run, const struct op *op, const struct scope *scope)
{
	const struct value *value = value_find(op, scope->contexts);
	if (!is_something(value))
		return;
	if (value->kind != VALUE_LIST) {
		element_run(run, op, scope, value);
		return;
	}
	for (size_t i = 0; i < value->list.count && !run->stopped; i++)
		element_run(run, op, scope, value->list.items[i]);
}

static void
inverted_run(struct run *run, const struct op *op, const struct scope *scope)
{
	if (!is_something(value_find(op, scope->contexts)))
		children_run(run, op, op->first, scope);
}

/* ---- other templates ---- */

static void
template_run(struct run *run, const struct op *op, const struct scope *scope)
{
	struct frame frame = { op, scope->frames };
	struct indent indent;
	struct scope inner = *scope;
	if (op->target == NULL)
		return;
	if (op->first != NULL)
		inner.frames = &frame;
	inner.indents = op->placing == PLACE_ALONE && !op->target->verbatim
	    ? indent_add(&indent, op->indent, scope->indents)
	    : NULL;
	const struct op *outer = run->template_tag;
	run->template_tag = op;
	children_run(run, op, op->target->first, &inner);
	run->template_tag = outer;
}

/* What is put into the block, and the frame it comes from; NULL: nothing. */
static const struct op *
argument_find(
    const struct frame *frame, struct text name, const struct frame **from)
{
	const struct op *found = NULL;
	for (; frame != NULL; frame = frame->outer) {
		const struct op *op = frame->parent->first;
		while (op != NULL && !text_equal(op->text, name))
			op = op->next;
		if (op != NULL) {
			found = op;
			*from = frame;
		}
	}
	return found;
}

/*
 * What is put in belongs to the template that wrote the parent tag, so its
 * own blocks are filled from further out only; this also ends the recursion of
 * a block that is put into itself.
 */
static void
block_run(struct run *run, const struct op *op, const struct scope *scope)
{
	const struct frame *from;
	const struct op *argument =
	    argument_find(scope->frames, op->text, &from);
	if (argument == NULL) {
		children_run(run, op, op->first, scope);
		return;
	}
	struct indent indent;
	struct scope inner = { scope->contexts, from->outer, NULL };
	if (op->placing != PLACE_WITHIN)
		inner.indents = indent_add(&indent, op->indent, scope->indents);
	if (op->placing == PLACE_ALONE && !argument->line &&
	    argument->first != NULL)
		line_start(run, inner.indents);
	if (op->placing == PLACE_STARTED && argument->line) {
		run->has_started = true;
		run->started = inner.indents;
	}
	children_run(run, op, argument->first, &inner);
	if (op->placing == PLACE_STARTED)
		run->has_started = false;
}

/* ---- the whole ---- */

typedef void op_act(
    struct run *run, const struct op *op, const struct scope *scope);

static op_act *const acts[] = {
	[OP_TEXT] = text_run,
	[OP_VALUE] = value_run,
	[OP_SECTION] = section_run,
	[OP_INVERTED] = inverted_run,
	[OP_PARTIAL] = template_run,
	[OP_PARENT] = template_run,
	[OP_BLOCK] = block_run,
};

static void
ops_run(struct run *run, const struct op *op, const struct scope *scope)
{
	for (; op != NULL && !run->stopped; op = op->next) {
		run->work++;
		if (run->work > WORK_MAX ||
		    run->out->len - run->out_start > WORK_MAX)
			run_stop(run, op, "this page has no end");
		else
			acts[op->kind](run, op, scope);
	}
}

int
template_render(struct buf *out, const struct templates *set, const char *name,
    const struct value *data, const struct template_output *output)
{
	const struct template *template =
	    table_get(&set->by_name, text_of(name));
	if (template == NULL || !set->linked)
		BUG("a template that is not there, or not linked");
	struct run run = {
		.out = out,
		.output = output,
		.out_start = out->len,
	};
	struct context context = { data, NULL };
	ops_run(&run, template->first, &(struct scope){ .contexts = &context });
	return run.stopped ? -1 : 0;
}
