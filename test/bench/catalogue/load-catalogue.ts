import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CATALOGUE_LIMITS } from '../../../bundles/format/limits.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { sourceConfigSchema } from '../../../bundles/sources/source-config.js';
import { CatalogueThread } from '../../../domains/core/loading/catalogue/catalogue-thread.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { Catalogue } from '../../../domains/core/resolution/bundle/catalogue-tables.js';

/** What a fresh process measures while it loads one bundle. */
export interface LoadFigures {
  readonly loadMs: number;
  /** The longest that a timer of 1 ms had to wait meanwhile beyond its time, in ms. */
  readonly delayMs: number;
  /** What the loaded catalogue adds to resident memory, after the garbage is collected and queries were asked, in MB. */
  readonly residentMb: number;
}

const [, , where, file] = process.argv;
const ASKED = 1_000;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

process.stdout.write(JSON.stringify(await measure()));

async function measure(): Promise<LoadFigures> {
  await settled();
  const before = process.memoryUsage().rss;
  let [delayMs, last] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    [delayMs, last] = [Math.max(delayMs, now - last - 1), now];
  }, 1);
  const begun = performance.now();
  const { table, resolver } = await (where === 'thread' ? loadOnThread() : loadHere());
  const loadMs = performance.now() - begun;
  await new Promise((resolve) => setTimeout(resolve, 5));
  clearInterval(timer);
  for (let asked = 0; asked < ASKED; asked++) {
    const value = table.titleOf((asked * 7_919) % table.count);
    resolver.resolve([{ slot: 'track', value }], {}, `${asked}`, 5);
  }
  await settled();
  return { loadMs, delayMs, residentMb: (process.memoryUsage().rss - before) / 2 ** 20 };
}

async function loadHere(): Promise<Catalogue> {
  return (await openCatalogue(readFileSync(file!), ANY_SIGNER)).catalogue;
}

/** As a domain that serves does; the thread has ended afterwards. */
async function loadOnThread(): Promise<Catalogue> {
  const [folder, version] = [dirname(file!), basename(file!, '.bundle')];
  const source = sourceConfigSchema.parse({ directory: folder });
  const trust = { publicKeys: [], allowUnsigned: true };
  const thread = new CatalogueThread({ domain: 'music', trust, source, answerWithinMs: 60_000 });
  const mostBytes = CATALOGUE_LIMITS.fileBytes;
  const read = await thread.read({ folder, version, mostBytes }, AbortSignal.timeout(600_000));
  const { catalogue } = await thread.open(read!.bytes, { version }, () => {});
  await thread.close();
  return catalogue;
}

/** Lets finalizers give back what is no longer held. */
async function settled(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
