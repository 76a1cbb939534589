#include "cmd/step.h"

#include <errno.h>
#include "base/lang.h"
#include "base/option.h"
#include "cmd/cmd.h"
#include "model/rules.h"

#define HEAD "tongbao shards"

/* ---- the command ---- */

static int
plan_read(struct step *step)
{
	const char *name = step->command->name;
	if (step->plan_path == NULL) {
		fprintf(stderr, _("tongbao %s: --plan is missing\n"), name);
		return STATUS_USAGE;
	}
	int status = shard_plan_load(
	    &step->plan, step->arena, step->plan_path, step->command);
	if (status != STATUS_OK)
		return status;
	step->options.as_of = step->plan.as_of;
	step->reading.files = &step->plan.files;
	step->options.shards = &step->reading;
	return STATUS_OK;
}

static bool
has_shard_option(const struct option *table)
{
	for (; table->name != NULL; table++)
		if (strcmp(table->name, "shard") == 0)
			return true;
	return false;
}

static int
step_read_options(struct step *step, const struct option *table, int argc,
    char **argv)
{
	int operands;
	int status = site_options_parse(
	    &step->options, table, step->command, argc, argv, 0, &operands);
	if (status != STATUS_OK)
		return status;
	status = plan_read(step);
	return status == STATUS_OK && has_shard_option(table)
	    ? shard_parse(step->shard_word, &step->plan, &step->shard,
		  step->command)
	    : status;
}

int
step_main(struct step *step, const struct option *table, int argc, char **argv,
    int (*run)(void *context), void *context)
{
	step->arena = arena_new();
	int status = step_read_options(step, table, argc, argv);
	if (status == STATUS_OK)
		status = run(context);
	if (step->lock >= 0)
		os_unlock(step->lock);
	arena_free(step->reading.vault);
	arena_free(step->arena);
	return status;
}

const char *
step_path(const struct step *step, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	const char *name = arena_vprintf(step->arena, format, ap);
	va_end(ap);
	return arena_printf(step->arena, "%s/%s", step->plan.folder, name);
}

/* ---- faults ---- */

int
step_refuse(const struct step *step, const char *name, const char *why,
    struct diags *diags)
{
	struct diag *d = diag_at(diags, &rules[RULE_SHARD_FILE], SPAN_NONE,
	    "%s/%s: %s", step->plan.folder, name, _(why));
	diag_remedy(diags, d,
	    "make it again: tongbao map, reduce, pages, publish, in this "
	    "order");
	return -1;
}

int
step_inputs_check(const struct step *step, struct site_run *run)
{
	struct digest now;
	if (shard_inputs(&now, run, &step->plan.files) != 0)
		return -1;
	if (digest_equal(now, step->plan.inputs))
		return 0;
	struct diag *d = diag_at(&run->diags, &rules[RULE_SHARD_FILE],
	    SPAN_NONE,
	    "%s: settings, rosters, scripts or theme have changed since it "
	    "was made",
	    step->plan_path);
	diag_remedy(&run->diags, d, "make a new plan: tongbao plan");
	return -1;
}

int
step_lock(struct step *step, const char *name, struct diags *diags)
{
	struct os_error error;
	step->lock = os_lock(step_path(step, "%s.lock", name), &error);
	if (step->lock == -2)
		return step_refuse(step, name,
		    N_("somebody else is making it"), diags);
	return step->lock < 0 ? rule_system(diags, &error) : 0;
}

/* ---- files ---- */

static void
head_put(const struct step *step, struct buf *out, const char *what,
    unsigned shard, struct digest digest)
{
	pack_text(out, TEXT_LIT(HEAD));
	pack_text(out, TEXT_LIT(TONGBAO_VERSION));
	pack_text(out, text_of(what));
	pack_digest(out, step->plan.digest);
	pack_number(out, shard);
	pack_digest(out, digest);
}

int
step_write(const struct step *step, const char *name, const char *what,
    unsigned shard, struct text body, struct digest *digest,
    struct diags *diags)
{
	struct os_error error;
	struct digest own = digest_of(body);
	struct buf head = BUF_INIT;
	const char *path = step_path(step, "%s", name);
	const char *new = step_path(step, "%s.new", name);
	head_put(step, &head, what, shard, own);
	if (digest != NULL)
		*digest = own;
	int status = os_write_own(new, buf_text(&head), body, &error);
	if (status == 0)
		status = os_rename(new, path, &error);
	buf_free(&head);
	return status == 0 ? 0 : rule_system(diags, &error);
}

/* Why it can't be used; NULL: it can.  Leaves `from` before the body. */
static const char *
head_read(const struct step *step, const char *what, unsigned shard,
    struct unpack *from, struct digest *digest)
{
	if (!text_is(unpack_text(from), HEAD))
		return N_("no file of a build in shards");
	if (!text_is(unpack_text(from), TONGBAO_VERSION))
		return N_("another version of tongbao made it");
	if (!text_is(unpack_text(from), what))
		return N_("it is another step's file");
	if (!digest_equal(unpack_digest(from), step->plan.digest))
		return N_("it was made by another plan");
	if (unpack_number(from) != shard)
		return N_("it is another shard's");
	*digest = unpack_digest(from);
	return from->failed ||
		!digest_equal(*digest,
		    digest_of(text_from(from->bytes, from->at)))
	    ? N_("it is cut off, or somebody changed it")
	    : NULL;
}

int
step_read(const struct step *step, struct arena *arena, const char *name,
    const char *what, unsigned shard, struct unpack *body,
    struct digest *digest, struct diags *diags)
{
	struct os_error error;
	struct text bytes;
	*body = (struct unpack){ .failed = true };
	if (os_read(arena, step_path(step, "%s", name), &bytes, &error) != 0)
		return error.code == ENOENT
		    ? step_refuse(step, name, N_("it is not there"), diags)
		    : rule_system(diags, &error);
	*body = (struct unpack){ .bytes = bytes };
	struct digest own;
	const char *why = head_read(
	    step, what, shard, body, digest != NULL ? digest : &own);
	return why == NULL ? 0 : step_refuse(step, name, why, diags);
}

int
step_folder_put(const struct step *step, const char *name, struct diags *diags)
{
	struct os_error error;
	const char *path = step_path(step, "%s", name);
	const char *new = step_path(step, "%s.new", name);
	if (os_remove_tree(path, &error) == 0 &&
	    os_make_folders(new, 0755, &error) == 0 &&
	    os_rename(new, path, &error) == 0)
		return 0;
	return rule_system(diags, &error);
}
