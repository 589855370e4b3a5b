/* weather.c - the year of outdoor air that `site: {weather: FILE}` names.
 *
 * Two forms. An EnergyPlus weather file (.epw): eight header lines, then a record for each hour, of which four values
 * are taken (dry bulb, relative humidity, station pressure; wet bulb is found from them by who needs it). A table (.csv)
 * as our other tables are, with units in its header: `time`, and `dry_bulb` and `wet_bulb`, or `dry_bulb`, `humidity` and
 * `pressure`. Its rows share the year in equal parts, whatever their times. What a file marks as missing
 * is kept as not known, what no weather has is refused: a year of wrong numbers looks as good as one of right ones.
 *
 * Format: "EnergyPlus Weather File (EPW) Data Dictionary", EnergyPlus 24.1, Auxiliary Programs. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "model/build.h"
#include "model/units.h"

#define NOT_KNOWN (-1.0)
#define ZERO_CELSIUS 273.15
#define YEAR 31536000.0 /* s: 365 days */

/* --- EPW ---------------------------------------------------------------------------------------------------------- */

enum { HEADER_LINES = 8, DRY_BULB = 6, HUMIDITY = 8, PRESSURE = 9, TAKEN };

typedef struct line {
    hr_ctx *ctx;
    hr_id file;
    hr_str rest; /* of the text, behind this line */
    hr_str text; /* without its end */
    uint32_t number;
} line;

typedef struct cell {
    hr_str text;
    hr_span at;
} cell;

/* The dictionary's bounds, both excluded where `open`, and from which value on one is missing. */
typedef struct bounds {
    const char *name, *allowed;
    double least, most, missing;
    bool open;
} bounds;

static const bounds dry_bulb = {"dry bulb temperature", "between -70 and 70 degC", -70, 70, 99.9, true};
static const bounds humidity = {"relative humidity", "from 0 to 110 %", 0, 110, 999, false};
static const bounds pressure = {"station pressure", "between 31000 and 120000 Pa", 31e3, 120e3, 999999, true};

static bool next_line(line *l)
{
    if (l->rest.n == 0) return false;
    const char *end = memchr(l->rest.s, '\n', l->rest.n);
    uint32_t n = end ? (uint32_t)(end - l->rest.s) : l->rest.n, step = end ? n + 1 : n;
    l->text = (hr_str){l->rest.s, n};
    l->rest = (hr_str){l->rest.s + step, l->rest.n - step};
    if (n && l->text.s[n - 1] == '\r') l->text.n--;
    l->number++;
    return true;
}

static hr_span at_byte(const line *l, uint32_t byte, uint32_t n)
{
    uint32_t col = 1;
    for (uint32_t i = 0; i < byte; i++) col += ((unsigned char)l->text.s[i] & 0xC0) != 0x80;
    return (hr_span){l->file, l->number, col, n};
}

/* The cells between commas; how many there are, of which `most` are kept. */
static uint32_t split(const line *l, cell *out, uint32_t most)
{
    uint32_t n = 0;
    for (uint32_t from = 0; from <= l->text.n; n++) {
        const char *comma = memchr(l->text.s + from, ',', l->text.n - from);
        uint32_t to = comma ? (uint32_t)(comma - l->text.s) : l->text.n;
        if (n < most) out[n] = (cell){hr_str_trim((hr_str){l->text.s + from, to - from}), at_byte(l, from, to - from)};
        from = to + 1;
    }
    return n;
}

static bool begins(hr_str text, const char *word)
{
    size_t n = strlen(word);
    return text.n >= n && memcmp(text.s, word, n) == 0;
}

static hr_err bad_header(const line *l, const char *keyword)
{
    return hr_diag_add(l->ctx, HR_ERROR, "M604", at_byte(l, 0, l->text.n),
                       "save the file as EPW, or write a table (.csv) with the columns dry_bulb and wet_bulb",
                       "line %u of an EPW file begins with \"%s\"", l->number, keyword);
}

