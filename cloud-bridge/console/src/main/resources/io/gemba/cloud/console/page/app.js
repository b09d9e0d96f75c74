import { html, render, Component } from './view.js';
import { t, use } from './i18n.js';
import { connect, linked, onChange, state } from './store.js';
import { Header } from './header.js';
import { Card, lineName, worstFirst } from './card.js';
import { Fleet } from './fleet.js';
import { entered } from './session.js';

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
    this.state = { mine: false };
    this.redraw = () => this.forceUpdate();
  }

  componentDidMount() {
    onChange(this.redraw);
    setInterval(this.redraw, 1000);
  }

  render(_, { mine }) {
    const lines = [...state.lines.values()].sort(worstFirst);
    const zone = (line) => (mine ? undefined : line.timezone || undefined);
    document.documentElement.classList.toggle('few', lines.length <= 2);
    return html`<div class=${`page ${linked() || !state.ready ? '' : 'cut'}`}>
      <${Header} lines=${lines} mine=${mine} onMine=${() => this.setState({ mine: !mine })}
        onLanguage=${async (id) => { await use(id, true); this.redraw(); }} />
      <${News} lines=${lines} />
      <main class="cards">${lines.length ? lines.map((line) => html`<${Card} key=${line.key} line=${line} onZone=${zone} />`) : html`<${Empty} />`}</main>
      <${Fleet} />
    </div>`;
  }
}

await use();
await entered(document.getElementById('app'));
render(html`<${App} />`, document.getElementById('app'));
connect();
