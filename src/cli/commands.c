/* commands.c - the table of commands.def, made once. */
#include "cli/commands.h"

#include "cli/cli.h"

static const char *const hr_format_words[] = {"text", "json", "jsonl", "csv", NULL};
static const char *const hr_outage_words[] = {"fault", "none", NULL};
static const char *const hr_color_words[] = {"auto", "always", "never", NULL};
static const char *const hr_import_words[] = {"dps", NULL};
static const char *const hr_export_words[] = {"csv", "json", NULL};
static const char *const hr_shell_words[] = {"bash", "zsh", "fish", NULL};

#define HR_COMMAND(id, name_, arguments_, least_, most_, first_, ...) COMMAND(id, name_, arguments_, least_, most_, first_, __VA_ARGS__)
#undef HR_COMMAND
