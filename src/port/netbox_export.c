#include "port/netbox.h"
hr_err hr_export_netbox(hr_ctx *ctx, const hr_site *site, hr_buf *out) { (void)ctx,(void)site,(void)out; return HR_OK; }
