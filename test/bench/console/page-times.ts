import type { Browser, Page } from 'playwright-core';
import { type Spread, spreadOf, spreadText } from '../measurement/spread.js';

/** How quickly the pages answer, in ms. */
export interface PageTimes {
  /** From asking for the page to its first picture (first contentful paint), with an empty cache. */
  readonly firstPaint: Spread;
  /** From pressing Interpret to the answer's picture. */
  readonly answer: Spread;
  /** From a move of the slider to the next frame. */
  readonly slider: Spread;
  /** From a press on another page's name to its heading. */
  readonly page: Spread;
  /** Of 10,000 pasted utterances: the longest time that the page was not free, and all of it in seconds. */
  readonly longestTask: number;
  readonly pastedSeconds: number;
  readonly pasted: number;
}

const PASTED = 10_000;

/** @param loads of the page, each in a context of its own */
export async function measurePages(browser: Browser, address: string, loads: number): Promise<PageTimes> {
  const firstPaints: number[] = [];
  const answers: number[] = [];
  const sliders: number[] = [];
  const pages: number[] = [];
  for (let load = 0; load < loads; load++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.getByLabel(/What a user says/u).fill('play mary poppins');
    firstPaints.push(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
    answers.push(
      await timed(page, "document.querySelector('button.first').click()", 'section[aria-label=Answer] figure svg'),
    );
    for (const gain of [1, 3, -2]) sliders.push(await moved(page, gain));
    for (const name of ['domains', 'live', 'learning']) {
      const press = `document.querySelector('nav a[href="#/${name}"]').click()`;
      pages.push(await timed(page, press, `nav a[href="#/${name}"][aria-current=page]`));
    }
    await context.close();
  }
  const spreads = { firstPaint: firstPaints, answer: answers, slider: sliders, page: pages };
  const of = Object.fromEntries(Object.entries(spreads).map(([name, values]) => [name, spreadOf(values)]));
  return {
    ...(of as Pick<PageTimes, 'firstPaint' | 'answer' | 'slider' | 'page'>),
    ...(await pasted(browser, address)),
  };
}

export function pagesText(times: PageTimes): string {
  const { firstPaint, answer, slider, page, longestTask, pastedSeconds, pasted: count } = times;
  return [
    `first picture ${spreadText(firstPaint, 0)} ms`,
    `answer's picture ${spreadText(answer, 0)} ms after Interpret`,
    `slider ${spreadText(slider, 1)} ms, another page ${spreadText(page, 1)} ms`,
    `${count} pasted utterances: ${pastedSeconds.toFixed(1)} s, the page was not free for ${longestTask.toFixed(0)} ms at most`,
  ].join('\n');
}

/** Time from running a script to when something is there and was drawn, in ms. */
function timed(page: Page, script: string, there: string): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      if (document.querySelector(${JSON.stringify(there)})) requestAnimationFrame(() => resolve(performance.now() - began));
      else requestAnimationFrame(look);
    };
    ${script};
    look();
  })`);
}

function moved(page: Page, gain: number): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const slider = document.getElementById('flip');
    const began = performance.now();
    slider.value = ${gain};
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
  })`);
}

async function pasted(
  browser: Browser,
  address: string,
): Promise<Pick<PageTimes, 'longestTask' | 'pastedSeconds' | 'pasted'>> {
  const page = await browser.newPage();
  await page.goto(address);
  const text = Array.from({ length: PASTED }, (_, index) => `play song number ${index}`).join('\n');
  const [longestTask, pastedSeconds] = await page.evaluate<[number, number]>(`new Promise((resolve) => {
    let longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    const began = performance.now();
    const field = document.getElementById('utterance');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    setTimeout(() => document.querySelector('button.first').click(), 100);
    const look = () => {
      const bar = document.querySelector('progress');
      if (bar && bar.value === bar.max) resolve([longest, (performance.now() - began) / 1000]);
      else setTimeout(look, 100);
    };
    look();
  })`);
  await page.close();
  return { longestTask, pastedSeconds, pasted: PASTED };
}
