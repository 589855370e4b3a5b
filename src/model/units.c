/* units.c - quantities as text with units, by one table.
 *
 * A row is a unit of one dimension: si = value * mul / div + offset. Two factors instead of one, so that a unit below
 * the SI one divides by a whole number: "20 ms" becomes the same double as 0.02, which 20 * 0.001 does not. Spellings
 * that people write for the same unit have rows of their own, right behind, and name the canonical one. Units differ
 * by case (mW, MW), so no case is folded; hr_unit_hint helps with KW. */
#include "model/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Exact by definition: international foot, inch and pound (1959); standard gravity (CGPM 1901); US gallon of 231 cubic
 * inches; International Table Btu, by which 1 Btu/lb is 2326 J/kg (1956). */
#define FT 0.3048
#define FT2 (FT * FT)
#define FT3 (FT * FT * FT)
#define INCH 0.0254
#define INCH2 (INCH * INCH)
#define LB 0.45359237
#define G_N 9.80665
#define LBF (LB * G_N)
#define FT_H2O (1000 * G_N * FT) /* conventional: water of 1000 kg/m3 */
#define INCH_H2O (1000 * G_N * INCH)
#define HP (550 * FT * LBF) /* mechanical horsepower */
#define GAL 3.785411784e-3
#define BTU (2326 * LB)
/* The circular mil is the area of a wire 0.001 inch thick: pi/4 * (0.0000254 m)^2; a kcmil is 1000 of them. */
#define PI 3.14159265358979323846
#define KCMIL (PI / 4 * 2.54e-5 * 2.54e-5 * 1000)
/* Temperatures: K = degC + 273.15 = (degF + 459.67) * 5/9. */
#define ZERO_C 273.15
#define ZERO_F (459.67 * 5 / 9)
/* A year is 8760 hours, as in failure rates and energy accounts. Months are refused: they differ in length. */
#define YEAR (8760.0 * 3600)

#define ALWAYS 1e-300 /* shown for the smallest values of its dimension */

typedef struct unit {
    hr_dim dim;
    const char *spelling;
    double mul, div, offset;
    const char *canonical; /* NULL: it is canonical itself */
    double from;           /* hr_unit_text uses it from this many SI units on; 0 = never */
} unit;

