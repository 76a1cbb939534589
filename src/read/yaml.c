#include "read/yaml.h"

#include <yaml.h>
#include "base/hash.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "read/slip.h"
#include "read/wording.h"

#define DEPTH_MOST 32
/* Up to here a map's keys are compared one by one. */
#define KEYS_FEW 16

/* A list or map that is open. */
struct level {
	struct value *value;
	struct table keys; /* of a map with more than KEYS_FEW */
	bool keyed; /* the key is there, its value comes next */
	bool twice; /* … but the same key was there before */
	struct text key;
	struct span key_span;
};

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	struct diags *diags;
	struct text text;
	struct span where;
	/* libyaml counts code points: byte `byte` is code point `index`. */
	size_t byte, index;
	struct level levels[DEPTH_MOST];
	size_t depth;
	struct value *root;
	bool failed; /* what was read is not all that there is */
	bool suspect; /* a key or value is there that nobody means */
	bool ended; /* read no further */
};

/* ---- places ---- */

/* Steps from where it was: marks come nearly in order, so it stays linear. */
static size_t
byte_of(struct reader *reader, size_t index)
{
	struct text t = reader->text;
	while (reader->index < index && reader->byte < t.len) {
		do
			reader->byte++;
		while (reader->byte < t.len &&
		    (t.at[reader->byte] & 0xC0) == 0x80);
		reader->index++;
	}
	while (reader->index > index) {
		do
			reader->byte--;
		while (reader->byte > 0 && (t.at[reader->byte] & 0xC0) == 0x80);
		reader->index--;
	}
	return reader->byte;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without white space at the end: a block's end is where the next begins. */
static struct span
span_of(struct reader *reader, const yaml_event_t *event)
{
	size_t start = byte_of(reader, event->start_mark.index);
	size_t end = byte_of(reader, event->end_mark.index);
	while (end > start && is_blank(reader->text.at[end - 1]))
		end--;
	return span_cut(reader->where, (uint32_t)start, (uint32_t)end);
}

/* ---- building ---- */

static struct diag *
fail(struct reader *reader, enum rule_id rule, struct span span,
    const char *message)
{
	return diag_at(reader->diags, &rules[rule], span, "%s", message);
}

static struct level *
level_of(struct reader *reader)
{
	return reader->depth > 0 ? &reader->levels[reader->depth - 1] : NULL;
}

static bool
key_is_due(const struct level *level)
{
	return level != NULL && level->value->kind == VALUE_MAP &&
	    !level->keyed;
}

/* The place of the same key in the map, or NULL. */
static const struct span *
key_find(struct reader *reader, struct level *level, struct text key)
{
	struct value *map = level->value;
	if (map->map.count <= KEYS_FEW) {
		struct entry *entry = value_entry(map, key);
		return entry != NULL ? &entry->span : NULL;
	}
	if (level->keys.count == 0) {
		table_init(&level->keys, reader->arena);
		for (size_t i = 0; i < map->map.count; i++)
			table_add(&level->keys, map->map.entries[i].key,
			    &map->map.entries[i].span);
	}
	return table_get(&level->keys, key);
}

static void
key_take(struct reader *reader, struct level *level, struct text key,
    struct span span)
{
	const struct span *first = key_find(reader, level, key);
	level->keyed = true;
	level->key = key;
	level->key_span = span;
	level->twice = first != NULL;
	reader->suspect = reader->suspect || key_is_suspect(key);
	if (first == NULL)
		return;
	struct diag *diag = diag_at(reader->diags, &rules[RULE_YAML_DUPLICATE],
	    span, "the field %.*s is there twice", TEXT_ARG(key));
	diag_also(reader->diags, diag, *first, "first given here");
}

/* Not value_set_entry(): that would look for the key in all the others. */
static void
entry_add(struct reader *reader, struct level *level, struct value *value)
{
	level->keyed = false;
	if (level->twice)
		return;
	struct entry *entry = value_append(reader->arena, level->value);
	*entry = (struct entry){ level->key, level->key_span, value };
	if (level->keys.count > 0)
		table_add(&level->keys, entry->key, &entry->span);
}

/* Where a key is due it is a scalar. */
static void
value_take(struct reader *reader, struct value *value)
{
	struct level *level = level_of(reader);
	if (key_is_due(level))
		key_take(reader, level, value->text, value->span);
	else if (level == NULL)
		reader->root = value;
	else if (level->value->kind == VALUE_LIST)
		value_add(reader->arena, level->value, value);
	else
		entry_add(reader, level, value);
}

/* Anchors and tags: refused, but what they stand before is read. */
static void
properties_check(struct reader *reader, const yaml_char_t *anchor,
    const yaml_char_t *tag, struct span span)
{
	if (anchor != NULL)
		fail(reader, RULE_YAML_ALIAS, span, "an anchor stands here");
	if (tag != NULL)
		fail(reader, RULE_YAML_TAG, span, "a tag stands here");
}

static void
code_forbid(struct reader *reader, struct span span, int code)
{
	struct diag *diag = diag_at(reader->diags, &rules[RULE_YAML_SYNTAX],
	    span, "the character U+%04X stands here, which YAML forbids",
	    (unsigned)code);
	diag_remedy(reader->diags, diag, "remove it");
}

/* "\0": what stands behind it is lost, as texts end there. */
static void
nul_check(struct reader *reader, struct value *value)
{
	if (memchr(value->text.at, '\0', value->text.len) == NULL)
		return;
	code_forbid(reader, value->span, 0);
	value->text.len = strlen(value->text.at);
}

static void
scalar_take(struct reader *reader, const yaml_event_t *event)
{
	struct span span = span_of(reader, event);
	struct value *value = value_text(reader->arena,
	    (struct text){ (const char *)event->data.scalar.value,
		event->data.scalar.length });
	properties_check(
	    reader, event->data.scalar.anchor, event->data.scalar.tag, span);
	value->span = span;
	value->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	nul_check(reader, value);
	if (value->plain && scalar_is_suspect(value->text))
		reader->suspect = true;
	value_take(reader, value);
}

static void
alias_take(struct reader *reader, const yaml_event_t *event)
{
	struct value *value = value_string(reader->arena, "");
	value->span = span_of(reader, event);
	fail(reader, RULE_YAML_ALIAS, value->span, "an alias stands here");
	reader->failed = true; /* what it stands for is not known */
	value_take(reader, value);
}

static void
level_open(
    struct reader *reader, const yaml_event_t *event, struct value *value)
{
	struct span span = span_of(reader, event);
	value->span = span;
	if (event->type == YAML_SEQUENCE_START_EVENT)
		properties_check(reader, event->data.sequence_start.anchor,
		    event->data.sequence_start.tag, span);
	else
		properties_check(reader, event->data.mapping_start.anchor,
		    event->data.mapping_start.tag, span);
	if (key_is_due(level_of(reader))) {
		struct diag *diag = fail(reader, RULE_YAML_SYNTAX, span,
		    "a list or a map stands where a key is meant");
		diag_remedy(reader->diags, diag, "put the value in quotes");
		reader->failed = reader->ended = true;
	} else if (reader->depth == DEPTH_MOST) {
		fail(reader, RULE_YAML_DEPTH, span,
		    "lists and maps are nested more than 32 deep");
		reader->failed = reader->ended = true;
	} else {
		value_take(reader, value);
		reader->levels[reader->depth++] =
		    (struct level){ .value = value };
	}
}

/* Where the last of what a block holds ends. */
static uint32_t
block_end(const struct value *block)
{
	size_t count = value_count(block);
	if (block->kind == VALUE_LIST)
		return block->list.items[count - 1]->span.end;
	return block->map.entries[count - 1].value->span.end;
}

/*
 * A block is over where the next token begins, says libyaml: between lie
 * comments on what comes next, and blank lines.
 */
static void
level_close(struct reader *reader, const yaml_event_t *event)
{
	struct value *value = reader->levels[--reader->depth].value;
	bool bracket = event->start_mark.index < event->end_mark.index;
	value->span.end = bracket || value_count(value) == 0
	    ? span_of(reader, event).end
	    : block_end(value);
}

static void
event_take(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reader->root != NULL) {
			struct diag *d = fail(reader, RULE_YAML_SYNTAX,
			    span_of(reader, event),
			    "a second document begins here");
			diag_remedy(reader->diags, d,
			    "take this line out: what one file says is not "
			    "parted");
			reader->failed = reader->ended = true;
		}
		break;
	case YAML_SCALAR_EVENT:
		scalar_take(reader, event);
		break;
	case YAML_ALIAS_EVENT:
		alias_take(reader, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		level_open(reader, event, value_list(reader->arena));
		break;
	case YAML_MAPPING_START_EVENT:
		level_open(reader, event, value_map(reader->arena));
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		level_close(reader, event);
		break;
	case YAML_STREAM_END_EVENT:
		reader->ended = true;
		break;
	default:
		break;
	}
}

