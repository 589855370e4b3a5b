/* story.h - the outages that take most, in words: for text, Markdown and HTML alike. */
#ifndef HR_REPORT_STORY_H
#define HR_REPORT_STORY_H

#include "task/worst.h"

enum { HR_STORY_CASES = 4, HR_STORY_CHAINS = 8 }; /* of a story, that are shown */

/* "fault: board-A; maintenance: board-A; and 3 more" */
void hr_story_cases(const hr_stories *s, const hr_story *x, uint32_t most, hr_buf *out);
/* "; a limit is reached sooner in stuck: mech at fault: grid-2, after 2.2 min", where that is not the first of them */
void hr_story_soonest(const hr_stories *s, const hr_story *x, hr_buf *out);
/* "takes 288 GPUs, 4 racks; power 20 kW, cooling 400 kW" */
void hr_story_takes(const hr_story *x, hr_buf *out);
/* "20 kW", ">= 20 kW", "unknown" */
void hr_story_watts(double w, bool unknown, hr_buf *out);
/* "board-A > cdu-[1-3] > tcs > row-[1-4]", with the blame where that is another, and whether it is the cascade */
void hr_story_steps(const hr_check *c, const hr_chain *x, uint32_t width, hr_buf *out);
/* "cooling 400 kW: board-A > cdu-[1-3] > tcs > row-[1-4]" */
void hr_story_chain(const hr_check *c, const hr_chain *x, uint32_t width, hr_buf *out); /* width: of a step at most */

#endif
