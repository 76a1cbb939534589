#include "cmd/serve_http.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <strings.h>
#include "base/lang.h"
#include "base/library.h"
#include "base/wait.h"

/* Loaded for this command only: it takes longer to load than the rest. */
#define MICROHTTPD "libmicrohttpd.so.12"
#define CALLS(CALL) \
	CALL(MHD_add_response_header) \
	CALL(MHD_create_response_from_buffer) \
	CALL(MHD_create_response_from_callback) \
	CALL(MHD_destroy_response) \
	CALL(MHD_lookup_connection_value) \
	CALL(MHD_queue_response) \
	CALL(MHD_resume_connection) \
	CALL(MHD_start_daemon) \
	CALL(MHD_stop_daemon) \
	CALL(MHD_suspend_connection)

LIBRARY(MICROHTTPD, CALLS)

#define THREADS 4
#define CONNECTIONS 4096
/* Files that are open beside connections. */
#define FILES 256
/* Of a connection: its request, the address in it, a part of an answer. */
#define CONNECTION_BYTES ((size_t)16 << 10)
/* Somebody who neither sends nor takes anything for so long is let go. */
#define IDLE_SECONDS 30u
#define STACK_BYTES ((size_t)1 << 20)

/* A browser that is told of news as they come. */
struct listener {
	struct listener *next;
	struct http *http;
	struct MHD_Connection *connection;
	unsigned long number;
	bool suspended;
	struct buf queue; /* to be sent */
	struct buf edition, page;
	unsigned long build; /* up to which the page is known to be the same */
	char digest[17];
};

/* A request that waits for the builder. */
struct waiter {
	struct waiter *next;
	struct MHD_Connection *connection;
};

struct http {
	struct serve *serve;
	struct net net;
	struct MHD_Daemon *daemon;
	struct lock *lock; /* of all that follows */
	struct listener *listeners;
	unsigned long numbered;
	struct waiter *waiters;
	unsigned long round; /* of the builder */
	bool closing;
};

static void *
allocated(size_t size)
{
	void *memory = calloc(1, size);
	if (memory == NULL)
		out_of_memory();
	return memory;
}

/* ---- answers ---- */

