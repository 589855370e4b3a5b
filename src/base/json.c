/* json.c - the streaming JSON writer.
 *
 * Output goes through one block of 64 KiB: a sweep writes a hundred megabytes, most of them short numbers and plain
 * text, so the paths that matter are "no byte needs escaping" (found eight bytes at a time) and "a whole number". The
 * only state is, for each open bracket, whether something stands in it already. */
#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"

enum { BLOCK = 64 * 1024, DIGITS = 12, EXACT = 17 };

typedef struct level {
    bool filled; /* a comma is needed before the next value or key */
    bool object;
    bool one_line; /* opened while `inline` was on: it begins and ends on that line */
} level;

struct hr_json {
    hr_json_put *put;
    void *user;
    bool pretty, failed;
    bool after_key;
    unsigned inlined;
    hr_vec levels; /* of level; the outermost bracket first */
    size_t n;
    char block[BLOCK];
};

/* --- bytes ------------------------------------------------------------------------------------------------- */

static void flush(hr_json *j)
{
    if (!j->failed && j->n > 0 && !j->put(j->user, j->block, j->n)) j->failed = true;
    j->n = 0;
}

static void put_bytes(hr_json *j, const char *s, size_t n)
{
    if (n > BLOCK - j->n) {
        flush(j);
        if (n >= BLOCK) {
            if (!j->failed && !j->put(j->user, s, n)) j->failed = true;
            return;
        }
    }
    memcpy(j->block + j->n, s, n);
    j->n += n;
}

static void put_char(hr_json *j, char c)
{
    if (j->n == BLOCK) flush(j);
    j->block[j->n++] = c;
}

/* --- structure --------------------------------------------------------------------------------------------- */

static level *innermost(hr_json *j) { return j->levels.n > 0 ? (level *)j->levels.item + j->levels.n - 1 : NULL; }

static void new_line(hr_json *j)
{
    static const char blanks[] = "                                ";
    put_char(j, '\n');
    for (size_t left = 2 * j->levels.n; left > 0;) {
        size_t n = left < sizeof blanks - 1 ? left : sizeof blanks - 1;
        put_bytes(j, blanks, n);
        left -= n;
    }
}

/* What stands between the thing before and this one: comma, blank, line break. */
static void begin_item(hr_json *j)
{
    level *in = innermost(j);
    if (in == NULL) return;
    if (in->filled) put_char(j, ',');
    if (j->pretty) {
        if (!in->one_line && j->inlined == 0) {
            new_line(j);
        } else if (in->filled) {
            put_char(j, ' ');
        }
    }
    in->filled = true;
}

/* To be called before every value. False: writing has stopped. */
static bool begin_value(hr_json *j)
{
    if (j == NULL || j->failed) return false;
    if (j->after_key) {
        j->after_key = false;
        return true;
    }
    assert(innermost(j) == NULL || !innermost(j)->object); /* a value in an object needs a key */
    begin_item(j);
    return true;
}

static void open_level(hr_json *j, char bracket)
{
    if (!begin_value(j)) return;
    put_char(j, bracket);
    level *in = hr_vec_push(&j->levels, sizeof *in);
    if (in == NULL) {
        j->failed = true;
        return;
    }
    in->object = bracket == '{';
    in->one_line = j->inlined > 0;
}

static void close_level(hr_json *j, char bracket)
{
    if (j == NULL || j->failed) return;
    assert(j->levels.n > 0 && !j->after_key && innermost(j)->object == (bracket == '}'));
    level in = *innermost(j);
    j->levels.n--;
    if (j->pretty && in.filled && !in.one_line && j->inlined == 0) new_line(j);
    put_char(j, bracket);
}

void hr_json_object(hr_json *j) { open_level(j, '{'); }

void hr_json_object_end(hr_json *j) { close_level(j, '}'); }

void hr_json_array(hr_json *j) { open_level(j, '['); }

void hr_json_array_end(hr_json *j) { close_level(j, ']'); }

void hr_json_inline(hr_json *j, bool on)
{
    if (j == NULL) return;
    assert(on || j->inlined > 0);
    j->inlined = on ? j->inlined + 1 : j->inlined - 1;
}

void hr_json_end_line(hr_json *j)
{
    if (j == NULL || j->failed) return;
    assert(j->levels.n == 0);
    put_char(j, '\n');
}

/* --- text -------------------------------------------------------------------------------------------------- */

static bool is_plain(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x20 && u < 0x7F && c != '"' && c != '\\';
}

