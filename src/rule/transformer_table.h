/* transformer_table.h - NEC Table 450.3(A) and (B): how large the devices of a transformer may be. */
#ifndef HR_RULE_TRANSFORMER_TABLE_H
#define HR_RULE_TRANSFORMER_TABLE_H

#include "rule/stated.h"

enum { HR_SECONDARY_DEVICES = 6 }; /* grouped, whose ratings add up to the one allowed */

typedef struct hr_tx { /* a transformer and its devices */
    hr_id unit;
    const hr_num *rating, *impedance;
    const hr_flag *supervised;
    double v[2]; /* between lines: primary, secondary; 0 = unknown */
    uint8_t phases;
    double primary[HR_CORNERS]; /* A, the largest of its primary devices */
    bool primary_fuse, primary_known;
    double secondary[HR_CORNERS]; /* A, sum of its secondary devices */
    uint32_t n_secondary;
    bool secondary_fuse;
    hr_id unsaid;     /* a unit behind it whose feed states no rating, HR_NONE */
    hr_id secondary1; /* the wire of its secondary device where there is but one, HR_NONE */
} hr_tx;

bool hr_tx_of(const hr_site *site, hr_id unit, hr_tx *out);
/* Rated current of a side: 0 primary, 1 secondary. */
double hr_tx_amperes(const hr_tx *x, int side, hr_corner c);

/* A limit of the table: factor x rated current, and whether the next standard rating is allowed. */
typedef struct hr_tx_limit {
    double factor;
    bool round_up;
    const char *missing; /* which field it takes; then there is no factor */
    const char *why;     /* "450.3(B), primary only" */
    uint8_t trust;
} hr_tx_limit;

/* Whether the primary device alone protects it, so that no other is asked for. */
bool hr_tx_alone(const hr_tx *x);
hr_tx_limit hr_tx_primary(const hr_tx *x, bool fuse);
hr_tx_limit hr_tx_secondary(const hr_tx *x);
double hr_tx_value(const hr_tx *x, int side, const hr_tx_limit *l, hr_corner c);
/* "1.5 MVA / (sqrt(3) x 480 V) = 1804.2 A x 125 % = 2255.3 A, next standard rating 2500 A". */
void hr_tx_words(const hr_tx *x, int side, const hr_tx_limit *l, hr_buf *out);

#endif
