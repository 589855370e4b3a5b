/* selection.h - --select, --ignore and --outages of the verbs that judge. */
#ifndef HR_CLI_SELECTION_H
#define HR_CLI_SELECTION_H

#include "cli/cli.h"
#include "task/check.h"

/* Whether --select and --ignore name rules, and leave some. Says so if not. */
bool hr_cli_selection(const hr_cli *cli);
hr_outages hr_cli_outages(const hr_cli *cli);

#endif
