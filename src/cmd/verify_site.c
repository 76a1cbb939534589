/*
 * A site: are its seals those that were made, are its records what they list,
 * and is all that was archived at hand and whole?
 */
#include "cmd/verify.h"

#include "base/diag_form.h"
#include "base/lang.h"
#include "check/check.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/git.h"
#include "cmd/history.h"
#include "model/rules.h"

struct site_report {
	const char *root, *archive;
	size_t seals;
	size_t records, records_agree; /* of the last seal of each period */
	size_t bags, bags_there, bags_agree, bags_valid;
	bool asked;	  /* git was: what comes next is known */
	bool has_history; /* it told what seals there had been */
	bool unread;      /* the archive: what is in it is not known */
	bool loaded;      /* else it is not known what is sealed, either */
	bool spoilt;      /* a seal there was, or can't be read */
	size_t errors[BAG_HEAD__MAX], warnings[BAG_HEAD__MAX];
};

struct site_verifying {
	struct site_run *run;
	struct site_report report;
};

bool
verify_is_site(const char *path)
{
	struct buf settings = BUF_INIT;
	buf_printf(&settings, "%s/content/site.yaml", path);
	bool is = os_type_target(settings.at) == OS_FILE;
	buf_free(&settings);
	return is;
}

/* ---- seals, by git ---- */

static void
seal_gone(struct site_verifying *s, const char *path,
    const struct history_file *file)
{
	const struct rule *rule = &rules[RULE_SEAL_HISTORY];
	if (file->gone)
		diag_at(&s->run->diags, rule, SPAN_NONE,
		    "%s was committed once, and is gone since the commit "
		    "%.12s",
		    path, file->changed->name);
	else if (os_type(arena_printf(s->run->arena, "%s/%s",
		     s->run->options.root, path)) == OS_NONE)
		diag_at(&s->run->diags, rule, SPAN_NONE,
		    "%s is committed, and is gone", path);
}

static void
seal_history(struct site_verifying *s, const struct history *history,
    const struct seal *seal)
{
	struct diags *diags = &s->run->diags;
	const struct rule *rule = &rules[RULE_SEAL_HISTORY];
	const char *path = arena_printf(s->run->arena,
	    "content/" SEALS_FOLDER "/%s.yaml", seal->id);
	const struct history_file *file = history_of(history, path);
	if (file == NULL)
		diag_at(diags, rule, seal->span,
		    "this seal was not committed");
	else if (file->edited)
		diag_at(diags, rule, seal->span,
		    "this seal is not as it was committed");
	else if (file->commits > 1 && !file->cut)
		diag_at(diags, rule, seal->span,
		    "this seal was changed in the commit %.12s, after it had "
		    "been committed",
		    file->changed->name);
}

static void
lines_add(struct table *table, struct text lines)
{
	struct text line;
	while (lines.len > 0) {
		text_split(lines, '\n', &line, &lines);
		table_add(table, line, table);
	}
}

/* Of a commit that git has no more it can't be made again. */
static void
commits_check(struct site_verifying *s)
{
	static const char *const words[] = { "rev-list", "HEAD", NULL };
	struct site_run *run = s->run;
	const struct corpus *corpus = &run->corpus;
	struct git git;
	const char *complaint;
	struct text commits;
	struct table known;
	if (git_look(&git, run->arena, run->options.root, &complaint) != 0 ||
	    git.shallow || *git.head == '\0' ||
	    git_read(&git, words, &commits, &complaint) != 0)
		return;
	table_init(&known, run->arena);
	lines_add(&known, commits);
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (table_get(&known, text_of(corpus->seals[i]->commit)) ==
		    NULL)
			diag_at(&run->diags, &rules[RULE_SEAL_HISTORY],
			    corpus->seals[i]->span,
			    "the commit that was sealed, %.12s, is not in "
			    "git's history",
			    corpus->seals[i]->commit);
}

static void
history_check(struct site_verifying *s)
{
	struct site_run *run = s->run;
	const struct corpus *corpus = &run->corpus;
	struct history history;
	s->report.asked = true;
	history_read(&history, run->arena, run->options.root,
	    "content/" SEALS_FOLDER, true, &run->diags);
	s->report.has_history = history.known;
	if (!history.known)
		return;
	for (size_t i = 0; i < corpus->seal_count; i++)
		seal_history(s, &history, corpus->seals[i]);
	commits_check(s);
	for (size_t i = 0; i < history.path_count; i++)
		seal_gone(s, history.paths[i],
		    table_get(&history.files, text_of(history.paths[i])));
}

/* ---- the archive ---- */

static void
bag_missing_tell(struct site_run *run, const struct seal *seal,
    const struct sealed *bag, const char *path)
{
	struct diag *d = diag_at(&run->diags, &rules[RULE_SEAL_ARCHIVE],
	    bag->span, "there is no %s", path);
	diag_remedy(&run->diags, d,
	    "name the archive's folder with --archive, or put the bags back; "
	    "`tongbao seal --again %s` makes them from the seal's commit",
	    source_at(&run->sources, seal->span.source)->path);
}

