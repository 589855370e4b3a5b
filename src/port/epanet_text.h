/* epanet_text.h - inside the EPANET reader: an .inp file as sections of lines of words. */
#ifndef HR_PORT_EPANET_TEXT_H
#define HR_PORT_EPANET_TEXT_H

#include "base/vec.h"
#include "port/epanet.h"

enum { EPANET_WORDS = 40 }; /* on a line */

typedef enum epanet_section {
#define EPANET_SECTION(id, word, use) EPANET_##id,
#include "port/epanet_sections.def"
#undef EPANET_SECTION
    EPANET_SECTIONS
} epanet_section;

typedef struct epanet_line {
    hr_span at;
    hr_str text; /* without its comment */
    uint8_t section;
} epanet_line;

typedef struct epanet_words { /* of one line */
    hr_str word[EPANET_WORDS];
    hr_span at[EPANET_WORDS];
    uint32_t n;
} epanet_words;

typedef struct epanet_text {
    hr_ctx *ctx;
    hr_id file;
    hr_vec line;                      /* of epanet_line */
    uint32_t passed[EPANET_SECTIONS]; /* lines in those that are passed over */
    hr_str title[HR_EPANET_TITLES];
    uint32_t titles;
    hr_err e; /* the worst so far */
} epanet_text;

const char *epanet_section_word(epanet_section s);

/* HR_OK, HR_EINPUT with diagnostics, HR_ENOMEM. */
hr_err epanet_text_read(epanet_text *t, hr_ctx *ctx, hr_id file);

/* Splits a line; false, with a diagnostic, when it has fewer words than wanted or too many. */
bool epanet_split(epanet_text *t, const epanet_line *line, uint32_t least, epanet_words *out);
/* Whether a word is this one, in whatever case. */
bool epanet_is(hr_str word, const char *literal);
/* A fault at a word; false, so that `return epanet_fault(...)` reads well. */
bool epanet_fault(epanet_text *t, hr_span at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void epanet_note(epanet_text *t, hr_span at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void epanet_no_memory(epanet_text *t);
/* The number that word i is; a fault when it is none, or less than least. */
bool epanet_number(epanet_text *t, const epanet_words *w, uint32_t i, const char *what, double least, double *out);

#endif
