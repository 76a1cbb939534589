#include "scope/forbidden_parts.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/utf8.h"
#include "model/reading.h"
#include "model/words.h"

/* Texts of fewer telling characters are forbidden nowhere. */
#define TEXT_LEAST 8
/* Of what is looked for among any bytes, so that chance finds none. */
#define BINARY_LEAST 6

struct forbidden_making {
	struct forbidding of;
	struct audience audience;
	struct secrets told;
	const struct view *view;
	struct forbidden *made;
	struct arena *scratch;
	struct arena *turn; /* of one text */
	struct words secrets; /* candidates */
	struct words names;   /* what is visible under a name of its own */
	struct table known;   /* the texts of those, and parts of addresses */
	struct finder *finder; /* secrets, then names */
};

/* ---- words ---- */

static void
word_add(struct words *words, struct arena *arena, struct word word)
{
	ARENA_ROOM(arena, words->items, words->count, words->capacity);
	words->items[words->count++] = word;
}

/* Something hidden, as it is looked for. */
static void
candidate_add(struct forbidden_making *m, const struct secret *secret,
    struct text text)
{
	word_add(&m->secrets, m->scratch,
	    (struct word){ .text = arena_text(m->scratch, text),
		.role = WORD_FORBIDDEN,
		.kind = secret->kind,
		.span = secret->span });
}

struct finder *
words_finder(struct arena *arena, const struct words *one,
    const struct words *two)
{
	struct arena *scratch = arena_new();
	size_t count = one->count + (two == NULL ? 0 : two->count);
	struct text *texts = ARENA_ARRAY(scratch, struct text, count);
	for (size_t i = 0; i < count; i++)
		texts[i] = i < one->count
		    ? one->items[i].text
		    /* cppcheck-suppress nullPointer ; it is counted then */
		    : two->items[i - one->count].text;
	struct finder *finder = finder_make(arena, texts, count);
	arena_free(scratch);
	return finder;
}

/* Do both belong to one word, if they stand side by side? */
static bool
is_joined(enum secret_kind kind, char a, char b)
{
	switch (kind) {
	case SECRET_NAME:
	case SECRET_ORGANISATION_NAME:
		return ascii_is_letter(a) && ascii_is_letter(b);
	case SECRET_NUMBER:
	case SECRET_TEXT:
		return ascii_is_digit(a) && ascii_is_digit(b);
	default:
		break;
	}
	bool first = ascii_is_letter(a) || ascii_is_digit(a);
	bool second = ascii_is_letter(b) || ascii_is_digit(b);
	return (first && (second || b == '-' || b == '_')) ||
	    (second && (a == '-' || a == '_'));
}

static bool
is_whole(struct text text, const struct finder_match *m,
    enum secret_kind kind)
{
	return !(m->start > 0 &&
		   is_joined(kind, text.at[m->start - 1], text.at[m->start])) &&
	    !(m->end < text.len &&
		is_joined(kind, text.at[m->end - 1], text.at[m->end]));
}

static bool
is_id(enum secret_kind kind)
{
	return kind == SECRET_PERSON || kind == SECRET_ORGANISATION_ID ||
	    kind == SECRET_RECORD_ID || kind == SECRET_ITEM;
}

static bool
is_name(enum secret_kind kind)
{
	return kind == SECRET_NAME || kind == SECRET_ORGANISATION_NAME;
}

/* main, note: what a theme may say without speaking of anybody. */
static bool
is_plain_word(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_is_letter(text.at[i]))
			return false;
	return true;
}

/* Long enough, and of such characters, that it is told by itself. */
static bool
is_distinct(enum secret_kind kind, struct text text)
{
	size_t count = utf8_count(text), digits = 0, wide = 0;
	for (size_t i = 0; i < text.len; i++) {
		digits += ascii_is_digit(text.at[i]);
		wide += (unsigned char)text.at[i] >= 0xE0;
	}
	if (kind == SECRET_NUMBER)
		return count >= 6 && digits > 0 && digits < count;
	if (is_id(kind))
		return count >= (wide > 0 ? 2 : digits == count ? 6 : 3);
	return count >= 2;
}

/* ---- what is hidden ---- */

