import { html, Component } from './view.js';
import { named, t } from './i18n.js';
import { linked, serverNow, state } from './store.js';
import { clock, count, lasting, moment, unit, value } from './format.js';
import { linePath, post, style, tell } from './act.js';
import { measured, sign, waiting, worst } from './badge.js';
import { may } from './session.js';
import { Told } from './told.js';
import { Trend } from './trend.js';

const RANK = { critical: 0, warning: 1, info: 2 };
const AGAIN = 10_000;
const TIMES = ['1h', '8h', '1d'];

// What the gateway's clock says now.
const there = (line) => serverNow() - (line.clockOffsetMs || 0);

class Alarm extends Component {
  async act(what) {
    const { line, alarm } = this.props;
    this.setState({ told: { state: 'busy' } });
    const body = { alarm: alarm.id, do: what };
    if (what === 'shelve') body.for = this.state.time || TIMES[0];
    const told = await tell(`${linePath(line)}/alarm`, body);
    this.setState({ told, shelving: false });
  }

  render({ line, alarm: a, zone, old, where }, { told, shelving, trend, time }) {
    const point = a.device && a.point ? `${a.device}/${a.point}` : a.point;
    const busy = told && told.state === 'busy';
    const today = (ms) => (Math.abs(there(line) - ms) < 64_800_000 ? clock(ms, zone) : moment(ms, zone));
    const since = a.since == null ? '' : t('alarm.since', { time: today(a.since), lasted: lasting(there(line) - a.since) });
    const limit = a.limit == null ? '' : t('alarm.limit', { limit: `${value(a.limit)} ${unit(a.unit)}`.trim() });
    return html`<li class=${`alarm sev-${waiting(a) && !old ? a.severity : 'none'} ${old ? 'old' : ''}`}>
      <div class="alarm-what">${sign(a.severity)}<span><b>${named(a.name, a.id)}</b> <small>${t(`sev.${a.severity}`)}</small>
        ${where ? html`<br /><span class="alarm-where">${where}</span>` : ''}</span><strong>${measured(a)}${limit ? html` <small>${limit}</small>` : ''}</strong></div>
      <p class="alarm-facts">${[since, point].filter(Boolean).join(' · ')}</p>
      <p class="alarm-tags">${a.active || a.acknowledged ? '' : html`<span class="tag">${t('alarm.cleared')}</span>`}
        ${a.acknowledged ? html`<span class="tag">${a.ackBy ? t('alarm.acked', { by: a.ackBy }) : t('alarm.acked.some')}</span>` : ''}
        ${a.shelvedUntil == null ? '' : html`<span class="tag">${a.shelvedUntil > 0 ? t('alarm.shelved', { time: today(a.shelvedUntil) }) : t('alarm.shelved.some')}</span>`}
        ${a.comment ? html`<q>${a.comment}</q>` : ''}${old ? html`<span class="tag">${t('alarms.old')}</span>` : ''}</p>
      <div class="alarm-acts">
        ${a.acknowledged || !may('operator') ? '' : html`<button class="plain" disabled=${busy} onClick=${() => this.act('acknowledge')}>${t('alarm.acknowledge')}</button>`}
        ${!may('operator') ? '' : a.shelvedUntil == null
          ? html`<button class="plain" aria-expanded=${Boolean(shelving)} disabled=${busy} onClick=${() => this.setState({ shelving: !shelving })}>${t('alarm.shelve')}</button>`
          : html`<button class="plain" disabled=${busy} onClick=${() => this.act('unshelve')}>${t('alarm.unshelve')}</button>`}
        ${point && point.includes('/') ? html`<button class="plain" aria-expanded=${Boolean(trend)} onClick=${() => this.setState({ trend: !trend })}>${t('alarm.trend')}</button>` : ''}
      </div>
      ${shelving ? html`<div class="alarm-acts"><select aria-label=${t('alarm.shelve.for')} value=${time || TIMES[0]} onChange=${(e) => this.setState({ time: e.target.value })}>
          ${TIMES.map((x) => html`<option key=${x} value=${x}>${t(`alarm.${x}`)}</option>`)}</select>
        <button class="plain go" disabled=${busy} onClick=${() => this.act('shelve')}>${t('alarm.shelve')}</button></div>` : ''}
      <${Told} told=${told} />
      ${trend ? html`<${Trend} line=${line} zone=${zone} point=${point} />` : ''}
    </li>`;
  }
}

export class LineAlarms extends Component {
  constructor(props) {
    super(props);
    style();
  }

  render({ line, zone, old }) {
    const all = line.alarms || [];
    if (!all.length) return html`<p class="alarm-none">${t('alarms.none')}</p>`;
    return html`<ul class="alarms">${all.map((a) => html`<${Alarm} key=${`${a.id}|${a.device}|${a.point}`} line=${line} alarm=${a} zone=${zone} old=${old} />`)}</ul>`;
  }
}

