import type { NamedValue } from '../metrics/scored.js';

/** What an intent does to what plays, or to a list; '' for one that has no opposite. */
type IntentDirection = 'start' | 'stop' | 'add' | 'remove' | 'next' | 'previous' | '';

/** What a slot that has opposites says: its name with `yes` or onward, `no` or back. */
type SlotDirection = `${string} ${'yes' | 'no'}`;

export type Direction = IntentDirection | SlotDirection;

/** Slots whose values have opposites: what says yes or onward, and what says no or back, which is looked for first. */
const POLES: Readonly<Record<string, readonly [RegExp, RegExp]>> = {
  mode: [/^(?:on|one|all)$/u, /^off$/u],
  direction: [/^(?:forward|forwards|ahead|on)$/u, /^(?:back|backward|backwards)$/u],
  rating: [
    /\b(?:like|love|up|good|great)\b/u,
    /\b(?:not|never|(?:do|does|did|ca|is|was|wo)n['’]?t|(?:dis|un)likes?|hate|down|bad)\b/u,
  ],
};

/** Names of the slots whose values have opposites. */
export const POLED_SLOTS: readonly string[] = Object.keys(POLES);

export function directionOf(intent: string): IntentDirection {
  if (/^(?:Play(?:Music|Radio|Video)|ReadBook|ResumePlayback|RestartPlayback)$/u.test(intent)) return 'start';
  if (/^(?:Stop|Pause)Playback$/u.test(intent)) return 'stop';
  if (intent === 'PlayNext') return 'next';
  if (intent === 'PlayPrevious') return 'previous';
  if (intent.startsWith('AddTo')) return 'add';
  return intent.startsWith('RemoveFrom') ? 'remove' : '';
}

/** Pairs of directions of which one undoes the other, or does what the other forbids; each pair sorted. */
const OPPOSITES: readonly string[] = ['start stop', 'add remove', 'next previous', 'add stop', 'remove start'];

/** Whether one undoes the other: of slots, yes and no of the same slot. */
export function areOpposite(one: Direction, other: Direction): boolean {
  const [[name, pole], [otherName, otherPole]] = [one.split(' '), other.split(' ')];
  if (pole !== undefined && otherPole !== undefined) return name === otherName && pole !== otherPole;
  return OPPOSITES.includes([one, other].sort().join(' '));
}

/** 1 or -1 for a slot's value that has an opposite, 0 for one that has none. */
export function poleOf(name: string, value: string): number {
  const [yes, no] = POLES[name] ?? [];
  const text = value.toLowerCase();
  if (no?.test(text)) return -1;
  return yes?.test(text) ? 1 : 0;
}

/** Every direction that an interpretation has: its intent's, and those of its slots. */
export function directionsOf(intent: string, slots: readonly NamedValue[]): Direction[] {
  const ofSlots = slots.flatMap(({ name, value }): Direction[] => {
    const pole = poleOf(name, value);
    return pole === 0 ? [] : [`${name} ${pole > 0 ? 'yes' : 'no'}`];
  });
  const ofIntent = directionOf(intent);
  return ofIntent === '' ? ofSlots : [ofIntent, ...ofSlots];
}
