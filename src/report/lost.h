/* lost.h - losses as reports show them: by case, worst first, each case in parts with one cause.
 *
 * A part is what one declaration loses to one blame. Every lost load stands in exactly one part, a part is the sum of
 * its loads in natural order, and a case is the sum of its parts in the order in which they are shown, so the parts add
 * up to the whole to the last bit. */
#ifndef HR_REPORT_LOST_H
#define HR_REPORT_LOST_H

#include "base/vec.h"
#include "task/check.h"

typedef struct hr_lost_case {
    uint32_t case_, first, n; /* its losses: check->loss[first .. first+n-1] */
    double total;             /* W */
    bool heat;                /* its cooling is lost, not its power */
    bool unknown;             /* the power of some of them is not given: total is what is known */
    uint64_t nodes;           /* lost members that are nodes */
} hr_lost_case;

typedef struct hr_lost_part {
    hr_id decl;
    uint32_t blame, first, n; /* its losses: entries first .. first+n-1 of hr_lost.entry */
    uint32_t loss;            /* the first of them in natural order, index into check->loss: where its chain leads */
    double w;
    bool unknown;
    bool cascade; /* lost only after devices beyond their rating have opened */
} hr_lost_part;

typedef struct hr_lost {
    const hr_check *c;
    hr_vec cases; /* of hr_lost_case, worst first */
    hr_vec parts; /* of hr_lost_part, of the case looked at last */
    struct hr_lost_entry *entry;
    hr_id *unit; /* scratch for names */
} hr_lost;

hr_err hr_lost_open(hr_lost *l, const hr_check *c);
void hr_lost_close(hr_lost *l);
static inline const hr_lost_case *hr_lost_cases(const hr_lost *l) { return l->cases.item; }

/* Finds the parts of a case, in natural order of their first load. */
hr_err hr_lost_split(hr_lost *l, const hr_lost_case *k);
static inline const hr_lost_part *hr_lost_parts(const hr_lost *l) { return l->parts.item; }
/* The loads of a part as a hostlist: "rack-[1,5].node[1-18]". */
hr_err hr_lost_names(hr_lost *l, const hr_lost_part *p, hr_buf *out);

#endif