/* Sorted by dimension. */
static const unit units[] = {
    {HR_DIM_NONE, "%", 1, 100, 0, NULL, 0},
    {HR_DIM_NONE, "ppm", 1, 1e6, 0, NULL, 0}, /* by mass: what is dissolved in a coolant */

    {HR_DIM_VOLT, "V", 1, 1, 0, NULL, 1},
    {HR_DIM_VOLT, "mV", 1, 1000, 0, NULL, ALWAYS},
    {HR_DIM_VOLT, "kV", 1000, 1, 0, NULL, 1000},

    {HR_DIM_AMP, "A", 1, 1, 0, NULL, 1},
    {HR_DIM_AMP, "mA", 1, 1000, 0, NULL, ALWAYS},
    {HR_DIM_AMP, "kA", 1000, 1, 0, NULL, 1e4}, /* boards are rated "4000 A", faults "65 kA" */

    {HR_DIM_WATT, "W", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_WATT, "kW", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_WATT, "MW", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_WATT, "GW", 1e9, 1, 0, NULL, 1e9},
    {HR_DIM_WATT, "TR", 12000 * BTU, 3600, 0, NULL, 0}, /* ton of refrigeration = 12,000 Btu/h */
    {HR_DIM_WATT, "tons_refrigeration", 12000 * BTU, 3600, 0, "TR", 0},
    {HR_DIM_WATT, "ton_refrigeration", 12000 * BTU, 3600, 0, "TR", 0},
    {HR_DIM_WATT, "Btu/h", BTU, 3600, 0, NULL, 0},
    {HR_DIM_WATT, "BTU/h", BTU, 3600, 0, "Btu/h", 0},
    {HR_DIM_WATT, "BTU/hr", BTU, 3600, 0, "Btu/h", 0},
    {HR_DIM_WATT, "Btu/hr", BTU, 3600, 0, "Btu/h", 0},
    {HR_DIM_WATT, "hp", HP, 1, 0, NULL, 0}, /* motors and pumps */

    {HR_DIM_VA, "VA", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_VA, "kVA", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_VA, "MVA", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_VA, "GVA", 1e9, 1, 0, NULL, 1e9},

    {HR_DIM_VAR, "var", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_VAR, "kvar", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_VAR, "kVAr", 1e3, 1, 0, "kvar", 0},
    {HR_DIM_VAR, "kVAR", 1e3, 1, 0, "kvar", 0},
    {HR_DIM_VAR, "Mvar", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_VAR, "MVAr", 1e6, 1, 0, "Mvar", 0},
    {HR_DIM_VAR, "MVAR", 1e6, 1, 0, "Mvar", 0},

    {HR_DIM_OHM, "ohm", 1, 1, 0, NULL, 1},
    {HR_DIM_OHM, "Ω", 1, 1, 0, "ohm", 0},      /* U+03A9, the Greek letter */
    {HR_DIM_OHM, "\u2126", 1, 1, 0, "ohm", 0}, /* the sign of its own */
    {HR_DIM_OHM, "mohm", 1, 1000, 0, NULL, ALWAYS},
    {HR_DIM_OHM, "mΩ", 1, 1000, 0, "mohm", 0},

    {HR_DIM_OHM_PER_M, "ohm/m", 1, 1, 0, NULL, 1},
    {HR_DIM_OHM_PER_M, "Ω/m", 1, 1, 0, "ohm/m", 0},
    {HR_DIM_OHM_PER_M, "ohm/km", 1, 1000, 0, NULL, 0},
    {HR_DIM_OHM_PER_M, "Ω/km", 1, 1000, 0, "ohm/km", 0},
    {HR_DIM_OHM_PER_M, "mohm/m", 1, 1000, 0, NULL, ALWAYS},
    {HR_DIM_OHM_PER_M, "mΩ/m", 1, 1000, 0, "mohm/m", 0},
    {HR_DIM_OHM_PER_M, "uohm/m", 1, 1e6, 0, NULL, 0},
    {HR_DIM_OHM_PER_M, "µΩ/m", 1, 1e6, 0, "uohm/m", 0},
    {HR_DIM_OHM_PER_M, "ohm/kft", 1, 1000 * FT, 0, NULL, 0}, /* NEC chapter 9: ohm per 1000 feet */

    {HR_DIM_HERTZ, "Hz", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_HERTZ, "kHz", 1000, 1, 0, NULL, 1000},

    {HR_DIM_SECOND, "s", 1, 1, 0, NULL, 1},
    {HR_DIM_SECOND, "sec", 1, 1, 0, "s", 0},
    {HR_DIM_SECOND, "ms", 1, 1000, 0, NULL, 1e-3},
    {HR_DIM_SECOND, "us", 1, 1e6, 0, NULL, ALWAYS},
    {HR_DIM_SECOND, "µs", 1, 1e6, 0, "us", 0},      /* U+00B5, the sign */
    {HR_DIM_SECOND, "\u03bcs", 1, 1e6, 0, "us", 0}, /* the Greek letter */
    {HR_DIM_SECOND, "min", 60, 1, 0, NULL, 120},
    {HR_DIM_SECOND, "minute", 60, 1, 0, "min", 0},
    {HR_DIM_SECOND, "minutes", 60, 1, 0, "min", 0},
    {HR_DIM_SECOND, "h", 3600, 1, 0, NULL, 2 * 3600},
    {HR_DIM_SECOND, "hr", 3600, 1, 0, "h", 0},
    {HR_DIM_SECOND, "hour", 3600, 1, 0, "h", 0},
    {HR_DIM_SECOND, "hours", 3600, 1, 0, "h", 0},
    {HR_DIM_SECOND, "days", 86400, 1, 0, NULL, 2 * 86400},
    {HR_DIM_SECOND, "day", 86400, 1, 0, "days", 0},
    {HR_DIM_SECOND, "d", 86400, 1, 0, "days", 0},
    {HR_DIM_SECOND, "weeks", 7 * 86400, 1, 0, NULL, 0},
    {HR_DIM_SECOND, "week", 7 * 86400, 1, 0, "weeks", 0},
    {HR_DIM_SECOND, "years", YEAR, 1, 0, NULL, 2 * YEAR},
    {HR_DIM_SECOND, "year", YEAR, 1, 0, "years", 0},

    {HR_DIM_JOULE, "J", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_JOULE, "kJ", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_JOULE, "MJ", 1e6, 1, 0, NULL, 0},
    {HR_DIM_JOULE, "GJ", 1e9, 1, 0, NULL, 0},
    {HR_DIM_JOULE, "Wh", 3600, 1, 0, NULL, 0},
    {HR_DIM_JOULE, "kWh", 3.6e6, 1, 0, NULL, 3.6e5},
    {HR_DIM_JOULE, "MWh", 3.6e9, 1, 0, NULL, 3.6e9},
    {HR_DIM_JOULE, "GWh", 3.6e12, 1, 0, NULL, 3.6e12},

    {HR_DIM_KELVIN, "degC", 1, 1, ZERO_C, NULL, ALWAYS},
    {HR_DIM_KELVIN, "°C", 1, 1, ZERO_C, "degC", 0},
    {HR_DIM_KELVIN, "\u2103", 1, 1, ZERO_C, "degC", 0}, /* the two signs in one */
    {HR_DIM_KELVIN, "degF", 5, 9, ZERO_F, NULL, 0},
    {HR_DIM_KELVIN, "°F", 5, 9, ZERO_F, "degF", 0},
    {HR_DIM_KELVIN, "\u2109", 5, 9, ZERO_F, "degF", 0},
    {HR_DIM_KELVIN, "K", 1, 1, 0, NULL, 0},

    /* degC is refused for a difference: 18 degC where 6 K is meant is a temperature in the wrong field. Those who think
     * in degrees of difference say so. */
    {HR_DIM_KELVIN_DIFF, "K", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_KELVIN_DIFF, "delta_degC", 1, 1, 0, NULL, 0},
    {HR_DIM_KELVIN_DIFF, "delta_degF", 5, 9, 0, NULL, 0},

    {HR_DIM_METRE, "m", 1, 1, 0, NULL, 1},
    {HR_DIM_METRE, "cm", 1, 100, 0, NULL, 0},
    {HR_DIM_METRE, "mm", 1, 1000, 0, NULL, 1e-3},
    {HR_DIM_METRE, "um", 1, 1e6, 0, NULL, ALWAYS}, /* meshes of filters */
    {HR_DIM_METRE, "µm", 1, 1e6, 0, "um", 0},      /* U+00B5, the sign */
    {HR_DIM_METRE, "\u03bcm", 1, 1e6, 0, "um", 0}, /* the Greek letter */
    {HR_DIM_METRE, "km", 1000, 1, 0, NULL, 1e4},
    {HR_DIM_METRE, "ft", FT, 1, 0, NULL, 0},
    {HR_DIM_METRE, "in", INCH, 1, 0, NULL, 0},

    {HR_DIM_M2, "m2", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_M2, "m²", 1, 1, 0, "m2", 0},
    {HR_DIM_M2, "m^2", 1, 1, 0, "m2", 0},
    {HR_DIM_M2, "cm2", 1, 1e4, 0, NULL, 0},
    {HR_DIM_M2, "cm²", 1, 1e4, 0, "cm2", 0},
    {HR_DIM_M2, "ft2", FT2, 1, 0, NULL, 0},
    {HR_DIM_M2, "ft²", FT2, 1, 0, "ft2", 0},
    {HR_DIM_M2, "ft^2", FT2, 1, 0, "ft2", 0},
    {HR_DIM_M2, "sq ft", FT2, 1, 0, "ft2", 0},
    {HR_DIM_M2, "sqft", FT2, 1, 0, "ft2", 0},

    {HR_DIM_M3, "m3", 1, 1, 0, NULL, 1},
    {HR_DIM_M3, "m³", 1, 1, 0, "m3", 0},
    {HR_DIM_M3, "m^3", 1, 1, 0, "m3", 0},
    {HR_DIM_M3, "L", 1, 1000, 0, NULL, ALWAYS},
    {HR_DIM_M3, "l", 1, 1000, 0, "L", 0},
    {HR_DIM_M3, "ft3", FT3, 1, 0, NULL, 0},
    {HR_DIM_M3, "ft³", FT3, 1, 0, "ft3", 0},
    {HR_DIM_M3, "gal", GAL, 1, 0, NULL, 0},

    {HR_DIM_KG, "kg", 1, 1, 0, NULL, 1},
    {HR_DIM_KG, "g", 1, 1000, 0, NULL, ALWAYS},
    {HR_DIM_KG, "t", 1000, 1, 0, NULL, 1e4},
    {HR_DIM_KG, "lb", LB, 1, 0, NULL, 0},
    {HR_DIM_KG, "lbs", LB, 1, 0, "lb", 0},

    {HR_DIM_NEWTON, "N", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_NEWTON, "kN", 1000, 1, 0, NULL, 1000},
    {HR_DIM_NEWTON, "lbf", LBF, 1, 0, NULL, 0},
    {HR_DIM_NEWTON, "kgf", G_N, 1, 0, NULL, 0},

    {HR_DIM_PASCAL, "Pa", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_PASCAL, "kPa", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_PASCAL, "MPa", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_PASCAL, "bar", 1e5, 1, 0, NULL, 0},
    {HR_DIM_PASCAL, "mbar", 100, 1, 0, NULL, 0},
    {HR_DIM_PASCAL, "psi", LBF, INCH2, 0, NULL, 0},
    {HR_DIM_PASCAL, "kN/m2", 1e3, 1, 0, NULL, 0},
    {HR_DIM_PASCAL, "kN/m²", 1e3, 1, 0, "kN/m2", 0},
    {HR_DIM_PASCAL, "psf", LBF, FT2, 0, NULL, 0},
    {HR_DIM_PASCAL, "lb/ft2", LBF, FT2, 0, "psf", 0}, /* floors: the weight of so many pounds */
    {HR_DIM_PASCAL, "lb/ft²", LBF, FT2, 0, "psf", 0},
    {HR_DIM_PASCAL, "kg/m2", G_N, 1, 0, NULL, 0}, /* likewise */
    {HR_DIM_PASCAL, "kg/m²", G_N, 1, 0, "kg/m2", 0},
    {HR_DIM_PASCAL, "inH2O", INCH_H2O, 1, 0, NULL, 0},
    {HR_DIM_PASCAL, "mH2O", 1000 * G_N, 1, 0, NULL, 0},
    {HR_DIM_PASCAL, "ftH2O", FT_H2O, 1, 0, NULL, 0},

    {HR_DIM_M3_PER_S, "m3/s", 1, 1, 0, NULL, 0.1},
    {HR_DIM_M3_PER_S, "m³/s", 1, 1, 0, "m3/s", 0},
    {HR_DIM_M3_PER_S, "m3/h", 1, 3600, 0, NULL, 0},
    {HR_DIM_M3_PER_S, "m³/h", 1, 3600, 0, "m3/h", 0},
    {HR_DIM_M3_PER_S, "L/s", 1, 1000, 0, NULL, 0},
    {HR_DIM_M3_PER_S, "l/s", 1, 1000, 0, "L/s", 0},
    {HR_DIM_M3_PER_S, "L/min", 1, 60000, 0, NULL, ALWAYS},
    {HR_DIM_M3_PER_S, "l/min", 1, 60000, 0, "L/min", 0},
    {HR_DIM_M3_PER_S, "lpm", 1, 60000, 0, "L/min", 0},
    {HR_DIM_M3_PER_S, "LPM", 1, 60000, 0, "L/min", 0},
    {HR_DIM_M3_PER_S, "gpm", GAL, 60, 0, NULL, 0},
    {HR_DIM_M3_PER_S, "GPM", GAL, 60, 0, "gpm", 0},
    {HR_DIM_M3_PER_S, "cfm", FT3, 60, 0, NULL, 0},
    {HR_DIM_M3_PER_S, "CFM", FT3, 60, 0, "cfm", 0},

    {HR_DIM_KG_PER_S, "kg/s", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_KG_PER_S, "kg/min", 1, 60, 0, NULL, 0},
    {HR_DIM_KG_PER_S, "kg/h", 1, 3600, 0, NULL, 0},

    {HR_DIM_WATT_PER_S, "W/s", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_WATT_PER_S, "kW/s", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_WATT_PER_S, "MW/s", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_WATT_PER_S, "MW/min", 1e6, 60, 0, NULL, 0},
    {HR_DIM_WATT_PER_S, "kW/min", 1e3, 60, 0, NULL, 0},

    {HR_DIM_WATT_PER_K, "W/K", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_WATT_PER_K, "kW/K", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_WATT_PER_K, "MW/K", 1e6, 1, 0, NULL, 1e6},

    {HR_DIM_BIT_PER_S, "b/s", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_BIT_PER_S, "bps", 1, 1, 0, "b/s", 0},
    {HR_DIM_BIT_PER_S, "kb/s", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_BIT_PER_S, "kbps", 1e3, 1, 0, "kb/s", 0},
    {HR_DIM_BIT_PER_S, "Mb/s", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_BIT_PER_S, "Mbps", 1e6, 1, 0, "Mb/s", 0},
    {HR_DIM_BIT_PER_S, "Mbit/s", 1e6, 1, 0, "Mb/s", 0},
    {HR_DIM_BIT_PER_S, "Gb/s", 1e9, 1, 0, NULL, 1e9},
    {HR_DIM_BIT_PER_S, "Gbps", 1e9, 1, 0, "Gb/s", 0},
    {HR_DIM_BIT_PER_S, "Gbit/s", 1e9, 1, 0, "Gb/s", 0},
    {HR_DIM_BIT_PER_S, "Tb/s", 1e12, 1, 0, NULL, 1e12},
    {HR_DIM_BIT_PER_S, "Tbps", 1e12, 1, 0, "Tb/s", 0},
    {HR_DIM_BIT_PER_S, "Tbit/s", 1e12, 1, 0, "Tb/s", 0},
    {HR_DIM_BIT_PER_S, "MB/s", 8e6, 1, 0, NULL, 0},
    {HR_DIM_BIT_PER_S, "GB/s", 8e9, 1, 0, NULL, 0},
    {HR_DIM_BIT_PER_S, "TB/s", 8e12, 1, 0, NULL, 0},

    {HR_DIM_BYTE, "B", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_BYTE, "kB", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_BYTE, "MB", 1e6, 1, 0, NULL, 1e6},
    {HR_DIM_BYTE, "GB", 1e9, 1, 0, NULL, 1e9},
    {HR_DIM_BYTE, "TB", 1e12, 1, 0, NULL, 1e12},
    {HR_DIM_BYTE, "PB", 1e15, 1, 0, NULL, 1e15},
    {HR_DIM_BYTE, "KiB", 1024.0, 1, 0, NULL, 0},
    {HR_DIM_BYTE, "MiB", 1048576.0, 1, 0, NULL, 0},
    {HR_DIM_BYTE, "GiB", 1073741824.0, 1, 0, NULL, 0},
    {HR_DIM_BYTE, "TiB", 1099511627776.0, 1, 0, NULL, 0},
    {HR_DIM_BYTE, "PiB", 1125899906842624.0, 1, 0, NULL, 0},

    {HR_DIM_USD, "USD", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_USD, "kUSD", 1e3, 1, 0, NULL, 1e4},
    {HR_DIM_USD, "MUSD", 1e6, 1, 0, NULL, 1e6},

    {HR_DIM_USD_PER_J, "USD/kWh", 1, 3.6e6, 0, NULL, ALWAYS},
    {HR_DIM_USD_PER_J, "USD/MWh", 1, 3.6e9, 0, NULL, 0},

    {HR_DIM_M2_CONDUCTOR, "mm2", 1, 1e6, 0, NULL, ALWAYS},
    {HR_DIM_M2_CONDUCTOR, "mm²", 1, 1e6, 0, "mm2", 0},
    {HR_DIM_M2_CONDUCTOR, "mm^2", 1, 1e6, 0, "mm2", 0},
    {HR_DIM_M2_CONDUCTOR, "kcmil", KCMIL, 1, 0, NULL, 0},
    {HR_DIM_M2_CONDUCTOR, "MCM", KCMIL, 1, 0, "kcmil", 0},
    {HR_DIM_M2_CONDUCTOR, "AWG", NAN, 1, 0, NULL, 0}, /* see awg_area */

    {HR_DIM_WATT_PER_M2, "W/m2", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_WATT_PER_M2, "W/m²", 1, 1, 0, "W/m2", 0},
    {HR_DIM_WATT_PER_M2, "kW/m2", 1e3, 1, 0, NULL, 1e3},
    {HR_DIM_WATT_PER_M2, "kW/m²", 1e3, 1, 0, "kW/m2", 0},
    {HR_DIM_WATT_PER_M2, "W/ft2", 1, FT2, 0, NULL, 0}, /* halls of the US trade */
    {HR_DIM_WATT_PER_M2, "W/sqft", 1, FT2, 0, "W/ft2", 0},

    {HR_DIM_FLOW_PER_WATT, "L/min/kW", 1, 6e7, 0, NULL, ALWAYS},
    {HR_DIM_FLOW_PER_WATT, "l/min/kW", 1, 6e7, 0, "L/min/kW", 0},
    {HR_DIM_FLOW_PER_WATT, "LPM/kW", 1, 6e7, 0, "L/min/kW", 0},
    {HR_DIM_FLOW_PER_WATT, "gpm/kW", GAL, 6e4, 0, NULL, 0},
    {HR_DIM_FLOW_PER_WATT, "m3/h/kW", 1, 3.6e6, 0, NULL, 0},
    {HR_DIM_FLOW_PER_WATT, "cfm/kW", FT3, 6e4, 0, NULL, 0},
    {HR_DIM_FLOW_PER_WATT, "CFM/kW", FT3, 6e4, 0, "cfm/kW", 0},

    {HR_DIM_M3_PER_JOULE, "L/kWh", 1, 3.6e9, 0, NULL, ALWAYS},
    {HR_DIM_M3_PER_JOULE, "l/kWh", 1, 3.6e9, 0, "L/kWh", 0},
    {HR_DIM_M3_PER_JOULE, "m3/MWh", 1, 3.6e9, 0, NULL, 0},

    {HR_DIM_KELVIN_PER_WATT, "K/W", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_KELVIN_PER_WATT, "K/kW", 1, 1000, 0, NULL, 0},
    {HR_DIM_KELVIN_PER_WATT, "degC/W", 1, 1, 0, "K/W", 0},

    {HR_DIM_KG_PER_M3, "kg/m3", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_KG_PER_M3, "kg/m³", 1, 1, 0, "kg/m3", 0},
    {HR_DIM_KG_PER_M3, "g/cm3", 1000, 1, 0, NULL, 0},
    {HR_DIM_KG_PER_M3, "kg/L", 1000, 1, 0, NULL, 0},

    {HR_DIM_J_PER_KG_K, "J/(kg K)", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_J_PER_KG_K, "J/kg/K", 1, 1, 0, "J/(kg K)", 0},
    {HR_DIM_J_PER_KG_K, "J/kg-K", 1, 1, 0, "J/(kg K)", 0},
    {HR_DIM_J_PER_KG_K, "kJ/(kg K)", 1e3, 1, 0, NULL, 0},
    {HR_DIM_J_PER_KG_K, "kJ/kg/K", 1e3, 1, 0, "kJ/(kg K)", 0},
    {HR_DIM_J_PER_KG_K, "kJ/kg-K", 1e3, 1, 0, "kJ/(kg K)", 0},

    {HR_DIM_M2_PER_S, "mm2/s", 1, 1e6, 0, NULL, ALWAYS},
    {HR_DIM_M2_PER_S, "mm²/s", 1, 1e6, 0, "mm2/s", 0},
    {HR_DIM_M2_PER_S, "cSt", 1, 1e6, 0, "mm2/s", 0}, /* centistokes, as data sheets of fluids say it */

    {HR_DIM_WATT_PER_M_K, "W/(m K)", 1, 1, 0, NULL, ALWAYS},
    {HR_DIM_WATT_PER_M_K, "W/m/K", 1, 1, 0, "W/(m K)", 0},
    {HR_DIM_WATT_PER_M_K, "W/m-K", 1, 1, 0, "W/(m K)", 0},
};

