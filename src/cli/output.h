/* output.h - where results go: standard output, or a file that appears complete or not at all.
 *
 * A file is written beside its place and then renamed into it, keeping the mode of one that was there; what is no
 * regular file (a pipe, a device) is written directly. */
#ifndef HR_CLI_OUTPUT_H
#define HR_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hr_output {
    int fd, reason; /* reason: errno of what failed first, or 0 */
    char *path;     /* where it will be; NULL for standard output and what is written directly */
    char *temp;     /* where it is written until then */
} hr_output;

/* Why a file cannot be written, as errno, or 0: asked before the work is done. */
int hr_output_refused(const char *path);
bool hr_output_open(hr_output *o, const char *path); /* NULL: standard output */
/* A hr_json_put. */
bool hr_output_put(void *output, const char *s, size_t n);
/* Puts the file into its place. False when anything failed since the opening: then there is no file, and o->reason. */
bool hr_output_close(hr_output *o);
void hr_output_drop(hr_output *o); /* closes without putting anything into its place */

#endif