/* ---- errors of libyaml ---- */

static void
error_take(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	reader->failed = reader->ended = true;
	if (parser->error == YAML_MEMORY_ERROR)
		BUG("libyaml is out of memory");
	if (parser->error == YAML_READER_ERROR) {
		size_t at = parser->problem_offset, end = at;
		utf8_next(reader->text, &end);
		code_forbid(reader,
		    span_cut(reader->where, (uint32_t)at, (uint32_t)end),
		    parser->problem_value);
		return;
	}
	struct yaml_error error = {
		.problem = parser->problem,
		.at = byte_of(reader, parser->problem_mark.index),
		.context = parser->context,
	};
	if (error.context != NULL)
		error.context_at = byte_of(reader, parser->context_mark.index);
	yaml_error_explain(&error, reader->text, reader->where, reader->diags);
}

static void
read_all(struct reader *reader)
{
	yaml_parser_t *parser = &reader->parser;
	if (!yaml_parser_initialize(parser))
		BUG("libyaml is out of memory");
	yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    parser, (const unsigned char *)reader->text.at, reader->text.len);
	while (!reader->ended) {
		yaml_event_t event;
		if (yaml_parser_parse(parser, &event)) {
			event_take(reader, &event);
			yaml_event_delete(&event);
		} else {
			error_take(reader);
		}
	}
	yaml_parser_delete(parser);
}

