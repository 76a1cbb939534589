#include <stdlib.h>
#include "model/relation.h"
#include "model/rules.h"
#include "read/load.h"
#include "read/shape.h"

/* ---- vocabularies, periods, forms ---- */

/* Whoever writes the name would get the one that stands first. */
static void
name_taken(struct loading *loading, const struct value *name, struct span first)
{
	struct diag *d = diag_at(loading->diags, &rules[RULE_ID_DUPLICATE],
	    name->span, "“%s” is what another one in the list is called",
	    name->text.at);
	diag_also(loading->diags, d, first, "the first");
	diag_remedy(loading->diags, d, "give one of the two another name");
}

static void
name_check(struct loading *loading, const struct term_list *list,
    const struct value *id, const struct value *name)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct term *term = &list->items[i];
		bool is_name = name != NULL &&
		    (text_is(name->text, term->name) ||
			text_is(name->text, term->id));
		if (!is_name && !text_is(id->text, term->name))
			continue;
		name_taken(loading, is_name ? name : id, term->span);
		return;
	}
}

static void
term_add(struct loading *loading, struct term_list *list,
    const struct value *item, const char *name_key, bool may_repeat)
{
	struct arena *arena = loading->arenas[0];
	const struct value *id = value_get(item, "id");
	if (id == NULL)
		return; /* its absence is reported already */
	id_check(loading, id, "");
	for (size_t i = 0; i < list->count; i++) {
		if (!text_is(id->text, list->items[i].id))
			continue;
		if (!may_repeat) {
			struct diag *d = diag_at(loading->diags,
			    &rules[RULE_ID_DUPLICATE], id->span,
			    "“%s” stands in the list already", id->text.at);
			diag_also(loading->diags, d, list->items[i].span,
			    "the first");
		}
		return;
	}
	const char *name = value_get_string(item, name_key);
	if (!may_repeat)
		name_check(loading, list, id, value_get(item, name_key));
	ARENA_ROOM(arena, list->items, list->count, list->capacity);
	list->items[list->count++] = (struct term){
		.id = id->text.at,
		.name = name != NULL ? name : id->text.at,
		.span = id->span,
		.item = item,
	};
}

static void
terms_make(struct loading *loading, struct programme *programme,
    enum vocabulary vocabulary, const struct value *list)
{
	for (size_t i = 0; i < value_count(list); i++)
		term_add(loading, &programme->terms[vocabulary],
		    value_item(list, i), "name", false);
}

static int
term_compare_days(const void *pa, const void *pb)
{
	const struct term *a = pa, *b = pb;
	int c = text_compare(value_as_text(value_get(a->item, "from")),
	    value_as_text(value_get(b->item, "from")));
	/* As they stand in the file. */
	return c != 0 ? c : (a->span.start > b->span.start) -
		(a->span.start < b->span.start);
}

/* By their first days, however the file lists them: pages go by their order. */
static void
periods_make(struct loading *loading, struct programme *programme,
    const struct value *list)
{
	struct term_list *terms = &programme->terms[VOCABULARY_PERIOD];
	terms_make(loading, programme, VOCABULARY_PERIOD, list);
	if (terms->count > 1)
		qsort(terms->items, terms->count, sizeof(*terms->items),
		    term_compare_days);
	programme->periods =
	    ARENA_ARRAY(loading->arenas[0], struct period, terms->count);
	for (size_t i = 0; i < terms->count; i++) {
		const struct term *term = &terms->items[i];
		const struct value *due = value_get(term->item, "due");
		programme->periods[i] = (struct period){
			.id = term->id,
			.name = term->name,
			.from = value_as_string(value_get(term->item, "from")),
			.to = value_as_string(value_get(term->item, "to")),
			.due = value_as_string(due),
			.due_span = due != NULL ? due->span : term->item->span,
		};
	}
}

