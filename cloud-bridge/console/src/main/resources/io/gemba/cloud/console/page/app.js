import { html, render, Component } from './view.js';
import { t, use } from './i18n.js';
import { connect, linked, onChange, state } from './store.js';
import { forget, keep, keepWorking, kept, recall } from './keep.js';
import { Header } from './header.js';
import { Card, faded, lineName, worstFirst } from './card.js';
import { Fleet } from './fleet.js';
import { entered, load, locked } from './session.js';

const MANY = 12; // more lines than these share the screen in brief

function Empty() {
  return html`<div class="empty"><h2>${state.ready ? t('empty') : t('loading')}</h2>${state.ready ? html`<p>${t('empty.help')}</p>` : ''}</div>`;
}

// What a screen reader is told: the change, not the whole board.
class News extends Component {
  constructor(props) {
    super(props);
    this.before = new Map();
    this.text = '';
  }

  render({ lines }) {
    const said = [];
    for (const line of lines) {
      const before = this.before.get(line.key);
      if (before && before !== line.state) said.push(`${lineName(line)}: ${t(`state.${line.state}`)}`);
      this.before.set(line.key, line.state);
    }
    if (said.length) this.text = said.join(', ');
    return html`<div class="hidden" aria-live="polite" role="status">${this.text}</div>`;
  }
}

class App extends Component {
  constructor() {
    super();
    this.state = { mine: kept('gemba.time') === 'mine' };
    this.redraw = () => this.forceUpdate();
  }

  componentDidMount() {
    onChange(this.redraw);
    setInterval(this.redraw, 1000);
  }

  // A link in a message names a line, and an incident that can be acknowledged here.
  componentDidUpdate() {
    if (this.followed || !state.ready) return;
    this.followed = true;
    const asked = new URLSearchParams(location.search);
    if (asked.has('incident')) this.alarms(asked.get('incident'));
    const card = asked.has('line') && document.querySelector(`[data-line="${CSS.escape(asked.get('line'))}"]`);
    if (!card) return;
    card.classList.add('shown');
    card.scrollIntoView({ block: 'center' });
    card.focus({ preventScroll: true });
  }

  async alarms(wanted) {
    const { AllAlarms } = await import('./alarms.js');
    this.setState({ AllAlarms, wanted, open: wanted ? true : !this.state.open });
  }

  render(_, { mine, AllAlarms, open, wanted }) {
    const lines = [...state.lines.values()].sort(worstFirst);
    const zone = (line) => (mine ? undefined : line.timezone || undefined);
    const many = lines.length > MANY;
    document.documentElement.classList.toggle('few', lines.length <= 2);
    document.documentElement.classList.toggle('many', many);
    return html`<div class=${`page ${linked() || !state.ready ? '' : 'cut'}`}>
      <${Header} lines=${lines} mine=${mine} alarms=${open} onAlarms=${() => this.alarms(null)} onMine=${() => { keep('gemba.time', mine ? 'plant' : 'mine'); this.setState({ mine: !mine }); }}
        onLanguage=${async (id) => { await use(id, true); this.redraw(); }} />
      <${News} lines=${lines} />
      ${open ? html`<${AllAlarms} zone=${zone} faded=${faded} wanted=${wanted} onClose=${() => this.setState({ open: false, wanted: null })} />` : ''}
      <main class="cards">${lines.length ? lines.map((line) => html`<${Card} key=${line.key} line=${line} many=${many} onZone=${zone} />`) : html`<${Empty} />`}</main>
      <${Fleet} />
    </div>`;
  }
}

// What can be asked for at once is: on a bad link every wait counts.
const spoken = use();
await load();
if (locked()) {
  forget();
  await spoken;
  await entered(document.getElementById('app'));
}
connect();
await spoken;
recall();
render(html`<${App} />`, document.getElementById('app'));
keepWorking();
