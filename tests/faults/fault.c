/*
 * A library to be preloaded that makes the n-th call of a kind go wrong.
 *
 * FAULT_AT     which call, counted from 1; not set: none, the calls are counted alone
 * FAULT_AS     what happens to it: "kill" (before it is made), "stop" (it is made once
 *              the process is told to continue), "short" (a write takes half), or the
 *              number of an errno with which it fails
 * FAULT_IN     what counts: "write" (calls that change files), "memory" (requests for it)
 * FAULT_STAYS  "1": from that call on every one goes wrong, as on a full disk
 * FAULT_COUNT  a file that is given the number of calls when the program returns from main
 *
 * Calls on standard streams are not counted. glibc alone: its own names are behind ours.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* Names that fortified and 32-bit callers use; glibc declares them for itself. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);

static atomic_long calls;
static long fault_at;
static int fault_errno;
static bool kills, stops, shortens, stays, in_memory;
/* Before the environment is read nothing counts. */
static bool is_on;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAULT_AT"), *as = getenv("FAULT_AS");
	const char *in = getenv("FAULT_IN"), *stay = getenv("FAULT_STAYS");

	fault_at = at ? atol(at) : 0;
	kills = as && strcmp(as, "kill") == 0;
	stops = as && strcmp(as, "stop") == 0;
	shortens = as && strcmp(as, "short") == 0;
	fault_errno = as ? atoi(as) : 0;
	stays = stay && strcmp(stay, "1") == 0;
	in_memory = in && strcmp(in, "memory") == 0;
	is_on = in != NULL;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	char text[32];
	int fd;

	is_on = false;
	if (!path)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	snprintf(text, sizeof(text), "%ld\n", atomic_load(&calls));
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
}

/* @return whether this call is to go wrong; one that kills does not return */
static bool strikes(bool is_memory)
{
	long number;

	if (!is_on || is_memory != in_memory)
		return false;
	number = atomic_fetch_add(&calls, 1) + 1;
	if (!fault_at || (stays ? number < fault_at : number != fault_at))
		return false;
	if (kills)
		syscall(SYS_kill, getpid(), SIGKILL);
	if (stops)
		syscall(SYS_kill, getpid(), SIGSTOP);
	return !stops;
}

static bool fails(void)
{
	if (!strikes(false) || shortens)
		return false;
	errno = fault_errno;
	return true;
}

/* The real function of a name. */
#define REAL(type, name, ...)                                                              \
	static type (*real)(__VA_ARGS__);                                                  \
	if (!real)                                                                         \
	*(void **)&real = dlsym(RTLD_NEXT, name)

/* Which descriptors were opened to be written to. */
#define FD_COUNT 1024
static atomic_bool is_written[FD_COUNT];

static int opened(int fd, bool to_write)
{
	if (fd >= 0 && fd < FD_COUNT)
		atomic_store(&is_written[fd], to_write);
	return fd;
}

static bool closes_written(int fd)
{
	return fd > 2 && fd < FD_COUNT && atomic_exchange(&is_written[fd], false);
}

static bool writes(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
}

static mode_t mode_of(int flags, va_list args)
{
	return flags & O_CREAT ? va_arg(args, mode_t) : 0;
}

