/* cooler.h - what all that cools says alike: one struct of every field that a cooler may have, and rows for the tables.
 *
 * Each file takes the rows that its type has; what a type has no row for is absent. A cooler is an electrical load. One that does not say what it has to survive counts as `none`: what it cools decides
 * what its loss means. */
#ifndef HR_ELEMENT_COOLER_H
#define HR_ELEMENT_COOLER_H

#include "element/fields.h"

typedef struct hr_cooler {
    hr_from from;
    hr_num power, power_factor, ride_through, restart;
    hr_choice redundancy; /* hr_redundancy */
    hr_flag new_;
    hr_texts primary, zone, supplies;
    hr_num cooling, approach, supply, flow;
    hr_num primary_flow, primary_rise, primary_supply;
    hr_num cop, cop_at, cop_slope, free_cooling, max_outdoor, max_dew_point, min_load;
    hr_num fan, evaporation, blow_down;
    hr_num dp, primary_dp, filtration, needed;
    hr_num airflow; /* of its zone, where it gives its heat to one */
    hr_flag variable;
} hr_cooler;

#define HR_COOLER_(m, kind_, ...) HR_FIELD_IN(hr_cooler, m, kind_, __VA_ARGS__)
#define HR_COOLER_NUM(m, dim_, harsh_, flags_, doc_) \
    HR_COOLER_(m, HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = (flags_), .doc = (doc_))

/* Its electrical side. */
#define HR_COOLER_FED(from_flags, power_flags, power_doc) \
    HR_COOLER_(from, HR_F_FROM, .medium = HR_ELECTRICAL, .flags = (from_flags), \
               .doc = "where it is fed: one, or alternatives in order"), \
        HR_COOLER_NUM(power, HR_DIM_WATT, HR_HARSH_HIGH, power_flags, power_doc), \
        HR_COOLER_(power_factor, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW, \
                   .flags = HR_POSITIVE | HR_IS_RATIO_0_1, .dflt = HR_POWER_FACTOR_DEFAULT, \
                   .dflt_source = HR_POWER_FACTOR_SOURCE, .doc = "power factor, lagging"), \
        HR_COOLER_NUM(ride_through, HR_DIM_SECOND, HR_HARSH_LOW, 0, "how long it carries on without supply"), \
        HR_COOLER_NUM(restart, HR_DIM_SECOND, HR_HARSH_HIGH, 0, \
                      "from the return of its supply until it cools again; else assumed"), \
        HR_COOLER_(redundancy, HR_F_CHOICE, .words = hr_redundancy_words, \
                   .doc = "what it must survive itself; else none: what it cools decides"), \
    { \
        .name = "new", .kind = HR_F_FLAG, .offset = offsetof(hr_cooler, new_), \
        .doc = "not among what `measured` of its supply was measured with" \
    }

#define HR_COOLER_COOLING \
    HR_COOLER_NUM(cooling, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "heat it takes at its nameplate")
#define HR_COOLER_SUPPLY(doc_) HR_COOLER_NUM(supply, HR_DIM_KELVIN, HR_HARSH_HIGH_THEN_LOW, HR_MAY_NEGATIVE, doc_)
#define HR_COOLER_FLOW \
    HR_COOLER_NUM(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE, "coolant it moves, all its pumps running")
#define HR_COOLER_AIRFLOW(doc_) \
    { \
        .name = "airflow", .kind = HR_F_QUANTITY, .dim = HR_DIM_M3_PER_S, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE, \
        .offset = offsetof(hr_cooler, flow), .doc = (doc_) \
    }
#define HR_COOLER_PRIMARY(flags_, doc_) \
    HR_COOLER_(primary, HR_F_REF, .medium = HR_LIQUID, .flags = (flags_), .doc = (doc_))
/* The other side of what passes heat to a loop, at nameplate. */
#define HR_COOLER_PRIMARY_SIDE \
    HR_COOLER_NUM(primary_flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE, \
                  "coolant of its primary at its nameplate, and the most it takes"), \
        HR_COOLER_NUM(primary_rise, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, HR_POSITIVE, \
                      "rise of its primary at its nameplate, in place of `primary_flow`")
/* Where its loop has pipes. */
#define HR_COOLER_SUPPLIES \
    HR_COOLER_(supplies, HR_F_REF, .medium = HR_LIQUID, \
               .doc = "junctions of its loop: that it supplies, that it takes back from; where that has pipes"), \
        HR_COOLER_NUM(dp, HR_DIM_PASCAL, HR_HARSH_LOW, HR_POSITIVE, \
                      "pressure difference it leaves to its loop at `flow`")
#define HR_COOLER_PRIMARY_DP \
    HR_COOLER_NUM(primary_dp, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_POSITIVE, \
                  "loss of its primary side at `primary_flow`, its valve open")
#define HR_COOLER_EXCHANGER \
    HR_COOLER_NUM(approach, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, HR_POSITIVE, \
                  "at its nameplate: what it supplies less what its primary does"), \
        HR_COOLER_PRIMARY_SIDE, \
        HR_COOLER_NUM(primary_supply, HR_DIM_KELVIN, HR_HARSH_NONE, HR_MAY_NEGATIVE, \
                      "of its primary at its nameplate; else `supply` less `approach`")
#define HR_COOLER_VARIABLE(what) \
    HR_COOLER_(variable, HR_F_FLAG, \
               .doc = "its " what " follow what they have to move, power by its cube; absent counts as no")
#define HR_COOLER_FAN(else_) \
    HR_COOLER_NUM(fan, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1, \
                  "power of its fans by the heat it takes, where `power` is absent; else " else_)
#define HR_COOLER_MAX_OUTDOOR \
    HR_COOLER_NUM(max_outdoor, HR_DIM_KELVIN, HR_HARSH_LOW, HR_MAY_NEGATIVE, "outdoor air up to which it works")
/* Of a compressor. */
#define HR_COOLER_COP \
    HR_COOLER_NUM(cop, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE, \
                  "heat it takes by the power it draws, at `cop_at`; else 5.5"), \
        HR_COOLER_NUM(cop_at, HR_DIM_KELVIN, HR_HARSH_NONE, HR_MAY_NEGATIVE, \
                      "of the outdoor air, or what its primary supplies, at which `cop` holds; else 30 degC"), \
        HR_COOLER_NUM(cop_slope, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1, \
                      "part of `cop` that each K above `cop_at` takes off; else 2.5 %")

extern const hr_power_ops hr_cooler_power;

/* What engines and rules read of it. */
void hr_cooler_give(const hr_cooler *c, hr_cooler_law law, bool air, hr_cooler_fields *out);

/* For `complete`: what each lists and fills. hr_cooler_complete comes last. */
void hr_cooler_default_cop(hr_site *site, const hr_decl *decl, hr_cooler *c);
/* Where no power is given: the part of heat that its fans take, and the power that makes of it at its nameplate. */
void hr_cooler_default_fan(hr_site *site, const hr_decl *decl, hr_cooler *c, const hr_assumed *fan);
/* Of what may hold pumps: more of them needed than there are cannot be meant. */
void hr_cooler_check_pumps(hr_site *site, const hr_decl *decl, const hr_num *needed);
void hr_cooler_complete(hr_site *site, hr_decl *decl); /* of an hr_cooler, its power factor */

#endif
