#include "base/keep.h"

#include <elf.h>
#include <link.h>
#include "base/lock.h"

#define MAGIC "tongbao kept 1"

/* ---- which program ---- */

static struct {
	atomic_bool known;
	struct digest digest;
} program;

static size_t
padded(size_t size, size_t to)
{
	return (size + to - 1) & ~(to - 1);
}

/* The linker's digest of what it linked, among the notes of a segment. */
static struct text
notes_search(const char *at, size_t size, size_t align)
{
	for (size_t pos = 0; size - pos >= sizeof(ElfW(Nhdr));) {
		ElfW(Nhdr) note;
		memcpy(&note, at + pos, sizeof(note));
		size_t name = pos + sizeof(note);
		size_t content = name + padded(note.n_namesz, 4);
		if (content > size || note.n_descsz > size - content)
			break;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
		    memcmp(at + name, "GNU", 4) == 0)
			return (struct text){ at + content, note.n_descsz };
		pos = padded(content + note.n_descsz, align);
		if (pos > size)
			break;
	}
	return TEXT_LIT("");
}

static struct text
build_id(const struct dl_phdr_info *object)
{
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type != PT_NOTE)
			continue;
		const char *notes =
		    (const char *)(object->dlpi_addr + part->p_vaddr);
		struct text id = notes_search(notes, part->p_memsz,
		    part->p_align == 8 ? 8 : 4);
		if (id.len > 0)
			return id;
	}
	return TEXT_LIT("");
}

/* Where the linker left no digest, that of the file itself; of nothing, none. */
static int
object_put(struct dl_phdr_info *object, size_t size, void *context)
{
	struct digest digest = { { 0 } };
	struct os_error unheard;
	struct text id = build_id(object);
	(void)size;
	if (id.len == 0) {
		const char *path = *object->dlpi_name == '\0'
		    ? "/proc/self/exe"
		    : object->dlpi_name;
		digest_of_file(path, &digest, &unheard);
	} else {
		digest = digest_of(id);
	}
	digests_put_digest(context, digest);
	return 0;
}

static void
program_look(void *context)
{
	struct digest *digest = context;
	struct digests *digests = digests_begin();
	dl_iterate_phdr(object_put, digests);
	*digest = digests_finish(digests);
}

struct digest
keep_program(void)
{
	once(&program.known, program_look, &program.digest);
	return program.digest;
}

/* ---- files ---- */

bool
keep_read(const char *path, struct digest key, struct text *bytes,
    struct unpack *body)
{
	struct os_error unheard;
	*body = (struct unpack){ .failed = true };
	if (os_map(path, bytes, &unheard) != 0)
		return false;
	*body = (struct unpack){ .bytes = *bytes };
	if (text_is(unpack_text(body), MAGIC) &&
	    digest_equal(unpack_digest(body), keep_program()) &&
	    digest_equal(unpack_digest(body), key)) {
		struct digest digest = unpack_digest(body);
		if (!body->failed &&
		    digest_equal(
			digest, digest_of(text_from(*bytes, body->at))))
			return true;
	}
	os_unmap(*bytes);
	*bytes = TEXT_LIT("");
	*body = (struct unpack){ .failed = true };
	return false;
}

int
keep_write(const char *path, struct digest key, struct text body)
{
	struct os_error unheard;
	struct buf head = BUF_INIT, new = BUF_INIT;
	buf_printf(&new, "%s.new", path);
	pack_text(&head, TEXT_LIT(MAGIC));
	pack_digest(&head, keep_program());
	pack_digest(&head, key);
	pack_digest(&head, digest_of(body));
	int status = os_write_own(new.at, buf_text(&head), body, &unheard);
	if (status == 0)
		status = os_rename(new.at, path, &unheard);
	if (status != 0)
		os_remove_tree(new.at, &unheard);
	buf_free(&head);
	buf_free(&new);
	return status;
}

/* ---- what files are known by ---- */

void
keep_put_signature(struct buf *out, const struct os_signature *signature)
{
	pack_number(out, signature->size);
	pack_number(out, signature->inode);
	pack_number(out, signature->device);
	pack_number(out, signature->modified);
	pack_number(out, signature->changed);
	pack_bool(out, signature->settled);
}

struct os_signature
keep_read_signature(struct unpack *from)
{
	struct os_signature signature = { .mode = 0 }; /* not kept */
	signature.size = unpack_number(from);
	signature.inode = unpack_number(from);
	signature.device = unpack_number(from);
	signature.modified = unpack_number(from);
	signature.changed = unpack_number(from);
	signature.settled = unpack_bool(from);
	return signature;
}
