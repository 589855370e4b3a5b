/* rack_pdu.c - the outlet strip of a rack: a cord of the rack that holds it, by its own name.
 *
 * Its inlet limits each line, its banks each what is plugged into them: the total at the inlet hides both. So where the
 * model does not say what is plugged into which bank, lines and banks are unknown. */
#include "element/fields.h"
#include "model/fields.h"

typedef struct bank {
    hr_choice phases;
    hr_num rating, sockets;
    hr_flag full_rated;
    hr_texts outlets;
} bank;

typedef struct fields {
    hr_from from;
    hr_num rating, voltage;
    hr_choice phases;
    hr_text plug;
    hr_records banks;
} fields;

static const hr_field bank_fields[] = {
    HR_FIELD_IN(bank, phases, HR_F_CHOICE, .words = hr_phase_words, .doc = "lines its outlets lie on"),
    HR_FIELD_IN(bank, rating, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_LOW, .flags = HR_NEED | HR_POSITIVE,
                .doc = "its breaker"),
    HR_FIELD_IN(bank, full_rated, HR_F_FLAG,
                .doc = "its breaker is listed for 100 % continuous load; absent counts as 80 %"),
    HR_FIELD_IN(bank, sockets, HR_F_COUNT, .doc = "how many outlets it has"),
    HR_FIELD_IN(bank, outlets, HR_F_TEXTS, .flags = HR_NEED | HR_NAMES_BESIDE,
                .doc = "names of what is plugged in, as the rack holds it: node[1-2]; or how many outlets there are, "
                       "which leaves its load unknown"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_FIELD_FROM("where its whip is fed"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "continuous current of each line"),
    HR_FIELD_QUANTITY(voltage, HR_DIM_VOLT, HR_HARSH_LOW, HR_POSITIVE, "highest voltage between its lines"),
    HR_FIELD_TEXT(plug, 0, "plug of its whip: L21-30, IEC60309-3P+N+E-32"),
    HR_FIELD_CHOICE(phases, hr_phase_words, "lines it takes; else as its feed says, else all of its supply"),
    HR_FIELD_RECORDS(banks, bank, bank_fields, "its banks of outlets, each behind a breaker; [] where it has none"),
    HR_FIELD_END,
};

static uint8_t phases(const void *p)
{
    const hr_choice *c = &((const fields *)p)->phases;
    return c->presence ? hr_phase_set(c->v) : 0;
}

static hr_bank bank_of(const void *p)
{
    const bank *b = p;
    return (hr_bank){.phases = b->phases.presence ? hr_phase_set(b->phases.v) : 0,
                     .breaker = {.rating = b->rating, .full_rated = b->full_rated, .present = true},
                     .sockets = b->sockets};
}

static const hr_bank_ops banks = {.field = "banks", .outlets = "outlets", .bank = bank_of};
static const hr_power_ops power = {.kind = HR_P_SERIES, .phases = phases, .banks = &banks};

const hr_type hr_type_rack_pdu = {
    .name = "rack-pdu",
    .doc = "the outlet strip of a rack, held by it",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
};
