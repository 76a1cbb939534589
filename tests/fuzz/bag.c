/*
 * Bags: with T first, bytes as a tar (also gzipped); else entries, of which a
 * tar is made: `=K PATH` begins one of the kind K (0 a file, 5 a folder, 1 and 2
 * links …), and {PATH} in its bytes stands for the SHA-256 of that entry's.
 * Faults lie in their sources; a bag is valid exactly if there are no errors;
 * what is told of it adds up.
 */
#include <fcntl.h>
#include <unistd.h>
#include "fuzz.h"
#include "base/hash.h"
#include "publish/bag_check.h"

#define ENTRIES_MOST 64

struct entry_in {
	char kind;
	struct text path, bytes;
};

static char tar_path[80];

static void
tar_remove(void)
{
	unlink(tar_path);
}

static void
tar_write(struct text bytes)
{
	const char *place = getenv("TMPDIR");
	if (*tar_path == '\0') {
		snprintf(tar_path, sizeof(tar_path), "%s/tongbao-fuzz.%ld.tar",
		    place == NULL ? "/tmp" : place, (long)getpid());
		atexit(tar_remove);
	}
	int file = open(tar_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	FUZZ_ASSERT(file >= 0 &&
	    write(file, bytes.at, bytes.len) == (ssize_t)bytes.len);
	close(file);
}

static size_t
entries_split(struct text all, struct entry_in *entries)
{
	size_t count = 0;
	while (count < ENTRIES_MOST && all.len > 3 && all.at[0] == '=' &&
	    all.at[2] == ' ') {
		struct entry_in *e = &entries[count++];
		e->kind = all.at[1];
		text_split(text_from(all, 3), '\n', &e->path, &all);
		const char *at = memmem(all.at, all.len, "\n=", 2);
		size_t end = at == NULL ? all.len : (size_t)(at - all.at) + 1;
		e->bytes = text_cut(all, 0, end);
		all = text_from(all, end);
	}
	return count;
}

/* The bytes with {PATH} replaced. */
static void
put_bytes(struct buf *out, struct text bytes, const struct entry_in *entries,
    size_t count)
{
	for (size_t at = 0; at < bytes.len; at++) {
		const char *end = bytes.at[at] == '{'
		    ? memchr(bytes.at + at, '}', bytes.len - at) : NULL;
		size_t i = count;
		if (end != NULL) {
			struct text name = text_cut(bytes, at + 1,
			    (size_t)(end - bytes.at));
			for (i = 0; i < count &&
			     !text_equal(entries[i].path, name); i++)
				;
		}
		if (i == count) {
			buf_putc(out, bytes.at[at]);
			continue;
		}
		char hex[65];
		digest_hex(digest_of(entries[i].bytes), hex);
		buf_puts(out, hex);
		at = (size_t)(end - bytes.at);
	}
}

static void
put_header(struct buf *tar, const struct entry_in *e, size_t size)
{
	unsigned char head[513] = { 0 };
	unsigned sum = 0;
	memcpy(head, e->path.at, e->path.len < 100 ? e->path.len : 100);
	memcpy(head + 100, "0000644\0000000000\0000000000\0", 24);
	snprintf((char *)head + 124, 12, "%011zo", size);
	memcpy(head + 136, "00000000000\0        ", 20);
	head[156] = (unsigned char)e->kind;
	memcpy(head + 157, "target", 6);
	memcpy(head + 257, "ustar\00000", 8);
	for (size_t i = 0; i < 512; i++)
		sum += head[i];
	snprintf((char *)head + 148, 8, "%06o", sum);
	buf_put(tar, (char *)head, 512);
}

static void
tar_make(struct buf *tar, struct text all)
{
	struct entry_in entries[ENTRIES_MOST];
	size_t count = entries_split(all, entries);
	static const char zeros[1024];
	for (size_t i = 0; i < count; i++) {
		struct buf bytes = BUF_INIT;
		if (entries[i].kind == '0')
			put_bytes(&bytes, entries[i].bytes, entries, count);
		put_header(tar, &entries[i], bytes.len);
		buf_putt(tar, buf_text(&bytes));
		buf_put(tar, zeros, (512 - bytes.len % 512) % 512);
		buf_free(&bytes);
	}
	buf_put(tar, zeros, sizeof(zeros));
}

static void
check_report(const struct bag_report *r, const struct diags *diags)
{
	size_t errors = 0;
	bool whole = r->examined[BAG_SAFE];
	for (int head = 0; head < BAG_HEAD__MAX; head++)
		errors += r->errors[head];
	FUZZ_ASSERT(r->valid == (errors == 0 && whole));
	FUZZ_ASSERT((errors == 0) == (diag_worst(diags) < DIAG_ERROR));
	FUZZ_ASSERT(r->payload_agree <= r->payload_files);
	FUZZ_ASSERT(r->tag_agree <= r->tag_files);
	if (r->valid)
		FUZZ_ASSERT(r->payload_agree == r->payload_files);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct sources sources;
	struct diags diags;
	struct bag_report report;
	struct os_error error;
	struct text all = { (const char *)data, size };
	struct buf tar = BUF_INIT;
	if (size > 0 && data[0] == 'T')
		buf_putt(&tar, text_from(all, 1));
	else
		tar_make(&tar, all);
	tar_write(buf_text(&tar));
	buf_free(&tar);
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	FUZZ_ASSERT(bag_check(arena, tar_path, &sources, &diags, &report,
			&error) == 0);
	check_report(&report, &diags);
	fuzz_check_diags(&diags, &sources);
	arena_free(arena);
	return 0;
}
