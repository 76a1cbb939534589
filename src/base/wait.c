#include "base/wait.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define DESCRIPTORS_MOST 16

size_t
wait_for(const int *descriptors, size_t count, unsigned milliseconds,
    bool *ready)
{
	struct pollfd polled[DESCRIPTORS_MOST];
	size_t found = 0;
	for (size_t i = 0; i < count; i++)
		polled[i] = (struct pollfd){ descriptors[i], POLLIN, 0 };
	/* An interruption is as good as time that is over. */
	int n = poll(polled, (nfds_t)count, (int)milliseconds);
	for (size_t i = 0; i < count; i++) {
		ready[i] = n > 0 && polled[i].revents != 0;
		found += ready[i];
	}
	return found;
}

int
wake_open(struct os_error *error)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return fd >= 0 ? fd : os_fail(error, "eventfd", NULL);
}

/* Of a count that is full already the reader knows. */
void
wake_up(int descriptor)
{
	uint64_t one = 1;
	ssize_t ignored = write(descriptor, &one, sizeof(one));
	(void)ignored;
}

void
wake_clear(int descriptor)
{
	uint64_t count;
	ssize_t ignored = read(descriptor, &count, sizeof(count));
	(void)ignored;
}

void
wake_close(int descriptor)
{
	if (descriptor >= 0)
		close(descriptor);
}

static volatile sig_atomic_t stop_number;
static int stop_descriptor = -1;

static void
stop_note(int number)
{
	int before = errno;
	stop_number = number;
	wake_up(stop_descriptor);
	errno = before;
}

int
stop_open(struct os_error *error)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction stop = { .sa_handler = stop_note };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	stop_descriptor = wake_open(error);
	if (stop_descriptor < 0)
		return -1;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	return stop_descriptor;
}

int
stop_signal(void)
{
	return stop_number;
}
