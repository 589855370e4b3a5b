/* utf8.h - UTF-8 one character at a time: is it valid, what is it, how wide does a terminal draw it. */
#ifndef HR_BASE_UTF8_H
#define HR_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "headroom/id.h"

/* Length in bytes of the character at s (n bytes are left) and its code point; 0 when it is not valid UTF-8
 * (overlong forms, surrogates and values beyond U+10FFFF are not) or n is 0. code may be NULL. */
unsigned hr_utf8_decode(const char *s, size_t n, uint32_t *code);

/* Where the first byte stands that is not part of valid UTF-8; n when all is valid. */
size_t hr_utf8_check(const char *s, size_t n);

/* Terminal columns of a code point: 0 for combining marks, 2 for East Asian wide forms and pictographs, else 1. */
unsigned hr_utf8_width(uint32_t code);

/* Columns of a whole text as hr_buf_safe writes it. */
size_t hr_utf8_columns(hr_str text);

/* Whether a terminal must not be handed this: C0 and C1 controls, DEL, and the marks that change the direction or
 * the order of what is displayed (a text that reads differently from what it is). */
bool hr_utf8_unsafe(uint32_t code);

#endif
