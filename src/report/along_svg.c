/* along_svg.c - draws pressure and temperature along the worst circuit of a loop, one plot above the other on one axis.
 *
 * Pipes are as wide as they are long, all in one scale; what is no pipe takes a fixed width and stands on a band with its
 * name. The junctions stand below, upright; where they are too near each other some names are left out, never those at
 * the ends and beside the load. */
#include <math.h>
#include <string.h>

#include "report/along.h"
#include "report/lines.h"
#include "report/markup.h"
#include "report/report.h"

enum {
    WIDTH = 960,
    LEFT = 74,
    RIGHT = 936,
    WORDS = 2,    /* where lines of text begin */
    BAND = 56,    /* of what is no pipe */
    LINE = 14,    /* of text, and between upright names */
    HEADING = 20, /* y of the heading of a plot, below its title */
    UPPER = 44,   /* where the plot of pressures begins */
    UPPER_END = 204,
    LOWER = 244, /* and that of temperatures */
    LOWER_END = 334,
    NAMES = 344,    /* where names of junctions begin */
    NAME_LONG = 18, /* characters of a name at most */
    TICKS = 5
};

#define CHARACTER 7.3 /* pixels of a character, as in the one-line diagram */

static const char style[] =
    ".al{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Liberation "
    "Mono',monospace;background:var(--paper,#fff)}"
    ".al text{fill:var(--ink,#1b2430)}.al .n{fill:var(--soft,#4d5a6a)}"
    ".al .a{fill:none;stroke:var(--line,#5b6878)}.al .s{fill:none;stroke:var(--rule,#d5dce4)}"
    ".al .w{fill:var(--cool,#edf1f5)}.al .c{fill:none;stroke:var(--link,#1d4f91);stroke-width:2;stroke-linejoin:round}"
    ".al .p{fill:var(--link,#1d4f91)}";

typedef struct scale { /* of one axis of values */
    double low, high, step;
    double top, bottom; /* pixels */
} scale;

typedef struct plot {
    const hr_along *a;
    const hr_loop_path *p;
    double *x; /* by point */
    hr_str *node, *through;
    double height;
} plot;

static double value(const plot *d, uint32_t i, bool of_T)
{
    const hr_loop_view *v = &d->p->view;
    uint32_t node = d->p->point[i].node;
    return of_T ? v->T[node] - 273.15 : v->pressure[node] / 1000;
}

static bool is_there(const plot *d, uint32_t i, bool of_T) { return !of_T || d->p->view.T[d->p->point[i].node] > 0; }

/* --- places --------------------------------------------------------------------------------------------------------- */

static bool is_pipe(const plot *d, uint32_t i) /* what leads to point i */
{
    return d->p->view.net.link[d->p->point[i].link].kind == HR_LINK_PIPE;
}

static void place_points(plot *d)
{
    uint32_t n = d->p->n_point, bands = 0;
    double metres = d->p->point[n - 1].length, room = RIGHT - LEFT;
    for (uint32_t i = 1; i < n; i++) bands += !is_pipe(d, i);
    double band = metres > 0 ? fmin(BAND, bands ? 0.5 * room / bands : 0) : room / bands;
    double per_metre = metres > 0 ? (room - band * bands) / metres : 0;
    d->x[0] = LEFT;
    for (uint32_t i = 1; i < n; i++) {
        double length = d->p->point[i].length - d->p->point[i - 1].length;
        d->x[i] = d->x[i - 1] + (is_pipe(d, i) ? length * per_metre : band);
    }
}

