/* SPDX-License-Identifier: MIT */
/* Preloaded into a program: fails one of its calls that write to a folder, and keeps a log of all
 * of them, from which the state of a disk after a power cut can be made (tests/support/io_log.h).
 *
 * SALON_SHIM_FOLDER   calls on files below this folder count, no others
 * SALON_SHIM_FAIL     CALL:N:ERRNO, e.g. pwrite:12:5; CALL is pwrite, write, fdatasync, fsync,
 *                     ftruncate or rename; "12+" fails the 12th and all that follow
 * SALON_SHIM_LOG      file that the log is appended to */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_PATH = 4096 };
enum kind { CREATE = 1, WRITE, SYNC, TRUNCATE, RENAME, UNLINK, FAILED, LINK };

struct record {
    uint32_t kind;
    uint32_t name_size;
    int64_t offset;
    int64_t size; /* of the data that follows the name, or of the truncated file */
};

/* Calls within a library that ends threads at any time would need more than a plain mutex. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_descriptor = -1;
static const char *folder;
static char fail_call[16];
static long fail_at;
static int fail_sticky;
static int fail_errno;
static long counted;

#define REAL(result, name, ...)                                                                    \
    static result (*real_##name)(__VA_ARGS__);                                                     \
    if (!real_##name)                                                                              \
    *(void **)(&real_##name) = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void)
{
    REAL(int, open, const char *, int, ...);
    const char *fail = getenv("SALON_SHIM_FAIL");
    const char *log = getenv("SALON_SHIM_LOG");
    folder = getenv("SALON_SHIM_FOLDER");
    char number[16];
    if (fail && sscanf(fail, "%15[a-z]:%15[0-9+]:%d", fail_call, number, &fail_errno) == 3) {
        fail_at = atol(number);
        fail_sticky = strchr(number, '+') != NULL;
    }
    if (log)
        log_descriptor = real_open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* The path below the folder, or NULL for what is not ours. */
static const char *inside(const char *path)
{
    const size_t size = folder ? strlen(folder) : 0;
    if (size == 0 || strncmp(path, folder, size) != 0)
        return NULL;
    return path[size] == '/' ? path + size + 1 : path[size] == '\0' ? path + size : NULL;
}

static const char *name_of(int descriptor, char *buffer)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t size = readlink(link, buffer, MOST_PATH - 1);
    if (size < 0)
        return NULL;
    buffer[size] = '\0';
    return inside(buffer);
}

static void note(enum kind kind, const char *name, size_t name_size, int64_t offset, int64_t size,
                 const void *data)
{
    REAL(ssize_t, write, int, const void *, size_t);
    if (log_descriptor < 0)
        return;
    const struct record head = {(uint32_t)kind, (uint32_t)name_size, offset, size};
    const size_t whole = sizeof head + name_size + (data ? (size_t)size : 0);
    char *bytes = malloc(whole);
    if (!bytes)
        abort();
    memcpy(bytes, &head, sizeof head);
    memcpy(bytes + sizeof head, name, name_size);
    if (data)
        memcpy(bytes + sizeof head + name_size, data, (size_t)size);
    if (real_write(log_descriptor, bytes, whole) != (ssize_t)whole) {
        perror("the log of writes");
        abort(); /* a log with holes would prove nothing */
    }
    free(bytes);
}

static void note_file(enum kind kind, const char *name, int64_t offset, int64_t size,
                      const void *data)
{
    note(kind, name, strlen(name), offset, size, data);
}

/* Whether this call is the one to fail; errno is set then. With the lock held. */
static int must_fail(const char *call)
{
    if (fail_at == 0 || strcmp(call, fail_call) != 0)
        return 0;
    ++counted;
    if (counted != fail_at && !(fail_sticky && counted > fail_at))
        return 0;
    note_file(FAILED, call, counted, 0, NULL);
    errno = fail_errno;
    return 1;
}

