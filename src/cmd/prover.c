#include "cmd/prover.h"

#include <stdatomic.h>
#include <stdlib.h>
#include "base/lang.h"
#include "base/utf8.h"
#include "model/rules.h"
#include "render/print/print.h"
#include "scope/sight.h"

/* No more files are shown; there are mostly others of the same fault. */
#define FILES_SHOWN 8

struct made_file {
	const char *path;
	size_t len;
	struct digest digest;
	struct text bytes; /* if they were to be kept */
};

/* One making of an edition in full. */
struct making {
	struct site_run run; /* the prover's, with faults and memory of its own */
	struct make make;
	struct arena *arena;
	struct arena *files_arena; /* under the lock */
	struct made_file *files;   /* by path, when it is done */
	size_t count, capacity;
	const struct table *kept; /* paths whose bytes are wanted; or NULL */
	atomic_flag lock;
};

static int
file_take(void *context, const char *path, struct text bytes,
    struct os_error *error)
{
	struct making *making = context;
	(void)error;
	struct made_file file = { .len = bytes.len,
		.digest = digest_of(bytes) };
	while (atomic_flag_test_and_set(&making->lock))
		;
	file.path = arena_string(making->files_arena, path);
	if (making->kept != NULL &&
	    table_get(making->kept, text_of(path)) != NULL)
		file.bytes = arena_text(making->files_arena, bytes);
	ARENA_ROOM(making->files_arena, making->files, making->count,
	    making->capacity);
	making->files[making->count++] = file;
	atomic_flag_clear(&making->lock);
	return 0;
}

static int
file_compare(const void *a, const void *b)
{
	return strcmp(((const struct made_file *)a)->path,
	    ((const struct made_file *)b)->path);
}

/* ---- making ---- */

static void
making_init(struct making *making, const struct prover *prover)
{
	const struct site_run *run = prover->run;
	*making = (struct making){ .run = *run,
		.arena = arena_new(),
		.files_arena = arena_new(),
		.lock = ATOMIC_FLAG_INIT };
	struct site_run *own = &making->run;
	own->arena = making->arena;
	own->arenas = ARENA_ARRAY(making->arena, struct arena *, run->jobs);
	own->vaults = ARENA_ARRAY(making->arena, struct arena *, run->jobs);
	for (unsigned i = 0; i < run->jobs; i++) {
		own->arenas[i] = i == 0 ? making->arena : run->arenas[i];
		own->vaults[i] = run->vaults[i];
	}
	diags_init_like(&own->diags, making->arena, &run->diags);
}

static void
making_free(struct making *making)
{
	make_close(&making->make);
	arena_free(making->files_arena);
	arena_free(making->arena);
}

/* Whose bulletins the edition carries: what those see it sees too. */
static const bool *
covered(struct making *making, const struct edition *edition)
{
	struct sight sight;
	const struct make *make = &making->make;
	if (sight_init(&sight, making->arena, make->corpus, make->policy,
		edition, making->run.as_of, &making->run.diags) != 0)
		return NULL;
	return sight.covers;
}

static void
making_run(struct making *making, const struct prover *prover, size_t number,
    const struct corpus *corpus, const struct policy *policy)
{
	making->make = (struct make){ .run = &making->run,
		.corpus = corpus,
		.policy = policy,
		.theme = prover->theme,
		.fonts = prover->fonts,
		.paperless = prover->paperless,
		.sink = { .put = file_take,
		    .context = making },
		.unscanned = true,
		.with_records = true,
		.figures = prover->figures.shown,
		.pages = ARENA_ARRAY(
		    making->arena, size_t, corpus->site->edition_count) };
	const bool *from = covered(making, &corpus->site->editions[number]);
	if (from != NULL)
		make_bulletins_of(&making->make, from);
	if (from != NULL && corpus == &prover->run->corpus)
		make_bulletins_check(&making->make, from);
	if (diag_worst(&making->run.diags) < DIAG_ERROR)
		make_edition(&making->make, number);
	if (making->count > 1)
		qsort(making->files, making->count, sizeof(*making->files),
		    file_compare);
	diags_sort(&making->run.diags);
}

static void
making_real(struct making *making, const struct prover *prover, size_t number,
    const struct table *kept)
{
	making_init(making, prover);
	making->kept = kept;
	making_run(making, prover, number, &prover->run->corpus,
	    prover->run->policy);
}

/* Each edition and each world has noise of its own. */
static uint64_t
seed_of(const struct prover *prover, size_t number, enum world_kind kind)
{
	return prover->seed * 1000003u + number * WORLD__MAX + kind;
}

