/* tie.c - how what stands `between` two elements is switched. */
#include "element/tie.h"

#include "element/fields.h"

const char *const hr_normally_words[] = {"open", "closed", NULL};
const char *const hr_closes_words[] = {"auto", "manual", NULL};

static hr_choice taken(int16_t v)
{
    return (hr_choice){.v = v, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
}

void hr_tie_complete(hr_site *site, const hr_decl *decl, hr_choice *normally, int16_t otherwise, hr_choice *closes)
{
    if (normally->presence == HR_ABSENT) {
        *normally = taken(otherwise);
        hr_default_text(site, decl, "normally", hr_normally_words[otherwise],
                        otherwise == HR_NORMALLY_OPEN ? "a tie stands open while both sides live"
                                                      : "a cable conducts unless something says that it is open");
    }
    if (closes->presence != HR_ABSENT) return;
    *closes = taken(HR_CLOSES_MANUAL);
    if (normally->v == HR_NORMALLY_OPEN)
        hr_default_text(site, decl, "closes", hr_closes_words[HR_CLOSES_MANUAL],
                        "nothing but the first of several feeds closes by itself unless the model says so");
}
