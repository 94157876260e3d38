import { NluError } from '../../../serving/errors.js';
import type { CustomerKeys, Freshness } from '../../feedback/privacy/customer-keys.js';
import type { DeploymentKey } from '../../feedback/privacy/deployment-key.js';
import { OneAtATime } from '../../feedback/privacy/one-at-a-time.js';
import { type CustomerDocument, NOTHING_KNOWN } from '../document/customer-document.js';
import type { DocumentStore } from './document-store.js';
import { RecentDocuments } from './recent-documents.js';
import { openedDocument, sealedDocument } from './sealed-document.js';

/** How often a change is tried against others who change the same document. */
const TRIES = 5;
/** The most bytes of a stored document: more is refused, whatever the numbers of its parts. */
const MOST_BYTES = 64 * 1024;

/** What documents are kept with. */
export interface DocumentParts {
  readonly store: DocumentStore;
  readonly keys: Pick<CustomerKeys, 'since' | 'toOpen' | 'toSeal'>;
  readonly deployment: Pick<DeploymentKey, 'id'>;
  /** The same as of the keys: whoever was forgotten elsewhere is forgotten here as soon. */
  readonly freshness: Freshness;
  /** Documents that stay opened. */
  readonly cached: number;
}

/** A document in the store: opened, and the revision that a change replaces. */
interface Loaded {
  readonly document: CustomerDocument;
  readonly revision: number | undefined;
}

/** Customers' documents: read through memory, changed one change after the other. Customers are fingerprints. */
export class CustomerDocuments {
  readonly #parts: DocumentParts;
  readonly #recent: RecentDocuments;
  /** By customer: what is looked up, made or changed. */
  readonly #alone = new OneAtATime();

  constructor(parts: DocumentParts) {
    this.#parts = parts;
    this.#recent = new RecentDocuments(parts.cached);
  }

  /** The document as it is known at this moment; undefined where it has to be looked up. */
  fresh(customer: string): CustomerDocument | undefined {
    const seen = this.#recent.get(customer);
    const { nowMs, forMs } = this.#parts.freshness;
    return seen && nowMs() - seen.atMs <= forMs ? seen.document : undefined;
  }

  /** A customer's document; of one of whom nothing is known, an empty one. @throws NluError UNAVAILABLE */
  get(customer: string): Promise<CustomerDocument> {
    const fresh = this.fresh(customer);
    if (fresh) return Promise.resolve(fresh);
    return this.#alone.do(customer, async () => this.fresh(customer) ?? (await this.#load(customer)).document);
  }

  /**
   * Changes a customer's document, for good when it resolves.
   * @param change the document after it; undefined: it stays as it is. Called again where somebody else was faster
   * @param now the time of day, ISO 8601
   * @returns the document as it is then
   * @throws NluError what `change` throws; UNAVAILABLE; RESOURCE_EXHAUSTED for one that became too large
   */
  change(
    customer: string,
    change: (document: CustomerDocument) => CustomerDocument | undefined,
    now: string,
  ): Promise<CustomerDocument> {
    return this.#alone.do(customer, async () => {
      const { store, keys, deployment, freshness } = this.#parts;
      // Looks the key up: what is sealed by one that was destroyed elsewhere a moment ago is lost.
      await keys.since(customer);
      for (let tries = 0; tries < TRIES; tries++) {
        const { document, revision } = await this.#load(customer);
        const changed = change(document);
        if (!changed) return document;
        const key = await keys.toSeal(customer, now, now);
        // Somebody had the customer forgotten within this very millisecond.
        if (!key) throw new NluError('UNAVAILABLE', 'the customer is being forgotten; try again');
        const text = sealedDocument(changed, customer, key, deployment);
        if (text.length > MOST_BYTES) throw tooLarge(text.length);
        const atMs = freshness.nowMs();
        if (!(await store.put(customer, text, revision))) continue;
        this.#recent.keep(customer, changed, text.length, atMs);
        return changed;
      }
      throw new NluError('UNAVAILABLE', "a customer's preferences are changed by others all the time; try again");
    });
  }

  /**
   * Forgets a customer's document.
   * @param destroy destroys the customer's key: what is stored is noise afterwards
   * @returns what `destroy` does, and how what is stored is removed, which nobody needs to wait for
   */
  forget<T>(customer: string, destroy: () => Promise<T>): Promise<{ result: T; remove: () => Promise<void> }> {
    return this.#alone.do(customer, async () => {
      const { store } = this.#parts;
      const stored = await store.get(customer);
      this.#recent.drop(customer);
      const result = await destroy();
      this.#recent.drop(customer);
      const remove = async () => {
        if (stored) await this.#alone.do(customer, () => store.remove(customer, stored.revision));
      };
      return { result, remove };
    });
  }

  async #load(customer: string): Promise<Loaded> {
    const { store, keys, deployment, freshness } = this.#parts;
    const atMs = freshness.nowMs();
    const stored = await store.get(customer);
    const key = stored && (await keys.toOpen(customer));
    const opened = stored && key && openedDocument(stored.text, customer, key, deployment);
    const document = opened ?? NOTHING_KNOWN;
    this.#recent.keep(customer, document, stored?.text.length ?? 0, atMs);
    return { document, revision: stored?.revision };
  }
}

function tooLarge(bytes: number): NluError {
  const problem = `the customer's would be ${bytes} bytes, and ${MOST_BYTES} are kept`;
  return new NluError('RESOURCE_EXHAUSTED', `preferences: ${problem}; forget some first`);
}
