/*
 * A list of what is refused, not of what is allowed: libraries and the C
 * library change what they ask for, and a build that ends for that is worse
 * than what a call that nobody thought of could do behind Landlock.  What is
 * refused fails with EPERM, as for somebody without the right.
 *
 * The kernel remembers which calls the filter lets pass whatever their
 * arguments are (since 5.11): reading and writing take no longer.
 */
#include "base/confine_filter.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/sanitized.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

/* Who looks for leaks at the end does so from a process of its own. */
#ifdef SANITIZED_ADDRESS
#define WATCHED
#endif

#define OTHER_NUMBERS 0x40000000U /* x32: the same calls by other numbers */

/* Each has one way in: which numbers a machine has differs. */
static const int refused[] = {
	/* other processes, and what they hold */
	SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp,
	SYS_perf_event_open,
#ifndef WATCHED
	SYS_ptrace,
#endif
	/* the same work by a way that no filter sees */
	SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
	/* keys, programs in the kernel, pages that a program fills */
	SYS_keyctl, SYS_add_key, SYS_request_key, SYS_bpf, SYS_userfaultfd,
	/* another view of the files */
	SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare,
	SYS_setns, SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsmount,
	SYS_fspick, SYS_open_by_handle_at,
	/* what is known of a file, beside its mode */
	SYS_truncate, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
	SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SYS_fchown,
	SYS_fchownat, SYS_utimensat, SYS_mknodat,
	/* who this process is */
	SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid,
	SYS_setresgid, SYS_setgroups, SYS_setfsuid, SYS_setfsgid, SYS_capset,
	SYS_personality,
	/* the machine */
	SYS_reboot, SYS_kexec_load, SYS_init_module, SYS_finit_module,
	SYS_delete_module, SYS_swapon, SYS_swapoff, SYS_acct, SYS_quotactl,
	SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
	SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_vhangup,
#ifdef __x86_64__
	SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod,
	SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
#ifdef SYS_pidfd_getfd
	SYS_pidfd_getfd, SYS_pidfd_open, SYS_pidfd_send_signal,
#endif
#ifdef SYS_process_madvise
	SYS_process_madvise,
#endif
#ifdef SYS_mount_setattr
	SYS_mount_setattr,
#endif
};

/* The network: connections that are open, or come in, are used on. */
static const int connecting[] = {
	SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen,
};

/* Only where no program may be started. */
static const int starting[] = {
	SYS_execve, SYS_execveat, SYS_tkill,
#ifdef __x86_64__
	SYS_fork, SYS_vfork,
#endif
};

struct filter {
	struct sock_filter steps[2 * (sizeof(refused) + sizeof(connecting) +
		sizeof(starting)) / sizeof(int) + 64];
	size_t count;
};

static void
step(struct filter *f, struct sock_filter what)
{
	f->steps[f->count++] = what;
}

/* The low half of an argument, which is all that these calls look at. */
static struct sock_filter
load_argument(unsigned number)
{
	size_t at = offsetof(struct seccomp_data, args) + number * 8;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	at += 4;
#endif
	return (struct sock_filter)BPF_STMT(
	    BPF_LD | BPF_W | BPF_ABS, (uint32_t)at);
}

static struct sock_filter
answer(unsigned error)
{
	return (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    error == 0 ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | error);
}

/* `same` and `other`: how many steps are passed over. */
static struct sock_filter
compare(uint32_t value, uint8_t same, uint8_t other)
{
	return (struct sock_filter)BPF_JUMP(
	    BPF_JMP | BPF_JEQ | BPF_K, value, same, other);
}

static void
refuse(struct filter *f, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		step(f, compare((uint32_t)calls[i], 0, 1));
		step(f, answer(EPERM));
	}
}

/* The call only if its argument is `value`, or, `unless`, only if it is not. */
static void
refuse_by(struct filter *f, int call, unsigned argument, uint32_t value,
    bool unless)
{
	step(f, compare((uint32_t)call, 0, 4));
	step(f, load_argument(argument));
	step(f, compare(value, unless ? 0 : 1, unless ? 1 : 0));
	step(f, answer(EPERM));
	step(f, answer(0));
}

/* Threads are started, processes are not. */
static void
refuse_processes(struct filter *f)
{
#ifdef WATCHED
	(void)f;
	return;
#endif
	step(f, compare(SYS_clone, 0, 4));
	step(f, load_argument(0));
	step(f, (struct sock_filter)BPF_JUMP(
		    BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0));
	step(f, answer(EPERM));
	step(f, answer(0));
	/* Its arguments lie where no filter sees them: clone() is asked then. */
	step(f, compare(SYS_clone3, 0, 1));
	step(f, answer(ENOSYS));
}

static void
filter_make(struct filter *f, enum confine_programs programs)
{
	f->count = 0;
	step(f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, arch)));
	step(f, compare(ARCHITECTURE, 1, 0));
	step(f, answer(EPERM));
	step(f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)));
#ifdef __x86_64__
	step(f, (struct sock_filter)BPF_JUMP(
		    BPF_JMP | BPF_JGE | BPF_K, OTHER_NUMBERS, 0, 1));
	step(f, answer(EPERM));
#endif
	refuse(f, refused, sizeof(refused) / sizeof(int));
	/* Keys that somebody seems to have pressed. */
	refuse_by(f, SYS_ioctl, 1, TIOCSTI, true);
	if (programs == CONFINE_ANY_PROGRAM)
		/* git asks a watcher of its own, if there is one. */
		refuse_by(f, SYS_socket, 0, AF_UNIX, false);
	else
		refuse(f, connecting, sizeof(connecting) / sizeof(int));
	if (programs == CONFINE_NO_PROGRAM) {
		uint32_t self = (uint32_t)getpid();
		refuse(f, starting, sizeof(starting) / sizeof(int));
		refuse_by(f, SYS_kill, 0, self, false);
		refuse_by(f, SYS_tgkill, 0, self, false);
		refuse_processes(f);
	}
	step(f, answer(0));
}

bool
filter_is_there(void)
{
	uint32_t action = SECCOMP_RET_ERRNO;
	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0U, &action) == 0;
}

void
filter_enter(enum confine_programs programs)
{
	struct filter filter;
	filter_make(&filter, programs);
	const struct sock_fprog program = { (unsigned short)filter.count,
		filter.steps };
	/*
	 * Scripts can't measure what they are not told, so the processor need
	 * not be slowed down against that.
	 */
	syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW,
	    &program);
}

#else

/* The numbers of another machine's calls are not known here. */
bool
filter_is_there(void)
{
	return false;
}

void
filter_enter(enum confine_programs programs)
{
	(void)programs;
}

#endif
