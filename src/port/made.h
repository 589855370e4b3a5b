/* made.h - what every importer shares: names that the language takes, notes for the head of the model, folded lines. */
#ifndef HR_PORT_MADE_H
#define HR_PORT_MADE_H

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "headroom/err.h"

/* --- names ------------------------------------------------------------------------------------------------- */

typedef struct hr_namer { /* the names of one place: the top level, or what one rack holds */
    hr_arena *arena;
    hr_map names; /* that are taken */
    hr_map bases; /* names that were wanted again -> index of a counter */
    hr_vec base;  /* of uint32_t: the counters */
} hr_namer;

void hr_namer_close(hr_namer *n);
/* A name with what may stand in one only: everything else becomes one dash. .s is NULL when memory ran out. */
hr_str hr_name_legal(hr_arena *arena, hr_str given);
/* NAME with SUFFIX, or that with -2, -3, ... behind when it is taken; .s is NULL when memory ran out. */
hr_str hr_namer_take(hr_namer *n, hr_str name, const char *suffix);
/* A name that would be taken as it is. */
bool hr_namer_is_free(const hr_namer *n, hr_str name);

/* --- notes ------------------------------------------------------------------------------------------------- */

typedef enum hr_made_section { /* of the comments at the top of the model */
                               HR_MADE_INFERRED,
                               HR_MADE_MISSING,
                               HR_MADE_UNREAD,
                               HR_MADE_RENAMED,
                               HR_MADE_SECTIONS
} hr_made_section;

typedef struct hr_notes {
    hr_buf text[HR_MADE_SECTIONS];
} hr_notes;

void hr_notes_close(hr_notes *n);
/* Adds a line to a section of the comments. */
void hr_note(hr_notes *n, hr_made_section s, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same with names (of hr_str) behind it, folded: "node[001-018]"; nothing when there are none. */
void hr_note_names(hr_notes *n, hr_made_section s, const char *what, const hr_vec *names);
void hr_notes_write(const hr_notes *n, hr_buf *out);

/* --- text -------------------------------------------------------------------------------------------------- */

/* A text from the file inside a comment. */
void hr_made_comment(hr_buf *b, hr_str v);
/* A text in double quotes, whatever it holds. */
void hr_made_quoted(hr_buf *b, hr_str v);
/* ", power: 5.6 kW" */
void hr_made_power(hr_buf *b, const char *field, double watts);
/* The name of cord i of a rack whose cords have none: A, B, ... Z, P27, P28, ... */
void hr_made_cord(hr_buf *b, size_t i);

/* Names folded, as one value: node1, "node[1-4]" or ["gpu[1-4]", "store[1-2]"]. */
hr_err hr_made_names(hr_buf *b, const hr_vec *names);

/* --- what a rack holds, those with the same fields on one line --------------------------------------------- */

typedef struct hr_held {
    hr_map index;
    hr_vec groups;
} hr_held;

hr_err hr_held_add(hr_held *h, hr_str name, hr_str fields);
/* One line for each hostlist that the names fold into: "      node[001-018]: {...}". */
hr_err hr_held_write(const hr_held *h, hr_buf *out);
void hr_held_close(hr_held *h);

#endif