/* The number of a choice's word in its list: 0, 1, … */
static int
choice_rank(const struct shape *shape, const char *field,
    const struct value *value)
{
	int choice = value == NULL
	    ? -1
	    : field_choice(field_find(shape, text_of(field)), value->text);
	return choice < 0 ? -1 : choice / 2;
}

static void
aspect_name_check(struct loading *loading, const struct form *form,
    const struct aspect *aspect, const struct value *name)
{
	if (name == NULL)
		return;
	const struct aspect *first = form_aspect(form, name->text);
	if (first != aspect)
		name_taken(loading, name, first->span);
}

/* Two forms may have an aspect of the same id, one form may not. */
static void
aspects_check(struct loading *loading, const struct form *form,
    const struct value *aspects)
{
	for (size_t i = 0; i < form->aspect_count; i++) {
		const struct aspect *aspect = &form->aspects[i];
		const struct value *item = value_item(aspects, i);
		aspect_name_check(loading, form, aspect, value_get(item, "id"));
		aspect_name_check(
		    loading, form, aspect, value_get(item, "title"));
		for (size_t j = 0; j < value_count(aspect->titles); j++)
			aspect_name_check(loading, form, aspect,
			    value_item(aspect->titles, j));
	}
}

static void
aspects_make(struct loading *loading, struct programme *programme,
    struct form *form, const struct value *aspects)
{
	form->aspect_count = value_count(aspects);
	form->aspects = ARENA_ARRAY(loading->arenas[0], struct aspect,
	    form->aspect_count);
	for (size_t i = 0; i < form->aspect_count; i++) {
		const struct value *aspect = value_item(aspects, i);
		form->aspects[i] = (struct aspect){
			.id = value_as_string(value_get(aspect, "id")),
			.title = value_as_string(value_get(aspect, "title")),
			.guidance =
			    value_as_string(value_get(aspect, "guidance")),
			.titles = value_get(aspect, "titles"),
			.problems = value_is_true(value_get(aspect, "problems")),
			.span = aspect->span,
		};
		term_add(loading, &programme->terms[VOCABULARY_ASPECT], aspect,
		    "title", true);
	}
	aspects_check(loading, form, aspects);
}

static void
form_make(struct loading *loading, struct programme *programme,
    struct form *form, const struct term *term)
{
	const struct value *item = term->item;
	form->id = term->id;
	form->name = value_as_string(value_get(item, "name"));
	form->short_name = value_as_string(value_get(item, "short"));
	if (*form->short_name == '\0')
		form->short_name = form->name;
	form->subject = (enum form_subject)(1 +
	    choice_rank(&form_shape, "subject", value_get(item, "subject")));
	form->levels = value_get(item, "levels");
	form->coverage = term_flag(term, "coverage", true);
	form->occasion = term_flag(term, "occasion", false);
	form->span = term->span;
	aspects_make(loading, programme, form, value_get(item, "aspects"));
}

static void
forms_make(struct loading *loading, struct programme *programme,
    const struct value *list)
{
	struct term_list *terms = &programme->terms[VOCABULARY_FORM];
	terms_make(loading, programme, VOCABULARY_FORM, list);
	programme->forms =
	    ARENA_ARRAY(loading->arenas[0], struct form, terms->count);
	for (size_t i = 0; i < terms->count; i++)
		form_make(loading, programme, &programme->forms[i],
		    &terms->items[i]);
	for (size_t i = 0; i < terms->count; i++) {
		const struct value *name =
		    value_get(terms->items[i].item, "short");
		int first = name == NULL
		    ? (int)i
		    : programme_rank(programme, VOCABULARY_FORM, name->text);
		if (first != (int)i)
			name_taken(loading, name, programme->forms[first].span);
	}
}

/* ---- what refers to them ---- */

/* Its rank in the vocabulary; -1 for NULL, and after a diagnostic. */
static int
term_rank(struct loading *loading, const struct programme *programme,
    enum vocabulary vocabulary, const struct value *value)
{
	if (value == NULL)
		return -1;
	int rank = programme_rank(programme, vocabulary, value->text);
	if (rank < 0)
		diag_at(loading->diags, &rules[RULE_TERM_UNKNOWN], value->span,
		    "the programme has no “%s”", value->text.at);
	return rank;
}

