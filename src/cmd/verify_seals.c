#include "cmd/verify.h"

#include "base/path.h"
#include "cmd/cmd.h"
#include "model/rules.h"

int
seals_open(struct site_run *run, const char *root)
{
	struct site_options options = SITE_OPTIONS_INIT;
	options.root = root;
	options.quiet = true;
	int loaded = site_load_only(run, options);
	if (loaded == 0)
		check_seal_chain(&run->corpus, &run->diags);
	int status = loaded != 0 || diag_worst(&run->diags) >= DIAG_ERROR;
	if (status != STATUS_OK) {
		struct diag_style style = { .most = options.most };
		diags_print(&run->diags, &run->sources, style, stderr);
	}
	return status == STATUS_OK ? STATUS_OK : STATUS_CONTENT;
}

/* Does a seal list one of the same name as the file? */
static bool
is_named(const struct corpus *corpus, const char *path)
{
	struct text name = text_of(path_name(path));
	bool named = false;
	for (size_t i = 0; i < corpus->seal_count && !named; i++)
		named = seal_bag(corpus->seals[i], name) != NULL;
	return named;
}

const struct seal *
seal_of_bag(const struct site_run *run, struct arena *arena, const char *path,
    struct diags *diags)
{
	const struct corpus *corpus = &run->corpus;
	struct digest digest;
	struct os_error error;
	if (os_type_target(path) == OS_FOLDER) {
		struct diag *d = diag_at(diags, &rules[RULE_SEAL_BAG],
		    SPAN_NONE, "%s is a folder, and seals list tars", path);
		diag_remedy(diags, d,
		    "name the tar that it was unpacked from");
		return NULL;
	}
	if (digest_of_file(path, &digest, &error) != 0) {
		diag_at(diags, &rules[RULE_SYSTEM], SPAN_NONE, "%s",
		    arena_string(arena, error.message));
		return NULL;
	}
	for (size_t i = 0; i < corpus->seal_count; i++)
		for (size_t j = 0; j < corpus->seals[i]->bag_count; j++)
			if (digest_is(corpus->seals[i]->bags[j].digest, digest))
				return corpus->seals[i];
	diag_at(diags, &rules[RULE_SEAL_BAG], SPAN_NONE,
	    is_named(corpus, path)
		? N_("%s is not the bag of this name that was sealed")
		: N_("no seal of the site lists %s"),
	    path);
	return NULL;
}
