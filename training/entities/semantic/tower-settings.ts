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
