/* id.h - the small numbers by which parts of a site are known.
 *
 * Everything in an opened site is numbered in the natural order of full names (row2 before row10), so the order
 * of lines and files changes no number, no tie and no byte of output. */
#ifndef HEADROOM_ID_H
#define HEADROOM_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HR_NONE UINT32_MAX

typedef uint32_t hr_id; /* index into one of the site's arrays; HR_NONE for none */

/* A view into text that somebody else owns (a source file, the site's arena). Not NUL-terminated. */
typedef struct hr_str {
    const char *s;
    uint32_t n;
} hr_str;

#define HR_STR(literal) ((hr_str){(literal), (uint32_t)(sizeof(literal) - 1)})
#define HR_STR_FMT(v) (int)(v).n, (v).s /* for "%.*s" */

/* Where a value stands in the text: 1-based line and column (columns count characters, not bytes), length in bytes.
 * file is an index into the context's sources; HR_NONE when the value was not written anywhere (a default). */
typedef struct hr_span {
    hr_id file;
    uint32_t line, col, len;
} hr_span;

#define HR_NOWHERE ((hr_span){HR_NONE, 0, 0, 0})

#endif