enum { N_UNITS = sizeof units / sizeof units[0] };

static const struct {
    const char *si, *word, *example, *likely;
} dims[HR_DIM_COUNT_] = {
    [HR_DIM_NONE] = {"1", "a ratio or percent", "95 %", "%"},
    [HR_DIM_VOLT] = {"V", "voltage", "415 V", "V"},
    [HR_DIM_AMP] = {"A", "current", "400 A", "A"},
    [HR_DIM_WATT] = {"W", "power in watts", "450 kW", "kW"},
    [HR_DIM_VA] = {"VA", "apparent power in volt-amperes", "2500 kVA", "kVA"},
    [HR_DIM_VAR] = {"var", "reactive power in var", "300 kvar", "kvar"},
    [HR_DIM_OHM] = {"ohm", "resistance", "5 mohm", "mohm"},
    [HR_DIM_OHM_PER_M] = {"ohm/m", "resistance by length", "0.1 ohm/km", "ohm/km"},
    [HR_DIM_HERTZ] = {"Hz", "frequency", "50 Hz", "Hz"},
    [HR_DIM_SECOND] = {"s", "a time", "10 s", "s"},
    [HR_DIM_JOULE] = {"J", "energy", "250 kWh", "kWh"},
    [HR_DIM_KELVIN] = {"K", "a temperature", "18 degC", "degC"},
    [HR_DIM_KELVIN_DIFF] = {"K", "a temperature difference", "6 K", "K"},
    [HR_DIM_METRE] = {"m", "length", "24 m", "m"},
    [HR_DIM_M2] = {"m2", "area", "420 m2", "m2"},
    [HR_DIM_M3] = {"m3", "volume", "200 L", "L"},
    [HR_DIM_KG] = {"kg", "mass", "1500 kg", "kg"},
    [HR_DIM_NEWTON] = {"N", "force", "4.5 kN", "kN"},
    [HR_DIM_PASCAL] = {"Pa", "pressure or load by area", "12 kPa", "kPa"},
    [HR_DIM_M3_PER_S] = {"m3/s", "volume flow", "60 L/min", "L/min"},
    [HR_DIM_KG_PER_S] = {"kg/s", "mass flow", "2 kg/s", "kg/s"},
    [HR_DIM_WATT_PER_S] = {"W/s", "a ramp of power", "20 MW/min", "MW/min"},
    [HR_DIM_WATT_PER_K] = {"W/K", "heat conductance", "15 kW/K", "kW/K"},
    [HR_DIM_BIT_PER_S] = {"b/s", "a data rate", "400 Gb/s", "Gb/s"},
    [HR_DIM_BYTE] = {"B", "an amount of data", "80 GB", "GB"},
    [HR_DIM_USD] = {"USD", "money", "250 kUSD", "USD"},
    [HR_DIM_USD_PER_J] = {"USD/J", "a price of energy", "0.08 USD/kWh", "USD/kWh"},
    [HR_DIM_M2_CONDUCTOR] = {"m2", "conductor size", "120 mm2", "mm2"},
    [HR_DIM_WATT_PER_M2] = {"W/m2", "power by floor area", "5.4 kW/m2", "kW/m2"},
    [HR_DIM_FLOW_PER_WATT] = {"m3/s/W", "coolant or air by power", "1.5 L/min/kW", "L/min/kW"},
    [HR_DIM_M3_PER_JOULE] = {"m3/J", "water by energy", "1.8 L/kWh", "L/kWh"},
    [HR_DIM_KELVIN_PER_WATT] = {"K/W", "thermal resistance", "0.021 K/W", "K/W"},
    [HR_DIM_KG_PER_M3] = {"kg/m3", "density", "800 kg/m3", "kg/m3"},
    [HR_DIM_J_PER_KG_K] = {"J/(kg K)", "specific heat", "2200 J/(kg K)", "J/(kg K)"},
    [HR_DIM_M2_PER_S] = {"m2/s", "kinematic viscosity", "5 mm2/s", "mm2/s"},
    [HR_DIM_WATT_PER_M_K] = {"W/(m K)", "thermal conductivity", "0.13 W/(m K)", "W/(m K)"},
};

