import { basename, join } from 'node:path';
import type { Evaluation } from '../training/evaluation/evaluation.js';
import type { Interpreted } from '../training/evaluation/interpreted.js';
import { evaluationJson, evaluationText, utterancesText } from './evaluation-text.js';

export interface PrintFlags {
  json?: boolean | undefined;
  report?: string | undefined;
}

/** Prints an evaluation for people or for machines, and writes its report where one is asked for. */
export async function printEvaluation(
  { json, report }: PrintFlags,
  paths: readonly string[],
  evaluation: Evaluation,
  served: readonly Interpreted[],
): Promise<void> {
  if (report !== undefined) {
    // Loaded for those who ask: the plotting library takes longer to load than the rest of the command line.
    const { writeReport } = await import('../training/report/report.js');
    // A report is passed on: it names no folder of this machine.
    const text = `${paths.map((path) => basename(path)).join(', ')}: ${utterancesText(evaluation)}`;
    await writeReport(report, { title: 'nlu-reranker: evaluation', text }, evaluation, served);
    process.stderr.write(`wrote ${join(report, 'index.html')}\n`);
  }
  process.stdout.write(json ? evaluationJson(paths, evaluation) : evaluationText(paths, evaluation));
}
