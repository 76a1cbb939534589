/*
 * crash [--calls FAMILY] [--at N [--after | --fail ERRNO | --short]] [--count]
 *     [--list FILE] [--step] [--room BYTES] -- COMMAND…
 *
 * Runs the command with all its threads and children and counts where they enter
 * a system call of the family:
 *
 *   write   (unless told) what makes, opens for writing, fills, cuts, renames,
 *           removes, syncs a file or changes its mode.  Not counted: what goes
 *           to descriptors 0 to 2, to pipes, terminals, devices and files in
 *           memory
 *   read    what looks for, opens for reading and reads files and folders
 *   memory  what asks the kernel for memory, from where the heap first grows on:
 *           before, it is the loader that asks
 *   task    what starts threads and programs, and makes pipes and locks
 *
 *   --at N       at the N-th everything is killed, before the call is made
 *   --after      after it
 *   --fail NAME  instead that one call is not made: it fails with ENOSPC, EIO, …
 *   --short      instead a read or write is made of half the bytes
 *   --count      at the end, on standard output: how many, and a table by call
 *   --list FILE  each as “N CALL PATH”
 *   --room BYTES of memory the command may have
 *   --step       that line goes to standard output before each call, which waits
 *                for a line of standard input; its end kills everything.  What
 *                the command prints goes to standard error
 *
 * Exit status: the command's; 128 + signal when one ended it; 125 when this
 * program itself fails.  The points of a program that runs on one thread are the
 * same each time.  Only calls that may write stop the command (a seccomp filter
 * picks them), so that a run costs little more than without.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __aarch64__
#include <elf.h>
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE AUDIT_ARCH_X86_64
#endif

#define STATUS_TROUBLE 125
/* An open that writes. */
#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

/* No address of a program's. */
#define TOO_MUCH (1ul << 62)

/* What says whether a call writes, and where. */
enum how {
	PATH,       /* the path in `arg` */
	OPEN,       /* the path in `arg`, flags behind it */
	DESCRIPTOR, /* the open file in `arg` */
	ALWAYS,
};

enum family { WRITE, READ, MEMORY, TASK };
static const char *const families[] = { "write", "read", "memory", "task" };

static const struct call {
	long number;
	const char *name;
	enum how how;
	unsigned arg;
	enum family family;
} calls[] = {
#define CALL_OF(family, name, how, arg) { SYS_##name, #name, how, arg, family },
#define CALL(name, how, arg) CALL_OF(WRITE, name, how, arg)
#ifdef SYS_open /* those that newer machines lack */
	CALL(open, OPEN, 0)
	CALL(creat, PATH, 0)
	CALL(rename, PATH, 1)
	CALL(unlink, PATH, 0)
	CALL(mkdir, PATH, 0)
	CALL(rmdir, PATH, 0)
	CALL(symlink, PATH, 1)
	CALL(link, PATH, 1)
	CALL(mknod, PATH, 0)
	CALL(chmod, PATH, 0)
#endif
	CALL(openat, OPEN, 1)
	CALL(renameat, PATH, 3)
	CALL(renameat2, PATH, 3)
	CALL(unlinkat, PATH, 1)
	CALL(mkdirat, PATH, 1)
	CALL(symlinkat, PATH, 2)
	CALL(linkat, PATH, 3)
	CALL(mknodat, PATH, 1)
	CALL(fchmodat, PATH, 1)
	CALL(utimensat, PATH, 1)
	CALL(truncate, PATH, 0)
	CALL(write, DESCRIPTOR, 0)
	CALL(pwrite64, DESCRIPTOR, 0)
	CALL(writev, DESCRIPTOR, 0)
	CALL(pwritev, DESCRIPTOR, 0)
	CALL(pwritev2, DESCRIPTOR, 0)
	CALL(ftruncate, DESCRIPTOR, 0)
	CALL(fallocate, DESCRIPTOR, 0)
	CALL(fchmod, DESCRIPTOR, 0)
	CALL(fsync, DESCRIPTOR, 0)
	CALL(fdatasync, DESCRIPTOR, 0)
	CALL(sync_file_range, DESCRIPTOR, 0)
	CALL(syncfs, DESCRIPTOR, 0)
	CALL(sendfile, DESCRIPTOR, 0)
	CALL(copy_file_range, DESCRIPTOR, 2)
	CALL(splice, DESCRIPTOR, 2)
#ifdef SYS_open
	CALL_OF(READ, open, OPEN, 0)
	CALL_OF(READ, stat, PATH, 0)
	CALL_OF(READ, lstat, PATH, 0)
	CALL_OF(READ, access, PATH, 0)
	CALL_OF(READ, readlink, PATH, 0)
	CALL_OF(TASK, fork, ALWAYS, 0)
	CALL_OF(TASK, vfork, ALWAYS, 0)
#endif
	CALL_OF(READ, openat, OPEN, 1)
	CALL_OF(READ, newfstatat, PATH, 1)
	CALL_OF(READ, statx, PATH, 1)
	CALL_OF(READ, faccessat, PATH, 1)
	CALL_OF(READ, readlinkat, PATH, 1)
	CALL_OF(READ, chdir, PATH, 0)
	CALL_OF(READ, fstat, DESCRIPTOR, 0)
	CALL_OF(READ, read, DESCRIPTOR, 0)
	CALL_OF(READ, pread64, DESCRIPTOR, 0)
	CALL_OF(READ, getdents64, DESCRIPTOR, 0)
	CALL_OF(MEMORY, mmap, ALWAYS, 0)
	CALL_OF(MEMORY, mremap, ALWAYS, 0)
	CALL_OF(MEMORY, mprotect, ALWAYS, 0)
	CALL_OF(MEMORY, brk, ALWAYS, 0)
	CALL_OF(TASK, clone, ALWAYS, 0)
	CALL_OF(TASK, clone3, ALWAYS, 0)
	CALL_OF(TASK, execve, PATH, 0)
	CALL_OF(TASK, pipe2, ALWAYS, 0)
	CALL_OF(TASK, memfd_create, ALWAYS, 0)
	CALL_OF(TASK, flock, ALWAYS, 0)
	CALL_OF(TASK, getrandom, ALWAYS, 0)
#undef CALL
#undef CALL_OF
};
#define CALLS (sizeof(calls) / sizeof(*calls))

