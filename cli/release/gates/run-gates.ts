import type { Manifest } from '../../../bundles/format/manifest.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import type { ActiveBundles } from './active-bundles.js';
import type { AnswerCache } from './answer-cache.js';
import { answersOf } from './answers.js';
import { type GateOptions, judge, type Verdict } from './gates.js';
import { scoredSides, sideBySide } from './side-by-side.js';

/** What the gates say of a candidate. */
export interface Gated {
  readonly manifest: Manifest;
  /** Undefined where the candidate's domain has no active version to stand beside. */
  readonly verdicts: readonly Verdict[] | undefined;
}

/** Throws BundleRefused for a candidate that no service would take. */
export async function runGates(
  candidate: Uint8Array,
  active: ActiveBundles,
  rows: readonly CorpusRow[],
  options: GateOptions,
  cache?: AnswerCache,
): Promise<Gated> {
  const answers = await answersOf(
    candidate,
    active,
    rows.map(({ text }) => ({ text })),
    cache,
  );
  const { manifest } = answers.candidate;
  if (!answers.active.has(manifest.domain)) return { manifest, verdicts: undefined };
  const scored = scoredSides(rows, sideBySide(answers));
  return { manifest, verdicts: judge(manifest.domain, scored.candidate, scored.active, options) };
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