const char *hr_unit_si(hr_dim dim) { return dims[dim].si; }

const char *hr_unit_dim_word(hr_dim dim) { return dims[dim].word; }

const char *hr_unit_example(hr_dim dim) { return dims[dim].example; }

const char *hr_unit_likely(hr_dim dim) { return dims[dim].likely; }

/* --- looking up -------------------------------------------------------------------------------------------- */

/* Index of the first unit of a dimension; N_UNITS behind the last dimension. */
static size_t first_of(hr_dim dim)
{
    size_t lo = 0, hi = N_UNITS;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (units[mid].dim < dim) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static const unit *find_in(hr_dim dim, hr_str spelling)
{
    for (size_t i = first_of(dim); i < N_UNITS && units[i].dim == dim; i++) {
        if (hr_str_is(spelling, units[i].spelling)) return &units[i];
    }
    return NULL;
}

static const unit *find_any(hr_str spelling)
{
    for (size_t i = 0; i < N_UNITS; i++) {
        if (hr_str_is(spelling, units[i].spelling)) return &units[i];
    }
    return NULL;
}

const char *hr_unit_at(hr_dim dim, size_t i, double *scale, double *offset)
{
    size_t first = first_of(dim);
    if (i >= N_UNITS - first || units[first + i].dim != dim) return NULL;
    const unit *u = &units[first + i];
    *scale = u->mul / u->div;
    *offset = u->offset;
    return u->spelling;
}

/* --- number and unit apart --------------------------------------------------------------------------------- */

typedef struct quantity {
    hr_str number; /* empty: there is none */
    hr_str unit;   /* empty: there is none */
    bool aught;    /* the number is one of the wire sizes 1/0 .. 4/0 */
} quantity;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Length of digits, grouped by single underscores between them, from i on. */
static uint32_t digits_length(hr_str t, uint32_t i)
{
    uint32_t k = i;
    while (k < t.n) {
        bool grouped = t.s[k] == '_' && k > i && is_digit(t.s[k - 1]) && k + 1 < t.n && is_digit(t.s[k + 1]);
        if (!is_digit(t.s[k]) && !grouped) break;
        k++;
    }
    return k - i;
}

static uint32_t number_length(hr_str t)
{
    uint32_t i = t.n > 0 && (t.s[0] == '+' || t.s[0] == '-');
    uint32_t whole = digits_length(t, i), part = 0;
    i += whole;
    if (i < t.n && t.s[i] == '.') {
        part = digits_length(t, i + 1);
        if (whole + part > 0) i += 1 + part;
    }
    if (whole + part == 0) return 0;
    if (i < t.n && (t.s[i] == 'e' || t.s[i] == 'E')) { /* an exponent, unless it begins a unit */
        uint32_t k = i + 1;
        if (k < t.n && (t.s[k] == '+' || t.s[k] == '-')) k++;
        uint32_t from = k;
        while (k < t.n && is_digit(t.s[k])) k++;
        if (k > from) i = k;
    }
    return i;
}

/* Blanks, the no-break ones that come with text from documents too (U+00A0, U+2009, U+202F). */
static uint32_t blanks_length(hr_str t, uint32_t i)
{
    static const char *const blank[] = {" ", "\t", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF"};
    uint32_t from = i;
    for (size_t k = 0; k < sizeof blank / sizeof blank[0];) {
        uint32_t n = (uint32_t)strlen(blank[k]);
        if (t.n - i >= n && memcmp(t.s + i, blank[k], n) == 0) {
            i += n;
            k = 0;
        } else {
            k++;
        }
    }
    return i - from;
}

static quantity split(hr_str text)
{
    quantity q = {0};
    hr_str t = hr_str_trim(text);
    uint32_t i = number_length(t);
    q.aught = i == 1 && t.s[0] >= '1' && t.s[0] <= '4' && t.n >= 3 && t.s[1] == '/' && t.s[2] == '0' &&
              (t.n == 3 || !is_digit(t.s[3]));
    if (q.aught) i = 3;
    q.number = (hr_str){t.s, i};
    if (i > 0) i += blanks_length(t, i);
    q.unit = (hr_str){t.s + i, t.n - i};
    return q;
}

/* --- reading ----------------------------------------------------------------------------------------------- */

/* "nan", "-inf", ".inf", "Infinity": numbers to YAML and to C, not to us. */
static bool is_not_finite(hr_str text)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    hr_str t = hr_str_trim(text);
    if (t.n > 0 && (t.s[0] == '+' || t.s[0] == '-')) t.s++, t.n--;
    if (t.n > 0 && t.s[0] == '.') t.s++, t.n--;
    char word[9];
    uint32_t n = 0;
    for (; n < t.n && n < sizeof word - 1; n++) {
        char c = t.s[n];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c < 'a' || c > 'z') break;
        word[n] = c;
    }
    word[n] = '\0';
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(word, words[i]) == 0) return true;
    }
    return false;
}