static void
terms_check(struct loading *loading, const struct programme *programme,
    enum vocabulary vocabulary, const struct value *list)
{
	for (size_t i = 0; i < value_count(list); i++)
		term_rank(loading, programme, vocabulary, value_item(list, i));
}

static void
reviewers_make(struct loading *loading, const struct programme *programme,
    struct form *form, const struct value *list)
{
	const struct shape *shape =
	    field_find(&form_shape, TEXT_LIT("reviewers"))->shape;
	form->reviewers = ARENA_ARRAY(loading->arenas[0], struct reviewer,
	    value_count(list));
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *item = value_item(list, i);
		int relation = choice_rank(shape, "relation",
		    value_get(item, "relation"));
		if (relation < 0)
			continue; /* reported by the schema */
		form->reviewers[form->reviewer_count++] = (struct reviewer){
			.relation = (enum relation)relation,
			.group = term_rank(loading, programme, VOCABULARY_GROUP,
			    value_get(item, "class")),
			.category = term_rank(loading, programme,
			    VOCABULARY_CATEGORY, value_get(item, "category")),
			.method = term_rank(loading, programme,
			    VOCABULARY_METHOD, value_get(item, "method")),
			.only = value_is_true(value_get(item, "only")),
			.span = item->span,
		};
	}
	if (value_count(list) > REVIEWERS_MOST)
		diag_at(loading->diags, &rules[RULE_FIELD_TYPE],
		    value_item(list, REVIEWERS_MOST)->span,
		    "a form has at most %d lines of reviewers",
		    REVIEWERS_MOST);
}

/* Fields of a review that a category needs must be there to be filled. */
static void
needs_check(struct loading *loading, const struct programme *programme)
{
	const struct term_list *list = &programme->terms[VOCABULARY_CATEGORY];
	const struct shape *review = kind_find(TEXT_LIT("review"));
	for (size_t i = 0; i < list->count; i++) {
		const struct value *needs =
		    value_get(list->items[i].item, "needs");
		for (size_t j = 0; j < value_count(needs); j++) {
			const struct value *name = value_item(needs, j);
			if (field_find(review, name->text) == NULL)
				diag_at(loading->diags,
				    &rules[RULE_CHOICE_UNKNOWN], name->span,
				    "a review has no field “%s”",
				    name->text.at);
		}
	}
}

static void
references_make(struct loading *loading, struct programme *programme)
{
	static const enum vocabulary fitted[] = { VOCABULARY_METHOD,
		VOCABULARY_OCCASION };
	const struct term_list *forms = &programme->terms[VOCABULARY_FORM];
	for (size_t i = 0; i < forms->count; i++) {
		struct form *form = &programme->forms[i];
		terms_check(loading, programme, VOCABULARY_LEVEL, form->levels);
		reviewers_make(loading, programme, form,
		    value_get(forms->items[i].item, "reviewers"));
	}
	for (size_t v = 0; v < sizeof(fitted) / sizeof(*fitted); v++) {
		const struct term_list *list = &programme->terms[fitted[v]];
		for (size_t i = 0; i < list->count; i++)
			terms_check(loading, programme, VOCABULARY_FORM,
			    value_get(list->items[i].item, "forms"));
	}
	needs_check(loading, programme);
}

static void
authority_make(struct programme *programme, const struct value *map)
{
	static const char *const names[APPROVAL__MAX] = {
		[APPROVAL_RELEASE] = "release",
		[APPROVAL_WAIVER] = "waiver",
		[APPROVAL_AMENDMENT] = "amendment",
	};
	const struct shape *shape =
	    field_find(&programme_shape, TEXT_LIT("authority"))->shape;
	for (size_t i = 0; i < APPROVAL__MAX; i++) {
		const struct value *list = value_get(map, names[i]);
		if (list != NULL)
			programme->authority_spans[i] = list->span;
		for (size_t j = 0; j < value_count(list); j++)
			/* NOLINTNEXTLINE: of the list, by its shape */
			programme->authority[i] |= 1u << choice_rank(shape,
			    names[i], value_item(list, j));
	}
}

