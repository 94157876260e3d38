import type { DeviceContext } from '../../../../gateway/answer/priors/context.js';
import type { Slot } from '../../../../serving/hypothesis.js';
import type { CorpusRow } from '../../../corpus/corpus-row.js';
import type { CataloguePlan } from '../../../entities/catalogue-plan.js';
import type { Random } from '../../../numeric/random.js';
import { weighted } from '../../../recognition-noise/draw.js';
import type { Goal, Work } from './goal.js';
import type { KnownWorks } from './known-works.js';
import type { FailureParameters } from './parameters.js';

/** A domain as far as its goals depend on it. */
export interface GoalDomain {
  readonly domain: string;
  /** By intent the slots that name the work, which come first. */
  readonly titleSlots: Readonly<Record<string, readonly string[]>>;
  readonly plan: CataloguePlan;
  readonly works: KnownWorks;
}

type Shares = Pick<FailureParameters, 'unlisted' | 'shortened'>;

/**
 * A goal of a generated row: what its slots name is one of the catalogue's works of that name, the more popular the likelier;
 * a maker that the row names becomes that work's, and a long title may be said in short.
 * @returns undefined for a row that names nothing that is known, save the share that is kept of them, and one whose work has
 *   no maker where the row names one
 */
export function typedGoal(
  { domain, intent, text, slots = [], group = text }: CorpusRow,
  { titleSlots, plan, works }: GoalDomain,
  context: DeviceContext,
  { unlisted, shortened }: Shares,
  random: Random,
): Goal | undefined {
  const base = { group, isSpokenTo: true, isAvailable: true, context };
  const naming = namingSlot(slots, titleSlots[intent] ?? [], plan);
  if (!naming) return { ...base, text, meaning: { domain, intent, slots } };
  const kinds = titleKinds(naming.name, plan);
  const found = works.named(naming.value, kinds);
  if (found.length === 0 && random.next() >= unlisted) return undefined;
  const work: Work =
    found.length > 0 ? weighted(found, random) : { kind: kinds[0] ?? naming.name, title: naming.value };
  const maker = slots.find((slot) => slot !== naming && isMakerOf(slot.name, work.kind, plan));
  if (maker && found.length > 0 && work.creator === undefined) return undefined;
  const said = random.next() < shortened ? shortTitle(naming.value, random) : naming.value;
  const values = new Map([[naming, said]]);
  if (maker && work.creator !== undefined) values.set(maker, work.creator.toLowerCase());
  const spoken = withValues(text, slots, values);
  const whole = withValues(text, slots, new Map([...values, [naming, naming.value]])).text;
  const fuller = maker || work.creator === undefined ? whole : `${whole} by ${work.creator.toLowerCase()}`;
  return { ...base, text: spoken.text, meaning: { domain, intent, slots: spoken.slots }, work, fuller };
}

/** The slot whose words the catalogue is asked for: the first that names the work, else the first that it knows at all. */
function namingSlot(slots: readonly Slot[], titles: readonly string[], plan: CataloguePlan): Slot | undefined {
  const known = slots.filter(({ name }) => titleKinds(name, plan).length > 0);
  for (const title of titles) {
    const slot = known.find(({ name }) => name === title);
    if (slot) return slot;
  }
  return known[0];
}

function titleKinds(slot: string, { slots }: CataloguePlan): string[] {
  return (slots[slot] ?? []).filter(({ field }) => field === 'title').map(({ kind }) => kind);
}

function isMakerOf(slot: string, kind: string, { slots }: CataloguePlan): boolean {
  return (slots[slot] ?? []).some((target) => target.field === 'creators' && target.kind === kind);
}

/** What people say of a long title: without its article, without what follows a colon, or its first words alone. */
export function shortTitle(title: string, random: Random): string {
  const words = title.split(' ');
  const shorter = [
    title.replace(/^(the|a|an) /u, ''),
    title.replace(/\s*[:(–-] .*$/u, ''),
    ...(words.length > 2 ? [words.slice(0, -1).join(' '), words.slice(0, Math.ceil(words.length / 2)).join(' ')] : []),
  ].filter((each) => each !== '' && each !== title);
  return shorter.length > 0 ? shorter[random.below(shorter.length)] : title;
}

/** A text with other values in some of its slots, whose places are in code points. */
export function withValues(
  text: string,
  slots: readonly Slot[],
  values: ReadonlyMap<Slot, string>,
): { text: string; slots: Slot[] } {
  const characters = Array.from(text);
  let made = '';
  let from = 0;
  const placed = [...slots]
    .sort((one, other) => one.start - other.start)
    .map((slot) => {
      made += characters.slice(from, slot.start).join('');
      from = slot.end;
      const value = values.get(slot) ?? slot.value;
      const start = Array.from(made).length;
      made += value;
      return { ...slot, value, start, end: start + Array.from(value).length };
    });
  return { text: made + characters.slice(from).join(''), slots: placed };
}
