/* oneline.h - the one-line diagram of a hall, and its cooling diagram: which symbols and lines it has, where they stand.
 *
 * Both are layers of symbols below each other, joined by lines: power comes down from the utility, and so does what cools,
 * from the outdoor air. What each takes from the site stands in oneline_hall.c and cooling_hall.c; all else they share.
 * What is alike is one symbol: oneline_fold.c makes symbols of units, coarser ones until the drawing is narrow enough to be
 * read. oneline_layout.c puts them into layers from the utility down, side A apart from side B, oneline_route.c leads
 * the lines, oneline_svg.c draws. Everything counts from the order of the site's units, so the same check gives the same bytes. */
#ifndef HR_REPORT_ONELINE_H
#define HR_REPORT_ONELINE_H

#include "base/arena.h"
#include "task/worst.h"

enum {
    HR_OL_CHAR = 73,   /* tenths of a pixel that a character of a label takes: 12 px, fixed width */
    HR_OL_LABEL = 20,  /* characters of a label at most */
    HR_OL_HEIGHT = 44, /* of a layer of symbols */
    HR_OL_BAR = 38,    /* where a bar begins in its layer, and how high it is */
    HR_OL_BAR_HIGH = 5,
    HR_OL_BOX = 28, /* width and height of a symbol that is no bar, and where it begins in its layer */
    HR_OL_BOX_HIGH = 34,
    HR_OL_BOX_TOP = 8,
    HR_OL_TIE = 12,      /* of the square of a tie */
    HR_OL_GAP = 14,      /* between symbols */
    HR_OL_TRACK = 9,     /* between lines that run side by side */
    HR_OL_WIDEST = 1010, /* pixels: wider drawings are folded further where that is possible */
    HR_OL_MORE = 2,      /* lines of the cooling diagram between name and note */
    HR_OL_LINE = 14      /* pixels between lines of text */
};

typedef enum hr_ol_shape {
    HR_OL_LOAD,
    HR_OL_UTILITY,
    HR_OL_GENERATOR,
    HR_OL_TRANSFORMER,
    HR_OL_UPS,
    HR_OL_TRANSFER,
    HR_OL_BOARD,
    HR_OL_BUSWAY,
    HR_OL_PDU,
    HR_OL_RACK,
    HR_OL_TIES,
    HR_OL_OUTDOOR, /* these of the cooling diagram alone */
    HR_OL_LOOP,
    HR_OL_ZONE,
    HR_OL_EXCHANGER,
    HR_OL_CHILLER,
    HR_OL_FAN,
    HR_OL_REJECTS,
    HR_OL_OTHER,
    HR_OL_PASS /* a line that passes through a layer; no symbol is drawn */
} hr_ol_shape;

typedef enum hr_ol_heat { HR_OL_UNJUDGED, HR_OL_COOL, HR_OL_NEAR, HR_OL_OVER } hr_ol_heat;

typedef enum hr_ol_hit { HR_OL_MISSED, HR_OL_ON_CHAIN, HR_OL_LOST, HR_OL_UNCOOLED, HR_OL_OUT } hr_ol_hit;

typedef struct hr_ol_symbol {
    const hr_type *type;
    hr_id *unit; /* elements that it stands for, in natural order */
    uint32_t n_unit;
    uint8_t shape;  /* hr_ol_shape */
    uint8_t side;   /* 0 = A, 1 = B, ...; HR_OL_NO_SIDE */
    uint8_t heat;   /* hr_ol_heat */
    bool unknown;   /* some of its rows cannot be judged */
    bool waived;    /* the worst row is */
    uint8_t hit;    /* hr_ol_hit: by the outage that is drawn */
    uint32_t limit; /* of the worst row, HR_NONE without one */
    uint16_t layer;
    hr_str name;                     /* all of them, as a hostlist */
    hr_str label, note;              /* the two lines beside it; the name is cut */
    hr_str more[HR_OL_MORE];         /* lines between them: only in the cooling diagram */
    uint32_t n_in;                   /* lines that come from above */
    double x;                        /* of its middle, where its lines leave */
    double left, right;              /* how far it reaches, its label included */
    double bar0, bar1, room0, room1; /* ends of a bar, and how far they may go */
    double y;                        /* of its layer */
} hr_ol_symbol;

typedef struct hr_ol_line { /* power goes from one symbol to another */
    uint32_t from, to;
    bool closed; /* carries in the normal state */
    bool tie;    /* `to` is a tie, `from` one of what it ties: beside each other where it can be */
    bool device; /* a breaker is declared on it */
    bool level;  /* a tie that stands directly beside its symbol */
    bool straight;
    bool hit; /* on the chain of the outage that is drawn */
    double x; /* where it arrives */
    double from_x, to_x;
    uint16_t channel; /* below the layer of this number; from_x, to_x and this are what lines are sorted by */
} hr_ol_line;

typedef struct hr_ol_net { /* lines of one symbol and one kind below one layer: they share a run across */
    uint32_t line_first, n_line;
    uint16_t channel; /* below the layer of this number */
    uint16_t track;
    bool runs;        /* else all its lines are straight */
    double riser;     /* where it leaves its symbol */
    double x0, x1, y; /* of the run */
} hr_ol_net;

