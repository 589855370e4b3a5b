/* netbox.c - a NetBox export as a model: what is noted of it, the head, the whole.
 *
 * NetBox knows what hangs on a panel, and nothing above it. Nothing is made up: what it does not say stays out of the
 * model and is listed, and so is all that had to be inferred. */
#include "port/netbox.h"
#include "port/import.h"

#include <string.h>

/* --- what was inferred ------------------------------------------------------------------------------------- */

static bool has_why(const hr_nb_plan *p, hr_id i, hr_nb_why why)
{
    for (hr_id k = p->device[i].port; k != HR_NONE; k = p->port[k].next)
        if (p->port[k].why == why) return true;
    return false;
}

static bool states(const hr_nb_plan *p, hr_id i) { return hr_nb_draws(p, i) && hr_nb_power_of(p, i).given > 0; }
static bool has_power(const hr_nb_plan *p, hr_id i) { return states(p, i) && hr_nb_plugged_of(p, i) != HR_NB_NOWHERE; }

static bool is_allocated(const hr_nb_plan *p, hr_id i) { return has_power(p, i) && !hr_nb_power_of(p, i).maximum; }
static bool is_maximum(const hr_nb_plan *p, hr_id i) { return has_power(p, i) && hr_nb_power_of(p, i).maximum; }

static bool is_once(const hr_nb_plan *p, hr_id i)
{
    return has_power(p, i) && p->device[i].ports > 1 && hr_nb_power_of(p, i).given == 1;
}

static bool has_several(const hr_nb_plan *p, hr_id i) { return has_power(p, i) && hr_nb_power_of(p, i).given > 1; }
static bool is_split(const hr_nb_plan *p, hr_id i) { return has_several(p, i) && !hr_nb_power_of(p, i).equal; }
static bool is_equal(const hr_nb_plan *p, hr_id i) { return has_several(p, i) && hr_nb_power_of(p, i).equal; }

static bool is_dealt(const hr_nb_plan *p, hr_id i)
{
    return hr_nb_draws(p, i) && hr_nb_plugged_of(p, i) == HR_NB_DEALT;
}

static bool is_unplugged(const hr_nb_plan *p, hr_id i)
{
    return hr_nb_draws(p, i) && has_why(p, i, HR_NB_OPEN) && hr_nb_plugged_of(p, i) == HR_NB_BY_CABLE;
}

static bool is_inactive(const hr_nb_plan *p, hr_id i)
{
    hr_str status = hr_nb_at(&p->nb, HR_NB_DEVICES, i)->status;
    return hr_nb_draws(p, i) && status.n > 0 && !hr_str_is(status, "active");
}

/* A strip that is said to draw more than what is plugged into it. */
static bool states_more(const hr_nb_plan *p, hr_id i)
{
    bool more = false;
    for (hr_id k = p->device[i].port; k != HR_NONE; k = p->port[k].next) more |= hr_nb_unlisted(p, k) > 0;
    return more && p->device[i].has_outlets;
}

static bool is_rackless(const hr_nb_plan *p, hr_id i)
{
    return hr_nb_draws(p, i) && hr_nb_at(&p->nb, HR_NB_DEVICES, i)->rack == HR_NONE;
}

static bool is_board(const hr_nb_plan *p, hr_id i)
{
    for (hr_id k = p->device[i].port; k != HR_NONE; k = p->port[k].next)
        if (p->port[k].role == HR_NB_BOARD) return true;
    return false;
}

static bool is_shared(const hr_nb_plan *p, hr_id i) { return p->feed[i].name.s != NULL; }

static bool is_even(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_feed *f = &p->feed[i];
    return f->infeed != HR_NONE && f->ports > 1 && f->name.s == NULL && strcmp(f->phases, "ABC") == 0;
}

static bool on_guessed_lines(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_feed *f = &p->feed[i];
    return f->infeed != HR_NONE && strcmp(f->phases, "ABC") != 0 && hr_nb_infeed_at(p, f->infeed)->three;
}

static bool is_first_infeed(const hr_nb_plan *p, hr_id panel)
{
    for (hr_id k = 0; k < p->infeed.n; k++)
        if (hr_nb_infeed_at(p, k)->panel == panel) return true;
    return false;
}

static bool is_to_rack(const hr_nb_plan *p, hr_id i) { return p->feed[i].infeed != HR_NONE && p->feed[i].ports == 0; }

static const char *const several_words[] = {
    [HR_NB_INFER] = "several power ports, each with a draw of its own: a device draws the sum",
    [HR_NB_PER_PORT] = "several power ports: a device draws the sum, as --draw per-port says",
    [HR_NB_PER_DEVICE] = "several power ports: a device draws the largest, as --draw per-device says"};

