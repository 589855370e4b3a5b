/* units.h - quantities as text with units, and back.
 *
 * Our own small table, because general unit libraries read `Gb/s` as giga-barn per second, take VA for W and don't
 * know gpm, kWh or tons of refrigeration. kW and kVA are different dimensions. Percent is a ratio. */
#ifndef HR_MODEL_UNITS_H
#define HR_MODEL_UNITS_H

#include "base/str.h"
#include "headroom/element.h"

typedef enum hr_unit_err {
    HR_UNIT_OK,
    HR_UNIT_NO_NUMBER,  /* does not start with a number */
    HR_UNIT_NOT_FINITE, /* nan, inf, 1e999 */
    HR_UNIT_MISSING,    /* a bare number where a unit is expected */
    HR_UNIT_UNKNOWN,    /* no such unit */
    HR_UNIT_WRONG       /* a unit of another dimension */
} hr_unit_err;

/* Parses `text` as a quantity of dimension dim into SI. Spaces between number and unit are optional; digits may be
 * grouped with underscores; a leading + is fine. For HR_DIM_NONE a bare number or percent. */
hr_unit_err hr_unit_parse(hr_str text, hr_dim dim, double *si);
/* The dimension of the unit written in text, HR_DIM_COUNT_ when there is none or it is unknown. */
hr_dim hr_unit_dim_of(hr_str text);
const char *hr_unit_si(hr_dim dim);       /* "W", "VA", "1" for a ratio, "K" */
const char *hr_unit_dim_word(hr_dim dim); /* "power in watts", "apparent power", "a ratio or percent" */
const char *hr_unit_example(hr_dim dim);  /* "450 kW": for messages */
const char *hr_unit_likely(hr_dim dim);   /* the unit to offer for a bare number: "kW", "A" */
/* A way out for a quantity of which hr_unit_parse does not know the unit, better than the example: "ton" (mass or
 * cooling?), "KW" (did you mean kW?), "1,000 W". false when there is nothing better to say. */
bool hr_unit_hint(hr_str text, hr_dim dim, char *buf, size_t n);
/* Every unit of a dimension in table order; NULL past the last. scale and offset: si = v * scale + offset. AWG sizes
 * are no multiple of anything: their scale is NAN. */
const char *hr_unit_at(hr_dim dim, size_t i, double *scale, double *offset);
/* Text for people: 806400 W -> "806.4 kW", 0.02 s -> "20 ms" (dim NONE prints a plain number; use hr_percent_text).
 * n is at least 48. */
size_t hr_unit_text(char *buf, size_t n, double si, hr_dim dim, int digits);
/* What two of a dimension differ by: temperatures by kelvin. */
static inline hr_dim hr_unit_difference(hr_dim dim) { return dim == HR_DIM_KELVIN ? HR_DIM_KELVIN_DIFF : dim; }
/* A ratio as percent: 0.0575 -> "5.75 %". */
size_t hr_percent_text(char *buf, size_t n, double ratio, int digits);
/* The canonical spelling of a quantity as written ("415V" -> "415 V", "1.60 MW" stays), for fmt; false when it is not
 * a quantity with a known unit. Only space and unit spelling change, never the number. */
bool hr_unit_canonical(hr_str text, char *buf, size_t n);

#endif
