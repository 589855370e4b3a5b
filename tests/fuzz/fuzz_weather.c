/* fuzz_weather.c - any bytes as a weather file: rows are of this world, or a diagnostic says why not. The first byte says
 * which form is tried: `L`, with which LOCATION begins, an EPW file; anything else a table. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "model/build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(double v, double least, double most)
{
    if (v != -1 && !(v >= least && v <= most)) abort();
}

static void check(const hr_weather *w)
{
    if (w->n == 0 || !(w->step > 0)) abort();
    for (uint32_t i = 0; i < w->n; i++) {
        const hr_weather_row *r = &w->row[i];
        check_value(r->dry_bulb, 203.15, 343.15);
        check_value(r->wet_bulb, 203.15, 343.15);
        check_value(r->humidity, 0, 1);
        check_value(r->pressure, 31e3, 120e3);
        if (r->dry_bulb > 0 && r->wet_bulb > r->dry_bulb) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_arena *arena = hr_arena_new();
    hr_weather *w = NULL;
    hr_id file;
    if (ctx == NULL || arena == NULL) abort();
    const char *name = size && data[0] == 'L' ? "t.epw" : "t.csv";
    (void)hr_source_text(ctx, name, (const char *)data, size, &file); /* read even if it is no text */
    hr_err e = file != HR_NONE ? hr_weather_read(&w, ctx, arena, file) : HR_EINPUT;
    if ((e == HR_OK) != (w != NULL) || (e != HR_OK && hr_diag_count(ctx) == 0)) abort();
    if (w != NULL) check(w);
    hr_arena_free(arena);
    hr_ctx_free(ctx);
    return 0;
}
