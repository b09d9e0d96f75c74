import { html, Component } from './view.js';
import { t } from './i18n.js';
import { linked, serverNow } from './store.js';
import { clock, count, lasting, moment, percent } from './format.js';
import { icon } from './icons.js';
import { words } from './cause.js';

const HOUR = 3_600_000;
const AGAIN = 30_000;
const SILENCE = 390_000; // counts are written every five minutes: a longer silence is a hole
const DOWN = ['FAULT', 'SETUP', 'IDLE', 'STOPPED'];
const ORDER = ['RUNNING', 'FAULT', 'STOPPED', 'IDLE', 'SETUP', 'PLANNED', 'UNKNOWN'];

// Stretches of one state each, from the shift's begin until now.
function stretches(log, from, to) {
  return log.states
    .map(([at, state, cause], i) => ({ state, cause, from: Math.max(from, at), to: Math.min(to, log.states[i + 1] ? log.states[i + 1][0] : to) }))
    .filter((s) => s.to > s.from);
}

// Where nothing at all was written down nobody knows, whatever was said before.
function holes(log, from, to) {
  const said = [...log.states.map((s) => s[0]), ...log.counts.map((c) => c.t)].filter((at) => at > from && at < to).sort((a, b) => a - b);
  const all = [];
  const first = log.states.length ? Math.min(to, log.states[0][0]) : to;
  if (first > from) all.push({ from, to: first }); // nobody has told us yet what it was in
  let before = Math.max(from, first);
  for (const at of [...said.filter((at) => at > before), to]) {
    if (at - before > SILENCE) all.push({ from: before, to: at });
    before = at;
  }
  return all;
}

const overlap = (a, b) => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

function stops(log, pieces) {
  const reasons = new Map(log.reason.map((r) => [r.fact.from, r.fact]));
  const ended = log.stop.map((s) => ({ from: s.fact.from, ms: s.fact.ms, state: s.fact.state, cause: s.fact.cause }));
  const last = pieces[pieces.length - 1];
  if (last && DOWN.includes(last.state) && !ended.some((s) => s.from + s.ms > last.from)) {
    ended.push({ from: last.from, ms: last.to - last.from, state: last.state, cause: last.cause, open: true });
  }
  return ended.map((s) => ({ ...s, reason: (reasons.get(s.from) || {}).reason || null }));
}

const why = (stop) => stop.reasonName || (stop.cause ? words(stop.cause) : t(`state.${stop.state}`));

function pareto(list) {
  const by = new Map();
  for (const stop of list) {
    const key = why(stop);
    const row = by.get(key) || { key, state: stop.state, ms: 0, n: 0 };
    row.ms += stop.ms;
    row.n += 1;
    by.set(key, row);
  }
  return [...by.values()];
}

// Parts and target of each hour of the plant's clock, by differences within the shift.
function hours(log, from, to, line) {
  const marks = [{ t: from, good: 0, target: 0 }, ...log.counts.filter((c) => c.fact.shift === from).map((c) => ({ t: c.t, ...c.fact }))];
  if (to > serverNow() - 60_000 && line.shift && line.shift.from === from && line.good != null) {
    marks.push({ t: to, good: line.good, target: line.targetNow });
  }
  const at = (when, name) => {
    const mark = marks.findLast((m) => m.t <= when + 1000);
    return mark ? mark[name] ?? null : null;
  };
  const rows = [];
  for (let begin = from; begin < to; begin += HOUR) {
    const end = Math.min(begin + HOUR, to);
    const known = marks.some((m) => m.t > begin && m.t <= end + 1000);
    const good = known ? at(end, 'good') - at(begin, 'good') : null;
    const target = known && at(end, 'target') != null ? at(end, 'target') - (at(begin, 'target') ?? 0) : null;
    rows.push({ from: begin, to: end, good, target, open: end === to && end - begin < HOUR });
  }
  return rows;
}

