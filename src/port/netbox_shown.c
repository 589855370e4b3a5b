/* netbox_shown.c - the power utilisation of racks as NetBox shows it: what is allocated over what all feeds of the rack
 * together make available, redundant ones included. It stands in the notes, so that both figures can be compared. */
#include <math.h>

#include "port/netbox.h"

/* Its factor for three phases; the product is rounded to whole watts. */
static const double three_phases = 1.732;

static double available(const hr_nb_row *feed)
{
    bool three = hr_str_is(feed->phase, "three-phase");
    double share = (feed->utilization.given ? feed->utilization.v : 80) / 100;
    return round(fabs(feed->voltage.v) * feed->amperage.v * share * (three ? three_phases : 1));
}

/* What each port allocates: its own where it says anything, else what hangs on its outlets. */
static double *allocated(const hr_nb_plan *p)
{
    hr_id n = hr_nb_count(&p->nb, HR_NB_PORTS);
    double *sum = HR_NEW_ARRAY(p->arena, double, n);
    for (hr_id i = 0; sum != NULL && i < n; i++) {
        const hr_nb_end *up = &p->port[i].up;
        hr_id inlet = up->kind == HR_NB_AT_OUTLET ? hr_nb_at(&p->nb, HR_NB_OUTLETS, up->row)->power_port : HR_NONE;
        if (inlet != HR_NONE) sum[inlet] += hr_nb_at(&p->nb, HR_NB_PORTS, i)->allocated.v;
    }
    for (hr_id i = 0; sum != NULL && i < n; i++) {
        const hr_nb_row *row = hr_nb_at(&p->nb, HR_NB_PORTS, i);
        if (row->allocated.given || row->maximum.given) sum[i] = row->allocated.v;
    }
    return sum;
}

hr_err hr_nb_note_shown(hr_nb_plan *p)
{
    hr_id feeds = hr_nb_count(&p->nb, HR_NB_FEEDS), racks = hr_nb_count(&p->nb, HR_NB_RACKS);
    double *have = HR_NEW_ARRAY(p->arena, double, racks), *used = HR_NEW_ARRAY(p->arena, double, racks);
    const double *sum = allocated(p);
    hr_buf list = {0};
    if (have == NULL || used == NULL || sum == NULL) return HR_ENOMEM;
    for (hr_id i = 0; i < feeds; i++) {
        const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
        if (feed->rack != HR_NONE) have[feed->rack] += available(feed);
    }
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_PORTS); i++) {
        const hr_nb_end *up = &p->port[i].up;
        hr_id rack = up->kind == HR_NB_AT_FEED ? hr_nb_at(&p->nb, HR_NB_FEEDS, up->row)->rack : HR_NONE;
        if (rack != HR_NONE) used[rack] += sum[i];
    }
    for (hr_id i = 0; i < racks; i++)
        if (have[i] > 0 && used[i] > 0)
            hr_buf_printf(&list, "%s%.*s %.1f %%", list.n > 0 ? ", " : "",
                          HR_STR_FMT(hr_nb_place_at(p, p->place_of[i])->name), 100 * used[i] / have[i]);
    if (list.n > 0)
        hr_note(&p->notes, HR_MADE_UNREAD, "power utilisation as NetBox shows it, of all feeds of a rack together: %s",
                list.s);
    bool failed = list.failed;
    hr_buf_free(&list);
    return failed ? HR_ENOMEM : HR_OK;
}
