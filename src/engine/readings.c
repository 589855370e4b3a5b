/* readings.c - the quantities of ports, and how states add. */
#include "engine/flow.h"

const hr_quantity_info hr_quantity_table[HR_Q_COUNT] = {
    [HR_Q_POWER] = {"power", "", "W", HR_DIM_WATT},
    [HR_Q_REACTIVE] = {"reactive", "", "var", HR_DIM_VAR},
    [HR_Q_APPARENT] = {"apparent", "", "VA", HR_DIM_VA},
    [HR_Q_CURRENT_A] = {"current", "A", "A", HR_DIM_AMP},
    [HR_Q_CURRENT_B] = {"current", "B", "A", HR_DIM_AMP},
    [HR_Q_CURRENT_C] = {"current", "C", "A", HR_DIM_AMP},
    [HR_Q_PSU] = {"psu", "", "W", HR_DIM_WATT},
    [HR_Q_LOST] = {"lost", "", "W", HR_DIM_WATT},
    [HR_Q_WINDING] = {"winding", "", "VA", HR_DIM_VA},
    [HR_Q_GAP] = {"interruption", "", "s", HR_DIM_SECOND},
    [HR_Q_BATTERY] = {"on_battery", "", "s", HR_DIM_SECOND},
    [HR_Q_STEP] = {"step", "", "W", HR_DIM_WATT},
    [HR_Q_DIRECT] = {"current", "DC", "A", HR_DIM_AMP},
    [HR_Q_PRESSURE] = {"pressure", "", "Pa", HR_DIM_PASCAL},
    [HR_Q_POINT_LOAD] = {"point_load", "", "N", HR_DIM_NEWTON},
    [HR_Q_ROLLING_LOAD] = {"rolling_load", "", "N", HR_DIM_NEWTON},
    [HR_Q_DENSITY] = {"density", "", "W/m2", HR_DIM_WATT_PER_M2},
    [HR_Q_GPUS] = {"gpus", "", "1", HR_DIM_NONE},
    [HR_Q_DEVICE] = {"device", "", "A", HR_DIM_AMP},
    [HR_Q_FAULT] = {"fault", "", "A", HR_DIM_AMP},
    [HR_Q_VOLTAGE] = {"voltage", "", "V", HR_DIM_VOLT},
    [HR_Q_MEANS] = {"means", "", "1", HR_DIM_NONE},
    [HR_Q_NUMBER] = {"number", "", "1", HR_DIM_NONE},
    [HR_Q_AMPACITY] = {"ampacity", "", "A", HR_DIM_AMP},
    [HR_Q_SIZE] = {"size", "", "m2", HR_DIM_M2_CONDUCTOR},
    [HR_Q_DELAY] = {"delay", "", "s", HR_DIM_SECOND},
    [HR_Q_TIME] = {"time", "", "s", HR_DIM_SECOND},
    [HR_Q_LENGTH] = {"length", "", "m", HR_DIM_METRE},
    [HR_Q_MASS] = {"mass", "", "kg", HR_DIM_KG},
    [HR_Q_DEMAND] = {"demand", "", "A", HR_DIM_AMP},
};

hr_state hr_state_add(hr_state a, hr_state b) { return flow_state_add(a, b); }
