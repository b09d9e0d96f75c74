'use strict';
// Opens a gateway's page on a phone in each language and says, as one line of JSON each, what is on it; at last accepts the
// certificate that waits, with the keyboard alone.
const { chromium } = require('playwright-core');

const [url, ...languages] = process.argv.slice(2);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

async function look(browser, language, decide) {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: language });
  const errors = [];
  page.on('console', (m) => { if (m.type() === 'error') errors.push(m.text()); });
  page.on('pageerror', (e) => errors.push(String(e)));
  await page.goto(url);
  await page.waitForSelector('#devices tr.good', { timeout: 15000 });
  await page.waitForSelector('#certificates button.main', { timeout: 15000 });
  const seen = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    everything: document.body.innerText,
    tooWide: document.documentElement.scrollWidth - window.innerWidth,
    small: [...document.querySelectorAll('button, summary')].filter((b) => b.getBoundingClientRect().height < 44).length,
  }));
  if (decide) {
    await page.focus('#certificates button.main');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sure:focus');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('#certificates h2'), null, { timeout: 8000 });
    seen.decided = true;
  }
  await page.close();
  return { language, ...seen, errors };
}

(async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  try {
    for (const [i, language] of languages.entries()) {
      console.log(JSON.stringify(await look(browser, language, i === languages.length - 1)));
    }
  } finally {
    await browser.close();
  }
})().catch((e) => { console.error(e); process.exitCode = 1; });
