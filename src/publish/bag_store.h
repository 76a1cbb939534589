/*
 * Where a bag's files lie: a folder, or a tar (also gzipped) that is read from
 * its start to its end.  Files come in pieces; what no bag may have (links,
 * devices, sparse files) is told, never followed.  Paths are as the store has
 * them.
 *
 * A folder is read in the order of its paths, a tar in its own.
 */
#ifndef TONGBAO_PUBLISH_BAG_STORE_H
#define TONGBAO_PUBLISH_BAG_STORE_H

#include "base/arena.h"
#include "base/os.h"

enum bag_kind {
	BAG_FILE,
	BAG_FOLDER, /* of tars only: in a folder they show by what is in them */
	BAG_LINK,
	BAG_HARD_LINK,
	BAG_SPARSE,
	BAG_DEVICE, /* or a FIFO, a socket */
};

struct bag_entry {
	struct text path; /* bytes; good until the next entry */
	enum bag_kind kind;
	uint64_t position; /* of a tar: where its headers begin */
};

/* What is done with a store's entries.  `context` is handed on. */
struct bag_visitor {
	/* Whether the bytes of the file are wanted. */
	bool (*entry)(void *context, const struct bag_entry *entry);
	void (*piece)(void *context, struct text piece);
	void (*end)(void *context); /* all pieces of a wanted file came */
	void *context;
};

enum bag_read {
	BAG_READ,    /* all of it */
	BAG_BROKEN,  /* no tar, or one that ends too early: `reason` */
	BAG_UNREAD = -1, /* the system: see error */
};

struct bag_store {
	const char *path;
	bool is_folder;
	struct os_list list; /* of a folder */
	const char *reason;  /* why it is broken; in the arena */
	uint64_t end; /* of a tar that was read: where no more headers are */
};

/* -1: see error. */
int bag_store_open(struct arena *arena, const char *path,
    struct bag_store *store, struct os_error *error);
/* Once through; what it needs comes from the arena. */
enum bag_read bag_store_read(struct arena *arena, struct bag_store *store,
    const struct bag_visitor *visitor, struct os_error *error);

#endif
