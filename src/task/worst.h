/* worst.h - stories of outages: which cases take what, through which chain, worst first.
 *
 * Cases that lose the same to the same causes are one story, whatever the outage: the fault of a board, its maintenance,
 * either on generators, and each pair of it with something that adds nothing. */
#ifndef HR_TASK_WORST_H
#define HR_TASK_WORST_H

#include "task/check.h"

enum { HR_STORIES_WORST = 5 };

typedef struct hr_story {
    uint32_t *case_, n_case; /* the first speaks for them */
    uint32_t loss, n_loss;   /* of the first: check->loss[loss ..] */
    uint32_t on_path;        /* of those that take most: cases besides, up or down its feeds, that take the same */
    uint32_t racks;          /* in which something is lost */
    double gpus;             /* with what is out itself */
    double after;            /* s until the first of these is lost, or at its limit; of those that take about as many */
    uint32_t soonest; /* of those that take most: another of its cases, in which a limit is reached sooner; HR_NONE */
    double soonest_after; /* s */
    double w[2];          /* W of power, of cooling */
    uint32_t lost[2];     /* losses of each */
    bool unknown[2];      /* some of them is not known: w is what is */
    bool gpus_unknown;
} hr_story;

typedef struct hr_stories {
    const hr_check *c;
    hr_arena *arena;
    hr_story *item; /* worst first: GPUs, whether racks, how soon, W of both, then the first case */
    uint32_t n;
    uint32_t worst[HR_STORIES_WORST],
        n_worst; /* indices: at most half of them are two things at once, if there are others */
} hr_stories;

hr_err hr_stories_open(hr_stories *s, const hr_check *c);
void hr_stories_close(hr_stories *s);
/* The story of a case, HR_NONE where it takes nothing. */
uint32_t hr_stories_find(const hr_stories *s, uint32_t case_);

typedef struct hr_chain_step {
    hr_id *unit; /* in the order of their names; none for a feed, or words */
    uint32_t n;
    hr_id wire;  /* the feed, HR_NONE */
    hr_str name; /* "cdu-[1-3]" */
} hr_chain_step;

typedef struct hr_chain_way {
    hr_chain_step *step;
    uint32_t n_step;
} hr_chain_way;

typedef struct hr_chain { /* losses of a story that the same causes take in the same ways: each loss is in one chain */
    bool heat, cascade, unknown;
    uint32_t blame; /* index into check->blame */
    double w;
    const hr_loss *first; /* of its losses: how long it takes is told by that */
    hr_chain_step *step;  /* of several causes the first step names all, each with its way to where they meet */
    uint32_t n_step;
    hr_chain_way *way; /* from each cause by itself; of one cause the same steps */
    uint32_t n_way;
} hr_chain;

/* Power before cooling, then by W. In `a`. */
hr_err hr_story_chains(const hr_stories *s, const hr_story *x, hr_arena *a, hr_chain **out, uint32_t *n);

#endif
