import { html, Component } from './view.js';
import { named, t } from './i18n.js';
import { clock, count, lasting } from './format.js';
import { linePath, style, tell } from './act.js';
import { words } from './cause.js';
import { may } from './session.js';
import { Told } from './told.js';

const SHOWN = 5;

// The line's catalogue, asked for once a view.
export async function catalogue(line) {
  style();
  if (!line.reasons) return [];
  const response = await fetch(`${linePath(line)}/reasons`);
  return response.ok ? (await response.json()).reasons : [];
}

export function reasonName(list, id) {
  const known = list.find((r) => r.id === id);
  return known ? named(known.name, id) : id;
}

// One stop: what it was, and the reasons as large buttons; the gateway has the last word.
class Stop extends Component {
  async assign(reason) {
    const { line, stop, onDone } = this.props;
    this.setState({ told: { state: 'busy' } });
    const told = await tell(`${linePath(line)}/reason`, { at: stop.from, reason });
    this.setState({ told, picking: told.state !== 'done', chosen: told.state === 'done' ? { reason } : null });
    if (told.state === 'done') onDone();
  }

  componentDidUpdate() {
    const { chosen } = this.state;
    if (chosen && (this.props.stop.reason || null) === chosen.reason) this.setState({ chosen: null, told: null }); // it is in the records now
    if (this.state.picking && this.first && !this.focused) { this.focused = true; this.first.focus(); }
    if (!this.state.picking) this.focused = false;
  }

  render({ stop, list, zone }, { told, picking, chosen }) {
    const busy = told && told.state === 'busy';
    const now = stop.reason ? reasonName(list, stop.reason) : stop.cause ? words(stop.cause) : t(`state.${stop.state}`);
    return html`<li class=${`stop s-${stop.state.toLowerCase()}`}>
      <div class="stop-head"><span class="stop-when"><b>${clock(stop.from, zone)}</b> ${lasting(stop.ms)}${stop.open ? ' …' : ''}</span>
        <span class="stop-why">${chosen && chosen.reason ? html`${reasonName(list, chosen.reason)} <small>${t('reason.waiting')}</small>` : now}</span>
        ${may('operator') ? html`<button class="plain" aria-expanded=${Boolean(picking)} onClick=${() => this.setState({ picking: !picking, told: null })}>${picking ? t('reason.cancel') : stop.reason ? t('reason.change') : t('reason.give')}</button>` : ''}</div>
      ${picking ? html`<fieldset class="reasons" disabled=${busy}><legend>${t('reason.for', { time: clock(stop.from, zone), lasted: lasting(stop.ms) })}</legend>
        ${list.map((r, i) => html`<button key=${r.id} class="plain" ref=${i ? null : (e) => { this.first = e; }} aria-pressed=${r.id === stop.reason} onClick=${() => this.assign(r.id)}>${named(r.name, r.id)}</button>`)}
        ${stop.reason ? html`<button class="plain back" onClick=${() => this.assign(null)}>${t('reason.none')}</button>` : ''}</fieldset>` : ''}
      <${Told} told=${chosen ? null : told} /></li>`;
  }
}

// Asks for what is missing, the longest first; afterwards everything can still be changed.
export class Reasons extends Component {
  render({ line, stops, list, zone, onDone }, { all }) {
    const open = stops.filter((s) => !s.reason);
    const rows = all ? [...stops].sort((a, b) => b.from - a.from) : [...open].sort((a, b) => b.ms - a.ms).slice(0, SHOWN);
    return html`<section class="why-stops">
      <h3 role="status">${open.length ? t('reason.ask', { n: count(open.length) }) : t('day.stops')}</h3>
      ${rows.length ? html`<ul>${rows.map((s) => html`<${Stop} key=${s.from} line=${line} stop=${s} list=${list} zone=${zone} onDone=${onDone} />`)}</ul>` : ''}
      ${stops.length > rows.length || all ? html`<button class="plain more" aria-expanded=${Boolean(all)} onClick=${() => this.setState({ all: !all })}>${t('day.list', { n: count(stops.length) })}</button>` : ''}
    </section>`;
  }
}
