import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { projectRoot } from '../../serving/project.js';
import { carrierSlots, expansions, parseCarrier, spaced } from './carrier-grammar.js';
import { carrierSchema, slotValues } from './written-carrier.js';

const playbackSchema = z.strictObject({
  /** Values that are the same for every domain, such as durations. */
  values: slotValues.default({}),
  carriers: z.array(carrierSchema.omit({ from: true }).extend({ slots: slotValues.optional() })),
  negatives: z.array(z.string().min(1)),
});

/** A way to control playback that no domain has alone. */
type PlaybackCarrier = z.output<typeof playbackSchema>['carriers'][number];

/**
 * How many times as often as it says a carrier without slots stands: a domain has ten carriers with a word for its medium to
 * each of these, filled as often, and would take the bare verb for what the other domains say.
 */
const BARE_TIMES = 3;

let read: z.output<typeof playbackSchema> | undefined;

/** Ways to control playback (playback.json): with no word for the medium a request is every domain's that plays something. */
function playback(): z.output<typeof playbackSchema> {
  const path = join(projectRoot(), 'training', 'recipes', 'playback.json');
  read ??= playbackSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return read;
}

/**
 * The shared carriers of the intents and slots that a domain has, those slots filled with the domain's own words where it
 * gives some, and with the shared values otherwise; a carrier with a slot of no values is left out.
 */
export function playbackCarriers(
  { intents }: Pick<DomainSchema, 'intents'>,
  words: Readonly<Record<string, string[]>>,
): PlaybackCarrier[] {
  const { values: shared, carriers } = playback();
  return carriers.flatMap((carrier): PlaybackCarrier[] => {
    const known = intents.find(({ name }) => name === carrier.intent)?.slots;
    const slots = carrierSlots(parseCarrier(carrier.text)).map(
      (slot) => [slot, carrier.slots?.[slot] ?? words[slot] ?? shared[slot]] as const,
    );
    if (!known || slots.some(([slot, filled]) => !filled || !known.includes(slot))) return [];
    if (slots.length > 0) return [{ ...carrier, slots: Object.fromEntries(slots) }];
    return [{ ...carrier, times: BARE_TIMES * carrier.times, slots: undefined }];
  });
}

/** All ways to control playback that name no medium, and so are every domain's. */
export function untypedPlayback(): string[] {
  const carriers = playback().carriers.map(({ text }) => parseCarrier(text));
  const bare = carriers.filter((carrier) => carrierSlots(carrier).length === 0);
  return [...new Set(bare.flatMap((carrier) => expansions(carrier).map((parts) => spaced(parts).join(''))))];
}

/** Requests that resemble the shared carriers and are no domain's. */
export function playbackNegatives(): readonly string[] {
  return playback().negatives;
}
