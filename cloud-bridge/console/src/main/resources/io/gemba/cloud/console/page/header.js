import { html } from './view.js';
import { icon } from './icons.js';
import { LANGUAGES, language, t } from './i18n.js';
import { ageOf, linked, serverNow, state, ticks } from './store.js';
import { age, clock, offset } from './format.js';
import { sign, waiting, worst } from './badge.js';
import { freshness } from './card.js';
import { User } from './user.js';

const ORDER = ['FAULT', 'STOPPED', 'OFFLINE', 'UNKNOWN', 'IDLE', 'SETUP', 'RUNNING', 'PLANNED'];

function sites(lines) {
  const all = new Map();
  for (const line of lines) {
    const key = `${line.enterprise}/${line.site}`;
    const site = all.get(key) || { key, name: line.site, zone: null, best: null };
    site.zone = site.zone || line.timezone;
    if (site.best == null || (ageOf(line) ?? Infinity) < (ageOf(site.best) ?? Infinity)) site.best = line;
    all.set(key, site);
  }
  return [...all.values()];
}

function Site({ site, mine, onMine }) {
  const f = freshness(site.best);
  const zone = mine ? undefined : site.zone || undefined;
  return html`<button class="site" onClick=${onMine} title=${t('time.switch')}>
    <b>${site.name}</b>
    <span>${clock(serverNow(), zone)} <small>${mine || !site.zone ? t('time.mine') : `${t('time.plant')} ${offset(site.zone, serverNow())}`}</small></span>
    <span class=${`fresh f-${f.toLowerCase()}`}><i aria-hidden="true"></i>${t(`fresh.${f}`)} <b>${age(ageOf(site.best))}</b></span>
  </button>`;
}

function Banners() {
  const list = [];
  if (!linked()) {
    const known = t('cut.browser', { age: age(ticks() - state.heard) });
    list.push(state.tried && state.ready ? known : t('cut.connecting'));
  } else {
    for (const b of state.fleet.brokers) if (!b.connected) list.push(t('cut.broker', { broker: b.name, problem: b.problem || '' }));
    const history = state.fleet.health && state.fleet.health.history;
    if (history && history.problem) list.push(t('cut.history', { problem: history.problem }));
  }
  // Keyed by place: a banner whose age counts up is said once, not every second.
  return list.map((text, i) => html`<p class=${`banner ${state.tried ? '' : 'calm'}`} role="alert" aria-atomic="true" key=${i}><span aria-hidden="true">${icon('OFFLINE')}</span>${text}</p>`);
}

// Always there, so that what was told can be looked after when its alarm is over.
function AllAlarms({ lines, open, onAlarms }) {
  const live = lines.flatMap((l) => (l.alarms || []).filter(waiting));
  return html`<button class=${`alarm-all sev-${worst(live) || 'none'}`} aria-expanded=${Boolean(open)} aria-label=${`${t('alarms.open')}: ${live.length}`} title=${t('alarms.open')} onClick=${onAlarms}>${sign(worst(live) || 'info')}${live.length}</button>`;
}

export function Header({ lines, mine, alarms, onMine, onLanguage, onAlarms }) {
  const counts = ORDER.map((s) => [s, lines.filter((l) => l.state === s).length]).filter(([, n]) => n);
  return html`<header class="top">
    <div class="bar-top">
      <h1>${t('title')}</h1>
      <${AllAlarms} lines=${lines} open=${alarms} onAlarms=${onAlarms} />
      <nav class="langs" aria-label=${t('language')}>${LANGUAGES.map(([id, short]) => html`
        <button key=${id} lang=${id} aria-pressed=${id === language()} onClick=${() => onLanguage(id)}>${short}</button>`)}</nav>
      <${User} />
    </div>
    <${Banners} />
    <div class="strip"><div class="sites">${sites(lines).map((s) => html`<${Site} key=${s.key} site=${s} mine=${mine} onMine=${onMine} />`)}</div>
    <ul class="sum" aria-label=${t('summary')}>${counts.map(([s, n]) => html`
      <li key=${s} class=${`s-${s.toLowerCase()}`}>${icon(s)}<b>${n}</b> ${t(`state.${s}`)}</li>`)}</ul></div>
  </header>`;
}
