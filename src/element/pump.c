/* pump.c - moves coolant: of the CDU that holds it, or between two junctions of a loop with pipes. Held, what it draws is part
 * of its CDU's power and it lives with that, unless it has a feed of its own. */
#include "element/fields.h"
#include "element/redundancy.h"

typedef struct fields {
    hr_from from;
    hr_num power, power_factor, ride_through, restart;
    hr_choice redundancy; /* hr_redundancy */
    hr_flag new_;
    hr_texts between;
    hr_num flow, head, speed;
    hr_curve curve;
    hr_choice standby;
    hr_num efficiency, npsh_required;
} fields;

enum { RUNNING, STOPPED };
static const char *const standby_words[] = {"running", "stopped", NULL};

static const hr_field table[] = {
    HR_FIELD_(from, HR_F_FROM, .medium = HR_ELECTRICAL, .doc = "a feed of its own; else it lives with its CDU"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_HIGH, 0,
                      "most it draws for long; counted where it has a feed of its own"),
    HR_FIELD_(power_factor, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW,
              .flags = HR_POSITIVE | HR_IS_RATIO_0_1, .dflt = HR_POWER_FACTOR_DEFAULT,
              .dflt_source = HR_POWER_FACTOR_SOURCE, .doc = "power factor, lagging"),
    HR_FIELD_QUANTITY(ride_through, HR_DIM_SECOND, HR_HARSH_LOW, 0, "how long it carries on without supply"),
    HR_FIELD_QUANTITY(restart, HR_DIM_SECOND, HR_HARSH_HIGH, 0,
                      "from the return of its supply until it turns again; else assumed"),
    HR_FIELD_CHOICE(redundancy, hr_redundancy_words, "what it must survive itself; else none: what it cools decides"),
    HR_FIELD_(between, HR_F_REF, .medium = HR_LIQUID,
              .doc = "two junctions of one loop: from, to; else a CDU holds it"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE, "coolant it moves at `head`"),
    HR_FIELD_QUANTITY(head, HR_DIM_PASCAL, HR_HARSH_LOW, HR_POSITIVE, "pressure difference it gives at `flow`"),
    HR_FIELD_(curve, HR_F_CURVE, .dim = HR_DIM_M3_PER_S, .dim2 = HR_DIM_PASCAL,
              .doc = "pressure difference by flow, in place of the one point: falling"),
    HR_FIELD_(speed, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW, .dflt = "100 %",
              .dflt_source = "the speed of its curve", .doc = "part of the speed of its curve; 0 where it stands"),
    HR_FIELD_CHOICE(standby, standby_words, "whether it turns while others carry; else running"),
    HR_FIELD_QUANTITY(efficiency, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "what it gives to the coolant by what it draws"),
    HR_FIELD_QUANTITY(npsh_required, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_POSITIVE,
                      "pressure above that of vapour which it needs at its inlet"),
    HR_FIELD_NEW,
    HR_FIELD_END,
};

/* What a CDU or tank moves it states itself, however many pumps of whatever curve do it: a figure here would not be looked at. */
static void warn_of_held(hr_site *site, const hr_decl *decl, const fields *f)
{
    const struct {
        const char *field;
        uint8_t presence;
        hr_span at;
    } idle[] = {{"head", f->head.presence, f->head.at},
                {"curve", f->curve.n ? HR_PRESENT : HR_ABSENT, f->curve.at},
                {"speed", f->speed.presence, f->speed.at},
                {"npsh_required", f->npsh_required.presence, f->npsh_required.at},
                {"flow", f->flow.presence, f->flow.at}};
    for (unsigned i = 0; i < sizeof idle / sizeof *idle; i++) {
        if (idle[i].presence != HR_PRESENT) continue;
        (void)hr_diag_add(site->ctx, HR_WARNING, "M902", idle[i].at,
                          "what holds it says the `flow` that its pumps move, and a CDU the `dp` that it leaves to its "
                          "loop; or stand the pump `between` two junctions",
                          "`%.*s` is held, and states `%s`: no flow is told from that", HR_STR_FMT(decl->name),
                          idle[i].field);
        return;
    }
}

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    if (decl->parent != HR_NONE && f->between.n == 0) warn_of_held(site, decl, f);
    if (f->from.form != HR_FROM_NONE) hr_default_power_factor(site, decl, &f->power, &f->power_factor);
    hr_warn_stands_alone(site, decl, &f->between, "hold it in a cdu, or say `between` which junctions it stands");
}

static const hr_num *load(const void *p) { return &((const fields *)p)->power; }
static const hr_num *power_factor(const void *p) { return &((const fields *)p)->power_factor; }
static const hr_num *ride_through(const void *p) { return &((const fields *)p)->ride_through; }

static const hr_choice *redundancy(const void *p)
{
    static const hr_choice none = {
        .v = HR_REDUNDANCY_NONE, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
    const hr_choice *own = &((const fields *)p)->redundancy;
    return own->presence ? own : &none;
}

static const hr_bridge_ops bridge = {.ride_through = ride_through};
static const hr_power_ops power = {
    .kind = HR_P_LOAD, .load = load, .power_factor = power_factor, .redundancy = redundancy, .bridge = &bridge};

static bool runs(const void *p)
{
    const hr_choice *standby = &((const fields *)p)->standby;
    return !standby->presence || standby->v != STOPPED;
}

static void link_(const void *p, hr_link_fields *out)
{
    const fields *f = p;
    *out = (hr_link_fields){.law = HR_FLOW_PUMP,
                            .dp = &f->head,
                            .flow = &f->flow,
                            .curve = &f->curve,
                            .speed = &f->speed,
                            .npsh = &f->npsh_required,
                            .closed = f->standby.presence && f->standby.v == STOPPED,
                            .one_way = true};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_PUMP, .runs = runs, .link = link_};

const hr_type hr_type_pump = {
    .name = "pump",
    .doc = "moves coolant: of the CDU that holds it, or between two junctions",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .cooling = &cooling,
    .complete = complete,
};
