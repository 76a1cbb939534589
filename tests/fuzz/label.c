/*
 * Labels, as YAML: who may read is the same by the pattern and by the label it
 * makes, for every subject and every audience; what can't be read admits nobody.
 */
#include "read/yaml.h"
#include "room.h"
#include "scope/label.h"

static void
compare(const struct pattern *pattern, const struct organisation *subject,
    const struct roster *roster, int classes, struct arena *arena)
{
	struct label label = label_make(arena, pattern, subject, SITE_ROOM_DAY);
	FUZZ_ASSERT(label.count <= pattern->count);
	for (size_t i = 0; i <= roster->organisation_count; i++)
		for (int who = 0; who < classes; who++) {
			struct audience audience = { .who = who,
				.leaders = classes - 1,
				.within = i == roster->organisation_count
				    ? NULL : roster->organisations[i] };
			bool admits = pattern_admits(pattern, subject,
			    &audience, SITE_ROOM_DAY);
			FUZZ_ASSERT(admits == label_admits(&label, &audience,
						  SITE_ROOM_DAY));
			FUZZ_ASSERT(!admits || pattern->count > 0);
		}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct corpus *corpus = room_corpus();
	struct fuzz fuzz;
	struct pattern pattern;
	fuzz_open(&fuzz, data, size);
	struct value *value = yaml_parse(fuzz.arena, fuzz.text, fuzz.where,
	    &fuzz.diags);
	size_t before = fuzz.diags.count;
	struct label_context context = { .arena = fuzz.arena,
		.diags = &fuzz.diags,
		.programme = corpus->programme,
		.roster = &corpus->roster };
	if (value != NULL) {
		int status = pattern_parse(&pattern, &context, value);
		FUZZ_ASSERT((status == 0) == (fuzz.diags.count == before));
		FUZZ_ASSERT(status == 0 || pattern.count == 0);
		const struct roster *roster = &corpus->roster;
		int classes = (int)corpus->programme->terms[VOCABULARY_CLASS]
				  .count;
		for (size_t i = 0; i < roster->organisation_count; i++)
			compare(&pattern, roster->organisations[i], roster,
			    classes, fuzz.arena);
		compare(&pattern, NULL, roster, classes, fuzz.arena);
	}
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	fuzz_close(&fuzz);
	return 0;
}
