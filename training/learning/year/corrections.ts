import { readFileSync } from 'node:fs';
import { NluError } from '../../../serving/errors.js';
import type { CorpusRow } from '../../corpus/corpus-row.js';

/** How people really correct a system that misunderstood them. */
export interface Corrections {
  /** What they say before they say it again, such as "sorry no": lower case, without punctuation; each as often as it was said. */
  readonly openings: readonly string[];
  /** Whole corrections around values. */
  readonly carriers: readonly CorrectionCarrier[];
}

/** A correction with a mark in the place of each value. */
export interface CorrectionCarrier {
  readonly domain: string;
  /** Names of its slots, in the order of the alphabet. */
  readonly slots: readonly string[];
  /** Lower case, without punctuation, with `{name}` for the value of a slot. */
  readonly text: string;
}

interface Turn {
  readonly speaker: 'USER' | 'SYSTEM';
  readonly text: string;
  readonly service?: string;
  readonly acts: readonly { readonly act: string; readonly slot?: string; readonly values?: readonly string[] }[];
}

/** SGD's names of the slots that SNIPS annotates too, by service without its number. */
const SLOTS: Readonly<Record<string, { readonly domain: string; readonly slots: Readonly<Record<string, string>> }>> = {
  Music: {
    domain: 'music',
    slots: { song_name: 'track', artist: 'artist', album: 'album', genre: 'genre', year: 'year' },
  },
  Movies: { domain: 'video', slots: { movie_name: 'movie_name' } },
  Media: { domain: 'video', slots: { title: 'movie_name', movie_name: 'movie_name' } },
};

/** What the system does before it is corrected. */
const BEFORE: ReadonlySet<string> = new Set(['CONFIRM', 'OFFER', 'NOTIFY_FAILURE']);
/** A longer clause is no opening, in words. */
const LONGEST_OPENING = 4;

/**
 * The corrections of the Schema-Guided Dialogue data (`feedback/sgd-corrections.jsonl`): what users say after the system confirmed
 * or offered something else, or could not do it.
 * @throws NluError INVALID_ARGUMENT for a file that holds no dialogues
 */
export function readCorrections(path: string): Corrections {
  const openings: string[] = [];
  const carriers = new Map<string, CorrectionCarrier>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const turns = (JSON.parse(line) as { readonly turns?: readonly Turn[] }).turns;
    if (!Array.isArray(turns)) throw new NluError('INVALID_ARGUMENT', `${path}: a line has no turns`);
    for (const [place, turn] of (turns as readonly Turn[]).entries()) {
      const before = turns[place - 1] as Turn | undefined;
      if (turn.speaker !== 'USER' || !before?.acts.some(({ act }) => BEFORE.has(act))) continue;
      const opening = openingOf(turn);
      if (opening !== undefined) openings.push(opening);
      const carrier = carrierOf(turn);
      if (carrier) carriers.set(carrier.text, carrier);
    }
  }
  return { openings, carriers: [...carriers.values()] };
}

/** The short clauses that come before what is said again; undefined where nothing was denied, or nothing comes before. */
function openingOf({ text, acts }: Turn): string | undefined {
  if (!acts.some(({ act }) => act === 'NEGATE') || !acts.some(({ act }) => act === 'INFORM')) return undefined;
  const clauses = text.split(/[.,!?;-]+\s*/u).filter((clause) => clause !== '');
  const opening: string[] = [];
  for (const clause of clauses.slice(0, -1)) {
    if (clause.split(/\s+/u).length > LONGEST_OPENING || valuesOf(acts).some((value) => clause.includes(value))) break;
    opening.push(clause);
  }
  return opening.length > 0 ? plain(opening.join(' ')) : undefined;
}

/** The correction with marks; undefined where a value that it tells has no slot in SNIPS, or is not in its words. */
function carrierOf({ text, service, acts }: Turn): CorrectionCarrier | undefined {
  const known = SLOTS[service?.replace(/_\d+$/u, '') ?? ''];
  const told = acts.filter(({ act, slot }) => act === 'INFORM' && slot !== undefined);
  if (!known || told.length === 0) return undefined;
  let carrier = plain(text);
  const names: string[] = [];
  for (const { slot, values } of told) {
    const name = known.slots[slot!];
    const value = plain(values?.[0] ?? '');
    if (name === undefined || value === '' || names.includes(name) || !` ${carrier} `.includes(` ${value} `))
      return undefined;
    carrier = ` ${carrier} `.replace(` ${value} `, ` {${name}} `).trim();
    names.push(name);
  }
  return { domain: known.domain, slots: names.sort(), text: carrier };
}

function valuesOf(acts: Turn['acts']): string[] {
  return acts.flatMap(({ values }) => values ?? []);
}

/** As a recogniser would give it. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}' ]+/gu, ' ')
    .replaceAll("'", ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Intents whose requests SGD's users make too. */
const INTENTS: ReadonlySet<string> = new Set(['PlayMusic', 'SearchScreeningEvent']);

/**
 * A row said again as a correction: whole, where a correction has just the slots of the row, else as an opening before other words.
 * @param again the other words
 * @param draw in [0, 1), which of those that fit
 * @returns undefined where there are no corrections
 */
export function correctionOf(
  { domain, intent, slots = [] }: Pick<CorpusRow, 'domain' | 'intent' | 'slots'>,
  again: string,
  { carriers, openings }: Corrections,
  draw: number,
): string | undefined {
  const names = slots.map(({ name }) => name).sort();
  const fitting = INTENTS.has(intent)
    ? carriers.filter((each) => each.domain === domain && each.slots.join(' ') === names.join(' '))
    : [];
  const carrier = fitting[Math.floor(draw * fitting.length)];
  if (carrier) return filled(carrier, new Map(slots.map(({ name, value }) => [name, value])));
  const opening = openings[Math.floor(draw * openings.length)];
  return opening === undefined ? undefined : `${opening} ${again}`;
}

function filled({ text }: CorrectionCarrier, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{(\w+)\}/gu, (_, name: string) => values.get(name)!);
}