static void note_draws(hr_nb_plan *p)
{
    const hr_made_section s = HR_MADE_INFERRED;
    bool infer = p->draw == HR_NB_INFER;
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_allocated, "power is allocated_draw");
    hr_nb_note_those(
        p, s, HR_NB_DEVICES, is_maximum,
        "power is maximum_draw where nothing is allocated; mostly a nameplate of the device type: recalled");
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_once, "draw entered once, on one of several power ports");
    hr_nb_note_those(p, s, HR_NB_DEVICES, infer ? is_split : has_several, several_words[p->draw]);
    if (infer)
        hr_nb_note_those(
            p, s, HR_NB_DEVICES, is_equal,
            "the same draw on each of several power ports: taken as a share, so that a device draws the sum, "
            "as NetBox adds them up; where each states the whole device, import with --draw per-device");
}

static void note_inferred(hr_nb_plan *p)
{
    const hr_made_section s = HR_MADE_INFERRED;
    hr_nb_note_those(p, s, HR_NB_PANELS, is_first_infeed,
                     "infeed, a power panel in service: what feeds it is not in NetBox");
    hr_nb_note_those(p, s, HR_NB_FEEDS, on_guessed_lines,
                     "single-phase feeds of three-phase panels, written on A or AB; on which lines they lie is not in "
                     "NetBox, so the lines of their panels mean nothing");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_even,
                     "several power ports on a three-phase feed itself, taken as even on its lines");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_to_rack, "rack-pdu, a feed without a cable that is assigned to a rack");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_shared, "pdu, a feed that several racks or others with outlets share");
    hr_nb_note_those(
        p, s, HR_NB_DEVICES, is_board,
        "pdu, for they have outlets and stand in no rack, feed several or others with outlets; write a UPS or transfer "
        "switch among them "
        "as such");
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_rackless,
                     "in no rack, so each in one of its own that NetBox does not have");
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_dealt, "no cables, so dealt evenly over the feeds of their rack");
    hr_nb_note_those(
        p, s, HR_NB_DEVICES, states_more,
        "rack PDUs that draw more than what is plugged in states: the rest is one load on all of them in a "
        "rack, unlisted");
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_unplugged, "power ports without a cable, taken as not plugged in");
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_inactive, "status other than active, counted as if they were in service");
    note_draws(p);
}

/* --- what is missing --------------------------------------------------------------------------------------- */

static bool is_open(const hr_nb_plan *p, hr_id i)
{
    return has_why(p, i, HR_NB_OPEN) && !is_dealt(p, i) && !is_unplugged(p, i);
}
static bool is_dangling(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_DANGLING); }
static bool is_ambiguous(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_AMBIGUOUS); }
static bool is_planned(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_PLANNED); }
static bool lacks_inlet(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_NO_INLET); }
static bool is_ring(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_RING); }
static bool is_dead(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_DEAD); }
static bool is_dc(const hr_nb_plan *p, hr_id i) { return has_why(p, i, HR_NB_DC); }

static bool lacks_draw(const hr_nb_plan *p, hr_id i) { return hr_nb_draws(p, i) && !states(p, i); }

static bool left_out(const hr_nb_plan *p, hr_id i)
{
    return states(p, i) && !has_power(p, i) && hr_nb_place_at(p, p->device[i].place)->cord.n > 0;
}

/* A strip on three phases, with something plugged in. */
static bool is_three_phase_strip(const hr_nb_plan *p, const hr_nb_port *x)
{
    bool strip = x->role == HR_NB_STRIP && x->why == HR_NB_FED && x->outlets > 0;
    return strip && strcmp(p->feed[x->feed].phases, "ABC") == 0;
}

static bool lacks_legs(const hr_nb_plan *p, hr_id i)
{
    for (hr_id k = p->device[i].port; k != HR_NONE; k = p->port[k].next)
        if (is_three_phase_strip(p, &p->port[k]) && !p->port[k].legs) return true;
    return false;
}

static bool has_low_legs(const hr_nb_plan *p, hr_id i)
{
    for (hr_id k = p->device[i].port; k != HR_NONE; k = p->port[k].next) {
        const hr_nb_port *x = &p->port[k];
        bool legs = is_three_phase_strip(p, x) && x->legs;
        if (legs && hr_nb_infeed_at(p, p->feed[x->feed].infeed)->voltage < HR_NB_LEAST_TO_NEUTRAL) return true;
    }
    return false;
}

