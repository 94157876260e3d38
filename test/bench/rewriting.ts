import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { spokenGoals } from '../../cli/learning/spoken-goals.js';
import { positiveInteger } from '../../cli/options.js';
import { likelyRewrite } from '../../cli/rewriting/likely-rewrite.js';
import { servedLine } from '../../cli/rewriting/rewriting-line.js';
import { NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import { normalisedValue } from '../../gateway/answer/readings.js';
import { NearTexts } from '../../gateway/rewriting/near/near-texts.js';
import { NO_REWRITES } from '../../gateway/rewriting/rewrite-tables.js';
import { isControl } from '../../gateway/rewriting/table/control-group.js';
import { RewriteIndex, type RewriteTable } from '../../gateway/rewriting/table/rewrite-table.js';
import type { RewriteTexts } from '../../gateway/rewriting/weak-rewrite.js';
import { NluError } from '../../serving/errors.js';
import { dataFiles, dataFolder } from '../../training/corpus/data-folder.js';
import { readSoundCosts } from '../../training/entities/phonetic/sound-model.js';
import type { Line, LineAnswer } from '../../training/learning/failures/simulation/line.js';
import { readFailureParameters } from '../../training/learning/failures/simulation/parameters.js';
import { labelledTurns } from '../../training/learning/labelled-turns.js';
import { readDissatisfactionModel, readRephraseModel } from '../../training/learning/model-files.js';
import { Rephrases } from '../../training/learning/rephrase/rephrase-model.js';
import type { ToldSuccess } from '../../training/learning/told-success.js';
import { type Interval, pairedBootstrap } from '../../training/metrics/bootstrap.js';
import { seeded } from '../../training/numeric/random.js';
import { renderSvg } from '../../training/report/svg.js';
import { learnRewrites } from '../../training/rewriting/learn-rewrites.js';
import { succeededTexts } from '../../training/rewriting/personal-texts.js';
import type { SaidTurn } from '../../training/rewriting/said-turn.js';
import { saidTurns } from '../../training/rewriting/said-turns.js';
import { readSameMeaning } from '../../training/rewriting/same-meaning-file.js';
import {
  type ComposedRequest,
  type ComposedRewrite,
  composedUse,
  type HeardGoal,
  type RewriteHeard,
  type UseSettings,
} from './rewriting/composed-use.js';
import {
  type Judged,
  type LayerCalibration,
  layerCalibration,
  rewritingFigures,
} from './rewriting/rewriting-figures.js';
import { type NoisyFigures, rewritingPicture } from './rewriting/rewriting-picture.js';

interface Flags {
  customers: number;
  sessions: number;
  seed: number;
  data: string;
  picture?: string;
  json?: boolean;
}

const flags = new Command('bench:rewriting')
  .description(
    'Wins and losses of rewriting on sessions composed of recognised speech (SNIPS valid, which nothing learned from): ' +
      'rewrites are learned four times, from all sessions before, and judged by what was meant in the last fifth, by layer and noise.',
  )
  .option('--customers <n>', 'customers', positiveInteger, 400)
  .option('--sessions <n>', 'sessions; the last fifth is judged', positiveInteger, 24_000)
  .option('--seed <n>', 'of the draws', positiveInteger, 1)
  .option('--data <folder>', 'the data folder (docs/reference/data.md)', dataFolder())
  .option('--picture <file>', 'draw the change of defects there, as SVG')
  .option('--json', 'print JSON instead of a table')
  .parse()
  .opts<Flags>();

/** After which shares of the sessions rewrites are learned, each time beside what came of those before. */
const LEARNED = [0.5, 0.6, 0.7, 0.8] as const;
const LAYERS = {
  'known rewrites': ['KNOWN'],
  'and global': ['KNOWN', 'GLOBAL'],
  'and personal': ['KNOWN', 'GLOBAL', 'PERSONAL'],
} as const;

try {
  await run(flags);
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function run({ customers, sessions, seed, data, picture, json }: Flags): Promise<void> {
  const files = dataFiles(['snips/valid.jsonl', 'asr/snips-valid.jsonl'], data);
  if (files.length < 2)
    throw new NluError('FAILED_PRECONDITION', `${data}: lacks snips/valid.jsonl, asr/snips-valid.jsonl`);
  const line = await servedLine();
  const goals = heardGoals(files[0]!, files[1]!, seed);
  const answers = await answersOf(goals, line);
  const results = [];
  for (const noise of [0, 0.1, 0.2]) {
    process.stderr.write(`noise ${noise}\n`);
    results.push({ noise, ...figuresOf(goals, answers, line, { customers, sessions, noise, seed }) });
  }
  await line.close();
  if (picture !== undefined) writeFileSync(picture, await renderSvg(rewritingPicture(results)));
  process.stdout.write(json ? `${JSON.stringify(results, null, 2)}\n` : `${results.flatMap(lines).join('\n')}\n`);
}

function heardGoals(corpus: string, recognised: string, seed: number): HeardGoal[] {
  const spoken = spokenGoals(corpus, recognised);
  const random = seeded(seed);
  const goals = Array.from({ length: spoken.count }, () => spoken.draw(random)).filter(({ meaning }) => meaning);
  // Which of them is asked for most is drawn: their order in the file says nothing.
  const order = goals.map((goal) => ({ goal, draw: random.next() })).sort((one, other) => one.draw - other.draw);
  return order.map(({ goal }) => {
    const heard = (spoken.hear(goal) ?? []).map(({ text }) => normalisedValue(text)).filter((text) => text !== '');
    const texts = heard.length > 0 ? heard : [goal.text];
    const total = texts.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
    return { goal, heard: texts.map((text, rank) => ({ text, share: 1 / (rank + 1) / total })) };
  });
}

async function answersOf(goals: readonly HeardGoal[], line: Line): Promise<Map<string, LineAnswer>> {
  const texts = [...new Set(goals.flatMap(({ goal, heard }) => [goal.text, ...heard.map(({ text }) => text)]))];
  process.stderr.write(`${goals.length} goals, heard as ${texts.length} texts\n`);
  const requests = texts.map((text) => ({ id: text, hearings: [{ text }], context: NO_CONTEXT }));
  const answers = await line.answer(requests);
  return new Map(texts.map((text, index) => [text, answers[index]]));
}

/** The sessions in their order, with what was learned of them so far; the last part is judged. */
function figuresOf(
  goals: readonly HeardGoal[],
  answers: ReadonlyMap<string, LineAnswer>,
  line: Line,
  settings: UseSettings,
): Omit<Result, 'noise'> {
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
  };
  const borders = LEARNED.map((share) => Math.floor(share * settings.sessions));
  let table: RewriteTable = NO_REWRITES;
  let [index, personal] = [new RewriteIndex(table), new Map<string, RewriteTexts>()];
  const rewrite: RewriteHeard = (customer, heard) =>
    isControl(customer) ? undefined : rewriteOf(heard, answers, index, personal.get(customer));
  const past: ComposedRequest[] = [];
  const judged: Judged[] = [];
  for (const request of composedUse(goals, answers, line, readFailureParameters(), settings, rewrite)) {
    const { customer, session, isFirst, right } = request;
    if (session >= borders[0]!) {
      borders.shift();
      const turns = saidTurns(
        labelledTurns(
          past.flatMap(({ events }) => events),
          models,
        ).turns,
      );
      const learned = learnRewrites(turns, table, readSameMeaning());
      table = learned.table;
      index = new RewriteIndex(table);
      personal = personalTexts(past, turns, learned.told);
    }
    past.push(request);
    if (borders.length > 0 || !isFirst || isControl(customer)) continue;
    const { layer, probability = 0 } = request.rewrite ?? {};
    judged.push({ customer, layer, probability, ...right });
  }
  const layers = Object.entries(LAYERS).map(([name, counted]) => {
    return { name, ...rewritingFigures(judged, new Set<string>(counted)) };
  });
  const { pairs, search } = table;
  const said = LAYERS['and personal'].map((layer) => ({ layer, ...layerCalibration(judged, layer) }));
  return { pairs: pairs.length, texts: search?.texts.length ?? 0, layers, said, defects: defectInterval(judged) };
}

/** What each customer said before with success, by customer. */
function personalTexts(
  use: readonly ComposedRequest[],
  turns: readonly SaidTurn[],
  told: ToldSuccess,
): Map<string, RewriteTexts> {
  const names = new Map(use.map(({ customer, events }) => [(events[0] as { customer?: string }).customer, customer]));
  const byCustomer = new Map<string, SaidTurn[]>();
  for (const turn of turns) {
    const name = names.get(turn.customer)!;
    const own = byCustomer.get(name);
    if (own) own.push(turn);
    else byCustomer.set(name, [turn]);
  }
  return new Map(
    [...byCustomer].map(([name, own]) => {
      const texts = succeededTexts(own, told);
      return [name, { layer: 'PERSONAL' as const, texts, near: new NearTexts(texts.map(({ text }) => text)) }];
    }),
  );
}

/** What a gateway would interpret instead. */
function rewriteOf(
  heard: string,
  answers: ReadonlyMap<string, LineAnswer>,
  index: RewriteIndex,
  own: RewriteTexts | undefined,
): ComposedRewrite | undefined {
  const found = likelyRewrite({ heard: [{ text: heard, weight: 1 }], answer: answers.get(heard)!.event }, index, own);
  if (!found || found.layer === 'KNOWN') return found;
  // A second answer counts only if it is accepted.
  return answers.get(found.text)!.event.decision === 'ACCEPT' ? found : undefined;
}

/** Change of the defects by all layers, over them, with a 95 % interval by customers. */
function defectInterval(judged: readonly Judged[]): Interval {
  const customers = [...new Set(judged.map(({ customer }) => customer))];
  const wrong = (name: 'before' | 'after') => {
    const counts = new Map(customers.map((customer) => [customer, 0]));
    for (const each of judged) if (!each[name]) counts.set(each.customer, counts.get(each.customer)! + 1);
    const all = customers.map((customer) => counts.get(customer)!);
    return (weights: ArrayLike<number>) => all.reduce((sum, count, place) => sum + weights[place] * count, 0);
  };
  const { defects } = pairedBootstrap(
    customers.length,
    { defects: { system: wrong('after'), baseline: wrong('before') } },
    { resamples: 1_000 },
  );
  return defects.relative;
}

interface Result extends NoisyFigures {
  readonly pairs: number;
  readonly texts: number;
  readonly said: readonly (LayerCalibration & { readonly layer: string })[];
  readonly defects: Interval;
}

function lines({ noise, pairs, texts, layers, said, defects }: Result): string[] {
  const percent = (value: number) => `${value.toFixed(1)} %`;
  return [
    `${100 * noise} % of what is reported is false: ${pairs} pairs, ${texts} texts`,
    ...layers.map(({ name, requests, rewritten, wins, losses, right, defects: change, ece }) => {
      const ratio = losses === 0 ? 'no loss' : `${(wins / losses).toFixed(1)} : 1`;
      const figures = `${rewritten} of ${requests} rewritten, ${wins} won, ${losses} lost (${ratio})`;
      return `  ${name.padEnd(14)} ${figures}; right ${percent(right[0])} -> ${percent(right[1])}; defects ${percent(change)}; ECE ${percent(ece)}`;
    }),
    ...said.map(({ layer, rewritten, said: mean, right, ece }) => {
      const figures = `${rewritten} said to be right ${percent(mean)}, are ${percent(right)}; ECE ${percent(ece)}`;
      return `  ${layer.padEnd(14)} ${figures}`;
    }),
    `  defects by all, 95 % by customers: ${percent(100 * defects.low)} to ${percent(100 * defects.high)}`,
  ];
}
