import { slotKey } from '../../metrics/interpretation-match.js';
import { addSignal, noSignals, rightShare, type Signals, type ToldSuccess } from '../told-success.js';
import { isOfAnswer, type TurnLabel, type TurnLabels } from './turn-labels.js';

/** What one customer's turns of a text say of it. */
export interface Sayer {
  /** What the customer counts for, in (0, 1]. */
  readonly share: number;
  /** Turn by turn; they share the customer's weight. */
  readonly turns: readonly TurnLabels[];
}

/** The label that speaks for itself most. */
export interface AgreedLabel {
  /** Undefined where nothing is known. */
  readonly best: TurnLabel | undefined;
  /** Interpretations that had a slot whose words are not in the text. */
  readonly unprojected: number;
}

/** How much speaks for a label that nobody came to, in customers who went on; one who is seen to weighs half on average. */
const UNNAMED = 0.25;
/** No answer is believed beyond that, in (0, 1): what was said again is heard whatever the others tell. */
const MOST_RIGHT = 0.99;

interface Counted {
  label: TurnLabel;
  /** The largest weight of one customer: whose label stands for all that are equal. */
  top: number;
  /** Customers who had it for an answer, the sum of their P(success), and what they told one by one. */
  answered: number;
  right: number;
  readonly signals: Signals;
  /** Weights of those who went on and came to it: P(failed) P(said again) P(that succeeded). */
  otherwise: number;
  /** The same whatever came of it: the part of it that is right is how far the label is to be believed. */
  went: number;
}

/**
 * What a text means, by all who said it. Customers who were given the same answer are independent witnesses of whether it was
 * right, so that their signs are multiplied, by what labels say on average of right and of wrong answers (`toldSuccess`). What is
 * left of the probability is that of what was said again, and of nothing that anybody named. One customer counts once.
 * @param told undefined: too little is known for that; then a label's probability is the mean over customers
 */
export function agreedLabel(sayers: readonly Sayer[], told: ToldSuccess | undefined): AgreedLabel {
  const counted = new Map<string, Counted>();
  let [all, wentOn, unprojected] = [0, 0, 0];
  for (const { share, turns } of sayers) {
    all += share;
    for (const { labels, wentOn: own, unprojected: lost } of turns) {
      unprojected += lost;
      wentOn += (own * share) / turns.length;
      for (const label of labels) count(counted, label, own, share / turns.length);
    }
  }
  const probabilities = told
    ? multiplied([...counted.values()], { all, wentOn }, told)
    : averaged([...counted.values()], all);
  let best: TurnLabel | undefined;
  for (const { label, probability } of probabilities)
    if (probability > (best?.probability ?? 0)) best = { ...label, probability };
  return { best, unprojected };
}

type Probable = { readonly label: TurnLabel; readonly probability: number };

function averaged(counted: readonly Counted[], all: number): Probable[] {
  return counted.map(({ label, right, otherwise }) => ({ label, probability: Math.min(1, (right + otherwise) / all) }));
}

function multiplied(
  counted: readonly Counted[],
  { all, wentOn }: { readonly all: number; readonly wentOn: number },
  told: ToldSuccess,
): Probable[] {
  // One of several answers to the same words is right at most: odds, each by the part of the customers who were given it.
  const odds = counted.map(({ answered, signals }) => {
    if (answered === 0) return 0;
    const share = Math.min(MOST_RIGHT, rightShare(signals, told));
    return ((answered / all) * share) / (1 - share);
  });
  const sum = 1 + odds.reduce((total, each) => total + each, 0);
  // Whoever went on and got nowhere is taken to have meant what the others did, and whoever came to what no slot of the text
  // names, something else.
  let left = UNNAMED + wentOn;
  for (const { otherwise, went } of counted) left += otherwise - went;
  return counted.map(({ label, otherwise, went }, place) => ({
    label,
    probability: (odds[place]! + (went > 0 ? (otherwise / left) * (otherwise / went) : 0)) / sum,
  }));
}

function count(counted: Map<string, Counted>, label: TurnLabel, wentOn: number, share: number): void {
  const key = labelKey(label);
  const weight = share * label.probability;
  const known = counted.get(key) ?? {
    label,
    top: weight,
    answered: 0,
    right: 0,
    otherwise: 0,
    went: 0,
    signals: noSignals(),
  };
  counted.set(key, known);
  if (weight > known.top) [known.label, known.top] = [label, weight];
  if (isOfAnswer(label)) {
    known.answered += share;
    known.right += weight;
    addSignal(known.signals, label.probability, share);
  } else {
    known.otherwise += weight;
    known.went += share * wentOn;
  }
}

function labelKey({ domain, intent, slots }: TurnLabel): string {
  return JSON.stringify([domain, intent, slots?.map(slotKey).sort() ?? null]);
}
