import type { EntityField } from '../../domains/core/resolution/entities/entity.js';
import type { SlotTarget } from '../../domains/core/resolution/entity-resolver.js';

/** Entities that a catalogue mentions without listing them: the artists of songs, the series of books. */
export interface MentionedKind {
  /** The kind that they get. */
  readonly kind: string;
  /** The kinds of works whose fields mention them. */
  readonly works: readonly string[];
  readonly field: 'creators' | 'partOf';
}

/** What of a catalogue a domain has a use for, by the "catalogue" of its recipe. */
export interface CataloguePlan {
  /** The kinds that some slot names; empty: the recipe names none, and all are taken. */
  readonly kinds: readonly string[];
  readonly mentioned: readonly MentionedKind[];
  readonly slots: Readonly<Record<string, readonly SlotTarget[]>>;
}

type Field = 'title' | 'creators' | 'partOf';

/**
 * A slot that takes the creators or series of works names entities of a kind of their own: of the kind whose titles it takes
 * as well ("artist": song.creators, artist.title), else of one that is named as the slot ("author": book.creators). A slot
 * that takes the titles of the very works ("object_name": book.title, book.series) makes no kind, and names that of the
 * other slots too.
 */
export function cataloguePlan(catalogue: Readonly<Record<string, readonly string[]>>): CataloguePlan {
  const targets = Object.entries(catalogue).map(([slot, fields]): [string, SlotTarget[]] => [
    slot,
    fields.map(targetOf),
  ]);
  const mentioned = new Map<string, { kind: string; works: string[]; field: 'creators' | 'partOf' }>();
  for (const [slot, ofSlot] of targets) {
    for (const { kind: work, field } of ofSlot) {
      if (field !== 'creators' && field !== 'partOf') continue;
      if (isMentioned(mentioned.values(), work, field)) continue;
      const titled = ofSlot.filter((target) => target.field === 'title').map(({ kind }) => kind);
      if (titled.includes(work)) continue;
      const kind = titled[0] ?? slot;
      const known = mentioned.get(`${kind} ${field}`) ?? { kind, works: [], field };
      known.works.push(work);
      mentioned.set(`${kind} ${field}`, known);
    }
  }
  const all = [...mentioned.values()];
  return {
    kinds: [...new Set([...targets.flatMap(([, ofSlot]) => ofSlot), ...all].map(({ kind }) => kind))],
    mentioned: all,
    slots: Object.fromEntries(targets.map(([slot, ofSlot]) => [slot, withMentioned(ofSlot, all)])),
  };
}

function targetOf(text: string): SlotTarget {
  const [kind, field] = text.split('.') as [string, 'title' | 'creators' | 'series'];
  const named: Field = field === 'series' ? 'partOf' : field;
  return { kind, field: named };
}

function isMentioned(mentioned: Iterable<MentionedKind>, work: string, field: EntityField): boolean {
  return [...mentioned].some((each) => each.field === field && each.works.includes(work));
}

/** The targets of a slot with the titles of the entities that its works mention. */
function withMentioned(targets: readonly SlotTarget[], mentioned: readonly MentionedKind[]): SlotTarget[] {
  const added = mentioned
    .filter(({ field, works }) => targets.some((target) => target.field === field && works.includes(target.kind)))
    .map(({ kind }): SlotTarget => ({ kind, field: 'title' }))
    .filter(({ kind }) => !targets.some((target) => target.kind === kind && target.field === 'title'));
  return [...targets, ...added];
}
