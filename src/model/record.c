#include "model/record.h"

void
record_texts_forget(struct record *record)
{
	record->sections = NULL;
	record->section_count = 0;
}

void
record_forget(struct record *record)
{
	record_texts_forget(record);
	record->fields = NULL;
	record->derived = NULL;
	record->section_aspects = NULL;
	record->period = record->date = "";
	record->withdrawn = NULL;
	record->narrowed = NULL;
}

const struct value *
record_get(const struct record *record, const char *name)
{
	return record->fields[field_index(record->kind, name)];
}

const struct value *
record_value(const struct record *record, const char *name)
{
	const struct field *field = field_find(record->kind, text_of(name));
	return field == NULL ? NULL
			     : record->fields[field - record->kind->fields];
}

const char *
record_string(const struct record *record, const char *name)
{
	return value_as_string(record_get(record, name));
}

const struct value *
record_day(const struct record *record)
{
	return record_value(record, "date");
}

const char *
record_label_day(const struct record *record)
{
	return *record->date != '\0' ? record->date : "9999-12-31";
}

bool
record_is_ahead(const struct record *record, const char *as_of)
{
	const struct value *day = record_day(record);
	return day != NULL && strcmp(day->text.at, as_of) > 0;
}

bool
record_is(const struct record *record, const char *kind)
{
	return strcmp(record->kind->name, kind) == 0;
}

void
record_chain_next(struct record_chain *chain)
{
	chain->steps++;
	if ((chain->steps & (chain->steps - 1)) == 0)
		chain->mark = chain->record;
	chain->record = chain->record->about;
	/* All of the ring were passed since it was marked. */
	if (chain->record == chain->mark)
		chain->record = NULL;
}

bool
record_is_withdrawn(const struct record *record, const char *as_of)
{
	return record->withdrawn != NULL &&
	    strcmp(record->withdrawn, as_of) <= 0;
}
