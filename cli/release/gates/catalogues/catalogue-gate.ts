import { BundleRefused } from '../../../../bundles/format/refusal.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { openCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import {
  checkCatalogueGolden,
  parseCatalogueGolden,
} from '../../../../domains/core/resolution/bundle/catalogue-golden.js';
import type { CatalogueManifest } from '../../../../domains/core/resolution/bundle/catalogue-manifest.js';
import type { EntityTable } from '../../../../domains/core/resolution/entities/entity-table.js';
import type { EntityResolver } from '../../../../domains/core/resolution/entity-resolver.js';
import { NluError } from '../../../../serving/errors.js';
import type { DecisionRow } from '../../../../training/entities/decisions/decision-rows.js';
import {
  decisionsOf,
  type OpenedCatalogue,
  policyByDecisions,
  policyOf,
} from '../../../../training/entities/decisions/policy-by-decisions.js';
import type { EstimateSettings } from '../../../../training/entities/off-policy/estimates.js';
import {
  type PolicyComparison,
  policyComparisonText,
  policyRefusal,
} from '../../../../training/entities/off-policy/policy-gate.js';

/** What a catalogue measures beside the one that is active. */
export interface CatalogueFigures {
  /** The titles that were asked for, of entities that both catalogues have; with 0 the other figures say nothing. */
  readonly queries: number;
  /** Share of the active catalogue's titles whose entity the catalogue finds first, in [0, 1]. */
  readonly hitAt1: number;
  /** Share of them whose entity is among the first ten. */
  readonly recallAt10: number;
  /** The time that 99 of 100 resolutions stay under, in ms. */
  readonly p99Ms: number;
}

/** A catalogue beside the active one. */
export interface CatalogueComparison {
  readonly manifest: CatalogueManifest;
  /** Entities of the active catalogue whose ids the candidate has not; 0 where none is active. */
  readonly vanished: number;
  readonly candidate: CatalogueFigures;
  /** Absent where none is active. */
  readonly active?: CatalogueFigures & { readonly version: string; readonly entities: number };
  /** Its policy beside the active one's, by logged decisions; absent where none were given. */
  readonly policy?: PolicyComparison;
  /** The p99 that it was allowed, in ms. */
  readonly mostP99Ms: number;
  /** What keeps it from being deployed, in words; none where nothing does. */
  readonly failures: readonly string[];
}

/** What a catalogue is measured by. */
export interface CatalogueGateSettings extends EstimateSettings {
  /** The time that 99 of 100 resolutions have to stay under on this machine, in ms, above 0. */
  readonly mostP99Ms: number;
}

/** The time of a resolution that services are planned with, in ms: one core answers a thousand a second. */
export const MOST_P99_MS = 1;
const MOST_BYTES = 24_000_000;
/** Share of the active catalogue's ids that may vanish: more is another catalogue under this one's name. */
const MOST_VANISHED = 0.9;
/** How far a share may fall: a tie that falls otherwise is no regression. */
const TOLERANCE = 0.01;
const QUERIES = 2_000;
/** Resolutions before any is timed: V8 compiles what is hot. */
const WARM_UP = 2_000;
/** Times that each query is timed, of which the shortest counts: another process only ever adds to it. */
const TRIES = 3;
/** The same of a query that is slower than may be: on a busy machine three tries may all be disturbed. */
const TRIES_OF_SLOW = 12;
const NOTHING = { queries: 0, hitAt1: 1, recallAt10: 1, p99Ms: 0 };

/**
 * Loads a catalogue as a service would, and measures it beside the active one on the titles of entities that both have: the
 * same queries for both, every one by the slot that takes such titles. It fails where it finds fewer of them than the active
 * one, beyond one in a hundred; where it is larger than 24 MB; where one resolution in a hundred takes longer than may be on
 * this machine; where nearly all ids of the active one are gone, since feedback and memory name entities by them; and where its
 * policy is worth less by decisions that the active one made.
 * @param decisions logged requests of the active catalogue; none: policies are not compared
 * @throws BundleRefused for a bundle that no service would take
 * @throws NluError for decisions with no active catalogue, or none of its policy
 */
export async function compareCatalogues(
  candidate: Uint8Array,
  active: Uint8Array | undefined,
  decisions?: readonly DecisionRow[],
  { mostP99Ms = MOST_P99_MS, ...settings }: Partial<CatalogueGateSettings> = {},
): Promise<CatalogueComparison> {
  const mine = await opened(candidate);
  const theirs = active && (await opened(active).catch(refusedIsNone));
  const policy = decisions && comparedPolicies(mine, theirs, decisions, settings);
  const queries = titleQueries((theirs ?? mine).catalogue, mine.catalogue.table);
  const figures = measured(mine.catalogue.resolver, queries, mostP99Ms);
  const before = theirs && measured(theirs.catalogue.resolver, queries, mostP99Ms);
  const vanished = theirs ? vanishedIds(theirs.catalogue.table, mine.catalogue.table) : 0;
  const entities = theirs?.catalogue.table.count ?? 0;
  const failures = [
    ...(candidate.length > MOST_BYTES
      ? [`size: ${megabytes(candidate.length)} MB; at most ${megabytes(MOST_BYTES)}`]
      : []),
    ...(figures.p99Ms > mostP99Ms ? [tooSlow(figures.p99Ms, mostP99Ms)] : []),
    ...worse('hit@1', figures.hitAt1, before?.hitAt1),
    ...worse('recall@10', figures.recallAt10, before?.recallAt10),
    ...(vanished > MOST_VANISHED * entities ? [`ids: ${vanished} of ${entities} vanish; it is another catalogue`] : []),
    ...(policy ? [policyRefusal(policy) ?? []].flat() : []),
  ];
  return {
    manifest: mine.bundle.manifest,
    vanished,
    candidate: figures,
    ...(theirs && before && { active: { ...before, version: theirs.bundle.manifest.version, entities } }),
    ...(policy && { policy }),
    mostP99Ms,
    failures,
  };
}

