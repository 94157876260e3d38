import { join } from 'node:path';
import { loadInterpreter } from '../../domains/core/interpreter/load-interpreter.js';
import type { Servable } from '../../domains/core/interpreter/servable.js';
import { NGRAM_ORDERS } from '../../domains/core/language-models/language-models.js';
import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { projectRoot } from '../../serving/project.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { type StandardFigures, type StandardOutcome, standardFigures } from '../metrics/standard-figures.js';
import { RECOGNIZER_DEFAULTS } from '../recognizer/recognizer-trainer.js';
import { crossDomain } from '../run/cross-domain.js';
import type { TrainedDomain } from '../run/train-domain.js';

/** The folders of the six domains that have SNIPS's seven intents: a schema each, and at most which slots share values. */
export const STANDARD_SNIPS = join(projectRoot(), 'training', 'standard-snips');

/** Settings in which their training differs from what ships: those that paid out of fold. */
export const STANDARD_TRAINING = {
  nBest: 16,
  ngramOrders: { ...NGRAM_ORDERS, words: 3 },
  recognizer: {
    minimumCount: 2,
    prune: 0.02,
    augmentation: { ...RECOGNIZER_DEFAULTS.augmentation, copies: 2 },
    // Published systems are trained on clean text, too.
    noise: { ...RECOGNIZER_DEFAULTS.noise, copies: 0 },
  },
};

const WITH_SCREENED = { ...plainQuery(), skipScreened: false };
const RULES = answerRules(undefined);

/** The merged answers of domains trained on SNIPS alone, scored as published systems are. */
export interface StandardSnips {
  /** Figures on the rows trained on, by models that had not seen them. */
  readonly outOfFold: StandardFigures;
  /** Figures on rows that none was trained on. */
  readonly held: StandardFigures;
}

/**
 * Scores domains that were trained on `rows`: on those rows out of fold, and on `held`, which none has seen, as they would be
 * served. Every row must be some domain's.
 */
export async function scoreStandardSnips(
  trained: ReadonlyMap<string, TrainedDomain>,
  rows: readonly CorpusRow[],
  held: readonly CorpusRow[],
): Promise<StandardSnips> {
  const merged = crossDomain(new Map([...trained].map(([domain, { heldOut }]) => [domain, heldOut])));
  const outOfFold = merged.map(({ hypotheses }, index) => outcome(rows[index], hypotheses[0]));
  const servables = new Map<string, Servable>();
  try {
    for (const [domain, { contents }] of trained) servables.set(domain, await loadInterpreter(contents));
    const outcomes: StandardOutcome[] = [];
    for (const row of held) {
      const interpretations = await Promise.all(
        [...servables].map(async ([domain, servable]) => [domain, await servable.interpret(row.text)] as const),
      );
      const [best] = answerInterpretations(WITH_SCREENED, new Map(interpretations), RULES).hypotheses;
      outcomes.push(outcome(row, best?.hypothesis));
    }
    return { outOfFold: standardFigures(outOfFold), held: standardFigures(outcomes) };
  } finally {
    for (const servable of servables.values()) await servable.release();
  }
}

function outcome({ intent, slots }: CorpusRow, answer: StandardOutcome['answer']): StandardOutcome {
  return { reference: { intent, slots: slots ?? [] }, answer };
}
