/*
 * Everything that was read.  Records are in the order of their ids (bytes).
 */
#ifndef TONGBAO_MODEL_CORPUS_H
#define TONGBAO_MODEL_CORPUS_H

#include "model/record.h"
#include "model/site.h"

struct corpus {
	struct arena *arena;
	struct site *site;
	struct programme *programme;
	struct roster roster;
	struct record **records;
	size_t record_count;
	struct table record_ids;
};

struct record *corpus_record(const struct corpus *corpus, struct text id);

#endif
