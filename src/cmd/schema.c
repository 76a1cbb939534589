/*
 * tongbao schema: what may be written, as JSON Schema for editors, or as lists
 * for the manual.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/near.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "cmd/json_schema.h"
#include "cmd/mdoc.h"
#include "cmd/site.h"
#include "model/rules.h"

/* ---- for the manual ---- */

static const char *const type_words[] = {
	[FIELD_TEXT] = "text",
	[FIELD_DATE] = "date",
	[FIELD_INTEGER] = "whole number",
	[FIELD_BOOLEAN] = "yes or no",
	[FIELD_CHOICE] = "choice",
	[FIELD_ORGANISATION] = "organisation",
	[FIELD_PERSON] = "person",
	[FIELD_SUBJECT] = "organisation or person",
	[FIELD_RECORD] = "record",
	[FIELD_PROBLEM] = "problem",
	[FIELD_SCOPE] = "label",
	[FIELD_MAP] = "fields",
	[FIELD_COUNTS] = "whole numbers by grade",
	[FIELD_ANY] = "as described below",
};

static const char *const vocabulary_words[VOCABULARY__MAX] = {
	[VOCABULARY_CLASS] = "class of readers",
	[VOCABULARY_LEVEL] = "level",
	[VOCABULARY_PERIOD] = "period",
	[VOCABULARY_FORM] = "form",
	[VOCABULARY_ASPECT] = "aspect",
	[VOCABULARY_METHOD] = "method",
	[VOCABULARY_OCCASION] = "occasion",
	[VOCABULARY_PREPARATION] = "preparation",
	[VOCABULARY_GRADE] = "grade",
	[VOCABULARY_CATEGORY] = "category",
	[VOCABULARY_GROUP] = "class of organisations",
};

static void shape_put_mdoc(FILE *out, const struct shape *shape);

static void
field_put_mdoc(FILE *out, const struct field *field)
{
	bool list = (field->flags & FIELD_LIST) != 0;
	fprintf(out, ".It Cm %s , %s Pq %s%s%s\n", field->name,
	    field->alias,
	    field->type == FIELD_TERM ? vocabulary_words[field->vocabulary]
	    : field->type == FIELD_RECORD && field->target != NULL
		? field->target
		: type_words[field->type],
	    list ? ", list" : "",
	    (field->flags & FIELD_REQUIRED) != 0 ? ", required" : "");
	if (field->help != NULL)
		mdoc_put_sentence(out, field->help);
	if (field->type == FIELD_CHOICE) {
		fputs("One of\n", out);
		for (size_t i = 0; field->choices[i] != NULL; i += 2)
			fprintf(out, ".Cm %s Pq %s%s\n", field->choices[i],
			    field->choices[i + 1],
			    field->choices[i + 2] != NULL ? " ," : " .");
	}
	if (field->type == FIELD_MAP)
		shape_put_mdoc(out, field->shape);
}

static void
shape_put_mdoc(FILE *out, const struct shape *shape)
{
	fputs(".Bl -tag -width Ds\n", out);
	for (const struct field *f = shape->fields; f->name != NULL; f++)
		field_put_mdoc(out, f);
	fputs(".El\n", out);
}

static void
kinds_put_mdoc(FILE *out)
{
	for (const struct shape *k = record_kinds; k->name != NULL; k++) {
		fprintf(out, ".Ss %s %s\n", k->alias, k->name);
		mdoc_put_sentence(out, k->help);
		shape_put_mdoc(out, k);
	}
}

/* Every fault with its code and how serious it is, unless a site says so. */
static void
rules_put_mdoc(FILE *out)
{
	fputs(".Bl -column \"T0000\" \"front-matter-not-closed\" "
	      "\"rectification\" \"severity\"\n"
	      ".It Em code Ta Em name Ta Em family Ta Em severity\n",
	    out);
	for (size_t i = 0; i < RULE__MAX; i++)
		fprintf(out, ".It %s Ta %s Ta %s Ta %s\n", rules[i].code,
		    rules[i].slug,
		    rules[i].family == NULL ? "\\(en" : rules[i].family,
		    diag_level_word(rules[i].level));
	fputs(".El\n", out);
}

static void
parameters_put_mdoc(FILE *out)
{
	fputs(".Bl -tag -width Ds\n", out);
	for (const struct rule_parameter *p = rule_parameters; p->name != NULL;
	     p++) {
		fprintf(out, ".It Cm %s : %s , %s ", rules[p->rule].slug,
		    p->name, p->alias);
		if (p->list)
			fputs("Pq list of texts\n", out);
		else
			fprintf(out, "Pq default %lld\n",
			    (long long)p->standard);
		mdoc_put_sentence(out, p->help);
	}
	fputs(".El\n", out);
}

/* False when there is no table of that name. */
static bool
table_put_mdoc(FILE *out, const char *name)
{
	static const struct {
		const char *name;
		void (*put)(FILE *out);
	} tables[] = {
		{ "record", kinds_put_mdoc },
		{ "rules", rules_put_mdoc },
		{ "parameters", parameters_put_mdoc },
	};
	struct schema_subject subject;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		if (strcmp(tables[i].name, name) != 0)
			continue;
		tables[i].put(out);
		return true;
	}
	if (!schema_subject_find(&subject, name))
		return false;
	shape_put_mdoc(out, subject.shape);
	return true;
}

/* ---- the command ---- */

static int
kind_unknown(const char *name)
{
	const char *names[64];
	size_t n = schema_subject_names(names, 64);
	const char *near = nearest_word(name, names, n);
	fprintf(stderr,
	    _("tongbao schema: there is no kind of record and no file of "
	      "settings '%s'\n"),
	    name);
	if (near != NULL)
		fprintf(stderr, _("Did you mean %s?\n"), near);
	return STATUS_USAGE;
}

/* A site's terms are told where there is a site that can be understood. */
static void
schema_print(const struct schema_subject *subject, struct site_options options)
{
	struct site_run run;
	struct buf json = BUF_INIT;
	site_load_settings(&run, options);
	value_put_json(&json,
	    json_schema_make(run.arena, subject,
		run.loaded ? &run.corpus : NULL));
	puts(json.at);
	buf_free(&json);
	/* Where there is no site, there is a schema all the same. */
	diags_init(&run.diags, run.arena);
	site_close(&run);
}

static int
schema_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	int operands;
	const char *format = "json";
	const struct option table[] = {
		{ "format", 0, OPTION_STRING, &format, "json|mdoc",
		    N_("for editors (json, default) or the manual (mdoc)") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &schema_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	const char *name = operands == 0 ? "record" : argv[0];
	struct schema_subject subject;
	if (strcmp(format, "mdoc") == 0)
		return table_put_mdoc(stdout, name) ? STATUS_OK
						    : kind_unknown(name);
	if (strcmp(format, "json") != 0) {
		fprintf(stderr,
		    _("tongbao schema: --format takes json or mdoc, not "
		      "'%s'\n"),
		    format);
		return STATUS_USAGE;
	}
	if (!schema_subject_find(&subject, name))
		return kind_unknown(name);
	schema_print(&subject, options);
	return STATUS_OK;
}

const struct command schema_command = {
	"schema",
	N_("[options] [KIND|site|programme|organisations|people]"),
	N_("print what may be written as JSON Schema, for editors"),
	schema_main,
};
