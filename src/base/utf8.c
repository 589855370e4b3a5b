/* utf8.c - UTF-8 by hand: the C library's own functions depend on the locale, and we never set one. */
#include "base/utf8.h"

#include <string.h>

static bool is_tail(char c) { return ((unsigned char)c & 0xC0U) == 0x80U; }

static uint32_t tail(char c) { return (unsigned char)c & 0x3FU; }

static unsigned decode_long(const char *s, size_t n, uint32_t *code)
{
    uint32_t lead = (unsigned char)s[0];
    if (lead >= 0xC2 && lead <= 0xDF) { /* C0 and C1 could only start overlong forms */
        if (n < 2 || !is_tail(s[1])) return 0;
        *code = (lead & 0x1FU) << 6 | tail(s[1]);
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (n < 3 || !is_tail(s[1]) || !is_tail(s[2])) return 0;
        uint32_t c = (lead & 0x0FU) << 12 | tail(s[1]) << 6 | tail(s[2]);
        *code = c;
        return c >= 0x800 && (c < 0xD800 || c > 0xDFFF) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (n < 4 || !is_tail(s[1]) || !is_tail(s[2]) || !is_tail(s[3])) return 0;
        uint32_t c = (lead & 0x07U) << 18 | tail(s[1]) << 12 | tail(s[2]) << 6 | tail(s[3]);
        *code = c;
        return c >= 0x10000 && c <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

unsigned hr_utf8_decode(const char *s, size_t n, uint32_t *code)
{
    if (n == 0) return 0;
    uint32_t c = (unsigned char)s[0];
    unsigned length = c < 0x80 ? 1 : decode_long(s, n, &c);
    if (code != NULL && length != 0) *code = c;
    return length;
}

size_t hr_utf8_check(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        uint64_t word;
        if (n - i >= sizeof word) { /* eight plain characters at a time: almost every file is only those */
            memcpy(&word, s + i, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof word;
                continue;
            }
        }
        unsigned length = hr_utf8_decode(s + i, n - i, NULL);
        if (length == 0) return i;
        i += length;
    }
    return n;
}

typedef struct range {
    uint32_t first, last;
} range;

static bool in_ranges(uint32_t code, const range *r, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (code >= r[i].first && code <= r[i].last) return true;
    }
    return false;
}

/* After Unicode 15, EastAsianWidth.txt (W and F) and general categories Mn, Me; the blocks a comment or a name in
 * a hall's model may really contain, not every script. */
static const range wide[] = {
    {0x1100, 0x115F}, {0x231A, 0x231B},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},  {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
static const range zero[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
                             {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF},
                             {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
static const range unsafe[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}};

unsigned hr_utf8_width(uint32_t code)
{
    if (code < 0x300) return 1;
    if (in_ranges(code, zero, sizeof zero / sizeof zero[0])) return 0;
    return in_ranges(code, wide, sizeof wide / sizeof wide[0]) ? 2 : 1;
}

bool hr_utf8_unsafe(uint32_t code) { return in_ranges(code, unsafe, sizeof unsafe / sizeof unsafe[0]); }

size_t hr_utf8_columns(hr_str text)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t code = 0;
        unsigned length = hr_utf8_decode(text.s + i, text.n - i, &code);
        bool shown = length != 0 && !hr_utf8_unsafe(code);
        columns += shown ? hr_utf8_width(code) : 1; /* shown as one '?' */
        i += length != 0 ? length : 1;
    }
    return columns;
}
