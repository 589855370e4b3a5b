/* num.c - numbers as text and back, the same on every machine and under every locale.
 *
 * The C library converts rightly but writes and reads the radix character of the locale, which a program that uses us
 * as a library may have set. So digits are taken from "%.*e" without their radix character, and strtod is only ever
 * given whole numbers with an exponent ("12345e-3"). In the common case neither is called: up to 15 digits and powers
 * of ten up to 10^22 are exact in a double, so one multiplication is right to half a unit, and what is too close to
 * call goes the slow way. (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.) */
#include "base/str.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT_TEN = 22, FAST_DIGITS = 15, MAX_DIGITS = 17 };

static const double ten_to[EXACT_TEN + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A decimal number d.ddd * 10^exponent, digits as text. */
typedef struct decimal {
    char digit[MAX_DIGITS + 1];
    int n, exponent;
} decimal;

static void strip_zeros(decimal *d)
{
    while (d->n > 1 && d->digit[d->n - 1] == '0') d->n--;
}

/* v > 0 scaled by a power of ten, exact but for one rounding; false when the power is not exact. */
static bool scale(double v, int power, double *scaled)
{
    if (power < -EXACT_TEN || power > EXACT_TEN) return false;
    *scaled = power >= 0 ? v * ten_to[power] : v / ten_to[-power];
    return true;
}

/* Rounds v > 0 to `digits` by arithmetic, or false when that can't be sure. */
static bool decimal_fast(decimal *d, double v, int digits)
{
    if (digits > FAST_DIGITS || !(v >= 1e-30 && v < 1e38)) return false;
    int binary;
    frexp(v, &binary);
    int exponent = (int)floor((binary - 1) * 0.30102999566398120); /* log10(2): right or one too small */
    double scaled;
    if (!scale(v, digits - 1 - exponent, &scaled)) return false;
    if (scaled >= ten_to[digits]) {
        exponent++;
        if (!scale(v, digits - 1 - exponent, &scaled)) return false;
    }
    uint64_t whole = (uint64_t)scaled;
    double rest = scaled - (double)whole;
    if (fabs(rest - 0.5) <= ten_to[digits] * DBL_EPSILON) return false; /* the one rounding could decide */
    if (rest > 0.5) whole++;
    if (whole >= (uint64_t)ten_to[digits]) {
        whole /= 10;
        exponent++;
    }
    d->n = digits;
    d->exponent = exponent;
    for (int i = digits; i-- > 0; whole /= 10) d->digit[i] = (char)('0' + whole % 10);
    return true;
}

/* The same by the C library. */
static void decimal_slow(decimal *d, double v, int digits)
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", digits - 1, v);
    const char *p = text;
    d->n = 0;
    for (; *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9' && d->n < MAX_DIGITS) d->digit[d->n++] = *p; /* all but the radix character */
    }
    d->exponent = (int)strtol(p + 1, NULL, 10);
}

static double decimal_value(const decimal *d)
{
    char text[48];
    snprintf(text, sizeof text, "%.*se%d", d->n, d->digit, d->exponent - (d->n - 1));
    return strtod(text, NULL);
}

/* The shortest decimal that reads back as v > 0 rounded to `digits`. Up to 15 digits every normal double is apart from
 * the next decimal, so the rounded digits without trailing zeros are the shortest already. */
static void decimal_shortest(decimal *d, double v, int digits)
{
    bool normal = v >= DBL_MIN;
    if (digits <= FAST_DIGITS && normal) {
        if (!decimal_fast(d, v, digits)) decimal_slow(d, v, digits);
        strip_zeros(d);
        return;
    }
    decimal_slow(d, v, digits);
    double target = decimal_value(d);
    for (int p = normal ? FAST_DIGITS : 1; p < digits; p++) {
        decimal shorter;
        decimal_slow(&shorter, target, p);
        if (decimal_value(&shorter) != target) continue;
        *d = shorter;
        break;
    }
    strip_zeros(d);
}

/* Writes digits with the point after `whole` of them (<= 0: zeros between point and digits). */
static char *put_plain(char *p, const decimal *d, int whole)
{
    if (whole <= 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = whole; i < 0; i++) *p++ = '0';
    }
    for (int i = 0; i < d->n; i++) {
        if (i == whole && i > 0) *p++ = '.';
        *p++ = d->digit[i];
    }
    for (int i = d->n; i < whole; i++) *p++ = '0';
    return p;
}

