import type { Bundle } from '../../bundles/format/open.js';
import { askedTitle } from '../../domains/core/catalogue/asked-title.js';
import { readCatalogueKnowledge } from '../../domains/core/catalogue/parts.js';
import type { Interpretation } from '../../domains/core/interpreter/hypothesis.js';
import { loadServable } from '../../domains/core/interpreter/load-servable.js';
import { createSession } from '../../domains/core/onnx/onnx-session.js';
import { type Activations, decode } from '../../domains/core/recognizer/decode.js';
import { type FeatureIds, tokenIds, tokensOf, utteranceIds } from '../../domains/core/recognizer/encode.js';
import { runGraph } from '../../domains/core/recognizer/graph-run.js';
import { CLASSIFIER, readRecognizerModel, type SumGraph, TAGGER } from '../../domains/core/recognizer/parts.js';
import { evidence } from '../../domains/core/reranker/evidence.js';
import { RERANKER_GRAPH, readLanguageModels } from '../../domains/core/reranker/parts.js';
import { Reranker } from '../../domains/core/reranker/reranker.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import type { Stage } from './stage-timer.js';

/** Hypotheses of what is all but surely another domain's are left out. */
const AS_A_GATEWAY_ASKS = { skipScreened: true } as const;

/** The steps from an utterance to a domain's answer, each alone on what the steps before it made, and the whole. */
export async function domainStages(
  bundle: Bundle,
  texts: readonly string[],
): Promise<{ stages: Stage[]; answers: Interpretation[] }> {
  const part = (name: string) => bundle.parts.get(name)!;
  const model = readRecognizerModel(part);
  const languageModels = readLanguageModels(part, readCatalogueKnowledge(bundle.parts));
  const running = async (graph: SumGraph) => {
    const session = await createSession(part(graph.part));
    return (ids: FeatureIds) => runGraph(session, graph, [ids]);
  };
  const [classify, tag] = [await running(CLASSIFIER), await running(TAGGER)];
  const reranker = await Reranker.create(part(RERANKER_GRAPH));
  const servable = await loadServable(bundle);
  const nBest = bundle.manifest.recognizer.nBest;

  const { vocabularies } = model;
  const words = texts.map((text) => tokensOf(text).map((token) => token.text));
  const utterances = words.map((said) => utteranceIds(said, vocabularies));
  const tokens = words.map((said) => tokenIds(said, vocabularies));
  const activations: Activations[] = [];
  for (const index of texts.keys()) {
    const [[logits], [emissions]] = [await classify(utterances[index]!), await tag(tokens[index]!)];
    activations.push({ logits: logits!, emissions: emissions! });
  }
  const { titles } = languageModels.catalogue;
  const asked = words.map((said) => titles && askedTitle(titles, said));
  const nBestOf = (index: number) =>
    decode(model.chains, words[index]!.length, activations[index]!, nBest, asked[index]);
  const recognized = texts.map((_, index) => {
    const domain = 1 / (1 + Math.exp(-activations[index]!.logits[0]!));
    return nBestOf(index).map(({ intent, spans, logIntent, logSlot }) => ({
      intent,
      spans,
      scores: { domain, intent: Math.exp(logIntent), slot: Math.exp(logSlot) },
    }));
  });
  const evidenceOf = (index: number) => evidence(languageModels, words[index]!, recognized[index]!, asked[index]);
  const seen = recognized.map((_, index) => evidenceOf(index));
  const answers: Interpretation[] = [];
  for (const text of texts) answers.push(await servable.interpret(text));

  const [screened, looked] = [true, undefined].map((out) =>
    texts.filter((_, index) => answers[index]!.screened === out),
  );
  const interpret = (name: string, some: readonly string[]) => ({
    name: `... ${name}`,
    inputs: some.length,
    run: (index: number) => servable.interpret(some[index]!, AS_A_GATEWAY_ASKS),
  });
  const asAsked = (index: number) => servable.interpret(texts[index]!, AS_A_GATEWAY_ASKS);
  const stage = (name: string, run: (index: number) => unknown) => ({ name, inputs: texts.length, run });
  const stages = [
    stage('tokenize', (index) => tokenize(texts[index]!)),
    stage("an utterance's features", (index) => utteranceIds(words[index]!, vocabularies)),
    stage('classifier graph', (index) => classify(utterances[index]!)),
    stage('asked title', (index) => titles && askedTitle(titles, words[index]!)),
    stage("tokens' features", (index) => tokenIds(words[index]!, vocabularies)),
    stage('tagger graph', (index) => tag(tokens[index]!)),
    stage('n-best', nBestOf),
    stage('evidence', evidenceOf),
    stage('re-ranker graph', (index) => reranker.confidences(seen[index]!)),
    stage('recognize and re-rank', asAsked),
    { ...stage('... eight of a turn', asAsked), atOnce: 8 },
    interpret('those screened out', screened!),
    interpret('those looked at in full', looked!),
    stage('re-rank only', (index) => servable.rerank(texts[index]!, answers[index]!.hypotheses)),
  ];
  return { stages, answers };
}
