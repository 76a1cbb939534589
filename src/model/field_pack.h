/*
 * The fields of a view as bytes (base/pack.h), by the schema: of a map no key is
 * written, of a term its number.  Whoever reads them knows the same schema and
 * the same programme.  They come back as they were, but for their places, which
 * nobody asks of a view.
 *
 * What is read has the kind that its field's type says, whatever the bytes are:
 * whoever uses it need not look twice.
 */
#ifndef TONGBAO_MODEL_FIELD_PACK_H
#define TONGBAO_MODEL_FIELD_PACK_H

#include "base/pack.h"
#include "model/programme.h"

/* Short for the id of a term, whole for any other; neither is NULL. */
void pack_term(struct buf *out, const struct programme *programme,
    enum vocabulary vocabulary, const char *id);
const char *unpack_term(struct unpack *from,
    const struct programme *programme, enum vocabulary vocabulary);

/* Parallel to shape->fields; NULL where there is none. */
void pack_fields(struct buf *out, const struct programme *programme,
    const struct shape *shape, struct value *const *fields);
struct value **unpack_fields(struct unpack *from, struct arena *arena,
    const struct programme *programme, const struct shape *shape);

/* One that is there. */
void pack_field(struct buf *out, const struct programme *programme,
    const struct field *field, const struct value *value);
/* NULL when reading has failed. */
struct value *unpack_field(struct unpack *from, struct arena *arena,
    const struct programme *programme, const struct field *field);

#endif
