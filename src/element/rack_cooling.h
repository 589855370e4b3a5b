/* rack_cooling.h - the words of a rack's `cooling`. */
#ifndef HR_ELEMENT_RACK_COOLING_H
#define HR_ELEMENT_RACK_COOLING_H

typedef enum hr_rack_cooling {
    HR_COOLED_BY_AIR,
    HR_COOLED_BY_REAR_DOOR,
    HR_COOLED_BY_COLD_PLATE,
    HR_COOLED_BY_IMMERSION
} hr_rack_cooling;
extern const char *const hr_rack_cooling_words[]; /* NULL-terminated */

#endif
