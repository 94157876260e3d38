import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { AMBIGUOUS, type CorpusRow } from '../../../training/corpus/corpus-row.js';
import { assigned } from '../../../training/corpus/domain-assignment.js';
import { drawOf, foldOf } from '../../../training/corpus/folds.js';
import { readCorpus } from '../../../training/corpus/read-corpus.js';
import { QUICK_RECOGNIZER } from '../../../training/learning/year/quick-training.js';
import { rephrasesOf } from '../../../training/learning/year/rephrases.js';
import { pairedBootstrap } from '../../../training/metrics/bootstrap.js';
import { interpretationErrorRatio } from '../../../training/metrics/interpretation-errors.js';
import { ratioOver, ratioValue } from '../../../training/metrics/ratio.js';
import { isOutOfDomain, type Scored } from '../../../training/metrics/scored.js';
import { readRecipe } from '../../../training/recipes/recipe.js';
import type { TrainingPool } from '../../../training/run/training-pool.js';
import { trainingInputs } from '../../../training/run/training-run.js';
import { type FeedbackSettings, isServedRight, type ServedRow } from './customers.js';
import { annotatedLesson, creditedLesson, type Lesson, overallLesson, type RowWay } from './lessons.js';
import { serve } from './served.js';
import { answersAfter, trainFirst } from './students.js';

export interface StudySettings {
  readonly corpus: string;
  readonly seed: number;
  readonly resamples: number;
  /** Share of the rows that are read, by their texts. */
  readonly share: number;
}

/** Share of the rows whose labels are there from the beginning. */
const LABELLED = 0.1;
/** Folds of the traffic. The first chooses how rows are made; figures are of the others. */
export const FOLDS = 3;
const CHOOSING = 0;

const NOISE = 0.1;
/** Ways to make rows that the first fold chooses among. */
export const WAYS: readonly (RowWay & { readonly name: string })[] = [
  { name: 'believed by half, weighed', corrects: true, leastBelief: 0.5, weighs: true },
  { name: 'believed by .65, weighed', corrects: true, leastBelief: 0.65, weighs: true },
  { name: 'believed by .8, weighed', corrects: true, leastBelief: 0.8, weighs: true },
];

/** One way to learn, on the folds that did not choose. */
export interface LearnedFigures {
  readonly name: string;
  /** On the fold that chooses. */
  readonly choosing: number;
  readonly irer: number;
  /** Share of the gap between a tenth of the labels and all of them that is closed, with its paired 95 % interval. */
  readonly closed: Interval3;
  /** Share of others' utterances that some domain answers, and the change from a tenth of the labels. */
  readonly falseAnswers: number;
  /** Largest share of a domain's or the others' utterances that another domain wins more of than with a tenth of the labels. */
  readonly stolen: Interval3;
  /** Rows that a text got, and the share of them whose label is right. */
  readonly rows: number;
  readonly rightRows: number;
}

