/*
 * Proofs: what is read is written as a text that is read the same again.
 */
#include "fuzz.h"
#include "publish/proof.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz fuzz;
	struct witness_proof proof, again;
	fuzz_open(&fuzz, data, size);
	proof_is(fuzz.text);
	if (proof_read(&proof, fuzz.arena, fuzz.text, fuzz.source,
		&fuzz.diags) == 0) {
		struct buf out = BUF_INIT;
		FUZZ_ASSERT(fuzz.diags.count == 0);
		proof_put(&out, &proof);
		FUZZ_ASSERT(proof_is(buf_text(&out)));
		FUZZ_ASSERT(proof_read(&again, fuzz.arena, buf_text(&out),
				fuzz.source, &fuzz.diags) == 0);
		FUZZ_ASSERT(text_equal(proof.text, again.text));
		FUZZ_ASSERT(strcmp(proof.record, again.record) == 0);
		FUZZ_ASSERT(proof.place == again.place);
		FUZZ_ASSERT(digest_equal(proof_leads_to(&proof),
		    proof_leads_to(&again)));
		buf_free(&out);
	} else {
		FUZZ_ASSERT(fuzz.diags.count > 0);
	}
	fuzz_check_diags(&fuzz.diags, &fuzz.sources);
	fuzz_close(&fuzz);
	return 0;
}
