/*
 * Texts that an office's other programs save: GB18030 (which has GBK and
 * GB2312 in it), Big5, and UTF-16 as Notepad's “Unicode”.  By the C library's
 * iconv.
 */
#ifndef TONGBAO_BASE_ENCODING_H
#define TONGBAO_BASE_ENCODING_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum encoding {
	ENCODING_NONE, /* none that is known here, or UTF-8 */
	ENCODING_GB18030,
	ENCODING_BIG5,
	ENCODING_UTF16_LE,
	ENCODING_UTF16_BE,
};

/*
 * UTF-16 only by its byte-order mark; the others when all bytes are valid and
 * what comes out is Chinese by its commonest characters.
 */
enum encoding encoding_guess(struct text bytes);
/* As UTF-8, without the byte-order mark; -1 when it is not of that encoding. */
int encoding_decode(struct arena *arena, struct text bytes,
    enum encoding encoding, struct text *text);
/*
 * As UTF-8, by the name an encoding has with IANA: UTF-16 without a mark is
 * big-endian (RFC 2781), a mark of UTF-8 or UTF-16 is left out.  -1 when the
 * bytes are not of it, -2 when there is none of this name here.
 */
int encoding_decode_named(struct arena *arena, struct text bytes,
    struct text name, struct text *text);
/* How many bytes from the start on are of that encoding. */
size_t encoding_valid(struct text bytes, enum encoding encoding);
/*
 * UTF-8 as GB18030, which has every character: 24 of private use under another
 * number, by which they come back.
 */
void encoding_put_gb18030(struct buf *out, struct text text);
const char *encoding_name(enum encoding encoding);

#endif
