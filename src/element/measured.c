/* measured.c - the record `measured`: the demand of a building that stands already, and how it was measured. */
#include "element/measured.h"

#include "element/fields.h"

const char *const hr_measured_basis_words[] = {"year", "month", NULL};

const hr_field hr_measured_table[] = {
    HR_FIELD_IN(hr_measured, demand, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_HIGH,
                .doc = "highest demand, of the line that carries most"),
    HR_FIELD_IN(hr_measured, power, HR_F_QUANTITY, .dim = HR_DIM_WATT, .harsh = HR_HARSH_HIGH,
                .doc = "the same in kW, as a bill says it; then `power_factor` is asked for"),
    HR_FIELD_IN(hr_measured, power_factor, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW,
                .flags = HR_POSITIVE | HR_IS_RATIO_0_1, .doc = "power factor at that demand"),
    HR_FIELD_IN(hr_measured, basis, HR_F_CHOICE, .words = hr_measured_basis_words,
                .doc = "one year of demand data, or 30 days recorded at 15 minutes with the building occupied"),
    HR_FIELD_IN(hr_measured, shaving, HR_F_FLAG, .doc = "peaks were shaved: by a battery, a cap, generators"),
    HR_FIELD_IN(hr_measured, renewable, HR_F_FLAG, .doc = "a renewable source fed in"),
    HR_FIELD_IN(hr_measured, seasonal, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_HIGH,
                .doc = "of 30 days: heating or cooling, the larger, and periodic loads that they did not see"),
    HR_FIELD_IN(hr_measured, added, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_HIGH,
                .doc = "current that is added; else that of the loads below it that say `new`"),
    HR_FIELD_END,
};
