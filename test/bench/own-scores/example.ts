import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { ActiveModels } from '../../../cli/release/gates/active-models.js';
import { gateSetCorpora, sampleCorpora } from '../../../training/corpus/default-corpora.js';
import { DISTORTIONS, distorted } from './distortions.js';
import { listedRows } from './lists.js';

/** The domain whose lists ship. */
const DOMAIN = 'music';
/** Hypotheses of each list that ship: the file stays small. */
const N_BEST = 3;
/** Rows of domains and of others that ship, one in so many. */
const EVERY = 2;

/**
 * Writes the rows that the guide "You have an NLU" works with: music's lists of the sample and of the gate set, under one
 * score, `confidence`, of an NLU that is far too sure (logits times 3) and gives four digits.
 */
export async function writeExample(models: ActiveModels, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  for (const [name, corpora, every] of [
    ['train.jsonl', sampleCorpora(), 1],
    ['held-out.jsonl', gateSetCorpora(), EVERY],
  ] as const) {
    const rows = distorted(await listedRows(models, corpora), DISTORTIONS['logits x 3']);
    const lines = rows
      .filter((_, index) => index % every === 0)
      .map(({ id, text, reference, hypotheses }) => {
        const own = hypotheses
          .filter(({ domain }) => domain === DOMAIN)
          .map((each) => ({
            intent: each.intent,
            slots: each.slots.map((slot) => ({ name: slot.name, value: slot.value })),
            scores: { confidence: Number(product(each.scores).toFixed(4)) },
          }));
        own.sort((one, other) => other.scores.confidence - one.scores.confidence);
        const { intent, slots = [] } = reference;
        const truth =
          reference.domain === DOMAIN
            ? { intent, slots: slots.map((slot) => ({ name: slot.name, value: slot.value })) }
            : null;
        return JSON.stringify({ id, text, truth, hypotheses: own.slice(0, N_BEST) });
      });
    const file = join(folder, name);
    await writeFileAtomic(file, `${[DECLARATION, ...lines].join('\n')}\n`);
    written.push(`${file}: ${lines.length} rows\n`);
  }
  return written.join('');
}

const DECLARATION = JSON.stringify({ scores: { confidence: 'probability' } });

function product(scores: Readonly<Record<string, number | null | undefined>>): number {
  return Object.values(scores).reduce<number>((all, value) => all * (value ?? 1), 1);
}