#define WRAP_OPEN(name)                                                                    \
	int name(const char *path, int flags, ...)                                         \
	{                                                                                  \
		REAL(int, #name, const char *, int, ...);                                  \
		va_list args;                                                              \
		mode_t mode;                                                               \
		va_start(args, flags);                                                     \
		mode = mode_of(flags, args);                                               \
		va_end(args);                                                              \
		if (writes(flags) && fails())                                              \
			return -1;                                                         \
		return opened(real(path, flags, mode), writes(flags));                     \
	}

#define WRAP_OPENAT(name)                                                                  \
	int name(int folder, const char *path, int flags, ...)                             \
	{                                                                                  \
		REAL(int, #name, int, const char *, int, ...);                             \
		va_list args;                                                              \
		mode_t mode;                                                               \
		va_start(args, flags);                                                     \
		mode = mode_of(flags, args);                                               \
		va_end(args);                                                              \
		if (writes(flags) && fails())                                              \
			return -1;                                                         \
		return opened(real(folder, path, flags, mode), writes(flags));             \
	}

WRAP_OPEN(open)
WRAP_OPEN(open64)
WRAP_OPENAT(openat)
WRAP_OPENAT(openat64)

/* The same for functions that open: all that they give is written to, where the call counts. */
#define WRAP_MAKE(name, parameters, names, counts)                                         \
	int name parameters                                                                \
	{                                                                                  \
		static int(*real) parameters;                                              \
		if (!real)                                                                 \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                         \
		if ((counts) && fails())                                                   \
			return -1;                                                         \
		return opened(real names, counts);                                         \
	}

/* Plain functions: list of parameters, names of them, and what must hold for the call to count. */
#define WRAP(type, name, parameters, names, counts)                                        \
	type name parameters                                                               \
	{                                                                                  \
		static type(*real) parameters;                                             \
		if (!real)                                                                 \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                         \
		return (counts) && fails() ? -1 : real names;                              \
	}

WRAP_MAKE(__open_2, (const char *path, int flags), (path, flags), writes(flags))
WRAP_MAKE(__open64_2, (const char *path, int flags), (path, flags), writes(flags))
WRAP_MAKE(__openat_2, (int folder, const char *path, int flags), (folder, path, flags),
	  writes(flags))
WRAP_MAKE(__openat64_2, (int folder, const char *path, int flags), (folder, path, flags),
	  writes(flags))
WRAP_MAKE(creat, (const char *path, mode_t mode), (path, mode), true)
WRAP_MAKE(creat64, (const char *path, mode_t mode), (path, mode), true)
WRAP_MAKE(mkstemp, (char *path), (path), true)
WRAP_MAKE(mkstemp64, (char *path), (path), true)
WRAP_MAKE(mkostemp, (char *path, int flags), (path, flags), true)
WRAP_MAKE(mkostemp64, (char *path, int flags), (path, flags), true)
WRAP(int, link, (const char *from, const char *to), (from, to), true)
WRAP(int, linkat, (int a, const char *from, int b, const char *to, int flags),
     (a, from, b, to, flags), true)
WRAP(int, rename, (const char *from, const char *to), (from, to), true)
WRAP(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to),
     true)
WRAP(int, unlink, (const char *path), (path), true)
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), true)
WRAP(int, rmdir, (const char *path), (path), true)
WRAP(int, remove, (const char *path), (path), true)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), true)
WRAP(int, fsync, (int fd), (fd), fd > 2)
WRAP(int, fdatasync, (int fd), (fd), fd > 2)
WRAP(int, ftruncate, (int fd, off_t size), (fd, size), fd > 2)
WRAP(int, ftruncate64, (int fd, off64_t size), (fd, size), fd > 2)

/* The file is closed in any case: the failure is told after the deed, as by NFS. */
int close(int fd)
{
	REAL(int, "close", int);
	bool failed = closes_written(fd) && fails();
	int rc = real(fd);

	if (!failed)
		return rc;
	errno = fault_errno;
	return -1;
}

static ssize_t wrong_write(size_t *size)
{
	if (shortens) {
		*size = *size > 1 ? *size / 2 : *size;
		return 0;
	}
	errno = fault_errno;
	return -1;
}

#define WRAP_WRITE(name, parameters, names)                                                \
	ssize_t name parameters                                                            \
	{                                                                                  \
		static ssize_t(*real) parameters;                                          \
		if (!real)                                                                 \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                         \
		if (fd > 2 && strikes(false) && wrong_write(&size))                        \
			return -1;                                                         \
		return real names;                                                         \
	}

WRAP_WRITE(write, (int fd, const void *data, size_t size), (fd, data, size))
WRAP_WRITE(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
WRAP_WRITE(pwrite64, (int fd, const void *data, size_t size, off64_t at),
	   (fd, data, size, at))

static void *no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

/* Whose memory it is depends on the program: what frees it is not ours. */
#define WRAP_MEMORY(name, parameters, names)                                               \
	void *name parameters                                                              \
	{                                                                                  \
		static void *(*real) parameters;                                           \
		if (!real)                                                                 \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                         \
		return strikes(true) ? no_memory() : real names;                           \
	}

WRAP_MEMORY(malloc, (size_t size), (size))
WRAP_MEMORY(calloc, (size_t count, size_t size), (count, size))
WRAP_MEMORY(realloc, (void *memory, size_t size), (memory, size))

void *reallocarray(void *memory, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return no_memory();
	return realloc(memory, count * size);
}
