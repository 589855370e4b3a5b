/* output.c - writes results, and looks at the answer of every call: a full disk is an error, not a shorter result. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define STANDARD_OUTPUT 1

/* The folder a path stands in: "." for a bare name. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (slash == path ? 1 : (size_t)(slash - path)) : 1;
    char *folder = hr_malloc(n + 1);
    if (folder) memcpy(folder, slash ? path : ".", n), folder[n] = '\0';
    return folder;
}

static int folder_refused(const char *path)
{
    char *folder = folder_of(path);
    if (!folder) return ENOMEM;
    int reason = access(folder, W_OK | X_OK) == 0 ? 0 : errno;
    hr_free(folder);
    return reason;
}

int hr_output_refused(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) return errno == ENOENT ? folder_refused(path) : errno;
    if (S_ISDIR(st.st_mode)) return EISDIR;
    if (access(path, W_OK) != 0) return errno;
    return S_ISREG(st.st_mode) ? folder_refused(path) : 0;
}

static bool fail(hr_output *o, int reason)
{
    if (o->reason == 0) o->reason = reason;
    return false;
}

/* A name beside the file that nobody else uses. */
static bool open_temp(hr_output *o, mode_t mode)
{
    char *folder = folder_of(o->path);
    size_t n = folder ? strlen(folder) + 48 : 0;
    o->temp = folder ? hr_malloc(n) : NULL;
    for (unsigned k = 0; o->temp && k < 100; k++) {
        snprintf(o->temp, n, "%s/.headroom-%ld-%u", folder, (long)getpid(), k);
        o->fd = open(o->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (o->fd >= 0 || errno != EEXIST) break;
    }
    int reason = o->temp ? errno : ENOMEM;
    hr_free(folder);
    if (o->fd >= 0) return true;
    hr_free(o->temp);
    o->temp = NULL;
    return fail(o, reason);
}

/* A file that replaces another takes its mode, and its owner where that is allowed. */
static bool open_over(hr_output *o, const struct stat *old)
{
    if (!open_temp(o, 0600)) return false;
    if (fchown(o->fd, old->st_uid, old->st_gid) != 0 && errno != EPERM) return fail(o, errno);
    return fchmod(o->fd, old->st_mode & 07777) == 0 || fail(o, errno);
}

bool hr_output_open(hr_output *o, const char *path)
{
    *o = (hr_output){.fd = STANDARD_OUTPUT};
    if (!path) return true;
    o->fd = -1;
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (there && !S_ISREG(st.st_mode)) {
        o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return o->fd >= 0 || fail(o, errno);
    }
    o->path = there ? realpath(path, NULL) : strdup(path); /* a link keeps pointing to the file that is replaced */
    if (!o->path) return fail(o, errno);
    return there ? open_over(o, &st) : open_temp(o, 0666);
}

bool hr_output_put(void *output, const char *s, size_t n)
{
    hr_output *o = output;
    while (n > 0 && o->reason == 0) {
        ssize_t done = write(o->fd, s, n);
        if (done < 0 && errno != EINTR) fail(o, errno);
        if (done > 0) s += done, n -= (size_t)done;
    }
    return o->reason == 0;
}

bool hr_output_close(hr_output *o)
{
    if (o->fd >= 0 && o->fd != STANDARD_OUTPUT && close(o->fd) != 0) fail(o, errno);
    if (o->temp && o->reason == 0 && rename(o->temp, o->path) != 0) fail(o, errno);
    if (o->temp && o->reason != 0) unlink(o->temp);
    free(o->path);
    hr_free(o->temp);
    o->path = o->temp = NULL;
    o->fd = -1;
    return o->reason == 0;
}

void hr_output_drop(hr_output *o)
{
    fail(o, ECANCELED);
    hr_output_close(o);
}
