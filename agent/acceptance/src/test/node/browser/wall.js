'use strict';
// Looks at a console with forty lines as people do: in three languages, on a phone, a desk and a wall, by keyboard, on a bad link and
// with the link cut. Says, as one line of JSON each, what it was looking at and what it has to complain of.
const { chromium } = require('playwright-core');
const { axe, wide, wordless, colourOnly, walk } = require('./looks.js');

const [url, name, password, shots] = process.argv.slice(2);
const LINES = 40;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 }, wall: { width: 1920, height: 1080 } };
const LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'];

const begun = Date.now();
const say = (what, complaints, facts) => console.log(JSON.stringify({ what, at: Date.now() - begun, complaints, ...facts }));
const log = (text) => console.log(`# ${text}`); // the test waits for these
const all = (page) => page.waitForFunction((n) => document.querySelectorAll('.card').length === n, LINES, { timeout: 15000 });
const shot = (page, file) => page.screenshot({ path: `${shots}/${file}.png`, fullPage: false });

async function login(page) {
  await page.goto(`${url}/?lang=en`);
  await page.waitForSelector('.login input');
  const complaints = [...await axe(page), ...await wide(page), ...await walk(page, 20)];
  await shot(page, 'login-phone-en');
  await page.focus('input[name=name]');
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await all(page);
  say('login', complaints);
}

async function languagesAndSizes(page) {
  for (const language of LANGUAGES) {
    await page.setViewportSize(SIZES.phone);
    await page.click(`.langs button[lang=${language}]`);
    await page.waitForFunction((l) => document.documentElement.lang === l, language);
    for (const [size, box] of Object.entries(SIZES)) {
      await page.setViewportSize(box);
      await page.waitForTimeout(120); // a frame or two for the layout
      const fits = size === 'wall' ? await page.evaluate(() => {
        const last = [...document.querySelectorAll('.card')].pop().getBoundingClientRect().bottom;
        return last <= innerHeight ? [] : [`forty lines end at ${Math.round(last)} px of ${innerHeight}`];
      }) : [];
      say(`board ${language} ${size}`, [...await wide(page), ...await wordless(page), ...fits]);
      await shot(page, `board-${size}-${language}`);
    }
  }
}

async function order(page) {
  const worst = ['!', 'FAULT', 'STOPPED', 'OFFLINE', 'UNKNOWN', 'IDLE', 'SETUP', 'RUNNING', 'PLANNED'].map((s) => `s-${s.toLowerCase()}`);
  const classes = await page.$$eval('.card', (cards) => cards.map((c) => c.className));
  const ranks = classes.map((c) => worst.findIndex((s) => c.split(' ').includes(s)));
  const complaints = ranks.flatMap((r, i) => (r < 1 || (i && r < ranks[i - 1]) ? [`card ${i} of rank ${r} after ${ranks[i - 1]}`] : []));
  const fresh = await page.$$eval('.card .fresh', (f) => [...new Set(f.map((x) => x.className.replace('fresh f-', '')))].sort());
  const running = await page.$$eval('.card.s-running', (c) => c.map((x) => x.classList.contains('faded')));
  if (running.indexOf(true) > 0 && running[0] === false) complaints.push('a stale running line comes after a live one');
  say('worst first', complaints, { states: new Set(ranks).size, fresh: fresh.join(' ') });
}

async function time(page) {
  const read = () => page.$eval('.site', (s) => s.textContent);
  const plant = await read();
  await page.click('.site');
  await page.waitForTimeout(100);
  const mine = await read();
  await page.click('.site');
  say('time', [/UTC\+[78]/.test(plant) ? '' : `no plant time: ${plant}`, /UTC/.test(mine) ? `no my time: ${mine}` : ''].filter(Boolean));
}

// Every number opens how it was computed; what it opens is on the screen and has the focus.
async function numbers(page) {
  const complaints = [];
  const card = page.locator('.card.s-fault:not(.faded)').first();
  const line = await card.getAttribute('data-line');
  const at = page.locator(`[data-line="${line}"]`);
  await at.locator('.made').click();
  for (const what of ['good', 'targetNow', 'gap', 'oee', 'availability', 'performance', 'quality', 'coverage', 'reject', 'cycle', 'state']) {
    await at.locator(`[data-how=${what}]`).first().click();
    const row = await page.evaluate(() => document.activeElement.dataset.row);
    if (row !== what) complaints.push(`${what} opened ${row}`);
  }
  complaints.push(...await wide(page), ...await axe(page, `[data-line="${line}"]`));
  await shot(page, 'how-phone-en');
  await at.locator('.brief').click();
  say('numbers', complaints);
}