function Timeline({ pieces, holes: gaps, from, to, zone }) {
  const place = (s) => ({ left: `${(100 * (s.from - from)) / (to - from)}%`, width: `${(100 * (s.to - s.from)) / (to - from)}%` });
  const sums = ORDER.map((state) => [state, pieces.filter((p) => p.state === state).reduce((ms, p) => ms + p.to - p.from - gaps.reduce((g, h) => g + overlap(p, h), 0), 0)]);
  const hidden = gaps.reduce((ms, g) => ms + g.to - g.from, 0);
  const told = sums.filter(([, ms]) => ms > 0).map(([state, ms]) => `${t(`state.${state}`)} ${lasting(ms)}`).join(', ');
  return html`<div class="tl" role="img" aria-label=${`${t('day.timeline')}: ${told}`}>
      ${pieces.map((s) => html`<i key=${s.from} class=${`s-${s.state.toLowerCase()}`} style=${place(s)} title=${`${t(`state.${s.state}`)} ${clock(s.from, zone)}–${clock(s.to, zone)}${s.cause ? ` · ${words(s.cause)}` : ''}`}></i>`)}
      ${gaps.map((s) => html`<i key=${`h${s.from}`} class="hole" style=${place(s)} title=${`${t('day.hole')} ${clock(s.from, zone)}–${clock(s.to, zone)}`}></i>`)}
    </div>
    <div class="tl-ends"><span>${clock(from, zone)}</span><span>${clock((from + to) / 2, zone)}</span><span>${clock(to, zone)}</span></div>
    <ul class="tl-key">${sums.filter(([, ms]) => ms > 0).map(([state, ms]) => html`<li key=${state} class=${`s-${state.toLowerCase()}`}>${icon(state)} ${t(`state.${state}`)} <b>${lasting(ms)}</b></li>`)}
      ${hidden > 0 && html`<li><i class="hole"></i> ${t('day.hole')} <b>${lasting(hidden)}</b></li>`}</ul>`;
}

function Hours({ rows, zone }) {
  const most = Math.max(1, ...rows.map((r) => Math.max(r.good ?? 0, r.target ?? 0)));
  return html`<table class="hours"><caption>${t('day.hours')}</caption>
    <thead><tr><th scope="col">${t('day.hour')}</th><th scope="col">${t('good')}</th><th scope="col">${t('target')}</th><td></td></tr></thead>
    <tbody>${rows.map((r) => html`<tr key=${r.from} class=${r.good != null && r.target != null && r.good < r.target - 0.5 ? 'behind' : ''}>
      <th scope="row">${clock(r.from, zone)}–${clock(r.to, zone)}</th><td>${count(r.good)}</td><td>${count(r.target)}</td>
      <td class="track">${r.good != null && html`<i style=${{ width: `${(100 * r.good) / most}%` }}></i>`}${r.target != null && html`<b style=${{ left: `${(100 * r.target) / most}%` }}></b>`}</td></tr>`)}</tbody></table>`;
}

function Pareto({ rows, byCount, onSwitch }) {
  const size = (r) => (byCount ? r.n : r.ms);
  const top = [...rows].sort((a, b) => size(b) - size(a)).slice(0, 10);
  const most = top.length ? size(top[0]) : 1;
  return html`<section class="pareto"><header><h3>${t('day.stops')}</h3>
      <div class="langs" role="group" aria-label=${t('day.by')}>
        <button aria-pressed=${!byCount} onClick=${() => onSwitch(false)}>${t('day.minutes')}</button>
        <button aria-pressed=${byCount} onClick=${() => onSwitch(true)}>${t('day.count')}</button></div></header>
    ${top.length ? html`<ol>${top.map((r) => html`<li key=${r.key} class=${`s-${r.state.toLowerCase()}`}><span>${r.key}</span>
      <b>${byCount ? count(r.n) : lasting(r.ms)}</b><i style=${{ width: `${(100 * size(r)) / most}%` }}></i></li>`)}</ol>` : html`<p class="trend-note still">${t('day.noStops')}</p>`}
  </section>`;
}

