/* power_shelf.c - rectifiers that feed the bus of the rack that holds them.
 *
 * All that the rack takes is shared by the rectifiers of its live shelves, each alike, and lost as a whole when they are
 * too few for it. A shelf with several whips has rectifiers on each; those of a dead whip are dead. Battery backup units
 * carry its output while all its whips are away.
 *
 * Loss: of `psus.efficiency`, one figure for all loads; without it that of full load, which is the worse end. */
#include "element/bbu.h"
#include "element/fields.h"

typedef struct fields {
    hr_from from;
    hr_num rating;
    hr_text plug;
    hr_choice class_; /* hr_rack_class */
    hr_psus psus;
    hr_num autonomy; /* of its battery backup units */
    bool backed;     /* there are some */
    bool weak;       /* they cannot carry its rating together */
} fields;

#define EFFICIENCY 0.965
static const char efficiency_source[] =
    "rectifier at full load, OCP ORv3 shelf documents (peak 97.5 %); taken at every load: the larger loss";

static const hr_field table[] = {
    HR_FIELD_FROM("where it is fed; several whips by name: {A: ..., B: ...}"),
    HR_FIELD_QUANTITY(rating, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "power at its output; else psus.installed x psus.rating"),
    HR_FIELD_TEXT(plug, 0, "plug of each whip: L22-30, IEC60309-3P+N+E-32"),
    HR_FIELD_CLASS,
    HR_FIELD_PSUS("its rectifiers: how many are installed and needed, and what one of them gives"),
    HR_FIELD_END,
};

static const char *const held[] = {"bbu", NULL};

static double installed(const hr_psus *p)
{
    double sum = 0;
    for (uint32_t i = 0; i < p->n; i++) sum += p->cord[i].count.v;
    return p->installed.presence ? p->installed.v : sum;
}

static hr_num computed(const hr_decl *decl, double v, double lo, double hi)
{
    return (hr_num){.presence = HR_PRESENT,
                    .trust = HR_COMPUTED,
                    .at = decl->at,
                    .provenance = HR_NONE,
                    .v = v,
                    .lo = lo,
                    .hi = hi};
}

/* W of all shelves that the holder of this one has beside it, this one included; 0 where one does not say. */
static double rated_beside(const hr_site *site, const hr_decl *decl)
{
    double sum = 0;
    for (hr_id d = decl->parent + 1; d < site->n_decl && site->decl[d].parent != HR_NONE; d++) {
        const hr_decl *x = &site->decl[d];
        const fields *f = x->fields;
        if (x->parent < decl->parent) break;
        if (x->parent != decl->parent || x->type != &hr_type_power_shelf) continue;
        double one = f->rating.presence ? f->rating.v : f->psus.rating.v * installed(&f->psus);
        if (one <= 0) return 0;
        sum += one * x->members / site->decl[decl->parent].members;
    }
    return sum;
}

/* Units of the shelf, and its part of those that the rack holds for all. Units too weak for the shelf's rating carry it
 * for a time that nobody states. */
static void back_up(const hr_site *site, const hr_decl *decl, fields *f)
{
    hr_bbu_store own = hr_bbu_held_by(site, (hr_id)(decl - site->decl)), all = {.known = true};
    double part = 0, beside = decl->parent != HR_NONE ? rated_beside(site, decl) : 0;
    if (decl->parent != HR_NONE) all = hr_bbu_held_by(site, decl->parent);
    f->backed = own.any || all.any;
    if (!f->backed || !f->rating.presence || !own.known || !all.known || (all.any && beside <= 0)) return;
    if (all.any) part = f->rating.v / beside;
    double watts = own.watts + part * all.watts;
    f->weak = watts < f->rating.v * (1 - 1e-9);
    if (f->weak) return;
    f->autonomy = computed(decl, (own.joules + part * all.joules) / f->rating.v,
                           (own.joules_lo + part * all.joules_lo) / f->rating.v,
                           (own.joules_hi + part * all.joules_hi) / f->rating.v);
}

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    const hr_num *one = &f->psus.rating;
    double n = installed(&f->psus);
    if (!f->psus.present) f->psus.at = decl->at;
    f->psus.present = true; /* its rectifiers are there, whatever is said of them */
    if (f->rating.presence == HR_ABSENT && one->presence && n > 0)
        f->rating = computed(decl, n * one->v, n * one->lo, n * one->hi);
    if (f->psus.efficiency.presence == HR_ABSENT)
        hr_default_num(site, decl, "psus.efficiency", &f->psus.efficiency, EFFICIENCY, HR_DIM_NONE, efficiency_source);
    back_up(site, decl, f);
}

static void series(const void *p, hr_corner corner, double vin, double vout, hr_series_coef *out)
{
    const fields *f = p;
    (void)vin, (void)vout;
    *out = (hr_series_coef){.per_w = 1 / hr_num_at(&f->psus.efficiency, HR_HARSH_LOW, corner) - 1};
}

static const hr_num *voltage(const void *p) { return &((const fields *)p)->psus.voltage; }
static const hr_psus *psus(const void *p) { return &((const fields *)p)->psus; }

static const hr_num *autonomy(const void *p)
{
    const fields *f = p;
    return f->backed ? &f->autonomy : NULL;
}

static const char *autonomy_field(const void *p) { return ((const fields *)p)->weak ? "bbu.power" : "bbu.carry"; }

static const hr_bridge_ops bridge = {.autonomy = autonomy, .autonomy_field = autonomy_field};
static const hr_power_ops power = {.kind = HR_P_SERIES,
                                   .output_rated = true,
                                   .pools = true,
                                   .voltage = voltage,
                                   .series = series,
                                   .psus = psus,
                                   .bridge = &bridge};

const hr_type hr_type_power_shelf = {
    .name = "power-shelf",
    .doc = "rectifiers that feed the bus of the rack that holds them",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .held = held,
    .power = &power,
    .complete = complete,
};
