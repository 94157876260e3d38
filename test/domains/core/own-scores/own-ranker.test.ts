import { describe, expect, it } from 'vitest';
import type { OwnScore } from '../../../../bundles/format/own-scores.js';
import { BundleRefused } from '../../../../bundles/format/refusal.js';
import { type CalibrationMap, mappedLogit } from '../../../../domains/core/own-scores/calibration.js';
import { type NamedScores, ownColumns } from '../../../../domains/core/own-scores/evidence.js';
import { checkOwnGolden, parseOwnGolden } from '../../../../domains/core/own-scores/golden-check.js';
import { type OwnModel, ownManifest, ownModel } from '../../../../domains/core/own-scores/model.js';
import { loadOwnRanker, OwnRanker } from '../../../../domains/core/own-scores/own-ranker.js';
import { scoreWarnings } from '../../../../domains/core/own-scores/warnings.js';
import { RERANKER_GRAPH } from '../../../../domains/core/reranker/parts.js';
import { NO_SLOT_WEIGHTS } from '../../../../domains/core/reranker/slot-weights.js';
import { logit, sigmoid } from '../../../../serving/numeric/log-odds.js';
import { rerankerGraph } from '../../../../training/export/reranker-graph.js';

const probability: OwnScore = {
  name: 'confidence',
  kind: 'probability',
  always: true,
  least: 0.01,
  most: 0.99,
  floor: 0.005,
  centre: 0,
  spread: 1,
  knots: [],
};
const cost: OwnScore = { ...probability, name: 'nll', kind: 'cost', least: 0, most: 9, always: false, knots: [-4] };
const columns = ownColumns([probability, cost]);

const linear = (names: readonly string[], bias: number) => ({
  weights: names.map((_, index) => 0.3 - 0.1 * index),
  bias,
});
const listWise: OwnModel = {
  form: 'list-wise',
  scores: [probability, cost],
  head: {
    form: 'list-wise',
    inDomain: linear(columns.list, -1),
    list: linear(columns.list, 0.5),
    hypothesis: linear(columns.hypothesis, 0),
    slots: NO_SLOT_WEIGHTS,
  },
};
const calibrated = (map: CalibrationMap): OwnModel => ({
  form: map.form,
  scores: [probability],
  calibration: { weights: [1], offset: 0, map, below: -2, missing: -3 },
  inDomain: linear(ownColumns([probability]).list, -1),
});
const MAPS: readonly CalibrationMap[] = [
  { form: 'temperature', slope: 0.5 },
  { form: 'platt', slope: 0.5, bias: -1 },
  { form: 'beta', a: 0.5, b: 0.25, c: 0.1 },
  { form: 'isotonic', scores: [-2, 0, 2], confidences: [0.1, 0.4, 0.9] },
];
const list = [
  { scores: { confidence: 0.9, nll: 2 } },
  { scores: { confidence: 0.4 } },
  { scores: { confidence: 0.2, nll: 8 } },
];

describe('mappedLogit', () => {
  const z = Math.log(4); // p = .8
  it.each([
    [0, 0.5 * z],
    [1, 0.5 * z - 1],
    [2, 0.5 * Math.log(0.8) - 0.25 * Math.log(0.2) + 0.1],
    [3, logit(0.4 + (0.5 * z) / 2)],
  ])('of map %d', (index, expected) => {
    expect(mappedLogit(MAPS[index]!, z)).toBeCloseTo(expected, 12);
  });

  it('is flat beyond the points of a rising line', () => {
    expect([-99, -2, 2, 99].map((score) => sigmoid(mappedLogit(MAPS[3]!, score)).toFixed(9))).toEqual([
      '0.100000000',
      '0.100000000',
      '0.900000000',
      '0.900000000',
    ]);
  });
});

