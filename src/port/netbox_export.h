/* netbox_export.h - what the two halves of the NetBox export share. */
#ifndef HR_PORT_NETBOX_EXPORT_H
#define HR_PORT_NETBOX_EXPORT_H

#include "port/netbox.h"

/* Warns (M610) of every declaration that NetBox does not carry whole. panel: by declaration, it became a power panel. */
hr_err hr_nb_tell_lost(hr_ctx *ctx, const hr_site *site, const bool *panel);

#endif
