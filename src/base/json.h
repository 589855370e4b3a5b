/* json.h - a streaming JSON writer: commas, quotes, escapes and numbers in one place.
 *
 * Writes through `put` in blocks, so output of any size needs constant memory. Numbers are written with 12 significant
 * digits, integers exactly; what is not finite is written as null. Text that is not UTF-8 is escaped byte by byte. */
#ifndef HR_BASE_JSON_H
#define HR_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "headroom/id.h"

typedef struct hr_json hr_json;
typedef bool hr_json_put(void *user, const char *s, size_t n); /* false = the sink is full: writing stops */

hr_json *hr_json_new(hr_json_put *put, void *user, bool pretty);
bool hr_json_free(hr_json *j); /* flushes; false when some write failed or memory ran out */
/* NULL (no memory for a writer) is taken by all of these: nothing is written, and hr_json_free says false. */

void hr_json_object(hr_json *j);
void hr_json_object_end(hr_json *j);
void hr_json_array(hr_json *j);
void hr_json_array_end(hr_json *j);
/* pretty: keep what follows on one line, counted. Switched on behind an opening bracket and off behind the closing one,
 * it gives a list with one row a line. */
void hr_json_inline(hr_json *j, bool on);
void hr_json_key(hr_json *j, const char *key);
void hr_json_str(hr_json *j, hr_str v);
void hr_json_z(hr_json *j, const char *z); /* NULL writes null */
void hr_json_num(hr_json *j, double v);
void hr_json_exact(hr_json *j, double v); /* with as many digits as bring back the same double: sums that add up */
void hr_json_int(hr_json *j, int64_t v);
void hr_json_bool(hr_json *j, bool v);
void hr_json_null(hr_json *j);
void hr_json_end_line(hr_json *j); /* a newline between top-level values: jsonl */

/* A key with its value. */
static inline void hr_json_key_z(hr_json *j, const char *key, const char *v) { hr_json_key(j, key), hr_json_z(j, v); }
static inline void hr_json_key_str(hr_json *j, const char *key, hr_str v) { hr_json_key(j, key), hr_json_str(j, v); }
static inline void hr_json_key_num(hr_json *j, const char *key, double v) { hr_json_key(j, key), hr_json_num(j, v); }
static inline void hr_json_key_bool(hr_json *j, const char *key, bool v) { hr_json_key(j, key), hr_json_bool(j, v); }
static inline void hr_json_key_int(hr_json *j, const char *key, uint64_t v)
{
    hr_json_key(j, key);
    hr_json_int(j, (int64_t)v);
}

#endif
