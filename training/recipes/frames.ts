import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../serving/project.js';
import type { Slot } from '../corpus/corpus-row.js';
import type { Random } from '../numeric/random.js';

const phrases = z.array(z.string().min(1)).min(1);

const framesSchema = z.strictObject({
  /** Words that wake a device, with `{name}` for its name. */
  wakes: phrases,
  names: phrases,
  /** Before an imperative. */
  before: phrases,
  /** After any request. */
  after: phrases,
  /** When; only where the intent has no slot for a time. */
  times: phrases,
  /** Where, with `{place}`; only where the intent has no slot for another place. */
  places: phrases,
  rooms: phrases,
  hesitations: phrases,
  /** A second request, of no domain of ours. */
  seconds: phrases,
  /** A first request, of no domain of ours, before an imperative: then the whole is none of ours. */
  firsts: phrases,
  /** Before an imperative: then nothing is to be done. */
  negations: phrases,
  /** First words of an imperative. */
  verbs: phrases,
});

type Frames = z.output<typeof framesSchema>;

let read: Frames | undefined;

/** What people say around a request (frames.json). */
function frames(): Frames {
  const path = join(projectRoot(), 'training', 'recipes', 'frames.json');
  read ??= framesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return read;
}

/** A request with its slots, in code points of the text. */
export interface Request {
  readonly text: string;
  readonly slots: readonly Slot[];
}

/** The slot of rooms and players, where an intent has it. */
const PLACE_SLOT = 'device_place';
/** Slots that make "tonight", and "in the kitchen", part of what is asked for. */
const TIME_SLOTS = ['timeRange'];
const OTHER_PLACES = ['location_name', 'object_location_type'];
/** How often each frame is drawn, in the order in which they wrap a request. */
const SHARES = { hesitation: 0.12, place: 0.16, time: 0.07, after: 0.25, second: 0.12, before: 0.28, wake: 0.22 };

/**
 * The request with words around it that are none of its slots: a wake word, politeness, a hesitation, a place, a time, a
 * second request. A place is a slot where the intent has one for it.
 * @param intentSlots the slots that the request's intent has
 */
export function framed(request: Request, intentSlots: readonly string[], random: Random): Request {
  const { wakes, names, before, after, times, places, rooms, hesitations, seconds } = frames();
  const one = (list: readonly string[]) => list[random.below(list.length)];
  const draws = (share: number) => random.next() < share;
  const has = (slots: readonly string[]) => slots.some((slot) => intentSlots.includes(slot));
  let made = request;
  if (draws(SHARES.hesitation)) made = hesitant(made, one(hesitations), random);
  const hasPlace = made.slots.some(({ name }) => name === PLACE_SLOT) || has(OTHER_PLACES);
  if (!hasPlace && draws(SHARES.place)) {
    const [phrase, room] = [one(places), one(rooms)];
    made = placed(made, phrase, room, intentSlots.includes(PLACE_SLOT));
  }
  if (!has(TIME_SLOTS) && draws(SHARES.time)) made = suffixed(made, one(times));
  if (draws(SHARES.after)) made = suffixed(made, one(after));
  if (draws(SHARES.second)) made = suffixed(made, one(seconds));
  if (isImperative(made.text) && draws(SHARES.before)) made = prefixed(made, one(before));
  if (draws(SHARES.wake)) made = prefixed(made, one(wakes).replace('{name}', one(names)));
  return made;
}

/** An imperative made into its negation, which asks for nothing; undefined where the request is no imperative. */
export function negated({ text }: Request, random: Random): string | undefined {
  const { negations } = frames();
  if (!isImperative(text)) return undefined;
  return `${apostrophes(random)(negations[random.below(negations.length)])} ${text}`;
}

/** Share of requests that are written as if there were no apostrophes: "whats", "dont". */
const WITHOUT_APOSTROPHES = 0.12;

/** Draws how somebody writes apostrophes: as they stand, or not at all. */
export function apostrophes(random: Random): (words: string) => string {
  return random.next() < WITHOUT_APOSTROPHES ? (words) => words.replaceAll("'", '') : (words) => words;
}

/** An imperative after a request of no domain of ours; undefined where the request is no imperative. */
export function afterAnother({ text }: Request, random: Random): string | undefined {
  const { firsts } = frames();
  return isImperative(text) ? `${firsts[random.below(firsts.length)]} ${text}` : undefined;
}

function isImperative(text: string): boolean {
  const [first = ''] = text.toLowerCase().split(' ', 1);
  return frames().verbs.includes(first);
}

function suffixed({ text, slots }: Request, words: string): Request {
  return { text: `${text} ${words}`, slots };
}

function prefixed({ text, slots }: Request, words: string): Request {
  const shift = Array.from(words).length + 1;
  return { text: `${words} ${text}`, slots: slots.map((slot) => moved(slot, shift)) };
}

/** The words before any word of the request that stands in no slot, or begins one. */
function hesitant({ text, slots }: Request, words: string, random: Random): Request {
  const characters = Array.from(text);
  const starts = characters.flatMap((_, place) => (place === 0 || characters[place - 1] === ' ' ? [place] : []));
  const free = starts.filter((place) => slots.every(({ start, end }) => place <= start || place >= end));
  const at = free[random.below(free.length)];
  const shift = Array.from(words).length + 1;
  return {
    text: `${characters.slice(0, at).join('')}${words} ${characters.slice(at).join('')}`,
    slots: slots.map((slot) => (slot.start >= at ? moved(slot, shift) : slot)),
  };
}

function placed(request: Request, phrase: string, room: string, isSlot: boolean): Request {
  const [before, after] = phrase.split('{place}');
  const start = Array.from(`${request.text} ${before}`).length;
  const { text, slots } = suffixed(request, `${before}${room}${after}`);
  if (!isSlot) return { text, slots };
  const slot = { name: PLACE_SLOT, value: room, start, end: start + Array.from(room).length };
  return { text, slots: [...slots, slot] };
}

function moved(slot: Slot, by: number): Slot {
  return { ...slot, start: slot.start + by, end: slot.end + by };
}
