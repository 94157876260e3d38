import { describe, expect, it } from 'vitest';
import { RERANKER_FORMS, type RerankerForm } from '../../../bundles/format/manifest.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import { scoreList } from '../../../domains/core/reranker/head.js';
import { namedWeights } from '../../../domains/core/reranker/model.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { seeded } from '../../../training/numeric/random.js';
import { softmax } from '../../../training/reranker/losses/cross-entropy.js';
import type { RankingExample } from '../../../training/reranker/losses/ranking-example.js';
import { tabulate } from '../../../training/reranker/ranking-table.js';
import { RERANKER_DEFAULTS, trainReranker } from '../../../training/reranker/reranker-trainer.js';
import { evidenceOf } from '../../support/models/rerankers.js';

/** The truth that made-up lists follow, by column. */
const TRUTH = { presentDomain: 2.5, presentBias: 4, intent: 1.5, template: 0.4, inDomainWeight: 2 };

/** Lists of three whose right hypothesis is drawn from a list-wise model: TRUTH can be learned back from them. */
function listwiseExamples(count: number, seed: number): RankingExample[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const domain = -6 * random.next() ** 2;
    const rows = [0, 1, 2].map(() => ({
      domain,
      intent: -4 * random.next(),
      slot: -3 * random.next(),
      template: -20 * random.next(),
    }));
    const shares = softmax(Float64Array.from(rows, (row) => TRUTH.intent * row.intent + TRUTH.template * row.template));
    const present = random.next() < sigmoid(TRUTH.presentBias + TRUTH.presentDomain * domain);
    const draw = random.next();
    // Where nothing on the list is right the utterance may be the domain's all the same.
    const isInDomain = present || random.next() < sigmoid(TRUTH.inDomainWeight * domain);
    const right = present ? (draw < shares[0] ? 0 : draw < shares[0] + shares[1] ? 1 : 2) : -1;
    const cost = Float64Array.from(rows, (_, index) => (index === right ? 0 : 1));
    return { evidence: evidenceOf({ domain }, rows), right, cost, isInDomain, annotated: true, weight: 1 };
  });
}

const examples = listwiseExamples(3000, 1);
const settings = { ...RERANKER_DEFAULTS, l2: 0.1 };
const weightsOf = (form: RerankerForm, list = examples) => namedWeights(trainReranker(tabulate(list), form, settings));

