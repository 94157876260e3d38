import { BASELINE, SERVED } from '../evaluation/evaluation.js';

/** Colours that readers with any colour vision tell apart (Okabe and Ito 2008). */
const FIXED: Readonly<Record<string, string>> = { [SERVED]: '#0072B2', [BASELINE]: '#D55E00', 'R0 logits': '#E69F00' };
const FURTHER = ['#009E73', '#CC79A7', '#56B4E9', '#000000', '#999999'];

/** A colour scale with one colour per form, the same in every picture. */
export function formColours(names: readonly string[]): { domain: string[]; range: string[] } {
  const further = names.filter((name) => !(name in FIXED));
  return {
    domain: [...names],
    range: names.map((name) => FIXED[name] ?? FURTHER[further.indexOf(name) % FURTHER.length]),
  };
}
