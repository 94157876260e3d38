import { withRecognizer } from '../../../bundles/format/manifest.js';
import type { Bundle } from '../../../bundles/format/open.js';
import { askedTitle } from '../../../domains/core/catalogue/asked-title.js';
import { readModels } from '../../../domains/core/interpreter/bundle-models.js';
import { listCandidates } from '../../../domains/core/interpreter/domain-interpreter.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { createSession } from '../../../domains/core/onnx/onnx-session.js';
import { type Activations, decode } from '../../../domains/core/recognizer/decode.js';
import { type FeatureIds, tokenIds, tokensOf, utteranceIds } from '../../../domains/core/recognizer/encode.js';
import { runGraph } from '../../../domains/core/recognizer/graph-run.js';
import { CLASSIFIER, type SumGraph, TAGGER } from '../../../domains/core/recognizer/parts.js';
import { Recognizer } from '../../../domains/core/recognizer/recognizer.js';
import { evidence } from '../../../domains/core/reranker/evidence.js';
import { RerankerSession } from '../../../domains/core/reranker/session.js';
import { tokenize } from '../../../domains/core/text/tokenize.js';
import type { Stage } from './stage-timer.js';

/** A gateway wants no hypotheses of what is almost surely another domain's. */
const AS_A_GATEWAY_ASKS = { skipScreened: true } as const;

/** The steps from an utterance to a domain's answer, each alone on what the steps before it made, and the whole. */
export async function domainStages(
  bundle: Bundle,
  texts: readonly string[],
): Promise<{ stages: Stage[]; answers: Interpretation[] }> {
  const { recognizer: model, languageModels, graphs } = readModels(bundle.parts);
  // Each alone, without the turn of the event loop that a service waits for others to share a run.
  const running = async (bytes: Uint8Array, graph: SumGraph) => {
    const session = await createSession(bytes);
    return async (ids: FeatureIds) => (await runGraph(session, graph, [ids]))[0];
  };
  const classify = await running(graphs.classifier, CLASSIFIER);
  const tag = await running(graphs.tagger, TAGGER);
  const reranker = await RerankerSession.create(graphs.reranker);
  const interpreter = await loadInterpreter(bundle);
  const { nBest } = withRecognizer(bundle.manifest).recognizer;

  const { vocabularies } = model;
  const words = texts.map((text) => tokensOf(text).map((token) => token.text));
  const utterances = words.map((each) => utteranceIds(each, vocabularies));
  const tokens = words.map((each) => tokenIds(each, vocabularies));
  const activations: Activations[] = [];
  for (const index of texts.keys()) {
    activations.push({ logits: await classify(utterances[index]), emissions: await tag(tokens[index]) });
  }
  const { titles } = languageModels.catalogue;
  const asked = words.map((each) => titles && askedTitle(titles, each));
  const nBestOf = (index: number) => decode(model.chains, words[index].length, activations[index], nBest, asked[index]);
  const models = { recognizer: new Recognizer(model, { classify, tag }), languageModels, nBest };
  const lists = await Promise.all(texts.map(async (text) => (await listCandidates(models, text)).list));
  const evidenceOf = (index: number) => evidence(languageModels, words[index], lists[index].hypotheses, asked[index]);
  const answers: Interpretation[] = [];
  for (const text of texts) answers.push(await interpreter.interpret(text));

  const [screened, inFull] = [true, undefined].map((out) =>
    texts.filter((_, index) => answers[index].screened === out),
  );
  const interpret = (name: string, some: readonly string[]) => ({
    name: `... ${name}`,
    inputs: some.length,
    run: (index: number) => interpreter.interpret(some[index], AS_A_GATEWAY_ASKS),
  });
  const asAsked = (index: number) => interpreter.interpret(texts[index], AS_A_GATEWAY_ASKS);
  const stage = (name: string, run: (index: number) => unknown) => ({ name, inputs: texts.length, run });
  const stages = [
    stage('tokenize', (index) => tokenize(texts[index])),
    stage("an utterance's features", (index) => utteranceIds(words[index], vocabularies)),
    stage('classifier graph', (index) => classify(utterances[index])),
    stage('asked title', (index) => titles && askedTitle(titles, words[index])),
    stage("tokens' features", (index) => tokenIds(words[index], vocabularies)),
    stage('tagger graph', (index) => tag(tokens[index])),
    stage('n-best', nBestOf),
    stage('evidence', evidenceOf),
    stage('re-ranker graph', (index) => reranker.score(lists[index].evidence)),
    stage('recognize and re-rank', asAsked),
    { ...stage('... eight of a turn', asAsked), atOnce: 8 },
    interpret('those screened out', screened),
    interpret('those interpreted in full', inFull),
    stage('re-rank only', (index) => interpreter.rerank(texts[index], answers[index].hypotheses)),
  ];
  return { stages, answers };
}
