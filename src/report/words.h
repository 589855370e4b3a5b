/* words.h - what reports for people say alike: names of layers, what is missing, what was lost, what was assumed. */
#ifndef HR_REPORT_WORDS_H
#define HR_REPORT_WORDS_H

#include "report/defaults.h"
#include "report/lines.h"
#include "report/lost.h"

typedef struct hr_layer { /* rules whose codes begin alike */
    char letter;
    const char *name;
} hr_layer;
/* In the order in which reports show them; the last, letter 0, is for every other code. */
extern const hr_layer hr_layers[];
size_t hr_layer_of(const hr_rule *rule);

/* "power missing on", "type not modelled yet:": stands before the elements. */
void hr_words_gap(const hr_site *site, const hr_gap *g, hr_buf *out);
void hr_words_needed_by(const hr_gap *g, hr_buf *out); /* "P101, P104" */
/* All gaps, those with the most rows first; to be freed; NULL when memory ran out. */
const hr_gap **hr_words_gaps(const hr_check *c);

void hr_words_lost(const hr_lost_case *k, char *buf, size_t n);
void hr_words_default(const hr_used_default *d, char *buf, size_t n);
bool hr_words_same_default(const hr_used_default *x, const hr_used_default *y);
/* "hall-1.yaml:17"; nothing where it stands nowhere. */
void hr_words_place(const hr_site *site, hr_span at, hr_buf *out);
/* The unit a declared number is in: that of the field it was read into; power where it is none of the fields. */
hr_dim hr_words_dim(const hr_site *site, const hr_load_input *in);
/* How many of n lines are shown where `most` are. */
size_t hr_words_shown(size_t n, size_t most);
/* "sets of rules that `rules:` does not name: nec-2023 (21 of 23), tier-3 (5)"; false, and nothing, where all are asked
 * for. A hall that holds holds by the rules it was judged by: the others are named. */
bool hr_words_not_asked(const hr_site *site, hr_buf *out);
extern const char hr_words_no_rules[]; /* of what there are no rules yet */
/* Of cooling: what outages do not tell, or that the site says nothing of it. */
void hr_words_cooling(const hr_site *site, hr_buf *out);
/* "power" or "cooling": what a case takes. */
const char *hr_words_what(bool heat);
/* Of the whole check, as the first line of every report for people. */
hr_verdict hr_words_verdict(const hr_check *c);

#endif
