import type { Entity__Output } from '../../../proto/gen/nlu/v1/Entity.js';

/** A hypothesis as far as preferences speak of it. */
export interface SpokenHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly { readonly name: string; readonly value: string }[];
  /** Empty where no slot names the work. */
  readonly title: string;
  /** What its slots mean in the domain's catalogue, each with its probability; undefined where nothing was looked for. */
  readonly entities: readonly Entity__Output[] | undefined;
}