/** A comparison for people, a line a figure. */
export function comparisonText(compared: CatalogueComparison): string[] {
  const { manifest, candidate, active, vanished, policy, mostP99Ms } = compared;
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const beside = (name: string, text: (figures: CatalogueFigures) => string) =>
    `${name}: ${active ? `${text(active)} -> ` : ''}${text(candidate)}`;
  return [
    `entities: ${active ? `${active.entities} -> ` : ''}${manifest.entities}`,
    ...(active ? [`ids that vanish: ${vanished} of ${active.entities}`] : []),
    ...(candidate.queries === 0
      ? ['hit@1, recall@10, p99: not measured, since no entity that a slot takes the title of is in both']
      : [
          beside('hit@1 of known titles', ({ hitAt1 }) => percent(hitAt1)),
          beside('recall@10 of known titles', ({ recallAt10 }) => percent(recallAt10)),
          `${beside('p99', ({ p99Ms }) => `${p99Ms.toFixed(2)} ms`)}, at most ${mostP99Ms}`,
        ]),
    ...(policy ? policyComparisonText(policy) : []),
  ];
}

function comparedPolicies(
  candidate: OpenedCatalogue,
  active: OpenedCatalogue | undefined,
  rows: readonly DecisionRow[],
  settings: Partial<EstimateSettings>,
): PolicyComparison {
  if (!active) {
    const problem = '--decisions: no catalogue is deployed whose decisions they could be';
    throw new NluError('FAILED_PRECONDITION', `${problem}; leave it out for the first one`);
  }
  const { decisions, policy } = decisionsOf(active, rows);
  return policyByDecisions(policyOf(candidate.bundle), policy, decisions, settings);
}

async function opened(bytes: Uint8Array) {
  const made = await openCatalogue(bytes, ANY_SIGNER);
  checkCatalogueGolden(made.catalogue.resolver, parseCatalogueGolden(made.bundle.parts), 1_000);
  return made;
}

/** An active catalogue that cannot be read any more is nothing to stand beside. */
function refusedIsNone(error: unknown): undefined {
  if (!(error instanceof BundleRefused)) throw error;
}

interface TitleQuery {
  readonly slot: string;
  readonly value: string;
  readonly id: string;
}

/** Titles at even distances of entities that the other catalogue has as well. */
function titleQueries(
  { table, resolver }: { readonly table: EntityTable; readonly resolver: EntityResolver },
  other: EntityTable,
): TitleQuery[] {
  const slotOf = new Map<string, string>();
  for (const [slot, targets] of resolver.slotTargets) {
    for (const { kind, field } of targets) if (field === 'title' && !slotOf.has(kind)) slotOf.set(kind, slot);
  }
  const queries: TitleQuery[] = [];
  const step = Math.max(1, Math.floor(table.count / QUERIES));
  for (let row = 0; row < table.count; row += step) {
    const slot = slotOf.get(table.kinds[table.kindOf(row)]);
    const id = table.idOf(row);
    if (slot !== undefined && other.rowOf(id) !== undefined) queries.push({ slot, value: table.titleOf(row), id });
  }
  return queries;
}

function measured(resolver: EntityResolver, queries: readonly TitleQuery[], mostP99Ms: number): CatalogueFigures {
  if (queries.length === 0) return NOTHING;
  const ask = ({ slot, value }: TitleQuery, place: number) =>
    resolver.resolve([{ slot, value }], {}, `gate-${place}`, 10);
  for (let place = 0; place < WARM_UP; place++) ask(queries[place % queries.length], place);
  const times: number[] = [];
  let [first, among] = [0, 0];
  for (const [place, query] of queries.entries()) {
    let best = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < (best > mostP99Ms ? TRIES_OF_SLOW : TRIES); tries++) {
      const begun = performance.now();
      ask(query, place);
      best = Math.min(best, performance.now() - begun);
    }
    times.push(best);
    const ids = ask(query, place)?.entities.map(({ id }) => id) ?? [];
    if (ids[0] === query.id) first++;
    if (ids.includes(query.id)) among++;
  }
  times.sort((one, another) => one - another);
  const p99Ms = times[Math.min(times.length - 1, Math.floor(0.99 * times.length))];
  return { queries: queries.length, hitAt1: first / queries.length, recallAt10: among / queries.length, p99Ms };
}

function tooSlow(p99Ms: number, mostP99Ms: number): string {
  const figure = `p99: ${p99Ms.toFixed(2)} ms; at most ${mostP99Ms}`;
  return `${figure} (--most-p99 MS allows more, where callers' deadlines do)`;
}

function worse(name: string, candidate: number, active: number | undefined): string[] {
  if (active === undefined || candidate >= active - TOLERANCE) return [];
  return [`${name}: ${candidate.toFixed(4)} where the active one has ${active.toFixed(4)}`];
}

function vanishedIds(active: EntityTable, candidate: EntityTable): number {
  let vanished = 0;
  for (let row = 0; row < active.count; row++) if (candidate.rowOf(active.idOf(row)) === undefined) vanished++;
  return vanished;
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
