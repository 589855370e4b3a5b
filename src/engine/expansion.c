/* expansion.c - what the liquid of a loop grows by from its fill to its warmest side, and the part of it for each vessel.
 *
 *   growth = V (rho(cold) / rho(warm) - 1), V: `volume` of the loop and of its buffer tanks, warm: the warmer of supply and return
 *
 * Several vessels on a loop share that by their volumes. All of the liquid counts as if it were at the warmest side: on the safe
 * side, as the half of a loop that is colder grows less. docs/physics/cooling.md */
#include "engine/cooling.h"
#include "model/units.h"

typedef struct expansion {
    cool_amount liquid, cold, warm; /* m3, K, K */
    double rho_cold, rho_warm;
    cool_amount grows, part;
} expansion;

/* m3 of all that stands on a loop and is of a kind. */
static cool_amount volume_of(const cooling *c, hr_id loop, hr_cooling_kind kind, hr_harsh harsh)
{
    const hr_site *s = c->e->site;
    cool_amount sum = cool_known(0);
    for (uint32_t i = 0; i < s->n_heat_ref; i++) {
        hr_id u = s->heat_ref[i].unit;
        if (s->heat_ref[i].role != HR_HEAT_LOOP || s->heat_ref[i].to != loop || hr_unit_cooling(s, u) != kind) continue;
        cool_amount one = cool_num(hr_unit_num(s, u, "volume"), harsh, c->e->corner, u, "volume");
        one.v *= s->unit[u].count;
        cool_add(&sum, one);
    }
    return sum;
}

static cool_amount liquid_in(const cooling *c, const cool_body *b)
{
    cool_amount sum = cool_num(b->loop.volume, HR_HARSH_HIGH, c->e->corner, b->unit, "volume");
    if (cool_is(&sum)) cool_add(&sum, volume_of(c, b->unit, HR_COOLING_TANK, HR_HARSH_HIGH));
    return cool_is(&sum) ? sum : cool_lacks(&sum);
}

static cool_amount warmest(const cool_body *b)
{
    if (!cool_is(&b->supply)) return cool_lacks(&b->supply);
    if (!cool_is(&b->back)) return cool_lacks(&b->back);
    return b->back.v > b->supply.v ? b->back : b->supply;
}

static cool_amount solve(const cooling *c, hr_id vessel, expansion *x)
{
    const hr_site *s = c->e->site;
    hr_id loop = hr_unit_heat_to(s, vessel, HR_HEAT_LOOP);
    if (loop == HR_NONE) return cool_unknown(vessel, "loop");
    const cool_body *b = &c->body[c->index[loop]];
    hr_properties cold, warm;
    *x = (expansion){.liquid = liquid_in(c, b), .warm = warmest(b)};
    x->cold = cool_num(hr_unit_num(s, vessel, "cold"), HR_HARSH_LOW, c->e->corner, vessel, "cold");
    const cool_amount *all[] = {&x->liquid, &x->cold, &x->warm};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (!cool_is(all[i])) return cool_lacks(all[i]);
    if (!b->has_fluid) return cool_unknown(loop, "fluid");
    if (!hr_fluid_properties(&b->fluid, x->cold.v, &cold)) return cool_unknown(vessel, "cold");
    if (!hr_fluid_properties(&b->fluid, x->warm.v, &warm)) return cool_unknown(loop, "supply");
    x->rho_cold = cold.density, x->rho_warm = warm.density;
    double growth = x->liquid.v * (x->rho_cold / x->rho_warm - 1);
    x->grows = cool_known(growth > 0 ? growth : 0);
    cool_amount own = cool_num(hr_unit_num(s, vessel, "volume"), HR_HARSH_LOW, c->e->corner, vessel, "volume");
    cool_amount all_vessels = volume_of(c, loop, HR_COOLING_VESSEL, HR_HARSH_LOW);
    x->part =
        cool_is(&own) && cool_is(&all_vessels) ? cool_known(own.v / all_vessels.v) : cool_unknown(vessel, "volume");
    return cool_is(&x->part) ? cool_known(x->grows.v * x->part.v) : x->part;
}

cool_amount hr_expansion(const cooling *c, hr_id vessel)
{
    expansion x;
    return solve(c, vessel, &x);
}

static void put(hr_buf *out, const char *before, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_printf(out, "%s%s", before, text);
}

/* "1 m3 x (1023.86 kg/m3 at 10 degC / 1004.90 kg/m3 at 50 degC - 1), its part 0.5". */
void hr_expansion_words(const cooling *c, hr_id vessel, hr_buf *out)
{
    expansion x;
    cool_amount grows = solve(c, vessel, &x);
    if (!cool_is(&grows)) return;
    put(out, "", x.liquid.v, HR_DIM_M3);
    hr_buf_printf(out, " x (%.2f kg/m3", x.rho_cold);
    put(out, " at ", x.cold.v, HR_DIM_KELVIN);
    hr_buf_printf(out, " / %.2f kg/m3", x.rho_warm);
    put(out, " at ", x.warm.v, HR_DIM_KELVIN);
    hr_buf_z(out, " - 1)");
    if (x.part.v < 1) put(out, ", its part ", x.part.v, HR_DIM_NONE);
}