static void
text_add(struct forbidden_making *m, const struct secret *secret)
{
	struct forbidden *f = m->made;
	struct reading reading;
	struct text text = secret->text;
	if (secret->markdown && reading_make(&reading, m->turn, text, true))
		text = reading.text;
	size_t count = shingles_add(f->passages, text, (uint32_t)f->owner_count);
	if (count >= SHINGLE_LENGTH) {
		ARENA_ROOM(f->arena, f->owners, f->owner_count,
		    f->owner_capacity);
		f->owners[f->owner_count++] = secret->span;
	} else if (count >= TEXT_LEAST) {
		candidate_add(
		    m, secret, fold_text(m->scratch, text_trim(text)));
	}
	arena_reset(m->turn);
}

static void
secret_add(void *context, const struct secret *secret)
{
	struct forbidden_making *m = context;
	if (secret->kind == SECRET_TEXT) {
		text_add(m, secret);
		return;
	}
	if (!is_distinct(secret->kind, secret->text))
		return;
	struct text forms[FOLD_FORMS];
	size_t count = fold_forms(m->turn, secret->text, forms);
	for (size_t i = 0; i < count && (i == 0 || is_name(secret->kind)); i++)
		candidate_add(m, secret, forms[i]);
	arena_reset(m->turn);
}

static int
word_compare(const void *pa, const void *pb)
{
	const struct word *a = pa, *b = pb;
	int c = text_compare(a->text, b->text);
	if (c == 0)
		c = (int)a->kind - (int)b->kind;
	if (c == 0)
		c = (a->span.source > b->span.source) -
		    (a->span.source < b->span.source);
	return c != 0 ? c
		      : (a->span.start > b->span.start) -
		(a->span.start < b->span.start);
}

/* Each text once, and none that something visible goes by. */
static void
secrets_settle(struct forbidden_making *m)
{
	struct words *words = &m->secrets;
	size_t kept = 0;
	if (words->count > 1)
		qsort(words->items, words->count, sizeof(*words->items),
		    word_compare);
	for (size_t i = 0; i < words->count; i++) {
		struct text text = words->items[i].text;
		if (kept > 0 && text_equal(words->items[kept - 1].text, text))
			continue;
		if (table_get(&m->known, text) == NULL)
			words->items[kept++] = words->items[i];
	}
	words->count = kept;
}

/* ---- what is visible ---- */

static void
name_add(struct forbidden_making *m, const char *name)
{
	if (name == NULL)
		return;
	struct text forms[FOLD_FORMS];
	size_t count = fold_forms(m->scratch, text_of(name), forms);
	for (size_t i = 0; i < count; i++)
		if (forms[i].len > 0 &&
		    table_add(&m->known, forms[i], m) == NULL)
			word_add(&m->names, m->scratch,
			    (struct word){ .text = forms[i],
				.role = WORD_VISIBLE });
}

/* An address may be written from any folder above. */
static void
address_add(struct forbidden_making *m, const char *id)
{
	struct text rest = text_of(id), part;
	name_add(m, id);
	while (text_split(rest, '/', &part, &rest))
		table_add(&m->known, part, m);
	table_add(&m->known, part, m);
}

static void
names_collect(struct forbidden_making *m)
{
	const struct view *view = m->view;
	for (size_t i = 0; i < view->organisation_count; i++) {
		const struct view_organisation *o = view->organisations[i];
		address_add(m, o->id);
		name_add(m, o->name);
		name_add(m, o->short_name);
		for (size_t j = 0; j < value_count(o->former); j++)
			name_add(m, value_as_string(value_item(o->former, j)));
	}
	for (size_t i = 0; i < view->person_count; i++) {
		name_add(m, view->people[i]->id);
		name_add(m, view->people[i]->name);
	}
	for (size_t i = 0; i < view->entries.count; i++)
		address_add(m, view->entries.items[i]->id);
}

/* ---- what the visible text excuses ---- */

typedef bool word_choice(const struct word *word);

static bool
any_word(const struct word *word)
{
	(void)word;
	return true;
}

static bool
no_address(const struct word *word)
{
	return word->kind != SECRET_RECORD_ID && word->kind != SECRET_ITEM;
}

static bool
plain_id(const struct word *word)
{
	return is_id(word->kind) && is_plain_word(word->text);
}