static char *put_whole(char *p, uint64_t v)
{
    char digit[20];
    int n = 0;
    do {
        digit[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v != 0);
    while (n > 0) *p++ = digit[--n];
    return p;
}

static char *put_exponent(char *p, int exponent)
{
    *p++ = 'e';
    *p++ = exponent < 0 ? '-' : '+';
    return put_whole(p, (uint64_t)abs(exponent));
}

static size_t put_word(char *buf, size_t n, const char *word) { return (size_t)snprintf(buf, n, "%s", word); }

size_t hr_num_text(char *buf, size_t n, double v, int digits)
{
    if (n < 32) { /* our own bug, but never beyond the buffer */
        if (n > 0) buf[0] = '\0';
        return 0;
    }
    if (isnan(v)) return put_word(buf, n, "nan");
    if (isinf(v)) return put_word(buf, n, v > 0 ? "inf" : "-inf");
    if (v == 0) return put_word(buf, n, "0");
    if (digits < 1) digits = 1;
    if (digits > MAX_DIGITS) digits = MAX_DIGITS;
    char *p = buf;
    if (v < 0) *p++ = '-';
    v = fabs(v);
    if (v < ten_to[digits < FAST_DIGITS ? digits : FAST_DIGITS] && v == floor(v)) { /* a whole number as it stands */
        p = put_whole(p, (uint64_t)v);
    } else {
        decimal d;
        decimal_shortest(&d, v, digits);
        bool plain = d.exponent >= -5 && d.exponent < 16;
        p = put_plain(p, &d, plain ? d.exponent + 1 : 1);
        if (!plain) p = put_exponent(p, d.exponent);
    }
    *p = '\0';
    return (size_t)(p - buf);
}

/* --- reading ----------------------------------------------------------------------------------------------- */

/* No double needs more than 767 digits to be told from its neighbour's half-way point; what is behind these can only
 * matter by not being zero. */
enum { KEEP_DIGITS = 780 };

typedef struct scan {
    char digit[KEEP_DIGITS + 1 + 24]; /* + a sticky digit + exponent */
    uint32_t n;
    int64_t exponent; /* of the last kept digit */
    bool any, more;   /* some digit seen; some digit that is not zero was dropped */
} scan;

static void scan_digit(scan *s, char c, bool fraction)
{
    s->any = true;
    if (s->n == 0 && c == '0') { /* leading zeros carry no digit */
        s->exponent -= fraction;
        return;
    }
    if (s->n < KEEP_DIGITS) {
        s->digit[s->n++] = c;
        s->exponent -= fraction;
        return;
    }
    s->more = s->more || c != '0';
    s->exponent += !fraction;
}

/* "e-12" from text[*i] on, added to the exponent; false when there is no digit in it. */
static bool scan_exponent(scan *s, hr_str text, uint32_t *i)
{
    bool minus = false;
    (*i)++;
    if (*i < text.n && (text.s[*i] == '+' || text.s[*i] == '-')) minus = text.s[(*i)++] == '-';
    int64_t exponent = 0;
    uint32_t from = *i;
    for (; *i < text.n && text.s[*i] >= '0' && text.s[*i] <= '9'; (*i)++) {
        if (exponent < INT64_C(100000000000)) exponent = exponent * 10 + (text.s[*i] - '0'); /* beyond any text */
    }
    s->exponent += minus ? -exponent : exponent;
    return *i > from;
}

static double scan_value(scan *s)
{
    if (s->n == 0) return 0;
    if (s->n <= FAST_DIGITS && s->exponent >= -EXACT_TEN && s->exponent <= EXACT_TEN) {
        uint64_t whole = 0;
        for (uint32_t i = 0; i < s->n; i++) whole = whole * 10 + (uint64_t)(s->digit[i] - '0');
        return s->exponent >= 0 ? (double)whole * ten_to[s->exponent] : (double)whole / ten_to[-s->exponent];
    }
    if (s->more) {
        s->digit[s->n++] = '1';
        s->exponent--;
    }
    int64_t exponent = s->exponent > 99999 ? 99999 : s->exponent < -99999 ? -99999 : s->exponent;
    snprintf(s->digit + s->n, sizeof s->digit - s->n, "e%d", (int)exponent);
    return strtod(s->digit, NULL);
}

bool hr_num_parse(hr_str text, double *out)
{
    scan s;
    s.n = 0;
    s.exponent = 0;
    s.any = s.more = false;
    uint32_t i = 0;
    bool minus = false, fraction = false;
    if (text.n > 0 && (text.s[0] == '+' || text.s[0] == '-')) minus = text.s[i++] == '-';
    for (; i < text.n; i++) {
        char c = text.s[i];
        if (c >= '0' && c <= '9') {
            scan_digit(&s, c, fraction);
        } else if (c == '.' && !fraction) {
            fraction = true;
        } else {
            break;
        }
    }
    if (!s.any) return false;
    if (i < text.n && (text.s[i] == 'e' || text.s[i] == 'E') && !scan_exponent(&s, text, &i)) return false;
    if (i != text.n) return false;
    double v = scan_value(&s);
    if (!isfinite(v)) return false;
    *out = minus ? -v : v;
    return true;
}
