/* What view_pack.c writes of an entry and view_unpack.c reads. */
#ifndef TONGBAO_MODEL_VIEW_PACK_PARTS_H
#define TONGBAO_MODEL_VIEW_PACK_PARTS_H

#include "model/view_pack.h"

/* What an entry has; most have little of it.  What is first goes into a byte. */
enum entry_part {
	PART_ORGANISATION = 1,
	PART_PERSON = 2,
	PART_FORM = 4,
	PART_SECTIONS = 8,
	PART_REPORT = 16,
	PART_REVIEW = 32,
	PART_REPLIES = 64,
	PART_VERIFICATIONS = 128,
	PART_DERIVED = 256,
	PART_PICTURES = 512,
	PART_AMENDED = 1024,
	PART_AMENDMENTS = 2048,
	PART_OPAQUE = 4096,
	PART_WITHDRAWN = 8192,
	PART_REPLACED = 16384,
	PART_REPLACES = 32768,
	PART__END = 65536,
};

/* Each of these at the least: kind, parts, id, period, day, place, fields. */
#define ENTRY_BYTES_LEAST 9

#endif