/* ---- rules: severities and parameters ---- */

struct setting {
	struct loading *loading;
	struct programme *programme;
	unsigned char *levels;
	const struct entry *entry;
};

static int
level_of(struct text word)
{
	static const char *const words[] = { "off", "关", "note", "提示",
		"warning", "警告", "error", "错误", NULL };
	for (int i = 0; words[i] != NULL; i++)
		if (text_is(word, words[i]))
			return i / 2;
	return -1;
}

static void
severity_set(struct setting *setting, int rule, const struct value *value)
{
	struct diags *diags = setting->loading->diags;
	int level = value_is(value, VALUE_TEXT) ? level_of(value->text) : -1;
	if (level < 0) {
		struct diag *d = diag_at(diags, &rules[RULE_CHOICE_UNKNOWN],
		    value->span, "this is no severity");
		diag_remedy(diags, d, "write error, warning, note or off");
		return;
	}
	if (rules[rule].family == NULL) {
		diag_at(diags, &rules[RULE_SETTING_FIXED], setting->entry->span,
		    "%s (%s) can't be set", rules[rule].code, rules[rule].slug);
		return;
	}
	setting->levels[rule] = (unsigned char)level;
	setting->programme->settings[rule].span = value->span;
}

/* A number of days, a list of names: what the rule's parameter is. */
static void
parameter_set(struct setting *setting, const struct rule_parameter *parameter,
    const struct value *value)
{
	struct loading *loading = setting->loading;
	const struct field field = {
		.name = parameter->name,
		.alias = parameter->alias,
		.type = parameter->list ? FIELD_TEXT : FIELD_INTEGER,
		.flags = parameter->list ? FIELD_LIST : 0,
	};
	struct shaping shaping = { .arena = loading->arenas[0],
		.diags = loading->diags };
	setting->programme->settings[parameter->rule].parameter =
	    shape_field(&shaping, &field, value);
}

/* Is it the first that says this?  By another name it might say otherwise. */
static bool
is_first(struct setting *setting, const struct entry **first,
    const struct entry *entry)
{
	struct diags *diags = setting->loading->diags;
	if (*first == NULL) {
		*first = entry;
		return true;
	}
	struct diag *d = diag_at(diags, &rules[RULE_FIELD_TWICE], entry->span,
	    "“%s” and “%s” set the same", (*first)->key.at, entry->key.at);
	diag_also(diags, d, (*first)->span, "given here first");
	return false;
}

static void
rule_set(struct setting *setting, int rule, const struct value *value)
{
	const struct rule_parameter *parameter =
	    rule_parameter((enum rule_id)rule);
	const struct entry *severity = NULL, *own = NULL;
	if (value->kind != VALUE_MAP) {
		severity_set(setting, rule, value);
		return;
	}
	for (size_t i = 0; i < value->map.count; i++) {
		const struct entry *e = &value->map.entries[i];
		if (text_is(e->key, "severity") || text_is(e->key, "级别")) {
			if (is_first(setting, &severity, e))
				severity_set(setting, rule, e->value);
		} else if (parameter != NULL &&
		    (text_is(e->key, parameter->name) ||
			text_is(e->key, parameter->alias))) {
			if (is_first(setting, &own, e))
				parameter_set(setting, parameter, e->value);
		} else {
			diag_at(setting->loading->diags,
			    &rules[RULE_FIELD_UNKNOWN], e->span,
			    "the rule %s has no “%s” to set",
			    rules[rule].slug, e->key.at);
		}
	}
}