static ssize_t write_at(int descriptor, const void *bytes, size_t size, off64_t offset)
{
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    char buffer[MOST_PATH];
    const char *name = name_of(descriptor, buffer);
    if (!name)
        return real_pwrite64(descriptor, bytes, size, offset);
    pthread_mutex_lock(&lock);
    ssize_t written = -1;
    if (!must_fail("pwrite")) {
        written = real_pwrite64(descriptor, bytes, size, offset);
        if (written > 0)
            note_file(WRITE, name, offset, written, bytes);
    }
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset)
{
    return write_at(descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    return write_at(descriptor, bytes, size, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    REAL(ssize_t, write, int, const void *, size_t);
    char buffer[MOST_PATH];
    const char *name = name_of(descriptor, buffer);
    if (!name)
        return real_write(descriptor, bytes, size);
    pthread_mutex_lock(&lock);
    ssize_t written = -1;
    if (!must_fail("write")) {
        written = real_write(descriptor, bytes, size);
        if (written > 0)
            note_file(WRITE, name, lseek64(descriptor, 0, SEEK_CUR) - written, written, bytes);
    }
    pthread_mutex_unlock(&lock);
    return written;
}

static int synced(int descriptor, const char *call, int (*real)(int))
{
    char buffer[MOST_PATH];
    const char *name = name_of(descriptor, buffer);
    if (!name)
        return real(descriptor);
    pthread_mutex_lock(&lock);
    const int result = must_fail(call) ? -1 : real(descriptor);
    if (result == 0)
        note_file(SYNC, name, 0, 0, NULL);
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int descriptor)
{
    REAL(int, fsync, int);
    return synced(descriptor, "fsync", real_fsync);
}

int fdatasync(int descriptor)
{
    REAL(int, fdatasync, int);
    return synced(descriptor, "fdatasync", real_fdatasync);
}

int ftruncate64(int descriptor, off64_t size)
{
    REAL(int, ftruncate64, int, off64_t);
    char buffer[MOST_PATH];
    const char *name = name_of(descriptor, buffer);
    if (!name)
        return real_ftruncate64(descriptor, size);
    pthread_mutex_lock(&lock);
    const int result = must_fail("ftruncate") ? -1 : real_ftruncate64(descriptor, size);
    if (result == 0)
        note_file(TRUNCATE, name, 0, size, NULL);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int descriptor, off_t size)
{
    return ftruncate64(descriptor, size);
}

static void note_two(enum kind kind, const char *from, const char *to)
{
    char both[2 * MOST_PATH];
    const int size = snprintf(both, sizeof both, "%s%c%s", from, '\0', to);
    note(kind, both, (size_t)size, 0, 0, NULL);
}

static int renamed(const char *from, const char *to, unsigned flags)
{
    REAL(int, renameat2, int, const char *, int, const char *, unsigned);
    const char *old_name = inside(from);
    const char *new_name = inside(to);
    if (!old_name || !new_name)
        return real_renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
    pthread_mutex_lock(&lock);
    const int result =
        must_fail("rename") ? -1 : real_renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
    if (result == 0)
        note_two(RENAME, old_name, new_name);
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *from, const char *to)
{
    return renamed(from, to, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    REAL(int, renameat2, int, const char *, int, const char *, unsigned);
    if (from_folder != AT_FDCWD || to_folder != AT_FDCWD)
        return real_renameat2(from_folder, from, to_folder, to, flags);
    return renamed(from, to, flags);
}

int link(const char *from, const char *to)
{
    REAL(int, link, const char *, const char *);
    const char *old_name = inside(from);
    const char *new_name = inside(to);
    if (!old_name || !new_name)
        return real_link(from, to);
    pthread_mutex_lock(&lock);
    const int result = real_link(from, to);
    if (result == 0)
        note_two(LINK, old_name, new_name);
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *path)
{
    REAL(int, unlink, const char *);
    const char *name = inside(path);
    if (!name)
        return real_unlink(path);
    pthread_mutex_lock(&lock);
    const int result = real_unlink(path);
    if (result == 0)
        note_file(UNLINK, name, 0, 0, NULL);
    pthread_mutex_unlock(&lock);
    return result;
}

/* A file that is made or emptied by opening it. */
static int opened(int at, const char *path, int flags, mode_t mode)
{
    REAL(int, openat64, int, const char *, int, ...);
    const char *name = at == AT_FDCWD || path[0] == '/' ? inside(path) : NULL;
    if (!name || !(flags & (O_CREAT | O_TRUNC)))
        return real_openat64(at, path, flags, mode);
    pthread_mutex_lock(&lock);
    const int was_there = access(path, F_OK) == 0;
    const int descriptor = real_openat64(at, path, flags, mode);
    const int error = errno;
    if (descriptor >= 0 && !was_there)
        note_file(CREATE, name, 0, 0, NULL);
    else if (descriptor >= 0 && (flags & O_TRUNC))
        note_file(TRUNCATE, name, 0, 0, NULL);
    errno = error;
    pthread_mutex_unlock(&lock);
    return descriptor;
}

#define OPENED(at, path, flags)                                                                    \
    va_list more;                                                                                  \
    va_start(more, flags);                                                                         \
    const mode_t mode = (flags)&O_CREAT ? va_arg(more, mode_t) : 0;                                \
    va_end(more);                                                                                  \
    return opened(at, path, flags, mode)

int open(const char *path, int flags, ...)
{
    OPENED(AT_FDCWD, path, flags);
}

int open64(const char *path, int flags, ...)
{
    OPENED(AT_FDCWD, path, flags);
}

int openat(int at, const char *path, int flags, ...)
{
    OPENED(at, path, flags);
}

int openat64(int at, const char *path, int flags, ...)
{
    OPENED(at, path, flags);
}
