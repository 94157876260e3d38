import { spokenForm } from '../../../../gateway/answer/hearings/spoken-form.js';
import type { DeviceContext } from '../../../../gateway/answer/priors/context.js';
import type { NamedValue } from '../../../metrics/scored.js';

/** A thing of a catalogue by what tells it from others. */
export interface Work {
  readonly kind: string;
  readonly title: string;
  /** Who made it; absent for people, and where nobody is named. */
  readonly creator?: string | undefined;
}

/** What a request means. */
export interface Meaning {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly NamedValue[];
}

/** What somebody said, and what was meant by it. */
export interface Goal {
  /** What it is held out with: its carrier, or its text. */
  readonly group: string;
  /** The words that were said. */
  readonly text: string;
  /** Absent: it is no request of ours. */
  readonly meaning?: Meaning | undefined;
  /** False: nobody spoke to the device. */
  readonly isSpokenTo: boolean;
  /** The work that is meant, where one is named. */
  readonly work?: Work | undefined;
  /** Whether it can be had at all. */
  readonly isAvailable: boolean;
  readonly context: DeviceContext;
  /** The same with more of what is meant. */
  readonly fuller?: string | undefined;
}

/** Slots that change nothing of what is done. */
const HELPING: ReadonlySet<string> = new Set([
  'object_type',
  'music_item',
  'device_place',
  'playlist_owner',
  'service',
  'sort',
]);

/** Whether two are the same thing. Where one side names no maker, the title decides. */
export function isSameWork(one: Work, other: Work): boolean {
  if (spokenForm(one.title) !== spokenForm(other.title)) return false;
  if (one.kind !== other.kind) return false;
  return (
    one.creator === undefined || other.creator === undefined || spokenForm(one.creator) === spokenForm(other.creator)
  );
}

/**
 * Whether slots say the same, by name and spoken form, without those that help only.
 * @param without names of slots that need not agree: those that name the work, where the work itself is compared
 */
export function haveSameSlots(
  one: readonly NamedValue[],
  other: readonly NamedValue[],
  without: ReadonlySet<string>,
): boolean {
  const text = (slots: readonly NamedValue[]) =>
    slots
      .filter(({ name }) => !HELPING.has(name) && !without.has(name))
      .map(({ name, value }) => `${name}\t${spokenForm(value)}`)
      .sort()
      .join('\n');
  return text(one) === text(other);
}
