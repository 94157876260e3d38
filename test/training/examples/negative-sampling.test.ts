import { beforeAll, describe, expect, it } from 'vitest';
import { CLASSIFIER, TAGGER } from '../../../domains/core/recognizer/parts.js';
import { GENERATED, OTHER } from '../../../training/corpus/corpus-row.js';
import { declareNegatives, negativeWeight, rowWeight } from '../../../training/examples/negative-sampling.js';
import type { TrainingInputs } from '../../../training/recognizer/domain-models.js';
import {
  type CrossFit,
  crossFit,
  foldExamples,
  rerankAll,
  rerankHeldOut,
  trainedOn,
} from '../../../training/run/cross-fit.js';
import { trainDomain } from '../../../training/run/train-domain.js';
import type { TrainingPool } from '../../../training/run/training-pool.js';
import { ownThread, sampleTraining } from '../../support/corpora/sample-training.js';

const rates = new Map([['logs', 0.25]]);
const row = (text: string, domain: string, source = 'logs') => ({ text, domain, source });

it('rowWeight counts a row for as many as it stands for, as far as it is believed', () => {
  const learned = { ...row('play dune', 'music'), belief: 0.6 };
  expect(rowWeight(learned, 'music', rates, 1)).toBe(0.6);
  const kept = Array.from({ length: 100 }, (_, index) =>
    rowWeight({ ...row(`say ${index}`, OTHER), belief: 0.6 }, 'music', rates, 1),
  );
  expect(new Set(kept)).toEqual(new Set([0, 2.4]));
});

describe('negativeWeight', () => {
  it('keeps the declared share of a source, each row for as many as it stands for', () => {
    const weights = Array.from({ length: 8000 }, (_, index) =>
      negativeWeight(row(`say ${index}`, OTHER), 'music', rates, 1),
    );
    expect(new Set(weights)).toEqual(new Set([0, 4]));
    // Standard deviation of the share: 0.005.
    expect(weights.filter((weight) => weight > 0).length / weights.length).toBeCloseTo(0.25, 1);
    expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) / weights.length - 1)).toBeLessThan(0.1);
  });

  it('keeps every row of the domain itself, and of a source that no rate is given for', () => {
    for (let index = 0; index < 100; index++) {
      expect(negativeWeight(row(`play ${index}`, 'music'), 'music', rates, 1)).toBe(1);
      expect(negativeWeight(row(`say ${index}`, OTHER, 'other logs'), 'music', rates, 1)).toBe(1);
    }
  });

  it('draws by text, and otherwise for another domain or seed', () => {
    const drawn = (domain: string, seed: number, ending = '') =>
      Array.from({ length: 200 }, (_, index) =>
        negativeWeight(row(`say ${index}${ending}`, OTHER), domain, rates, seed),
      );
    expect(drawn('music', 1, '!')).toEqual(drawn('music', 1));
    expect(drawn('books', 1)).not.toEqual(drawn('music', 1));
    expect(drawn('music', 2)).not.toEqual(drawn('music', 1));
  });
});

describe('declareNegatives', () => {
  const examples = [row('a', 'music', 'ours'), row('b', OTHER, 'logs'), row('c', OTHER, 'web')].map(
    ({ source, domain }) => ({ source, isInDomain: domain === 'music' }),
  );

  it('names every source of negatives with its rate', () => {
    expect(declareNegatives(examples, rates)).toEqual([
      { source: 'logs', rate: 0.25 },
      { source: 'web', rate: 1 },
    ]);
  });

  it('refuses a rate for a source that gives none, and names those that do', () => {
    expect(() => declareNegatives(examples, new Map([['ours', 0.5]]))).toThrow(
      'negatives ours: no such source of negatives; there are logs, web',
    );
  });
});

