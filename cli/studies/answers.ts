import { readFileSync } from 'node:fs';
import type { Interpretation } from '../../domains/core/interpreter/hypothesis.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { checkContext, type DeviceContext, NO_CONTEXT } from '../../gateway/answer/priors/context.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { DEVICE_TYPES } from '../../proto/device-types.js';
import { identifyCorpus } from '../../training/corpus/corpus-identity.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { choiceText, evaluationCorpora } from '../../training/corpus/default-corpora.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import {
  type AnsweredReference,
  decisionFigures,
  deviceCalibration,
  worstCalibration,
} from '../../training/evaluation/answer-figures.js';
import { type Answered, answered } from '../../training/evaluation/answered.js';
import { foldedInterpretation, foldedText } from '../../training/evaluation/folded-intents.js';
import { householdFigures } from '../../training/evaluation/household.js';
import type { Reference } from '../../training/metrics/scored.js';
import { checkBundlesFolder } from '../access/bundles-folder.js';
import { type AnswersEvaluation, answersText } from '../evaluation/answers-text.js';
import type { Evaluated } from '../evaluation/evaluated.js';
import { parseHouseholdRows } from '../evaluation/household-rows.js';
import { trainingOverlap } from '../evaluation/training-overlap.js';
import { invocation } from '../invocation.js';
import { checkInputFile } from '../option-file.js';
import { bundledModels, releaseModels } from '../release/gates/active-models.js';
import { interpretTexts } from '../release/gates/interpret-texts.js';
import { printProgress } from './study-options.js';

interface Flags {
  corpus?: string[];
  data?: string;
  bundles?: string;
  household?: string;
  json?: boolean;
  seed: number;
  resamples: number;
}

/** `evaluate --answers`: what the gateway would answer with its table of priors, without a stack. */
export async function answers({ corpus, data, bundles, household, json, seed, resamples }: Flags): Promise<void> {
  if (bundles !== undefined) await checkBundlesFolder('--bundles', bundles);
  if (household !== undefined) checkInputFile('--household', household);
  const requests = household === undefined ? [] : parseHouseholdRows(readFileSync(household, 'utf8'), household);
  const schemas = domainFolders().map((folder) => folder.schema);
  const chosen = evaluationCorpora(data);
  const read = (corpus ?? chosen.paths).map((path) => {
    const rows = readCorpus(path).map((row) => assigned(row, schemas));
    return { identity: identifyCorpus(path, rows.length), rows };
  });
  const rows = read.flatMap((one) => one.rows);
  const texts = [...rows, ...requests].map(({ text }) => text);
  printProgress(`interpreting ${texts.length} texts`);
  const interpretations = await interpretedOnce(texts, bundles);

  const table = loadPriorTable();
  const rules = answerRules(table);
  const answerAt = (index: number, context: DeviceContext) =>
    answered(answerInterpretations(plainQuery(context), interpretations[index], rules));
  const answerRows = (context: DeviceContext) => rows.map((row, index) => foldedAnswer(row, answerAt(index, context)));
  const plain = answerRows(NO_CONTEXT);
  const calibration = [
    ...deviceCalibration('', plain),
    ...DEVICE_TYPES.flatMap((device) => deviceCalibration(device, answerRows(checkContext({ deviceType: device })))),
  ];
  const worst = worstCalibration(calibration);
  const options = { seed, resamples };
  const requestAnswers = requests.map(({ context }, index) => answerAt(rows.length + index, context));
  const evaluation: AnswersEvaluation = {
    calibration,
    ...(worst && { worst }),
    decisions: decisionFigures(plain, options),
    ...(table.accept && { accept: table.accept }),
    ...(household !== undefined && { household: householdFigures(requests, requestAnswers, options) }),
  };
  const identities = read.map(({ identity }) => identity);
  const foldedIntents = foldedText(rows);
  const evaluated: Evaluated = {
    date: new Date().toISOString(),
    corpora: household === undefined ? identities : [...identities, identifyCorpus(household, requests.length)],
    ...(!corpus && { choice: choiceText(chosen, rows.length, invocation) }),
    bundles: {},
    ...(foldedIntents !== undefined && { foldedIntents }),
    ...(await trainingOverlap([bundles], read)),
  };
  const figures = { ...evaluated, ...evaluation };
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : answersText(evaluated, evaluation));
}

/** A row beside its answer; intents that the row's corpus does not tell apart are the corpus's, on both sides. */
function foldedAnswer(row: CorpusRow, { decision, top, readings }: Answered): AnsweredReference {
  const { domain, intent, slots, sameIntents } = row;
  const folded = <One extends Reference>(one: One) => foldedInterpretation(one, domain, sameIntents);
  const answer = { decision, top: top && folded(top), readings: readings.map(folded) };
  return { reference: folded({ domain, intent, slots }), answer };
}

async function interpretedOnce(
  texts: readonly string[],
  bundles: string | undefined,
): Promise<ReadonlyMap<string, Interpretation>[]> {
  const models = await bundledModels(bundles);
  try {
    return await interpretTexts(models, texts);
  } finally {
    await releaseModels(models.values());
  }
}
