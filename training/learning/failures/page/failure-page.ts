import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { page, type Section, table } from '../../../report/page.js';
import { renderSvg } from '../../../report/svg.js';
import type { DiagnosedTurn, FailureShares, Part } from '../failure-shares.js';
import { type FailureStage, STAGES } from '../failure-stage.js';
import { sharesPicture } from './shares-picture.js';

/** All that the page tells. */
export interface FailurePage {
  readonly requests: number;
  readonly suspected: number;
  readonly all: FailureShares;
  readonly parts: Readonly<Record<Part, readonly FailureShares[]>>;
  /** By stage. */
  readonly examples: Readonly<Record<string, readonly DiagnosedTurn[]>>;
}

/**
 * Writes a self-contained `index.html`, and each picture as SVG, into a folder that is there.
 * @throws NluError FAILED_PRECONDITION where the plotting libraries are not installed
 */
export async function writeFailurePage(folder: string, told: FailurePage): Promise<void> {
  const { requests, suspected, all, parts, examples } = told;
  const sections: Section[] = [];
  const pictures: [name: string, title: string, shares: readonly FailureShares[]][] = [
    ['all', 'All', [all]],
    ...Object.entries(parts).map(([part, shares]): [string, string, readonly FailureShares[]] => [
      part,
      `By ${part}`,
      shares,
    ]),
  ];
  for (const [name, title, shares] of pictures) {
    const svg = await renderSvg(sharesPicture(shares));
    await writeFile(join(folder, `${name}.svg`), svg);
    sections.push({
      title,
      text: 'Share of the suspected requests by the stage that failed first; lines are 95% intervals (Wilson).',
      markup: `<figure>${svg}</figure>`,
    });
  }
  sections.push(exampleSection(examples));
  const text = `${suspected} of ${requests} requests are suspected: their answers probably were not what was wanted.`;
  await writeFile(join(folder, 'index.html'), page({ title: 'Where requests failed', text }, sections));
}

function exampleSection(examples: FailurePage['examples']): Section {
  const rows = Object.entries(examples).flatMap(([stage, turns]) =>
    turns.map(({ request, probabilities, next }) => [
      { text: stage },
      { text: (probabilities[STAGES.indexOf(stage as FailureStage)] ?? 0).toFixed(2) },
      { text: request.text ?? '', style: 'text' as const },
      { text: request.decision, style: 'text' as const },
      { text: next?.request.text ?? '', style: 'text' as const },
    ]),
  );
  const head = ['stage', 'probability', 'utterance', 'decision', 'said next'].map((text) => ({ text }));
  return {
    title: 'Examples',
    text: rows.length > 0 ? 'Those that are told surest.' : 'These events hold no words (events.text).',
    markup: rows.length > 0 ? table(head, rows) : '',
  };
}
