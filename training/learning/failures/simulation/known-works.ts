import { hashText } from '../../../../domains/core/numeric/hash.js';
import type { Entity } from '../../../../domains/core/resolution/entities/entity.js';
import { spokenForm } from '../../../../gateway/answer/hearings/spoken-form.js';
import type { CataloguePlan } from '../../../entities/catalogue-plan.js';
import type { Work } from './goal.js';

/** A work that may be asked for, and how often it is in comparison with others. */
export interface KnownWork extends Work {
  /** Above 0. */
  readonly weight: number;
}

/** The works and people of a catalogue, by kind and spoken title. */
export class KnownWorks {
  readonly #byName = new Map<string, KnownWork[]>();

  /** @param entities those of the catalogue's rows; people and series that they mention are added */
  constructor(entities: Iterable<Entity>, { mentioned }: Pick<CataloguePlan, 'mentioned'>) {
    for (const { kind, title, creators, partOf, popularity } of entities) {
      const weight = 1 + (popularity ?? 0);
      this.#add({ kind, title, creator: creators[0], weight });
      for (const { kind: own, works, field } of mentioned) {
        if (!works.includes(kind)) continue;
        for (const name of field === 'creators' ? creators.slice(0, 1) : partOf)
          this.#add({ kind: own, title: name, weight });
      }
    }
  }

  /** The works of a name, of any of the kinds. */
  named(name: string, kinds: readonly string[]): readonly KnownWork[] {
    return kinds.flatMap((kind) => this.#byName.get(keyOf(kind, name)) ?? []);
  }

  #add(work: KnownWork): void {
    const key = keyOf(work.kind, work.title);
    const known = this.#byName.get(key);
    if (!known) this.#byName.set(key, [work]);
    else if (work.creator !== undefined && known.every(({ creator }) => creator !== work.creator)) known.push(work);
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind}\n${spokenForm(name)}`;
}

/** Whether a row is taken out of the catalogue that is served. @param share of rows, in [0, 1] */
export function isGap({ kind, title, creators }: Pick<Entity, 'kind' | 'title' | 'creators'>, share: number): boolean {
  return hashText(`gap ${kind} ${spokenForm(title)} ${creators[0] ?? ''}`) / 2 ** 32 < share;
}
