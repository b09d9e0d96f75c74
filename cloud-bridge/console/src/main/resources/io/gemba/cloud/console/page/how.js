import { html, Component } from './view.js';
import { t } from './i18n.js';
import { ageOf } from './store.js';
import { age, clock, count, DASH, lasting, percent, seconds, signed } from './format.js';

// Each figure of a line with what it was made from; the key is what a tap on the number asks for.
function rows(line) {
  const i = line.inputs || {};
  const since = line.since && line.timezone ? clock(line.since, line.timezone) : DASH;
  const all = [
    ['state', t('how.state', { since, age: age(ageOf(line)) })],
    ['good', t('how.good', { good: count(line.good), from: line.shift ? clock(line.shift.from, line.timezone) : DASH })],
    ['reject', t('how.reject', { reject: count(line.reject), made: count(line.produced) })],
    ['targetNow', t('how.targetNow', { target: count(line.target), now: count(line.targetNow) })],
    ['gap', t('how.gap', { good: count(line.good), now: count(line.targetNow), gap: signed(line.gap) })],
    ['oee', t('how.oee', { a: percent(line.availability), p: percent(line.performance), q: percent(line.quality), oee: percent(line.oee) })],
    ['availability', t('how.A', { apt: lasting(i.aptMs), pbt: lasting(i.pbtMs) })],
    ['performance', t('how.P', { made: count(line.produced), ideal: seconds(line.idealCycleMs), apt: lasting(i.aptMs) })],
    ['quality', t('how.Q', { good: count(line.good), made: count(line.produced) })],
    ['coverage', t('how.C', { known: lasting(i.knownMs), pbt: lasting(i.pbtMs) })],
    ['cycle', t('how.cycle', { now: seconds(line.cycleMs), ideal: seconds(line.idealCycleMs) })],
  ];
  return all.map(([key, text]) => [key, text, line.withheld[key]]);
}

export class How extends Component {
  componentDidMount() { this.show(); }

  componentDidUpdate(before) {
    if (before.asked !== this.props.asked) this.show();
  }

  show() {
    const { at, asked } = this.props;
    if (!at || !asked) return;
    this.box.open = true;
    const row = this.box.querySelector(`[data-row="${at}"]`);
    if (!row) return;
    row.scrollIntoView({ block: 'nearest' });
    row.focus({ preventScroll: true });
  }

  render({ line, at }) {
    return html`<details class="how" ref=${(e) => { this.box = e; }}><summary>${t('how')}</summary><ul>
      ${rows(line).map(([key, text, why]) => html`<li key=${key} data-row=${key} tabindex="-1" class=${key === at ? 'asked' : ''}>${why ? html`<b>${t(`figure.${key}`)}: —</b> ${t(`why.${why}`)}` : text}</li>`)}
      <li>${t('how.from', { gateway: line.gateway || DASH, broker: line.broker })}${line.confirmed ? '' : ` · ${t('kept')}`}</li>
    </ul></details>`;
  }
}
