/*
 * Is a bag, folder or tar, what RFC 8493 says of bags: complete, and all of it
 * as it was packed?  Every clause is gone through for versions 0.93 to 1.0; the
 * tag files are sources, so that a fault has its line.
 *
 *	bag_store.c    where the files are
 *	bag_text.c     how tag files are written
 *	bag_check.c    the whole, in two passes over the store: what there is,
 *	               with the tag files; then the digests of all
 *	bag_tag.c      the tag files read: what they say of the files
 *	bag_match.c    what they say against what there is
 *
 * Memory is bounded whatever the bag is: see bag_parts.h.
 */
#ifndef TONGBAO_PUBLISH_BAG_CHECK_H
#define TONGBAO_PUBLISH_BAG_CHECK_H

#include "base/diag.h"
#include "base/os.h"

/* The four heads under which an archive examines what it is handed. */
enum bag_head {
	BAG_AUTHENTIC, /* 真实性: every file is the one that was packed */
	BAG_COMPLETE,  /* 完整性 */
	BAG_USABLE,    /* 可用性: can be read, now and elsewhere */
	BAG_SAFE,      /* 安全性: nothing leads out of it */
	BAG_HEAD__MAX,
};
/* Of rules about bags and seals. */
enum bag_head bag_head_of(const struct rule *rule);

/* A kind of file by the end of its name, and how many there are. */
struct bag_format {
	struct text suffix; /* "" for none */
	size_t count;
};

struct bag_report {
	const char *version, *encoding; /* NULL: not known */
	/* Of manifests that were checked; separated by ", ". */
	const char *payload_algorithms, *tag_algorithms;
	/* That are there; tag manifests, which nothing lists, are not counted. */
	size_t payload_files, tag_files;
	uint64_t payload_bytes;
	size_t payload_agree, tag_agree; /* files whose digests all agree */
	const char *oxum; /* as it stands there, or NULL */
	size_t errors[BAG_HEAD__MAX], warnings[BAG_HEAD__MAX];
	/* Was all looked at that the head asks for?  Else it is not shown. */
	bool examined[BAG_HEAD__MAX];
	struct bag_format *formats; /* by number, then by name */
	size_t format_count;
	bool valid; /* as RFC 8493 has it: it may be so without a tag manifest */
};

/* -1: the system, see error. */
int bag_check(struct arena *arena, const char *path, struct sources *sources,
    struct diags *diags, struct bag_report *report, struct os_error *error);

#endif
