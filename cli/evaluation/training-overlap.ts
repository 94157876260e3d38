import { digestOnlyText, type MeasuredCorpus, overlapsOf } from '../../training/overlap/overlap.js';
import { readTrainingRecord, type TrainingRecord } from '../../training/overlap/training-record.js';
import { bundledBundles } from '../release/gates/active-bundles.js';
import type { Evaluated } from './evaluated.js';

/**
 * Finds the rows of corpora that the bundles of some folders were trained on.
 * @param folders with one folder a domain; undefined stands for the bundles that ship
 */
export async function trainingOverlap(
  folders: readonly (string | undefined)[],
  corpora: readonly MeasuredCorpus[],
): Promise<Pick<Evaluated, 'overlaps' | 'digestOnly'>> {
  const byBundle = new Map<string, TrainingRecord>();
  for (const folder of folders) {
    for (const { read } of (await bundledBundles(folder)).values()) {
      const record = await readTrainingRecord(await read());
      byBundle.set(record.bundle, record);
    }
  }
  const records = [...byBundle.values()];
  const digestOnly = digestOnlyText(records);
  const overlaps = records.flatMap((record) => overlapsOf(record, corpora));
  return { overlaps, ...(digestOnly === undefined ? {} : { digestOnly }) };
}
