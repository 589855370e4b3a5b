/* build.h - what the steps of opening a site share: texts -> declarations -> units -> wires.
 *
 * load.c reads the files and merges them, parts.c finds presets, overlay.c applies --set and `set:`, declare.c reads
 * declarations and expands units, wiring.c (with wiring.h) resolves feeds, open.c runs the steps in this order. Nothing in here
 * outlives hr_site_open except what is put into the site. */
#ifndef HR_MODEL_BUILD_H
#define HR_MODEL_BUILD_H

#include "base/map.h"
#include "base/vec.h"
#include "model/fields.h"
#include "model/hostlist.h"

#define HR_MAX_FILES 64
#define HR_MAX_SETS 32
#define HR_MAX_HOLD_DEPTH 8
#define HR_MAX_PART_DEPTH 64
#define HR_MAX_DECLS (1u << 20)
#define HR_MAX_WIRES (4u << 20)
#define HR_MAX_ELEMENTS (4u << 20)

typedef struct hr_part {
    hr_str name;
    hr_ynode *key, *node; /* as written */
    hr_ynode *merged;     /* with what it derives from; made on demand */
    hr_id provenance;
    bool visiting;
} hr_part;

typedef struct hr_set_path { /* one overlay: row*-rack*.from.A.breaker = 60 A */
    hr_str comp[16];
    uint32_t n;
    hr_ynode *value;
    hr_span at;
    bool matched;
    uint32_t met; /* else: how many components matched elements, and the type of the last of them */
    const hr_type *met_type;
} hr_set_path;

typedef struct hr_entry { /* a named mapping of some section, with the text it came from */
    hr_ynode *key, *value;
} hr_entry;

typedef struct hr_named { /* units in natural order */
    uint32_t first, n;
} hr_named;

typedef struct hr_unit_build { /* what units need only while they are wired */
    uint32_t member;           /* index of the first member in its declaration's hostlist */
    uint32_t holder_index;     /* same for the holder, to pair hostlists */
} hr_unit_build;

typedef struct hr_decl_build { /* beside hr_decl */
    hr_hostlist *list;
    const hr_from *from, *bypass;
    const hr_texts *between;
    hr_feed *side, *tie; /* the feeds that stand for `between`: two, one */
    hr_feed *cord;       /* the feed that stands for a held part as a cord of its holder, or one for each bank of it */
    hr_outlets *outlets; /* by bank: what is plugged in; plugged == NULL where nobody says */
    uint32_t n_bank;
    hr_ynode *map;    /* effective mapping: parts merged, overlays applied */
    uint32_t *member; /* indices of the hostlist's names that belong to this variant */
    uint32_t n_member;
    uint32_t active; /* overlays that may still match things held by it */
    uint32_t depth;  /* how many components of a path are consumed by its name */
    struct hr_run {  /* held units in natural order: count members of decl from local name index on */
        hr_id decl, name;
        uint32_t first, count;
    } * run;
    uint32_t n_run;
    uint64_t refused; /* feeds, by index, that were refused for one member: told once; the last bit: other references */
} hr_decl_build;

typedef struct hr_tie_end { /* an element, and what ties it to another */
    hr_id unit, tie;
    bool normally_open;
} hr_tie_end;

typedef struct hr_spread { /* members of one declaration numbered for one `spread` */
    const hr_text *ref;
    uint32_t *place, *of;
} hr_spread;