/* The corpus as it is stays locked all the while: nothing is shared with it. */
static void
making_other(struct making *making, const struct prover *prover, size_t number,
    enum world_kind kind, const struct table *kept)
{
	struct site_run *run = prover->run;
	const struct edition *edition = &run->corpus.site->editions[number];
	making_init(making, prover);
	making->kept = kept;
	struct site_run *own = &making->run;
	struct world *world = world_make(&run->corpus, run->policy, edition,
	    own->as_of, kind, seed_of(prover, number, kind), &own->diags);
	if (world == NULL)
		return;
	own->vaults[0] = world->vault;
	own->texts = own->bodies = NULL;
	for (unsigned i = 1; i < own->jobs; i++)
		own->vaults[i] = arena_new_vault();
	site_lock(run);
	making_run(making, prover, number, &world->corpus, world->policy);
	site_unlock(run);
	for (unsigned i = 1; i < own->jobs; i++)
		arena_free(own->vaults[i]);
	world_free(world);
}

/* ---- comparing ---- */

static bool
file_same(const struct made_file *a, const struct made_file *b)
{
	return a->len == b->len &&
	    memcmp(&a->digest, &b->digest, sizeof(a->digest)) == 0;
}

/* Both of one path; one of them NULL: it is not there. */
struct pair_of_files {
	const struct made_file *real, *other;
};

static struct pair_of_files
pair_next(const struct making *real, size_t *i, const struct making *other,
    size_t *j)
{
	struct pair_of_files pair = { NULL, NULL };
	int c = *i == real->count ? 1
	    : *j == other->count
	    ? -1
	    : file_compare(&real->files[*i], &other->files[*j]);
	if (c <= 0)
		pair.real = &real->files[(*i)++];
	if (c >= 0)
		pair.other = &other->files[(*j)++];
	return pair;
}

static bool
pair_differs(struct pair_of_files pair)
{
	return pair.real == NULL || pair.other == NULL ||
	    !file_same(pair.real, pair.other);
}

static const char *
kind_words(enum world_kind kind)
{
	static const char *const words[WORLD__MAX] = {
		[WORLD_GONE] = N_("is gone"),
		[WORLD_NOISE] = N_("says something else"),
	};
	return _(words[kind]);
}

/* Some of the bytes before and after, as far as they can be shown. */
static const char *
excerpt(struct arena *arena, struct text bytes, size_t at)
{
	struct buf buf = BUF_INIT;
	size_t pos = at < 40 ? 0 : at - 40;
	size_t end = bytes.len - at < 60 ? bytes.len : at + 60;
	while (pos > 0 && utf8_is_amid(bytes, pos))
		pos--;
	buf_puts(&buf, pos > 0 ? "…" : "");
	while (pos < end) {
		uint32_t code = utf8_next(bytes, &pos);
		if (code == '\n' || code == '\t')
			buf_putc(&buf, ' ');
		else if (code == UTF8_BAD || utf8_is_control(code))
			buf_putc(&buf, '?');
		else
			buf_put_utf8(&buf, code);
	}
	buf_puts(&buf, pos < bytes.len ? "…" : "");
	return buf_detach(arena, &buf).at;
}

static void
difference_tell(struct diags *diags, struct pair_of_files pair,
    enum world_kind kind)
{
	const struct rule *rule = &rules[RULE_LEAK_FILE];
	if (pair.other == NULL) {
		diag_at(diags, rule, SPAN_NONE,
		    "there is no file %s when what its readers may not see %s",
		    pair.real->path, kind_words(kind));
		return;
	}
	if (pair.real == NULL) {
		diag_at(diags, rule, SPAN_NONE,
		    "there is a file %s only when what its readers may not "
		    "see %s",
		    pair.other->path, kind_words(kind));
		return;
	}
	struct text a = pair.real->bytes, b = pair.other->bytes;
	size_t at = 0;
	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	diag_at(diags, rule, SPAN_NONE,
	    "%s differs from byte %zu on when what its readers may not see "
	    "%s: it has “%s”, then it has “%s”",
	    pair.real->path, at, kind_words(kind),
	    excerpt(diags->arena, a, at), excerpt(diags->arena, b, at));
}

/* Of files that differ the first, made again with their bytes. */
static void
differences_show(const struct prover *prover, size_t number,
    enum world_kind kind, const struct table *kept)
{
	struct making real, other;
	making_real(&real, prover, number, kept);
	making_other(&other, prover, number, kind, kept);
	size_t i = 0, j = 0;
	while (i < real.count || j < other.count) {
		struct pair_of_files pair = pair_next(&real, &i, &other, &j);
		const char *path =
		    pair.real != NULL ? pair.real->path : pair.other->path;
		if (table_get(kept, text_of(path)) != NULL)
			difference_tell(&prover->run->diags, pair, kind);
	}
	making_free(&other);
	making_free(&real);
}

static size_t
files_compare(const struct prover *prover, size_t number,
    enum world_kind kind, const struct making *real,
    const struct making *other)
{
	struct table kept;
	size_t i = 0, j = 0, count = 0;
	table_init(&kept, real->arena);
	while (i < real->count || j < other->count) {
		struct pair_of_files pair = pair_next(real, &i, other, &j);
		const char *path =
		    pair.real != NULL ? pair.real->path : pair.other->path;
		if (pair_differs(pair) && count++ < FILES_SHOWN)
			table_add(&kept, text_of(path), &kept);
	}
	if (count > 0)
		differences_show(prover, number, kind, &kept);
	if (count > FILES_SHOWN)
		diag_at(&prover->run->diags, &rules[RULE_LEAK_FILE], SPAN_NONE,
		    "%s: %zu more files differ when what its readers may not "
		    "see %s",
		    prover->run->corpus.site->editions[number].id,
		    count - FILES_SHOWN, kind_words(kind));
	return count;
}