describe('OwnRanker', () => {
  it('answers by the ONNX graph as by the formulas', async () => {
    const parts = new Map([[RERANKER_GRAPH, rerankerGraph((listWise as Extract<OwnModel, { head: unknown }>).head)]]);
    const { ranker, release } = await loadOwnRanker(ownManifest(listWise), parts);
    const [served, reference] = [await ranker.rank(list), await new OwnRanker(listWise).rank(list)];
    for (const [index, confidence] of [...(reference.confidences as Float64Array)].entries())
      expect(served.confidences[index]).toBeCloseTo(confidence, 12);
    expect(served.inDomain).toBeCloseTo(reference.inDomain, 12);
    await release();
  });

  it('calibrates the first hypothesis by the map, lets others lose, and gives those without a score what they had', async () => {
    const { confidences, inDomain } = await new OwnRanker(calibrated(MAPS[1]!)).rank([
      { scores: { confidence: 0.4 } },
      { scores: { confidence: 0.8 } },
      { scores: { confidence: null } },
    ]);
    const first = sigmoid(0.5 * Math.log(4) - 1);
    expect(confidences[0]).toBeCloseTo(sigmoid(0.5 * logit(0.4) - 1 - 2), 12);
    expect(confidences[1]).toBeCloseTo(first, 12);
    expect(confidences[2]).toBeCloseTo(sigmoid(-3), 12);
    expect(inDomain).toBeGreaterThan(first);
  });

  it.each([listWise, ...MAPS.map(calibrated)])('explains $form: the parts sum to the logit', async (model) => {
    const { confidences, explain } = await new OwnRanker(model).rank(list);
    for (const index of list.keys()) {
      const sum = explain(index).reduce((total, { value }) => total + value, 0);
      expect(sum).toBeCloseTo(logit(confidences[index]!), 9);
    }
  });

  it('tells all columns of a score as one', async () => {
    const { explain } = await new OwnRanker(listWise).rank(list);
    expect(explain(0).map(({ name }) => name)).toEqual([
      'confidence',
      'nll',
      'list.gap',
      'list.logSum',
      'list.count',
      'bias',
      'alternatives',
    ]);
  });

  it('ranks nothing where there is nothing, and equal scores equally', async () => {
    const ranker = new OwnRanker(listWise);
    expect(await ranker.rank([])).toMatchObject({ confidences: [], inDomain: 0, warnings: [] });
    const { confidences } = await ranker.rank([list[0]!, list[0]!]);
    expect(confidences[0]).toBe(confidences[1]);
  });
});

describe('a manifest', () => {
  it.each([listWise, ...MAPS.map(calibrated)])('holds $form', (model) => {
    expect(ownModel(JSON.parse(JSON.stringify(ownManifest(model))))).toEqual(model);
  });

  it.each(['hypothesis.nll~1', 'list.list.gap', 'inDomain.bias'])('needs weight %s', (name) => {
    const { ownScores, reranker } = ownManifest(listWise);
    const weights = { ...reranker.weights };
    delete weights[name];
    const problem = `re-ranker weight ${name}: missing or not a finite number`;
    expect(() => ownModel({ ownScores, reranker: { form: 'list-wise', weights } })).toThrow(problem);
  });
});

it('warns of scores outside the range of training, missing where they never were, and not declared', () => {
  const named = list.map(({ scores }): NamedScores => scores);
  expect(scoreWarnings([probability, cost], named)).toEqual([]);
  const sent = [
    { confidence: 1, nll: 30 },
    { confidence: 0.001, nll: -40 },
    { nll: null, own: 3 },
  ];
  expect(
    scoreWarnings(
      [probability, cost],
      sent.map((scores) => scores as Record<string, number | null>),
    ),
  ).toEqual([
    { score: 'confidence', kind: 'outside', value: 1, least: 0.01, most: 0.99, hypotheses: 2 },
    { score: 'confidence', kind: 'missing', least: 0.01, most: 0.99, hypotheses: 1 },
    { score: 'nll', kind: 'outside', value: -40, least: 0, most: 9, hypotheses: 2 },
    { score: 'own', kind: 'undeclared', value: 3, hypotheses: 1 },
  ]);
});

describe('golden lists', () => {
  const slots = [{ name: 'genre', value: 'jazz', start: 5, end: 9 }];
  const hypotheses = [{ intent: 'PlayMusic', slots, scores: { confidence: 0.8 } }];
  const interpretation = (confidence: number) => ({
    hypotheses: [{ ...hypotheses[0]!, confidence, contributions: [{ name: 'bias', value: -1 }] }],
    inDomain: 0.6,
  });
  const part = (value: unknown) => Buffer.from(JSON.stringify(value));

  it('are refused where the bundle answers otherwise', async () => {
    const ranker = new OwnRanker(calibrated(MAPS[1]!));
    const { confidences, inDomain } = await ranker.rank(hypotheses);
    const golden = {
      utterance: 'play jazz',
      hypotheses,
      interpretation: { ...interpretation(confidences[0]!), inDomain },
    };
    await checkOwnGolden(ranker, parseOwnGolden(part([golden])), 1e-9);
    const other = { ...golden, interpretation: { ...interpretation(0.1), inDomain } };
    await expect(checkOwnGolden(ranker, [other], 1e-3)).rejects.toThrow(
      /golden check: "play jazz": confidence of PlayMusic\(genre=jazz\).* is 0\.42\d+ where 0\.1 is recorded/,
    );
  });

  it.each([undefined, part([]), part({}), Buffer.from('{')])('must be there, and of their form', (bytes) => {
    expect(() => parseOwnGolden(bytes)).toThrow(BundleRefused);
  });
});
