import { html, Component } from './view.js';
import { t } from './i18n.js';
import { forget } from './keep.js';
import { me, may, send } from './session.js';

// The reader's own corner: nothing at all where nobody needs to log in.
export class User extends Component {
  constructor() {
    super();
    this.menu = null;
    this.away = (e) => { if (this.menu && this.menu.open && !this.menu.contains(e.target)) this.menu.open = false; };
    this.escape = (e) => { if (e.key === 'Escape' && this.menu && this.menu.open) { this.menu.open = false; this.menu.firstElementChild.focus(); } };
  }

  componentDidMount() {
    document.addEventListener('click', this.away);
    document.addEventListener('keydown', this.escape);
  }

  async open(what) {
    this.menu.open = false;
    const account = await import('./account.js');
    account.open(what);
  }

  async logout() {
    await send('POST', 'api/v1/logout');
    forget();
    location.reload();
  }

  async login() {
    const { ask } = await import('./login.js');
    const place = document.body.appendChild(document.createElement('div'));
    place.className = 'over';
    if (await ask(place, true)) location.reload();
    place.remove();
  }

  render() {
    const { name, role, login, account, session } = me();
    if (!login) return '';
    if (!account) return html`<button class="plain" onClick=${() => this.login()}>${t('login.go')}</button>`;
    return html`<details class="user" ref=${(e) => { this.menu = e; }}>
      <summary aria-label=${`${t('user.menu')}: ${name}, ${t(`role.${role}`)}`}><b>${name}</b> <small>${t(`role.${role}`)}</small></summary>
      <div class="menu">
        ${may('admin') ? html`<button onClick=${() => this.open('audit')}>${t('user.audit')}</button>` : ''}
        ${session ? html`<button onClick=${() => this.open('password')}>${t('user.password')}</button>
        <button onClick=${() => this.logout()}>${t('user.logout')}</button>` : html`<p>${t('user.proxy')}</p>`}
      </div>
    </details>`;
  }
}