static void
bag_look(struct site_verifying *s, const struct seal *seal,
    const struct sealed *bag)
{
	struct site_run *run = s->run;
	struct site_report *r = &s->report;
	const char *path = arena_printf(
	    run->arena, "%s/%s/%s", r->archive, seal->id, bag->name);
	struct bag_report report;
	struct digest digest;
	struct os_error error;
	r->bags++;
	if (*bag->name == '\0')
		return; /* a fault of the seal, told when it was read */
	if (os_type_target(path) == OS_NONE) {
		if (!r->unread)
			bag_missing_tell(run, seal, bag, path);
		return;
	}
	r->bags_there++;
	if (digest_of_file(path, &digest, &error) != 0 ||
	    bag_check(run->arena, path, &run->sources, &run->diags, &report,
		&error) != 0) {
		diag_at(&run->diags, &rules[RULE_SYSTEM], bag->span, "%s",
		    error.message);
		return;
	}
	r->bags_valid += report.valid;
	if (digest_is(bag->digest, digest))
		r->bags_agree++;
	else
		diag_at(&run->diags, &rules[RULE_SEAL_BAG], bag->span,
		    "%s is not the bag of this name that was sealed", path);
}

/*
 * In the folder of a seal nothing but its bags; elsewhere no bag.  What a seal
 * lists that can't be read is not known.
 */
static bool
is_stray(const struct site_verifying *s, const struct os_found *found)
{
	struct arena *arena = s->run->arena;
	struct text first, name;
	text_split(text_of(found->path), '/', &first, &name);
	const char *id = arena_text(arena, first).at;
	const struct seal *seal = corpus_seal(&s->run->corpus, id);
	if (seal != NULL)
		return seal_bag(seal, name) == NULL;
	return found->type == OS_FILE &&
	    text_ends(text_of(found->path), ".tar") &&
	    os_type(arena_printf(arena, "%s/content/" SEALS_FOLDER "/%s.yaml",
		s->run->options.root, id)) == OS_NONE;
}

/* A seal that was taken away leaves its bags. */
static void
strays_tell(struct site_verifying *s, const struct os_list *found)
{
	struct diags *diags = &s->run->diags;
	for (size_t i = 0; i < found->count; i++) {
		if (!is_stray(s, &found->items[i]))
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_SEAL_ARCHIVE],
		    SPAN_NONE, "%s/%s is of no seal of the site",
		    s->report.archive, found->items[i].path);
		d->effect = _("nothing shows where the file comes from");
		diag_remedy(diags, d,
		    "take it out of the archive; if it was sealed, its seal "
		    "is missing: git log -- content/seals");
	}
}

static void
archive_check(struct site_verifying *s)
{
	struct site_run *run = s->run;
	const struct corpus *corpus = &run->corpus;
	const char *archive = s->report.archive;
	struct os_list found = { .count = 0 };
	struct os_error error;
	if (os_type_target(archive) == OS_FOLDER &&
	    os_walk(run->arena, archive, &found, &error) != 0) {
		rule_system(&run->diags, &error);
		s->report.unread = true;
	}
	for (size_t i = 0; i < corpus->seal_count; i++)
		for (size_t j = 0; j < corpus->seals[i]->bag_count; j++)
			bag_look(s, corpus->seals[i],
			    &corpus->seals[i]->bags[j]);
	strays_tell(s, &found);
}

/* ---- what was found ---- */

/* At a record that no seal lists: it is written only now. */
static bool
is_of_new_record(const struct site_run *run, const struct diag *diag)
{
	const struct corpus *corpus = &run->corpus;
	struct text path = text_of(
	    source_at(&run->sources, diag->span.source)->path);
	if (diag->span.source == 0 || !text_starts(path, "content/") ||
	    !text_ends(path, ".md"))
		return false;
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (table_get(&corpus->seals[i]->record_ids,
			record_id_of(path.at)) != NULL)
			return false;
	return true;
}

static bool
is_of_seals(const void *context, const struct diag *diag)
{
	struct text slug = text_of(diag->rule->slug);
	return text_starts(slug, "seal-") || text_starts(slug, "bag-") ||
	    (diag->level == DIAG_ERROR && !is_of_new_record(context, diag));
}

static bool
is_of_a_seal(const struct site_run *run, const struct diag *diag)
{
	const char *path = source_at(&run->sources, diag->span.source)->path;
	return diag->rule == &rules[RULE_SEAL_HISTORY] ||
	    (diag->span.source != 0 &&
		text_starts(text_of(path), "content/" SEALS_FOLDER "/"));
}

static void
faults_count(struct site_verifying *s)
{
	struct site_report *r = &s->report;
	const struct corpus *corpus = &s->run->corpus;
	size_t other = 0;
	for (const struct diag *d = s->run->diags.first; d != NULL;
	     d = d->next) {
		enum bag_head head = bag_head_of(d->rule);
		r->errors[head] += d->level == DIAG_ERROR;
		r->spoilt |=
		    d->level == DIAG_ERROR && is_of_a_seal(s->run, d);
		r->warnings[head] += d->level == DIAG_WARNING;
		other += d->rule == &rules[RULE_SEAL_CHANGED] ||
		    d->rule == &rules[RULE_SEAL_REMOVED];
	}
	r->seals = corpus->seal_count;
	for (size_t i = 0; i < corpus->seal_count; i++)
		if (corpus_last_seal(corpus, corpus->seals[i]->period) ==
		    corpus->seals[i])
			r->records += corpus->seals[i]->record_count;
	r->records_agree = r->records - other;
}

