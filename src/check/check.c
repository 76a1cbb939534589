#include "check/check.h"

void
check_corpus(const struct corpus *corpus, const char *as_of,
    struct diags *diags)
{
	struct table tasks;
	table_init(&tasks, corpus->arena);
	for (size_t i = 0; i < corpus->record_count; i++)
		check_tasks_add(&tasks, corpus->records[i], diags);
	for (size_t i = 0; i < corpus->record_count; i++) {
		check_aspects(corpus->records[i], diags);
		check_dates(corpus->records[i], as_of, diags);
		check_references(corpus->records[i], &tasks, diags);
	}
}
