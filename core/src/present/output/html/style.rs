//! The style of the fragments. Text inherits the colour of the page, so that it is as readable as the rest; our only
//! colour keeps a contrast of 3 to both white and near-black pages (WCAG 2.2, 1.4.11).

/// The colour of bars.
#[cfg(test)]
pub(super) const BAR: &str = "#3b82c4";

/// The share of the text's colour in muted text.
#[cfg(test)]
pub(super) const MUTED: f64 = 0.78;

/// The share of grey behind the bars.
#[cfg(test)]
pub(super) const TRACK: f64 = 0.2;

/// The text and background of our own pages, light and dark.
#[cfg(test)]
pub(super) const PAGES: [(&str, &str); 2] = [("#1b1b1b", "#ffffff"), ("#e8e8e8", "#121212")];

/// The style of a whole page.
pub(super) const PAGE: &str = ":root{color-scheme:light dark}body{margin:1rem;color:#1b1b1b;background:#ffffff}\
@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#121212}}";

/// The style of a fragment. The doubled class takes precedence over the table rules of notebooks.
pub(super) const FRAGMENT: &str = "\
.kvf.kvf{--bar:#3b82c4;font:14px/1.5 system-ui,sans-serif;max-width:64rem;margin:0 0 1.5rem;overflow-wrap:anywhere}\
.kvf.kvf .h{font-size:1.15em;font-weight:600}\
.kvf.kvf .m{opacity:.78}\
.kvf.kvf .w{overflow-x:auto}\
.kvf.kvf table{border-collapse:collapse;margin:.4em 0;font:inherit;color:inherit;table-layout:auto;min-width:min(100%,34rem)}\
.kvf.kvf caption{text-align:left;padding:.2em 0;color:inherit}\
.kvf.kvf tr,.kvf.kvf tr:nth-child(even),.kvf.kvf tr:hover{background:none}\
.kvf.kvf th,.kvf.kvf td{padding:.25em .6em;border:0;border-bottom:1px solid rgba(128,128,128,.35);text-align:right;\
vertical-align:top;font-weight:400;font-variant-numeric:tabular-nums;white-space:normal;overflow-wrap:normal;max-width:none}\
.kvf.kvf thead th{font-weight:600}\
.kvf.kvf tbody th,.kvf.kvf .l{text-align:left}\
.kvf.kvf tr.i th{padding-top:.9em;font-weight:600;border-bottom:0}\
.kvf.kvf tr.i .m{font-weight:400;overflow-wrap:anywhere}\
.kvf.kvf tr.s th{padding-top:1.4em;font-weight:700}\
.kvf.kvf tr.x td{text-align:left;border-bottom:2px dashed;padding-top:.7em}\
.kvf.kvf .v{font-weight:600;white-space:nowrap}\
.kvf.kvf .r,.kvf.kvf .y td{white-space:nowrap}\
.kvf.kvf .y td:last-child{white-space:normal;min-width:16em}\
.kvf.kvf td.g{text-align:left;width:38%}\
.kvf.kvf .bar{position:relative;display:block;min-width:4.5em;height:.8em;margin:.35em 0;background:rgba(128,128,128,.2);\
overflow:hidden;print-color-adjust:exact;-webkit-print-color-adjust:exact}\
.kvf.kvf .bar i{position:absolute;top:0;bottom:0;background:var(--bar)}\
.kvf.kvf .bar i.u{background:repeating-linear-gradient(115deg,var(--bar) 0 2px,transparent 2px 5px)}\
.kvf.kvf .bar i.o{-webkit-mask-image:linear-gradient(90deg,#000 40%,transparent);mask-image:linear-gradient(90deg,#000 40%,transparent)}\
.kvf.kvf .bar i.k{background:currentColor;width:4px;margin-left:-2px}\
.kvf.kvf .bar i.f{background:none;box-sizing:border-box;border:2px solid;width:8px;margin-left:-4px}\
.kvf.kvf .bar i.c{background:currentColor;top:42%;bottom:42%}\
.kvf.kvf .e{display:inline-block;vertical-align:middle;width:2.2em;min-width:0;margin:0 .2em}\
.kvf.kvf .k{display:flex;flex-wrap:wrap;gap:.1em 1.1em}\
.kvf.kvf tr.p{display:none}\
.kvf.kvf tbody:has(.t:checked) tr.p,.kvf.kvf:has(.a:checked) tr.p{display:table-row}\
@supports not selector(:has(a)){.kvf.kvf tr.p{display:table-row}}\
.kvf.kvf .i{font-weight:600}\
@media print{.kvf.kvf tr.p{display:table-row}.kvf.kvf .i{position:fixed;right:0;bottom:0}}\
.kvf.kvf label{font-weight:400;cursor:pointer;white-space:nowrap}\
.kvf.kvf summary{cursor:pointer}.kvf.kvf details details{margin-left:1.1em}.kvf.kvf .d{margin-left:1.1em}\
.kvf.kvf ul{margin:.3em 0;padding-left:1.3em}\
.kvf.kvf pre{white-space:pre-wrap;background:rgba(128,128,128,.12);padding:.6em .8em;margin:.3em 0;font-size:12px;color:inherit}\
.kvf.kvf code{background:none;color:inherit}\
@media(max-width:38rem){.kvf.kvf{font-size:13px}.kvf.kvf th,.kvf.kvf td{padding:.25em .2em}.kvf.kvf label,.kvf.kvf .r{white-space:normal}\
.kvf.kvf thead th{hyphens:auto}.kvf.kvf td.g{width:28%}.kvf.kvf .bar{min-width:3em}}";
