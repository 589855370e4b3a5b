/* transformer_loss.c - minimum efficiencies, and the losses that follow from them.
 *
 * The law fixes efficiency at one load, x0 = 35 % for dry and 50 % for liquid-filled units. The split between the two
 * losses assumes that efficiency peaks there, which it does where both are equal:
 *     loss(x0) = x0 x rating x (1 / efficiency - 1)
 *     no_load_loss = loss(x0) / 2         load_loss = no_load_loss / x0^2
 * Sizes between two listed ones take the smaller, which is allowed to be the less efficient; sizes above the list take
 * its last entry. */
#include "element/transformer_loss.h"

#include "element/fields.h"

typedef struct efficiency {
    double kva, percent;
} efficiency;

/* 10 CFR 431.196(a)(2), low-voltage dry-type three-phase units made from 2016; the same as ASHRAE 90.1-2019
 * table 8.4.4. */
static const efficiency dry[] = {
    {15, 97.89},  {30, 98.23},  {45, 98.40},  {75, 98.60},  {112.5, 98.74}, {150, 98.83},
    {225, 98.94}, {300, 99.02}, {500, 99.14}, {750, 99.23}, {1000, 99.28},
};

/* 10 CFR 431.196(b)(2), liquid-immersed three-phase units made from 2016; recalled, not read again. */
static const efficiency liquid[] = {
    {500, 99.35}, {750, 99.40}, {1000, 99.43}, {1500, 99.48}, {2000, 99.51}, {2500, 99.53},
};

static const struct minimum {
    const efficiency *row;
    size_t n;
    double at; /* part of the rating at which the efficiency holds */
    const char *source;
} minimum[] = {
    [HR_COOLING_DRY] =
        {dry, sizeof dry / sizeof dry[0], 0.35,
         "as a low-voltage dry type at its minimum efficiency, 35 % load, 10 CFR 431.196(a)(2), 2016, the 1000 kVA "
         "entry for larger ones; losses equal at that load"},
    [HR_COOLING_LIQUID] = {liquid, sizeof liquid / sizeof liquid[0], 0.50,
                           "minimum efficiency at 50 % load, liquid-filled, 10 CFR 431.196, 2016 (recalled); losses "
                           "equal at that load"},
};

bool hr_loss_minimum(hr_cooling cooling, double rating, hr_loss *out)
{
    const struct minimum *m = &minimum[cooling];
    size_t i = m->n;
    /* A listed size written in other units may differ in its last bit: it still counts as that size. */
    while (i > 0 && m->row[i - 1].kva * 1e3 > rating * (1 + 1e-12)) i--;
    if (i == 0) return false;
    double loss = m->at * rating * (100 / m->row[i - 1].percent - 1);
    out->no_load = loss / 2;
    out->load = out->no_load / (m->at * m->at);
    return true;
}

const char *hr_loss_source(hr_cooling cooling) { return minimum[cooling].source; }

void hr_loss_complete(hr_site *site, const hr_decl *decl, hr_cooling cooling, const hr_num *rating, hr_num *no_load,
                      hr_num *load)
{
    hr_loss loss;
    if (rating->presence == HR_ABSENT || !hr_loss_minimum(cooling, rating->v, &loss)) return;
    const char *source = hr_loss_source(cooling);
    if (no_load->presence == HR_ABSENT)
        hr_default_num(site, decl, "no_load_loss", no_load, loss.no_load, HR_DIM_WATT, source);
    if (load->presence == HR_ABSENT) hr_default_num(site, decl, "load_loss", load, loss.load, HR_DIM_WATT, source);
}

void hr_loss_series(const hr_num *rating, const hr_num *no_load, const hr_num *load, hr_corner corner,
                    hr_series_coef *out)
{
    *out = (hr_series_coef){0};
    if (rating->presence == HR_ABSENT) out->field = "rating";
    else if (no_load->presence == HR_ABSENT) out->field = "no_load_loss";
    else if (load->presence == HR_ABSENT) out->field = "load_loss";
    out->unknown = out->field != NULL;
    if (out->unknown) return;
    double s = hr_num_at(rating, HR_HARSH_LOW, corner);
    out->fixed = hr_num_at(no_load, HR_HARSH_HIGH, corner);
    out->per_va2 = hr_num_at(load, HR_HARSH_HIGH, corner) / (s * s);
}

/* Vector groups, and what each means for the phases: Dyn11 takes secondary phase a from primary A and B, Dyn1 from
 * A and C; a star-star or delta-delta bank passes phases straight on. */
const char *const hr_winding_words[] = {"Dyn1", "Dyn11", "Yyn0", "Dd0", NULL};
static const int winding_codes[] = {2, 1, 0, 0};

int hr_winding_code(const hr_choice *winding) { return winding_codes[winding->v]; }
