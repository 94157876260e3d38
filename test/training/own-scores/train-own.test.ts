import { describe, expect, it } from 'vitest';
import { OWN_FORMS, type OwnForm } from '../../../bundles/format/manifest.js';
import { openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { checkOwnGolden, parseOwnGolden } from '../../../domains/core/own-scores/golden-check.js';
import { loadOwnRanker } from '../../../domains/core/own-scores/own-ranker.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { measure } from '../../../training/evaluation/figures.js';
import { seeded } from '../../../training/numeric/random.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';
import { type OwnTraining, trainOwn } from '../../../training/own-scores/train-own.js';

const schema = {
  domain: 'music',
  description: 'for tests',
  intents: [
    { name: 'PlayMusic', slots: ['artist'] },
    { name: 'Pause', slots: [] },
  ],
  rows: [],
};

/**
 * Rows of an NLU whose two hypotheses have logits s and r: the first is right with probability sigmoid(s), the second
 * else with sigmoid(r), and nothing is where both are wrong.
 */
function rowsOf(count: number, seed = 1): HypothesisRow[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const [s, r] = [6 * random.next() - 3, -2 * random.next() - 1];
    const slots = [{ name: 'artist', value: `artist ${index}` }];
    const own = { domain: 'music', intent: 'PlayMusic', slots };
    const first = random.next() < sigmoid(s);
    const second = !first && random.next() < sigmoid(r);
    return {
      id: `${index}`,
      text: `play artist ${index}`,
      line: index + 1,
      reference: first
        ? own
        : second
          ? { domain: 'music', intent: 'Pause', slots: [] }
          : { domain: 'other', intent: '', slots: undefined },
      hypotheses: [
        { ...own, scores: { confidence: sigmoid(s), cost: -3 * s } },
        { domain: 'music', intent: 'Pause', slots: [], scores: { confidence: sigmoid(r), cost: -3 * r } },
      ],
    };
  });
}

const training = (rows: readonly HypothesisRow[], more: Partial<OwnTraining> = {}): OwnTraining => ({
  schema,
  rows,
  read: rows.length,
  kinds: new Map([
    ['confidence', 'probability'],
    ['cost', 'cost'],
  ]),
  corpora: [{ name: 'rows.jsonl', rows: rows.length, sha256: 'a'.repeat(64) }],
  ignored: [],
  folds: 5,
  seed: 1,
  ...more,
});
const one = { kinds: new Map([['confidence', 'probability']] as const) };

