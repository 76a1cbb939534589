/*
 * A bag under examination: between bag_check.c, bag_tag.c and bag_match.c.
 */
#ifndef TONGBAO_PUBLISH_BAG_PARTS_H
#define TONGBAO_PUBLISH_BAG_PARTS_H

#include "base/hash.h"
#include "model/rules.h"
#include "publish/bag_check.h"
#include "publish/bag_store.h"
#include "publish/bag_text.h"

/* More is not looked through (T1317): a bag may be made by an enemy. */
#define BAG_FILES_MOST ((size_t)1000000)
#define BAG_PATHS_MOST ((size_t)256 << 20) /* bytes of all of them */
#define BAG_PATH_MOST ((size_t)4096)
#define BAG_TAG_MOST ((size_t)64 << 20) /* bytes of one tag file */
#define BAG_TAGS_MOST ((size_t)256 << 20)
#define BAG_MANIFESTS_MOST ((size_t)32)
#define BAG_FAULTS_MOST ((size_t)1000) /* of one rule; the rest is counted */
#define BAG_PLACES_MOST ((size_t)20000) /* files that are sources of their own */

/* A line of a manifest that is about a file. */
struct bag_mention {
	struct bag_manifest *manifest;
	struct text digest;
	struct span span; /* of the path */
	struct bag_mention *next;
};

struct bag_file {
	struct text path; /* from the bag's folder on */
	bool there;
	bool payload;
	uint64_t size;
	bool is_tag;       /* one whose bytes were kept */
	struct text bytes; /* as they are */
	struct bag_mention *mentions;
	struct span fetch; /* its line in fetch.txt */
	/* In the second pass. */
	bool digested;
	char begins[8];
	size_t begun; /* how many of them are known */
};

struct bag_manifest {
	struct bag_file *file;
	const char *algorithm; /* as digests_new() wants it */
	bool tag;
	bool known;            /* the algorithm is */
	bool read;             /* its lines were */
	size_t index;          /* of its algorithm among those of its kind */
	uint32_t source;
};

struct bag_checking {
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
	struct bag_report *report;
	struct os_error *error;
	struct bag_store store;
	const char *path;

	struct table files; /* by path: struct bag_file */
	struct bag_file **list;
	size_t count, capacity;
	size_t path_bytes;
	bool full;           /* more than is looked through: said once */
	bool payload_folder; /* there is data/ */
	size_t places;
	uint32_t whole;      /* a source for what is wrong with all of it */

	unsigned version; /* bag_version(); 100 while it is not known */
	struct text encoding;
	struct bag_manifest manifests[BAG_MANIFESTS_MOST];
	size_t manifest_count;
	/* By kind: payload, tag. */
	const char *algorithms[2][DIGESTS_MOST];
	size_t algorithm_count[2];
	bool unfetched; /* files are still to be got */
	uint64_t octets, streams; /* Payload-Oxum */
	struct span oxum;

	size_t told[RULE__MAX];
};

/*
 * A fault, but for those of a rule that came too often: NULL.  The sentence goes
 * by diag_at().
 */
struct diag *bag_fault(struct bag_checking *c, enum rule_id rule,
    struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* A fault of the bag as it is since 1.0; a matter of form before. */
enum rule_id bag_rule(const struct bag_checking *c, enum rule_id rule);
/* The bag as a whole. */
static inline struct span
bag_whole(const struct bag_checking *c)
{
	return (struct span){ c->whole, 0, 0 };
}

/* The start of a file's own source, for what no tag file says. */
struct span bag_place(struct bag_checking *c, struct text path);
/* The file of a path, or NULL. */
struct bag_file *bag_file_find(const struct bag_checking *c, struct text path);
/* Made if need be: then it is not there.  NULL when there are too many. */
struct bag_file *bag_file_of(struct bag_checking *c, struct text path);
/* A second one of the same manifest is a fault, and left. */
void bag_mention_add(struct bag_checking *c, struct bag_file *file,
    struct bag_mention *mention);
bool bag_is_mentioned(const struct bag_file *file,
    const struct bag_manifest *manifest);

/* bag_tag.c */
void bag_tags_read(struct bag_checking *c);
/* bag_match.c: before the digests, after them. */
void bag_files_match(struct bag_checking *c);
void bag_digests_match(struct bag_checking *c, struct bag_file *file,
    const struct digests *digests);
void bag_oxum_check(struct bag_checking *c);
void bag_names_check(struct bag_checking *c);
void bag_formats_check(struct bag_checking *c);

#endif