typedef struct hr_build {
    hr_reader r;
    const hr_open_opts *opts;
    hr_site *site;
    hr_vec file;                  /* hr_id: every file read so far, for cycles and the bound */
    hr_id includer[HR_MAX_FILES]; /* which file includes it, HR_NONE for those of the command line */
    hr_vec origin;                /* hr_origin */
    hr_vec part;                  /* hr_part */
    hr_map part_index;
    bool catalogue_read;
    hr_ynode *site_node;
    hr_id weather_file;                /* behind site->weather */
    hr_vec element, job, case_, waive; /* hr_entry */
    hr_set_path set[HR_MAX_SETS];
    uint32_t n_set;
    hr_vec decl, decl_build;       /* hr_decl, hr_decl_build */
    hr_vec unit, unit_build, name; /* hr_unit, hr_unit_build, hr_str */
    hr_vec wire, port;
    hr_vec tie_end;           /* hr_tie_end, by unit, those that conduct in the base first */
    hr_vec spread;            /* hr_spread */
    hr_vec heat_ref;          /* hr_heat_ref */
    hr_map named_index;       /* pattern of a reference -> index in named */
    hr_vec named, named_unit; /* hr_named, hr_id: what each pattern names */
} hr_build;

hr_err hr_build_load(hr_build *b, const char *path); /* load.c */
char *hr_build_beside(hr_build *b, hr_id from,
                      hr_str name);   /* path of `name` beside a file; NULL where there is none */
void hr_build_hash(hr_build *b);      /* load.c, after all texts are read */
hr_err hr_build_weather(hr_build *b); /* weather.c: the file that the site names, after hr_build_declare */
/* A weather file by the end of its name, .epw or .csv; *out stays in the arena. */
hr_err hr_weather_read(hr_weather **out, hr_ctx *ctx, hr_arena *arena, hr_id file);
hr_err hr_build_part(hr_build *b, const hr_ynode *name, hr_part **out); /* parts.c */
hr_err hr_build_merged(hr_build *b, hr_ynode *own, hr_ynode **out, hr_id *provenance);
hr_err hr_build_catalogue(hr_build *b);
hr_err hr_build_show_part(hr_build *b, hr_id file);
hr_err hr_build_add_parts(hr_build *b, const hr_ynode *parts, bool catalogue);
/* Remembers that the lines of `node` carry its source, as_of and trust. */
hr_err hr_build_origin(hr_build *b, hr_str name, const hr_ynode *key, const hr_ynode *node, hr_trust otherwise,
                       hr_id *provenance);
/* The same for what `node` holds, as far as it states its own. */
hr_err hr_build_held_origins(hr_build *b, hr_str name, const hr_ynode *node, hr_trust otherwise);
hr_ynode *hr_ynode_merge(hr_arena *a, hr_ynode *base, hr_ynode *over); /* over wins; mappings merge deeply */

hr_err hr_build_overlays(hr_build *b); /* overlay.c: --set and the chosen case's set: */
/* Overlays whose component `depth` matches name, among `active`. */
uint32_t hr_overlay_match(const hr_build *b, uint32_t active, uint32_t depth, hr_str name);
/* Applies those of `active` whose path from `depth` on is a field path of `type`; the others stay for what is held. */
hr_err hr_overlay_apply(hr_build *b, const hr_type *type, uint32_t depth, uint32_t *active, hr_ynode **map);
hr_err hr_overlay_unmatched(hr_build *b); /* M501 for each overlay that matched nothing */

hr_err hr_build_declare(hr_build *b); /* declare.c */
/* outlets.c: what is plugged into the banks of the parts that a declaration holds, of n names from `first` on. */
hr_err hr_build_outlets(hr_build *b, hr_id parent, const hr_str *const *name, hr_id first, uint32_t n);
/* The same is plugged in for both names. */
bool hr_same_outlets(const hr_build *b, hr_id parent, uint32_t i, uint32_t k);
/* The records of a type's banks; NULL when it has none. */
const hr_records *hr_banks_of(const hr_decl *d);
hr_err hr_build_wire(hr_build *b);   /* wiring.c */
hr_err hr_build_groups(hr_build *b); /* groups.c */
/* M304 at a reference, with the closest name; `help` where there is none. */
hr_err hr_no_such_element(hr_build *b, hr_str name, hr_span at, const char *help);
hr_err hr_build_misc(hr_build *b);                                             /* misc.c: site, jobs, cases, waivers */
hr_err hr_csv_read(hr_ctx *ctx, hr_arena *arena, hr_id file, hr_ynode **rows); /* csv.c: a list of mappings */

#endif
