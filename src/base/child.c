#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/os_parts.h"

#define NICE 10

/* Signals are the child's as they are any program's, whoever began it. */
static int
spawn(const char *const *argv, int output, int complaint, pid_t *process)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t all;
	sigfillset(&all);
	os_expect_child();
	if (posix_spawn_file_actions_init(&actions) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return ENOMEM;
	}
	posix_spawn_file_actions_addopen(
	    &actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, 1);
	posix_spawn_file_actions_adddup2(&actions, complaint, 2);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setflags(&attributes,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	int code = posix_spawn(process, argv[0], &actions, &attributes,
	    (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return code;
}

int
child_start(
    struct child *child, const char *const *argv, struct os_error *error)
{
	int output[2];
	pid_t process = 0;
	*child = (struct child)CHILD_NONE;
	if (pipe2(output, O_CLOEXEC) != 0)
		return os_fail(error, argv[0], NULL);
	FILE *complaint = os_memory_stream();
	int code = complaint == NULL
	    ? errno
	    : spawn(argv, output[1], fileno(complaint), &process);
	close(output[1]);
	if (code != 0) {
		errno = code;
		os_fail(error, argv[0], NULL);
		close(output[0]);
		if (complaint != NULL)
			fclose(complaint);
		return -1;
	}
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	setpriority(PRIO_PROCESS, (id_t)process, NICE);
	*child = (struct child){ process, output[0], complaint };
	return 0;
}

int
child_read(const struct child *child, struct buf *output)
{
	for (;;) {
		buf_reserve(output, 64 << 10);
		ssize_t n = read(
		    child->descriptor, output->at + output->len, 64 << 10);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return 0;
		if (n <= 0)
			return 1;
		output->len += (size_t)n;
		output->at[output->len] = '\0';
	}
}

static void
complaint_read(FILE *file, struct buf *complaint)
{
	char bytes[4096];
	size_t n;
	rewind(file);
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_put(complaint, bytes, n);
}

int
child_end(struct child *child, struct buf *complaint)
{
	int status = os_child_end((pid_t)child->process);
	if (complaint != NULL)
		complaint_read(child->complaint, complaint);
	fclose(child->complaint);
	close(child->descriptor);
	*child = (struct child)CHILD_NONE;
	return status;
}

void
child_kill(struct child *child)
{
	if (child->process == 0)
		return;
	kill((pid_t)child->process, SIGKILL);
	child_end(child, NULL);
}
