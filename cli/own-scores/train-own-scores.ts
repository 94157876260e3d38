import { dirname } from 'node:path';
import { type OwnForm, RERANKER_FORMS } from '../../bundles/format/manifest.js';
import { CALIBRATION_FORMS } from '../../bundles/format/own-scores.js';
import { datedVersion, packBundle } from '../../bundles/format/pack.js';
import { bundleFile, removeOtherBundles, writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { type DomainFolder, ships } from '../../domains/core/schema/domain-folders.js';
import { intentSlots } from '../../domains/core/schema/schema.js';
import { readHypothesisRows } from '../../training/own-scores/read-rows.js';
import type { ScoreKinds } from '../../training/own-scores/score-kinds.js';
import { calibrationForm, type TrainedOwn, trainOwn, WEIGHED_FROM } from '../../training/own-scores/train-own.js';
import { invocation } from '../invocation.js';
import { readingProgress } from './reading-progress.js';

/** The values of `--form`: a form, or the calibration that suits the scores. */
export const FORM_CHOICES = [...RERANKER_FORMS, ...CALIBRATION_FORMS, 'calibration'] as const;

/** What `train --hypotheses` is told. */
export interface OwnScoresRequest {
  readonly folder: DomainFolder;
  readonly files: readonly string[];
  readonly scores?: ScoreKinds | undefined;
  readonly form?: (typeof FORM_CHOICES)[number] | undefined;
  readonly folds: number;
  readonly seed: number;
  readonly version?: string | undefined;
  /** Where the bundle goes; the one that it replaces there is removed. */
  readonly directory: string;
}

/** A bundle that is written, for people and machines. */
export interface FinishedOwn extends Pick<TrainedOwn, 'contents' | 'form'> {
  readonly domain: string;
  readonly version: string;
  readonly digest: string;
  readonly bytes: number;
  readonly file: string;
}

/** Trains a domain's bundle on hypotheses of another NLU, and writes it once it is whole. */
export async function trainOwnScores(
  { folder, files, scores, form, folds, seed, version, directory }: OwnScoresRequest,
  say: (text: string) => void,
): Promise<FinishedOwn> {
  const { schema, name } = folder;
  const read = await readHypothesisRows(files, {
    schemas: new Map([[name, intentSlots(schema)]]),
    domain: name,
    declared: scores,
    onProgress: readingProgress(say),
  });
  for (const { name: corpus, rows } of read.corpora) say(`${corpus}: ${rows} rows`);
  if (read.rows.length < read.read) say(`learns from ${read.rows.length} of ${read.read} rows, a fair draw`);
  const kinds = [...read.kinds].map(([score, kind]) => `${score} (${kind})`).join(', ');
  say(`scores: ${kinds}${scores ? '' : '; --scores declares what they are'}`);
  const asked: OwnForm | undefined = form === 'calibration' ? calibrationForm(read.kinds) : form;
  const trained = await trainOwn({ ...read, schema, form: asked, folds, seed }, (message, share) =>
    say(`${name.padEnd(8)} ${`${Math.round(100 * share)} %`.padStart(5)}  ${message}`),
  );
  for (const notice of trained.notices) process.stderr.write(`${notice}\n`);
  if (!form) {
    const why = trained.form === 'list-wise' ? `${WEIGHED_FROM} rows or more` : `fewer than ${WEIGHED_FROM} rows`;
    say(`form: ${trained.form}, the default for ${why}; --form chooses another`);
  }
  let digest = '';
  let named = version ?? '';
  const bytes = packBundle(trained.contents, {
    version: (found) => {
      digest = found;
      named = version ?? datedVersion(new Date())(found);
      return named;
    },
  });
  await writeActiveBundle(directory, { version: named, digest }, bytes);
  await removeOtherBundles(directory, [named]);
  const { contents } = trained;
  return {
    form: trained.form,
    contents,
    domain: name,
    version: named,
    digest,
    bytes: bytes.length,
    file: bundleFile(directory, named),
  };
}

/** What was trained, and how to go on, for people. */
export function ownScoresReport(
  { domain, version, bytes, contents, file }: FinishedOwn,
  folder: DomainFolder,
): string[] {
  const { irer, oracleIrer, ece, nll, auroc } = contents.manifest.figures;
  const percent = (value: number | undefined) => (value === undefined ? '–' : `${(100 * value).toFixed(2)} %`);
  const asked = ships(folder) ? domain : folder.path;
  return [
    `out of fold: IRER ${percent(irer)} (at best ${percent(oracleIrer)}), ECE ${percent(ece)}, NLL ${nll?.toFixed(4) ?? '–'}, AUROC ${percent(auroc)}`,
    `${domain}: ${version}, ${(bytes / 1e3).toFixed(1)} kB, in ${file}`,
    `measure it on rows that it has not read: ${invocation('evaluate', `--bundle ${file} --hypotheses FILE`)}`,
    `serve it: ${invocation('serve', `${asked} --bundles ${dirname(file)} --allow-unsigned`)}`,
  ];
}
