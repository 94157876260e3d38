import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { withGateway } from '../../cli/access/gateway-client.js';
import { NatsDesk } from '../../cli/console/nats-desk.js';
import { storesOf, withStores } from '../../cli/release/publication/nats-connection.js';
import { publishShipped } from '../../cli/release/publication/publish-shipped.js';
import { startNatsServer } from '../../cli/stack/nats-server.js';
import { startStack } from '../../cli/stack/stack.js';
import { startConsole } from '../../console/service/start.js';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { makeDeploymentKey } from '../../gateway/feedback/privacy/deployment-key-file.js';
import { projectRoot } from '../../serving/project.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import { startBrowser } from '../support/browser.js';
import { useGateway } from './console-use.js';

const { out, requests } = new Command('pictures:console')
  .description(
    'Take a picture of each page of the console, over a real stack that is used meanwhile (needs nats-server, chromium).',
  )
  .option('--out <folder>', 'where to write console-PAGE.png', join(projectRoot(), 'docs', 'pictures'))
  .option('--requests <n>', 'requests of made-up customers', Number, 600)
  .parse()
  .opts<{ out: string; requests: number }>();

/** What is shown of a domain, in pixels: the worst errors go on below. */
const DOMAIN_HEIGHT = 1_150;

const run = promisify(execFile);
const command = (...args: string[]) => run(process.execPath, [join(projectRoot(), 'dist', 'cli', 'main.js'), ...args]);
const folder = mkdtempSync(join(tmpdir(), 'nlu-pictures-'));
const nats = await startNatsServer({ port: 0, store: join(folder, 'jetstream') });
const keyFile = join(folder, 'deployment.key');
await makeDeploymentKey(keyFile);
await withStores({ nats: [nats.address] }, (stores) => publishShipped(stores, allDomains()));
const stack = await startStack({
  ...{ oneProcess: true, metricsPort: 0, events: { keyFile, text: true } },
  nats: { server: nats.address, caches: join(folder, 'caches') },
});
const browser = await startBrowser();
try {
  await withGateway({ gateway: stack.gateway }, async (client, address) => {
    const reports = join(folder, 'reports');
    const rows = sampleCorpora().flatMap((file) => ['--corpus', file]);
    const report = ['--resamples', '200', '--report', join(reports, 'quality')];
    await command('evaluate', '--gateway', address, ...rows, ...report);
    const { interpret, describe } = client;
    const console = await startConsole({
      gateway: { address, interpret, describe },
      desk: new NatsDesk(storesOf({ nats: [nats.address] }, 'console'), undefined),
      metrics: [stack.metrics ?? ''],
      ...{ reports, host: '127.0.0.1', port: 0, hostNames: [], token: 'not-shown', log: () => {} },
    });
    const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    await page.goto(`${console.address}#/live`);
    await useGateway(client, requests);
    await page.getByText('requests a second').waitFor();
    await page.screenshot({ path: join(out, 'console-live.png'), fullPage: true });
    const events = ['--events', 'nats', '--nats', nats.address, '--events-key', keyFile];
    await command('failures', ...events, '--output', join(reports, 'failures'));

    await page.goto(`${console.address}?again#/learning`);
    await page.getByRole('img', { name: /stage that failed first/u }).waitFor();
    await page.screenshot({ path: join(out, 'console-learning.png'), fullPage: true });

    await page.getByRole('link', { name: 'Domains' }).click();
    const music = page.locator('[data-domain=music]');
    await music.getByText(/^Deployments/u).click();
    await music.getByText(/^Quality/u).click();
    await music.getByRole('img', { name: /Reliability/u }).waitFor();
    const { x, y, width } = (await music.boundingBox())!;
    const clip = { x, y, width, height: DOMAIN_HEIGHT };
    await page.screenshot({ path: join(out, 'console-domains.png'), fullPage: true, clip });

    await page.getByRole('link', { name: 'Try' }).click();
    await page.getByLabel('Device', { exact: true }).selectOption('tv');
    await page.getByLabel(/What a user says/u).fill('play mary poppins');
    await page.getByRole('button', { name: 'Interpret' }).click();
    await page.getByRole('img', { name: /what a domain believes/u }).waitFor();
    await page.screenshot({ path: join(out, 'console-try.png') });
    await console.close();
  });
} finally {
  await browser.close();
  await stack.stop();
  await nats.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(
  `wrote console-try.png, console-domains.png, console-live.png and console-learning.png to ${out}\n`,
);
