/* Other programs, and this one; see os.h. */
#include "base/os.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/end.h"
#include "base/os_parts.h"

int
os_random(void *bytes, size_t count, struct os_error *error)
{
	/* Up to 256 bytes come whole. */
	for (size_t done = 0; done < count;) {
		size_t piece = count - done < 256 ? count - done : 256;
		ssize_t n = getrandom((char *)bytes + done, piece, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return os_fail(error, "getrandom", NULL);
		done += (size_t)n;
	}
	return 0;
}

static void
ends_mask(int how)
{
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(how, &ends, NULL);
}

void
os_ends_hold(void)
{
	ends_mask(SIG_BLOCK);
}

void
os_ends_let(void)
{
	ends_mask(SIG_UNBLOCK);
}

/* ---- other programs ---- */

void
os_expect_child(void)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	sigaction(SIGCHLD, &usual, NULL);
}

/* A nameless file that holds the text, open at its start. */
static FILE *
file_of(struct text text)
{
	FILE *file = os_memory_stream();
	if (file == NULL)
		return NULL;
	if (fwrite(text.at, 1, text.len, file) == text.len &&
	    fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
		return file;
	fclose(file);
	return NULL;
}

/* Who ends this process ends that one, too, though this one waits for it. */
static int
run_spawn(const char *const *argv, FILE *input, FILE *complaint, int output[2],
    pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	sigemptyset(&none);
	if (posix_spawn_file_actions_init(&actions) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return ENOMEM;
	}
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_adddup2(&actions, fileno(input), 0);
	posix_spawn_file_actions_adddup2(&actions, output[1], 1);
	posix_spawn_file_actions_adddup2(&actions, fileno(complaint), 2);
	int code = posix_spawnp(child, argv[0], &actions, &attributes,
	    (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return code;
}

int
os_child_end(pid_t child)
{
	int status;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 255;
	return WIFEXITED(status) ? WEXITSTATUS(status)
				 : 128 + WTERMSIG(status);
}

int
os_run(struct arena *arena, const char *const *argv, struct text input,
    struct os_ran *ran, struct os_error *error)
{
	int output[2] = { -1, -1 }, status = -1;
	pid_t child = 0;
	FILE *in = file_of(input), *complaint = file_of(TEXT_LIT(""));
	os_expect_child();
	if (in == NULL || complaint == NULL || pipe2(output, O_CLOEXEC) != 0)
		goto out;
	errno = run_spawn(argv, in, complaint, output, &child);
	if (errno != 0)
		goto out;
	close(output[1]);
	output[1] = -1;
	status = os_read_all(arena, output[0], 4096, false, SIZE_MAX,
	    &ran->output);
	ran->status = os_child_end(child);
	if (os_read_again(arena, fileno(complaint), &ran->complaint) != 0)
		status = -1;
out:
	if (status != 0)
		os_fail(error, argv[0], NULL);
	for (int i = 0; i < 2; i++)
		if (output[i] >= 0)
			close(output[i]);
	if (in != NULL)
		fclose(in);
	if (complaint != NULL)
		fclose(complaint);
	return status;
}

/* ---- this process ---- */

const char *
os_program_folder(struct arena *arena)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (n <= 0)
		return "";
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	return slash == NULL
	    ? ""
	    : arena_copy(arena, path, (size_t)(slash - path));
}

static double
clock_seconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
os_seconds(void)
{
	return clock_seconds(CLOCK_MONOTONIC);
}

double
os_thread_seconds(void)
{
	return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

const char *
os_today(struct arena *arena)
{
	time_t now = time(NULL);
	struct tm day;
	localtime_r(&now, &day);
	return arena_printf(arena, "%04d-%02d-%02d", day.tm_year + 1900,
	    day.tm_mon + 1, day.tm_mday);
}

static const char *volatile watchdog_message;

static void
watchdog_bite(int signal_number)
{
	(void)signal_number;
	const char *message = watchdog_message;
	if (message != NULL) {
		ssize_t ignored = write(2, message, strlen(message));
		(void)ignored;
	}
	_exit(70);
}

void
os_watchdog(unsigned seconds, const char *message)
{
	watchdog_message = message;
	if (seconds > 0) {
		struct sigaction action = { .sa_handler = watchdog_bite };
		sigaction(SIGALRM, &action, NULL);
	}
	alarm(seconds);
}

bool
os_is_terminal(int descriptor)
{
	return isatty(descriptor) == 1;
}

bool
os_has_colour(int descriptor)
{
	const char *no_colour = getenv("NO_COLOR");
	return os_is_terminal(descriptor) &&
	    (no_colour == NULL || *no_colour == '\0');
}

unsigned
os_terminal_width(int descriptor)
{
	struct winsize size;
	return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* It may be there, and the machine in no state to load it: its words say so. */
static void
library_missing(void)
{
	const char *why = dlerror();
	if (why != NULL && strstr(why, strerror(ENOENT)) == NULL)
		out_of_order(why);
}

int
os_library(const char *file, const char *const *names, size_t count,
    void *functions)
{
	void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) {
		library_missing();
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		void *found = dlsym(library, names[i]);
		if (found == NULL)
			return -1;
		memcpy((char *)functions + i * sizeof(found), &found,
		    sizeof(found));
	}
	return 0;
}
