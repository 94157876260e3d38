import type { Manifest } from '../../../bundles/format/manifest.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import type { ActiveBundles } from './active-bundles.js';
import { interpretQuestions } from './bundle-interpretations.js';
import { type GateOptions, gateVerdicts, type Verdict } from './gates.js';
import type { InterpretationCache } from './interpretation-cache.js';
import { scoredSides, sideBySide } from './side-by-side.js';

/** A candidate's manifest and the verdicts of the gates. */
export interface Gated {
  readonly manifest: Manifest;
  /** Undefined where the candidate's domain has no active version to stand beside. */
  readonly verdicts: readonly Verdict[] | undefined;
}

/**
 * Measures a candidate beside the active versions, on the answers that a gateway with the shipped table of priors gives to
 * callers without a context.
 * @throws BundleRefused for a candidate that no service would take
 */
export async function runGates(
  candidate: Uint8Array,
  active: ActiveBundles,
  rows: readonly CorpusRow[],
  options: GateOptions,
  cache?: InterpretationCache,
): Promise<Gated> {
  const questions = rows.map(({ text }) => ({ text }));
  const interpretations = await interpretQuestions(candidate, active, questions, cache);
  const { manifest } = interpretations.candidate;
  if (!interpretations.active.has(manifest.domain)) return { manifest, verdicts: undefined };
  const scored = scoredSides(rows, sideBySide(questions, interpretations, answerRules(loadPriorTable())));
  return { manifest, verdicts: gateVerdicts(manifest.domain, scored.candidate, scored.active, options) };
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