/* The number without its underscores. One too long for the buffer is none. */
static hr_unit_err number_value(hr_str number, double *v)
{
    char plain[128];
    if (memchr(number.s, '_', number.n) != NULL) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < number.n; i++) {
            if (number.s[i] == '_') continue;
            if (n == sizeof plain) return HR_UNIT_NO_NUMBER;
            plain[n++] = number.s[i];
        }
        number = (hr_str){plain, n};
    }
    return hr_num_parse(number, v) ? HR_UNIT_OK : HR_UNIT_NOT_FINITE; /* its form was checked: it is too large */
}

/* American wire gauge (ASTM B258): no. 36 is 0.005 inch thick, 4/0 is 0.46 inch, 39 steps of equal ratio between;
 * n/0 counts as 1 - n. */
static hr_unit_err awg_area(quantity q, double *si)
{
    double gauge;
    if (q.aught) gauge = 1 - (q.number.s[0] - '0');
    else if (number_value(q.number, &gauge) != HR_UNIT_OK) return HR_UNIT_NO_NUMBER;
    if (gauge != floor(gauge) || gauge < -3 || gauge > 40 || (!q.aught && signbit(gauge))) return HR_UNIT_NO_NUMBER;
    double d = 0.005 * INCH * pow(92, (36 - gauge) / 39);
    *si = PI / 4 * d * d;
    return HR_UNIT_OK;
}

