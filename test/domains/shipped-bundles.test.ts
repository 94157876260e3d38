import { describe, expect, it, onTestFinished } from 'vitest';
import { loadInterpreter } from '../../domains/core/interpreter/load-interpreter.js';
import { openHere } from '../../domains/core/loading/domain-bundle.js';
import { domainLoader } from '../../domains/core/loading/domain-loader.js';
import { type Shipped, shippedBundles } from '../support/models/shipped.js';

const shipped = await shippedBundles();

/** Through every check that stands between a bundle and traffic, its golden utterances included. */
async function load({ schema, version, bytes }: Shipped) {
  const open = openHere({ schema, trust: { keys: [], allowUnsigned: true } }, loadInterpreter);
  const load = domainLoader({ open, goldenTolerance: 1e-4, answerWithinMs: 1_000 });
  const { servable } = await load({ version }, bytes, () => {});
  onTestFinished(() => servable.release());
  return servable;
}

describe.each(shipped.map((each) => [each.domain, each] as const))('the bundle of %s', (domain, each) => {
  it('passes every check', async () => {
    await expect(load(each)).resolves.toBeDefined();
    expect(each.bundle.manifest.domain).toBe(domain);
  });

  it('answers any text', async () => {
    const servable = await load(each);
    for (const text of ['', ' ', '…', '😀', 'שיר', '\ud800', 'a\u0000b', 'x'.repeat(100_000), 'play '.repeat(20_000)]) {
      const { hypotheses, inDomain } = await servable.interpret(text, { explain: true });
      expect(hypotheses.length).toBeGreaterThan(0);
      for (const { confidence } of hypotheses) expect(confidence >= 0 && confidence <= 1).toBe(true);
      expect(inDomain >= 0 && inDomain <= 1).toBe(true);
      for (const { value } of hypotheses.flatMap(({ contributions }) => contributions))
        expect(value).toSatisfy(Number.isFinite);
    }
  });

  it('explains its confidences', async () => {
    const servable = await load(each);
    const { hypotheses } = await servable.interpret('play mary poppins', { explain: true });
    for (const { confidence, contributions } of hypotheses) {
      const sum = contributions.reduce((total, { value }) => total + value, 0);
      expect(Math.abs(sum - Math.log(confidence / (1 - confidence)))).toBeLessThan(1e-6);
    }
  });
});

it('all of them together are 8 MB at most', () => {
  expect(shipped.length).toBeGreaterThanOrEqual(3);
  expect(shipped.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(8e6);
});
