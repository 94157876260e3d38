import { allDomains } from '../../domains/core/schema/domain-folders.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { identifyCorpus } from '../../training/corpus/corpus-identity.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { evaluationCorpora } from '../../training/corpus/default-corpora.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { foldedInterpretation, foldedText } from '../../training/evaluation/folded-intents.js';
import {
  type RecognisedAnswer,
  type RecognisedAnswers,
  recognisedFigures,
} from '../../training/evaluation/recognised-figures.js';
import { type GatewayChoice, withGateway } from '../access/gateway-client.js';
import { mapInOrder } from '../interpretation/map-in-order.js';
import { unfilteredRequest } from '../interpretation/predict.js';
import { readOptionFile } from '../option-file.js';
import { type AnsweringVersions, answeringBundles, type Evaluated, noteVersions } from './evaluated.js';
import { parseRecognisedRows, type RecognisedRow } from './recognised-rows.js';
import { recognisedText } from './recognised-text.js';
import { trainingOverlap } from './training-overlap.js';

/** What `evaluate --recognised` is told. */
export interface RecognisedFlags extends GatewayChoice {
  readonly recognised: string;
  readonly corpus?: string[];
  readonly data?: string;
  readonly json?: boolean;
  readonly seed: number;
  readonly resamples: number;
}

/** Rows under way; each has as many calls to every domain as it has hearings, and none may be turned away. */
const CONCURRENCY = 4;

/** `evaluate --recognised`: interpretations of recognised speech, by one best and by n-best, through the real stack. */
export async function evaluateRecognised(flags: RecognisedFlags): Promise<void> {
  const { recognised: file, corpus, data, json, seed, resamples, ...choice } = flags;
  const source = readOptionFile('--recognised', file).toString('utf8');
  const schemas = allDomains(choice.with).map((folder) => folder.schema);
  const read = (corpus ?? evaluationCorpora(data).paths).map((path) => {
    const rows = readCorpus(path).map((row) => assigned(row, schemas));
    return { identity: identifyCorpus(path, rows.length), rows };
  });
  const rows = parseRecognisedRows(
    source,
    file,
    read.flatMap((one) => one.rows),
  );
  const { answers, bundles, hearings } = await answeredRows(rows, choice);
  const evaluation = recognisedFigures(answers, { seed, resamples });
  const foldedIntents = foldedText(rows.map(({ row }) => row));
  const evaluated: Evaluated = {
    date: new Date().toISOString(),
    corpora: [...read.map(({ identity }) => identity), identifyCorpus(file, rows.length)],
    bundles: { served: bundles },
    ...(foldedIntents !== undefined && { foldedIntents }),
    ...(await trainingOverlap(choice.gateway === undefined ? [choice.bundles] : [], read)),
  };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...evaluated, hearings, ...evaluation }, null, 2)}\n`
      : recognisedText(evaluated, evaluation, hearings),
  );
}

function answeredRows(rows: readonly RecognisedRow[], choice: GatewayChoice) {
  return withGateway(choice, async (client) => {
    const versions: AnsweringVersions = new Map();
    let heard = 0;
    const ask = async (row: CorpusRow, request: InterpretRequest) => {
      const reply = await client.interpretWhole(request);
      noteVersions(versions, reply);
      heard += reply.hearings.length;
      return answerOf(row, reply);
    };
    const answerRow = async ({ row, hearings: [best, ...others] }: RecognisedRow): Promise<RecognisedAnswers> => {
      const recognised = [best, ...others].map((text) => ({ text }));
      const { domain, intent, slots, sameIntents } = row;
      return {
        reference: foldedInterpretation({ domain, intent, slots }, domain, sameIntents),
        answers: {
          written: await ask(row, unfilteredRequest(row.text)),
          oneBest: await ask(row, unfilteredRequest(best)),
          nBest: await ask(row, { ...unfilteredRequest(''), recognised }),
        },
      };
    };
    const answers: RecognisedAnswers[] = [];
    for await (const answer of mapInOrder(rows, CONCURRENCY, answerRow)) answers.push(answer);
    const bundles = answeringBundles(versions, await client.describe({}));
    return { answers, bundles, hearings: heard / rows.length };
  });
}

function answerOf(
  { domain, sameIntents }: CorpusRow,
  { hypotheses: [top], decision }: InterpretResponse__Output,
): RecognisedAnswer {
  return { top: top && foldedInterpretation(top, domain, sameIntents), rejected: decision === 'DECISION_REJECT' };
}
