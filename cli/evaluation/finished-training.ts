import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { projectRoot } from '../../serving/project.js';
import { measure } from '../../training/evaluation/figures.js';
import { asServed, R0, rescored } from '../../training/evaluation/forms.js';
import { fitAcceptance } from '../../training/priors/fit-acceptance.js';
import { fitRejection } from '../../training/priors/fit-rejection.js';
import { GENERATED } from '../../training/recipes/generated-corpus.js';
import { crossDomain } from '../../training/run/cross-domain.js';
import type { FinishedDomain } from '../../training/run/training-run.js';

/** A trained domain for machines. */
export function summary({
  domain,
  version,
  digest,
  bytes,
  contents,
}: Pick<FinishedDomain, 'domain' | 'version' | 'digest' | 'bytes' | 'contents'>) {
  return {
    domain,
    version,
    digest,
    bytes,
    corpora: contents.manifest.training.corpora,
    figures: contents.manifest.figures,
    weights: contents.manifest.reranker.weights,
  };
}

/** Fits the thresholds of decisions on out-of-fold scores; with `ship` they go into the table of priors that ships. */
export async function fitThresholds(
  finished: readonly FinishedDomain[],
  { risk, ship }: { readonly risk: number; readonly ship: boolean },
  say: (text: string) => void,
): Promise<void> {
  const rows = crossDomain(heldOutOf(finished)).filter(({ source }) => source !== GENERATED);
  const rejection = fitRejection(rows);
  if (!rejection) return;
  const file = join(projectRoot(), 'gateway', 'priors.json');
  const accept = fitAcceptance(rows, rejection, risk);
  const table = { ...loadPriorTable(file), rejection, accept };
  if (ship) await writeFileAtomic(file, `${JSON.stringify(table, null, 2)}\n`);
  say(
    `taken to be any domain's from P = ${rejection.inDomain}: at most ${100 * rejection.falseAccepts} % of others, out of fold`,
  );
  say(
    accept
      ? `acted upon from P = ${accept.minProbability}: at most ${100 * accept.risk} % of accepted readings wrong, out of fold`
      : 'no probability keeps the share of accepted readings that are wrong within bounds: 0.5 stands',
  );
}

function heldOutOf(finished: readonly FinishedDomain[]) {
  return new Map(finished.map(({ domain, heldOut }) => [domain, heldOut]));
}

/** Prints every bundle, and with several domains the figures of all of them merged, out of fold. */
export function report(finished: readonly FinishedDomain[], say: (text: string) => void): void {
  for (const { domain, version, bytes } of finished) say(`${domain}: ${version}, ${(bytes / 1e6).toFixed(2)} MB`);
  if (finished.length < 2) return;
  const rows = crossDomain(heldOutOf(finished)).filter(({ source }) => source !== GENERATED);
  for (const [name, scored] of [
    ['ours', asServed(rows)],
    ['R0 (product)', rescored(rows, R0.product)],
  ] as const) {
    const { irer, semer, dcer, icer, slotF1, top, rejection } = measure(scored);
    const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
    say(
      `out of fold, all domains merged, ${name}: IRER ${percent(irer)}, SemER ${percent(semer)}, DCER ${percent(dcer)}, ICER ${percent(icer)}, slot F1 ${percent(slotF1)}, ECE ${percent(top.ece)}, NLL ${top.nll.toFixed(4)}, AUROC ${percent(rejection.auroc)}`,
    );
  }
}
