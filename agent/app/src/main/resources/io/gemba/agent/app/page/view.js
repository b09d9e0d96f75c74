// Small helpers: words in the reader's language, DOM, figures.
let words = {};

export async function speak(choice) {
  const answer = await fetch(`/lang?lang=${choice || ''}`);
  words = await answer.json();
  document.documentElement.lang = words.lang;
  return words.lang;
}

export function t(key, values) {
  const text = words[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '') : text;
}

export function h(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? '' : value);
  }
  e.append(...children.flat().filter((c) => c != null && c !== false));
  return e;
}

const number = (n, options) => new Intl.NumberFormat(words.lang, options).format(n);
export const count = (n) => (n == null ? '—' : number(n, { maximumFractionDigits: 0 }));

export function bytes(n) {
  if (n == null) return '—';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let i = 0;
  while (n >= 1024 && i < units.length - 1) { n /= 1024; i++; }
  return `${number(n, { maximumFractionDigits: n < 10 && i ? 1 : 0 })} ${units[i]}`;
}

export function value(v) {
  if (v == null) return '—';
  if (typeof v === 'number') return number(v, { maximumSignificantDigits: 7 });
  if (typeof v === 'boolean') return t(v ? 'on' : 'off');
  return typeof v === 'string' ? v || '""' : JSON.stringify(v);
}

// An age in one unit: 4 s, 3 min, 2 h, 5 d.
export function age(ms) {
  const s = Math.max(0, ms / 1000);
  if (s < 90) return t('age.s', { n: Math.round(s) });
  if (s < 5400) return t('age.min', { n: Math.round(s / 60) });
  if (s < 129600) return t('age.h', { n: Math.round(s / 3600) });
  return t('age.d', { n: Math.round(s / 86400) });
}

export function moment(iso, zone) {
  const options = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  try {
    return new Intl.DateTimeFormat(words.lang, { ...options, timeZone: zone }).format(new Date(iso));
  } catch {
    return new Intl.DateTimeFormat(words.lang, options).format(new Date(iso));
  }
}

export function named(names, otherwise) {
  if (!names) return otherwise;
  const order = { en: ['en'], 'zh-Hant': ['zh-Hant', 'zh-Hans', 'en'], 'zh-Hans': ['zh-Hans', 'zh-Hant', 'en'] }[words.lang] || [];
  return order.map((id) => names[id]).find(Boolean) || Object.values(names)[0] || otherwise;
}

// UNECE codes people meet most, as they are written on a machine; others are shown as they are.
const UNITS = { CEL: '°C', FAH: '°F', KEL: 'K', BAR: 'bar', PAL: 'Pa', KPA: 'kPa', MPA: 'MPa', KWH: 'kWh', KWT: 'kW', WTT: 'W',
  AMP: 'A', VLT: 'V', HTZ: 'Hz', RPM: '1/min', MMT: 'mm', CMT: 'cm', MTR: 'm', SEC: 's', MIN: 'min', HUR: 'h', P1: '%',
  KGM: 'kg', GRM: 'g', LTR: 'l', C62: '', MTQ: 'm³', NEW: 'N', MTS: 'm/s', C26: 'ms', E34: 'GB' };
export const unit = (code) => UNITS[code] ?? code ?? '';
