import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RERANKER_FORMS, type RerankerForm } from '../../../../bundles/format/manifest.js';
import { readModels } from '../../../../domains/core/interpreter/bundle-models.js';
import type { Interpretation } from '../../../../domains/core/interpreter/hypothesis.js';
import { type InterpreterSource, loadInterpreter } from '../../../../domains/core/interpreter/load-interpreter.js';
import type { Servable } from '../../../../domains/core/interpreter/servable.js';
import { intentsOf } from '../../../../domains/core/recognizer/model.js';
import { CLASSIFIER, TAGGER } from '../../../../domains/core/recognizer/parts.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../../domains/core/reranker/evidence.js';
import { namedWeights } from '../../../../domains/core/reranker/model.js';
import { RERANKER_GRAPH } from '../../../../domains/core/reranker/parts.js';
import { classifierGraph, taggerGraph } from '../../../../training/export/recognizer-graphs.js';
import { rerankerGraph } from '../../../../training/export/reranker-graph.js';
import { TRAINING_TEXTS_PART } from '../../../../training/overlap/training-texts.js';
import { sampleCatalogue } from '../../../support/corpora/sample-catalogue.js';
import { sampleRows } from '../../../support/corpora/sample-domain.js';
import { trainSample } from '../../../support/corpora/sample-training.js';
import { modelOf } from '../../../support/models/rerankers.js';
import { smallGraph } from '../../../support/models/small-model.js';

const ODD = [
  '',
  ' \t',
  '…!?',
  'play',
  '😀🎵',
  'שיר יפה',
  'play \u0000\u0007 jazz',
  '\ud800 play \udfff',
  'play mary poppins '.repeat(60),
  'a '.repeat(50_000),
  'x'.repeat(100_000),
];
const texts = [
  ...sampleRows()
    .map(({ text }) => text)
    .filter((_, index) => index % 9 === 0),
  ...ODD,
];
const logit = (probability: number) => Math.log(probability) - Math.log1p(-probability);

/** Whether an interpretation is one that a caller may rely on, whatever the text was. */
function expectSound(text: string, { hypotheses, inDomain }: Interpretation): void {
  const codePoints = Array.from(text);
  expect(inDomain).toBeGreaterThanOrEqual(0);
  expect(inDomain).toBeLessThanOrEqual(1);
  expect(hypotheses.length).toBeGreaterThan(0);
  for (const [rank, hypothesis] of hypotheses.entries()) {
    expect(hypothesis.confidence).toBeGreaterThan(0);
    expect(hypothesis.confidence).toBeLessThan(1);
    expect(hypothesis.confidence).toBeLessThanOrEqual(hypotheses[Math.max(0, rank - 1)].confidence);
    for (const score of Object.values(hypothesis.scores)) expect(score >= 0 && score <= 1).toBe(true);
    for (const { value, start, end } of hypothesis.slots) expect(codePoints.slice(start, end).join('')).toBe(value);
  }
}

let source: InterpreterSource;
beforeAll(async () => {
  source = (await trainSample('music')).contents;
}, 60_000);

/** The trained recognizer under a re-ranker of another form, whose weights are about what training gives. */
function rerankedBy(form: RerankerForm): InterpreterSource {
  if (form === 'list-wise') return source;
  const hypothesis = form === 'r0' ? { domain: 1, intent: 1, slot: 1 } : { domain: 1.4, intent: 0.9, slot: 0.6 };
  const model = modelOf(form, { hypothesis, hypothesisBias: form === 'r0' ? 0 : 0.7, inDomain: { domain: 1.2 } });
  return {
    manifest: { ...source.manifest, reranker: { form, weights: namedWeights(model) } },
    parts: new Map([...source.parts, [RERANKER_GRAPH, rerankerGraph(model)]]),
  };
}

/** What training gave, but that every utterance is screened out, or none. */
function screenedBelow(below: number): InterpreterSource {
  const { form, weights } = source.manifest.reranker;
  return {
    ...source,
    manifest: { ...source.manifest, reranker: { form, weights: { ...weights, 'screen.below': below } } },
  };
}

