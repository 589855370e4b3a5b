/* oneline_svg.c - draws the one-line diagram. Colour says how near the worst row of a symbol is to its limit, and never
 * alone: the ratio stands beside it, `!` is beyond, `?` and hatching are unknown. */
#include <math.h>
#include <string.h>

#include "report/lines.h"
#include "report/markup.h"
#include "report/oneline.h"
#include "report/report.h"

static const char style[] =
    ".ol{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Liberation "
    "Mono',monospace;background:var(--paper,#fff)}"
    ".ol text{fill:var(--ink,#1b2430)}.ol .n{fill:var(--soft,#4d5a6a)}"
    ".ol .l,.ol .o,.ol .d{fill:none;stroke:var(--line,#5b6878);stroke-width:1.3}.ol .o{stroke-dasharray:5 3}"
    ".ol .k{paint-order:stroke;stroke:var(--paper,#fff);stroke-width:4px}.ol .over .k{stroke:none}"
    ".ol .d{stroke:var(--ink,#1b2430);stroke-width:1.1}.ol .g{fill:var(--ink,#1b2430)}"
    ".ol .v{fill:var(--paper,#fff);stroke:var(--line,#5b6878)}"
    ".ol .f{fill:var(--cool,#edf1f5);stroke:var(--ink,#1b2430);stroke-width:1.2}"
    ".ol .b{fill:var(--bar,#3c4857);stroke:none}.ol .w{fill:var(--cool,#edf1f5)}"
    ".ol .near .f{fill:var(--amber,#f5b83d)}.ol .over "
    ".f{fill:var(--red,#c62a1f);stroke-width:2;stroke:var(--ink,#1b2430)}"
    ".ol .over .d{stroke:#fff}.ol .over .g,.ol .over .k{fill:#fff}"
    ".ol .near .n{fill:var(--ambertext,#7a4f00);font-weight:600}.ol .over "
    ".n{fill:var(--redtext,#a61b12);font-weight:600}"
    ".ol .unknown .f{fill:url(#ol-hatch);stroke:var(--ink,#1b2430)}.ol .unknown.near .f{fill:url(#ol-hatch-near)}"
    ".ol .unknown.over .f{fill:var(--red,#c62a1f)}"
    ".ol .c{fill:none;stroke:var(--ink,#1b2430);stroke-width:4}.ol .hit .f,.ol .hit "
    ".b{stroke:var(--ink,#1b2430);stroke-width:4}"
    ".ol .hit .t{font-weight:700}";

static const char hatches[] =
    "<defs>"
    "<pattern id=\"ol-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><path style=\"fill:var(--paper,#fff)\" d=\"M0 0h5v5H0z\"/>"
    "<path style=\"fill:var(--hatch,#8b97a5)\" d=\"M0 0h1.6v5H0z\"/></pattern>"
    "<pattern id=\"ol-hatch-near\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><path style=\"fill:var(--amber,#f5b83d)\" d=\"M0 0h5v5H0z\"/>"
    "<path style=\"fill:var(--hatch,#8b97a5)\" d=\"M0 0h1.6v5H0z\"/></pattern></defs>\n";

/* --- lines ------------------------------------------------------------------------------------------------------------ */

static double bottom(const hr_oneline *o, const hr_ol_symbol *s)
{
    if (s->shape == HR_OL_PASS) return s->y + hr_ol_height(o);
    if (s->shape == HR_OL_TIES) return s->y + HR_OL_BAR + 8.5;
    return s->y + (hr_ol_is_bar(s) ? hr_ol_bar(o) + HR_OL_BAR_HIGH : HR_OL_BOX_TOP + HR_OL_BOX_HIGH);
}

static double top(const hr_oneline *o, const hr_ol_symbol *s)
{
    if (s->shape == HR_OL_PASS) return s->y;
    if (s->shape == HR_OL_TIES) return s->y + HR_OL_BAR - 3.5;
    return s->y + (hr_ol_is_bar(s) ? hr_ol_bar(o) : HR_OL_BOX_TOP);
}

