/*
 * Templates: two of them, the second behind a line of = alone, filled with data
 * that is hostile to HTML.  What comes from data is escaped but where the tag
 * says raw; nothing is written that neither template nor data hold; a set can
 * be rendered twice.
 */
#include "fuzz.h"
#include "render/html.h"
#include "render/template.h"

/* Begins with what no template can write by chance: its own text has none. */
#define HOSTILE "\x01<b title=\"&'\">\n}}{{/a}}{{>b}}"

static bool raw_seen;

static void
put_text(struct buf *out, struct text text, bool raw)
{
	raw_seen = raw_seen || raw;
	if (raw)
		buf_putt(out, text);
	else
		html_put_escaped(out, text);
}

static struct value *
data_make(struct arena *arena)
{
	struct value *data = value_map(arena), *list = value_list(arena),
		     *item = value_map(arena);
	value_set(arena, item, "a", value_string(arena, HOSTILE));
	value_set(arena, item, "n", value_integer(arena, -1));
	value_add(arena, list, item);
	value_add(arena, list, value_string(arena, HOSTILE));
	value_add(arena, list, value_list(arena));
	value_set(arena, data, "a", value_string(arena, HOSTILE));
	value_set(arena, data, "l", list);
	value_set(arena, data, "m", item);
	value_set(arena, data, "t", value_bool(arena, true));
	value_set(arena, data, "f", value_bool(arena, false));
	value_set(arena, data, "z", value_null(arena));
	value_set(arena, data, "r", value_real(arena, 0.1));
	return data;
}

/* No data of its own in the templates' text. */
static bool
is_clean(struct text text)
{
	return memchr(text.at, '\x01', text.len) == NULL;
}

static void
check_output(const struct buf *out)
{
	for (const char *at = out->at; !raw_seen &&
	     (at = memchr(at, '\x01', out->len - (size_t)(at - out->at))) !=
		 NULL;
	     at++)
		FUZZ_ASSERT(strncmp(at + 1, "&lt;b title=&quot;&amp;'&quot;&gt;",
				34) == 0);
}

static void
split(struct text text, struct text *first, struct text *second)
{
	const char *at = memmem(text.at, text.len, "\n=\n", 3);
	*first = at == NULL ? text
			    : text_cut(text, 0, (size_t)(at - text.at) + 1);
	*second = at == NULL
	    ? text_from(text, text.len)
	    : text_from(text, (size_t)(at - text.at) + 3);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct text first, second;
	struct buf out = BUF_INIT, again = BUF_INIT;
	fuzz_open(&fuzz, data, size);
	split(fuzz.text, &first, &second);
	struct templates *set = templates_new(fuzz.arena);
	struct template_output output = { put_text, NULL, &fuzz.diags };
	int status = templates_add_part(set, "a", first, fuzz.where,
	    &fuzz.diags);
	uint32_t source = sources_add(&fuzz.sources, "b");
	source_at(&fuzz.sources, source)->text = second;
	status |= templates_add(set, "b", second, source, &fuzz.diags);
	FUZZ_ASSERT((status == 0) == (fuzz.diags.count == 0));
	bool strict = size > 0 && data[0] == '!';
	int linked = templates_link(set, strict, &fuzz.diags);
	FUZZ_ASSERT(strict || linked == 0);
	raw_seen = false;
	struct value *values = data_make(fuzz.arena);
	if (status == 0 && linked == 0 &&
	    template_render(&out, set, "a", values, &output) == 0) {
		if (is_clean(fuzz.text))
			check_output(&out);
		FUZZ_ASSERT(template_render(&again, set, "a", values,
				&output) == 0);
		FUZZ_ASSERT(text_equal(buf_text(&out), buf_text(&again)));
	}
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	buf_free(&out);
	buf_free(&again);
	fuzz_close(&fuzz);
	return 0;
}
