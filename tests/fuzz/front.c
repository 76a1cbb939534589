/*
 * A record's file taken apart: its pieces lie in the text where their places
 * say, one behind the other; where the mends make the file one that can be
 * split, it can be.
 */
#include "fuzz.h"
#include "mend.h"
#include "read/front.h"

static void
check_piece(const struct fuzz *fuzz, struct text piece, struct span span)
{
	FUZZ_ASSERT(fuzz_is_place(&fuzz->sources, span));
	FUZZ_ASSERT(span.end - span.start == piece.len);
	FUZZ_ASSERT(piece.at == fuzz->text.at + span.start);
}

static void
check_sections(struct fuzz *fuzz, const struct front *front)
{
	struct section_list list = { NULL, 0, 0 };
	uint32_t at = front->body_span.start;
	sections_split(&list, fuzz->arena, front->body, front->body_span,
	    &fuzz->diags);
	for (size_t i = 0; i < list.count; i++) {
		const struct section *s = &list.items[i];
		check_piece(fuzz, s->body, s->body_span);
		FUZZ_ASSERT(fuzz_is_place(&fuzz->sources, s->title_span));
		FUZZ_ASSERT(fuzz_is_place(&fuzz->sources, s->scope_span));
		FUZZ_ASSERT(s->body_span.start >= at);
		FUZZ_ASSERT(s->title.len == 0 ||
		    (s->title_span.start >= at &&
			s->title_span.end <= s->body_span.start));
		at = s->body_span.end;
	}
	FUZZ_ASSERT(at <= front->body_span.end);
}

static void
check_mended(struct fuzz *fuzz)
{
	struct buf mended = BUF_INIT;
	if (mend_all(&mended, fuzz)) {
		struct fuzz after;
		struct front front;
		fuzz_open(&after, (const uint8_t *)mended.at, mended.len);
		FUZZ_ASSERT(front_split(&front, after.text, after.source,
				&after.diags) == 0);
		fuzz_close(&after);
	}
	buf_free(&mended);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct front front;
	fuzz_open(&fuzz, data, size);
	int status = front_split(&front, fuzz.text, fuzz.source, &fuzz.diags);
	FUZZ_ASSERT(status == 0 || fuzz.diags.count > 0);
	check_mended(&fuzz);
	if (status == 0) {
		check_piece(&fuzz, front.yaml, front.yaml_span);
		check_piece(&fuzz, front.body, front.body_span);
		FUZZ_ASSERT(front.yaml_span.end <= front.body_span.start);
		check_sections(&fuzz, &front);
	}
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	fuzz_close(&fuzz);
	return 0;
}
