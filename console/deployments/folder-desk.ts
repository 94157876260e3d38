import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bundleVersion } from '../../bundles/format/envelope.js';
import { ACTIVE_FILE, BUNDLE_SUFFIX, readActive, writeActive } from '../../bundles/sources/bundle-directory.js';
import { messageOf, NluError } from '../../serving/errors.js';
import type { Activated, Activation, DeployedDomain, PastDeployment } from '../model/deployments.js';
import type { DeploymentDesk } from './deployment-desk.js';

/**
 * The bundles of a folder with one folder a domain. There `active.json` decides and nobody counts or signs: the number of a
 * deployment is the time at which that file was written, in ms, so that whoever steers still is told when it has changed.
 */
export class FolderDesk implements DeploymentDesk {
  readonly kind = 'folders';
  /** The activation before. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param place the folder */
  constructor(readonly place: string) {}

  async domains(): Promise<DeployedDomain[]> {
    const entries = await readdir(this.place, { withFileTypes: true }).catch((cause) => {
      throw new NluError('UNAVAILABLE', `${this.place}: cannot be read: ${messageOf(cause)}`, { cause });
    });
    const names = entries.filter((entry) => entry.isDirectory() && /^[a-z][a-z0-9-]*$/u.test(entry.name));
    const found = await Promise.all(names.map(({ name }) => this.#domain(name)));
    return found.filter((each) => each !== undefined).sort((one, other) => (one.domain < other.domain ? -1 : 1));
  }

  /** Versions that are stored, the latest file first: a folder keeps bundles, and no record of who put them there. */
  async history(domain: string): Promise<PastDeployment[]> {
    const folder = this.#folder(domain);
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(BUNDLE_SUFFIX));
    const found = await Promise.all(
      names.map(async (name) => ({
        version: name.slice(0, -BUNDLE_SUFFIX.length),
        file: await lstat(join(folder, name)).catch(() => undefined),
      })),
    );
    const stored = found.flatMap(({ version, file }) =>
      file?.isFile() && file.size > 0 && bundleVersion.safeParse(version).success ? [{ version, file }] : [],
    );
    return stored
      .sort((one, other) => other.file.mtimeMs - one.file.mtimeMs)
      .map(({ version, file }) => {
        const when = file.mtime.toISOString();
        return { counter: Math.round(file.mtimeMs), version, who: '', when, why: 'stored', gates: [], forced: [] };
      });
  }

  /** One at a time: of two who saw the same, the second is told. */
  activate(activation: Activation): Promise<Activated> {
    const done = this.#last.then(() => this.#activate(activation));
    this.#last = done.catch(() => {});
    return done;
  }

  async #activate({ domain, version, seen }: Activation): Promise<Activated> {
    const folder = this.#folder(domain);
    const now = await this.#domain(domain);
    if (now && now.counter !== seen) {
      const problem = `${domain}: somebody made ${now.version ?? 'another version'} active at ${now.when ?? 'an unknown time'}; nothing was changed`;
      throw new NluError('FAILED_PRECONDITION', problem);
    }
    const stored = await this.history(domain);
    if (!stored.some((each) => each.version === version)) {
      const names = stored.map((each) => each.version).join(', ') || 'nothing';
      throw new NluError('NOT_FOUND', `${domain}/${version} is not stored in ${folder}; it has ${names}`);
    }
    await writeActive(folder, { version });
    // Numbers are times of the file: the next one has another.
    await setTimeout(2);
    const after = await this.#domain(domain);
    const notes = ['its process looks at the folder every two seconds; the gateway tells when it serves it'];
    return { domain, version, counter: after?.counter ?? 0, isServed: false, notes };
  }

  async close(): Promise<void> {}

  #folder(domain: string): string {
    if (/^[a-z][a-z0-9-]{0,62}$/u.test(domain)) return join(this.place, domain);
    throw new NluError('INVALID_ARGUMENT', `domain: ${domain} is no name of a domain`);
  }

  async #domain(domain: string): Promise<DeployedDomain | undefined> {
    const folder = this.#folder(domain);
    const file = await stat(join(folder, ACTIVE_FILE)).catch(() => undefined);
    if (!file) return undefined;
    const standing = { domain, counter: Math.round(file.mtimeMs), when: file.mtime.toISOString(), replicas: [] };
    try {
      return { ...standing, version: (await readActive(folder)).version };
    } catch (error) {
      return { ...standing, problem: messageOf(error) };
    }
  }
}
