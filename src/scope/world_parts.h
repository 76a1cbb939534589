/* What the files that make a world share; see world.h. */
#ifndef TONGBAO_SCOPE_WORLD_PARTS_H
#define TONGBAO_SCOPE_WORLD_PARTS_H

#include "scope/noise.h"
#include "scope/sight.h"
#include "scope/world.h"

struct world_making {
	const struct corpus *corpus; /* as it is */
	struct sight sight;          /* what the audience sees of it */
	enum world_kind kind;
	struct noise noise;
	struct arena *arena;   /* the world's */
	struct arena *scratch; /* until it is made */
	struct world *world;

	/* People: who is named (by true id), and all there are. */
	struct table named;
	struct person **people;
	size_t person_count, person_capacity;
	struct person *nobody; /* WORLD_GONE: whoever is not named */
	/* Ids of organisations that are not seen; in the roster or not. */
	const char **hidden_organisations;
	size_t hidden_organisation_count, hidden_organisation_capacity;
	/* Ids of records that are not seen. */
	const char **hidden_records;
	size_t hidden_record_count, hidden_record_capacity;
	struct table record_ids; /* true id of one that is seen → its id here */
	struct table records;    /* true id → struct record *, seen or noise */
};

static inline const char *
world_string(const struct world_making *making, const char *s)
{
	return arena_string(making->arena, s);
}

/* world_roster.c */
void organisations_twin(struct world_making *making);
/* Who holds what in them; when the records are made. */
void holders_twin(struct world_making *making);
struct organisation *organisation_twin(const struct world_making *making,
    const struct organisation *organisation);
/* As the audience knows him that day: himself, or somebody without a name. */
struct person *person_twin(struct world_making *making,
    const struct person *person, const char *date);
/* Somebody: named or not. */
struct person *person_any(struct world_making *making);
struct organisation *organisation_any(struct world_making *making);
void people_place(struct world_making *making);

/* world_value.c */
/* A field that is seen; NULL when nothing in it is. */
struct value *value_seen(struct world_making *making,
    const struct record *record, const struct field *field,
    const struct value *value);
/* A field that is not; `like` may be NULL. */
struct value *value_hidden(struct world_making *making,
    const struct field *field, const struct value *like);

#endif