const rank = ({ alarm: a }) => (waiting(a) ? 0 : 10) + RANK[a.severity] + (a.active ? 0 : 3);
const lineName = (line) => named(line.name, line.line);

// What people were told of: acknowledging it here ends the reminders.
class Alerts extends Component {
  componentDidMount() {
    this.alive = true;
    this.load();
    this.poll = setInterval(() => linked() && this.load(), AGAIN);
  }

  componentWillUnmount() {
    this.alive = false;
    clearInterval(this.poll);
  }

  async load() {
    try {
      const response = await fetch('api/v1/notify');
      if (response.ok && this.alive) this.setState({ told: await response.json() });
    } catch { /* the next round tries again */ }
  }

  async acknowledge(id) {
    try {
      await post(`api/v1/notify/incidents/${encodeURIComponent(id)}/acknowledge`, {});
      this.setState({ problem: null });
    } catch (e) {
      this.setState({ problem: { state: 'problem', words: e.message } });
    }
    this.load();
  }

  what(x) {
    if (x.what === 'alarm') return `${named(x.alarm, x.alarm[''])} ${measured(x)}`;
    if (x.what === 'stop') return t(`state.${x.state}`);
    return t(`alerts.${x.what}`, { n: count(x.value) });
  }

  render({ wanted }, { told, problem }) {
    if (!told) return '';
    const sorted = [...told.incidents].sort((a, b) => (b.id === wanted) - (a.id === wanted) || Boolean(a.acknowledgedBy) - Boolean(b.acknowledgedBy) || a.since - b.since);
    return html`<section class="alerts"><h3>${t('alerts')}</h3>
      ${told.problem ? html`<p class="hint">${t('alerts.problem', { problem: told.problem })}</p>` : ''}
      ${told.channels.filter((c) => c.problem).map((c) => html`<p class="hint" key=${c.name}>${t('alerts.channel', { name: c.name, n: count(c.waiting), problem: c.problem })}</p>`)}
      ${sorted.length ? '' : html`<p class="alarm-none">${t('alerts.none')}</p>`}
      <ul class="alarms wide">${sorted.map((i) => html`<li key=${i.id} class=${`alarm ${i.id === wanted ? 'wanted' : ''} sev-${i.acknowledgedBy || i.ended ? 'none' : 'warning'}`}>
        <div class="alarm-what">${sign('warning')}<span><b>${named(i.trouble.names, i.trouble.path.split('/').pop())}</b> ${this.what(i.trouble)}<br /><span class="alarm-where">${i.trouble.path}</span></span></div>
        <p class="alarm-facts">${[t('alarm.since', { time: moment(i.since, i.trouble.zone || undefined), lasted: lasting((i.ended || serverNow()) - i.since) }), i.times ? t('alerts.told', { n: i.times }) : t('alerts.untold')].join(' · ')}</p>
        <p class="alarm-tags">${i.acknowledgedBy ? html`<span class="tag">${t('alarm.acked', { by: i.acknowledgedBy })}</span>` : ''}${i.ended ? html`<span class="tag">${t('alerts.over')}</span>` : ''}</p>
        ${i.acknowledgedBy || i.ended || !may('operator') ? '' : html`<div class="alarm-acts"><button class="plain" onClick=${() => this.acknowledge(i.id)}>${t('alarm.acknowledge')}</button></div>`}
      </li>`)}</ul><${Told} told=${problem} /></section>`;
  }
}

// Every alarm of every line, worst first.
export class AllAlarms extends Component {
  constructor(props) {
    super(props);
    style();
  }

  componentDidMount() {
    this.top.focus();
    this.leave = (e) => e.key === 'Escape' && this.props.onClose();
    document.addEventListener('keydown', this.leave);
  }

  componentWillUnmount() {
    document.removeEventListener('keydown', this.leave);
  }

  render({ zone, faded, onClose, wanted }) {
    const all = [...state.lines.values()].flatMap((line) => (line.alarms || []).map((alarm) => ({ line, alarm })))
      .sort((a, b) => rank(a) - rank(b) || (a.alarm.since ?? 0) - (b.alarm.since ?? 0));
    return html`<section class=${`all-alarms sev-${worst(all.map((x) => x.alarm).filter(waiting)) || 'none'}`} aria-labelledby="alarms-h">
      <header><h2 id="alarms-h" tabindex="-1" ref=${(e) => { this.top = e; }}>${t('alarms')} <small>${count(all.length)}</small></h2><button class="plain" onClick=${onClose}>${t('alarms.close')}</button></header>
      ${all.length ? '' : html`<p class="alarm-none">${t('alarms.none')}</p>`}
      <ul class="alarms wide">${all.map(({ line, alarm }) => html`<${Alarm} key=${`${line.key}|${alarm.id}|${alarm.device}|${alarm.point}`} line=${line} alarm=${alarm} zone=${zone(line)} old=${faded(line)}
        where=${`${lineName(line)} · ${line.site} · ${line.area}/${line.line}`} />`)}</ul>
      <${Alerts} wanted=${wanted} />
    </section>`;
  }
}
