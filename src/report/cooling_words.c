/* cooling_words.c - what stands beside a symbol of the cooling diagram: temperatures, flow and heat as they are in the
 * normal state. Of several elements that are alike it is the one with the most heat. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "element/site_fields.h"
#include "model/units.h"
#include "report/oneline.h"
#include "report/view.h"

enum { DIGITS = 3, TEXT = 64 };

uint8_t hr_ol_cooling_shape(const hr_site *s, hr_id unit)
{
    static const uint8_t by_law[HR_LAWS] = {
        [HR_LAW_EXCHANGER] = HR_OL_EXCHANGER, [HR_LAW_CONDENSER] = HR_OL_EXCHANGER, [HR_LAW_TO_AIR] = HR_OL_EXCHANGER,
        [HR_LAW_COMPRESSOR] = HR_OL_CHILLER,  [HR_LAW_DRY] = HR_OL_REJECTS,         [HR_LAW_WET] = HR_OL_REJECTS,
        [HR_LAW_FREE] = HR_OL_EXCHANGER};
    switch (hr_unit_cooling(s, unit)) {
    case HR_COOLING_LOOP: return HR_OL_LOOP;
    case HR_COOLING_ZONE: return HR_OL_ZONE;
    case HR_COOLING_RACK: return HR_OL_RACK;
    case HR_COOLING_IMMERSION:
    case HR_COOLING_COOLER: break;
    default: return HR_OL_OTHER;
    }
    const hr_cooler_law law = hr_unit_cooler(s, unit).law;
    for (uint32_t i = 0; i < s->n_heat_ref; i++) /* of a zone: it moves air */
        if (s->heat_ref[i].to == unit && s->heat_ref[i].role == HR_HEAT_COOLED_BY)
            return hr_unit_cooling(s, s->heat_ref[i].unit) == HR_COOLING_ZONE ? HR_OL_FAN : by_law[law];
    return by_law[law];
}

/* --- figures --------------------------------------------------------------------------------------------------------------- */

static hr_reading read(const hr_oneline *o, hr_id unit, hr_quantity q)
{
    hr_id port = o->c->site->unit[unit].port;
    if (port == HR_NONE) return (hr_reading){0, HR_S_OFF};
    return hr_power_engine.reading(o->work, hr_point_of(port, q));
}

/* "596 kW", "? kW" is "unknown"; what is known of it: ">= 40 kW". */
static void figure(hr_reading r, hr_dim dim, char text[TEXT])
{
    char number[48];
    hr_unit_text(number, sizeof number, r.v, dim, DIGITS);
    if (r.state == HR_S_PARTIAL) (void)snprintf(text, TEXT, ">= %s", number);
    else (void)snprintf(text, TEXT, "%s", r.state == HR_S_KNOWN ? number : r.state == HR_S_OFF ? "off" : "unknown");
}

static void say(const hr_oneline *o, hr_id unit, hr_quantity q, const char *before, hr_buf *out)
{
    char text[TEXT];
    hr_reading r = read(o, unit, q);
    if (r.state == HR_S_OFF) return;
    figure(r, (hr_dim)hr_quantity_table[q].dim, text);
    hr_buf_printf(out, "%s%s%s", out->n ? ", " : "", before, text);
}

/* "596 of 600 kW": the unit stands once where both have it. */
static void of(hr_buf *out, const char *part, const char *whole)
{
    const char *unit = strchr(part, ' '), *other = strchr(whole, ' ');
    bool same = unit && other && strcmp(unit, other) == 0;
    hr_buf_printf(out, "%.*s of %s", same ? (int)(unit - part) : (int)strlen(part), part, whole);
}

static void say_of(const hr_oneline *o, hr_id unit, hr_quantity q, hr_reading most, hr_buf *out)
{
    char part[TEXT], whole[TEXT];
    hr_reading r = read(o, unit, q);
    if (r.state == HR_S_OFF) return;
    figure(r, (hr_dim)hr_quantity_table[q].dim, part);
    figure(most, (hr_dim)hr_quantity_table[q].dim, whole);
    if (out->n) hr_buf_z(out, ", ");
    if (most.state == HR_S_KNOWN) of(out, part, whole);
    else hr_buf_z(out, part);
}

/* "32 -> 43.5 degC" */
static void say_way(const hr_oneline *o, hr_id unit, hr_buf *out)
{
    char there[TEXT], back[TEXT];
    figure(read(o, unit, HR_Q_SUPPLY), HR_DIM_KELVIN, there);
    figure(read(o, unit, HR_Q_RETURN), HR_DIM_KELVIN, back);
    char *degree = strchr(there, ' ');
    if (degree && strchr(back, ' ')) *degree = '\0';
    hr_buf_printf(out, "%s -> %s", there, back);
}

