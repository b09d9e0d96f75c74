import { html } from './view.js';
import { t } from './i18n.js';
import { ageOf, linked, state } from './store.js';
import { age, clock, count, DASH } from './format.js';

// A moment's samples are always under way.
const UNDER_WAY = 500;

function clockWord(g) {
  if (g.clock && g.clock !== 'synced') return html`<em class="bad">${t('clock.unsynced')}</em>`;
  if (g.clockOffsetMs != null && Math.abs(g.clockOffsetMs) > 5000) {
    return html`<em class="bad">${t('clock.off', { by: age(Math.abs(g.clockOffsetMs)) })}</em>`;
  }
  return g.clock ? t('clock.synced') : DASH;
}

// A card that lasts no longer than a gateway is meant to.
const FEW_YEARS = 3;
const MUCH_USED = 80;

const cardWorn = (g) => (g.cardYears != null && g.cardYears < FEW_YEARS) || g.cardUsedPercent >= MUCH_USED;

function cardWord(g) {
  const years = g.cardYears == null ? null : t(g.cardYears > 30 ? 'card.long' : 'card.years', { n: g.cardYears });
  const used = g.cardUsedPercent == null ? null : t('card.used', { n: g.cardUsedPercent });
  return [years, used].filter(Boolean).join(' · ') || DASH;
}

function Gateway({ g }) {
  const up = g.online && g.linked && linked();
  const word = g.online ? (g.linked && linked() ? 'online' : 'unreachable') : 'offline';
  return html`<li class=${`gw ${up ? '' : 'faded'}`}>
    <div class="gw-name"><b>${g.id}</b><span>${g.site}</span></div>
    <div class=${`fresh ${up ? 'f-live' : 'f-offline'}`}><i aria-hidden="true"></i>${t(`gw.${word}`)} ${up ? '' : html`<b>${age(ageOf(g))}</b>`}</div>
    <dl>
      <div><dt>${t('gw.lines')}</dt><dd>${count(g.lines)}</dd></div>
      <div><dt>${t('gw.backlog')}</dt><dd class=${g.backlog > UNDER_WAY ? 'warn' : ''}>${count(g.backlog)}</dd></div>
      <div><dt>${t('gw.gaps')}</dt><dd class=${g.gaps > 0 ? 'warn' : ''}>${count(g.gaps)}</dd></div>
      <div title=${t('gw.missing.why')}><dt>${t('gw.missing')}</dt><dd class=${g.unexplained > 0 ? 'warn' : ''}>${count(g.unexplained)}</dd></div>
      <div><dt>${t('gw.received')}</dt><dd>${count(g.received)}</dd></div>
      <div><dt>${t('gw.clock')}</dt><dd>${clockWord(g)}</dd></div>
      <div><dt>${t('gw.card')}</dt><dd class=${cardWorn(g) ? 'warn' : ''}>${cardWord(g)}</dd></div>
      <div><dt>${t('gw.version')}</dt><dd>${g.version || DASH}</dd></div>
    </dl>
  </li>`;
}

export function Fleet() {
  const { gateways, brokers, health } = state.fleet;
  const bad = [...gateways].sort((a, b) => a.online - b.online || (a.key < b.key ? -1 : 1));
  return html`<section class="fleet" aria-labelledby="fleet-h"><h2 id="fleet-h">${t('fleet')}</h2>
    ${gateways.length ? html`<ul class="gws">${bad.map((g) => html`<${Gateway} key=${g.key} g=${g} />`)}</ul>` : html`<p>${t('fleet.none')}</p>`}
    ${gateways.length ? html`<details class="how"><summary>${t('how.gw')}</summary><ul>${['backlog', 'gaps', 'missing', 'received', 'clock', 'card'].map((k) => html`<li key=${k}>${t(`how.gw.${k}`)}</li>`)}</ul></details>` : ''}
    <ul class="brokers">${brokers.map((b) => html`<li key=${b.name} class=${`fresh ${b.connected ? 'f-live' : 'f-offline'}`}>
      <i aria-hidden="true"></i>${t('broker')} <b>${b.name}</b> ${b.connected ? t('broker.up') : t('broker.down')} ${clock(b.since)}
      <small>${b.url}</small></li>`)}</ul>
    ${health && health.malformed > 0 ? html`<p class="hint">${t('malformed', { n: count(health.malformed), last: health.lastMalformed || '' })}</p>` : ''}
    ${health && health.history.dropped > 0 ? html`<p class="hint">${t('dropped', { n: count(health.history.dropped) })}</p>` : ''}
  </section>`;
}
