/* fuzz_units.c - any text as a quantity of any dimension: what is read is finite, belongs to the dimension, means the
 * same in its canonical spelling, and comes back from its text for people. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/units.h"

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

static void check_canonical(hr_str text, hr_dim dim, double si)
{
    char once[512], twice[512];
    double again = NAN;
    if (text.n > 256 || !hr_unit_canonical(text, once, sizeof once)) return;
    CHECK(hr_unit_parse(hr_str_of(once), dim, &again) == HR_UNIT_OK && again == si);
    CHECK(hr_unit_canonical(hr_str_of(once), twice, sizeof twice) && strcmp(once, twice) == 0);
}

/* In the range where neither the unit nor the way back over- or underflows. */
static void check_text(hr_dim dim, double si)
{
    char buf[64];
    double again = NAN;
    size_t n = hr_unit_text(buf, sizeof buf, si, dim, 17);
    CHECK(n == strlen(buf) && n < 48);
    if (fabs(si) > 1e290 || (si != 0 && fabs(si) < 1e-280)) return;
    CHECK(hr_unit_parse((hr_str){buf, (uint32_t)n}, dim, &again) == HR_UNIT_OK);
    CHECK(fabs(again - si) <= 3 * DBL_EPSILON * fmax(fabs(si), dim == HR_DIM_KELVIN ? 273.15 : 0));
}

static bool has_unit(hr_dim dim, hr_str text)
{
    double scale, offset;
    const char *unit;
    for (size_t i = 0; (unit = hr_unit_at(dim, i, &scale, &offset)) != NULL; i++) {
        size_t n = strlen(unit);
        if (text.n > n && memcmp(text.s + text.n - n, unit, n) == 0) return true;
    }
    return false;
}

static void check_read(hr_str text, hr_dim dim, double si)
{
    hr_dim of = hr_unit_dim_of(text);
    CHECK(isfinite(si));
    CHECK(of != HR_DIM_COUNT_ || dim == HR_DIM_NONE); /* a bare number is a ratio */
    CHECK(of == dim || of == HR_DIM_COUNT_ || has_unit(dim, hr_str_trim(text)));
    check_canonical(text, dim, si);
    check_text(dim, si);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_str text = {(const char *)data, (uint32_t)size};
    for (hr_dim dim = 0; dim < HR_DIM_COUNT_; dim++) {
        double si = NAN;
        char hint[160] = "";
        hr_unit_err e = hr_unit_parse(text, dim, &si);
        if (e == HR_UNIT_OK) check_read(text, dim, si);
        else CHECK(isnan(si));
        CHECK(e != HR_UNIT_WRONG || hr_unit_dim_of(text) != dim);
        CHECK(e != HR_UNIT_UNKNOWN || hr_unit_dim_of(text) == HR_DIM_COUNT_);
        bool given = hr_unit_hint(text, dim, hint, sizeof hint);
        CHECK(given == (hint[0] != '\0') && !(given && e == HR_UNIT_OK));
    }
    char small[8];
    hr_unit_canonical(text, small, sizeof small);
    return 0;
}