describe.each([
  ...RERANKER_FORMS.map((form) => ({ by: form, from: () => rerankedBy(form) })),
  { by: 'the screen alone', from: () => screenedBelow(1) },
])('a domain trained on the sample, re-ranked by $by', ({ from }) => {
  let servable: Servable;
  beforeAll(async () => {
    servable = await loadInterpreter(from());
  });
  afterAll(() => servable.release());

  it('interprets any text', async () => {
    for (const text of texts) expectSound(text, await servable.interpret(text));
  });

  it('explains every confidence: the parts sum to its logit within 1e-6', async () => {
    for (const text of texts) {
      const { hypotheses } = await servable.interpret(text, { explain: true });
      for (const { confidence, contributions } of hypotheses) {
        const sum = contributions.reduce((total, { value }) => total + value, 0);
        expect(Math.abs(sum - logit(confidence)), text.slice(0, 40)).toBeLessThan(1e-6);
        const names: string[] = [...LIST_EVIDENCE, ...HYPOTHESIS_EVIDENCE, 'bias', 'alternatives', 'bound'];
        for (const { name } of contributions) expect(names).toContain(name);
        expect(new Set(contributions.map(({ name }) => name)).size).toBe(contributions.length);
      }
    }
  });

  it('re-ranks its own hypotheses to the confidences that it gave them', async () => {
    for (const text of texts) {
      const own = await servable.interpret(text);
      const again = await servable.rerank(text, own.hypotheses);
      expect(again.inDomain).toBeCloseTo(own.inDomain, 9);
      for (const [index, { confidence, intent }] of again.hypotheses.entries()) {
        expect(confidence).toBeCloseTo(own.hypotheses[index].confidence, 9);
        expect(intent).toBe(own.hypotheses[index].intent);
      }
    }
  });

  it('offers the title that is asked for as one value, whatever else it offers', async () => {
    const { title } = sampleCatalogue().find(({ kind }) => kind === 'book')!;
    const { hypotheses, listedPopularity } = await servable.interpret(title);
    expect(listedPopularity).toBeGreaterThanOrEqual(0);
    expect(hypotheses.some(({ slots }) => slots.length === 1 && slots[0].value === title)).toBe(true);
    expect(await servable.interpret(`${title} zzqx`)).not.toHaveProperty('listedPopularity');
  });

  it('leaves explanations out unless asked, and cuts the list after ranking it', async () => {
    const whole = await servable.interpret('play mary poppins');
    expect(whole.hypotheses.every(({ contributions }) => contributions.length === 0)).toBe(true);
    const one = await servable.interpret('play mary poppins', { maxHypotheses: 1 });
    expect(one.hypotheses).toEqual(whole.hypotheses.slice(0, 1));
    expect(one.inDomain).toBe(whole.inDomain);
  });

  it('returns an empty interpretation for no hypotheses', async () => {
    expect(await servable.rerank('play mary poppins', [])).toEqual({ hypotheses: [], inDomain: 0 });
  });
});

describe('an utterance that the domain classifier alone screens out', () => {
  const foreign = 'will it rain in the village tomorrow';
  const logitOfDomain = ({ hypotheses: [best] }: Interpretation) => logit(best.scores.domain);

  it('keeps the recognizer’s first hypothesis, with confidence P(in domain) times its intent and slot probabilities', async () => {
    const [screened, whole] = await Promise.all([screenedBelow(1), screenedBelow(0)].map(loadInterpreter));
    const [ended, full] = [await screened.interpret(foreign), await whole.interpret(foreign)];
    const { 'screen.weight': weight, 'screen.bias': bias } = source.manifest.reranker.weights;
    expect(ended.screened).toBe(true);
    expect(full.screened).toBeUndefined();
    expect(logit(ended.inDomain)).toBeCloseTo(weight * logitOfDomain(ended) + bias, 6);
    const [{ confidence, scores }] = ended.hypotheses;
    expect(ended.hypotheses).toHaveLength(1);
    expect(confidence).toBeCloseTo(ended.inDomain * scores.intent * scores.slot, 12);
    const product = full.hypotheses.map((each) => each.scores.intent * each.scores.slot);
    expect(scores.intent * scores.slot).toBeCloseTo(Math.max(...product), 12);
    await Promise.all([screened.release(), whole.release()]);
  });

  it('has no hypothesis with skipScreened, and the same P(in domain); other utterances keep all of theirs', async () => {
    const servable = await loadInterpreter(screenedBelow(1));
    const { inDomain } = await servable.interpret(foreign);
    const skipping = { skipScreened: true };
    expect(await servable.interpret(foreign, skipping)).toEqual({ hypotheses: [], inDomain, screened: true });
    await servable.release();
    const whole = await loadInterpreter(screenedBelow(0));
    expect(await whole.interpret(foreign, skipping)).toEqual(await whole.interpret(foreign));
    await whole.release();
  });

  it('is interpreted in full from the threshold on', async () => {
    const screened = await loadInterpreter(screenedBelow(1));
    const { inDomain } = await screened.interpret(foreign);
    await screened.release();
    for (const [below, isScreened] of [
      [inDomain, undefined],
      [inDomain * (1 + 1e-9), true],
    ] as const) {
      const servable = await loadInterpreter(screenedBelow(below));
      expect((await servable.interpret(foreign)).screened).toBe(isScreened);
      await servable.release();
    }
  });
});

