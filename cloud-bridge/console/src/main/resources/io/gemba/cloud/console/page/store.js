// What the server has told us, and how sure we are that it still does.
import { identified, refused } from './session.js';

const SILENT_MS = 22_000; // the server says something every 15 s at least
const KEPT = 3_600_000;

export const state = {
  lines: new Map(),
  fleet: { gateways: [], brokers: [], health: null },
  samples: new Map(),
  heard: 0,
  open: false,
  ready: false,
  tried: false, // the first attempt to connect has ended, either way
  skew: 0,
};

const listeners = new Set();
export const onChange = (f) => listeners.add(f);
let queued = false;
export function changed() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    listeners.forEach((f) => f());
  });
}

// Time that no clock setting can move.
export const ticks = () => performance.now();
const stamp = (thing) => Object.assign(thing, { at: ticks() });

export const linked = () => state.open && ticks() - state.heard < SILENT_MS;

// Server's time now, ms since 1970.
export const serverNow = () => Date.now() + state.skew;

export function ageOf(thing) {
  return thing.ageMs == null ? null : thing.ageMs + (ticks() - thing.at);
}
export function stateFor(line) {
  return line.stateForMs == null ? null : line.stateForMs + (ticks() - line.at);
}

function takeLine(line) {
  state.lines.set(line.key, stamp(line));
}

function takeFleet(fleet) {
  fleet.gateways.forEach(stamp);
  state.fleet = fleet;
}

const seriesKey = (line, point) => `${line}|${point}`;
export const series = (line, point) => state.samples.get(seriesKey(line, point));

export function addSamples(line, point, rows, fresh) {
  const key = seriesKey(line, point);
  let kept = fresh ? [] : state.samples.get(key);
  if (!kept) return; // nobody has opened this trend yet
  const last = kept.length ? kept[kept.length - 1][0] : -Infinity;
  for (const row of rows) if (fresh || row[0] > last) kept.push(row);
  const oldest = (kept.length ? kept[kept.length - 1][0] : 0) - KEPT;
  let cut = 0;
  while (cut < kept.length && kept[cut][0] < oldest) cut++;
  if (cut) kept = kept.slice(cut);
  state.samples.set(key, kept);
}

// What was true a while ago, until the console speaks.
export function restore(data, passed) {
  if (state.ready) return; // it has spoken
  state.skew = data.skew;
  data.lines.forEach(takeLine);
  takeFleet(data.fleet);
  state.heard = ticks() - passed;
  state.ready = true;
}

const handlers = {
  snapshot(data) {
    state.skew = data.now - Date.now();
    state.lines.clear();
    state.samples.clear(); // what came meanwhile is not in them: each trend is asked for anew
    data.lines.forEach(takeLine);
    takeFleet(data.fleet);
    state.ready = true;
  },
  line: takeLine,
  fleet: takeFleet,
  samples(data) {
    for (const [line, s] of Object.entries(data)) addSamples(line, s.point, s.samples, false);
  },
};

let source = null;
export function connect() {
  if (source) source.close();
  const mine = new EventSource('api/v1/events');
  source = mine;
  mine.onopen = () => { state.open = true; state.tried = true; state.heard = ticks(); identified().then(changed); changed(); };
  mine.onerror = () => {
    state.open = false;
    state.tried = true;
    changed();
    if (mine.readyState === EventSource.CLOSED) refused();
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => { if (source === mine) connect(); }, 3000);
  };
  for (const [event, handler] of Object.entries(handlers)) {
    mine.addEventListener(event, (e) => {
      state.heard = ticks();
      handler(JSON.parse(e.data));
      changed();
    });
  }
}

// A half-open connection says nothing: the fleet event comes every 5 s, so silence is a broken link.
setInterval(() => {
  if (source && state.open && ticks() - state.heard > SILENT_MS) { state.open = false; changed(); connect(); }
}, 2000);