/* ---- what is said ---- */

static int
string_compare(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

/* By all that is said of it, its places too. */
static int
message_compare(const struct diag *a, const struct diag *b)
{
	int c = memcmp(&a->span, &b->span, sizeof(a->span));
	if (c == 0)
		c = memcmp(&a->also, &b->also, sizeof(a->also));
	if (c == 0)
		c = strcmp(a->rule->code, b->rule->code);
	if (c == 0)
		c = strcmp(a->message, b->message);
	if (c == 0)
		c = string_compare(a->remedy, b->remedy);
	return c != 0 ? c : string_compare(a->also_label, b->also_label);
}

static int
messages_order(const void *a, const void *b)
{
	return message_compare(*(const struct diag *const *)a,
	    *(const struct diag *const *)b);
}

static const struct diag **
messages_sorted(const struct making *making)
{
	const struct diags *diags = &making->run.diags;
	const struct diag **all =
	    ARENA_ARRAY(making->arena, const struct diag *, diags->count + 1);
	size_t n = 0;
	for (const struct diag *d = diags->first; d != NULL; d = d->next)
		all[n++] = d;
	if (n > 1)
		qsort(all, n, sizeof(*all), messages_order);
	return all;
}

static size_t
messages_compare(const struct prover *prover, size_t number,
    enum world_kind kind, const struct making *real,
    const struct making *other)
{
	const struct diag **a = messages_sorted(real),
			  **b = messages_sorted(other);
	const char *edition = prover->run->corpus.site->editions[number].id;
	size_t count = 0;
	while (*a != NULL || *b != NULL) {
		int c = *a == NULL ? 1
		    : *b == NULL   ? -1
				   : message_compare(*a, *b);
		if (c != 0)
			count++;
		if (c < 0)
			diag_at(&prover->run->diags, &rules[RULE_LEAK_MESSAGE],
			    (*a)->span,
			    "%s: this is not said when what its readers may "
			    "not see %s: %s",
			    edition, kind_words(kind), (*a)->message);
		else if (c > 0)
			diag_at(&prover->run->diags, &rules[RULE_LEAK_MESSAGE],
			    (*b)->span,
			    "%s: this is only said when what its readers may "
			    "not see %s: %s",
			    edition, kind_words(kind), (*b)->message);
		a += c <= 0;
		b += c >= 0;
	}
	return count;
}

/* ---- proving ---- */

/* As a build would release them. */
static int
figures_make(struct prover *prover, const char *output)
{
	struct site_run *run = prover->run;
	if (run->tallies == NULL)
		return 0;
	const struct figures_wish wish = { .corpus = &run->corpus,
		.policy = run->policy };
	return figures_look(&prover->figures, run, output, wish);
}

int
prover_open(struct prover *prover, struct site_run *run, const char *output,
    uint64_t seed, bool paperless)
{
	const struct site *site = run->corpus.site;
	struct make make = {
		.run = run, .corpus = &run->corpus, .policy = run->policy
	};
	*prover = (struct prover){
		.run = run, .seed = seed, .paperless = paperless
	};
	if (make_open(&make) != 0)
		return -1;
	prover->theme = make.theme;
	if (figures_make(prover, output) != 0)
		return -1;
	if (paperless || make_bulletin_count(&run->corpus, NULL) == 0)
		return 0;
	prover->fonts = print_fonts_open(run->arena, site->font_folders,
	    site->font_folder_count, &run->diags);
	return prover->fonts == NULL ? -1 : 0;
}

void
prover_close(struct prover *prover)
{
	if (prover->fonts != NULL)
		print_fonts_close(prover->fonts);
	prover->fonts = NULL;
}

static size_t
world_compare(const struct prover *prover, size_t number,
    enum world_kind kind, const struct making *real)
{
	struct making other;
	making_other(&other, prover, number, kind, NULL);
	size_t count = messages_compare(prover, number, kind, real, &other);
	count += files_compare(prover, number, kind, real, &other);
	making_free(&other);
	return count;
}

int
prover_edition(struct prover *prover, size_t number, struct proof *proof)
{
	struct making real;
	*proof = (struct proof){ 0 };
	making_real(&real, prover, number, NULL);
	int status = diag_worst(&real.run.diags) >= DIAG_ERROR ? -1 : 0;
	for (size_t i = 0; i < real.count; i++)
		proof->bytes += real.files[i].len;
	proof->files = real.count;
	for (int kind = 0; status == 0 && kind < WORLD__MAX; kind++)
		proof->differences +=
		    world_compare(prover, number, kind, &real);
	if (status != 0)
		diags_copy(&prover->run->diags, &real.run.diags);
	making_free(&real);
	return status;
}
