/*
 * measure FILE COMMAND…: runs the command and appends one line to FILE: wall
 * clock, user and system time in seconds, peak resident set in KiB.  Its exit
 * status is the command's; 128 + N when signal N ended it.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	if (argc < 3) {
		fputs("usage: measure FILE COMMAND...\n", stderr);
		return 2;
	}
	double start = now();
	pid_t child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror("measure");
		return 1;
	}
	double wall = now() - start;
	FILE *file = fopen(argv[1], "a");
	if (file == NULL) {
		perror(argv[1]);
		return 1;
	}
	fprintf(file, "%.3f %.3f %.3f %ld\n", wall, seconds(usage.ru_utime),
	    seconds(usage.ru_stime), usage.ru_maxrss);
	if (fclose(file) != 0) {
		perror(argv[1]);
		return 1;
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}