static void to(hr_buf *out, char command, double a)
{
    hr_buf_c(out, command);
    hr_markup_num(out, a);
}

static void from(hr_buf *out, double x, double y)
{
    to(out, 'M', x);
    to(out, ' ', y);
}

/* A tie beside its symbol: level with the bar. */
static void level_line(const hr_oneline *o, const hr_ol_line *l, hr_buf *out)
{
    const hr_ol_symbol *s = &o->symbol[l->from], *tie = &o->symbol[l->to];
    bool on_right = tie->x > s->x;
    double end = hr_ol_is_bar(s) ? on_right ? s->bar1 : s->bar0 : s->x + (on_right ? 14 : -14);
    from(out, end, s->y + HR_OL_BAR + 2.5);
    to(out, 'H', tie->x + (on_right ? -6 : 6));
}

static void net_path(const hr_oneline *o, const hr_ol_net *n, hr_buf *out)
{
    const hr_ol_line *first = &o->line[n->line_first];
    if (n->runs) {
        from(out, n->riser, bottom(o, &o->symbol[first->tie ? first->to : first->from]));
        to(out, 'V', n->y);
        from(out, n->x0, n->y);
        to(out, 'H', n->x1);
    }
    for (const hr_ol_line *l = first; l < first + n->n_line; l++) {
        if (l->level) {
            level_line(o, l, out);
        } else if (l->tie) {
            from(out, l->x, bottom(o, &o->symbol[l->from]));
            to(out, 'V', n->y);
        } else {
            from(out, l->x, l->straight ? bottom(o, &o->symbol[l->from]) : n->y);
            to(out, 'V', top(o, &o->symbol[l->to]));
        }
    }
    const hr_ol_symbol *s = &o->symbol[first->from];
    if (s->shape == HR_OL_PASS && !first->tie) { /* through the layer that it passes */
        from(out, s->x, s->y);
        to(out, 'V', s->y + hr_ol_height(o));
    }
}

/* The part of a net that one line takes. */
static void hit_path(const hr_oneline *o, const hr_ol_net *n, const hr_ol_line *l, hr_buf *out)
{
    const hr_ol_symbol *s = &o->symbol[l->from];
    if (l->level) {
        level_line(o, l, out);
        return;
    }
    if (s->shape == HR_OL_PASS && !l->tie) {
        from(out, s->x, s->y);
        to(out, 'V', s->y + hr_ol_height(o));
    }
    if (l->tie) {
        from(out, l->x, bottom(o, s));
        to(out, 'V', n->y);
        to(out, 'H', n->riser);
        to(out, 'V', bottom(o, &o->symbol[l->to]));
        return;
    }
    from(out, l->straight ? l->x : n->riser, bottom(o, s));
    if (!l->straight) {
        to(out, 'V', n->y);
        to(out, 'H', l->x);
    }
    to(out, 'V', top(o, &o->symbol[l->to]));
}

static void draw_chain(const hr_oneline *o, hr_buf *out)
{
    for (uint32_t i = 0; i < o->n_net; i++)
        for (uint32_t k = o->net[i].line_first; k < o->net[i].line_first + o->net[i].n_line; k++) {
            if (!o->line[k].hit) continue;
            hr_buf_z(out, "<path class=\"c\" d=\"");
            hit_path(o, &o->net[i], &o->line[k], out);
            hr_buf_z(out, "\"/>\n");
        }
}