describe('a domain that keeps one negative in five', { timeout: 60_000 }, () => {
  const training = { ...sampleTraining('music', 1), negatives: new Map([['sample', 0.2]]) };
  const { schema, catalogue, slotValues, recognizer: settings } = training;
  const inputs: TrainingInputs = { schema, catalogue, slotValues, settings };
  let fit: CrossFit;
  beforeAll(async () => {
    const folded = foldExamples(training.rows, inputs, training.folds, (each) =>
      negativeWeight(each, 'music', training.negatives, 1),
    );
    fit = await crossFit(folded, inputs, training.nBest, ownThread);
  }, 60_000);

  /** Mean P(in domain) of the utterances of other domains, those left out of training included. */
  async function meanInDomain(weighted: boolean): Promise<number> {
    const weight = fit.table.weight.map((each) => (weighted ? each : Math.min(1, each)));
    const heldOut = await rerankHeldOut(
      { ...fit, table: { ...fit.table, weight } },
      'list-wise',
      training.reranker,
      ownThread,
    );
    const others = heldOut.filter(({ reference }) => reference.domain === OTHER);
    return others.reduce((sum, { inDomain }) => sum + inDomain, 0) / others.length;
  }

  it('has a lower mean P(in domain) of other domains’ utterances when the kept ones are weighted', async () => {
    const [weighted, unweighted] = [await meanInDomain(true), await meanInDomain(false)];
    expect(weighted).toBeLessThan(0.7 * unweighted);
  });

  it('scores what it left out, trains without it and declares the rate', async () => {
    const { contents, heldOut } = await trainDomain(training, ownThread, () => {});
    expect(contents.manifest.training.negatives).toEqual([{ source: 'sample', rate: 0.2 }]);
    expect(heldOut).toHaveLength(fit.examples.length);
    const kept = trainedOn(fit.examples);
    expect(kept.length).toBeLessThan(0.6 * fit.examples.length);
    expect(kept.filter(({ isInDomain }) => isInDomain)).toEqual(fit.examples.filter(({ isInDomain }) => isInDomain));
    // What is served is what those rows alone make of it.
    const left = new Set(fit.examples.filter(({ weight }) => weight === 0).map(({ id }) => id));
    const rows = training.rows.filter(({ id }) => !left.has(id));
    const alone = await trainDomain({ ...training, rows, negatives: new Map() }, ownThread, () => {});
    for (const { part } of [CLASSIFIER, TAGGER])
      expect(contents.parts.get(part)).toEqual(alone.contents.parts.get(part));
  });
});

describe('generated rows', { timeout: 60_000 }, () => {
  it('count for as much as is declared in the losses of every re-ranker, and are scored like any other', async () => {
    const training = sampleTraining('music', 1);
    const { schema, catalogue, slotValues, recognizer: settings } = training;
    const rows = training.rows.map((row, index) => (index % 3 === 0 ? { ...row, source: GENERATED } : row));
    const inputs: TrainingInputs = { schema, catalogue, slotValues, settings };
    const fit = await crossFit(
      foldExamples(rows, inputs, 2, () => 2),
      inputs,
      training.nBest,
      ownThread,
    );
    const weights: Float64Array[] = [];
    const pool: TrainingPool = {
      ...ownThread,
      rerank: (task) => {
        weights.push(task.table.weight);
        return ownThread.rerank(task);
      },
    };
    const reranker = { ...training.reranker, generatedWeight: 0.25 };
    await rerankAll(fit, 'list-wise', reranker, pool);
    const heldOut = await rerankHeldOut(fit, 'list-wise', reranker, pool);
    expect(heldOut).toHaveLength(fit.examples.length);
    const plain = fit.examples.map(({ source }) => (source === GENERATED ? 0.5 : 2));
    // Of others' lists with a domain score below .01 one in eight stands for eight.
    const easy = fit.lists.map(({ hypotheses: [first] }, index) => {
      return !fit.examples[index].isInDomain && first.scores.domain < 0.01;
    });
    const all = [...weights[0]];
    expect(all.filter((_, index) => !easy[index])).toEqual(plain.filter((_, index) => !easy[index]));
    const drawn = all.flatMap((weight, index) => (easy[index] ? [weight / plain[index]] : []));
    expect(new Set(drawn)).toEqual(new Set([0, 8]));
    expect(drawn.reduce((sum, weight) => sum + weight, 0) / drawn.length).toBeCloseTo(1, 0);
    for (const fold of [0, 1]) {
      expect([...weights[1 + fold]]).toEqual(all.map((weight, index) => (fit.folds[index] === fold ? 0 : weight)));
    }
  });
});
