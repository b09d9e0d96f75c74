'use strict';
// Opens the line board on a phone in each language and says, as one line of JSON each, what is on it.
const { chromium } = require('playwright-core');

const [url, ...languages] = process.argv.slice(2);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

async function look(browser, language) {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const errors = [];
  page.on('console', (m) => { if (m.type() === 'error') errors.push(m.text()); });
  page.on('pageerror', (e) => errors.push(String(e)));
  await page.goto(`${url}/?lang=${language}`);
  await page.waitForSelector('.card .f-live', { timeout: 15000 });
  // The press connects after the lamps; an open page then turns to its temperature by itself.
  await page.waitForFunction(
    () => document.querySelector('.trend-head select')?.textContent.includes('press1/oil-temp'), null, { timeout: 15000 });
  await page.waitForSelector('.card .trend-box canvas', { timeout: 10000 });
  const seen = await page.evaluate(() => {
    const text = (selector) => (document.querySelector(selector)?.textContent || '').trim();
    return {
      title: document.title,
      name: text('.card h2'),
      state: text('.card .state .word'),
      lasting: text('.card .state .for'),
      fresh: text('.card .fresh'),
      good: text('.card .made b'),
      everything: document.body.innerText,
      tooWide: document.documentElement.scrollWidth - window.innerWidth,
    };
  });
  await page.close();
  return { language, ...seen, errors };
}

(async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  try {
    for (const language of languages) console.log(JSON.stringify(await look(browser, language)));
  } finally {
    await browser.close();
  }
})().catch((e) => { console.error(e); process.exitCode = 1; });
