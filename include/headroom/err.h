/* err.h - what a function says when it did not do its work.
 *
 * Every fallible function returns hr_err and has already told the reader why through the
 * diagnostics of its hr_ctx; callers only pass the value on. No globals, no errno protocol, no longjmp. */
#ifndef HEADROOM_ERR_H
#define HEADROOM_ERR_H

typedef enum hr_err {
    HR_OK = 0,
    HR_EINPUT,   /* the input is wrong; diagnostics name file, line and the way out */
    HR_EIO,      /* a file could not be read or written; a diagnostic names it */
    HR_ENOMEM,   /* memory ran out */
    HR_ESOLVE,   /* a solver did not converge; an N-coded finding says where */
    HR_EINTERNAL /* our own bug */
} hr_err;

#endif
