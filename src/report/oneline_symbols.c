/* oneline_symbols.c - the symbols of the trade, drawn around the middle of their layer: x from -14 to 14, y from 8 to 42.
 * Bars and ties depend on where they stand; the others are fixed strings. */
#include "report/markup.h"
#include "report/oneline.h"

static const char *const shapes[HR_OL_PASS + 1] = {
    [HR_OL_LOAD] = "<path class=\"f\" d=\"M-13 9H13L0 41Z\"/>",
    [HR_OL_UTILITY] = "<circle class=\"f\" cy=\"25\" r=\"16.5\"/><path class=\"d\" d=\"M-9 25c3-9 6-9 9 0s6 9 9 0\"/>",
    [HR_OL_GENERATOR] =
        "<circle class=\"f\" cy=\"25\" r=\"16.5\"/><path class=\"d\" d=\"M5 20.5a7 7 0 1 0 1.5 5h-5\"/>",
    [HR_OL_TRANSFORMER] = "<circle class=\"f\" cy=\"18.5\" r=\"10.5\"/><circle class=\"f\" cy=\"31.5\" r=\"10.5\"/>"
                          "<circle class=\"d\" cy=\"18.5\" r=\"10.5\"/>",
    [HR_OL_UPS] = "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\"/>"
                  "<path class=\"d\" d=\"M-14 42L14 8M-10 15c2-4 4-4 5 0s3 4 5 0M3 33h8M3 37h8\"/>",
    [HR_OL_TRANSFER] =
        "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\"/>"
        "<path class=\"d\" d=\"M-6 8v9M6 8v9M0 42v-9L-6 19\"/><circle class=\"g\" cx=\"-6\" cy=\"18\" r=\"2\"/>"
        "<circle class=\"g\" cx=\"6\" cy=\"18\" r=\"2\"/>",
    [HR_OL_PDU] = "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\"/>"
                  "<path class=\"d\" d=\"M-9 15h18M-9 15v20M-3 15v20M3 15v20M9 15v20\"/>",
    [HR_OL_RACK] = "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\"/>"
                   "<path class=\"d\" d=\"M-10 15h20M-10 21.5h20M-10 28h20M-10 34.5h20\"/>",
    [HR_OL_EXCHANGER] = "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\"/>"
                        "<path class=\"d\" d=\"M-14 32H-6L-2 18L3 32L7 18H14\"/>",
    [HR_OL_CHILLER] = "<circle class=\"f\" cy=\"25\" r=\"16.5\"/>"
                      "<path class=\"d\" d=\"M-14 16.5L7 10.3M-14 33.5L7 39.7\"/>",
    [HR_OL_FAN] = "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\"/>"
                  "<path class=\"d\" d=\"M0 25C-12 13 9 13 0 25C12 37 -9 37 0 25M-14 38H14\"/>",
    [HR_OL_REJECTS] = "<path class=\"f\" d=\"M-9 8H9L14 42H-14Z\"/>"
                      "<path class=\"d\" d=\"M-7 14C-4 9 -1 14 0 14S5 19 7 14M-9 24H9M-10 30H10M-11 36H11\"/>",
    [HR_OL_OTHER] = "<rect class=\"f\" x=\"-14\" y=\"8\" width=\"28\" height=\"34\" rx=\"7\"/>",
};

static void draw_bar(const hr_oneline *o, const hr_ol_symbol *s, hr_buf *out)
{
    hr_buf_printf(out, "<rect class=\"f %s\" x=\"", s->shape == HR_OL_BOARD || s->shape == HR_OL_LOOP ? "b" : "w");
    hr_markup_num(out, s->bar0 - s->x);
    hr_buf_z(out, "\" y=\"");
    hr_markup_num(out, hr_ol_bar(o));
    hr_buf_z(out, "\" width=\"");
    hr_markup_num(out, s->bar1 - s->bar0);
    hr_buf_printf(out, "\" height=\"%d\"/>", HR_OL_BAR_HIGH);
}

void hr_ol_draw_symbol(const hr_oneline *o, const hr_ol_symbol *s, hr_buf *out)
{
    if (s->shape == HR_OL_TIES)
        hr_buf_printf(out, "<rect class=\"f\" x=\"-6\" y=\"%d.5\" width=\"12\" height=\"12\"/>", HR_OL_BAR - 4);
    else if (hr_ol_is_bar(s)) draw_bar(o, s, out);
    else hr_buf_z(out, shapes[s->shape]);
    if (s->shape == HR_OL_OTHER) {
        hr_buf_z(out, "<text class=\"k\" x=\"-11\" y=\"29\">");
        hr_markup_text(out, (hr_str){s->type->name, (uint32_t)(s->type->name[2] ? 3 : 2)});
        hr_buf_z(out, "</text>");
    }
}
