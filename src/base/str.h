/* str.h - views, a growing text buffer, and the one way in which names are ordered. */
#ifndef HR_BASE_STR_H
#define HR_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "headroom/id.h"

bool hr_str_eq(hr_str a, hr_str b);
bool hr_str_is(hr_str a, const char *literal);
hr_str hr_str_of(const char *z); /* view of a NUL-terminated string */
hr_str hr_str_trim(hr_str v);    /* without blanks at both ends */

/* Natural order of full names: component by component between dots, digit runs by value (row2 before row10; equal
 * values: fewer digits first), everything else by byte. < 0, 0, > 0. The order in which everything is numbered. */
int hr_name_cmp(hr_str a, hr_str b);

/* Optimal string alignment distance (insert, delete, change, swap neighbours), for "did you mean"; stops at `most`
 * (at most 31): anything farther is most + 1. Counts bytes. */
unsigned hr_str_distance(hr_str a, hr_str b, unsigned most);
/* The closest of n words (the first of equals), or NULL when none is near enough to be a likely slip: one slip in words
 * up to 4 letters, two up to 8, three beyond, whatever the case of the letters. NULL words are passed over. */
const char *hr_str_closest(hr_str word, const char *const *words, size_t n);

/* Shell-style match: * (any text, dots too) and ? (one character) only. */
bool hr_glob_match(hr_str pattern, hr_str text);

/* A text buffer. After a failed allocation `failed` is set and further calls do nothing. */
typedef struct hr_buf {
    char *s; /* always NUL-terminated once something was added */
    size_t n, cap;
    bool failed;
} hr_buf;

void hr_buf_add(hr_buf *b, const char *s, size_t n);
void hr_buf_str(hr_buf *b, hr_str v);
void hr_buf_z(hr_buf *b, const char *z);
void hr_buf_c(hr_buf *b, char c);
void hr_buf_safe(hr_buf *b, hr_str v); /* for a terminal: what could drive it, and what is not UTF-8, becomes '?' */
void hr_buf_printf(hr_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void hr_buf_vprintf(hr_buf *b, const char *fmt, va_list ap);
void hr_buf_free(hr_buf *b);

/* Shortest decimal text that reads back as the same double after rounding to `digits` significant digits (17 = exact;
 * there an exact power of two may take one digit more than the shortest).
 * "806400", "0.05", "1e+21"; never "-0". n is the size of buf (at least 32). Locale-free. */
size_t hr_num_text(char *buf, size_t n, double v, int digits);
/* Locale-free strtod over a view: whole text must be a plain decimal number ([+-]12, 1.5, .5, 5., 1e-3); false
 * otherwise or when not finite. */
bool hr_num_parse(hr_str text, double *out);

#endif
