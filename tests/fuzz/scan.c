/*
 * The readers of the leak scan, one of which the first byte chooses: whatever
 * the bytes, they end, what they read stays in its streams and names places of
 * the file in it, and what is read twice is read the same.
 */
#include "fuzz.h"
#include "publish/readout.h"

static scan_reader *const readers[] = { scan_html, scan_xml, scan_csv,
	scan_json, scan_script, scan_style, scan_plain, scan_bytes };

static void
check_stream(const struct stream *stream, const struct readout *readout,
    size_t size)
{
	size_t at = 0;
	for (size_t i = 0; i < stream->count; i++) {
		const struct readout_mark *mark = &stream->marks[i];
		FUZZ_ASSERT(mark->at >= at && mark->at <= stream->bytes.len);
		FUZZ_ASSERT(mark->place <= size || readout->rows);
		at = mark->at;
	}
	if (stream->bytes.len > 0)
		stream_place(stream, stream->bytes.len - 1);
}

static int
read_into(struct readout *readout, struct arena *arena, const uint8_t *data,
    size_t size)
{
	struct text bytes = { (const char *)data + 1, size - 1 };
	readout_init(readout);
	readout_begin(readout, arena, "input");
	int status = readers[data[0] % (sizeof(readers) / sizeof(*readers))](
	    readout, bytes);
	check_stream(&readout->shown, readout, bytes.len);
	check_stream(&readout->aside, readout, bytes.len);
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct readout one, other;
	if (size == 0)
		return 0;
	struct arena *arena = arena_new();
	int status = read_into(&one, arena, data, size);
	FUZZ_ASSERT(read_into(&other, arena, data, size) == status);
	FUZZ_ASSERT(text_equal(buf_text(&one.shown.bytes),
	    buf_text(&other.shown.bytes)));
	FUZZ_ASSERT(text_equal(buf_text(&one.aside.bytes),
	    buf_text(&other.aside.bytes)));
	readout_free(&one);
	readout_free(&other);
	arena_free(arena);
	return 0;
}
