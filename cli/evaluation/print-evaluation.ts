import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../../training/evaluation/evaluation.js';
import type { Interpreted } from '../../training/evaluation/interpreted.js';
import { type Evaluated, evaluatedLines } from './evaluated.js';
import { evaluationReport } from './evaluation-report.js';
import { evaluationJson, evaluationText, utterancesText } from './evaluation-text.js';

export interface PrintFlags {
  json?: boolean | undefined;
  report?: string | undefined;
}

/** Prints an evaluation for people or for machines, and writes its report where one is asked for. */
export async function printEvaluation(
  { json, report }: PrintFlags,
  evaluated: Evaluated,
  evaluation: Evaluation,
  served: readonly Interpreted[],
  reasons: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<void> {
  if (report !== undefined) {
    // Loaded only for a report: the plotting library takes longer to load than the rest of the command line.
    const { writeReport } = await import('../../training/report/report.js');
    const names = evaluated.corpora.map(({ name }) => name).join(', ');
    const text = `${names}: ${utterancesText(evaluation)}`;
    const head = { title: 'nlu-reranker: evaluation', text, lines: evaluatedLines(evaluated) };
    await writeReport(report, head, evaluation, served);
    const data = evaluationReport(evaluated, evaluation, served, reasons);
    await writeFile(join(report, 'report.json'), `${JSON.stringify(data)}\n`);
    process.stderr.write(`wrote ${join(report, 'index.html')}\n`);
  }
  process.stdout.write(json ? evaluationJson(evaluated, evaluation) : evaluationText(evaluated, evaluation));
}
