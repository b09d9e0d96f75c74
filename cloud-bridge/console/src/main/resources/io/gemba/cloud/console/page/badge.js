import { html, Component } from './view.js';
import { named, t } from './i18n.js';
import { unit, value } from './format.js';

const RANK = { critical: 0, warning: 1, info: 2 };

// One shape a severity, so that colour is never the only sign.
const SHAPES = { critical: 'M12 2 23 21.500H1zM11 9v6h2V9zM11 16.800v2h2v-2z', warning: 'M12 1.500 22.500 12 12 22.500 1.500 12zM11 6.500v7h2v-7zM11 15.500v2h2v-2z', info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM11 6.500v2h2v-2zM11 10.500v7h2v-7z' };
export const sign = (severity) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill-rule="evenodd" d=${SHAPES[severity] || SHAPES.info} /></svg>`;

export const measured = (a) => (a.value == null ? '' : `${value(a.value)} ${unit(a.unit)}`.trim());
export const waiting = (a) => !a.acknowledged && a.shelvedUntil == null;
export const worst = (alarms) => alarms.reduce((w, a) => (w == null || RANK[a.severity] < RANK[w] ? a.severity : w), null);

// The worst alarm on the card itself; the list is fetched when somebody opens it.
export class Badge extends Component {
  async open() {
    const open = !this.state.open;
    if (open && !this.state.List) this.setState({ List: (await import('./alarms.js')).LineAlarms });
    this.setState({ open });
  }

  render({ line, zone, old }, { open, List }) {
    const all = line.alarms || [];
    if (!all.length && !open) return '';
    const live = all.filter(waiting);
    const first = live[0] || all[0];
    return html`<div class="alarm-box">
      <button class=${`badge sev-${first && live.length ? first.severity : 'none'} ${old ? 'old' : ''}`} aria-expanded=${Boolean(open)} onClick=${() => this.open()}>
        ${first ? html`${sign(first.severity)}<span>${named(first.name, first.id)}</span><b>${measured(first)}</b>` : html`<span>${t('alarms.none')}</span>`}
        ${all.length > 1 ? html`<small>${t('alarms.more', { n: all.length - 1 })}</small>` : ''}${old ? html`<small>${t('alarms.old')}</small>` : ''}</button>
      ${open && List ? html`<${List} line=${line} zone=${zone} old=${old} />` : ''}</div>`;
  }
}
