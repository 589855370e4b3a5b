/* html_page.c - pieces of the HTML report: text, tables, cells. Written as well-formed XML too. */
#include <stdio.h>
#include <string.h>

#include "report/html.h"

enum { BLOCK = 64 * 1024, ARENA_MOST = 1 << 20 };

void hr_page_note(hr_page *p, hr_err e)
{
    if (p->err == HR_OK) p->err = e;
}

void hr_page_z(hr_page *p, const char *markup) { hr_buf_z(&p->out, markup); }

void hr_page_f(hr_page *p, const char *markup, ...)
{
    va_list ap;
    va_start(ap, markup);
    hr_buf_vprintf(&p->out, markup, ap);
    va_end(ap);
}

void hr_page_str(hr_page *p, hr_str text) { hr_markup_text(&p->out, text); }
void hr_page_text(hr_page *p, const char *text) { hr_markup_z(&p->out, text); }

void hr_page_show(hr_page *p)
{
    hr_markup_text(&p->out, hr_buf_text(&p->name));
    p->name.n = 0;
}

void hr_page_flush(hr_page *p, bool all)
{
    if (p->out.failed || p->name.failed) hr_page_note(p, HR_ENOMEM);
    if (p->err != HR_OK || p->out.n == 0 || (!all && p->out.n < BLOCK)) return;
    if (!p->put(p->user, p->out.s, p->out.n)) hr_page_note(p, HR_EIO);
    p->out.n = 0;
}

bool hr_page_can_solve(hr_page *p)
{
    if (!p->work) hr_page_note(p, hr_power_engine.work_new(&p->work, p->c->engine[HR_NOMINAL]));
    if (!p->arena || hr_arena_used(p->arena) >= ARENA_MOST) {
        hr_arena_free(p->arena);
        p->arena = hr_arena_new();
        if (!p->arena) hr_page_note(p, HR_ENOMEM);
    }
    return p->err == HR_OK;
}

/* --- sections and tables --------------------------------------------------------------------------------------------- */

void hr_page_begin(hr_page *p, const char *id, const char *heading)
{
    hr_page_f(p, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">%s</h2>\n", id, id, id, heading);
}

void hr_page_end(hr_page *p)
{
    hr_page_z(p, "</section>\n");
    hr_page_flush(p, false);
}

void hr_page_table(hr_page *p, const char *label, const char *head)
{
    hr_page_f(p, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table>\n<thead><tr>", label);
    while (*head) {
        size_t n = strcspn(head, "|");
        bool right = head[0] == '>';
        hr_page_f(p, "<th scope=\"col\"%s>%.*s</th>", right ? " class=\"r\"" : "", (int)n - right, head + right);
        head += n + (head[n] == '|');
    }
    hr_page_z(p, "</tr></thead>\n<tbody>\n");
}

void hr_page_table_end(hr_page *p) { hr_page_z(p, "</tbody></table></div>\n"); }

/* --- cells --------------------------------------------------------------------------------------------------------------- */

void hr_page_cell_str(hr_page *p, hr_str text)
{
    hr_page_z(p, "<td>");
    hr_page_str(p, text);
    hr_page_z(p, "</td>");
}

void hr_page_cell(hr_page *p, const char *text) { hr_page_cell_str(p, hr_str_of(text)); }

void hr_page_cell_name(hr_page *p)
{
    hr_page_z(p, "<td class=\"name\">");
    hr_page_show(p);
    hr_page_z(p, "</td>");
}

void hr_page_cell_count(hr_page *p, uint64_t n) { hr_page_f(p, "<td class=\"r\">%llu</td>", (unsigned long long)n); }

void hr_page_cell_place(hr_page *p, hr_span at)
{
    hr_words_place(p->c->site, at, &p->name);
    hr_page_z(p, "<td class=\"place\">");
    hr_page_show(p);
    hr_page_z(p, "</td>");
}

const char *hr_page_heat(const hr_view *v, uint8_t verdict)
{
    if (verdict == HR_V_UNKNOWN) return "unknown";
    if (verdict == HR_VIOLATED || verdict == HR_WAIVED) return "over";
    return v->has_ratio && v->ratio >= 0.8 ? "near" : "cool";
}

/* The value as it stands in JSON goes along, for programs. */
void hr_page_figure(hr_page *p, bool known, double value, const char *shown)
{
    char number[40];
    hr_num_text(number, sizeof number, value, 12);
    if (known) hr_page_f(p, "<td class=\"r\"><data value=\"%s\">", number);
    else hr_page_z(p, "<td class=\"r\">");
    hr_page_text(p, shown);
    hr_page_z(p, known ? "</data></td>" : "</td>");
}

static void ratio(hr_page *p, const hr_view *v)
{
    char text[64], number[40];
    double shown = v->ratio < 0 ? 0 : v->ratio > 1.25 ? 1.25 : v->ratio;
    bool lost = !v->has_ratio && v->has_load && v->load > 0 && hr_view_is_loss(v);
    if (lost) (void)snprintf(text, sizeof text, "%s", hr_view_loss(v));
    else hr_line_percent(v, text, sizeof text);
    hr_page_f(p, "<td class=\"r %s\">", hr_page_heat(v, v->row->verdict));
    if (v->has_ratio) {
        hr_num_text(number, sizeof number, shown * 80, 3); /* percent of the track; its end is a ratio of 125 % */
        hr_page_f(p, "<span class=\"meter\"><span style=\"width:%s%%\"></span></span>", number);
        hr_num_text(number, sizeof number, v->ratio, 12);
        hr_page_f(p, "<data value=\"%s\">", number);
    }
    hr_page_text(p, text);
    hr_page_z(p, v->has_ratio ? "</data></td>" : "</td>");
}

void hr_page_figures(hr_page *p, const hr_view *v)
{
    char text[64];
    hr_line_load(v, text, sizeof text);
    hr_page_figure(p, v->has_load, v->load, text);
    hr_line_limit(v, text, sizeof text);
    hr_page_figure(p, v->has_at, v->at, text);
    hr_line_headroom(v, text, sizeof text);
    hr_page_figure(p, v->has_headroom, v->headroom, text);
    ratio(p, v);
}

void hr_page_case(hr_page *p, uint32_t case_)
{
    hr_view_case_name(p->c, case_, &p->name);
    hr_page_cell_name(p);
}