hr_unit_err hr_unit_parse(hr_str text, hr_dim dim, double *si)
{
    quantity q = split(text);
    if (q.number.n == 0) return is_not_finite(text) ? HR_UNIT_NOT_FINITE : HR_UNIT_NO_NUMBER;
    const unit *u = find_in(dim, q.unit);
    if (u != NULL && isnan(u->mul)) return awg_area(q, si);
    if (q.aught) return find_any(q.unit) != NULL && u == NULL ? HR_UNIT_WRONG : HR_UNIT_NO_NUMBER;
    double v;
    hr_unit_err e = number_value(q.number, &v);
    if (e != HR_UNIT_OK) return e;
    if (q.unit.n == 0) {
        if (dim != HR_DIM_NONE) return HR_UNIT_MISSING;
        *si = v;
        return HR_UNIT_OK;
    }
    if (u == NULL) return find_any(q.unit) != NULL ? HR_UNIT_WRONG : HR_UNIT_UNKNOWN;
    v = v * u->mul / u->div + u->offset;
    if (!isfinite(v)) return HR_UNIT_NOT_FINITE;
    *si = v;
    return HR_UNIT_OK;
}

hr_dim hr_unit_dim_of(hr_str text)
{
    quantity q = split(text);
    const unit *u = q.number.n > 0 && q.unit.n > 0 ? find_any(q.unit) : NULL;
    return u != NULL ? u->dim : HR_DIM_COUNT_;
}

