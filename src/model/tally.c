#include "model/tally.h"

const void *
record_counted(const struct record *record)
{
	return record->person != NULL ? (const void *)record->person
				      : record->organisation;
}
