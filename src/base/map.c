/* map.c - text -> number by open addressing with linear probing.
 *
 * Nothing is ever removed, so there are no tombstones; the table is a power of two and at most 7/10 full. A slot keeps
 * the low half of its key's hash: growing needs no key, and most unequal keys are told apart without reading them. */
#include "base/map.h"

#include <string.h>

#include "base/alloc.h"

typedef struct hr_map_slot {
    const char *s; /* NULL: the slot is free */
    uint32_t n;
    uint32_t hash;
    uint32_t value;
} hr_map_slot;

uint64_t hr_hash64(const void *data, size_t n, uint64_t seed)
{
    const unsigned char *p = data;
    uint64_t h = UINT64_C(14695981039346656037) ^ seed;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * UINT64_C(1099511628211);
    /* FNV's low bits depend on few input bits: fold the high half in. */
    return h ^ (h >> 32);
}

static uint32_t key_hash(hr_str key) { return (uint32_t)hr_hash64(key.s, key.n, 0); }

/* The slot that holds the key or the free one where it belongs. The table has a free slot, so this ends. */
static hr_map_slot *slot_find(const hr_map *m, hr_str key, uint32_t hash)
{
    uint32_t mask = m->cap - 1;
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        hr_map_slot *slot = &m->slot[i];
        if (slot->s == NULL) return slot;
        if (slot->hash == hash && slot->n == key.n && memcmp(slot->s, key.s, key.n) == 0) return slot;
    }
}

static bool map_grow(hr_map *m, uint32_t cap)
{
    hr_map_slot *slot = hr_calloc(cap, sizeof *slot);
    if (slot == NULL) return false;
    uint32_t mask = cap - 1;
    for (uint32_t k = 0; k < m->cap; k++) {
        if (m->slot[k].s == NULL) continue;
        uint32_t i = m->slot[k].hash & mask;
        while (slot[i].s != NULL) i = (i + 1) & mask;
        slot[i] = m->slot[k];
    }
    hr_free(m->slot);
    m->slot = slot;
    m->cap = cap;
    return true;
}

bool hr_map_reserve(hr_map *m, uint32_t count)
{
    uint64_t need = (uint64_t)count * 10 / 7 + 1;
    if (need <= m->cap) return true;
    uint64_t cap = m->cap < 16 ? 16 : m->cap;
    while (cap < need) cap *= 2;
    if (cap > (UINT32_C(1) << 31)) return false;
    return map_grow(m, (uint32_t)cap);
}

bool hr_map_add(hr_map *m, hr_str key, uint32_t value, uint32_t *old)
{
    if (old != NULL) *old = HR_NONE;
    if (key.s == NULL) key.s = ""; /* the empty key is a key too */
    if (!hr_map_reserve(m, m->n + 1)) return false;
    uint32_t hash = key_hash(key);
    hr_map_slot *slot = slot_find(m, key, hash);
    if (slot->s != NULL) {
        if (old != NULL) *old = slot->value;
        return true;
    }
    *slot = (hr_map_slot){key.s, key.n, hash, value};
    m->n++;
    return true;
}

uint32_t hr_map_get(const hr_map *m, hr_str key)
{
    if (m->n == 0) return HR_NONE;
    if (key.s == NULL) key.s = "";
    const hr_map_slot *slot = slot_find(m, key, key_hash(key));
    return slot->s != NULL ? slot->value : HR_NONE;
}

void hr_map_free(hr_map *m)
{
    hr_free(m->slot);
    *m = (hr_map){0};
}
