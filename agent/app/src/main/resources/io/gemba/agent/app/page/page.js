import { age, bytes, count, h, moment, named, speak, t, unit, value } from './view.js';
import { lineCard } from './lines.js';

const LANGUAGES = [['zh-Hant', '繁'], ['zh-Hans', '简'], ['en', 'EN']];
const main = document.getElementById('main');
const live = document.getElementById('live');
let pieces = {};
let ahead = 0; // the gateway's clock less this phone's
let session = {};
let stream;
let lost = false;
const rows = new Map();
const open = new Map();
let sure = null;

const now = () => Date.now() + ahead;
const kept = () => { try { return localStorage.getItem('gemba.lang'); } catch { return null; } };
const under = (kind) => Object.keys(pieces).filter((k) => k.startsWith(`${kind}/`)).map((k) => k.slice(kind.length + 1));
const ago = (iso) => h('time', { datetime: iso, 'data-since': Date.parse(iso) }, age(now() - Date.parse(iso)));
const waits = (c) => c.state === 'pending' || c.state === 'changed';

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Gemba-Token': session.token || '' }, body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error || (told.problems || []).join('\n') || answer.status);
  return told;
}

const ICONS = { good: '✓', warn: '!', bad: '✕', off: '…' };
const icon = (tone) => h('span', { class: 'icon', 'aria-hidden': 'true' }, ICONS[tone]);
const stateLine = (tone, word, since) =>
  h('span', { class: `state ${tone}` }, icon(tone), word, since ? h('span', { class: 'small' }, ' · ', ago(since)) : null);
const next = (text, said) => h('div', { class: 'next' }, h('b', {}, t('next')), ' ', text, said ? h('p', { class: 'said', lang: 'en' }, said) : null);

function deviceTone(d) {
  return d.state === 'connected' ? (Object.keys(d.trouble).length ? 'warn' : 'good') : d.state === 'lost' ? 'bad' : 'off';
}

// What a person does next; the agent's own words stand below it.
function deviceNext(name, d) {
  const certificate = pieces.certificates.list.find((c) => waits(c) && c.by.some((b) => b.device === name));
  if (certificate) return t(certificate.state === 'changed' ? 'do.changed' : 'do.trust');
  if (/password|user ?name|login|identity/i.test(d.problem || '')) return t('do.login');
  if (/certificate|trust/i.test(d.problem || '')) return t('do.theirs');
  return t(d.adapter === 'gpio' ? 'do.gpio' : 'do.network');
}

function summary() {
  const { status, reasons } = pieces.health;
  const tone = { ok: 'good', degraded: 'warn', failing: 'bad' }[status];
  return h('div', { class: `sum ${tone}`, role: 'status' }, icon(tone), t(`sum.${status}`, { n: reasons.length }));
}

function todo() {
  const items = [];
  const j = pieces.journal;
  if (j.problem) items.push([t('journal'), t('do.journal'), j.problem]);
  if (pieces.gateway.clock !== 'synced') items.push([t('clock'), t('do.clock'), null]);
  if (pieces.config.problems.length) items.push([t('config'), t('do.config'), pieces.config.problems.join('\n')]);
  if (pieces.certificates.problem) items.push([t('certificates'), t('do.disk'), pieces.certificates.problem]);
  return items.length ? h('ul', { class: 'card bad todo' }, items.map(([what, text, said]) => h('li', {}, h('h3', {}, what), next(text, said)))) : null;
}

function certificate(c) {
  const tone = { trusted: 'good', rejected: 'off', pending: 'warn', changed: 'bad' }[c.state];
  const pairs = c.sha256.split(':');
  const lines = [0, 8, 16, 24].map((i) => pairs.slice(i, i + 8).join(':'));
  const expired = Date.parse(c.until) < now();
  const act = (decision) => async (event) => {
    event.target.disabled = true;
    try {
      await post('/api/v1/certificates', { sha256: c.sha256, decision });
      sure = null;
    } catch (e) {
      alert(e.message);
      event.target.disabled = false;
    }
  };
  const ask = (decision) => () => { sure = c.sha256 + decision; render('certificates'); document.getElementById('sure')?.focus(); };
  const back = () => { sure = null; render('certificates'); };
  const asking = sure === `${c.sha256}accept` ? 'accept' : sure === `${c.sha256}reject` ? 'reject' : null;
  return h('div', { class: `card ${tone}` },
    h('div', { class: 'head' }, h('h3', {}, c.by.map((b) => b.device).join(', ') || t('cert.byhand')), stateLine(tone, t(`cert.${c.state}`))),
    c.state === 'changed' ? next(t('do.changed')) : c.state === 'pending' ? next(t('do.compare')) : null,
    h('p', { class: 'small' }, c.by.map((b) => b.address).join(', ')),
    h('p', { class: 'small' }, c.subject),
    h('p', { class: expired ? 'err' : 'small' }, t(expired ? 'cert.expired' : 'cert.valid', { until: moment(c.until) })),
    h('p', { class: 'small' }, 'SHA-256'),
    h('p', { class: 'print' }, lines.flatMap((l, i) => (i ? [h('br'), l] : [l]))),
    c.by.filter((b) => b.before).map((b) => h('p', { class: 'small' }, t('cert.before'), ' ', b.before)),
    asking
      ? h('div', {}, h('p', {}, t(`cert.sure.${asking}`)), h('div', { class: 'acts' },
        h('button', { class: 'main', id: 'sure', onclick: act(asking) }, t(`cert.yes.${asking}`)), h('button', { onclick: back }, t('back'))))
      : h('div', { class: 'acts' },
        c.state !== 'trusted' && h('button', { class: waits(c) ? 'main' : '', onclick: ask('accept') }, t('cert.accept')),
        c.state !== 'rejected' && h('button', { onclick: ask('reject') }, t('cert.reject'))));
}

