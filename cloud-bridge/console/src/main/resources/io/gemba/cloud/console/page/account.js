import { html, render, Component } from './view.js';
import { has, language, t } from './i18n.js';
import { me, problemText, send } from './session.js';

const SHORTEST = 10;

class Password extends Component {
  constructor() {
    super();
    this.state = { busy: false, problem: '', done: false };
  }

  async go(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const fresh = form.get('new');
    if ([...fresh].length < SHORTEST) return this.setState({ problem: t('password.short', { n: SHORTEST }) });
    if (fresh !== form.get('again')) return this.setState({ problem: t('password.differ') });
    this.setState({ busy: true, problem: '' });
    try {
      await send('POST', 'api/v1/password', { old: form.get('old'), new: fresh });
      this.setState({ done: true });
    } catch (problem) {
      const text = problem.status === 403 ? t('password.wrong') : problem.status === 400 ? t('password.refused') : problemText(problem);
      this.setState({ busy: false, problem: text });
    }
    return undefined;
  }

  render(_, { busy, problem, done }) {
    if (done) return html`<p>${t('password.done')}</p><button class="go" onClick=${() => location.reload()}>${t('login.go')}</button>`;
    return html`<form class="login flat" onSubmit=${(e) => this.go(e)}>
      <input class="hidden" name="name" autocomplete="username" value=${me().name} readonly tabindex="-1" aria-hidden="true" />
      <label>${t('password.old')}<input name="old" type="password" autocomplete="current-password" required autofocus /></label>
      <label>${t('password.new')}<input name="new" type="password" autocomplete="new-password" required /></label>
      <label>${t('password.again')}<input name="again" type="password" autocomplete="new-password" required /></label>
      <p class="wrong" role="alert">${problem}</p>
      <button class="go" disabled=${busy}>${t('password.save')}</button>
    </form>`;
  }
}

// The log is kept in one language; the words that this console itself writes are known here.
const OURS = {
  ok: 'audit.ok', 'wrong name or password': 'login.wrong', 'command line': 'audit.cli',
  'changed, sessions ended': 'audit.ended', 'removed, sessions ended': 'audit.ended', 'as CSV': 'audit.ok',
};
const deedText = (action) => (has(`audit.do.${action}`) ? t(`audit.do.${action}`) : action);
const oursText = (text) => (OURS[text] ? t(OURS[text]) : text);

class Audit extends Component {
  constructor() {
    super();
    this.state = { deeds: [], more: false, problem: '' };
  }

  componentDidMount() { this.load(); }

  async load() {
    const { deeds } = this.state;
    const before = deeds.length ? `?before=${deeds[deeds.length - 1].id}` : '';
    try {
      const page = await send('GET', `api/v1/audit${before}`);
      this.setState({ deeds: deeds.concat(page), more: page.length === 200 });
    } catch (problem) {
      this.setState({ problem: problemText(problem) });
    }
  }

  render(_, { deeds, more, problem }) {
    const when = new Intl.DateTimeFormat(language(), { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
    return html`<p><a class="plain link" href="api/v1/audit.csv" download>${t('audit.csv')}</a></p>
      <p class="wrong" role="alert">${problem}</p>
      <div class="scroll" tabindex="0"><table class="audit">
        <thead><tr>${['time', 'who', 'from', 'action', 'subject', 'outcome'].map((c) => html`<th scope="col" key=${c}>${t(`audit.${c}`)}</th>`)}</tr></thead>
        <tbody>${deeds.map((d) => html`<tr key=${d.id}><td>${when.format(d.t)}</td><td>${d.who}</td><td>${oursText(d.from)}</td><td>${deedText(d.action)}</td><td>${d.subject}</td><td>${oursText(d.outcome)}</td></tr>`)}</tbody>
      </table></div>
      ${more ? html`<button class="plain" onClick=${() => this.load()}>${t('audit.more')}</button>` : ''}`;
  }
}

const PANES = { password: Password, audit: Audit };

export function open(what) {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.className = `pane ${what}`;
  dialog.addEventListener('close', () => { render(null, dialog); dialog.remove(); });
  const title = `pane-${what}`;
  dialog.setAttribute('aria-labelledby', title);
  render(html`<header><h2 id=${title}>${t(`user.${what}`)}</h2><button class="plain" onClick=${() => dialog.close()}>${t('close')}</button></header>
    <${PANES[what]} />`, dialog);
  dialog.showModal();
}
