import type { KindSlots } from '../../../training/catalogue/title-index-builder.js';

/** Slots that take a kind's titles alone. */
export function titleSlots(...title: string[]): KindSlots {
  return { title, creators: [], series: [] };
}
