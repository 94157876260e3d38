import Table from 'cli-table3';
import { trialText } from '../../../bundles/lifecycle/trials/trial.js';
import type { TrialView, TriedVersion } from './trial-view.js';

const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);
const mean = (total: number, number: number, digits: number, unit = '') =>
  number === 0 ? '-' : `${(total / number).toFixed(digits)}${unit}`;
const number = (value: number) => value.toLocaleString('en-US');

/** Evidence as people read it: two digits, and not beyond a million. */
export const evidenceText = (evidence: number): string =>
  evidence >= 1e6 ? 'over 1,000,000' : number(Number(evidence.toPrecision(2)));

/** A trial's figures, both versions beside each other. */
export function viewText(view: TrialView, isAsked: boolean): string {
  const { domain, trial, who, why, when, expires, replicas, trying, active, candidate, shadow } = view;
  const lines = [
    `${domain}: ${candidate.version} is tried beside ${active.version} as ${trialText(trial)}, by ${trying} of ${replicas} replicas`,
    `begun by ${who} at ${when}${why && `: ${why}`}; ends at ${expires ?? 'no time of its own'}`,
  ];
  const table = new Table({
    head: ['', active.version, candidate.version],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const row = (name: string, cell: (version: TriedVersion) => string) =>
    table.push([name, cell(active), cell(candidate)]);
  row('requests', ({ requests }) => number(requests));
  row('errors', ({ errors, requests }) => percent(errors, requests));
  row('mean time', (one) => mean(one.latencyMs, one.requests - one.errors, 2, ' ms'));
  row('mean confidence', (one) => mean(one.confidence, one.requests - one.errors, 4));
  row('mean in-domain probability', (one) => mean(one.inDomain, one.requests - one.errors, 4));
  row("taken for the domain's", (one) => percent(one.believed, one.requests - one.errors));
  if (candidate.outcomes) {
    row('accepted answers', ({ outcomes }) => number(outcomes?.won.accepted ?? 0));
    row('of these defects', ({ outcomes }) => percent(outcomes?.won.defect ?? 0, outcomes?.won.accepted ?? 0));
    row('answers of other domains', ({ outcomes }) => number(outcomes?.others.accepted ?? 0));
    row('of these defects', ({ outcomes }) => percent(outcomes?.others.defect ?? 0, outcomes?.others.accepted ?? 0));
  }
  lines.push(table.toString());
  if (shadow) {
    const { flips, confidenceChange, dropped } = shadow;
    const scored = candidate.requests - candidate.errors;
    const each = Object.entries(flips).map(([kind, count]) => `${kind} ${percent(count, scored)}`);
    lines.push(`flips: ${each.join(', ')}; mean change of confidence ${mean(confidenceChange, scored, 4)}`);
    lines.push(`not scored for lack of time or room: ${number(dropped)}`);
  }
  return [...lines, ...verdictLines(view, isAsked)].join('\n');
}

/** What the test says, and what it does not know. */
function verdictLines({ trial, evidence, alpha, isWorse, candidate, tests }: TrialView, isAsked: boolean): string[] {
  const each = tests.map((test) => `by ${test.name} ${evidenceText(test.evidence)}`).join(', ');
  const limit = `worse from ${number(1 / alpha)} on (--alpha ${alpha})`;
  const verdict = isWorse ? `${candidate.version} is worse` : `nothing says that ${candidate.version} is worse`;
  const lines = [`${verdict}: evidence ${evidenceText(evidence)}, ${limit}; ${each}`];
  if (!isAsked && trial.mode === 'share') {
    lines.push('only errors are tested: what comes of answers is known to gateways (--metrics URL)');
  }
  return lines;
}

/** One look of a watch in a line. */
export function lookLine({ candidate, active, evidence, alpha, trying, replicas }: TrialView, now: Date): string {
  const cells = [
    `requests ${number(active.requests)} / ${number(candidate.requests)}`,
    `errors ${percent(active.errors, active.requests)} / ${percent(candidate.errors, candidate.requests)}`,
  ];
  if (candidate.outcomes) {
    const of = ({ outcomes }: TriedVersion) => percent(outcomes?.won.defect ?? 0, outcomes?.won.accepted ?? 0);
    cells.push(`defects ${of(active)} / ${of(candidate)}`);
  }
  cells.push(`evidence ${evidenceText(evidence)} of ${number(1 / alpha)}`, `replicas ${trying} of ${replicas}`);
  return `${now.toISOString()}  ${active.version} / ${candidate.version}  ${cells.join('  ')}`;
}
