/*
 * Who approved what, and when: SCOPE, “A release names content, audience,
 * means, proposer, examiner and approver with dates”; waivers and amendments
 * need somebody's approval, too.  Whose counts is the programme's (authority).
 *
 * A release is used when a bulletin of its edition and period is dated.  One
 * that only names records has no day of use to compare with.
 */
#include "base/hash.h"
#include "base/lang.h"
#include "check/check.h"
#include "model/relation.h"
#include "model/rules.h"

struct approving {
	const struct checking *checking;
	enum approval approval;
	enum rule_id rule;
	const struct value *by; /* who approved */
	const char *date;       /* and when */
	struct diags *diags;
};

/* ---- who ---- */

/* True after telling that he is not. */
static bool
approver_tell(const struct approving *a, const struct subject *subject)
{
	const struct person *who = table_get(
	    &a->checking->corpus->roster.person_ids, value_as_text(a->by));
	if (who == NULL ||
	    approval_holds(a->checking->programme, a->approval, who, subject,
		a->date))
		return false;
	struct diag *d = diag_at(a->diags, &rules[a->rule], a->by->span,
	    "%s may not approve this for %s", who->name,
	    subject->person != NULL ? subject->person->name
				    : subject->organisation->name);
	struct span span =
	    a->checking->programme->authority_spans[a->approval];
	if (span.source != 0)
		diag_also(a->diags, d, span, "who may");
	return true;
}

/* False when there is no approval that could be judged. */
static bool
approving_init(struct approving *a, const struct checking *checking,
    const struct record *record, enum approval approval, enum rule_id rule,
    struct diags *diags)
{
	const struct value *approved = record_get(record, "approved");
	*a = (struct approving){ checking, approval, rule,
		value_get(approved, "by"), value_get_string(approved, "date"),
		diags };
	return a->by != NULL && a->date != NULL;
}

static void
approver_check(const struct checking *checking, const struct record *record,
    enum approval approval, enum rule_id rule, struct diags *diags)
{
	struct approving a;
	struct subject subject;
	if (approving_init(&a, checking, record, approval, rule, diags) &&
	    record_subject(record, &subject))
		approver_tell(&a, &subject);
}

/* Entitled for all that the covered records are about; of nobody, for the top. */
static void
release_approver_check(const struct checking *checking,
    const struct record *release, struct diags *diags)
{
	const struct roster *roster = &checking->corpus->roster;
	const struct value *covered = record_get(release, "records");
	struct approving a;
	struct subject subject = { NULL, NULL };
	bool asked = false;
	if (!approving_init(&a, checking, release, APPROVAL_RELEASE,
		RULE_RELEASE_APPROVER, diags))
		return;
	for (size_t i = 0; i < value_count(covered); i++) {
		const struct record *record = corpus_record(checking->corpus,
		    value_as_text(value_get(value_item(covered, i), "record")));
		bool of = record != NULL && record_subject(record, &subject);
		if (of && approver_tell(&a, &subject))
			return;
		/* What is not there, or can't be read, is told by itself. */
		asked = asked || of || record == NULL;
	}
	if (asked || roster->organisation_count == 0)
		return;
	subject = (struct subject){
		.organisation =
		    organisation_root(roster->organisations[0], a.date),
	};
	approver_tell(&a, &subject);
}

static void
self_check(const struct record *release, struct diags *diags)
{
	const struct value *proposer =
	    value_get(record_get(release, "proposed"), "by");
	const struct value *approver =
	    value_get(record_get(release, "approved"), "by");
	if (proposer == NULL || approver == NULL ||
	    !text_equal(value_as_text(proposer), value_as_text(approver)))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_RELEASE_SELF],
	    approver->span, "who approves it has proposed it himself");
	diag_also(diags, d, proposer->span, "proposed here");
}

/* ---- when ---- */

