import { STYLESHEET } from '../stylesheet.ts';

/** Of a document that is read from top to bottom, and printed; it holds nothing that HTML would escape. */
export const POSTMORTEM_STYLESHEET = `${STYLESHEET}
main{max-width:46rem}
h1{font-size:1.6rem}
section{margin-top:2rem}
h2{font-size:1.15rem;margin:0 0 .5rem;break-after:avoid}
section li{border:0;padding:.2rem 0;break-inside:avoid}
.points{list-style:disc;padding-left:1.2rem}
.points li::marker{color:var(--soft)}
.tasks li{display:grid;grid-template-columns:1.6rem minmax(0,1fr)}
section .asked{display:block;background:var(--card);border-left:.3rem solid var(--warn);padding:.4rem .7rem;margin:.35rem 0}
.points .asked{margin-left:-1.2rem}
.asked strong{color:var(--warn)}
.day{font-weight:600;margin:.8rem 0 .3rem;break-after:avoid}
.hours li{display:grid;grid-template-columns:3.4rem minmax(0,1fr)}
code{font-size:.85em}
time{font-variant-numeric:tabular-nums}
.hours time{font-weight:600}
.refs{white-space:nowrap}
.refs a{font-size:.8rem;color:var(--soft);text-decoration:none;padding:.15rem .1rem}
.refs a:hover{text-decoration:underline}
.events{font-size:.85rem;columns:19rem}
li:target{background:var(--card);outline:2px solid var(--go)}
pre{break-inside:avoid}
@media print{
:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--card:#f5f6f8;--go:#000;--bad:#8f0f08;--warn:#6b4600;--good:#124f26}
@page{margin:18mm}
body{font-size:11pt}
main{max-width:none;padding:0}
h1{font-size:18pt}
figure{break-inside:avoid}
a{text-decoration:none}
.asked,pre{background:none;border:1px solid var(--line)}
}
`;
