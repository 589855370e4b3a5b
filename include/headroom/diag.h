/* diag.h - the context every fallible call takes first: source texts, diagnostics, options of the run.
 *
 * One hr_ctx belongs to one thread at a time. It owns the source texts (a site's strings are views into them),
 * so it must outlive every site opened with it. Diagnostics are collected, not printed: the command line prints
 * them on stderr in one form, a library user walks them. */
#ifndef HEADROOM_DIAG_H
#define HEADROOM_DIAG_H

#include "headroom/err.h"
#include "headroom/id.h"

typedef enum hr_severity { HR_ERROR, HR_WARNING, HR_NOTE } hr_severity;

typedef struct hr_diag {
    const char *code; /* "M202"; a row of model/diags.def */
    hr_severity severity;
    hr_span at;          /* HR_NOWHERE for things that stand in no text (a command-line option) */
    const char *message; /* what was found, what is allowed */
    const char *help;    /* the way out, or NULL: "did you mean ..." */
} hr_diag;

typedef struct hr_ctx hr_ctx;

/* today: "YYYY-MM-DD" against which waivers expire, NULL for the clock. The only date the program reads.
 * Returns NULL when memory ran out. */
hr_ctx *hr_ctx_new(const char *today);
void hr_ctx_free(hr_ctx *ctx);

const char *hr_ctx_today(const hr_ctx *ctx);
/* Folders searched for parts, in order; the string is copied. */
hr_err hr_ctx_add_catalogue(hr_ctx *ctx, const char *folder);
size_t hr_ctx_catalogue_count(const hr_ctx *ctx);
const char *hr_ctx_catalogue(const hr_ctx *ctx, size_t i);

/* Adds a diagnostic; message and help are copied. Returns HR_EINPUT for errors (so that `return hr_diag(...)` reads
 * well), HR_OK for warnings and notes. After 100 errors further ones are only counted. */
hr_err hr_diag_add(hr_ctx *ctx, hr_severity severity, const char *code, hr_span at, const char *help, const char *fmt,
                   ...) __attribute__((format(printf, 6, 7)));
size_t hr_diag_count(const hr_ctx *ctx);
const hr_diag *hr_diag_at(const hr_ctx *ctx, size_t i);
size_t hr_diag_errors(const hr_ctx *ctx); /* how many of severity HR_ERROR, counted ones included */

/* --- source texts ------------------------------------------------------------------------------------------ */

/* Reads a whole file into the context (refused: > 64 MiB, not UTF-8, a folder). name is what messages show.
 * Reading the same path twice gives the same id. */
hr_err hr_source_read(hr_ctx *ctx, const char *path, hr_span asked_at, hr_id *file);
/* Registers a text under a name (command-line overlays "--set", tests, fuzzers). The bytes are copied. */
hr_err hr_source_text(hr_ctx *ctx, const char *name, const char *text, size_t n, hr_id *file);
const char *hr_source_name(const hr_ctx *ctx, hr_id file);
const char *hr_source_path(const hr_ctx *ctx, hr_id file); /* as it was read */
/* Another name for messages and results: a catalogue file is parts/x.yaml wherever the catalogue lies. */
hr_err hr_source_show_as(hr_ctx *ctx, hr_id file, const char *name);
hr_str hr_source_body(const hr_ctx *ctx, hr_id file); /* followed by a NUL byte that is not counted */
/* The text of one line without its end, for carets and for edits by span. */
hr_str hr_source_line(const hr_ctx *ctx, hr_id file, uint32_t line);
/* Byte offset of line:col (col in characters). */
size_t hr_source_offset(const hr_ctx *ctx, hr_id file, uint32_t line, uint32_t col);

#endif