static void draw_lines(const hr_oneline *o, hr_buf *out)
{
    for (uint32_t i = 0; i < o->n_net; i++) {
        const hr_ol_net *n = &o->net[i];
        hr_buf_printf(out, "<path class=\"%s\" d=\"", o->line[n->line_first].closed ? "l" : "o");
        net_path(o, n, out);
        hr_buf_z(out, "\"/>\n");
    }
    draw_chain(o, out);
    for (uint32_t i = 0; i < o->n_line; i++) {
        const hr_ol_line *l = &o->line[i];
        if (!l->device || l->tie) continue;
        hr_buf_z(out, "<rect class=\"v\" x=\"");
        hr_markup_num(out, l->x - 3.5);
        hr_buf_z(out, "\" y=\"");
        hr_markup_num(out, top(o, &o->symbol[l->to]) - 11);
        hr_buf_z(out, "\" width=\"7\" height=\"7\"/>\n");
    }
}

/* --- symbols ------------------------------------------------------------------------------------------------------------ */

static void add_row(const hr_oneline *o, const hr_ol_symbol *s, hr_buf *text)
{
    hr_row row = {.limit = s->limit};
    hr_view v = hr_view_of(o->c, &row);
    char load[64], limit[64], ratio[64];
    hr_line_load(&v, load, sizeof load);
    hr_line_limit(&v, limit, sizeof limit);
    hr_line_percent(&v, ratio, sizeof ratio);
    hr_buf_printf(text, "; nearest row %s ", v.rule->code);
    hr_point_name(o->c->site, v.limit->point, text);
    hr_buf_printf(text, ": %s on %s, %s, ", load, limit, ratio);
    hr_view_case_name(o->c, o->c->worst[s->limit].case_, text);
    if (s->waived) hr_buf_z(text, ", waived");
}

static void draw_title(const hr_oneline *o, const hr_ol_symbol *s, hr_buf *scratch, hr_buf *out)
{
    static const char *const hit[] = {[HR_OL_MISSED] = "",
                                      [HR_OL_ON_CHAIN] = "; on the chain",
                                      [HR_OL_LOST] = "; on the chain, lost",
                                      [HR_OL_UNCOOLED] = "; on the chain, uncooled",
                                      [HR_OL_OUT] = "; on the chain, out"};
    scratch->n = 0;
    hr_line_cut(scratch, s->name, 160);
    if (s->type) hr_buf_printf(scratch, ": %s", s->type->name);
    for (int i = 0; i < HR_OL_MORE; i++)
        if (s->more[i].n) hr_buf_printf(scratch, ", %.*s", HR_STR_FMT(s->more[i]));
    if (s->n_unit > 1) hr_buf_printf(scratch, ", %u elements, the worst of them", s->n_unit);
    if (s->limit != HR_NONE) add_row(o, s, scratch);
    if (s->unknown) hr_buf_z(scratch, "; part of its rows cannot be judged");
    hr_buf_z(scratch, hit[s->hit]);
    hr_buf_z(out, "<title>");
    hr_markup_text(out, hr_buf_text(scratch));
    hr_buf_z(out, "</title>");
}

static void text_line(hr_buf *out, const char *class, bool middle, double x, int y, hr_str text)
{
    hr_buf_printf(out, "<text class=\"%s\"%s x=\"", class, middle ? " text-anchor=\"middle\"" : "");
    hr_markup_num(out, x);
    hr_buf_printf(out, "\" y=\"%d\">", y);
    hr_markup_text(out, text);
    hr_buf_z(out, "</text>");
}

/* Text of a bar stands directly above it. */
static int missing_lines(const hr_oneline *o, const hr_ol_symbol *s)
{
    int n = 0;
    for (int i = 0; o->cooling && i < HR_OL_MORE; i++) n += s->more[i].n == 0;
    n += o->cooling && s->note.n == 0;
    return n * HR_OL_LINE;
}