function Stops({ list, zone }) {
  if (!list.length) return '';
  return html`<details class="how"><summary>${t('day.list', { n: count(list.length) })}</summary>
    <table class="hours stops"><thead><tr><th scope="col">${t('day.begin')}</th><th scope="col">${t('day.length')}</th><th scope="col">${t('day.why')}</th></tr></thead>
    <tbody>${[...list].reverse().map((s) => html`<tr key=${s.from}><th scope="row">${clock(s.from, zone)}</th><td>${lasting(s.ms)}${s.open ? ' …' : ''}</td><td>${why(s)}</td></tr>`)}</tbody></table></details>`;
}

function Report({ fact }) {
  const rows = [[t('good'), count(fact.good)], [t('reject'), count(fact.reject)], [t('target'), count(fact.target)], ['OEE', percent(fact.oee)],
    [t('A'), percent(fact.availability)], [t('P'), percent(fact.performance)], [t('Q'), percent(fact.quality)], [t('coverage'), percent(fact.coverage)],
    [t('day.stops'), count(fact.stops)], [t('day.minor'), count(fact.minorStops)], [t('day.unexplained'), percent(fact.stopMs ? fact.unexplainedMs / fact.stopMs : null)],
    ['MTBF', lasting(fact.faults ? fact.aptMs / fact.faults : null)], ['MTTR', lasting(fact.faults ? fact.faultMs / fact.faults : null)],
    [t('day.energy'), fact.energyKwh == null || !fact.good ? '—' : `${(fact.energyKwh / fact.good).toFixed(3)} kWh`]];
  return html`<dl class="report">${rows.map(([name, text]) => html`<div key=${name}><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
    <details class="how"><summary>${t('how')}</summary><ul>
      <li>${t('how.oee', { a: percent(fact.availability), p: percent(fact.performance), q: percent(fact.quality), oee: percent(fact.oee) })}</li>
      <li>${t('how.stops', { open: lasting(fact.unexplainedMs), stops: lasting(fact.stopMs) })}</li>
      <li>${t('how.mtbf', { apt: lasting(fact.aptMs), n: count(fact.faults), fault: lasting(fact.faultMs) })}</li>
      ${fact.energyKwh == null ? '' : html`<li>${t('how.energy', { kwh: count(fact.energyKwh), good: count(fact.good) })}</li>`}
    </ul></details>`;
}

// The report's facts as a spreadsheet takes them; a cell never becomes a formula.
const cell = (x) => {
  const text = x == null ? '' : String(x);
  return /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `"'${text.replaceAll('"', '""')}"` : `"${text.replaceAll('"', '""')}"`;
};

function download(line, from, rows, list, pieces) {
  const iso = (ms) => new Date(ms).toISOString();
  const csv = [['line', line.key], [], ['hour', 'until', 'good', 'target'], ...rows.map((r) => [iso(r.from), iso(r.to), r.good, r.target]),
    [], ['stop', 'seconds', 'state', 'cause', 'reason'], ...list.map((s) => [iso(s.from), s.ms / 1000, s.state, s.cause, s.reason]),
    [], ['state from', 'until', 'state', 'cause'], ...pieces.map((p) => [iso(p.from), iso(p.to), p.state, p.cause])];
  const url = URL.createObjectURL(new Blob([`\ufeff${csv.map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `${line.key.replaceAll('/', '-')}-${iso(from).slice(0, 16).replaceAll(':', '')}.csv` });
  link.click();
  URL.revokeObjectURL(url);
}

export class Day extends Component {
  constructor(props) {
    super(props);
    this.state = { log: null, problem: false, byCount: false, shift: null, ended: [] };
  }

  componentDidMount() {
    this.alive = true;
    this.load();
    this.poll = setInterval(() => linked() && !this.state.shift && this.load(), AGAIN);
  }

  componentWillUnmount() {
    this.alive = false;
    clearInterval(this.poll);
  }

