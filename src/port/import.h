/* import.h - files of other tools as models. A form is one file and one row in importers.def. */
#ifndef HR_PORT_IMPORT_H
#define HR_PORT_IMPORT_H

#include "base/str.h"
#include "headroom/diag.h"

typedef struct hr_importer {
    const char *word; /* `headroom import WORD` */
    hr_err (*run)(hr_ctx *ctx, const char *path, hr_buf *out);
} hr_importer;

/* A workbook that lies in memory; path is what messages call it. */
hr_err hr_import_xlsx(hr_ctx *ctx, const char *path, const void *bytes, size_t n, hr_buf *out);

const hr_importer *hr_importer_find(const char *word); /* NULL when there is none */

#define HR_IMPORT(id, word) hr_err hr_import_run_##id(hr_ctx *ctx, const char *path, hr_buf *out);
#include "port/importers.def"
#undef HR_IMPORT

#endif
