/* cmd_import.c - `headroom import FORMAT FILE`: the file of another tool as a model, on standard output or in -o. */
#include <string.h>

#include "cli/cli.h"
#include "port/import.h"

/* The place of the word in hr_draw_words, counted from 1; 0 without the option. */
static uint8_t draw_of(const hr_cli *cli)
{
    const char *word = hr_args_value(&cli->args, HR_OPT_draw, NULL);
    return word ? (uint8_t)(1 + hr_word_index(hr_options[HR_OPT_draw].words, word)) : 0;
}

int hr_cmd_import(hr_cli *cli)
{
    hr_buf out = {0};
    const hr_importer *importer = hr_importer_find(hr_args_at(&cli->args, 0));
    if (hr_args_has(&cli->args, HR_OPT_draw) && !(importer->needs & HR_IMPORT_DRAW))
        return hr_cli_fault(cli, NULL, "--draw is for what comes from NetBox");
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    const hr_import_in in = {.ctx = cli->ctx, .path = hr_args_at(&cli->args, 1), .draw = draw_of(cli)};
    hr_err e = importer->run(&in, &out);
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) return hr_cli_deliver(cli, &out, code);
    hr_buf_free(&out);
    return code;
}
