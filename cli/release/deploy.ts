import type { KeyObject } from 'node:crypto';
import { catalogueDomain } from '../../bundles/format/catalogue-name.js';
import type { Envelope } from '../../bundles/format/envelope.js';
import { signBundle } from '../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import type { Deployment } from '../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import { FORECAST, openForecast } from '../../capacity/bundle/forecast-bundle.js';
import { PRIOR_TABLES, PRIORS } from '../../gateway/priors/prior-tables.js';
import { REWRITE_TABLES, REWRITES } from '../../gateway/rewriting/rewrite-tables.js';
import { openTable } from '../../gateway/tables/table-bundle.js';
import { NluError } from '../../serving/errors.js';
import type { DecisionRow } from '../../training/entities/decisions/decision-rows.js';
import { overlapText } from '../../training/overlap/overlap.js';
import { bundledBundles, deployedBundles } from './gates/active-bundles.js';
import { type CatalogueComparison, compareCatalogues, comparisonText } from './gates/catalogues/catalogue-gate.js';
import type { Verdict } from './gates/gates.js';
import { compareRewrites, rewriteFailures, rewritesText } from './gates/rewrites/rewrite-gate.js';
import { describeFailure, type GateRequest, type Measured, measuredText, runGates } from './gates/run-gates.js';
import { checkLive, type RolloutOptions } from './publication/candidate.js';
import { deployedBundle, deploymentHistory, storeBundle } from './publication/publication.js';
import { type Rollout, rollOut } from './publication/roll-out.js';
import { standingOf, trustOfDeployer } from './publication/standing.js';
import { endedTrialNotes } from './trials/standing-trial.js';
import { checkTriable, type PlannedTrial, type StartedTrial, startTrial } from './trials/start-trial.js';

/** What to deploy, and who asks for it. */
export interface DeployRequest {
  readonly domain: string;
  readonly bytes: Uint8Array;
  /** Signs bundle and record; absent: neither is signed anew. */
  readonly signWith?: KeyObject | undefined;
  /** The record that this deployer wrote last for the domain, if it kept it. */
  readonly own?: string | undefined;
  readonly who: string;
  readonly why: string;
  /** Deploy although gates fail, or although the bundle was trained on their rows; that is recorded. */
  readonly force: boolean;
  /** Names of further domains whose deployed versions it is measured beside. */
  readonly beside?: readonly string[];
  readonly gates: Omit<GateRequest, 'force'>;
  /** Logged decisions of the active catalogue, by which a catalogue's policy is compared with its. */
  readonly decisions?: readonly DecisionRow[] | undefined;
  /** The time that 99 of 100 resolutions of a catalogue have to stay under, in ms; the gate's own where absent. */
  readonly mostP99Ms?: number | undefined;
  readonly rollout: RolloutOptions;
  /** How to have it tried beside the active version, instead of deploying it. */
  readonly trial?: PlannedTrial | undefined;
}

export interface DeployResult extends Rollout {
  /** The trial that was begun, and when it ends by itself; absent: it was deployed. */
  readonly trial?: StartedTrial['trial'];
  readonly expires?: string;
  /** The gates' verdicts; undefined where there was nothing to compare with. */
  readonly verdicts: readonly Verdict[] | undefined;
  /** The rows behind the verdicts; undefined with them. */
  readonly measured: Measured | undefined;
  /** A catalogue beside the active one; absent for other bundles. */
  readonly compared?: CatalogueComparison | undefined;
  /** What a table of rewrites does to annotated requests; absent for other bundles. */
  readonly rewrites?: string | undefined;
  /** Overlaps and failed gates that were overridden. */
  readonly forced: readonly string[];
  /** The version that was deployed before. */
  readonly before: string | undefined;
  /** What is not as it should be in the store, for people. */
  readonly notes: readonly string[];
}

/**
 * Loads the bundle as a service would, runs the gates beside what is deployed, stores the object, lets the replicas hold it
 * warm and makes it the current deployment, if the one before still is what the gates were run beside.
 * @throws BundleRefused for a bundle that no service would take
 * @throws GatesRefused naming the failed gates or the overlap with training, unless forced
 */
export async function deploy(stores: NatsStores, request: DeployRequest, now: Date): Promise<DeployResult> {
  const { domain, signWith, who, why, force, trial } = request;
  await checkLive(stores, domain, request.rollout.quorum);
  const bytes = signWith ? signBundle(request.bytes, signWith) : request.bytes;
  const { before, counter, notes: found } = await standingOf(stores, domain, trustOfDeployer(signWith), request.own);
  const { manifest, verdicts, measured, compared, rewrites, failures } = await checked(
    stores,
    bytes,
    request,
    before.deployment,
  );
  const { version, digest } = manifest;
  await checkName(stores, domain, manifest);
  if (trial) checkTriable(domain, version, before.deployment);
  const forced = [
    ...(measured?.forced ?? []).map((overlap) => `overlap: ${overlapText(overlap)}`),
    ...(verdicts ?? []).filter(({ passed }) => !passed).map(describeFailure),
    ...(compared?.failures ?? []),
    ...(failures ?? []),
  ];
  if (forced.length > 0 && !force) {
    const figures = [...(measured ? measuredText(measured) : []), ...(compared ? comparisonText(compared) : [])];
    const text = [...forced, ...figures].map((line) => `  ${line}`).join('\n');
    throw new GatesRefused(`${domain}/${version} fails its gates (--force overrides them):\n${text}`, forced);
  }
  const object = await storeBundle(stores, domain, bytes);
  const note = {
    ...{ version, digest, object, who, when: now.toISOString(), why },
    ...(verdicts && { gates: verdicts.map(gateLine) }),
    ...(compared && { gates: comparisonText(compared) }),
    ...(rewrites !== undefined && { gates: [rewrites] }),
    ...(forced.length > 0 && { forced }),
  };
  const place = { counter: counter + 1, signWith };
  const notes = [...found, ...(await endedTrialNotes(stores, domain, before.deployment, now.getTime()))];
  const told = { verdicts, measured, compared, rewrites, forced, before: before.deployment?.version, notes };
  if (trial) {
    return { ...told, ...(await startTrial(stores, domain, note, place, request.rollout, trial)) };
  }
  return { ...told, ...(await rollOut(stores, domain, before, note, place, request.rollout)) };
}

