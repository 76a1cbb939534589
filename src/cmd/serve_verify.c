#include "cmd/serve_verify.h"

#include "base/lang.h"
#include "base/pool.h"
#include "cmd/cmd.h"

/* Whoever has saved looks at the page first. */
#define DELAY_SECONDS 0.4

void
verify_init(struct verify *verify, const char *root)
{
	*verify = (struct verify){ .root = root,
		.child = CHILD_NONE,
		.output = BUF_INIT };
}

void
verify_close(struct verify *verify)
{
	child_kill(&verify->child);
	buf_free(&verify->output);
}

void
verify_order(struct verify *verify)
{
	child_kill(&verify->child);
	verify->due = os_seconds() + DELAY_SECONDS;
}

bool
verify_is_busy(const struct verify *verify)
{
	return verify->due > 0 || verify->child.process != 0;
}

unsigned
verify_milliseconds(const struct verify *verify, unsigned most)
{
	double left = (verify->due - os_seconds()) * 1e3;
	return verify->due == 0 ? most
	    : left <= 0 ? 0
	    : left < most ? (unsigned)left + 1
			  : most;
}

int
verify_begin(
    struct verify *verify, const char *as_of, struct os_error *error)
{
	struct arena *arena = arena_new();
	/* A processor stays with the preview. */
	unsigned cores = pool_cores();
	const char *const argv[] = { "/proc/self/exe", "build", "--dry-run",
		"--quiet", "--format=json", "--folder", verify->root,
		"--as-of", as_of, "--lang", lang_is_chinese() ? "zh" : "en",
		"--jobs",
		arena_printf(arena, "%u", cores > 1 ? cores - 1 : 1), NULL };
	verify->due = 0;
	buf_clear(&verify->output);
	int status = child_start(&verify->child, argv, error);
	arena_free(arena);
	return status;
}

/* Faults of the site end a build with 1, others with 3: it has told them. */
static bool
is_told(int status)
{
	return status == STATUS_OK || status == STATUS_CONTENT ||
	    status == STATUS_SYSTEM;
}

bool
verify_take(struct verify *verify, struct faults *faults)
{
	struct buf complaint = BUF_INIT, words = BUF_INIT;
	struct arena *arena = arena_new();
	const char *prefix = site_prefix(arena, verify->root);
	bool ended = child_read(&verify->child, &verify->output) != 0;
	if (ended) {
		int status = child_end(&verify->child, &complaint);
		if (!is_told(status) ||
		    faults_add_json(faults, buf_text(&verify->output), prefix,
			verify->root) != 0) {
			buf_printf(&words,
			    _("the build behind the preview ended with "
			      "status %d\n"),
			    status);
			buf_putt(&words, buf_text(&complaint));
			faults_add_words(faults, words.at);
		}
	}
	buf_free(&complaint);
	buf_free(&words);
	arena_free(arena);
	return ended;
}
