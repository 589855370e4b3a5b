/* sumtree.h - the fixed shape in which sums over many children are taken.
 *
 * Floating-point addition is not associative, so a sum is only reproducible when its shape is. Here it is a complete
 * binary tree over the children in their fixed order: leaf i of n sits at index size + i, the parent of k is k / 2,
 * the total at index 1; size is the next power of two. A changed child costs log n, and every way to arrive at the same
 * children (one change, many changes, from nothing) gives the same bits. This header holds the index arithmetic only;
 * what is added up is the engine's business. */
#ifndef HR_BASE_SUMTREE_H
#define HR_BASE_SUMTREE_H

#include <stdint.h>

static inline uint32_t hr_sumtree_size(uint32_t n)
{ /* leaves after padding, at least 1 */
    uint32_t size = 1;
    while (size < n) size <<= 1;
    return size;
}
static inline uint32_t hr_sumtree_slots(uint32_t n) { return 2 * hr_sumtree_size(n); } /* slot 0 is unused */
static inline uint32_t hr_sumtree_leaf(uint32_t n, uint32_t i) { return hr_sumtree_size(n) + i; }

#endif
