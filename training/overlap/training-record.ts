import { openBundle } from '../../bundles/format/open.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { TRAINING_TEXTS_PART, trainingTexts } from './training-texts.js';

/** A bundle's record of the rows that it was trained on. */
export interface TrainingRecord {
  readonly domain: string;
  /** `<domain>/<version>`. */
  readonly bundle: string;
  /** SHA-256 of each corpus that was read, in hex. */
  readonly corpora: ReadonlySet<string>;
  /** Whether a text was read; undefined for a bundle of before texts were recorded. */
  readonly hasRead: ((text: string) => boolean) | undefined;
}

/**
 * The training record of a bundle.
 * @throws BundleRefused for bytes that are no sound bundle
 */
export async function readTrainingRecord(bytes: Uint8Array): Promise<TrainingRecord> {
  const { manifest, parts } = await openBundle(bytes, ANY_SIGNER);
  const texts = parts.get(TRAINING_TEXTS_PART);
  return {
    domain: manifest.domain,
    bundle: `${manifest.domain}/${manifest.version}`,
    corpora: new Set(manifest.training.corpora.map(({ sha256 }) => sha256)),
    hasRead: texts && trainingTexts(texts),
  };
}
