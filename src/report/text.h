/* text.h - what the files that make text share: where it goes, and small pieces of a line. */
#ifndef HR_REPORT_TEXT_H
#define HR_REPORT_TEXT_H

#include "base/term.h"
#include "report/lines.h"
#include "report/report.h"

enum { HR_TEXT_INDENT = 8 }; /* of lines that go on */

typedef struct hr_text_out {
    const hr_check *c;
    hr_buf *out;
    bool color;
    uint32_t width;
    hr_work *work;          /* made when the first arithmetic is asked for */
    hr_buf name, cut, line; /* scratch, each good until its next use */
    hr_err err;             /* the first one; what follows it is not shown */
} hr_text_out;

void hr_text_note(hr_text_out *p, hr_err e);
void hr_text_restart(hr_buf *b);
const char *hr_text_of(const hr_buf *b);
uint32_t hr_text_columns(const char *z);
void hr_text_widen(uint32_t *width, uint32_t to); /* keeps the larger */

void hr_text_heading(hr_text_out *p, const char *text);
/* "  and 7 more cases: --format json", where n is more than what was shown. */
void hr_text_more(hr_text_out *p, size_t n, size_t shown, const char *what);
void hr_text_end_line(hr_text_out *p);                      /* what stands in p->line, as a line of its own */
void hr_text_end_paragraph(hr_text_out *p, uint32_t first); /* the same over several lines; the first is indented so */

hr_str hr_text_case(hr_text_out *p, uint32_t case_);                  /* in p->name */
hr_str hr_text_point(hr_text_out *p, const hr_view *v);               /* in p->name */
const char *hr_text_cut(hr_text_out *p, hr_str name, uint32_t width); /* in p->cut */
void hr_text_place(const hr_text_out *p, hr_span at, hr_buf *out);    /* "hall-1.yaml:17" */

void hr_text_verdict(hr_text_out *p); /* one line */
/* The sections, each with its heading; nothing where there is nothing to say. */
void hr_text_binding(hr_text_out *p);
void hr_text_violated(hr_text_out *p);
void hr_text_waived(hr_text_out *p);
void hr_text_worst(hr_text_out *p);
void hr_text_lost(hr_text_out *p);
void hr_text_shared(hr_text_out *p);
void hr_text_unknowns(hr_text_out *p);
void hr_text_defaults(hr_text_out *p);
void hr_text_not_judged(hr_text_out *p);

#endif