/* m3/s that go through a loop or zone: what is needed, as far as it can be moved. */
static void say_moved(const hr_oneline *o, hr_id unit, hr_buf *out)
{
    char text[TEXT];
    hr_reading able = read(o, unit, HR_Q_FLOW), need = read(o, unit, HR_Q_NEED);
    hr_reading r = able.state == HR_S_KNOWN && (need.state != HR_S_KNOWN || able.v < need.v) ? able : need;
    if (r.state == HR_S_OFF) return;
    figure(r, (hr_dim)hr_quantity_table[HR_Q_FLOW].dim, text);
    hr_buf_printf(out, "%s%s", out->n ? ", " : "", text);
}

/* --- by kind --------------------------------------------------------------------------------------------------------------- */

static void of_body(const hr_oneline *o, hr_id unit, hr_buf line[HR_OL_MORE])
{
    say_way(o, unit, &line[0]);
    say(o, unit, HR_Q_INLET, "inlet ", &line[0]);
    say(o, unit, HR_Q_HEAT, "", &line[1]);
    say_moved(o, unit, &line[1]);
}

static void of_cooler(const hr_oneline *o, hr_id unit, hr_buf line[HR_OL_MORE])
{
    const hr_num *most = hr_unit_num(o->c->site, unit, "cooling");
    hr_reading limit = {0, HR_S_UNKNOWN};
    if (most && most->presence) limit = (hr_reading){most->v, HR_S_KNOWN};
    if (hr_power_engine.lives(o->work, unit) == HR_S_OFF) {
        hr_buf_z(&line[0], "off");
        return;
    }
    say_of(o, unit, HR_Q_HEAT, limit, &line[0]);
    say_of(o, unit, HR_Q_FLOW, read(o, unit, HR_Q_ABLE), &line[1]);
}

static void of_load(const hr_oneline *o, hr_id unit, hr_buf line[HR_OL_MORE])
{
    say(o, unit, HR_Q_HEAT, "liquid ", &line[0]);
    int next = line[0].n > 0;
    say(o, unit, HR_Q_AIR_HEAT, "air ", &line[next]);
    say(o, unit, HR_Q_INLET, "inlet ", &line[1]);
}

static void of_unit(const hr_oneline *o, hr_id unit, hr_buf line[HR_OL_MORE])
{
    hr_cooling_kind k = hr_unit_cooling(o->c->site, unit);
    for (int i = 0; i < HR_OL_MORE; i++) line[i].n = 0;
    if (k == HR_COOLING_LOOP || k == HR_COOLING_ZONE) of_body(o, unit, line);
    else if (hr_cooling_is_cooler(k)) of_cooler(o, unit, line);
    else of_load(o, unit, line);
}

static void of_outdoor(const hr_oneline *o, hr_buf line[HR_OL_MORE])
{
    const hr_site_fields *f = o->c->site->fields;
    const hr_num *bulb[] = {&f->outdoor.dry_bulb, &f->outdoor.wet_bulb};
    static const char *const words[] = {"dry bulb ", "wet bulb "};
    char text[TEXT];
    for (int i = 0, next = 0; i < 2; i++) {
        if (!bulb[i]->presence) continue;
        figure((hr_reading){bulb[i]->v, HR_S_KNOWN}, HR_DIM_KELVIN, text);
        hr_buf_printf(&line[next++], "%s%s", words[i], text);
    }
}

/* --- the worst of several -------------------------------------------------------------------------------------------------- */

static double heat_of(const hr_oneline *o, hr_id unit)
{
    hr_reading liquid = read(o, unit, HR_Q_HEAT), air = read(o, unit, HR_Q_AIR_HEAT);
    return liquid.v + air.v;
}

static bool all_alike(const hr_oneline *o, const hr_ol_symbol *s, hr_buf line[HR_OL_MORE])
{
    hr_buf other[HR_OL_MORE] = {{0}};
    bool alike = true;
    for (uint32_t k = 0; k < s->n_unit && alike; k++) {
        of_unit(o, s->unit[k], other);
        for (int i = 0; i < HR_OL_MORE; i++) alike = alike && hr_str_eq(hr_buf_text(&line[i]), hr_buf_text(&other[i]));
    }
    for (int i = 0; i < HR_OL_MORE; i++) {
        line[i].failed |= other[i].failed;
        hr_buf_free(&other[i]);
    }
    return alike;
}

void hr_ol_cooling_words(const hr_oneline *o, const hr_ol_symbol *s, hr_buf line[HR_OL_MORE])
{
    if (s->n_unit == 0) {
        of_outdoor(o, line);
        return;
    }
    hr_id most = s->unit[0];
    for (uint32_t k = 1; k < s->n_unit; k++)
        if (heat_of(o, s->unit[k]) > heat_of(o, most)) most = s->unit[k];
    of_unit(o, most, line);
    if (s->n_unit == 1 || line[0].n == 0) return;
    bool alike = all_alike(o, s, line);
    hr_buf first = {0};
    hr_buf_printf(&first, "%s %.*s", alike ? "each" : "max", HR_STR_FMT(hr_buf_text(&line[0])));
    first.failed |= line[0].failed;
    hr_buf_free(&line[0]);
    line[0] = first;
}