static void draw_symbol(const hr_oneline *o, const hr_ol_symbol *s, hr_buf *scratch, hr_buf *out)
{
    static const char *const heat[] = {"none", "cool", "near", "over"};
    bool tie = s->shape == HR_OL_TIES;
    double x = tie ? 0 : 20;
    int y = tie ? 14 : o->cooling ? 15 : 22;
    if (hr_ol_is_bar(s)) x = (s->n_in > 1 ? 5.0 * (s->n_in - 1) : 0) + 7, y = 17 + missing_lines(o, s);
    else if (!tie && s->n_in > 3) x = 5.0 * (s->n_in - 1) + 10;
    hr_buf_printf(out, "<g class=\"%s%s%s\" transform=\"translate(", heat[s->heat], s->unknown ? " unknown" : "",
                  s->hit ? " hit" : "");
    hr_markup_num(out, s->x);
    hr_buf_c(out, ' ');
    hr_markup_num(out, s->y);
    hr_buf_z(out, ")\">");
    draw_title(o, s, scratch, out);
    hr_ol_draw_symbol(o, s, out);
    text_line(out, "t", tie, x, y, s->label);
    for (int i = 0; i < HR_OL_MORE; i++)
        if (s->more[i].n) text_line(out, "t", tie, x, y += HR_OL_LINE, s->more[i]);
    if (s->note.n) text_line(out, "n", tie, x, y + HR_OL_LINE, s->note);
    hr_buf_z(out, "</g>\n");
}

/* --- legend --------------------------------------------------------------------------------------------------------------- */

enum { LEGEND_ROW = 24 };

static const struct {
    const char *class, *words;
    bool line;
} legend[] = {
    {"cool", "below 80 %", false},   {"near", "80 to 100 %", false}, {"over", "beyond 100 % !", false},
    {"unknown", "unknown ?", false}, {"l", "closed", true},          {"o", "open, standby", true},
};

static const char *legend_words(const hr_oneline *o, size_t i)
{
    if (!o->cooling || !legend[i].line) return legend[i].words;
    return legend[i].class[0] == 'l' ? "heat goes up" : "stands still";
}

static double legend_width(const hr_oneline *o, size_t i)
{
    return 36 + (double)strlen(legend_words(o, i)) * HR_OL_CHAR / 10 + 14;
}

/* In a line of its own: "chain of fault: board-A". */
static double draw_legend_of_chain(const hr_oneline *o, double y, hr_buf *out)
{
    hr_buf words = {0};
    hr_buf_z(&words, "chain of ");
    hr_line_cut(&words, o->outage, 34);
    hr_buf_z(out, "<g transform=\"translate(");
    hr_markup_num(out, HR_OL_GAP);
    hr_buf_c(out, ' ');
    hr_markup_num(out, y);
    hr_buf_z(out, ")\"><path class=\"c\" d=\"M0 8H28\"/>");
    text_line(out, "t", false, 33, 12, hr_buf_text(&words));
    hr_buf_z(out, "</g>\n");
    if (words.failed) out->failed = true;
    hr_buf_free(&words);
    return y + LEGEND_ROW;
}

static double draw_legend(const hr_oneline *o, double width, double y, hr_buf *out)
{
    double x = HR_OL_GAP;
    for (size_t i = 0; i < sizeof legend / sizeof *legend; i++) {
        if (x > HR_OL_GAP && x + legend_width(o, i) > width) x = HR_OL_GAP, y += LEGEND_ROW;
        hr_buf_printf(out, "<g class=\"%s\" transform=\"translate(", legend[i].line ? "" : legend[i].class);
        hr_markup_num(out, x);
        hr_buf_c(out, ' ');
        hr_markup_num(out, y);
        hr_buf_z(out, ")\">");
        if (legend[i].line) hr_buf_printf(out, "<path class=\"%s\" d=\"M0 8H28\"/>", legend[i].class);
        else hr_buf_z(out, "<rect class=\"f\" width=\"26\" height=\"14\" y=\"1\"/>");
        text_line(out, "t", false, 33, 12, hr_str_of(legend_words(o, i)));
        hr_buf_z(out, "</g>\n");
        x += legend_width(o, i);
    }
    return o->outage.n ? draw_legend_of_chain(o, y + LEGEND_ROW, out) : y + LEGEND_ROW;
}

/* --- whole ------------------------------------------------------------------------------------------------------------------ */