/* --- hints ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *unit, *hint;
} hints[] = {
    {"ton", "`ton` is ambiguous: write t (1000 kg) for mass, TR for tons of refrigeration"},
    {"tons", "`tons` is ambiguous: write t (1000 kg) for mass, TR for tons of refrigeration"},
    {"month", "months differ in length: write days or weeks"},
    {"months", "months differ in length: write days or weeks"},
    {"C", "write degC"},
    {"F", "write degF"},
    {"deg C", "write degC"},
    {"deg F", "write degF"},
    {"VAC", "write V"},
    {"VDC", "write V"},
    {"$", "write USD"},
};

static bool same_but_case(hr_str a, const char *b)
{
    uint32_t i = 0;
    for (; i < a.n && b[i] != '\0'; i++) {
        char x = a.s[i], y = b[i];
        if (x >= 'A' && x <= 'Z') x = (char)(x - 'A' + 'a');
        if (y >= 'A' && y <= 'Z') y = (char)(y - 'A' + 'a');
        if (x != y) return false;
    }
    return i == a.n && b[i] == '\0';
}

static const char *canonical_of(const unit *u) { return u->canonical != NULL ? u->canonical : u->spelling; }

bool hr_unit_hint(hr_str text, hr_dim dim, char *buf, size_t n)
{
    quantity q = split(text);
    if (q.number.n == 0 || q.unit.n == 0 || find_in(dim, q.unit) != NULL) return false;
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (!hr_str_is(q.unit, hints[i].unit)) continue;
        snprintf(buf, n, "%s", hints[i].hint);
        return true;
    }
    if (q.unit.s[0] == ',') {
        snprintf(buf, n, "decimals take a point (1.5), digits are grouped with _ (1_000)");
        return true;
    }
    for (size_t i = first_of(dim); i < N_UNITS && units[i].dim == dim; i++) {
        if (!same_but_case(q.unit, units[i].spelling)) continue;
        snprintf(buf, n, "did you mean %s? Upper and lower case differ in units", canonical_of(&units[i]));
        return true;
    }
    return false;
}

/* --- writing ----------------------------------------------------------------------------------------------- */