static bool
is_empty(const struct value *root)
{
	return root == NULL ||
	    (root->kind == VALUE_TEXT && root->plain && root->text.len == 0);
}

/* One reading; *suspect when it should be gone through for slips. */
static struct value *
parse(struct arena *arena, struct text text, struct span where,
    struct diags *diags, bool *suspect)
{
	struct reader reader = {
		.arena = arena, .diags = diags, .text = text, .where = where
	};
	read_all(&reader);
	*suspect = reader.failed || reader.suspect;
	if (reader.failed)
		return NULL;
	if (is_empty(reader.root)) {
		reader.root = value_map(arena);
		reader.root->span = where;
	}
	/* `点评人:王某` alone. */
	if (reader.root->kind == VALUE_TEXT && reader.root->plain)
		*suspect = true;
	return reader.root;
}

static struct value *
parse_mended(struct arena *arena, struct slips *slips,
    struct span where, struct diags *diags)
{
	struct text mended = edits_apply(&slips->edits, arena, slips->text);
	struct span place = { where.source, where.start,
		where.start + (uint32_t)mended.len };
	struct diags found;
	bool suspect;
	diags_init_like(&found, diags->arena, diags);
	struct value *root = parse(arena, mended, place, &found, &suspect);
	if (root != NULL)
		edits_restore_value(&slips->edits, where, root);
	edits_restore_diags(&slips->edits, where, &found);
	diags_merge(diags, &found);
	return root;
}

struct value *
yaml_parse(struct arena *arena, struct text text, struct span where,
    struct diags *diags)
{
	struct diags found;
	struct slips slips = { 0 };
	bool suspect;
	where.start += (uint32_t)utf8_mark(text);
	text = text_from(text, utf8_mark(text));
	diags_init_like(&found, diags->arena, diags);
	struct value *root = parse(arena, text, where, &found, &suspect);
	if (suspect)
		slips_find(&slips, arena, text);
	if (slips.count == 0) {
		diags_merge(diags, &found);
		return root;
	}
	slips_report(&slips, where, diags);
	return parse_mended(arena, &slips, where, diags);
}
