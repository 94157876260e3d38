import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { messageOf, NluError } from '../../../serving/errors.js';
import { syncFolder } from '../../feedback/folder-sync.js';
import type { DocumentStore, StoredDocument } from './document-store.js';

/**
 * Customers' documents in a folder, a file each, in 256 folders by the first two digits. One process writes them. Revisions are
 * those that this process wrote: it works on one customer at a time.
 */
export class FolderDocuments implements DocumentStore {
  readonly #folder: string;
  readonly #revisions = new Map<string, number>();
  #last = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(customer: string): Promise<StoredDocument | undefined> {
    try {
      const text = await readFile(this.#fileOf(customer), 'utf8');
      return { text, revision: this.#revisions.get(customer) ?? 0 };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw unavailable(error);
    }
  }

  async put(customer: string, text: string): Promise<boolean> {
    const file = this.#fileOf(customer);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(file, text, { mode: 0o600 });
      await syncFolder(dirname(file));
      this.#revisions.set(customer, ++this.#last);
      return true;
    } catch (error) {
      throw unavailable(error);
    }
  }

  async remove(customer: string, revision: number): Promise<void> {
    if ((this.#revisions.get(customer) ?? 0) !== revision) return;
    const file = this.#fileOf(customer);
    try {
      await rm(file, { force: true });
      this.#revisions.delete(customer);
      await syncFolder(dirname(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unavailable(error);
    }
  }

  #fileOf(customer: string): string {
    return join(this.#folder, customer.slice(0, 2), `${customer.slice(2)}.json`);
  }
}

function unavailable(cause: unknown): NluError {
  return new NluError('UNAVAILABLE', `the store of preferences: ${messageOf(cause)}`, { cause });
}
