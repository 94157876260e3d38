import fc from 'fast-check';
import type { RerankerForm } from '../../../bundles/format/manifest.js';
import { type Evidence, HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import type { RerankerModel, Screen } from '../../../domains/core/reranker/model.js';

type ListValues = Partial<Record<(typeof LIST_EVIDENCE)[number], number>>;
type HypothesisValues = Partial<Record<(typeof HYPOTHESIS_EVIDENCE)[number], number>>;

const listRow = (values: ListValues = {}) => LIST_EVIDENCE.map((name) => values[name] ?? 0);
const hypothesisRow = (values: HypothesisValues = {}) => HYPOTHESIS_EVIDENCE.map((name) => values[name] ?? 0);

/** Evidence by the columns' names; what is not named is 0. */
export function evidenceOf(list: ListValues, hypotheses: readonly HypothesisValues[]): Evidence {
  return { list: Float64Array.from(listRow(list)), hypotheses: Float64Array.from(hypotheses.flatMap(hypothesisRow)) };
}

export interface NamedModel {
  readonly inDomain?: ListValues;
  readonly inDomainBias?: number;
  readonly list?: ListValues;
  readonly listBias?: number;
  readonly hypothesis?: HypothesisValues;
  readonly hypothesisBias?: number;
}

/** A model by the columns' names; what is not named is 0. */
export function modelOf(form: RerankerForm, model: NamedModel): RerankerModel {
  return {
    form,
    inDomain: { weights: listRow(model.inDomain), bias: model.inDomainBias ?? 0 },
    list: { weights: listRow(model.list), bias: model.listBias ?? 0 },
    hypothesis: { weights: hypothesisRow(model.hypothesis), bias: model.hypothesisBias ?? 0 },
    slots: new Map(),
  };
}

const values = (count: number, scale: number, least = -scale) =>
  fc.array(fc.double({ min: least, max: scale, noNaN: true }), { minLength: count, maxLength: count });

/** Any weights within `scale`; r0's are what they are. */
export function anyModel(form: RerankerForm, scale: number): fc.Arbitrary<RerankerModel> {
  if (form === 'r0') return fc.constant(modelOf('r0', { hypothesis: { domain: 1, intent: 1, slot: 1 } }));
  const linear = (count: number) =>
    fc.record({ weights: values(count, scale), bias: fc.double({ min: -scale, max: scale, noNaN: true }) });
  return fc.record({
    form: fc.constant(form),
    inDomain: linear(LIST_EVIDENCE.length),
    list: linear(LIST_EVIDENCE.length),
    hypothesis: linear(HYPOTHESIS_EVIDENCE.length),
    slots: anySlotWeights(scale),
    ...(form === 'list-wise' ? { screen: anyScreen(scale) } : {}),
  });
}

function anyScreen(scale: number): fc.Arbitrary<Screen> {
  const weight = fc.double({ min: -scale, max: scale, noNaN: true });
  return fc.record({ weight, bias: weight, below: fc.double({ min: 0, max: 1, noNaN: true }) });
}

function anySlotWeights(scale: number): fc.Arbitrary<RerankerModel['slots']> {
  const weight = fc.double({ min: -scale, max: scale, noNaN: true });
  const use = fc.constantFrom('PlayMusic.artist', 'PlayMusic.track', 'a.b.c', 'slot.presence');
  return fc.dictionary(use, fc.record({ presence: weight, word: weight })).map((uses) => new Map(Object.entries(uses)));
}

/** Any list of one to `most` hypotheses; the three scores are log-probabilities, the rest lies within `scale`. */
export function anyEvidence(scale: number, most = 6): fc.Arbitrary<Evidence> {
  const scores: readonly string[] = ['domain', 'intent', 'slot'];
  const row = fc.tuple(
    ...HYPOTHESIS_EVIDENCE.map((name) =>
      fc.double({ min: -scale, max: scores.includes(name) ? -1e-9 : scale, noNaN: true }),
    ),
  );
  return fc
    .tuple(values(LIST_EVIDENCE.length, scale), fc.array(row, { minLength: 1, maxLength: most }))
    .map(([list, rows]) => ({ list: Float64Array.from(list), hypotheses: Float64Array.from(rows.flat()) }));
}
