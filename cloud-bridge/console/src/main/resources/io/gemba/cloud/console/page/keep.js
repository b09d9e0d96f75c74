// What this browser keeps, so that a page opened without a connection shows what was true last, and says how long ago.
import { ageOf, linked, restore, state, stateFor } from './store.js';

const LAST = 'gemba.last';
const EVERY = 10_000;
const LONGEST = 7 * 86_400_000;

export function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; } // storage may be forbidden
}

export function keep(name, text) {
  try { localStorage.setItem(name, text); } catch { /* forbidden, or full: the page works without */ }
}

let closed = false;

// For good: somebody leaves, and nobody after them shall read what they saw.
export function forget() {
  closed = true;
  try { localStorage.removeItem(LAST); } catch { /* then nothing was kept */ }
}

function remember() {
  if (closed || !state.ready || !linked()) return;
  const lines = [...state.lines.values()].map((l) => ({ ...l, ageMs: ageOf(l), stateForMs: stateFor(l) }));
  const gateways = state.fleet.gateways.map((g) => ({ ...g, ageMs: ageOf(g) }));
  keep(LAST, JSON.stringify({ t: Date.now(), skew: state.skew, lines, fleet: { ...state.fleet, gateways } }));
}

// The board as it was, older by the time that has passed since.
export function recall() {
  try {
    const last = JSON.parse(kept(LAST));
    const passed = last ? Date.now() - last.t : -1;
    if (passed < 0 || passed > LONGEST) return;
    const older = (x, name) => (x[name] == null ? x : { ...x, [name]: x[name] + passed });
    restore({ ...last, lines: last.lines.map((l) => older(older(l, 'ageMs'), 'stateForMs')), fleet: { ...last.fleet, gateways: last.fleet.gateways.map((g) => older(g, 'ageMs')) } }, passed);
  } catch { /* kept by another version: not for us */ }
}

// The page's own files are kept too, by a service worker: only over HTTPS or on this machine, by the browsers' rule.
async function files() {
  if (!navigator.serviceWorker) return;
  const had = navigator.serviceWorker.controller;
  // A wall takes up a new version by itself, unless somebody is busy with the page.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (had && document.activeElement === document.body && !document.querySelector('details[open], .open')) location.reload();
  });
  try {
    const registration = await navigator.serviceWorker.register('sw.js');
    setInterval(() => linked() && registration.update().catch(() => {}), 600_000);
  } catch { /* a certificate the browser does not trust: the page works, but cannot be opened offline */ }
}

export function keepWorking() {
  closed = false;
  setInterval(remember, EVERY);
  addEventListener('pagehide', remember);
  document.addEventListener('visibilitychange', remember);
  setTimeout(() => { remember(); files(); }, 3000);
}
