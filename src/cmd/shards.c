#include "cmd/shards.h"

#include "base/lang.h"
#include "compose/plan_pack.h"
#include "model/rules.h"
#include "model/view_pack.h"
#include "scope/project.h"

static const char *
share_name(const struct step *step, unsigned share)
{
	return arena_printf(step->arena, "made-%u", share);
}

static const char *
done_name(const struct step *step, unsigned share)
{
	return arena_printf(step->arena, "made-%u.done", share);
}

/* ---- the files of a share ---- */

int
shards_begin(struct step *step, struct diags *diags)
{
	struct os_error error;
	const char *name = share_name(step, step->shard);
	if (step_lock(step, name, diags) != 0)
		return -1;
	step->made = step_path(step, "%s.new", name);
	if (os_remove_tree(step_path(step, "%s.done", name), &error) == 0 &&
	    os_remove_tree(step->made, &error) == 0)
		return 0;
	return rule_system(diags, &error);
}

int
shards_put(void *context, const char *path, struct text bytes,
    struct os_error *error)
{
	struct step *step = context;
	shards_files_add(&step->files, path, bytes);
	return os_write_below(step->made, path, bytes, error);
}

void
shards_files_add(
    struct step_files *files, const char *path, struct text bytes)
{
	unsigned long long sum = 0;
	struct digests *digests = digests_begin();
	digests_put_digest(digests, digest_of(bytes));
	digests_put(digests, text_of(path));
	struct digest digest = digests_finish(digests);
	for (size_t i = 0; i < sizeof(sum); i++)
		sum = sum << 8 | digest.bytes[i];
	atomic_fetch_add(&files->count, 1);
	atomic_fetch_add(&files->sum, sum);
}

void
shards_done_init(struct shards_done *done, const struct site_run *run)
{
	const struct site *site = run->corpus.site;
	*done = (struct shards_done){ .edition_count = site->edition_count,
		.allowance_count = site->allowance_count };
	done->editions =
	    ARENA_ARRAY(run->arena, struct digest, done->edition_count);
	done->needed = ARENA_ARRAY(run->arena, bool, done->allowance_count);
	done->search =
	    ARENA_ARRAY(run->arena, struct text, done->edition_count);
	buf_init(&done->searches);
}

void
shards_done_free(struct shards_done *done)
{
	buf_free(&done->searches);
}

/* What both steps have to say. */
static void
done_put(struct buf *out, const struct shards_done *done)
{
	for (size_t i = 0; i < done->edition_count; i++)
		pack_digest(out, done->editions[i]);
	for (size_t i = 0; i < done->allowance_count; i++)
		pack_bool(out, done->needed[i]);
	pack_number(out, done->files);
	pack_number(out, done->files_sum);
	buf_putt(out, buf_text(&done->searches));
}

static void
office_put(struct buf *out, const struct shards_done *done)
{
	pack_text(out, text_of(done->output));
	pack_number(out, done->records);
	pack_number(out, done->bulletins);
	pack_bool(out, done->counts);
	pack_digest(out, done->issues_were);
	pack_text(out, done->issue);
	pack_text(out, done->manifest);
}

static void
office_read(struct unpack *from, struct shards_done *done)
{
	done->output = unpack_text(from).at;
	done->records = (size_t)unpack_number(from);
	done->bulletins = (size_t)unpack_number(from);
	done->counts = unpack_bool(from);
	done->issues_were = unpack_digest(from);
	done->issue = unpack_text(from);
	done->manifest = unpack_text(from);
}

int
shards_done_write(const struct step *step, struct shards_done *done,
    const struct make *make, struct diags *diags)
{
	struct buf body = BUF_INIT;
	for (size_t i = 0; i < done->allowance_count; i++)
		done->needed[i] = make->needed[i];
	done->files = atomic_load(&step->files.count);
	done->files_sum = atomic_load(&step->files.sum);
	done_put(&body, done);
	if (step->shard == 0)
		office_put(&body, done);
	int status = step_folder_put(
	    step, share_name(step, step->shard), diags);
	if (status == 0)
		status = step_write(step, done_name(step, step->shard),
		    "made", step->shard, buf_text(&body), NULL, diags);
	buf_free(&body);
	return status;
}

int
shards_done_read(const struct step *step, const struct site_run *run,
    unsigned share, struct shards_done *done, struct diags *diags)
{
	struct unpack body;
	shards_done_init(done, run);
	if (step_read(step, run->arena, done_name(step, share), "made", share,
		&body, NULL, diags) != 0)
		return -1;
	for (size_t i = 0; i < done->edition_count; i++)
		done->editions[i] = unpack_digest(&body);
	for (size_t i = 0; i < done->allowance_count; i++)
		done->needed[i] = unpack_bool(&body);
	done->files = unpack_number(&body);
	done->files_sum = unpack_number(&body);
	for (size_t i = 0; i < done->edition_count; i++)
		done->search[i] = unpack_text(&body);
	if (share == 0)
		office_read(&body, done);
	return unpack_failed(&body)
	    ? step_refuse(step, done_name(step, share),
		  N_("it is not as it was made"), diags)
	    : 0;
}