/* 1, 2 or 5 times a power of ten. */
static double round_step(double least)
{
    double power = pow(10, floor(log10(least)));
    double part = least / power;
    return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

static scale scale_of(const plot *d, bool of_T)
{
    scale s = {.low = INFINITY, .high = -INFINITY, .top = of_T ? LOWER : UPPER, .bottom = of_T ? LOWER_END : UPPER_END};
    for (uint32_t i = 0; i < d->p->n_point; i++) {
        if (!is_there(d, i, of_T)) continue;
        s.low = fmin(s.low, value(d, i, of_T));
        s.high = fmax(s.high, value(d, i, of_T));
    }
    if (!(s.high >= s.low)) s.low = s.high = 0;
    double least = 1e-6 * fmax(1, fmax(fabs(s.low), fabs(s.high))); /* what is level stays level */
    s.step = round_step(fmax((s.high - s.low) / (of_T ? TICKS - 2 : TICKS), least));
    s.low = s.step * floor(s.low / s.step);
    s.high = s.step * fmax(ceil(s.high / s.step), s.low / s.step + 1);
    return s;
}

static double y_of(const scale *s, double v)
{
    return s->bottom - (s->bottom - s->top) * (v - s->low) / (s->high - s->low);
}

/* --- pieces --------------------------------------------------------------------------------------------------------- */

static void attribute(hr_buf *out, const char *name, double v)
{
    hr_buf_printf(out, " %s=\"", name);
    hr_markup_num(out, v);
    hr_buf_c(out, '"');
}

static void text(hr_buf *out, const char *class, const char *anchor, double x, double y, hr_str words)
{
    hr_buf_printf(out, "<text class=\"%s\" text-anchor=\"%s\"", class, anchor);
    attribute(out, "x", x);
    attribute(out, "y", y);
    hr_buf_c(out, '>');
    hr_markup_text(out, words);
    hr_buf_z(out, "</text>");
}

static void line_to(hr_buf *out, char command, double x, double y)
{
    hr_buf_c(out, command);
    hr_markup_num(out, x);
    hr_buf_c(out, ' ');
    hr_markup_num(out, y);
}

static void draw_scale(const scale *s, hr_buf *out)
{
    char number[40];
    int steps = (int)lround((s->high - s->low) / s->step);
    for (int i = 0; i <= steps; i++) {
        double v = s->step * (round(s->low / s->step) + i);
        hr_buf_z(out, "<path class=\"s\" d=\"");
        line_to(out, 'M', LEFT, y_of(s, v));
        line_to(out, 'L', RIGHT, y_of(s, v));
        hr_buf_z(out, "\"/>");
        hr_num_text(number, sizeof number, v, 6);
        text(out, "n", "end", LEFT - 8, y_of(s, v) + 4, hr_str_of(number));
    }
    hr_buf_c(out, '\n');
}

/* "r4, behind rack4: 217.4 kPa, 50.8 degC, 9 m of pipe" */
static bool point_title(const plot *d, uint32_t i, hr_buf *out)
{
    hr_along_row row;
    hr_buf words = {0};
    if (!hr_along_row_at(d->a, d->p, i, &row)) return false;
    hr_buf_printf(&words, "%.*s, behind %.*s: %s, %s, %s of pipe", HR_STR_FMT(row.junction), HR_STR_FMT(row.through),
                  row.figure[HR_ALONG_PRESSURE].text, row.figure[HR_ALONG_T].text, row.figure[HR_ALONG_LENGTH].text);
    hr_buf_z(out, "<title>");
    hr_markup_text(out, (hr_str){words.s ? words.s : "", (uint32_t)words.n});
    hr_buf_z(out, "</title>");
    bool good = !words.failed;
    hr_buf_free(&words);
    return good;
}

static void draw_curve(const plot *d, const scale *s, bool of_T, hr_buf *out)
{
    bool down = false;
    hr_buf_z(out, "<path class=\"c\" d=\"");
    for (uint32_t i = 0; i < d->p->n_point; i++) {
        bool there = is_there(d, i, of_T);
        if (there) line_to(out, down ? 'L' : 'M', d->x[i], y_of(s, value(d, i, of_T)));
        down = there;
    }
    hr_buf_z(out, "\"/>\n");
}

static bool draw_points(const plot *d, const scale *s, bool of_T, hr_buf *out)
{
    bool good = true;
    for (uint32_t i = 0; i < d->p->n_point && good; i++) {
        if (!is_there(d, i, of_T)) continue;
        hr_buf_z(out, "<circle class=\"p\" r=\"3\"");
        attribute(out, "cx", d->x[i]);
        attribute(out, "cy", y_of(s, value(d, i, of_T)));
        hr_buf_c(out, '>');
        good = point_title(d, i, out);
        hr_buf_z(out, "</circle>");
    }
    hr_buf_c(out, '\n');
    return good;
}

/* --- bands and names -------------------------------------------------------------------------------------------------- */

static void draw_bands(const plot *d, hr_buf *out)
{
    for (uint32_t i = 1; i < d->p->n_point; i++) {
        if (is_pipe(d, i)) continue;
        static const int top[] = {UPPER, LOWER}, bottom[] = {UPPER_END, LOWER_END};
        for (int k = 0; k < 2; k++) {
            hr_buf_z(out, "<rect class=\"w\"");
            attribute(out, "x", d->x[i - 1]);
            attribute(out, "y", top[k]);
            attribute(out, "width", d->x[i] - d->x[i - 1]);
            attribute(out, "height", bottom[k] - top[k]);
            hr_buf_z(out, "/>");
        }
    }
    hr_buf_c(out, '\n');
}

static double width_of(hr_str words) { return CHARACTER * fmin(words.n, NAME_LONG); }

typedef struct span { /* that a name takes across */
    double x0, x1;
} span;

/* Whether no name stands between x0 and x1 yet: now this one does. */
static bool take(span *taken, uint32_t *n, double x0, double x1)
{
    for (uint32_t i = 0; i < *n; i++)
        if (x0 < taken[i].x1 && taken[i].x0 < x1) return false;
    taken[(*n)++] = (span){x0, x1};
    return true;
}

/* Names that must be there come first. */
static bool is_first(const plot *d, uint32_t i)
{
    hr_id worst = d->p->worst;
    bool beside = d->p->point[i].link == worst || (i + 1 < d->p->n_point && d->p->point[i + 1].link == worst);
    return i == 0 || i + 1 == d->p->n_point || (worst != HR_NONE && beside);
}

/* Of bands, above them: that of the load first. */
static void name_bands(const plot *d, span *taken, hr_buf *cut, hr_buf *out)
{
    uint32_t n = 0;
    for (int first = 1; first >= 0; first--)
        for (uint32_t i = 1; i < d->p->n_point; i++) {
            if (is_pipe(d, i) || (d->p->point[i].link == d->p->worst) != first) continue;
            double half = 0.5 * width_of(d->through[i]);
            double x = fmin(fmax(0.5 * (d->x[i - 1] + d->x[i]), half), WIDTH - half);
            if (!take(taken, &n, x - half - 4, x + half + 4)) continue;
            cut->n = 0;
            hr_line_cut(cut, d->through[i], NAME_LONG);
            text(out, "t", "middle", x, UPPER - 6, hr_buf_text(cut));
        }
    hr_buf_c(out, '\n');
}

static void name_points(plot *d, span *taken, hr_buf *cut, hr_buf *out)
{
    uint32_t n = 0;
    double longest = 0;
    for (int first = 1; first >= 0; first--)
        for (uint32_t i = 0; i < d->p->n_point; i++) {
            if (is_first(d, i) != first || !take(taken, &n, d->x[i] - 0.5 * LINE, d->x[i] + 0.5 * LINE)) continue;
            cut->n = 0;
            hr_line_cut(cut, d->node[i], NAME_LONG);
            hr_buf_z(out, "<text class=\"t\" transform=\"translate(");
            hr_markup_num(out, d->x[i] + 4);
            hr_buf_printf(out, " %d) rotate(-90)\" text-anchor=\"end\">", NAMES);
            hr_markup_text(out, hr_buf_text(cut));
            hr_buf_z(out, "</text>");
            longest = fmax(longest, width_of(d->node[i]));
        }
    hr_buf_c(out, '\n');
    d->height = NAMES + longest + LINE;
}

/* --- whole ---------------------------------------------------------------------------------------------------------- */

/* What the plot shows, in as many lines as it takes; *y is below them then. */
static void draw_title(const plot *d, double *y, hr_buf *scratch, hr_buf *out)
{
    hr_buf lines = {0};
    scratch->n = 0;
    hr_along_words(d->a, d->p, scratch);
    hr_line_wrap(&lines, hr_buf_text(scratch), 0, 0, (uint32_t)((WIDTH - WORDS) / CHARACTER));
    for (uint32_t first = 0, end; first < lines.n; first = end + 1) {
        for (end = first; end < lines.n && lines.s[end] != '\n'; end++) {
        }
        *y += LINE;
        text(out, "t", "start", WORDS, *y, (hr_str){lines.s + first, end - first});
    }
    scratch->failed |= lines.failed;
    hr_buf_free(&lines);
}

static void draw_words(const plot *d, hr_buf *scratch, hr_buf *out)
{
    scratch->n = 0;
    hr_buf_z(scratch, "static pressure, ");
    hr_along_pressure_words(d->a, d->p, scratch);
    text(out, "n", "start", WORDS, HEADING, hr_buf_text(scratch));
    text(out, "n", "start", WORDS, LOWER - 14, HR_STR("temperature, degC"));
}

static void draw_foot(const plot *d, hr_buf *scratch, hr_buf *out)
{
    char metres[40];
    double length = d->p->point[d->p->n_point - 1].length;
    hr_num_text(metres, sizeof metres, length, 4);
    scratch->n = 0;
    if (length > 0)
        hr_buf_printf(scratch, "%s m of pipe, drawn by length; what is no pipe, on a band, has a fixed width", metres);
    else hr_buf_z(scratch, "parts in their order: none of them is a pipe");
    text(out, "n", "start", LEFT, d->height, hr_buf_text(scratch));
    hr_buf_c(out, '\n');
}

static bool draw_values(const plot *d, hr_buf *out)
{
    bool good = true;
    for (int of_T = 0; of_T < 2 && good; of_T++) {
        scale s = scale_of(d, of_T);
        draw_scale(&s, out);
        draw_curve(d, &s, of_T, out);
        good = draw_points(d, &s, of_T, out);
    }
    return good;
}

static bool open_plot(plot *d)
{
    uint32_t n = d->p->n_point;
    hr_arena *arena = d->a->arena;
    d->x = HR_NEW_ARRAY(arena, double, n);
    d->node = HR_NEW_ARRAY(arena, hr_str, n);
    d->through = HR_NEW_ARRAY(arena, hr_str, n);
    if (!d->x || !d->node || !d->through) return false;
    for (uint32_t i = 0; i < n; i++) {
        hr_id link = d->p->point[i].link;
        d->node[i] = hr_along_name(d->a, d->p->view.node_unit[d->p->point[i].node]);
        d->through[i] = hr_along_name(d->a, link != HR_NONE ? d->p->view.link_unit[link] : d->p->source);
        if (!d->node[i].s || !d->through[i].s) return false;
    }
    place_points(d);
    return true;
}

/* One plot, its top at *y. */
static hr_err draw(const hr_along *a, const hr_loop_path *p, double *y, hr_buf *out)
{
    plot d = {.a = a, .p = p};
    hr_buf scratch = {0};
    span *taken = HR_NEW_ARRAY(a->arena, span, p->n_point);
    if (!taken || !open_plot(&d)) return HR_ENOMEM;
    draw_title(&d, y, &scratch, out);
    hr_buf_z(out, "\n<g transform=\"translate(0 ");
    hr_markup_num(out, *y);
    hr_buf_z(out, ")\">\n");
    draw_words(&d, &scratch, out);
    draw_bands(&d, out);
    bool good = draw_values(&d, out);
    name_bands(&d, taken, &scratch, out);
    name_points(&d, taken, &scratch, out);
    draw_foot(&d, &scratch, out);
    hr_buf_z(out, "</g>\n");
    *y += d.height + LINE;
    good = good && !scratch.failed;
    hr_buf_free(&scratch);
    return good ? HR_OK : HR_ENOMEM;
}

static void open_svg(const hr_along *a, uint32_t first, double height, bool standalone, bool styled, hr_buf *out)
{
    hr_buf_printf(out, "<svg%s class=\"al\" viewBox=\"0 0 %d ",
                  standalone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "", WIDTH);
    hr_markup_num(out, height);
    hr_buf_printf(out, "\" width=\"%d\"", WIDTH);
    attribute(out, "height", height);
    hr_buf_printf(
        out,
        " role=\"img\" aria-labelledby=\"along-%u-title\">\n<title id=\"along-%u-title\">Pressure and temperature "
        "along ",
        first, first);
    if (standalone) hr_buf_z(out, "loops of ");
    hr_markup_text(out, standalone ? a->c->site->name : a->name[first]);
    hr_buf_z(out, "</title>\n");
    if (styled) hr_buf_printf(out, "<style>%s</style>\n", style);
}

hr_err hr_along_svg(const hr_along *a, uint32_t first, uint32_t n, bool standalone, bool styled, hr_buf *out)
{
    hr_buf body = {0};
    double height = 0;
    hr_err e = HR_OK;
    for (uint32_t i = first; i < first + n && e == HR_OK; i++)
        if (hr_along_has_path(&a->path[i])) e = draw(a, &a->path[i], &height, &body);
    if (e == HR_OK) {
        open_svg(a, first, height, standalone, styled, out);
        hr_buf_str(out, hr_buf_text(&body));
        hr_buf_z(out, "</svg>\n");
    }
    if (e == HR_OK && (body.failed || out->failed)) e = HR_ENOMEM;
    hr_buf_free(&body);
    return e;
}

/* --- alone ---------------------------------------------------------------------------------------------------------- */

static hr_err nothing(const hr_along *a)
{
    const hr_site *s = a->c->site;
    hr_buf why = {0};
    if (a->n) hr_along_words(a, &a->path[0], &why);
    else hr_buf_z(&why, "no loop of this site has pipes, so nothing is known along one");
    hr_id at = a->n ? a->path[0].view.loop : s->self;
    hr_err e = why.failed
                   ? HR_ENOMEM
                   : hr_diag_add(s->ctx, HR_ERROR, "M323", s->decl[s->unit[at].decl].at,
                                 a->n ? NULL : "declare junctions and what stands between them: pipe, valve, filter",
                                 "%s", why.s);
    hr_buf_free(&why);
    return e;
}

hr_err hr_report_loop_svg(const hr_check *c, hr_json_put *put, void *user)
{
    hr_along a;
    hr_buf out = {0};
    hr_err e = hr_along_open(&a, c);
    if (e == HR_OK) e = hr_along_any(&a) ? hr_along_svg(&a, 0, a.n, true, true, &out) : nothing(&a);
    if (e == HR_OK && !put(user, out.s, out.n)) e = HR_EIO;
    hr_along_close(&a);
    hr_buf_free(&out);
    return e;
}
