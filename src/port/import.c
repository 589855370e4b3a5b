/* import.c - the table of importers. */
#include "port/import.h"

#include <string.h>

static const hr_importer importers[] = {
#define HR_IMPORT(id, word, needs) {word, needs, hr_import_run_##id},
#include "port/importers.def"
#undef HR_IMPORT
    {NULL, 0, NULL},
};

const hr_importer *hr_importer_find(const char *word)
{
    for (const hr_importer *i = importers; i->word; i++)
        if (strcmp(i->word, word) == 0) return i;
    return NULL;
}
