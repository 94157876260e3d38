import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, NEEDS_BROWSER } from '../../support/browser.js';
import {
  deployWithoutGates,
  otherVersion,
  shadowWithoutGates,
  startWatchedStack,
  TOKEN,
} from '../../support/console/watched-stack.js';
import { shippedBundles } from '../../support/models/shipped.js';
import { openPage } from '../../support/page.js';
import { hasNats, NEEDS_NATS } from '../../support/servers/nats-server.js';

const musicPanel = (page: Page) => page.locator('[data-domain=music]');

async function fillDialog(page: Page, token: string): Promise<void> {
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Token').fill(token);
  await page.getByLabel('Why').fill('the other one was worse');
  await page.getByRole('button', { name: 'Deploy it' }).click();
}

describe.skipIf(!hasNats || !hasBrowser)(
  `steering by the console${NEEDS_NATS}${NEEDS_BROWSER}`,
  { timeout: 120_000 },
  () => {
    it('shows a deployment as it happens, and goes back by a click', async () => {
      const stack = await startWatchedStack();
      const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;
      const page = await openPage(`${stack.console}#/domains`);
      await musicPanel(page).getByText(music.version).first().waitFor();

      await deployWithoutGates(stack.stores, 'music', await otherVersion('second'), 'more soundtracks');
      await musicPanel(page).locator('.version', { hasText: 'second' }).waitFor();
      await musicPanel(page).getByText('more soundtracks').first().waitFor();
      await musicPanel(page)
        .getByRole('row', { name: /second active/u })
        .waitFor();

      await musicPanel(page).getByText('Deployments, to go back to').click();
      await musicPanel(page)
        .getByRole('button', { name: `Deploy ${music.version}` })
        .click();
      await fillDialog(page, 'a token that is wrong');
      await page.getByText('the token is wrong').waitFor();
      await fillDialog(page, TOKEN);
      await musicPanel(page).getByText('every live replica serves it').waitFor();
      await musicPanel(page).locator('.version', { hasText: music.version }).waitFor();
      const [latest] = (await stack.stores.history('nlu-deployments', 'music')).reverse();
      expect(JSON.parse(latest!.text!)).toMatchObject({
        version: music.version,
        who: 'Ada (console)',
        why: 'the other one was worse',
      });
    });

    it('shows a shadow beside the version that serves, and what both have done', async () => {
      const stack = await startWatchedStack();
      const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;
      await shadowWithoutGates(stack.stores, 'music', await otherVersion('second'));
      const page = await openPage(`${stack.console}#/domains`);
      await musicPanel(page)
        .getByText(/second is tried as a shadow, by somebody/u)
        .waitFor();
      await musicPanel(page).locator('.version', { hasText: music.version }).waitFor();
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ utterances: new Array(10).fill('play some jazz') });
      expect((await fetch(`${stack.console}api/try`, { method: 'POST', headers, body })).status).toBe(200);
      const trial = musicPanel(page).getByRole('region', { name: 'Trial of music' });
      await trial.getByRole('row', { name: /^requests 10 10$/u }).waitFor();
      await trial.getByRole('row', { name: /^errors 0 0$/u }).waitFor();
    });

    it('tells the second of two people who was faster', async () => {
      const stack = await startWatchedStack();
      const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;
      await deployWithoutGates(stack.stores, 'music', await otherVersion('second'), 'more soundtracks');
      const page = await openPage(`${stack.console}#/domains`);
      await musicPanel(page).locator('.version', { hasText: 'second' }).waitFor();
      await musicPanel(page).getByText('Deployments, to go back to').click();
      await musicPanel(page)
        .getByRole('button', { name: `Deploy ${music.version}` })
        .click();
      await page.getByRole('dialog').waitFor();
      await deployWithoutGates(stack.stores, 'music', await otherVersion('third'), 'faster than you');
      await fillDialog(page, TOKEN);
      await page
        .getByRole('alert')
        .getByText(/music: deployed is number 3 \(third, by somebody.*nothing was changed/u)
        .waitFor();
      expect(JSON.parse((await stack.stores.getKey('nlu-deployments', 'music'))!.text!).version).toBe('third');
    });
  },
);
