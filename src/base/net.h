/*
 * Sockets that listen: who serves takes them from here.
 */
#ifndef TONGBAO_BASE_NET_H
#define TONGBAO_BASE_NET_H

#include <stdbool.h>
#include "base/os.h"

struct net {
	int descriptor;
	unsigned port; /* the one that was given where 0 was asked for */
	bool loopback; /* only this machine reaches it */
	char host[64]; /* as in an address: 127.0.0.1, [::1] */
};

/*
 * Listens at a numeric address, of IPv4 or IPv6 (also in brackets), or at
 * “localhost”; port 0: any that is free.  -1: see error; its code is EADDRINUSE
 * when somebody has the port, EINVAL when that is no address.
 */
int net_listen(struct net *net, const char *address, unsigned port,
    struct os_error *error);
void net_close(struct net *net);

/* As many connections as this system lets the process have, or `count`. */
void net_reserve(unsigned count);

#endif
