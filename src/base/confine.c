#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/confine_filter.h"
#include "base/sanitized.h"

/*
 * Landlock as the kernel's headers have it; those at hand may be older than the
 * kernel.
 */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define LANDLOCK_LEAST 2
#define LANDLOCK_VERSION_ASKED 1U
#define LANDLOCK_BENEATH 1

#define FILE_EXECUTE ((uint64_t)1 << 0)
#define FILE_WRITE ((uint64_t)1 << 1)
#define FILE_READ ((uint64_t)1 << 2)
#define FOLDER_READ ((uint64_t)1 << 3)
#define FOLDER_REMOVE ((uint64_t)1 << 4)
#define FILE_REMOVE ((uint64_t)1 << 5)
#define FOLDER_MAKE ((uint64_t)1 << 7)
#define FILE_MAKE ((uint64_t)1 << 8)
#define MOVE_BETWEEN ((uint64_t)1 << 13)
#define FILE_TRUNCATE ((uint64_t)1 << 14) /* version 3 */
#define DEVICE_CONTROL ((uint64_t)1 << 15) /* version 5 */
#define ALL_OF_2 (((uint64_t)1 << 14) - 1)

#define SCOPE_SOCKETS ((uint64_t)1 << 0) /* version 6: abstract ones */
#define SCOPE_SIGNALS ((uint64_t)1 << 1)

/* Both are the kernel's: later members are 0 for who does not know them. */
struct landlock_rules {
	uint64_t files, ports, scopes;
};
struct landlock_place {
	uint64_t rights;
	int32_t folder;
} __attribute__((packed));

/* ---- places ---- */

void
confine_add(
    struct confine *confine, const char *path, enum confine_right right)
{
	if (path == NULL || *path == '\0')
		return;
	ARENA_ROOM(confine->arena, confine->places, confine->count,
	    confine->capacity);
	confine->places[confine->count++] = (struct confine_place){
		arena_string(confine->arena, path), right
	};
}

/* What leaks are known is read when the others are told, at the end. */
static void
suppressions_add(struct confine *confine)
{
#ifdef SANITIZED_ADDRESS
	const char *options = getenv("LSAN_OPTIONS");
	const char *at =
	    options == NULL ? NULL : strstr(options, "suppressions=");
	if (at == NULL)
		return;
	at += strlen("suppressions=");
	confine_add(confine,
	    arena_copy(confine->arena, at, strcspn(at, ":")), CONFINE_READ);
#else
	(void)confine;
#endif
}

/*
 * Libraries are loaded when they are first needed, and read what they like of
 * their own: tables of characters, the zone, the settings of fontconfig.
 */
void
confine_init(struct confine *confine, struct arena *arena)
{
	static const char *const read[] = { "/usr", "/lib", "/lib64", "/lib32",
		"/etc/ld.so.cache", "/etc/localtime", "/etc/ssl/openssl.cnf",
		"/etc/fonts", "/var/cache/fontconfig", "/proc/self",
		"/proc/cpuinfo", "/proc/filesystems",
		"/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu",
		"/dev/urandom" };
	*confine = (struct confine){ .arena = arena };
	for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
		confine_add(confine, read[i], CONFINE_READ);
	confine_add(confine, "/dev/null", CONFINE_WRITE);
	/* Only to name lines in what sanitizers report. */
	confine_add(confine, "/proc/self/exe", CONFINE_READ);
	suppressions_add(confine);
}

/* The dynamic loader is a program, too. */
static int
loader_add(struct dl_phdr_info *object, size_t size, void *context)
{
	(void)size;
	if (object->dlpi_addr != getauxval(AT_BASE) || object->dlpi_addr == 0)
		return 0;
	confine_add(context, object->dlpi_name, CONFINE_RUN);
	return 1;
}

void
confine_add_itself(struct confine *confine)
{
	confine_add(confine, "/proc/self/exe", CONFINE_RUN);
	dl_iterate_phdr(loader_add, confine);
}

/* ---- files ---- */

static int
landlock_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    LANDLOCK_VERSION_ASKED);
	return version < LANDLOCK_LEAST ? 0 : (int)version;
}

static uint64_t
handled(int version)
{
	return ALL_OF_2 | (version >= 3 ? FILE_TRUNCATE : 0) |
	    (version >= 5 ? DEVICE_CONTROL : 0);
}

static uint64_t
rights_of(enum confine_right right)
{
	switch (right) {
	case CONFINE_READ:
		return FILE_READ | FOLDER_READ;
	case CONFINE_RUN:
		return FILE_READ | FILE_EXECUTE;
	case CONFINE_MOVE:
		return FOLDER_MAKE | FOLDER_REMOVE | MOVE_BETWEEN;
	case CONFINE_WRITE:
		break;
	}
	return FILE_READ | FOLDER_READ | FILE_WRITE | FILE_TRUNCATE |
	    FILE_MAKE | FILE_REMOVE | FOLDER_MAKE | FOLDER_REMOVE |
	    MOVE_BETWEEN;
}

static void
place_allow(int rules, int version, const struct confine_place *place)
{
	struct stat st;
	int fd = open(place->path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	uint64_t rights = rights_of(place->right) & handled(version);
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= FILE_READ | FILE_WRITE | FILE_TRUNCATE |
		    FILE_EXECUTE;
	const struct landlock_place allowed = { rights, fd };
	/* What fails takes away more than was meant, not less. */
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_BENEATH, &allowed, 0U);
	close(fd);
}

static void
files_confine(const struct confine *confine, int version)
{
	const struct landlock_rules handling = { handled(version), 0,
		version >= 6 ? SCOPE_SOCKETS | SCOPE_SIGNALS : 0 };
	size_t size = version >= 6 ? sizeof(handling)
				   : offsetof(struct landlock_rules, ports);
	int rules = (int)syscall(
	    SYS_landlock_create_ruleset, &handling, size, 0U);
	if (rules < 0)
		return;
	for (size_t i = 0; i < confine->count; i++)
		place_allow(rules, version, &confine->places[i]);
	syscall(SYS_landlock_restrict_self, rules, 0U);
	close(rules);
}

/* ---- all of it ---- */

struct confine_means
confine_means(void)
{
	return (struct confine_means){ landlock_version(), filter_is_there() };
}

void
confine_enter(const struct confine *confine)
{
	static bool entered;
	int version = confine->all_files ? 0 : landlock_version();
	if (entered)
		return;
	entered = true;
	/* Programs with rights of their own (setuid) gain none: both ask it. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	if (version > 0)
		files_confine(confine, version);
	filter_enter(confine->programs);
}
