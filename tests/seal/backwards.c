/*
 * backwards.so: preloaded, folders are read from their last entry to their
 * first, for tests/site/seal-again.  What one thread reads no other does: a
 * folder's entries are with its DIR, by address.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct folder {
	DIR *dir;
	struct dirent *entries;
	size_t left;
	struct folder *next;
};

static struct folder *folders;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct dirent *(*real_readdir)(DIR *);
static int (*real_closedir)(DIR *);

__attribute__((constructor)) static void
functions_find(void)
{
	*(void **)&real_readdir = dlsym(RTLD_NEXT, "readdir");
	*(void **)&real_closedir = dlsym(RTLD_NEXT, "closedir");
}

static struct folder *
folder_read(DIR *dir)
{
	struct folder *folder = calloc(1, sizeof(*folder));
	struct dirent *entry;
	if (folder == NULL)
		abort();
	folder->dir = dir;
	while ((entry = real_readdir(dir)) != NULL) {
		folder->entries = realloc(folder->entries,
		    (folder->left + 1) * sizeof(*entry));
		if (folder->entries == NULL)
			abort();
		memcpy(&folder->entries[folder->left++], entry,
		    entry->d_reclen);
	}
	folder->next = folders;
	folders = folder;
	return folder;
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *entry;
	pthread_mutex_lock(&lock);
	struct folder *folder = folders;
	while (folder != NULL && folder->dir != dir)
		folder = folder->next;
	if (folder == NULL)
		folder = folder_read(dir);
	entry = folder->left == 0 ? NULL : &folder->entries[--folder->left];
	pthread_mutex_unlock(&lock);
	return entry;
}

/* On these machines the same. */
struct dirent64 *
readdir64(DIR *dir)
{
	return (struct dirent64 *)readdir(dir);
}

int
closedir(DIR *dir)
{
	pthread_mutex_lock(&lock);
	for (struct folder **at = &folders; *at != NULL; at = &(*at)->next) {
		struct folder *folder = *at;
		if (folder->dir != dir)
			continue;
		*at = folder->next;
		free(folder->entries);
		free(folder);
		break;
	}
	pthread_mutex_unlock(&lock);
	return real_closedir(dir);
}