static void
words_excuse(struct forbidden_making *m, struct text text, word_choice *choice)
{
	struct finder_match *matches;
	text = fold_text(m->turn, text);
	size_t count = finder_find(m->finder, m->turn, text, &matches);
	for (size_t i = 0; i < count; i++) {
		if (matches[i].word >= m->secrets.count)
			continue;
		struct word *word = &m->secrets.items[matches[i].word];
		if (choice(word) && is_whole(text, &matches[i], word->kind))
			word->excused = true;
	}
	arena_reset(m->turn);
}

static void
text_excuse(struct forbidden_making *m, struct text text)
{
	words_excuse(m, text, any_word);
	shingles_drop(m->made->passages, text);
}

static void
string_excuse(struct forbidden_making *m, const char *string)
{
	if (string != NULL)
		text_excuse(m, text_of(string));
}

/*
 * As it is read, and as it is written: code is shown so.  But a link that can't
 * be followed is taken out, so that its address alone is not visible.
 */
static void
markdown_excuse(struct forbidden_making *m, struct text text)
{
	struct reading reading;
	struct arena *scratch = arena_new();
	if (reading_make(&reading, scratch, text, true)) {
		words_excuse(m, text, no_address);
		shingles_drop(m->made->passages, text);
		text = reading.text;
	}
	text_excuse(m, text);
	arena_free(scratch);
}

static void
value_excuse(struct forbidden_making *m, const struct value *value)
{
	if (value == NULL)
		return;
	if (value->kind == VALUE_TEXT)
		text_excuse(m, value->text);
	else if (value->kind == VALUE_LIST)
		for (size_t i = 0; i < value->list.count; i++)
			value_excuse(m, value->list.items[i]);
	else if (value->kind == VALUE_MAP)
		for (size_t i = 0; i < value->map.count; i++)
			value_excuse(m, value->map.entries[i].value);
}

/* It is made of several things, side by side, and lists have its day beside it. */
static void
title_excuse(struct forbidden_making *m, const struct view_entry *entry)
{
	const char *title = entry_title(m->scratch, m->view, entry);
	const char *day =
	    date_words(m->scratch, m->view->site->strings, entry->date);
	string_excuse(m,
	    arena_printf(m->scratch, "%s %s %s", day, title, day));
}

/* Of a field; an edition's id is shown by its title. */
static void
field_excuse(struct forbidden_making *m, const struct field *field,
    const struct value *value)
{
	const struct edition *edition = strcmp(field->name, "edition") == 0
	    ? edition_find(m->view->site, value_as_text(value))
	    : NULL;
	value_excuse(m, value);
	if (edition != NULL)
		string_excuse(m, edition->title);
}

static void
entry_excuse(struct forbidden_making *m, const struct view_entry *entry)
{
	const struct view_body *body = entry_body(entry);
	string_excuse(m, entry->id);
	title_excuse(m, entry);
	for (size_t i = 0; entry->kind->fields[i].name != NULL; i++)
		field_excuse(m, &entry->kind->fields[i], body->fields[i]);
	value_excuse(m, body->derived);
	for (size_t i = 0; i < body->section_count; i++) {
		string_excuse(m, body->sections[i].title);
		markdown_excuse(m, body->sections[i].body);
	}
}

static void
view_excuse(struct forbidden_making *m)
{
	const struct view *view = m->view;
	string_excuse(m, view->audience);
	for (size_t i = 0; i < view->organisation_count; i++) {
		const struct view_organisation *o = view->organisations[i];
		string_excuse(m, o->id);
		string_excuse(m, o->name);
		string_excuse(m, o->short_name);
		value_excuse(m, o->former);
	}
	for (size_t i = 0; i < view->person_count; i++) {
		string_excuse(m, view->people[i]->id);
		string_excuse(m, view->people[i]->name);
		string_excuse(m, view->people[i]->post);
	}
	for (size_t i = 0; i < view->entries.count; i++)
		entry_excuse(m, view->entries.items[i]);
}

