/* epanet_write.c - a network as an .inp file, in litres a second.
 *
 * EPANET's gravity is its own. A network keeps its pressures: heads and heights are written in EPANET's metres, of which
 * as many make the same pressure. */
#include <math.h>

#include "port/epanet.h"
#include "port/epanet_units.h"

enum { POINTS = 200, POINTS_NEAR = 60 }; /* of a curve; of those, within 10 % of the flow that runs */

typedef struct writer {
    const hr_epanet_source *s;
    hr_buf *out;
    double metre; /* metres of EPANET in one of the network */
} writer;

static void add_number(writer *w, double v)
{
    char text[40];
    hr_num_text(text, sizeof text, v, 15);
    hr_buf_c(w->out, ' ');
    hr_buf_z(w->out, text);
}

static void add_name(writer *w, const hr_str *names, char letter, hr_id i)
{
    hr_buf_c(w->out, ' ');
    if (names != NULL) hr_buf_str(w->out, names[i]);
    else hr_buf_printf(w->out, "%c%u", letter, i + 1);
}

static void add_node_name(writer *w, hr_id i) { add_name(w, w->s->node_name, 'N', i); }
static void add_link_name(writer *w, hr_id k) { add_name(w, w->s->link_name, 'L', k); }

static void add_nodes(writer *w, bool held)
{
    hr_buf_z(w->out, held ? "\n[RESERVOIRS]\n" : "\n[JUNCTIONS]\n");
    for (hr_id i = 0; i < w->s->net->n_node; i++) {
        const hr_hydraulic_node *n = &w->s->net->node[i];
        if (n->fixed != held) continue;
        add_node_name(w, i);
        add_number(w, n->z * w->metre + (held ? n->pressure / (w->s->rho * EPANET_G) : 0));
        if (!held) add_number(w, n->demand / w->s->rho / EPANET_LITRES);
        hr_buf_c(w->out, '\n');
    }
}

static void add_ends(writer *w, hr_id k)
{
    add_link_name(w, k);
    add_node_name(w, w->s->net->link[k].from);
    add_node_name(w, w->s->net->link[k].to);
}

static void add_pipe(writer *w, hr_id k)
{
    const hr_hydraulic_link *l = &w->s->net->link[k];
    add_ends(w, k);
    add_number(w, l->u.pipe.length);
    add_number(w, l->u.pipe.diameter * 1e3);
    add_number(w, l->u.pipe.roughness * (l->u.pipe.friction == HR_DARCY_WEISBACH ? 1e3 : 1));
    add_number(w, l->u.pipe.k / EPANET_MINOR);
    hr_buf_z(w->out, l->closed ? " CLOSED\n" : l->one_way ? " CV\n" : " OPEN\n");
}

static void add_pump(writer *w, hr_id k)
{
    const hr_hydraulic_link *l = &w->s->net->link[k];
    add_ends(w, k);
    if (l->u.pump.curve->form == HR_PUMP_CONSTANT_POWER) {
        hr_buf_z(w->out, " POWER");
        add_number(w, l->u.pump.curve->power / EPANET_HORSEPOWER * 0.7457 * EPANET_RHO / w->s->rho);
    } else {
        hr_buf_z(w->out, " HEAD");
        add_link_name(w, k);
    }
    if (l->u.pump.speed > 0 && l->u.pump.speed != 1) {
        hr_buf_z(w->out, " SPEED");
        add_number(w, l->u.pump.speed);
    }
    hr_buf_c(w->out, '\n');
}

static void add_valve(writer *w, hr_id k)
{
    add_ends(w, k);
    hr_buf_z(w->out, " 100 GPV"); /* a diameter, of which no head depends */
    add_link_name(w, k);
    hr_buf_z(w->out, " 0");
    if (w->s->link_note != NULL && w->s->link_note[k] != NULL) hr_buf_printf(w->out, " ;%s", w->s->link_note[k]);
    hr_buf_c(w->out, '\n');
}

/* --- curves ------------------------------------------------------------------------------------------------ */

static void add_point(writer *w, hr_id k, double q, double head)
{
    add_link_name(w, k);
    add_number(w, q / EPANET_LITRES);
    add_number(w, head);
    hr_buf_c(w->out, '\n');
}

/* Points from 0 to twice the flow, closest where it runs. */
static double point_at(int i, double flow)
{
    const int side = (POINTS - POINTS_NEAR) / 2;
    if (i < side) return 0.9 * flow * i / side;
    if (i < side + POINTS_NEAR) return flow * (0.9 + 0.2 * (i - side) / POINTS_NEAR);
    return flow * (1.1 + 0.9 * (i - side - POINTS_NEAR) / (side - 1));
}

static double running_flow(const writer *w, hr_id k)
{
    double flow = w->s->flow != NULL ? fabs(w->s->flow[k]) : 0;
    double nominal = hr_hydraulic_nominal_flow(&w->s->net->link[k], w->s->rho);
    return flow > 1e-3 * nominal ? flow : nominal;
}

static void add_loss_curve(writer *w, hr_id k)
{
    double flow = running_flow(w, k), slope;
    for (int i = 0; i < POINTS; i++) {
        double m = point_at(i, flow);
        double loss = hr_hydraulic_loss(&w->s->net->link[k], w->s->net->g, m, w->s->rho, w->s->mu, &slope);
        add_point(w, k, m / w->s->rho, loss / (w->s->rho * EPANET_G));
    }
}

/* A law goes over three points, from which EPANET makes the same law; a table as it stands, but never of three points
 * from 0 on; cubics by many. */