/** The gates do not let a bundle pass. */
export class GatesRefused extends NluError {
  /** @param failures what failed, a line each */
  constructor(
    message: string,
    readonly failures: readonly string[],
  ) {
    super('FAILED_PRECONDITION', message);
  }
}

/** A version that was deployed once is one bundle for ever; one that failed on the way gave no name away. */
async function checkName(stores: NatsStores, domain: string, { version, digest }: Envelope): Promise<void> {
  const deployed = (await deploymentHistory(stores, domain)).map(({ deployment }) => deployment);
  const namesake = deployed.find((past) => past?.version === version && past.digest !== digest);
  if (!namesake) return;
  const problem = `${domain}/${version} was deployed with digest ${namesake.digest}; give this one another version`;
  throw new NluError('FAILED_PRECONDITION', problem);
}

function gateLine({ gate, passed, active, candidate }: Verdict): string {
  return `${passed ? 'passed' : 'failed'} ${gate}: ${active.toFixed(4)} -> ${candidate.toFixed(4)}`;
}

interface Checked {
  readonly manifest: Envelope;
  readonly verdicts: readonly Verdict[] | undefined;
  readonly measured: Measured | undefined;
  readonly compared?: CatalogueComparison | undefined;
  readonly rewrites?: string;
  /** What keeps rewrites from being deployed; absent for other bundles. */
  readonly failures?: readonly string[];
}

/** The bundle by the checks of its kind, and by the gates beside what is active. */
function checked(
  stores: NatsStores,
  bytes: Uint8Array,
  request: DeployRequest,
  active: Deployment | undefined,
): Promise<Checked> {
  const { domain } = request;
  if (domain === PRIORS) return checkPriors(bytes);
  if (domain === REWRITES) return checkRewrites(stores, bytes, request);
  if (domain === FORECAST) return checkForecast(bytes);
  if (catalogueDomain(domain) !== undefined) return checkCatalogue(stores, bytes, request, active);
  return gate(stores, bytes, request);
}

async function checkCatalogue(
  stores: NatsStores,
  bytes: Uint8Array,
  { domain, decisions, mostP99Ms, gates: { resamples = 1_000, seed = 1 } }: DeployRequest,
  active: Deployment | undefined,
): Promise<Checked> {
  const before = active && (await deployedBundle(stores, active));
  const compared = await compareCatalogues(bytes, before, decisions, {
    ...{ resamples, seed },
    ...(mostP99Ms !== undefined && { mostP99Ms }),
  });
  checkDomain(compared.manifest, domain);
  return { manifest: compared.manifest, verdicts: undefined, measured: undefined, compared };
}

async function checkRewrites(
  stores: NatsStores,
  bytes: Uint8Array,
  { beside = [], gates: { corpora } }: DeployRequest,
): Promise<Checked> {
  const { manifest, table } = await openTable(REWRITE_TABLES, bytes, ANY_SIGNER);
  const rows = corpora.flatMap((corpus) => corpus.rows);
  // A domain that is deployed elsewhere, from a folder, is taken as it ships.
  const active = new Map([...(await bundledBundles()), ...(await deployedBundles(stores, beside))]);
  const compared = await compareRewrites(table, rows, active);
  const failures = rewriteFailures(compared);
  const rewrites = rewritesText(compared, table.pairs.length);
  return { manifest, verdicts: undefined, measured: undefined, rewrites, failures };
}

/** No gate measures priors: they reorder hypotheses by a context that corpora do not have. */
async function checkPriors(bytes: Uint8Array): Promise<Checked> {
  const { manifest } = await openTable(PRIOR_TABLES, bytes, ANY_SIGNER);
  return { manifest, verdicts: undefined, measured: undefined };
}

/** No gate measures forecasts: the load that they are for is still to come. */
async function checkForecast(bytes: Uint8Array): Promise<Checked> {
  const { manifest } = await openForecast(bytes, ANY_SIGNER);
  return { manifest, verdicts: undefined, measured: undefined };
}

async function gate(
  stores: NatsStores,
  bytes: Uint8Array,
  { domain, beside = [], gates, force }: DeployRequest,
): Promise<Checked> {
  const checked = await runGates(bytes, await deployedBundles(stores, [...beside, domain]), { ...gates, force });
  checkDomain(checked.manifest, domain);
  return checked;
}

/** Checks that a bundle is of the domain that it is deployed for. @throws NluError INVALID_ARGUMENT naming both */
export function checkDomain(bundle: { readonly domain: string }, domain: string): void {
  if (bundle.domain === domain) return;
  throw new NluError('INVALID_ARGUMENT', `the bundle is of ${bundle.domain}, not of ${domain}`);
}