static bool lacks_amperage(const hr_nb_plan *p, hr_id i)
{
    return p->feed[i].infeed != HR_NONE && !hr_nb_at(&p->nb, HR_NB_FEEDS, i)->amperage.given;
}

static bool lacks_voltage(const hr_nb_plan *p, hr_id i)
{
    return p->feed[i].infeed != HR_NONE && !hr_nb_at(&p->nb, HR_NB_FEEDS, i)->voltage.given;
}

static void note_missing(hr_nb_plan *p)
{
    static const struct {
        hr_nb_name table;
        hr_nb_which *which;
        const char *what;
    } list[] = {
        {HR_NB_DEVICES, lacks_draw, "power of devices whose power ports have no draw"},
        {HR_NB_DEVICES, is_open, "what feeds power ports without a cable"},
        {HR_NB_DEVICES, is_dangling,
         "what feeds power ports whose cable ends at nothing in the export, or that are only marked as connected"},
        {HR_NB_DEVICES, is_ambiguous, "what feeds power ports whose cable ends at several outlets or feeds"},
        {HR_NB_DEVICES, is_planned, "what feeds power ports whose cable is not connected yet or no more"},
        {HR_NB_DEVICES, lacks_inlet, "what feeds power ports on outlets that name no power port"},
        {HR_NB_DEVICES, is_ring, "what feeds power ports that hang on themselves"},
        {HR_NB_DEVICES, is_dead, "what feeds power ports on a feed that is not active"},
        {HR_NB_DEVICES, is_dc, "what feeds power ports on direct current"},
        {HR_NB_DEVICES, left_out,
         "power left out, for which feed of its rack carries it is not known; what flows is more"},
        {HR_NB_DEVICES, lacks_legs, "lines of rack PDUs with outlets that name no feed_leg"},
        {HR_NB_DEVICES, has_low_legs, "phases of banks: at this voltage a leg may be a line or two"},
        {HR_NB_FEEDS, lacks_amperage, "amperage of feeds"},
        {HR_NB_FEEDS, lacks_voltage, "voltage of feeds"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        hr_nb_note_those(p, HR_MADE_MISSING, list[i].table, list[i].which, list[i].what);
    hr_note(&p->notes, HR_MADE_MISSING, "what feeds the panels, and whether one event takes several of them");
    hr_note(&p->notes, HR_MADE_MISSING, "ratings of panels, rack PDUs and their banks, and of power supplies");
    hr_note(&p->notes, HR_MADE_MISSING, "what must survive an outage: say `redundancy:` under `site:`");
}

/* --- what is not taken over -------------------------------------------------------------------------------- */

static bool is_off(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
    return feed->status.n > 0 && !hr_str_is(feed->status, "active");
}

static bool is_direct(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
    return !is_off(p, i) && feed->supply.n > 0 && !hr_str_is(feed->supply, "ac");
}

static bool is_idle(const hr_nb_plan *p, hr_id i)
{
    return !is_off(p, i) && !is_direct(p, i) && p->feed[i].infeed == HR_NONE;
}

static bool is_apart(const hr_nb_plan *p, hr_id i) { return p->feed[i].apart; }

static bool is_capped(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
    return p->feed[i].infeed != HR_NONE && feed->utilization.given && feed->utilization.v != 80;
}

static bool is_redundant(const hr_nb_plan *p, hr_id i)
{
    return p->feed[i].infeed != HR_NONE && hr_str_is(hr_nb_at(&p->nb, HR_NB_FEEDS, i)->kind, "redundant");
}

static bool is_passive(const hr_nb_plan *p, hr_id i) { return p->device[i].ports == 0 && !p->device[i].has_outlets; }

static bool is_empty(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_place *place = hr_nb_place_at(p, p->place_of[i]);
    return place->cord.n == 0 && place->device.n == 0;
}

static bool draws_itself(const hr_nb_plan *p, hr_id i)
{
    bool draw = false;
    for (hr_id k = p->device[i].port; k != HR_NONE; k = p->port[k].next)
        draw |= hr_nb_draw_of(hr_nb_at(&p->nb, HR_NB_PORTS, k)).given;
    return p->device[i].has_outlets && draw && !states_more(p, i);
}

static void note_unread(hr_nb_plan *p)
{
    const hr_made_section s = HR_MADE_UNREAD;
    const hr_str *table = p->nb.unread.item;
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_off, "feeds that are not active");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_direct, "feeds of direct current");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_idle, "feeds without a cable and a rack");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_apart, "feeds of a rack that others feed at another voltage");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_capped, "max_utilization other than 80 %");
    hr_nb_note_those(p, s, HR_NB_FEEDS, is_redundant, "that a feed is the redundant one: its cord shares the load");
    hr_nb_note_those(p, s, HR_NB_DEVICES, draws_itself, "draw of what has outlets: that of what hangs on it counts");
    hr_nb_note_those(p, s, HR_NB_DEVICES, is_passive, "devices without power ports, their weight too");
    hr_nb_note_those(p, s, HR_NB_RACKS, is_empty, "racks without a feed and a device that draws");
    for (size_t i = 0; i < p->nb.unread.n; i++) hr_note(&p->notes, s, "the table \"%.*s\"", HR_STR_FMT(table[i]));
}

