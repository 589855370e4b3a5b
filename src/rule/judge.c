/* judge.c - a reading against a limit: ratio, headroom, verdict. */
#include <math.h>

#include "headroom/row.h"

const char *const hr_verdict_word[HR_VERDICTS] = {"holds", "violated", "unknown", "waived"};
const char *const hr_case_kind_word[HR_CASE_KINDS] = {
    "normal",     "normal", "fault", "stuck", "stuck", "breaker failure", "bypass", "maintenance", "maintenance+fault",
    "two faults", "common"};
const char *const hr_base_word[HR_BASES] = {"utility", "generators"};
const char *const hr_stage_word[4] = {"bridge", "battery", "generator", "settled"};

double hr_row_headroom(hr_sense sense, double load, double limit)
{
    return sense == HR_MAX ? limit - load : load - limit;
}

bool hr_row_beyond(hr_sense sense, double load, double limit)
{
    if (isinf(load) || isinf(limit)) return sense == HR_MAX ? load > limit : load < limit;
    return -hr_row_headroom(sense, load, limit) > 1e-9 * fmax(fabs(load), fabs(limit));
}

double hr_row_ratio(hr_sense sense, double load, double limit, double ref)
{
    double x = sense == HR_MAX ? load - ref : limit - ref, y = sense == HR_MAX ? limit - ref : load - ref;
    if (y == 0) return x > 0 ? INFINITY : 0;
    return x / y;
}

static bool is_number(uint8_t state) { return state == HR_S_KNOWN || state == HR_S_OFF; }

hr_verdict hr_judge(hr_sense sense, hr_reading load, hr_reading limit)
{
    if (limit.state == HR_S_PARTIAL && sense == HR_MAX && is_number(load.state)) /* it is that much at least */
        return hr_row_beyond(sense, load.v, limit.v) ? HR_V_UNKNOWN : HR_HOLDS;
    if (!is_number(limit.state) || isnan(load.v) || isnan(limit.v)) return HR_V_UNKNOWN;
    bool beyond = hr_row_beyond(sense, load.v, limit.v);
    if (is_number(load.state)) return beyond ? HR_VIOLATED : HR_HOLDS;
    if (load.state == HR_S_PARTIAL && sense == HR_MAX && beyond) return HR_VIOLATED; /* a lower bound is over already */
    return HR_V_UNKNOWN;
}
