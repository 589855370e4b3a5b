/* html_along.c - in the HTML report: pressure and temperature along the worst circuit of each loop with pipes. */
#include "report/along.h"
#include "report/html.h"

static void row(hr_page *p, const hr_along_row *r)
{
    hr_page_z(p, "<tr><th scope=\"row\" class=\"name\">");
    hr_page_str(p, r->through);
    hr_page_z(p, "</th><td class=\"name\">");
    hr_page_str(p, r->junction);
    hr_page_z(p, "</td>");
    for (int i = 0; i < HR_ALONG_FIGURES; i++) hr_page_figure(p, r->figure[i].known, r->figure[i].v, r->figure[i].text);
    hr_page_z(p, "</tr>\n");
}

static void table(hr_page *p, const hr_along *a, const hr_loop_path *path)
{
    hr_along_row r;
    hr_page_table(p, "Pressure and temperature along the loop", hr_along_head);
    for (uint32_t i = 0; i < path->n_point && p->err == HR_OK; i++) {
        if (hr_along_row_at(a, path, i, &r)) row(p, &r);
        else hr_page_note(p, HR_ENOMEM);
        hr_page_flush(p, false);
    }
    hr_page_table_end(p);
}

static void plot(hr_page *p, const hr_along *a, uint32_t k, bool styled)
{
    hr_page_z(p,
              "<figure class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Pressure and temperature along ");
    hr_page_str(p, a->name[k]);
    hr_page_z(p, "\">\n");
    hr_page_note(p, hr_along_svg(a, k, 1, false, styled, &p->out));
    hr_page_z(p, "</figure>\n");
}

/* What is in p->name, as a paragraph; nothing where it is empty. */
static void paragraph(hr_page *p)
{
    if (p->name.n == 0) return;
    hr_page_z(p, "<p class=\"more\">");
    hr_page_show(p);
    hr_page_z(p, "</p>\n");
}

static void loops(hr_page *p, const hr_along *a)
{
    bool styled = true;
    hr_page_z(p, "<h3>Along the loops</h3>\n");
    if (hr_along_any(a))
        hr_page_z(
            p, "<p>From what moves the coolant through the worst circuit, that of the load which gets the least of the "
               "flow that it needs, and back, in the normal state. Flow of each part is what goes through it; what "
               "all parts lose, their pump adds.</p>\n");
    for (uint32_t k = 0; k < a->n && p->err == HR_OK; k++) {
        if (!hr_along_has_path(&a->path[k])) {
            hr_along_words(a, &a->path[k], &p->name);
            paragraph(p);
            continue;
        }
        plot(p, a, k, styled);
        styled = false;
        hr_along_note(a, &a->path[k], &p->name);
        paragraph(p);
        table(p, a, &a->path[k]);
    }
    hr_along_bare_words(a, &p->name);
    paragraph(p);
}

void hr_html_along(hr_page *p)
{
    hr_along a;
    hr_page_note(p, hr_along_open(&a, p->c));
    if (p->err == HR_OK && (a.n || a.n_bare)) loops(p, &a);
    hr_along_close(&a);
}