/* What the program itself says in Latin letters. */
static void
program_excuse(struct forbidden_making *m)
{
	text_excuse(m,
	    TEXT_LIT("record organisation organisations ledger bulletins index "
		     "assets undated html left right centre language tongbao "
		     "cairo qpdf search names text page pages group long "
		     "facets shards"));
	for (const struct shape *kind = record_kinds; kind->name != NULL;
	     kind++) {
		string_excuse(m, kind->name);
		string_excuse(m,
		    strings_kind(m->view->site->strings, kind));
	}
}

/* It is the same for everybody, and may be shown: but for its comments. */
static void
programme_excuse(struct forbidden_making *m)
{
	struct value *const *fields = m->of.corpus->programme->fields;
	for (size_t i = 0; programme_shape.fields[i].name != NULL; i++)
		value_excuse(m, fields[i]);
}

static void
site_excuse(struct forbidden_making *m)
{
	const struct site *site = m->view->site;
	const struct forbidding *of = &m->of;
	string_excuse(m, site->title);
	string_excuse(m, site->owner);
	string_excuse(m, site->language);
	string_excuse(m, site->theme);
	string_excuse(m, m->view->edition->id);
	string_excuse(m, m->view->edition->title);
	/* A root may have four digits by chance that are somebody's id. */
	for (size_t i = 0; i < m->view->seal_count; i++)
		string_excuse(m,
		    seal_witness(m->scratch, &m->view->seals[i]));
	programme_excuse(m);
	for (size_t i = 0; i < of->spoken_count; i++)
		words_excuse(m, of->spoken[i], plain_id);
	program_excuse(m);
}

/* ---- what is left ---- */

static void
words_keep(struct forbidden_making *m)
{
	struct words kept = { 0 };
	for (size_t i = 0; i < m->secrets.count; i++)
		if (!m->secrets.items[i].excused)
			word_add(&kept, m->scratch, m->secrets.items[i]);
	m->secrets = kept;
	m->finder = words_finder(m->scratch, &kept, NULL);
}

/* Is there a forbidden word in it, be it in the middle of another? */
static bool
holds_word(const struct forbidden_making *m, struct text text)
{
	struct finder_match *matches;
	return finder_find(m->finder, m->scratch, text, &matches) > 0;
}

static bool
holds_passage(const struct forbidden_making *m, struct text text)
{
	struct shingle_match *matches;
	return shingles_find(m->made->passages, m->scratch, text, &matches) > 0;
}

static void
word_keep(struct forbidden *f, struct word word)
{
	word.text = arena_text(f->arena, word.text);
	word_add(&f->words, f->arena, word);
}

/*
 * The words of the finder: of equal ones the first counts, of those that lie
 * in a longer one only that.  So what is allowed, and longer names that are
 * visible, shield the forbidden word in them.
 */
static void
words_join(struct forbidden_making *m)
{
	const struct site *site = m->view->site;
	struct forbidden *f = m->made;
	for (size_t i = 0; i < site->allowance_count; i++) {
		struct word word = { .role = WORD_ALLOWED,
			.text = fold_text(m->scratch,
			    text_of(site->allowances[i].text)),
			.allowance = i };
		if (holds_word(m, word.text) || holds_passage(m, word.text))
			word_keep(f, word);
	}
	for (size_t i = 0; i < m->secrets.count; i++)
		word_keep(f, m->secrets.items[i]);
	for (size_t i = 0; i < m->names.count; i++)
		if (holds_word(m, m->names.items[i].text))
			word_keep(f, m->names.items[i]);
	f->finder = words_finder(f->arena, &f->words, NULL);
}

/* ---- the whole ---- */

static bool
is_nothing(const struct forbidden_making *m)
{
	return m->secrets.count == 0 && shingles_are_none(m->made->passages);
}

static void
forbidden_fill(struct forbidden_making *m)
{
	if (is_nothing(m))
		return;
	names_collect(m);
	secrets_settle(m);
	m->finder = words_finder(m->scratch, &m->secrets, &m->names);
	view_excuse(m);
	site_excuse(m);
	words_keep(m);
	words_join(m);
}

