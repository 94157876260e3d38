import type { DomainRules } from '../domains/domains-config.js';
import { eventFolder } from '../feedback/event-folder.js';
import type { Feedback } from '../feedback/open-feedback.js';
import type { PreferenceCalls } from '../feedback/service/preference-calls.js';
import { CustomerMemory } from './customer-memory.js';
import { InferredPreferences } from './inference/inferred-preferences.js';
import { OwnTexts } from './own-texts/own-texts.js';
import type { PreferencesConfig } from './preferences-config.js';
import { Questions } from './questions/questions.js';
import type { QuestionsConfig } from './questions/questions-config.js';
import { preferenceCalls } from './service/preference-calls.js';
import { CustomerDocuments } from './store/customer-documents.js';
import type { DocumentStore } from './store/document-store.js';
import type { KnowledgeParts } from './teaching/domain-knowledge.js';

/** Hexadecimal digits of a preference's id: it is told apart from a thousand of the same customer. */
const ID_DIGITS = 12;

/** What is known of customers, and how the Feedback service reaches it. */
export interface OpenedPreferences {
  readonly customers: CustomerMemory;
  /** Undefined: none are asked. */
  readonly questions: Questions | undefined;
  /** Undefined where customers' words are not kept. */
  readonly ownTexts: OwnTexts | undefined;
  /** Undefined where nothing is inferred. */
  readonly inferred: InferredPreferences | undefined;
  readonly calls: PreferenceCalls;
}

/** Opens what is known of customers, where their events are kept. */
export async function openPreferences(
  feedback: Feedback,
  config: Pick<DomainRules, 'deadline'> & {
    readonly preferences: PreferencesConfig;
    readonly questions?: QuestionsConfig | undefined;
  },
  domains: KnowledgeParts['domains'],
): Promise<OpenedPreferences> {
  const { keys, deployment, freshness, recorder, onFault } = feedback;
  const now = () => Date.parse(recorder.time);
  const { cached, most } = config.preferences;
  const store = await openStore(feedback);
  const documents = new CustomerDocuments({ store, keys, deployment, freshness, cached });
  const teaching = { most, idOf: (subject: string) => deployment.words(subject).slice(0, ID_DIGITS) };
  const common = { documents, deployment, teaching, now };
  const customers = new CustomerMemory(common);
  const questions = config.questions && new Questions({ ...common, config: config.questions, onFault });
  const ownTexts = feedback.config.text ? new OwnTexts({ ...common, onFault }) : undefined;
  const infers = feedback.config.text && config.preferences.infer && !questions;
  const inferred = infers ? new InferredPreferences({ ...common, onFault }) : undefined;
  const calls = preferenceCalls(customers, [questions, ownTexts, inferred], { rules: config, domains }, onFault);
  return { customers, questions, ownTexts, inferred, calls };
}

/** Loads what is used alone. */
async function openStore({ config, nats }: Pick<Feedback, 'config' | 'nats'>): Promise<DocumentStore> {
  if (nats) {
    const { StreamDocuments } = await import('./store/stream-documents.js');
    return new StreamDocuments(nats);
  }
  const { FolderDocuments } = await import('./store/folder-documents.js');
  // The configuration demands a folder where there is no NATS.
  return new FolderDocuments(eventFolder(config.folder!).preferences);
}
