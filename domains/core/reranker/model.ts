import { z } from 'zod';
import type { RerankerForm } from '../../../bundles/format/manifest.js';
import { NluError } from '../../../serving/errors.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from './evidence.js';
import type { SlotWeights } from './slot-weights.js';

/** A linear function: one weight per column of evidence, in the columns' order, and a bias. */
export interface Linear {
  readonly weights: readonly number[];
  readonly bias: number;
}

/**
 * The first stage of a cascade (Viola and Jones 2001, §4): the domain classifier alone, calibrated by Platt scaling
 * (Platt 1999). A domain that is almost sure that an utterance is not its own spends no language models on it.
 */
export interface Screen {
  /** logit P(in domain | the domain score) = weight * logit(domain score) + bias. */
  readonly weight: number;
  readonly bias: number;
  /** P(in domain) in [0, 1] below which an utterance is screened out: the most that such an utterance can have. */
  readonly below: number;
}

/** A trained re-ranker; its linear parts are over the evidence columns of evidence.ts. */
export interface RerankerModel {
  readonly form: RerankerForm;
  /** Log-odds that the utterance is the domain's when no hypothesis of the list is right, over the list's evidence. */
  readonly inDomain: Linear;
  /** Log-odds that the list holds the right hypothesis, over the list's evidence; read by the list-wise form only. */
  readonly list: Linear;
  /** A hypothesis's score, over its own evidence; the paper's forms read the first three columns. */
  readonly hypothesis: Linear;
  /** The weights of slots, which make up the evidence `slotWeights`; read by the list-wise form only. */
  readonly slots: SlotWeights;
  /** Which utterances are not re-ranked, by the domain score alone; absent: all are. */
  readonly screen?: Screen | undefined;
}

/** The linear parts with the evidence that they read, and the name of their weights in manifests. */
const PARTS = [
  { part: 'inDomain', stored: 'mine', columns: LIST_EVIDENCE },
  { part: 'list', stored: 'list', columns: LIST_EVIDENCE },
  { part: 'hypothesis', stored: 'hypothesis', columns: HYPOTHESIS_EVIDENCE },
] as const;
type LinearParts = Pick<RerankerModel, (typeof PARTS)[number]['part']>;

// `slot.<intent>.<slot>.presence` and `slot.<intent>.<slot>.word`.
const SLOT = 'slot.';
const PRESENCE = '.presence';
const WORD = '.word';
// `screen.weight`, `screen.bias` and `screen.below`.
const SCREEN = 'screen.';

/**
 * The weights by the names that a manifest and Describe show: `<part>.<evidence>` and `<part>.bias`, two per slot, and
 * three of the screen.
 */
export function namedWeights(model: RerankerModel): Record<string, number> {
  const named: Record<string, number> = {};
  for (const { part, stored, columns } of PARTS) {
    for (const [index, column] of columns.entries()) named[`${stored}.${column}`] = model[part].weights[index];
    named[`${stored}.bias`] = model[part].bias;
  }
  for (const [use, { presence, word }] of model.slots) {
    named[`${SLOT}${use}${PRESENCE}`] = presence;
    named[`${SLOT}${use}${WORD}`] = word;
  }
  for (const [name, value] of Object.entries(model.screen ?? {})) named[`${SCREEN}${name}`] = value;
  return named;
}

/**
 * The model that named weights describe.
 * @throws NluError FAILED_PRECONDITION naming a weight that is missing or not finite
 */
export function modelOfWeights(form: RerankerForm, named: Readonly<Record<string, number>>): RerankerModel {
  const read = (name: string) => {
    const parsed = z.number().safeParse(named[name]);
    if (!parsed.success)
      throw new NluError('FAILED_PRECONDITION', `re-ranker weight ${name}: missing or not a finite number`);
    return parsed.data;
  };
  const linear = PARTS.map(({ part, stored, columns }): [keyof LinearParts, Linear] => [
    part,
    { weights: columns.map((column) => read(`${stored}.${column}`)), bias: read(`${stored}.bias`) },
  ]);
  const uses = Object.keys(named).flatMap((name) => {
    const ending = [PRESENCE, WORD].find((each) => name.endsWith(each));
    return ending && name.startsWith(SLOT) ? [name.slice(SLOT.length, -ending.length)] : [];
  });
  const slots = new Map(
    [...new Set(uses)].map((use) => [
      use,
      { presence: read(`${SLOT}${use}${PRESENCE}`), word: read(`${SLOT}${use}${WORD}`) },
    ]),
  );
  const model = { form, ...(Object.fromEntries(linear) as LinearParts), slots };
  if (!Object.keys(named).some((name) => name.startsWith(SCREEN))) return model;
  const screen = {
    weight: read(`${SCREEN}weight`),
    bias: read(`${SCREEN}bias`),
    below: read(`${SCREEN}below`),
  };
  return { ...model, screen };
}
