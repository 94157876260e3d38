import type { NamedValue } from '../metrics/scored.js';

/** Intents of one domain that SNIPS labels alike: what to do with a named work, which its annotators told apart by no rule. */
const NAMED_WORK = new Set(['PlayVideo', 'ReadBook', 'SearchVideo', 'SearchBook', 'SearchCreativeWork']);
/** Slots that name a work where SNIPS says `object_name`. */
const WORK_SLOTS = new Set(['track', 'album', 'playlist']);
const WORK_SLOT = 'object_name';

/** The intent as SNIPS tells intents of one domain apart. */
export function foldedIntent(intent: string): string {
  return NAMED_WORK.has(intent) ? 'SearchCreativeWork' : intent;
}

/** The slots of a hypothesis as SNIPS names them: a track is an `object_name` where the reference has one. */
export function foldedSlots(slots: readonly NamedValue[], reference: readonly NamedValue[]): readonly NamedValue[] {
  if (!reference.some(({ name }) => name === WORK_SLOT)) return slots;
  return slots.map((slot) => (WORK_SLOTS.has(slot.name) ? { ...slot, name: WORK_SLOT } : slot));
}
