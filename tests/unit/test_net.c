/* Sockets that listen, and programs that run beside this one. */
#include "folder.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/aside.h"
#include "base/child.h"
#include "base/lock.h"
#include "base/net.h"
#include "base/pool.h"
#include "base/wait.h"

static struct os_error error;

static void
test_listen(void **state)
{
	(void)state;
	struct net net;
	assert_int_equal(net_listen(&net, "127.0.0.1", 0, &error), 0);
	assert_true(net.port > 0);
	assert_true(net.loopback);
	assert_string_equal(net.host, "127.0.0.1");
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)net.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	close(fd);
	net_close(&net);
	net_close(&net);
}

static void
test_in_use(void **state)
{
	(void)state;
	struct net net, second;
	assert_int_equal(net_listen(&net, "127.0.0.1", 0, &error), 0);
	assert_int_equal(
	    net_listen(&second, "127.0.0.1", net.port, &error), -1);
	assert_int_equal(error.code, EADDRINUSE);
	unsigned port = net.port;
	net_close(&net);
	assert_int_equal(net_listen(&second, "127.0.0.1", port, &error), 0);
	assert_int_equal(second.port, port);
	net_close(&second);
}

static void
test_addresses(void **state)
{
	(void)state;
	struct net net;
	assert_int_equal(net_listen(&net, "localhost", 0, &error), 0);
	assert_true(net.loopback);
	net_close(&net);
	assert_int_equal(net_listen(&net, "0.0.0.0", 0, &error), 0);
	assert_false(net.loopback);
	assert_string_equal(net.host, "0.0.0.0");
	net_close(&net);
	assert_int_equal(net_listen(&net, "127.8.9.1", 0, &error), 0);
	assert_true(net.loopback);
	net_close(&net);
	static const char *const bad[] = { "", "nowhere.invalid",
		"1.2.3.4.5", "[", "[]", "[::1", "a b", "256.0.0.1" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (net_listen(&net, bad[i], 0, &error) == 0)
			fail_msg("'%s' was an address", bad[i]);
		assert_int_equal(net.descriptor, -1);
	}
	assert_int_equal(net_listen(&net, "127.0.0.1", 70000, &error), -1);
	assert_int_equal(error.code, EINVAL);
}

/* Not every machine has it. */
static void
test_ipv6(void **state)
{
	(void)state;
	struct net net;
	if (net_listen(&net, "::1", 0, &error) != 0)
		skip();
	assert_string_equal(net.host, "[::1]");
	assert_true(net.loopback);
	net_close(&net);
	assert_int_equal(net_listen(&net, "[::1]", 0, &error), 0);
	net_close(&net);
}

/* ---- children ---- */

static int
run(const char *script, struct buf *output, struct buf *complaint)
{
	struct child child;
	bool ready;
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	assert_int_equal(child_start(&child, argv, &error), 0);
	do
		wait_for(&child.descriptor, 1, 10000, &ready);
	while (child_read(&child, output) == 0);
	return child_end(&child, complaint);
}

static void
test_child(void **state)
{
	(void)state;
	struct buf output = BUF_INIT, complaint = BUF_INIT;
	assert_int_equal(
	    run("echo said; echo wrong >&2; exit 3", &output, &complaint), 3);
	assert_string_equal(output.at, "said\n");
	assert_string_equal(complaint.at, "wrong\n");
	buf_clear(&output);
	assert_int_equal(
	    run("head -c 3000000 /dev/zero | tr '\\0' x", &output, NULL), 0);
	assert_int_equal(output.len, 3000000);
	buf_clear(&output);
	/* It is asked to end as any program is, and does. */
	assert_int_equal(run("kill -TERM $$; sleep 60", &output, NULL),
	    128 + SIGTERM);
	buf_free(&output);
	buf_free(&complaint);
}

static void
test_child_killed(void **state)
{
	(void)state;
	struct child child = CHILD_NONE;
	child_kill(&child);
	const char *const argv[] = { "/bin/sleep", "600", NULL };
	assert_int_equal(child_start(&child, argv, &error), 0);
	long process = child.process;
	child_kill(&child);
	assert_int_equal(child.process, 0);
	assert_int_equal(kill((pid_t)process, 0), -1);
	const char *const nothing[] = { "/nowhere/at/all", NULL };
	assert_int_equal(child_start(&child, nothing, &error), -1);
	assert_true(strstr(error.message, "/nowhere/at/all") != NULL);
	child_kill(&child);
}

static void
work_fails(void *context, struct buf *told)
{
	(void)context;
	buf_puts(told, "half");
	_exit(1);
}

static void
work_is_done(void *context, struct buf *told)
{
	buf_puts(told, context);
}

/* As some who start programs leave it: an exec keeps that. */
static void
test_children_of_whom_nobody_is_told(void **state)
{
	(void)state;
	struct buf output = BUF_INIT;
	struct arena *arena = arena_new();
	struct aside aside;
	struct text told;
	struct os_ran ran;
	const char *const argv[] = { "sh", "-c", "echo said; exit 3", NULL };
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(run("exit 3", &output, NULL), 3);
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(os_run(arena, argv, TEXT_LIT(""), &ran, &error), 0);
	assert_int_equal(ran.status, 3);
	assert_true(text_is(ran.output, "said\n"));
	signal(SIGCHLD, SIG_IGN);
	char word[] = "done";
	assert_int_equal(aside_start(&aside, work_is_done, word, &error), 0);
	assert_int_equal(aside_end(&aside, arena, &told), 0);
	assert_true(text_is(told, "done"));
	assert_int_equal(aside_start(&aside, work_fails, NULL, &error), 0);
	assert_int_equal(aside_end(&aside, arena, &told), -1);
	arena_free(arena);
	buf_free(&output);
}

/* ---- locks ---- */

static struct {
	struct lock *lock;
	struct gate *gate;
	unsigned long sum, copy;
} shared;

static void
add_one(void *context, size_t job, unsigned worker)
{
	(void)context;
	(void)worker;
	lock_take(shared.lock);
	shared.sum++;
	lock_give(shared.lock);
	if (job % 8 == 0) {
		gate_write(shared.gate);
		shared.copy++;
		shared.copy++;
	} else {
		gate_read(shared.gate);
		assert_int_equal(shared.copy % 2, 0);
	}
	gate_leave(shared.gate);
}

static void
test_locks(void **state)
{
	(void)state;
	shared.lock = lock_new();
	shared.gate = gate_new();
	pool_run(4, 80000, add_one, NULL);
	assert_int_equal(shared.sum, 80000);
	assert_int_equal(shared.copy, 20000);
	lock_free(shared.lock);
	gate_free(shared.gate);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_listen),
		cmocka_unit_test(test_in_use),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_ipv6),
		cmocka_unit_test(test_child),
		cmocka_unit_test(test_child_killed),
		cmocka_unit_test(test_children_of_whom_nobody_is_told),
		cmocka_unit_test(test_locks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
