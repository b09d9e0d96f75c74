import { html, Component } from './view.js';
import { icon } from './icons.js';
import { named, t } from './i18n.js';
import { ageOf, linked, stateFor } from './store.js';
import { age, clock, count, DASH, lasting, percent, seconds, signed } from './format.js';
import { cause } from './cause.js';
import { Badge } from './badge.js';
import { How } from './how.js';
import { Trend } from './trend.js';

const ENOUGH_MS = 600_000;
const RANK = { FAULT: 0, STOPPED: 1, OFFLINE: 2, UNKNOWN: 3, IDLE: 4, SETUP: 5, RUNNING: 7, PLANNED: 8 };

// Worst first; a running line we no longer hear of is worse than one we do.
export function rank(line) {
  const base = RANK[line.state] ?? 3;
  return base === 7 && (line.freshness === 'STALE' || line.freshness === 'BACKFILLING') ? 6 : base === 7 && line.slow ? 6.5 : base;
}

export function worstFirst(a, b) {
  return rank(a) - rank(b) || (stateFor(b) ?? 0) - (stateFor(a) ?? 0) || (a.key < b.key ? -1 : 1);
}

export const lineName = (line) => named(line.name, line.line);

// The browser's own link is part of the way: nothing is live through a broken one.
export function freshness(line) {
  return line.freshness === 'LIVE' && !linked() ? 'LAGGING' : line.freshness;
}

export const faded = (line) => freshness(line) !== 'LIVE' && !(freshness(line) === 'LAGGING' && line.linked && linked());

function Freshness({ line }) {
  const f = freshness(line);
  return html`<span class=${`fresh f-${f.toLowerCase()}`} title=${t(`fresh.${f}.why`)}>
    <i aria-hidden="true"></i>${t(`fresh.${f}`)} <b>${age(ageOf(line))}</b>
    ${line.backfilling && f !== 'BACKFILLING' && html`<span class="tag">${t('fresh.BACKFILLING')}</span>`}
  </span>`;
}

function Head({ line }) {
  const since = line.since && line.state !== 'OFFLINE' && line.timezone ? clock(line.since, line.timezone) : null;
  return html`<header class="state">
    ${icon(line.state)}
    <span class="word">${t(`state.${line.state}`)}${line.slow ? html` <small>${t('slow')}</small>` : ''}</span>
    <span class="for" data-how="state" title=${since ? t('since', { time: since }) : ''}>${faded(line) && line.state !== 'OFFLINE' ? html`<small class="was">${t('was')}</small> ` : ''}${lasting(stateFor(line))}</span>
  </header>`;
}

function Counts({ line }) {
  const share = (n) => `${Math.max(0, Math.min(100, (100 * n) / line.target))}%`;
  const behind = line.gap != null && line.gap < -0.5;
  const of = line.gap != null && line.targetNow ? ` ${signed((100 * line.gap) / line.targetNow)}%` : '';
  return html`<div class="counts">
    <div class="made" data-how="good"><b>${count(line.good)}</b><span>${t('good')}</span></div>
    <div class="want" data-how="targetNow"><b>${count(line.targetNow)}</b><span>${t('targetNow')}</span></div>
    <div data-how="gap" class=${`gap ${line.gap == null ? '' : behind ? 'behind' : 'ahead'}`}>
      <b>${signed(line.gap)}</b>
      <span>${line.gap == null ? t(`why.${line.withheld.gap || 'not-sent'}`) : (behind ? t('behind') : t('ahead')) + of}</span>
    </div>
  </div>
  ${line.target > 0 && html`<div class="bar" role="img" aria-label=${t('bar', { good: count(line.good), target: count(line.target) })}>
    <div class="bar-fill" style=${{ width: share(line.good ?? 0) }}></div>
    ${line.targetNow != null && html`<div class="bar-now" style=${{ left: share(line.targetNow) }}></div>`}
  </div>
  <div class="bar-ends"><span>${shift(line)}</span><span>${t('target')} <b>${count(line.target)}</b></span></div>`}`;
}

const shift = (line) => (line.shift && line.shift.from ? `${t('shift')} ${clock(line.shift.from, line.timezone)}–${clock(line.shift.to, line.timezone)}` : '');

