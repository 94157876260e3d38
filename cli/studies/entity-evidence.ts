import { readFileSync } from 'node:fs';
import { catalogueDomain } from '../../bundles/format/catalogue-name.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { openCatalogue } from '../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { EntityResolver } from '../../domains/core/resolution/entity-resolver.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { messageOf, NluError } from '../../serving/errors.js';
import { shippedNoise } from '../../training/recognition-noise/shipped-noise.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import {
  type CrossFit,
  crossFit,
  foldExamples,
  rerankersByFold,
  rerankHeldOut,
  scoreHeldOut,
} from '../../training/run/cross-fit.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { startTrainingPool, type TrainingPool } from '../../training/run/training-pool.js';
import {
  compareEvidence,
  type EvidenceComparison,
} from '../../training/studies/entity-evidence/evidence-comparison.js';
import {
  askCatalogue,
  entityColumns,
  evidencedFit,
  evidencedLists,
} from '../../training/studies/entity-evidence/evidenced-fit.js';
import { heardRows, isHeard } from '../../training/studies/entity-evidence/heard-rows.js';
import { checkInputFile } from '../option-file.js';
import { entityEvidenceText } from './entity-evidence-text.js';
import { printProgress, readStudy, type StudyFlags } from './study-options.js';

interface Flags extends StudyFlags {
  /** Bundles of catalogues, one of each domain that is studied. */
  entities: string[];
  /** The same domains' catalogues as another service has them. */
  otherEntities?: string[];
  json?: boolean;
  resamples: number;
}

/** Misheard rows: their share of all, and the share of their words that is mistaken. */
const MISHEARD = { share: 0.2, rate: 0.25 } as const;

/** `evaluate --entities`: re-rankers that read what a catalogue says of each hypothesis's slots, beside those that ship. */
export async function entityEvidence({
  entities,
  otherEntities = [],
  json,
  resamples,
  ...flags
}: Flags): Promise<void> {
  const [catalogues, others] = [
    await openedByDomain('--entities', entities),
    await openedByDomain('--other-entities', otherEntities),
  ];
  const domains = domainFolders().map(({ name }) => name);
  for (const domain of catalogues.keys()) {
    if (!domains.includes(domain))
      throw new NluError('INVALID_ARGUMENT', `--entities: no domain ${domain}; there are ${domains.join(', ')}`);
  }
  for (const domain of others.keys()) {
    if (!catalogues.has(domain))
      throw new NluError('INVALID_ARGUMENT', `--other-entities: name a catalogue of ${domain} by --entities too`);
  }
  const { rows, domainInputs } = await readStudy(flags);
  const studied = domainInputs.filter(({ schema }) => catalogues.has(schema.domain));
  const schemas = domainInputs.map(({ schema }) => schema);
  const heard = heardRows(rows, schemas, shippedNoise(MISHEARD.rate), { share: MISHEARD.share, seed: flags.seed });
  printProgress(`${rows.length} rows, and ${heard.length} of them misheard`);
  const pool = startTrainingPool();
  try {
    const comparisons: EvidenceComparison[] = [];
    // One domain after another: the lists of all would not stay in memory.
    for (const inputs of studied) {
      const { schema } = inputs;
      // What is misheard is measured alone: recognizers learn from noise of their own, re-rankers from none.
      const folded = foldExamples([...rows, ...heard], inputs, flags.folds, ({ source }) => (isHeard(source) ? 0 : 1));
      const onFold = (done: number) => printProgress(`${schema.domain.padEnd(8)} fold ${done} of ${flags.folds}`);
      const fit = await crossFit(folded, inputs, flags.nBest ?? TRAINING_DEFAULTS.nBest, pool, onFold);
      // Every domain that is studied has one.
      const resolver = catalogues.get(schema.domain)!;
      const studies = studyDomain({ fit, schema, resolver, other: others.get(schema.domain) }, pool, {
        seed: flags.seed,
        resamples,
      });
      comparisons.push(...(await studies));
    }
    const text = json ? `${JSON.stringify({ seed: flags.seed, comparisons })}\n` : entityEvidenceText(comparisons);
    process.stdout.write(text);
  } finally {
    await pool.close();
  }
}

interface StudiedDomain {
  readonly fit: CrossFit;
  readonly schema: DomainSchema;
  readonly resolver: EntityResolver;
  readonly other: EntityResolver | undefined;
}

async function studyDomain(
  { fit, schema, resolver, other }: StudiedDomain,
  pool: TrainingPool,
  options: { readonly seed: number; readonly resamples: number },
): Promise<EvidenceComparison[]> {
  const { domain } = schema;
  const [form, settings] = ['list-wise', RERANKER_DEFAULTS] as const;
  const baseline = await rerankHeldOut(fit, form, settings, pool);
  const columns = entityColumns(schema, resolver);
  const entities = askCatalogue(fit, schema, resolver);
  printProgress(`${domain.padEnd(8)} entities of ${entities.filter((told) => told).length} lists`);
  const rerankers = await rerankersByFold(evidencedFit(fit, columns, entities), form, settings, pool);
  const served = new Map([
    ['its own catalogue', entities],
    ...(other ? [['another catalogue', askCatalogue(fit, schema, other)] as const] : []),
    ['no catalogue', entities.map(() => undefined)],
  ]);
  const comparisons: EvidenceComparison[] = [];
  for (const [evidence, told] of served) {
    const scores = await scoreHeldOut(fit, rerankers, evidencedLists(fit, columns, told));
    comparisons.push(...compareEvidence({ domain, evidence }, scores, baseline, options));
    printProgress(`${domain.padEnd(8)} ${evidence}`);
  }
  return comparisons;
}

async function openedByDomain(option: string, files: readonly string[]): Promise<Map<string, EntityResolver>> {
  const opened = new Map<string, EntityResolver>();
  for (const file of files) {
    checkInputFile(option, file);
    const { bundle, catalogue } = await openCatalogue(readFileSync(file), ANY_SIGNER).catch((cause) => {
      throw new NluError('FAILED_PRECONDITION', `${option} ${file}: ${messageOf(cause)}`, { cause });
    });
    const domain = catalogueDomain(bundle.manifest.domain) ?? bundle.manifest.domain;
    if (opened.has(domain))
      throw new NluError('INVALID_ARGUMENT', `${option} ${file}: a second catalogue of ${domain}`);
    opened.set(domain, catalogue.resolver);
  }
  return opened;
}
