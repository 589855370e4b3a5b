/* switchboard.c - a bus with devices: passes power on at the voltage it gets, without a loss of its own. */
#include "element/fields.h"
#include "element/measured.h"

typedef struct fields {
    hr_from from;
    hr_num rating, power, sccr, diversity;
    hr_flag drawout;
    hr_measured measured;
    hr_texts zone;
} fields;

static const hr_field table[] = {
    HR_FIELD_FROM("its sources: one, alternatives in order, or several in parallel"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "continuous current of the bus"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "active power it may pass on"),
    HR_FIELD_QUANTITY(sccr, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, "short-circuit current it withstands"),
    HR_FIELD_QUANTITY(diversity, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "rated diversity factor of its outgoing circuits, as its maker declares it (IEC 61439)"),
    HR_FIELD_FLAG(drawout, "its breakers can be withdrawn without taking the bus out"),
    HR_FIELD_MEASURED,
    HR_FIELD_ZONE,
    HR_FIELD_END,
};

static const hr_flag *drawout(const void *p) { return &((const fields *)p)->drawout; }

static const hr_switch_ops switching = {.drawout = drawout};
static const hr_power_ops power = {.kind = HR_P_SERIES, .switching = &switching};

const hr_type hr_type_switchboard = {
    .name = "switchboard",
    .doc = "a bus with devices",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
};