static void
before_check(const struct record *release, const char *first, const char *then,
    struct diags *diags)
{
	const struct value *one =
	    value_get(record_get(release, first), "date");
	const struct value *two = value_get(record_get(release, then), "date");
	if (one == NULL || two == NULL ||
	    strcmp(one->text.at, two->text.at) <= 0)
		return;
	const struct shape *kind = release->kind;
	const struct field *a = &kind->fields[field_index(kind, first)];
	const struct field *b = &kind->fields[field_index(kind, then)];
	struct diag *d = diag_at(diags, &rules[RULE_APPROVAL_ORDER], two->span,
	    "%s (%s) is dated %s, before %s (%s), which is dated %s", b->name,
	    b->alias, two->text.at, a->name, a->alias, one->text.at);
	diag_also(diags, d, one->span, "dated here");
}

static void
order_check(const struct record *release, struct diags *diags)
{
	before_check(release, "proposed", "examined", diags);
	before_check(release, "examined", "approved", diags);
	if (record_get(release, "examined") == NULL)
		before_check(release, "proposed", "approved", diags);
}

/* ---- editions of periods ---- */

/* When one of them was approved and used. */
struct issue {
	const char *first, *last; /* days of approvals; NULL: there is none */
	const struct value *used; /* the first bulletin's day; or NULL */
};

/* The one that a release or a bulletin is of; NULL: of no edition. */
static struct issue *
issue_of(const struct checking *checking, const struct record *record)
{
	struct buf key = BUF_INIT;
	buf_printf(&key, "%s\n%s", record->period,
	    record_string(record, "edition"));
	struct issue *issue = table_get(&checking->issues, buf_text(&key));
	buf_free(&key);
	return issue;
}

static struct issue *
issue_make(struct checking *checking, const struct record *record)
{
	const char *edition = record_string(record, "edition");
	struct issue *issue = issue_of(checking, record);
	if (issue != NULL || *edition == '\0')
		return issue;
	issue = ARENA_NEW(checking->arena, struct issue);
	table_add(&checking->issues,
	    text_of(arena_printf(
		checking->arena, "%s\n%s", record->period, edition)),
	    issue);
	return issue;
}

/* Of days, where there need not be an earlier one yet. */
static bool
is_earlier(const char *day, const char *than)
{
	return than == NULL || strcmp(day, than) < 0;
}

/* The day on which it was approved, if that has come; or NULL. */
static const char *
approval_day(const struct checking *checking, const struct record *release)
{
	const char *day =
	    value_get_string(record_get(release, "approved"), "date");
	return day != NULL && strcmp(day, checking->as_of) <= 0 ? day : NULL;
}

void
check_issues_gather(struct checking *checking)
{
	const struct record_list *releases =
	    index_kind(checking->index, "release");
	const struct record_list *bulletins =
	    index_kind(checking->index, "bulletin");
	table_init(&checking->issues, checking->arena);
	for (size_t i = 0; i < releases->count; i++) {
		struct issue *issue = issue_make(checking, releases->items[i]);
		const char *day = approval_day(checking, releases->items[i]);
		if (issue == NULL || day == NULL)
			continue;
		if (is_earlier(day, issue->first))
			issue->first = day;
		if (issue->last == NULL || is_earlier(issue->last, day))
			issue->last = day;
	}
	for (size_t i = 0; i < bulletins->count; i++) {
		const struct record *bulletin = bulletins->items[i];
		const struct value *used = record_get(bulletin, "date");
		struct issue *issue = issue_make(checking, bulletin);
		/* Withdrawn on its own day it is void: it never went out. */
		if (issue != NULL && used != NULL &&
		    !record_is_withdrawn(bulletin, used->text.at) &&
		    (issue->used == NULL ||
			is_earlier(used->text.at, issue->used->text.at)))
			issue->used = used;
	}
}

/* A later one approves anew what this one approved. */
static bool
is_superseded(const struct checking *checking, const struct record *release)
{
	const char *own = approval_day(checking, release);
	const struct issue *issue = issue_of(checking, release);
	return own != NULL && issue != NULL && issue->last != NULL &&
	    strcmp(issue->last, own) > 0;
}