static void
setting_unknown(struct setting *setting)
{
	const char *names[3 * RULE__MAX];
	size_t n = 0;
	for (size_t i = 0; i < RULE__MAX; i++) {
		names[n++] = rules[i].slug;
		if (rules[i].family != NULL)
			names[n++] = rules[i].family;
	}
	struct diag *d = diag_at(setting->loading->diags,
	    &rules[RULE_SETTING_UNKNOWN], setting->entry->span,
	    "there is no rule “%s”", setting->entry->key.at);
	diag_suggest(setting->loading->diags, d, setting->entry->key.at, names,
	    n);
}

/* All of a family; false when there is none of the name. */
static bool
family_set(struct setting *setting)
{
	bool any = false;
	for (int i = 0; i < RULE__MAX; i++) {
		if (rules[i].family == NULL ||
		    !text_is(setting->entry->key, rules[i].family))
			continue;
		any = true;
		severity_set(setting, i, setting->entry->value);
	}
	return any;
}

/* Families first, so that one of its rules can be set otherwise. */
static void
settings_make(struct loading *loading, struct programme *programme,
    const struct value *map)
{
	struct arena *arena = loading->arenas[0];
	unsigned char *levels = ARENA_ARRAY(arena, unsigned char, RULE__MAX);
	const struct entry *given[RULE__MAX] = { NULL };
	programme->settings =
	    ARENA_ARRAY(arena, struct rule_setting, RULE__MAX);
	for (size_t i = 0; i < RULE__MAX; i++)
		levels[i] = (unsigned char)rules[i].level;
	programme->levels = (struct diag_levels){ rules, levels };
	if (map != NULL && map->kind != VALUE_MAP) {
		diag_at(loading->diags, &rules[RULE_FIELD_TYPE], map->span,
		    "rules are set by fields, such as deadline-missed: error");
		return;
	}
	struct setting setting = { loading, programme, levels, NULL };
	for (size_t i = 0; i < value_count(map); i++) {
		setting.entry = &map->map.entries[i];
		if (rule_find(setting.entry->key) < 0 && !family_set(&setting))
			setting_unknown(&setting);
	}
	for (size_t i = 0; i < value_count(map); i++) {
		setting.entry = &map->map.entries[i];
		int rule = rule_find(setting.entry->key);
		if (rule >= 0 &&
		    is_first(&setting, &given[rule], setting.entry))
			rule_set(&setting, rule, setting.entry->value);
	}
}

int
programme_load(struct loading *loading, const char *root)
{
	static const struct {
		enum vocabulary vocabulary;
		const char *field;
	} lists[] = {
		{ VOCABULARY_CLASS, "classes" },
		{ VOCABULARY_LEVEL, "levels" },
		{ VOCABULARY_METHOD, "methods" },
		{ VOCABULARY_OCCASION, "occasions" },
		{ VOCABULARY_PREPARATION, "preparations" },
		{ VOCABULARY_GRADE, "grades" },
		{ VOCABULARY_CATEGORY, "categories" },
		{ VOCABULARY_GROUP, "groups" },
	};
	struct arena *arena = loading->arenas[0];
	struct programme *programme = ARENA_NEW(arena, struct programme);
	const struct shape *shape = &programme_shape;
	struct value **fields = config_fields(loading, root, "programme.yaml",
	    shape, &programme->source);
	if (fields == NULL)
		return -1;
	programme->fields = fields;
	programme->title = value_as_string(config_get(fields, shape, "title"));
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		terms_make(loading, programme, lists[i].vocabulary,
		    config_get(fields, shape, lists[i].field));
	periods_make(loading, programme, config_get(fields, shape, "periods"));
	forms_make(loading, programme, config_get(fields, shape, "forms"));
	programme->scope = config_get(fields, shape, "scope");
	programme->blur = config_get(fields, shape, "blur");
	programme->cutoffs = config_get(fields, shape, "cutoffs");
	references_make(loading, programme);
	authority_make(programme, config_get(fields, shape, "authority"));
	settings_make(loading, programme, config_get(fields, shape, "rules"));
	loading->corpus->programme = programme;
	loading->diags->levels = &programme->levels;
	return 0;
}
