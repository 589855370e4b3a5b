/* html.h - what the files that make the HTML report share: the page on its way out. */
#ifndef HR_REPORT_HTML_H
#define HR_REPORT_HTML_H

#include "report/findings.h"
#include "report/markup.h"
#include "report/oneline.h"
#include "report/report.h"
#include "report/words.h"

typedef struct hr_page {
    const hr_check *c;
    hr_json_put *put;
    void *user;
    hr_buf out;  /* written, not yet handed on */
    hr_buf name; /* scratch: filled raw, then shown by hr_page_show */
    hr_work *work;
    hr_arena *arena;     /* of one derivation; thrown away when it has grown */
    hr_oneline *cooling; /* the cooling diagram, NULL where nothing is cooled */
    hr_err err;          /* the first one; what follows it is not shown */
} hr_page;

void hr_page_note(hr_page *p, hr_err e);
void hr_page_z(hr_page *p, const char *markup);
void hr_page_f(hr_page *p, const char *markup, ...) __attribute__((format(printf, 2, 3)));
void hr_page_str(hr_page *p, hr_str text); /* escaped */
void hr_page_text(hr_page *p, const char *text);
void hr_page_show(hr_page *p); /* what was put into p->name, escaped; p->name is empty then */
void hr_page_flush(hr_page *p, bool all);
bool hr_page_can_solve(hr_page *p); /* makes p->work and p->arena where they are not there yet */

/* <section id=...><h2>...; closed by hr_page_end. */
void hr_page_begin(hr_page *p, const char *id, const char *heading);
void hr_page_end(hr_page *p);
/* A table that scrolls by itself where it is wider than the page. head: "rule|point|>load|...", > aligns right. */
void hr_page_table(hr_page *p, const char *label, const char *head);
void hr_page_table_end(hr_page *p);

/* Cells, each with its td. */
void hr_page_cell(hr_page *p, const char *text);
void hr_page_cell_str(hr_page *p, hr_str text);
void hr_page_cell_name(hr_page *p); /* p->name, as a name */
void hr_page_cell_count(hr_page *p, uint64_t n);
void hr_page_cell_place(hr_page *p, hr_span at);
void hr_page_figure(hr_page *p, bool known, double value, const char *shown);
void hr_page_figures(hr_page *p, const hr_view *v); /* load, limit, headroom, ratio */
void hr_page_case(hr_page *p, uint32_t case_);
const char *hr_page_heat(const hr_view *v, uint8_t verdict); /* class of a ratio */

extern const char hr_html_style[], hr_html_script[];

/* The sections, in the order of the page. Nothing where there is nothing to say. */
void hr_html_summary(hr_page *p);
void hr_html_oneline(hr_page *p);
void hr_html_cooling(hr_page *p);
void hr_html_along(hr_page *p); /* the end of the section above */
void hr_html_binding(hr_page *p);
void hr_html_violated(hr_page *p);
void hr_html_lost(hr_page *p);
void hr_html_unknowns(hr_page *p);
void hr_html_waived(hr_page *p);
void hr_html_defaults(hr_page *p);
void hr_html_sources(hr_page *p);
void hr_html_rows(hr_page *p);
void hr_html_coverage(hr_page *p);

#endif
