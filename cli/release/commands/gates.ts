import { Command } from 'commander';
import { catalogueDomain } from '../../../bundles/format/catalogue-name.js';
import { type Envelope, envelopeSchema } from '../../../bundles/format/envelope.js';
import { CATALOGUE_LIMITS } from '../../../bundles/format/limits.js';
import { openBundleOf } from '../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { NluError } from '../../../serving/errors.js';
import { readOptionFile } from '../../option-file.js';
import { withOption } from '../../options.js';
import { type ActiveFlags, activeBundles, withActiveOptions } from '../active-options.js';
import { type GateFlags, gateRows, verdictText, withGateOptions } from '../gate-options.js';
import { InterpretationCache } from '../gates/interpretation-cache.js';
import { measuredText, runGates } from '../gates/run-gates.js';

interface Flags extends GateFlags, ActiveFlags {
  readonly bundle: string;
  readonly force?: boolean;
  readonly with?: readonly string[];
  readonly json?: boolean;
}

/** `gates`: what deploy would say of a bundle. */
export function gatesCommand(): Command {
  const command = new Command('gates')
    .description('Measure a candidate beside the active versions of all domains, as deploy does before it publishes.')
    .requiredOption('--bundle <file>', 'the candidate')
    .addOption(withOption())
    .option('--force', 'measure it on rows that it was trained on, too')
    .option('--json', 'print the verdicts, and what they stand on, as JSON');
  return withActiveOptions(withGateOptions(command))
    .addHelpText(
      'after',
      `
Exit code 1 when a gate fails, or would stand on rows that the candidate was trained on.

A bundle without recognizer is measured on lists of hypotheses, beside the active version where that can rank them, else
beside the caller's own order.

Examples:
  nlu-reranker gates --bundle new.bundle --corpus held-out.jsonl
  nlu-reranker gates --bundle own.bundle --hypotheses held-out-lists.jsonl`,
    )
    .action((flags: Flags) => runGatesCommand(flags));
}

async function runGatesCommand(all: Flags): Promise<void> {
  const { bundle, json, with: folders, ...flags } = all;
  const { stealBudget, resamples, seed, force = false } = flags;
  const bytes = readOptionFile('--bundle', bundle);
  await checkRanks(bytes);
  const request = {
    stealBudget,
    resamples,
    seed,
    force,
    ...(await gateRows(flags, bytes, folders ?? [])),
    cache: new InterpretationCache(),
  };
  const { manifest, verdicts, measured } = await runGates(bytes, await activeBundles(flags, folders), request);
  if (!verdicts || !measured) throw new NluError('FAILED_PRECONDITION', `nothing of ${manifest.domain} is active`);
  const { domain, version } = manifest;
  const text = [...measuredText(measured), ...verdicts.map(verdictText)].join('\n');
  process.stdout.write(json ? `${JSON.stringify({ domain, version, ...measured, verdicts }, null, 2)}\n` : `${text}\n`);
  if (verdicts.some(({ passed }) => !passed)) process.exitCode = 1;
}

/** @throws NluError INVALID_ARGUMENT for a catalogue, which ranks nothing by itself */
async function checkRanks(bytes: Uint8Array): Promise<void> {
  const { manifest } = await openBundleOf<Envelope>(envelopeSchema, bytes, ANY_SIGNER, CATALOGUE_LIMITS);
  const { domain } = manifest;
  if (catalogueDomain(domain) === undefined) return;
  const instead = `\`deploy ${domain}\` measures it beside the active one, and \`verify\` and \`diff\` need no NATS`;
  throw new NluError('INVALID_ARGUMENT', `--bundle is of ${domain}, a catalogue, which no corpus measures; ${instead}`);
}
