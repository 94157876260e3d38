import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { NluError } from '../../../serving/errors.js';
import type { SimulatedUse } from '../../../training/learning/failures/simulation/simulate.js';

/** Simulated use by the name of its set. */
export type NamedUse = Readonly<Record<string, SimulatedUse>>;

/**
 * Use that a file keeps, so that it is simulated once and told from often; where there is no file it is simulated and
 * kept.
 * @param settings what the use depends on: a file of others is refused
 */
export async function keptUse(
  file: string | undefined,
  settings: string,
  simulate: () => Promise<NamedUse>,
): Promise<NamedUse> {
  if (file !== undefined && existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    if (kept.settings !== settings)
      throw new NluError('INVALID_ARGUMENT', `--kept ${file}: was simulated with ${kept.settings}, not ${settings}`);
    return Object.fromEntries(
      Object.entries(kept.use as Record<string, { events: SimulatedUse['events']; truths: [] }>).map(
        ([name, { events, truths }]) => [name, { events, truths: new Map(truths) }],
      ),
    );
  }
  const use = await simulate();
  const written = Object.entries(use).map(([name, { events, truths }]) => [name, { events, truths: [...truths] }]);
  if (file !== undefined) writeFileSync(file, JSON.stringify({ settings, use: Object.fromEntries(written) }));
  return use;
}