describe('trainReranker', () => {
  it('r0 learns nothing but whose the utterance is', () => {
    const weights = weightsOf('r0');
    for (const name of HYPOTHESIS_EVIDENCE) {
      expect(weights[`hypothesis.${name}`]).toBe(['domain', 'intent', 'slot'].includes(name) ? 1 : 0);
    }
    expect(weights['hypothesis.bias']).toBe(0);
    expect(weights['mine.domain']).toBeGreaterThan(0.5);
  });

  it('list-wise finds the model that the lists were drawn from', () => {
    const weights = namedWeights(trainReranker(tabulate(examples), 'list-wise', { ...settings, semerShare: 0 }));
    expect(weights['list.domain']).toBeCloseTo(TRUTH.presentDomain, 0);
    expect(Math.abs(weights['hypothesis.intent'] - TRUTH.intent)).toBeLessThan(0.15);
    expect(Math.abs(weights['hypothesis.template'] - TRUTH.template)).toBeLessThan(0.05);
    // The slot score says nothing here, and no column that stands still gets a weight.
    expect(Math.abs(weights['hypothesis.slot'])).toBeLessThan(0.15);
    expect(weights['hypothesis.slotCount']).toBe(0);
  });

  it.each(['r1', 'r2', 'r3', 'list-wise'] as const)('%s ranks better than the product of the scores', (form) => {
    const share = (model: ReturnType<typeof trainReranker>) => {
      const fresh = listwiseExamples(1000, 2).filter(({ right }) => right >= 0);
      return (
        fresh.filter(({ evidence, right }) => {
          const { logits } = scoreList(model, evidence);
          return logits.indexOf(Math.max(...logits)) === right;
        }).length / fresh.length
      );
    };
    expect(share(trainReranker(tabulate(examples), form, settings))).toBeGreaterThan(
      share(trainReranker(tabulate(examples), 'r0', settings)) + 0.03,
    );
  });

  it.each(['r2', 'r3', 'list-wise'] as const)('%s is calibrated on lists that it has not seen', (form) => {
    const model = trainReranker(tabulate(examples), form, settings);
    let [expected, right] = [0, 0];
    const fresh = listwiseExamples(2000, 3);
    for (const { evidence, right: index } of fresh) {
      const { logits } = scoreList(model, evidence);
      expected += logits.reduce((sum, logit) => sum + sigmoid(logit), 0);
      if (index >= 0) right++;
    }
    // 2000 draws: standard deviation 0.011 at most. Expected SemER alone would be far off: it has no reason not to be sure.
    expect(Math.abs(expected - right) / fresh.length).toBeLessThan(form === 'r3' ? 0.1 : 0.04);
  });

  it('r1 learns a weight for the domain and a bias, thanks to the null hypothesis', () => {
    const weights = weightsOf('r1');
    expect(weights['hypothesis.domain']).toBeGreaterThan(0.3);
    expect(Math.abs(weights['hypothesis.bias'])).toBeGreaterThan(0.1);
  });

  it('the paper’s forms read the domain, intent and slot scores only', () => {
    for (const form of ['r1', 'r2', 'r3'] as const) {
      const weights = weightsOf(form);
      for (const name of HYPOTHESIS_EVIDENCE.slice(3)) expect(weights[`hypothesis.${name}`]).toBe(0);
      for (const name of LIST_EVIDENCE) expect(weights[`list.${name}`]).toBe(0);
    }
  });

  it('finds P(in domain) given that nothing is right, in every form, and so P(in domain) as often as it is', () => {
    for (const form of RERANKER_FORMS) {
      const weights = weightsOf(form);
      expect(Math.abs(weights['mine.domain'] - TRUTH.inDomainWeight)).toBeLessThan(0.7);
    }
    const model = trainReranker(tabulate(examples), 'list-wise', settings);
    const expected = examples.reduce((sum, { evidence }) => sum + scoreList(model, evidence).inDomain, 0);
    const actual = examples.filter(({ isInDomain }) => isInDomain).length;
    expect(Math.abs(expected - actual) / examples.length).toBeLessThan(0.02);
  });

  it('finds P(in domain) by the domain score alone: as often as it is in every fifth of the scores', () => {
    const random = seeded(3);
    // The classifier's logit is twice too sure, and 1 too low.
    const rows = Array.from({ length: 20_000 }, (): RankingExample => {
      const logit = 16 * random.next() - 12;
      const score = sigmoid(logit);
      const isInDomain = random.next() < sigmoid(logit / 2 + 1);
      const list = { domain: Math.log(score), notDomain: -Math.log(1 - score) };
      const rest = { right: -1, cost: Float64Array.of(1), annotated: true, weight: 1 };
      return { evidence: evidenceOf(list, [{}]), isInDomain, ...rest };
    });
    const { screen } = trainReranker(tabulate(rows), 'list-wise', { ...settings, screenBelow: 0.01 });
    expect(Math.abs(screen!.weight - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(screen!.bias - 1)).toBeLessThan(0.1);
    expect(screen!.below).toBe(0.01);
    expect(trainReranker(tabulate(rows), 'list-wise', { ...settings, screenBelow: 0 }).screen).toBeUndefined();
    expect(trainReranker(tabulate(rows), 'r3', { ...settings, screenBelow: 0.01 }).screen).toBeUndefined();
  });

  it('takes a weight of three for three utterances', () => {
    const some = examples.slice(0, 300);
    const weighted = some.map((example) => ({ ...example, weight: example.isInDomain ? 1 : 3 }));
    const repeated = some.flatMap((example) => (example.isInDomain ? [example] : [example, example, example]));
    // Without a penalty, whose unit is each column's spread over the rows, which repetition changes.
    for (const form of ['r2', 'list-wise'] as const) {
      const one = namedWeights(trainReranker(tabulate(weighted), form, { ...settings, l2: 0 }));
      const other = namedWeights(trainReranker(tabulate(repeated), form, { ...settings, l2: 0 }));
      for (const [name, weight] of Object.entries(one)) expect(weight, name).toBeCloseTo(other[name], 2);
    }
  });

  it('learns slot by slot which slots a right hypothesis has, and how many words they take', () => {
    const random = seeded(7);
    // Nothing tells the three apart but their slots: an artist is likelier than a track, and the likelier the shorter it is.
    const weigh = { artist: 1.5, track: 0, word: -0.8 };
    const lists = Array.from({ length: 4000 }, (): RankingExample => {
      const used = [0, 1, 2].map(() => ({
        slot: random.next() < 0.5 ? ('artist' as const) : ('track' as const),
        words: 1 + random.below(4),
      }));
      const scores = used.map(({ slot, words }) => weigh[slot] + (slot === 'artist' ? weigh.word * words : 0));
      const shares = softmax(Float64Array.from(scores));
      const draw = random.next();
      const right = draw < shares[0] ? 0 : draw < shares[0] + shares[1] ? 1 : 2;
      const slots = used.map(({ slot, words }) => [{ use: `PlayMusic.${slot}`, words }]);
      const cost = Float64Array.from(used, (_, index) => (index === right ? 0 : 1));
      return {
        evidence: evidenceOf({}, [{}, {}, {}]),
        right,
        cost,
        isInDomain: true,
        annotated: true,
        weight: 1,
        slots,
      };
    });
    const model = trainReranker(tabulate(lists), 'list-wise', { ...settings, semerShare: 0, l2: 0.01 });
    const [artist, track] = ['PlayMusic.artist', 'PlayMusic.track'].map((use) => model.slots.get(use)!);
    // Every hypothesis has one slot, so that only differences are told.
    expect(Math.abs(artist.presence - track.presence - 1.5)).toBeLessThan(0.3);
    expect(Math.abs(artist.word + 0.8)).toBeLessThan(0.1);
    expect(Math.abs(track.word)).toBeLessThan(0.1);
    expect(namedWeights(model)['hypothesis.slotWeights']).toBe(1);
    for (const form of ['r0', 'r1', 'r2', 'r3'] as const)
      expect(trainReranker(tabulate(lists), form, settings).slots.size).toBe(0);
  });

  it('undoes the sampling of negatives by their inverse rate', () => {
    const kept = examples.filter(({ isInDomain }, index) => isInDomain || index % 10 === 0);
    const weighted = kept.map((example) => ({ ...example, weight: example.isInDomain ? 1 : 10 }));
    const expected = (list: readonly RankingExample[]) => {
      const model = trainReranker(tabulate(list), 'list-wise', settings);
      return examples.reduce((sum, { evidence }) => sum + scoreList(model, evidence).inDomain, 0) / examples.length;
    };
    const truth = examples.filter(({ isInDomain }) => isInDomain).length / examples.length;
    expect(Math.abs(expected(weighted) - truth)).toBeLessThan(0.05);
    expect(expected(kept) - truth).toBeGreaterThan(0.1);
  });

  it('learns from a row without annotation only that it is the domain’s', () => {
    const bare = listwiseExamples(300, 4).map((example) => ({
      ...example,
      isInDomain: true,
      annotated: false,
      right: -1,
    }));
    const [without, having] = [weightsOf('list-wise'), weightsOf('list-wise', [...examples, ...bare])];
    for (const [name, weight] of Object.entries(without)) {
      // Whose an utterance is: by all that is known, and by the domain score alone.
      if (name.startsWith('mine.') || name.startsWith('screen.')) continue;
      expect(having[name], name).toBe(weight);
    }
    expect(having['mine.bias']).not.toBe(without['mine.bias']);
  });

  it('gives finite weights for lists of one, for extremes and for one class only', () => {
    const lists: RankingExample[][] = [
      [
        {
          evidence: evidenceOf({}, [{}]),
          right: 0,
          cost: Float64Array.of(0),
          isInDomain: true,
          annotated: true,
          weight: 1,
        },
      ],
      examples.slice(0, 50).map((example) => ({ ...example, isInDomain: false, right: -1 })),
      examples.slice(0, 50).map((example) => ({
        ...example,
        evidence: {
          list: example.evidence.list.map((v) => v * 1e4),
          hypotheses: example.evidence.hypotheses.map((v) => v * 1e4),
        },
      })),
    ];
    for (const list of lists) {
      for (const form of RERANKER_FORMS) {
        for (const weight of Object.values(namedWeights(trainReranker(tabulate(list), form, RERANKER_DEFAULTS)))) {
          expect(weight).toSatisfy(Number.isFinite);
        }
      }
    }
  });
});