describe('trainOwn', () => {
  it.each(OWN_FORMS)(
    '%s makes a bundle that opens, answers its golden lists, and gives the same digest again',
    async (form) => {
      const rows = rowsOf(200);
      const { contents, heldOut } = await trainOwn(training(rows, { ...one, form }));
      const bytes = packBundle(contents, { version: 'one' });
      const { manifest, parts, digest } = await openBundle(bytes, ANY_SIGNER);
      expect(manifest.recognizer).toBeUndefined();
      expect(manifest.reranker.form).toBe(form);
      expect(manifest.training.corpora).toEqual([{ name: 'rows.jsonl', rows: 200, sha256: 'a'.repeat(64) }]);
      expect(heldOut).toHaveLength(200);
      const { ranker, release } = await loadOwnRanker(manifest, parts);
      const golden = parseOwnGolden(parts.get('golden.json'));
      expect(golden).toHaveLength(8);
      await checkOwnGolden(ranker, golden, 1e-9);
      await release();
      const again = await trainOwn(training(rowsOf(200), { ...one, form }));
      expect((await openBundle(packBundle(again.contents, { version: 'two' }), ANY_SIGNER)).digest).toBe(digest);
    },
  );

  it.each<[OwnForm, number]>([
    ['list-wise', 0.03],
    ['temperature', 0.03],
    ['platt', 0.03],
    ['beta', 0.03],
    ['isotonic', 0.03],
  ])('%s is calibrated on rows that it had not seen', async (form, most) => {
    const { heldOut } = await trainOwn(training(rowsOf(6_000), { ...one, form }));
    expect(measure(heldOut).top.ece).toBeLessThan(most);
  });

  it('gives the same confidences under another scale: logits times 3, and costs', async () => {
    const scaled = rowsOf(600).map((row) => ({
      ...row,
      hypotheses: row.hypotheses.map((each) => {
        const logit = -(each.scores.cost ?? 0) / 3;
        return { ...each, scores: { confidence: sigmoid(3 * logit) } };
      }),
    }));
    const costs = rowsOf(600).map((row) => ({
      ...row,
      hypotheses: row.hypotheses.map(({ scores, ...each }) => ({ ...each, scores: { cost: scores.cost ?? null } })),
    }));
    // Squares of these are 0.
    const tiny = costs.map((row) => ({
      ...row,
      hypotheses: row.hypotheses.map((each) => ({ ...each, scores: { cost: (each.scores.cost ?? 0) * 1e-200 } })),
    }));
    const [plain, tripled, cost, least] = await Promise.all([
      trainOwn(training(rowsOf(600), { ...one, form: 'list-wise' })),
      trainOwn(training(scaled, { ...one, form: 'list-wise' })),
      trainOwn(training(costs, { kinds: new Map([['cost', 'cost']]), form: 'list-wise' })),
      trainOwn(training(tiny, { kinds: new Map([['cost', 'cost']]), form: 'list-wise' })),
    ]);
    for (const [index, { hypotheses }] of plain.heldOut.entries()) {
      expect(tripled.heldOut[index]!.hypotheses[0]!.confidence).toBeCloseTo(hypotheses[0]!.confidence, 3);
      expect(cost.heldOut[index]!.hypotheses[0]!.confidence).toBeCloseTo(hypotheses[0]!.confidence, 3);
      expect(least.heldOut[index]!.hypotheses[0]!.confidence).toBeCloseTo(hypotheses[0]!.confidence, 1);
    }
  });

  it('learns a line that bends, from 2,000 lists on, where log-odds are no straight line of the score', async () => {
    const random = seeded(5);
    // Right nine times in ten between -1 and 1, hardly ever beyond.
    const rows = rowsOf(3_000).map((row) => {
      const x = 6 * random.next() - 3;
      const isRight = random.next() < (Math.abs(x) < 1 ? 0.9 : 0.05);
      const [first] = row.hypotheses;
      const own = { domain: 'music', intent: 'PlayMusic', slots: first!.slots };
      return {
        ...row,
        reference: isRight ? own : { domain: 'other', intent: '', slots: undefined },
        hypotheses: [{ ...own, scores: { x } }],
      };
    });
    const kinds = new Map([['x', 'number']] as const);
    const [bent, straight] = await Promise.all(
      [rows, rows.slice(0, 1_500)].map(async (some) => {
        const { heldOut } = await trainOwn(training(some, { kinds, form: 'list-wise' }));
        return measure(heldOut).top;
      }),
    );
    expect(straight!.nll).toBeGreaterThan(0.6);
    expect(bent!.nll).toBeLessThan(0.45);
    expect(bent!.ece).toBeLessThan(0.1);
  });

  it('takes a calibration for few rows, of one probability its temperature, and the list-wise form for more', async () => {
    expect((await trainOwn(training(rowsOf(99), one))).form).toBe('temperature');
    expect((await trainOwn(training(rowsOf(99)))).form).toBe('beta');
    const { form, notices } = await trainOwn(training(rowsOf(100), one));
    expect(form).toBe('list-wise');
    expect(notices.join()).toContain('100 rows are few: from 200 on confidences hold');
  });

  it('gives a missing score a weight of its own: neither zero nor a guess', async () => {
    // Where the NLU gives no score it is right nine times in ten.
    const random = seeded(3);
    const rows = rowsOf(1_000).map((row, index) => {
      if (index % 4 > 0) return row;
      const [first, second] = row.hypotheses;
      const reference =
        random.next() < 0.9 ? { domain: 'music', intent: 'PlayMusic', slots: first!.slots } : row.reference;
      return { ...row, reference, hypotheses: [{ ...first!, scores: {} }, second!] };
    });
    const { heldOut } = await trainOwn(training(rows, { ...one, form: 'list-wise' }));
    const sure = heldOut.filter((_, index) => index % 4 === 0).map(({ hypotheses }) => hypotheses[0]!.confidence);
    const mean = sure.reduce((sum, each) => sum + each, 0) / sure.length;
    expect(mean).toBeGreaterThan(0.8);
    expect(mean).toBeLessThan(0.99);
  });

  it('learns where all scores are equal, and says that they tell nothing', async () => {
    const flat = rowsOf(200).map((row) => ({
      ...row,
      hypotheses: row.hypotheses.map((each) => ({ ...each, scores: { confidence: 0.5 } })),
    }));
    for (const form of OWN_FORMS) {
      const { heldOut, notices } = await trainOwn(training(flat, { ...one, form }));
      expect(notices).toContain('score confidence is 0.5 in every row: it says nothing');
      for (const { hypotheses } of heldOut)
        for (const { confidence } of hypotheses) expect(confidence).toBeLessThan(0.9);
    }
  });

  it('counts truths that no list holds, and rows without a list', async () => {
    const rows = rowsOf(200).map((row, index) => {
      if (index % 10 === 0)
        return { ...row, reference: { domain: 'music', intent: 'Pause', slots: [] }, hypotheses: [] };
      return row;
    });
    const { heldOut, notices, contents } = await trainOwn(training(rows, one));
    expect(heldOut).toHaveLength(200);
    expect(notices.join()).toMatch(/20 of \d+ own rows \(\d+ %\) list no right hypothesis/);
    expect(contents.manifest.figures.oracleIrer).toBeGreaterThan(0.1);
  });

  it('tells how many rows no fold could judge: of one text, all are held out together', async () => {
    const { heldOut, notices } = await trainOwn(
      training(
        rowsOf(200).map((row) => ({ ...row, text: 'play it' })),
        one,
      ),
    );
    expect(heldOut).toEqual([]);
    expect(notices).toContainEqual(expect.stringMatching(/^figures are of 0 of 200 rows: .* give rows of more texts$/));
  });

  const none = { domain: 'other', intent: '', slots: undefined };
  const right = (row: HypothesisRow) => ({
    ...row,
    hypotheses: row.hypotheses.slice(0, 1),
    reference: { domain: 'music', intent: 'PlayMusic', slots: row.hypotheses[0]!.slots },
  });
  it.each<[string, HypothesisRow[], Partial<OwnTraining>, string]>([
    ['one row', rowsOf(1), {}, 'one row to learn from; at least 20 are needed'],
    ['few rows', rowsOf(19), {}, '19 rows to learn from'],
    [
      'no truth of the domain',
      rowsOf(50).map((row) => ({ ...row, reference: none })),
      {},
      "no row's truth is of music",
    ],
    [
      'nothing right',
      rowsOf(50).map((row) => ({ ...row, reference: { domain: 'music', intent: 'PlayMusic', slots: [] } })),
      {},
      'no hypothesis is right in any of 50 rows',
    ],
    ['nothing wrong', rowsOf(50).map(right), {}, 'every hypothesis of 50 rows is right'],
    ['no lists', rowsOf(50).map((row) => ({ ...row, hypotheses: [] })), {}, 'no row has a hypothesis of music'],
    [
      'no scores',
      rowsOf(50).map((row) => ({ ...row, hypotheses: row.hypotheses.map((each) => ({ ...each, scores: {} })) })),
      {},
      'no hypothesis has a score',
    ],
    ['r0 of costs', rowsOf(50), { form: 'r0' }, '--form: r0 multiplies probabilities, and cost is a cost'],
    [
      'a score that no row has',
      rowsOf(50),
      { kinds: new Map([['nll', 'cost']]) },
      'score nll is declared, and no hypothesis has it',
    ],
  ])('refuses %s', async (_, rows, more, problem) => {
    await expect(trainOwn(training(rows, more))).rejects.toThrow(problem);
  });
});
