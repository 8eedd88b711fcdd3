import { POSTMORTEM_STYLESHEET } from '../postmortem/postmortem-stylesheet.ts';
import { STYLESHEET } from '../stylesheet.ts';

/** Of what is around a screen, of lists, and of figures; nothing in it is what HTML would escape. */
const WEB_RULES = `
.top{border-bottom:1px solid var(--line);padding:.3rem 1rem;display:flex;flex-wrap:wrap;align-items:center;gap:0 1.2rem;max-width:76rem;margin:0 auto}
.top a{display:inline-block;padding:.6rem 0;min-height:44px;margin-right:1.2rem}
.top a[aria-current]{color:var(--fg);font-weight:700;text-decoration:none;box-shadow:inset 0 -3px var(--go)}
.top p{margin:.3rem 0}
.top .skip{position:absolute;left:-99rem}
.top .skip:focus{left:1rem;top:.3rem;background:var(--bg);padding:.6rem 1rem;z-index:1}
main:focus{outline:0}
main:has(.broad){max-width:76rem}
input{font:inherit;width:100%;min-height:48px;border-radius:10px;border:1px solid var(--soft);background:var(--card);color:var(--fg);padding:.5rem .8rem}
input[type=hidden]{display:none}
input:focus-visible,.tabs a:focus-visible,main:focus-visible{outline:3px solid var(--go);outline-offset:2px}
.tabs{display:flex;flex-wrap:wrap;gap:0 1.3rem;border-bottom:1px solid var(--line);margin:.4rem 0 0}
.tabs a{display:inline-block;padding:.6rem 0;min-height:44px;text-decoration:none}
.tabs a[aria-current]{color:var(--fg);font-weight:700;box-shadow:inset 0 -3px var(--go)}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.4rem 1rem;align-items:end}
.fields button{margin:0}
.fields label{font-size:.9rem;margin:.6rem 0 .2rem}
.filters{margin:.3rem 0 .6rem}
.rows{width:100%;margin:.6rem 0 0;font-size:1rem}
.rows th{font-size:.9rem;color:var(--soft);font-weight:600}
.rows td{padding:.6rem 1.2rem .6rem 0}
.rows td:last-child,.rows th:last-child{width:auto;padding-right:0;white-space:nowrap}
.rows .what{width:100%;white-space:normal;min-width:16rem}
.rows .what a{font-weight:600}
.rows .num,.figures .num{text-align:right;font-variant-numeric:tabular-nums}
.rows time{font-variant-numeric:tabular-nums}
.triggered{color:var(--bad)}.acknowledged{color:var(--warn)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:.8rem 0}
.tiles li{border:1px solid var(--line);border-radius:10px;background:var(--card);padding:.6rem .9rem}
.tiles strong{display:block;font-size:1.6rem;line-height:1.2}
.tiles small{color:var(--soft)}
.figures{width:100%;margin:.3rem 0 0}
.figures .num{padding-left:.8rem}
.figures td:last-child,.figures th:last-child{width:auto;padding-right:0;white-space:nowrap}
.figures .num{min-width:4.2rem}
.figures .name{white-space:normal;min-width:7rem;width:100%}
.figures .drawn{padding:.5rem 0 .5rem 1rem}
.figures thead td{border:0}
.figures p{margin:.1rem 0}
.bar{display:block;width:7rem;height:1.1rem;fill:var(--go)}
.tight .bar{width:3.5rem}
.tight .num{min-width:0}
.bar .was{fill:var(--soft);opacity:.55}
.trend{display:block;width:100%;height:110px;overflow:visible;border-bottom:1px solid var(--soft);fill:var(--soft)}
.trend .is-critical{fill:var(--bad)}
.key{display:inline-block;width:.8rem;height:.8rem;margin-right:.35rem;fill:var(--soft)}
.key .is-critical{fill:var(--bad)}
.key .is-now{fill:var(--go)}
.day{font-weight:600;margin:1rem 0 .3rem}
.hours li{display:grid;grid-template-columns:3.2rem minmax(0,1fr);gap:0 .7rem;border:0;padding:.3rem 0}
.hours time{color:var(--soft);font-variant-numeric:tabular-nums}
.hours .said{border-left:3px solid var(--line);padding-left:.7rem}
.hours .of-alarm,.hours .of-trouble{border-color:var(--warn)}
.hours .of-page,.hours .of-unanswered{border-color:var(--bad);font-weight:600}
.hours .of-response{border-color:var(--go);font-weight:600}
.hours .of-end{border-color:var(--good);font-weight:600}
.hours small{display:inline;font-weight:400;margin-left:.5rem;white-space:nowrap}
.pair{display:grid;gap:0 3.5rem}
.facts dt{font-weight:600;margin-top:.5rem}
.facts dd{margin:0}
@media (min-width:48rem){.fields{grid-template-columns:repeat(auto-fill,minmax(11rem,1fr))}}
@media (min-width:64rem){.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.top{padding:.3rem 2rem}main:has(.broad){padding:1.5rem 2rem 3rem}}
@media (max-width:47.99rem){
.rows,.rows tbody,.rows td{display:block}
.rows thead{position:absolute;left:-99rem}
.tabs{justify-content:space-between;gap:0 .3rem;font-size:.88rem}
.rows tr{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1rem;border:1px solid var(--line);border-radius:10px;background:var(--card);padding:.6rem .9rem;margin:0 0 .7rem}
.rows td,.rows td:last-child{border:0;padding:0;white-space:normal}
.rows td:first-child,.rows .what{grid-column:1/-1}
.rows .num:before{content:attr(data-label);color:var(--soft);font-size:.9rem;margin-right:.4rem}
.rows .what{min-width:0}
.rows .what a{display:inline-block;padding:.5rem 0;min-height:44px}
.rows small{display:inline}
.rows .what small{display:block}
.rows .num{text-align:left}
.figures .drawn,.figures .roomy{display:none}
.figures{font-size:.85rem}
.figures .num{min-width:0;padding-left:.5rem}
.figures .name{min-width:5rem}
}
@media print{
:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--card:#fff;--go:#0b5fff;--bad:#8f0f08;--warn:#6b4600;--good:#124f26}
@page{margin:16mm}
body{font-size:11pt}
.top,.tabs,.filters,.more,form{display:none}
.tiles{grid-template-columns:repeat(5,1fr)}
main,main:has(.wide),main:has(.broad){max-width:none;padding:0}
.wide{display:block}
tr,figure,.tiles li{break-inside:avoid}
a{color:inherit;text-decoration:none}
}
`;

export const WEB_STYLESHEET = `${STYLESHEET}${WEB_RULES}`;

/** Of a postmortem that is looked at, not kept as a file. */
export const WEB_POSTMORTEM_STYLESHEET = `${POSTMORTEM_STYLESHEET}${WEB_RULES}`;
