#include "base/net.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAITING 1024 /* connections that nobody has taken yet */

static int
fail(struct os_error *error, const char *address, unsigned port)
{
	char place[256];
	snprintf(place, sizeof(place), "%.200s:%u", address, port);
	return os_fail(error, place, NULL);
}

static struct addrinfo *
address_find(const char *address, unsigned port)
{
	struct addrinfo *found, hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	char host[64], service[16];
	size_t len = strlen(address);
	if (strcmp(address, "localhost") == 0)
		address = "127.0.0.1";
	else if (*address == '[' && address[len - 1] == ']' &&
	    len < sizeof(host)) {
		snprintf(host, sizeof(host), "%.*s", (int)len - 2, address + 1);
		address = host;
	}
	snprintf(service, sizeof(service), "%u", port);
	return getaddrinfo(address, service, &hints, &found) == 0 ? found
								  : NULL;
}

static bool
is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)address)
				 ->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(
	    &((const struct sockaddr_in6 *)address)->sin6_addr);
}

/* What it has got, in the form of addresses. */
static void
place_note(struct net *net)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} own = { .v6 = { 0 } };
	socklen_t size = sizeof(own);
	char host[48] = "";
	getsockname(net->descriptor, &own.any, &size);
	getnameinfo(&own.any, size, host, sizeof(host), NULL, 0,
	    NI_NUMERICHOST);
	bool v4 = own.any.sa_family == AF_INET;
	snprintf(net->host, sizeof(net->host), v4 ? "%s" : "[%s]", host);
	net->port = ntohs(v4 ? own.v4.sin_port : own.v6.sin6_port);
	net->loopback = is_loopback(&own.any);
}

int
net_listen(struct net *net, const char *address, unsigned port,
    struct os_error *error)
{
	static const int one = 1;
	struct addrinfo *found =
	    port > 65535 ? NULL : address_find(address, port);
	*net = (struct net){ .descriptor = -1 };
	if (found == NULL) {
		errno = EINVAL;
		return fail(error, address, port);
	}
	net->descriptor = socket(found->ai_family,
	    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* A port that was in use a moment ago is free all the same. */
	bool good = net->descriptor >= 0 &&
	    setsockopt(net->descriptor, SOL_SOCKET, SO_REUSEADDR, &one,
		sizeof(one)) == 0 &&
	    bind(net->descriptor, found->ai_addr, found->ai_addrlen) == 0 &&
	    listen(net->descriptor, WAITING) == 0;
	int status = good ? 0 : fail(error, address, port);
	freeaddrinfo(found);
	if (good)
		place_note(net);
	else
		net_close(net);
	return status;
}

void
net_close(struct net *net)
{
	if (net->descriptor >= 0)
		close(net->descriptor);
	net->descriptor = -1;
}

void
net_reserve(unsigned count)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= count)
		return;
	limit.rlim_cur = limit.rlim_max < count ? limit.rlim_max : count;
	setrlimit(RLIMIT_NOFILE, &limit);
}