  // The shift that runs, or one that has ended; without shifts the last twelve hours.
  span() {
    const { line } = this.props;
    const { shift } = this.state;
    const now = serverNow() - (line.clockOffsetMs || 0);
    if (shift) return { from: shift.from, to: shift.to };
    return line.shift && line.shift.from ? { from: line.shift.from, to: Math.max(line.shift.from + 1000, Math.min(now, line.shift.to || now)) } : { from: now - 12 * HOUR, to: now };
  }

  // The catalogue and what assigns from it come with the first look.
  async reasons() {
    if (this.state.kit) return this.state.kit;
    const { Reasons, catalogue, reasonName } = await import('./reasons.js');
    return { Reasons, reasonName, list: await catalogue(this.props.line) };
  }

  // A reason comes back through the gateway's records, in a moment.
  again() {
    for (const wait of [700, 2500, 7000]) setTimeout(() => this.alive && this.load(), wait);
  }

  async load() {
    const { from, to } = this.span();
    const path = this.props.line.key.split('/').map(encodeURIComponent).join('/');
    try {
      const response = await fetch(`api/v1/lines/${path}/log?from=${Math.floor(Math.min(from, to - 72 * HOUR))}&to=${Math.ceil(to)}`);
      if (!response.ok) throw new Error(response.status);
      const all = await response.json();
      const kit = await this.reasons();
      const within = (rows) => rows.filter((r) => r.t >= from && r.t <= to);
      const log = { states: all.states, stop: within(all.stop), reason: within(all.reason), counts: within(all.counts), shift: all.shift };
      if (this.alive) this.setState({ log, kit, span: { from, to }, problem: false, ended: this.state.shift ? this.state.ended : all.shift.map((s) => s.fact).reverse() });
    } catch {
      if (this.alive) this.setState({ problem: true });
    }
  }

  choose(from) {
    const shift = this.state.ended.find((s) => s.from === from) || null;
    this.setState({ shift, log: null }, () => this.load());
  }

  render({ line, zone }, { log, kit, problem, byCount, shift, ended, span }) {
    if (!log) return html`<p class="trend-note still" role="status">${problem ? t('day.problem') : t('loading')}</p>`;
    const { from, to } = span;
    const pieces = stretches(log, from, to);
    const list = stops(log, pieces).filter((s) => s.from < to && s.from + s.ms > from)
      .map((s) => ({ ...s, reasonName: s.reason ? kit.reasonName(kit.list, s.reason) : null }));
    const rows = hours(log, from, to, line);
    const fact = shift || (log.shift.find((s) => s.fact.from === from) || {}).fact;
    return html`<div class="day">
      <div class="day-head"><label><span class="hidden">${t('shift')}</span>
        <select value=${shift ? String(shift.from) : ''} onChange=${(e) => this.choose(Number(e.target.value))}>
          <option value="">${t('day.now')} ${clock(line.shift ? line.shift.from : from, zone)}</option>
          ${ended.map((s) => html`<option key=${s.from} value=${String(s.from)}>${moment(s.from, zone)} – ${clock(s.to, zone)}</option>`)}
        </select></label>
        <button class="plain" onClick=${() => download(line, from, rows, list, pieces)}>CSV</button>
        <button class="plain" onClick=${(e) => printCard(e.target)}>${t('day.print')}</button></div>
      <${Timeline} pieces=${pieces} holes=${holes(log, from, to)} from=${from} to=${to} zone=${zone} />
      ${list.length && kit.list.length ? html`<${kit.Reasons} line=${line} stops=${list} list=${kit.list} zone=${zone} onDone=${() => this.again()} />` : ''}
      ${fact && html`<${Report} fact=${fact} />`}
      <${Hours} rows=${rows} zone=${zone} />
      <${Pareto} rows=${pareto(list)} byCount=${byCount} onSwitch=${(b) => this.setState({ byCount: b })} />
      <${Stops} list=${list} zone=${zone} />
    </div>`;
  }
}

// Only this line on the paper.
function printCard(button) {
  const card = button.closest('.card');
  card.classList.add('printed');
  document.documentElement.classList.add('printing');
  window.print();
  card.classList.remove('printed');
  document.documentElement.classList.remove('printing');
}
