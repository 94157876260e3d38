/** How towers are trained. */
export interface TowerSettings {
  readonly dimensions: number;
  readonly bits: number;
  readonly epochs: number;
  readonly batch: number;
  /** AdaGrad's. */
  readonly rate: number;
  readonly sharpness: number;
  readonly seed: number;
}

export const TOWER_SETTINGS: TowerSettings = {
  dimensions: 24,
  bits: 15,
  epochs: 5,
  batch: 256,
  rate: 0.05,
  sharpness: 16,
  seed: 1,
};

const LEAST_BITS = 8;
/** Buckets for each entity. */
const BUCKETS = 8;
/** A catalogue of more entities has shorter vectors, so that they fit into some six megabytes. */
const MANY_ENTITIES = 150_000;
const DIMENSIONS_OF_MANY = 16;

/** The settings for a catalogue of so many entities: a small one has few features, and its towers are small. */
export function towerSettings(entities: number): TowerSettings {
  const bits = Math.min(TOWER_SETTINGS.bits, Math.max(LEAST_BITS, Math.ceil(Math.log2(1 + BUCKETS * entities))));
  return { ...TOWER_SETTINGS, bits, ...(entities > MANY_ENTITIES ? { dimensions: DIMENSIONS_OF_MANY } : {}) };
}
