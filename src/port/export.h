/* export.h - an opened site in other forms: tables for spreadsheets, JSON for programs.
 *
 * A form is one file export_WORD.c and one row in exporters.def. */
#ifndef HR_PORT_EXPORT_H
#define HR_PORT_EXPORT_H

#include "base/json.h"
#include "base/str.h"
#include "task/check.h"

typedef struct hr_export_in {
    hr_ctx *ctx;
    const hr_site *site;
    const hr_check *check; /* where the form needs one */
    const char *outage;    /* what is out, as the tasks name it, or NULL */
    const char *loop;      /* the one to be written, or NULL */
} hr_export_in;

enum {                       /* what a form needs */
       HR_EXPORT_OUTAGE = 1, /* its case may be an outage */
       HR_EXPORT_CHECK = 2,  /* what a check found */
       HR_EXPORT_BINARY = 4, /* it is no text: not for a terminal */
       HR_EXPORT_LOOP = 8
}; /* of several loops it writes one */

typedef struct hr_exporter {
    const char *word; /* `headroom export WORD` */
    uint8_t needs;
    hr_err (*run)(const hr_export_in *in, hr_json_put *put, void *user); /* HR_EIO when put refused */
} hr_exporter;

extern const hr_exporter hr_exporters[];
const hr_exporter *hr_exporter_find(const char *word); /* NULL when there is none */

#define HR_EXPORT(id, ...) hr_err hr_export_run_##id(const hr_export_in *in, hr_json_put *put, void *user);
#include "port/exporters.def"
#undef HR_EXPORT
/* Hands over a whole result and frees it. */
hr_err hr_export_hand_over(hr_buf *result, hr_json_put *put, void *user);

/* The elements at top level as a table that `elements: {csv: FILE}` reads back. What it cannot carry is told in
 * warnings (M603). */
hr_err hr_export_csv(hr_ctx *ctx, const hr_site *site, hr_buf *out);

/* Everything as the program sees it, streamed. HR_EIO when put refused. */
hr_err hr_export_json(const hr_site *site, hr_json_put *put, void *user);

/* --- what both need ---------------------------------------------------------------------------------------- */

/* The word of a set of phases ("ABC", "A-N"), or NULL. */
const char *hr_export_phases(int16_t set);
/* Where a number comes from, or NULL. */
const hr_provenance *hr_export_provenance(const hr_site *site, const hr_num *n);

#endif
