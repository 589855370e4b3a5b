/* view.h - a row as every report shows it, and the names that go with it. */
#ifndef HR_REPORT_VIEW_H
#define HR_REPORT_VIEW_H

#include "task/check.h"

/* What is not known has no number here: a load that cannot be told is not 0, and no limit is not a limit of 0. */
typedef struct hr_view {
    const hr_row *row;
    const hr_limit *limit;
    const hr_rule *rule;
    const hr_quantity_info *quantity;
    hr_id unit;
    hr_str port;
    double load, at, ratio, headroom; /* at: the value of the limit */
    bool has_load, has_at, has_ratio, has_headroom;
    const char *load_state; /* known, partial, unknown, off: a partial load is a lower bound */
    bool lower_bound;       /* load is what is known of it: some of its addends are not */
} hr_view;

hr_view hr_view_of(const hr_check *c, const hr_row *row);
/* Whether load can bring a row to its limit. What the model states and what holds stands where it stands: that one means
 * of one is there is nothing that binds. */
bool hr_view_can_bind(const hr_check *c, const hr_row *row);
/* The row a summary names: the worst that is violated, else the nearest to its limit; NULL without such a row. */
const hr_row *hr_view_worst(const hr_check *c);

void hr_view_case_name(const hr_check *c, uint32_t case_, hr_buf *out);
void hr_view_target_name(const hr_site *site, hr_target t, hr_buf *out);

static inline hr_str hr_buf_text(const hr_buf *b) { return (hr_str){b->s ? b->s : "", (uint32_t)b->n}; }

#endif
