/* findings.h - violated rows that say the same of several phases and members of one declaration, taken together. */
#ifndef HR_REPORT_FINDINGS_H
#define HR_REPORT_FINDINGS_H

#include "report/view.h"

typedef struct hr_finding {
    hr_view v;           /* of the first of its rows */
    uint32_t first, n;   /* its rows: hr_findings.row[first .. first+n-1], in their order */
    uint64_t quantities; /* set of 1 << hr_quantity: the phases */
    uint32_t n_unit;     /* units that it is true of, in natural order: hr_findings.unit[first ..] */
    bool one_case;       /* all rows have the same worst case */
    bool folded;         /* its rows were listed as one for many already */
} hr_finding;

typedef struct hr_findings {
    const hr_check *c;
    hr_finding *item;
    uint32_t n;
    uint32_t *row; /* indices into check->row */
    hr_id *unit;
} hr_findings;

hr_err hr_findings_open(hr_findings *f, const hr_check *c);
void hr_findings_close(hr_findings *f);

/* The point of a finding with all its phases, "rack-1.A.current.A,B,C"; a loss is that of whole elements. */
hr_err hr_finding_point(const hr_findings *f, const hr_finding *x, hr_buf *out);
/* Whom else it is true of: "32 alike: row[1-4]-..."; nothing where it is one element's alone. */
hr_err hr_finding_members(const hr_findings *f, const hr_finding *x, hr_buf *out);
static inline bool hr_view_is_loss(const hr_view *v) { return hr_is_loss(hr_point_quantity(v->limit->point)); }
/* What stands behind the figure of such a row: "100 kW lost", "100 kW without cooling". */
static inline const char *hr_view_loss(const hr_view *v)
{
    return hr_point_quantity(v->limit->point) == HR_Q_UNCOOLED ? "without cooling" : "lost";
}

#endif
