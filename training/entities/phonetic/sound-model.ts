import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  LEARNED,
  type SoundCosts,
  type UnitCosts,
  type WordPrices,
} from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';

/** How the units of names are written in a file, by their numbers. */
const SYMBOLS = ['', ...'abcdefghijklmnopqrstuvwxyz', 'th', 'sh', 'ch', ...'0123456789'];
const DEAREST = 255;
/**
 * The prices of words, in sixteenths of a nat: chosen on the artist mentions of Deezer and on names in pairs that the
 * costs were not learned from.
 */
const WORD_PRICES: WordPrices = { wordDropped: 64, wordAdded: 64, endingAdded: 10 };

const unitCosts = z.partialRecord(z.enum(SYMBOLS.slice(1)), z.int().min(0).max(DEAREST));

/** Costs of `UnitCosts`, in sixteenths of a nat; 255 where none stands. */
const soundModelSchema = z.strictObject({
  description: z.string(),
  /** The pairs that were learned from. */
  pairs: z.int().min(1),
  background: unitCosts,
  added: unitCosts,
  dropped: unitCosts,
  /** Said -> heard -> cost. */
  exchanged: z.partialRecord(z.enum(SYMBOLS.slice(1)), unitCosts),
});
type SoundModel = z.infer<typeof soundModelSchema>;
type Costs = Readonly<Record<string, number | undefined>>;

/** The model that ships, from the project's root. */
export const SOUNDS_FILE = 'training/entities/phonetic/sounds.json';

/** What was learned as the text of a file, a line for each unit that may be said. */
export function soundModelText(costs: UnitCosts, description: string, pairs: number): string {
  const line = (of: Uint8Array, own = -1) =>
    Object.fromEntries(
      SYMBOLS.flatMap((symbol, unit) =>
        symbol === '' || unit === own || of[unit] === DEAREST ? [] : [[symbol, of[unit]]],
      ),
    );
  const lines = [
    `  "description": ${JSON.stringify(description)}`,
    `  "pairs": ${pairs}`,
    ...(['background', 'added', 'dropped'] as const).map(
      (field) => `  "${field}": ${JSON.stringify(line(costs[field]))}`,
    ),
  ];
  const exchanged = SYMBOLS.flatMap((symbol, said) => {
    if (symbol === '') return [];
    const heard = line(costs.exchanged.subarray(said * LEARNED, (said + 1) * LEARNED), said);
    return [`    "${symbol}": ${JSON.stringify(heard)}`];
  });
  return `{\n${lines.join(',\n')},\n  "exchanged": {\n${exchanged.join(',\n')}\n  }\n}\n`;
}

/**
 * The costs of the model that ships, or of another file of its form, with the prices of words.
 * @throws NluError INVALID_ARGUMENT naming file and field
 */
export function readSoundCosts(path = join(projectRoot(), SOUNDS_FILE)): SoundCosts {
  let model: SoundModel;
  try {
    model = soundModelSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : (cause as Error).message;
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}`, { cause });
  }
  const line = (of: Costs) => Uint8Array.from(SYMBOLS, (symbol) => of[symbol] ?? DEAREST);
  const exchanged = new Uint8Array(LEARNED * LEARNED).fill(DEAREST);
  const heardFor: Readonly<Record<string, Costs | undefined>> = model.exchanged;
  for (const [said, symbol] of SYMBOLS.entries()) {
    exchanged.set(line(heardFor[symbol] ?? {}), said * LEARNED);
    if (said > 0) exchanged[said * LEARNED + said] = 0;
  }
  const { background, added, dropped } = model;
  return { background: line(background), added: line(added), dropped: line(dropped), exchanged, ...WORD_PRICES };
}