hr_err hr_nb_note_all(hr_nb_plan *p)
{
    note_inferred(p);
    note_missing(p);
    note_unread(p);
    return hr_nb_note_shown(p);
}

/* --- the whole --------------------------------------------------------------------------------------------- */

static void add_counts(const hr_nb *nb, hr_buf *out)
{
    const char *between = ": ";
    for (int t = 0; t < HR_NB_TABLES; t++) {
        if (!nb->there[t]) continue;
        hr_buf_printf(out, "%s%u %s", between, hr_nb_count(nb, (hr_nb_name)t), hr_nb_names[t]);
        between = ", ";
    }
}

static hr_str site_name(hr_nb_plan *p)
{
    return hr_nb_count(&p->nb, HR_NB_SITES) == 1 ? hr_nb_given(p, HR_NB_SITES, 0) : HR_STR("NetBox");
}

/* The same lines as in the head of the model, one message each. */
static hr_err tell(hr_ctx *ctx, const hr_notes *notes)
{
    static const char *const words[HR_MADE_SECTIONS] = {"inferred", "unknown", "not taken over", "renamed"};
    hr_err e = HR_OK;
    for (int s = 0; s < HR_MADE_SECTIONS; s++) {
        const char *line = notes->text[s].n > 0 ? notes->text[s].s : "";
        for (const char *end; e == HR_OK && (end = strchr(line, '\n')) != NULL; line = end + 1)
            e = hr_diag_add(ctx, HR_NOTE, "M712", HR_NOWHERE, NULL, "%s: %.*s", words[s], (int)(end - line - 4),
                            line + 4);
    }
    return e;
}

static hr_err write_model(hr_ctx *ctx, hr_nb_plan *p, hr_buf *out)
{
    hr_buf body = {0};
    hr_err e = hr_nb_plan_make(p);
    if (e == HR_OK) e = hr_nb_write(p, &body);
    if (e == HR_OK) e = hr_nb_note_all(p);
    if (e == HR_OK) {
        hr_buf_z(out, "# Made from a NetBox export");
        add_counts(&p->nb, out);
        hr_buf_z(out, ".\n");
        hr_notes_write(&p->notes, out);
        hr_buf_z(out, "headroom: 1\n\nsite:\n  name: ");
        hr_made_quoted(out, site_name(p));
        hr_buf_z(out, body.n > 0 ? "\n\nelements:\n" : "\n\nelements: {}\n");
        if (body.n > 0) hr_buf_add(out, body.s, body.n);
        e = out->failed || body.failed ? HR_ENOMEM : tell(ctx, &p->notes);
    }
    hr_buf_free(&body);
    return e;
}

static hr_err finish(hr_ctx *ctx, hr_nb_plan *p, hr_err e, hr_buf *out)
{
    size_t start = out->n;
    if (e == HR_OK) e = write_model(ctx, p, out);
    if (e != HR_OK && out->n > start) {
        out->n = start;
        out->s[start] = '\0';
    }
    hr_arena *arena = p->arena;
    hr_nb_plan_close(p);
    hr_arena_free(arena);
    return e;
}

hr_err hr_import_netbox(hr_ctx *ctx, const char *path, hr_nb_draw draw, hr_buf *out)
{
    hr_nb_plan p = {.arena = hr_arena_new(), .draw = draw};
    if (p.arena == NULL) return HR_ENOMEM;
    return finish(ctx, &p, hr_nb_read(&p.nb, ctx, p.arena, path), out);
}

hr_err hr_import_netbox_source(hr_ctx *ctx, hr_id file, hr_nb_draw draw, hr_buf *out)
{
    hr_nb_plan p = {.arena = hr_arena_new(), .draw = draw};
    if (p.arena == NULL) return HR_ENOMEM;
    return finish(ctx, &p, hr_nb_read_source(&p.nb, ctx, p.arena, file), out);
}

hr_err hr_import_run_netbox(const hr_import_in *in, hr_buf *out)
{
    return hr_import_netbox(in->ctx, in->path, (hr_nb_draw)in->draw, out); /* folders too */
}