function certificates() {
  const all = pieces.certificates.list;
  const waiting = all.filter(waits);
  const decided = all.filter((c) => !waits(c));
  return [
    waiting.length ? [h('h2', {}, t('cert.waiting')), h('div', { class: 'grid' }, waiting.map(certificate))] : [],
    decided.length ? details('decided', t('cert.decided', { n: decided.length }), () => h('div', { class: 'grid' }, decided.map(certificate)), false) : [],
  ].flat(2);
}

function details(key, title, body, opened) {
  const is = open.has(key) ? open.get(key) : opened;
  const e = h('details', { open: is }, h('summary', {}, title));
  if (is) e.append(body());
  e.addEventListener('toggle', () => {
    open.set(key, e.open);
    if (e.open && e.children.length === 1) e.append(body());
  });
  return e;
}

function row(key) {
  let tr = rows.get(key);
  if (!tr) {
    tr = h('tr', {}, h('td', {}), h('td', { class: 'v' }), h('td', { class: 'a' }));
    rows.set(key, tr);
  }
  fill(tr, key);
  return tr;
}

function fill(tr, key) {
  const p = pieces[`point/${key}`];
  const [device, name] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
  const d = pieces[`device/${device}`];
  if (!p || !d) return;
  const [n, v, a] = tr.children;
  const trouble = d.trouble[name];
  const word = p.q == null ? t('q.none') : d.state !== 'connected' ? t('q.stale') : p.q === 'good' ? null : t(`q.${p.q}`);
  n.replaceChildren(...[named(p.names, name), trouble ? h('small', { class: 'q', lang: 'en' }, trouble) : null].filter(Boolean));
  const text = value(p.v);
  const before = v.dataset.seen;
  const code = p.sc && p.q !== 'good' && d.state === 'connected' ? ` ${p.sc}` : '';
  v.replaceChildren(h('span', {}, text, p.v == null ? '' : h('small', {}, ' ', unit(p.unit))), ...(word ? [h('small', { class: 'q' }, word, code)] : []));
  v.dataset.seen = `${text}`;
  v.classList.toggle('long', text.length > 14);
  if (before !== undefined && before !== text) { v.classList.remove('fresh'); void v.offsetWidth; v.classList.add('fresh'); }
  if (p.t != null) a.dataset.since = p.t;
  tr.dataset.q = p.q == null ? 'none' : d.state !== 'connected' ? 'stale' : p.q;
  paint(tr);
}

// An old value fades even though it is the newest there is.
function paint(tr) {
  const a = tr.children[2];
  const t0 = Number(a.dataset.since);
  const old = tr.dataset.q === 'good' && t0 && now() - t0 > 600000;
  tr.className = old ? 'old' : tr.dataset.q;
  a.textContent = t0 ? age(now() - t0) : '—';
}

function device(name) {
  const d = pieces[`device/${name}`];
  const tone = deviceTone(d);
  const mine = under('point').filter((k) => k.startsWith(`${name}/`));
  const table = () => {
    const body = h('tbody', {}, mine.map(row));
    const find = mine.length > 15 && h('input', {
      type: 'search', class: 'filter', placeholder: t('filter'), 'aria-label': t('filter'),
      oninput: (e) => mine.forEach((k) => rows.get(k).classList.toggle('hide', !k.toLowerCase().includes(e.target.value.toLowerCase()))),
    });
    return h('div', {}, find || null,
      h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('point')), h('th', { scope: 'col' }, t('value')), h('th', { scope: 'col' }, t('age')))), body),
      mine.length < d.points ? h('p', { class: 'small' }, t('more', { n: d.points - mine.length })) : null);
  };
  return h('div', { class: `card ${tone}` },
    h('div', { class: 'head' }, h('h3', {}, name), stateLine(tone, t(`device.${d.state}`), d.since)),
    h('p', { class: 'small' }, `${d.place} · ${d.adapter}`, d.losses ? ` · ${t('losses', { n: d.losses })}` : ''),
    d.state !== 'connected' && (d.problem || d.state === 'lost') ? next(deviceNext(name, d), d.problem) : null,
    d.points ? details(`device/${name}`, t('points', { n: d.points }), table, d.points <= 40) : null);
}

