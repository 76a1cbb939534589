/*
 * tongbao print: one document, forms, lists as PDFs, without building a site.
 *
 * What an edition may see, by the same projection as its pages; without one
 * the office's own, which is everything.  The coverage sheet is the office's
 * alone: it names whoever is on the rosters.
 */
#include <stdio.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/print.h"

/* What is wrong with the command line; NULL: nothing. */
static const char *
words_wrong(const struct printing *p)
{
	int asked = (p->what != NULL) + (p->form_word != NULL) + p->ledger +
	    p->rectification + p->coverage;
	if (asked != 1)
		return N_("tongbao print: name one record, or one of --form, "
			  "--ledger, --rectification and --coverage\n");
	if (p->what != NULL &&
	    (p->period_word != NULL || p->unit_word != NULL))
		return N_("tongbao print: --period and --unit are for forms "
			  "and lists\n");
	if (p->form_word != NULL && p->period_word == NULL &&
	    (p->unit_word != NULL || p->edition_word != NULL ||
		p->each != NULL))
		return N_("tongbao print: a blank form takes neither --unit, "
			  "--edition nor --each; filled ones need --period\n");
	if (p->each != NULL && p->form_word == NULL)
		return N_("tongbao print: --each is for the forms of a "
			  "period\n");
	if (p->each != NULL && p->output != NULL)
		return N_("tongbao print: --each and --output exclude each "
			  "other\n");
	if (p->each != NULL && *p->each == '\0')
		return N_("tongbao print: --each names no folder\n");
	if (p->output != NULL && *p->output == '\0')
		return N_("tongbao print: --output names no file\n");
	if (p->coverage && p->edition_word != NULL)
		return N_("tongbao print: the coverage sheet is the office's "
			  "own: no edition may see who is on the rosters\n");
	return NULL;
}

static const struct edition office = {
	.id = "office",
	.title = "office",
	.office = true,
};

/* What its words mean on this site; false after a message. */
static bool
words_resolve(struct printing *p)
{
	const struct corpus *corpus = &p->run.corpus;
	const struct programme *programme = corpus->programme;
	const struct asker asker = { "print", corpus, p->run.arena };
	const struct term *term;
	p->edition = &office;
	if (p->edition_word != NULL &&
	    (p->edition = ask_edition(&asker, p->edition_word)) == NULL)
		return false;
	if (p->what != NULL &&
	    (p->record = ask_record(&asker, p->what, NULL)) == NULL)
		return false;
	if (p->form_word != NULL) {
		term = ask_term(&asker, VOCABULARY_FORM, p->form_word);
		if (term == NULL)
			return false;
		p->form = programme_form(programme, term->id);
	}
	if (p->period_word != NULL) {
		term = ask_term(&asker, VOCABULARY_PERIOD, p->period_word);
		if (term == NULL)
			return false;
		p->period = programme_period(programme, term->id);
	}
	if (p->unit_word != NULL &&
	    (p->unit = ask_organisation(&asker, p->unit_word)) == NULL)
		return false;
	if (p->coverage && p->period == NULL)
		p->period = programme_period_on(programme, p->run.as_of);
	if (!p->coverage || p->period != NULL)
		return true;
	fprintf(stderr,
	    _("tongbao print: no period had begun on %s; name one by "
	      "--period\n"),
	    p->run.as_of);
	site_periods_tell(&p->run);
	return false;
}

static int
print_run(struct printing *p, const struct site_options *options)
{
	struct site_run *run = &p->run;
	struct site_options confined = *options;
	bool blank = p->form_word != NULL && p->period_word == NULL;
	confined.rights.target = p->each != NULL ? p->each
	    : p->output == NULL			 ? ""
	    : strcmp(p->output, "-") == 0	 ? NULL
						 : p->output;
	int opened = blank ? site_load_settings(run, *options)
			   : site_open(run, confined);
	if (opened != 0 || diag_worst(&run->diags) >= DIAG_ERROR)
		return site_close(run);
	/* What else rules say of the content is check's to tell. */
	diags_init(&run->diags, run->arena);
	table_init(&p->names, run->arena);
	int status = STATUS_USAGE;
	if (words_resolve(p))
		status = blank ? print_blank(p) : print_compose(p);
	print_fonts_close(p->fonts);
	progress_end(&run->progress);
	if (status == STATUS_OK && diag_worst(&run->diags) < DIAG_ERROR)
		status = print_write(p);
	for (size_t i = 0; i < p->count; i++)
		buf_free(&p->files[i].pdf);
	int closed = site_close(run);
	return closed != STATUS_OK ? closed : status;
}

static int
print_main(int argc, char **argv)
{
	struct site_options options = SITE_OPTIONS_INIT;
	struct printing p = { 0 };
	int operands;
	const struct option table[] = {
		{ "form", 0, OPTION_STRING, &p.form_word, N_("FORM"),
		    N_("this review form: blank, or with --period all that "
		       "were filled in") },
		{ "ledger", 0, OPTION_FLAG, &p.ledger, NULL,
		    N_("the ledger, a row a review") },
		{ "rectification", 0, OPTION_FLAG, &p.rectification, NULL,
		    N_("the rectification list, a row a problem") },
		{ "coverage", 0, OPTION_FLAG, &p.coverage, NULL,
		    N_("who was reviewed, by whom, and who was not") },
		{ "period", 0, OPTION_STRING, &p.period_word, N_("PERIOD"),
		    N_("only of this period (--coverage: default the one of "
		       "the day)") },
		{ "unit", 0, OPTION_STRING, &p.unit_word, N_("ORGANISATION"),
		    N_("only this one and what lies below it") },
		{ "edition", 0, OPTION_STRING, &p.edition_word, N_("EDITION"),
		    N_("what this edition may see (default: everything, for "
		       "the office itself)") },
		{ "output", 'o', OPTION_STRING, &p.output, N_("FILE"),
		    N_("the file; - is standard output, as is a standard "
		       "output that is no terminal (default: NAME.pdf here)") },
		{ "each", 0, OPTION_STRING, &p.each, N_("FOLDER"),
		    N_("filled forms: a file each, in this folder") },
		SITE_OPTIONS(options),
		{ .name = NULL },
	};
	int usage = site_options_parse(&options, table, &print_command, argc,
	    argv, 1, &operands);
	if (usage != STATUS_OK)
		return usage;
	if (operands == 1)
		p.what = argv[0];
	p.kind = p.form_word != NULL ? PRINT_FORM
	    : p.ledger		     ? PRINT_LEDGER
	    : p.rectification	     ? PRINT_RECTIFICATION
	    : p.coverage	     ? PRINT_COVERAGE
				     : PRINT_RECORD;
	const char *wrong = words_wrong(&p);
	if (wrong != NULL) {
		fputs(_(wrong), stderr);
		return STATUS_USAGE;
	}
	/* They are check's to tell; here they would bury what is print's. */
	options.brief = true;
	return print_run(&p, &options);
}

const struct command print_command = {
	"print", N_("[options] [RECORD]"),
	N_("a document, forms or a list as a PDF, without building a site"),
	print_main,
};
