/* catalogue.c - finds the catalogue from the place of the program, so that no path of any machine is built in. */
#include "cli/catalogue.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

/* From the program's folder: installed (bin/ beside share/), built (build/), built by a preset (build/asan/). */
static const char *const places[] = {"../share/headroom/parts", "../parts", "../../parts"};

static hr_err add_listed(hr_ctx *ctx, const char *list)
{
    hr_buf folder = {0};
    hr_err e = HR_OK;
    while (e == HR_OK && *list) {
        size_t n = strcspn(list, ":");
        folder.n = 0;
        hr_buf_add(&folder, list, n);
        if (folder.failed) e = HR_ENOMEM;
        else if (n > 0) e = hr_ctx_add_catalogue(ctx, folder.s);
        list += n + (list[n] == ':');
    }
    hr_buf_free(&folder);
    return e;
}

/* Length of the folder of the running program, without its last slash; 0 when it is not known. */
static size_t program_folder(char *buf, size_t n)
{
    ssize_t length = readlink("/proc/self/exe", buf, n);
    if (length <= 0 || (size_t)length >= n) return 0;
    buf[length] = '\0';
    char *slash = strrchr(buf, '/');
    return slash ? (size_t)(slash - buf) : 0;
}

hr_err hr_catalogue_find(hr_ctx *ctx)
{
    const char *list = getenv("HEADROOM_PARTS");
    if (list && list[0]) return add_listed(ctx, list);
    char program[4096];
    size_t n = program_folder(program, sizeof program);
    hr_buf folder = {0};
    hr_err e = HR_OK;
    for (size_t i = 0; n > 0 && i < sizeof places / sizeof *places; i++) {
        struct stat st;
        folder.n = 0;
        hr_buf_printf(&folder, "%.*s/%s", (int)n, program, places[i]);
        if (folder.failed) e = HR_ENOMEM;
        if (folder.failed || stat(folder.s, &st) != 0 || !S_ISDIR(st.st_mode)) continue;
        e = hr_ctx_add_catalogue(ctx, folder.s);
        break;
    }
    hr_buf_free(&folder);
    return e;
}
