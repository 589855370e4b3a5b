/* cmd_schema.c - `headroom schema [TYPE]`: the model language, for editors or for people. */
#include "cli/cli.h"
#include "element/types.h"
#include "model/schema.h"

int hr_cmd_schema(hr_cli *cli)
{
    const char *word = hr_args_at(&cli->args, 0);
    bool list = hr_args_has(&cli->args, HR_OPT_types);
    const hr_type *type = word ? hr_schema_find(&hr_builtin_types, hr_str_of(word)) : NULL;
    if (word && list) return hr_cli_fault(cli, NULL, "--types lists all types, so TYPE \"%s\" has no place", word);
    if (word && !type) return hr_cli_no_type(cli, word);
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    hr_buf out = {0};
    hr_err e = type   ? hr_schema_type(&out, &hr_builtin_types, type)
               : list ? hr_schema_types(&out, &hr_builtin_types)
                      : hr_schema_write(&out, &hr_builtin_types);
    if (e == HR_OK) return hr_cli_deliver(cli, &out, HR_EXIT_OK);
    hr_buf_free(&out);
    return hr_cli_failed(cli, e);
}