#define HR_OL_NO_SIDE UINT8_MAX

typedef struct hr_oneline {
    const hr_check *c;
    hr_arena *arena;
    bool cooling;  /* the cooling diagram */
    double deeper; /* pixels that each layer takes beyond HR_OL_HEIGHT, for more text */
    hr_work *work; /* the cooling diagram: at the normal state */
    hr_str outage; /* the case whose chain is drawn, empty without one */
    hr_ol_symbol *symbol;
    uint32_t n_symbol, n_real; /* real ones first, then what passes */
    hr_ol_line *line;
    uint32_t n_line;
    hr_ol_net *net;
    uint32_t n_net;
    uint16_t n_layer;
    uint32_t **layer; /* symbols of each, from left to right */
    uint32_t *n_in_layer;
    double *layer_y;
    double foot; /* y below the last layer */
    double width, height;
    uint32_t drawn, left_out; /* elements at top level that are in it; that have no electrical part */
} hr_oneline;

hr_err hr_oneline_make(hr_oneline **out, const hr_check *c);
/* The cooling diagram; *out is NULL, and that is no error, where the site says nothing of cooling. */
hr_err hr_cooling_diagram_make(hr_oneline **out, const hr_check *c);
void hr_oneline_free(hr_oneline *o);
/* The drawing; standalone: with all that a file of its own needs. In a page the cooling diagram has its style and its
 * hatching from the one-line above it. */
hr_err hr_oneline_svg(const hr_oneline *o, hr_buf *out, bool standalone);

/* --- the steps ------------------------------------------------------------------------------------------------------ */

typedef struct hr_ol_edge { /* between units that are drawn */
    hr_id from, to;         /* units; `from` stands above */
    bool closed;            /* in the normal state */
    bool side;              /* of a tie; drawn as open where it is open by itself */
    bool normally_open, device;
} hr_ol_edge;

typedef struct hr_ol_hall { /* what the drawing takes from the site, before anything is folded */
    const hr_check *c;
    hr_arena *arena;
    hr_id *top;       /* by unit: the unit at top level that holds it */
    bool *drawn;      /* by unit */
    bool *tie, *leaf; /* stands between two; feeds nothing */
    uint8_t *side;
    uint16_t *layer;
    uint32_t *limit; /* by unit: the limit of its worst row */
    bool *unknown;
    bool *closed; /* by wire */
    hr_ol_edge *edge;
    uint32_t n_edge;
    bool cooling;
    const hr_chain *chain; /* of the outage that is drawn */
    uint32_t n_chain;
    hr_str outage; /* its case */
    bool *outdoor; /* by unit: hangs on the outdoor air, which is no unit; NULL: there is none */
    uint16_t n_layer;
} hr_ol_hall;

enum { HR_OL_LEVELS = 6 };

hr_err hr_ol_hall_read(hr_ol_hall *h, const hr_check *c, hr_arena *arena);
/* The same of cooling; n_layer 0 where nothing is cooled. */
hr_err hr_ol_cooling_read(hr_ol_hall *h, const hr_check *c, hr_arena *arena);
/* What both begin with: room by unit, and the worst row of each by rules whose codes begin with `letter`, 0: any. */
hr_err hr_ol_hall_begin(hr_ol_hall *h, const hr_check *c, hr_arena *arena);
hr_err hr_ol_find_worst(hr_ol_hall *h, char letter);
uint8_t hr_ol_cooling_shape(const hr_site *s, hr_id unit);
/* The lines of text between name and note. */
void hr_ol_cooling_words(const hr_oneline *o, const hr_ol_symbol *s, hr_buf line[HR_OL_MORE]);
hr_err hr_ol_fold(const hr_ol_hall *h, unsigned level, hr_oneline *o);
/* oneline_chain.c: chooses the outage that takes most (in the cooling diagram: of those that take cooling), marks its
 * symbols and lines; after the lines are led, what they pass through. */
hr_err hr_ol_choose_outage(hr_ol_hall *h);
hr_err hr_ol_mark_chain(const hr_ol_hall *h, hr_oneline *o);
void hr_ol_mark_passes(hr_oneline *o);
hr_err hr_ol_label(hr_oneline *o);
hr_err hr_ol_layout(hr_oneline *o);
hr_err hr_ol_route(hr_oneline *o);
void hr_ol_draw_symbol(const hr_oneline *o, const hr_ol_symbol *s, hr_buf *out);

static inline bool hr_ol_is_bar(const hr_ol_symbol *s)
{
    return s->shape == HR_OL_BOARD || s->shape == HR_OL_BUSWAY || s->shape == HR_OL_LOOP || s->shape == HR_OL_ZONE ||
           s->shape == HR_OL_OUTDOOR;
}

/* Where a bar begins in its layer, and how high a layer is. */
static inline double hr_ol_bar(const hr_oneline *o) { return HR_OL_BAR + o->deeper; }
static inline double hr_ol_height(const hr_oneline *o) { return HR_OL_HEIGHT + o->deeper; }

#endif
