import type { FoundEntities } from '../../../proto/codec/entity-fields.js';
import type { Entity__Output } from '../../../proto/gen/nlu/v1/Entity.js';
import type { Contribution } from '../../../serving/hypothesis.js';
import type { Preferred } from '../../answer/hypothesis.js';
import type { Preference, Said } from '../document/preference.js';
import { areWordsOf, isMeant, isThing, meantBy, shareOfThing } from './speak-of-things.js';
import type { SpokenHypothesis } from './spoken-hypothesis.js';

/** What was inferred counts so much of what was taught or confirmed. */
const INFERRED = 0.5;
/** In UTF-16 code units, of a contribution's name. */
const LONGEST_NAME = 128;
const NOTHING: readonly Contribution[] = [];

/** A customer's preferences at work on one request. */
export class CustomerPreferences {
  readonly #preferences: readonly Preference[];
  readonly #maxShift: number;

  /** @param preferences earliest first. @param maxShift the bound, in nats */
  constructor(preferences: readonly Preference[], maxShift: number) {
    this.#preferences = preferences;
    this.#maxShift = maxShift;
  }

  get maxShift(): number {
    return this.#maxShift;
  }

  /** The logarithm of the ratio by which they count everything in a domain, within the bound. */
  ofDomain(domain: string): number {
    let sum = 0;
    for (const preference of this.#preferences) {
      const { said } = preference;
      if ((said.type === 'like' || said.type === 'dislike') && isWhole(said) && said.domain === domain) {
        sum += this.#strengthOf(preference);
      }
    }
    return this.#bounded(sum);
  }

  /** What they say of a hypothesis; undefined: nothing. @param explain whether contributions are wanted */
  ofHypothesis(hypothesis: SpokenHypothesis, explain: boolean): Preferred | undefined {
    let sum = 0;
    const contributions: Contribution[] = [];
    for (const preference of this.#preferences) {
      const value = this.#saysOf(preference, hypothesis);
      if (value === 0) continue;
      sum += value;
      if (explain) contributions.push({ name: nameOf(preference.said), value });
    }
    const defaultSlots = this.#defaultsOf(hypothesis);
    if (sum === 0 && contributions.length === 0 && defaultSlots.length === 0) return undefined;
    return { shift: this.#bounded(sum), contributions: explain ? contributions : NOTHING, defaultSlots };
  }

  /**
   * The entities of a hypothesis after the preferences, most probable first: each counts by the ratio of those that speak of it,
   * none and the entities beyond the list by 1. Equal ones keep their order.
   */
  entitiesOf(hypothesis: SpokenHypothesis, found: FoundEntities): FoundEntities {
    const factors = found.entities.map((entity) => Math.exp(this.#ofEntity(hypothesis, entity)));
    if (factors.every((factor) => factor === 1)) return found;
    const { entityNone } = found;
    const listed = found.entities.reduce((sum, { probability }) => sum + probability, 0);
    const counted = found.entities.reduce((sum, { probability }, place) => sum + probability * factors[place]!, 0);
    const total = counted + Math.max(1, listed + (entityNone ?? 0)) - listed;
    const entities = found.entities
      .map((entity, place) => ({ ...entity, probability: Math.min(1, (entity.probability * factors[place]!) / total) }))
      .sort((one, other) => other.probability - one.probability);
    return { ...found, entities, ...(entityNone !== undefined && { entityNone: entityNone / total }) };
  }

  #ofEntity(hypothesis: SpokenHypothesis, entity: Entity__Output): number {
    let sum = 0;
    for (const preference of this.#preferences) {
      const { said } = preference;
      if (said.type === 'default' || said.domain !== hypothesis.domain) continue;
      const is =
        said.type === 'meaning' ? areWordsOf(said, hypothesis) && isMeant(said, entity) : isThing(said, entity);
      if (is) sum += this.#strengthOf(preference);
    }
    return this.#bounded(sum);
  }

  /** What a preference adds to the logarithm of a hypothesis's ratio. */
  #saysOf(preference: Preference, hypothesis: SpokenHypothesis): number {
    const { said } = preference;
    if (said.type === 'default') return 0;
    const strength = this.#strengthOf(preference);
    if (said.type === 'meaning') return areWordsOf(said, hypothesis) ? strength * meantBy(said, hypothesis) : 0;
    const share = shareOfThing(said, hypothesis);
    // The mean ratio, where it is not certain that it is about the thing.
    return share === 1 ? strength : Math.log1p(share * Math.expm1(strength));
  }

  #defaultsOf({ domain, intent, slots }: SpokenHypothesis): { name: string; value: string }[] {
    const filled = new Map<string, string>();
    // The latest first: it counts.
    for (const { said } of [...this.#preferences].reverse()) {
      if (said.type !== 'default' || said.domain !== domain || !said.intents.includes(intent)) continue;
      if (filled.has(said.slot) || slots.some(({ name }) => name === said.slot)) continue;
      filled.set(said.slot, said.value);
    }
    return [...filled].map(([name, value]) => ({ name, value }));
  }

  #strengthOf({ said, origin }: Preference): number {
    const strength = origin === 'inferred' ? INFERRED * this.#maxShift : this.#maxShift;
    return said.type === 'dislike' ? -strength : strength;
  }

  #bounded(sum: number): number {
    return Math.max(-this.#maxShift, Math.min(this.#maxShift, sum));
  }
}

function isWhole({ kind, value, entity }: Extract<Said, { type: 'like' | 'dislike' }>): boolean {
  return kind === '' && value === '' && entity === '';
}

/** The name of a preference in an explanation, such as `like artist=coltrane`. */
export function nameOf(said: Said): string {
  return textOf(said).slice(0, LONGEST_NAME);
}

function textOf(said: Said): string {
  switch (said.type) {
    case 'default':
      return `default ${said.slot}=${said.value}`;
    case 'meaning':
      return `meaning ${said.words}=${said.domain}`;
    default: {
      const thing = said.value || said.title || said.entity;
      const what = [said.kind || (thing === '' ? said.domain : ''), thing].filter((part) => part !== '').join('=');
      return `${said.type} ${what}`;
    }
  }
}
