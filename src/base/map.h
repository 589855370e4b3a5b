/* map.h - text -> number: the one hash table (open addressing, keys are views that must outlive it). */
#ifndef HR_BASE_MAP_H
#define HR_BASE_MAP_H

#include <stdbool.h>

#include "headroom/id.h"

typedef struct hr_map {
    struct hr_map_slot *slot;
    uint32_t n, cap;
} hr_map;

bool hr_map_reserve(hr_map *m, uint32_t count);
/* Adds key -> value when the key is new. Returns false when memory ran out; *old is the value already there or
 * HR_NONE. */
bool hr_map_add(hr_map *m, hr_str key, uint32_t value, uint32_t *old);
uint32_t hr_map_get(const hr_map *m, hr_str key); /* HR_NONE when absent */
void hr_map_free(hr_map *m);

uint64_t hr_hash64(const void *data, size_t n, uint64_t seed); /* FNV-1a folded; stable across machines */

#endif