/* Past the header; how many records an hour has. */
static hr_err read_header(line *l, double *per_hour)
{
    static const char *const keyword[HEADER_LINES] = {"LOCATION",
                                                      "DESIGN CONDITIONS",
                                                      "TYPICAL/EXTREME PERIODS",
                                                      "GROUND TEMPERATURES",
                                                      "HOLIDAYS/DAYLIGHT SAVING",
                                                      "COMMENTS 1",
                                                      "COMMENTS 2",
                                                      "DATA PERIODS"};
    cell c[3];
    for (uint32_t i = 0; i < HEADER_LINES; i++) {
        if (!next_line(l)) {
            l->number++, l->text = (hr_str){"", 0};
            return bad_header(l, keyword[i]);
        }
        if (!begins(l->text, keyword[i])) return bad_header(l, keyword[i]);
    }
    uint32_t n = split(l, c, 3);
    if (n >= 3 && hr_num_parse(c[2].text, per_hour) && *per_hour >= 1 && *per_hour <= 60 && fmod(60, *per_hour) == 0)
        return HR_OK;
    return hr_diag_add(
        l->ctx, HR_ERROR, "M604", n >= 3 ? c[2].at : at_byte(l, 0, l->text.n),
        "write e.g. DATA PERIODS,1,1,Data,Sunday,1/1,12/31",
        "the third field of DATA PERIODS is the number of records for each hour, a divisor of 60; found \"%.*s\"",
        n >= 3 ? (int)c[2].text.n : 0, n >= 3 ? c[2].text.s : "");
}

/* As the file has it; NOT_KNOWN where it is missing: empty, or the dictionary's code. */
static hr_err read_value(const line *l, const cell *c, const bounds *b, double *v, bool *known)
{
    *known = false;
    if (c->text.n == 0) return HR_OK;
    bool number = hr_num_parse(c->text, v);
    if (number && *v >= b->missing) return HR_OK;
    if (number && *v >= b->least && *v <= b->most && !(b->open && (*v == b->least || *v == b->most)))
        return *known = true, HR_OK;
    return hr_diag_add(l->ctx, HR_ERROR, "M604", c->at, "leave it empty where it is not known",
                       "%s is %s; found \"%.*s\"", b->name, b->allowed, HR_STR_FMT(c->text));
}

static hr_err read_record(const line *l, hr_weather_row *out)
{
    cell c[TAKEN];
    double v = 0;
    bool known;
    *out = (hr_weather_row){NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN};
    uint32_t n = split(l, c, TAKEN);
    if (n < TAKEN)
        return hr_diag_add(l->ctx, HR_ERROR, "M604", at_byte(l, 0, l->text.n), "save the file again, or mend this line",
                           "a record has 35 fields, of which the first %d are needed; found %u", TAKEN, n);
    hr_err e = read_value(l, &c[DRY_BULB], &dry_bulb, &v, &known), e2;
    if (e == HR_OK && known) out->dry_bulb = v + ZERO_CELSIUS;
    if ((e2 = read_value(l, &c[HUMIDITY], &humidity, &v, &known)) != HR_OK) e = e2;
    else if (known) out->humidity = fmin(v / 100, 1); /* what is above is fog: saturated */
    if ((e2 = read_value(l, &c[PRESSURE], &pressure, &v, &known)) != HR_OK) e = e2;
    else if (known) out->pressure = v;
    return e;
}

/* A ratio of a year needs a year: a part of it would pass for the whole. */
static hr_err check_length(const line *l, size_t n, double per_hour)
{
    if ((double)n == 8760 * per_hour || (double)n == 8784 * per_hour) return HR_OK;
    return hr_diag_add(l->ctx, HR_ERROR, "M604", (hr_span){l->file, l->number, 1, 0},
                       "take a file of a whole year, or a table (.csv) of rows that share the year in equal parts",
                       "an EPW file has %.0f records, or %.0f in a leap year; found %zu", 8760 * per_hour,
                       8784 * per_hour, n);
}