struct forbidden_making *
forbidden_begin(const struct forbidding *of, struct diags *diags)
{
	struct arena *scratch = arena_new();
	struct forbidden_making *m =
	    ARENA_NEW(scratch, struct forbidden_making);
	*m = (struct forbidden_making){ .of = *of, .scratch = scratch };
	if (policy_audience(of->policy, &m->audience, of->edition, diags) !=
	    0) {
		arena_free(scratch);
		return NULL;
	}
	m->told = (struct secrets){ of->corpus, of->policy, &m->audience,
		scratch, secret_add, m };
	struct arena *arena = arena_new();
	m->made = ARENA_NEW(arena, struct forbidden);
	*m->made = (struct forbidden){ .arena = arena,
		.passages = shingles_new(),
		.needed = of->needed };
	m->turn = arena_new();
	table_init(&m->known, scratch);
	return m;
}

const struct secrets *
forbidden_secrets(const struct forbidden_making *m)
{
	return &m->told;
}

struct forbidden *
forbidden_end(struct forbidden_making *m, const struct view *view)
{
	struct forbidden *f = m->made;
	m->view = view;
	if (view != NULL) {
		secrets_names(&m->told, view);
		forbidden_fill(m);
	}
	bool none = view == NULL || is_nothing(m);
	arena_free(m->turn);
	arena_free(m->scratch);
	if (!none)
		return f;
	forbidden_free(f);
	return NULL;
}

struct forbidden *
forbidden_make(const struct forbidding *of, const struct view *view,
    struct diags *diags)
{
	struct forbidden_making *m = forbidden_begin(of, diags);
	if (m == NULL)
		return NULL;
	secrets_records(&m->told, view);
	return forbidden_end(m, view);
}

void
forbidden_free(struct forbidden *f)
{
	if (f == NULL)
		return;
	shingles_free(f->passages);
	arena_free(f->arena);
}

/* ---- finding ---- */

struct finding {
	const struct forbidden *forbidden;
	struct arena *arena;
	struct text text;
	bool binary;
	struct forbidden_hit *hits;
	size_t count, capacity;
};

static void
hit_add(struct finding *f, struct forbidden_hit hit)
{
	ARENA_ROOM(f->arena, f->hits, f->count, f->capacity);
	f->hits[f->count++] = hit;
}

static void
match_judge(struct finding *f, const struct finder_match *m)
{
	const struct word *word = &f->forbidden->words.items[m->word];
	if (word->role == WORD_ALLOWED)
		f->forbidden->needed[word->allowance] = true;
	if (word->role != WORD_FORBIDDEN ||
	    !is_whole(f->text, m, word->kind) ||
	    (f->binary && word->text.len < BINARY_LEAST))
		return;
	hit_add(f,
	    (struct forbidden_hit){ m->start, m->end, word->kind, word->text,
		word->span });
}

/* Does something allowed hold the whole passage?  Both go by place. */
static bool
is_allowed(const struct finding *f, const struct finder_match *matches,
    size_t count, const struct shingle_match *passage)
{
	for (size_t i = 0; i < count; i++)
		if (f->forbidden->words.items[matches[i].word].role ==
			WORD_ALLOWED &&
		    matches[i].start <= passage->start &&
		    matches[i].end >= passage->end)
			return true;
	return false;
}

static int
hit_compare(const void *pa, const void *pb)
{
	const struct forbidden_hit *a = pa, *b = pb;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

size_t
forbidden_find(const struct forbidden *forbidden, struct arena *arena,
    struct text text, bool binary, struct forbidden_hit **hits)
{
	struct finding f = { .forbidden = forbidden,
		.arena = arena,
		.text = text,
		.binary = binary };
	struct finder_match *matches;
	struct shingle_match *passages = NULL;
	size_t count = finder_find(forbidden->finder, arena, text, &matches);
	size_t more =
	    shingles_find(forbidden->passages, arena, text, &passages);
	for (size_t i = 0; i < count; i++)
		match_judge(&f, &matches[i]);
	for (size_t i = 0; i < more; i++)
		if (!is_allowed(&f, matches, count, &passages[i]))
			hit_add(&f,
			    (struct forbidden_hit){ passages[i].start,
				passages[i].end, SECRET_TEXT,
				text_cut(text, passages[i].start,
				    passages[i].end),
				forbidden->owners[passages[i].owner] });
	if (more > 0 && f.count > 1)
		qsort(f.hits, f.count, sizeof(*f.hits), hit_compare);
	*hits = f.hits;
	return f.count;
}