/* ---- the report ---- */

static bool
stands(const struct site_report *r)
{
	bool all = r->seals > 0 && !r->unread;
	for (int head = 0; head < BAG_HEAD__MAX; head++)
		all = all && r->errors[head] == 0;
	return all;
}

/* Of bags that nobody has nothing is known. */
static struct verify_finding
finding(const struct site_report *r, int head)
{
	bool examined = r->seals > 0 &&
	    ((head == BAG_COMPLETE && !r->unread) || r->bags_there == r->bags);
	return (struct verify_finding){ r->errors[head], r->warnings[head],
		examined };
}

static void
put_details(const struct site_report *r, int head)
{
	switch (head) {
	case BAG_AUTHENTIC:
		printf(_("seals in the chain: %zu; records as they were sealed "
		      "or amended: %zu of %zu; bags as they were sealed: %zu "
		      "of %zu"),
		    r->seals, r->records_agree, r->records, r->bags_agree,
		    r->bags);
		fputs(r->has_history
			? _("; git was asked for the seals")
			: _("; without git nobody tells of a last seal that "
			    "was taken away"),
		    stdout);
		break;
	case BAG_COMPLETE:
		printf(_("bags in the archive: %zu of %zu"),
		    r->bags_there, r->bags);
		break;
	case BAG_USABLE:
		printf(_("valid bags: %zu of %zu"), r->bags_valid,
		    r->bags_there);
		break;
	default:
		fputs(r->errors[head] == 0
			? _("no path out of a bag, no link, no device")
			: _("paths out of a bag, links or devices: see above"),
		    stdout);
	}
}

static void
report_print(const struct site_report *r)
{
	verify_put_clean(r->root);
	printf(": %s\n",
	    !r->loaded ? _("the site can't be read: whether what was sealed "
			   "stands is not known")
		: r->seals == 0 && !r->spoilt ? _("no period is sealed")
		: stands(r) ? _("what was sealed stands")
		: r->unread ? _("the archive can't be read: whether what was "
				"sealed stands is not known")
			    : _("what was sealed does not stand"));
	for (int head = 0; head < BAG_HEAD__MAX && r->seals > 0; head++) {
		verify_begin_head(head, finding(r, head));
		put_details(r, head);
		verify_end_head(finding(r, head));
	}
}

/* A line, as for bags. */
static void
report_print_json(const struct site_report *r)
{
	struct buf b = BUF_INIT;
	buf_puts(&b, "{\"site\":");
	diag_put_json_text(&b, r->root);
	buf_printf(&b,
	    ",\"valid\":%s,\"seals\":%zu,\"records\":%zu,"
	    "\"records_agree\":%zu,\"bags\":%zu,\"bags_there\":%zu,"
	    "\"bags_agree\":%zu,\"bags_valid\":%zu,\"history\":%s",
	    stands(r) ? "true" : "false", r->seals, r->records,
	    r->records_agree, r->bags, r->bags_there, r->bags_agree,
	    r->bags_valid, r->has_history ? "true" : "false");
	for (int head = 0; head < BAG_HEAD__MAX; head++) {
		verify_put_head_json(&b, head, finding(r, head));
		buf_putc(&b, '}');
	}
	buf_puts(&b, "}\n");
	fwrite(b.at, 1, b.len, stdout);
	buf_free(&b);
}

/* ---- one site ---- */

/* Afterwards git can't be started any more. */
static void
verify_prepare(void *context, struct site_run *run, struct confine *confine)
{
	(void)run;
	(void)confine;
	history_check(context);
}

int
verify_site(const struct verifying *verifying, const char *root)
{
	struct site_run run;
	struct site_options options = SITE_OPTIONS_INIT;
	struct site_verifying s = { &run, { .root = root } };
	options.root = root;
	options.as_of = verifying->as_of;
	options.quiet = true;
	options.rights = (struct site_rights){ .read = verifying->archive,
		.prepare = verify_prepare, .context = &s };
	site_open(&run, options);
	s.report.archive = verifying->archive != NULL
	    ? verifying->archive
	    : site_archive(run.arena, root);
	s.report.loaded = run.loaded;
	if (run.loaded) {
		if (!s.report.asked)
			history_check(&s);
		archive_check(&s);
	}
	diags_keep(&run.diags, is_of_seals, &run);
	faults_count(&s);
	verify_print_faults(verifying, &run.diags, &run.sources);
	if (verifying->form == DIAG_JSON)
		report_print_json(&s.report);
	else if (!verifying->quiet)
		report_print(&s.report);
	int status = site_has_system_fault(&run) ? STATUS_SYSTEM
	    : stands(&s.report)			 ? STATUS_OK
						 : STATUS_CONTENT;
	site_drop(&run);
	return status;
}