static const struct failure {
	const char *name;
	int code;
} failures[] = {
	{ "ENOSPC", ENOSPC }, { "EIO", EIO }, { "EDQUOT", EDQUOT },
	{ "EMFILE", EMFILE }, { "EROFS", EROFS }, { "EACCES", EACCES },
	{ "EINVAL", EINVAL }, { "EINTR", EINTR }, { "ENOMEM", ENOMEM },
	{ "EAGAIN", EAGAIN }, { "ENOENT", ENOENT }, { "EPERM", EPERM },
};

struct run {
	unsigned long at; /* 0: nowhere */
	unsigned long room; /* bytes; 0: as much as there is */
	enum family family;
	bool after, count, step, is_short;
	bool grows; /* of memory: its heap has begun to */
	int failure; /* errno; 0: kill */
	FILE *list;
	char **command;
	pid_t group; /* of the command */
	int status;  /* of the command, as exit status */
	unsigned long points, by_call[CALLS];
	pid_t finishing; /* to be killed when its call has been made */
	pid_t *tasks;    /* all there ever were */
	size_t task_count;
};

static _Noreturn void
trouble(const char *what)
{
	fprintf(stderr, "crash: %s: %s\n", what, strerror(errno));
	exit(STATUS_TROUBLE);
}

/* ---- the filter ---- */

