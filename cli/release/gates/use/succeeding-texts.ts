import { FEWEST_CUSTOMERS } from '../../../../gateway/feedback/events/common-words.js';
import { grouped } from '../../../../training/learning/grouped.js';
import {
  addSignal,
  noSignals,
  rightShare,
  type ToldLabel,
  type ToldSuccess,
  toldSuccess,
} from '../../../../training/learning/told-success.js';
import type { UsedRequest, UsedText } from './used-texts.js';

/** A text succeeds whose answers are more probably right than that. */
const SUCCEEDS = 0.5;

/**
 * The places of the texts that succeed, by all of their customers together; one request is luck, so that five must have said a
 * text. Each customer's label leans to what most answers are; many customers who were answered alike tell more than their mean,
 * by what labels say of right and of wrong answers.
 */
export function succeedingTexts(texts: readonly UsedText[]): number[] {
  const told = toldSuccess(labelsOf(texts));
  return [...texts.keys()].filter((place) => {
    const { requests } = texts[place]!;
    return isKnown(requests) && successOf(requests, told) > SUCCEEDS;
  });
}

function* labelsOf(texts: readonly UsedText[]): Iterable<ToldLabel> {
  for (const { text, requests } of texts)
    for (const { customer, answer, defect } of requests)
      if (customer !== undefined) yield { name: `${text}\t${answer}`, customer, success: 1 - defect };
}

function isKnown(requests: readonly UsedRequest[]): boolean {
  const customers = new Set(requests.flatMap(({ customer }) => (customer === undefined ? [] : [customer])));
  return customers.size >= FEWEST_CUSTOMERS;
}

/** P(right) of a text's answers, over its requests, in [0, 1]. A customer who asks often counts once. */
function successOf(requests: readonly UsedRequest[], told: ToldSuccess | undefined): number {
  if (!told) return requests.reduce((sum, { defect }) => sum + 1 - defect, 0) / requests.length;
  let sum = 0;
  for (const [, own] of grouped(requests, ({ answer }) => answer)) {
    const signals = noSignals();
    for (const [, each] of grouped(own, ({ customer, id }) => customer ?? id))
      for (const { defect } of each) addSignal(signals, 1 - defect, 1 / each.length);
    sum += own.length * rightShare(signals, told);
  }
  return sum / requests.length;
}