static hr_err read_epw(hr_ctx *ctx, hr_id file, hr_vec *rows, double *step)
{
    line l = {.ctx = ctx, .file = file, .rest = hr_source_body(ctx, file)};
    double per_hour = 1;
    hr_err e = read_header(&l, &per_hour), e2;
    if (e != HR_OK) return e;
    while (next_line(&l)) {
        if (hr_str_trim(l.text).n == 0) continue;
        hr_weather_row *row = hr_vec_push(rows, sizeof *row);
        if (!row) return HR_ENOMEM;
        if ((e2 = read_record(&l, row)) != HR_OK) e = e2;
    }
    *step = 3600 / per_hour;
    return e == HR_OK ? check_length(&l, rows->n, per_hour) : e;
}

/* --- CSV ----------------------------------------------------------------------------------------------------------- */

typedef struct fields {
    hr_text time;
    hr_num dry_bulb, wet_bulb, humidity, pressure;
} fields;

static const hr_field table[] = {
    {.name = "time", .kind = HR_F_TEXT, .offset = offsetof(fields, time), .doc = "when: any text"},
    {.name = "dry_bulb", .kind = HR_F_QUANTITY, .dim = HR_DIM_KELVIN, .offset = offsetof(fields, dry_bulb)},
    {.name = "wet_bulb", .kind = HR_F_QUANTITY, .dim = HR_DIM_KELVIN, .offset = offsetof(fields, wet_bulb)},
    {.name = "humidity",
     .kind = HR_F_QUANTITY,
     .dim = HR_DIM_NONE,
     .flags = HR_IS_RATIO_0_1,
     .offset = offsetof(fields, humidity)},
    {.name = "pressure", .kind = HR_F_QUANTITY, .dim = HR_DIM_PASCAL, .offset = offsetof(fields, pressure)},
    {.name = NULL},
};

static hr_err no_weather(hr_ctx *ctx, const hr_num *n, const bounds *b, double in_its_unit)
{
    return hr_diag_add(ctx, HR_ERROR, "M604", n->at, "leave the cell empty where it is not known",
                       "%s is %s; found %.6g", b->name, b->allowed, in_its_unit);
}

static bool within(const bounds *b, double v) { return v > b->least && v < b->most; }

/* Without a time a row of values that are not known would be a row of empty cells, which is none. */
static hr_err check_row(hr_ctx *ctx, const fields *f, hr_span at)
{
    double dry = f->dry_bulb.v - ZERO_CELSIUS, wet = f->wet_bulb.v - ZERO_CELSIUS;
    static const bounds bulb = {"wet bulb temperature", "between -70 degC and the dry bulb", -70, 70, 0, true};
    if (!f->time.presence)
        return hr_diag_add(ctx, HR_ERROR, "M604", at, "say in the column `time` when it is, in any words",
                           "the row has no `time`");
    if (f->dry_bulb.presence && !within(&dry_bulb, dry)) return no_weather(ctx, &f->dry_bulb, &dry_bulb, dry);
    if (f->wet_bulb.presence && (!within(&bulb, wet) || (f->dry_bulb.presence && wet > dry)))
        return no_weather(ctx, &f->wet_bulb, &bulb, wet);
    if (f->pressure.presence && !within(&pressure, f->pressure.v))
        return no_weather(ctx, &f->pressure, &pressure, f->pressure.v);
    if (f->humidity.presence && f->wet_bulb.presence)
        return hr_diag_add(ctx, HR_ERROR, "M604", f->humidity.at, "leave one of the two out",
                           "a row has `wet_bulb` or `humidity`, this one has both");
    if (f->humidity.presence && !f->pressure.presence)
        return hr_diag_add(ctx, HR_ERROR, "M604", f->humidity.at,
                           "add a column `pressure [kPa]`: the station's, not that of sea level",
                           "a wet bulb cannot be told from `humidity` without `pressure`");
    return HR_OK;
}

static double value_of(const hr_num *n) { return n->presence ? n->v : NOT_KNOWN; }