#define ARG(n) (offsetof(struct seccomp_data, args) + 8 * (n))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)(at))
#define UNLESS(test, value, skip)                                              \
	BPF_JUMP(BPF_JMP | BPF_##test | BPF_K, (unsigned)(value), 0, skip)
#define GIVE(what) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_##what)

/*
 * The family's calls stop, but for opens that only read, where it is writing,
 * and what goes to 0, 1 and 2.
 */
static int
filter_set(enum family family)
{
	struct sock_filter code[5 * CALLS + 5] = {
		LOAD(offsetof(struct seccomp_data, arch)),
		UNLESS(JEQ, ARCHITECTURE, 1),
		LOAD(offsetof(struct seccomp_data, nr)),
	};
	unsigned short n = 3;
	for (size_t i = 0; i < CALLS; i++) {
		const struct call *c = &calls[i];
		bool open = c->how == OPEN && family == WRITE;
		bool always = c->how != DESCRIPTOR && !open;
		if (c->family != family)
			continue;
		code[n++] = (struct sock_filter)UNLESS(
		    JEQ, c->number, always ? 1 : 4);
		if (!always) {
			code[n++] = (struct sock_filter)LOAD(
			    ARG(c->arg + (open ? 1 : 0)));
			code[n++] = open
			    ? (struct sock_filter)UNLESS(JSET, WRITES, 1)
			    : (struct sock_filter)UNLESS(JGT, 2, 1);
		}
		code[n++] = (struct sock_filter)GIVE(TRACE);
		if (!always)
			code[n++] = (struct sock_filter)GIVE(ALLOW);
	}
	code[n++] = (struct sock_filter)GIVE(ALLOW);
	struct sock_fprog program = { n, code };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0
	    ? 0
	    : -1;
}

/* ---- a stopped task ---- */

struct entry {
	long number;
	unsigned long args[6];
};

static int
entry_read(pid_t task, struct entry *entry)
{
#ifdef __aarch64__
	struct user_regs_struct regs;
	struct iovec io = { &regs, sizeof(regs) };
	if (ptrace(PTRACE_GETREGSET, task, NT_PRSTATUS, &io) != 0)
		return -1;
	entry->number = (long)regs.regs[8];
	for (size_t i = 0; i < 6; i++)
		entry->args[i] = regs.regs[i];
#else
	struct user_regs_struct r;
	if (ptrace(PTRACE_GETREGS, task, NULL, &r) != 0)
		return -1;
	*entry = (struct entry){ (long)r.orig_rax,
		{ r.rdi, r.rsi, r.rdx, r.r10, r.r8, r.r9 } };
#endif
	return 0;
}

/*
 * The call it is about to make is not made, and fails.  (brk gives no errors,
 * but the end of the heap as it is: so it does when it is asked for too much.)
 */
static int
entry_fail(pid_t task, const struct call *call, int code)
{
#ifdef __aarch64__
	struct user_regs_struct regs;
	int none = -1;
	struct iovec io = { &regs, sizeof(regs) }, nr = { &none, sizeof(none) };
	if (ptrace(PTRACE_GETREGSET, task, NT_PRSTATUS, &io) != 0)
		return -1;
	bool brk = call->number == SYS_brk;
	regs.regs[0] = brk ? TOO_MUCH : (unsigned long long)-(long)code;
	if (ptrace(PTRACE_SETREGSET, task, NT_PRSTATUS, &io) != 0)
		return -1;
	return brk
	    ? 0
	    : (int)ptrace(PTRACE_SETREGSET, task, NT_ARM_SYSTEM_CALL, &nr);
#else
	struct user_regs_struct r;
	if (ptrace(PTRACE_GETREGS, task, NULL, &r) != 0)
		return -1;
	if (call->number == SYS_brk) {
		r.rdi = TOO_MUCH;
	} else {
		r.orig_rax = (unsigned long long)-1;
		r.rax = (unsigned long long)-(long)code;
	}
	return (int)ptrace(PTRACE_SETREGS, task, NULL, &r);
#endif
}

/* The call is made, but of the first half of its bytes. */
static int
entry_halve(pid_t task)
{
#ifdef __aarch64__
	struct user_regs_struct regs;
	struct iovec io = { &regs, sizeof(regs) };
	if (ptrace(PTRACE_GETREGSET, task, NT_PRSTATUS, &io) != 0)
		return -1;
	regs.regs[2] = (regs.regs[2] + 1) / 2;
	return (int)ptrace(PTRACE_SETREGSET, task, NT_PRSTATUS, &io);
#else
	struct user_regs_struct r;
	if (ptrace(PTRACE_GETREGS, task, NULL, &r) != 0)
		return -1;
	r.rdx = (r.rdx + 1) / 2;
	return (int)ptrace(PTRACE_SETREGS, task, NULL, &r);
#endif
}

static bool
is_by_bytes(const struct call *call)
{
	return call->number == SYS_write || call->number == SYS_pwrite64 ||
	    call->number == SYS_read || call->number == SYS_pread64;
}

/* The text there, as far as it can be read. */
static void
path_read(pid_t task, unsigned long at, char path[PATH_MAX])
{
	char memory[64];
	snprintf(memory, sizeof(memory), "/proc/%d/mem", (int)task);
	int fd = open(memory, O_RDONLY | O_CLOEXEC);
	/* To the end of its page: what is behind may be nobody's. */
	size_t len = 0;
	while (fd >= 0 && len < PATH_MAX - 1) {
		size_t page = 4096 - (at + len) % 4096;
		size_t most = PATH_MAX - 1 - len;
		ssize_t n = pread(fd, path + len, page < most ? page : most,
		    (off_t)(at + len));
		if (n <= 0 || memchr(path + len, '\0', (size_t)n) != NULL) {
			len += n > 0 ? strlen(path + len) : 0;
			break;
		}
		len += (size_t)n;
	}
	path[len] = '\0';
	if (fd >= 0)
		close(fd);
}

/* Is it a file on a disk, or a folder? */
static bool
descriptor_read(pid_t task, unsigned long fd, char path[PATH_MAX])
{
	char link[64];
	struct stat st;
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)task, (int)fd);
	ssize_t n = readlink(link, path, PATH_MAX - 1);
	path[n < 0 ? 0 : n] = '\0';
	return n > 0 && stat(link, &st) == 0 &&
	    (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) &&
	    strncmp(path, "/memfd:", 7) != 0;
}

