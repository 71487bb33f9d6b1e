// Opens a report as its reader would, at the width of a desk and of a phone: no message on the console, no
// request, no serious finding of axe-core, and from the bar of a theme to its sentences.
//
//   node .ci/report.mjs REPORT.html [FOLDER FOR SCREENSHOTS]
//
// Needs puppeteer-core and axe-core where node finds them, and Chromium: the program CHROMIUM names, or one of
// the usual names.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [report, folder] = process.argv.slice(2);
const require = createRequire(join(process.env.NODE_MODULES_FOLDER ?? process.cwd(), 'x.js'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(Boolean);
const found = names.map((name) => spawnSync('which', [name]).stdout?.toString().trim()).find((path) => path && existsSync(path));
if (!found) {
  console.log('skipped: no Chromium');
  process.exit(0);
}

const faults = [];
const browser = await puppeteer.launch({ executablePath: found, args: ['--no-sandbox', '--disable-gpu'] });
const address = pathToFileURL(resolve(report)).href;

const open = async (width, scheme) => {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  const named = (text) => faults.push(`${width} px, ${scheme}: ${text}`);
  page.on('console', (message) => named(`console: ${message.text()}`));
  page.on('pageerror', (error) => named(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url().split('#')[0];
    if (url !== address && !url.startsWith('blob:') && !url.startsWith('data:')) named(`request: ${url}`);
  });
  await page.goto(address, { waitUntil: 'load' });
  return [page, named];
};

const shot = async (page, name, options = {}) => {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), ...options });
};

for (const [width, scheme] of [[1280, 'light'], [390, 'light'], [1280, 'dark']]) {
  const [page, fault] = await open(width, scheme);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) fault(`the page is ${overflow} px too wide`);
  const sections = await page.$$eval('main > section', (all) => all.map((section) => section.id));
  for (const id of sections) {
    const section = await page.$(`#${id}`);
    const { height } = await section.boundingBox();
    if (folder && height < 6000) await section.screenshot({ path: (mkdirSync(folder, { recursive: true }), join(folder, `${width}-${scheme}-${id}.png`)) });
  }
  await page.evaluate(() => scrollTo(0, 0));
  await shot(page, `${width}-${scheme}-top`);
  // `axe` is given to the page by the debugger, which the page's own policy does not forbid.
  await page.evaluate(axe);
  await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, impact, help, nodes } of violations) {
    const line = `axe: ${impact}: ${id}: ${help} (${nodes.length}; ${nodes[0].target.join(' ')})`;
    if (impact === 'serious' || impact === 'critical') fault(line); else console.log(`${width} px, ${scheme}: ${line}`);
  }

  // From the first bar that is not zero to its sentences.
  const bar = await page.evaluateHandle(() => [...document.querySelectorAll('#themes svg a')].find((link) => link.checkVisibility()
    && Number(link.querySelector('.bar')?.getAttribute('width')) > 0));
  if (!bar.asElement()) {
    fault('no bar leads to sentences');
    continue;
  }
  const theme = await bar.evaluate((link) => new URLSearchParams(link.getAttribute('href').split('?')[1]).get('theme'));
  await bar.evaluate((link) => link.scrollIntoView({ block: 'center' }));
  await bar.hover();
  if (await page.$eval('#tip', (tip) => tip.hidden || !tip.textContent)) fault('a bar says nothing where the pointer rests');
  await shot(page, `${width}-${scheme}-hover`);
  await bar.click();
  await page.waitForFunction(() => location.hash.startsWith('#sentences?'), { timeout: 5000 });
  await page.waitForFunction((chosen) => document.querySelector('.filters').theme.value === chosen, { timeout: 5000 }, theme);
  const [items, marks, top] = await page.evaluate(() => [document.querySelectorAll('#list li').length,
    document.querySelectorAll('#list mark').length, document.querySelector('#sentences').getBoundingClientRect().top]);
  if (!items || !marks) fault(`the bar of ${theme} leads to ${items} sentences with ${marks} marks`);
  if (Math.abs(top) > 300) fault(`the sentences are ${top} px away after the click`);
  await shot(page, `${width}-${scheme}-sentences`);
  // Words are found, and the address keeps what is shown.
  const word = await page.$eval('#list mark', (mark) => mark.textContent.split(/\s/)[0].toLowerCase());
  await page.type('.filters input[name=words]', word);
  const all = await page.$$eval('#list li q', (items, word) => items.every((item) => item.textContent.toLowerCase().includes(word)), word);
  if (!all) fault(`a search for ${word} shows sentences without it`);
  if (!(await page.evaluate(() => location.hash)).includes('words=')) fault('the address does not keep a search');
  // A table sorts by its numbers.
  const sorted = await page.evaluate(() => {
    const head = [...document.querySelectorAll('#papers thead th')].find((head) => head.textContent.startsWith('words'));
    head.querySelector('button').click();
    const cells = [...document.querySelectorAll('#papers tbody tr')].map((row) => Number(row.cells[head.cellIndex].dataset.v));
    return cells.every((value, place) => !place || cells[place - 1] >= value);
  });
  if (!sorted) fault('the papers are not sorted by their words');
  await page.close();
}
await browser.close();
faults.forEach((fault) => console.log(fault));
console.log(faults.length ? `${faults.length} faults` : 'the report opens, reads and leads as it should');
process.exit(faults.length ? 1 : 0);
