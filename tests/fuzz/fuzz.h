/*
 * What the fuzz targets share.  A target is a file of this folder with
 *
 *	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
 *
 * which takes any bytes and returns 0, or ends the process by FUZZ_ASSERT().
 * `make fuzz` links it with libFuzzer, which looks for new ways through the
 * program; `make test` with driver.c, which looks for none.  Both take the same
 * arguments: FILE or FOLDER..., -runs=N, -seed=N, -dict=FILE, -max_len=N.
 *
 * One input leaves nothing behind but what the target says is kept.
 */
#ifndef TONGBAO_TESTS_FUZZ_H
#define TONGBAO_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/diag_form.h"
#include "base/utf8.h"
#include "base/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_ASSERT(that)                                                      \
	((that) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #that))

static inline void
fuzz_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, what);
	abort();
}

/*
 * libFuzzer keeps the input of who aborts, not of who leaves (base/end.h).  One
 * that is weak would give way to the sanitizer's.
 */
#ifndef FUZZ_DRIVER
_Noreturn void
_exit(int status)
{
	fprintf(stderr, "the process ends with status %d\n", status);
	abort();
}
#endif

/* One input: its text is a source, as if it were a file's. */
struct fuzz {
	struct arena *arena;
	struct sources sources;
	struct diags diags;
	uint32_t source;
	struct text text;
	struct span where; /* all of it */
};

/*
 * Nothing stands behind the bytes: what reads on is seen.  What no file may
 * hold (source_read() in read/load.c) becomes a question mark.
 */
static inline struct text
fuzz_utf8(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size > 0 ? size : 1);
	if (bytes == NULL)
		abort();
	if (size > 0)
		memcpy(bytes, data, size);
	struct text text = { bytes, size };
	for (size_t bad = 0; bad < size; bad++) {
		bad += utf8_check(text_from(text, bad));
		if (bad < size)
			bytes[bad] = '?';
	}
	for (size_t i = 0; i < size; i++)
		if (bytes[i] == '\0')
			bytes[i] = '?';
	return text;
}

static inline void
fuzz_open(struct fuzz *fuzz, const uint8_t *data, size_t size)
{
	fuzz->arena = arena_new();
	sources_init(&fuzz->sources, fuzz->arena);
	diags_init(&fuzz->diags, fuzz->arena);
	fuzz->text = fuzz_utf8(data, size);
	fuzz->source = sources_add(&fuzz->sources, "input");
	source_at(&fuzz->sources, fuzz->source)->text = fuzz->text;
	fuzz->where = (struct span){ fuzz->source, 0, (uint32_t)size };
}

static inline void
fuzz_close(struct fuzz *fuzz)
{
	arena_free(fuzz->arena);
	free((char *)fuzz->text.at);
}

/* Amid a character?  In a text that is no UTF-8 there are none. */
static inline bool
fuzz_is_amid(struct text text, size_t at)
{
	return at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80 &&
	    utf8_check(text) == text.len;
}

/* Does the place lie in its source, and not amid a character? */
static inline bool
fuzz_is_place(const struct sources *sources, struct span span)
{
	if (span.source == 0)
		return true;
	if (span.source >= sources->count)
		return false;
	struct text text = sources->items[span.source].text;
	if (span.start > span.end || span.end > text.len)
		return false;
	return !fuzz_is_amid(text, span.start) &&
	    !fuzz_is_amid(text, span.end);
}

/* What goes to a terminal moves no cursor; what goes to a machine is UTF-8. */
static inline void
fuzz_check_print(struct diags *diags, const struct sources *sources,
    enum diag_form form)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&bytes, &size);
	if (out == NULL)
		abort();
	diags_print(diags, sources,
	    (struct diag_style){ .form = form, .version = "0" }, out);
	fclose(out);
	struct text text = { bytes, size };
	FUZZ_ASSERT(utf8_check(text) == size);
	bool machine = form == DIAG_JSON || form == DIAG_SARIF;
	for (size_t at = 0; at < size && !machine;) {
		uint32_t code = utf8_next(text, &at);
		FUZZ_ASSERT(code == '\n' || !utf8_is_control(code) ||
		    (code == '\t' && form == DIAG_TEXT));
	}
	free(bytes);
}

/* Places, second places and mends of all faults; then all of them printed. */
static inline void
fuzz_check_diags(struct diags *diags, const struct sources *sources)
{
	for (struct diag *d = diags->first; d != NULL; d = d->next) {
		if (!fuzz_is_place(sources, d->span))
			fprintf(stderr, "%s %s: [%u, %u) of source %u\n",
			    d->rule->code, d->message, d->span.start,
			    d->span.end, d->span.source);
		FUZZ_ASSERT(fuzz_is_place(sources, d->span));
		FUZZ_ASSERT(fuzz_is_place(sources, d->also));
		FUZZ_ASSERT(d->message != NULL && *d->message != '\0');
		for (struct diag_edit *e = d->edits; e != NULL; e = e->next) {
			FUZZ_ASSERT(e->span.source != 0);
			FUZZ_ASSERT(fuzz_is_place(sources, e->span));
			FUZZ_ASSERT(utf8_check(e->text) == e->text.len);
		}
	}
	for (int form = 0; form < DIAG_FORM__MAX; form++)
		fuzz_check_print(diags, sources, (enum diag_form)form);
}

/* Does each kind of value hold what it may, at a place of the sources? */
static inline void
fuzz_check_value(const struct sources *sources, const struct value *value)
{
	FUZZ_ASSERT(value != NULL && fuzz_is_place(sources, value->span));
	if (value->kind == VALUE_TEXT) {
		FUZZ_ASSERT(value->text.at[value->text.len] == '\0');
		FUZZ_ASSERT(utf8_check(value->text) == value->text.len);
	}
	if (value->kind == VALUE_LIST)
		for (size_t i = 0; i < value->list.count; i++)
			fuzz_check_value(sources, value->list.items[i]);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->map.count;
	     i++) {
		const struct entry *entry = &value->map.entries[i];
		FUZZ_ASSERT(fuzz_is_place(sources, entry->span));
		FUZZ_ASSERT(entry->key.at[entry->key.len] == '\0');
		FUZZ_ASSERT(utf8_check(entry->key) == entry->key.len);
		fuzz_check_value(sources, entry->value);
	}
}

#endif