static void
headers_add(
    struct MHD_Response *response, const char *type, const char *style)
{
	struct buf policy = BUF_INIT;
	buf_printf(&policy, SERVE_POLICY, style);
	const struct {
		const char *name, *value;
	} headers[] = {
		{ "Content-Type", type },
		{ "Cache-Control", "no-store" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Content-Security-Policy", policy.at },
	};
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
		library.MHD_add_response_header(
		    response, headers[i].name, headers[i].value);
	buf_free(&policy);
}

static struct MHD_Response *
response_of(struct text bytes, const char *type, const char *style)
{
	struct MHD_Response *response =
	    library.MHD_create_response_from_buffer(
		bytes.len, (void *)bytes.at, MHD_RESPMEM_MUST_COPY);
	if (response == NULL)
		out_of_memory();
	headers_add(response, type, style);
	return response;
}

static enum MHD_Result
response_send(struct MHD_Connection *connection, unsigned status,
    struct MHD_Response *response)
{
	enum MHD_Result result =
	    library.MHD_queue_response(connection, status, response);
	library.MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
turn_away(
    struct MHD_Connection *connection, unsigned status, const char *words)
{
	struct buf buf = BUF_INIT;
	buf_printf(&buf, "%s\n", words);
	struct MHD_Response *response =
	    response_of(buf_text(&buf), "text/plain; charset=utf-8", "");
	if (status == 405)
		library.MHD_add_response_header(response, "Allow", "GET, HEAD");
	buf_free(&buf);
	return response_send(connection, status, response);
}

/* ---- parts of a file ---- */

static bool
number_take(const char **at, size_t *number)
{
	char *end;
	if (**at < '0' || **at > '9')
		return false;
	*number = strtoull(*at, &end, 10);
	*at = end;
	return true;
}

/*
 * One range of bytes; 0: there is none, or one that is not to be heeded; -1:
 * there are no such bytes.
 */
static int
range_parse(const char *words, size_t len, size_t *start, size_t *end)
{
	size_t last = 0;
	if (words == NULL || strncmp(words, "bytes=", 6) != 0)
		return 0;
	const char *at = words + 6;
	bool from = number_take(&at, start);
	if (*at++ != '-')
		return 0;
	bool to = number_take(&at, &last);
	if (*at != '\0' || (!from && !to) || (from && to && last < *start))
		return 0;
	if (!from) {
		*start = last < len ? len - last : 0;
		*end = len;
		return last > 0 && len > 0 ? 1 : -1;
	}
	*end = to && last < len ? last + 1 : len;
	return *start < len ? 1 : -1;
}

static enum MHD_Result
body_send(struct MHD_Connection *connection, const struct answer *answer)
{
	struct text bytes = buf_text(&answer->body);
	size_t start = 0, end = 0;
	unsigned status = answer->status;
	char range[96];
	const char *asked = library.MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "Range");
	/* There is nothing by which it could know that these are the same. */
	if (library.MHD_lookup_connection_value(
		connection, MHD_HEADER_KIND, "If-Range") != NULL)
		asked = NULL;
	int found = status != 200
	    ? 0
	    : range_parse(asked, bytes.len, &start, &end);
	if (found > 0) {
		snprintf(range, sizeof(range), "bytes %zu-%zu/%zu", start,
		    end - 1, bytes.len);
		bytes = text_cut(bytes, start, end);
		status = 206;
	} else if (found < 0) {
		snprintf(range, sizeof(range), "bytes */%zu", bytes.len);
		bytes = TEXT_LIT("");
		status = 416;
	}
	struct MHD_Response *response = response_of(bytes, answer->type,
	    answer->style.len == 0 ? "" : answer->style.at);
	if (answer->location.len > 0)
		library.MHD_add_response_header(
		    response, "Location", answer->location.at);
	library.MHD_add_response_header(response,
	    found == 0 ? "Accept-Ranges" : "Content-Range",
	    found == 0 ? "bytes" : range);
	return response_send(connection, status, response);
}

/* ---- who waits for the builder ---- */

/* False: the builder has finished something since `round`; look again. */
static bool
wait_begin(struct http *http, struct MHD_Connection *connection,
    unsigned long round)
{
	lock_take(http->lock);
	bool waits = http->round == round && !http->closing;
	if (waits) {
		struct waiter *waiter = allocated(sizeof(*waiter));
		*waiter = (struct waiter){ http->waiters, connection };
		http->waiters = waiter;
		library.MHD_suspend_connection(connection);
	}
	lock_give(http->lock);
	return waits;
}

void
http_go_on(struct http *http)
{
	lock_take(http->lock);
	struct waiter *waiter = http->waiters;
	http->waiters = NULL;
	http->round++;
	lock_give(http->lock);
	while (waiter != NULL) {
		struct waiter *next = waiter->next;
		library.MHD_resume_connection(waiter->connection);
		free(waiter);
		waiter = next;
	}
}

static bool
round_get(struct http *http, unsigned long *round)
{
	lock_take(http->lock);
	*round = http->round;
	bool open = !http->closing;
	lock_give(http->lock);
	return open;
}

/* ---- news ---- */

/* As much as there is; with nothing the connection sleeps. */
static ssize_t
news_read(void *context, uint64_t pos, char *bytes, size_t most)
{
	struct listener *listener = context;
	struct http *http = listener->http;
	(void)pos;
	lock_take(http->lock);
	size_t n = listener->queue.len < most ? listener->queue.len : most;
	ssize_t result = (ssize_t)n;
	if (n > 0) {
		memcpy(bytes, listener->queue.at, n);
		memmove(listener->queue.at, listener->queue.at + n,
		    listener->queue.len - n + 1);
		listener->queue.len -= n;
	} else if (http->closing) {
		result = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		listener->suspended = true;
		library.MHD_suspend_connection(listener->connection);
	}
	lock_give(http->lock);
	return result;
}

static void
listener_free(void *context)
{
	struct listener *listener = context;
	struct http *http = listener->http;
	lock_take(http->lock);
	struct listener **place = &http->listeners;
	while (*place != listener)
		place = &(*place)->next;
	*place = listener->next;
	lock_give(http->lock);
	buf_free(&listener->queue);
	buf_free(&listener->edition);
	buf_free(&listener->page);
	free(listener);
}

static void
event_put(struct buf *queue, const char *event, const char *data)
{
	buf_printf(queue, "event: %s\ndata: %s\n\n", event, data);
}

static enum MHD_Result
news_send(struct http *http, struct MHD_Connection *connection,
    struct answer *answer)
{
	struct listener *listener = allocated(sizeof(*listener));
	struct serve *serve = http->serve;
	struct buf news = BUF_INIT;
	*listener = (struct listener){ .http = http,
		.connection = connection,
		.queue = BUF_INIT,
		.edition = answer->edition,
		.page = answer->page,
		.build = answer->build };
	memcpy(listener->digest, answer->digest, sizeof(listener->digest));
	buf_init(&answer->edition);
	buf_init(&answer->page);
	gate_read(serve->gate);
	faults_put_news(&news, serve);
	bool behind = listener->build != serve->build;
	gate_leave(serve->gate);
	event_put(&listener->queue, "faults", news.at);
	buf_free(&news);
	lock_take(http->lock);
	listener->number = ++http->numbered;
	listener->next = http->listeners;
	http->listeners = listener;
	lock_give(http->lock);
	/* What it shows is perhaps another page by now. */
	if (behind)
		wake_up(serve->wake);
	struct MHD_Response *response =
	    library.MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
		CONNECTION_BYTES / 2, news_read, listener, listener_free);
	if (response == NULL)
		out_of_memory();
	headers_add(response, answer->type, "");
	return response_send(connection, 200, response);
}