/* The first row with a fault is told: a column that is wrong is so in all of them. */
static hr_err read_rows(hr_reader *r, const hr_ynode *list, hr_vec *rows)
{
    for (uint32_t i = 0; i < list->n; i++) {
        fields f = {0};
        hr_err e = hr_fields_read(r, table, &f, list->u.item[i], "weather table", NULL, false);
        if (e == HR_OK) e = check_row(r->ctx, &f, list->u.item[i]->at);
        if (e != HR_OK) return e;
        hr_weather_row *row = hr_vec_push(rows, sizeof *row);
        if (!row) return HR_ENOMEM;
        *row = (hr_weather_row){value_of(&f.dry_bulb), value_of(&f.wet_bulb), value_of(&f.humidity),
                                value_of(&f.pressure)};
    }
    return HR_OK;
}

static hr_err read_csv(hr_ctx *ctx, hr_id file, hr_vec *rows, double *step)
{
    hr_arena *scratch = hr_arena_new();
    hr_site none = {.ctx = ctx};
    hr_reader r = {.ctx = ctx, .arena = scratch, .site = &none};
    hr_ynode *list = NULL;
    if (!scratch) return HR_ENOMEM;
    hr_err e = hr_csv_read(ctx, scratch, file, &list);
    if (e == HR_OK) e = read_rows(&r, list, rows);
    if (e == HR_OK && rows->n == 0)
        e = hr_diag_add(ctx, HR_ERROR, "M604", (hr_span){file, 1, 1, 0}, "a row of mean values is the least",
                        "the table has no rows");
    if (e == HR_OK) *step = YEAR / (double)rows->n;
    hr_arena_free(scratch);
    return e;
}

/* --- both ----------------------------------------------------------------------------------------------------------- */

static bool ends(hr_str name, const char *end)
{
    size_t n = strlen(end);
    return name.n > n && memcmp(name.s + name.n - n, end, n) == 0;
}

static bool is_epw(hr_str name) { return ends(name, ".epw") || ends(name, ".EPW"); }
static bool is_csv(hr_str name) { return ends(name, ".csv") || ends(name, ".CSV"); }

hr_err hr_weather_read(hr_weather **out, hr_ctx *ctx, hr_arena *arena, hr_id file)
{
    hr_vec rows = {0};
    hr_weather w = {.hourly = is_epw(hr_str_of(hr_source_name(ctx, file)))};
    hr_err e = w.hourly ? read_epw(ctx, file, &rows, &w.step) : read_csv(ctx, file, &rows, &w.step);
    *out = NULL;
    w.n = (uint32_t)rows.n;
    w.hourly &= w.step == 3600;
    if (e == HR_OK && (!(*out = HR_NEW(arena, hr_weather)) || !(w.row = HR_NEW_ARRAY(arena, hr_weather_row, w.n))))
        e = HR_ENOMEM;
    if (e == HR_OK) {
        if (w.n) memcpy(w.row, rows.item, w.n * sizeof *w.row);
        **out = w;
    }
    hr_vec_free(&rows);
    return e;
}

hr_err hr_build_weather(hr_build *b)
{
    const hr_ynode *n = b->site_node ? hr_yaml_get(b->site_node, "weather") : NULL;
    hr_weather *w;
    if (!n || n->kind != HR_Y_SCALAR) return HR_OK; /* of another shape: misc.c says so */
    if (!is_epw(n->text) && !is_csv(n->text))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M604", n->at, "name the file as it ends: x.epw or x.csv",
                           "`weather` is the name of a file .epw or .csv, found \"%.*s\"", HR_STR_FMT(n->text));
    char *path = hr_build_beside(b, n->at.file, n->text);
    if (!path)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M101", n->at, "weather is looked for beside the file that names it",
                           "no such file: %.*s", HR_STR_FMT(n->text));
    hr_err e = hr_source_read(b->r.ctx, path, n->at, &b->weather_file);
    if (e == HR_OK) e = hr_weather_read(&w, b->r.ctx, b->site->arena, b->weather_file);
    if (e != HR_OK) return e;
    w->name = n->text;
    b->site->weather = w;
    return HR_OK;
}
