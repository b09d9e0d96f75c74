// Who reads this page, and how it asks for changes.
import { t } from './i18n.js';

const RANK = ['viewer', 'operator', 'admin'];

let who = { login: false };
let told = false;

export const me = () => who;
export const may = (role) => RANK.indexOf(who.role) >= RANK.indexOf(role);
export const locked = () => who.login && !who.role;

export async function load() {
  try {
    const response = await fetch('api/v1/me');
    if (response.ok) {
      who = await response.json();
      told = true;
    }
  } catch { /* cut off: the board says so */ }
  return who;
}

// A page that was opened without a connection learns who reads it once there is one.
export const identified = async () => (told ? who : load());

// Resolves to the answer's JSON, or null; rejects with an Error that has `status` and `wait` (seconds).
export async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Gemba-CSRF': who.csrf || '' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  if (response.status === 401 && path !== 'api/v1/login') location.reload();
  const problem = new Error(`${response.status} ${response.statusText}`);
  problem.status = response.status;
  problem.wait = Number(response.headers.get('Retry-After')) || 0;
  throw problem;
}

export function problemText(problem) {
  if (problem.status === 429) return t('login.wait', { n: Math.max(1, Math.ceil(problem.wait / 60)) });
  if (problem.status === 401) return t('login.wrong');
  return t('login.failed', { problem: problem.message });
}

// The stream was refused: if that is because nobody is logged in any more, the login comes back.
export async function refused() {
  await load();
  if (locked()) location.reload();
}

// Returns once somebody may read.
export async function entered(place) {
  if (!locked()) return;
  const { ask } = await import('./login.js');
  await ask(place);
  await load();
}
