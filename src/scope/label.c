#include "scope/label.h"

#include "base/buf.h"
#include "model/rules.h"

static const char *const within_words[] = { "everyone", "所有人", "root",
	"本校", "subject", "本单位", "superior", "上级" };

static int
who_parse(const struct label_context *context, struct text who,
    struct span span)
{
	int rank = programme_rank(context->programme, VOCABULARY_CLASS, who);
	if (rank >= 0)
		return rank;
	const struct term_list *classes =
	    &context->programme->terms[VOCABULARY_CLASS];
	const char *names[64];
	size_t n = 0;
	for (size_t i = 0; i < classes->count && n < 63; i++) {
		names[n++] = classes->items[i].id;
		names[n++] = classes->items[i].name;
	}
	struct diag *d = diag_at(context->diags, &rules[RULE_SCOPE_CLASS], span,
	    "there is no class of readers “%.*s”", TEXT_ARG(who));
	char *word = arena_copy(context->diags->arena, who.at, who.len);
	diag_suggest(context->diags, d, word, names, n);
	return -1;
}

/* What an audience is, as the remedy of a diagnostic. */
static void
audience_remedy(struct diags *diags, struct diag *diag,
    const struct programme *programme)
{
	diag_remedy(diags, diag,
	    "name one organisation, or everyone, and a class, such as "
	    "everyone/%s",
	    programme->terms[VOCABULARY_CLASS].items[0].id);
}

static void
within_unknown(const struct label_context *context, struct text within,
    struct span span)
{
	const struct rule *rule = &rules[RULE_SCOPE_WITHIN];
	if (context->of_audience)
		audience_remedy(context->diags,
		    diag_at(context->diags, rule, span,
			"there is no organisation “%.*s”", TEXT_ARG(within)),
		    context->programme);
	else
		diag_at(context->diags, rule, span,
		    "“%.*s” is no organisation, no level and none of "
		    "everyone, root, subject, superior",
		    TEXT_ARG(within));
}

/* With the ids of those who bear the name, so that the clerk can choose. */
static void
within_ambiguous(const struct label_context *context, struct text within,
    struct span span)
{
	struct buf ids = BUF_INIT;
	organisations_put_ids(&ids, context->roster, within);
	struct diag *d = diag_at(context->diags, &rules[RULE_SCOPE_WITHIN],
	    span, "several bear the name “%.*s”", TEXT_ARG(within));
	diag_remedy(
	    context->diags, d, "write one of these ids: %s", ids.at);
	buf_free(&ids);
}

static int
within_parse(struct pattern_pair *pair, const struct label_context *context,
    struct text within, struct span span)
{
	for (size_t i = 0; i < sizeof(within_words) / sizeof(*within_words);
	     i++) {
		if (!text_is(within, within_words[i]))
			continue;
		pair->within = (enum within)(i / 2);
		return 0;
	}
	bool ambiguous = false;
	pair->organisation =
	    roster_organisation(context->roster, within, &ambiguous);
	if (pair->organisation != NULL) {
		pair->within = WITHIN_ORGANISATION;
		return 0;
	}
	pair->level =
	    programme_rank(context->programme, VOCABULARY_LEVEL, within);
	if (pair->level >= 0) {
		pair->within = WITHIN_LEVEL;
		return 0;
	}
	/* One whose entry is there, with a fault of its own, is told there. */
	if (ambiguous)
		within_ambiguous(context, within, span);
	else if (!roster_is_broken(context->roster, within))
		within_unknown(context, within, span);
	return -1;
}

/* A pair as it is written; a class alone says not within what. */
struct written {
	struct text within, who;
	struct span within_span, who_span;
	bool placed;
};

