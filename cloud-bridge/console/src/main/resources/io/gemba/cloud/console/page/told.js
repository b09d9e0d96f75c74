import { html } from './view.js';
import { t } from './i18n.js';

// What became of a command, said to everybody.
export function Told({ told }) {
  if (!told) return html`<p class="told" role="status"></p>`;
  if (told.state === 'problem') return html`<p class="told bad" role="status">${t('told.problem', { problem: told.words })}</p>`;
  const good = told.state === 'done' || told.state === 'busy';
  return html`<p class=${`told ${good ? '' : 'bad'}`} role="status">${t(`told.${told.state}`)}${told.words && told.state !== 'done' ? html` <small>${told.words}</small>` : ''}</p>`;
}