/* The unit in which a value reads best: of those that are shown, the largest that begins at or below it. Zero takes the
 * SI unit where that is shown. */
static const unit *readable(hr_dim dim, double si)
{
    const unit *best = NULL;
    for (size_t i = first_of(dim); i < N_UNITS && units[i].dim == dim; i++) {
        const unit *u = &units[i];
        if (u->from == 0) continue;
        bool better = si != 0 ? fabs(si) >= u->from && (best == NULL || u->from > best->from)
                              : best == NULL || (u->mul == 1 && u->div == 1);
        if (better) best = u;
    }
    return best;
}

static size_t text_with_unit(char *buf, size_t n, double v, int digits, const char *spelling)
{
    size_t length = hr_num_text(buf, n, v, digits);
    int more = length < n ? snprintf(buf + length, n - length, " %s", spelling) : 0;
    return length + (more > 0 && (size_t)more < n - length ? (size_t)more : 0);
}

size_t hr_unit_text(char *buf, size_t n, double si, hr_dim dim, int digits)
{
    const unit *u = readable(dim, si);
    if (u == NULL) u = readable(dim, 0); /* denormal or not a number */
    if (u == NULL) return hr_num_text(buf, n, si, digits);
    return text_with_unit(buf, n, (si - u->offset) * u->div / u->mul, digits, u->spelling);
}

size_t hr_percent_text(char *buf, size_t n, double ratio, int digits)
{
    return text_with_unit(buf, n, ratio * 100, digits, "%");
}

bool hr_unit_canonical(hr_str text, char *buf, size_t n)
{
    quantity q = split(text);
    const unit *u = q.number.n > 0 && q.unit.n > 0 ? find_any(q.unit) : NULL;
    if (u == NULL || q.aught != (q.aught && isnan(u->mul))) return false;
    double v;
    if (isnan(u->mul) ? awg_area(q, &v) != HR_UNIT_OK : number_value(q.number, &v) != HR_UNIT_OK) return false;
    int length = snprintf(buf, n, "%.*s %s", HR_STR_FMT(q.number), canonical_of(u));
    return length > 0 && (size_t)length < n;
}