/* Under the lock: to be woken when it is given. */
static struct MHD_Connection *
listener_wake(struct listener *listener)
{
	bool was = listener->suspended;
	listener->suspended = false;
	return was ? listener->connection : NULL;
}

/* The same to everybody. */
static void
tell_all(struct http *http, const char *bytes)
{
	lock_take(http->lock);
	size_t count = 0;
	for (struct listener *l = http->listeners; l != NULL; l = l->next)
		count++;
	struct MHD_Connection **woken =
	    allocated((count + 1) * sizeof(struct MHD_Connection *));
	count = 0;
	for (struct listener *l = http->listeners; l != NULL; l = l->next) {
		buf_puts(&l->queue, bytes);
		woken[count] = listener_wake(l);
		count += woken[count] != NULL;
	}
	lock_give(http->lock);
	for (size_t i = 0; i < count; i++)
		library.MHD_resume_connection(woken[i]);
	free(woken);
}

void
http_tell_faults(struct http *http)
{
	struct buf news = BUF_INIT, event = BUF_INIT;
	gate_read(http->serve->gate);
	faults_put_news(&news, http->serve);
	gate_leave(http->serve->gate);
	event_put(&event, "faults", news.at);
	tell_all(http, event.at);
	buf_free(&news);
	buf_free(&event);
}

void
http_ping(struct http *http)
{
	tell_all(http, ":\n\n");
}

/* The one with the least number above `after`; copied, as it may go. */
static bool
listener_next(struct http *http, unsigned long after, struct listener *copy,
    struct arena *arena)
{
	const struct listener *found = NULL;
	lock_take(http->lock);
	for (const struct listener *l = http->listeners; l != NULL; l = l->next)
		if (l->number > after &&
		    (found == NULL || l->number < found->number))
			found = l;
	if (found != NULL) {
		*copy = *found;
		copy->edition.at = arena_copy(
		    arena, found->edition.at, found->edition.len);
		copy->page.at =
		    arena_copy(arena, found->page.at, found->page.len);
	}
	lock_give(http->lock);
	return found != NULL;
}

void
http_mark_asked(struct http *http)
{
	struct arena *arena = arena_new();
	struct listener l = { .number = 0 };
	struct state *state = http->serve->state;
	while (state != NULL && listener_next(http, l.number, &l, arena)) {
		struct shown *shown =
		    state_edition(state, buf_text(&l.edition));
		if (shown != NULL)
			atomic_store(&shown->asked, true);
	}
	arena_free(arena);
}

static void
listener_tell(struct http *http, const struct listener *copy, bool reload,
    const char *digest)
{
	struct MHD_Connection *woken = NULL;
	lock_take(http->lock);
	struct listener *l = http->listeners;
	while (l != NULL && l->number != copy->number)
		l = l->next;
	if (l != NULL) {
		l->build = http->serve->build;
		strcpy(l->digest, digest);
		if (reload) {
			event_put(&l->queue, "reload", digest);
			woken = listener_wake(l);
		}
	}
	lock_give(http->lock);
	if (woken != NULL)
		library.MHD_resume_connection(woken);
}

void
http_compare(struct http *http, bool all)
{
	struct arena *arena = arena_new();
	struct listener l = { .number = 0 };
	while (listener_next(http, l.number, &l, arena)) {
		char digest[17];
		if ((!all && l.build == http->serve->build) ||
		    !answer_digest(
			http->serve, l.edition.at, l.page.at, digest))
			continue;
		listener_tell(http, &l,
		    all || strcmp(l.digest, digest) != 0, digest);
	}
	arena_free(arena);
}

/* ---- requests ---- */

