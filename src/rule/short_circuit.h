/* short_circuit.h - short-circuit currents as the load of a limit: what P127 and P129 have in common. */
#ifndef HR_RULE_SHORT_CIRCUIT_H
#define HR_RULE_SHORT_CIRCUIT_H

#include "engine/fault.h"
#include "rule/stated.h"

/* The load of a limit, from the power at a bus. What is only known to be at most that much decides nothing but that the
 * limit is kept. */
void hr_fault_judge(hr_limit *l, const hr_fault *f, double volts, hr_id bus);
/* How the current at a bus comes about, and the rating. */
void hr_fault_because(const hr_site *site, const hr_limit *l, hr_id bus, double volts, hr_buf *out);

#define HR_FAULT_HOW \
    "The current is that of a bolted three-phase fault, by short-circuit power: a utility gives its `fault`, a " \
    "generator its\n" \
    "rating / `subtransient`, and a transformer 1 / (1 / S + Z / rating), Z being its `impedance` less 7.5 % of it " \
    "for the\n" \
    "tolerance of manufacture (recalled; `impedance_tolerance` overrides). Cables, busways and boards count as " \
    "nothing and\n" \
    "impedances as reactances: rather too much is found than too little. Of alternatives the strongest counts, " \
    "sources in\n" \
    "parallel and across normally closed ties add up; an open tie is taken to close only where the other supply is " \
    "away, and\n" \
    "what transfers without a break adds up too. A UPS passes on what its feeds give. What motors and converters add " \
    "is not\n" \
    "included.\n"

#define HR_FAULT_UNKNOWN \
    "Where `fault` of a utility or `impedance` of a transformer is not given it is taken as without limit: the row " \
    "holds if\n" \
    "even that is within the rating, else it is unknown and names the field. "

#endif
