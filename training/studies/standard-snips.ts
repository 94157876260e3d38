import { join } from 'node:path';
import { mergeInterpretations } from '../../cli/release/gates/merged.js';
import { loadInterpreter } from '../../domains/core/interpreter/load-interpreter.js';
import type { Servable } from '../../domains/core/interpreter/servable.js';
import { NGRAM_ORDERS } from '../../domains/core/language-models/language-models.js';
import { projectRoot } from '../../serving/project.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { type StandardFigures, type StandardOutcome, standardFigures } from '../metrics/standard-figures.js';
import { recognizerDefaults } from '../recognizer/recognizer-trainer.js';
import { crossDomain } from '../run/cross-domain.js';
import type { TrainedDomain } from '../run/train-domain.js';

/** SNIPS as seven intents of six domains, each a folder with a schema and at most a word on which slots' values it shares. */
export const STANDARD_SNIPS = join(projectRoot(), 'training', 'standard-snips');

/** How they are trained, apart from what ships: what paid out of fold (docs/decisions/0025-shared-values.md). */
export const standardTraining = {
  nBest: 16,
  ngramOrders: { ...NGRAM_ORDERS, words: 3 },
  recognizer: { minimumCount: 2, prune: 0.02, augmentation: { ...recognizerDefaults.augmentation, copies: 2 } },
};

/** The merged answers of domains trained on SNIPS alone, scored as published systems are. */
export interface StandardSnips {
  /** On the rows trained on, by models that had not seen them. */
  readonly outOfFold: StandardFigures;
  readonly held: StandardFigures;
}

/**
 * Scores domains that were trained on `rows` on those out of fold, and on `held`, which none has seen, as they would be served.
 * Every row must be some domain's.
 */
export async function scoreStandardSnips(
  trained: ReadonlyMap<string, TrainedDomain>,
  rows: readonly CorpusRow[],
  held: readonly CorpusRow[],
): Promise<StandardSnips> {
  const merged = crossDomain([...trained.values()].map(({ heldOut }) => heldOut));
  const outOfFold = merged.map(({ hypotheses }, index) => outcome(rows[index]!, hypotheses[0]));
  const servables = new Map<string, Servable>();
  try {
    for (const [domain, { contents }] of trained) servables.set(domain, await loadInterpreter(contents));
    const outcomes: StandardOutcome[] = [];
    for (const row of held) {
      const said = await Promise.all(
        [...servables].map(async ([domain, servable]) => [domain, await servable.interpret(row.text)] as const),
      );
      outcomes.push(outcome(row, mergeInterpretations(new Map(said))[0]));
    }
    return { outOfFold: standardFigures(outOfFold), held: standardFigures(outcomes) };
  } finally {
    for (const servable of servables.values()) await servable.release();
  }
}

function outcome({ intent, slots }: CorpusRow, answer: StandardOutcome['answer']): StandardOutcome {
  return { reference: { intent, slots: slots ?? [] }, answer };
}
