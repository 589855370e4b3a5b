/* str.c - views, the order of names, near words, patterns, and the text buffer. Numbers as text are in num.c.
 *
 * The order of names decides the number of every element, hence every tie and every byte of output, and sorting
 * a million names calls it twenty million times: it compares eight bytes at a time up to the first difference, and only
 * there looks at what a digit run is worth. */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

/* --- views ------------------------------------------------------------------------------------------------- */

bool hr_str_eq(hr_str a, hr_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0); }

bool hr_str_is(hr_str a, const char *literal) { return hr_str_eq(a, hr_str_of(literal)); }

hr_str hr_str_of(const char *z) { return (hr_str){z, z != NULL ? (uint32_t)strlen(z) : 0}; }

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

hr_str hr_str_trim(hr_str v)
{
    while (v.n > 0 && is_blank(v.s[v.n - 1])) v.n--;
    while (v.n > 0 && is_blank(v.s[0])) {
        v.s++;
        v.n--;
    }
    return v;
}

/* --- the order of names ------------------------------------------------------------------------------------ */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Length of the common prefix of two texts, n being the shorter length. */
static uint32_t common_prefix(const char *a, const char *b, uint32_t n)
{
    uint32_t i = 0;
    uint64_t x, y;
    while (n - i >= sizeof x) {
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        if (x != y) break;
        i += (uint32_t)sizeof x;
    }
    while (i < n && a[i] == b[i]) i++;
    return i;
}

static uint32_t digits_end(hr_str v, uint32_t from)
{
    while (from < v.n && is_digit(v.s[from])) from++;
    return from;
}

/* Compares the digit runs that start at `from` in both: by value, then fewer digits first. */
static int digits_cmp(hr_str a, hr_str b, uint32_t from)
{
    uint32_t end_a = digits_end(a, from), end_b = digits_end(b, from);
    uint32_t i = from, k = from; /* behind the leading zeros */
    while (i < end_a && a.s[i] == '0') i++;
    while (k < end_b && b.s[k] == '0') k++;
    if (end_a - i != end_b - k) return end_a - i < end_b - k ? -1 : 1;
    int order = memcmp(a.s + i, b.s + k, end_a - i);
    if (order != 0) return order;
    return (end_a > end_b) - (end_a < end_b);
}

/* Where a byte stands: the end of a name before a dot (a part follows its whole), a dot before all else (so that
 * components are compared one by one: "a.z" before "a-b"). */
static int byte_rank(hr_str v, uint32_t i)
{
    if (i >= v.n) return 0;
    return v.s[i] == '.' ? 1 : 2 + (unsigned char)v.s[i];
}

int hr_name_cmp(hr_str a, hr_str b)
{
    uint32_t at = common_prefix(a.s, b.s, a.n < b.n ? a.n : b.n);
    if (at == a.n && at == b.n) return 0;
    uint32_t from = at; /* the start of the digit run in which the difference may lie */
    while (from > 0 && is_digit(a.s[from - 1])) from--;
    bool digits_a = from < at || (at < a.n && is_digit(a.s[at]));
    bool digits_b = from < at || (at < b.n && is_digit(b.s[at]));
    if (digits_a && digits_b) {
        int order = digits_cmp(a, b, from);
        if (order != 0) return order;
    }
    return byte_rank(a, at) - byte_rank(b, at);
}

/* --- near words -------------------------------------------------------------------------------------------- */

enum { MOST = 31 }; /* the farthest distance that is told apart; sets the width of the band below */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool same_letter(char x, char y, bool fold) { return fold ? lower(x) == lower(y) : x == y; }

static unsigned least(unsigned x, unsigned y) { return x < y ? x : y; }

/* One cell of the table of distances: row i, column k of a band around the diagonal (column k is letter i + k - most of
 * b). now, last and before are this row and the two above it; outside the band everything is too far. */
static unsigned distance_cell(hr_str a, hr_str b, bool fold, uint32_t i, uint32_t j, uint32_t k, const unsigned *now,
                              const unsigned *last, const unsigned *before)
{
    bool same = same_letter(a.s[i - 1], b.s[j - 1], fold);
    unsigned best = last[k] + (same ? 0 : 1);      /* keep or change */
    best = least(best, last[k + 1] + 1);           /* delete */
    if (k > 0) best = least(best, now[k - 1] + 1); /* insert */
    if (i > 1 && j > 1 && same_letter(a.s[i - 1], b.s[j - 2], fold) && same_letter(a.s[i - 2], b.s[j - 1], fold)) {
        best = least(best, before[k] + 1); /* swap */
    }
    return best;
}

