import type { DescribeResponse__Output } from '../../proto/gen/nlu/v1/DescribeResponse.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { NluError } from '../../serving/errors.js';
import type { CorpusIdentity } from '../../training/corpus/corpus-identity.js';
import { type Overlap, overlapText } from '../../training/overlap/overlap.js';

/** A bundle that answered. */
export interface AnsweringBundle {
  readonly version: string;
  /** SHA-256 of its contents, in hex; absent where the domain does not tell. */
  readonly digest?: string;
}

/** By domain, the bundle that answered; in the order of the domains' names. */
export type AnsweringBundles = Readonly<Record<string, AnsweringBundle>>;

/** The corpora and bundles of an evaluation, and its date. */
export interface Evaluated {
  /** When it was made, ISO 8601 in UTC. */
  readonly date: string;
  readonly corpora: readonly CorpusIdentity[];
  /** Why these were taken, as a sentence; absent where the user named them. */
  readonly choice?: string;
  /** A sentence on rows that are scored with several intents as one; absent where there are none. */
  readonly foldedIntents?: string;
  /** By the form of the evaluation, such as `served`; none where the re-rankers were trained for the evaluation itself. */
  readonly bundles: Readonly<Record<string, AnsweringBundles>>;
  /** Rows of the corpora that these bundles were trained on; none is known for a gateway that runs elsewhere. */
  readonly overlaps: readonly Overlap[];
  /** A sentence on bundles whose overlap is known by digest only; absent where there are none. */
  readonly digestOnly?: string;
}

/** By domain, the versions that answered. */
export type AnsweringVersions = Map<string, Set<string>>;

/** Adds the versions that a reply was made with. */
export function noteVersions(
  versions: AnsweringVersions,
  { domains }: Pick<InterpretResponse__Output, 'domains'>,
): void {
  for (const { domain, bundleVersion } of domains) {
    versions.set(domain, (versions.get(domain) ?? new Set()).add(bundleVersion));
  }
}

/**
 * The bundles that answered every utterance.
 * @param description of the same domains, for the digests
 * @throws NluError FAILED_PRECONDITION where a domain changed its version meanwhile: the figures would be of neither
 */
export function answeringBundles(
  versions: AnsweringVersions,
  { domains }: Pick<DescribeResponse__Output, 'domains'>,
): AnsweringBundles {
  const entries = [...versions].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    entries.map(([domain, answered]) => {
      const [version, ...others] = answered;
      if (others.length > 0) {
        const names = [version, ...others].join(', ');
        throw new NluError('FAILED_PRECONDITION', `${domain}: several versions answered (${names}); evaluate again`);
      }
      const known = domains.find((description) => description.domain === domain)?.versions ?? [];
      const digest = known.find((loaded) => loaded.version === version)?.digest;
      return [domain, { version, ...(digest && { digest }) }];
    }),
  );
}

/** Length of the digest's prefix that people get. */
const DIGEST_LETTERS = 12;

/** The choice of corpora, the date, the corpora, the bundles and their overlap with training for people, a line each. */
export function evaluatedLines({
  choice,
  date,
  corpora,
  foldedIntents,
  bundles,
  overlaps,
  digestOnly,
}: Evaluated): string[] {
  return [
    ...(choice === undefined ? [] : [choice]),
    `Measured ${date}`,
    ...corpora.map(({ name, rows, sha256 }) => `${name}: ${rows} rows, SHA-256 ${sha256}`),
    ...(foldedIntents === undefined ? [] : [foldedIntents]),
    ...Object.entries(bundles).map(([form, ofForm]) => `Bundles, ${form}: ${bundlesText(ofForm)}`),
    ...overlaps.map((overlap) => `${overlapText(overlap)}: its figures flatter it`),
    ...(digestOnly === undefined ? [] : [digestOnly]),
  ];
}

function bundlesText(bundles: AnsweringBundles): string {
  const texts = Object.entries(bundles).map(([domain, { version, digest }]) => {
    const known = digest === undefined ? '' : ` (digest ${digest.slice(0, DIGEST_LETTERS)})`;
    return `${domain} ${version}${known}`;
  });
  return texts.join(', ');
}