/* Is it one of those that are counted?  And of which path? */
static bool
is_point(pid_t task, const struct call *call, const struct entry *entry,
    char path[PATH_MAX])
{
	path[0] = '\0';
	if (call->how == ALWAYS)
		return true;
	if (call->how == OPEN && call->family == READ &&
	    (entry->args[call->arg + 1] & WRITES) != 0)
		return false;
	if (call->how == DESCRIPTOR)
		return descriptor_read(task, entry->args[call->arg], path);
	path_read(task, entry->args[call->arg], path);
	return call->family != WRITE ||
	    (strcmp(path, "/dev/null") != 0 && strcmp(path, "/dev/tty") != 0 &&
		strncmp(path, "/proc/", 6) != 0);
}

/* ---- the run ---- */

static void
task_add(struct run *run, pid_t task)
{
	for (size_t i = 0; i < run->task_count; i++)
		if (run->tasks[i] == task)
			return;
	run->tasks = realloc(
	    run->tasks, (run->task_count + 1) * sizeof(*run->tasks));
	if (run->tasks == NULL)
		trouble("memory");
	run->tasks[run->task_count++] = task;
}

/* Nothing of it is left when the run ends: they are waited for. */
static void
kill_all(const struct run *run)
{
	kill(-run->group, SIGKILL);
	for (size_t i = 0; i < run->task_count; i++)
		kill(run->tasks[i], SIGKILL);
}

/* A look at what there is now; false: it is to end here. */
static bool
step_taken(const struct run *run, const struct call *call, const char *path)
{
	int c;
	printf("%lu %s %s\n", run->points, call->name, path);
	fflush(stdout);
	while ((c = getchar()) != EOF && c != '\n')
		;
	return c != EOF;
}

/* How the task goes on from its call. */
static enum __ptrace_request
point_meet(struct run *run, pid_t task, const struct call *call,
    const char *path)
{
	run->points++;
	run->by_call[call - calls]++;
	if (run->list != NULL)
		fprintf(run->list, "%lu %s %s\n", run->points, call->name,
		    path);
	if (run->step && !step_taken(run, call, path))
		kill_all(run);
	if (run->points != run->at)
		return PTRACE_CONT;
	if (run->is_short) {
		if (is_by_bytes(call) && entry_halve(task) != 0)
			trouble("the call can't be made shorter");
	} else if (run->failure != 0) {
		if (entry_fail(task, call, run->failure) != 0)
			trouble("the call can't be made to fail");
	} else if (run->after) {
		run->finishing = task;
		return PTRACE_SYSCALL;
	} else {
		kill_all(run);
	}
	return PTRACE_CONT;
}

static enum __ptrace_request
call_meet(struct run *run, pid_t task)
{
	struct entry entry;
	char path[PATH_MAX];
	if (entry_read(task, &entry) != 0)
		return PTRACE_CONT; /* killed meanwhile */
	run->grows |= entry.number == SYS_brk && entry.args[0] != 0;
	if (run->family == MEMORY && !run->grows)
		return PTRACE_CONT;
	for (size_t i = 0; i < CALLS; i++)
		if (calls[i].number == entry.number &&
		    calls[i].family == run->family)
			return is_point(task, &calls[i], &entry, path)
			    ? point_meet(run, task, &calls[i], path)
			    : PTRACE_CONT;
	return PTRACE_CONT;
}