static unsigned distance(hr_str a, hr_str b, unsigned most, bool fold)
{
    if (most > MOST) most = MOST;
    unsigned far = most + 1;
    if ((a.n > b.n ? a.n - b.n : b.n - a.n) > most) return far;
    unsigned rows[3][2 * MOST + 2]; /* only cells within `most` of the diagonal can matter: no allocation, any length */
    for (uint32_t k = 0; k < 2 * MOST + 2; k++) rows[0][k] = rows[1][k] = rows[2][k] = far;
    for (uint32_t k = most; k <= 2 * most; k++) rows[0][k] = k - most;
    for (uint32_t i = 1; i <= a.n; i++) {
        unsigned *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        unsigned nearest = far;
        for (uint32_t k = 0; k <= 2 * most; k++) {
            int64_t j = (int64_t)i + k - most;
            unsigned d = far;
            if (j == 0) d = i;
            if (j > 0 && j <= b.n) d = distance_cell(a, b, fold, i, (uint32_t)j, k, now, last, before);
            now[k] = least(d, far);
            nearest = least(nearest, now[k]);
        }
        if (nearest == far) return far;
    }
    return rows[a.n % 3][b.n + most - a.n];
}

unsigned hr_str_distance(hr_str a, hr_str b, unsigned most) { return distance(a, b, most, false); }

const char *hr_str_closest(hr_str word, const char *const *words, size_t n)
{
    unsigned most = word.n <= 4 ? 1 : word.n <= 8 ? 2 : 3;
    const char *closest = NULL;
    unsigned nearest = most + 1;
    for (size_t i = 0; i < n && nearest > 0; i++) {
        if (words[i] == NULL) continue;
        hr_str candidate = hr_str_of(words[i]);
        unsigned d = distance(word, candidate, most, true);
        /* When every letter would have to change it is another word, not a slip: "a" is no typing error of "b". */
        if (d < nearest && d < (word.n > candidate.n ? word.n : candidate.n)) {
            nearest = d;
            closest = words[i];
        }
    }
    return closest;
}

/* --- patterns ---------------------------------------------------------------------------------------------- */

static uint32_t char_length(hr_str v, uint32_t i)
{
    unsigned length = hr_utf8_decode(v.s + i, v.n - i, NULL);
    return length != 0 ? length : 1;
}

bool hr_glob_match(hr_str pattern, hr_str text)
{
    /* On a mismatch only the last star needs to be tried again, one character further: linear memory, no recursion. */
    uint32_t p = 0, t = 0, star = HR_NONE, star_t = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.s[p] == '*') {
            star = p++;
            star_t = t;
        } else if (p < pattern.n && pattern.s[p] == '?') {
            p++;
            t += char_length(text, t);
        } else if (p < pattern.n && pattern.s[p] == text.s[t]) {
            p++;
            t++;
        } else if (star != HR_NONE) {
            star_t += char_length(text, star_t);
            p = star + 1;
            t = star_t;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.s[p] == '*') p++;
    return p == pattern.n;
}

/* --- the text buffer --------------------------------------------------------------------------------------- */

/* Room for n more bytes and the NUL. */
static bool buf_room(hr_buf *b, size_t n)
{
    if (b->failed) return false;
    if (n < b->cap - b->n) return true; /* n + 1 <= cap - n; also false for cap == 0 */
    if (n > PTRDIFF_MAX / 2 - b->n) {
        b->failed = true;
        return false;
    }
    size_t cap = b->cap < 64 ? 64 : b->cap;
    while (cap < b->n + n + 1) cap *= 2;
    char *s = hr_realloc(b->s, cap);
    if (s == NULL) {
        b->failed = true;
        return false;
    }
    b->s = s;
    b->cap = cap;
    return true;
}

void hr_buf_add(hr_buf *b, const char *s, size_t n)
{
    if (!buf_room(b, n)) return;
    if (n != 0) memcpy(b->s + b->n, s, n);
    b->n += n;
    b->s[b->n] = '\0';
}

void hr_buf_str(hr_buf *b, hr_str v) { hr_buf_add(b, v.s, v.n); }

void hr_buf_z(hr_buf *b, const char *z) { hr_buf_add(b, z, strlen(z)); }

void hr_buf_c(hr_buf *b, char c)
{
    if (!buf_room(b, 1)) return;
    b->s[b->n++] = c;
    b->s[b->n] = '\0';
}

void hr_buf_safe(hr_buf *b, hr_str v)
{
    for (uint32_t i = 0; i < v.n;) {
        uint32_t code = 0;
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, &code);
        if (length == 0 || hr_utf8_unsafe(code)) {
            hr_buf_c(b, '?');
        } else {
            hr_buf_add(b, v.s + i, length);
        }
        i += length != 0 ? length : 1;
    }
}

void hr_buf_vprintf(hr_buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    size_t room = b->failed ? 0 : b->cap - b->n; /* most texts fit: formatted once */
    int n = vsnprintf(room != 0 ? b->s + b->n : NULL, room, fmt, ap);
    if (n < 0) {
        b->failed = true;
    } else if ((size_t)n < room) {
        b->n += (size_t)n;
    } else if (buf_room(b, (size_t)n)) {
        vsnprintf(b->s + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    } else if (b->s != NULL && b->cap != 0) {
        b->s[b->n] = '\0'; /* take back what the first attempt left */
    }
    va_end(again);
}

void hr_buf_printf(hr_buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(b, fmt, ap);
    va_end(ap);
}

void hr_buf_free(hr_buf *b)
{
    hr_free(b->s);
    *b = (hr_buf){0};
}
