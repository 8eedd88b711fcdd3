/** Its hash is in the content security policy; it holds nothing that HTML would escape. */
export const STYLESHEET = `
:root{color-scheme:light dark;--bg:#fff;--fg:#16181d;--soft:#5a6170;--line:#d9dde4;--card:#f5f6f8;--go:#0b5fff;--on-go:#fff;--bad:#b3140c;--warn:#8a5a00;--good:#176b34}
@media (prefers-color-scheme:dark){:root{--bg:#101216;--fg:#eceef2;--soft:#a3abba;--line:#343a46;--card:#1a1e25;--go:#7db0ff;--on-go:#06142e;--bad:#ff9389;--warn:#f3bf58;--good:#74d493}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:17px/1.45 system-ui,-apple-system,Segoe UI,Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:40rem;margin:0 auto;padding:1rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0 .5rem}
h2{font-size:1rem;margin:1.75rem 0 .5rem}
li h2{font-size:1.25rem;line-height:1.25;margin:.2rem 0 .4rem}
p{margin:.3rem 0}
ul,ol{list-style:none;margin:0;padding:0}
li{padding:.55rem 0;border-top:1px solid var(--line)}
a{color:var(--go)}
.place{margin:0}
.tag{letter-spacing:.04em;margin-right:.35rem}
.critical{color:var(--bad)}.warning{color:var(--warn)}.resolved{color:var(--good)}.silent,.soft,small{color:var(--soft)}
.soft,small{font-size:.9rem}
small{display:block}
.said{white-space:pre-line}
.told{background:var(--card);border-left:.3rem solid var(--good);padding:.6rem .8rem;margin:0 0 1rem}
.refused{border-color:var(--bad)}
button,select,textarea{font:inherit;width:100%;min-height:48px;border-radius:10px;border:1px solid var(--soft);background:var(--card);color:var(--fg);padding:.5rem .8rem}
button{font-weight:600;cursor:pointer;margin:.6rem 0 0}
button:focus-visible,select:focus-visible,textarea:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--go);outline-offset:2px}
.big{min-height:72px;font-size:1.35rem;background:var(--go);color:var(--on-go);border-color:var(--go);margin:.75rem 0}
label{display:block;font-weight:600;margin:.9rem 0 .3rem}
.row{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.6rem;align-items:end}
textarea{display:block;min-height:6rem;resize:vertical}
::placeholder{color:var(--soft);opacity:1}
summary{min-height:44px;padding:.6rem 0;cursor:pointer}
.ask{border:1px solid var(--soft);border-radius:10px;background:var(--card);margin:.6rem 0 0;padding:0 .8rem}
.ask summary{font-weight:600;margin:0 -.8rem;padding:.7rem .8rem;border-radius:10px}
.ask[open]{padding-bottom:.8rem}
.ask button{background:var(--bad);border-color:var(--bad);color:var(--bg)}
.links a,.more a{display:inline-block;padding:.6rem 0;min-height:44px}
.links li{padding:.1rem 0;border:0}
.more a{margin-right:1.5rem}
pre{white-space:pre-wrap;background:var(--card);padding:.7rem;border-radius:8px;font-size:.85rem;margin:.3rem 0}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.6rem}
table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .7rem .5rem 0;white-space:nowrap}
td{border-top:1px solid var(--line)}
td:last-child,th:last-child{width:100%;white-space:normal}
figure{margin:.6rem 0}
.series{display:flex;flex-wrap:wrap;gap:0 .6rem;margin:.8rem 0 .2rem;align-items:baseline}
.plot,.axis{display:block;width:100%;overflow:visible}
.plot{height:56px;border-bottom:1px solid var(--soft);fill:none;stroke:var(--fg);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.plot path{vector-effect:non-scaling-stroke}
.onset{--of:var(--bad)}.alarm{--of:var(--warn)}.deploy{--of:var(--go)}.acknowledgement{--of:var(--good)}
.mark{stroke:var(--of);stroke-width:1}
.limit{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:6 5}
.axis{height:2.7rem;fill:var(--soft);font-size:.85rem}
.end{text-anchor:end}
.sign{fill:var(--of);color:var(--of);font-weight:700;text-anchor:middle}
.marks li{display:inline-block;border:0;padding:0 .9rem .15rem 0;font-size:.9rem}
.why summary{font-weight:600}
@media (min-width:64rem){main:has(.wide){max-width:76rem;padding:2rem}.wide{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:3.5rem}h1{font-size:1.75rem}.wide h2:first-child{margin-top:.2rem}}
`;
