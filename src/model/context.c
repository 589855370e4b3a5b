/* context.c - what one run knows besides its site: the texts it read, what it has to say about them, its options.
 *
 * Sources are kept as they were read, because the strings of a site are views into them and because a diagnostic shows
 * the line it speaks of. Each has a table of line starts, so that a span leads to its text without a search. A text
 * that is refused stays registered: the diagnostic that refuses it must be able to show where. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "headroom/diag.h"

enum { ERRORS_SHOWN = 100, TOLD = 128, SOURCE_LIMIT = 64 * 1024 * 1024 };

typedef struct source {
    const char *name;  /* as read: found again by it, and what is looked for beside it */
    const char *shown; /* as messages and results call it */
    char *whole;       /* owned: as read, with a NUL behind */
    hr_str body;       /* without a byte order mark */
    uint32_t *line_start;
    uint32_t lines;
    bool refused;
} source;

struct hr_ctx {
    hr_arena *arena; /* names, messages */
    const char *today;
    hr_vec catalogues; /* of const char * */
    hr_vec diags;      /* of hr_diag */
    size_t errors;
    hr_vec sources; /* of source */
    hr_map by_path; /* path -> index of the source read from it */
};

/* --- life and options -------------------------------------------------------------------------------------- */

/* The clock's date is UTC: the same commit judged at the same moment on two machines must agree. */
static const char *date_of_clock(hr_arena *arena)
{
    time_t now = time(NULL);
    struct tm t;
    if (gmtime_r(&now, &t) == NULL) return NULL;
    return hr_arena_printf(arena, "%04d-%02d-%02d", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
}

hr_ctx *hr_ctx_new(const char *today)
{
    hr_ctx *ctx = hr_calloc(1, sizeof *ctx);
    if (ctx == NULL) return NULL;
    ctx->arena = hr_arena_new();
    if (ctx->arena != NULL) {
        ctx->today = today != NULL ? hr_arena_str(ctx->arena, today, strlen(today)).s : date_of_clock(ctx->arena);
    }
    if (ctx->today == NULL) {
        hr_ctx_free(ctx);
        return NULL;
    }
    return ctx;
}

void hr_ctx_free(hr_ctx *ctx)
{
    if (ctx == NULL) return;
    source *sources = ctx->sources.item;
    for (size_t i = 0; i < ctx->sources.n; i++) {
        hr_free(sources[i].whole);
        hr_free(sources[i].line_start);
    }
    hr_vec_free(&ctx->sources);
    hr_vec_free(&ctx->catalogues);
    hr_vec_free(&ctx->diags);
    hr_map_free(&ctx->by_path);
    hr_arena_free(ctx->arena);
    hr_free(ctx);
}

const char *hr_ctx_today(const hr_ctx *ctx) { return ctx->today; }

hr_err hr_ctx_add_catalogue(hr_ctx *ctx, const char *folder)
{
    const char *copy = hr_arena_str(ctx->arena, folder, strlen(folder)).s;
    const char **slot = copy != NULL ? hr_vec_push(&ctx->catalogues, sizeof *slot) : NULL;
    if (slot == NULL) return HR_ENOMEM;
    *slot = copy;
    return HR_OK;
}

size_t hr_ctx_catalogue_count(const hr_ctx *ctx) { return ctx->catalogues.n; }

const char *hr_ctx_catalogue(const hr_ctx *ctx, size_t i)
{
    return i < ctx->catalogues.n ? ((const char *const *)ctx->catalogues.item)[i] : NULL;
}

/* --- diagnostics ------------------------------------------------------------------------------------------- */

/* The same fault of the same place comes again for every member of a hostlist, every row of a table: one is shown.
 * Warnings of one place may differ. */
static bool is_told(const hr_ctx *ctx, const hr_diag *d)
{
    if (d->at.file == HR_NONE || d->at.line == 0) return false;
    const hr_diag *all = ctx->diags.item;
    for (size_t i = ctx->diags.n > TOLD ? ctx->diags.n - TOLD : 0; i < ctx->diags.n; i++) {
        const hr_diag *o = &all[i];
        bool there = o->at.file == d->at.file && o->at.line == d->at.line && o->at.col == d->at.col;
        if (!there || o->severity != d->severity || strcmp(o->code, d->code) != 0) continue;
        if (d->severity == HR_ERROR || strcmp(o->message, d->message) == 0) return true;
    }
    return false;
}

static hr_err diag_keep(hr_ctx *ctx, hr_diag d)
{
    d.message = hr_arena_str(ctx->arena, d.message, strlen(d.message)).s;
    if (d.help != NULL) d.help = hr_arena_str(ctx->arena, d.help, strlen(d.help)).s;
    d.code = hr_arena_str(ctx->arena, d.code, strlen(d.code)).s;
    if (d.message == NULL || d.code == NULL) return HR_ENOMEM;
    hr_diag *slot = hr_vec_push(&ctx->diags, sizeof *slot);
    if (slot == NULL) return HR_ENOMEM;
    *slot = d;
    return HR_OK;
}

hr_err hr_diag_add(hr_ctx *ctx, hr_severity severity, const char *code, hr_span at, const char *help, const char *fmt,
                   ...)
{
    hr_err answer = severity == HR_ERROR ? HR_EINPUT : HR_OK;
    hr_buf message = {0};
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(&message, fmt, ap);
    va_end(ap);
    hr_diag d = {.code = code, .severity = severity, .at = at, .help = help};
    d.message = message.s != NULL ? message.s : "";
    hr_err kept = message.failed ? HR_ENOMEM : HR_OK;
    if (kept == HR_OK && !is_told(ctx, &d) && (severity != HR_ERROR || ++ctx->errors <= ERRORS_SHOWN))
        kept = diag_keep(ctx, d);
    hr_buf_free(&message);
    return kept != HR_OK ? kept : answer;
}

size_t hr_diag_count(const hr_ctx *ctx) { return ctx->diags.n; }

const hr_diag *hr_diag_at(const hr_ctx *ctx, size_t i)
{
    return i < ctx->diags.n ? (const hr_diag *)ctx->diags.item + i : NULL;
}

size_t hr_diag_errors(const hr_ctx *ctx) { return ctx->errors; }

/* --- sources: looking up ----------------------------------------------------------------------------------- */

static const source *source_at(const hr_ctx *ctx, hr_id file)
{
    return file < ctx->sources.n ? (const source *)ctx->sources.item + file : NULL;
}

const char *hr_source_name(const hr_ctx *ctx, hr_id file)
{
    const source *s = source_at(ctx, file);
    return s != NULL ? s->shown : "";
}

const char *hr_source_path(const hr_ctx *ctx, hr_id file)
{
    const source *s = source_at(ctx, file);
    return s != NULL ? s->name : "";
}

hr_err hr_source_show_as(hr_ctx *ctx, hr_id file, const char *name)
{
    hr_str copy = hr_arena_str(ctx->arena, name, strlen(name));
    if (copy.s == NULL || file >= ctx->sources.n) return HR_ENOMEM;
    ((source *)ctx->sources.item)[file].shown = copy.s;
    return HR_OK;
}

hr_str hr_source_body(const hr_ctx *ctx, hr_id file)
{
    const source *s = source_at(ctx, file);
    return s != NULL ? s->body : HR_STR("");
}

hr_str hr_source_line(const hr_ctx *ctx, hr_id file, uint32_t line)
{
    const source *s = source_at(ctx, file);
    if (s == NULL || line == 0 || line > s->lines) return HR_STR("");
    uint32_t from = s->line_start[line - 1];
    uint32_t to = line < s->lines ? s->line_start[line] - 1 : s->body.n;
    if (to > from && s->body.s[to - 1] == '\r') to--;
    return (hr_str){s->body.s + from, to - from};
}

size_t hr_source_offset(const hr_ctx *ctx, hr_id file, uint32_t line, uint32_t col)
{
    const source *s = source_at(ctx, file);
    if (s == NULL || line == 0) return 0;
    if (line > s->lines) return s->body.n;
    hr_str text = hr_source_line(ctx, file, line);
    size_t i = 0;
    for (uint32_t k = 1; k < col && i < text.n; k++) {
        unsigned length = hr_utf8_decode(text.s + i, text.n - i, NULL);
        i += length != 0 ? length : 1;
    }
    return s->line_start[line - 1] + i;
}

/* --- sources: taking in ------------------------------------------------------------------------------------ */

/* A line starts at 0 and behind every newline; a text that ends in a newline has an empty last line there. */
static bool lines_find(source *s)
{
    const char *end = s->body.s + s->body.n;
    uint32_t lines = 1;
    for (const char *p = s->body.s; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++) lines++;
    s->line_start = hr_malloc(lines * sizeof *s->line_start);
    if (s->line_start == NULL) return false;
    s->lines = 0;
    s->line_start[s->lines++] = 0;
    for (const char *p = s->body.s; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++) {
        s->line_start[s->lines++] = (uint32_t)(p + 1 - s->body.s);
    }
    return true;
}

/* Line and column of a byte all of whose predecessors are valid. */
static hr_span span_of_byte(const source *s, hr_id file, size_t at)
{
    uint32_t low = 0, high = s->lines; /* line_start[low] <= at < line_start[high] */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->line_start[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    uint32_t col = 1;
    for (size_t i = s->line_start[low]; i < at; col++) {
        unsigned length = hr_utf8_decode(s->body.s + i, at - i, NULL);
        i += length != 0 ? length : 1;
    }
    return (hr_span){file, low + 1, col, 1};
}

/* Refuses what is not text, naming the first byte that shows it. */
static hr_err text_check(hr_ctx *ctx, hr_id file)
{
    source *s = (source *)ctx->sources.item + file;
    const char *nul = s->body.n > 0 ? memchr(s->body.s, '\0', s->body.n) : NULL;
    size_t before_nul = nul != NULL ? (size_t)(nul - s->body.s) : s->body.n;
    size_t bad = hr_utf8_check(s->body.s, before_nul);
    if (bad == s->body.n) return HR_OK;
    s->refused = true;
    hr_span at = span_of_byte(s, file, bad);
    bool utf16 = s->body.n >= 2 && (memcmp(s->body.s, "\xFF\xFE", 2) == 0 || memcmp(s->body.s, "\xFE\xFF", 2) == 0);
    const char *help = utf16 ? "this looks like UTF-16: save the file as UTF-8" : "save the file as UTF-8 text";
    if (bad == before_nul) {
        return hr_diag_add(ctx, HR_ERROR, "M102", at, "a model is plain text: is this the right file?",
                           "a NUL byte; a text must be UTF-8 without NUL bytes");
    }
    return hr_diag_add(ctx, HR_ERROR, "M102", at, help, "not UTF-8: byte 0x%02X",
                       (unsigned)(unsigned char)s->body.s[bad]);
}

/* Registers a text read under a name. Takes `whole` over (n bytes and a NUL), whatever the answer. */
static hr_err source_add(hr_ctx *ctx, const char *name, char *whole, size_t n, hr_id *file)
{
    source s = {.whole = whole, .body = {whole, (uint32_t)n}};
    if (n >= 3 && memcmp(whole, "\xEF\xBB\xBF", 3) == 0) s.body = (hr_str){whole + 3, (uint32_t)(n - 3)};
    s.name = s.shown = hr_arena_str(ctx->arena, name, strlen(name)).s;
    bool good = s.name != NULL && lines_find(&s);
    source *slot = good ? hr_vec_push(&ctx->sources, sizeof *slot) : NULL;
    if (slot == NULL) {
        hr_free(s.line_start);
        hr_free(whole);
        return HR_ENOMEM;
    }
    *slot = s;
    *file = (hr_id)(ctx->sources.n - 1);
    return text_check(ctx, *file);
}

static hr_err too_large(hr_ctx *ctx, const char *name, hr_span at)
{
    return hr_diag_add(ctx, HR_ERROR, "M106", at, "split it into several files",
                       "\"%s\" is larger than 64 MiB, the most one file may have", name);
}

hr_err hr_source_text(hr_ctx *ctx, const char *name, const char *text, size_t n, hr_id *file)
{
    *file = HR_NONE;
    if (n > SOURCE_LIMIT) return too_large(ctx, name, HR_NOWHERE);
    char *whole = hr_malloc(n + 1);
    if (whole == NULL) return HR_ENOMEM;
    if (n > 0) memcpy(whole, text, n);
    whole[n] = '\0';
    return source_add(ctx, name, whole, n, file);
}

/* --- sources: reading files -------------------------------------------------------------------------------- */

static hr_err read_refused(hr_ctx *ctx, const char *path, hr_span at, int reason)
{
    hr_err e = hr_diag_add(ctx, HR_ERROR, "M101", at, NULL, "can't read \"%s\": %s", path, strerror(reason));
    return e == HR_EINPUT ? HR_EIO : e;
}

/* Reads to the end, with a NUL behind; NULL and the system's reason when it can't, EFBIG beyond the limit. Pipes
 * have no size, so `expected` is only where to start. */
static char *read_all(int fd, size_t expected, size_t *n, int *reason)
{
    size_t cap = expected + 2; /* a byte to see the end with, and the NUL */
    char *s = hr_malloc(cap);
    *reason = ENOMEM;
    *n = 0;
    while (s != NULL && *n <= SOURCE_LIMIT) {
        if (*n + 1 == cap) {
            cap *= 2;
            char *larger = hr_realloc(s, cap);
            if (larger == NULL) break;
            s = larger;
        }
        ssize_t got = read(fd, s + *n, cap - 1 - *n);
        if (got == 0) {
            s[*n] = '\0';
            return s;
        }
        if (got > 0) *n += (size_t)got;
        if (got < 0 && errno != EINTR) {
            *reason = errno;
            break;
        }
    }
    if (s != NULL && *n > SOURCE_LIMIT) *reason = EFBIG;
    hr_free(s);
    return NULL;
}

static hr_err file_read(hr_ctx *ctx, const char *path, hr_span asked_at, int fd, char **whole, size_t *n)
{
    struct stat st;
    *whole = NULL;
    if (fstat(fd, &st) != 0) return read_refused(ctx, path, asked_at, errno);
    if (S_ISDIR(st.st_mode)) return read_refused(ctx, path, asked_at, EISDIR);
    bool sized = S_ISREG(st.st_mode) && st.st_size > 0;
    if (sized && st.st_size > SOURCE_LIMIT) return too_large(ctx, path, asked_at);
    int reason;
    *whole = read_all(fd, sized ? (size_t)st.st_size : 4096, n, &reason);
    if (*whole != NULL) return HR_OK;
    if (reason == ENOMEM) return HR_ENOMEM;
    return reason == EFBIG ? too_large(ctx, path, asked_at) : read_refused(ctx, path, asked_at, reason);
}

hr_err hr_source_read(hr_ctx *ctx, const char *path, hr_span asked_at, hr_id *file)
{
    *file = hr_map_get(&ctx->by_path, hr_str_of(path));
    if (*file != HR_NONE) return source_at(ctx, *file)->refused ? HR_EINPUT : HR_OK; /* why has been told */
    /* Room first: a source that is registered but not found again would be read twice. */
    if (!hr_map_reserve(&ctx->by_path, ctx->by_path.n + 1)) return HR_ENOMEM;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return read_refused(ctx, path, asked_at, errno);
    char *whole = NULL;
    size_t n = 0;
    hr_err e = file_read(ctx, path, asked_at, fd, &whole, &n);
    close(fd);
    if (whole == NULL) return e;
    e = source_add(ctx, path, whole, n, file);
    if (*file != HR_NONE) hr_map_add(&ctx->by_path, hr_str_of(hr_source_path(ctx, *file)), *file, NULL);
    return e;
}
