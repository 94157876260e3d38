import { createHash } from 'node:crypto';
import { FEWEST_CUSTOMERS } from '../../../gateway/feedback/events/common-words.js';
import { type CorpusRow, LEARNED } from '../../corpus/corpus-row.js';
import { foldOf, groupKey } from '../../corpus/folds.js';
import { type ToldLabel, toldSuccess } from '../told-success.js';
import { agreedLabel } from './agreed-label.js';
import { AnswersTold } from './answers-told.js';
import { answerText, type LearnableTurn, type Understanding } from './learnable-turn.js';
import { type LabelOrigin, turnLabels } from './turn-labels.js';

/** Which texts become rows. */
export interface RowSettings {
  /** The fewest customers who must have said a text; at least 1. */
  readonly fewestCustomers: number;
  /** A label that is believed less becomes no row, in [0, 1]. */
  readonly leastBelief: number;
  /** Texts that one customer may teach at full weight; of more, each counts as much less. */
  readonly mostOfCustomer: number;
  /** A longer text is no request to learn from, in words. */
  readonly mostWords: number;
  /** Texts in one of so many parts teach nothing, so that gates can measure by them; 0: all teach. */
  readonly heldOutOneIn: number;
}

export const ROW_DEFAULTS: RowSettings = {
  fewestCustomers: FEWEST_CUSTOMERS,
  leastBelief: 0.5,
  mostOfCustomer: 200,
  mostWords: 40,
  heldOutOneIn: 5,
};

/** The same texts are held out by every run: what an active version was taught it was never measured by. */
const HELD_OUT_SEED = 21;

/** Why a text, or a turn, teaches nothing. */
export const REFUSALS = [
  'without text',
  'held out for the gates',
  'too long',
  'too few customers',
  'slots not found',
  'nothing known',
  'doubtful',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** A row that was learned from use. */
export interface LearnedRow extends CorpusRow {
  /** What counts for most of its label. */
  readonly origin: LabelOrigin;
  /** In (0, 1]. */
  readonly belief: number;
}

export interface LearnedRows {
  /** One for each text, in the order of the texts' first turns. */
  readonly rows: readonly LearnedRow[];
  /** Turns `without text`; of the rest, texts. */
  readonly refused: Readonly<Record<Refusal, number>>;
}

/**
 * One row for each text that enough customers said: the label that they agree on (`agreedLabel`). A customer counts once for a text however often they said it, and a customer of many texts counts for
 * less in each, so that what a group of k teaches is bounded by what k may. Rows of a domain are its own examples, and the
 * negatives of every other one: no domain takes a winner of another for its own.
 * @param domains names of the domains that learn
 */
export function learnedRows(
  turns: Iterable<LearnableTurn>,
  domains: ReadonlySet<string>,
  settings: Partial<RowSettings> = {},
): LearnedRows {
  const { fewestCustomers, leastBelief, mostOfCustomer, mostWords, heldOutOneIn } = { ...ROW_DEFAULTS, ...settings };
  const refused = Object.fromEntries(REFUSALS.map((reason) => [reason, 0])) as Record<Refusal, number>;
  const { texts, textsOf } = said(turns, refused);
  const told = toldSuccess(toldLabels(texts));
  const answers = told && new AnswersTold(toldLabels(texts), told);
  const rows: LearnedRow[] = [];
  for (const [key, { text, sayers }] of texts) {
    const refuse = (reason: Refusal) => {
      refused[reason]++;
    };
    if (heldOutOneIn > 0 && foldOf(text, heldOutOneIn, HELD_OUT_SEED) === 0) refuse('held out for the gates');
    else if (key.split(' ').length > mostWords) refuse('too long');
    else if (sayers.size < fewestCustomers) refuse('too few customers');
    else {
      const shares = [...sayers.keys()].map((customer) => Math.min(1, mostOfCustomer / textsOf.get(customer)!));
      const sum = shares.reduce((total, share) => total + share, 0);
      const { best, unprojected } = agreedLabel(
        [...sayers.values()].map((turns, place) => ({
          share: shares[place]!,
          turns: turns.map((turn) => turnLabels(answers ? pooled(turn, answers) : turn, domains)),
        })),
        told,
      );
      if (!best) refuse(unprojected > 0 ? 'slots not found' : 'nothing known');
      else if (best.probability < leastBelief) refuse('doubtful');
      else {
        const belief = best.probability * Math.min(1, sum / fewestCustomers);
        const { origin, domain, intent, slots } = best;
        const id = `${LEARNED}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
        rows.push({ id, text, domain, intent, slots, source: LEARNED, origin, belief });
      }
    }
  }
  return { rows, refused };
}

/** What each turn tells of its answer. */
function* toldLabels(texts: ReadonlyMap<string, SaidText>): Iterable<ToldLabel> {
  for (const [key, { sayers }] of texts)
    for (const [customer, turns] of sayers)
      for (const { answer, chosen, success } of turns) {
        const told = chosen ? { of: chosen.reading, success: chosen.probability } : { of: answer, success };
        yield { name: answerName(key, told.of), customer, success: told.success };
      }
}

/** The turn, with what all who said the words of its rephrase tell of that answer: one of them alone is luck. */
function pooled(turn: TextTurn, answers: AnswersTold): TextTurn {
  const { rephrase } = turn;
  if (rephrase?.text === undefined) return turn;
  const success = answers.rightShare(answerName(groupKey(rephrase.text), rephrase.answer));
  return success === undefined ? turn : { ...turn, rephrase: { ...rephrase, success } };
}

function answerName(key: string, answer: Understanding | undefined): string {
  return `${key}\t${answerText(answer)}`;
}

type TextTurn = LearnableTurn & { readonly text: string };

interface SaidText {
  /** As it was said first. */
  readonly text: string;
  /** By customer. */
  readonly sayers: Map<string, TextTurn[]>;
}

/** The turns of each text by customer, and how many texts each customer said. */
function said(turns: Iterable<LearnableTurn>, refused: Record<Refusal, number>) {
  const texts = new Map<string, SaidText>();
  const textsOf = new Map<string, number>();
  for (const turn of turns) {
    const { text, customer } = turn;
    const key = text === undefined ? '' : groupKey(text);
    if (text === undefined || key === '') {
      refused['without text']++;
      continue;
    }
    const known: SaidText = texts.get(key) ?? { text, sayers: new Map() };
    texts.set(key, known);
    // Who is not named counts for nobody; the text is told as one of too few.
    if (customer === undefined) continue;
    const own = known.sayers.get(customer);
    // Slots have places in one text, whatever the spelling of others.
    const same = { ...turn, text: known.text };
    if (own) own.push(same);
    else {
      known.sayers.set(customer, [same]);
      textsOf.set(customer, (textsOf.get(customer) ?? 0) + 1);
    }
  }
  return { texts, textsOf };
}
