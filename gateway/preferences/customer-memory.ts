import type { DeploymentKey } from '../feedback/privacy/deployment-key.js';
import type { CustomerDocument } from './document/customer-document.js';
import type { Preference, Said } from './document/preference.js';
import { type Taught, type TeachingRules, taught } from './document/teach.js';
import type { CustomerDocuments } from './store/customer-documents.js';

/** What a memory works with. */
export interface MemoryParts {
  readonly documents: CustomerDocuments;
  readonly deployment: Pick<DeploymentKey, 'customer'>;
  readonly teaching: TeachingRules;
  /** The time of day, in ms. */
  readonly now: () => number;
}

/** What is known of customers besides their events. Customers are fingerprints, but where names are said. */
export class CustomerMemory {
  readonly #parts: MemoryParts;

  constructor(parts: MemoryParts) {
    this.#parts = parts;
  }

  /**
   * The document of who asks; at once where it is in memory.
   * @param name the customer as requests name it
   */
  lookUp(name: string): CustomerDocument | Promise<CustomerDocument> {
    const { documents, deployment } = this.#parts;
    const customer = deployment.customer(name);
    return documents.fresh(customer) ?? documents.get(customer);
  }

  /** Keeps preferences, for good when it resolves. @throws NluError UNAVAILABLE, RESOURCE_EXHAUSTED: none is kept */
  async teach(customer: string, news: readonly Said[], origin: Preference['origin']): Promise<readonly Taught[]> {
    const { documents, teaching } = this.#parts;
    const time = this.#time();
    let done: readonly Taught[] = [];
    await documents.change(
      customer,
      (document) => {
        const result = taught(document, news, origin, time, teaching);
        done = result.taught;
        return result.document;
      },
      time,
    );
    return done;
  }

  /** All that is known of a customer. @throws NluError UNAVAILABLE */
  document(customer: string): Promise<CustomerDocument> {
    return this.#parts.documents.get(customer);
  }

  /** What is known of a customer, latest first. @throws NluError UNAVAILABLE */
  async preferences(customer: string): Promise<readonly Preference[]> {
    return (await this.#parts.documents.get(customer)).preferences.toReversed();
  }

  /** Forgets one preference. @returns whether there was one of that id. @throws NluError UNAVAILABLE */
  async forgetOne(customer: string, id: string): Promise<boolean> {
    let wasKnown = false;
    await this.#parts.documents.change(
      customer,
      (document) => {
        const preferences = document.preferences.filter((each) => each.id !== id);
        wasKnown = preferences.length < document.preferences.length;
        return wasKnown ? { ...document, preferences } : undefined;
      },
      this.#time(),
    );
    return wasKnown;
  }

  /**
   * Forgets everything of a customer.
   * @param destroy destroys the customer's key
   * @param onFault told where what is stored could not be removed: nobody can read it
   * @throws NluError UNAVAILABLE: the key is not destroyed
   */
  async forget<T>(customer: string, destroy: () => Promise<T>, onFault: (error: Error) => void): Promise<T> {
    const { result, remove } = await this.#parts.documents.forget(customer, destroy);
    void remove().catch(onFault);
    return result;
  }

  #time(): string {
    return new Date(this.#parts.now()).toISOString();
  }
}
