/* manifold.c - in a rack: a supply and a return header, with a branch for each tray between them: a pair of quick disconnects and
 * the tray's cold plates in series. All trays are alike; the headers are not their part of the loss alone, they decide which tray
 * gets least. With it the rack's `dp` is told from the parts, and its own is refused. */
#include "element/fields.h"

typedef struct fields {
    hr_num trays, diameter, pitch, roughness, loss;
    hr_choice connection;
    hr_rung_rec quick_disconnect, tray;
} fields;

const char *const hr_connection_words[] = {"same-end", "opposite-end", NULL};

#define RUNG(m, dim_, harsh_, flags_, doc_) \
    HR_FIELD_IN(hr_rung_rec, m, HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = (flags_), .doc = (doc_))

static const hr_field quick_disconnect_fields[] = {
    RUNG(dp, HR_DIM_PASCAL, HR_HARSH_HIGH, 0, "loss of one pair at `flow`; 0 Pa where that of the tray holds it"),
    RUNG(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE,
         "at which it loses `dp`; with a Kv of both in series: 1 bar at that"),
    HR_FIELD_IN(hr_rung_rec, exponent, HR_F_QUANTITY, .dim = HR_DIM_NONE, .flags = HR_POSITIVE, .dflt = "2",
                .dflt_source = "a fitting in turbulent flow", .doc = "of the flow in its loss"),
    HR_FIELD_END,
};

static const hr_field tray_fields[] = {
    RUNG(dp, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_POSITIVE, "loss of its plates and hoses at `flow`"),
    RUNG(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE, "through one tray, at which it loses `dp`"),
    HR_FIELD_IN(hr_rung_rec, exponent, HR_F_QUANTITY, .dim = HR_DIM_NONE, .flags = HR_POSITIVE, .dflt = "1.85",
                .dflt_source = "LBL Buildings library: a loop of eight cold plates", .doc = "of the flow in its loss"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_FIELD_COUNT(trays, HR_POSITIVE, "trays on it, all alike; else the nodes that its rack holds"),
    HR_FIELD_QUANTITY(diameter, HR_DIM_METRE, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "inside, of both headers"),
    HR_FIELD_QUANTITY(pitch, HR_DIM_METRE, HR_HARSH_HIGH, HR_NEED | HR_POSITIVE, "of header from one tray to the next"),
    HR_FIELD_QUANTITY(roughness, HR_DIM_METRE, HR_HARSH_HIGH, HR_NEED, "of the headers' wall: 0.05 mm"),
    HR_FIELD_QUANTITY(loss, HR_DIM_NONE, HR_HARSH_HIGH, 0,
                      "of a header straight past one tray, in velocity heads; else 0.1"),
    HR_FIELD_(connection, HR_F_CHOICE, .flags = HR_NEED, .words = hr_connection_words,
              .doc = "coolant leaves at the end where it comes in, or at the other: reverse return"),
    HR_FIELD_(quick_disconnect, HR_F_RECORD, .flags = HR_NEED, .record = quick_disconnect_fields,
              .doc = "the pair of couplings of one tray"),
    HR_FIELD_(tray, HR_F_RECORD, .flags = HR_NEED, .record = tray_fields, .doc = "one tray behind its couplings"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed loss = {0.1, 0, 0.5, HR_DIM_NONE, "assumed, 0 to 0.5: what makers do not publish"};
    hr_default_assumed(site, decl, "loss", &((fields *)decl->fields)->loss, &loss);
}

static void manifold(const void *p, hr_manifold_fields *out)
{
    const fields *f = p;
    *out = (hr_manifold_fields){.trays = &f->trays,
                                .diameter = &f->diameter,
                                .pitch = &f->pitch,
                                .roughness = &f->roughness,
                                .loss = &f->loss,
                                .connection = &f->connection,
                                .couplings = &f->quick_disconnect,
                                .tray = &f->tray};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_MANIFOLD, .manifold = manifold};

const hr_type hr_type_manifold = {
    .name = "manifold",
    .doc = "supply and return header of a rack, with a branch for each tray",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
