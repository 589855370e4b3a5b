/* netbox.h - NetBox: the power side of an export -> a model, a device type -> a part, a model -> an export. */
#ifndef HR_PORT_NETBOX_H
#define HR_PORT_NETBOX_H

#include "headroom/site.h"
#include "port/netbox_plan.h"

/* Adds the model that an export describes, as YAML text that opens. What was inferred, what the export lacks and what was
 * renamed stands in comments at its top, and is added to the context as notes (M712). Wrong files are refused (M710). */
hr_err hr_import_netbox(hr_ctx *ctx, const char *path, hr_nb_draw draw, hr_buf *out);
hr_err hr_import_netbox_source(hr_ctx *ctx, hr_id file, hr_nb_draw draw, hr_buf *out);

/* Adds the part that a file of the device-type library describes (M713). */
hr_err hr_import_netbox_type(hr_ctx *ctx, hr_id file, hr_nb_draw draw, hr_buf *out);

/* Adds the export that the import reads back. What it cannot carry is told in warnings (M610). */
hr_err hr_export_netbox(hr_ctx *ctx, const hr_site *site, hr_buf *out);

/* From this voltage between lines on no computer is plugged between two lines, so legs are lines to neutral. */
#define HR_NB_LEAST_TO_NEUTRAL 346

/* Adds what is written of the rows of a plan below `elements:` (netbox_write.c), and what is noted of them. */
hr_err hr_nb_write(hr_nb_plan *p, hr_buf *body);
hr_err hr_nb_note_all(hr_nb_plan *p);
hr_err hr_nb_note_shown(hr_nb_plan *p); /* the power utilisation of racks, as NetBox shows it */

/* One of a unit of weight as NetBox names them; 0 for what it does not name. */
double hr_nb_kilograms(hr_str unit);

typedef struct hr_nb_power { /* what a device draws, by its ports */
    double w;
    uint32_t given; /* ports that state a draw */
    bool equal;     /* all of them the same */
    bool maximum;   /* some state only the most they could draw */
} hr_nb_power;
hr_nb_power hr_nb_power_of(const hr_nb_plan *p, hr_id device);

typedef enum hr_nb_plugged { /* how the cords of a device are known */
                             HR_NB_BY_CABLE,
                             HR_NB_DEALT, /* no cables: as many ports on each cord of its rack */
                             HR_NB_NOWHERE
} hr_nb_plugged;
/* W that a strip is said to draw beyond what is plugged into it; 0 where that is all. */
double hr_nb_unlisted(const hr_nb_plan *p, hr_id port);
hr_nb_plugged hr_nb_plugged_of(const hr_nb_plan *p, hr_id device);

#endif
