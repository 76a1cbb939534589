#include "cmd/seal.h"

#include <stdio.h>
#include "base/lang.h"
#include "base/path.h"
#include "cmd/cmd.h"

/* Its id is the file's name. */
static const char *
again_id(struct arena *arena, const char *path)
{
	struct text name = text_of(path_name(path));
	return text_ends(name, ".yaml")
	    ? arena_text(
		  arena, text_cut(name, 0, name.len - strlen(".yaml")))
		  .at
	    : NULL;
}

/* As it would lie in the site; see read/load.h. */
static int
again_lay(struct site_options *options, struct arena *arena,
    const char *path, const char *id)
{
	struct text *text = ARENA_NEW(arena, struct text);
	struct table *overlay = ARENA_NEW(arena, struct table);
	struct os_list *added = ARENA_NEW(arena, struct os_list);
	struct os_error error;
	const char *name =
	    arena_printf(arena, "content/" SEALS_FOLDER "/%s.yaml", id);
	if (os_read(arena, path, text, &error) != 0) {
		seal_say(error.message);
		return STATUS_USAGE;
	}
	table_init(overlay, arena);
	table_add(overlay, text_of(name), text);
	added->items = ARENA_ARRAY(arena, struct os_found, 1);
	added->items[added->count++] = (struct os_found){
		.path = name + strlen("content/"), .type = OS_FILE };
	options->overlay = overlay;
	options->added = added;
	return STATUS_OK;
}

/* Of the seal, whose strings go with the site. */
static int
day_take(const struct sealing *s, const struct seal *seal,
    struct site_options *options, struct arena *arena)
{
	if (seal == NULL || *seal->as_of == '\0') {
		fprintf(stderr, _("tongbao seal: %s is no seal\n"),
		    s->again_path);
		return STATUS_USAGE;
	}
	if (strcmp(seal->commit, s->commit) != 0) {
		fprintf(stderr,
		    _("tongbao seal: %s is of the commit %.12s, and this is "
		      "%.12s: git worktree add FOLDER %.12s, then with "
		      "-C FOLDER\n"),
		    s->again_path, seal->commit, s->commit, seal->commit);
		return STATUS_USAGE;
	}
	options->as_of = arena_string(arena, seal->as_of);
	return STATUS_OK;
}

int
seal_find_again(struct sealing *s, struct site_options *options,
    struct arena *arena)
{
	const char *id = again_id(arena, s->again_path);
	int status = id == NULL ? day_take(s, NULL, options, arena)
				: again_lay(options, arena, s->again_path, id);
	if (status != STATUS_OK)
		return status;
	if (site_load_only(&s->run, *options) != 0)
		return site_close(&s->run);
	status = day_take(s, corpus_seal(&s->run.corpus, id), options, arena);
	s->id = id;
	site_drop(&s->run);
	return status;
}

/* What is wrong with the site besides is not asked. */
static bool
is_kept(const void *context, const struct diag *diag)
{
	(void)context;
	return diag->level == DIAG_ERROR;
}

int
seal_prepare_again(struct sealing *s)
{
	struct site_run *run = &s->run;
	const struct site *site = run->corpus.site;
	s->again = corpus_seal(&run->corpus, s->id);
	s->version = s->again->version;
	s->period = site_period(run, s->again->period, &seal_command);
	s->bags = ARENA_ARRAY(
	    run->arena, struct sealed_bag, site->edition_count);
	for (size_t i = 0; i < site->edition_count; i++) {
		struct sealed_bag bag = seal_bag_of(s, &site->editions[i]);
		if (seal_bag(s->again, text_of(bag.name)) != NULL)
			s->bags[s->count++] = bag;
	}
	diags_keep(&run->diags, is_kept, NULL);
	return s->period == NULL ? STATUS_USAGE : STATUS_OK;
}

/* As the seal lists it; NULL: it was not made. */
static const struct sealed_bag *
bag_made(const struct sealing *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->bags[i].name, name) == 0)
			return &s->bags[i];
	return NULL;
}

static bool
is_same(const struct sealing *s, const struct sealed *sealed)
{
	const struct sealed_bag *made = bag_made(s, sealed->name);
	return made != NULL && digest_is(sealed->digest, made->digest);
}

bool
seal_is_again(const struct sealing *s)
{
	for (size_t i = 0; i < s->again->bag_count; i++)
		if (!is_same(s, &s->again->bags[i]))
			return false;
	return true;
}

int
seal_compare(const struct sealing *s, bool published)
{
	for (size_t i = 0; i < s->again->bag_count; i++) {
		const struct sealed *sealed = &s->again->bags[i];
		printf(is_same(s, sealed) ? _("%s/%s/%s  the same bytes\n")
					  : _("%s/%s/%s  not what was sealed\n"),
		    s->archive, s->id, sealed->name);
	}
	if (!published)
		printf(_("%s/%s stays as it was\n"), s->archive, s->id);
	return seal_is_again(s) ? STATUS_OK : STATUS_CONTENT;
}