/* A bit of high[k] is set where byte k of x is below `limit` (at most 128); bytes of 128 and more are never told so. */
static uint64_t bytes_below(uint64_t x, uint64_t limit)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    return (x - ones * limit) & ~x & (ones << 7);
}

/* How many bytes from s on stand in JSON as they are. */
static size_t plain_run(const char *s, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t i = 0;
    uint64_t x;
    for (; n - i >= sizeof x; i += sizeof x) {
        memcpy(&x, s + i, sizeof x);
        uint64_t special = bytes_below(x, 0x20) | bytes_below(x ^ (ones * '"'), 1) | bytes_below(x ^ (ones * '\\'), 1) |
                           bytes_below(x ^ (ones * 0x7F), 1) | (x & (ones << 7));
        if (special != 0) break;
    }
    while (i < n && is_plain(s[i])) i++;
    return i;
}

static void put_escaped(hr_json *j, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char letter[] = "\b\f\n\r\t\"\\", escape[] = "bfnrt\"\\";
    const char *known = c != 0 ? strchr(letter, c) : NULL;
    if (known != NULL) {
        char two[2] = {'\\', escape[known - letter]};
        put_bytes(j, two, sizeof two);
    } else {
        char six[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        put_bytes(j, six, sizeof six);
    }
}

static void put_text(hr_json *j, hr_str v)
{
    put_char(j, '"');
    for (size_t i = 0; i < v.n;) {
        size_t run = plain_run(v.s + i, v.n - i);
        put_bytes(j, v.s + i, run);
        i += run;
        if (i == v.n) break;
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, NULL);
        if (length > 1) {
            put_bytes(j, v.s + i, length);
        } else {
            put_escaped(j, (unsigned char)v.s[i]);
            length = 1;
        }
        i += length;
    }
    put_char(j, '"');
}

void hr_json_key(hr_json *j, const char *key)
{
    if (j == NULL || j->failed) return;
    assert(innermost(j) != NULL && innermost(j)->object && !j->after_key);
    begin_item(j);
    put_text(j, hr_str_of(key));
    put_bytes(j, ": ", j->pretty ? 2 : 1);
    j->after_key = true;
}

void hr_json_str(hr_json *j, hr_str v)
{
    if (begin_value(j)) put_text(j, v);
}

void hr_json_z(hr_json *j, const char *z)
{
    if (!begin_value(j)) return;
    if (z == NULL) {
        put_bytes(j, "null", 4);
    } else {
        put_text(j, hr_str_of(z));
    }
}

/* --- numbers and words ------------------------------------------------------------------------------------- */

static void put_int(hr_json *j, int64_t v)
{
    char text[20];
    size_t at = sizeof text;
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        text[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left != 0);
    if (v < 0) text[--at] = '-';
    put_bytes(j, text + at, sizeof text - at);
}

void hr_json_int(hr_json *j, int64_t v)
{
    if (begin_value(j)) put_int(j, v);
}

static void put_num(hr_json *j, double v, int digits)
{
    const double largest = 9007199254740992.0; /* 2^53: up to here every whole number is a double */
    if (!begin_value(j)) return;
    if (!isfinite(v)) {
        put_bytes(j, "null", 4);
    } else if (v >= -largest && v <= largest && v == (double)(int64_t)v) {
        put_int(j, (int64_t)v); /* -0 too is written 0 */
    } else {
        char text[40];
        put_bytes(j, text, hr_num_text(text, sizeof text, v, digits));
    }
}

void hr_json_num(hr_json *j, double v) { put_num(j, v, DIGITS); }

void hr_json_exact(hr_json *j, double v) { put_num(j, v, EXACT); }

void hr_json_bool(hr_json *j, bool v)
{
    if (begin_value(j)) put_bytes(j, v ? "true" : "false", v ? 4 : 5);
}

void hr_json_null(hr_json *j)
{
    if (begin_value(j)) put_bytes(j, "null", 4);
}

/* --- life -------------------------------------------------------------------------------------------------- */

hr_json *hr_json_new(hr_json_put *put, void *user, bool pretty)
{
    hr_json *j = hr_malloc(sizeof *j);
    if (j == NULL) return NULL;
    j->put = put;
    j->user = user;
    j->pretty = pretty;
    j->failed = j->after_key = false;
    j->inlined = 0;
    j->levels = (hr_vec){0};
    j->n = 0;
    return j;
}

bool hr_json_free(hr_json *j)
{
    if (j == NULL) return false;
    flush(j);
    bool good = !j->failed;
    hr_vec_free(&j->levels);
    hr_free(j);
    return good;
}
