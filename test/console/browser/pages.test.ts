import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasBrowser, NEEDS_BROWSER } from '../../support/browser.js';
import { startConsoleProgram, startWatchedStack } from '../../support/console/watched-stack.js';
import { temporaryFolder } from '../../support/files.js';
import { openPage, violationsOf } from '../../support/page.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { hasNats, NEEDS_NATS } from '../../support/servers/nats-server.js';

const PHONE = { width: 360, height: 740 };
const HOSTILE = '<img/src=x/onerror=alert(1)>';

async function interpret(page: Page, utterance: string): Promise<void> {
  await page.getByLabel(/What a user says/u).fill(utterance);
  await page.getByRole('button', { name: 'Interpret' }).click();
}

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

describe.skipIf(!hasNats || !hasBrowser)(
  `the console's pages${NEEDS_NATS}${NEEDS_BROWSER}`,
  { timeout: 120_000 },
  () => {
    it('an answer is a picture, in which a prior can be moved until another domain wins', async () => {
      const { console } = await startWatchedStack();
      const page = await openPage(console);
      await page.getByLabel('Device', { exact: true }).selectOption('tv');
      await interpret(page, 'play mary poppins');
      const answer = page.getByRole('region', { name: 'Answer' });
      await answer.locator('mark', { hasText: 'mary poppins' }).waitFor();
      await answer.getByRole('img', { name: /what a domain believes/u }).waitFor();
      await answer.getByText(/^Why: /u).waitFor();
      const flip = page.getByRole('region', { name: 'What would come first' });
      const first = flip.locator('strong');
      const winner = await first.textContent();
      const loser = await flip.getByLabel('Prior of').inputValue();
      expect(loser).not.toBe(winner);
      await flip.getByRole('button', { name: 'Just flipped' }).click();
      await expect.poll(() => first.textContent()).toBe(loser);
      await flip.getByRole('slider').fill('0');
      await expect.poll(() => first.textContent()).toBe(winner);
    });

    it('every page passes axe, light and dark, wide and narrow, and no policy is broken', async () => {
      const reports = temporaryFolder();
      const { console } = await startWatchedStack('--reports', reports);
      const found: string[] = [];
      for (const [viewport, colorScheme] of [
        [{ width: 1280, height: 900 }, 'light'],
        [PHONE, 'dark'],
      ] as const) {
        const page = await openPage(console, viewport);
        await page.emulateMedia({ colorScheme });
        await interpret(page, 'play mary poppins');
        await page.getByRole('img', { name: /what a domain believes/u }).waitFor();
        for (const name of ['Try', 'Domains', 'Live', 'Learning']) {
          if (name !== 'Try') await goTo(page, name);
          if (name === 'Domains')
            for (const summary of await page.locator('summary:visible').all()) await summary.click();
          if (name === 'Live') await page.getByText('requests a second').waitFor();
          found.push(...(await violationsOf(page)).map((violation) => `${name} ${colorScheme}: ${violation}`));
          const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
          expect({ name, isWider }).toEqual({ name, isWider: false });
        }
      }
      expect(found).toEqual([]);
    });

    it('shows hostile words and names as text, and runs no code that is not of a file', async () => {
      const { console, stores } = await startWatchedStack();
      await stores.putKey(
        'nlu-status',
        `${HOSTILE}.evil`,
        JSON.stringify({ address: HOSTILE, versions: [{ version: 'v1', state: HOSTILE }] }),
      );
      const page = await openPage(console);
      await interpret(page, HOSTILE);
      await expect.poll(() => page.locator('.said').textContent()).toContain('onerror=alert(1');
      await goTo(page, 'Domains');
      await page.getByRole('heading', { name: HOSTILE }).waitFor();
      expect(await page.locator('img').count()).toBe(0);
      const policy = (await page.request.get(console)).headers()['content-security-policy'];
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
    });

    it('says that the gateway or NATS is gone, and comes back by itself', async () => {
      const stack = await startWatchedStack();
      const page = await openPage(`${stack.console}#/domains`);
      await page.locator('[data-domain=music]').waitFor();
      await stack.nats.kill();
      await page.getByText(/Deployments cannot be read/u).waitFor();
      await stack.nats.restart();
      await page.getByText(/Deployments cannot be read/u).waitFor({ state: 'detached' });
      await stack.killStack();
      await page.getByText(/The gateway does not answer/u).waitFor();
      await stack.restartStack();
      await page.getByText(/The gateway does not answer/u).waitFor({ state: 'detached', timeout: 60_000 });
    });

    it('names what is wrong with metrics and with reports', async () => {
      const metrics = createServer((_, response) => response.end('nlu_answers_total 1\nthis is { no metric\n'));
      await new Promise<void>((resolve) => metrics.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void metrics.close());
      const { port } = metrics.address() as AddressInfo;
      const reports = temporaryFolder();
      mkdirSync(join(reports, 'one'));
      writeFileSync(join(reports, 'one', 'report.json'), '{"kind": "evaluation"}');
      const console = await startConsoleProgram(
        ...['--gateway', await serverlessAddress(), '--reports', reports],
        ...['--metrics', `http://127.0.0.1:${port}/metrics`],
      );
      const page = await openPage(`${console}#/live`);
      await page.getByText('line 2 is no sample of a metric; the rest is shown').waitFor();
      await page.getByText(/The gateway does not answer/u).waitFor();
      expect(await (await page.request.get(`${console}api/reports`)).json()).toEqual({
        reports: [
          {
            file: 'one/report.json',
            problem: 'it is no report: date: Invalid input: expected string, received undefined',
          },
        ],
      });
    });

    it('tries many pasted utterances without being frozen, and stops', async () => {
      const { console } = await startWatchedStack();
      const page = await openPage(console);
      const lines = Array.from({ length: 10_000 }, (_, index) => `play song number ${index}`).join('\n');
      await page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${JSON.stringify(lines)});
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.getElementById('utterance').dispatchEvent(paste);
    }`);
      await page.getByRole('button', { name: 'Interpret 10,000 utterances' }).click();
      await page.getByRole('heading', { name: /of 10,000 utterances/u }).waitFor();
      await page.getByRole('row', { name: /play song number 0/u }).waitFor();
      // Between two of its pictures the page has time for others.
      await page.evaluate('new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve)))');
      await page.getByLabel('Show').selectOption('all');
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Stopped.').waitFor();
    });
  },
);
