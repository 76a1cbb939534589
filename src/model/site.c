#include "model/site.h"

#include "model/programme.h"

struct edition *
edition_find(const struct site *site, struct text id)
{
	for (size_t i = 0; i < site_editions(site); i++)
		if (text_is(id, site->editions[i].id))
			return &site->editions[i];
	return NULL;
}

bool
edition_is_draft(const struct edition *edition,
    const struct programme *programme, const char *period)
{
	int rank =
	    programme_rank(programme, VOCABULARY_PERIOD, text_of(period));
	return rank >= 0 &&
	    (edition->approved == NULL || !edition->approved[rank]);
}
