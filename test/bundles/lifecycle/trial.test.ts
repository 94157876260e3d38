import { describe, expect, it } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import type { Source, SourceListener, Target } from '../../../bundles/lifecycle/source.js';
import { trialSchema } from '../../../bundles/lifecycle/trials/trial.js';
import { startManager } from '../../support/models/domain-manager.js';
import { smallBundle } from '../../support/models/small-model.js';

/** A source that names what the test tells it to. */
class ToldSource implements Source {
  readonly place = 'the test';
  readonly #files = new Map<string, Uint8Array>();
  listener: SourceListener | undefined;

  async start(listener: SourceListener): Promise<void> {
    this.listener = listener;
  }

  async fetch({ version }: Target) {
    return { bytes: this.#files.get(version)! };
  }

  async bundle(version: string, golden?: Uint8Array): Promise<Target> {
    const bytes = await smallBundle(version, golden ? { golden } : {});
    this.#files.set(version, bytes);
    return { version, digest: (await openBundle(bytes, ANY_SIGNER)).digest };
  }

  async close(): Promise<void> {}
}

const shadow = { plan: { mode: 'shadow' as const } };

async function started() {
  const source = new ToldSource();
  const managed = await startManager(source);
  const { listener } = source;
  listener!.aspire(await source.bundle('v1'));
  await managed.reached('v1', 'active');
  return { source, listener: listener!, ...managed };
}

describe('a trial', () => {
  it('leases its candidate once that is warm, while the active version answers', async () => {
    const { source, listener, manager, until } = await started();
    expect(manager.trial).toBeUndefined();
    listener.prepare({ ...(await source.bundle('v2')), trial: shadow });
    expect(manager.trial).toBeUndefined();
    await until(() => manager.trial !== undefined);
    expect(manager.trial).toMatchObject({ plan: { mode: 'shadow' }, version: 'v2' });
    const [candidate, active] = [manager.trial!.lease(), manager.lease()];
    expect([candidate.manifest.version, active.manifest.version]).toEqual(['v2', 'v1']);
    active.end();
    listener.prepare(undefined);
    expect(manager.trial).toBeUndefined();
    expect(await candidate.servable.interpret('play')).toMatchObject({ hypotheses: [{ intent: 'PlayMusic' }] });
    candidate.end();
  });

  it('is none of a candidate that is only held, expired, refused, or active', async () => {
    const { source, listener, manager, reached } = await started();
    const second = await source.bundle('v2');
    listener.prepare(second);
    await reached('v2', 'warming');
    expect(manager.trial).toBeUndefined();
    listener.prepare({ ...second, trial: { ...shadow, expiresMs: Date.now() - 1 } });
    expect(manager.trial).toBeUndefined();
    listener.prepare({ ...(await source.bundle('v3', Buffer.from('[]'))), trial: shadow });
    await reached('v3', 'refused');
    expect(manager.trial).toBeUndefined();
    listener.prepare({ ...second, trial: shadow });
    await reached('v2', 'warming');
    listener.aspire(second);
    await reached('v2', 'active');
    expect(manager.trial).toBeUndefined();
  });

  it('of a version that was active before takes no further load, and changes its plan at once', async () => {
    const { source, listener, manager, reached, events } = await started();
    listener.aspire(await source.bundle('v2'));
    await reached('v2', 'active');
    const first = await source.bundle('v1');
    listener.prepare({ ...first, trial: shadow });
    expect(manager.trial).toMatchObject({ version: 'v1' });
    listener.prepare({ ...first, trial: { plan: { mode: 'share', percent: 20 } } });
    expect(manager.trial).toMatchObject({ version: 'v1', plan: { percent: 20 } });
    expect(events.filter((event) => event === 'v1 fetching')).toHaveLength(1);
  });
});

it.each([0, -1, 50.01, 0.001, Number.NaN])('a share of %d percent is none', (percent) => {
  expect(trialSchema.safeParse({ mode: 'share', percent }).success).toBe(false);
});

it.each([0.01, 0.07, 5, 12.34, 50])('a share of %d percent is one', (percent) => {
  expect(trialSchema.safeParse({ mode: 'share', percent }).success).toBe(true);
});