export interface Interval3 {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface StudyFigures {
  readonly labelled: number;
  readonly traffic: number;
  readonly reported: number;
  readonly chosen: string;
  readonly tenth: { readonly irer: number; readonly falseAnswers: number };
  readonly learned: readonly LearnedFigures[];
}

/** @param progress is told what was done, and the share of all work that is done */
export async function study(
  { corpus, seed, resamples, share }: StudySettings,
  pool: TrainingPool,
  progress: (text: string, done: number) => void,
): Promise<StudyFigures> {
  const folders = domainFolders();
  const schemas = folders.map(({ schema }) => schema);
  const rows = unique(readCorpus(corpus).map((row) => assigned({ ...row, source: 'snips' }, schemas))).filter(
    ({ text, domain }) => domain !== AMBIGUOUS && drawOf(text, `share\n${seed}`) < share,
  );
  const isLabelled = ({ text }: CorpusRow) => drawOf(text, `labelled\n${seed}`) < LABELLED;
  const labelled = rows.filter(isLabelled);
  const traffic = rows.filter((row) => !isLabelled(row));
  const foldOfRow = ({ text }: CorpusRow) => foldOf(text, FOLDS, seed);
  const recipes = folders.map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const settings = { ...QUICK_RECOGNIZER, seed };
  const domains = trainingInputs(recipes, { catalogue: [], requestWords: new Set() }, settings);

  const conditions = WAYS.length + 7;
  const stepsOfOne = domains.length * (FOLDS + 1);
  let steps = 0;
  const step = (text: string) => progress(text, Math.min(0.999, steps / (conditions * stepsOfOne)));

  const first = await trainFirst(labelled, domains, pool);
  step(`${labelled.length} labelled rows learned; ${traffic.length} are traffic`);
  const again = rephrasesOf(traffic, foldOfRow, seed);
  const answers = [];
  for (const { text } of traffic) answers.push(await serve(first, text));
  const served: ServedRow[] = [];
  for (const [index, row] of traffic.entries()) {
    const rephrases = [];
    const isSaidAgain = !isServedRight(row, answers[index]!);
    for (const text of isSaidAgain ? again.get(row.id)! : []) rephrases.push(await serve(first, text));
    if (index % 1000 === 0) step(`${index} of ${traffic.length} texts said again where that is needed`);
    // What is said next, by whoever has what they wanted, is the next row of the same fold.
    const next = nextOfFold(traffic, index, foldOfRow);
    served.push({ row, served: answers[index]!, rephrases, unrelated: answers[next]! });
  }
  for (const servable of first.values()) await servable.release();

  const tenth = served.map(({ row, served: { hypotheses, inDomain, accepted } }): Scored => {
    const { domain, intent, slots } = row;
    return { reference: { domain, intent, slots }, hypotheses, inDomain: inDomain!, accepted: accepted! };
  });
  step(`the traffic is served: IRER ${(100 * irerOf(tenth)).toFixed(2)} %`);
  const reported = traffic.map((row) => foldOfRow(row) !== CHOOSING);
  const study: StudyRows = { labelled, traffic, folds: FOLDS, seed };
  const learn = async (name: string, lesson: Lesson) => {
    const scored = await answersAfter(study, lesson, domains, pool, () => {
      steps++;
      step(name);
    });
    step(`${name}: IRER ${(100 * irerOf(scored)).toFixed(2)} % on all folds`);
    return { name, lesson, scored };
  };
  const feedback = (settings: Partial<FeedbackSettings> = {}): FeedbackSettings => {
    return { noise: NOISE, customers: 1, biased: false, seed, ...settings };
  };
  const all = await learn('all labels', annotatedLesson(served));
  const tried = [];
  for (const way of WAYS) tried.push({ way, ...(await learn(way.name, creditedLesson(served, feedback(), way))) });
  const onChoosing = (scored: readonly Scored[]) => irerOf(scored.filter((_, index) => !reported[index]));
  const best = tried.reduce((one, other) => (onChoosing(other.scored) < onChoosing(one.scored) ? other : one));
  const results = [all, ...tried];
  const credited = (settings: Partial<FeedbackSettings>, way: RowWay = best.way) =>
    creditedLesson(served, feedback(settings), way);
  results.push(await learn('overall feedback, 10 % false', overallLesson(served, feedback())));
  results.push(await learn('successes alone, 10 % false', credited({}, { ...best.way, corrects: false })));
  results.push(await learn('chosen, none false', credited({ noise: 0 })));
  results.push(await learn('chosen, 20 % false', credited({ noise: 0.2 })));
  results.push(await learn('chosen, 10 % false and biased', credited({ biased: true })));
  results.push(await learn('chosen, 10 % false, five customers a text', credited({ customers: 5 })));
  const compared = { tenth, all: all.scored, reported, resamples, seed, served };
  return {
    labelled: labelled.length,
    traffic: traffic.length,
    reported: reported.filter(Boolean).length,
    chosen: best.name,
    tenth: {
      irer: irerOf(tenth.filter((_, index) => reported[index])),
      falseAnswers: answeredOf(tenth.filter((_, index) => reported[index])),
    },
    learned: results.map((result) => figuresOf(result, compared)),
  };
}

type StudyRows = Parameters<typeof answersAfter>[0];

/** The rows without those whose text came before: a text has one fold and one label. */
function unique(rows: readonly CorpusRow[]): CorpusRow[] {
  const texts = new Set<string>();
  return rows.filter(({ text }) => !texts.has(text) && texts.add(text));
}

function nextOfFold(rows: readonly CorpusRow[], index: number, foldOfRow: (row: CorpusRow) => number): number {
  const fold = foldOfRow(rows[index]!);
  for (let after = 1; after < rows.length; after++) {
    const place = (index + after) % rows.length;
    if (foldOfRow(rows[place]!) === fold) return place;
  }
  return index;
}

interface Compared {
  readonly tenth: readonly Scored[];
  readonly all: readonly Scored[];
  readonly reported: readonly boolean[];
  readonly resamples: number;
  readonly seed: number;
  readonly served: readonly ServedRow[];
}

function figuresOf(
  { name, lesson, scored }: { name: string; lesson: Lesson; scored: readonly Scored[] },
  { tenth, all, reported, resamples, seed, served }: Compared,
): LearnedFigures {
  const kept = <T>(list: readonly T[]) => list.filter((_, index) => reported[index]);
  const [before, after, most] = [kept(tenth), kept(scored), kept(all)];
  const ratios = [before, after, most].map(interpretationErrorRatio);
  const closed = (weights: ArrayLike<number>) => {
    const [tenthIrer, irer, allIrer] = ratios.map((ratio) => ratioValue(ratio, weights));
    return (tenthIrer! - irer!) / (tenthIrer! - allIrer!);
  };
  const [stolenBefore, stolenAfter] = [before, after].map(stolenRatio);
  const compared = pairedBootstrap(
    before.length,
    {
      closed: { system: closed, baseline: () => 0 },
      stolen: {
        system: (weights) => ratioValue(stolenAfter!, weights),
        baseline: (weights) => ratioValue(stolenBefore!, weights),
      },
    },
    { resamples, seed },
  );
  const made = lesson('music').flatMap((row, index) => (row ? [{ row, truth: served[index]!.row }] : []));
  const right = made.filter(({ row, truth }) => meaningOf(row) === meaningOf(truth)).length;
  return {
    name,
    choosing: irerOf(scored.filter((_, index) => !reported[index])),
    irer: irerOf(after),
    closed: compared.closed.difference,
    falseAnswers: answeredOf(after),
    stolen: compared.stolen.difference,
    rows: made.length,
    rightRows: right / made.length,
  };
}

function irerOf(scored: readonly Scored[]): number {
  return ratioValue(interpretationErrorRatio(scored));
}

/** Share of the utterances of no domain that are answered. */
function answeredOf(scored: readonly Scored[]): number {
  const others = scored.filter(({ reference }) => isOutOfDomain(reference));
  return others.filter(({ accepted }) => accepted).length / others.length;
}

/** Share of utterances of a domain, or of none, that are answered by another one's hypothesis. */
function stolenRatio(scored: readonly Scored[]) {
  return ratioOver(scored, ({ reference, hypotheses: [top], accepted }) => [
    accepted && top !== undefined && top.domain !== reference.domain ? 1 : 0,
    1,
  ]);
}

function meaningOf({ domain, intent, slots = [] }: CorpusRow): string {
  if (!['music', 'books', 'video'].includes(domain)) return '';
  return JSON.stringify([domain, intent, slots?.map(({ name, value }) => `${name} ${value.toLowerCase()}`).sort()]);
}
