import { join } from 'node:path';
import type { Evaluation } from '../../training/evaluation/evaluation.js';
import type { Interpreted } from '../../training/evaluation/interpreted.js';
import {
  type EvaluatedCorpora,
  evaluationJson,
  evaluationText,
  trainingText,
  utterancesText,
} from './evaluation-text.js';

export interface PrintFlags {
  json?: boolean | undefined;
  report?: string | undefined;
}

/** Prints an evaluation for people or for machines, and writes its report where one is asked for. */
export async function printEvaluation(
  { json, report }: PrintFlags,
  evaluated: EvaluatedCorpora,
  evaluation: Evaluation,
  served: readonly Interpreted[],
): Promise<void> {
  if (report !== undefined) {
    // Loaded only for a report: the plotting library takes longer to load than the rest of the command line.
    const { writeReport } = await import('../../training/report/report.js');
    const names = evaluated.corpora.map(({ name }) => name).join(', ');
    const overlaps = trainingText(evaluated).map((line) => `${line}.`);
    const text = [evaluated.choice, `${names}: ${utterancesText(evaluation)}`, ...overlaps].filter(Boolean).join(' ');
    await writeReport(report, { title: 'nlu-reranker: evaluation', text }, evaluation, served);
    process.stderr.write(`wrote ${join(report, 'index.html')}\n`);
  }
  process.stdout.write(json ? evaluationJson(evaluated, evaluation) : evaluationText(evaluated, evaluation));
}
