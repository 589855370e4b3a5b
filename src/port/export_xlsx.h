/* export_xlsx.h - between the files that write a check as a workbook. */
#ifndef HR_PORT_EXPORT_XLSX_H
#define HR_PORT_EXPORT_XLSX_H

#include "port/export.h"
#include "port/xlsx.h"

/* A sheet each. */
hr_err hr_xlsx_rows(hr_xlsx *x, const hr_check *c);
hr_err hr_xlsx_losses(hr_xlsx *x, const hr_check *c);
hr_err hr_xlsx_unknowns(hr_xlsx *x, const hr_check *c);
hr_err hr_xlsx_defaults(hr_xlsx *x, const hr_check *c);
/* A sheet for each type that there are elements of, in the form that `elements: {csv: FILE}` takes. */
hr_err hr_xlsx_elements(hr_xlsx *x, hr_ctx *ctx, const hr_site *site);

#endif