static void add_pump_curve(writer *w, hr_id k)
{
    const hr_pump_curve *c = w->s->net->link[k].u.pump.curve;
    double slope, last = INFINITY, q0 = c->q_nominal, speed = w->s->net->link[k].u.pump.speed;
    if (c->form == HR_PUMP_LAW) {
        for (int i = 0; i < 3; i++)
            add_point(w, k, q0 * i / 2, w->metre * hr_pump_curve_at(c, q0 * i / 2, 1, 1, &slope));
        return;
    }
    const hr_head_curve *p = &c->points;
    if (c->form == HR_PUMP_LINEAR) {
        for (uint32_t i = 0; i < p->n; i++) {
            add_point(w, k, p->q[i], w->metre * p->h[i]);
            if (p->n == 3 && i == 0) add_point(w, k, (p->q[0] + p->q[1]) / 2, w->metre * (p->h[0] + p->h[1]) / 2);
        }
        return;
    }
    double flow = speed > 0 ? running_flow(w, k) / w->s->rho / speed : q0;
    for (int i = 0; i < POINTS; i++) {
        double q = point_at(i, flow), head = hr_pump_curve_at(c, q, 1, 1, &slope);
        if (head < last) add_point(w, k, q, w->metre * head); /* EPANET wants heads that fall */
        last = fmin(last, head);
    }
}

/* --- the whole --------------------------------------------------------------------------------------------- */

static bool is_valve(const hr_hydraulic_link *l) { return l->kind != HR_LINK_PIPE && l->kind != HR_LINK_PUMP; }

/* What EPANET has a word for. */
static bool can_say(const hr_hydraulic_link *l, uint8_t friction)
{
    if (l->kind == HR_LINK_PIPE) return l->u.pipe.friction == friction;
    if (l->kind == HR_LINK_PUMP) return l->one_way && (l->u.pump.speed > 0 || l->closed || l->u.pump.k_stopped == 0);
    return !l->one_way || l->closed;
}

static uint8_t common_friction(const hr_hydraulic_net *net)
{
    for (hr_id k = 0; k < net->n_link; k++)
        if (net->link[k].kind == HR_LINK_PIPE) return net->link[k].u.pipe.friction;
    return HR_DARCY_WEISBACH;
}

static void add_links(writer *w)
{
    const hr_hydraulic_net *net = w->s->net;
    hr_buf_z(w->out, "\n[PIPES]\n");
    for (hr_id k = 0; k < net->n_link; k++)
        if (net->link[k].kind == HR_LINK_PIPE) add_pipe(w, k);
    hr_buf_z(w->out, "\n[PUMPS]\n");
    for (hr_id k = 0; k < net->n_link; k++)
        if (net->link[k].kind == HR_LINK_PUMP) add_pump(w, k);
    hr_buf_z(w->out, "\n[VALVES]\n");
    for (hr_id k = 0; k < net->n_link; k++)
        if (is_valve(&net->link[k])) add_valve(w, k);
    hr_buf_z(w->out, "\n[CURVES]\n");
    for (hr_id k = 0; k < net->n_link; k++) {
        if (is_valve(&net->link[k])) add_loss_curve(w, k);
        else if (net->link[k].kind == HR_LINK_PUMP && net->link[k].u.pump.curve->form != HR_PUMP_CONSTANT_POWER)
            add_pump_curve(w, k);
    }
    hr_buf_z(w->out, "\n[STATUS]\n");
    for (hr_id k = 0; k < net->n_link; k++) {
        const hr_hydraulic_link *l = &net->link[k];
        bool stands = l->kind == HR_LINK_PUMP && l->u.pump.speed == 0;
        if (l->kind == HR_LINK_PIPE || !(l->closed || stands)) continue;
        add_link_name(w, k);
        hr_buf_z(w->out, " CLOSED\n");
    }
}

static void add_tag(writer *w, bool node, hr_id i)
{
    const hr_str *tag = node ? w->s->node_tag : w->s->link_tag;
    if (tag == NULL || tag[i].n == 0) return;
    hr_buf_z(w->out, node ? " NODE" : " LINK");
    if (node) add_node_name(w, i);
    else add_link_name(w, i);
    hr_buf_c(w->out, ' ');
    hr_buf_str(w->out, tag[i]);
    hr_buf_c(w->out, '\n');
}

static void add_tags(writer *w)
{
    if (w->s->node_tag == NULL && w->s->link_tag == NULL) return;
    hr_buf_z(w->out, "\n[TAGS]\n");
    for (hr_id i = 0; i < w->s->net->n_node; i++) add_tag(w, true, i);
    for (hr_id k = 0; k < w->s->net->n_link; k++) add_tag(w, false, k);
}

hr_err hr_epanet_write(const hr_epanet_source *source, hr_buf *out, hr_id *link)
{
    static const char *const headloss[] = {"D-W", "H-W", "C-M"};
    writer w = {source, out, source->net->g / EPANET_G};
    uint8_t friction = common_friction(source->net);
    for (hr_id k = 0; k < source->net->n_link; k++) {
        if (can_say(&source->net->link[k], friction)) continue;
        *link = k;
        return HR_EINPUT;
    }
    hr_buf_printf(out, "[TITLE]\n%s\n", source->title);
    if (source->remark != NULL) hr_buf_printf(out, "%s\n", source->remark);
    add_nodes(&w, false);
    add_nodes(&w, true);
    add_links(&w);
    add_tags(&w);
    hr_buf_printf(out, "\n[OPTIONS]\n UNITS LPS\n HEADLOSS %s\n VISCOSITY", headloss[friction]);
    add_number(&w, source->mu / source->rho / EPANET_NU);
    hr_buf_z(out, "\n TRIALS 200\n ACCURACY 1e-7\n\n[END]\n");
    return out->failed ? HR_ENOMEM : HR_OK;
}
