// What people at the gateway see of lines, and say about stops and alarms.
import { age, h, moment, named, t, unit, value } from './view.js';

const TONES = { RUNNING: 'good', FAULT: 'bad', STOPPED: 'bad', SETUP: 'warn', IDLE: 'warn' };

function sending(post, path, body) {
  return async (event) => {
    event.target.disabled = true;
    try {
      await post(path, body(event));
    } catch (e) {
      alert(e.message);
    }
    event.target.disabled = false;
  };
}

function stop(name, line, s, { post, ago, zone }) {
  const chosen = line.reasons.some((r) => r.id === s.reason) || !s.reason ? line.reasons : [...line.reasons, { id: s.reason }];
  const began = moment(s.from, zone);
  const choose = h('select', { 'aria-label': `${t('reason')} ${began}`, onchange: sending(post, '/api/v1/reason', (e) => ({ line: name, at: `${s.from}`, reason: e.target.value })) },
    h('option', { value: '', selected: !s.reason }, t('reason.none')),
    chosen.map((r) => h('option', { value: r.id, selected: r.id === s.reason }, named(r.names, r.id))));
  return h('tr', {},
    h('td', {}, began, h('small', {}, ' · ', t(`state.${s.state}`), s.cause ? ` · ${s.cause}` : '')),
    h('td', { class: 'a' }, s.ms == null ? ago(new Date(s.from).toISOString()) : age(s.ms)),
    h('td', {}, choose));
}

function alarm(name, a, { post, ago, zone }) {
  const act = (deed, more) => sending(post, '/api/v1/alarm', () => ({ line: name, alarm: a.alarm, do: deed, ...more }));
  const tone = !a.active ? 'off' : a.severity === 'critical' ? 'bad' : 'warn';
  const figure = (v) => `${value(v)} ${unit(a.unit)}`;
  return h('li', { class: `alarm ${tone}` },
    h('p', {}, h('b', {}, named(a.names, a.alarm)), ' · ', t(a.active ? 'alarm.raised' : a.acknowledged ? 'alarm.over' : 'alarm.cleared'), ' · ', ago(a.since)),
    h('p', { class: 'small' }, a.point, a.value == null ? '' : ` · ${figure(a.value)}`, ` · ${t('alarm.limit')} ${figure(a.limit)}`),
    a.acknowledged && a.by ? h('p', { class: 'small' }, t('alarm.acked', { by: a.by }), a.comment ? ` · ${a.comment}` : '') : null,
    a.shelvedUntil ? h('p', { class: 'small' }, t('alarm.shelved', { until: moment(a.shelvedUntil, zone) })) : null,
    h('div', { class: 'acts' },
      a.acknowledged ? null : h('button', { class: 'main', onclick: act('acknowledge') }, t('alarm.ack')),
      h('button', { onclick: a.shelvedUntil ? act('unshelve') : act('shelve', { for: '1h' }) }, t(a.shelvedUntil ? 'alarm.unshelve' : 'alarm.shelve'))));
}

export function lineCard(name, line, alarms, tools) {
  const tone = line ? TONES[line.state] || 'off' : 'off';
  const blind = alarms ? Object.entries(alarms.blind) : [];
  return h('div', { class: `card ${tone}` },
    h('div', { class: 'head' }, h('h3', {}, named(line?.names, name)), line ? tools.stateLine(tone, t(`state.${line.state}`), line.since) : null),
    line?.cause ? h('p', { class: 'small', lang: 'en' }, line.cause) : null,
    alarms?.active.length ? [h('h4', {}, t('alarms')), h('ul', { class: 'alarms' }, alarms.active.map((a) => alarm(name, a, tools)))] : [],
    blind.length ? h('p', { class: 'small' }, t('alarm.blind'), ' ', blind.map(([id, why]) => `${id} (${why})`).join(', ')) : null,
    line?.stops.length ? tools.details(`stops/${name}`, t('stops', { n: line.stops.length }), () => h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('stop')), h('th', { scope: 'col' }, t('lasted')), h('th', { scope: 'col' }, t('reason')))),
      h('tbody', {}, line.stops.map((s) => stop(name, line, s, tools)))), true) : null);
}
