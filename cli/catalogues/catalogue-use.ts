import { join } from 'node:path';
import { catalogueName } from '../../bundles/format/catalogue-name.js';
import { CATALOGUE_LIMITS } from '../../bundles/format/limits.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { readActive, readBundle } from '../../bundles/sources/bundle-directory.js';
import { openCatalogue } from '../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { PolicyModel } from '../../domains/core/resolution/policy/policy-model.js';
import { NluError } from '../../serving/errors.js';
import { readDecisionRows } from '../../training/entities/decisions/decision-rows.js';
import {
  type AcceptedUse,
  acceptedUse,
  type LearnedPolicy,
  learnedPolicyOf,
} from '../../training/entities/decisions/learned-use.js';
import { policyComparisonText, policyRefusal } from '../../training/entities/off-policy/policy-gate.js';
import { readOptionFile } from '../option-file.js';

export interface UseFlags {
  readonly out: string;
  readonly decisions: readonly string[];
  readonly from?: string;
  readonly keepPolicy?: boolean;
}

/** What a catalogue learned from logged decisions. */
export interface CatalogueUse {
  /** The policy to serve with; undefined: the catalogue that decided has none. */
  readonly policy: PolicyModel | undefined;
  readonly accepted: AcceptedUse;
  /** Undefined with the policy. */
  readonly learned: LearnedPolicy | undefined;
}

/**
 * What decisions teach; undefined without any.
 * @throws NluError FAILED_PRECONDITION, with the figures, for a learned policy that is worth less, unless the present one is
 * to be kept then; NOT_FOUND where the bundle that decided is not there
 */
export async function catalogueUse(domain: string, flags: UseFlags): Promise<CatalogueUse | undefined> {
  const { decisions, keepPolicy = false } = flags;
  if (decisions.length === 0) {
    const [lonely] = [flags.from !== undefined && '--from', keepPolicy && '--keep-policy'].filter(Boolean);
    if (lonely) throw new NluError('INVALID_ARGUMENT', `${lonely} goes with --decisions, and there are none`);
    return undefined;
  }
  const rows = await readDecisionRows(decisions);
  const opened = await openCatalogue(await decidingBundle(domain, flags), ANY_SIGNER);
  const { manifest } = opened.bundle;
  if (manifest.domain !== catalogueName(domain))
    throw new NluError('INVALID_ARGUMENT', `--from: the bundle is of ${manifest.domain}, not of ${domain}-catalogue`);
  const accepted = acceptedUse(opened, rows);
  const learned = learnedPolicyOf(opened, rows);
  if (!learned) return { policy: undefined, accepted, learned };
  const refusal = policyRefusal(learned.comparison);
  if (refusal === undefined) return { policy: learned.policy, accepted, learned };
  if (keepPolicy) return { policy: learned.before, accepted, learned };
  const figures = [refusal, ...policyComparisonText(learned.comparison)].map((line) => `  ${line}`).join('\n');
  const advice = '--keep-policy builds with the one that decided';
  throw new NluError(
    'FAILED_PRECONDITION',
    `the policy learned from --decisions is worth less (${advice}):\n${figures}`,
  );
}

async function decidingBundle(domain: string, { out, from }: UseFlags): Promise<Uint8Array> {
  if (from !== undefined) return readOptionFile('--from', from);
  const directory = join(out, catalogueName(domain));
  try {
    const { version } = await readActive(directory);
    return await readBundle(directory, version, CATALOGUE_LIMITS.fileBytes);
  } catch (cause) {
    if (!(cause instanceof NluError)) throw cause;
    const problem = `--decisions: ${directory} has no catalogue that could have decided`;
    throw new NluError(cause.code, `${problem}; name its bundle with --from (${cause.message})`, { cause });
  }
}

/** The same for people, a line a figure. */
export function useText({ learned, accepted, policy }: CatalogueUse): string[] {
  const memory = `memory: decisions with a customer: ${accepted.rows}; what five or more accepted for the same words counts`;
  if (!learned)
    return ['policy: the catalogue that decided asks every strategy, so that there is none to teach', memory];
  const { requests, leftOut } = learned.decisions;
  const others = [
    ...(leftOut.versions > 0 ? [`${leftOut.versions} rows of other versions`] : []),
    ...(leftOut.entities > 0 ? [`${leftOut.entities} whose accepted entities it has not`] : []),
    ...(leftOut.slots > 0 ? [`${leftOut.slots} whose slots name nothing of it`] : []),
  ];
  return [
    `decisions: ${requests} requests${others.length > 0 ? `; left out: ${others.join(', ')}` : ''}`,
    ...policyComparisonText(learned.comparison),
    ...(policy === learned.before ? ['policy: the one that decided is kept'] : []),
    memory,
  ];
}

/** The same for programs. */
export function useSummary({ learned, accepted, policy }: CatalogueUse) {
  return {
    ...(learned && { ...learned.decisions, comparison: learned.comparison, kept: policy === learned.before }),
    remembered: accepted.rows,
  };
}