function Figure({ name, label, text, line, big }) {
  const why = line.withheld[name];
  return html`<div class=${big ? 'fig big' : 'fig'} data-how=${name} title=${why ? t(`why.${why}`) : ''}>
    <dt>${label}</dt><dd>${text}</dd>${why && big ? html`<dd class="why">${t(`why.${why}`)}</dd>` : ''}</div>`;
}

function Figures({ line }) {
  const over = line.performance > 1.05 && line.inputs && line.inputs.aptMs >= ENOUGH_MS; // a few parts prove nothing
  return html`<dl class="figs">
    <${Figure} big name="oee" label="OEE" text=${percent(line.oee)} line=${line} />
    <${Figure} name="availability" label=${t('A')} text=${percent(line.availability)} line=${line} />
    <${Figure} name="performance" label=${t('P')} text=${percent(line.performance)} line=${line} />
    <${Figure} name="quality" label=${t('Q')} text=${percent(line.quality)} line=${line} />
    <${Figure} name="coverage" label=${t('coverage')} text=${percent(line.coverage)} line=${line} />
    <${Figure} name="reject" label=${t('reject')} text=${count(line.reject)} line=${line} />
    <div class="fig wide" data-how="cycle" title=${line.withheld.cycle ? t(`why.${line.withheld.cycle}`) : ''}>
      <dt>${t('cycle')}</dt><dd>${seconds(line.cycleMs)}<small> / ${seconds(line.idealCycleMs)}</small></dd></div>
  </dl>${over ? html`<p class="hint">${t('checkIdeal')}</p>` : ''}`;
}

// Loaded when somebody opens it: the first paint is for the board.
class Shift extends Component {
  async open(e) {
    if (e.target.open && !this.state.Day) this.setState({ Day: (await import('./day.js')).Day });
    this.setState({ open: e.target.open });
  }

  render({ line, zone }, { Day, open }) {
    return html`<details class="how shift" onToggle=${(e) => this.open(e)}><summary>${t('day')}</summary>
      ${open && Day ? html`<${Day} line=${line} zone=${zone} />` : ''}</details>`;
  }
}

// The figures in one row, where many lines share the screen; it opens the rest.
function Brief({ line, open, onOpen }) {
  const short = (x) => (x == null ? DASH : Math.round(100 * x));
  return html`<button class="brief" aria-expanded=${open} onClick=${onOpen} aria-label=${`${lineName(line)}: OEE ${percent(line.oee)}, ${t(open ? 'less' : 'more')}`}>
    <span>OEE <b>${percent(line.oee)}</b></span><span class="three">= ${short(line.availability)}×${short(line.performance)}×${short(line.quality)}</span>
    <span class="more">${seconds(line.cycleMs)}</span></button>`;
}

export class Card extends Component {
  // A tap on any number opens how it was computed; the keyboard reaches the same through the fold below.
  tap(e) {
    const number = e.target.closest('[data-how]');
    if (number) this.setState({ open: true, how: number.dataset.how, asked: (this.state.asked || 0) + 1 });
  }

  render({ line, many, onZone }, { open, how, asked }) {
    const zone = onZone(line);
    const old = faded(line);
    return html`<article class=${`card s-${line.state.toLowerCase()} ${old ? 'faded' : ''} ${open ? 'open' : ''}`} aria-label=${lineName(line)} data-line=${line.key} tabindex="-1" onClick=${(e) => this.tap(e)}>
      <${Head} line=${line} />
      <div class="who"><h2>${lineName(line)}</h2><span class="path">${line.site} · ${line.area}/${line.line}</span><${Freshness} line=${line} /></div>
      ${cause(line)}
      <${Badge} line=${line} zone=${zone} old=${old} />
      <div class="body">
        <${Counts} line=${line} />
        ${many ? html`<${Brief} line=${line} open=${Boolean(open)} onOpen=${() => this.setState({ open: !open, how: null })} />` : ''}
        ${many && !open ? '' : html`<${Figures} line=${line} />
        <${Trend} line=${line} zone=${zone} />
        <${Shift} line=${line} zone=${zone} />
        <${How} line=${line} at=${how} asked=${asked} />`}
      </div>
    </article>`;
  }
}
