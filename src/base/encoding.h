/*
 * Text in the encodings that office programs write, to UTF-8 and back; by
 * iconv.  GB18030 holds GBK and GB 2312, which Chinese Windows calls “ANSI”.
 */
#ifndef TONGBAO_BASE_ENCODING_H
#define TONGBAO_BASE_ENCODING_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum encoding {
	ENCODING_UTF8,
	ENCODING_GB18030,
	ENCODING_UTF16LE, /* what Excel calls Unicode text */
	ENCODING_UTF16BE,
};

const char *encoding_name(enum encoding encoding);

/*
 * Which one a file is in: by its byte order mark, else UTF-8 when it is
 * without fault, else GB18030.  A text that is UTF-8 but for a few bytes is
 * damaged UTF-8, not GB18030: iconv would make other characters of it all.
 */
enum encoding encoding_guess(struct text bytes);

/*
 * UTF-8 without byte order mark.  -1 and the offset of the first byte that
 * means nothing when `bytes` are not in that encoding.
 */
int encoding_decode(struct arena *arena, enum encoding encoding,
    struct text bytes, struct text *text, size_t *bad);

/* UTF-8 as GB18030, which has every character. */
void encoding_put_gb18030(struct buf *out, struct text text);

#endif
