import { z } from 'zod';
import { NluError } from '../../../serving/errors.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from './evidence.js';
import type { Screen } from './screen.js';
import type { SlotWeights } from './slot-weights.js';

/**
 * How scores become a confidence.
 * - r0: the product of the three raw probabilities, unlearned.
 * - r1, r2, r3: sigmoid(w . log-probabilities + bias), learned by expected SemER, cross-entropy, or both (Su et al. 2018, §3).
 * - list-wise: sigmoid(u) * softmax over the domain's list of v.
 */
export const FORMS = ['r0', 'r1', 'r2', 'r3', 'list-wise'] as const;
export type Form = (typeof FORMS)[number];

/** A linear function: one weight a column of evidence, in the columns' order, and a bias. */
export interface Linear {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** A trained re-ranker; every part is over the evidence columns of evidence.ts. */
export interface RerankerModel {
  readonly form: Form;
  /** log-odds that the utterance is the domain's when no hypothesis of the list is right, over the list's evidence. */
  readonly mine: Linear;
  /** log-odds that the list holds the right hypothesis, over the list's evidence; only the list-wise form reads it. */
  readonly list: Linear;
  /** A hypothesis's score, over its own evidence; the paper's forms read the first three columns. */
  readonly hypothesis: Linear;
  /** What a hypothesis's slots weigh, which is the evidence `slotWeights`; the list-wise form takes it as it is, the others not at all. */
  readonly slots: SlotWeights;
  /** Which utterances are not re-ranked, by the domain score alone; absent: all are. */
  readonly screen?: Screen | undefined;
}

const PARTS = { mine: LIST_EVIDENCE, list: LIST_EVIDENCE, hypothesis: HYPOTHESIS_EVIDENCE } as const;

// `slot.<intent>.<slot>.presence` and `slot.<intent>.<slot>.word`.
const SLOT = 'slot.';
const PRESENCE = '.presence';
const WORD = '.word';
// `screen.weight`, `screen.bias` and `screen.below`.
const SCREEN = 'screen.';

/** The weights by name, `<part>.<evidence>`, `<part>.bias`, two a slot and three of the screen: how a manifest and Describe show them. */
export function namedWeights(model: RerankerModel): Record<string, number> {
  const named: Record<string, number> = {};
  for (const [part, columns] of Object.entries(PARTS) as [keyof typeof PARTS, readonly string[]][]) {
    for (const [index, column] of columns.entries()) named[`${part}.${column}`] = model[part].weights[index]!;
    named[`${part}.bias`] = model[part].bias;
  }
  for (const [use, { presence, word }] of model.slots) {
    named[`${SLOT}${use}${PRESENCE}`] = presence;
    named[`${SLOT}${use}${WORD}`] = word;
  }
  for (const [name, value] of Object.entries(model.screen ?? {})) named[`${SCREEN}${name}`] = value;
  return named;
}

/** The model that named weights describe. Throws FAILED_PRECONDITION naming a weight that is missing or not finite. */
export function modelOfWeights(form: Form, named: Readonly<Record<string, number>>): RerankerModel {
  const read = (name: string) => {
    const parsed = z.number().safeParse(named[name]);
    if (!parsed.success)
      throw new NluError('FAILED_PRECONDITION', `re-ranker weight ${name}: missing or not a finite number`);
    return parsed.data;
  };
  const linear = (part: keyof typeof PARTS): Linear => ({
    weights: PARTS[part].map((column) => read(`${part}.${column}`)),
    bias: read(`${part}.bias`),
  });
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
  const parts = { mine: linear('mine'), list: linear('list'), hypothesis: linear('hypothesis') };
  if (!Object.keys(named).some((name) => name.startsWith(SCREEN))) return { form, ...parts, slots };
  const screen = {
    weight: read(`${SCREEN}weight`),
    bias: read(`${SCREEN}bias`),
    below: read(`${SCREEN}below`),
  };
  return { form, ...parts, slots, screen };
}
