/* What is tried through a hole in the sandbox: only in the planted program. */
#include "base/hole.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *
below(const char *name)
{
	static _Thread_local char path[4096];
	snprintf(path, sizeof(path), "%s/%s", getenv("TONGBAO_HOLE"), name);
	return path;
}

static long
file_read(void)
{
	return open(below("secret"), O_RDONLY);
}

static long
users_read(void)
{
	return open("/etc/passwd", O_RDONLY);
}

static long
folder_read(void)
{
	return open(getenv("TONGBAO_HOLE"), O_RDONLY | O_DIRECTORY);
}

static long
file_make(void)
{
	return open(below("new"), O_WRONLY | O_CREAT, 0600);
}

static long
file_write(void)
{
	return open(below("secret"), O_WRONLY | O_APPEND);
}

static long
file_truncate(void)
{
	return truncate(below("cut"), 0);
}

static long
file_remove(void)
{
	return unlink(below("gone"));
}

static long
folder_make(void)
{
	return mkdir(below("folder"), 0700);
}

static long
link_make(void)
{
	return symlink("secret", below("link"));
}

static long
record_write(void)
{
	return open("content/site.yaml", O_WRONLY | O_APPEND);
}

static long
record_make(void)
{
	return open("content/hole.md", O_WRONLY | O_CREAT, 0600);
}

static long
socket_internet(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static long
socket_local(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static long
program_spawn(void)
{
	pid_t child;
	char name[] = "true", *const argv[] = { name, NULL };
	errno = posix_spawn(&child, "/bin/true", NULL, NULL, argv, environ);
	return errno == 0 ? waitpid(child, NULL, 0) : -1;
}

/* Only where it fails does anybody come back. */
static long
program_become(void)
{
	char name[] = "echo", said[] = "hole become: done";
	char *const argv[] = { name, said, NULL };
	return execve("/bin/echo", argv, environ);
}

static long
process_trace(void)
{
	long status = ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
	if (status == 0)
		ptrace(PTRACE_DETACH, getppid(), NULL, NULL);
	return status;
}

static long
process_end(void)
{
	return kill(getppid(), 0);
}

static long
memory_read(void)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { &byte, 1 };
	return process_vm_readv(getppid(), &here, 1, &there, 1, 0);
}

static long
ring_open(void)
{
	char parameters[120] = { 0 };
	return syscall(SYS_io_uring_setup, 1, parameters);
}

static long
view_change(void)
{
	return syscall(SYS_unshare, 0x10000000 /* CLONE_NEWUSER */);
}

static long
key_press(void)
{
	return ioctl(0, TIOCSTI, "x");
}

static const struct {
	const char *name;
	long (*attempt)(void);
} attempts[] = {
	{ "read", file_read },
	{ "users", users_read },
	{ "list", folder_read },
	{ "make", file_make },
	{ "write", file_write },
	{ "truncate", file_truncate },
	{ "remove", file_remove },
	{ "folder", folder_make },
	{ "link", link_make },
	{ "record-write", record_write },
	{ "record-make", record_make },
	{ "internet", socket_internet },
	{ "local", socket_local },
	{ "spawn", program_spawn },
	{ "trace", process_trace },
	{ "signal", process_end },
	{ "memory", memory_read },
	{ "ring", ring_open },
	{ "view", view_change },
	{ "key", key_press },
	{ "become", program_become },
};

void
hole_try(void)
{
	static atomic_flag tried = ATOMIC_FLAG_INIT;
	if (atomic_flag_test_and_set(&tried))
		return;
	for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
		long got = attempts[i].attempt();
		fprintf(stderr, "hole %s: %s\n", attempts[i].name,
		    got >= 0 ? "done" : strerrorname_np(errno));
	}
}
