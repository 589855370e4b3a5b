/* import.h - files of other tools as models. A form is one file and one row in importers.def. */
#ifndef HR_PORT_IMPORT_H
#define HR_PORT_IMPORT_H

#include "base/str.h"
#include "headroom/diag.h"

typedef struct hr_import_in {
    hr_ctx *ctx;
    const char *path;
    uint8_t draw; /* hr_nb_draw */
} hr_import_in;

enum { HR_IMPORT_DRAW = 1 }; /* what a draw on several ports means may be said */

typedef struct hr_importer {
    const char *word; /* `headroom import WORD` */
    uint8_t needs;
    hr_err (*run)(const hr_import_in *in, hr_buf *out);
} hr_importer;

/* A workbook that lies in memory; path is what messages call it. */
hr_err hr_import_xlsx(hr_ctx *ctx, const char *path, const void *bytes, size_t n, hr_buf *out);

const hr_importer *hr_importer_find(const char *word); /* NULL when there is none */

#define HR_IMPORT(id, ...) hr_err hr_import_run_##id(const hr_import_in *in, hr_buf *out);
#include "port/importers.def"
#undef HR_IMPORT

#endif