/* As it stands: answers take addresses apart by themselves. */
static size_t
not_unescaped(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

/* One of this machine's own names, or none. */
static bool
is_own_name(const struct http *http, const char *host)
{
	static const char *const names[] = { "localhost", "127.0.0.1",
		"[::1]" };
	if (host == NULL)
		return true;
	const char *colon = strrchr(host, ':');
	size_t len = colon != NULL && strchr(colon, ']') == NULL
	    ? (size_t)(colon - host)
	    : strlen(host);
	if (strlen(http->net.host) == len &&
	    strncasecmp(http->net.host, host, len) == 0)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len &&
		    strncasecmp(names[i], host, len) == 0)
			return true;
	return false;
}

/* Who has no Sec-Fetch-Site says so by Origin: scheme, name and port. */
static bool
is_foreign_origin(const char *origin, const char *host)
{
	static const char scheme[] = "http://";
	size_t len = strlen(scheme);
	return origin != NULL &&
	    (host == NULL || strncasecmp(origin, scheme, len) != 0 ||
		strcasecmp(origin + len, host) != 0);
}

/* A page from elsewhere may lead here, but have nothing of it. */
static bool
is_foreign(struct MHD_Connection *connection, const char *host)
{
	if (is_foreign_origin(library.MHD_lookup_connection_value(connection,
				  MHD_HEADER_KIND, "Origin"),
		host))
		return true;
	const char *site = library.MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
	const char *mode = library.MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "Sec-Fetch-Mode");
	return site != NULL && strcmp(site, "same-origin") != 0 &&
	    strcmp(site, "none") != 0 &&
	    (mode == NULL || strcmp(mode, "navigate") != 0);
}

static enum MHD_Result
request_answer(struct http *http, struct MHD_Connection *connection,
    const char *address)
{
	for (;;) {
		struct answer answer;
		unsigned long round;
		if (!round_get(http, &round))
			return turn_away(connection, 503,
			    _("the preview has ended"));
		answer_init(&answer);
		answer_make(&answer, http->serve, address);
		enum answer_kind kind = answer.kind;
		enum MHD_Result result = kind == ANSWER_BODY
		    ? body_send(connection, &answer)
		    : kind == ANSWER_EVENTS
		    ? news_send(http, connection, &answer)
		    : MHD_YES;
		answer_free(&answer);
		if (kind != ANSWER_WAIT ||
		    wait_begin(http, connection, round))
			return result;
	}
}

static enum MHD_Result
request_take(void *context, struct MHD_Connection *connection,
    const char *address, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **request)
{
	struct http *http = context;
	(void)version;
	(void)upload;
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return turn_away(
		    connection, 405, _("a preview can only be read"));
	/* Who is answered at its first call loses the connection. */
	if (*request == NULL || *upload_size > 0) {
		*request = http;
		*upload_size = 0;
		return MHD_YES;
	}
	const char *host = library.MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "Host");
	if (http->net.loopback && !is_own_name(http, host))
		return turn_away(connection, 421,
		    _("this preview is only for the machine it runs on"));
	if (is_foreign(connection, host))
		return turn_away(connection, 403,
		    _("no other site can have a part of this preview"));
	return request_answer(http, connection, address);
}

/* ---- the server ---- */

struct http *
http_open(struct serve *serve, const struct net *net, struct os_error *error)
{
	if (library_load() != 0) {
		snprintf(error->message, sizeof(error->message),
		    _("%s is not installed (Debian: libmicrohttpd12)"),
		    MICROHTTPD);
		return NULL;
	}
	net_reserve(CONNECTIONS + FILES);
	struct http *http = allocated(sizeof(*http));
	*http = (struct http){ .serve = serve,
		.net = *net,
		.lock = lock_new() };
	http->daemon = library.MHD_start_daemon(
	    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME, 0, NULL,
	    NULL, request_take, http, MHD_OPTION_LISTEN_SOCKET,
	    net->descriptor, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
	    MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES,
	    MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES,
	    MHD_OPTION_UNESCAPE_CALLBACK, not_unescaped, NULL,
	    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	if (http->daemon != NULL)
		return http;
	snprintf(error->message, sizeof(error->message), "%s:%u: %s",
	    net->host, net->port, strerror(errno));
	lock_free(http->lock);
	free(http);
	return NULL;
}

void
http_close(struct http *http)
{
	lock_take(http->lock);
	http->closing = true;
	lock_give(http->lock);
	http_go_on(http);
	http_ping(http);
	library.MHD_stop_daemon(http->daemon);
	lock_free(http->lock);
	free(http);
}
