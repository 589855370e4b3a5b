/* cmd_template.c - `headroom template FORMAT [TYPE...]`: an empty table or workbook to fill in. */
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "element/types.h"
#include "port/template.h"

enum { MOST = 64 };

/* The types named, else all that are modelled; 0 when one is unknown, which has been said. */
static size_t types_named(const hr_cli *cli, const hr_type **type)
{
    size_t n = 0;
    for (size_t i = 1; i < cli->args.argument.n && n < MOST; i++) {
        const char *word = hr_args_at(&cli->args, i);
        type[n] = hr_types_find(&hr_builtin_types, hr_str_of(word));
        for (size_t k = 0; k < n && type[n]; k++)
            if (type[k] == type[n]) return hr_cli_fault(cli, "name it once", "\"%s\" stands twice", word), 0;
        if (!type[n++]) return hr_cli_no_type(cli, word), 0;
    }
    for (size_t i = 0; cli->args.argument.n < 2 && i < hr_builtin_types.n && n < MOST; i++)
        if (hr_builtin_types.type[i]->modelled) type[n++] = hr_builtin_types.type[i];
    return n;
}

int hr_cmd_template(hr_cli *cli)
{
    const hr_type *type[MOST];
    hr_buf out = {0};
    bool csv = strcmp(hr_args_at(&cli->args, 0), "csv") == 0;
    size_t n = types_named(cli, type);
    if (n == 0 || !hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (csv && cli->args.argument.n < 2)
        return hr_cli_fault(cli, "`headroom schema --types` lists the types", "a CSV table needs a TYPE");
    if (!csv && !hr_args_has(&cli->args, HR_OPT_file) && isatty(STDOUT_FILENO))
        return hr_cli_fault(cli, "name a file with -o", "a workbook is no text");
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_err e = csv ? hr_template_csv(type, n, &out) : hr_template_xlsx(cli->ctx, &hr_builtin_types, type, n, &out);
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) return hr_cli_deliver(cli, &out, code);
    hr_buf_free(&out);
    return code;
}
