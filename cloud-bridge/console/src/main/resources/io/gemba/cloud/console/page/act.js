import { send } from './session.js';

// What people do goes to the gateway; the board shows it once the gateway says so.
export const post = (path, body) => send('POST', path, body);

export const linePath = (line) => `api/v1/lines/${line.key.split('/').map(encodeURIComponent).join('/')}`;

// How it ended: never throws, and never says more than is known.
export async function tell(path, body) {
  try {
    return await post(path, body);
  } catch (e) {
    return { state: 'problem', words: e.message };
  }
}

let styled = null;
export function style() {
  if (!styled) {
    styled = new Promise((done) => {
      const css = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'act.css' });
      css.onload = done;
      css.onerror = done;
      document.head.append(css);
    });
  }
  return styled;
}
