import { html, render, Component } from './view.js';
import { LANGUAGES, language, t, use } from './i18n.js';
import { problemText, send } from './session.js';

class Login extends Component {
  constructor() {
    super();
    this.state = { busy: false, problem: '' };
  }

  async go(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const field = event.target.elements.password;
    this.setState({ busy: true, problem: '' });
    try {
      await send('POST', 'api/v1/login', { name: form.get('name'), password: form.get('password') });
      this.props.onDone();
    } catch (problem) {
      this.setState({ busy: false, problem: problemText(problem) });
      field.value = '';
      field.focus();
    }
  }

  render({ onCancel }, { busy, problem }) {
    return html`<div class="page">
      <header class="top"><div class="bar-top"><h1>${t('title')}</h1>
        <nav class="langs" aria-label=${t('language')}>${LANGUAGES.map(([id, short]) => html`
          <button key=${id} lang=${id} aria-pressed=${id === language()} onClick=${async () => { await use(id, true); this.forceUpdate(); }}>${short}</button>`)}</nav>
      </div></header>
      <main><form class="login" onSubmit=${(e) => this.go(e)}>
        <h2>${t('login.title')}</h2>
        <label>${t('login.name')}<input name="name" autocomplete="username" autocapitalize="none" spellcheck=${false} required autofocus /></label>
        <label>${t('login.password')}<input name="password" type="password" autocomplete="current-password" required /></label>
        <p class="wrong" role="alert">${problem}</p>
        <button class="go" disabled=${busy}>${busy ? t('login.busy') : t('login.go')}</button>
        ${onCancel ? html`<button type="button" class="plain" onClick=${onCancel}>${t('login.cancel')}</button>` : ''}
        <p class="help">${t('login.help')}</p>
      </form></main>
    </div>`;
  }
}

// Shows the login in a place until somebody is in; false when they would rather not.
export function ask(place, cancellable) {
  return new Promise((resolve) => {
    const end = (result) => { render(null, place); resolve(result); };
    render(html`<${Login} onDone=${() => end(true)} onCancel=${cancellable ? () => end(false) : null} />`, place);
  });
}
