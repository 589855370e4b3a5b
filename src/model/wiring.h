/* wiring.h - inside the wiring of a site: what its files share.
 *
 * references.c finds what is meant, wiring.c makes wires and ports, power_supplies.c holds counts of power supplies against
 * them, supply_order.c puts what feeds before what is fed, nominal.c finds voltage and phases. */
#ifndef HR_MODEL_WIRING_H
#define HR_MODEL_WIRING_H

#include "base/str.h"
#include "model/build.h"

static inline hr_decl *decl_of(hr_build *b, hr_id unit) { return &b->site->decl[b->site->unit[unit].decl]; }
static inline hr_decl_build *build_of(hr_build *b, hr_id unit)
{
    return &((hr_decl_build *)b->decl_build.item)[b->site->unit[unit].decl];
}
static inline hr_unit *unit_at(hr_build *b, hr_id unit) { return &b->site->unit[unit]; }
static inline uint32_t member_of(hr_build *b, hr_id unit) { return ((hr_unit_build *)b->unit_build.item)[unit].member; }

/* references.c: a reference is a template: $1 is put in, brackets are paired with the declaration member by member, a glob must
 * name one. */
hr_err hr_ref_fill(hr_build *b, hr_id unit, const hr_text *ref, hr_buf *out); /* puts captures in */
hr_err hr_ref_fill_member(hr_build *b, hr_id unit, uint32_t member, const hr_text *ref,
                          hr_buf *out);                                                  /* of its hostlist */
hr_err hr_ref_one(hr_build *b, hr_id unit, const hr_text *ref, bool spread, hr_id *out); /* the one unit it means */
hr_err hr_ref_named(hr_build *b, const hr_text *ref, hr_str text, hr_named *out); /* all that a filled one names */
hr_id hr_ref_at(const hr_build *b, hr_named list, uint32_t i);
bool hr_ref_is_plain(hr_str s);                                                   /* a name, no pattern */
hr_err hr_ref_dangling(hr_build *b, hr_id unit, const hr_text *ref, hr_str name); /* M304 */

/* heat_refs.c: what a field of references to loops, zones and coolers means for a unit. */
hr_err hr_link_heat(hr_build *b, hr_id unit, const hr_field *f);
bool hr_heat_refs_publish(hr_build *b);

hr_err hr_wire_psus(hr_build *b);
hr_err hr_wire_order(hr_build *b);
hr_err hr_wire_nominal(hr_build *b);

#endif