async function day(page) {
  const complaints = [];
  const at = page.locator('[data-line="acme/dongguan/assembly/l1"]');
  await at.locator('.brief').focus();
  await page.keyboard.press('Enter');
  await at.locator('.shift > summary').focus();
  await page.keyboard.press('Enter');
  await at.locator('.day .pareto li').first().waitFor({ timeout: 8000 }).catch(() => complaints.push('the stops of the day are missing'));
  for (const [size, box] of Object.entries(SIZES)) {
    await page.setViewportSize(box);
    await page.waitForTimeout(120);
    complaints.push(...(await wide(page)).map((c) => `${size}: ${c}`));
    await at.evaluate((e) => e.querySelector('.shift').scrollIntoView());
    await shot(page, `day-${size}`);
    if (size === 'phone') await at.screenshot({ path: `${shots}/day-card.png` });
  }
  await page.setViewportSize(SIZES.phone);
  complaints.push(...await axe(page, '[data-line="acme/dongguan/assembly/l1"]'), ...await wordless(page));
  if (!(await at.locator('.day').innerText()).match(/\d\d:\d\d/)) complaints.push('a day without a time');
  await at.locator('.brief').click();
  say('day', complaints);
}

async function alarms(page) {
  await page.click('.alarm-all');
  await page.waitForSelector('.all-alarms .alarm');
  await page.waitForLoadState('networkidle').catch(() => {});
  const complaints = [...await axe(page, '.all-alarms'), ...await wide(page), ...await wordless(page)];
  await shot(page, 'alarms-phone');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.all-alarms', { state: 'detached' });
  say('alarms', complaints);
}

// Cold, as on a phone in a basement: 400 kbit/s and 400 ms each way round.
async function badLink(browser, cookies) {
  const context = await browser.newContext({ viewport: SIZES.phone, locale: 'zh-HK' });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const link = await context.newCDPSession(page);
  await link.send('Network.enable');
  await link.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 });
  const got = new Map();
  link.on('Network.requestWillBeSent', (e) => got.set(e.requestId, { url: e.request.url.replace(url, ''), bytes: 0 }));
  link.on('Network.dataReceived', (e) => { const r = got.get(e.requestId); if (r) r.bytes += e.encodedDataLength; });
  link.on('Network.responseReceived', (e) => { const r = got.get(e.requestId); if (r) { r.bytes += e.response.encodedDataLength; } });
  const start = Date.now();
  await page.goto(url, { waitUntil: 'commit' });
  await all(page);
  const usable = Date.now() - start;
  const bytes = [...got.values()].reduce((n, r) => n + r.bytes, 0);
  const facts = { usable, bytes, requests: got.size, language: await page.evaluate(() => document.documentElement.lang) };
  await context.close();
  say('bad link', [], facts);
}

async function cut(page) {
  const complaints = [];
  const text = (selector) => page.evaluate((s) => (document.querySelector(s) || { textContent: '' }).textContent, selector);
  await page.waitForFunction(() => navigator.serviceWorker.controller && localStorage.getItem('gemba.last'), null, { timeout: 15000 });
  log('KILL');
  const t0 = Date.now();
  await page.waitForSelector('.banner:not(.calm)', { timeout: 30000 });
  const noticed = Date.now() - t0;
  const ages = () => page.$$eval('.card .fresh b', (b) => b.map((x) => x.textContent).join());
  const first = await ages();
  await page.waitForTimeout(2200);
  if (first === await ages()) complaints.push('ages do not grow while the link is cut');
  if (await page.$('.card .f-live')) complaints.push('something is called live while the link is cut');
  if (!await page.evaluate(() => [...document.querySelectorAll('.card')].every((c) => c.classList.contains('faded')))) complaints.push('not every card looks stale');
  complaints.push(...await axe(page, '.top'));
  await page.setViewportSize(SIZES.desk);
  await shot(page, 'cut-desk');
  // Opened anew without a connection: what was true last, and how long ago.
  await page.reload({ waitUntil: 'domcontentloaded' });
  await all(page).catch(() => complaints.push('does not open offline'));
  await page.waitForSelector('.banner:not(.calm)', { timeout: 10000 }).catch(() => complaints.push('does not say that it is offline'));
  const banner = await text('.banner');
  if (!/\d/.test(banner)) complaints.push(`does not say how old it is: ${banner}`);
  if (await page.$('.card .f-live')) complaints.push('something is called live although the page was opened offline');
  await shot(page, 'offline-desk');
  log('START');
  await page.waitForFunction(() => !document.querySelector('.banner') && document.querySelectorAll('.card .f-live').length > 20, null, { timeout: 40000 })
    .catch(() => complaints.push(`does not recover by itself`));
  await page.waitForSelector('.user', { timeout: 8000 }).catch(() => complaints.push('forgot who is logged in'));
  say('cut', complaints, { noticed, banner });
}

(async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  try {
    const context = await browser.newContext({ viewport: SIZES.phone, bypassCSP: true });
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (e) => errors.push(String(e)));
    await login(page);
    await languagesAndSizes(page);
    await page.setViewportSize(SIZES.phone);
    await page.click('.langs button[lang=en]');
    await order(page);
    await time(page);
    await numbers(page);
    await day(page);
    await alarms(page);
    await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
    say('board, fleet', [...await axe(page), ...await colourOnly(page)]);
    await page.locator('.fleet').scrollIntoViewIfNeeded();
    await shot(page, 'fleet-phone');
    await page.setViewportSize(SIZES.wall);
    say('keyboard', await walk(page, 200));
    await badLink(browser, await context.cookies());
    await cut(page);
    say('scripts', errors);
  } finally {
    await browser.close();
  }
})().catch((e) => { console.error(e); process.exitCode = 1; });
