/*
 * Pictures as files hold them: PNG (ISO 15948), JPEG (ITU-T T.81, ISO 10918-5).
 * Their parts are gone through, their dots are not: whoever draws a PNG unpacks
 * it.  A camera writes names, places and a small copy of what was cut away
 * beside the picture: of all that only what the dots mean is kept.
 */
#ifndef TONGBAO_BASE_PICTURE_H
#define TONGBAO_BASE_PICTURE_H

#include "base/arena.h"
#include "base/hash.h"

enum picture_kind { PICTURE_PNG, PICTURE_JPEG };

struct picture {
	enum picture_kind kind;
	unsigned width, height; /* px, as it is to be seen: after turning */
	/*
	 * Of a JPEG, as Exif numbers it: 1 upright, 2 mirrored, 3 on its head,
	 * 4 that mirrored, 5 to 8 on its side.  The bytes say it, too.
	 */
	unsigned turn;
	struct text bytes; /* of a file without anything but the picture */
	/*
	 * Of the digest of these bytes: names files, while that of a file is a
	 * release's, which few may see.
	 */
	struct digest digest;
};

/* A file that is larger need not be read. */
#define PICTURE_BYTES_MOST ((size_t)16 << 20)

/*
 * NULL, and the picture, whose bytes lie in the arena; or why there is none:
 * words to be translated.
 */
const char *picture_read(struct picture *picture, struct arena *arena,
    struct text file);
struct picture *picture_copy(struct arena *arena,
    const struct picture *picture);
/* png, jpg; with a dot before it the end of a file's name. */
const char *picture_suffix(const struct picture *picture);
/* Does a file with such a name hold one? */
bool picture_is_named(struct text path);

#endif