static void
stop_meet(struct run *run, pid_t task, int status)
{
	enum __ptrace_request how = PTRACE_CONT;
	int event = status >> 16, signal = WSTOPSIG(status);
	task_add(run, task);
	if (event == PTRACE_EVENT_SECCOMP) {
		how = call_meet(run, task);
		signal = 0;
	} else if (event == PTRACE_EVENT_STOP && signal != SIGTRAP) {
		how = PTRACE_LISTEN;
		signal = 0;
	} else if (event != 0) {
		signal = 0;
	} else if (signal == (SIGTRAP | 0x80)) {
		if (task == run->finishing)
			kill_all(run);
		signal = 0;
	}
	ptrace(how, task, NULL, (void *)(long)signal);
}

static void
run_watch(struct run *run)
{
	int status;
	pid_t task;
	while ((task = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (task > 0 && WIFSTOPPED(status))
			stop_meet(run, task, status);
		else if (task == run->group)
			run->status = WIFEXITED(status)
			    ? WEXITSTATUS(status)
			    : 128 + WTERMSIG(status);
	}
}

static _Noreturn void
command_become(const struct run *run, int ready)
{
	char byte;
	setpgid(0, 0);
	if (read(ready, &byte, 1) != 1 || (run->step && dup2(2, 1) < 0) ||
	    filter_set(run->family) != 0)
		trouble("seccomp");
	/* Not before: this program may need more itself (sanitizers do). */
	const struct rlimit room = { run->room, run->room };
	if (run->room > 0 && setrlimit(RLIMIT_AS, &room) != 0)
		trouble("setrlimit");
	execvp(run->command[0], run->command);
	trouble(run->command[0]);
}

static void
run_start(struct run *run)
{
	int ready[2];
	if (pipe2(ready, O_CLOEXEC) != 0 || (run->group = fork()) < 0)
		trouble("fork");
	if (run->group == 0)
		command_become(run, ready[0]);
	setpgid(run->group, run->group);
	if (ptrace(PTRACE_SEIZE, run->group, NULL,
		(void *)(long)(PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP |
		    PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
		    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
		    PTRACE_O_TRACEEXEC)) != 0 ||
	    write(ready[1], "", 1) != 1)
		trouble("ptrace");
	close(ready[0]);
	close(ready[1]);
}

static void
table_print(const struct run *run)
{
	printf("%lu\n", run->points);
	for (size_t i = 0; i < CALLS; i++)
		if (run->by_call[i] > 0)
			printf("%8lu  %s\n", run->by_call[i], calls[i].name);
}

/* ---- the words ---- */

static _Noreturn void
usage(void)
{
	fputs("usage: crash [--calls FAMILY] [--at N [--after | --fail ERRNO | "
	      "--short]] [--count] [--list FILE] [--step] "
	      "[--room BYTES] -- COMMAND...\n",
	    stderr);
	exit(STATUS_TROUBLE);
}

static int
failure_find(const char *name)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (strcmp(failures[i].name, name) == 0)
			return failures[i].code;
	usage();
}

static enum family
family_find(const char *name)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (strcmp(families[i], name) == 0)
			return (enum family)i;
	usage();
}

static void
words_read(struct run *run, char **argv)
{
	for (argv++; *argv != NULL && strcmp(*argv, "--") != 0; argv++) {
		if (strcmp(*argv, "--after") == 0) {
			run->after = true;
		} else if (strcmp(*argv, "--count") == 0) {
			run->count = true;
		} else if (strcmp(*argv, "--step") == 0) {
			run->step = true;
		} else if (strcmp(*argv, "--short") == 0) {
			run->is_short = true;
		} else if (argv[1] == NULL) {
			usage();
		} else if (strcmp(*argv, "--at") == 0) {
			run->at = strtoul(*++argv, NULL, 10);
		} else if (strcmp(*argv, "--room") == 0) {
			run->room = strtoul(*++argv, NULL, 10);
		} else if (strcmp(*argv, "--calls") == 0) {
			run->family = family_find(*++argv);
		} else if (strcmp(*argv, "--fail") == 0) {
			run->failure = failure_find(*++argv);
		} else if (strcmp(*argv, "--list") == 0) {
			run->list = fopen(*++argv, "we");
			if (run->list == NULL)
				trouble(*argv);
		} else {
			usage();
		}
	}
	if (*argv == NULL || argv[1] == NULL)
		usage();
	run->command = argv + 1;
}

int
main(int argc, char **argv)
{
	struct run run = { .status = STATUS_TROUBLE };
	(void)argc;
	words_read(&run, argv);
	run_start(&run);
	run_watch(&run);
	if (run.list != NULL && fclose(run.list) != 0)
		trouble("the list");
	if (run.count)
		table_print(&run);
	free(run.tasks);
	return run.status;
}
