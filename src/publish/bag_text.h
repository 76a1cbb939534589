/*
 * The tag files of a bag as RFC 8493 has them written: their lines, the paths
 * in them, what a path may not be.  Texts are UTF-8 already; what is returned
 * are slices of them.
 */
#ifndef TONGBAO_PUBLISH_BAG_TEXT_H
#define TONGBAO_PUBLISH_BAG_TEXT_H

#include "base/arena.h"
#include "base/buf.h"

/* The next line without its end (LF, CR or CRLF); false when there is none. */
bool bag_line_next(struct text *rest, struct text *line);

/* bagit.txt, which has two lines.  A sentence where it is none; else NULL. */
struct bag_declaration {
	unsigned major, minor;
	struct text version, encoding;
};
const char *bag_declaration_parse(struct text bytes,
    struct bag_declaration *declaration, struct text *where);
/* 93 for 0.93, 100 for 1.0; 0 for one that is not known here. */
unsigned bag_version(const struct bag_declaration *declaration);

/* DIGEST PATH of a manifest. */
struct bag_listing {
	struct text digest, path; /* without * and ./ before it */
	bool star, dot;
};
bool bag_listing_parse(struct text line, struct bag_listing *listing);

/* URL LENGTH PATH of fetch.txt; a sentence where it is none. */
struct bag_fetching {
	struct text url, path;
	bool known; /* the length */
	uint64_t length;
};
const char *bag_fetching_parse(struct text line, struct bag_fetching *fetching);

/* LABEL: VALUE of bag-info.txt; a sentence where it is none. */
struct bag_element {
	struct text label, value; /* the value's first line */
};
const char *bag_element_parse(struct text line, unsigned version,
    struct bag_element *element);

/* OCTETS.FILES; false when it is none. */
bool bag_oxum_parse(struct text value, uint64_t *octets, uint64_t *files);

/*
 * A path as it stands in a manifest, and back: CR, LF and % are percent-encoded,
 * nothing else is.  % itself was not before version 1.0: `percent` says whether
 * it is here.
 */
void bag_path_put(struct buf *out, struct text path);
struct text bag_path_read(struct arena *arena, struct text written,
    bool percent);
/* Why a path may lead out of the bag; NULL when it does not. */
const char *bag_path_fault(struct text path);
/* Why another system may not have a file of this name; NULL when all do. */
const char *bag_path_trouble(struct text path);
/* Without . and empty parts; false when nothing is left. */
bool bag_path_clean(struct arena *arena, struct text *path);

/* manifest-ALGORITHM.txt or tagmanifest-ALGORITHM.txt: the algorithm. */
bool bag_is_manifest(struct text name, bool tag, struct text *algorithm);

#endif
