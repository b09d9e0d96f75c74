'use strict';
// What every look at a page of the console asks of it. Each answers with a list of complaints: none is good.
const fs = require('fs');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// Serious and critical findings of axe; what is outside `within` is not looked at.
async function axe(page, within) {
  await page.evaluate(AXE);
  return page.evaluate(async (selector) => {
    const run = await window.axe.run(selector || document, { resultTypes: ['violations'] });
    return run.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `axe ${v.id} × ${v.nodes.length}: ${v.nodes[0].html.slice(0, 160)} ${(v.nodes[0].any[0] || {}).message || ''}`);
  }, within || null);
}

// What is wider than the screen, or than the box that holds it.
const wide = (page) => page.evaluate(() => {
  const found = [];
  const by = document.documentElement.scrollWidth - window.innerWidth;
  if (by > 0) found.push(`the page is ${by} px too wide`);
  for (const box of document.querySelectorAll('.card, .card .body, .card .counts, .card .figs, .brief, .gw, .alarm, .badge, .site, .login, .day, .report, .state')) {
    const style = getComputedStyle(box);
    if (style.display !== 'none' && box.scrollWidth > box.clientWidth + 1) found.push(`too wide: ${box.className} “${box.innerText.slice(0, 60)}” ${box.scrollWidth} > ${box.clientWidth}`);
  }
  // A figure that is cut off is a wrong figure.
  for (const card of document.querySelectorAll('.card')) {
    const edge = card.getBoundingClientRect().right + 0.5;
    for (const b of card.querySelectorAll('.counts b, .fig dd, .brief b, .brief .more, .brief .three, .for, .fresh, .word')) {
      if (b.getBoundingClientRect().right > edge) found.push(`cut off: ${b.className || b.tagName} “${b.textContent}” of ${card.dataset.line}`);
    }
  }
  return found.slice(0, 8);
});

// Keys of words nobody has written, and what programs say instead of words.
const wordless = (page) => page.evaluate(() =>
  (document.body.innerText.match(/\b(why|state|fresh|cause|figure|gw|how|day|alarm|alarms|sev|reason)\.[a-zA-Z]\w*|\bundefined\b|\bNaN\b|\[object/g) || []).map((w) => `wordless: ${w}`));

// State, freshness and alarms are told by a shape and a word beside the colour.
const colourOnly = (page) => page.evaluate(() => {
  const found = [];
  for (const card of document.querySelectorAll('.card')) {
    const head = card.querySelector('.state');
    if (!head.querySelector('svg path') || !head.querySelector('.word').textContent.trim()) found.push(`no icon or word: ${card.dataset.line}`);
    if (!card.querySelector('.fresh').textContent.trim()) found.push(`freshness without a word: ${card.dataset.line}`);
    if (card.classList.contains('faded') && getComputedStyle(card).borderTopStyle !== 'dashed') found.push(`stale without hatching: ${card.dataset.line}`);
  }
  for (const s of document.querySelectorAll('.sum li, .badge')) if (!s.querySelector('svg') || !s.textContent.trim()) found.push(`colour only: ${s.className}`);
  return found.slice(0, 8);
});

// Walks with the tab key from the top; answers what was reached and what had no visible focus.
async function walk(page, steps) {
  await page.evaluate(() => { // the browser goes on from where the focus was last: that is to be the top
    window.scrollTo(0, 0);
    window.reached = [];
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const complaints = [];
  for (let i = 0; i < steps; i++) {
    await page.keyboard.press('Tab');
    const problem = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return 'end';
      window.reached.push(e);
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      const name = `${e.tagName.toLowerCase()}.${e.className} “${(e.textContent || '').trim().slice(0, 30)}”`;
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return `no visible focus: ${name}`;
      if (box.bottom < 0 || box.top > innerHeight || !box.width) return `focus is off the screen: ${name}`;
      return null;
    });
    if (problem === 'end') break;
    if (problem) complaints.push(problem);
  }
  const missed = await page.evaluate(() => [...document.querySelectorAll('button:not(:disabled), select, summary, a[href], input:not([tabindex="-1"])')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && e.getClientRects().length && !e.closest('details:not([open]) > :not(summary)') && !window.reached.includes(e)).map((e) => `not reached by keyboard: ${e.tagName} ${e.className} “${e.textContent.slice(0, 30)}”`));
  return [...complaints, ...missed].slice(0, 8);
}

module.exports = { axe, wide, wordless, colourOnly, walk };
