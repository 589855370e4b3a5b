/* constants.h - constants of nature and conventions that several engines share. */
#ifndef HR_ENGINE_CONSTANTS_H
#define HR_ENGINE_CONSTANTS_H

#define HR_STANDARD_GRAVITY 9.80665 /* m/s2: 3rd CGPM, 1901 */
#define HR_ZERO_CELSIUS 273.15      /* K */
#define HR_ATMOSPHERE 101325.0      /* Pa: standard atmosphere, 10th CGPM, 1954 */

#endif
