import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { boostedScore } from '../../domains/core/trees/boosted-trees.js';
import { NluError } from '../../serving/errors.js';
import { dataFolder } from '../../training/corpus/data-folder.js';
import { parseJsonLines } from '../../training/corpus/json-lines.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { readSoundCosts } from '../../training/entities/phonetic/sound-model.js';
import { readSatisfaction } from '../../training/learning/dissatisfaction/spoken-dialogue.js';
import { cueFeatures } from '../../training/learning/dissatisfaction/user-cues.js';
import {
  type DialogueSource,
  trainDissatisfactionModel,
  trainRephraseModel,
} from '../../training/learning/label-training.js';
import { readRephraseModel } from '../../training/learning/model-files.js';
import { corpusPairs } from '../../training/learning/rephrase/pairs/corpus-pairs.js';
import { type RephraseModel, Rephrases } from '../../training/learning/rephrase/rephrase-model.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import { annotatorTurns, dissatisfactionFigures, type Told } from './feedback/dissatisfaction-figures.js';
import { householdPairs } from './feedback/household-pairs.js';
import { recallAtFalseShare, type ScoredPair } from './feedback/rephrase-figures.js';

interface Flags {
  task?: 'rephrases' | 'dissatisfied';
  data?: string;
  seed: string;
}

const FALSE_SHARE = 0.01;
/**
 * What is measured, and the dialogues that may teach its model. IARD's are of ReDial: those that have a sentence of the
 * measured ones teach nothing.
 */
const SATISFACTION: readonly { name: string; file: string; sources: DialogueSource[]; published: number }[] = [
  { name: 'SGD', file: 'satisfaction-sgd.jsonl', sources: ['iard', 'getGoing'], published: 0.086 },
  { name: 'ReDial', file: 'satisfaction-redial.jsonl', sources: ['iard', 'getGoing'], published: 0.125 },
];

const {
  task,
  data: named,
  seed,
} = new Command('bench:feedback')
  .description('How well labels without annotators are told: rephrases, and dissatisfied turns.')
  .option('--task <name>', 'rephrases or dissatisfied (default: both)')
  .option('--data <folder>', 'the data folder (docs/reference/data.md)')
  .option('--seed <n>', 'of the models that are trained to measure held-out pairs', '1')
  .parse()
  .opts<Flags>();

try {
  if (task !== undefined && task !== 'rephrases' && task !== 'dissatisfied')
    throw new NluError('INVALID_ARGUMENT', `--task: rephrases or dissatisfied, not ${task}`);
  const data = named ?? dataFolder();
  if (task !== 'dissatisfied') rephrases(data, Number(seed));
  if (task !== 'rephrases') dissatisfied(data, readRephraseModel());
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

function rephrases(data: string, ownSeed: number): void {
  const trained = trainRephraseModel(data, ownSeed, (text) => process.stderr.write(`${text}\n`));
  const model = new Rephrases(trained.model, readSoundCosts());
  const scored = trained.pairs.map(({ isRephrase, group, kind }, index): ScoredPair & { kind: string } => {
    return { score: trained.heldOut[index], isRephrase, group, kind };
  });
  print('Rephrases: recall at 1 % false, by trees that saw neither carriers nor values');
  print(`${'pairs'.padEnd(34)}${'recall, %'.padStart(22)}${'rephrases'.padStart(12)}${'others'.padStart(9)}`);
  const isCarrier = ({ kind }: { kind: string }) => !/^(spoken|snips)-/u.test(kind);
  row('all', scored);
  row('carriers', scored.filter(isCarrier));
  for (const kind of ['again', 'misheard', 'reworded'])
    row(
      `  ${kind}`,
      scored.filter((pair) => isCarrier(pair) && (!pair.isRephrase || pair.kind === kind)),
    );
  row(
    'heard by a recogniser',
    scored.filter(({ kind }) => kind.startsWith('spoken-')),
  );
  row(
    'SNIPS train',
    scored.filter(({ kind }) => kind.startsWith('snips-')),
  );
  row('SNIPS valid, spoken; measure only', spokenSnips(data, model));
  const household = householdPairs(join(data, 'household/dev.jsonl'));
  const above = household.filter((pair) => model.score(pair) > trained.model.oneInHundred).length;
  const share = ((100 * above) / household.length).toFixed(2);
  print(`household requests, measure only: ${share} % of ${household.length} others above the threshold of 1 %\n`);
}

/** What a recogniser heard of SNIPS valid, then the request itself, or the one that looks most like it. */
function spokenSnips(data: string, model: Rephrases): ScoredPair[] {
  const file = join(data, 'asr/snips-valid.jsonl');
  const heard = new Map(
    parseJsonLines(readFileSync(file, 'utf8'), file).map(({ value }) => {
      return [String(value.id), tokenize(String(value.heard)).map(({ text }) => text)] as const;
    }),
  );
  return corpusPairs(readCorpus(join(data, 'snips/valid.jsonl')), 'valid', { folds: 1, seed: 1 }, heard).map(
    (pair) => ({ score: model.score(pair), isRephrase: pair.isRephrase, group: pair.group }),
  );
}

function dissatisfied(data: string, rephraseModel: RephraseModel): void {
  print('Dissatisfied turns (the most common score, the lowest of several, is below 3)');
  print(
    `${'turns'.padEnd(34)}${'F1'.padStart(22)}${"source's F1".padStart(13)}${'precision'.padStart(11)}${'recall'.padStart(8)}`,
  );
  const model = new Rephrases(rephraseModel, readSoundCosts());
  for (const { name, file, sources, published } of SATISFACTION) {
    const turns = readSatisfaction(join(data, 'feedback', file));
    const { trees, threshold } = trainDissatisfactionModel(data, sources, rephraseModel, turns);
    const told = turns.map(
      (turn): Told => ({ ...turn, isTold: boostedScore(trees, cueFeatures(turn, model)) > threshold }),
    );
    figures(`${name}, taught by ${sources.join(' and ')}`, told);
    figures(
      '  every turn is called so',
      turns.map((turn) => ({ ...turn, isTold: true })),
    );
    figures(
      '  an annotator beside the others',
      turns.flatMap(({ dialogue, scores }) => annotatorTurns(dialogue, scores)),
    );
    print(`  best published${published.toFixed(3).padStart(32)}; ${turns.length} turns`);
  }
}

function row(name: string, pairs: readonly ScoredPair[]): void {
  const rephrased = pairs.filter(({ isRephrase }) => isRephrase).length;
  const recall = interval(recallAtFalseShare(pairs, FALSE_SHARE), 100, 1);
  print(
    `${name.padEnd(34)}${recall.padStart(22)}${`${rephrased}`.padStart(12)}${`${pairs.length - rephrased}`.padStart(9)}`,
  );
}

function figures(name: string, told: readonly Told[]): void {
  const { f1, sourceF1, precision, recall } = dissatisfactionFigures(told);
  const shares = [precision.toFixed(3).padStart(11), recall.toFixed(3).padStart(8)].join('');
  print(`${name.padEnd(34)}${interval(f1, 1, 3).padStart(22)}${sourceF1.toFixed(3).padStart(13)}${shares}`);
}

function interval({ value, low, high }: Interval, times: number, digits: number): string {
  const [one, from, to] = [value, low, high].map((each) => (times * each).toFixed(digits));
  return `${one} [${from}, ${to}]`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
