import { NluError } from '../../serving/errors.js';
import type { Random } from '../numeric/random.js';

/** A piece of a carrier: words as they stand, a slot's place, or a choice of one of several sequences. */
type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string }
  | { readonly kind: 'choice'; readonly options: readonly (readonly Piece[])[] };

/** A way to ask, as its pieces in turn. */
export type Carrier = readonly Piece[];

/** Text at even places, slot names at odd ones. */
export type CarrierParts = readonly string[];

const SIGNS = /[()[\]{}|]/;

/**
 * Reads a carrier: words, `{slot}`, `(one|other)` for a choice and `[words]` for what may be left out, nested as one likes:
 * "(play|put on) [the] {album} [again]".
 * @throws NluError INVALID_ARGUMENT for a bracket that is not closed, and a slot without a name
 */
export function parseCarrier(text: string): Carrier {
  let next = 0;
  const refuse = (problem: string) => new NluError('INVALID_ARGUMENT', `${JSON.stringify(text)}: ${problem}`);
  const sequences = (end: string): Carrier[] => {
    const options: Piece[][] = [[]];
    while (next < text.length && text[next] !== end) {
      const sign = text[next];
      const pieces = options[options.length - 1];
      if (!SIGNS.test(sign)) {
        const length = text.slice(next).search(SIGNS);
        const words = length < 0 ? text.slice(next) : text.slice(next, next + length);
        pieces.push({ kind: 'words', text: words });
        next += words.length;
        continue;
      }
      next++;
      if (sign === '|' && end !== '') options.push([]);
      else if (sign === '(') pieces.push({ kind: 'choice', options: closed(')') });
      else if (sign === '[') pieces.push({ kind: 'choice', options: [...closed(']'), []] });
      else if (sign === '{') pieces.push({ kind: 'slot', name: slotName() });
      else throw refuse(`"${sign}" stands where nothing is open`);
    }
    return options;
  };
  const closed = (end: string): Carrier[] => {
    const options = sequences(end);
    if (text[next] !== end) throw refuse(`"${end}" is missing`);
    next++;
    return options;
  };
  const slotName = (): string => {
    const [name] = /^\w+(?=\})/.exec(text.slice(next)) ?? [];
    if (name === undefined) throw refuse('"{" is followed by the name of a slot and "}"');
    next += name.length + 1;
    return name;
  };
  return sequences('')[0];
}

/** One way to say the carrier: of each choice one option, all as likely. */
export function drawCarrier(carrier: Carrier, random: Random): CarrierParts {
  const parts = [''];
  const add = (pieces: Carrier): void => {
    for (const piece of pieces) {
      if (piece.kind === 'words') parts[parts.length - 1] += piece.text;
      else if (piece.kind === 'slot') parts.push(piece.name, '');
      else add(piece.options[random.below(piece.options.length)]);
    }
  };
  add(carrier);
  return spaced(parts);
}

/** All ways to say the carrier, `most` at most: the first ones in the order of its choices. */
export function expansions(carrier: Carrier, most = 256): CarrierParts[] {
  const ways = carrier.reduce<string[][]>(
    (before, piece) => {
      if (piece.kind === 'choice') {
        const options = piece.options.flatMap((option) => expansions(option, most).map((parts) => [...parts]));
        return before.flatMap((parts) => options.map((option) => joined(parts, option))).slice(0, most);
      }
      const added = piece.kind === 'words' ? [piece.text] : ['', piece.name, ''];
      return before.map((parts) => joined(parts, added));
    },
    [['']],
  );
  return ways;
}

function joined(parts: readonly string[], more: readonly string[]): string[] {
  return [...parts.slice(0, -1), `${parts.at(-1)}${more[0]}`, ...more.slice(1)];
}

/** The names of a carrier's slots, each once, in the order in which they stand. */
export function carrierSlots(carrier: Carrier): string[] {
  const names = carrier.flatMap((piece): string[] => {
    if (piece.kind === 'slot') return [piece.name];
    return piece.kind === 'choice' ? piece.options.flatMap(carrierSlots) : [];
  });
  return [...new Set(names)];
}

/** Whether one way to say the carrier has neither a word nor a slot: "[play]", "(|stop)". */
export function mayBeSilent(carrier: Carrier): boolean {
  return carrier.every((piece) => {
    if (piece.kind === 'words') return !/[\p{L}\p{N}]/u.test(piece.text);
    return piece.kind === 'choice' && piece.options.some(mayBeSilent);
  });
}

/** Whether the carrier has several ways to be said. */
export function hasChoices(carrier: Carrier): boolean {
  return carrier.some(({ kind }) => kind === 'choice');
}

/** The parts with single blanks, and none at the ends: what is left out leaves two beside each other. */
export function spaced(parts: CarrierParts): string[] {
  const single = parts.map((part, place) => (place % 2 === 0 ? part.replace(/ +/g, ' ') : part));
  single[0] = single[0].trimStart();
  single[single.length - 1] = single[single.length - 1].trimEnd();
  return single;
}