static void describe(const hr_oneline *o, hr_buf *out)
{
    uint32_t n[HR_OL_OVER + 1] = {0}, unknown = 0;
    for (uint32_t i = 0; i < o->n_real; i++) {
        n[o->symbol[i].heat] += o->symbol[i].n_unit;
        unknown += o->symbol[i].unknown ? o->symbol[i].n_unit : 0;
    }
    hr_buf_printf(
        out,
        "%u elements from %s down to the racks in %u symbols, each with the row%s that is nearest to its "
        "limit in any case. Elements in symbols beyond a limit: %u, from 80 to 100 %%: %u, with unknown rows: %u.",
        o->drawn, o->cooling ? "the outdoor air" : "the utility", o->n_real, o->cooling ? " on cooling" : "",
        n[HR_OL_OVER], n[HR_OL_NEAR], unknown);
    if (o->outage.n == 0) return;
    hr_buf_z(out, " Drawn thick: the chain of ");
    hr_markup_text(out, o->outage);
    hr_buf_c(out, '.');
}

static const char *title(const hr_oneline *o) { return o->cooling ? "Cooling diagram of " : "One-line diagram of "; }

static void open_svg(const hr_oneline *o, double width, double height, bool standalone, hr_buf *out)
{
    hr_buf_printf(out, "<svg%s class=\"ol\" viewBox=\"0 0 ", standalone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "");
    hr_markup_num(out, width);
    hr_buf_c(out, ' ');
    hr_markup_num(out, height);
    hr_buf_z(out, "\" width=\"");
    hr_markup_num(out, width);
    hr_buf_z(out, "\" height=\"");
    hr_markup_num(out, height);
    const char *id = o->cooling ? "cool" : "ol";
    hr_buf_printf(out, "\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">%s", id, id, id,
                  title(o));
    hr_markup_text(out, o->c->site->name);
    hr_buf_printf(out, "</title>\n<desc id=\"%s-desc\">", id);
    describe(o, out);
    hr_buf_z(out, "</desc>\n");
    if (standalone || !o->cooling) hr_buf_printf(out, "<style>%s</style>\n%s", style, hatches);
}

hr_err hr_oneline_svg(const hr_oneline *o, hr_buf *out, bool standalone)
{
    hr_buf scratch = {0}, body = {0};
    double width = fmax(o->width, 320), height;
    draw_lines(o, &body);
    for (uint32_t i = 0; i < o->n_real; i++) draw_symbol(o, &o->symbol[i], &scratch, &body);
    height = draw_legend(o, width, o->foot + 10, &body);
    open_svg(o, width, height, standalone, out);
    hr_buf_str(out, hr_buf_text(&body));
    hr_buf_z(out, "</svg>\n");
    hr_err e = scratch.failed || body.failed || out->failed ? HR_ENOMEM : HR_OK;
    hr_buf_free(&scratch);
    hr_buf_free(&body);
    return e;
}

static hr_err report(hr_err made(hr_oneline **, const hr_check *), const hr_check *c, hr_json_put *put, void *user)
{
    hr_oneline *o = NULL;
    hr_buf text = {0};
    hr_err e = made(&o, c);
    if (e == HR_OK && !o)
        return hr_diag_add(c->site->ctx, HR_ERROR, "M323", c->site->decl[c->site->unit[c->site->self].decl].at,
                           "declare loops or zones with `cooled_by`",
                           "nothing of this site is cooled, so there is no cooling diagram");
    if (e == HR_OK) e = hr_oneline_svg(o, &text, true);
    if (e == HR_OK && !put(user, text.s, text.n)) e = HR_EIO;
    hr_oneline_free(o);
    hr_buf_free(&text);
    return e;
}

hr_err hr_report_svg(const hr_check *c, hr_json_put *put, void *user) { return report(hr_oneline_make, c, put, user); }

hr_err hr_report_cooling_svg(const hr_check *c, hr_json_put *put, void *user)
{
    return report(hr_cooling_diagram_make, c, put, user);
}
