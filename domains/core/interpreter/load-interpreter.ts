import { type Manifest, withRecognizer } from '../../../bundles/format/manifest.js';
import { remembering } from '../language-models/language-models.js';
import { Recognizer } from '../recognizer/recognizer.js';
import { RecognizerSessions } from '../recognizer/sessions.js';
import { modelOfWeights } from '../reranker/model.js';
import { Reranker } from '../reranker/reranker.js';
import { RerankerSession } from '../reranker/session.js';
import { type BundleModels, readModels } from './bundle-models.js';
import { DomainInterpreter } from './domain-interpreter.js';

/** The fields of a bundle that an interpreter is made of. */
export interface InterpreterSource {
  readonly manifest: Pick<Manifest, 'reranker' | 'recognizer' | 'playbackIntents'>;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a bundle's parts and makes the sessions of its graphs.
 * @throws when a part is missing or not of its form
 */
export async function loadInterpreter({ manifest, parts }: InterpreterSource): Promise<DomainInterpreter> {
  return makeInterpreter(manifest, readModels(parts));
}

/**
 * Makes the sessions of a bundle's graphs; where one cannot be made, those made before are released.
 * @throws NluError FAILED_PRECONDITION when a weight is missing, or a graph is not of the widths that the models need
 */
export async function makeInterpreter(
  manifest: InterpreterSource['manifest'],
  { recognizer: model, languageModels, graphs }: BundleModels,
): Promise<DomainInterpreter> {
  const {
    recognizer: { nBest },
    reranker: { form, weights },
  } = withRecognizer(manifest);
  const rerankerModel = modelOfWeights(form, weights);
  const rerankerSession = await RerankerSession.create(graphs.reranker);
  try {
    const sessions = await RecognizerSessions.create(model, graphs);
    const models = {
      recognizer: new Recognizer(model, sessions),
      languageModels: remembering(languageModels),
      nBest,
      playbackIntents: new Set(manifest.playbackIntents),
    };
    return new DomainInterpreter(models, new Reranker(rerankerModel, rerankerSession), async () => {
      await sessions.release();
      await rerankerSession.release();
    });
  } catch (error) {
    await rerankerSession.release();
    throw error;
  }
}
