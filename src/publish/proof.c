#include "publish/proof.h"

#include <ctype.h>
#include <stdlib.h>
#include "base/utf8.h"
#include "base/value.h"
#include "model/rules.h"
#include "read/yaml.h"

#define FORMAT "tongbao proof"
#define VERSION "1"

/* ---- written ---- */

/*
 * What JSON may hold as it is and YAML 1.1, by whose reader proofs are read, may
 * not: the mark of order, U+FFFE and U+FFFF.  (Controls are escaped as it is.)
 * They stand in texts only, so that they can be escaped in what is written of
 * them.
 */
static bool
is_unread(struct text t, size_t at, uint32_t *code)
{
	const unsigned char *b = (const unsigned char *)t.at + at;
	if (t.len - at < 3 || b[0] != 0xEF)
		return false;
	*code = 0xF000u | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
	return *code == 0xFEFF || *code >= 0xFFFE;
}

static void
put_text(struct buf *out, struct text text)
{
	struct buf json = BUF_INIT;
	uint32_t code;
	value_put_json_text(&json, text);
	for (size_t at = 0; at < json.len; at++) {
		if (!is_unread(buf_text(&json), at, &code)) {
			buf_putc(out, json.at[at]);
			continue;
		}
		buf_printf(out, "\\u%04x", (unsigned)code);
		at += 2;
	}
	buf_free(&json);
}

static void
put_field(struct buf *out, const char *key, struct text text)
{
	buf_printf(out, "  \"%s\": ", key);
	put_text(out, text);
	buf_puts(out, ",\n");
}

static void
put_digest(struct buf *out, struct digest digest)
{
	char hex[65];
	digest_hex(digest, hex);
	buf_printf(out, "\"%s\"", hex);
}

void
proof_put(struct buf *out, const struct witness_proof *proof)
{
	buf_puts(out, "{\n");
	put_field(out, "format", TEXT_LIT(FORMAT));
	put_field(out, "version", TEXT_LIT(VERSION));
	put_field(out, "seal", text_of(proof->seal));
	put_field(out, "edition", text_of(proof->edition));
	put_field(out, "record", text_of(proof->record));
	put_field(out, "text", proof->text);
	buf_puts(out, "  \"salt\": ");
	put_digest(out, proof->salt);
	buf_printf(out, ",\n  \"place\": \"%08lx\",\n  \"siblings\": [\n",
	    (unsigned long)proof->place);
	for (size_t i = 0; i < WITNESS_DEPTH; i++) {
		buf_puts(out, "    ");
		put_digest(out, proof->siblings[i]);
		buf_puts(out, i + 1 < WITNESS_DEPTH ? ",\n" : "\n");
	}
	buf_puts(out, "  ],\n  \"root\": ");
	put_digest(out, proof->root);
	buf_puts(out, "\n}\n");
}

/* ---- read ---- */

bool
proof_is(struct text begin)
{
	while (begin.len > 0 && isspace((unsigned char)*begin.at))
		begin = text_from(begin, 1);
	/* A tar that begins so has NULs soon. */
	return begin.len > 0 && *begin.at == '{' &&
	    memchr(begin.at, '\0', begin.len) == NULL;
}

struct proof_reading {
	const struct value *map;
	struct arena *arena;
	struct diags *diags;
	size_t faults;
};

static void
proof_fault(struct proof_reading *r, struct span span, const char *what,
    const char *key)
{
	diag_at(r->diags, &rules[RULE_PROOF_FORM], span, what, key);
	r->faults++;
}

/* "" after a diagnostic. */
static struct text
field(struct proof_reading *r, const char *key)
{
	const struct value *value = value_get(r->map, key);
	if (value_is(value, VALUE_TEXT) && !value->plain)
		return value->text;
	if (value == NULL)
		proof_fault(r, r->map->span, "“%s” is missing", key);
	else
		proof_fault(r, value->span, "“%s” is no text", key);
	return TEXT_LIT("");
}

static struct digest
digest_read(struct proof_reading *r, struct text text, struct span span,
    const char *key)
{
	struct digest digest = { { 0 } };
	if (text.len != 64 || digest_parse(&digest, text) != 0)
		proof_fault(r, span, "“%s” is not 64 hex digits", key);
	return digest;
}

static struct digest
digest_field(struct proof_reading *r, const char *key)
{
	struct text text = field(r, key);
	const struct value *value = value_get(r->map, key);
	static const struct digest none;
	return value == NULL ? none
			     : digest_read(r, text, value->span, key);
}

static uint32_t
place_field(struct proof_reading *r)
{
	struct text text = field(r, "place");
	const struct value *value = value_get(r->map, "place");
	size_t digits = 0;
	while (digits < text.len && isxdigit((unsigned char)text.at[digits]))
		digits++;
	if (value != NULL && (digits != 8 || text.len != 8))
		proof_fault(r, value->span, "“%s” is not 8 hex digits", "place");
	return (uint32_t)strtoul(text.at, NULL, 16);
}

static void
siblings_read(struct proof_reading *r, struct witness_proof *proof)
{
	static const char key[] = "siblings";
	const struct value *list = value_get(r->map, key);
	if (list == NULL || value_count(list) != WITNESS_DEPTH ||
	    !value_is(list, VALUE_LIST)) {
		proof_fault(r, list == NULL ? r->map->span : list->span,
		    "“%s” is no list of 32", key);
		return;
	}
	for (size_t i = 0; i < WITNESS_DEPTH; i++) {
		const struct value *item = value_item(list, i);
		proof->siblings[i] = digest_read(
		    r, value_as_text(item), item->span, key);
	}
}

static void
keys_check(struct proof_reading *r)
{
	static const char *const keys[] = { "format", "version", "seal",
		"edition", "record", "text", "salt", "place", "siblings",
		"root" };
	size_t count = sizeof(keys) / sizeof(*keys);
	for (uint32_t i = 0; i < r->map->map.count; i++) {
		const struct entry *entry = &r->map->map.entries[i];
		size_t k = 0;
		while (k < count && !text_is(entry->key, keys[k]))
			k++;
		if (k == count)
			proof_fault(r, entry->span, "“%s” is no part of a proof",
			    entry->key.at);
	}
	if (!text_is(field(r, "format"), FORMAT) ||
	    !text_is(field(r, "version"), VERSION))
		proof_fault(r, r->map->span, "this is no %s",
		    FORMAT ", version " VERSION);
}

int
proof_read(struct witness_proof *proof, struct arena *arena, struct text text,
    uint32_t source, struct diags *diags)
{
	struct proof_reading r = { .arena = arena, .diags = diags };
	struct span whole = { source, 0, (uint32_t)text.len };
	size_t before = diags->count;
	if (utf8_check(text) < text.len) {
		diag_at(diags, &rules[RULE_PROOF_FORM], SPAN_NONE,
		    "this is no text in UTF-8");
		return -1;
	}
	r.map = yaml_parse(arena, text, whole, diags);
	if (diags->count > before)
		return -1;
	if (!value_is(r.map, VALUE_MAP)) {
		proof_fault(&r, whole, "this is no %s", FORMAT);
		return -1;
	}
	keys_check(&r);
	*proof = (struct witness_proof){
		.seal = field(&r, "seal").at,
		.edition = field(&r, "edition").at,
		.record = field(&r, "record").at,
		.text = field(&r, "text"),
		.salt = digest_field(&r, "salt"),
		.place = place_field(&r),
		.root = digest_field(&r, "root"),
	};
	siblings_read(&r, proof);
	return r.faults == 0 ? 0 : -1;
}