static void
late_check(const struct checking *checking, const struct record *release,
    struct diags *diags)
{
	const struct value *date =
	    value_get(record_get(release, "approved"), "date");
	const struct issue *issue = issue_of(checking, release);
	if (date == NULL || issue == NULL || issue->used == NULL ||
	    *release->period == '\0')
		return;
	/* Before an amendment, say, it was approved as it was then. */
	const char *used = issue->used->text.at;
	if (!is_earlier(used, date->text.at) || !is_earlier(used, issue->first))
		return;
	struct diag *d = diag_at(diags, &rules[RULE_RELEASE_LATE], date->span,
	    "it was approved on %s, but used on %s", date->text.at, used);
	diag_also(diags, d, issue->used->span, "used here");
}

/* ---- what ---- */

static void
digests_check(const struct checking *checking, const struct record *release,
    struct diags *diags)
{
	const struct value *covered = record_get(release, "records");
	if (is_superseded(checking, release))
		return;
	for (size_t i = 0; i < value_count(covered); i++) {
		const struct value *item = value_item(covered, i);
		const struct value *digest = value_get(item, "digest");
		const struct value *id = value_get(item, "record");
		const struct record *record =
		    corpus_record(checking->corpus, value_as_text(id));
		if (id != NULL && corpus_is_gone(checking->corpus, id->text))
			diag_at(diags, &rules[RULE_RELEASE_DIGEST], id->span,
			    "“%s” was approved, and is gone", id->text.at);
		if (record == NULL || digest == NULL ||
		    checking->sources == NULL ||
		    !digest_is_one(value_as_text(digest)) || /* policy's */
		    digest_fits(value_as_text(digest),
			source_at(checking->sources, record->span.source)
			    ->text))
			continue;
		struct diag *d = diag_at(diags, &rules[RULE_RELEASE_DIGEST],
		    digest->span, "“%s” is not what was approved", record->id);
		diag_also(diags, d, record->span, "the record as it is now");
		if (corpus_seal_of(checking->corpus, text_of(release->id)) !=
		    NULL)
			diag_remedy(diags, d,
			    "the release is sealed: have the record and its "
			    "amendment approved by another one (tongbao "
			    "release RECORD AMENDMENT --path FILE)");
	}
}

/* Pictures: there, such as can be shown, and what was approved. */
static void
files_check(const struct checking *checking, const struct record *release,
    struct diags *diags)
{
	const struct value *files = record_get(release, "files");
	for (size_t i = 0; i < value_count(files); i++) {
		const struct value *item = value_item(files, i);
		const struct value *path = value_get(item, "file");
		const struct value *digest = value_get(item, "digest");
		if (path == NULL)
			continue;
		const struct corpus_file *file =
		    corpus_file(checking->corpus, value_as_text(path));
		if (file == NULL)
			diag_at(diags, &rules[RULE_PICTURE_MISSING], path->span,
			    "there is no picture “%s”",
			    value_as_string(path));
		else if (file->fault != NULL)
			diag_at(diags, &rules[RULE_PICTURE_BROKEN], path->span,
			    "this picture can't be published: %s",
			    _(file->fault));
		else if (digest != NULL &&
		    digest_is_one(value_as_text(digest)) &&
		    !digest_is(value_as_text(digest), file->digest))
			diag_at(diags, &rules[RULE_RELEASE_DIGEST],
			    digest->span, "“%s” is not what was approved",
			    file->path);
	}
}

void
check_release(const struct checking *checking, const struct record *record,
    struct diags *diags)
{
	if (record_is(record, "waiver")) {
		approver_check(checking, record, APPROVAL_WAIVER,
		    RULE_WAIVER_APPROVER, diags);
	} else if (record_is(record, "amendment")) {
		approver_check(checking, record, APPROVAL_AMENDMENT,
		    RULE_AMENDMENT_APPROVER, diags);
	} else if (record_is(record, "release")) {
		release_approver_check(checking, record, diags);
		self_check(record, diags);
		order_check(record, diags);
		late_check(checking, record, diags);
		digests_check(checking, record, diags);
		files_check(checking, record, diags);
	}
}
