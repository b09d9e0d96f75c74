import { language, t } from './i18n.js';

const formats = new Map();
function format(kind, options) {
  const key = language() + kind;
  let f = formats.get(key);
  if (!f) {
    f = kind.startsWith('n') ? new Intl.NumberFormat(language(), options) : new Intl.DateTimeFormat(language(), options);
    formats.set(key, f);
  }
  return f;
}

export const DASH = '—';

export function count(n) {
  return n == null ? DASH : format('n0', { maximumFractionDigits: 0 }).format(n);
}

export function signed(n) {
  if (n == null) return DASH;
  const text = format('n0', { maximumFractionDigits: 0 }).format(Math.abs(n));
  return n < -0.5 ? `−${text}` : n > 0.5 ? `+${text}` : '0';
}

export function percent(x) {
  if (x > 0 && x < 0.005) return `<${percent(0.01)}`;
  return x == null ? DASH : format('np', { style: 'percent', maximumFractionDigits: 0 }).format(x);
}

// Fast machines count in hundredths.
export function seconds(ms) {
  if (ms == null) return DASH;
  const digits = ms < 1000 ? 2 : 1;
  return `${format(`n${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(ms / 1000)}\u00a0s`;
}

export function value(v) {
  if (v == null) return DASH;
  if (v === true || v === false) return v ? '1' : '0';
  if (typeof v === 'object') return JSON.stringify(v).slice(0, 60);
  return typeof v === 'number' ? format('nv', { maximumSignificantDigits: 5 }).format(v) : String(v);
}

// A clock that counts up: 00:12:40, with days in front when there are any.
export function lasting(ms) {
  if (ms == null) return DASH;
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const days = Math.floor(s / 86400);
  const clock = `${two(Math.floor(s / 3600) % 24)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return days ? `${t('days', { n: days })} ${clock}` : clock;
}

// An age in one unit: 4 s, 3 min, 2 h, 5 d.
export function age(ms) {
  if (ms == null) return t('age.unknown');
  const s = Math.max(0, ms / 1000);
  if (s < 90) return t('age.s', { n: Math.round(s) });
  if (s < 5400) return t('age.min', { n: Math.round(s / 60) });
  if (s < 129600) return t('age.h', { n: Math.round(s / 3600) });
  return t('age.d', { n: Math.round(s / 86400) });
}

function zoned(kind, zone, options) {
  try {
    return format(`d${kind}${zone || ''}`, zone ? { ...options, timeZone: zone } : options);
  } catch {
    return format(`d${kind}`, options);
  }
}

export function clock(ms, zone) {
  return ms == null ? DASH : zoned('t', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
}

export function moment(ms, zone) {
  return ms == null ? DASH
    : zoned('m', zone, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
}

// UTC+8, UTC+5:30.
export function offset(zone, ms) {
  try {
    const part = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
      .formatToParts(ms).find((p) => p.type === 'timeZoneName');
    return part.value.replace('GMT', 'UTC');
  } catch {
    return '';
  }
}

// UNECE codes people meet most, as they are written on a machine; others are shown as they are.
const UNITS = { CEL: '°C', FAH: '°F', KEL: 'K', BAR: 'bar', PAL: 'Pa', KPA: 'kPa', MPA: 'MPa', KWH: 'kWh', KWT: 'kW', WTT: 'W',
  AMP: 'A', VLT: 'V', HTZ: 'Hz', RPM: '1/min', MMT: 'mm', CMT: 'cm', MTR: 'm', SEC: 's', MIN: 'min', HUR: 'h', P1: '%',
  KGM: 'kg', GRM: 'g', LTR: 'l', C62: '', MTQ: 'm³', NEW: 'N', MTS: 'm/s', C26: 'ms', E34: 'GB' };
export const unit = (code) => (code == null ? '' : UNITS[code] ?? code);
