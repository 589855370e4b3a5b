/* plugs.c - the plugs of rack power. The universal connector of OCP shelves is verified, the others are recalled from NEMA WD 6,
 * IEC 60309 and IEC 60320; a name that is not here makes a row unknown, never wrong. */
#include "rule/plugs.h"

#include <string.h>

#include "base/str.h"

static const hr_plug plugs[] = {
    {"5-15", 15, 125, 2, true, NULL, HR_RECALLED},
    {"5-20", 20, 125, 2, true, NULL, HR_RECALLED},
    {"L5-20", 20, 125, 2, true, NULL, HR_RECALLED},
    {"L5-30", 30, 125, 2, true, NULL, HR_RECALLED},
    {"6-20", 20, 250, 2, false, NULL, HR_RECALLED},
    {"L6-20", 20, 250, 2, false, NULL, HR_RECALLED},
    {"L6-30", 30, 250, 2, false, NULL, HR_RECALLED},
    {"L7-20", 20, 277, 2, true, NULL, HR_RECALLED},
    {"L7-30", 30, 277, 2, true, NULL, HR_RECALLED},
    {"L15-20", 20, 250, 3, false, NULL, HR_RECALLED},
    {"L15-30", 30, 250, 3, false, NULL, HR_RECALLED},
    {"L16-20", 20, 480, 3, false, NULL, HR_RECALLED},
    {"L16-30", 30, 480, 3, false, NULL, HR_RECALLED},
    {"L21-20", 20, 208, 3, true, NULL, HR_RECALLED},
    {"L21-30", 30, 208, 3, true, NULL, HR_RECALLED},
    {"L22-20", 20, 480, 3, true, NULL, HR_RECALLED},
    {"L22-30", 30, 480, 3, true, NULL, HR_RECALLED},
    {"UNIVERSAL-7", 50, 480, 3, true, NULL, HR_VERIFIED},
    {"IEC60309-2P+E-16", 16, 250, 2, true, NULL, HR_RECALLED},
    {"IEC60309-2P+E-32", 32, 250, 2, true, NULL, HR_RECALLED},
    {"IEC60309-2P+E-63", 63, 250, 2, true, NULL, HR_RECALLED},
    {"IEC60309-3P+E-60", 60, 250, 3, false, NULL, HR_RECALLED},
    {"IEC60309-3P+E-100", 100, 250, 3, false, NULL, HR_RECALLED},
    {"IEC60309-3P+N+E-16", 16, 415, 3, true, NULL, HR_RECALLED},
    {"IEC60309-3P+N+E-32", 32, 415, 3, true, NULL, HR_RECALLED},
    {"IEC60309-3P+N+E-60", 60, 415, 3, true, NULL, HR_RECALLED},
    {"IEC60309-3P+N+E-63", 63, 415, 3, true, NULL, HR_RECALLED},
    {"IEC60309-3P+N+E-100", 100, 415, 3, true, NULL, HR_RECALLED},
    {"IEC60309-3P+N+E-125", 125, 415, 3, true, NULL, HR_RECALLED},
    {"C13", 10, 250, 2, true, "C14", HR_RECALLED},
    {"C14", 10, 250, 2, true, "C13", HR_RECALLED},
    {"C19", 16, 250, 2, true, "C20", HR_RECALLED},
    {"C20", 16, 250, 2, true, "C19", HR_RECALLED},
};

static char upper(char c)
{
    if (c >= 'a' && c <= 'z') return (char)(c - 'a' + 'A');
    return c == '_' || c == ' ' ? '-' : c;
}

static bool is_named(hr_str name, const char *z)
{
    uint32_t i = 0;
    while (i < name.n && z[i] && upper(name.s[i]) == z[i]) i++;
    return i == name.n && z[i] == 0;
}

const hr_plug *hr_plug_find(hr_str name)
{
    if (name.n > 5 && is_named((hr_str){name.s, 5}, "NEMA-")) name = (hr_str){name.s + 5, name.n - 5};
    for (size_t i = 0; i < sizeof plugs / sizeof *plugs; i++)
        if (is_named(name, plugs[i].name)) return &plugs[i];
    char side = name.n ? upper(name.s[name.n - 1]) : 0;
    if (side != 'P' && side != 'R') return NULL;
    for (size_t i = 0; i < sizeof plugs / sizeof *plugs; i++)
        if (is_named((hr_str){name.s, name.n - 1}, plugs[i].name)) return &plugs[i];
    return NULL;
}

bool hr_plug_fits(const hr_plug *plug, const hr_plug *receptacle)
{
    return strcmp(plug->mate ? plug->mate : plug->name, receptacle->name) == 0;
}
