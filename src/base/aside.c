#include "base/aside.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/os_parts.h"

/* The copy gives nothing back: it holds what is the other's, too. */
static void
work_do(void (*work)(void *context, struct buf *told), void *context,
    int descriptor)
{
	struct os_error error;
	struct buf told = BUF_INIT;
	work(context, &told);
	_exit(os_append(descriptor, "memory", buf_text(&told), &error) != 0);
}

int
aside_start(struct aside *aside,
    void (*work)(void *context, struct buf *told), void *context,
    struct os_error *error)
{
	*aside = (struct aside)ASIDE_NONE;
	os_expect_child();
	int descriptor = memfd_create("tongbao", MFD_CLOEXEC);
	pid_t process = descriptor < 0 ? -1 : fork();
	if (process == 0)
		work_do(work, context, descriptor);
	if (process < 0) {
		os_fail(error, "fork", NULL);
		if (descriptor >= 0)
			close(descriptor);
		return -1;
	}
	*aside = (struct aside){ process, descriptor };
	return 0;
}

static void
aside_close(struct aside *aside)
{
	close(aside->descriptor);
	*aside = (struct aside)ASIDE_NONE;
}

int
aside_end(struct aside *aside, struct arena *arena, struct text *told)
{
	if (aside->process == 0)
		return -1;
	int status = os_child_end((pid_t)aside->process) == 0
	    ? os_read_again(arena, aside->descriptor, told)
	    : -1;
	aside_close(aside);
	return status;
}

void
aside_drop(struct aside *aside)
{
	if (aside->process == 0)
		return;
	kill((pid_t)aside->process, SIGKILL);
	os_child_end((pid_t)aside->process);
	aside_close(aside);
}