/* ---- an edition ---- */

/* Gathers small pieces: there are as many as records. */
#define PIECES ((size_t)1 << 20)

struct bodies_writing {
	const char *path;
	int descriptor;
	struct buf pieces;
	struct os_error error;
	int status;
};

static void
bodies_flush(struct bodies_writing *w)
{
	if (w->status == 0)
		w->status = os_append(w->descriptor, w->path,
		    buf_text(&w->pieces), &w->error);
	buf_clear(&w->pieces);
}

static void
body_put(void *context, struct text body)
{
	struct bodies_writing *w = context;
	buf_putt(&w->pieces, body);
	if (w->pieces.len >= PIECES)
		bodies_flush(w);
}

static void
outline_pack(struct buf *out, const struct plan *plan,
    const struct forbidden *forbidden, struct bodies_writing *w)
{
	view_pack(out, plan->view, body_put, w);
	pack_bool(out, plan->figures != NULL);
	if (plan->figures != NULL)
		figures_pack(out, plan->figures);
	plan_pack(out, plan);
	forbidden_pack(forbidden, out);
	bodies_flush(w);
}

/* Its bodies are known again by what the outline says of each. */
int
edition_write(const struct step *step, const struct plan *plan,
    const struct forbidden *forbidden, size_t number, struct digest *digest,
    struct diags *diags)
{
	const char *name = arena_printf(step->arena, "edition-%zu", number);
	const char *path = step_path(step, "%s.bodies", name);
	struct buf outline = BUF_INIT;
	struct bodies_writing w = { .descriptor = -1,
		.path = arena_printf(step->arena, "%s.new", path) };
	buf_init(&w.pieces);
	w.status = os_remove_tree(w.path, &w.error);
	if (w.status == 0)
		w.status = w.descriptor = os_create_own(w.path, &w.error);
	w.status = w.status < 0 ? -1 : os_set_mode(w.path, 0600, &w.error);
	outline_pack(&outline, plan, forbidden, &w);
	if (w.descriptor >= 0)
		os_close(w.descriptor);
	if (w.status == 0)
		w.status = os_rename(w.path, path, &w.error);
	if (w.status != 0)
		rule_system(diags, &w.error);
	int status = w.status != 0
	    ? -1
	    : step_write(step, name, "edition", (unsigned)number,
		  buf_text(&outline), digest, diags);
	buf_free(&w.pieces);
	buf_free(&outline);
	return status;
}

/* -1: broken. */
static int
given_read(struct edition_given *given, struct unpack *from,
    const struct make *make, struct edition *edition)
{
	const struct corpus *corpus = make->corpus;
	given->view = view_unpack(from, corpus->site, corpus->programme,
	    edition, given->bodies, given->name);
	if (given->view == NULL)
		return -1;
	if (unpack_bool(from))
		given->figures = figures_unpack(
		    from, given->view->arena, corpus->programme);
	plan_unpack(from, given->view->arena, &given->bulletins,
	    &given->additions);
	given->forbidden = forbidden_unpack(
	    from, make->needed, corpus->site->allowance_count);
	return unpack_failed(from) ? -1 : 0;
}

static int
given_plan(struct edition_given *given, struct make *make)
{
	struct planning planning = { given->view->arena, given->view,
		&given->bulletins, &given->additions, given->figures,
		make_has_template, make->theme };
	given->plan = plan_make(&planning, &make->run->diags);
	return given->plan == NULL ? -1 : 0;
}

static int
bodies_open(struct edition_given *given, struct diags *diags)
{
	struct os_error error;
	if (os_map(given->name, &given->bodies, &error) == 0)
		return 0;
	return rule_system(diags, &error);
}

int
edition_take(struct edition_given *given, const struct step *step,
    struct make *make, size_t number, struct digest digest)
{
	struct site_run *run = make->run;
	struct unpack from;
	struct digest is;
	const char *name =
	    arena_printf(step->arena, "edition-%zu", number);
	*given = (struct edition_given){ .view = NULL };
	given->bytes = arena_new();
	given->name = step_path(step, "%s.bodies", name);
	if (step_read(step, given->bytes, name, "edition", (unsigned)number,
		&from, &is, &run->diags) != 0 ||
	    bodies_open(given, &run->diags) != 0)
		return -1;
	if (!digest_equal(is, digest))
		return step_refuse(step, name,
		    N_("it is of another run of reduce"), &run->diags);
	if (given_read(given, &from, make,
		&run->corpus.site->editions[number]) != 0)
		return step_refuse(step, name,
		    N_("it is not as it was made"), &run->diags);
	return given_plan(given, make);
}

void
edition_give_back(struct edition_given *given)
{
	forbidden_free(given->forbidden);
	view_free(given->view);
	os_unmap(given->bodies);
	arena_free(given->bytes);
}
