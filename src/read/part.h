/*
 * What reading made of a record's file, as bytes (base/pack.h): the text, the
 * record as it was before it was linked, the faults of the file.  One process
 * reads the records of its shard (`map`), another one joins them (`reduce`) and
 * needs none of their files; and one build leaves it to the next (read/kept.h).
 */
#ifndef TONGBAO_READ_PART_H
#define TONGBAO_READ_PART_H

#include "base/diag.h"
#include "base/pack.h"
#include "model/corpus.h"

/* `record` is NULL where the file is none; `number` is the source's. */
void part_put(struct buf *out, const struct source *source, uint32_t number,
    const struct record *record, const struct diags *diags);
/*
 * Sets the source's text, adds the faults to `diags`.  NULL where the file is no
 * record.  After broken bytes from->failed, and nothing is of any use.  `is_own`:
 * they are, as somebody has made sure, just those that part_put() made of a file
 * that could be read; then nobody looks at each place and each word again.
 */
struct record *part_read(struct unpack *from, const struct corpus *corpus,
    const char *id, struct source *source, uint32_t number, bool is_own,
    struct arena *arena, struct diags *diags);
/* The bytes of the file that it was read from; at == NULL after broken ones. */
struct text part_file(struct text part);
/* The same of one that is put. */
struct text source_file(const struct source *source);

#endif