describe('a bundle whose parts are not right', () => {
  const having = (name: string, bytes: Uint8Array | undefined): InterpreterSource => {
    const parts = new Map(source.parts);
    if (bytes) parts.set(name, bytes);
    else parts.delete(name);
    return { ...source, parts };
  };
  /** The parts that an interpreter is made from; the others are for the check at loading and for gates. */
  const served = () =>
    [...source.parts.keys()].filter((name) => name !== 'golden.json' && name !== TRAINING_TEXTS_PART);

  it('is refused by the name of the part that is missing', async () => {
    expect(served().length).toBeGreaterThanOrEqual(5);
    for (const name of served()) await expect(loadInterpreter(having(name, undefined))).rejects.toThrow(name);
  });

  it('is refused where a part is empty, cut short or something else', async () => {
    for (const name of served()) {
      const bytes = source.parts.get(name)!;
      for (const wrong of [
        new Uint8Array(0),
        bytes.subarray(0, bytes.length >> 1),
        Buffer.from('\u0007 no such thing'),
      ]) {
        await expect(loadInterpreter(having(name, wrong)), `${name}, ${wrong.length} bytes`).rejects.toThrow();
      }
    }
  });

  it('is refused by the input or output whose width is not what the other parts need', async () => {
    const table = (rows: number, columns: number) => ({
      rows,
      columns,
      values: new Int8Array(rows * columns),
      scales: new Float32Array(columns).fill(1),
    });
    const { chains, vocabularies } = readModels(source.parts).recognizer;
    const labels = chains.reduce((sum, { slots }) => sum + 1 + 2 * slots.length, 0);
    const [utterance, token] = [1 + vocabularies.utterance.size, 1 + vocabularies.token.size];
    const classifier = (rows: number, columns: number) =>
      having(CLASSIFIER.part, classifierGraph(table(rows, columns)));
    const tagger = (rows: number, columns: number) => having(TAGGER.part, taggerGraph(table(rows, columns)));
    const intents = 1 + intentsOf(chains).length;
    for (const fitting of [classifier(utterance, intents), tagger(token, labels)])
      await (await loadInterpreter(fitting)).release();
    const refused: [InterpreterSource, RegExp][] = [
      [classifier(utterance, intents - 1), /classifier\.onnx, logits: the graph has \[B, \d+\] where/],
      [tagger(token, labels + 1), /tagger\.onnx, emissions: the graph has \[T, /],
      [classifier(utterance - 1, intents), /classifier\.onnx, utterance_features: the vocabulary has \d+ features/],
      [tagger(token - 1, labels), /tagger\.onnx, token_features: the vocabulary has \d+ features/],
      [having(RERANKER_GRAPH, smallGraph(1)), /reranker\.onnx, list: the graph has no such tensor/],
    ];
    for (const [wrong, problem] of refused) await expect(loadInterpreter(wrong)).rejects.toThrow(problem);
  });

  it('is refused by the name of the weight that is missing', async () => {
    const { 'hypothesis.slot': _, ...weights } = source.manifest.reranker.weights;
    const manifest = { ...source.manifest, reranker: { ...source.manifest.reranker, weights } };
    await expect(loadInterpreter({ ...source, manifest })).rejects.toThrow('hypothesis.slot');
  });
});

it('a servable that was released answers no more', async () => {
  const servable = await loadInterpreter(source);
  await servable.release();
  await expect(servable.interpret('play mary poppins')).rejects.toThrow();
});