function lines() {
  const names = [...new Set([...under('line'), ...under('alarms')])];
  const tools = { post, ago, details, stateLine, zone: pieces.gateway.timezone };
  return names.length ? [h('h2', {}, t('lines')), h('div', { class: 'grid' }, names.map((n) => lineCard(n, pieces[`line/${n}`], pieces[`alarms/${n}`], tools)))] : [];
}

function uplink(name) {
  const u = pieces[`uplink/${name}`];
  const tone = u.connected ? (u.aside ? 'warn' : 'good') : 'bad';
  return h('div', { class: `card ${tone}` },
    h('div', { class: 'head' }, h('h3', {}, name), stateLine(tone, t(u.connected ? 'up.connected' : 'up.lost'), u.since)),
    u.connected ? null : next(t('do.uplink'), u.problem),
    h('dl', {},
      h('dt', {}, t('up.waiting')), h('dd', {}, count(u.waiting), u.oldest ? h('span', { class: 'small' }, h('br'), t('up.oldest'), ' ', ago(u.oldest)) : ''),
      h('dt', {}, t('up.accepted')), h('dd', {}, count(u.accepted)),
      u.aside ? [h('dt', {}, t('up.aside')), h('dd', {}, count(u.aside))] : []));
}

function journal() {
  const j = pieces.journal;
  const tone = j.problem ? 'bad' : 'good';
  return h('div', { class: `card ${tone}` },
    h('div', { class: 'head' }, h('h3', {}, t('journal')), stateLine(tone, t(j.problem ? 'journal.bad' : 'journal.good'))),
    h('dl', {},
      h('dt', {}, t('journal.used')), h('dd', {}, bytes(j.used), j.max ? ` / ${bytes(j.max)}` : ''),
      h('dt', {}, t('journal.perDay')), h('dd', {}, bytes(j.perDay), j.budget ? ` / ${bytes(j.budget)}` : ''),
      h('dt', {}, t('journal.samples')), h('dd', {}, count(j.samples)),
      h('dt', {}, t('journal.gaps')), h('dd', {}, count(j.gaps)),
      j.lost.map((g) => [h('dt', { class: 'small' }, `${g.device}: ${t(`gap.${g.cause}`) === `gap.${g.cause}` ? g.cause : t(`gap.${g.cause}`)}`),
        h('dd', { class: 'small' }, `${count(g.records)} × · ${t('lost', { n: count(g.samples) })}`)])));
}

function gateway() {
  const g = pieces.gateway;
  const c = pieces.config;
  const again = async (event) => {
    event.target.disabled = true;
    try { await post('/api/v1/reload', {}); } catch (e) { alert(e.message); }
    event.target.disabled = false;
  };
  const tone = c.problems.length || g.clock !== 'synced' ? 'warn' : 'good';
  return h('div', { class: `card ${tone}` },
    h('div', { class: 'head' }, h('h3', {}, t('gateway')), stateLine(tone, t(g.clock === 'synced' ? 'clock.good' : 'clock.bad'))),
    h('dl', {},
      h('dt', {}, t('clock')), h('dd', { id: 'clock' }, moment(now(), g.timezone), h('br'), h('span', { class: 'small' }, g.timezone)),
      h('dt', {}, t('version')), h('dd', {}, g.version),
      h('dt', {}, t('started')), h('dd', {}, ago(g.started)),
      h('dt', {}, t('config')), h('dd', {}, c.file, h('br'), h('span', { class: 'small' }, t('config.loaded'), ' ', ago(c.loaded)))),
    c.changed || c.problems.length ? h('div', {}, c.changed ? next(t('do.reload')) : null, h('div', { class: 'acts' }, h('button', { class: 'main', onclick: again }, t('reload')))) : null);
}

