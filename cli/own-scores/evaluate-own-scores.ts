import type { ScoreWarning } from '../../domains/core/own-scores/warnings.js';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { anyDomain } from '../../gateway/answer/any-domain.js';
import { NluError } from '../../serving/errors.js';
import type { CorpusIdentity } from '../../training/corpus/corpus-identity.js';
import { OTHER } from '../../training/corpus/corpus-row.js';
import { compare } from '../../training/evaluation/comparison.js';
import { type Figures, measure } from '../../training/evaluation/figures.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import type { Scored } from '../../training/metrics/scored.js';
import { type Overlap, overlapsOf } from '../../training/overlap/overlap.js';
import { readTrainingRecord } from '../../training/overlap/training-record.js';
import { readOptionFile } from '../option-file.js';
import { loadModel } from '../release/gates/domain-model.js';
import {
  type HypothesisCorpora,
  rankingBundle,
  readHypothesisCorpora,
} from '../release/gates/lists/hypothesis-corpora.js';
import {
  callersOwn,
  type HypothesisModel,
  hypothesisBundle,
  type OwnOrder,
  ownOrder,
} from '../release/gates/lists/hypothesis-model.js';
import { readingProgress } from './reading-progress.js';

/** What `evaluate --hypotheses` is told. */
export interface OwnEvaluationRequest {
  readonly files: readonly string[];
  /** Files of bundles, of different domains. */
  readonly bundles: readonly [string, ...string[]];
  /** Folders of further domains, whose hypotheses may stand in the rows. */
  readonly folders: readonly string[];
  readonly resamples: number;
  readonly seed: number;
}

/** The figures that are compared. */
export const OWN_FIGURES = ['irer', 'ece', 'nll'] as const;

/** Bundles on lists of another NLU, beside the order and the scores that these came with. */
export interface OwnEvaluation {
  /** When it was made, ISO 8601 in UTC. */
  readonly date: string;
  readonly corpora: readonly CorpusIdentity[];
  /** How many rows were measured, of those that the corpora have: a draw where there are too many. */
  readonly rows: { readonly measured: number; readonly of: number };
  readonly bundles: readonly { readonly domain: string; readonly version: string; readonly digest: string }[];
  readonly figures: { readonly bundles: Figures; readonly callersOwn: Figures };
  /** Bundles less the caller's own, with paired bootstrap 95% intervals. */
  readonly differences: Readonly<Record<(typeof OWN_FIGURES)[number], Interval>>;
  /** What the caller's own order goes by. */
  readonly ownOrder: OwnOrder;
  /** How many lists had scores of which the bundles warn. */
  readonly warnings: readonly {
    readonly domain: string;
    readonly score: string;
    readonly kind: string;
    readonly lists: number;
  }[];
  readonly overlaps: readonly Overlap[];
}

/** Measures bundles on files of lists. */
export async function evaluateOwnScores(
  { files, bundles, folders, resamples, seed }: OwnEvaluationRequest,
  say: (text: string) => void,
): Promise<OwnEvaluation> {
  const bytes = bundles.map((file) => readOptionFile('--bundle', file));
  const [first, ...others] = await Promise.all(bytes.map(rankingBundle));
  const twin = others.find(({ domain }, place) =>
    [first, ...others.slice(0, place)].some((one) => one.domain === domain),
  );
  if (twin)
    throw new NluError('INVALID_ARGUMENT', `--bundle: two are of ${twin.domain}; name bundles of different domains`);
  const read = await readHypothesisCorpora(files, [first, ...others], allDomains(folders), {
    onProgress: readingProgress(say),
  });
  const models = await Promise.all(bytes.map(async (each) => hypothesisBundle(await loadModel(each))));
  const warned = new Map<string, OwnEvaluation['warnings'][number]>();
  const note = (domain: string, { score, kind }: ScoreWarning) => {
    const key = `${domain} ${score} ${kind}`;
    warned.set(key, { domain, score, kind, lists: (warned.get(key)?.lists ?? 0) + 1 });
  };
  const references = referencesOf(read, new Set(models.map(({ domain }) => domain)));
  try {
    const ours = await merged(models, read, references, note);
    const theirs = await merged(
      models.map(({ domain }) => callersOwn(domain, read.kinds)),
      read,
      references,
    );
    const compared = compare(ours, theirs, { resamples, seed }, OWN_FIGURES);
    const records = await Promise.all(bytes.map(readTrainingRecord));
    return {
      date: new Date().toISOString(),
      corpora: read.corpora.map(({ identity }) => identity),
      rows: { measured: read.rows.length, of: read.read },
      bundles: models.map(({ manifest: { domain, version, digest } }) => ({ domain, version, digest })),
      figures: { bundles: measure(ours), callersOwn: measure(theirs) },
      differences: {
        irer: compared.irer.difference,
        ece: compared.ece.difference,
        nll: compared.nll.difference,
      },
      ownOrder: ownOrder(read.kinds),
      warnings: [...warned.values()],
      overlaps: records.flatMap((record) => overlapsOf(record, read.corpora)),
    };
  } finally {
    for (const model of models) await model.release();
  }
}

/** The truths, to the domains that are measured: another domain's row is no one's. */
function referencesOf({ corpora }: HypothesisCorpora, domains: ReadonlySet<string>): Scored['reference'][] {
  const rows = corpora.flatMap((corpus) => corpus.rows);
  return rows.map(({ domain, intent, slots }) =>
    domains.has(domain) ? { domain, intent, slots } : { domain: OTHER, intent: '', slots: undefined },
  );
}

/** Every row's lists by all models, merged best first. */
async function merged(
  models: readonly HypothesisModel[],
  { corpora, rows }: HypothesisCorpora,
  references: readonly Scored['reference'][],
  note: (domain: string, warning: ScoreWarning) => void = () => {},
): Promise<Scored[]> {
  const texts = corpora.flatMap((corpus) => corpus.rows.map(({ text }) => text));
  const scored: Scored[] = [];
  for (const [index, text] of texts.entries()) {
    const hypotheses = [];
    const inDomain = [];
    for (const model of models) {
      const own = rows[index].filter(({ domain }) => domain === model.domain);
      if (own.length === 0) continue;
      const ranked = await model.rank(text, own);
      for (const warning of ranked.warnings) note(model.domain, warning);
      hypotheses.push(...ranked.hypotheses.map((each) => ({ ...each, domain: model.domain })));
      inDomain.push(ranked.inDomain);
    }
    hypotheses.sort((one, other) => other.confidence - one.confidence);
    scored.push({ reference: references[index], hypotheses, inDomain: anyDomain(inDomain) });
  }
  return scored;
}
