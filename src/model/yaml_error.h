/* yaml_error.h - what the two halves of the YAML reader share: places in the text, and what to say when it ends early.
 */
#ifndef HR_MODEL_YAML_ERROR_H
#define HR_MODEL_YAML_ERROR_H

#include <yaml.h>

#include "headroom/diag.h"

/* A place in a text, moved to and fro. libyaml counts characters, spans want line, column and bytes; libyaml also takes
 * more characters for line ends than we and every editor do. So lines are counted here, by '\n' alone. */
typedef struct hr_yplace {
    hr_str text;
    hr_id file;
    uint32_t byte, chars;           /* where it stands */
    uint32_t line;                  /* from 1 */
    uint32_t line_byte, line_chars; /* where its line begins */
} hr_yplace;

/* Moves to a character of the text. Places asked for in rising order cost one walk over the text. */
void hr_yplace_move(hr_yplace *p, size_t chars);
/* The span from one character to another, cut at the end of the first line. */
hr_span hr_yplace_span(hr_yplace *p, size_t from, size_t to);

/* Turns the problem a parser stopped at into a diagnostic. */
hr_err hr_yaml_problem(hr_ctx *ctx, const yaml_parser_t *parser, hr_yplace *place);

#endif
