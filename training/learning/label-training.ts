import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { readCatalogue } from '../catalogue/catalogue.js';
import { drawOf } from '../corpus/folds.js';
import { readCorpus } from '../corpus/read-corpus.js';
import { readSoundCosts } from '../entities/phonetic/sound-model.js';
import { readRecipe } from '../recipes/recipe.js';
import { shippedNoise } from '../recognition-noise/shipped-noise.js';
import { readSpokenPairs } from '../recognition-noise/spoken-pairs.js';
import { apartFrom } from './dissatisfaction/apart.js';
import { type DissatisfactionModel, trainDissatisfaction } from './dissatisfaction/dissatisfaction-trainer.js';
import { readGetGoing, readIard, type UserTurn } from './dissatisfaction/spoken-dialogue.js';
import type { LabelledPair } from './rephrase/labelled-pair.js';
import { namedTexts } from './rephrase/naming/named-texts.js';
import { TELLING } from './rephrase/pair-features.js';
import { carrierPairs } from './rephrase/pairs/carrier-pairs.js';
import { corpusPairs } from './rephrase/pairs/corpus-pairs.js';
import { countedTexts } from './rephrase/pairs/counted-texts.js';
import { spokenPairs } from './rephrase/pairs/spoken-pairs.js';
import { type RephraseModel, Rephrases } from './rephrase/rephrase-model.js';
import { REPHRASE_DEFAULTS, trainRephrases } from './rephrase/rephrase-trainer.js';
import { countWords, wordWeight } from './rephrase/word-weights.js';

/** Share of words that are misheard in pairs made of carriers. */
const MISHEARD_WORDS = 0.1;
/** Times that a carrier is filled, on average. */
const PER_CARRIER = 0.6;
/** Share of the spoken pairs that are taken, by their texts, so that no kind of pair outweighs the others. */
const SPOKEN_SHARE = 0.15;

/** The files of the data folder that teach; all of them may be shipped from. */
const FILES = {
  snips: 'snips/train.jsonl',
  clinc: 'clinc/train.jsonl',
  books: 'catalog/books.jsonl',
  movies: 'catalog/movies.jsonl',
  songs: 'catalog/songs.jsonl',
  spoken: 'asr/phoneme.jsonl',
  iard: 'feedback/iard.jsonl',
  getGoing: 'feedback/getgoing-2019.jsonl',
} as const;

export interface TrainedRephrases {
  readonly model: RephraseModel;
  readonly pairs: readonly LabelledPair[];
  /** `[pairs]`: scores by trees that saw neither their carriers nor their values. */
  readonly heldOut: Float64Array;
}

/**
 * Learns which request says the one before it again. The same data and seed give the same model.
 * @param folder the data folder
 * @param notice told what is being done
 * @throws NluError NOT_FOUND naming the files that are not there
 */
export function trainRephraseModel(folder: string, seed: number, notice: (text: string) => void): TrainedRephrases {
  const paths = pathsIn(folder, ['snips', 'clinc', 'books', 'movies', 'songs', 'spoken']);
  const parts = { folds: REPHRASE_DEFAULTS.folds, seed };
  const domains = domainFolders().map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const snips = readCorpus(paths.snips);
  const catalogue = [paths.books, paths.movies, paths.songs].flatMap(readCatalogue);
  const spoken = readSpokenPairs(paths.spoken).filter(({ said }) => drawOf(said.join(' '), `${seed}`) < SPOKEN_SHARE);
  notice('making pairs');
  const texts = countedTexts(domains, [snips, readCorpus(paths.clinc)], catalogue, parts);
  const words = countWords(texts);
  const pairs = [
    ...carrierPairs(domains, snips, catalogue, shippedNoise(MISHEARD_WORDS), { ...parts, perCarrier: PER_CARRIER }),
    ...spokenPairs(spoken, 'spoken', parts, (word) => wordWeight(words, word) >= TELLING),
    ...corpusPairs(snips, 'snips', parts),
  ];
  const named = namedTexts(domains, [snips], catalogue, shippedNoise(MISHEARD_WORDS), parts);
  const settings = { ...REPHRASE_DEFAULTS, seed };
  const trained = trainRephrases(pairs, texts, named, readSoundCosts(), settings, (fold) =>
    notice(`${pairs.length} pairs, ${fold} of ${settings.folds} folds held out in turn`),
  );
  return { ...trained, pairs };
}

/** Dialogues that teach what dissatisfied users say. */
export type DialogueSource = 'iard' | 'getGoing';

/**
 * Learns what dissatisfied users say from dialogues.
 * @param measured turns of which none may be known: dialogues of the sources that have any of their sentences are left out
 * @throws NluError NOT_FOUND naming the files that are not there
 */
export function trainDissatisfactionModel(
  folder: string,
  sources: readonly DialogueSource[],
  rephrases: RephraseModel,
  measured: readonly UserTurn[] = [],
): DissatisfactionModel {
  const paths = pathsIn(folder, sources);
  const readers = { iard: readIard, getGoing: readGetGoing };
  const turns = sources.flatMap((source) => readers[source](paths[source]));
  return trainDissatisfaction(apartFrom(turns, measured), new Rephrases(rephrases, readSoundCosts()));
}

/**
 * Checks that all files are there, before anything is trained for minutes.
 * @throws NluError NOT_FOUND naming those that are not
 */
export function checkLabelData(folder: string): void {
  pathsIn(folder, Object.keys(FILES) as (keyof typeof FILES)[]);
}

function pathsIn<Name extends keyof typeof FILES>(folder: string, names: readonly Name[]): Record<Name, string> {
  const missing = names.map((name) => FILES[name]).filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    const problem = `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not in the data folder ${folder}`;
    throw new NluError('NOT_FOUND', `${problem}; docs/reference/data.md says what goes there`);
  }
  return Object.fromEntries(names.map((name) => [name, join(folder, FILES[name])])) as Record<Name, string>;
}
