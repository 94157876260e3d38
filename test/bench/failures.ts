import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { simulatedWorld } from '../../cli/learning/simulated-failures.js';
import { spokenGoals } from '../../cli/learning/spoken-goals.js';
import { positiveInteger, share } from '../../cli/options.js';
import { NluError } from '../../serving/errors.js';
import { dataFiles, dataFolder } from '../../training/corpus/data-folder.js';
import { readSoundCosts } from '../../training/entities/phonetic/sound-model.js';
import { crossTold, type ToldStages, taughtBy } from '../../training/learning/failures/cross-told.js';
import { type FailureFigures, failureFigures } from '../../training/learning/failures/failure-figures.js';
import { failureModelText } from '../../training/learning/failures/failure-model-file.js';
import { type FailureStage, STAGES } from '../../training/learning/failures/failure-stage.js';
import { type JudgedTurn, trainFailures } from '../../training/learning/failures/failure-trainer.js';
import { drawGoal } from '../../training/learning/failures/simulation/goal-source.js';
import { judgedTurns } from '../../training/learning/failures/simulation/judged-turns.js';
import { readFailureParameters } from '../../training/learning/failures/simulation/parameters.js';
import { simulateFailures } from '../../training/learning/failures/simulation/simulate.js';
import { readDissatisfactionModel, readRephraseModel } from '../../training/learning/model-files.js';
import { Rephrases } from '../../training/learning/rephrase/rephrase-model.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import { keptUse } from './failures/use-file.js';

interface Flags {
  requests: number;
  works: number;
  folds: number;
  only?: number[];
  seed: number;
  resamples: number;
  kept?: string;
  leastDefect: number;
  data: string;
  write?: string;
  json?: boolean;
}

const flags = new Command('bench:failures')
  .description(
    'How well the stage is told that a request failed at, against truth by intervention: by the commonest stage, by Bayes ' +
      'from the stages alone, and by trees; out of fold, and on recognised speech that nothing learned from.',
  )
  .option('--requests <n>', 'requests that are simulated', positiveInteger, 6_000)
  .option('--works <n>', 'works of each catalogue file, the most popular ones', positiveInteger, 4_000)
  .option('--folds <n>', 'folds, by carrier or text', positiveInteger, 5)
  .option('--only <folds...>', 'folds that are told, from 0 (default: all); each takes a training', foldNumbers)
  .option('--seed <n>', 'of the draws', positiveInteger, 1)
  .option('--resamples <n>', 'resamples of the bootstrap', positiveInteger, 1_000)
  .option('--data <folder>', 'the data folder (docs/reference/data.md)', dataFolder())
  .option('--least-defect <p>', 'a request counts as suspected from this P(defect), as in failures', share, 0.5)
  .option('--kept <file>', 'keep what is simulated in this file, and take it from there where it is')
  .option('--write <file>', 'write the model that all simulated requests teach')
  .option('--json', 'print JSON instead of tables')
  .parse()
  .opts<Flags>();

try {
  await run(flags);
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function run({ requests, works, folds, only, seed, data, kept, leastDefect, write, json }: Flags): Promise<void> {
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  const use = await keptUse(kept, `--requests ${requests} --works ${works} --seed ${seed}`, async () => {
    const parameters = readFailureParameters();
    const { line, source, close } = await simulatedWorld(data, parameters, works, progress);
    const common = { line, parameters, seed, progress };
    const simulated = await simulateFailures({
      ...common,
      count: requests,
      drawGoal: (random) => drawGoal(source, parameters, random),
    });
    const spoken = dataFiles(['snips/valid.jsonl', 'asr/snips-valid.jsonl'], data);
    const goals = spoken.length === 2 ? spokenGoals(spoken[0]!, spoken[1]!) : undefined;
    const recognised =
      goals &&
      (await simulateFailures({
        ...common,
        count: goals.count,
        drawGoal: goals.draw,
        hear: (goal) => goals.hear(goal),
      }));
    await close();
    return { simulated, ...(recognised && { recognised }) };
  });
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  const suspects = (name: keyof typeof use) =>
    judgedTurns(use[name]!, models).filter(({ defect }) => defect >= leastDefect);
  const teaching = suspects('simulated');
  progress(`${teaching.length} suspected of ${requests}; trains`);
  const cross = crossTold(teaching, folds, seed, only, progress);
  const sets = [{ name: 'simulated, out of fold', judged: cross.turns, told: cross.told }];
  const model = trainFailures(teaching, seed, progress);
  if (use.recognised) {
    const judged = suspects('recognised');
    sets.push({ name: 'recognised SNIPS valid', judged, told: taughtBy(model, teaching, judged) });
  }
  if (write !== undefined) {
    const description = `learned from ${teaching.length} suspected of ${requests} simulated requests, seed ${seed}`;
    writeFileSync(write, failureModelText(model, description));
  }
  const figures = sets.map(({ name, judged, told }) => ({ name, turns: judged.length, ...figuresOf(judged, told) }));
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : figures.map(textOf).join('\n'));
}

function figuresOf(judged: readonly JudgedTurn[], told: ToldStages) {
  const truth = judged.map(({ stage }) => stage);
  const figures = (stages: readonly FailureStage[]) =>
    failureFigures(
      truth,
      stages,
      judged.map(({ customer }) => customer),
      { resamples: flags.resamples, seed: flags.seed },
    );
  return {
    majority: figures(told.majority),
    prior: figures(told.prior),
    trees: figures(told.trees),
    meanConfidence: told.confidence.reduce((sum, each) => sum + each, 0) / judged.length,
  };
}

/** A fold's number among those that were named before. */
function foldNumbers(text: string, before: number[] = []): number[] {
  const fold = Number(text);
  if (!Number.isInteger(fold) || fold < 0) throw new InvalidArgumentError('a fold is a whole number from 0.');
  return [...before, fold];
}

type Figures = ReturnType<typeof figuresOf> & { name: string; turns: number };

function textOf({ name, turns, majority, prior, trees, meanConfidence }: Figures): string {
  const row = (label: string, { macroF1, accuracy, f1 }: FailureFigures) =>
    [
      label.padEnd(9),
      `macro F1 ${interval(macroF1)}  accuracy ${interval(accuracy)} `,
      ...STAGES.map((stage) => `${stage} ${f1[stage]?.value.toFixed(3) ?? '-'}`),
    ].join(' ');
  return [
    `${name}: ${turns} suspected requests`,
    row('majority', majority),
    row('prior', prior),
    row('trees', trees),
    `mean probability of the stage that trees tell ${meanConfidence.toFixed(3)}`,
    `truth, and told by trees: ${STAGES.join(', ')}; precision and recall`,
    ...STAGES.map((stage, place) => {
      const counts = trees.confusion[place]!.map((n) => `${n}`.padStart(6)).join('');
      return `  ${stage.padEnd(12)}${counts}  ${trees.precision[stage].toFixed(3)} ${trees.recall[stage].toFixed(3)}`;
    }),
    '',
  ].join('\n');
}

function interval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
