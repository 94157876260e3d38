import type { CorpusRow } from '../corpus/corpus-row.js';
import type { ActiveModels } from './active-models.js';
import type { DomainModel } from './domain-model.js';
import { type GateOptions, judge, type Verdict } from './gates.js';
import { scoredSides, sideBySide } from './side-by-side.js';

/** The verdicts on a candidate; undefined where its domain has no active version to stand beside. */
export async function runGates(
  active: ActiveModels,
  candidate: DomainModel,
  rows: readonly CorpusRow[],
  options: GateOptions,
): Promise<Verdict[] | undefined> {
  const { domain } = candidate.manifest;
  if (!active.has(domain)) return undefined;
  const sides = await sideBySide(
    active,
    candidate,
    rows.map(({ text }) => text),
  );
  const scored = scoredSides(rows, sides);
  return judge(domain, scored.candidate, scored.active, options);
}

/** A failed gate in one line, as it is recorded when it is overridden. */
export function describeFailure({ gate, active, candidate, low, high }: Verdict): string {
  const interval =
    low === undefined || high === undefined ? '' : `, 95% interval of the difference ${print(low)} to ${print(high)}`;
  return `${gate}: ${print(active)} -> ${print(candidate)}${interval}`;
}

function print(value: number): string {
  return value.toFixed(4);
}
