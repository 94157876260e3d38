import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { projectRoot } from '../../serving/project.js';
import { GENERATED } from '../../training/corpus/corpus-row.js';
import { measure } from '../../training/evaluation/figures.js';
import { foldedRow, foldedText } from '../../training/evaluation/folded-intents.js';
import { asServed, R0, rescored } from '../../training/evaluation/forms.js';
import { isOutOfDomain } from '../../training/metrics/scored.js';
import { fitAcceptance } from '../../training/priors/fit-acceptance.js';
import { fitRejection, GENERATED_WEIGHT, LEAST_OTHERS } from '../../training/priors/fit-rejection.js';
import { crossDomain } from '../../training/run/cross-domain.js';
import type { FinishedDomain } from '../../training/run/training-run.js';
import { transfer } from '../../training/run/transfer.js';

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
  const domains = heldOutOf(finished);
  const rows = crossDomain(domains);
  const weights = { [GENERATED]: GENERATED_WEIGHT };
  const rejection = fitRejection(rows, weights);
  if (!rejection) return;
  const file = join(projectRoot(), 'gateway', 'priors.json');
  const accept = fitAcceptance(rows, rejection, risk, weights);
  const table = { ...loadPriorTable(file), rejection, accept };
  if (ship) await writeFileAtomic(file, `${JSON.stringify(table, null, 2)}\n`);
  say(
    `taken to be any domain's from P = ${rejection.inDomain}: at most ${100 * rejection.falseAccepts} % of others, out of fold; a row weighs 1, a ${GENERATED} one ${GENERATED_WEIGHT}`,
  );
  const others = rows.filter(({ reference }) => isOutOfDomain(reference)).length;
  if (others < LEAST_OTHERS)
    say(`${others} utterances of no domain are few for such a threshold; ${LEAST_OTHERS} or more say it well`);
  const unseen = transfer(domains, rows, rejection.inDomain);
  if (unseen)
    say(
      `transfer, ${unseen.requests} generated requests: ${percent(unseen.rejected)} rejected, ECE of P(in domain) ${percent(unseen.ece)}`,
    );
  say(
    accept
      ? `acted upon from P = ${accept.minProbability}: at most ${100 * accept.risk} % of accepted readings wrong, out of fold`
      : 'no probability keeps the share of accepted readings that are wrong within bounds: 0.5 stands',
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function heldOutOf(finished: readonly FinishedDomain[]) {
  return new Map(finished.map(({ domain, heldOut }) => [domain, heldOut]));
}

/** Prints every bundle, and with several domains the figures of all of them merged, out of fold. */
export function report(finished: readonly FinishedDomain[], say: (text: string) => void): void {
  for (const { domain, version, bytes } of finished) say(`${domain}: ${version}, ${(bytes / 1e6).toFixed(2)} MB`);
  if (finished.length < 2) return;
  const heldOut = crossDomain(heldOutOf(finished)).filter(({ source }) => source !== GENERATED);
  const folded = foldedText(heldOut);
  if (folded !== undefined) say(folded);
  const rows = heldOut.map(foldedRow);
  for (const [name, scored] of [
    ['ours', asServed(rows)],
    ['R0 (product)', rescored(rows, R0.product)],
  ] as const) {
    const { irer, semer, dcer, icer, slotF1, top, rejection } = measure(scored);
    say(
      `out of fold, all domains merged, ${name}: IRER ${percent(irer)}, SemER ${percent(semer)}, DCER ${percent(dcer)}, ICER ${percent(icer)}, slot F1 ${percent(slotF1)}, ECE ${percent(top.ece)}, NLL ${top.nll.toFixed(4)}, AUROC ${percent(rejection.auroc)}`,
    );
  }
}
