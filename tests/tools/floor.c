/*
 * floor CONTENT OUT THREADS: the least a generator has to do, as a measure for
 * benchmarks.  Reads every *.md below CONTENT, runs libyaml over its front
 * matter and cmark over the rest, writes one HTML file each and an index.  With
 * `-` for OUT nothing is written, and the rest is parsed but not rendered: the
 * least a check has to do.
 * Nothing is understood, checked or shared; no part of tongbao is used.
 */
#include <cmark.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#define THREADS_MAX 64

struct job {
	char *path;
	size_t scalars; /* of its front matter */
};

struct work {
	const char *out; /* NULL: nothing is written */
	struct job *jobs;
	size_t count, capacity;
	atomic_size_t next;
};

static _Noreturn void
die(const char *what)
{
	perror(what);
	exit(1);
}

static char *
join(const char *folder, const char *name)
{
	char *path = malloc(strlen(folder) + strlen(name) + 2);
	if (path == NULL)
		die("floor");
	sprintf(path, "%s/%s", folder, name);
	return path;
}

static void
add(struct work *work, char *path)
{
	if (work->count == work->capacity) {
		work->capacity = work->capacity * 2 + 1024;
		work->jobs =
		    realloc(work->jobs, work->capacity * sizeof(work->jobs[0]));
		if (work->jobs == NULL)
			die("floor");
	}
	work->jobs[work->count++] = (struct job){ path, 0 };
}

static void
walk(struct work *work, const char *folder)
{
	DIR *dir = opendir(folder);
	if (dir == NULL)
		die(folder);
	const struct dirent *entry;
	while ((entry = readdir(dir)) != NULL) {
		size_t len = strlen(entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		char *path = join(folder, entry->d_name);
		if (entry->d_type == DT_DIR)
			walk(work, path);
		if (len > 3 && strcmp(entry->d_name + len - 3, ".md") == 0)
			add(work, path);
		else
			free(path);
	}
	closedir(dir);
}

static char *
read_file(const char *path, size_t *len)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		die(path);
	char *bytes = malloc((size_t)st.st_size + 1);
	ssize_t got = bytes == NULL ? -1 : read(fd, bytes, (size_t)st.st_size);
	if (got != st.st_size)
		die(path);
	close(fd);
	bytes[got] = '\0';
	*len = (size_t)got;
	return bytes;
}

static void
write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || close(fd) != 0)
		die(path);
}

static size_t
count_scalars(const char *yaml, size_t len)
{
	yaml_parser_t parser;
	yaml_event_t event;
	size_t scalars = 0;
	bool going = true;
	if (!yaml_parser_initialize(&parser))
		die("libyaml");
	yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, len);
	while (going) {
		if (!yaml_parser_parse(&parser, &event))
			die("libyaml");
		scalars += event.type == YAML_SCALAR_EVENT;
		going = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return scalars;
}

static void
make_page(struct work *work, size_t i)
{
	struct job *job = &work->jobs[i];
	char name[32];
	size_t len;
	char *text = read_file(job->path, &len);
	char *end =
	    strncmp(text, "---\n", 4) == 0 ? strstr(text + 4, "\n---\n") : NULL;
	char *body = text;
	if (end != NULL) {
		body = end + 5;
		job->scalars =
		    count_scalars(text + 4, (size_t)(end + 1 - (text + 4)));
	}
	if (work->out == NULL) {
		cmark_node_free(cmark_parse_document(
		    body, len - (size_t)(body - text), CMARK_OPT_DEFAULT));
		free(text);
		return;
	}
	char *html = cmark_markdown_to_html(
	    body, len - (size_t)(body - text), CMARK_OPT_DEFAULT);
	snprintf(name, sizeof(name), "%06zu.html", i);
	char *path = join(work->out, name);
	write_file(path, html, strlen(html));
	free(path);
	free(html);
	free(text);
}

static void *
run(void *context)
{
	struct work *work = context;
	size_t i;
	while ((i = atomic_fetch_add(&work->next, 1)) < work->count)
		make_page(work, i);
	return NULL;
}

static void
write_index(const struct work *work)
{
	char *path = join(work->out, "index.html");
	FILE *index = fopen(path, "w");
	if (index == NULL)
		die(path);
	fputs("<!DOCTYPE html>\n<ul>\n", index);
	for (size_t i = 0; i < work->count; i++)
		fprintf(index, "<li><a href=\"%06zu.html\">%s</a> (%zu)</li>\n",
		    i, work->jobs[i].path, work->jobs[i].scalars);
	fputs("</ul>\n", index);
	if (fclose(index) != 0)
		die(path);
	free(path);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct job *)a)->path, ((const struct job *)b)->path);
}

int
main(int argc, char **argv)
{
	int threads = argc == 4 ? atoi(argv[3]) : 0;
	if (threads < 1 || threads > THREADS_MAX) {
		fputs("usage: floor CONTENT OUT THREADS\n", stderr);
		return 2;
	}
	struct work work = { .out = strcmp(argv[2], "-") == 0 ? NULL : argv[2] };
	pthread_t workers[THREADS_MAX];
	walk(&work, argv[1]);
	if (work.count > 0)
		qsort(work.jobs, work.count, sizeof(work.jobs[0]), compare);
	if (work.out != NULL && mkdir(work.out, 0755) != 0)
		die(argv[2]);
	for (int i = 0; i < threads; i++)
		if (pthread_create(&workers[i], NULL, run, &work) != 0)
			die("floor");
	for (int i = 0; i < threads; i++)
		pthread_join(workers[i], NULL);
	if (work.out != NULL)
		write_index(&work);
	for (size_t i = 0; i < work.count; i++)
		free(work.jobs[i].path);
	free(work.jobs);
	return 0;
}