static int
pair_read(struct written *pair, const struct label_context *context,
    const struct value *value)
{
	const struct value *within = value_get(value, "within");
	const struct value *who = value_get(value, "who");
	if (value->kind == VALUE_TEXT) {
		*pair = (struct written){ .who = value->text,
			.within_span = value->span, .who_span = value->span };
		if (memchr(value->text.at, '/', value->text.len) != NULL)
			pair->placed = text_split(
			    value->text, '/', &pair->within, &pair->who);
		return 0;
	}
	if (value->kind != VALUE_MAP)
		diag_at(context->diags, &rules[RULE_SCOPE_FORM], value->span,
		    "%s is no label", value_kind_name(value->kind));
	else if (!value_is(who, VALUE_TEXT) || !value_is(within, VALUE_TEXT) ||
	    value->map.count != 2)
		diag_at(context->diags, &rules[RULE_SCOPE_FORM], value->span,
		    "a label has two fields, within and who");
	else {
		*pair = (struct written){ within->text, who->text,
			within->span, who->span, true };
		return 0;
	}
	return -1;
}

static int
pair_parse(struct pattern *pattern, const struct label_context *context,
    const struct value *value)
{
	struct written as;
	if (pair_read(&as, context, value) != 0)
		return -1;
	struct pattern_pair pair = { .within = WITHIN_EVERYONE };
	pair.who = who_parse(context, as.who, as.who_span);
	if (pair.who < 0 ||
	    (as.placed &&
		within_parse(&pair, context, as.within, as.within_span) != 0))
		return -1;
	if (!as.placed && pair.who == audience_leaders(context->programme))
		pair.within = WITHIN_SUBJECT;
	ARENA_ROOM(context->arena, pattern->pairs, pattern->count,
	    pattern->capacity);
	pattern->pairs[pattern->count++] = pair;
	return 0;
}

int
pattern_parse(struct pattern *pattern, const struct label_context *context,
    const struct value *value)
{
	*pattern = (struct pattern){ .span = value->span };
	if (value->kind != VALUE_LIST)
		return pair_parse(pattern, context, value);
	int status = 0;
	for (size_t i = 0; i < value->list.count; i++)
		if (pair_parse(pattern, context, value->list.items[i]) != 0)
			status = -1;
	if (status != 0)
		pattern->count = 0;
	return status;
}

int
audience_parse(struct audience *audience, const struct programme *programme,
    const struct roster *roster, const struct value *value,
    struct diags *diags)
{
	struct arena *scratch = arena_new();
	struct label_context context = { scratch, diags, programme, roster,
		true };
	struct pattern pattern;
	int status = pattern_parse(&pattern, &context, value);
	if (status == 0 &&
	    (pattern.count != 1 ||
		(pattern.pairs[0].within != WITHIN_EVERYONE &&
		    pattern.pairs[0].within != WITHIN_ORGANISATION))) {
		struct diag *d = diag_at(diags, &rules[RULE_SCOPE_FORM],
		    value->span, "an audience is one ORGANISATION/CLASS");
		audience_remedy(diags, d, programme);
		status = -1;
	}
	if (status == 0)
		*audience = (struct audience){
			.within = pattern.pairs[0].organisation,
			.who = pattern.pairs[0].who,
			.leaders = audience_leaders(programme)
		};
	arena_free(scratch);
	return status;
}

const char *
audience_id(struct arena *arena, const struct programme *programme,
    const struct audience *audience)
{
	return arena_printf(arena, "%s/%s",
	    audience->within == NULL ? "" : audience->within->id,
	    programme->terms[VOCABULARY_CLASS].items[audience->who].id);
}

bool
audience_find(struct audience *audience, const struct programme *programme,
    const struct roster *roster, const char *id)
{
	struct text within, who;
	text_split(text_of(id), '/', &within, &who);
	*audience = (struct audience){
		.within = table_get(&roster->organisation_ids, within),
		.who = programme_rank(programme, VOCABULARY_CLASS, who),
		.leaders = audience_leaders(programme)
	};
	return audience->who >= 0 &&
	    (within.len == 0 || audience->within != NULL);
}

