/* html_style.c - how the HTML report looks, and the few lines that filter its long table. Colours are variables: a light
 * set, a dark one, and on paper always the light one. Nothing is said by colour alone: states are words, ratios numbers,
 * and unknown is hatched. */
#include "report/html.h"

#define LIGHT \
    "--paper:#fff;--ink:#1b2430;--soft:#4d5a6a;--rule:#d5dce4;--cool:#edf1f5;--band:#f6f8fa;--bar:#3c4857;--line:#5b6878;" \
    "--amber:#f5b83d;--ambertext:#7a4f00;--red:#c62a1f;--redtext:#a61b12;--redback:#fdecea;--green:#1f6b3b;" \
    "--hatch:#8b97a5;--link:#1d4f91;"
#define DARK \
    "--paper:#12171d;--ink:#e6ebf0;--soft:#a9b4c0;--rule:#313b47;--cool:#27313c;--band:#181f27;--bar:#a9b4c0;" \
    "--line:#8492a1;--amber:#b97f0f;--ambertext:#f2c063;--red:#b3261b;--redtext:#ff9d94;--redback:#3a1a18;" \
    "--green:#7fce9b;--hatch:#66727f;--link:#8ab8f2;"

const char hr_html_style[] =
    ":root{" LIGHT "color-scheme:light dark}\n"
    "@media screen and (prefers-color-scheme:dark){:root{" DARK "}}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:1220px;padding:28px 32px 48px;background:var(--paper);color:var(--ink);font:15px/1.5 "
    "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans','Liberation Sans',sans-serif;"
    "font-variant-numeric:tabular-nums lining-nums}\n"
    "p{margin:0 0 10px;max-width:78ch}\n"
    "a{color:var(--link)}\n"
    "h1{font-size:27px;line-height:1.2;margin:0 0 14px;font-weight:650;overflow-wrap:anywhere}\n"
    "h2{font-size:19px;line-height:1.3;margin:0 0 8px;font-weight:650}\n"
    "h3{font-size:15px;line-height:1.4;margin:22px 0 8px;font-weight:650}\n"
    "section{margin:34px 0 0;padding:14px 0 0;border-top:2px solid var(--ink)}\n"
    ".kind{color:var(--soft);margin:0 0 2px;font-size:13px;letter-spacing:.04em}\n"
    ".name,.formula,code{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;"
    "font-size:13px;font-weight:400;overflow-wrap:anywhere}\n"
    ".code{font-weight:650;white-space:nowrap}\n"
    "abbr{text-decoration:none}\n"
    /* verdict */
    ".verdict{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;max-width:none;padding:12px 16px;margin:0 0 "
    "14px;border:1px solid var(--rule);border-left:8px solid var(--hatch);background:var(--band);font-size:16px}\n"
    ".verdict strong{letter-spacing:.05em}\n"
    ".verdict span{overflow-wrap:anywhere}\n"
    ".verdict.violated{border-left-color:var(--red)}.verdict.violated strong{color:var(--redtext)}\n"
    ".verdict.holds{border-left-color:var(--green)}.verdict.holds strong{color:var(--green)}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:0 6px;list-style:none;margin:0 -10px;padding:0}\n"
    "nav a{display:inline-block;padding:9px 10px;min-height:40px}\n"
    /* summary */
    ".tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:0;margin:10px 0 12px}\n"
    ".tile{padding:2px 14px;border-left:1px solid var(--rule);display:flex;flex-direction:column-reverse}\n"
    ".tile:first-child{padding-left:0;border-left:0}\n"
    ".tile dt{color:var(--soft);font-size:13px}\n"
    ".tile dd{margin:0;font-size:27px;line-height:1.2;font-weight:650}\n"
    ".tile.violated dd{color:var(--redtext)}.tile.zero dd{color:var(--soft);font-weight:400}\n"
    ".share{display:flex;height:10px;border:1px solid var(--ink);margin:0 0 12px}\n"
    ".share span{display:block;min-width:2px}\n"
    ".share .violated{background:var(--red)}\n"
    ".share .waived{background:var(--amber)}.share .holds{background:var(--cool)}\n"
    ".facts{display:flex;flex-wrap:wrap;gap:2px 22px;list-style:none;margin:0;padding:0;color:var(--soft)}\n"
    /* tables */
    ".scroll{overflow-x:auto;margin:0 0 14px;max-width:100%}\n"
    ".scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
    "figure.scroll{border:1px solid var(--rule);padding:8px}\n"
    "figure svg{display:block}\n"
    "table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.45}\n"
    "th,td{text-align:left;vertical-align:top;padding:5px 14px 5px 0;border-bottom:1px solid var(--rule);font-weight:400}\n"
    "thead th{color:var(--soft);font-size:12px;border-bottom:1px solid var(--ink);white-space:nowrap;vertical-align:bottom}\n"
    "th:last-child,td:last-child{padding-right:0}\n"
    "th.r,td.r{text-align:right;white-space:nowrap}\n"
    "td.name{min-width:170px}td.place{color:var(--soft);font-size:12px;min-width:110px;overflow-wrap:anywhere}\n"
    ".place{color:var(--soft)}\n"
    "th.code,.layer{font-weight:650}\n"
    ".sub,.more{color:var(--soft);font-size:12px}\n"
    "td.over{color:var(--redtext);font-weight:650}td.near{color:var(--ambertext);font-weight:650}td.none{color:var(--soft)}\n"
    "#binding .first td,#binding .first th{padding-top:9px}\n"
    "#binding .next td:not(.over):not(.near),#binding .next th{color:var(--soft)}\n"
    "tr.violated .state{color:var(--redtext);font-weight:650}tr.violated{background:var(--redback)}\n"
    "tr.unknown .state,.share .unknown,td.unknown .meter{background:repeating-linear-gradient(135deg,transparent 0 "
    "3px,var(--hatch) 3px 4px)}\n"
    "tr.unknown .state{background:none;border-bottom:2px dashed var(--hatch)}tr.waived .state{font-style:italic}\n"
    "tr.holds .state{color:var(--soft)}\n"
    ".meter{display:inline-block;position:relative;width:60px;height:9px;margin:0 9px 0 0;background:var(--cool);"
    "vertical-align:0;text-align:left}\n"
    ".meter span{display:block;height:9px;background:var(--line)}\n"
    ".meter::after{content:'';position:absolute;left:80%;top:-2px;height:13px;border-left:1px solid var(--ink)}\n"
    ".over .meter span{background:var(--red)}.near .meter span{background:var(--amber)}\n"
    /* findings */
    ".finding{border-left:4px solid var(--red);padding:2px 0 2px 16px;margin:18px 0 26px}\n"
    ".finding h3{margin:0 0 6px}.finding h3 .name{font-size:14px;font-weight:650}.finding .what{color:var(--soft);"
    "font-weight:400}\n"
    ".finding h3 .code{color:var(--redtext)}\n"
    ".figures{display:flex;flex-wrap:wrap;gap:4px 26px;margin:0 0 8px}\n"
    ".figures dt{color:var(--soft);font-size:12px}.figures dd{margin:0;font-weight:650;overflow-wrap:anywhere}\n"
    ".members,.because{overflow-wrap:anywhere}\n"
    ".because{max-width:100ch}\n"
    /* filter, foot */
    ".filter input{font:inherit;padding:7px 10px;min-height:40px;border:1px solid var(--line);background:var(--paper);"
    "color:var(--ink);min-width:0;width:260px;max-width:100%}\n"
    "footer{margin:40px 0 0;padding:12px 0 0;border-top:2px solid var(--ink);color:var(--soft);font-size:13px}\n"
    "footer p{max-width:none;overflow-wrap:anywhere}\n"
    "@media (max-width:700px){body{padding:18px 16px 40px}h1{font-size:23px}.tiles{grid-template-columns:repeat(3,1fr);"
    "gap:12px 0}.tile:nth-child(3n+1){padding-left:0;border-left:0}.finding{padding-left:12px}}\n"
    /* paper */
    "@page{margin:14mm 13mm 15mm}\n"
    "@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:9.5pt;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}nav,.filter{display:none}section{margin-top:22px}h1{font-size:19pt}h2{font-size:13pt}"
    "h2,h3{break-after:avoid}tr,.tiles,.figures,.verdict,figure{break-inside:avoid}thead{display:table-header-group}"
    ".finding h3,.finding .figures{break-after:avoid}.scroll{overflow:visible}table{font-size:8pt}th,td{padding:3px 8px 3px "
    "0}thead th,td.place,.sub,.more,.figures dt{font-size:7.5pt}thead th{white-space:normal}td.r{white-space:normal}"
    "td.name,td.place{min-width:0}.name,.formula,code{font-size:8pt}.meter{display:none}figure "
    "svg{max-width:100%;height:auto;margin:0 auto}figure.scroll{border:0;padding:0}a{color:inherit}}\n";

const char hr_html_script[] =
    "(function(){var f=document.querySelector('.filter');if(!f)return;f.hidden=false;"
    "var i=f.querySelector('input'),o=f.querySelector('[role=status]'),"
    "r=Array.prototype.slice.call(document.querySelectorAll('#rows tbody tr'));"
    "i.addEventListener('input',function(){var q=i.value.toLowerCase(),n=0;r.forEach(function(t){"
    "var s=t.textContent.toLowerCase().indexOf(q)!==-1;t.hidden=!s;if(s)n++;});"
    "o.textContent=q?n+' of '+r.length+' rows':'';});})();";
