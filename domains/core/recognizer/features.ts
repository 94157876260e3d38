import { combine, hashText } from './hash.js';

/** How far the bag-of-words features of a token look: keeps the cost of a long utterance linear in its length. */
const BAG_REACH = 12;
const AFFIX_LENGTHS = [1, 2, 3, 4];

/** Feature templates; the numbers are part of every trained model, so a template is added at the end and never renumbered. */
const Template = {
  bias: 1,
  word: 2, // to word + 6: the word at distance -3 to 3
  bigram: 10, // to bigram + 3
  trigram: 20, // to trigram + 2
  prefix: 30,
  suffix: 40,
  neighbourSuffix: 50,
  shape: 60,
  first: 70,
  last: 71,
  position: 72,
  bagLeft: 73,
  bagRight: 74,
  rare: 75,
  unigram: 80,
  ngram2: 81,
  ngram3: 82,
  skip: 83,
  wordPrefix: 84,
  wordSuffix: 85,
  opening: 86,
  length: 87,
} as const;

const BEGIN = hashText('<s>');
const END = hashText('</s>');

/** Tells whether a word was seen at most once in training, apart from where it stands. */
export type RareWord = (wordHash: number) => boolean;

/**
 * The fingerprints of each token's features, for the slot tagger.
 * @returns one list a token, in token order; lists differ in length.
 */
export function tokenFeatures(words: readonly string[], isRare: RareWord): number[][] {
  const hashes = words.map((word) => hashText(word));
  const at = (index: number) => (index < 0 ? BEGIN : index >= hashes.length ? END : hashes[index]!);
  const first = at(0);
  const last = at(hashes.length - 1);
  return words.map((word, index) => {
    const features: number[] = [combine(Template.bias, 1)];
    const add = (template: number, value: number) => features.push(combine(template, value));
    for (let distance = -3; distance <= 3; distance++) add(Template.word + distance + 3, at(index + distance));
    const [before2, before, here, after, after2] = [
      at(index - 2),
      at(index - 1),
      at(index),
      at(index + 1),
      at(index + 2),
    ];
    add(Template.bigram, combine(before, here));
    add(Template.bigram + 1, combine(here, after));
    add(Template.bigram + 2, combine(before2, before));
    add(Template.bigram + 3, combine(after, after2));
    add(Template.trigram, combine(combine(before2, before), here));
    add(Template.trigram + 1, combine(combine(before, here), after));
    add(Template.trigram + 2, combine(combine(here, after), after2));
    for (const length of AFFIX_LENGTHS) {
      if (word.length < length) break;
      add(Template.prefix + length, hashText(word, 0, length));
      add(Template.suffix + length, hashText(word, word.length - length));
    }
    for (const [slot, neighbour] of [words[index - 1], words[index + 1]].entries()) {
      if (neighbour === undefined) continue;
      add(Template.neighbourSuffix + slot, hashText(neighbour, Math.max(0, neighbour.length - 3)));
      add(Template.shape + 1 + slot, shape(neighbour));
    }
    add(Template.shape, shape(word));
    add(Template.first, first);
    add(Template.last, last);
    add(Template.position, index === 0 ? 0 : index === hashes.length - 1 ? 1 : 2);
    for (let other = Math.max(0, index - BAG_REACH); other < index; other++) add(Template.bagLeft, at(other));
    for (let other = index + 1; other < Math.min(hashes.length, index + 1 + BAG_REACH); other++)
      add(Template.bagRight, at(other));
    if (isRare(here)) {
      add(Template.rare, 0);
      add(Template.rare, combine(before, 1));
      add(Template.rare, combine(after, 2));
    }
    return features;
  });
}

/** The fingerprints of an utterance's features, for the domain and intent classifiers; each feature once. */
export function utteranceFeatures(words: readonly string[]): number[] {
  const hashes = words.map((word) => hashText(word));
  const at = (index: number) => (index < 0 ? BEGIN : index >= hashes.length ? END : hashes[index]!);
  const features = new Set<number>();
  const add = (template: number, value: number) => features.add(combine(template, value));
  add(Template.bias, 1);
  add(Template.length, Math.min(hashes.length, 20) >> 1);
  add(Template.opening, combine(at(0), at(1)));
  for (let index = 0; index <= hashes.length; index++) {
    add(Template.ngram2, combine(at(index - 1), at(index)));
    add(Template.ngram3, combine(combine(at(index - 2), at(index - 1)), at(index)));
    add(Template.skip, combine(at(index - 2), at(index)));
    const word = words[index];
    if (word === undefined) continue;
    add(Template.unigram, hashes[index]!);
    for (const length of [3, 4]) {
      if (word.length <= length) continue;
      add(Template.wordPrefix, hashText(word, 0, length));
      add(Template.wordSuffix, hashText(word, word.length - length));
    }
  }
  return [...features];
}

/** A word's shape: runs of letters, digits and other characters, with the digits' number up to four: "x", "9999", "x-x", "9x". */
function shape(word: string): number {
  return hashText(
    word
      .replace(/\p{L}[\p{L}\p{M}]*/gu, 'x')
      .replace(/\p{N}/gu, '9')
      .replace(/9{5,}/g, '99999'),
  );
}