/* False when the pair means nothing here. */
static bool
pair_make(struct pair *made, const struct pattern_pair *pair,
    const struct organisation *subject, const char *date)
{
	made->who = pair->who;
	made->within = NULL;
	switch (pair->within) {
	case WITHIN_EVERYONE:
		return true;
	case WITHIN_ORGANISATION:
		made->within = pair->organisation;
		return true;
	case WITHIN_SUBJECT:
		made->within = subject;
		break;
	case WITHIN_ROOT:
		if (subject != NULL)
			made->within = organisation_root(subject, date);
		break;
	case WITHIN_SUPERIOR:
		if (subject != NULL)
			made->within = organisation_superior(subject, date);
		break;
	case WITHIN_LEVEL:
		if (subject != NULL)
			made->within = organisation_at_level(subject,
			    pair->level, date);
		break;
	}
	return made->within != NULL;
}

struct label
label_make(struct arena *arena, const struct pattern *pattern,
    const struct organisation *subject, const char *date)
{
	struct label label = { .span = pattern->span };
	label.pairs = ARENA_ARRAY(arena, struct pair, pattern->count);
	for (size_t i = 0; i < pattern->count; i++)
		if (pair_make(&label.pairs[label.count], &pattern->pairs[i],
			subject, date))
			label.count++;
	return label;
}

static bool
pair_admits(const struct pair *pair, const struct audience *audience,
    const char *date)
{
	/* What circulates in an organisation circulates below it. */
	bool circulates = pair->within == NULL ||
	    (audience->within != NULL &&
		organisation_is_within(audience->within, pair->within, date));
	if (pair->who != audience->leaders && circulates &&
	    audience->who >= pair->who)
		return true;
	/* A leading group sees its whole subtree. */
	return audience->who == audience->leaders &&
	    (audience->within == NULL ||
		(pair->within != NULL &&
		    organisation_is_within(pair->within, audience->within,
			date)));
}

bool
label_admits(const struct label *label, const struct audience *audience,
    const char *date)
{
	for (size_t i = 0; i < label->count; i++)
		if (pair_admits(&label->pairs[i], audience, date))
			return true;
	return audience->office;
}

bool
label_widen(struct label *label, struct arena *arena,
    const struct programme *programme, const struct label *more,
    const char *date)
{
	struct pair *pairs =
	    ARENA_ARRAY(arena, struct pair, label->count + more->count);
	uint32_t count = label->count;
	if (count > 0)
		memcpy(pairs, label->pairs, count * sizeof(*pairs));
	for (uint32_t i = 0; i < more->count; i++) {
		struct audience audience = {
			.within = more->pairs[i].within,
			.who = more->pairs[i].who,
			.leaders = audience_leaders(programme),
		};
		if (!label_admits(label, &audience, date))
			pairs[count++] = more->pairs[i];
	}
	bool widened = count > label->count;
	label->pairs = pairs;
	label->count = count;
	return widened;
}

bool
pattern_admits(const struct pattern *pattern,
    const struct organisation *subject, const struct audience *audience,
    const char *date)
{
	struct pair pair;
	for (size_t i = 0; i < pattern->count; i++)
		if (pair_make(&pair, &pattern->pairs[i], subject, date) &&
		    pair_admits(&pair, audience, date))
			return true;
	return audience->office;
}

bool
scope_admits(const struct scope *scope, const struct audience *audience,
    const char *date)
{
	for (size_t i = 0; i < scope->count; i++)
		if (!label_admits(&scope->labels[i], audience, date))
			return false;
	return true;
}

void
scope_add(struct scope *scope, struct arena *arena, struct label label)
{
	/* Mostly there is one: a list that grows would begin with two. */
	size_t capacity = scope->capacity;
	if (capacity == 0) {
		scope->labels = ARENA_NEW(arena, struct label);
		capacity = 1;
	}
	ARENA_ROOM(arena, scope->labels, scope->count, capacity);
	scope->capacity = (uint32_t)capacity;
	scope->labels[scope->count++] = label;
}
