import { z } from 'zod';
import { BundleRefused } from '../../../bundles/format/refusal.js';
import { type OwnGolden, ownGoldenSchema } from './own-golden.js';
import type { OwnRanker } from './own-ranker.js';

/**
 * The golden lists of a bundle without recognizer; at least one.
 * @param part the bytes of golden.json
 * @throws BundleRefused('golden')
 */
export function parseOwnGolden(part: Uint8Array | undefined): readonly OwnGolden[] {
  if (!part) throw new BundleRefused('golden', 'the bundle has no golden lists');
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(part).toString('utf8'));
  } catch (cause) {
    throw new BundleRefused('golden', 'the golden lists are not JSON', { cause });
  }
  const parsed = z.array(ownGoldenSchema).min(1).safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BundleRefused('golden', `golden list ${issue.path.join('.')}: ${issue.message}`);
}

/**
 * Ranks the golden lists and compares confidences, contributions and P(in domain) with what is recorded.
 * @param tolerance absolute difference
 * @throws BundleRefused('golden') naming the first utterance and difference
 */
export async function checkOwnGolden(
  ranker: OwnRanker,
  golden: readonly OwnGolden[],
  tolerance: number,
): Promise<void> {
  for (const { utterance, hypotheses, interpretation } of golden) {
    const { confidences, inDomain, explain } = await ranker.rank(hypotheses);
    const pairs: [string, number, number | undefined][] = [['P(in domain)', interpretation.inDomain, inDomain]];
    // Those of equal meaning and scores stand in for one another.
    const left = [...hypotheses.keys()];
    for (const expected of interpretation.hypotheses) {
      const key = keyOf(expected);
      const place = left.findIndex((index) => keyOf(hypotheses[index]) === key);
      if (place < 0) throw new BundleRefused('golden', `"${utterance}": an answer that was not sent: ${key}`);
      const [index] = left.splice(place, 1);
      pairs.push([`confidence of ${key}`, expected.confidence, confidences[index]]);
      const parts = new Map(explain(index).map(({ name, value }) => [name, value]));
      for (const { name, value } of expected.contributions)
        pairs.push([`contribution ${name} of ${key}`, value, parts.get(name)]);
    }
    const off = pairs.find(([, expected, actual]) => !(Math.abs(expected - (actual ?? Number.NaN)) <= tolerance));
    if (!off) continue;
    const [what, expected, actual] = off;
    const problem = `${what} is ${actual} where ${expected} is recorded, more than ${tolerance} apart`;
    throw new BundleRefused('golden', `"${utterance}": ${problem}`);
  }
}

function keyOf({ intent, slots, scores }: OwnGolden['hypotheses'][number]): string {
  const values = slots.map(({ name, value }) => `${name}=${value}`).join(', ');
  return `${intent}(${values}) ${JSON.stringify(Object.entries(scores).sort())}`;
}