const SECTIONS = {
  summary: [(k) => k === 'health', () => [summary()]],
  todo: [(k) => ['journal', 'gateway', 'config', 'certificates'].includes(k), () => [todo()]],
  certificates: [(k) => k === 'certificates', certificates],
  devices: [(k) => k.startsWith('device/') || k === 'certificates', () => [h('h2', {}, t('devices')),
    under('device').length ? h('div', { class: 'grid' }, under('device').map(device)) : h('p', { class: 'card' }, t('devices.none'))]],
  lines: [(k) => k.startsWith('line/') || k.startsWith('alarms/'), lines],
  uplinks: [(k) => k.startsWith('uplink/'), () => [h('h2', {}, t('uplinks')),
    under('uplink').length ? h('div', { class: 'grid' }, under('uplink').map(uplink)) : h('p', { class: 'card' }, t('uplinks.none'))]],
  gateway: [(k) => k === 'gateway' || k === 'config' || k === 'journal', () => [h('h2', {}, t('gateway')), h('div', { class: 'grid' }, journal(), gateway())]],
};

function render(name) {
  let section = document.getElementById(name);
  if (!section) {
    section = h('section', { id: name });
    main.append(section);
  }
  section.replaceChildren(...SECTIONS[name][1]().filter(Boolean));
}

function renderAll() {
  main.replaceChildren();
  rows.clear();
  main.removeAttribute('aria-busy');
  document.title = `${pieces.gateway.id} · Gemba`;
  document.getElementById('name').textContent = `${pieces.gateway.id} · ${pieces.gateway.site}`;
  Object.keys(SECTIONS).forEach(render);
}

function changed(keys) {
  const points = under('point').length;
  for (const [name, [concerns]] of Object.entries(SECTIONS)) if (keys.some(concerns)) render(name);
  for (const key of keys) if (key.startsWith('point/') && rows.has(key.slice(6))) fill(rows.get(key.slice(6)), key.slice(6));
  if (keys.some((k) => k.startsWith('point/') && !rows.has(k.slice(6))) && points < 3000) render('devices');
}

function say(text, bad) {
  lost = Boolean(bad);
  live.className = bad ? 'lost' : '';
  live.textContent = text;
  main.classList.toggle('lost', lost && main.childElementCount > 1);
}

function watch() {
  stream?.close();
  stream = new EventSource('/api/v1/events');
  stream.addEventListener('snapshot', (e) => {
    const told = JSON.parse(e.data);
    ahead = told.now - Date.now();
    pieces = told.pieces;
    say(t('live'));
    renderAll();
  });
  stream.addEventListener('change', (e) => {
    const told = JSON.parse(e.data);
    ahead = told.now - Date.now();
    for (const [key, piece] of Object.entries(told.pieces)) if (piece === null) delete pieces[key]; else pieces[key] = piece;
    changed(Object.keys(told.pieces));
  });
  stream.onerror = async () => {
    say(t('gone'), true);
    if (stream.readyState === EventSource.CLOSED) setTimeout(begin, 3000);
  };
}

function logIn() {
  stream?.close();
  say('');
  const wrong = h('p', { class: 'err', role: 'alert' });
  const password = h('input', { type: 'password', id: 'password', autocomplete: 'current-password', required: true });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await post('/api/v1/login', { password: password.value });
      await begin();
    } catch (e) {
      wrong.textContent = t(/wait|try again/.test(e.message) ? 'login.wait' : 'login.wrong');
      password.select();
    }
  };
  main.replaceChildren(h('form', { class: 'card', onsubmit: submit }, h('h3', {}, t('login')), h('label', { for: 'password' }, t('password')), password, wrong,
    h('button', { class: 'main' }, t('login'))));
  main.removeAttribute('aria-busy');
  password.focus();
}

function frame() {
  const use = (id) => async () => {
    try { localStorage.setItem('gemba.lang', id); } catch { /* storage may be forbidden */ }
    await speak(id);
    frame();
    if (session.in) { say(t(lost ? 'gone' : 'live'), lost); renderAll(); } else logIn();
  };
  document.getElementById('langs').setAttribute('aria-label', t('language'));
  document.getElementById('langs').replaceChildren(...LANGUAGES.map(([id, short]) =>
    h('button', { lang: id, 'aria-pressed': String(id === document.documentElement.lang), onclick: use(id) }, short)));
  const out = async () => { await post('/api/v1/logout', {}).catch(() => {}); await begin(); };
  document.getElementById('foot').replaceChildren(h('span', {}, t('foot')), session.password && session.in ? h('button', { onclick: out }, t('logout')) : '');
}

async function begin() {
  try {
    session = await (await fetch('/api/v1/session')).json();
    frame();
    if (session.in) watch(); else logIn();
  } catch {
    say(t('gone'), true);
    setTimeout(begin, 3000);
  }
}

setInterval(() => {
  document.querySelectorAll('time[data-since]').forEach((e) => { e.textContent = age(now() - Number(e.dataset.since)); });
  rows.forEach(paint);
}, 1000);

await speak(new URLSearchParams(location.search).get('lang') || kept());
await begin();
