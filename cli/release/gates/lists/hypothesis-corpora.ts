import { openBundle } from '../../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import type { DomainFolder } from '../../../../domains/core/schema/domain-folders.js';
import { intentSlots } from '../../../../domains/core/schema/schema.js';
import type { MeasuredCorpus } from '../../../../training/overlap/overlap.js';
import type { RowHypothesis } from '../../../../training/own-scores/hypothesis-row.js';
import { type ReadOptions, readHypothesisRows, refuseTwins } from '../../../../training/own-scores/read-rows.js';
import type { ScoreKinds } from '../../../../training/own-scores/score-kinds.js';

/** Files of another NLU's lists, as gates and evaluations measure on them. */
export interface HypothesisCorpora {
  readonly corpora: readonly MeasuredCorpus[];
  /** The lists of the corpora's rows, in their order. */
  readonly rows: readonly (readonly RowHypothesis[])[];
  readonly kinds: ScoreKinds;
  /** How many rows the files have; more than `rows` where memory holds a draw of them. */
  readonly read: number;
}

/** What the scores are by which a bundle ranks. */
export interface RankingBundle {
  readonly domain: string;
  readonly schema: Readonly<Record<string, readonly string[]>>;
  readonly kinds: ScoreKinds;
  /** Whether these are the scores of a caller's own NLU. */
  readonly isOwn: boolean;
}

const RECOGNIZER_KINDS: ScoreKinds = new Map([
  ['domain', 'probability'],
  ['intent', 'probability'],
  ['slot', 'probability'],
]);

/** The domain, schema and scores of a bundle. @throws BundleRefused for bytes that are no sound bundle */
export async function rankingBundle(bytes: Uint8Array): Promise<RankingBundle> {
  const { domain, schema, ownScores } = (await openBundle(bytes, ANY_SIGNER)).manifest;
  const kinds = ownScores && new Map(ownScores.scores.map(({ name, kind }) => [name, kind] as const));
  return { domain, schema, kinds: kinds ?? RECOGNIZER_KINDS, isOwn: ownScores !== undefined };
}

/**
 * Reads files of lists for some bundles; hypotheses of other domains are read where their folder is known. Hypotheses
 * that name no domain are the first bundle's.
 * @throws NluError INVALID_ARGUMENT naming file, line and field
 */
export async function readHypothesisCorpora(
  files: readonly string[],
  [first, ...others]: readonly [RankingBundle, ...RankingBundle[]],
  folders: readonly DomainFolder[],
  more: Pick<ReadOptions, 'onProgress' | 'isTruthOptional'> = {},
): Promise<HypothesisCorpora> {
  const known = folders.map(({ name, schema }) => [name, intentSlots(schema)] as const);
  const bundles = [first, ...others].map(({ domain, schema }) => [domain, schema] as const);
  const schemas = new Map([...known, ...bundles]);
  const corpora: MeasuredCorpus[] = [];
  const rows: (readonly RowHypothesis[])[] = [];
  let count = 0;
  for (const file of files) {
    const read = await readHypothesisRows([file], { schemas, domain: first.domain, declared: first.kinds, ...more });
    for (const { hypotheses } of read.rows) rows.push(hypotheses);
    count += read.read;
    const [identity] = read.corpora;
    corpora.push({
      identity,
      rows: read.rows.map(({ id, text, reference }) => ({
        id,
        text,
        ...reference,
        slots: located(reference.slots),
        source: file,
      })),
    });
  }
  refuseTwins(corpora.map(({ identity }) => identity));
  return { corpora, rows, kinds: first.kinds, read: count };
}

/** Metrics compare names and values only. */
function located(slots: readonly { readonly name: string; readonly value: string }[] | undefined) {
  return slots?.map(({ name, value }) => ({ name, value, start: 0, end: 0 }));
}
